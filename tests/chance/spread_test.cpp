// Chance and uncertain parameters told apart: estimates from normal numbers of known spread against what theory says of them.
#include "accounts/spread.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "base/draws.hpp"
#include "chance/z.hpp"

namespace qonys {
namespace {

using test::too_far;

constexpr double expected = 100;

struct Components {
    double sd_parameters, sd_chance;
};
constexpr DrawKey key{77, 0};

double normal(std::uint32_t experiment, std::uint32_t draw, std::uint32_t replicate) {
    return standard_normal(key, {draw, experiment}, replicate, Purpose::parameter);
}

// Replicate 0 stands for the draw of the parameters, the others for the replicates that share it. In draw i `counts[i % size]`
// replicates have a meaning.
Spread simulated(std::uint32_t experiment, std::uint32_t draws, const std::vector<std::uint32_t>& counts, const Components& sd) {
    Spread spread;
    for (std::uint32_t draw = 0; draw < draws; ++draw) {
        const double mean = expected + sd.sd_parameters * normal(experiment, draw, 0);
        for (std::uint32_t r = 1; r <= counts[draw % counts.size()]; ++r)
            add(spread, mean + sd.sd_chance * normal(experiment, draw, r));
        close_draw(spread);
    }
    return spread;
}

// Squared standard deviations estimated from 1,000 draws of 4 replicates. A mean square of f degrees of freedom has the variance
// 2 x expectation^2 / f.
TEST(spread, finds_both_components_of_simulated_numbers) {
    constexpr double draws = 1000, k = 4, parameters = 2 * 2, chance = 5 * 5, between = chance + k * parameters;
    const SpreadEstimate e = estimate(simulated(0, 1000, {4}, {2, 5}), true);
    const double sd_of_within = chance * std::sqrt(2 / (draws * (k - 1)));
    const double sd_of_between = std::sqrt(2 * between * between / (draws - 1) + sd_of_within * sd_of_within) / k;
    const auto z_chance = [&](double estimated) { return (estimated - chance) / sd_of_within; };
    const auto z_parameters = [&](double estimated) { return (estimated - parameters) / sd_of_between; };
    EXPECT_LT(std::abs(z_chance(e.sd_monte_carlo * e.sd_monte_carlo)), too_far);
    EXPECT_LT(std::abs(z_parameters(e.sd_parameters * e.sd_parameters)), too_far);
    EXPECT_LT(std::abs(test::z_of_mean(e.mean, expected, std::sqrt(between / k), draws)), too_far);
    // What wrong programs would say: all replicates in one pot, and the variance of the draws' means as it stands.
    std::vector<double> pot, means;
    for (std::uint32_t draw = 0; draw < 1000; ++draw) {
        std::vector<double> of_draw;
        for (std::uint32_t r = 1; r <= 4; ++r) of_draw.push_back(expected + 2 * normal(0, draw, 0) + 5 * normal(0, draw, r));
        pot.insert(pot.end(), of_draw.begin(), of_draw.end());
        means.push_back(test::mean_of(of_draw));
    }
    EXPECT_NEAR(e.mean, test::mean_of(pot), 1e-9);
    EXPECT_GT(std::abs(z_chance(test::variance_of(pot))), too_far);
    EXPECT_GT(std::abs(z_parameters(test::variance_of(means))), too_far);
}

// 400 small experiments of 6 draws in which 4, 2, 1, 4, 2 and 1 replicates have a meaning: on average the squared error that is
// reported is the one that is made, and the components are those put in.
TEST(spread, has_the_right_error_when_cells_have_a_meaning_in_some_replicates_only) {
    constexpr std::uint32_t experiments = 400;
    constexpr double parameters = 3 * 3, chance_put_in = 2 * 2;
    std::vector<double> made, reported, naive, chance, gap;
    for (std::uint32_t i = 0; i < experiments; ++i) {
        const SpreadEstimate e = estimate(simulated(1 + i, 6, {4, 2, 1}, {3, 2}), true);
        EXPECT_EQ(e.count, 14);
        made.push_back((e.mean - expected) * (e.mean - expected));
        reported.push_back(e.se * e.se);
        chance.push_back(e.sd_monte_carlo * e.sd_monte_carlo);
        gap.push_back(made.back() - reported.back());
        // a wrong program: replicates of one draw taken for independent ones
        naive.push_back(made.back() - (parameters + chance_put_in) / 14);
    }
    const auto z_of = [](const std::vector<double>& values, double right) {
        return test::z_of_mean(test::mean_of(values), right, std::sqrt(test::variance_of(values)),
                               static_cast<double>(values.size()));
    };
    // Var(mean) = sum of squared weights x parameters + chance / replicates, weights n_i / 14: squares 42 / 196
    const double right = parameters * 42 / 196 + chance_put_in / 14;
    EXPECT_LT(std::abs(z_of(made, right)), too_far);
    EXPECT_LT(std::abs(z_of(chance, chance_put_in)), too_far);
    EXPECT_LT(std::abs(test::mean_of(reported) / right - 1), 0.15) << "counts that differ leave a bias of a few percent";
    EXPECT_LT(std::abs(z_of(gap, 0)), too_far);
    EXPECT_GT(std::abs(z_of(naive, 0)), too_far);
}

TEST(spread, of_parameters_is_near_nothing_when_they_do_not_matter) {
    const SpreadEstimate e = estimate(simulated(0, 500, {4}, {0, 2}), true);
    EXPECT_LT(e.sd_parameters, 0.5);
    EXPECT_LT(std::abs(e.sd_monte_carlo - 2), 0.2);
}

}  // namespace
}  // namespace qonys
