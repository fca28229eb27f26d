// A sweep says of each point what a run of its scenario says, however it was simulated, interrupted or divided.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fmt/format.h>

#include <cmath>

#include "experiment/compare.hpp"
#include "results/read.hpp"
#include "results/read_sweep.hpp"
#include "run.hpp"
#include "scenario/comparison.hpp"
#include "support/process.hpp"
#include "support/small_sweep.hpp"
#include "sweep/header.hpp"
#include "sweep/merge.hpp"
#include "sweep/point_runs.hpp"
#include "sweep/run_sweep.hpp"

namespace qonys {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;

const std::atomic<bool> go_on{false};

// Relocation money by a date within the year, so that points share their history, and a hazard that matters from the start.
constexpr const char* two_parameters =
    "vary:\n"
    "  benefits.relocation_mrp.2025-07-01: [50, 70, 90]\n"
    "  leaving.quota_hazard: [0.001, 0.01]\n"
    "design: grid\n"
    "replicates: 3\n"
    "measures: [placed, retained, spending, placed@KZ-55]\n";

constexpr const char* dated_only =
    "vary:\n"
    "  benefits.relocation_mrp.2025-07-01: [50, 60, 70, 80, 90]\n"
    "design: grid\n"
    "replicates: 4\n"
    "measures: [placed, spending, ratio_to_hindsight]\n";

struct Loaded {
    Sweep sweep;
    Design design;
    explicit Loaded(const std::string& file, const std::vector<std::string>& sets = {})
        : sweep(load_sweep(file, sets, {})),
          design(make_design(sweep, static_cast<std::uint32_t>(sweep.arms.front().base.scenario.run.seed))) {}
};

SweepOutcome sweep_to(const std::string& output, const Loaded& loaded, SweepOptions options = {}) {
    options.output = output;
    return run_sweep(loaded.sweep, loaded.design, options, go_on);
}

class sweep_runs : public testing::Test {
protected:
    test::TempFolder folder;
    test::FixedDate date;
    std::string path(const std::string& name) const { return (folder.path() / name).string(); }
    std::string bytes(const std::string& name) const { return test::read_text(path(name)); }
    std::vector<std::string> names() const {
        std::vector<std::string> all;
        for (const auto& entry : std::filesystem::directory_iterator(folder.path())) all.push_back(entry.path().filename());
        std::sort(all.begin(), all.end());
        return all;
    }
};

TEST_F(sweep_runs, are_the_same_bytes_for_any_number_of_threads_and_with_or_without_shared_history) {
    const Loaded loaded(test::write_sweep_file(folder, dated_only));
    SweepOptions one, four, apart;
    four.threads = 4;
    apart.threads = 2;
    apart.share_history = false;
    const SweepOutcome shared = sweep_to(path("one.h5"), loaded, one);
    EXPECT_GT(shared.shared_months, 0.3);  // of five points the first half year is simulated once
    sweep_to(path("four.h5"), loaded, four);
    EXPECT_EQ(sweep_to(path("apart.h5"), loaded, apart).shared_months, 0);
    EXPECT_TRUE(bytes("one.h5") == bytes("four.h5"));
    EXPECT_TRUE(bytes("one.h5") == bytes("apart.h5"));
    EXPECT_THAT(names(), ElementsAre("apart.h5", "four.h5", "one.h5", "s.yaml"));
}

// What a replicate of a scenario says, without any of the machinery of sweeps.
double simulated(const LoadedScenario& loaded, std::int64_t replicate, const std::string& spec) {
    const World world = make_world(loaded.scenario);
    const ReplicateResult result =
        run_replicate(world, {static_cast<std::uint32_t>(loaded.scenario.run.seed), static_cast<std::uint32_t>(replicate)});
    const Scenario& s = loaded.scenario;
    const SummaryBuilder summary(world.axes, s.money.usd_per_kzt, s.places.population.cells, 1, false);
    PairedBuilder one({"one"}, summary.layout(), 1, false);
    one.add({summary.values(result.tallies)});
    const PairedSummary paired = one.finish();
    Problems problems;
    const Headline headline = parse_headline(spec, paired, {}, problems);
    EXPECT_TRUE(problems.empty());
    const PairedTable& table = paired.find(headline.table, Period::whole_run);
    return table.mean.at(table.cell(headline.labels));
}

TEST_F(sweep_runs, say_what_a_run_of_the_points_scenario_says) {
    const Loaded loaded(test::write_sweep_file(folder, two_parameters));
    test::write_sweep_file(folder, "", "base.yaml");
    sweep_to(path("r.h5"), loaded);
    const SweepFileReader result(path("r.h5"));
    ASSERT_EQ(result.points().number.size(), 6u);
    const std::vector<double> placed = result.values(0), spending = result.values(2), in_pavlodar = result.values(3);
    for (const std::int64_t p : {0, 3, 5}) {
        const std::span<const double> at = loaded.design.at(p);
        const LoadedScenario of_point = load_scenario(
            path("base.yaml"),
            {fmt::format("benefits.relocation_mrp.2025-07-01={}", at[0]), fmt::format("leaving.quota_hazard={}", at[1])});
        for (std::int64_t r = 0; r < 3; r += 2) {
            const auto run = static_cast<std::size_t>(p * 3 + r);
            EXPECT_EQ(placed[run], simulated(of_point, r, "placed")) << p << " " << r;
            EXPECT_EQ(spending[run], simulated(of_point, r, "spending")) << p << " " << r;
            EXPECT_EQ(in_pavlodar[run], simulated(of_point, r, "placed@KZ-55")) << p << " " << r;
        }
    }
    EXPECT_NE(spending[0], spending[3 * 5]);  // the values matter
}

TEST_F(sweep_runs, with_arms_say_what_a_comparison_at_the_point_says) {
    const Loaded loaded(test::write_sweep_file(
        folder,
        "arms: {reference: {}, lottery: {quotas: {mechanism: {2025-06-01: lottery}}}}\n"
        "vary: {benefits.relocation_mrp.2025-07-01: [50, 90]}\ndesign: grid\nreplicates: 3\nmeasures: [spending, placed]\n"));
    sweep_to(path("r.h5"), loaded);
    test::write_sweep_file(folder, "arms: {reference: {}, lottery: {quotas: {mechanism: {2025-06-01: lottery}}}}\n", "c.yaml");
    const Comparison comparison =
        load_comparison({path("c.yaml")}, {"run.replicates=3", "benefits.relocation_mrp.2025-07-01=90"});
    CompareOptions options;
    options.output = path("c.h5");
    const PairedSummary paired = compare(comparison, options, go_on).summary;
    const PairedTable& table = paired.find("spending_total", Period::whole_run);
    const SweepFileReader result(path("r.h5"));
    ASSERT_THAT(result.header().arms.size(), 2u);
    const std::vector<double> spending = result.values(0);  // (point, arm, replicate)
    for (std::size_t arm = 0; arm < 2; ++arm) {
        const double mean = (spending[6 + 3 * arm] + spending[7 + 3 * arm] + spending[8 + 3 * arm]) / 3;
        const double expected = table.mean[table.at(arm, table.cell({"KZ"}))];
        EXPECT_NEAR(mean, expected, 1e-9 * expected) << arm;
    }
}

TEST_F(sweep_runs, that_the_checker_refuses_are_recorded_and_the_others_go_on) {
    const Loaded loaded(test::write_sweep_file(folder, std::string(test::ceiling) +
                                                           "vary: {quotas.floors.2025-06-01.kandas.KZ-55: [300, 800, 500]}\n"
                                                           "design: grid\nreplicates: 2\nmeasures: [spending]\n"));
    SweepOptions options;
    options.threads = 2;
    const SweepOutcome outcome = sweep_to(path("r.h5"), loaded, options);
    EXPECT_EQ(outcome.failed_points, 1);
    const SweepFileReader result(path("r.h5"));
    EXPECT_THAT(
        result.failures(),
        ElementsAre("", AllOf(HasSubstr("s.yaml:5"), HasSubstr("quotas.floors"), HasSubstr("above its ceiling of 600")), ""));
    const std::vector<double> spending = result.values(0);
    for (std::size_t run = 0; run < spending.size(); ++run) EXPECT_EQ(std::isnan(spending[run]), run / 2 == 1) << run;

    const Loaded sound(test::write_sweep_file(folder, std::string(test::ceiling) +
                                                          "vary: {quotas.floors.2025-06-01.kandas.KZ-55: [300, 500]}\n"
                                                          "design: grid\nreplicates: 2\nmeasures: [spending]\n"));
    sweep_to(path("sound.h5"), sound);
    const std::vector<double> alone = SweepFileReader(path("sound.h5")).values(0);
    EXPECT_THAT(alone, ElementsAre(spending[0], spending[1], spending[4], spending[5]));
}

TEST_F(sweep_runs, interrupted_anywhere_go_on_to_the_same_bytes) {
    const Loaded loaded(test::write_sweep_file(folder, two_parameters));
    sweep_to(path("whole.h5"), loaded);
    std::int64_t before = 0;
    for (int session = 0; session < 100; ++session) {
        std::atomic<bool> stop{false};
        std::int64_t told = -1;
        SweepOptions options;
        options.output = path("r.h5");
        options.threads = 2;
        options.progress = [&](std::int64_t done, std::int64_t total, std::int64_t) {
            EXPECT_EQ(total, 18);
            if (told < 0) {
                EXPECT_EQ(done, before);  // what was finished stays finished
            }
            told = done;
            if (done > before + 2) stop = true;
        };
        try {
            EXPECT_EQ(run_sweep(loaded.sweep, loaded.design, options, stop).runs_before, before);
            break;
        } catch (const Interrupted& interrupted) {
            EXPECT_THAT(interrupted.what(), HasSubstr("of 18 runs are finished and kept"));
            EXPECT_THAT(names(), testing::Contains("r.h5.sweep"));
            EXPECT_GT(told, before);
            before = told;
        }
    }
    EXPECT_GT(before, 0);
    EXPECT_TRUE(bytes("whole.h5") == bytes("r.h5"));
    EXPECT_THAT(names(), ElementsAre("r.h5", "s.yaml", "whole.h5"));
}

TEST_F(sweep_runs, do_not_mix_with_those_of_another_sweep) {
    const std::string file = test::write_sweep_file(folder, two_parameters);
    const Loaded loaded(file), other(file, {"leaving.settling_months=12"}), more(file, {"run.replicates=4"});
    std::atomic<bool> stop{false};
    SweepOptions options;
    options.output = path("r.h5");
    options.progress = [&](std::int64_t done, std::int64_t, std::int64_t) { stop = done > 3; };
    EXPECT_THROW(run_sweep(loaded.sweep, loaded.design, options, stop), Interrupted);
    for (const Loaded* foreign : {&other, &more}) {
        try {
            sweep_to(path("r.h5"), *foreign);
            FAIL() << "a journal of another sweep was taken";
        } catch (const BadInput& bad) {
            EXPECT_THAT(bad.what(), AllOf(HasSubstr("r.h5.sweep"), HasSubstr("of other content"), HasSubstr("--fresh")));
        }
    }
    sweep_to(path("r.h5"), loaded);  // the refused ones changed nothing
    EXPECT_THROW(sweep_to(path("r.h5"), other), BadInput);
    const std::string first = bytes("r.h5");
    EXPECT_TRUE(sweep_to(path("r.h5"), loaded).was_complete);
    EXPECT_TRUE(bytes("r.h5") == first);
    SweepOptions fresh;
    fresh.fresh = true;
    EXPECT_FALSE(sweep_to(path("r.h5"), other, fresh).was_complete);
    EXPECT_FALSE(bytes("r.h5") == first);
}

TEST_F(sweep_runs, do_not_take_the_place_of_another_file_or_shard) {
    const Loaded loaded(test::write_sweep_file(folder, dated_only));
    SweepOptions first;
    first.shard = {1, 2};
    sweep_to(path("r.h5"), loaded, first);
    folder.write("text.h5", "years of work");
    for (const char* name : {"r.h5", "text.h5"}) {
        const std::string before = bytes(name);
        EXPECT_THROW(sweep_to(path(name), loaded), BadInput);  // the whole
        EXPECT_TRUE(bytes(name) == before);
    }
    EXPECT_TRUE(sweep_to(path("r.h5"), loaded, first).was_complete);
    EXPECT_THROW(merge_shards({path("r.h5")}, path("text.h5"), ""), BadInput);
}

TEST_F(sweep_runs, with_an_uncertain_input_in_any_arm_say_so) {
    const Loaded loaded(test::write_sweep_file(
        folder,
        "arms: {certain: {}, not: {leaving: {free_hazard: {uniform: [0.001, 0.01]}}}}\n"
        "vary: {benefits.relocation_mrp.2025-07-01: [50, 90]}\ndesign: grid\nreplicates: 2\nmeasures: [placed]\n"));
    EXPECT_THAT(header_of(loaded.sweep, loaded.design, measures_of(loaded.sweep)).uncertain, HasSubstr("leaving.free_hazard"));
}

TEST_F(sweep_runs, divided_among_machines_and_merged_are_the_same_bytes) {
    const Loaded loaded(test::write_sweep_file(folder, two_parameters));
    sweep_to(path("whole.h5"), loaded);
    std::vector<std::string> parts;
    std::int64_t points = 0;
    for (int k = 1; k <= 4; ++k) {
        SweepOptions options;
        options.shard = {k, 4};
        parts.push_back(path("part" + std::to_string(k) + ".h5"));
        points += sweep_to(parts.back(), loaded, options).points;
    }
    EXPECT_EQ(points, 6);
    std::swap(parts[0], parts[3]);
    merge_shards(parts, path("merged.h5"), "");
    EXPECT_TRUE(bytes("whole.h5") == bytes("merged.h5"));
}

TEST_F(sweep_runs, replicate_has_the_same_draws_at_every_point) {
    // The rate of exchange moves nobody, so every replicate is as it was; other replicates are not.
    const Loaded loaded(test::write_sweep_file(folder,
                                               "vary: {money.usd_per_kzt: [0.0018, 0.002]}\ndesign: grid\n"
                                               "replicates: 3\nmeasures: [placed, retained, spending]\n"));
    sweep_to(path("r.h5"), loaded);
    const SweepFileReader result(path("r.h5"));
    for (const std::size_t measure : {0, 1, 2}) {
        const std::vector<double> values = result.values(measure);
        for (std::size_t r = 0; r < 3; ++r) EXPECT_EQ(values[r], values[3 + r]) << measure << " " << r;
        EXPECT_NE(values[0], values[1]) << measure;
    }
}

TEST_F(sweep_runs, a_measure_that_does_not_exist_is_refused_where_it_stands) {
    const Loaded loaded(test::write_sweep_file(
        folder, "vary: {leaving.quota_hazard: [0.001, 0.01]}\ndesign: grid\nreplicates: 2\nmeasures: [placed, retaind]\n"));
    try {
        sweep_to(path("r.h5"), loaded);
        FAIL();
    } catch (const BadInput& bad) {
        EXPECT_THAT(bad.what(), AllOf(HasSubstr("s.yaml:7:"), HasSubstr("retaind"), HasSubstr("did you mean retained")));
    }
    EXPECT_THAT(names(), ElementsAre("s.yaml"));
}

// The runs of these points of a group of all, in the order of the points.
std::vector<FinishedRun> simulated_together(const Loaded& loaded, const std::vector<std::int64_t>& points) {
    const SweepMeasures measures = measures_of(loaded.sweep);
    const PointGroup group(loaded.sweep, loaded.design, measures, 0, loaded.design.points, true);
    std::vector<FinishedRun> runs;
    group.simulate(
        points, 1, [&](FinishedRun run) { runs.push_back(std::move(run)); }, go_on);
    std::sort(runs.begin(), runs.end(), [](const auto& a, const auto& b) { return a.point < b.point; });
    return runs;
}

TEST_F(sweep_runs, of_any_part_of_a_group_are_those_of_each_point_alone) {
    // Points 1 and 3 part from point 0 in April, point 2 in July; each point has two arms.
    const Loaded loaded(test::write_sweep_file(folder,
                                               "arms: {a: {}, b: {quotas: {mechanism: {2025-09-01: lottery}}}}\n"
                                               "vary:\n"
                                               "  benefits.relocation_mrp.2025-07-01: [50, 90]\n"
                                               "  benefits.rent_months.2025-04-01: [3, 24]\n"
                                               "design: grid\nreplicates: 2\nmeasures: [spending, placed]\n"));
    for (const std::vector<std::int64_t>& part : {std::vector<std::int64_t>{1, 2}, {0, 1, 2, 3}, {2, 3}}) {
        const std::vector<FinishedRun> together = simulated_together(loaded, part);
        ASSERT_EQ(together.size(), part.size());
        for (const FinishedRun& run : together)
            EXPECT_EQ(run.values, simulated_together(loaded, {run.point})[0].values) << "point " << run.point;
        EXPECT_NE(together[0].values, together[1].values);
    }
}

TEST_F(sweep_runs, handed_over_before_another_point_fails_are_not_handed_over_again) {
    const Loaded loaded(test::write_sweep_file(folder, dated_only));
    const SweepMeasures measures = measures_of(loaded.sweep);
    const PointGroup group(loaded.sweep, loaded.design, measures, 0, 5, true);
    std::vector<int> times(5, 0);
    bool failed = false;
    const auto take = [&](const FinishedRun& run) {
        if (run.point == 3 && !failed) {
            failed = true;
            throw BrokenInvariant("once");
        }
        ++times[static_cast<std::size_t>(run.point)];
    };
    group.simulate({0, 1, 2, 3, 4}, 0, take, go_on);
    EXPECT_TRUE(failed);
    EXPECT_THAT(times, testing::Each(1));
}

TEST_F(sweep_runs, that_break_an_invariant_fail_point_by_point_and_none_is_lost) {
    const Loaded loaded(test::write_sweep_file(folder, dated_only));
    SweepMeasures measures = measures_of(loaded.sweep);
    const auto simulated_points = [&] {
        std::vector<std::string> failures(5, "lost");
        const PointGroup group(loaded.sweep, loaded.design, measures, 0, 5, true);
        EXPECT_TRUE(group.shares_history());
        group.simulate(
            {0, 2, 3, 4}, 1,
            [&](const FinishedRun& run) {
                EXPECT_EQ(failures[static_cast<std::size_t>(run.point)], "lost");  // once for each
                EXPECT_EQ(run.replicate, 1);
                EXPECT_EQ(run.values.empty(), !run.failure.empty());
                failures[static_cast<std::size_t>(run.point)] = run.failure;
            },
            go_on);
        return failures;
    };
    EXPECT_THAT(simulated_points(), ElementsAre("", "lost", "", "", ""));
    ++measures.summary_cells;  // as if the tables of the points were others than those of the base
    const auto broken = HasSubstr("tables of a point differ");
    EXPECT_THAT(simulated_points(), ElementsAre(broken, "lost", broken, broken, broken));
}

}  // namespace
}  // namespace qonys
