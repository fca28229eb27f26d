// The page of a sweep, from files with figures made by hand.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <limits>
#include <stdexcept>

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

// y at the point p of a grid, with each replicate.
using Formula = std::function<double(std::size_t point, std::int64_t replicate)>;

// Four points of a in {0, 1} and b in {0, 1} with two replicates: y = 10 a + b + 2 replicate, or another formula; and a measure
// that is 5 everywhere. They are a whole grid unless the design is called otherwise.
PageSource grid_page(std::int64_t replicates = 2, const std::string& design = "grid", const std::string& unit = "persons",
                     Formula formula = {}, int better = 1) {
    const Written written;
    SweepHeader header = test::small_sweep_header(false);
    header.design = design;
    header.parameters = {{"a", "", "", "0, 1", {}, none}, {"b", "", "", "0, 1", {}, none}};
    header.measures = {{"placed", unit, "", better}, {"certificates", "families", "", 0}};
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
    if (!formula)
        formula = [](std::size_t p, std::int64_t r) {
            return 10.0 * static_cast<double>(p / 2) + static_cast<double>(p % 2) + 2 * static_cast<double>(r);
        };
    const auto result = [&](std::size_t p) {
        PointResult point;
        for (std::int64_t r = 0; r < replicates; ++r)
            for (const double y : {formula(p, r), 5.0}) point.values.push_back(y);
        return point;
    };
    write_sweep(written.path, header, points, result, test::small_run_info());
    return written.page();
}

// Points drawn at random with one replicate; the values of the parameters are from 0 to 1.
PageSource drawn_page(const std::vector<SweptParameter>& parameters, std::size_t count,
                      const std::function<double(std::size_t point, std::size_t parameter)>& value, const Formula& formula) {
    const Written written;
    SweepHeader header = test::small_sweep_header(false);
    header.parameters = parameters;
    header.measures = {{"placed", "persons", "", 1}};
    header.points = static_cast<std::int64_t>(count);
    header.replicates = 1;
    SweepPoints points;
    for (std::size_t p = 0; p < count; ++p) {
        points.number.push_back(static_cast<std::int32_t>(p));
        for (std::size_t i = 0; i < parameters.size(); ++i) {
            points.values.push_back(value(p, i));
            points.unit.push_back(value(p, i));
        }
        points.block.push_back(static_cast<std::int32_t>(p));
        points.role.push_back(0);
    }
    const auto result = [&](std::size_t p) {
        PointResult point;
        point.values.push_back(formula(p, 0));
        return point;
    };
    write_sweep(written.path, header, points, result, test::small_run_info());
    return written.page();
}

const std::vector<SweptParameter> a_and_b = {{"a", "", "", "0 to 1", {}, 0.5}, {"b", "", "", "0 to 1", {}, 0.5}};

// A hypercube of 30 points, whose 36 cells of two parameters cannot all have one.
double hypercube(std::size_t point, std::size_t parameter) {
    return (static_cast<double>(parameter == 0 ? point : point * 11 % 30) + 0.5) / 30;
}

std::vector<std::string> by_measure(const PageSource& page) {
    const std::vector<PageList> lists = test::section_of(page, "answer").lists;
    return lists.empty() ? std::vector<std::string>() : lists.at(0).items;
}

PageColumnKind kind_of(const PageTable& table, const std::string& key) {
    for (const PageColumn& column : table.columns)
        if (column.key == key) return column.kind;
    throw std::runtime_error("no column " + key);
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
    // Spread over the points: sd of 5/3, 401 2/3 and 601 2/3 is 305.505, t of 2 degrees 4.30265. Over replicates, which add 0, 1
    // and 4 at each: sd 2.08167.
    EXPECT_THAT(of_rows(table, "low", "level", "order")[0].get<double>(),
                testing::DoubleNear(335 - 4.30265 * std::hypot(305.505, 2.08167) / std::sqrt(3.0), 0.002));
}

// Level a = 1: replicates 10.5 and 12.5, se 1, t of 1 degree 12.7062. Level a = 0: 0.5 and 2.5.
TEST(sweep_page, draws_chance_between_replicates_alone_where_the_grid_balances_the_other_parameters) {
    const PageTable table = test::chart_of(grid_page(), "response").table;
    EXPECT_THAT(of_rows(table, "mean", "parameter", "a"), ElementsAre(1.5, 11.5));
    EXPECT_THAT(of_rows(table, "x", "parameter", "a"), ElementsAre(0, 1));
    EXPECT_THAT(of_rows(table, "low", "parameter", "a")[1].get<double>(), testing::DoubleNear(11.5 - 12.7062, 1e-3));
    EXPECT_THAT(of_rows(table, "high", "parameter", "b")[0].get<double>(), testing::DoubleNear(6 + 12.7062, 1e-3));
}

