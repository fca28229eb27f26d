// Scenario discovery on points small enough to do by hand.
#include "sensitivity/discovery.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "base/problems.hpp"
#include "support/test_functions.hpp"

namespace qonys {
namespace {

using test::empty_sample;

DesignSample line(std::size_t points) {
    DesignSample sample = empty_sample(points, 1);
    for (std::size_t p = 0; p < points; ++p) sample.x[p] = static_cast<double>(p);
    sample.unit.clear();
    return sample;
}

// Of 0 to 9 the cases are 7, 8 and 9. One point is peeled at a time; three cases among three by chance: 0.3^3.
TEST(discover, peels_to_the_cases_by_hand) {
    PrimOptions options;
    options.peel = options.paste = 0.1;
    options.wanted_density = 1;
    const auto found = discover(line(10), {0, 0, 0, 0, 0, 0, 0, 1, 1, 1}, options);
    EXPECT_EQ(found.cases, 3u);
    ASSERT_EQ(found.trajectories.size(), 1u);
    const auto& steps = found.trajectories[0];
    ASSERT_EQ(steps.size(), 8u);
    EXPECT_DOUBLE_EQ(steps[0].density, 0.3);
    EXPECT_TRUE(steps[0].limits.empty());
    EXPECT_DOUBLE_EQ(steps[4].density, 0.5);
    EXPECT_DOUBLE_EQ(steps[4].mass, 0.6);
    const auto& box = steps[found.chosen[0]];
    EXPECT_DOUBLE_EQ(box.density, 1);
    EXPECT_DOUBLE_EQ(box.coverage, 1);
    ASSERT_EQ(box.limits.size(), 1u);
    EXPECT_DOUBLE_EQ(box.limits[0].low, 7);
    EXPECT_DOUBLE_EQ(box.limits[0].high, 9);
    EXPECT_TRUE(box.limits[0].restricts_low);
    EXPECT_FALSE(box.limits[0].restricts_high);
    EXPECT_NEAR(box.limits[0].quasi_p, 0.027, 1e-15);
}

// Half is wanted: the widest such box holds 4 to 9; pasting 3 would thin it out.
TEST(discover, chooses_the_widest_box_that_is_dense_enough) {
    PrimOptions options;
    options.peel = options.paste = 0.1;
    options.wanted_density = 0.5;
    const auto found = discover(line(10), {0, 0, 0, 0, 0, 0, 0, 1, 1, 1}, options);
    EXPECT_DOUBLE_EQ(found.trajectories[0][found.chosen[0]].limits[0].low, 4);
}

// Peeling by 4 of 10 goes past the case 5; pasting one point takes it back.
TEST(discover, pastes_back_what_was_peeled_too_much) {
    PrimOptions options;
    options.peel = 0.4;
    options.paste = 0.1;
    options.wanted_density = 1;
    const auto found = discover(line(10), {0, 0, 0, 0, 0, 1, 1, 1, 1, 1}, options);
    const auto& box = found.trajectories[0][found.chosen[0]];
    EXPECT_DOUBLE_EQ(box.limits[0].low, 5);
    EXPECT_DOUBLE_EQ(box.coverage, 1);
}

// A word with three positions, the cases in the middle one.
TEST(discover, peels_lists_by_whole_values) {
    DesignSample sample = empty_sample(30, 1);
    std::vector<int> cases;
    for (std::size_t p = 0; p < 30; ++p) {
        sample.x[p] = static_cast<double>(p % 3);
        cases.push_back(p % 3 == 1 ? 1 : 0);
    }
    sample.unit.clear();
    const auto found = discover(sample, cases, {});
    ASSERT_EQ(found.trajectories.size(), 1u);
    const auto& box = found.trajectories[0][found.chosen[0]];
    EXPECT_DOUBLE_EQ(box.limits[0].low, 1);
    EXPECT_DOUBLE_EQ(box.limits[0].high, 1);
    EXPECT_EQ(box.points, 10u);
}

// Word 1 of two has 40 cases in 50 points, 0.2 more than all; the lowest five of the other parameter hold none, and without them
// there are 60 in 95. Per point taken off that is more.
TEST(discover, does_not_prefer_a_list_because_its_values_are_many_points) {
    DesignSample sample = empty_sample(100, 2);
    std::vector<int> cases;
    for (std::size_t p = 0; p < 100; ++p) {
        sample.x[2 * p] = static_cast<double>(p % 2);
        sample.x[2 * p + 1] = static_cast<double>(p);
        cases.push_back(p >= 20 && (p % 2 == 1 || p % 4 == 0) ? 1 : 0);
    }
    const auto found = discover(sample, cases, {});
    ASSERT_EQ(found.trajectories.at(0)[1].limits.size(), 1u);
    EXPECT_EQ(found.trajectories[0][1].limits[0].parameter, 1u);
    EXPECT_EQ(found.trajectories[0][1].points, 95u);
}

// Cases at both ends: the second box is sought outside the first, its coverage is of all cases.
TEST(discover, seeks_further_boxes_among_the_rest_and_leaves_points_out) {
    PrimOptions options;
    options.peel = options.paste = 0.1;
    options.wanted_density = 1;
    const auto found = discover(line(11), {1, 1, 0, 0, 0, 0, 0, 1, 1, 1, -1}, options);
    EXPECT_EQ(found.points, 10u);
    EXPECT_EQ(found.dropped, 1u);
    ASSERT_EQ(found.trajectories.size(), 2u);
    const auto& second = found.trajectories[1][found.chosen[1]];
    EXPECT_DOUBLE_EQ(second.limits[0].high, 1);
    EXPECT_DOUBLE_EQ(second.coverage, 0.4);
    EXPECT_NEAR(second.limits[0].quasi_p, 4.0 / 49, 1e-14);  // 2 of the 7 points that are left
}

// Half of all points are cases. Outside the first box, 12 to 19, they are 2 of 12; the densest six there, 0 to 5, have 2.
TEST(discover, stops_at_a_box_no_denser_than_all_points) {
    PrimOptions options;
    options.least_mass = 0.3;
    options.wanted_density = 1;
    std::vector<int> cases(20);
    for (const std::size_t p : {2u, 5u, 12u, 13u, 14u, 15u, 16u, 17u, 18u, 19u}) cases[p] = 1;
    EXPECT_EQ(discover(line(20), cases, options).trajectories.size(), 1u);
    // With fifteen points more that are none it is denser than all: 10 of 35.
    cases.resize(35);
    options.least_mass = 5.5 / 35;
    EXPECT_EQ(discover(line(35), cases, options).trajectories.size(), 2u);
}

TEST(discover, finds_nothing_where_there_is_nothing) {
    EXPECT_TRUE(discover(line(10), std::vector<int>(10, 0), {}).trajectories.empty());
    EXPECT_TRUE(discover(line(10), std::vector<int>(10, 1), {}).trajectories.empty());
    EXPECT_TRUE(discover(line(10), std::vector<int>(10, -1), {}).trajectories.empty());
    DesignSample same = line(4);
    same.x = {2, 2, 2, 2};
    EXPECT_TRUE(discover(same, {0, 1, 0, 1}, {}).trajectories.empty());
    EXPECT_THROW(discover(line(4), {0, 1}, {}), BrokenInvariant);
}

}  // namespace
}  // namespace qonys
