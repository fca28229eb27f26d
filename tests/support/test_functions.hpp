// Functions whose sensitivity indices are known in closed form, and designs to sample them with.
#pragma once

#include <cmath>
#include <functional>
#include <numbers>
#include <span>
#include <string>
#include <vector>

#include "base/draws.hpp"
#include "base/quasi.hpp"
#include "sensitivity/sample.hpp"

namespace qonys::test {

using Point = std::span<const double>;

// Ishigami and Homma (1990) with a = 7, b = 0.1, of shares of the range from -pi to pi.
inline double ishigami(Point u) {
    const auto x = [&](std::size_t i) { return std::numbers::pi * (2 * u[i] - 1); };
    return std::sin(x(0)) + 7 * std::pow(std::sin(x(1)), 2) + 0.1 * std::pow(x(2), 4) * std::sin(x(0));
}

struct KnownIndices {
    std::vector<double> first, total;
};

// V1 = (1 + b pi^4 / 5)^2 / 2, V2 = a^2 / 8, V13 = 8 b^2 pi^8 / 225.
inline KnownIndices ishigami_indices() {
    const double pi4 = std::pow(std::numbers::pi, 4);
    const double v1 = 0.5 * std::pow(1 + 0.1 * pi4 / 5, 2), v2 = 49.0 / 8, v13 = 8 * 0.01 * pi4 * pi4 / 225, v = v1 + v2 + v13;
    return {{v1 / v, v2 / v, 0}, {(v1 + v13) / v, v2 / v, v13 / v}};
}

// Sobol's g-function.
inline const std::vector<double> g_weights{0, 1, 4.5, 9};

inline double g_function(Point u) {
    double product = 1;
    for (std::size_t i = 0; i < u.size(); ++i) product *= (std::abs(4 * u[i] - 2) + g_weights[i]) / (1 + g_weights[i]);
    return product;
}

inline KnownIndices g_indices() {
    const auto own = [](double a) { return 1 / (3 * (1 + a) * (1 + a)); };
    double all = 1;
    for (const double a : g_weights) all *= 1 + own(a);
    KnownIndices known;
    for (const double a : g_weights) {
        known.first.push_back(own(a) / (all - 1));
        known.total.push_back(own(a) * all / (1 + own(a)) / (all - 1));
    }
    return known;
}

enum class Draws { uniform, quasi };

// Shares of the points in the unit cube, row by row.
inline std::vector<double> cube(std::size_t points, std::size_t dimensions, std::uint32_t seed, Draws draws) {
    if (draws == Draws::quasi) return scrambled_sobol(static_cast<std::int64_t>(points), dimensions, {seed, 0});
    std::vector<double> u;
    for (std::size_t i = 0; i < points * dimensions; ++i) {
        u.push_back(uniform({seed, 0}, {static_cast<std::uint32_t>(i), 0}, 0, Purpose::lhs_place));
    }
    return u;
}

inline DesignSample empty_sample(std::size_t points, std::size_t width) {
    DesignSample sample;
    sample.points = points;
    for (std::size_t i = 0; i < width; ++i) sample.parameters.push_back("p" + std::to_string(i));
    sample.x.resize(points * width);
    for (std::size_t p = 0; p < points; ++p) {
        sample.block.push_back(static_cast<std::int32_t>(p));
        sample.role.push_back(0);
    }
    return sample;
}

// Points without a structure.
inline DesignSample scattered(std::size_t points, std::size_t width, std::uint32_t seed, Draws draws = Draws::uniform) {
    DesignSample sample = empty_sample(points, width);
    sample.x = sample.unit = cube(points, width, seed, draws);
    return sample;
}

// Base rows A, B, AB_1 ... block by block.
inline DesignSample sobol_design(std::size_t rows, std::size_t width, std::uint32_t seed, Draws draws) {
    const std::vector<double> u = cube(rows, 2 * width, seed, draws);
    DesignSample sample = empty_sample(rows * (width + 2), width);
    for (std::size_t row = 0; row < rows; ++row) {
        for (std::size_t role = 0; role < width + 2; ++role) {
            const std::size_t point = row * (width + 2) + role;
            for (std::size_t i = 0; i < width; ++i) {
                const bool from_b = role == 1 || role == 2 + i;
                sample.x[point * width + i] = u[row * 2 * width + i + (from_b ? width : 0)];
            }
            sample.block[point] = static_cast<std::int32_t>(row);
            sample.role[point] = static_cast<std::int32_t>(role);
        }
    }
    sample.unit = sample.x;
    return sample;
}

// Trajectories that move each parameter once, by half of its range, in an order that turns from one to the next.
inline DesignSample morris_design(std::size_t trajectories, std::size_t width, std::uint32_t seed) {
    const std::vector<double> start = cube(trajectories, width, seed, Draws::uniform);
    DesignSample sample = empty_sample(trajectories * (width + 1), width);
    for (std::size_t t = 0; t < trajectories; ++t) {
        std::vector<double> at(start.begin() + static_cast<std::ptrdiff_t>(t * width),
                               start.begin() + static_cast<std::ptrdiff_t>((t + 1) * width));
        for (std::size_t step = 0; step <= width; ++step) {
            const std::size_t point = t * (width + 1) + step, moved = (step + t) % width;
            if (step > 0) at[moved] += at[moved] < 0.5 ? 0.5 : -0.5;
            std::copy(at.begin(), at.end(), sample.x.begin() + static_cast<std::ptrdiff_t>(point * width));
            sample.block[point] = static_cast<std::int32_t>(t);
            sample.role[point] = step == 0 ? 0 : static_cast<std::int32_t>(1 + moved);
        }
    }
    sample.unit = sample.x;
    return sample;
}

// Every combination of the levels 0, 1, ... of each parameter, the last fastest.
inline DesignSample grid_design(std::size_t levels, std::size_t width) {
    std::size_t points = 1;
    for (std::size_t i = 0; i < width; ++i) points *= levels;
    DesignSample sample = empty_sample(points, width);
    for (std::size_t p = 0; p < points; ++p) {
        for (std::size_t i = width, rest = p; i-- > 0; rest /= levels) {
            sample.x[p * width + i] = static_cast<double>(rest % levels);
        }
    }
    sample.unit = sample.x;
    for (double& u : sample.unit) u /= static_cast<double>(levels);
    return sample;
}

inline Point point(const DesignSample& sample, std::size_t p) {
    return {sample.x.data() + p * sample.width(), sample.width()};
}

// y(point, replicate) = value(parameters, point, replicate).
inline DesignSample with_outputs(DesignSample sample, std::size_t replicates,
                                 const std::function<double(Point, std::size_t, std::size_t)>& value) {
    sample.replicates = replicates;
    sample.y.clear();
    for (std::size_t p = 0; p < sample.points; ++p) {
        for (std::size_t r = 0; r < replicates; ++r) sample.y.push_back(value(point(sample, p), p, r));
    }
    return sample;
}

inline DesignSample with_outputs(DesignSample sample, const std::function<double(Point)>& value) {
    return with_outputs(std::move(sample), 1, [&](Point x, std::size_t, std::size_t) { return value(x); });
}

// Independent of all others of the same seed.
inline double noise(std::uint32_t seed, std::size_t place, std::size_t replicate) {
    return standard_normal({seed, static_cast<std::uint32_t>(replicate)}, {static_cast<std::uint32_t>(place), 1}, 0,
                           Purpose::parameter);
}

}  // namespace qonys::test
