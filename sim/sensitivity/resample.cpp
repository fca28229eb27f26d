#include "sensitivity/resample.hpp"

#include <algorithm>
#include <boost/math/distributions/students_t.hpp>
#include <cmath>

#include "base/draws.hpp"
#include "base/problems.hpp"

namespace qonys {

double mean_product(std::span<const double> a, std::span<const double> b) {
    if (a.size() == 1) return a[0] * b[0];
    double sum_a = 0, sum_b = 0, same = 0;
    for (std::size_t r = 0; r < a.size(); ++r) {
        sum_a += a[r];
        sum_b += b[r];
        same += a[r] * b[r];
    }
    const auto n = static_cast<double>(a.size());
    return (sum_a * sum_b - same) / (n * (n - 1));
}

CentredValues centred(std::size_t rows, std::size_t replicates, std::vector<double> y) {
    for (std::size_t r = 0; r < replicates && rows > 0; ++r) {
        // From the first value first: what does not vary becomes exactly zero, not a rounding error.
        const double first = y[r];
        double sum = 0;
        for (std::size_t i = 0; i < rows; ++i) sum += y[i * replicates + r] -= first;
        for (std::size_t i = 0; i < rows; ++i) y[i * replicates + r] -= sum / static_cast<double>(rows);
    }
    return {rows, replicates, std::move(y)};
}

CentredValues means_of(const CentredValues& values) {
    std::vector<double> mean(values.rows);
    for (std::size_t i = 0; i < values.rows; ++i) {
        for (const double y : values.at(i)) mean[i] += y / static_cast<double>(values.replicates);
    }
    return centred(values.rows, 1, std::move(mean));
}

double sum_of_squares(const CentredValues& values) {
    double sum = 0;
    for (std::size_t i = 0; i < values.rows; ++i) sum += mean_product(values.at(i), values.at(i));
    return sum;
}

PointValues point_values(const DesignSample& sample) {
    PointValues values;
    std::vector<double> runs;
    for (std::size_t p = 0; p < sample.points; ++p) {
        double sum = 0;
        std::size_t count = 0;
        for (std::size_t r = 0; r < sample.replicates; ++r) {
            const double y = sample.y[p * sample.replicates + r];
            if (!std::isfinite(y)) continue;
            sum += y;
            ++count;
        }
        if (count == 0) {
            ++values.dropped;
            continue;
        }
        values.point.push_back(p);
        values.mean.push_back(sum / static_cast<double>(count));
        if (count < sample.replicates) continue;
        values.whole.push_back(p);
        for (std::size_t r = 0; r < sample.replicates; ++r) runs.push_back(sample.y[p * sample.replicates + r]);
    }
    const std::size_t whole = values.whole.size();
    if (sample.replicates >= 2 && whole >= 2 && 2 * whole >= values.point.size()) {
        values.runs = centred(whole, sample.replicates, std::move(runs));
    }
    return values;
}

void check_shape(const DesignSample& sample) {
    const auto fits = [&](std::size_t size, std::size_t wanted, bool optional) {
        return size == wanted || (optional && size == 0);
    };
    const std::size_t cells = sample.points * sample.width();
    if (sample.replicates == 0 || !fits(sample.x.size(), cells, false) || !fits(sample.unit.size(), cells, true) ||
        !fits(sample.y.size(), sample.points * sample.replicates, false) || !fits(sample.block.size(), sample.points, true) ||
        !fits(sample.role.size(), sample.points, true) || !fits(sample.ordered.size(), sample.width(), true)) {
        throw BrokenInvariant("the sizes of a sample for sensitivity analysis do not fit together");
    }
}

std::vector<std::uint32_t> resampled(std::size_t n, std::uint32_t seed, std::uint32_t resample) {
    std::vector<std::uint32_t> times(n);
    for (std::size_t i = 0; i < n; i += 4) {
        const auto words = random_words({seed, resample}, {static_cast<std::uint32_t>(i / 4), 0}, 0, Purpose::resample);
        for (std::size_t w = 0; w < 4 && i + w < n; ++w) {
            // The upper half of word * n: each thing has floor or ceil of 2^32 / n of the words.
            ++times[static_cast<std::size_t>(static_cast<std::uint64_t>(words[w]) * n >> 32)];
        }
    }
    return times;
}

Estimate with_interval(double value, std::vector<double> resampled_values, double level) {
    Estimate estimate{value, no_estimate, no_estimate};
    const auto all = static_cast<double>(resampled_values.size());
    std::erase_if(resampled_values, [](double v) { return !std::isfinite(v); });
    const auto left = static_cast<double>(resampled_values.size());
    if (!std::isfinite(value) || resampled_values.empty() || all - left > (1 - level) * all) return estimate;
    std::sort(resampled_values.begin(), resampled_values.end());
    const auto percentile = [&](double share) {
        const double at = share * (left - 1);
        const auto below = static_cast<std::size_t>(at);
        const double low = resampled_values[below];
        const double high = resampled_values[std::min(below + 1, resampled_values.size() - 1)];
        return low + (at - static_cast<double>(below)) * (high - low);
    };
    estimate.low = percentile((1 - level) / 2);
    estimate.high = percentile((1 + level) / 2);
    return estimate;
}

Estimate with_replicates(Estimate estimate, const std::vector<double>& without_each, double level) {
    const auto n = static_cast<double>(without_each.size());
    double mean = 0, squares = 0;
    for (const double value : without_each) mean += value / n;
    for (const double value : without_each) squares += (value - mean) * (value - mean);
    if (!std::isfinite(estimate.low) || !std::isfinite(squares)) return {estimate.value, no_estimate, no_estimate};
    const boost::math::students_t_distribution<double> student(n - 1);
    const double more = boost::math::quantile(student, (1 + level) / 2) * std::sqrt((n - 1) / n * squares);
    // Rows may put all of an interval on one side of the value.
    const double below = std::max(0.0, estimate.value - estimate.low), above = std::max(0.0, estimate.high - estimate.value);
    estimate.low -= std::hypot(below, more) - below;
    estimate.high += std::hypot(above, more) - above;
    return estimate;
}

CentredValues without(const CentredValues& values, std::size_t replicate) {
    CentredValues rest{values.rows, values.replicates - 1, {}};
    rest.y.reserve(rest.rows * rest.replicates);
    for (std::size_t i = 0; i < values.y.size(); ++i) {
        if (i % values.replicates != replicate) rest.y.push_back(values.y[i]);
    }
    return rest;
}

}  // namespace qonys
