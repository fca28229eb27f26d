// Arms side by side, by hand: differences within replicates, their intervals, and how much pairing saves.
#include "accounts/paired.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "worked/small_comparison.hpp"

namespace qonys {
namespace {

using test::no_meaning;
using test::SmallComparison;
using testing::ElementsAre;

// Table "x" of one arm against another, one cell, by replicates.
PairedTable compared(const std::vector<double>& reference, const std::vector<double>& arm, std::int64_t replicates_per_draw = 1,
                     bool uncertain = false) {
    SmallComparison c({"ref", "arm"}, reference.size());
    c.add_table({"x", "persons", "X", {}}, Period::whole_run, {});
    for (std::size_t r = 0; r < reference.size(); ++r) {
        c.at(r, 0, "x", {}) = reference[r];
        c.at(r, 1, "x", {}) = arm[r];
    }
    return c.summary(replicates_per_draw, uncertain).tables.at(0);
}

TEST(paired, takes_differences_within_the_replicate) {
    const PairedTable t = compared({10, 12, 14, 20}, {13, 15, 16, 24});
    EXPECT_THAT(t.mean, ElementsAre(14, 17));
    EXPECT_DOUBLE_EQ(t.se[0], std::sqrt(56.0 / 3 / 4));
    EXPECT_DOUBLE_EQ(t.se[1], std::sqrt(70.0 / 3 / 4));
    EXPECT_DOUBLE_EQ(t.difference[1], 3);  // of 3, 3, 2, 4
    EXPECT_DOUBLE_EQ(t.difference_se[1], std::sqrt(2.0 / 3 / 4));
    EXPECT_EQ(t.probability_higher[1], 1);
    EXPECT_NEAR(t.variance_reduction[1], (56 + 70) / 2.0, 1e-9);
}

TEST(paired, interval_uses_the_quantiles_of_student) {
    // From printed tables: 97.5 % quantiles of 1, 3 and 9 degrees of freedom.
    for (const auto& [replicates, quantile] : {std::pair{2, 12.7062}, {4, 3.18245}, {10, 2.26216}}) {
        std::vector<double> reference(static_cast<std::size_t>(replicates), 5), arm = reference;
        for (std::size_t i = 0; i < arm.size(); ++i) arm[i] += i % 2 == 0 ? 1 : 3;  // difference 2 ± 1
        const PairedTable t = compared(reference, arm);
        const double se = std::sqrt(replicates / (replicates - 1.0) / replicates);
        EXPECT_NEAR(t.low[1], 2 - quantile * se, 1e-4) << replicates;
        EXPECT_NEAR(t.high[1], 2 + quantile * se, 1e-4) << replicates;
    }
}

TEST(paired, counts_a_tie_as_half_a_win) {
    EXPECT_EQ(compared({1, 5, 3, 4}, {2, 5, 1, 9}).probability_higher[1], 2.5 / 4);
    EXPECT_EQ(compared({1, 5}, {1, 5}).probability_higher[1], 0.5);
}

TEST(paired, equal_arms_differ_by_exactly_nothing) {
    const PairedTable t = compared({0.1, 0.7, 0.3}, {0.1, 0.7, 0.3});
    for (const std::vector<double>* figures : {&t.difference, &t.difference_se, &t.low, &t.high}) EXPECT_EQ((*figures)[1], 0);
    EXPECT_EQ(t.variance_reduction[1], std::numeric_limits<double>::infinity());
}

TEST(paired, a_constant_difference_is_exact_and_nothing_can_be_said_where_nothing_varies) {
    const PairedTable shifted = compared({1, 2, 3}, {11, 12, 13});
    EXPECT_TRUE(std::isinf(shifted.variance_reduction[1]));
    EXPECT_EQ(shifted.low[1], 10);
    EXPECT_EQ(shifted.high[1], 10);
    EXPECT_TRUE(std::isinf(compared({0.1, 0.2, 0.3}, {0.4, 0.5, 0.6}).variance_reduction[1])) << "but for rounding";
    EXPECT_TRUE(std::isnan(compared({4, 4}, {5, 5}).variance_reduction[1]));
    EXPECT_EQ(compared({4, 4}, {5, 5}).difference[1], 1);
}

TEST(paired, reference_differs_from_itself_by_nothing_where_it_has_a_meaning) {
    const PairedTable t = compared({1, 2, 3}, {4, 4, 4});
    EXPECT_EQ(t.difference[0], 0);
    EXPECT_EQ(t.low[0], 0);
    EXPECT_EQ(t.probability_higher[0], 0.5);
    EXPECT_TRUE(std::isnan(compared({no_meaning, no_meaning}, {1, 2}).difference[0]));
}

TEST(paired, compares_only_replicates_in_which_both_have_a_meaning) {
    const PairedTable t = compared({1, no_meaning, 5, 8}, {2, 50, no_meaning, 12});
    EXPECT_DOUBLE_EQ(t.mean[0], 14.0 / 3);
    EXPECT_DOUBLE_EQ(t.mean[1], 64.0 / 3);
    EXPECT_DOUBLE_EQ(t.difference[1], 2.5);  // of 1 and 4
    EXPECT_DOUBLE_EQ(t.difference_se[1], 1.5);
    EXPECT_NEAR(t.high[1], 2.5 + 12.7062 * 1.5, 1e-4);
    const PairedTable never = compared({1, no_meaning}, {no_meaning, 2});
    EXPECT_EQ(never.mean[1], 2);
    EXPECT_TRUE(std::isnan(never.difference[1]));
    EXPECT_TRUE(std::isnan(never.probability_higher[1]));
}

TEST(paired, one_replicate_tells_a_difference_but_no_error) {
    const PairedTable t = compared({3}, {7});
    EXPECT_EQ(t.difference[1], 4);
    EXPECT_TRUE(std::isnan(t.difference_se[1]));
    EXPECT_TRUE(std::isnan(t.low[1]));
    EXPECT_TRUE(std::isnan(t.variance_reduction[1]));
}

TEST(paired, draws_of_uncertain_parameters_are_the_observations) {
    // Differences 1, 3 | 4, 6 | 8, 8: means of draws 2, 5, 8.
    const PairedTable t = compared({0, 0, 10, 10, 20, 20}, {1, 3, 14, 16, 28, 28}, 2, true);
    EXPECT_DOUBLE_EQ(t.difference[1], 5);
    EXPECT_NEAR(t.difference_se[1], 3 / std::sqrt(3.0), 1e-12);
    EXPECT_NEAR(t.high[1], 5 + 4.30265 * std::sqrt(3.0), 1e-4);  // 2 degrees of freedom
    EXPECT_NEAR(t.se[0], 10 / std::sqrt(3.0), 1e-12);
    // means of draws of the arm 2, 15, 28: variances 100 + 169 against 9
    EXPECT_NEAR(t.variance_reduction[1], 269.0 / 9, 1e-9);
    EXPECT_TRUE(std::isnan(compared({1, 2}, {3, 5}, 2, true).low[1])) << "one draw";
}

TEST(paired, keeps_each_replicate_of_the_whole_run_by_arm) {
    SmallComparison c({"ref", "arm"}, 2);
    const Axis area{"area", {"NO", "KZ"}};
    c.add_table({"early", "1", "Before", {"area"}}, Period::year, {{"year", {"2024"}}, area});
    c.add_table({"a", "1", "A", {"area"}}, Period::whole_run, {area});
    c.add_table({"b", "1", "B", {}}, Period::whole_run, {});
    double next = 0;
    for (std::size_t arm = 0; arm < 2; ++arm)
        for (std::size_t r = 0; r < 2; ++r) {
            for (const char* label : {"NO", "KZ"}) c.at(r, arm, "a", {label}) = ++next;
            c.at(r, arm, "b", {}) = 100 + next;
        }
    const PairedSummary s = c.summary();
    EXPECT_EQ(s.replicates, 2);
    EXPECT_THAT(s.find("a", Period::whole_run).replicates, ElementsAre(1, 2, 3, 4, 5, 6, 7, 8));
    EXPECT_THAT(s.find("b", Period::whole_run).replicates, ElementsAre(102, 104, 106, 108));
    EXPECT_TRUE(s.find("early", Period::year).replicates.empty());
    const PairedTable& a = s.find("a", Period::whole_run);
    EXPECT_EQ(a.mean[a.at(1, a.cell({"KZ"}))], 7);
    EXPECT_THROW(a.cell({"SO"}), BrokenInvariant);
    EXPECT_TRUE(s.has("early", Period::year));
    EXPECT_FALSE(s.has("early", Period::whole_run));
    EXPECT_THROW(s.find("early", Period::whole_run), BrokenInvariant);
}

TEST(paired, has_a_layout_before_the_first_replicate) {
    SmallComparison c({"ref", "arm"}, 0);
    c.add_table({"x", "1", "X", {"stream"}}, Period::whole_run, {{"stream", {"a", "b"}}});
    const PairedSummary s = c.summary();
    EXPECT_EQ(s.find("x", Period::whole_run).mean.size(), 4U);
    EXPECT_TRUE(std::isnan(s.find("x", Period::whole_run).mean[0]));
}

TEST(paired, refuses_replicates_of_another_shape) {
    PairedBuilder builder({"ref", "arm"}, {{{"x", "1", "X", {}}, Period::whole_run, {}, {}, {}, {}}}, 1, false);
    EXPECT_THROW(builder.add({{1}}), BrokenInvariant);
    EXPECT_THROW(builder.add({{1}, {1, 2}}), BrokenInvariant);
}

}  // namespace
}  // namespace qonys
