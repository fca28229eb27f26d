// Runs with uncertain inputs: which replicates share a draw of them, and that nothing else changes with the draw.
#include <gtest/gtest.h>

#include "commit.hpp"
#include "experiment/replicates.hpp"
#include "experiment/run_scenario.hpp"
#include "scenario/read.hpp"

namespace qonys {
namespace {

const std::string baseline = std::string(QONYS_SOURCE_FOLDER) + "/scenarios/baseline_2025.yaml";

// Half a year of the baseline, six replicates in three draws.
LoadedScenario half_a_year(std::vector<std::string> sets) {
    sets.emplace_back(
        "run={first_month: 2024-01, last_month: 2024-06, warm_up_months: 0, replicates: 6, replicates_per_draw: 2}");
    return load_scenario(baseline, sets);
}

using Cells = std::vector<std::vector<std::vector<std::int64_t>>>;  // [replicate][measure][cell]

Cells run(const LoadedScenario& loaded, int threads) {
    Worlds worlds(loaded);
    Cells cells;
    const std::atomic<bool> stop = false;
    run_replicates([&](std::int64_t replicate) { return worlds.of(replicate); }, 9, loaded.scenario.run.replicates, threads, stop,
                   [&](std::int64_t, const ReplicateResult& result) {
                       auto& one = cells.emplace_back();
                       for (const auto& measure : result.tallies.cells) one.emplace_back(measure.begin(), measure.end());
                   });
    EXPECT_EQ(worlds.held(), 0u) << "each world goes when its last replicate has it";
    return cells;
}

TEST(uncertain_runs, give_the_same_bits_with_any_number_of_threads) {
    const LoadedScenario loaded =
        half_a_year({"leaving.quota_hazard={uniform: [0.001, 0.1]}", "work.find_hazard={beta: [2, 5]}"});
    const Cells alone = run(loaded, 1);
    ASSERT_EQ(alone.size(), 6u);
    EXPECT_EQ(alone, run(loaded, 4));
}

TEST(uncertain_runs, replicates_of_one_draw_share_a_world_and_others_do_not) {
    const LoadedScenario loaded = half_a_year({"work.find_hazard={uniform: [0, 1]}"});
    Worlds worlds(loaded);
    std::vector<std::shared_ptr<const World>> world;
    for (std::int64_t replicate = 0; replicate < 6; ++replicate) {
        world.push_back(worlds.of(replicate));
        EXPECT_EQ(worlds.held(), replicate % 2 == 0 ? 1u : 0u);
    }
    for (std::size_t replicate = 0; replicate < 6; ++replicate) {
        EXPECT_EQ(world[replicate], world[replicate / 2 * 2]);
        const Scenario expected =
            drawn(loaded, static_cast<std::uint32_t>(loaded.scenario.run.seed), static_cast<std::uint32_t>(replicate / 2));
        EXPECT_EQ(world[replicate]->scenario->work.find_hazard, expected.work.find_hazard);
    }
    EXPECT_NE(world[0]->scenario->work.find_hazard, world[2]->scenario->work.find_hazard);
    EXPECT_NE(world[2]->scenario->work.find_hazard, world[4]->scenario->work.find_hazard);
}

TEST(uncertain_runs, without_uncertain_values_there_is_one_world) {
    const LoadedScenario loaded = half_a_year({});
    Worlds worlds(loaded);
    const auto first = worlds.first();
    for (std::int64_t replicate = 0; replicate < 6; ++replicate) EXPECT_EQ(worlds.of(replicate), first);
    EXPECT_EQ(worlds.held(), 0u);
}

TEST(uncertain_runs, a_distribution_of_one_value_changes_no_bit) {
    const LoadedScenario certain = half_a_year({"leaving.quota_hazard=0.02"});
    const LoadedScenario same = half_a_year({"leaving.quota_hazard={empirical: [0.02, 0.02]}"});
    const LoadedScenario other = half_a_year({"leaving.quota_hazard={empirical: [0.02, 0.5]}"});
    const Cells cells = run(certain, 2);
    EXPECT_EQ(cells, run(same, 2)) << "the draws of a replicate do not depend on the draw of the parameters";
    EXPECT_NE(cells, run(other, 2));
    EXPECT_NE(cells[0], cells[1]) << "replicates differ";
}

TEST(uncertain_runs, are_listed_by_path_and_unit) {
    const LoadedScenario loaded =
        half_a_year({"work.find_hazard={beta: [2, 5]}", "benefits.relocation_mrp.2025-01-01={triangular: [50, 70, 80]}"});
    EXPECT_EQ(uncertain_values(loaded),
              "benefits.relocation_mrp.2025-01-01 = triangular(50, 70, 80) MRP\nwork.find_hazard = beta(2, 5) per month\n");
    EXPECT_EQ(uncertain_values(half_a_year({})), "");
}

}  // namespace
}  // namespace qonys
