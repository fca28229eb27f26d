// Standardised regression coefficients, for any design.
#pragma once

#include <string>
#include <vector>

#include "sensitivity/effects.hpp"
#include "sensitivity/sample.hpp"

namespace qonys {

struct Regression {
    std::vector<Estimate> coefficient;  // [parameter] standardised: sd of y for one sd of x
    // [parameter] Share that it explains of what the others leave; NaN when they leave nothing (1e-12 of the variance).
    std::vector<Estimate> partial_r2;
    Estimate r2;  // of the means over replicates
    // Less what so many parameters explain of numbers without any pattern; may come out below zero.
    double r2_adjusted = 0;
    double r2_possible = 0;                // share of their variance that is no noise; NaN where it is not known
    std::size_t used = 0, dropped = 0;     // points
    int resamples = 0;                     // that the intervals come from: fewer than asked for above 200 parameters
    bool replicates_in_intervals = false;  // the intervals also hold what other replicates would change
};

// Least squares on the points' means. NaN for a parameter that does not vary, that has no value at some points, or that cannot be
// told from others (a multiple of one, a sum of several: then for each of these); none of them disturbs the rest. Throws BadInput
// with fewer points than parameters that vary + 2. Resamples take whole blocks, as the points of one share parameter values; very
// many blocks are first joined at random.
Regression standardised_regression(const DesignSample& sample, const ResampleOptions& options);

}  // namespace qonys
