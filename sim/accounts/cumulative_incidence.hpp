// Share that has not left, where the programme also ends in other ways.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace qonys {

// 1 - cumulative incidence of leaving after each period (Aalen and Johansen 1978): who has completed, or ended otherwise, can no
// longer leave, and counts as not left. Persons at risk at the start of the period, those of them who left in it and those still
// there at its end; followed: those whose period lies within the observation. NaN from the first period that nobody was followed.
std::vector<double> share_not_left(std::span<const std::int64_t> followed, std::span<const std::int64_t> at_risk,
                                   std::span<const std::int64_t> left, std::span<const std::int64_t> still_there);

}  // namespace qonys
