// Distance from what is known, in standard errors. A right program goes beyond 5 about once in 1.7 million seeds; seeds are
// fixed.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <vector>

namespace qonys::test {

constexpr double too_far = 5;

inline double z_of_mean(double mean, double expected, double standard_deviation, double n) {
    return (mean - expected) / (standard_deviation / std::sqrt(n));
}

inline double z_of_share(double hits, double n, double share) {
    return (hits - n * share) / std::sqrt(n * share * (1 - share));
}

// Pearson's chi-square of counts against shares, as a normal deviate (Wilson and Hilferty). Cells expected below 10 are pooled.
inline double z_of_table(const std::vector<double>& counts, const std::vector<double>& shares) {
    double n = 0, square = 0, pooled = 0, pooled_expected = 0;
    for (double count : counts) n += count;
    int cells = 0;
    const auto add = [&](double count, double expected) {
        square += (count - expected) * (count - expected) / expected;
        ++cells;
    };
    for (std::size_t i = 0; i < counts.size(); ++i) {
        if (n * shares[i] >= 10) {
            add(counts[i], n * shares[i]);
        } else {
            pooled += counts[i];
            pooled_expected += n * shares[i];
        }
    }
    if (pooled_expected > 1) add(pooled, pooled_expected);
    if (pooled_expected <= 1e-9 && pooled > 0) return 1e9;  // what cannot happen has happened
    const double freedom = cells - 1, part = 2 / (9 * freedom);
    return (std::cbrt(square / freedom) - (1 - part)) / std::sqrt(part);
}

inline double mean_of(const std::vector<double>& values) {
    double sum = 0;
    for (double v : values) sum += v;
    return sum / static_cast<double>(values.size());
}

inline double variance_of(const std::vector<double>& values) {
    const double mean = mean_of(values);
    double sum = 0;
    for (double v : values) sum += (v - mean) * (v - mean);
    return sum / static_cast<double>(values.size() - 1);
}

inline double correlation(const std::vector<double>& a, const std::vector<double>& b) {
    const double mean_a = mean_of(a), mean_b = mean_of(b);
    double ab = 0, aa = 0, bb = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        ab += (a[i] - mean_a) * (b[i] - mean_b);
        aa += (a[i] - mean_a) * (a[i] - mean_a);
        bb += (b[i] - mean_b) * (b[i] - mean_b);
    }
    return ab / std::sqrt(aa * bb);
}

// Fisher's transformation.
inline double z_of_correlation(double r, double expected, double n) {
    return (std::atanh(r) - std::atanh(expected)) * std::sqrt(n - 3);
}

}  // namespace qonys::test
