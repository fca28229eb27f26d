// Which measures moved between two small results, by hand.
#include "results/measure_changes.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "golden/small_comparison_file.hpp"
#include "golden/small_result.hpp"
#include "golden/small_sweep_file.hpp"
#include "report/changes_table.hpp"
#include "results/text_changes.hpp"
#include "support/process.hpp"

namespace qonys {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

const MeasureChange& find(const ResultChanges& changes, const std::string& name, const std::string& arm = "") {
    for (const MeasureChange& m : changes.measures)
        if (m.name == name && m.arm == arm) return m;
    throw std::runtime_error("there is no measure " + name);
}

std::vector<std::string> moved(const ResultChanges& changes) {
    std::vector<std::string> names;
    for (const MeasureChange& m : changes.measures)
        if (m.differing > 0) names.push_back(m.name + (m.arm.empty() ? "" : "@" + m.arm));
    return names;
}

// Two files in a folder of their own.
struct TwoFiles {
    test::TempFolder folder;
    std::string a = folder.path() / "a.h5", b = folder.path() / "b.h5";

    ResultChanges changes(bool cells = false) const { return measure_changes(ResultFile(a), ResultFile(b), cells); }
};

void write_run(const std::string& path, const ResultHeader& header, const RunAxes& axes, const Summary& summary,
               std::int64_t more_spent = 0) {
    ResultWriter writer(path, header, axes);
    for (std::int64_t replicate = 0; replicate < 2; ++replicate) {
        Tallies tallies = test::small_tallies(replicate);
        tallies.cells[static_cast<std::size_t>(M::spending)][7] += more_spent;
        writer.add(tallies);
    }
    writer.finish(summary, nullptr, test::small_run_info());
}

TEST(measure_changes, of_two_equal_runs_are_none) {
    const TwoFiles files;
    test::write_small(files.a);
    test::write_small(files.b, test::small_run_info("elsewhere"));
    const ResultChanges changes = files.changes();
    EXPECT_TRUE(changes.same());
    EXPECT_THAT(moved(changes), IsEmpty());
    EXPECT_THAT(changes.warnings, IsEmpty());
    EXPECT_THAT(changes.parameters, IsEmpty());
}

TEST(measure_changes, of_a_run_give_the_country_figure_and_the_largest_move) {
    const TwoFiles files;
    Summary summary = test::small_summary();
    summary.tables[0].mean[0] = 1;     // fill_rate, 2024, KZ-10: from 0.5, twice as much
    summary.tables[1].mean[3] = 0.78;  // whole run, KZ: from 0.65
    summary.tables[1].se[3] = 0.04;    // from 0.03
    write_run(files.a, test::small_header(), test::small_axes(), test::small_summary());
    write_run(files.b, test::small_header(), test::small_axes(), summary);
    const ResultChanges changes = files.changes(true);
    EXPECT_THAT(moved(changes), ElementsAre("fill_rate"));
    const MeasureChange& m = find(changes, "fill_rate");
    EXPECT_EQ(m.differing, 3U);
    EXPECT_EQ(m.cells, 8U * 5 + 4U * 5);  // five figures of each cell of both tables
    EXPECT_EQ(m.figure_of, "KZ");
    EXPECT_DOUBLE_EQ(m.before, 0.65);
    EXPECT_DOUBLE_EQ(m.after, 0.78);
    EXPECT_DOUBLE_EQ(m.before_se, 0.03);
    EXPECT_DOUBLE_EQ(m.after_se, 0.04);
    ASSERT_TRUE(m.largest);
    EXPECT_EQ(m.largest->variable, "yearly/fill_rate_mean");
    EXPECT_EQ(m.largest->labels, "year 2024, area KZ-10");
    EXPECT_EQ(m.moved.size(), 3U);
    const std::string table = print_changes({changes, "a", "b", false}, Format::table);
    EXPECT_THAT(table, AllOf(HasSubstr("0.65 ±0.03"), HasSubstr("0.78 ±0.04"), HasSubstr("1.2000"), HasSubstr("1 of ")));
}

TEST(measure_changes, in_months_only_are_summed_up) {
    const TwoFiles files;
    write_run(files.a, test::small_header(), test::small_axes(), test::small_summary());
    write_run(files.b, test::small_header(), test::small_axes(), test::small_summary(), 500);
    const ResultChanges changes = files.changes();
    EXPECT_THAT(moved(changes), ElementsAre("spending"));
    const MeasureChange& m = find(changes, "spending");
    EXPECT_EQ(m.differing, 2U);  // a cell in each replicate
    EXPECT_DOUBLE_EQ(m.after - m.before, 500);
    EXPECT_EQ(m.figure_of, "sum, mean over replicates");
}

TEST(measure_changes, over_other_regions_are_those_of_the_regions_in_both) {
    const TwoFiles files;
    RunAxes axes = test::small_axes();
    axes.region.labels = {axes.region.labels[2], axes.region.labels[0], "KZ-99"};  // other places for the same cells
    write_run(files.a, test::small_header(), test::small_axes(), test::small_summary());
    write_run(files.b, test::small_header(), axes, test::small_summary());
    const ResultChanges changes = files.changes(true);
    EXPECT_THAT(changes.axes, Contains("region: 2 labels in both files, 1 only in the old one, 1 only in the new one"));
    EXPECT_FALSE(changes.same());
    // Cells of a region are compared with those of the same region, wherever it stands.
    const ResultFile a(files.a), b(files.b);
    const std::size_t streams = 4, regions = 3, months = 4;
    const std::vector<double> old_cells = a.reals("quota"), new_cells = b.reals("quota");
    std::size_t differing = 0;
    for (std::size_t i = 0; i < 2 * months; ++i)
        for (const auto& [old_region, new_region] : {std::pair{2, 0}, {0, 1}})
            for (std::size_t s = 0; s < streams; ++s)
                differing += old_cells[(i * regions + static_cast<std::size_t>(old_region)) * streams + s] !=
                             new_cells[(i * regions + static_cast<std::size_t>(new_region)) * streams + s];
    EXPECT_EQ(find(changes, "quota").differing, differing);
    EXPECT_EQ(find(changes, "quota").cells, 2 * months * 2 * streams);
}

TEST(measure_changes, of_a_comparison_are_levels_of_the_reference_and_differences_of_the_others) {
    const TwoFiles files;
    PairedSummary other = test::small_comparison();
    PairedTable& placed = other.tables[1];  // whole run: KZ-10, KZ-35, KZ
    placed.difference[placed.at(1, 2)] += 4;
    placed.difference_se[placed.at(1, 2)] = 9;
    test::write_small_comparison(files.a);
    write_comparison(files.b, test::small_comparison_header(), other, test::small_decompositions(), test::small_run_info());
    const ResultChanges changes = files.changes();
    EXPECT_THAT(moved(changes), ElementsAre("placed@key"));
    const MeasureChange& m = find(changes, "placed", "key");
    EXPECT_DOUBLE_EQ(m.before, 17);  // 2 x cell 8, and 1 of the replicates
    EXPECT_DOUBLE_EQ(m.after, 21);
    EXPECT_DOUBLE_EQ(m.after_se, 9);
    EXPECT_EQ(m.largest->labels, "statistic difference, area KZ");
    const MeasureChange& reference = find(changes, "placed", "order");
    EXPECT_NEAR(reference.before, 180 + 5.0 / 3, 1e-12);  // 100 + 10 x cell 8, and the mean of 0, 1, 4
}

TEST(measure_changes, of_a_sweep_are_means_over_points) {
    const TwoFiles files;
    test::write_small_sweep(files.a, false);
    const SweepPoints points = test::small_sweep_points();
    write_sweep(
        files.b, test::small_sweep_header(false), points,
        [&](std::size_t i) {
            PointResult result = test::small_sweep_result(points.number[i], false);
            if (points.number[i] == 2)
                for (std::size_t r = 0; r < 3; ++r) result.values[2 * r] += 60;  // placed
            return result;
        },
        test::small_run_info());
    const ResultChanges changes = files.changes();
    EXPECT_THAT(moved(changes), ElementsAre("placed"));
    const MeasureChange& m = find(changes, "placed");
    EXPECT_EQ(m.differing, 4U);  // three replicates and their mean
    EXPECT_EQ(m.figure_of, "mean of 6 points");
    EXPECT_NEAR(m.after - m.before, 10, 1e-9);  // 60 over six points that did not fail
    EXPECT_EQ(m.largest->labels, "point 2");
}

TEST(measure_changes, warn_of_another_seed_and_other_files) {
    const TwoFiles files;
    ResultHeader header = test::small_header();
    header.seed = 8;
    header.inputs[0].second = std::string(64, 'c');
    header.inputs[1].first = "params/other.yaml";
    header.scenario_text = "question: Қостанай\nrun: {seed: 8}\n";
    write_run(files.a, test::small_header(), test::small_axes(), test::small_summary());
    write_run(files.b, header, test::small_axes(), test::small_summary());
    const ResultChanges changes = files.changes();
    EXPECT_TRUE(changes.same());  // the figures are
    EXPECT_THAT(changes.warnings, ElementsAre("seed: 7 -> 8", "files read with another content: small.yaml",
                                              "files read only for the old result: params/index.yaml",
                                              "files read only for the new result: params/other.yaml"));
    EXPECT_THAT(changes.parameters, ElementsAre("run.seed: 7 -> 8"));
}

TEST(scenario_changes, name_the_value_and_only_count_sources) {
    const std::string before =
        "benefits:\n  relocation_mrp:\n    value: {2019-01-01: 35, 2021-01-01: 70}\n    unit: \"MRP\"\n    source: \"a\"\n"
        "  rent_mrp:\n    value:\n      2017-01-01: {city: {1: 20}, village: {1: 15}}\n    note: \"x: y\"\nrun:\n  seed: 1\n";
    std::string after = before;
    const auto change = [&](const std::string& from, const std::string& to) { after.replace(after.find(from), from.size(), to); };
    EXPECT_THAT(scenario_changes(before, after), IsEmpty());
    change("2021-01-01: 70", "2021-01-01: 90, 2026-01-01: 95");
    change("{1: 15}", "{1: 16}");
    change("source: \"a\"", "source: \"b\"");
    change("seed: 1", "seed: 2");
    EXPECT_THAT(
        scenario_changes(before, after),
        ElementsAre("benefits.relocation_mrp.2021-01-01: 70 -> 90",
                    "benefits.rent_mrp.2017-01-01: {city: {1: 20}, village: {1: 15}} -> {city: {1: 20}, village: {1: 16}}",
                    "run.seed: 1 -> 2", "benefits.relocation_mrp.2026-01-01: (none) -> 95", "1 sources, notes or ranges differ"));
}

}  // namespace
}  // namespace qonys
