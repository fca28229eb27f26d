// The pipeline of one replicate: scenario and seed in, results out.
#pragma once

#include <atomic>
#include <cstdint>

#include "month/state.hpp"

namespace qonys {

struct ReplicateResult {
    Tallies tallies;
    Population population;           // at the end of the run
    std::int64_t person_months = 0;  // persons in the country, summed over all months simulated: the unit of work
};

// The same bits for the same world and key, whatever else runs. Throws BrokenInvariant when an identity fails, and Interrupted at
// the end of a month once `stop` is set.
ReplicateResult run_replicate(const World& world, DrawKey key, const std::atomic<bool>* stop = nullptr);

}  // namespace qonys
