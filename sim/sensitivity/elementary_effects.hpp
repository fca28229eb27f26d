// Morris: elementary effects along trajectories. An effect is the change of y when one parameter moves, per unit of the move in
// the parameter's share (DesignSample::unit).
#pragma once

#include <cmath>
#include <numbers>
#include <vector>

#include "sensitivity/sample.hpp"

namespace qonys {

struct ElementaryEffects {
    // [parameter] Mean of the effects' sizes, and of the effects, of the means over replicates. Noise cannot be taken out of a
    // size: mu_star of a parameter without effect is about 0.8 of `noise`, not 0.
    std::vector<Estimate> mu_star, mu;
    std::vector<double> sigma;  // standard deviation of the effects, Monte-Carlo noise taken out where it is known
    std::vector<double> noise;  // standard error of an effect from replicates alone; NaN with one replicate
    std::size_t trajectories = 0, dropped = 0;
    bool noise_removed = false;
    bool replicates_in_intervals = false;  // the intervals also hold what other replicates would change
};

// mu_star of a parameter without effect: mean size of a normal error with that standard deviation.
inline double mu_star_of_noise(double noise) {
    return std::sqrt(2 / std::numbers::pi) * noise;
}

// Design: roles 0 and 1 + i of each block, in the order of the points. Throws BadInput when the sample is no such design or has
// fewer than 2 whole trajectories.
ElementaryEffects elementary_effects(const DesignSample& sample, const ResampleOptions& options);

}  // namespace qonys
