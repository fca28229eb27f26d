// Points of a sweep, by hand.
#include "sweep/design.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "base/problems.hpp"
#include "support/varied.hpp"

namespace qonys {
namespace {

using test::sweep_of;
using test::SweepFile;
using test::varied_list;
using test::varied_range;
using test::varied_shape;
using testing::Each;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsNan;

TEST(grid, of_two_by_three_varies_the_last_parameter_fastest) {
    const Design d = make_design(sweep_of(DesignKind::grid, 0, {varied_list({5, 3}), varied_range(1, 2, 3)}), 1);
    EXPECT_EQ(d.points, 6);
    EXPECT_THAT(d.values, ElementsAre(5, 1, 5, 1.5, 5, 2, 3, 1, 3, 1.5, 3, 2));
    EXPECT_THAT(d.block, ElementsAre(0, 1, 2, 3, 4, 5));
    EXPECT_THAT(d.role, Each(0));
    EXPECT_THAT(d.unit, Each(IsNan()));
}

TEST(grid, of_a_range_has_no_digits_that_only_rounding_makes) {
    EXPECT_THAT(make_design(sweep_of(DesignKind::grid, 0, {varied_range(0, 0.3, 4)}), 1).values, ElementsAre(0, 0.1, 0.2, 0.3));
    EXPECT_THAT(make_design(sweep_of(DesignKind::grid, 0, {varied_range(6, 24, 4, true)}), 1).values, ElementsAre(6, 12, 18, 24));
    EXPECT_THAT(make_design(sweep_of(DesignKind::grid, 0, {varied_range(1, 4, 3, true)}), 1).values, ElementsAre(1, 3, 4));
}

TEST(one_at_a_time, starts_with_the_base_and_moves_each_parameter_alone) {
    const Design d =
        make_design(sweep_of(DesignKind::one_at_a_time, 0,
                             {varied_list({50, 70, 90}, 70), varied_range(0, 4), varied_shape({Shape::uniform, {0, 100}}, 3)}),
                    1);
    ASSERT_EQ(d.points, 8);
    EXPECT_THAT(d.role, ElementsAre(0, 1, 1, 2, 2, 3, 3, 3));
    const std::vector<double> alone{50, 90, 0, 4, 5, 50, 95};
    EXPECT_THAT(std::vector<double>(d.at(0).begin(), d.at(0).end()), Each(IsNan()));
    for (std::int64_t point = 1; point < d.points; ++point)
        for (std::int32_t p = 0; p < 3; ++p) {
            const double value = d.at(point)[static_cast<std::size_t>(p)];
            if (d.role[static_cast<std::size_t>(point)] == p + 1)
                EXPECT_NEAR(value, alone[static_cast<std::size_t>(point) - 1], 1e-12);
            else
                EXPECT_TRUE(std::isnan(value));
        }
}

TEST(morris, walks_between_the_middles_of_the_levels_by_half_of_them) {
    Sweep sweep = sweep_of(DesignKind::morris, 40, {varied_range(0, 8), varied_range(0, 8)});
    sweep.levels = 4;
    const Design d = make_design(sweep, 3);
    ASSERT_EQ(d.points, 120);
    EXPECT_THAT(d.unit, Each(testing::AnyOf(0.125, 0.375, 0.625, 0.875)));
    EXPECT_THAT(d.values, Each(testing::AnyOf(1, 3, 5, 7)));
    int first_moves_first = 0;
    for (std::size_t t = 0; t < 40; ++t) {
        EXPECT_EQ(d.role[3 * t], 0);
        EXPECT_EQ(d.role[3 * t + 1] + d.role[3 * t + 2], 3);
        first_moves_first += d.role[3 * t + 1] == 1;
        for (std::size_t p = 0; p < 2; ++p) EXPECT_EQ(std::fabs(d.unit[6 * t + 4 + p] - d.unit[6 * t + p]), 0.5);
    }
    EXPECT_GT(first_moves_first, 5);
    EXPECT_LT(first_moves_first, 35);
}

TEST(list, gives_the_points_as_they_are) {
    Sweep sweep = sweep_of(DesignKind::list, 0, {varied_list({}), varied_list({})});
    sweep.listed = {1, std::nan(""), 3, 4};
    const Design d = make_design(sweep, 1);
    EXPECT_THAT(d.values, ElementsAre(1, IsNan(), 3, 4));
    EXPECT_THAT(d.block, ElementsAre(0, 1));
}

TEST(a_design, that_does_not_fit_is_refused_with_what_to_do) {
    const auto refusal = [](const Sweep& sweep) {
        try {
            make_design(sweep, 1);
        } catch (const BadInput& bad) {
            return std::string(bad.what());
        }
        return std::string();
    };
    EXPECT_THAT(refusal(sweep_of(DesignKind::grid, 0, {varied_range(0, 1), varied_shape({Shape::normal, {0, 1}})})),
                testing::AllOf(HasSubstr("steps: 5"), HasSubstr("no values of a distribution")));
    EXPECT_THAT(refusal(sweep_of(DesignKind::lhs, 0, {varied_range(0, 1)})), HasSubstr("--points 128"));
    EXPECT_THAT(refusal(sweep_of(DesignKind::grid, 0, std::vector<SweepParameter>(9, varied_range(0, 1, 10)))),
                HasSubstr("1000000000 points"));
    EXPECT_THAT(refusal(sweep_of(DesignKind::sobol, 500'000, {varied_range(0, 1)})), HasSubstr("each base row"));
    EXPECT_THAT(refusal(sweep_of(DesignKind::morris, 900'000, {varied_range(0, 1)})), HasSubstr("each trajectory"));
    EXPECT_THAT(refusal(sweep_of(DesignKind::halton, 1'000'000, std::vector<SweepParameter>(30, varied_range(0, 1)))),
                HasSubstr("ask for fewer points"));
}

TEST(value_at, cuts_lists_in_equal_parts_and_gives_whole_numbers_equal_chances) {
    const SweepParameter list = varied_list({7, 8, 9, 6});
    for (const auto& [u, value] : {std::pair{0.0, 7.0}, {0.249, 7}, {0.25, 8}, {0.5, 9}, {0.9999, 6}})
        EXPECT_EQ(value_at(list, u), value);
    const SweepParameter whole = varied_range(6, 8, 0, true);
    for (const auto& [u, value] : {std::pair{0.0, 6.0}, {0.333, 6}, {0.334, 7}, {0.667, 8}, {0.99999, 8}})
        EXPECT_EQ(value_at(whole, u), value) << u;
    EXPECT_EQ(value_at(varied_range(-1, 3), 0.25), 0);
    EXPECT_DOUBLE_EQ(value_at(varied_shape({Shape::triangular, {0, 0, 1}}), 0.75), 0.5);
    EXPECT_EQ(value_at(varied_shape({Shape::normal, {0, 1}}), 0), -6);  // cut off, not infinite
}

TEST(a_sweep_file, says_what_is_varied_in_which_units_around_which_base) {
    const SweepFile written(R"(vary:
  benefits.relocation_mrp.2000-06-01: [50, 1.0, 90]
  quotas.mechanism: [lottery, first_come_first_served]
  benefits.rent_months.2001-01-01: {range: [0, 3]}
  level: {range: [1, 2], unit: times, doc: All wages., scales: [places.wage]}
  share: {values: [1, 2], paths: {quotas.kandas.2000-01-01.A: {times: 2, plus: -1}, quotas.kandas.2000-01-01.B: {times: -1, plus: 2}}}
design: lhs
points: 4
replicates: 7
measures: [placed, "spending@KZ"]
)");
    const Sweep sweep = written.load();
    ASSERT_EQ(sweep.parameters.size(), 5U);
    const auto& p = sweep.parameters;
    EXPECT_EQ(p[0].unit, "MRP");
    EXPECT_EQ(p[0].base, 1);  // in force since 2000-01-01
    EXPECT_EQ(p[0].text, "50, 1, 90");
    EXPECT_THAT(p[1].words, ElementsAre("lottery", "first_come_first_served"));
    EXPECT_EQ(value_text(p[1], p[1].base), "first_come_first_served");
    EXPECT_TRUE(p[2].whole);
    EXPECT_EQ(p[2].text, "uniform(0, 3)");
    EXPECT_EQ(p[3].unit, "times");
    EXPECT_EQ(p[3].base, 1);
    EXPECT_EQ(p[4].base, 1);  // 2 x 1 - 1 = 1 and 2 - 1 = 1
    EXPECT_EQ(value_text(p[4], std::nan("")), "base");
    EXPECT_EQ(sweep.question, "Which?");
    EXPECT_EQ(sweep.points, 4);
    EXPECT_EQ(sweep.measures[1].spec, "spending@KZ");
    EXPECT_EQ(sweep.arms[0].base.scenario.run.replicates, 7);
    EXPECT_EQ(sweep.inputs[0].name, "sweep.yaml");
    EXPECT_EQ(sweep.inputs[1].name, "base.yaml");

    const std::vector<double> values{90, 0, 2, 1.5, 2};
    const Scenario s = scenario_at(sweep, 0, values).scenario;
    EXPECT_THAT(s.benefits.relocation_mrp.axes[0].labels, ElementsAre("2000-01-01", "2000-06-01", "2001-01-01"));
    EXPECT_EQ(s.benefits.relocation_mrp.at(1), 90);
    EXPECT_THAT(s.quotas.mechanism.cells, ElementsAre(1));  // the word for all dates
    EXPECT_THAT(s.benefits.rent_months.cells, ElementsAre(1, 2));
    EXPECT_THAT(s.places.wage.cells, Each(1.5));
    EXPECT_THAT(s.quotas.kandas.cells, ElementsAre(3, 0, 1, 1));  // 2 x 2 - 1 and 2 - 2 in the first row
}

TEST(a_point, that_the_checker_refuses_is_refused_at_the_line_of_its_parameter) {
    const SweepFile written(
        "vary:\n  work.education_factor.none: [1, 2]\n  quotas.key_weights.2000-01-01.population: [0.3, 0.9]\ndesign: grid\n");
    const Sweep sweep = written.load();
    try {
        scenario_at(sweep, 0, std::vector<double>{1, 0.9});
        FAIL() << "weights that sum to more than 1 were accepted";
    } catch (const BadInput& bad) {
        EXPECT_THAT(bad.what(), testing::AllOf(HasSubstr("sweep.yaml:5:3: quotas.key_weights"), HasSubstr("must sum to 1"),
                                               testing::Not(HasSubstr("(point)"))));
    }
}

TEST(arms_of_a_sweep, are_laid_before_the_values_of_a_point) {
    const SweepFile written(R"(arms:
  a: {}
  b: {benefits: {relocation_mrp: {2000-01-01: 5}}, places: {wage: {A: 3}}}
vary: {benefits.relocation_mrp.2000-01-01: [7, 8], wages: {range: [1, 2], scales: [places.wage.A]}}
design: one_at_a_time
)");
    const Sweep sweep = written.load();
    ASSERT_TRUE(sweep.has_arms());
    EXPECT_EQ(sweep.arms[1].name, "b");
    EXPECT_EQ(sweep.parameters[0].base, 1);  // of the first arm
    const double none = std::nan("");
    EXPECT_EQ(scenario_at(sweep, 1, std::vector<double>{none, none}).resolved_text, sweep.arms[1].base.resolved_text);
    const Scenario s = scenario_at(sweep, 1, std::vector<double>{7, 2}).scenario;
    EXPECT_EQ(s.benefits.relocation_mrp.at(0), 7);
    EXPECT_THAT(s.places.wage.cells, ElementsAre(6, 1));
}

TEST(scaled_whole_numbers, are_rounded_and_ranges_and_dates_are_left_alone) {
    const SweepFile written(
        "vary: {level: {range: [0, 2], scales: [benefits.rent_months, quotas.kandas.2001-01-01]}}\ndesign: sobol\npoints: 2\n");
    const Sweep sweep = written.load();
    const LoadedScenario there = scenario_at(sweep, 0, std::vector<double>{1.6});
    EXPECT_THAT(there.scenario.benefits.rent_months.cells, Each(2));
    EXPECT_THAT(there.scenario.quotas.kandas.cells, ElementsAre(1, 1, 2, 2));
    EXPECT_EQ(there.scenario.benefits.relocation_mrp.cells, sweep.arms[0].base.scenario.benefits.relocation_mrp.cells);
    for (const ValueNote& note : there.notes)
        if (note.path == "benefits.rent_months") {
            EXPECT_EQ(note.low, -1e9);
            EXPECT_EQ(note.status, "scenario");
        }
}

TEST(what_a_share_makes_of_a_whole_number, is_rounded_before_it_is_held_against_the_limits) {
    const SweepFile written(
        "vary: {x: {values: [1, 2], paths: {internal.job_seekers_only.2000-01-01: {times: 0.4}}}}\ndesign: grid\n");
    const Sweep sweep = written.load();
    EXPECT_EQ(scenario_at(sweep, 0, std::vector<double>{1}).scenario.internal.job_seekers_only.at(0), 0);  // of 0.4
    EXPECT_EQ(scenario_at(sweep, 0, std::vector<double>{2}).scenario.internal.job_seekers_only.at(0), 1);  // of 0.8
}

TEST(a_list_of_points, names_paths_in_its_header_and_leaves_the_base_where_a_cell_is_empty) {
    const SweepFile written("vary: {half: {paths: {places.wage.A: {times: 0.5}}}}\ndesign: {list: points.csv}\n");
    written.folder.write(
        "points.csv", "benefits.relocation_mrp.2000-01-01,quotas.mechanism.2001-01-01,half\n70,lottery,4\n,,\n90,bid_price,\n");
    const Sweep sweep = written.load();
    ASSERT_EQ(sweep.parameters.size(), 3U);
    EXPECT_EQ(sweep.parameters[0].name, "half");
    EXPECT_THAT(sweep.parameters[2].words, ElementsAre("lottery", "bid_price"));
    EXPECT_THAT(sweep.listed, ElementsAre(4, 70, 0, IsNan(), IsNan(), IsNan(), IsNan(), 90, 1));
    EXPECT_EQ(sweep.inputs.back().name, "points.csv");
    EXPECT_THAT(sweep.text, HasSubstr(sweep.inputs.back().sha256));
    EXPECT_EQ(make_design(sweep, 1).points, 3);
    EXPECT_EQ(scenario_at(sweep, 0, make_design(sweep, 1).at(0)).scenario.places.wage.at(0), 2);
    EXPECT_EQ(scenario_at(sweep, 0, make_design(sweep, 1).at(1)).resolved_text, sweep.arms[0].base.resolved_text);
}

TEST(replicates_and_points, of_the_command_line_win) {
    const SweepFile written("vary: {work.participation: [0.5, 1]}\ndesign: halton\npoints: 4\nreplicates: 7\n");
    EXPECT_EQ(written.load({"run.replicates=2"}).arms[0].base.scenario.run.replicates, 2);
    EXPECT_EQ(written.load({"replicates=5"}).arms[0].base.scenario.run.replicates, 5);
    EXPECT_EQ(written.load({}, {"9"}).points, 9);
    EXPECT_THAT(written.load({}, {"9"}).text, HasSubstr("points: 9"));
}

}  // namespace
}  // namespace qonys
