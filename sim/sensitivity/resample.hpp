// Means of products that noise does not bias, and bootstrap intervals, for the estimators of this folder.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include "sensitivity/sample.hpp"

namespace qonys {

constexpr double no_estimate = std::numeric_limits<double>::quiet_NaN();

// Mean of a_r * b_s over pairs of different replicates: unbiased for the product of the expected values, because replicates are
// independent of each other, whatever they share between points. With one value each: their plain product, noise and all.
double mean_product(std::span<const double> a, std::span<const double> b);

// Rows of values from which each replicate's own mean over the rows is taken. Two reasons: a covariance computed as a mean of
// products less a product of means keeps its digits only when the values lie around zero; and with common random numbers a
// replicate that is high at every point then adds nothing.
struct CentredValues {
    std::size_t rows = 0, replicates = 1;
    std::vector<double> y;  // (row, replicate)
    std::span<const double> at(std::size_t row) const { return {y.data() + row * replicates, replicates}; }
};
CentredValues centred(std::size_t rows, std::size_t replicates, std::vector<double> y);
CentredValues means_of(const CentredValues& values);  // over replicates

// Sum over rows of mean_product(value, value): the sum of squares about the mean, of the expected values.
double sum_of_squares(const CentredValues& values);

// What the points' values allow. `means` are the points with any value, the mean of what they have; `runs` holds the points
// with a value in every replicate, when there are two or more replicates, at least two such points and at least half of all
// with a value: otherwise nothing is known of the noise and it is empty.
struct PointValues {
    std::vector<std::size_t> point;  // those with any value, ascending
    std::vector<double> mean;
    std::size_t dropped = 0;
    std::vector<std::size_t> whole;
    CentredValues runs;  // of `whole`
    bool noise_known() const { return runs.rows > 0; }
};
PointValues point_values(const DesignSample& sample);

// Stops (BrokenInvariant) when the sizes of a sample do not fit together.
void check_shape(const DesignSample& sample);

// How often each of n things is chosen when n are drawn with replacement: keyed draws, the same on every machine.
std::vector<std::uint32_t> resampled(std::size_t n, std::uint32_t seed, std::uint32_t resample);

// Percentiles of what the resamples gave. An estimate that has no value in more than 1 - level of them has no interval: which
// of its values would be left out is not known.
Estimate with_interval(double value, std::vector<double> resampled_values, double level);

// Fewer tell nothing of what other replicates would give: the estimates that leave one out need two or more.
constexpr std::size_t fewest_to_jackknife = 3;

// Widens an interval that comes from resampled rows, with the replicates as they are, by what other replicates would change: a
// delete-one jackknife (Efron and Stein 1981). With common random numbers a replicate errs alike at every point, so that no
// choice of rows shows it. Each side becomes the root of its square and that of t times the jackknife's standard error, t of
// Student's distribution with one degree of freedom less than replicates. Noise that is not shared by points is in both parts;
// there the interval is too wide, at most by a factor of sqrt(2) beside t. No interval where an estimate without one replicate
// has no value.
Estimate with_replicates(Estimate estimate, const std::vector<double>& without_each, double level);

CentredValues without(const CentredValues& values, std::size_t replicate);

}  // namespace qonys
