// Follows one family through a replicate. The months run as always; what concerns the family is compared after each process.
#pragma once

#include <atomic>
#include <optional>

#include "accounts/measures.hpp"
#include "life/life.hpp"
#include "month/state.hpp"

namespace qonys {

// By row in the columns of this run, or the same family as in another run.
struct Whom {
    std::optional<std::uint32_t> row;
    Agent agent;
};

struct Followed {
    Life life;
    std::int64_t families = 0;  // rows at the end of the run
    Tallies tallies;            // of the replicate, as run_replicate counts them
};

// Throws Interrupted once `stop` is set.
Followed follow(const World& world, DrawKey key, const Whom& whom, const std::atomic<bool>* stop = nullptr);

// The sentence for how a family stands: "settled in Pavlodar under the quota".
std::string standing(const State& state, std::uint32_t family);

}  // namespace qonys
