#include "sensitivity/elementary_effects.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>

#include "base/problems.hpp"
#include "sensitivity/resample.hpp"

namespace qonys {
namespace {

[[noreturn]] void refuse(std::string what, std::string hint) {
    Problems problems;
    problems.add({}, "", std::move(what), std::move(hint));
    throw BadInput(std::move(problems));
}

bool has_every_run(const DesignSample& sample, std::size_t point) {
    const double* y = sample.y.data() + point * sample.replicates;
    return std::all_of(y, y + sample.replicates, [](double v) { return std::isfinite(v); });
}

bool is_trajectory(const DesignSample& sample, const std::vector<std::size_t>& points) {
    const std::size_t width = sample.width();
    if (points.size() != width + 1 || sample.role[points[0]] != 0) return false;
    std::vector<char> moved(width);
    for (std::size_t step = 1; step < points.size(); ++step) {
        const auto role = sample.role[points[step]];
        if (role < 1 || static_cast<std::size_t>(role) > width) return false;
        const auto i = static_cast<std::size_t>(role - 1);
        const double move = sample.unit[points[step] * width + i] - sample.unit[points[step - 1] * width + i];
        if (moved[i] || !std::isfinite(move) || move == 0) return false;
        moved[i] = 1;
    }
    return true;
}

struct Trajectories {
    std::vector<std::vector<std::size_t>> points;
    std::size_t dropped = 0;
};

Trajectories trajectories_of(const DesignSample& sample) {
    const std::string hint = "sweep with `design: morris`, or use the regression coefficients, which any design allows";
    if (sample.role.empty() || sample.block.empty() || sample.unit.empty()) {
        refuse("elementary effects need a morris design; these points are no trajectories", hint);
    }
    std::map<std::int32_t, std::vector<std::size_t>> blocks;
    for (std::size_t p = 0; p < sample.points; ++p) blocks[sample.block[p]].push_back(p);
    Trajectories trajectories;
    bool any_complete = false;
    for (auto& [number, points] : blocks) {
        // Part of a trajectory is what a shard can hold; it is left out like one with a failed run.
        const bool part = points.size() < sample.width() + 1;
        if (!part && !is_trajectory(sample, points)) {
            refuse(fmt::format("elementary effects need a morris design; the points of block {} are no trajectory", number),
                   hint);
        }
        any_complete = any_complete || !part;
        if (part || !std::all_of(points.begin(), points.end(), [&](std::size_t p) { return has_every_run(sample, p); })) {
            ++trajectories.dropped;
        } else {
            trajectories.points.push_back(std::move(points));
        }
    }
    if (!any_complete) refuse("elementary effects need a morris design; these points are no trajectories", hint);
    if (trajectories.points.size() < 2) {
        refuse(fmt::format("elementary effects need at least 2 trajectories in which every run has a value; {} of {} have",
                           trajectories.points.size(), blocks.size()),
               "see why runs failed, or sweep more points");
    }
    return trajectories;
}

// (trajectory, replicate) for each parameter.
std::vector<std::vector<double>> effects_of(const DesignSample& sample, const Trajectories& trajectories) {
    const std::size_t width = sample.width(), replicates = sample.replicates;
    std::vector<std::vector<double>> effects(width);
    for (const auto& points : trajectories.points) {
        for (std::size_t step = 1; step < points.size(); ++step) {
            const std::size_t before = points[step - 1], after = points[step];
            const auto i = static_cast<std::size_t>(sample.role[after] - 1);
            const double move = sample.unit[after * width + i] - sample.unit[before * width + i];
            for (std::size_t r = 0; r < replicates; ++r) {
                effects[i].push_back((sample.y[after * replicates + r] - sample.y[before * replicates + r]) / move);
            }
        }
    }
    return effects;
}

// Means over trajectories and replicates, and of the sizes of each trajectory's mean, leaving out one replicate after the other.
struct WithoutEach {
    std::vector<double> mu, mu_star;
};

WithoutEach without_each(const std::vector<double>& effects, std::size_t rows, std::size_t replicates) {
    WithoutEach result{std::vector<double>(replicates), std::vector<double>(replicates)};
    for (std::size_t row = 0; row < rows; ++row) {
        const double* effect = effects.data() + row * replicates;
        const double sum = std::accumulate(effect, effect + replicates, 0.0);
        for (std::size_t r = 0; r < replicates; ++r) {
            const double mean = (sum - effect[r]) / static_cast<double>(replicates - 1);
            result.mu[r] += mean / static_cast<double>(rows);
            result.mu_star[r] += std::abs(mean) / static_cast<double>(rows);
        }
    }
    return result;
}

// Standard error of the mean over replicates, from their spread within trajectories.
double standard_error(const std::vector<double>& effects, std::size_t rows, std::size_t replicates) {
    const auto n = static_cast<double>(replicates);
    double squares = 0;
    for (std::size_t row = 0; row < rows; ++row) {
        const double* effect = effects.data() + row * replicates;
        double mean = 0;
        for (std::size_t r = 0; r < replicates; ++r) mean += effect[r] / n;
        for (std::size_t r = 0; r < replicates; ++r) squares += (effect[r] - mean) * (effect[r] - mean);
    }
    return std::sqrt(squares / (static_cast<double>(rows) * (n - 1) * n));
}

}  // namespace

ElementaryEffects elementary_effects(const DesignSample& sample, const ResampleOptions& options) {
    check_shape(sample);
    const Trajectories trajectories = trajectories_of(sample);
    const std::size_t rows = trajectories.points.size(), replicates = sample.replicates;
    ElementaryEffects result;
    result.trajectories = rows;
    result.dropped = trajectories.dropped;
    result.noise_removed = replicates >= 2;
    result.replicates_in_intervals = replicates >= fewest_to_jackknife;

    std::vector<std::vector<std::uint32_t>> times;  // [resample][trajectory]; the same for every parameter
    for (int b = 0; b < options.resamples; ++b) times.push_back(resampled(rows, options.seed, static_cast<std::uint32_t>(b)));
    for (const auto& effects : effects_of(sample, trajectories)) {
        std::vector<double> mean(rows);
        for (std::size_t i = 0; i < effects.size(); ++i) mean[i / replicates] += effects[i] / static_cast<double>(replicates);
        const auto averaged = [&](const std::vector<std::uint32_t>& weights, auto&& of) {
            double sum = 0;
            for (std::size_t row = 0; row < rows; ++row) sum += weights[row] * of(mean[row]);
            return sum / static_cast<double>(rows);
        };
        const auto size = [](double effect) { return std::abs(effect); };
        const auto itself = [](double effect) { return effect; };
        std::vector<double> sizes, means;
        for (const auto& weights : times) {
            sizes.push_back(averaged(weights, size));
            means.push_back(averaged(weights, itself));
        }
        const std::vector<std::uint32_t> once(rows, 1);
        result.mu_star.push_back(with_interval(averaged(once, size), std::move(sizes), options.level));
        result.mu.push_back(with_interval(averaged(once, itself), std::move(means), options.level));
        if (result.replicates_in_intervals) {
            const WithoutEach left = without_each(effects, rows, replicates);
            result.mu_star.back() = with_replicates(result.mu_star.back(), left.mu_star, options.level);
            result.mu.back() = with_replicates(result.mu.back(), left.mu, options.level);
        }
        // Replicates multiplied crosswise: noise adds nothing on average, and the difference may come out below zero.
        const double variance = sum_of_squares(centred(rows, replicates, effects)) / static_cast<double>(rows - 1);
        result.sigma.push_back(std::sqrt(std::max(0.0, variance)));
        result.noise.push_back(replicates < 2 ? no_estimate : standard_error(effects, rows, replicates));
    }
    return result;
}

}  // namespace qonys
