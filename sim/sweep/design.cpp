#include "sweep/design.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <numeric>

#include "base/problems.hpp"
#include "base/quasi.hpp"

namespace qonys {

namespace {

constexpr double none = std::numeric_limits<double>::quiet_NaN();

[[noreturn]] void refuse(const Mark& mark, const std::string& path, std::string what, std::string hint) {
    Problems problems;
    problems.add(mark, path, std::move(what), std::move(hint));
    throw BadInput(std::move(problems));
}

void check_size(const Sweep& sweep, double points, const std::string& hint) {
    const std::size_t k = sweep.parameters.size();
    if (points > static_cast<double>(most_points) || points * static_cast<double>(k) > most_design_cells)
        refuse({sweep.file, 0, 0}, "design",
               fmt::format("{} makes {} points of {} parameters; at most {} points, and {:.0f} values of parameters, can be run",
                           design_words[static_cast<std::size_t>(sweep.design)],
                           points < 1e15 ? fmt::format("{:.0f}", points) : "more than 10^15", k, most_points, most_design_cells),
               hint);
}

Design empty_design(const Sweep& sweep, double points, const std::string& hint) {
    check_size(sweep, points, hint);
    const std::size_t k = sweep.parameters.size();
    Design design;
    design.points = static_cast<std::int64_t>(points);
    design.parameters = k;
    const auto n = static_cast<std::size_t>(design.points);
    design.values.assign(n * k, none);
    design.unit.assign(n * k, none);
    design.block.resize(n);
    std::iota(design.block.begin(), design.block.end(), 0);
    design.role.assign(n, 0);
    return design;
}

void fill_values(const Sweep& sweep, Design& design) {
    for (std::size_t i = 0; i < design.unit.size(); ++i)
        design.values[i] = value_at(sweep.parameters[i % design.parameters], design.unit[i]);
}

Design of_units(const Sweep& sweep, std::vector<double> units) {
    Design design = empty_design(sweep, static_cast<double>(sweep.points), "ask for fewer points");
    design.unit = std::move(units);
    fill_values(sweep, design);
    return design;
}

double rounded(double x) {
    const std::string text = fmt::format("{:.12g}", x);
    std::from_chars(text.data(), text.data() + text.size(), x);
    return x;
}

// So many values from the lowest to the highest, the ends among them, without the digits that only rounding makes.
std::vector<double> steps_of_range(const SweepParameter& p, std::int64_t steps) {
    const double low = lowest(p.distribution), high = highest(p.distribution);
    std::vector<double> values;
    for (std::int64_t i = 0; i < steps; ++i) {
        const double x = low + (high - low) * static_cast<double>(i) / static_cast<double>(steps - 1);
        values.push_back(p.whole ? std::round(x) : i == 0 ? low : i + 1 == steps ? high : rounded(x));
    }
    return values;
}

Design grid(const Sweep& sweep) {
    Problems problems;
    std::vector<std::vector<double>> axes;
    double points = 1;
    for (const SweepParameter& p : sweep.parameters) {
        if (p.spread == ValueSpread::distribution)
            problems.add(p.mark, p.name, "a grid has no values of a distribution",
                         "write a list or {range: [low, high], steps: 5}; or take design: lhs");
        else if (p.spread == ValueSpread::range && p.steps == 0)
            problems.add(p.mark, p.name, "a grid needs to know how many values of the range to take",
                         "write steps: 5 beside range:");
        else
            axes.push_back(p.spread == ValueSpread::range ? steps_of_range(p, p.steps) : p.values);
        if (!axes.empty()) points *= static_cast<double>(axes.back().size());
    }
    if (!problems.empty()) throw BadInput(std::move(problems));
    Design design = empty_design(sweep, points, "take fewer values, or design: lhs with points:");
    for (std::int64_t point = 0; point < design.points; ++point) {
        auto rest = static_cast<std::size_t>(point);
        for (std::size_t p = axes.size(); p-- > 0; rest /= axes[p].size())
            design.values[static_cast<std::size_t>(point) * axes.size() + p] = axes[p][rest % axes[p].size()];
    }
    return design;
}

std::vector<double> alone_values(const SweepParameter& p) {
    const std::int64_t steps = p.steps == 0 ? 2 : p.steps;
    if (p.spread == ValueSpread::range) return steps_of_range(p, steps);
    std::vector<double> values;
    if (p.spread == ValueSpread::distribution) {
        for (std::int64_t i = 0; i < steps; ++i)
            values.push_back(value_at(p, 0.05 + 0.9 * static_cast<double>(i) / static_cast<double>(steps - 1)));
        return values;
    }
    for (const double value : p.values)
        if (value != p.base) values.push_back(value);
    return values;
}

Design one_at_a_time(const Sweep& sweep) {
    std::vector<std::vector<double>> values;
    double points = 1;
    for (const SweepParameter& p : sweep.parameters) points += static_cast<double>(values.emplace_back(alone_values(p)).size());
    Design design = empty_design(sweep, points, "take fewer values");
    std::size_t point = 1;
    for (std::size_t p = 0; p < values.size(); ++p)
        for (const double value : values[p]) {
            design.values[point * design.parameters + p] = value;
            design.role[point++] = static_cast<std::int32_t>(p + 1);
        }
    return design;
}

// A random order of 0 … n - 1.
template <class Draw>
std::vector<std::uint32_t> random_order(std::size_t n, Draw draw) {
    std::vector<std::uint32_t> order(n);
    std::iota(order.begin(), order.end(), 0u);
    for (std::size_t i = n; i-- > 1;) std::swap(order[i], order[static_cast<std::size_t>(draw(i) * static_cast<double>(i + 1))]);
    return order;
}

std::vector<double> latin_hypercube(std::size_t points, std::size_t width, std::uint32_t attempt, DrawKey key) {
    std::vector<double> units(points * width);
    for (std::size_t p = 0; p < width; ++p) {
        const Agent agent{static_cast<std::uint32_t>(p), attempt};
        const auto strata = random_order(
            points, [&](std::size_t i) { return uniform(key, agent, static_cast<std::uint32_t>(i), Purpose::lhs_order); });
        for (std::size_t i = 0; i < points; ++i) {
            const double within = uniform(key, agent, static_cast<std::uint32_t>(i), Purpose::lhs_place);
            units[i * width + p] = std::min((strata[i] + within) / static_cast<double>(points), 1 - 0x1p-53);
        }
    }
    return units;
}

// Square of the least distance between two points, or any number not above `enough` when it is not above that.
double least_distance(const std::vector<double>& units, std::size_t points, std::size_t width, double enough) {
    double least = std::numeric_limits<double>::infinity();
    for (std::size_t i = 1; i < points; ++i)
        for (std::size_t j = 0; j < i; ++j) {
            double square = 0;
            for (std::size_t p = 0; p < width && square < least; ++p) {
                const double apart = units[i * width + p] - units[j * width + p];
                square += apart * apart;
            }
            least = std::min(least, square);
            if (least <= enough) return least;
        }
    return least;
}

// Points close together tell little more than one: of many hypercubes the one whose closest points are furthest apart. As many as
// take a few seconds at most (points^2 x parameters x attempts about 2e9), from 100 down to one beyond 14,000 points of ten
// parameters; the number depends on nothing else.
std::vector<double> maximin_hypercube(std::size_t points, std::size_t width, DrawKey key) {
    constexpr double most_work = 2e9, most_attempts = 100;
    const auto n = static_cast<double>(points);
    const auto attempts =
        static_cast<std::uint32_t>(std::clamp(most_work / (n * n * static_cast<double>(width)), 1.0, most_attempts));
    std::vector<double> best = latin_hypercube(points, width, 0, key);
    if (attempts == 1) return best;
    double best_distance = least_distance(best, points, width, 0);
    for (std::uint32_t attempt = 1; attempt < attempts; ++attempt) {
        std::vector<double> units = latin_hypercube(points, width, attempt, key);
        const double distance = least_distance(units, points, width, best_distance);
        if (distance <= best_distance) continue;
        best_distance = distance;
        best = std::move(units);
    }
    return best;
}

// A and B are the first and the second half of one sequence's dimensions.
Design saltelli(const Sweep& sweep, DrawKey key) {
    const std::size_t k = sweep.parameters.size();
    Design design = empty_design(sweep, static_cast<double>(sweep.points) * static_cast<double>(k + 2),
                                 "each base row makes as many points as there are parameters, and two more: ask for fewer");
    const std::vector<double> sequence = scrambled_sobol(sweep.points, 2 * k, key);
    for (std::size_t point = 0; point < static_cast<std::size_t>(design.points); ++point) {
        const std::size_t row = point / (k + 2), role = point % (k + 2);
        design.block[point] = static_cast<std::int32_t>(row);
        design.role[point] = static_cast<std::int32_t>(role);
        for (std::size_t p = 0; p < k; ++p) {
            const bool from_b = role == 1 || role == p + 2;
            design.unit[point * k + p] = sequence[row * 2 * k + (from_b ? k : 0) + p];
        }
    }
    fill_values(sweep, design);
    return design;
}

// Each parameter stands on one of the levels 0 … levels - 1 and moves once by half of them: up from the lower half, down from the
// upper. That is the step p / (2 (p - 1)) of Morris on his grid from 0 to 1; a level is placed at (level + 0.5) / levels here, in
// the middle of its share, because a distribution may have no value at 0 or 1. A step is then 0.5 of the share. One blind spot
// comes with it: an effect that repeats itself after half of the share, as sin^2 over one period, has elementary effects of 0. A
// sobol design sees it.
Design morris(const Sweep& sweep, DrawKey key) {
    const std::size_t k = sweep.parameters.size();
    Design design = empty_design(sweep, static_cast<double>(sweep.points) * static_cast<double>(k + 1),
                                 "each trajectory makes as many points as there are parameters, and one more: ask for fewer");
    const auto levels = static_cast<double>(sweep.levels);
    for (std::size_t t = 0; t < static_cast<std::size_t>(sweep.points); ++t) {
        const auto trajectory = static_cast<std::uint32_t>(t);
        const auto order = random_order(k, [&](std::size_t i) {
            return uniform(key, {static_cast<std::uint32_t>(i), 0}, trajectory, Purpose::morris_order);
        });
        std::vector<double> level(k);
        for (std::size_t p = 0; p < k; ++p)
            level[p] = std::floor(levels * uniform(key, {static_cast<std::uint32_t>(p), 0}, trajectory, Purpose::morris_start));
        for (std::size_t step = 0; step <= k; ++step) {
            const std::size_t point = t * (k + 1) + step;
            design.block[point] = static_cast<std::int32_t>(t);
            if (step > 0) {
                const std::size_t moved = order[step - 1];
                level[moved] += level[moved] < levels / 2 ? levels / 2 : -levels / 2;
                design.role[point] = static_cast<std::int32_t>(moved + 1);
            }
            for (std::size_t p = 0; p < k; ++p) design.unit[point * k + p] = (level[p] + 0.5) / levels;
        }
    }
    fill_values(sweep, design);
    return design;
}

Design list(const Sweep& sweep) {
    const std::size_t k = std::max<std::size_t>(sweep.parameters.size(), 1);
    Design design = empty_design(sweep, static_cast<double>(sweep.listed.size() / k), "split the file");
    design.values = sweep.listed;
    return design;
}

}  // namespace

Design make_design(const Sweep& sweep, std::uint32_t seed) {
    const DrawKey key{seed, 0};
    const bool counted = needs_points(sweep.design);
    if (counted && sweep.points < 1)
        refuse({sweep.file, 0, 0}, "points",
               fmt::format("{} needs a number of points", design_words[static_cast<std::size_t>(sweep.design)]),
               "write points: 128, or say --points 128");
    const std::size_t width = sweep.parameters.size();
    // Before anything of that size is made.
    if (counted) check_size(sweep, static_cast<double>(sweep.points), "ask for fewer points");
    switch (sweep.design) {
        case DesignKind::grid:
            return grid(sweep);
        case DesignKind::lhs:
            return of_units(sweep, maximin_hypercube(static_cast<std::size_t>(sweep.points), width, key));
        case DesignKind::sobol:
            return saltelli(sweep, key);
        case DesignKind::sobol_sequence:
            return of_units(sweep, scrambled_sobol(sweep.points, width, key));
        case DesignKind::halton:
            return of_units(sweep, scrambled_halton(sweep.points, width, key));
        case DesignKind::morris:
            return morris(sweep, key);
        case DesignKind::one_at_a_time:
            return one_at_a_time(sweep);
        case DesignKind::list:
            break;
    }
    return list(sweep);
}

}  // namespace qonys
