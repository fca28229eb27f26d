// Estimators on samples small enough to do by hand.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/problems.hpp"
#include "sensitivity/effects.hpp"
#include "sensitivity/elementary_effects.hpp"
#include "sensitivity/least_squares.hpp"
#include "sensitivity/regression.hpp"
#include "sensitivity/resample.hpp"
#include "sensitivity/sobol_indices.hpp"
#include "support/test_functions.hpp"

namespace qonys {
namespace {

using test::empty_sample;
using test::grid_design;
using test::Point;
using test::with_outputs;
using testing::DoubleNear;
using testing::ElementsAre;
using testing::HasSubstr;

const double nan_value = no_estimate;

template <class Call>
std::string refusal(Call call) {
    try {
        call();
    } catch (const BadInput& bad) {
        return bad.what();
    }
    return "nothing";
}

// ---- products and resamples

// (1 + 2 + 4)(3 + 5 + 7) = 105 less 3 + 10 + 28 of the same replicate, over 3 * 2 pairs.
TEST(mean_product, takes_pairs_of_different_replicates) {
    EXPECT_DOUBLE_EQ(mean_product(std::vector<double>{1, 2, 4}, std::vector<double>{3, 5, 7}), 64.0 / 6);
    EXPECT_DOUBLE_EQ(mean_product(std::vector<double>{3}, std::vector<double>{5}), 15);
}

TEST(resampled, draws_as_many_as_there_are_and_the_same_again) {
    const auto times = resampled(10, 3, 0);
    std::uint32_t sum = 0;
    for (const auto t : times) sum += t;
    EXPECT_EQ(sum, 10u);
    EXPECT_EQ(times, resampled(10, 3, 0));
    EXPECT_NE(times, resampled(10, 3, 1));
    EXPECT_NE(times, resampled(10, 4, 0));
    EXPECT_THAT(resampled(1, 3, 0), ElementsAre(1u));
}

// 0, 1, ... 20: the 5th and 95th of a hundred lie at 1 and 19.
TEST(with_interval, gives_percentiles_of_the_resamples) {
    std::vector<double> values;
    for (int i = 20; i >= 0; --i) values.push_back(i);
    const Estimate estimate = with_interval(7, values, 0.9);
    EXPECT_DOUBLE_EQ(estimate.value, 7);
    EXPECT_DOUBLE_EQ(estimate.low, 1);
    EXPECT_DOUBLE_EQ(estimate.high, 19);
    EXPECT_DOUBLE_EQ(with_interval(7, {0, 1}, 0.9).low, 0.05);
}

TEST(with_interval, has_no_interval_when_too_many_resamples_have_no_value) {
    EXPECT_TRUE(std::isnan(with_interval(1, {1, 2, 3, nan_value}, 0.9).low));
    EXPECT_DOUBLE_EQ(with_interval(1, {1, 2, 3, nan_value}, 0.5).low, 1.5);
    EXPECT_TRUE(std::isnan(with_interval(1, {}, 0.9).high));
}

// Of 4, 5 and 6 the jackknife's square is 2/3 * 2; Student's t with 2 is 0.95 sqrt(2 / (4 * 0.975 * 0.025)).
TEST(with_replicates, adds_the_squares_on_each_side) {
    const double square = 0.95 * 0.95 * 2 / (4 * 0.975 * 0.025) * 4 / 3;
    const Estimate wider = with_replicates({5, 4, 7}, {4, 5, 6}, 0.95);
    EXPECT_DOUBLE_EQ(wider.value, 5);
    EXPECT_NEAR(wider.low, 5 - std::sqrt(1 + square), 1e-12);
    EXPECT_NEAR(wider.high, 5 + std::sqrt(4 + square), 1e-12);
    // Rows alone put it above the value.
    EXPECT_NEAR(with_replicates({5, 5.5, 7}, {4, 5, 6}, 0.95).low, 5.5 - std::sqrt(square), 1e-12);
    EXPECT_EQ(with_replicates({0.1, 0.1, 0.3}, {2, 2, 2}, 0.95).high, 0.3);
    EXPECT_TRUE(std::isnan(with_replicates({5, 4, 7}, {4, nan_value, 6}, 0.95).low));
    EXPECT_TRUE(std::isnan(with_replicates({5, nan_value, nan_value}, {4, 5, 6}, 0.95).high));
}

// Points 0 and 10 on average, replicates 2 apart: covariance of the replicates 50, variance within a point 2.
TEST(noise_share, parts_the_variance_of_a_run) {
    DesignSample sample = empty_sample(2, 1);
    sample.replicates = 2;
    sample.y = {-1, 1, 9, 11};
    EXPECT_DOUBLE_EQ(noise_share(sample).parameters, 50);
    EXPECT_DOUBLE_EQ(noise_share(sample).monte_carlo, 2);
    EXPECT_TRUE(noise_share(sample).known);
    sample.replicates = 1;
    sample.y = {0, 10};
    EXPECT_DOUBLE_EQ(noise_share(sample).parameters, 50);
    EXPECT_TRUE(std::isnan(noise_share(sample).monte_carlo));
    EXPECT_FALSE(noise_share(sample).known);
}

// Two of five points have both replicates: too few to speak for all.
TEST(noise_share, is_not_known_when_most_points_lack_a_replicate) {
    DesignSample sample = empty_sample(5, 1);
    sample.replicates = 2;
    sample.y = {-1, 1, 9, 11, 4, nan_value, 5, nan_value, nan_value, 6};
    EXPECT_FALSE(noise_share(sample).known);
    sample.y[5] = 4;
    EXPECT_TRUE(noise_share(sample).known);
}

// ---- Sobol' indices: two base rows, one parameter (so that E is B)

DesignSample two_rows(std::size_t replicates, std::vector<double> y) {
    DesignSample sample = empty_sample(6, 1);
    sample.block = {0, 0, 0, 1, 1, 1};
    sample.role = {0, 1, 2, 0, 1, 2};
    sample.replicates = replicates;
    sample.y = std::move(y);
    return sample;
}

// A = (0, 1), B = E = (1, 3), V(A) = 1/2.
TEST(sobol_indices, of_two_rows_by_hand) {
    const DesignSample sample = two_rows(1, {0, 1, 1, 1, 3, 3});
    const auto jansen = sobol_indices(sample, SobolEstimator::jansen, {});
    EXPECT_DOUBLE_EQ(jansen.variance, 0.5);
    EXPECT_DOUBLE_EQ(jansen.first[0].value, 1);
    EXPECT_DOUBLE_EQ(jansen.total[0].value, (1 + 4) / (3 * 0.5));
    // Centred by 1.5: m(A) = -1, m(B) = 0.5, S(E B) = 2.5, S(E A) = 0.
    const auto saltelli = sobol_indices(sample, SobolEstimator::saltelli, {});
    EXPECT_DOUBLE_EQ(saltelli.first[0].value, (2.5 + 0.5) / 0.5);
    EXPECT_DOUBLE_EQ(saltelli.total[0].value, (1 + 0.5) / 0.5);
    const auto martinez = sobol_indices(sample, SobolEstimator::martinez, {});
    EXPECT_DOUBLE_EQ(martinez.first[0].value, 1);
    EXPECT_NEAR(martinez.total[0].value, 0, 1e-15);
    // V(A and B) = (5 - 1/4) / 3 after centring, S(B (E - A)) = -0.5 + 3.
    const auto both = sobol_indices(sample, SobolEstimator::saltelli_jansen, {});
    EXPECT_DOUBLE_EQ(both.variance, 4.75 / 3);
    EXPECT_DOUBLE_EQ(both.first[0].value, 2.5 / (2 * 4.75 / 3));
    EXPECT_DOUBLE_EQ(both.total[0].value, 5 / (4 * 4.75 / 3));
    EXPECT_DOUBLE_EQ(both.first_sum.value, both.first[0].value);
    EXPECT_FALSE(jansen.noise_removed);
    EXPECT_EQ(jansen.rows, 2u);
    // Half of the resamples take one row twice, which has no variance.
    EXPECT_TRUE(std::isnan(jansen.total[0].low));
}

// Replicates of A: (0, 0), (1, 3); of B and E: (2, 1), (3, 5). Crosswise V(A) = 0.5 * 1.5 * 2 = 1.5 and (E - A)^2 = 2 * 1 and 2 *
// 2; of the means V(A) = 2 and (E - A)^2 = 2.25 and 4.
TEST(sobol_indices, take_products_between_replicates_by_hand) {
    const auto indices = sobol_indices(two_rows(2, {0, 0, 2, 1, 2, 1, 1, 3, 3, 5, 3, 5}), SobolEstimator::jansen, {});
    EXPECT_TRUE(indices.noise_removed);
    EXPECT_DOUBLE_EQ(indices.variance, 1.5);
    EXPECT_DOUBLE_EQ(indices.total[0].value, 6 / (3 * 1.5));
    EXPECT_DOUBLE_EQ(indices.total_raw[0].value, 6.25 / (3 * 2));
}

TEST(sobol_indices, refuse_what_is_no_such_design) {
    const auto call = [](const DesignSample& sample) {
        return refusal([&] { sobol_indices(sample, SobolEstimator::jansen, {}); });
    };
    DesignSample sample = two_rows(1, {0, 1, 1, 1, 3, 3});
    sample.role[1] = 0;
    EXPECT_THAT(call(sample), HasSubstr("base row 0"));
    sample.role[1] = 3;
    EXPECT_THAT(call(sample), HasSubstr("base row 0"));
    sample.role[1] = -1;
    EXPECT_THAT(call(sample), HasSubstr("base row 0"));
    EXPECT_THAT(call(with_outputs(grid_design(2, 2), [](Point x) { return x[0]; })), HasSubstr("design: sobol"));
    EXPECT_THAT(call(two_rows(1, {0, 1, nan_value, 1, 3, 3})), HasSubstr("1 of 2 have"));
    sample = two_rows(1, {0, 1, 1, 1, 3, 3});
    sample.role.clear();
    EXPECT_THAT(call(sample), HasSubstr("no base rows"));
}

TEST(sobol_indices, stop_when_sizes_do_not_fit) {
    DesignSample sample = two_rows(1, {0, 1, 1, 1, 3});
    EXPECT_THROW(sobol_indices(sample, SobolEstimator::jansen, {}), BrokenInvariant);
}

// ---- Morris

TEST(elementary_effects, of_a_linear_function_are_its_slopes) {
    const auto sample = with_outputs(test::morris_design(6, 3, 1), [](Point x) { return 5 + 2 * x[0] - 3 * x[1]; });
    const auto effects = elementary_effects(sample, {});
    const std::vector<double> slopes{2, -3, 0};
    for (std::size_t i = 0; i < 3; ++i) {
        EXPECT_NEAR(effects.mu[i].value, slopes[i], 1e-12);
        EXPECT_NEAR(effects.mu_star[i].value, std::abs(slopes[i]), 1e-12);
        EXPECT_NEAR(effects.mu_star[i].low, effects.mu_star[i].high, 1e-12);
        EXPECT_NEAR(effects.sigma[i], 0, 1e-12);
        EXPECT_TRUE(std::isnan(effects.noise[i]));
    }
    EXPECT_EQ(effects.trajectories, 6u);
    EXPECT_FALSE(effects.noise_removed);
}

// Effects -1 and -3 of the move up in one trajectory, 5 and 7 of the move down in the other. About the replicates' means +-3 and
// +-5, crosswise 15 + 15; within each trajectory the variance is 2, that of a mean of two replicates 1.
TEST(elementary_effects, with_replicates_by_hand) {
    DesignSample sample = empty_sample(4, 1);
    sample.block = {0, 0, 1, 1};
    sample.role = {0, 1, 0, 1};
    sample.x = sample.unit = {0, 0.5, 0.75, 0.25};
    sample.replicates = 2;
    sample.y = {0, 0, -0.5, -1.5, 2.5, 3.5, 0, 0};
    const auto effects = elementary_effects(sample, {});
    EXPECT_DOUBLE_EQ(effects.mu_star[0].value, 4);
    EXPECT_DOUBLE_EQ(effects.mu[0].value, 2);
    EXPECT_DOUBLE_EQ(effects.sigma[0], std::sqrt(30));
    EXPECT_DOUBLE_EQ(effects.noise[0], 1);
    EXPECT_TRUE(effects.noise_removed);
    EXPECT_DOUBLE_EQ(mu_star_of_noise(effects.noise[0]), 0.7978845608028654);
}

TEST(elementary_effects, drop_a_trajectory_with_a_failed_run) {
    auto sample = with_outputs(test::morris_design(5, 2, 1), [](Point x) { return x[0] + 4 * x[1]; });
    sample.y[4] = nan_value;
    const auto effects = elementary_effects(sample, {});
    EXPECT_EQ(effects.trajectories, 4u);
    EXPECT_EQ(effects.dropped, 1u);
    EXPECT_NEAR(effects.mu_star[1].value, 4, 1e-12);
}

TEST(elementary_effects, refuse_what_is_no_such_design) {
    const auto call = [](const DesignSample& sample) { return refusal([&] { elementary_effects(sample, {}); }); };
    EXPECT_THAT(call(with_outputs(grid_design(2, 2), [](Point x) { return x[0]; })), HasSubstr("design: morris"));
    const auto good = with_outputs(test::morris_design(3, 2, 1), [](Point x) { return x[0]; });
    EXPECT_EQ(call(good), "nothing");
    auto sample = good;
    sample.unit[2 * 1 + static_cast<std::size_t>(sample.role[1] - 1)] =
        sample.unit[static_cast<std::size_t>(sample.role[1] - 1)];  // no move
    EXPECT_THAT(call(sample), HasSubstr("block 0"));
    sample = good;
    sample.role[5] = sample.role[4];  // moved twice
    sample.unit[2 * 5 + static_cast<std::size_t>(sample.role[4] - 1)] += 0.1;
    EXPECT_THAT(call(sample), HasSubstr("block 1"));
    sample = good;
    sample.y[0] = sample.y[3] = nan_value;
    EXPECT_THAT(call(sample), HasSubstr("1 of 3 have"));
}

// ---- regression

// Columns (1, 1, 0), (0, 2, 0), (3, 4, 0) in three rows: the third is made of both others.
TEST(orthonormal_basis, finds_columns_that_are_made_of_others) {
    const auto basis = orthonormal_basis(3, {{1, 1, 0}, {0, 2, 0}, {3, 4, 0}, {0, 0, 5}, {0, 0, 0}});
    EXPECT_THAT(basis.kept, ElementsAre(0u, 1u, 3u));
    EXPECT_EQ(basis.identified, (std::vector<bool>{false, false, false, true, false}));
    // x of X x = (3, 4, 10) by the kept columns: 3, 1/2, 2
    std::vector<double> along;
    for (const auto& q : basis.q) along.push_back(dot(q, {3, 4, 10}));
    EXPECT_THAT(back_substituted(basis, along), ElementsAre(DoubleNear(3, 1e-14), DoubleNear(0.5, 1e-14), DoubleNear(2, 1e-14)));
}

// Hilbert columns of condition 1e8: Q stays orthonormal.
TEST(orthonormal_basis, keeps_columns_orthonormal_when_they_are_nearly_parallel) {
    std::vector<std::vector<double>> columns;
    for (int j = 0; j < 6; ++j) {
        columns.emplace_back();
        for (int i = 0; i < 8; ++i) columns.back().push_back(1.0 / (i + j + 1));
    }
    const auto basis = orthonormal_basis(8, columns);
    ASSERT_EQ(basis.q.size(), 6u);
    for (std::size_t i = 0; i < 6; ++i) {
        for (std::size_t j = 0; j < 6; ++j) EXPECT_NEAR(dot(basis.q[i], basis.q[j]), i == j ? 1 : 0, 1e-14);
    }
}

// Squares about the mean on four points: 9 by the first, 16 by the second, 4 by what neither explains (+1, -1, -1, +1).
TEST(regression, on_a_grid_of_four_points_by_hand) {
    const auto sample =
        with_outputs(grid_design(2, 2), [](Point x) { return 100 + 3 * x[0] + 4 * x[1] + (x[0] == x[1] ? 1 : -1); });
    const auto regression = standardised_regression(sample, {});
    EXPECT_NEAR(regression.coefficient[0].value, 3 / std::sqrt(29), 1e-14);
    EXPECT_NEAR(regression.coefficient[1].value, 4 / std::sqrt(29), 1e-14);
    EXPECT_NEAR(regression.partial_r2[0].value, 9.0 / 13, 1e-14);
    EXPECT_NEAR(regression.partial_r2[1].value, 16.0 / 20, 1e-14);
    EXPECT_NEAR(regression.r2.value, 25.0 / 29, 1e-14);
    EXPECT_NEAR(regression.r2_adjusted, 1 - 4.0 / 29 * 3, 1e-14);
    EXPECT_TRUE(std::isnan(regression.r2_possible));
    EXPECT_EQ(regression.used, 4u);
}

TEST(regression, leaves_out_parameters_without_a_meaning_and_keeps_the_others) {
    // b = 2 a - 1 and neither has a share of its own; c is constant; d has no value at one point; e is free.
    DesignSample sample = empty_sample(8, 5);
    for (std::size_t p = 0; p < 8; ++p) {
        const double a = static_cast<double>(p % 3), e = static_cast<double>(p * p % 5);
        const std::vector<double> row{a, 2 * a - 1, 7, p == 3 ? nan_value : a * e, e};
        std::copy(row.begin(), row.end(), sample.x.begin() + static_cast<std::ptrdiff_t>(5 * p));
    }
    sample.unit.clear();
    sample = with_outputs(sample, [](Point x) { return x[0] - 2 * x[4]; });
    const auto regression = standardised_regression(sample, {});
    for (const std::size_t i : {0u, 1u, 2u, 3u}) EXPECT_TRUE(std::isnan(regression.coefficient[i].value)) << i;
    EXPECT_NEAR(regression.r2.value, 1, 1e-14);
    EXPECT_NEAR(regression.partial_r2[4].value, 1, 1e-12);
    EXPECT_LT(regression.coefficient[4].value, -0.5);
    EXPECT_EQ(regression.coefficient.size(), 5u);
}

// Words of three: their order means nothing. The other parameter is as if alone, and one point fewer would do.
TEST(regression, leaves_out_words_without_an_order) {
    auto sample = with_outputs(grid_design(3, 2), [](Point x) { return x[0] + (x[1] == 1 ? 1 : 0); });
    EXPECT_GT(standardised_regression(sample, {}).partial_r2[0].value, 0.5);
    EXPECT_FALSE(std::isnan(standardised_regression(sample, {}).coefficient[1].value));
    sample.ordered = {true, false};
    const auto regression = standardised_regression(sample, {});
    EXPECT_TRUE(std::isnan(regression.coefficient[1].value));
    EXPECT_TRUE(std::isnan(regression.partial_r2[1].high));
    EXPECT_NEAR(regression.coefficient[0].value, std::sqrt(6 / 8.0), 1e-14);  // squares: 6 of 6 + 2
    EXPECT_NEAR(regression.r2_adjusted, 1 - 0.25 * 8 / 7, 1e-14);
    sample.ordered = {true};
    EXPECT_THROW(standardised_regression(sample, {}), BrokenInvariant);
}

TEST(regression, refuses_fewer_points_than_parameters_and_two) {
    auto sample = with_outputs(grid_design(2, 2), [](Point x) { return x[0]; });
    EXPECT_EQ(refusal([&] { standardised_regression(sample, {}); }), "nothing");
    sample.y[2] = nan_value;
    EXPECT_THAT(refusal([&] { standardised_regression(sample, {}); }), HasSubstr("at least 4 points with a value; there are 3"));
}

TEST(regression, has_no_partial_r2_where_nothing_is_left) {
    const auto regression =
        standardised_regression(with_outputs(test::scattered(30, 2, 1), [](Point x) { return 3 * x[0] + 1; }), {});
    EXPECT_NEAR(regression.partial_r2[0].value, 1, 1e-12);
    EXPECT_TRUE(std::isnan(regression.partial_r2[1].value));
    EXPECT_NEAR(regression.coefficient[1].value, 0, 1e-12);
}

TEST(regression, does_not_count_parameters_that_it_leaves_out) {
    DesignSample sample = empty_sample(3, 2);
    sample.x = {0, nan_value, 1, 5, 2, 6};
    sample.unit.clear();
    sample.y = {0, 1, 2};
    EXPECT_NEAR(standardised_regression(sample, {}).coefficient[0].value, 1, 1e-14);
}

// Of two replicates, the products of one with the other over the squares of their means, all about the mean.
TEST(regression, says_how_much_could_be_explained) {
    DesignSample sample = empty_sample(4, 1);
    sample.x = {0, 1, 2, 3};
    sample.unit.clear();
    sample.replicates = 2;
    sample.y = {0, 10, 1, 11, 2, 12, 3, 13};  // no noise but what is the same at every point
    EXPECT_NEAR(standardised_regression(sample, {}).r2_possible, 1, 1e-14);
    sample.y = {0, 0, 1, 2, 2, 0, 3, 2};  // 1.5 - 0.5 - 0.5 + 1.5 over 2 (1.25^2 + 0.25^2)
    EXPECT_DOUBLE_EQ(standardised_regression(sample, {}).r2_possible, 2 / 3.25);
    sample.y = {0, 2, 1, 2, 2, 0, 3, 0};  // the second falls where the first rises
    EXPECT_DOUBLE_EQ(standardised_regression(sample, {}).r2_possible, 0);
    // Slopes 1 and 3 are noise in part, yet the mean is a straight line: R2 is no part of what is no noise.
    sample.y = {0, 0, 1, 3, 2, 6, 3, 9};
    EXPECT_NEAR(standardised_regression(sample, {}).r2_possible, 0.75, 1e-14);
    EXPECT_NEAR(standardised_regression(sample, {}).r2.value, 1, 1e-14);
}

// ---- effects

// y = 0, 0, 0, 1: squares about the mean 0.75, of which each parameter explains 0.25 and both together the rest.
TEST(effects, of_a_product_on_a_grid_by_hand) {
    const auto result = effects(with_outputs(grid_design(2, 2), [](Point x) { return x[0] * x[1]; }));
    ASSERT_EQ(result.main.size(), 2u);
    for (const auto& main : result.main) {
        EXPECT_DOUBLE_EQ(main.share, 1.0 / 3);
        EXPECT_DOUBLE_EQ(main.chance, 1.0 / 3);
        ASSERT_EQ(main.levels.size(), 2u);
        EXPECT_DOUBLE_EQ(main.levels[0].mean, 0);
        EXPECT_DOUBLE_EQ(main.levels[0].se, 0);
        EXPECT_DOUBLE_EQ(main.levels[1].mean, 0.5);
        EXPECT_DOUBLE_EQ(main.levels[1].se, 0.5);
        EXPECT_DOUBLE_EQ(main.levels[1].low, 1);
        EXPECT_EQ(main.levels[1].points, 2u);
    }
    ASSERT_EQ(result.interactions.size(), 1u);
    EXPECT_NEAR(result.interactions[0].share, 1.0 / 3, 1e-14);
    EXPECT_DOUBLE_EQ(result.interactions[0].chance, 1.0 / 3);
    EXPECT_TRUE(std::isnan(result.interactions[0].limit));  // no noise is known
    EXPECT_EQ(result.pairs, 1u);
    EXPECT_TRUE(std::isnan(result.noise));
}

// Squares of the means 16 + 0.25. The replicates' interactions are opposite, crosswise -4: a share below zero, and as much noise.
TEST(effects, add_up_to_one_with_the_noise) {
    const auto sample = with_outputs(grid_design(2, 2), 2, [](Point x, std::size_t, std::size_t r) {
        return 4 * x[0] + (r == 0 ? 1.0 : -1.0) * (x[0] == x[1] ? 1 : -1) + 0.5 * x[1];
    });
    const auto result = effects(sample);
    EXPECT_DOUBLE_EQ(result.main[0].share, 16 / 16.25);
    EXPECT_DOUBLE_EQ(result.main[1].share, 0.25 / 16.25);
    EXPECT_TRUE(result.interactions.empty());
    EXPECT_NEAR(effects_of_all_pairs(sample).interactions[0].share, -4 / 16.25, 1e-14);
    EXPECT_NEAR(result.noise, 4 / 16.25, 1e-14);
}

// The cell (2, 2) is missing: one effect of each parameter still fits exactly, though each alone explains part of the other.
TEST(effects, show_no_interaction_of_a_sum_in_an_unbalanced_design) {
    auto sample = with_outputs(grid_design(3, 2), [](Point x) { return x[0] + 2 * x[1]; });
    sample.y[8] = nan_value;
    const auto result = effects(sample);
    EXPECT_NEAR(effects_of_all_pairs(sample).interactions.at(0).share, 0, 1e-14);
    EXPECT_TRUE(result.interactions.empty());
    EXPECT_EQ(result.main[0].levels[2].points, 2u);
}

// Points of sobol, morris and one_at_a_time designs share values: no interactions, nothing said of chance.
TEST(effects, try_no_pairs_where_points_share_values) {
    auto sample = with_outputs(grid_design(3, 2), [](Point x) { return x[0] * x[1]; });
    EXPECT_EQ(effects(sample).interactions.size(), 1u);
    sample.role[4] = 1;
    const auto result = effects(sample);
    EXPECT_EQ(result.pairs, 0u);
    EXPECT_TRUE(result.interactions.empty());
    EXPECT_TRUE(std::isnan(result.main[0].chance));
    EXPECT_NEAR(result.main[0].share, 6.0 / 16, 1e-14);  // 3 (1 + 0 + 1) of 2 * 2 * 4
}

// Replicates of an interaction of +-1: 5 and 1. Its squares 4 * 9 of the means, noise 4 * 4, F with 1 and 1 at 5 % is 161.4476.
TEST(effects, have_limits_from_the_replicates_in_a_grid) {
    const auto pair = [](std::size_t replicates, double second) {
        const auto sample = with_outputs(grid_design(2, 2), replicates, [&](Point x, std::size_t, std::size_t r) {
            return (r == 0 ? 5 : second) * (x[0] == x[1] ? 1 : -1);
        });
        return effects_of_all_pairs(sample).interactions.at(0);
    };
    EXPECT_NEAR(pair(2, 1).limit, 16 * (161.4476387975881 - 1) / 36, 1e-9);
    EXPECT_NEAR(pair(2, 1).share, 20.0 / 36, 1e-14);
    EXPECT_NEAR(pair(2, 5).limit, 0, 1e-14);
}

// The replicates 4, 5 and 6 times one shape whose squares are 4: noise 4 * 2 / (3 * 2) in one direction of the four that are
// free, so that F has 1 and 2 degrees of freedom; its upper 5 % is the square of Student's t.
TEST(effects, have_limits_for_noise_of_one_shape) {
    const auto sample = with_outputs(grid_design(3, 2), 3, [](Point x, std::size_t, std::size_t r) {
        return (4 + static_cast<double>(r)) * (x[0] - 1) * (x[1] - 1);
    });
    const double f = 0.95 * 0.95 * 2 / (4 * 0.975 * 0.025);
    EXPECT_NEAR(effects(sample).interactions.at(0).limit, 4.0 / 3 * (f - 1) / 100, 1e-9);
}

// Four points of three parameters: what the first two seem to do together may be the third.
TEST(effects, try_no_pair_that_may_be_another_parameter) {
    DesignSample sample = empty_sample(4, 3);
    sample.x = {0, 0, 0, 0, 1, 1, 1, 0, 2, 1, 1, 3};
    sample.unit.clear();
    EXPECT_EQ(effects(with_outputs(sample, [](Point x) { return x[2] * x[2]; })).pairs, 0u);
}

// Seven values are thirds: 0 1, 2 3, 4 5 6; words stay what they are; equal values stay together. As in the base is a level of
// its own.
TEST(effects, make_thirds_of_many_values) {
    DesignSample sample = empty_sample(8, 1);
    sample.x = {6, 5, 4, 3, 2, 1, 0, nan_value};
    sample.unit.clear();
    sample = with_outputs(sample, [](Point x) { return std::isnan(x[0]) ? 100 : x[0]; });
    const auto levels = effects(sample).main[0].levels;
    ASSERT_EQ(levels.size(), 4u);
    EXPECT_DOUBLE_EQ(levels[0].high, 1);
    EXPECT_DOUBLE_EQ(levels[1].low, 2);
    EXPECT_DOUBLE_EQ(levels[1].high, 3);
    EXPECT_DOUBLE_EQ(levels[2].mean, 5);
    EXPECT_TRUE(std::isnan(levels[3].low));
    EXPECT_DOUBLE_EQ(levels[3].mean, 100);
    EXPECT_EQ(effects(sample, 8).main[0].levels.size(), 8u);
    sample.ordered = {false};
    EXPECT_EQ(effects(sample).main[0].levels.size(), 8u);
}

TEST(effects, of_nothing_that_varies_have_no_share) {
    const auto result = effects(with_outputs(grid_design(2, 2), [](Point) { return 0.1; }));
    EXPECT_TRUE(std::isnan(result.main[0].share));
    EXPECT_EQ(result.pairs, 0u);
    DesignSample none = with_outputs(grid_design(2, 2), [](Point) { return nan_value; });
    EXPECT_EQ(effects(none).main.size(), 2u);
}

}  // namespace
}  // namespace qonys
