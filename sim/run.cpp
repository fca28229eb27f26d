#include "run.hpp"

#include "accounts/identities.hpp"
#include "base/problems.hpp"
#include "month/month.hpp"

namespace qonys {

namespace {

void simulate_next(State& state, ReplicateResult& result, const std::atomic<bool>* stop) {
    simulate_month(state);
    if (stop && *stop) throw Interrupted();
    result.person_months += state.persons_in + state.persons_born - state.persons_left - state.persons_dead;
    ++state.now;
}

ReplicateResult finished(State&& state, ReplicateResult&& result) {
    const World& world = *state.world;
    check_tallies(state.tallies, state.ledger, world.axes, world.warm_up);
    result.tallies = std::move(state.tallies);
    result.population = std::move(state.population);
    result.sittings = std::move(state.sittings);
    result.spill_over = std::move(state.spill_over);
    return std::move(result);
}

ReplicateResult run_on(State state, ReplicateResult result, const std::atomic<bool>* stop) {
    while (state.now < state.world->months) simulate_next(state, result, stop);
    return finished(std::move(state), std::move(result));
}

}  // namespace

ReplicateResult run_replicate(const World& world, DrawKey key, const std::atomic<bool>* stop) {
    return run_on(make_state(world, key), {}, stop);
}

std::int64_t run_arms(std::span<const World* const> worlds, std::span<const int> forks, DrawKey key, const ArmSink& sink,
                      const std::atomic<bool>* stop, bool keep_sittings) {
    std::int64_t months_shared = 0;
    ReplicateResult first;
    State state = make_state(*worlds[0], key);
    state.keep_sittings = keep_sittings;
    const auto fork = [&] {
        for (std::size_t arm = 1; arm < worlds.size(); ++arm) {
            if (forks[arm] != state.now) continue;
            State own = forks[arm] == 0 ? make_state(*worlds[arm], key) : state;
            own.world = worlds[arm];
            own.keep_sittings = keep_sittings;
            sink(arm, run_on(std::move(own), first, stop));
            months_shared += forks[arm];
        }
    };
    for (fork(); state.now < worlds[0]->months; fork()) simulate_next(state, first, stop);
    sink(0, finished(std::move(state), std::move(first)));
    return months_shared;
}

}  // namespace qonys
