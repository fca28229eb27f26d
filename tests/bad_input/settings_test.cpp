// --set path=value, and the overlay behind it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "bad_input/tiny_world.hpp"
#include "scenario/overlay.hpp"
#include "scenario/read.hpp"
#include "support/process.hpp"

namespace qonys {
namespace {

using test::complaints;
using test::TempFolder;
using test::tiny_world;
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
    EXPECT_THAT(set("arival.total.2001=3"), HasSubstr("unknown name \"arival\"; did you mean arrivals?"));
    EXPECT_THAT(set("seed=3"), HasSubstr("unknown name \"seed\"; did you mean run.seed?"));
}

TEST(settings, a_single_number_for_a_table_is_refused_with_the_way_to_write_it) {
    EXPECT_THAT(set("money.mrp=5"),
                HasSubstr("--set money.mrp=5: money.mrp: it needs one value per date; write money.mrp.2025-01-01=…"));
    EXPECT_THAT(set("arrivals.total=5"), HasSubstr("it needs one value per year; write arrivals.total.2025=…"));
    EXPECT_THAT(set("places.wage=5"), HasSubstr("it needs one value per region (A, B); write places.wage.A=…"));
}

TEST(settings, a_value_that_does_not_read_is_refused) {
    EXPECT_THAT(set("arrivals.total.2001="), HasSubstr("there is no value"));
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
                      {"arrivals.total.2001=15000", "arrivals.total.2001=16000", "quotas.mechanism=lottery",
                       "benefits.rent_mrp.2001-01-01.village.5+=24", "people.pension_age={female: 58}", "question=Why: not?"});
    EXPECT_EQ(loaded.scenario.arrivals.total.cells, (std::vector<double>{1, 16000, 1}));
    EXPECT_EQ(loaded.scenario.quotas.mechanism, "lottery");
    EXPECT_EQ(loaded.scenario.benefits.rent_mrp.at(1, 1, 2), 24);
    EXPECT_EQ(loaded.scenario.benefits.rent_mrp.at(0, 1, 2), 1);
    EXPECT_EQ(loaded.scenario.people.pension_age.cells, (std::vector<double>{58, 40}));
    EXPECT_EQ(loaded.scenario.question, "Why: not?");
}

TEST(settings, a_changed_value_is_the_scenario_s_and_says_where_it_was_set) {
    TempFolder folder;
    const LoadedScenario loaded = load_scenario(folder.write("tiny.yaml", tiny_world()), {"arrivals.total.2001=15000"});
    EXPECT_EQ(note(loaded, "arrivals.total").status, "scenario");
    EXPECT_EQ(note(loaded, "arrivals.total").set_at.file, "--set arrivals.total.2001=15000");
    EXPECT_EQ(note(loaded, "arrivals.total").source, "a test");
    EXPECT_EQ(note(loaded, "arrivals.total").note, "changed by the scenario, in params: assumed");
    EXPECT_EQ(note(loaded, "arrivals.season").status, "assumed");
    EXPECT_EQ(note(loaded, "arrivals.season").note, "");
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
    EXPECT_THAT(said, HasSubstr("arrivals.total: no value for year 1999"));
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
