// What sittings tell, as tables beside those of the summary: which quota bound where and when, what a place was worth, how near
// to the best families were placed, and who fared how.
#pragma once

#include <vector>

#include "accounts/summary.hpp"
#include "run.hpp"

namespace qonys {

// Tables without figures: by month, by year and for the run.
std::vector<SummaryTable> diagnostic_layout(const World& world);

// The cells of these tables in one replicate; NaN has no meaning: streams without a quota, months without a sitting, a first year
// that is not reported as a whole, and scores when they are not of the same kind in all arms and months.
std::vector<double> diagnostic_values(const World& world, const ReplicateResult& result, bool same_score);

// All months score placements as these rules do.
bool scores_alike(const World& world, const Rules& rules);

}  // namespace qonys
