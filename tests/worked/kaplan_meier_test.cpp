// The retention curve, worked by hand.
#include "accounts/kaplan_meier.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "base/problems.hpp"

namespace qonys {
namespace {

// 10 families; 1 leaves in month 0, 3 in month 2; 2 settled so late that month 2 lies after the end of the run.
TEST(retention_curve, counts_only_families_observed_in_the_month) {
    const std::vector<std::int64_t> at_risk = {10, 9, 7, 4}, left = {1, 0, 3, 0};
    const std::vector<double> share = kaplan_meier(at_risk, left);
    ASSERT_EQ(share.size(), 4U);
    EXPECT_DOUBLE_EQ(share[0], 0.9);
    EXPECT_DOUBLE_EQ(share[1], 0.9);
    EXPECT_DOUBLE_EQ(share[2], 0.9 * 4 / 7);
    EXPECT_DOUBLE_EQ(share[3], 0.9 * 4 / 7);
}

TEST(retention_curve, stays_at_zero_when_all_have_left) {
    const std::vector<std::int64_t> at_risk = {2, 2, 0, 1}, left = {0, 2, 0, 0};
    const std::vector<double> share = kaplan_meier(at_risk, left);
    EXPECT_EQ(share[1], 0);
    EXPECT_EQ(share[2], 0);
    EXPECT_EQ(share[3], 0);
}

TEST(retention_curve, ends_when_nobody_is_observed) {
    const std::vector<std::int64_t> at_risk = {2, 2, 0, 1}, left = {0, 1, 0, 0};
    const std::vector<double> share = kaplan_meier(at_risk, left);
    EXPECT_DOUBLE_EQ(share[1], 0.5);
    EXPECT_TRUE(std::isnan(share[2]));
    EXPECT_TRUE(std::isnan(share[3])) << "a month without observations cannot be bridged";
}

TEST(retention_curve, refuses_more_leavers_than_families) {
    const std::vector<std::int64_t> one = {1}, two = {2}, none;
    EXPECT_THROW(kaplan_meier(one, two), BrokenInvariant);
    EXPECT_THROW(kaplan_meier(one, none), BrokenInvariant);
}

}  // namespace
}  // namespace qonys
