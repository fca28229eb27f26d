// Why designs are not plain random numbers: what an integral over the unit cube loses by them.
#include <gtest/gtest.h>

#include <cmath>
#include <functional>

#include "base/quasi.hpp"
#include "chance/z.hpp"
#include "support/varied.hpp"
#include "sweep/design.hpp"

namespace qonys {
namespace {

using test::unit_sweep;

constexpr std::size_t width = 5, points = 1024;
constexpr std::uint32_t seeds = 32;

using Points = std::function<std::vector<double>(std::uint32_t seed)>;

// The product of 1 + (u - 1/2) over the dimensions: its mean is 1 and its variance (1 + 1/12)^5 - 1.
double product(const std::vector<double>& rows, std::size_t row) {
    double value = 1;
    for (std::size_t d = 0; d < width; ++d) value *= 0.5 + rows[row * width + d];
    return value;
}

double mean_product(const std::vector<double>& rows) {
    double sum = 0;
    for (std::size_t i = 0; i < rows.size() / width; ++i) sum += product(rows, i);
    return sum / static_cast<double>(rows.size() / width);
}

struct Errors {
    double root_mean_square = 0, z_of_bias = 0;
};

Errors errors_of(const Points& made) {
    std::vector<double> errors;
    double square = 0;
    for (std::uint32_t seed = 1; seed <= seeds; ++seed) {
        errors.push_back(mean_product(made(seed)) - 1);
        square += errors.back() * errors.back();
    }
    const double spread = std::sqrt(test::variance_of(errors));
    return {std::sqrt(square / seeds), spread > 0 ? test::mean_of(errors) / (spread / std::sqrt(seeds)) : 1e9};
}

std::vector<double> plain_random(std::uint32_t seed) {
    std::vector<double> rows;
    for (std::uint32_t i = 0; i < points * width; ++i) rows.push_back(uniform({seed, 0}, {i, 0}, 0, Purpose::resample));
    return rows;
}

const double plain_error = std::sqrt((std::pow(1 + 1.0 / 12, 5) - 1) / points);  // 0.022

// A sequence is accepted when it is right on average and its error is a small part of that of random points.
bool accepted(const Points& made, double part) {
    const Errors e = errors_of(made);
    return std::fabs(e.z_of_bias) < test::too_far && e.root_mean_square < part * plain_error;
}

TEST(scrambled_sequences, integrate_far_better_than_random_points) {
    EXPECT_NEAR(errors_of(plain_random).root_mean_square, plain_error, 0.5 * plain_error);
    EXPECT_TRUE(accepted([](std::uint32_t seed) { return scrambled_sobol(points, width, {seed, 0}); }, 0.025));
    EXPECT_TRUE(accepted([](std::uint32_t seed) { return scrambled_halton(points, width, {seed, 0}); }, 0.12));
    EXPECT_TRUE(
        accepted([](std::uint32_t seed) { return make_design(unit_sweep(DesignKind::lhs, points, width), seed).unit; }, 0.45));
}

TEST(the_check_of_integration, refuses_sequences_that_are_wrong) {
    const auto sobol = [](std::uint32_t seed) { return scrambled_sobol(points, width, {seed, 0}); };
    EXPECT_FALSE(accepted(plain_random, 0.45));
    // A dimension that repeats another.
    EXPECT_FALSE(accepted(
        [&](std::uint32_t seed) {
            std::vector<double> rows = sobol(seed);
            for (std::size_t i = 0; i < points; ++i) rows[i * width + 1] = rows[i * width];
            return rows;
        },
        0.025));
    // One scramble for all seeds: the error is the same each time, which is a bias.
    EXPECT_FALSE(accepted([&](std::uint32_t seed) { return sobol(1 + seed / 100); }, 0.025));
    // The end of the cells instead of a place within them, on a coarse net.
    EXPECT_FALSE(accepted(
        [&](std::uint32_t seed) {
            std::vector<double> rows = sobol(seed);
            for (double& u : rows) u = std::floor(u * 64) / 64;
            return rows;
        },
        0.025));
}

// Each scramble is uniform: over seeds any one point, also the first, lies anywhere with the same chance.
TEST(a_scrambled_point, lies_anywhere_with_the_same_chance) {
    constexpr std::size_t cells = 16, many = 4000;
    const std::vector<double> shares(cells, 1.0 / cells);
    const auto z = [&](const std::function<std::vector<double>(DrawKey)>& made, std::size_t at) {
        std::vector<double> counts(cells);
        for (std::uint32_t seed = 0; seed < many; ++seed)
            ++counts[static_cast<std::size_t>(made({seed, 0})[at] * static_cast<double>(cells))];
        return test::z_of_table(counts, shares);
    };
    for (const std::size_t at : {0U, 1U, 2U, 9U, 14U}) {
        EXPECT_LT(z([](DrawKey key) { return scrambled_sobol(5, 3, key); }, at), test::too_far) << at;
        EXPECT_LT(z([](DrawKey key) { return scrambled_halton(5, 3, key); }, at), test::too_far) << at;
    }
    EXPECT_GT(z([](DrawKey key) { return scrambled_sobol(5, 3, {key.seed % 7, 0}); }, 0), test::too_far);
}

// Dimensions are scrambled apart from each other, and from the same dimension under the next seed.
TEST(scrambles, of_neighbouring_dimensions_and_seeds_do_not_go_together) {
    constexpr std::size_t many = 4000;
    for (const bool halton : {false, true}) {
        std::vector<double> a, b, next;
        for (std::uint32_t seed = 0; seed < many; ++seed) {
            const auto rows = halton ? scrambled_halton(1, 2, {seed, 0}) : scrambled_sobol(1, 2, {seed, 0});
            const auto later = halton ? scrambled_halton(1, 2, {seed + 1, 0}) : scrambled_sobol(1, 2, {seed + 1, 0});
            a.push_back(rows[0]);
            b.push_back(rows[1]);
            next.push_back(later[0]);
        }
        EXPECT_LT(std::fabs(test::z_of_correlation(test::correlation(a, b), 0, many)), test::too_far);
        EXPECT_LT(std::fabs(test::z_of_correlation(test::correlation(a, next), 0, many)), test::too_far);
    }
}

}  // namespace
}  // namespace qonys
