// Laws of the estimators, known indices, and brute force.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <numeric>

#include "sensitivity/effects.hpp"
#include "sensitivity/elementary_effects.hpp"
#include "sensitivity/regression.hpp"
#include "sensitivity/resample.hpp"
#include "sensitivity/sobol_indices.hpp"
#include "support/test_functions.hpp"

namespace qonys {
namespace {

using test::Draws;
using test::g_function;
using test::ishigami;
using test::KnownIndices;
using test::noise;
using test::Point;
using test::sobol_design;
using test::with_outputs;
using testing::Each;
using testing::ElementsAre;

const std::vector<SobolEstimator> estimators{SobolEstimator::saltelli_jansen, SobolEstimator::jansen, SobolEstimator::saltelli,
                                             SobolEstimator::martinez};

// Three parameters that matter to different degrees, with an interaction.
double uneven(Point x) {
    return 4 * x[0] + 2 * x[1] * x[1] + 3 * x[0] * x[2];
}

double noisy(Point x, std::size_t p, std::size_t r) {
    return uneven(x) + 0.5 * noise(11, p, r) + static_cast<double>(r);
}

void expect_near(const Estimate& a, const Estimate& b, double tolerance) {
    EXPECT_NEAR(a.value, b.value, tolerance);
    EXPECT_NEAR(a.low, b.low, tolerance);
    EXPECT_NEAR(a.high, b.high, tolerance);
}

void expect_near(const std::vector<Estimate>& a, const std::vector<Estimate>& b, double tolerance) {
    ASSERT_EQ(a.size(), b.size());
    for (std::size_t i = 0; i < a.size(); ++i) expect_near(a[i], b[i], tolerance);
}

void expect_near(const SobolIndices& a, const SobolIndices& b, double tolerance) {
    expect_near(a.first, b.first, tolerance);
    expect_near(a.total, b.total, tolerance);
    expect_near(a.first_raw, b.first_raw, tolerance);
    expect_near(a.total_raw, b.total_raw, tolerance);
}

// ---- the default estimator

TEST(sobol_indices_of_saltelli_and_jansen, are_exactly_0_for_a_parameter_without_effect_and_1_for_the_only_one_in_total) {
    const auto indices =
        sobol_indices(with_outputs(sobol_design(256, 3, 1, Draws::quasi), [](Point x) { return std::exp(x[1]); }),
                      SobolEstimator::saltelli_jansen, {});
    for (const std::size_t without : {0u, 2u}) {
        EXPECT_EQ(indices.first[without].value, 0);
        EXPECT_EQ(indices.first[without].high, 0);
        EXPECT_EQ(indices.total[without].value, 0);
    }
    EXPECT_NEAR(indices.first[1].value, 1, 0.02);
    EXPECT_NEAR(indices.total[1].value, 1, 0.02);
}

// ---- known indices

void expect_known(const DesignSample& sample, const KnownIndices& known, double tolerance) {
    for (const auto estimator : estimators) {
        const auto indices = sobol_indices(sample, estimator, {});
        for (std::size_t i = 0; i < known.first.size(); ++i) {
            EXPECT_NEAR(indices.first[i].value, known.first[i], tolerance) << i;
            EXPECT_NEAR(indices.total[i].value, known.total[i], tolerance) << i;
            EXPECT_LE(indices.first[i].low, known.first[i] + 1e-3);
            EXPECT_GE(indices.first[i].high, known.first[i] - 1e-3);
            EXPECT_LE(indices.total[i].low, known.total[i] + 1e-3);
            EXPECT_GE(indices.total[i].high, known.total[i] - 1e-3);
        }
    }
}

TEST(known_indices, of_ishigami) {
    const auto known = test::ishigami_indices();
    EXPECT_NEAR(known.first[0], 0.3139, 5e-5);
    EXPECT_NEAR(known.total[2], 0.2437, 5e-5);
    expect_known(with_outputs(sobol_design(4096, 3, 1, Draws::quasi), ishigami), known, 0.01);
    expect_known(with_outputs(sobol_design(4096, 3, 1, Draws::uniform), ishigami), known, 0.06);
}

TEST(known_indices, of_the_g_function) {
    expect_known(with_outputs(sobol_design(4096, 4, 1, Draws::quasi), g_function), test::g_indices(), 0.01);
    expect_known(with_outputs(sobol_design(4096, 4, 2, Draws::uniform), g_function), test::g_indices(), 0.06);
}

// With moves of half of the range, of size pi, an effect is twice the change. Of x1: 4 |sin x1| (1 + 0.1 x3^4); of x2 none,
// though it matters most: sin^2 repeats itself after pi, and a step of exactly half of the share cannot see it; of x3: 0.2 |sin
// x1| |t^4 - (pi - t)^4| with t even on (0, pi), whose mean size is 3/8 pi^4.
TEST(known_indices, morris_of_ishigami_with_its_blind_spot_for_what_repeats_after_half_of_the_range) {
    const auto effects = elementary_effects(with_outputs(test::morris_design(1000, 3, 1), ishigami), {});
    const double pi4 = std::pow(std::numbers::pi, 4), mean_sine = 2 / std::numbers::pi;
    EXPECT_NEAR(effects.mu_star[0].value, 4 * mean_sine * (1 + 0.1 * pi4 / 5), 0.4);
    EXPECT_NEAR(effects.mu_star[1].value, 0, 1e-12);
    EXPECT_NEAR(effects.mu_star[2].value, 0.2 * mean_sine * 3 / 8 * pi4, 0.4);
    EXPECT_LT(effects.mu_star[0].low, effects.mu_star[0].value);
    EXPECT_GT(effects.sigma[0], effects.mu_star[0].value);
    EXPECT_NEAR(effects.sigma[1], 0, 1e-12);
}

// ---- relabelling, scale, order

DesignSample relabelled(const DesignSample& sample, const std::vector<std::size_t>& from) {
    DesignSample result = sample;
    const std::size_t width = sample.width();
    std::vector<std::int32_t> to(width);
    for (std::size_t i = 0; i < width; ++i) {
        to[from[i]] = static_cast<std::int32_t>(i);
        result.parameters[i] = sample.parameters[from[i]];
        for (std::size_t p = 0; p < sample.points; ++p) {
            result.x[p * width + i] = sample.x[p * width + from[i]];
            result.unit[p * width + i] = sample.unit[p * width + from[i]];
        }
    }
    return result;
}

// `fixed` roles come before those that name a parameter.
DesignSample relabelled(const DesignSample& sample, const std::vector<std::size_t>& from, std::int32_t fixed) {
    DesignSample result = relabelled(sample, from);
    for (auto& role : result.role) {
        if (role < fixed) continue;
        const auto old = static_cast<std::size_t>(role - fixed);
        role = fixed + static_cast<std::int32_t>(std::find(from.begin(), from.end(), old) - from.begin());
    }
    return result;
}

const std::vector<std::size_t> turned{2, 0, 1};

std::vector<Estimate> turned_back(const std::vector<Estimate>& of_relabelled) {
    std::vector<Estimate> result(3);
    for (std::size_t i = 0; i < 3; ++i) result[turned[i]] = of_relabelled[i];
    return result;
}

TEST(relabelling, permutes_every_result) {
    const auto sobol = with_outputs(sobol_design(64, 3, 1, Draws::uniform), 2, noisy);
    for (const auto estimator : estimators) {
        const auto a = sobol_indices(sobol, estimator, {}), b = sobol_indices(relabelled(sobol, turned, 2), estimator, {});
        expect_near(a.first, turned_back(b.first), 1e-12);
        expect_near(a.total_raw, turned_back(b.total_raw), 1e-12);
    }
    const auto morris = with_outputs(test::morris_design(20, 3, 1), 2, noisy);
    const auto a = elementary_effects(morris, {}), b = elementary_effects(relabelled(morris, turned, 1), {});
    expect_near(a.mu_star, turned_back(b.mu_star), 1e-12);
    EXPECT_NEAR(a.sigma[2], b.sigma[0], 1e-12);
    const auto points = with_outputs(test::scattered(60, 3, 1), 2, noisy);
    const auto c = standardised_regression(points, {}), d = standardised_regression(relabelled(points, turned), {});
    expect_near(c.coefficient, turned_back(d.coefficient), 1e-12);
    expect_near(c.partial_r2, turned_back(d.partial_r2), 1e-12);
    expect_near(c.r2, d.r2, 1e-12);
    const auto e = effects_of_all_pairs(points), f = effects_of_all_pairs(relabelled(points, turned));
    ASSERT_EQ(e.interactions.size(), 3u);
    for (std::size_t i = 0; i < 3; ++i) {
        EXPECT_NEAR(e.main[turned[i]].share, f.main[i].share, 1e-12);
        EXPECT_NEAR(e.interactions[i].share, f.interactions[i].share, 1e-12);
        EXPECT_NEAR(e.interactions[i].limit, f.interactions[i].limit, 1e-12);
    }
}

TEST(scale_and_shift_of_y, leave_shares_as_they_are) {
    // 1e6 times as far from zero as the values are spread.
    const auto moved = [](Point x, std::size_t p, std::size_t r) { return -1e3 * noisy(x, p, r) + 1e9; };
    const auto design = sobol_design(64, 3, 1, Draws::uniform);
    for (const std::size_t replicates : {1u, 3u}) {
        const auto a = with_outputs(design, replicates, noisy), b = with_outputs(design, replicates, moved);
        for (const auto estimator : estimators)
            expect_near(sobol_indices(a, estimator, {}), sobol_indices(b, estimator, {}), 1e-7);
        const auto c = standardised_regression(a, {}), d = standardised_regression(b, {});
        for (std::size_t i = 0; i < 3; ++i) EXPECT_NEAR(c.coefficient[i].value, -d.coefficient[i].value, 1e-8);
        expect_near(c.partial_r2, d.partial_r2, 1e-8);
        const auto points = test::scattered(60, 3, 1);
        const auto e = effects_of_all_pairs(with_outputs(points, replicates, noisy));
        const auto f = effects_of_all_pairs(with_outputs(points, replicates, moved));
        for (std::size_t i = 0; i < 3; ++i) {
            EXPECT_NEAR(e.interactions[i].share, f.interactions[i].share, 1e-8);
            EXPECT_NEAR(e.interactions[i].limit, f.interactions[i].limit, 1e-8);
        }
    }
}

TEST(order_of_points, does_not_matter) {
    const auto sample = with_outputs(sobol_design(64, 3, 1, Draws::uniform), 2, noisy);
    DesignSample backwards = sample;
    for (std::size_t p = 0; p < sample.points; ++p) {
        const std::size_t q = sample.points - 1 - p;
        std::copy_n(sample.x.begin() + static_cast<std::ptrdiff_t>(3 * p), 3,
                    backwards.x.begin() + static_cast<std::ptrdiff_t>(3 * q));
        std::copy_n(sample.y.begin() + static_cast<std::ptrdiff_t>(2 * p), 2,
                    backwards.y.begin() + static_cast<std::ptrdiff_t>(2 * q));
        backwards.block[q] = sample.block[p];
        backwards.role[q] = sample.role[p];
    }
    for (const auto estimator : estimators) {
        expect_near(sobol_indices(sample, estimator, {}), sobol_indices(backwards, estimator, {}), 1e-12);
    }
    const auto a = standardised_regression(sample, {}), b = standardised_regression(backwards, {});
    expect_near(a.coefficient, b.coefficient, 1e-12);
}

TEST(results, are_the_same_again_and_hang_on_the_seed_only_in_their_intervals) {
    const auto sample = with_outputs(sobol_design(64, 3, 1, Draws::uniform), 2, noisy);
    const auto a = sobol_indices(sample, SobolEstimator::jansen, {}), b = sobol_indices(sample, SobolEstimator::jansen, {});
    const auto c = sobol_indices(sample, SobolEstimator::jansen, {500, 0.95, 2});
    expect_near(a, b, 0);
    EXPECT_EQ(a.total[0].value, c.total[0].value);
    EXPECT_NE(a.total[0].low, c.total[0].low);
    EXPECT_LT(a.total[0].low, a.total[0].value);
    EXPECT_GT(a.total[0].high, a.total[0].value);
}

// ---- noise

TEST(replicates_without_noise, give_the_raw_indices) {
    // The same at every point but for what a replicate adds to all.
    const auto sample = with_outputs(sobol_design(64, 3, 1, Draws::uniform), 3, [](Point x, std::size_t, std::size_t r) {
        return uneven(x) + 100.0 * static_cast<double>(r);
    });
    const auto single = with_outputs(sobol_design(64, 3, 1, Draws::uniform), uneven);
    for (const auto estimator : estimators) {
        const auto indices = sobol_indices(sample, estimator, {}), alone = sobol_indices(single, estimator, {});
        EXPECT_TRUE(indices.noise_removed);
        EXPECT_FALSE(alone.noise_removed);
        expect_near(indices.first, indices.first_raw, 1e-10);
        expect_near(indices.total, indices.total_raw, 1e-10);
        expect_near(indices.first, alone.first, 1e-10);
        expect_near(alone.total, alone.total_raw, 0);
        EXPECT_NEAR(indices.variance, alone.variance, 1e-10);
    }
    const auto share = noise_share(sample);
    EXPECT_NEAR(share.parameters, noise_share(single).parameters, 1e-10);
    EXPECT_NEAR(standardised_regression(sample, {}).r2_possible, 1, 1e-12);
    EXPECT_NEAR(effects(sample).noise, 0, 1e-12);
    const auto e = effects(sample), f = effects(single);
    for (std::size_t i = 0; i < 3; ++i) EXPECT_NEAR(e.main[i].share, f.main[i].share, 1e-10);
}

DesignSample without_replicate(const DesignSample& sample, std::size_t left_out) {
    DesignSample rest = sample;
    rest.replicates = sample.replicates - 1;
    rest.y.clear();
    for (std::size_t i = 0; i < sample.y.size(); ++i) {
        if (i % sample.replicates != left_out) rest.y.push_back(sample.y[i]);
    }
    return rest;
}

// What replicates add to the half of an interval, of the estimates without each of four. 3.182446 is Student's t, 97.5 % with 3.
double part_of_replicates(const std::vector<double>& left) {
    const double mean = std::accumulate(left.begin(), left.end(), 0.0) / 4;
    double squares = 0;
    for (const double value : left) squares += (value - mean) * (value - mean);
    return 3.182446305284263 * std::sqrt(0.75 * squares);
}

// A single resample is both ends of the interval from rows. The end on its far side of the value moves by the part of the
// replicates, the other to the root of both squares.
void expect_jackknife(const Estimate& estimate, const std::vector<double>& left) {
    const double part = part_of_replicates(left);
    EXPECT_GT(part, 1e-4);
    const double below = estimate.value - (estimate.high - part), above = estimate.low + part - estimate.value;
    if (below > 0) {
        EXPECT_NEAR(estimate.value - estimate.low, std::hypot(below, part), 1e-10);
    } else {
        EXPECT_NEAR(estimate.high - estimate.value, std::hypot(above, part), 1e-10);
    }
}

double sloped(Point x, std::size_t p, std::size_t r) {
    return noisy(x, p, r) + noise(12, 0, r) * x[0] + noise(12, 1, r) * x[1];
}

TEST(intervals, hold_a_delete_one_jackknife_of_the_replicates) {
    const ResampleOptions one{1, 0.95, 3};
    const auto sobol = with_outputs(sobol_design(40, 3, 1, Draws::uniform), 4, sloped);
    for (const auto estimator : estimators) {
        const auto all = sobol_indices(sobol, estimator, one);
        EXPECT_TRUE(all.replicates_in_intervals);
        std::vector<double> first, total, sum;
        for (std::size_t r = 0; r < 4; ++r) {
            const auto part = sobol_indices(without_replicate(sobol, r), estimator, one);
            first.push_back(part.first[1].value);
            total.push_back(part.total[0].value);
            sum.push_back(part.first[0].value + part.first[1].value + part.first[2].value);
        }
        expect_jackknife(all.first[1], first);
        expect_jackknife(all.total[0], total);
        expect_jackknife(all.first_sum, sum);
    }
    const auto morris = with_outputs(test::morris_design(20, 3, 1), 4, sloped);
    const auto points = with_outputs(test::scattered(60, 3, 1), 4, sloped);
    std::vector<double> mu, mu_star, coefficient, partial, r2;
    for (std::size_t r = 0; r < 4; ++r) {
        const auto part = elementary_effects(without_replicate(morris, r), one);
        mu.push_back(part.mu[1].value);
        mu_star.push_back(part.mu_star[2].value);
        const auto line = standardised_regression(without_replicate(points, r), one);
        coefficient.push_back(line.coefficient[1].value);
        partial.push_back(line.partial_r2[0].value);
        r2.push_back(line.r2.value);
    }
    const auto effects = elementary_effects(morris, one);
    const auto regression = standardised_regression(points, one);
    EXPECT_TRUE(effects.replicates_in_intervals);
    EXPECT_TRUE(regression.replicates_in_intervals);
    expect_jackknife(effects.mu[1], mu);
    expect_jackknife(effects.mu_star[2], mu_star);
    expect_jackknife(regression.coefficient[1], coefficient);
    expect_jackknife(regression.partial_r2[0], partial);
    expect_jackknife(regression.r2, r2);
}

TEST(intervals, say_that_two_replicates_are_too_few) {
    for (const std::size_t replicates : {1u, 2u}) {
        EXPECT_FALSE(sobol_indices(with_outputs(sobol_design(40, 3, 1, Draws::uniform), replicates, sloped), estimators[0], {})
                         .replicates_in_intervals);
        EXPECT_FALSE(
            elementary_effects(with_outputs(test::morris_design(20, 3, 1), replicates, sloped), {}).replicates_in_intervals);
        EXPECT_FALSE(
            standardised_regression(with_outputs(test::scattered(60, 3, 1), replicates, sloped), {}).replicates_in_intervals);
    }
}

// ---- dropped rows

TEST(dropped_rows, are_as_if_they_had_never_been_there) {
    const std::size_t rows = 80, wide = 5;
    auto sample = with_outputs(sobol_design(rows, 3, 1, Draws::uniform), 2, noisy);
    DesignSample without = sample;
    without.points = 0;
    for (auto* values : {&without.x, &without.unit, &without.y}) values->clear();
    without.block.clear();
    without.role.clear();
    for (std::size_t row = 0; row < rows; ++row) {
        if (row % 7 == 3) {
            // one run of one point of the row
            sample.y[(row * wide + row % wide) * 2 + row % 2] = row % 14 == 3 ? no_estimate : HUGE_VAL;
            continue;
        }
        for (std::size_t p = row * wide; p < (row + 1) * wide; ++p) {
            ++without.points;
            for (std::size_t i = 0; i < 3; ++i) without.x.push_back(sample.x[3 * p + i]);
            for (std::size_t r = 0; r < 2; ++r) without.y.push_back(sample.y[2 * p + r]);
            without.block.push_back(sample.block[p]);
            without.role.push_back(sample.role[p]);
        }
    }
    without.unit = without.x;
    for (const auto estimator : estimators) {
        const auto a = sobol_indices(sample, estimator, {}), b = sobol_indices(without, estimator, {});
        expect_near(a, b, 0);
        EXPECT_EQ(a.dropped, 11u);
        EXPECT_EQ(a.rows, 69u);
        EXPECT_EQ(b.dropped, 0u);
    }
}

TEST(dropped_rows, of_one_run_in_a_hundred_change_little) {
    auto sample = with_outputs(sobol_design(1024, 3, 1, Draws::quasi), ishigami);
    const auto whole = sobol_indices(sample, SobolEstimator::jansen, {});
    std::vector<char> hit(1024);
    for (std::size_t p = 0; p < sample.points; ++p) {
        if (uniform({5, 0}, {static_cast<std::uint32_t>(p), 0}, 0, Purpose::leaving_clock) >= 0.01) continue;
        sample.y[p] = no_estimate;
        hit[static_cast<std::size_t>(sample.block[p])] = 1;
    }
    const auto part = sobol_indices(sample, SobolEstimator::jansen, {});
    EXPECT_EQ(part.dropped, static_cast<std::size_t>(std::count(hit.begin(), hit.end(), 1)));
    EXPECT_GT(part.dropped, 30u);
    EXPECT_EQ(part.rows + part.dropped, 1024u);
    for (std::size_t i = 0; i < 3; ++i) {
        EXPECT_GT(part.total[i].value, whole.total[i].low);
        EXPECT_LT(part.total[i].value, whole.total[i].high);
        EXPECT_GT(part.first[i].value, whole.first[i].low);
        EXPECT_LT(part.first[i].value, whole.first[i].high);
    }
}

// ---- little or nothing to go by

TEST(a_constant_output, has_no_indices) {
    for (const std::size_t replicates : {1u, 2u}) {
        // 0.1 is not a binary number: its mean is rounded. Replicates differ, points do not.
        const auto sample = with_outputs(sobol_design(7, 3, 1, Draws::uniform), replicates,
                                         [](Point, std::size_t, std::size_t r) { return 0.1 + static_cast<double>(r) / 3; });
        for (const auto estimator : estimators) {
            const auto indices = sobol_indices(sample, estimator, {});
            for (const auto& all : {indices.first, indices.total, indices.first_raw, indices.total_raw}) {
                for (const Estimate& one : all) {
                    EXPECT_TRUE(std::isnan(one.value));
                    EXPECT_TRUE(std::isnan(one.high));
                }
            }
        }
        EXPECT_TRUE(std::isnan(standardised_regression(sample, {}).coefficient[0].value));
        EXPECT_TRUE(std::isnan(standardised_regression(sample, {}).r2.value));
        EXPECT_DOUBLE_EQ(noise_share(sample).parameters, 0);
    }
    // Constant in the A rows only, where a rounding error must not become a variance.
    auto half = with_outputs(sobol_design(7, 3, 1, Draws::uniform), uneven);
    for (std::size_t p = 0; p < half.points; ++p) half.y[p] = half.role[p] == 0 ? 0.1 : half.y[p];
    EXPECT_TRUE(std::isnan(sobol_indices(half, SobolEstimator::jansen, {}).total[0].value));
}

TEST(a_constant_parameter, does_not_disturb_the_others) {
    auto design = sobol_design(64, 3, 1, Draws::uniform);
    for (std::size_t p = 0; p < design.points; ++p) design.x[3 * p + 1] = 0.3;
    const auto sample = with_outputs(design, uneven);
    for (const auto estimator : estimators) {
        const auto indices = sobol_indices(sample, estimator, {});
        EXPECT_NEAR(indices.total[1].value, 0, 1e-3);  // Saltelli's mixes n and n - 1
        EXPECT_GT(indices.total[0].low, 0.3);
        EXPECT_TRUE(std::isfinite(indices.first[2].high));
    }
    const auto regression = standardised_regression(sample, {});
    EXPECT_TRUE(std::isnan(regression.coefficient[1].value));
    EXPECT_TRUE(std::isfinite(regression.coefficient[0].low));
    const auto shares = effects(sample);
    EXPECT_NEAR(shares.main[1].share, 0, 1e-14);
    EXPECT_EQ(shares.main[1].levels.size(), 1u);
}

TEST(one_parameter, explains_everything) {
    const auto sample = with_outputs(sobol_design(256, 1, 1, Draws::quasi), [](Point x) { return x[0] * x[0]; });
    for (const auto estimator : estimators) {
        const auto indices = sobol_indices(sample, estimator, {});
        EXPECT_NEAR(indices.first[0].value, 1, 0.02);
        EXPECT_NEAR(indices.total[0].value, 1, 0.02);
    }
    EXPECT_TRUE(effects(sample).interactions.empty());
}

TEST(more_parameters_than_points, give_elementary_effects_and_effects_all_the_same) {
    const auto morris = with_outputs(test::morris_design(2, 30, 1), [](Point x) { return x[7]; });
    const auto found = elementary_effects(morris, {});
    EXPECT_NEAR(found.mu_star[7].value, 1, 1e-12);
    EXPECT_NEAR(found.mu_star[8].value, 0, 1e-12);
    const auto few = with_outputs(test::scattered(3, 5, 1), uneven);
    EXPECT_EQ(effects(few).main.size(), 5u);
    EXPECT_EQ(effects(few).pairs, 0u);  // each cell has one point
}

// ---- regression and effects against brute force

// The only resample is the sample that repeats each block as often as it was drawn.
TEST(regression_intervals, come_from_repeated_blocks) {
    const auto sample = with_outputs(sobol_design(12, 3, 1, Draws::uniform), 2, noisy);
    const auto regression = standardised_regression(sample, {1, 0.95, 9});
    const auto times = resampled(12, 9, 0);
    DesignSample repeated = sample;
    repeated.points = 0;
    for (auto* values : {&repeated.x, &repeated.unit, &repeated.y}) values->clear();
    repeated.block.clear();
    repeated.role.clear();
    for (std::size_t p = 0; p < sample.points; ++p) {
        for (std::uint32_t t = 0; t < times[static_cast<std::size_t>(sample.block[p])]; ++t) {
            ++repeated.points;
            for (std::size_t i = 0; i < 3; ++i) repeated.x.push_back(sample.x[3 * p + i]);
            for (std::size_t r = 0; r < 2; ++r) repeated.y.push_back(sample.y[2 * p + r]);
        }
    }
    repeated.unit = repeated.x;
    const auto direct = standardised_regression(repeated, {0, 0.95, 1});
    for (std::size_t i = 0; i < 3; ++i) {
        EXPECT_NEAR(regression.coefficient[i].low, direct.coefficient[i].value, 1e-12);
        EXPECT_NEAR(regression.partial_r2[i].high, direct.partial_r2[i].value, 1e-12);
        EXPECT_TRUE(std::isnan(direct.coefficient[i].low));
    }
    EXPECT_NEAR(regression.r2.low, direct.r2.value, 1e-12);
}

// 2,000 points of 60 parameters are resampled in 1,074 groups: intervals as wide as by the book, about 2 * 1.96 standard errors.
TEST(regression_intervals, of_very_many_points_come_from_random_groups) {
    const auto sample =
        with_outputs(test::scattered(2000, 60, 4), 1, [](Point x, std::size_t p, std::size_t) { return x[0] + noise(5, p, 0); });
    const auto regression = standardised_regression(sample, {300, 0.95, 1});
    EXPECT_EQ(regression.resamples, 300);
    double width = 0;
    for (std::size_t i = 1; i < 60; ++i) width += (regression.coefficient[i].high - regression.coefficient[i].low) / 59;
    EXPECT_NEAR(width, 2 * 1.96 * std::sqrt((1 - regression.r2_adjusted) / 2000), 0.005);
}

// Dropping a parameter from the regression raises what is left as partial R2 says.
TEST(partial_r2, is_what_a_regression_without_the_parameter_leaves) {
    const auto sample = with_outputs(test::scattered(40, 3, 1), 2, noisy);
    const auto all = standardised_regression(sample, {0, 0.95, 1});
    for (std::size_t i = 0; i < 3; ++i) {
        DesignSample without = sample;
        for (std::size_t p = 0; p < sample.points; ++p) without.x[3 * p + i] = 0;
        const double left = 1 - standardised_regression(without, {0, 0.95, 1}).r2.value;
        EXPECT_NEAR(all.partial_r2[i].value, (left - (1 - all.r2.value)) / left, 1e-12);
    }
}

// A correlated, badly scaled linear function: coefficients in units of x and y are exact.
TEST(regression, is_exact_for_a_linear_function) {
    auto sample = test::scattered(50, 3, 1);
    for (std::size_t p = 0; p < sample.points; ++p) {
        sample.x[3 * p + 1] = 1e6 + 1e3 * (sample.x[3 * p] + 0.1 * sample.x[3 * p + 1]);
        sample.x[3 * p + 2] *= 1e-6;
    }
    sample = with_outputs(sample, [](Point x) { return 2 * x[0] - 1e-3 * x[1] + 5e6 * x[2]; });
    const auto regression = standardised_regression(sample, {});
    const auto spread = [&](const std::vector<double>& values) {
        return std::sqrt(sum_of_squares(centred(values.size(), 1, values)));
    };
    const std::vector<double> slopes{2, -1e-3, 5e6};
    for (std::size_t i = 0; i < 3; ++i) {
        std::vector<double> x;
        for (std::size_t p = 0; p < sample.points; ++p) x.push_back(sample.x[3 * p + i]);
        EXPECT_NEAR(regression.coefficient[i].value, slopes[i] * spread(x) / spread(sample.y), 1e-8) << i;
    }
    EXPECT_NEAR(regression.r2.value, 1, 1e-12);
}

// The classical analysis of variance of a 3 x 3 x 3 grid, by its own means.
TEST(effects_of_a_grid, are_the_classical_decomposition) {
    const auto sample = with_outputs(test::grid_design(3, 3), 1, [](Point x, std::size_t p, std::size_t) {
        return noisy(x, p, 0) + 3 * x[0] * x[1] + 2 * x[1] * x[2];
    });
    const auto mean = [&](auto&& wanted) {
        double sum = 0, n = 0;
        for (std::size_t p = 0; p < sample.points; ++p) {
            if (!wanted(test::point(sample, p))) continue;
            sum += sample.y[p];
            n += 1;
        }
        return sum / n;
    };
    const double all = mean([](Point) { return true; });
    double total = 0;
    for (const double y : sample.y) total += (y - all) * (y - all);
    const auto result = effects(sample);
    ASSERT_EQ(result.interactions.size(), 3u);
    double explained = 0;
    for (std::size_t i = 0; i < 3; ++i) {
        double main = 0;
        for (const double level : {0.0, 1.0, 2.0}) main += 9 * std::pow(mean([&](Point x) { return x[i] == level; }) - all, 2);
        EXPECT_NEAR(result.main[i].share, main / total, 1e-13);
        explained += main / total;
    }
    for (const auto& both : result.interactions) {
        double squares = 0;
        for (const double a : {0.0, 1.0, 2.0}) {
            for (const double b : {0.0, 1.0, 2.0}) {
                const double cell = mean([&](Point x) { return x[both.first] == a && x[both.second] == b; });
                squares += 3 * std::pow(cell - mean([&](Point x) { return x[both.first] == a; }) -
                                            mean([&](Point x) { return x[both.second] == b; }) + all,
                                        2);
            }
        }
        EXPECT_NEAR(both.share, squares / total, 1e-13);
        EXPECT_NEAR(both.chance, 4.0 / 26, 1e-15);
        explained += both.share;
    }
    // Eight degrees of freedom are left to all three. With 4 and 8 the upper tail of F is x^4 (5 - 4 x) at x = 8 / (8 + 4 F).
    for (const auto& both : result.interactions) {
        const double x = 8 / (8 + both.limit / ((1 - explained) / 8));
        EXPECT_NEAR(std::pow(x, 4) * (5 - 4 * x), 1 - std::cbrt(0.95), 1e-9);
    }
    EXPECT_GE(result.interactions[0].share, result.interactions[1].share);
    EXPECT_GE(result.interactions[1].share, result.interactions[2].share);
}

}  // namespace
}  // namespace qonys
