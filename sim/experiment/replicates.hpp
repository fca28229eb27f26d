// Many replicates of one scenario on all cores, handed over in order.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>

#include "run.hpp"
#include "scenario/read.hpp"

namespace qonys {

using Sink = std::function<void(std::int64_t replicate, const ReplicateResult& result)>;

// The world that a replicate lives in.
using WorldOf = std::function<std::shared_ptr<const World>(std::int64_t replicate)>;

// The worlds of a scenario: one for each draw of its uncertain parameters, which run.replicates_per_draw neighbouring replicates
// share, and one for all when nothing is uncertain. Each is built when first asked for, keeps its own scenario, and is let go
// when all its replicates have asked. May be asked from several threads.
class Worlds {
public:
    explicit Worlds(const LoadedScenario& loaded);            // which must outlive this
    std::shared_ptr<const World> of(std::int64_t replicate);  // once for each replicate
    std::shared_ptr<const World> first();                     // that of replicate 0, besides
    std::size_t held() const;

private:
    struct Draw {
        std::mutex mutex;
        std::shared_ptr<const World> world;
        std::int64_t asked = 0;
    };
    std::shared_ptr<const World> built(Draw& draw, std::int64_t number);

    const LoadedScenario& loaded_;
    std::int64_t per_draw_;
    mutable std::mutex mutex_;
    std::map<std::int64_t, std::shared_ptr<Draw>> draws_;
};

// Runs replicates 0 … count - 1 and calls the sink once for each, in ascending order and never from two threads at a time, so
// that what the sink builds does not depend on the number of threads. At most one finished replicate a thread is held in memory.
// Throws Interrupted once `stop` is set, or whatever a replicate or the sink threw.
void run_replicates(const WorldOf& world_of, std::uint32_t seed, std::int64_t count, int threads, const std::atomic<bool>& stop,
                    const Sink& sink);

// All in one world.
void run_replicates(const World& world, std::uint32_t seed, std::int64_t count, int threads, const std::atomic<bool>& stop,
                    const Sink& sink);

}  // namespace qonys
