// The quota commission places waiting families; those whose status term ends settle freely.
#include <algorithm>

#include "base/problems.hpp"
#include "month/month.hpp"

namespace qonys {

namespace {

// A mechanism that breaks the rules of the commission is a fault of ours, whichever mechanism it is.
void check_placements(const State& state, const std::vector<std::int64_t>& places) {
    const Families& f = state.population.families;
    std::vector<std::int64_t> given(places.size());
    for (std::size_t i = 0; i < state.queue.size(); ++i) {
        const Placement& placement = state.placed_now[i];
        if (placement.region < 0) continue;
        const auto& wanted = state.queue[i].regions;
        if (placement.family != state.queue[i].family ||
            std::find(wanted.begin(), wanted.end(), static_cast<std::uint8_t>(placement.region)) == wanted.end())
            throw BrokenInvariant(to_string(state.month()) + ": a family was placed in a region that it does not accept");
        given[static_cast<std::size_t>(placement.region)] += f.members[placement.family];
    }
    for (std::size_t r = 0; r < places.size(); ++r)
        if (given[r] > places[r])
            throw BrokenInvariant(to_string(state.month()) + ": more places given than left in " +
                                  state.world->axes.region.labels[r]);
}

}  // namespace

void allocate(State& state) {
    const World& w = *state.world;
    Families& f = state.population.families;
    std::vector<std::int64_t> places(w.regions);
    for (std::size_t r = 0; r < w.regions; ++r)
        places[r] = std::max<std::int64_t>(0, state.rules().quota[r] - state.quota_used[r]);

    std::vector<Request> requests;
    requests.reserve(state.queue.size());
    for (const Waiting& waiting : state.queue) {
        const double lot =
            uniform(state.key, f.agent[waiting.family], static_cast<std::uint32_t>(state.month().index), Purpose::lottery);
        requests.push_back({waiting.family, f.members[waiting.family], waiting.applied, lot, waiting.regions});
    }
    state.placed_now = w.mechanism(requests, places);
    check_placements(state, places);

    std::vector<Waiting> still_waiting;
    std::vector<Placement> placed;
    for (std::size_t i = 0; i < state.queue.size(); ++i) {
        const std::uint32_t family = state.queue[i].family;
        if (state.placed_now[i].region >= 0) {
            state.quota_used[static_cast<std::size_t>(state.placed_now[i].region)] += f.members[family];
            placed.push_back(state.placed_now[i]);
        } else if (state.now - f.granted[family] >= state.scenario().status.term_months) {
            f.status[family] = FamilyStatus::settling;
            state.free_now.push_back(family);
            state.count(M::not_placed, f.origin[family], f.members[family]);
        } else {
            still_waiting.push_back(std::move(state.queue[i]));
        }
    }
    state.queue = std::move(still_waiting);
    state.placed_now = std::move(placed);
}

}  // namespace qonys
