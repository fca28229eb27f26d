// What must hold of every design, and of the scenarios that its points become.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <map>
#include <set>

#include "base/quasi.hpp"
#include "commit.hpp"
#include "support/varied.hpp"
#include "sweep/design.hpp"

namespace qonys {
namespace {

using test::sweep_of;
using test::SweepFile;
using test::unit_sweep;
using test::varied_list;
using test::varied_range;

const std::string root = QONYS_SOURCE_FOLDER;

std::vector<double> column(const std::vector<double>& rows, std::size_t width, std::size_t at) {
    std::vector<double> values;
    for (std::size_t i = at; i < rows.size(); i += width) values.push_back(rows[i]);
    return values;
}

// Whether boxes of `a` x `b` equal parts hold one share of the points each.
bool even(const std::vector<double>& x, const std::vector<double>& y, std::size_t a, std::size_t b) {
    std::vector<std::size_t> counts(a * b);
    for (std::size_t i = 0; i < x.size(); ++i)
        ++counts[static_cast<std::size_t>(x[i] * static_cast<double>(a)) * b +
                 static_cast<std::size_t>(y[i] * static_cast<double>(b))];
    return std::all_of(counts.begin(), counts.end(), [&](std::size_t c) { return c * a * b == x.size(); });
}

// Every dyadic interval of each dimension holds its share, and every elementary box of the first two.
bool is_net(const std::vector<double>& rows, std::size_t width) {
    const std::size_t points = rows.size() / width;
    for (std::size_t d = 0; d < width; ++d)
        for (std::size_t parts = 1; parts <= points; parts *= 2)
            if (!even(column(rows, width, d), column(rows, width, d), parts, 1)) return false;
    for (std::size_t a = 1; width > 1 && a <= points; a *= 2)
        if (!even(column(rows, width, 0), column(rows, width, 1), a, points / a)) return false;
    return true;
}

TEST(scrambled_sobol, keeps_the_share_of_every_elementary_interval) {
    for (const std::uint32_t seed : {1u, 2u, 77u}) {
        EXPECT_TRUE(is_net(scrambled_sobol(1024, 40, {seed, 0}), 40));
        EXPECT_TRUE(is_net(scrambled_sobol(16, 2, {seed, 0}), 2));
    }
    // Without the zero point that Boost leaves out, it is no net: the check sees a sequence that is shifted by one.
    std::vector<double> shifted = scrambled_sobol(1025, 3, {1, 0});
    shifted.erase(shifted.begin(), shifted.begin() + 3);
    EXPECT_FALSE(is_net(shifted, 3));
}

TEST(scrambled_sobol, is_another_net_for_another_seed_and_scrambles_dimensions_apart) {
    const auto a = scrambled_sobol(256, 4, {1, 0}), b = scrambled_sobol(256, 4, {2, 0});
    std::size_t same = 0;
    for (std::size_t i = 0; i < a.size(); ++i) same += a[i] == b[i];
    EXPECT_LT(same, 5U);
    EXPECT_EQ(a, scrambled_sobol(256, 4, {1, 0}));
    std::set<double> firsts(a.begin(), a.begin() + 4);  // the zero point is 0 in every dimension before it is scrambled
    EXPECT_EQ(firsts.size(), 4U);
    EXPECT_THAT(a, testing::Each(testing::AllOf(testing::Gt(0), testing::Lt(1))));
}

TEST(scrambled_halton, keeps_the_share_of_every_interval_of_its_base) {
    const auto rows = scrambled_halton(2 * 2 * 2 * 3 * 3 * 5 * 7, 4, {5, 0});
    const std::vector<double> d2 = column(rows, 4, 0), d3 = column(rows, 4, 1), d5 = column(rows, 4, 2), d7 = column(rows, 4, 3);
    EXPECT_TRUE(even(d2, d2, 8, 1));
    EXPECT_TRUE(even(d3, d3, 9, 1));
    EXPECT_TRUE(even(d5, d5, 5, 1));
    EXPECT_TRUE(even(d7, d7, 7, 1));
    EXPECT_TRUE(even(d2, d3, 8, 9));
    EXPECT_TRUE(even(d5, d7, 5, 7));
    EXPECT_NE(rows, scrambled_halton(2520, 4, {6, 0}));
    // Digits are permuted place by place: the first points of a large base are not the multiples of 1/base in order.
    const auto wide = column(scrambled_halton(20, 100, {5, 0}), 100, 99);
    EXPECT_FALSE(std::is_sorted(wide.begin(), wide.end()));
}

double least_distance(const Design& d) {
    double least = 1e9;
    for (std::int64_t i = 0; i < d.points; ++i)
        for (std::int64_t j = 0; j < i; ++j) {
            double square = 0;
            for (std::size_t p = 0; p < d.parameters; ++p) square += std::pow(d.at(i)[p] - d.at(j)[p], 2);
            least = std::min(least, std::sqrt(square));
        }
    return least;
}

TEST(a_latin_hypercube, has_each_stratum_once_and_points_further_apart_than_most) {
    const Design d = make_design(unit_sweep(DesignKind::lhs, 30, 3), 9);
    for (std::size_t p = 0; p < 3; ++p) EXPECT_TRUE(even(column(d.unit, 3, p), column(d.unit, 3, p), 30, 1));
    EXPECT_EQ(d.values, d.unit);
    // Plain hypercubes, made here of the ranks of independent draws.
    std::vector<double> plain;
    for (std::uint32_t k = 0; k < 101; ++k) {
        Design other = d;
        for (std::size_t p = 0; p < 3; ++p) {
            std::vector<std::pair<double, std::size_t>> order;
            for (std::size_t i = 0; i < 30; ++i)
                order.emplace_back(
                    uniform({k, 1}, {static_cast<std::uint32_t>(i), static_cast<std::uint32_t>(p)}, 0, Purpose::resample), i);
            std::sort(order.begin(), order.end());
            for (std::size_t i = 0; i < 30; ++i)
                other.values[order[i].second * 3 + p] =
                    (static_cast<double>(i) +
                     uniform({k, 1}, {static_cast<std::uint32_t>(i), static_cast<std::uint32_t>(p)}, 1, Purpose::resample)) /
                    30;
        }
        plain.push_back(least_distance(other));
    }
    std::sort(plain.begin(), plain.end());
    EXPECT_GT(least_distance(d), plain[90]);  // above nine in ten of them; the best of 100 is about their greatest
}

TEST(the_same_seed, gives_the_same_points_and_another_seed_others) {
    for (const DesignKind kind :
         {DesignKind::lhs, DesignKind::sobol, DesignKind::sobol_sequence, DesignKind::halton, DesignKind::morris}) {
        const Sweep sweep = unit_sweep(kind, 16, 3);
        const Design a = make_design(sweep, 4), b = make_design(sweep, 4), c = make_design(sweep, 5);
        EXPECT_EQ(a.values, b.values);
        EXPECT_EQ(a.block, b.block);
        EXPECT_NE(a.values, c.values) << static_cast<int>(kind);
        EXPECT_THAT(a.unit, testing::Each(testing::AllOf(testing::Ge(0), testing::Lt(1))));
    }
}

TEST(a_sobol_design, is_made_of_blocks_of_saltelli) {
    constexpr std::size_t k = 5, rows = 64;
    const Design d = make_design(unit_sweep(DesignKind::sobol, rows, k), 11);
    ASSERT_EQ(d.points, static_cast<std::int64_t>(rows * (k + 2)));
    std::vector<double> a_and_b;
    for (std::size_t row = 0; row < rows; ++row) {
        const auto first = static_cast<std::int64_t>(row * (k + 2));
        const auto a = d.at(first), b = d.at(first + 1);
        a_and_b.insert(a_and_b.end(), a.begin(), a.end());
        a_and_b.insert(a_and_b.end(), b.begin(), b.end());
        for (std::size_t role = 0; role < k + 2; ++role) {
            const std::size_t point = static_cast<std::size_t>(first) + role;
            EXPECT_EQ(d.block[point], static_cast<std::int32_t>(row));
            EXPECT_EQ(d.role[point], static_cast<std::int32_t>(role));
            for (std::size_t p = 0; p < k && role > 1; ++p)
                EXPECT_EQ(d.at(static_cast<std::int64_t>(point))[p], (p + 2 == role ? b : a)[p]);
        }
        for (std::size_t p = 0; p < k; ++p) EXPECT_NE(a[p], b[p]);
    }
    EXPECT_TRUE(is_net(a_and_b, 2 * k));
}

TEST(a_trajectory_of_morris, moves_each_parameter_once_by_half_of_the_levels) {
    Sweep sweep = unit_sweep(DesignKind::morris, 200, 6);
    sweep.levels = 6;
    const Design d = make_design(sweep, 3);
    std::map<double, int> starts;
    std::set<std::vector<std::int32_t>> orders;
    int up = 0;
    for (std::size_t t = 0; t < 200; ++t) {
        std::vector<std::int32_t> order;
        for (std::size_t step = 1; step <= 6; ++step) {
            const std::size_t point = t * 7 + step;
            EXPECT_EQ(d.block[point], static_cast<std::int32_t>(t));
            for (std::size_t p = 0; p < 6; ++p) {
                const double moved = d.unit[point * 6 + p] - d.unit[(point - 1) * 6 + p];
                EXPECT_NEAR(std::fabs(moved), d.role[point] == static_cast<std::int32_t>(p + 1) ? 0.5 : 0, 1e-15);
                up += moved > 0.25;
            }
            order.push_back(d.role[point]);
        }
        for (std::size_t p = 0; p < 6; ++p) ++starts[std::round(d.unit[t * 42 + p] * 12)];  // levels at 1, 3, … 11 of 12
        orders.insert(order);
        std::sort(order.begin(), order.end());
        EXPECT_THAT(order, testing::ElementsAre(1, 2, 3, 4, 5, 6));
    }
    EXPECT_EQ(starts.size(), 6U);
    for (const auto& [level, count] : starts) EXPECT_NEAR(count, 200, 65) << level;  // 5 standard deviations of 1200 x 1/6
    EXPECT_NEAR(up, 600, 87);
    EXPECT_GT(orders.size(), 150U);  // of 720
}

TEST(a_grid, has_every_combination_once) {
    const Design d =
        make_design(sweep_of(DesignKind::grid, 0,
                             {varied_list({1, 2, 3}), varied_range(0, 1, 5), varied_list({4, 5}), varied_range(1, 7, 7, true)}),
                    1);
    std::set<std::vector<double>> seen;
    for (std::int64_t i = 0; i < d.points; ++i) seen.insert({d.at(i).begin(), d.at(i).end()});
    EXPECT_EQ(d.points, 3 * 5 * 2 * 7);
    EXPECT_EQ(seen.size(), 210U);
}

TEST(every_whole_number, of_a_range_is_as_likely_as_every_other) {
    const Design d = make_design(sweep_of(DesignKind::lhs, 600, {varied_range(1, 6, 0, true)}), 1);
    std::map<double, int> counts;
    for (const double value : d.values) ++counts[value];
    EXPECT_EQ(counts.size(), 6U);
    for (const auto& [value, count] : counts) EXPECT_EQ(count, 100) << value;
}

TEST(ten_thousand_points, are_made_in_seconds) {
    for (const DesignKind kind : {DesignKind::lhs, DesignKind::halton, DesignKind::sobol_sequence})
        EXPECT_EQ(make_design(unit_sweep(kind, 10'000, 10), 1).points, 10'000);
}

// The scenario of a point, and the one that is loaded with the same values by --set.
TEST(a_point, is_the_scenario_that_set_makes_of_the_same_values) {
    const std::string baseline = root + "/scenarios/baseline_2025.yaml";
    const test::TempFolder folder;
    const std::string file =
        folder
            .write("sweep.yaml", "question: \"" + load_scenario(baseline, {}).scenario.question + "\"\nextends: " + baseline + R"(
vary:
  benefits.relocation_mrp.2025-01-01: {range: [35, 100]}
  benefits.rent_months.2026-01-01: {range: [6, 24]}
  quotas.mechanism.2026-01-01: [lottery, bid_price]
  quotas.kandas.2026-01-01.KZ-55: {range: [500, 1500]}
  leaving.quota_hazard: {triangular: [0.001, 0.002, 0.004]}
  work.loss_hazard: {normal: [1e-2, 1e-3]}
  quotas.carry_over: {range: [0, 1]}
design: sobol_sequence
points: 12
)")
            .string();
    EXPECT_THROW(load_sweep(file, {}, {}), BadInput);  // a table by date is not one value
    const std::string text = test::read_text(file);
    const std::string good =
        folder
            .write("sweep.yaml", std::string(text).replace(text.find("quotas.carry_over:"), 18, "quotas.carry_over.2026-01-01:"))
            .string();
    const Sweep sweep = load_sweep(good, {}, {});
    const Design d = make_design(sweep, 21);
    for (std::int64_t point = 0; point < d.points; ++point) {
        std::vector<std::string> sets;
        for (std::size_t p = 0; p < d.parameters; ++p)
            sets.push_back(sweep.parameters[p].name + "=" + value_text(sweep.parameters[p], d.at(point)[p]));
        EXPECT_EQ(scenario_at(sweep, 0, d.at(point)).resolved_text, load_scenario(baseline, sets).resolved_text);
    }
    const std::vector<double> base(d.parameters, std::nan(""));
    EXPECT_EQ(scenario_at(sweep, 0, base).resolved_text, load_scenario(baseline, {}).resolved_text);
    std::vector<double> of_base;
    for (const SweepParameter& p : sweep.parameters) of_base.push_back(p.base);
    EXPECT_TRUE(std::isnan(of_base[2]));  // first_come_first_served is not among the words
    EXPECT_EQ(of_base[3], 977);
}

// A value of a point is the sweep's, also where the file itself gives the value it takes the place of.
TEST(a_sweep_in_the_file_of_the_scenario, is_no_other_sweep) {
    const test::TempFolder folder;
    std::string world = test::tiny_world();
    world.replace(world.find("[-1e9, 1e9]", world.find("  loss_hazard:")), 11, "[0, 2]");  // of which a point need not be
    const std::string alone = folder.write("alone.yaml", world).string();
    const Sweep sweep = load_sweep(
        folder.write("sweep.yaml", world + "vary: {work.loss_hazard: [0.5, 9], places.wage.A: [5, 50]}\ndesign: grid\n").string(),
        {}, {});
    EXPECT_EQ(scenario_at(sweep, 0, std::vector<double>{0.5, 50}).resolved_text,
              load_scenario(alone, {"work.loss_hazard=0.5", "places.wage.A=50"}).resolved_text);
}

TEST(equal_sweeps, have_equal_texts_and_others_have_others) {
    const auto text = [](const std::string& yaml) { return SweepFile(yaml).load().text; };
    const std::string one = text("vary: {work.participation: [0.5, 1.0]}\ndesign: lhs\npoints: 3\n");
    EXPECT_EQ(one, text("points: 3\ndesign: lhs\nvary:\n  work.participation:\n    values:\n    - 0.5\n    - 1\n"));
    EXPECT_NE(one, text("vary: {work.participation: [0.5, 1.0]}\ndesign: lhs\npoints: 4\n"));
    EXPECT_NE(one, text("vary: {work.participation: [0.5, 0.9]}\ndesign: lhs\npoints: 3\n"));
    EXPECT_NE(one, text("vary: {work.participation: [0.5, 1.0]}\ndesign: halton\npoints: 3\n"));
    const std::string morris = "vary: {work.participation: {range: [0, 1]}}\npoints: 3\ndesign: {morris: {levels: ";
    EXPECT_NE(text(morris + "4}}\n"), text(morris + "6}}\n"));
    // It reads back to itself.
    EXPECT_EQ(text(one), one);
}

TEST(every_shipped_sweep, loads_and_all_of_its_points_are_accepted) {
    int files = 0;
    for (const auto& entry : std::filesystem::directory_iterator(root + "/scenarios/sweeps")) {
        if (entry.path().extension() != ".yaml") continue;
        ++files;
        const Sweep sweep = load_sweep(entry.path().string(), {}, {});
        const Design d = make_design(sweep, 2025);
        for (std::int64_t point = 0; point < d.points; point += 1 + d.points / 40)
            EXPECT_NO_THROW(scenario_at(sweep, 0, d.at(point))) << entry.path() << " point " << point;
    }
    EXPECT_GE(files, 4);
}

}  // namespace
}  // namespace qonys
