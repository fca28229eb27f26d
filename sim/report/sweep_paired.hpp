// Which points of a sweep are told apart, by differences paired over replicates.
#pragma once

#include <vector>

#include "report/sweep_content.hpp"

namespace qonys {

enum class Verdict { apart, not_apart, unknown };

struct PairedFigure {
    double mean = 0, half_width = 0;  // of the 95 % interval; NaN where unknown
    Verdict verdict = Verdict::unknown;
};

// From this many observations on a point's own spread says enough.
constexpr std::size_t enough_observations = 10;

// [point] less the point `best`, replicate by replicate; y: (point, replicate). With fewer observations than enough_observations
// the error is the larger of the point's own and that of all points together.
std::vector<PairedFigure> less_the_best(const SweepHeader& header, const std::vector<double>& y, std::size_t best);

// [figure] Whether its interval can be believed: an error is known, and is not 0 because a few whole numbers agree by accident.
std::vector<bool> believable(const std::vector<PointFigure>& figures);

}  // namespace qonys
