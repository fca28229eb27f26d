// Many replicates of one scenario on all cores, handed over in order.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>

#include "run.hpp"

namespace qonys {

using Sink = std::function<void(std::int64_t replicate, const ReplicateResult& result)>;

// Runs replicates 0 … count - 1 and calls the sink once for each, in ascending order and never from two threads at a time, so
// that what the sink builds does not depend on the number of threads. At most one finished replicate a thread is held in memory.
// Throws Interrupted once `stop` is set, or whatever a replicate or the sink threw.
void run_replicates(const World& world, std::uint32_t seed, std::int64_t count, int threads, const std::atomic<bool>& stop,
                    const Sink& sink);

}  // namespace qonys
