// The points of a sweep.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "scenario/sweep_file.hpp"

namespace qonys {

struct Design {
    std::int64_t points = 0;
    std::size_t parameters = 0;
    std::vector<double> values;  // (point, parameter): numbers, positions of words; NaN: as in the base
    std::vector<double>
        unit;  // (point, parameter): share of the parameter's distribution in [0, 1); NaN where the design has none
    // Rows that belong together: base row of a sobol design, trajectory of morris; otherwise the point itself.
    std::vector<std::int32_t> block;
    // sobol: 0 for A, 1 for B, 2 + i for A with column i of B. morris: 0 for the start, 1 + i where parameter i has just moved.
    // one_at_a_time: 0 for the base, 1 + i where parameter i differs. Otherwise 0.
    std::vector<std::int32_t> role;
    std::span<const double> at(std::int64_t point) const {
        return {values.data() + static_cast<std::size_t>(point) * parameters, parameters};
    }
};

// The same design for the same seed, on every machine. sobol: block by block (A, B, AB_1 … AB_k of a base row follow each other);
// morris: trajectory by trajectory; grid: the last parameter varies fastest. Refuses (BadInput, at the mark of the file) what
// does not fit: a grid over distributions, no number of points, more points than the limits.
Design make_design(const Sweep& sweep, std::uint32_t seed);

}  // namespace qonys
