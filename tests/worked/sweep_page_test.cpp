// The page of a sweep, from files with figures made by hand.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "base/problems.hpp"
#include "golden/small_comparison_file.hpp"
#include "golden/small_result.hpp"
#include "golden/small_sweep_file.hpp"
#include "report/page/page.hpp"
#include "support/page_fields.hpp"
#include "support/process.hpp"

namespace qonys {
namespace {

using nlohmann::json;
using testing::AllOf;
using testing::Contains;
using testing::Each;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;
using testing::StartsWith;

constexpr double none = std::numeric_limits<double>::quiet_NaN();

struct Written {
    test::TempFolder folder;
    std::string path = folder.path() / "s.h5";
    PageSource page(Language language = Language::english) const { return sweep_page(path, PageTexts(language)); }
};

// Seven points of which one failed; see tests/golden/small_sweep_file.hpp.
PageSource small_page(bool arms = false, int shard = 1, int shards = 1) {
    const Written written;
    test::write_small_sweep(written.path, arms, shard, shards);
    return written.page();
}

// A whole grid of a in {0, 1} and b in {0, 1} with two replicates: y = 10 a + b + 2 replicate; and a measure that is 5
// everywhere.
PageSource grid_page(std::int64_t replicates = 2) {
    const Written written;
    SweepHeader header = test::small_sweep_header(false);
    header.design = "grid";
    header.parameters = {{"a", "", "", "0, 1", {}, none}, {"b", "", "", "0, 1", {}, none}};
    header.measures = {{"placed", "persons", "", 1}, {"certificates", "families", "", 0}};
    header.points = 4;
    header.replicates = replicates;
    SweepPoints points;
    for (std::int32_t p = 0; p < 4; ++p) {
        points.number.push_back(p);
        for (const double value : {p / 2, p % 2}) points.values.push_back(value);
        for (int i = 0; i < 2; ++i) points.unit.push_back(none);
        points.block.push_back(0);
        points.role.push_back(0);
    }
    const auto result = [&](std::size_t p) {
        PointResult point;
        for (std::int64_t r = 0; r < replicates; ++r)
            for (const double y :
                 {10.0 * static_cast<double>(p / 2) + static_cast<double>(p % 2 + 2 * static_cast<std::size_t>(r)), 5.0})
                point.values.push_back(y);
        return point;
    };
    write_sweep(written.path, header, points, result, test::small_run_info());
    return written.page();
}

std::vector<json> of_rows(const PageTable& table, const std::string& column, const std::string& where, const json& is) {
    const std::vector<json> all = test::column_of(table, column), tests = test::column_of(table, where);
    std::vector<json> some;
    for (std::size_t i = 0; i < all.size(); ++i)
        if (tests[i] == is) some.push_back(all[i]);
    return some;
}

TEST(sweep_page, says_what_was_varied_and_how_many_points_failed) {
    const std::vector<std::string> paragraphs = test::section_of(small_page(), "answer").paragraphs;
    EXPECT_THAT(paragraphs[0], AllOf(HasSubstr("Parameters varied: 3; points: 7"), HasSubstr("Latin hypercube"),
                                     HasSubstr("replicates at each point: 3")));
    EXPECT_THAT(paragraphs, Contains(StartsWith("Points that failed: 1 of 7.")));
}

TEST(sweep_page, leaves_the_failed_point_out_of_every_figure) {
    const PageSource page = small_page();
    for (const PageTableBlock& block : test::section_of(page, "points").tables) {
        EXPECT_THAT(test::column_of(block.table, "point"), Not(Contains(json("3")))) << block.id;
        EXPECT_THAT(block.table.rows, SizeIs(6));
    }
}

// By words: order at points 0, 4 and 6, weighted key at 1, 2 (as in the base) and 5, whose first replicate has no meaning.
// Means over replicates are 100 point + 5/3; of point 5 500 + 5/2.
TEST(sweep_page, draws_means_over_the_points_of_a_level) {
    const PageTable table = test::chart_of(small_page(), "response-words").table;
    EXPECT_THAT(test::column_of(table, "level"), ElementsAre("order", "weighted key", "order", "weighted key"));
    EXPECT_THAT(of_rows(table, "mean", "level", "order")[0].get<double>(), testing::DoubleNear(1000 / 3.0 + 5 / 3.0, 1e-3));
    EXPECT_THAT(of_rows(table, "mean", "level", "weighted key")[0].get<double>(),
                testing::DoubleNear((101 + 2 / 3.0 + 201 + 2 / 3.0 + 502.5) / 3, 1e-3));
    EXPECT_THAT(of_rows(table, "points", "level", "order")[0], 3);
    // Spread over the points: sd of 5/3, 401 2/3 and 601 2/3 is 305.505, t of 2 degrees 4.30265.
    EXPECT_THAT(of_rows(table, "low", "level", "order")[0].get<double>(),
                testing::DoubleNear(335 - 4.30265 * 305.505 / std::sqrt(3.0), 0.01));
}

// Level a = 1: replicates 10.5 and 12.5, se 1, t of 1 degree 12.7062. Level a = 0: 0.5 and 2.5.
TEST(sweep_page, draws_chance_between_replicates_alone_where_the_grid_balances_the_other_parameters) {
    const PageTable table = test::chart_of(grid_page(), "response").table;
    EXPECT_THAT(of_rows(table, "mean", "parameter", "a"), ElementsAre(1.5, 11.5));
    EXPECT_THAT(of_rows(table, "x", "parameter", "a"), ElementsAre(0, 1));
    EXPECT_THAT(of_rows(table, "low", "parameter", "a")[1].get<double>(), testing::DoubleNear(11.5 - 12.7062, 1e-3));
    EXPECT_THAT(of_rows(table, "high", "parameter", "b")[0].get<double>(), testing::DoubleNear(6 + 12.7062, 1e-3));
}

TEST(sweep_page, shows_the_ends_of_each_parameter_longest_first) {
    const PageTable table = test::chart_of(grid_page(), "swing").table;
    EXPECT_THAT(test::column_of(table, "parameter"), ElementsAre("a", "b"));
    EXPECT_THAT(test::column_of(table, "at_low"), ElementsAre(-5, -0.5));
    EXPECT_THAT(test::column_of(table, "at_high"), ElementsAre(5, 0.5));
}

TEST(sweep_page, fills_a_cell_of_two_parameters_with_the_mean_over_its_points) {
    const PageTable table = test::chart_of(grid_page(), "two-parameters").table;
    // From the top: b = 1, then b = 0.
    EXPECT_THAT(test::column_of(table, "up"), ElementsAre("1", "1", "0", "0"));
    EXPECT_THAT(test::column_of(table, "across"), ElementsAre("0", "1", "0", "1"));
    EXPECT_THAT(test::column_of(table, "m1"), ElementsAre(2, 12, 1, 11));
    EXPECT_THAT(test::column_of(table, "points"), Each(json(1)));
}

TEST(sweep_page, names_the_parameter_that_matters_most_and_the_best_point) {
    EXPECT_THAT(test::section_of(grid_page(), "answer").paragraphs,
                Contains(AllOf(StartsWith("Persons given a quota place: between 1.0\u00a0persons and 12.0\u00a0persons"),
                               HasSubstr("a matters most"), HasSubstr("Best is point 3 with 12.0\u00a0persons"))));
}

TEST(sweep_page, says_of_a_measure_that_does_not_vary_that_it_is_constant) {
    EXPECT_THAT(test::section_of(grid_page(), "answer").paragraphs,
                Contains(AllOf(StartsWith("The same at every point:"), HasSubstr("certificate"))));
    EXPECT_THAT(test::column_of(test::chart_of(grid_page(), "influence").table, "measure"),
                Each(json("Persons given a quota place, persons")));
}

TEST(sweep_page, gives_no_interval_with_one_replicate) {
    const PageSource page = grid_page(1);
    EXPECT_THAT(test::column_of(test::chart_of(page, "response").table, "low"), Each(json(nullptr)));
    EXPECT_THAT(test::section_of(page, "answer").paragraphs, Contains(StartsWith("How sure this is: with one independent")));
    EXPECT_THAT(test::missing_fields(page), IsEmpty());
}

// Arm key has 10 + (replicate + 1) point more: 10 + 2 point on average.
TEST(sweep_page, looks_at_paired_differences_of_arms) {
    const PageSource page = small_page(true);
    const PageTable table = test::chart_of(page, "response-words").table;
    const std::vector<json> means =
        of_rows(table, "mean", "measure", json("Persons given a quota place: key less order, persons"));
    ASSERT_THAT(means, SizeIs(2));
    EXPECT_THAT(means[0].get<double>(), testing::DoubleNear(10 + 20 / 3.0, 1e-3));  // order: points 0, 4 and 6
}

TEST(sweep_page, says_that_a_shard_is_a_part) {
    EXPECT_THAT(test::section_of(small_page(false, 2, 3), "answer").paragraphs,
                Contains(StartsWith("This file holds part 2 of 3: 2 of 7 points.")));
}

TEST(sweep_page, names_no_column_that_its_tables_lack) {
    for (const bool arms : {false, true})
        for (const Language language : {Language::english, Language::russian, Language::kazakh}) {
            const Written written;
            test::write_small_sweep(written.path, arms);
            EXPECT_THAT(test::missing_fields(written.page(language)), IsEmpty());
        }
}

TEST(sweep_page, refuses_a_file_of_another_kind) {
    const Written written;
    test::write_small_comparison(written.path);
    EXPECT_THROW(written.page(), FileTrouble);
}

// 1,200 points of two parameters with four replicates.
TEST(sweep_page, stays_small_with_many_points) {
    const Written written;
    SweepHeader header = test::small_sweep_header(false);
    header.parameters = {{"a", "", "", "0 to 1", {}, 0.5}, {"b", "", "", "0 to 1", {}, 0.5}};
    header.points = 1200;
    header.replicates = 4;
    SweepPoints points;
    for (std::int32_t p = 0; p < 1200; ++p) {
        points.number.push_back(p);
        for (const double value : {p / 1200.0, (p * 7 % 1200) / 1200.0}) {
            points.values.push_back(value);
            points.unit.push_back(value);
        }
        points.block.push_back(p);
        points.role.push_back(0);
    }
    const auto result = [](std::size_t p) {
        PointResult point;
        for (std::size_t i = 0; i < 8; ++i) point.values.push_back(static_cast<double>(p * 3 + i * i));
        return point;
    };
    write_sweep(written.path, header, points, result, test::small_run_info());
    const PageSource page = written.page();
    std::size_t bytes = 0;
    for (const PageSection& section : page.sections)
        for (const PageChart& chart : section.charts) bytes += chart.table.rows.dump().size() + chart.spec.dump().size();
    EXPECT_LT(bytes, 60'000U);
    EXPECT_THAT(of_rows(test::chart_of(page, "response").table, "points", "parameter", "a"), Contains(json(150)).Times(16));
}

}  // namespace
}  // namespace qonys
