#include "accounts/cumulative_incidence.hpp"

#include <limits>

#include "base/problems.hpp"

namespace qonys {

std::vector<double> share_not_left(std::span<const std::int64_t> followed, std::span<const std::int64_t> at_risk,
                                   std::span<const std::int64_t> left, std::span<const std::int64_t> still_there) {
    if (followed.size() != at_risk.size() || left.size() != at_risk.size() || still_there.size() != at_risk.size())
        throw BrokenInvariant("share not left: the columns differ in length");
    std::vector<double> share;
    double there = 1, incidence = 0;  // in the programme, and gone by leaving
    for (std::size_t k = 0; k < at_risk.size(); ++k) {
        if (left[k] < 0 || still_there[k] < 0 || left[k] + still_there[k] > at_risk[k])
            throw BrokenInvariant("share not left: more persons than were at risk");
        if (followed[k] == 0) incidence = std::numeric_limits<double>::quiet_NaN();  // and so for all later periods
        if (at_risk[k] > 0) {
            const auto risk = static_cast<double>(at_risk[k]);
            incidence += there * static_cast<double>(left[k]) / risk;
            there *= static_cast<double>(still_there[k]) / risk;
        }
        share.push_back(1 - incidence);
    }
    return share;
}

}  // namespace qonys
