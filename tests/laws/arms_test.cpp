// Arms of a comparison: shared history, shared draws, and what must not differ.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "commit.hpp"
#include "experiment/compare.hpp"
#include "experiment/diagnostic_tables.hpp"
#include "laws/compare_records.hpp"
#include "run.hpp"
#include "scenario/comparison.hpp"
#include "scenario/differences.hpp"
#include "support/process.hpp"
#include "support/small_scenario.hpp"

namespace qonys {
namespace {

using Settings = std::vector<std::string>;

// Two years of the baseline after a year of warm-up: 36 months.
Scenario two_years(const Settings& settings = {}) {
    return test::baseline("2025-12", settings);
}

const std::array<Settings, 6>& changed_rules() {
    static const std::array<Settings, 6> table{{
        {"quotas.mechanism={2025-01-01: bid_price}"},
        {"quotas.kandas.2025-07-01={KZ-55: 1300}"},
        {"benefits.relocation_mrp={2024-06-01: 140}"},
        {"quotas.mechanism={2024-03-01: min_cost_flow}", "quotas.carry_over={2025-01-01: 1}"},
        {"quotas.release={2025-01-01: quarter}", "quotas.kandas_policy={2025-01-01: labour_deficit}"},
        {"clawback.rule={2024-09-01: pro_rata}", "budgets.caps={2025-01-01: {certificate: {KZ-55: 100000000}}}"},
    }};
    return table;
}

// First month from the start of the warm-up in which the rule is in force.
constexpr std::array<int, 6> first_months{24, 30, 17, 14, 24, 20};

void expect_same(const ReplicateResult& a, const ReplicateResult& b, const std::string& what) {
    for (std::size_t m = 0; m < measures().size(); ++m)
        EXPECT_EQ(a.tallies.cells[m], b.tallies.cells[m]) << what << ": " << measures()[m].name;
    EXPECT_EQ(a.person_months, b.person_months) << what;
    EXPECT_EQ(a.population.families.paid, b.population.families.paid) << what;
    EXPECT_EQ(a.population.families.leaving_clock, b.population.families.leaving_clock) << what;
    EXPECT_EQ(a.population.persons.work_clock, b.population.persons.work_clock) << what;
}

std::vector<ReplicateResult> arms_of(std::span<const World* const> worlds, std::span<const int> forks,
                                     std::int64_t* months_shared = nullptr) {
    std::vector<ReplicateResult> results(worlds.size());
    const std::int64_t shared =
        run_arms(worlds, forks, {7, 3}, [&](std::size_t arm, const ReplicateResult& result) { results[arm] = result; });
    if (months_shared) *months_shared = shared;
    return results;
}

TEST(arms_that_share_history, are_the_same_as_separate_runs) {
    const Scenario first = two_years();
    std::vector<Scenario> scenarios{first};
    for (const Settings& settings : changed_rules()) scenarios.push_back(two_years(settings));
    std::vector<World> worlds;
    for (const Scenario& scenario : scenarios) worlds.push_back(make_world(scenario));
    std::vector<const World*> pointers;
    for (const World& world : worlds) pointers.push_back(&world);
    std::vector<int> forks{0};
    forks.insert(forks.end(), first_months.begin(), first_months.end());
    std::int64_t shared = 0;
    const std::vector<ReplicateResult> together = arms_of(pointers, forks, &shared);
    EXPECT_EQ(shared, 24 + 30 + 17 + 14 + 24 + 20);
    for (std::size_t arm = 0; arm < worlds.size(); ++arm)
        expect_same(together[arm], run_replicate(worlds[arm], {7, 3}), "arm " + std::to_string(arm));
}

TEST(arms_that_share_history, keep_the_same_sittings_as_arms_that_do_not) {
    const Scenario a = two_years(), b = two_years(changed_rules()[0]);
    const World one = make_world(a), two = make_world(b);
    const std::array<const World*, 2> worlds{&one, &two};
    const std::array<int, 2> late{0, 24}, early{0, 0};
    const std::vector<ReplicateResult> shared = arms_of(worlds, late), apart = arms_of(worlds, early);
    const std::vector<double> x = diagnostic_values(two, shared[1], true), y = diagnostic_values(two, apart[1], true);
    ASSERT_EQ(x.size(), y.size());
    for (std::size_t i = 0; i < x.size(); ++i)
        EXPECT_TRUE(x[i] == y[i] || (std::isnan(x[i]) && std::isnan(y[i]))) << "cell " << i << ": " << x[i] << ", " << y[i];
}

TEST(before_its_first_date, a_policy_changes_no_byte) {
    const Scenario base = two_years();
    const World world = make_world(base);
    const Tallies before = run_replicate(world, {7, 3}).tallies;
    for (std::size_t i = 0; i < changed_rules().size(); ++i) {
        const Scenario changed = two_years(changed_rules()[i]);
        const World other = make_world(changed);
        const Tallies after = run_replicate(other, {7, 3}).tallies;
        const std::size_t months = static_cast<std::size_t>(first_months[i] - world.warm_up);
        bool differs = false;
        for (std::size_t m = 0; m < measures().size(); ++m) {
            if (measures()[m].axes[0] != "month") continue;
            const std::size_t cells = months * world.widths[m][0];
            EXPECT_TRUE(std::equal(before.cells[m].begin(), before.cells[m].begin() + static_cast<std::ptrdiff_t>(cells),
                                   after.cells[m].begin()))
                << "rule " << i << ": " << measures()[m].name;
            differs = differs || before.cells[m] != after.cells[m];
        }
        EXPECT_TRUE(differs) << "rule " << i << " changes nothing at all";
    }
}

TEST(arms, meet_the_same_families) {
    const Scenario a = two_years(),
                   b = two_years({"quotas.mechanism={2023-01-01: lottery}", "quotas.kandas.2024-01-01={KZ-55: 10}"});
    const World one = make_world(a), two = make_world(b);
    const std::array<const World*, 2> worlds{&one, &two};
    const std::array<int, 2> forks{0, 0};
    const std::vector<ReplicateResult> results = arms_of(worlds, forks);
    const Population &x = results[0].population, &y = results[1].population;
    ASSERT_EQ(x.families.size(), y.families.size());
    for (std::size_t i = 0; i < x.families.size(); ++i) {
        EXPECT_EQ(x.families.agent[i].low, y.families.agent[i].low);
        EXPECT_EQ(x.families.agent[i].high, y.families.agent[i].high);
        EXPECT_EQ(x.families.arrived[i], y.families.arrived[i]);
    }
}

TEST(every_mechanism, runs_in_the_months_and_decides_otherwise_than_first_come) {
    const auto placed = [](const char* word) {
        const Scenario s = test::baseline("2024-12", {std::string("quotas.mechanism=") + word});
        const World world = make_world(s);
        return run_replicate(world, {1, 0}).tallies.cells[static_cast<std::size_t>(M::placed)];
    };
    const auto first = placed("first_come_first_served");
    for (const char* word : mechanism_words) {
        if (std::string(word) == "first_come_first_served" || std::string(word) == "hindsight") continue;
        EXPECT_NE(placed(word), first) << word;
    }
}

std::vector<std::string> files_of_the_repository(std::initializer_list<const char*> names) {
    std::vector<std::string> files;
    for (const char* name : names) files.push_back(std::string(QONYS_SOURCE_FOLDER "/scenarios/") + name);
    return files;
}

TEST(equal_policies_under_two_names, differ_by_exactly_0) {
    const Comparison comparison = load_comparison(files_of_the_repository({"baseline_2025.yaml", "baseline_2025.yaml"}),
                                                  {"run.last_month=2024-06", "run.replicates=3"});
    ASSERT_EQ(comparison.arms.size(), 2U);
    EXPECT_TRUE(comparison.arms[1].same);
    EXPECT_EQ(comparison.arms[1].name, "baseline_2025 (2)");
    for (const bool share : {true, false}) {
        CompareOptions options;
        const test::TempFolder folder;
        options.output = folder.path() / "c.h5";
        options.share_history = share;
        const std::atomic<bool> stop{false};
        const CompareOutcome outcome = compare(comparison, options, stop);
        std::size_t known = 0;
        for (const PairedTable& table : outcome.summary.tables)
            for (std::size_t cell = 0; cell < table.cells(); ++cell) {
                const double difference = table.difference[table.at(1, cell)];
                EXPECT_TRUE(difference == 0 || std::isnan(difference)) << table.measure.name;
                known += difference == 0;
            }
        EXPECT_GT(known, 5000U);
    }
}

PairedSummary summary_of(const Comparison& comparison, int threads, bool share) {
    CompareOptions options;
    const test::TempFolder folder;
    options.output = folder.path() / "c.h5";
    options.threads = threads;
    options.share_history = share;
    const std::atomic<bool> stop{false};
    return compare(comparison, options, stop).summary;
}

void expect_same(const std::vector<double>& a, const std::vector<double>& b, const std::string& what) {
    ASSERT_EQ(a.size(), b.size()) << what;
    for (std::size_t i = 0; i < a.size(); ++i)
        EXPECT_TRUE(a[i] == b[i] || (std::isnan(a[i]) && std::isnan(b[i]))) << what << ", cell " << i;
}

TEST(a_comparison, is_the_same_for_any_number_of_threads_and_with_or_without_shared_history) {
    const Comparison comparison = load_comparison(files_of_the_repository({"baseline_2025.yaml", "order_2026.yaml"}),
                                                  {"run.last_month=2025-06", "run.replicates=4"});
    const PairedSummary one = summary_of(comparison, 1, true), other = summary_of(comparison, 3, false);
    ASSERT_EQ(one.tables.size(), other.tables.size());
    for (std::size_t t = 0; t < one.tables.size(); ++t) {
        const PairedTable &a = one.tables[t], &b = other.tables[t];
        expect_same(a.mean, b.mean, a.measure.name + " mean");
        expect_same(a.difference, b.difference, a.measure.name + " difference");
        expect_same(a.difference_se, b.difference_se, a.measure.name + " difference_se");
        expect_same(a.variance_reduction, b.variance_reduction, a.measure.name + " variance_reduction");
        expect_same(a.replicates, b.replicates, a.measure.name + " replicates");
    }
    const PairedTable& quota = one.find("quota", Period::whole_run);
    EXPECT_EQ(quota.difference[quota.at(1, quota.cell({"KZ", "kandas_quota"}))], 2281 - 2309);
}

// A comparison of two arms given as settings of the second.
CompareOutcome outcome_of(const Settings& both, const Settings& second, bool share = true) {
    Settings all = both;
    Comparison comparison;
    comparison.arms.push_back({"a", load_scenario(files_of_the_repository({"baseline_2025.yaml"})[0], all), {}, {}, false});
    all.insert(all.end(), second.begin(), second.end());
    comparison.arms.push_back({"b", load_scenario(files_of_the_repository({"baseline_2025.yaml"})[0], all), {}, {}, false});
    for (Arm& arm : comparison.arms) arm.differs_from = difference(comparison.arms[0].loaded, arm.loaded).from;
    CompareOptions options;
    const test::TempFolder folder;
    options.output = folder.path() / "c.h5";
    options.share_history = share;
    const std::atomic<bool> stop{false};
    return compare(comparison, options, stop);
}

TEST(a_distribution_under_a_later_date, is_drawn_anew_and_parts_the_arms) {
    const Settings both{"run.last_month=2025-06", "run.replicates=4",
                        "clawback.detected={2015-01-01: {uniform: [0, 1]}, 2025-01-01: {uniform: [0, 1]}}"};
    const Settings second{"clawback.detected.2025-02-01={uniform: [0, 1]}"};
    const PairedSummary shared = outcome_of(both, second).summary, apart = outcome_of(both, second, false).summary;
    for (const char* table : {"moved_on", "spending_total", "clawback_due"})
        expect_same(shared.find(table, Period::whole_run).replicates, apart.find(table, Period::whole_run).replicates, table);
    const PairedTable& moved = apart.find("moved_on", Period::whole_run);
    EXPECT_NE(moved.replicates, std::vector<double>(moved.replicates.size(), 0));
    EXPECT_FALSE(std::all_of(moved.difference.begin(), moved.difference.end(), [](double d) { return d == 0 || std::isnan(d); }));
}

TEST(scores_of_different_kinds, are_not_set_against_each_other) {
    const Settings both{"run.last_month=2024-03", "run.replicates=2"};
    const PairedSummary same = outcome_of(both, {"quotas.mechanism=lottery"}).summary;
    const PairedSummary other = outcome_of(both, {"allocation.score=earnings"}).summary;
    const auto score = [](const PairedSummary& summary) {
        const PairedTable& table = summary.find("allocation_score", Period::whole_run);
        return table.mean[table.at(0, table.cell({"kandas_quota"}))];
    };
    EXPECT_GT(score(same), 0);
    EXPECT_TRUE(std::isnan(score(other)));
    const PairedTable& envy = other.find("envious_share", Period::whole_run);
    EXPECT_FALSE(std::isnan(envy.mean[envy.at(0, envy.cell({"kandas_quota"}))]));
}

TEST(a_first_year_that_is_not_reported_as_a_whole, has_no_scores) {
    const Settings months{"run.first_month=2024-07", "run.warm_up_months=18", "run.last_month=2025-12", "run.replicates=1"};
    const PairedSummary summary = outcome_of(months, {"quotas.mechanism=lottery"}).summary;
    const PairedTable& table = summary.find("allocation_score", Period::year);
    EXPECT_TRUE(std::isnan(table.mean[table.at(0, table.cell({"2024", "kandas_quota"}))]));
    EXPECT_GT(table.mean[table.at(0, table.cell({"2025", "kandas_quota"}))], 0);
}

}  // namespace
}  // namespace qonys
