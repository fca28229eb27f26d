// A design and what was simulated at its points, for the estimators of this folder.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace qonys {

struct DesignSample {
    std::size_t points = 0, replicates = 1;
    std::vector<std::string> parameters;
    std::vector<double> x;     // (point, parameter): values; NaN: none
    std::vector<double> unit;  // (point, parameter): in [0, 1); NaN: none
    std::vector<double>
        y;  // (point, replicate); NaN: the run failed or has no meaning. Replicate r has the same draws at every point
    std::vector<std::int32_t> block, role;  // see sweep/design.hpp
    // [parameter] More of x means something: a number, or a word of two. Empty: all. Regression leaves the others out.
    std::vector<bool> ordered;
    std::size_t width() const { return parameters.size(); }
};

// An estimate with its interval; NaN where it has no meaning. See replicates_in_intervals of each result for what it holds.
struct Estimate {
    double value = 0, low = 0, high = 0;
};

struct ResampleOptions {
    int resamples = 500;  // of base rows, trajectories or points
    double level = 0.95;
    std::uint32_t seed = 1;  // of the keyed draws that choose them
};

// Where the variance of a single run comes from. The variance of the means over replicates holds noise too; the means of products
// of different replicates do not. When it is not known, `parameters` is the variance of the means and `monte_carlo` NaN.
struct NoiseShare {
    double parameters = 0;   // variance of the expected value over the points
    double monte_carlo = 0;  // mean variance of replicates at one point
    bool known = false;      // at least two replicates
};
NoiseShare noise_share(const DesignSample& sample);

}  // namespace qonys