// The same figures where the points are no whole grid. Level b = 0: points 1 and 11 apart, se 5; replicates 5 and 7, se 1.
TEST(sweep_page, draws_chance_between_replicates_and_differences_between_points_elsewhere) {
    const PageChart chart = test::chart_of(grid_page(2, "list"), "response");
    const double half = 12.7062 * std::hypot(5.0, 1.0);
    EXPECT_THAT(of_rows(chart.table, "low", "parameter", "b")[0].get<double>(), testing::DoubleNear(6 - half, 1e-3));
    EXPECT_THAT(of_rows(chart.table, "high", "parameter", "b")[0].get<double>(), testing::DoubleNear(6 + half, 1e-3));
    EXPECT_THAT(chart.reading, HasSubstr("holds that and chance between replicates"));
}

TEST(sweep_page, says_that_with_one_replicate_only_differences_between_points_are_drawn) {
    const PageSource page = grid_page(1, "list");
    const PageChart chart = test::chart_of(page, "response");
    EXPECT_THAT(of_rows(chart.table, "low", "parameter", "b")[0].get<double>(), testing::DoubleNear(5 - 12.7062 * 5, 1e-3));
    EXPECT_THAT(chart.reading, HasSubstr("with one replicate chance that moves all points alike is not known"));
    EXPECT_THAT(test::section_of(page, "answer").paragraphs,
                Contains(HasSubstr("bands of response curves hold differences between points alone")));
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

// Their axes have the values in the order of the rows.
TEST(sweep_page, keeps_empty_cells_of_two_parameters_so_that_the_axes_stay_in_order) {
    const PageSource page =
        drawn_page(a_and_b, 30, hypercube, [](std::size_t p, std::int64_t) { return 3.0 * static_cast<double>(p); });
    const PageTable table = test::chart_of(page, "two-parameters").table;
    ASSERT_THAT(table.rows, SizeIs(36));
    const std::vector<json> across = test::column_of(table, "across"), points = test::column_of(table, "points"),
                            means = test::column_of(table, "m1");
    for (std::size_t i = 1; i < 6; ++i) EXPECT_LT(across[i - 1].get<std::string>(), across[i].get<std::string>());
    EXPECT_THAT(points, Contains(json(0)));
    for (std::size_t i = 0; i < 36; ++i) EXPECT_EQ(points[i] == 0, means[i].is_null());
    const json& mark = test::chart_of(page, "two-parameters").spec["mark"];
    EXPECT_TRUE(mark.contains("invalid") && mark["invalid"].is_null()) << "empty cells would be dropped before the axes are made";
}

TEST(sweep_page, names_the_parameter_that_matters_most_and_the_best_point) {
    EXPECT_THAT(by_measure(grid_page()),
                Contains(AllOf(StartsWith("Persons given a quota place: between 1.0\u00a0persons and 12.0\u00a0persons"),
                               HasSubstr("a matters most"), HasSubstr("Best is point 3 with 12.0\u00a0persons: a = 1; b = 1"))));
}

TEST(sweep_page, says_nothing_of_which_parameter_matters_where_there_is_one) {
    const std::vector<SweptParameter> one = {{"a", "", "", "0 to 1", {}, 0.5}};
    for (const std::size_t count : {5U, 30U}) {
        const PageSource page =
            drawn_page(one, count, hypercube, [](std::size_t p, std::int64_t) { return 1.0 * static_cast<double>(p); });
        EXPECT_THAT(by_measure(page),
                    ElementsAre(AllOf(HasSubstr("Best is point"), Not(HasSubstr("No parameter")), Not(HasSubstr("matters")))));
    }
}

// a moves the measure up and down again, which no line shows; its thirds show it.
TEST(sweep_page, does_not_call_told_apart_what_only_exceeds_chance_on_average) {
    const PageSource page = drawn_page(a_and_b, 30, hypercube,
                                       [](std::size_t p, std::int64_t) { return std::pow(static_cast<double>(p) - 14.5, 2); });
    EXPECT_THAT(by_measure(page),
                ElementsAre(AllOf(HasSubstr("a explains most (share of the variance explained beyond chance: 0."),
                                  HasSubstr("does not tell it apart"), Not(HasSubstr("matters most")))));
}

TEST(sweep_page, calls_no_parameter_told_apart_where_only_chance_moves_the_measure) {
    const PageSource page =
        drawn_page(a_and_b, 30, hypercube, [](std::size_t p, std::int64_t) { return 1.0 * static_cast<double>(p * p % 7); });
    EXPECT_THAT(by_measure(page), ElementsAre(HasSubstr("No parameter is told apart")));
}

TEST(sweep_page, says_what_shares_hold_of_chance) {
    const PageChart with_two = test::chart_of(grid_page(2), "influence"), with_one = test::chart_of(grid_page(1), "influence");
    EXPECT_THAT(with_two.reading, HasSubstr("What chance explains on average is taken off the share"));
    EXPECT_THAT(test::column_of(with_two.table, "kind"), Contains(json("share of the variance explained beyond chance")));
    EXPECT_THAT(with_one.reading, HasSubstr("none of it is taken off"));
    EXPECT_THAT(test::column_of(with_one.table, "kind"), Contains(json("share of the variance explained, chance included")));
}

TEST(sweep_page, says_what_a_parameter_is_where_it_is_first_named) {
    std::vector<SweptParameter> parameters = a_and_b;
    parameters[0].name = "benefits.relocation_mrp.2026-01-01";
    parameters[1].doc = "How hot it is";
    const PageSource page =
        drawn_page(parameters, 30, hypercube, [](std::size_t p, std::int64_t) { return 1.0 * static_cast<double>(p); });
    ASSERT_THAT(test::section_of(page, "answer").lists, SizeIs(1));
    EXPECT_EQ(test::section_of(page, "answer").lists[0].title, "By measure");
    EXPECT_THAT(by_measure(page),
                ElementsAre(AllOf(HasSubstr("benefits.relocation_mrp.2026-01-01 (Relocation grant per family member"),
                                  HasSubstr("under the quota) matters most"), HasSubstr("; b (How hot it is) = "),
                                  HasSubstr(": benefits.relocation_mrp.2026-01-01 = "))));
}

TEST(sweep_page, tells_counts_from_other_figures) {
    for (const bool persons : {true, false}) {
        const PageSource page = grid_page(2, "grid", persons ? "persons" : "KZT");
        const PageTable response = test::chart_of(page, "response").table,
                        points = test::section_of(page, "points").tables.at(0).table;
        EXPECT_EQ(kind_of(response, "mean"), PageColumnKind::mixed);
        EXPECT_THAT(test::column_of(response, "counts"), Each(json(persons)));
        EXPECT_EQ(kind_of(test::chart_of(page, "two-parameters").table, "m1"),
                  persons ? PageColumnKind::count : PageColumnKind::number);
        EXPECT_EQ(kind_of(points, "mean"), persons ? PageColumnKind::count : PageColumnKind::number);
        for (const char* key : {"less_best", "low", "high"}) EXPECT_EQ(kind_of(points, key), PageColumnKind::change);
        EXPECT_EQ(kind_of(test::chart_of(page, "swing").table, "at_low"), PageColumnKind::change);
    }
}

// Means are 1, 2, 11 and 12.
TEST(sweep_page, leaves_out_small_means_with_what_they_could_be_worked_out_from) {
    Page small{"", {grid_page()}, 5};
    suppress_small_cells(small);
    const PageTable points = test::section_of(small.sources[0], "points").tables.at(0).table;
    EXPECT_THAT(test::column_of(points, "mean"), ElementsAre(12, 11, "<5", "<5"));
    EXPECT_THAT(test::column_of(points, "less_best"), ElementsAre(json(nullptr), json(-1), json("×"), json("×")));
    const PageTable response = test::chart_of(small.sources[0], "response").table;
    EXPECT_THAT(of_rows(response, "mean", "parameter", "a")[0], "<5");
    EXPECT_THAT(of_rows(response, "high", "parameter", "a")[0], "×");
}

// The best has 2; the others more, but a difference would say how many the best has.
TEST(sweep_page, leaves_out_differences_from_a_small_best) {
    const Formula formula = [](std::size_t p, std::int64_t r) {
        return p == 3 ? 2.0 : 50.0 + static_cast<double>(p) + 2.0 * static_cast<double>(r);
    };
    Page small{"", {grid_page(2, "grid", "persons", formula, -1)}, 5};
    suppress_small_cells(small);
    const PageTable points = test::section_of(small.sources[0], "points").tables.at(0).table;
    EXPECT_THAT(test::column_of(points, "mean")[0], "<5");
    EXPECT_THAT(test::column_of(points, "less_best"), ElementsAre(json(nullptr), json("×"), json("×"), json("×")));
}

TEST(sweep_page, counts_no_difference_of_arms) {
    const PageTable table = test::chart_of(small_page(true), "response-words").table;
    for (const json& row : table.rows)
        EXPECT_EQ(row.back(), json(row[0].get<std::string>().starts_with("Persons given a quota place: order"))) << row;
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
