// What sets two scenarios apart, and from when.
#pragma once

#include <string>
#include <vector>

#include "scenario/read.hpp"

namespace qonys {

struct ScenarioDifference {
    std::vector<std::string> changes;  // "quotas.mechanism.2026-01-01 = bid_price": what the second one says otherwise; without
                                       // targets and questions, which no simulation reads
    Month from;  // first month of the simulation in which a rule differs; its first month when a value without
                 // dates differs, as that can matter from the start; the month after the last when none does
};

// Both with the same months, regions and origins.
ScenarioDifference difference(const LoadedScenario& first, const LoadedScenario& second);

}  // namespace qonys
