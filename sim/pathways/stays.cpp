#include "pathways/stays.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace qonys {

namespace {

// Mean 1.
double factor_of_stay(const StagePlan& stage, const Visit& v, std::uint32_t ordinal) {
    switch (stage.shape) {
        case StayShape::fixed:
            return 1;
        case StayShape::exponential:
            return -std::log(uniform(v.key, v.agent, ordinal, Purpose::pathway_stay));
        case StayShape::gamma:
            return standard_gamma(stage.spread, v.key, v.agent, ordinal, Purpose::pathway_stay) / stage.spread;
        case StayShape::lognormal:
            return std::exp(stage.spread * standard_normal(v.key, v.agent, ordinal, Purpose::pathway_stay) -
                            stage.spread * stage.spread / 2);
    }
    return 1;
}

}  // namespace

std::int32_t stay_days(const StagePlan& stage, const Visit& visit) {
    const double days = std::floor(stage.days * factor_of_stay(stage, visit, stage.ordinal + visit.visit) + 0.5);
    return static_cast<std::int32_t>(std::clamp<double>(days, 1, never));
}

std::size_t next_step(const StagePlan& stage, PartyKind kind, const Visit& visit) {
    const std::vector<double>& sums = stage.ways[static_cast<std::size_t>(kind)];
    // The shares may sum to a little less than 1.
    const double u = sums.back() * uniform(visit.key, visit.agent, stage.ordinal + visit.visit, Purpose::pathway_next);
    const auto found = std::upper_bound(sums.begin(), sums.end(), u);
    if (found != sums.end()) return static_cast<std::size_t>(found - sums.begin());
    return static_cast<std::size_t>(std::lower_bound(sums.begin(), sums.end(), sums.back()) - sums.begin());
}

EarlyLeaveDraw first_early_leave(const StagePlan& stage, const Visit& visit) {
    EarlyLeaveDraw first;
    double earliest = std::numeric_limits<double>::infinity();
    for (const EarlyLeave& leave : stage.leaves) {
        const double u = uniform(visit.key, visit.agent, leave.ordinal + visit.visit, Purpose::pathway_leave);
        const double days = -std::log(u) / leave.per_day;
        if (days >= earliest) continue;
        earliest = days;
        first = {static_cast<std::int32_t>(std::clamp<double>(std::ceil(days), 1, never)), leave.exit};
    }
    return first;
}

}  // namespace qonys
