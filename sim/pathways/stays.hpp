// Draws of one visit to a stage: how long, whereto, and whether the party leaves before.
#pragma once

#include <cstdint>

#include "pathways/plan.hpp"

namespace qonys {

// A visit of a party to a stage; `visit` counts those before.
struct Visit {
    DrawKey key;
    Agent agent;
    std::uint32_t visit = 0;
};

constexpr std::int32_t never = 1 << 29;  // days; no run is so long

std::int32_t stay_days(const StagePlan& stage, const Visit& visit);

// Position among the stages, then the exits, of the programme.
std::size_t next_step(const StagePlan& stage, PartyKind kind, const Visit& visit);

struct EarlyLeaveDraw {
    std::int32_t days = never;  // from entering
    std::size_t exit = 0;
};
EarlyLeaveDraw first_early_leave(const StagePlan& stage, const Visit& visit);

}  // namespace qonys
