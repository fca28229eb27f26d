// A run, a comparison and a sweep of pathway programmes are their replicates, each with the draws that belong to it.
#include "experiment/pathway_replicates.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "accounts/pathway_summary.hpp"
#include "experiment/compared_arms.hpp"
#include "experiment/run_scenario.hpp"
#include "results/read.hpp"
#include "support/process.hpp"
#include "support/small_programme.hpp"

namespace qonys {
namespace {

// Two replicates share a draw of the uncertain stays, costs, rates and posts.
LoadedScenario six_replicates(const std::vector<std::string>& more = {}) {
    std::vector<std::string> sets = {"run.replicates=6", "run.replicates_per_draw=2", "run.seed=17",
                                     "programmes.example.stages.centre.staff.psychologist={uniform: [0.02, 0.08]}"};
    sets.insert(sets.end(), more.begin(), more.end());
    return load_scenario_text("small.yaml", small_programme, sets);
}

struct Simulated {
    Tallies tallies;
    std::vector<double> values;
    std::int64_t person_days = 0;
};

// By hand: seed 17, parameters of draw replicate / 2.
Simulated simulated(const LoadedScenario& loaded, std::uint32_t replicate) {
    const Scenario scenario = drawn(loaded, 17, replicate / 2);
    const PathwayWorld world = make_pathway_world(scenario);
    PathwayResult result = simulate_pathways(world, {17, replicate});
    std::vector<double> values = pathway_values(result.tallies, world.axes, world.facts);
    return {std::move(result.tallies), std::move(values), result.person_days};
}

bool same_figures(const std::vector<double>& a, const std::vector<double>& b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [](double x, double y) { return x == y || (std::isnan(x) && std::isnan(y)); });
}

TEST(pathway_replicates, of_a_run_have_their_own_draws_and_those_of_the_parameters_in_turn) {
    const LoadedScenario loaded = six_replicates();
    const test::TempFolder folder;
    const std::string path = (folder.path() / "r.h5").string();
    RunOptions options{path, "", 2, false, {}};
    const std::atomic<bool> stop{false};
    const RunOutcome outcome = run_scenario(loaded, options, stop);
    const ResultFile file(path);
    std::int64_t person_days = 0;
    TableBuilder tables(pathway_layout(outcome.pathway_axes), 2, true);
    std::vector<Simulated> all;
    for (std::uint32_t r = 0; r < 6; ++r) {
        all.push_back(simulated(loaded, r));
        tables.add(all.back().values);
        person_days += all.back().person_days;
        for (std::size_t m = 0; m < all.back().tallies.cells.size(); ++m)
            EXPECT_EQ(file.integers(measure(static_cast<PathwayM>(m)).name, r, 1), all.back().tallies.cells[m])
                << measure(static_cast<PathwayM>(m)).name << " in replicate " << r;
    }
    EXPECT_NE(all[0].tallies.cells, all[1].tallies.cells);
    EXPECT_NE(all[0].tallies.cells, all[2].tallies.cells);
    const Summary wanted = tables.finish();
    ASSERT_EQ(outcome.summary.tables.size(), wanted.tables.size());
    for (std::size_t t = 0; t < wanted.tables.size(); ++t) {
        EXPECT_TRUE(same_figures(outcome.summary.tables[t].mean, wanted.tables[t].mean)) << wanted.tables[t].measure.name;
        EXPECT_TRUE(same_figures(outcome.summary.tables[t].sd_parameters, wanted.tables[t].sd_parameters));
    }
    EXPECT_NEAR(static_cast<double>(outcome.person_months), static_cast<double>(person_days) / 30.4375, 1);
}

TEST(pathway_replicates, of_a_comparison_are_those_of_its_arms_alone) {
    Comparison comparison;
    comparison.arms.push_back({"short", six_replicates(), {}, {}, false});
    comparison.arms.push_back({"long", six_replicates({"programmes.example.stages.reception.days=10"}), {}, {}, false});
    const ComparedArms arms = pathway_arms(comparison);
    const std::atomic<bool> stop{false};
    for (const std::int64_t r : {0, 3, 5}) {
        const ComparedReplicate one = arms.run(r, stop);
        ASSERT_EQ(one.values.size(), 2U);
        for (std::size_t arm = 0; arm < 2; ++arm)
            EXPECT_TRUE(
                same_figures(one.values[arm], simulated(comparison.arms[arm].loaded, static_cast<std::uint32_t>(r)).values))
                << r << " " << comparison.arms[arm].name;
        EXPECT_FALSE(same_figures(one.values[0], one.values[1]));
    }
}

TEST(pathway_replicates, stop_when_asked) {
    const LoadedScenario loaded = six_replicates();
    const test::TempFolder folder;
    const std::atomic<bool> stop{true};
    EXPECT_THROW(run_scenario(loaded, {(folder.path() / "r.h5").string(), "", 2, false, {}}, stop), Interrupted);
    EXPECT_TRUE(std::filesystem::is_empty(folder.path()));
}

}  // namespace
}  // namespace qonys
