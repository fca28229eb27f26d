// Estimators on noisy samples: what noise must not change, and that the indices which leave it in are caught.
#include <gtest/gtest.h>

#include "chance/z.hpp"
#include "sensitivity/discovery.hpp"
#include "sensitivity/effects.hpp"
#include "sensitivity/elementary_effects.hpp"
#include "sensitivity/regression.hpp"
#include "sensitivity/resample.hpp"
#include "sensitivity/sobol_indices.hpp"
#include "support/test_functions.hpp"

namespace qonys {
namespace {

using test::Draws;
using test::mean_of;
using test::noise;
using test::Point;
using test::sobol_design;
using test::too_far;
using test::variance_of;
using test::with_outputs;

const std::vector<double> slopes{3, 2, 1, 0};
const std::vector<double> shares{9.0 / 14, 4.0 / 14, 1.0 / 14, 0};  // first order and total alike: a sum
constexpr double signal = 14.0 / 12;                                // variance

double sum_of(Point x) {
    double sum = 0;
    for (std::size_t i = 0; i < x.size(); ++i) sum += slopes[i] * x[i];
    return sum;
}

double z_of(const std::vector<double>& values, double expected) {
    return test::z_of_mean(mean_of(values), expected, std::sqrt(variance_of(values)), static_cast<double>(values.size()));
}

const std::vector<SobolEstimator> estimators{SobolEstimator::saltelli_jansen, SobolEstimator::jansen, SobolEstimator::saltelli,
                                             SobolEstimator::martinez};

// Noise of three times the variance of the signal in each run, four replicates: three quarters are left in the means.
DesignSample noisy_sample(std::size_t rows, std::uint32_t seed, Draws draws) {
    const double scale = std::sqrt(3 * signal);
    return with_outputs(sobol_design(rows, 4, seed, draws), 4,
                        [&](Point x, std::size_t p, std::size_t r) { return sum_of(x) + scale * noise(seed, p, r); });
}

TEST(noise, is_not_read_as_interaction) {
    const auto sample = noisy_sample(4096, 1, Draws::quasi);
    for (const auto estimator : estimators) {
        const auto indices = sobol_indices(sample, estimator, {2000, 0.998, 1});  // 32 intervals that must hold
        EXPECT_TRUE(indices.noise_removed);
        EXPECT_NEAR(indices.variance, signal, 0.1);
        double sum = 0, raw_first = 0, raw_total = 0;
        for (std::size_t i = 0; i < 4; ++i) {
            sum += indices.first[i].value;
            raw_first += indices.first_raw[i].value;
            raw_total += indices.total_raw[i].value;
            EXPECT_LE(indices.total[i].low, shares[i]) << i;
            EXPECT_GE(indices.total[i].high, shares[i]) << i;
            EXPECT_LE(indices.first[i].low, shares[i]) << i;
            EXPECT_GE(indices.first[i].high, shares[i]) << i;
            EXPECT_GT(indices.total_raw[i].low, shares[i] + 0.05) << i;  // three sevenths of the means' variance are noise
        }
        EXPECT_NEAR(sum, 1, 0.2);
        // With the noise in, all parameters seem to take part in interactions.
        EXPECT_NEAR(raw_first, 4.0 / 7, 0.15);
        EXPECT_NEAR(raw_total, 4.0 / 7 + 4 * 3.0 / 7, 0.25);
    }
    const auto share = noise_share(sample);
    EXPECT_NEAR(share.parameters, signal, 0.05);
    EXPECT_NEAR(share.monte_carlo, 3 * signal, 0.05);
}

// The numerators of the indices have no bias over many small samples. A replicate's noise is partly shared by all points and
// partly a slope of its own in each parameter: common random numbers. One parameter without effect and three with.
struct Numerators {
    std::vector<double> total, total_raw, first, first_raw, variance;  // [sample] of one parameter; indices times variance
};

Numerators numerators(SobolEstimator estimator, std::size_t parameter) {
    Numerators all;
    for (std::uint32_t s = 0; s < 400; ++s) {
        const auto sample =
            with_outputs(sobol_design(20, 4, 100 + s, Draws::uniform), 3, [&](Point x, std::size_t p, std::size_t r) {
                return sum_of(x) + 5 * noise(s, 1'000'000, r) + 2 * noise(s, 2'000'000, r) * x[3] + noise(s, p, r);
            });
        const auto indices = sobol_indices(sample, estimator, {0, 0.95, 1});
        if (!std::isfinite(indices.total[parameter].value)) continue;
        // 2n - 1 stands for 2n in Jansen's formula
        const double to_mean = estimator == SobolEstimator::jansen ? 39.0 / 40 : 1;
        all.variance.push_back(indices.variance);
        all.total.push_back(indices.total[parameter].value * indices.variance * to_mean);
        all.first.push_back((1 - indices.first[parameter].value) * indices.variance * to_mean);
        std::vector<double> means;  // of A; with B for the pair of Saltelli and Jansen
        for (std::size_t p = 0; p < sample.points; ++p) {
            if (p % 6 > (estimator == SobolEstimator::saltelli_jansen ? 1u : 0u)) continue;
            means.push_back((sample.y[3 * p] + sample.y[3 * p + 1] + sample.y[3 * p + 2]) / 3);
        }
        all.total_raw.push_back(indices.total_raw[parameter].value * variance_of(means) * to_mean);
    }
    return all;
}

TEST(products_between_replicates, have_no_bias) {
    for (const auto estimator : {SobolEstimator::saltelli_jansen, SobolEstimator::jansen}) {
        for (const std::size_t parameter : {0u, 3u}) {
            const Numerators all = numerators(estimator, parameter);
            ASSERT_GT(all.total.size(), 395u);
            EXPECT_LT(std::abs(z_of(all.variance, signal)), too_far);
            EXPECT_LT(std::abs(z_of(all.total, shares[parameter] * signal)), too_far);
            EXPECT_LT(std::abs(z_of(all.first, (1 - shares[parameter]) * signal)), too_far);
            // Control: products of the means, each replicate with itself among them.
            EXPECT_GT(std::abs(z_of(all.total_raw, shares[parameter] * signal)), too_far);
        }
    }
}

// 95 in 100 intervals of Jansen's total index hold the truth. Percentiles of some fifty rows fall short of that a little;
// intervals of half the width would hold 67.
TEST(bootstrap_intervals, hold_the_truth_about_as_often_as_they_say) {
    for (const auto estimator : {SobolEstimator::saltelli_jansen, SobolEstimator::jansen}) {
        double hits = 0, narrow = 0, samples = 400;
        for (std::uint32_t s = 0; s < 400; ++s) {
            const auto sample = with_outputs(sobol_design(60, 4, 1000 + s, Draws::uniform), sum_of);
            const Estimate total = sobol_indices(sample, estimator, {200, 0.95, s}).total[1];
            hits += total.low <= shares[1] && shares[1] <= total.high;
            const double half = (total.high - total.low) / 4, middle = (total.low + total.high) / 2;
            narrow += std::abs(shares[1] - middle) <= half;
        }
        EXPECT_LT(std::abs(test::z_of_share(hits, samples, 0.93)), too_far);
        EXPECT_GT(std::abs(test::z_of_share(narrow, samples, 0.93)), too_far);
    }
}

// A replicate has slopes of its own at all points, with a standard deviation of 1: common random numbers. What that does to the
// indices is in no choice of rows. Some 90 to 99 in 100 intervals hold the truth, of the parameter without effect as well.
double replicate_slopes(Point x, std::uint32_t seed, std::size_t r) {
    double sum = 0;
    for (std::size_t i = 0; i < slopes.size(); ++i) sum += (slopes[i] + noise(seed, 3'000'000 + i, r)) * x[i];
    return sum;
}

struct Hits {
    std::vector<double> first{0, 0, 0, 0}, total{0, 0, 0, 0};
    double sum = 0;
};

Hits hits_of_slopes(std::size_t replicates, std::uint32_t samples) {
    const auto holds = [](const Estimate& e, double truth) { return e.low <= truth && truth <= e.high; };
    Hits hits;
    for (std::uint32_t s = 0; s < samples; ++s) {
        const auto sample = with_outputs(sobol_design(64, 4, 5000 + s, Draws::quasi), replicates,
                                         [&](Point x, std::size_t, std::size_t r) { return replicate_slopes(x, s, r); });
        const auto indices = sobol_indices(sample, SobolEstimator::saltelli_jansen, {100, 0.95, s});
        for (std::size_t i = 0; i < 4; ++i) {
            hits.first[i] += holds(indices.first[i], shares[i]);
            hits.total[i] += holds(indices.total[i], shares[i]);
        }
        hits.sum += holds(indices.first_sum, 1);
    }
    return hits;
}

TEST(sobol_intervals, hold_the_truth_when_replicates_have_slopes_of_their_own) {
    const std::uint32_t samples = 300;
    for (const std::size_t replicates : {4u, 10u}) {
        const Hits hits = hits_of_slopes(replicates, samples);
        for (std::size_t i = 0; i < 4; ++i) {
            EXPECT_GT(test::z_of_share(hits.first[i], samples, 0.92), -too_far) << i;
            EXPECT_GT(test::z_of_share(hits.total[i], samples, 0.92), -too_far) << i;
        }
        EXPECT_GT(test::z_of_share(hits.sum, samples, 0.92), -too_far);
    }
    // Control: two replicates, where rows alone make the interval.
    EXPECT_LT(test::z_of_share(hits_of_slopes(2, samples).total[1], samples, 0.92), -too_far);
}

TEST(morris_intervals, hold_the_truth_when_replicates_have_slopes_of_their_own) {
    double hits = 0, rows_alone = 0;
    for (std::uint32_t s = 0; s < 300; ++s) {
        const auto holds = [&](std::size_t replicates) {
            const auto sample = with_outputs(test::morris_design(20, 4, s), replicates,
                                             [&](Point x, std::size_t, std::size_t r) { return replicate_slopes(x, s, r); });
            const Estimate mu = elementary_effects(sample, {100, 0.95, s}).mu[1];
            return mu.low <= 2 && 2 <= mu.high;
        };
        hits += holds(4);
        rows_alone += holds(2);
    }
    EXPECT_LT(std::abs(test::z_of_share(hits, 300, 0.95)), too_far);
    EXPECT_LT(rows_alone, 10);
}

// mu* of noise is not 0; what it is on average is said.
TEST(morris, mu_star_of_noise_is_0_8_of_it) {
    std::vector<double> surplus;
    for (std::uint32_t s = 0; s < 300; ++s) {
        const auto effects = elementary_effects(
            with_outputs(test::morris_design(10, 2, s), 4, [&](Point, std::size_t p, std::size_t r) { return noise(s, p, r); }),
            {0, 0.95, 1});
        surplus.push_back(effects.mu_star[0].value - mu_star_of_noise(effects.noise[0]));
    }
    EXPECT_NEAR(mean_of(surplus), 0, 0.03);  // of 1: the move of a half doubles a difference of two means of four
}

TEST(adjusted_r2, of_noise_is_0_on_average) {
    std::vector<double> adjusted, plain;
    for (std::uint32_t s = 0; s < 300; ++s) {
        const auto regression = standardised_regression(
            with_outputs(test::scattered(20, 12, s), 1, [&](Point, std::size_t p, std::size_t) { return noise(s, p, 0); }),
            {0, 0.95, 1});
        adjusted.push_back(regression.r2_adjusted);
        plain.push_back(regression.r2.value);
    }
    EXPECT_LT(std::abs(z_of(adjusted, 0)), too_far);
    EXPECT_LT(std::abs(z_of(plain, 12.0 / 19)), too_far);  // control
}

TEST(regression_intervals, hold_the_truth_when_replicates_have_slopes_of_their_own) {
    double without_effect = 0, sign = 0, rows_alone = 0;
    for (std::uint32_t s = 0; s < 300; ++s) {
        const auto of = [&](std::size_t replicates) {
            const auto sample = with_outputs(test::scattered(60, 4, 6000 + s), replicates,
                                             [&](Point x, std::size_t, std::size_t r) { return replicate_slopes(x, s, r); });
            return standardised_regression(sample, {100, 0.95, s}).coefficient;
        };
        const auto four = of(4);
        without_effect += four[3].low <= 0 && 0 <= four[3].high;
        sign += four[2].low <= 0 && 0 <= four[2].high;
        const auto two = of(2);
        rows_alone += two[3].low <= 0 && 0 <= two[3].high;
    }
    EXPECT_LT(std::abs(test::z_of_share(without_effect, 300, 0.95)), too_far);
    EXPECT_LT(sign, 270);  // the slope of 1 is told from 0 now and then: intervals are not merely wide
    EXPECT_LT(rows_alone, 100);
}

TEST(regression_intervals, hold_the_truth_about_as_often_as_they_say) {
    double hits = 0, narrow = 0;
    // Standardised by the spread of y, noise and all.
    const double truth = 2 / std::sqrt(14 + 12.0);
    for (std::uint32_t s = 0; s < 400; ++s) {
        const auto sample = with_outputs(test::scattered(100, 4, 2000 + s), 1,
                                         [&](Point x, std::size_t p, std::size_t) { return sum_of(x) + noise(s, p, 7); });
        const Estimate src = standardised_regression(sample, {200, 0.95, s}).coefficient[1];
        hits += src.low <= truth && truth <= src.high;
        narrow += std::abs(truth - (src.low + src.high) / 2) <= (src.high - src.low) / 4;
    }
    EXPECT_LT(std::abs(test::z_of_share(hits, 400, 0.94)), too_far);
    EXPECT_GT(std::abs(test::z_of_share(narrow, 400, 0.94)), too_far);
}

TEST(morris, takes_noise_out_of_sigma) {
    std::vector<double> square, raw, error;
    for (std::uint32_t s = 0; s < 300; ++s) {
        // Slope 2 everywhere, so that all spread of the effects is noise; each replicate has a slope of its own too.
        const auto sample = with_outputs(test::morris_design(8, 2, s), 2, [&](Point x, std::size_t p, std::size_t r) {
            return 2 * x[0] + noise(s, 1'000'000, r) * x[0] + noise(s, p, r);
        });
        const auto effects = elementary_effects(sample, {0, 0.95, 1});
        square.push_back(effects.sigma[0] * effects.sigma[0]);
        error.push_back(effects.noise[1] * effects.noise[1]);
        DesignSample means = sample;
        means.replicates = 1;
        means.y.clear();
        for (std::size_t p = 0; p < sample.points; ++p) means.y.push_back((sample.y[2 * p] + sample.y[2 * p + 1]) / 2);
        const double sigma = elementary_effects(means, {0, 0.95, 1}).sigma[0];
        raw.push_back(sigma * sigma);
    }
    // The difference of two runs over a move of a half has variance 2 / 0.25; half of it is left in the mean of two.
    EXPECT_LT(std::abs(z_of(error, 4)), too_far);
    EXPECT_LT(std::abs(z_of(raw, 4)), too_far);  // control: without replicates sigma is the noise
    // Below zero is cut off, so half of a spread of sqrt(2 / 7) * 4 remains on average: 0.4 of it.
    EXPECT_LT(mean_of(square), 0.4 * 4);
    EXPECT_GT(mean_of(square), 0.1 * 4);
}

// Pure noise: shares are zero on average, in a grid through replicates, elsewhere through the spread within cells. What they
// would be without is the share that chance alone gives.
TEST(effects_of_noise, are_none_on_average) {
    std::vector<double> grid_main, grid_both, grid_raw, scattered_main, scattered_both, scattered_cells;
    for (std::uint32_t s = 0; s < 400; ++s) {
        const auto pure = [&](Point, std::size_t p, std::size_t r) { return noise(s, p, r) + 3 * noise(s, 1'000'000, r); };
        const auto grid = effects_of_all_pairs(with_outputs(test::grid_design(3, 2), 2, pure));
        grid_main.push_back(grid.main[0].share);
        grid_both.push_back(grid.interactions[0].share);
        grid_raw.push_back(effects_of_all_pairs(with_outputs(test::grid_design(3, 2), 1, pure)).interactions[0].share);
        const auto scattered = effects_of_all_pairs(with_outputs(test::scattered(60, 3, s), 1, pure));
        scattered_main.push_back(scattered.main[1].share);
        double both = 0;
        for (const auto& one : scattered.interactions) both += one.share / 3;
        scattered_both.push_back(both);
        scattered_cells.push_back(both + scattered.interactions[0].chance);
    }
    EXPECT_LT(std::abs(z_of(grid_main, 0)), too_far);
    EXPECT_LT(std::abs(z_of(grid_both, 0)), too_far);
    EXPECT_LT(std::abs(z_of(scattered_main, 0)), too_far);
    EXPECT_LT(std::abs(z_of(scattered_both, 0)), too_far);
    // One replicate of a grid: nothing can be taken off, and `chance` says how much that is: 4 of 8 free cells.
    EXPECT_LT(std::abs(z_of(grid_raw, 4.0 / 8)), too_far);
    EXPECT_GT(std::abs(z_of(grid_raw, 0)), too_far);
    EXPECT_GT(std::abs(z_of(scattered_cells, 0)), too_far);  // control: nothing taken off
}

// Main effects alone, points at random: sums of squares of each parameter overlap, and what the third parameter does differs
// between the cells of the other two. Neither is an interaction.
TEST(effects_of_a_sum, show_no_interaction_at_random_points) {
    std::vector<double> both, truly;
    for (std::uint32_t s = 0; s < 300; ++s) {
        const auto design = test::scattered(60, 3, 300 + s);
        const auto step = [](double x) { return x < 1.0 / 3 ? -1.0 : x < 2.0 / 3 ? 0.0 : 1.0; };
        const auto interactions =
            effects_of_all_pairs(with_outputs(design, [&](Point x) { return step(x[0]) + step(x[1]) + 2 * x[2]; })).interactions;
        for (const auto& one : interactions) {
            if (one.first == 0 && one.second == 1) both.push_back(one.share);
        }
        const auto product = effects(with_outputs(design, [&](Point x) { return step(x[0]) * step(x[1]); })).interactions;
        truly.push_back(product[0].share);
    }
    EXPECT_LT(std::abs(z_of(both, 0)), too_far);
    EXPECT_GT(mean_of(truly), 0.6);  // control: a product is one
}

// The largest of all pairs is above its limit in one of twenty samples without any interaction, noise and coarse levels or not.
struct Alarms {
    double any = 0, above_chance = 0;  // samples with a listed pair; with a pair above what one explains on average by chance
};

template <class Design, class Value>
Alarms alarms(std::uint32_t samples, std::size_t replicates, Design design, Value value) {
    Alarms alarms;
    for (std::uint32_t s = 0; s < samples; ++s) {
        const auto sample =
            with_outputs(design(s), replicates, [&](Point x, std::size_t p, std::size_t r) { return value(x, s, p, r); });
        const auto result = effects(sample);
        alarms.any += !result.interactions.empty();
        const auto all = effects_of_all_pairs(sample).interactions;
        alarms.above_chance += std::any_of(all.begin(), all.end(), [](const Interaction& i) { return i.share > i.chance; });
    }
    return alarms;
}

void expect_few(const Alarms& alarms, double samples) {
    EXPECT_LT(test::z_of_share(alarms.any, samples, 0.05), too_far) << alarms.any;
}

TEST(interactions, are_found_in_no_more_than_one_of_twenty_sums) {
    const auto sum = [](Point x, std::uint32_t, std::size_t, std::size_t) { return sum_of(x); };
    const auto noisy_sum = [](Point x, std::uint32_t s, std::size_t p, std::size_t r) { return sum_of(x) + noise(s, p, r); };
    // Each replicate has slopes and a product of its own at all points; neither is there on average.
    const auto own = [](Point x, std::uint32_t s, std::size_t, std::size_t r) {
        return replicate_slopes(x, s, r) + 4 * noise(s, 4'000'000, r) * (x[0] - 0.5) * (x[1] - 0.5);
    };
    const auto points = [](std::uint32_t s) { return test::scattered(80, 4, 9000 + s); };
    const auto grid = [](std::uint32_t) { return test::grid_design(3, 4); };
    const auto at_points = alarms(300, 1, points, sum);
    expect_few(at_points, 300);
    EXPECT_GT(test::z_of_share(at_points.above_chance, 300, 0.05),
              too_far);  // control: what one pair explains by chance is no bound for the largest
    expect_few(alarms(300, 3, points, noisy_sum), 300);
    expect_few(alarms(300, 4, points, own), 300);
    expect_few(alarms(200, 1, grid, noisy_sum), 200);
    expect_few(alarms(200, 3, grid, noisy_sum), 200);
    expect_few(alarms(200, 3, grid, own), 200);
    // Sobol' and Morris: additive, and yet each would show one.
    const auto sobol = [](std::uint32_t s) { return sobol_design(32, 4, s, Draws::quasi); };
    const auto morris = [](std::uint32_t s) { return test::morris_design(32, 4, s); };
    EXPECT_EQ(alarms(5, 1, sobol, sum).any, 0);
    EXPECT_EQ(alarms(5, 1, morris, sum).any, 0);
}

TEST(interactions, are_found_where_they_are) {
    const auto product = [](Point x, std::uint32_t s, std::size_t p, std::size_t r) {
        return 4 * (x[0] - 0.5) * (x[1] - 0.5) + 0.3 * x[2] + 0.2 * noise(s, p, r);
    };
    const auto points = [](std::uint32_t s) { return test::scattered(80, 4, 9000 + s); };
    EXPECT_GT(alarms(100, 1, points, product).any, 95);
    EXPECT_GT(alarms(100, 4, points, product).any, 95);
    EXPECT_EQ(alarms(
                  20, 1, [](std::uint32_t) { return test::grid_design(3, 4); }, product)
                  .any,
              20);
    EXPECT_EQ(alarms(
                  20, 3, [](std::uint32_t) { return test::grid_design(3, 4); }, product)
                  .any,
              20);
}

// Boxes are found in noise as well: their quasi-p is above that of a true one.
TEST(quasi_p, tells_a_box_in_noise_from_a_true_one) {
    const auto sample = test::scattered(400, 3, 5);
    std::vector<int> chance, true_box;
    for (std::size_t p = 0; p < 400; ++p) {
        const double u = uniform({6, 0}, {static_cast<std::uint32_t>(p), 0}, 0, Purpose::breach_kind);
        chance.push_back(u < 0.2);
        true_box.push_back(u < (test::point(sample, p)[0] > 0.7 ? 0.7 : 0.05));
    }
    const auto weakest = [&](const std::vector<int>& cases) {
        const auto found = discover(sample, cases, {});
        double p = 0;
        for (const auto& limit : found.trajectories.at(0)[found.chosen[0]].limits) p = std::max(p, limit.quasi_p);
        return p;
    };
    EXPECT_GT(weakest(chance), 1e-3);
    const auto found = discover(sample, true_box, {});
    EXPECT_EQ(found.trajectories.at(0)[found.chosen[0]].limits[0].parameter, 0u);
    EXPECT_LT(found.trajectories[0][found.chosen[0]].limits[0].quasi_p, 1e-9);
}

}  // namespace
}  // namespace qonys
