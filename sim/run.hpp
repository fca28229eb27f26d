// The pipeline of one replicate: scenario and seed in, results out.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "month/state.hpp"

namespace qonys {

struct ReplicateResult {
    Tallies tallies;
    Population population;           // at the end of the run
    std::int64_t person_months = 0;  // persons in the country, summed over all months simulated: the unit of work
    std::array<std::vector<SittingRecord>, stream_count> sittings = {};  // [stream] of the commissions, when they are kept
    std::vector<SpillOver> spill_over = {};
};

// The same bits for the same world and key, whatever else runs. Throws BrokenInvariant when an identity fails, and Interrupted at
// the end of a month once `stop` is set.
ReplicateResult run_replicate(const World& world, DrawKey key, const std::atomic<bool>* stop = nullptr);

// The arms of a comparison in one replicate, each handed over once it is finished, in no particular order. forks: [arm] month
// from the start of the warm-up until which the arm's rules are those of the first arm, whose history until then it shares: the
// state is copied, not simulated again. Returns how many months were not simulated again.
using ArmSink = std::function<void(std::size_t arm, const ReplicateResult& result)>;
std::int64_t run_arms(std::span<const World* const> worlds, std::span<const int> forks, DrawKey key, const ArmSink& sink,
                      const std::atomic<bool>* stop = nullptr, bool keep_sittings = true);

}  // namespace qonys
