// Scenario discovery: a known box, and its figures recounted.
#include "sensitivity/discovery.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "support/test_functions.hpp"

namespace qonys {
namespace {

using test::Draws;
using test::Point;

std::vector<int> in_box(const DesignSample& sample) {
    std::vector<int> cases;
    for (std::size_t p = 0; p < sample.points; ++p) {
        const Point x = test::point(sample, p);
        cases.push_back(x[0] > 0.6 && x[3] < 0.4 ? 1 : 0);
    }
    return cases;
}

TEST(discovery, recovers_a_box_among_five_parameters) {
    const auto sample = test::scattered(1000, 5, 1, Draws::quasi);
    PrimOptions options;
    options.wanted_density = 1;
    const auto found = discover(sample, in_box(sample), options);
    ASSERT_GE(found.trajectories.size(), 1u);
    const auto& box = found.trajectories[0][found.chosen[0]];
    ASSERT_EQ(box.limits.size(), 2u);
    EXPECT_EQ(box.limits[0].parameter, 0u);
    EXPECT_EQ(box.limits[1].parameter, 3u);
    EXPECT_NEAR(box.limits[0].low, 0.6, 0.03);
    EXPECT_GT(box.limits[0].high, 0.99);
    EXPECT_NEAR(box.limits[1].high, 0.4, 0.03);
    EXPECT_GT(box.coverage, 0.9);
    EXPECT_EQ(box.density, 1);
    EXPECT_LT(box.limits[0].quasi_p, 1e-6);
}

// Sum of the terms of the binomial distribution from `cases` up.
double upper_tail(std::size_t cases, std::size_t n, double p) {
    double sum = 0;
    for (std::size_t k = cases; k <= n; ++k) {
        const auto a = static_cast<double>(k), b = static_cast<double>(n - k);
        sum += std::exp(std::lgamma(a + b + 1) - std::lgamma(a + 1) - std::lgamma(b + 1) + a * std::log(p) + b * std::log1p(-p));
    }
    return sum;
}

// On a grid every value inside a bound occurs in the box, so that the limits shown are the bounds.
TEST(discovery, gives_the_quasi_p_of_the_box_without_each_limit) {
    const auto sample = test::grid_design(8, 3);
    std::vector<int> cases;
    for (std::size_t p = 0; p < sample.points; ++p) {
        const Point x = test::point(sample, p);
        cases.push_back((x[0] > 4 && x[1] < 4 && x[2] > 1) != (p % 11 == 0) ? 1 : 0);
    }
    const auto found = discover(sample, cases, {});
    std::size_t checked = 0;
    for (const auto& box : found.trajectories.at(0)) {
        for (const auto& dropped : box.limits) {
            double points = 0, hits = 0;
            for (std::size_t p = 0; p < sample.points; ++p) {
                const bool inside = std::all_of(box.limits.begin(), box.limits.end(), [&](const BoxLimit& limit) {
                    const double x = sample.x[3 * p + limit.parameter];
                    return limit.parameter == dropped.parameter || (x >= limit.low && x <= limit.high);
                });
                points += inside;
                hits += inside && cases[p] == 1;
            }
            EXPECT_NEAR(dropped.quasi_p, upper_tail(box.cases, box.points, hits / points), 1e-9);
            checked += box.limits.size() > 1;
        }
    }
    EXPECT_GT(checked, 5u);
}

TEST(discovery, is_consistent_with_the_points) {
    const auto sample = test::scattered(300, 3, 2);
    std::vector<int> cases;
    for (std::size_t p = 0; p < sample.points; ++p) {
        const double chance = test::point(sample, p)[1] > 0.7 ? 0.8 : 0.1;
        cases.push_back(p % 50 == 0 ? -1 : uniform({8, 0}, {static_cast<std::uint32_t>(p), 0}, 0, Purpose::breach_kind) < chance);
    }
    const PrimOptions options;
    const auto found = discover(sample, cases, options);
    EXPECT_EQ(found.dropped, 6u);
    ASSERT_FALSE(found.trajectories.empty());
    double before = 2;
    for (const auto& box : found.trajectories[0]) {
        std::size_t points = 0, hits = 0;
        for (std::size_t p = 0; p < sample.points; ++p) {
            const bool inside = std::all_of(box.limits.begin(), box.limits.end(), [&](const BoxLimit& limit) {
                return sample.x[3 * p + limit.parameter] >= limit.low && sample.x[3 * p + limit.parameter] <= limit.high;
            });
            if (!inside || cases[p] < 0) continue;
            ++points;
            hits += cases[p] == 1;
        }
        EXPECT_EQ(box.points, points);
        EXPECT_EQ(box.cases, hits);
        EXPECT_DOUBLE_EQ(box.density, static_cast<double>(hits) / static_cast<double>(points));
        EXPECT_DOUBLE_EQ(box.coverage, static_cast<double>(hits) / static_cast<double>(found.cases));
        EXPECT_DOUBLE_EQ(box.mass, static_cast<double>(points) / 294);
        EXPECT_GE(box.mass, options.least_mass);
        if (&box != &found.trajectories[0][found.chosen[0]]) {
            EXPECT_LT(box.mass, before);
            before = box.mass;
        }
    }
    EXPECT_GE(found.trajectories[0][found.chosen[0]].density, options.wanted_density);
}

}  // namespace
}  // namespace qonys
