#include "run.hpp"

#include "accounts/identities.hpp"
#include "base/problems.hpp"
#include "month/month.hpp"

namespace qonys {

ReplicateResult run_replicate(const World& world, DrawKey key, const std::atomic<bool>* stop) {
    ReplicateResult result;
    State state = make_state(world, key);
    for (state.now = 0; state.now < world.months; ++state.now) {
        simulate_month(state);
        if (stop && *stop) throw Interrupted();
        result.person_months += state.persons_in + state.persons_born - state.persons_left - state.persons_dead;
    }
    check_tallies(state.tallies, state.ledger, world.axes, world.warm_up);
    result.tallies = std::move(state.tallies);
    result.population = std::move(state.population);
    return result;
}

}  // namespace qonys
