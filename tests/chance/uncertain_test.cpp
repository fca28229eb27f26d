// Uncertain inputs: each distribution against its moments and its cumulative function, worked out here apart from the program.
#include "scenario/uncertain.hpp"

#include <gtest/gtest.h>

#include <functional>
#include <numeric>

#include "bad_input/tiny_world.hpp"
#include "chance/z.hpp"
#include "scenario/fields.hpp"
#include "scenario/read.hpp"
#include "support/process.hpp"

namespace qonys {
namespace {

using test::too_far;

constexpr std::uint32_t seed = 2025, draws = 20000;

std::size_t field_of(const std::string& path) {
    for (std::size_t i = 0; i < fields().size(); ++i)
        if (fields()[i].path == path) return i;
    throw std::out_of_range(path);
}

// leaving.free_hazard in many draws.
std::vector<double> sample(const Distribution& distribution) {
    LoadedScenario loaded;
    loaded.uncertain.push_back({"leaving.free_hazard", field_of("leaving.free_hazard"), 0, distribution});
    std::vector<double> values;
    for (std::uint32_t draw = 0; draw < draws; ++draw) values.push_back(drawn(loaded, seed, draw).leaving.free_hazard);
    return values;
}

struct Known {
    const char* name;
    Distribution distribution;
    double mean, variance, kurtosis;            // fourth central moment over the square of the variance
    std::function<double(double)> share_below;  // cumulative function
};

double normal_below(double x) {
    return std::erfc(-x / std::sqrt(2.0)) / 2;
}

double triangular_below(double x) {  // of (1, 2, 5)
    return x <= 2 ? (x - 1) * (x - 1) / 4 : 1 - (5 - x) * (5 - x) / 12;
}

// Of a = 2, b = 3, by the polynomial that the integral of 12 t (1 - t)^2 is.
double beta_below(double t) {
    return t * t * (6 - 8 * t + 3 * t * t);
}

// Moments: Johnson, Kotz and Balakrishnan, Continuous univariate distributions.
const std::vector<Known> known{
    {"normal", {Shape::normal, {10, 2}}, 10, 4, 3, [](double x) { return normal_below((x - 10) / 2); }},
    {"uniform", {Shape::uniform, {-1, 3}}, 1, 16.0 / 12, 1.8, [](double x) { return (x + 1) / 4; }},
    {"triangular", {Shape::triangular, {1, 2, 5}}, 8.0 / 3, 13.0 / 18, 2.4, triangular_below},
    {"beta", {Shape::beta, {2, 3}}, 0.4, 0.04, 33.0 / 14, beta_below},
    {"beta between", {Shape::beta, {2, 3, 10, 20}}, 14, 4, 33.0 / 14, [](double x) { return beta_below((x - 10) / 10); }},
};

// Largest distance of a sample, over its mean, its variance and the counts in twenty equal slices of what it can reach.
double worst(const Known& k, const std::vector<double>& values) {
    const auto n = static_cast<double>(values.size());
    const double of_mean = test::z_of_mean(test::mean_of(values), k.mean, std::sqrt(k.variance), n);
    const double of_variance = (test::variance_of(values) - k.variance) / (k.variance * std::sqrt((k.kurtosis - 1) / n));
    const double low = lowest(k.distribution), width = (highest(k.distribution) - low) / 20;
    std::vector<double> counts(20), shares(20);
    for (std::size_t i = 0; i < 20; ++i) {
        const double from = low + width * static_cast<double>(i);
        shares[i] = k.share_below(from + width) - k.share_below(from);
    }
    for (double x : values) {
        if (x < lowest(k.distribution) || x > highest(k.distribution)) return 1e9;
        ++counts[std::min<std::size_t>(static_cast<std::size_t>((x - low) / width), 19)];
    }
    return std::max({std::abs(of_mean), std::abs(of_variance), std::abs(test::z_of_table(counts, shares))});
}

TEST(uncertain, each_distribution_has_its_mean_variance_and_shape) {
    for (const Known& k : known) {
        EXPECT_LT(worst(k, sample(k.distribution)), too_far) << k.name;
        EXPECT_NEAR(mean_of(k.distribution), k.mean, 1e-12) << k.name;
    }
}

TEST(uncertain, the_check_rejects_wrong_samplers) {
    const std::vector<Distribution> wrong{{Shape::normal, {10, 2.1}},
                                          {Shape::triangular, {-1, 1, 3}},
                                          {Shape::triangular, {1, 1.8, 5.2}},
                                          {Shape::beta, {3, 2}},
                                          {Shape::uniform, {10, 20}}};
    for (std::size_t i = 0; i < known.size(); ++i) EXPECT_GT(worst(known[i], sample(wrong[i])), too_far) << known[i].name;
    // Right in mean and variance, wrong in shape.
    std::vector<double> flat = sample({Shape::uniform, {14 - std::sqrt(12.0), 14 + std::sqrt(12.0)}});
    EXPECT_GT(worst(known[4], flat), too_far);
}

TEST(uncertain, empirical_values_are_equally_likely) {
    const auto distance = [](const std::vector<double>& values) {
        std::vector<double> counts(3);
        for (double x : values) ++counts[x == 1 ? 0 : x == 4 ? 1 : 2];
        return std::abs(test::z_of_table(counts, {0.25, 0.25, 0.5}));
    };
    EXPECT_LT(distance(sample({Shape::empirical, {7, 1, 7, 4}})), too_far);
    EXPECT_GT(distance(sample({Shape::empirical, {7, 1, 4}})), too_far);
    EXPECT_EQ(mean_of({Shape::empirical, {7, 1, 7, 4}}), 4.75);
}

TEST(uncertain, values_never_fall_as_u_rises_and_stay_within_reach) {
    std::vector<Distribution> all{{Shape::empirical, {3, 1, 2}}, {Shape::triangular, {0, 0, 1}}, {Shape::triangular, {0, 1, 1}}};
    for (const Known& k : known) all.push_back(k.distribution);
    for (const double a : {0.05, 1.0, 30.0, 1e5})
        for (const double b : {0.05, 1.0, 30.0, 1e5}) all.push_back({Shape::beta, {a, b}});
    for (const Distribution& d : all) {
        double before = lowest(d);
        for (const double u : {0x1p-53, 1e-12, 1e-6, 0.01, 0.25, 0.5, 0.75, 0.99, 1 - 1e-6, 1 - 1e-12, 1 - 0x1p-53}) {
            const double value = value_at(d, u);
            EXPECT_GE(value, before) << shown(d) << " at " << u;
            EXPECT_LE(value, highest(d)) << shown(d) << " at " << u;
            before = value;
        }
    }
    EXPECT_EQ(value_at({Shape::normal, {0, 1}}, 0x1p-53), -normal_reach) << "cut off, so that limits hold";
    EXPECT_NEAR(value_at({Shape::normal, {0, 1}}, 0.975), 1.959963984540054, 1e-12);
    EXPECT_EQ(value_at({Shape::uniform, {2, 6}}, 0.25), 3);
    EXPECT_EQ(value_at({Shape::empirical, {3, 1, 2}}, 0.5), 2);
}

class Tiny {
public:
    Tiny() : file_(folder_.write("tiny.yaml", test::tiny_world()).string()) {}
    LoadedScenario load(const std::vector<std::string>& sets) const { return load_scenario(file_, sets); }

private:
    test::TempFolder folder_;
    std::string file_;
};

TEST(uncertain, a_value_depends_on_seed_draw_and_its_path_alone) {
    const Tiny tiny;
    const std::string one = "leaving.free_hazard={uniform: [0, 1]}", cell = "places.wage.B={triangular: [1, 2, 9]}";
    const LoadedScenario alone = tiny.load({one}), both = tiny.load({cell, one, "choice.kin={normal: [0, 1]}"});
    for (std::uint32_t draw = 0; draw < 50; ++draw)
        EXPECT_EQ(drawn(alone, seed, draw).leaving.free_hazard, drawn(both, seed, draw).leaving.free_hazard);
    EXPECT_NE(drawn(alone, seed, 0).leaving.free_hazard, drawn(alone, seed, 1).leaving.free_hazard);
    EXPECT_NE(drawn(alone, seed, 0).leaving.free_hazard, drawn(alone, seed + 1, 0).leaving.free_hazard);
    EXPECT_EQ(drawn(alone, seed, 7).leaving.free_hazard, drawn(alone, seed, 7).leaving.free_hazard);
}

TEST(uncertain, everything_else_stays_as_it_was) {
    const Tiny tiny;
    const LoadedScenario loaded = tiny.load({"places.wage.B={uniform: [5, 9]}"});
    Scenario central = loaded.scenario, other = drawn(loaded, seed, 3);
    EXPECT_EQ(central.places.wage.cells[1], 7);
    EXPECT_NE(other.places.wage.cells[1], 7);
    other.places.wage.cells[1] = 7;
    for (const Field& field : fields()) {
        const Slot left = field.slot(central), right = field.slot(other);
        if (const auto* number = std::get_if<double*>(&left)) {
            EXPECT_EQ(**number, *std::get<double*>(right)) << field.path;
        }
        if (const auto* table = std::get_if<Table*>(&left)) {
            EXPECT_EQ((*table)->cells, std::get<Table*>(right)->cells) << field.path;
        }
    }
}

TEST(uncertain, two_values_are_drawn_apart) {
    const Tiny tiny;
    const LoadedScenario loaded = tiny.load({"places.wage.A={uniform: [1, 2]}", "places.wage.B={uniform: [1, 2]}"});
    std::vector<double> a, b;
    for (std::uint32_t draw = 0; draw < 5000; ++draw) {
        const Scenario s = drawn(loaded, seed, draw);
        a.push_back(s.places.wage.at(0));
        b.push_back(s.places.wage.at(1));
    }
    EXPECT_LT(std::abs(test::z_of_correlation(test::correlation(a, b), 0, 5000)), too_far);
    std::vector<double> near_a = a;
    for (std::size_t i = 0; i < a.size(); ++i) near_a[i] = 0.1 * a[i] + b[i];
    EXPECT_GT(std::abs(test::z_of_correlation(test::correlation(a, near_a), 0, 5000)), too_far);
}

}  // namespace
}  // namespace qonys
