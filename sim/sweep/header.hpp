// What the result file of a sweep says of itself.
#pragma once

#include "results/sweep_result.hpp"
#include "scenario/sweep_file.hpp"
#include "sweep/design.hpp"
#include "sweep/point_runs.hpp"

namespace qonys {

// Of the whole sweep; the fingerprint covers the program, all inputs, the points and what is measured. Throws BadInput when the
// sweep has too many runs.
SweepHeader header_of(const Sweep& sweep, const Design& design, const SweepMeasures& measures);

}  // namespace qonys
