// The retention curve: what share is still there after n months, from counts that change as settlers leave or the run ends.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace qonys {

// Kaplan and Meier (1958): share[n] = product over k = 0 … n of 1 - left[k] / at_risk[k].
// NaN from the first month in which nobody was at risk, for the run is too short to say; 0 stays 0 once all have left.
std::vector<double> kaplan_meier(std::span<const std::int64_t> at_risk, std::span<const std::int64_t> left);

}  // namespace qonys
