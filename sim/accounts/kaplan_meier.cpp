#include "accounts/kaplan_meier.hpp"

#include <limits>

#include "base/problems.hpp"

namespace qonys {

std::vector<double> kaplan_meier(std::span<const std::int64_t> at_risk, std::span<const std::int64_t> left) {
    if (at_risk.size() != left.size())
        throw BrokenInvariant("retention curve: months at risk and months of leaving differ in number");
    std::vector<double> share;
    double product = 1;
    for (std::size_t k = 0; k < at_risk.size(); ++k) {
        if (left[k] < 0 || left[k] > at_risk[k]) throw BrokenInvariant("retention curve: more families left than were there");
        if (at_risk[k] == 0 && product > 0)
            product = std::numeric_limits<double>::quiet_NaN();  // and so for all later months
        else if (at_risk[k] > 0)
            product *= static_cast<double>(at_risk[k] - left[k]) / static_cast<double>(at_risk[k]);
        share.push_back(product);
    }
    return share;
}

}  // namespace qonys
