// Main effects by level and interactions of two parameters, for any design.
#pragma once

#include <vector>

#include "sensitivity/sample.hpp"

namespace qonys {

// Means of y by level of one parameter: its values when there are at most `most_levels`, otherwise thirds of the points.
struct EffectLevel {
    double low = 0, high = 0;  // of x; equal for a single value; NaN for the points where the parameter is as in the base
    double mean = 0, se = 0;   // of the points' means; se over points, NaN for a single point
    std::size_t points = 0;
};
// Shares are of the variance between points' means, from which what noise explains on average has been taken off; one may come
// out a little below zero. `chance` is the share that so many levels or cells explain on average of numbers without any pattern.
struct MainEffect {
    std::vector<EffectLevel> levels;
    double share = 0;  // that these levels explain
    double chance = 0;
};
struct Interaction {
    std::size_t first = 0, second = 0;  // parameters
    double share = 0;                   // that the levels of both explain beyond the sum of their own effects
    double chance = 0;
    double limit = 0;  // share that the largest of all pairs exceeds by chance with probability 5 %; NaN not known
};
struct Effects {
    std::vector<MainEffect> main;           // [parameter]
    std::vector<Interaction> interactions;  // those above their limit, or where it is not known, largest first
    std::size_t pairs = 0;                  // that were tried; 0: none could be
    double noise = 0;                       // share of the variance between points' means that is Monte-Carlo noise; NaN unknown
};

// In a balanced grid the shares are the classical analysis of variance, and with those of three and more parameters and the noise
// they add up to 1. There noise is taken off through replicates alone: products are taken between different replicates; with one
// replicate it stays in and `chance` says how much it may be.
// In other designs shares are approximate. Levels are coarse, and the other parameters differ between cells by chance; on average
// that, too, is taken off: the number of free cells times the mean square within cells.
// Limits come from F distributions, with Sidak's correction for the number of pairs. With few replicates they are careful: in
// samples without interactions some pair was listed in 0 to 6 % of them. A limit is not known in a grid of two
// parameters with one replicate: noise and interaction are one there.
// The points of sobol, morris and one_at_a_time designs (roles not all 0) share values, and no cell is independent of another:
// there are main effects only, without `chance`, and their shares take off too little. The designs' own indices are better.
Effects effects(const DesignSample& sample, std::size_t most_levels = 6);

// With the interactions at and below their limits.
Effects effects_of_all_pairs(const DesignSample& sample, std::size_t most_levels = 6);

}  // namespace qonys
