// --set path=value, and the overlay behind it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "bad_input/tiny_world.hpp"
#include "commit.hpp"
#include "scenario/overlay.hpp"
#include "scenario/read.hpp"
#include "support/process.hpp"

namespace qonys {
namespace {

using test::complaints;
using test::TempFolder;
using test::tiny_world;
using ::testing::AllOf;
using ::testing::HasSubstr;

// Problems with one setting of the tiny world.
std::string set(const std::string& setting) {
    TempFolder folder;
    return complaints(folder.write("tiny.yaml", tiny_world()), {setting});
}

const ValueNote& note(const LoadedScenario& loaded, const std::string& path) {
    for (const ValueNote& note : loaded.notes)
        if (note.path == path) return note;
    throw std::out_of_range(path);
}

TEST(settings, a_setting_without_equals_sign_is_refused) {
    EXPECT_THAT(set("run.seed"), HasSubstr("--set run.seed: there is no = in it; write path=value"));
    EXPECT_THAT(set("=3"), HasSubstr("--set =3: the path has an empty part"));
    EXPECT_THAT(set("run..seed=3"), HasSubstr("the path has an empty part"));
}

TEST(settings, an_unknown_path_is_refused_with_the_nearest_one) {
    EXPECT_THAT(set("run.sed=3"), HasSubstr("--set run.sed=3: run: unknown name \"sed\"; did you mean run.seed?"));
    EXPECT_THAT(set("arival.kandas.2001=3"), HasSubstr("unknown name \"arival\"; did you mean arrivals?"));
    EXPECT_THAT(set("seed=3"), HasSubstr("unknown name \"seed\"; did you mean run.seed?"));
}

TEST(settings, a_single_number_for_a_table_is_refused_with_the_way_to_write_it) {
    EXPECT_THAT(set("money.mrp=5"),
                HasSubstr("--set money.mrp=5: money.mrp: it needs one value per date; write money.mrp.2025-01-01=…"));
    EXPECT_THAT(set("arrivals.kandas=5"), HasSubstr("it needs one value per year; write arrivals.kandas.2025=…"));
    EXPECT_THAT(set("places.wage=5"), HasSubstr("it needs one value per region (A, B); write places.wage.A=…"));
}

TEST(settings, a_value_that_does_not_read_is_refused) {
    EXPECT_THAT(set("arrivals.kandas.2001="), HasSubstr("there is no value"));
    EXPECT_THAT(set("run.seed=\"5\""), HasSubstr("written in quotes"));
    EXPECT_THAT(set("run.seed=010"), HasSubstr("leading zeros"));
    EXPECT_THAT(set("run={seed: 1"), HasSubstr("--set run={seed: 1: not valid YAML"));
    EXPECT_THAT(set("run={seed: 1, seed: 2}"), HasSubstr("the key \"seed\" is repeated"));
    EXPECT_THAT(set("run={seed: 1}\nmore: 2"), HasSubstr("there is more than one value"));
    EXPECT_THAT(set("extends=other.yaml"), HasSubstr("extends: is said in a file"));
}

TEST(settings, problems_of_several_settings_are_told_together) {
    TempFolder folder;
    const std::string said = complaints(folder.write("tiny.yaml", tiny_world()), {"run.sed=3", "run.seed", "run.replicates=0"});
    EXPECT_EQ(std::count(said.begin(), said.end(), '\n'), 2) << said;
}

TEST(settings, later_settings_win_and_change_single_cells) {
    TempFolder folder;
    const LoadedScenario loaded =
        load_scenario(folder.write("tiny.yaml", tiny_world()),
                      {"arrivals.kandas.2001=15000", "arrivals.kandas.2001=16000", "quotas.mechanism=lottery",
                       "benefits.rent_mrp.2001-01-01.village.5+=24", "people.pension_age={female: 58}", "question=Why: not?"});
    EXPECT_EQ(loaded.scenario.arrivals.kandas.total.cells, (std::vector<double>{1, 16000, 1}));
    EXPECT_EQ(loaded.scenario.quotas.mechanism.axes[0].labels, (std::vector<std::string>{"1900-01-01"}));
    EXPECT_EQ(loaded.scenario.quotas.mechanism.cells, (std::vector<double>{1}));
    EXPECT_EQ(loaded.scenario.benefits.rent_mrp.at(1, 1, 2), 24);
    EXPECT_EQ(loaded.scenario.benefits.rent_mrp.at(0, 1, 2), 1);
    EXPECT_EQ(loaded.scenario.people.pension_age.cells, (std::vector<double>{58, 40}));
    EXPECT_EQ(loaded.scenario.question, "Why: not?");
}

TEST(settings, a_changed_value_is_the_scenario_s_and_says_where_it_was_set) {
    TempFolder folder;
    const LoadedScenario loaded = load_scenario(folder.write("tiny.yaml", tiny_world()), {"arrivals.kandas.2001=15000"});
    EXPECT_EQ(note(loaded, "arrivals.kandas").status, "scenario");
    EXPECT_EQ(note(loaded, "arrivals.kandas").set_at.file, "--set arrivals.kandas.2001=15000");
    EXPECT_EQ(note(loaded, "arrivals.kandas").source, "a test");
    EXPECT_EQ(note(loaded, "arrivals.kandas").note, "changed by the scenario, in params: assumed");
    EXPECT_EQ(note(loaded, "arrivals.kandas_season").status, "assumed");
    EXPECT_EQ(note(loaded, "arrivals.kandas_season").note, "");
}

TEST(settings, a_value_changed_twice_says_so_once) {
    TempFolder folder;
    const LoadedScenario once = load_scenario(folder.write("tiny.yaml", tiny_world()), {"housing.home_area=7"});
    const LoadedScenario twice = load_scenario(folder.write("resolved.yaml", once.resolved_text), {"housing.home_area=8"});
    EXPECT_EQ(note(twice, "housing.home_area").value, "8");
    EXPECT_EQ(note(twice, "housing.home_area").status, "scenario");
    EXPECT_EQ(note(twice, "housing.home_area").note, "replaced by the scenario, in params: assumed");
}

TEST(settings, a_new_region_needs_all_its_values) {
    EXPECT_THAT(set("places.name.C=Gamma"), HasSubstr("places.wage: no value for region C; give every one"));
}

TEST(settings, rules_of_the_year_must_be_in_force_when_the_warm_up_starts) {
    const std::string said = set("run.first_month=2000-02");  // three months of warm-up: November 1999
    EXPECT_THAT(said,
                HasSubstr("people.education: nothing is in force in 1999, the first year simulated: the first year is 2000"));
    EXPECT_THAT(said, HasSubstr("demography.mortality: nothing is in force in 1999"));
    EXPECT_THAT(said, HasSubstr("arrivals.kandas: no value for year 1999"));
    EXPECT_THAT(said, HasSubstr("money.mrp: nothing is in force in 1999-11"));
    EXPECT_THAT(set("run.first_month=1900-02"), HasSubstr("run.last_month: 1238 months"));
    EXPECT_THAT(set("run={first_month: 1900-02, last_month: 1900-12}"), HasSubstr("the warm-up starts before 1900"));
}

TEST(settings, a_new_date_takes_its_place_among_the_others) {
    TempFolder folder;
    const LoadedScenario loaded = load_scenario(folder.write("tiny.yaml", tiny_world()), {"money.mrp.2000-06-01=7"});
    EXPECT_EQ(loaded.scenario.money.mrp.axes[0].labels, (std::vector<std::string>{"2000-01-01", "2000-06-01", "2001-01-01"}));
    EXPECT_EQ(loaded.scenario.money.mrp.cells, (std::vector<double>{1, 7, 1}));
}

TEST(settings, a_table_changed_in_part_says_what_was_changed_and_keeps_the_status_of_the_rest) {
    TempFolder folder;
    const std::string tiny = folder.write("tiny.yaml", tiny_world());
    const LoadedScenario loaded = load_scenario(tiny, {"places.wage.A=7"});
    EXPECT_EQ(note(loaded, "places.wage").changed, "A = 7");
    EXPECT_EQ(note(loaded, "places.wage").kept_status, "assumed");
    const LoadedScenario again = load_scenario(folder.write("resolved.yaml", loaded.resolved_text), {});
    EXPECT_EQ(note(again, "places.wage").kept_status, "assumed") << "a resolved scenario carries it on";
    const LoadedScenario whole = load_scenario(tiny, {"housing.home_area=7"});
    EXPECT_EQ(note(whole, "housing.home_area").changed, "7");
    EXPECT_EQ(note(whole, "housing.home_area").kept_status, "") << "nothing of params/ is left";
    EXPECT_EQ(note(whole, "housing.village_price").changed, "");
}

TEST(settings, choices_of_params_are_the_scenario_s_only_where_it_changes_them) {
    TempFolder folder;
    const std::string params = "params/tiny.yaml", top = folder.write("top.yaml", "extends: params/tiny.yaml\nrun: {seed: 7}\n");
    folder.write(params, tiny_world());
    const LoadedScenario plain = load_scenario(top, {});
    EXPECT_EQ(note(plain, "quotas.carry_over").status, "default");
    EXPECT_EQ(note(plain, "run.seed").status, "scenario");
    const LoadedScenario changed =
        load_scenario(top, {"quotas.carry_over.2001-01-01=0.5", "quotas.release=month", "quotas.floors.2001-01-01.kandas.A=0"});
    EXPECT_EQ(note(changed, "quotas.carry_over").status, "scenario");
    EXPECT_EQ(note(changed, "quotas.carry_over").changed, "2001-01-01 = 0.5");
    EXPECT_EQ(note(changed, "quotas.release").status, "scenario");
    EXPECT_EQ(note(changed, "quotas.floors").changed, "2001-01-01.kandas.A = 0");
    EXPECT_EQ(note(changed, "quotas.rounding").status, "default");
    const std::string resolved = folder.write("resolved.yaml", changed.resolved_text);
    EXPECT_EQ(note(load_scenario(resolved, {}), "quotas.rounding").status, "default");
    EXPECT_EQ(note(load_scenario(resolved, {}), "quotas.carry_over").status, "scenario");
    EXPECT_EQ(note(load_scenario(resolved, {"quotas.rounding=dhondt"}), "quotas.rounding").status, "scenario");
    EXPECT_EQ(note(load_scenario(folder.path() / params, {}), "quotas.carry_over").status, "scenario") << "a file of its own";
    EXPECT_THAT(set("quotas.carry_over={value: {2000-01-01: 0}, status: assumed}"),
                HasSubstr("quotas.carry_over.status: \"assumed\" is no status of a choice; write default, or leave it out"));
}

TEST(settings, words_by_date_are_laid_over_each_other_like_other_tables) {
    TempFolder folder;
    const std::string tiny = folder.write("tiny.yaml", tiny_world());
    const auto mechanism = [&](const std::vector<std::string>& sets) {
        const LoadedScenario loaded = load_scenario(tiny, sets);
        return note(loaded, "quotas.mechanism").value;
    };
    EXPECT_EQ(mechanism({}), "{2000-01-01: first_come_first_served, 2001-01-01: first_come_first_served}");
    EXPECT_EQ(mechanism({"quotas.mechanism.2001-01-01=lottery"}), "{2000-01-01: first_come_first_served, 2001-01-01: lottery}");
    EXPECT_EQ(mechanism({"quotas.mechanism=lottery"}), "{1900-01-01: lottery}") << "one word replaces the table";
    EXPECT_EQ(mechanism({"quotas.mechanism=lottery", "quotas.mechanism.2002-03-01=first_come_first_served"}),
              "{1900-01-01: lottery, 2002-03-01: first_come_first_served}");
    for (const char* whole : {"quotas.mechanism={value: lottery, note: tried}", "quotas.mechanism.value=lottery"})
        EXPECT_EQ(mechanism({whole}), "{1900-01-01: lottery}") << whole;
    EXPECT_THAT(set("quotas.mechanism=lotery"),
                AllOf(HasSubstr("quotas.mechanism: \"lotery\" is not one of: first_come_first_served, lottery, "),
                      HasSubstr("; did you mean lottery?")));
    EXPECT_THAT(set("quotas.mechanism="), HasSubstr("quotas.mechanism: it needs one value per date"));
    EXPECT_THAT(set("money.mrp=high"), HasSubstr("money.mrp: it needs one value per date"));
    EXPECT_EQ(load_scenario(tiny, {"clawback.rule.2001-01-01=none"}).scenario.clawback.rule.cells, (std::vector<double>{0, 2}));
}

TEST(settings, families_that_money_may_call_count_against_the_size_of_a_run) {
    const std::string baseline = QONYS_SOURCE_FOLDER "/scenarios/baseline_2025.yaml";
    const std::vector<std::string> many = {"arrivals.kandas.2026=3000000", "arrivals.kandas.2027=3000000"};
    EXPECT_NO_THROW(load_scenario(baseline, many));
    EXPECT_THROW(load_scenario(baseline, {many[0], many[1], "demand.arrivals_elasticity=0.5"}), BadInput);
}

TEST(settings, words_by_date_must_be_in_force_too) {
    TempFolder folder;
    std::string text = tiny_world();
    const std::string from = "rule: {2000-01-01: full, ";
    text.replace(text.find(from), from.size(), "rule: {");
    EXPECT_THAT(
        complaints(folder.write("late.yaml", text)),
        HasSubstr("clawback.rule: nothing is in force in 2000-01, the first month simulated: the first date is 2001-01-01"));
}

TEST(settings, what_has_no_cap_is_left_out) {
    TempFolder folder;
    const std::string tiny = folder.write("tiny.yaml", tiny_world());
    const LoadedScenario loaded = load_scenario(tiny, {"budgets.caps.2002-01-01={}", "budgets.caps.2001-01-01.business.B=0"});
    const Table& caps = loaded.scenario.budgets.caps;
    ASSERT_EQ(caps.cells.size(), 3u * 5 * 2);
    EXPECT_EQ(caps.at(1, 1, 0), 1);
    EXPECT_EQ(caps.at(1, 4, 1), 0) << "nothing at all may be paid";
    EXPECT_EQ(std::count(caps.cells.begin(), caps.cells.end(), no_cap), 28);
    EXPECT_EQ(note(loaded, "budgets.caps").value,
              "{2000-01-01: {}, 2001-01-01: {rent: {A: 1}, business: {B: 0}}, 2002-01-01: {}}");
    EXPECT_EQ(note(loaded, "budgets.caps").changed, "2001-01-01.business.B = 0");
    EXPECT_THAT(set("budgets.caps.2001-01-01.rent.A=-1"), HasSubstr("-1 is negative"));
    EXPECT_THAT(set("budgets.caps.2001-01-01.rent=5"), HasSubstr("it needs one value per region"));
}

TEST(settings, each_inflow_has_each_year) {
    const std::string said = set("run.last_month=2003-12");
    for (const std::string inflow : {"kandas", "internal", "ata_zholy"}) {
        EXPECT_THAT(said, HasSubstr("arrivals." + inflow + ": no value for year 2003"));
        EXPECT_THAT(said, HasSubstr("arrivals." + inflow + "_origins: no value for year 2003"));
    }
}

TEST(settings, replicates_fill_the_draws_of_the_parameters) {
    EXPECT_THAT(set("run={replicates: 5, replicates_per_draw: 2}"),
                HasSubstr("run.replicates: 5 replicates are no multiple of the 2 of run.replicates_per_draw; write 6"));
    EXPECT_EQ(set("run={replicates: 6, replicates_per_draw: 2}"), "");
}

TEST(settings, a_distribution_and_a_number_replace_each_other) {
    TempFolder folder;
    const std::string tiny = folder.write("tiny.yaml", tiny_world());
    const std::string triangular = "leaving.free_hazard={triangular: [0.001, 0.003, 0.011]}";
    const LoadedScenario loaded = load_scenario(tiny, {triangular, "places.wage.B={uniform: [2, 4]}"});
    EXPECT_DOUBLE_EQ(loaded.scenario.leaving.free_hazard, 0.005) << "the mean";
    EXPECT_EQ(loaded.scenario.places.wage.cells, (std::vector<double>{1, 3}));
    EXPECT_EQ(note(loaded, "leaving.free_hazard").value, "triangular(0.001, 0.003, 0.011)");
    EXPECT_EQ(note(loaded, "leaving.free_hazard").changed, "triangular(0.001, 0.003, 0.011)");
    EXPECT_EQ(note(loaded, "leaving.free_hazard").status, "scenario");
    EXPECT_EQ(note(loaded, "leaving.free_hazard").source, "a test") << "the provenance stays";
    EXPECT_EQ(note(loaded, "places.wage").value, "{A: 1, B: uniform(2, 4)}");
    EXPECT_EQ(note(loaded, "places.wage").changed, "B = uniform(2, 4)");
    ASSERT_EQ(loaded.uncertain.size(), 2u);
    EXPECT_EQ(loaded.uncertain[0].path, "places.wage.B");
    EXPECT_EQ(loaded.uncertain[0].cell, 1u);
    EXPECT_EQ(loaded.uncertain[1].path, "leaving.free_hazard");
    EXPECT_EQ(fields()[loaded.uncertain[1].field].path, "leaving.free_hazard");

    const LoadedScenario number = load_scenario(tiny, {triangular, "leaving.free_hazard=0.25"});
    EXPECT_EQ(number.scenario.leaving.free_hazard, 0.25);
    EXPECT_TRUE(number.uncertain.empty());
    const LoadedScenario other = load_scenario(tiny, {triangular, "leaving.free_hazard={beta: [1, 3, 0, 2]}"});
    EXPECT_EQ(other.scenario.leaving.free_hazard, 0.5);
    EXPECT_EQ(note(other, "leaving.free_hazard").value, "beta(1, 3, 0, 2)");
}

TEST(settings, a_distribution_may_come_with_provenance_of_its_own) {
    TempFolder folder;
    folder.write("tiny.yaml", tiny_world());
    folder.write("fit.yaml",
                 "extends: tiny.yaml\nhousing: {home_area: {value: {normal: [50, 2]}, status: calibrated, range: [40, 60]}}\n");
    const LoadedScenario fit = load_scenario(folder.path() / "fit.yaml", {});
    EXPECT_EQ(note(fit, "housing.home_area").status, "calibrated");
    EXPECT_EQ(note(fit, "housing.home_area").changed, "");
    EXPECT_EQ(fit.uncertain.size(), 1u);
    for (const std::string wide : {"[30, 60]", "[40, 70]"}) {
        const LoadedScenario loaded = load_scenario(folder.path() / "fit.yaml", {"housing.home_area={uniform: " + wide + "}"});
        EXPECT_TRUE(note(loaded, "housing.home_area").outside_range) << wide;
    }
    const LoadedScenario narrow = load_scenario(folder.path() / "fit.yaml", {"housing.home_area={normal: [50, 3]}"});
    EXPECT_FALSE(note(narrow, "housing.home_area").outside_range) << "99 % of the draws are inside";
}

TEST(settings, the_simulation_starts_in_january) {
    EXPECT_THAT(
        set("run.warm_up_months=1"),
        HasSubstr("run.warm_up_months: the simulation would start in 2000-03, but quotas are counted from January; write 3"));
}

TEST(settings, dates_of_one_file_go_from_the_earliest_to_the_latest) {
    TempFolder folder;
    folder.write("tiny.yaml", tiny_world());
    const std::string file =
        folder.write("top.yaml", "extends: tiny.yaml\nmoney:\n  mrp:\n    2003-01-01: 5\n    2002-01-01: 4\n");
    try {
        load_scenario(file, {});
        FAIL() << "was read";
    } catch (const BadInput& e) {
        EXPECT_THAT(e.what(), HasSubstr("top.yaml:5:5: money.mrp: 2002-01-01 comes after 2003-01-01: out of order"));
    }
}

TEST(settings, later_files_of_a_list_lie_over_earlier_ones_and_the_file_itself_over_all) {
    TempFolder folder;
    folder.write("params/tiny.yaml", tiny_world());
    folder.write("low.yaml", "run: {seed: 10, replicates: 10, first_month: 2000-02, warm_up_months: 1}\n");
    folder.write("high.yaml", "run: {seed: 20, replicates: 20}\n");
    const std::string file = folder.write("top.yaml", "extends: [params/tiny.yaml, low.yaml, high.yaml]\nrun: {seed: 30}\n");
    const LoadedScenario loaded = load_scenario(file, {});
    EXPECT_EQ(loaded.scenario.run.seed, 30);
    EXPECT_EQ(loaded.scenario.run.replicates, 20);
    EXPECT_EQ(loaded.scenario.run.warm_up_months, 1);
    ASSERT_EQ(loaded.inputs.size(), 4u);
    EXPECT_EQ(loaded.inputs[0].name, "top.yaml");
    EXPECT_EQ(loaded.inputs[1].name, "params/tiny.yaml");
    EXPECT_EQ(loaded.inputs[3].name, "high.yaml");
}

TEST(settings, a_value_with_its_own_provenance_brings_its_own_status) {
    TempFolder folder;
    folder.write("tiny.yaml", tiny_world());
    const std::string file = folder.write(
        "top.yaml",
        "extends: tiny.yaml\nhousing: {home_area: {value: 70, status: calibrated, source: a fit, range: [60, 80]}}\n");
    const LoadedScenario loaded = load_scenario(file, {});
    EXPECT_EQ(note(loaded, "housing.home_area").status, "calibrated");
    EXPECT_EQ(note(loaded, "housing.home_area").source, "a fit");
    EXPECT_EQ(note(loaded, "housing.home_area").range, "60 to 80");
    EXPECT_EQ(note(loaded, "housing.home_area").date, "2000");
}

TEST(settings, a_scenario_may_leave_the_range_that_params_give) {
    TempFolder folder;
    folder.write("tiny.yaml", tiny_world());
    folder.write("narrow.yaml", "extends: tiny.yaml\nhousing: {home_area: {value: 50, status: sourced, range: [40, 60]}}\n");
    const std::string file = folder.write("top.yaml", "extends: narrow.yaml\nhousing: {home_area: 200}\n");
    EXPECT_EQ(complaints(file), "");
    EXPECT_EQ(note(load_scenario(file, {}), "housing.home_area").status, "scenario");
}

}  // namespace
}  // namespace qonys
