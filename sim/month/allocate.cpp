// The quota commissions place waiting families, each stream in the places of its own quota. Those who give up waiting, or whose
// term ends, settle freely, leave, or stay at home.
#include <algorithm>

#include "base/problems.hpp"
#include "month/month.hpp"

namespace qonys {

namespace {

// A mechanism that breaks the rules of the commission is a fault of ours, whichever mechanism it is.
void check_placements(const State& state, const std::vector<Request>& requests, const std::vector<Placement>& placements,
                      const std::vector<std::int64_t>& places) {
    std::vector<std::int64_t> given(places.size());
    for (std::size_t i = 0; i < requests.size(); ++i) {
        const Placement& placement = placements.at(i);
        if (placement.region < 0) continue;
        const auto& wanted = requests[i].regions;
        if (placement.family != requests[i].family ||
            std::find(wanted.begin(), wanted.end(), static_cast<std::uint8_t>(placement.region)) == wanted.end())
            throw BrokenInvariant(to_string(state.month()) + ": a family was placed in a region that it does not accept");
        given[static_cast<std::size_t>(placement.region)] += requests[i].members;
    }
    for (std::size_t r = 0; r < places.size(); ++r)
        if (given[r] > places[r])
            throw BrokenInvariant(to_string(state.month()) + ": more places given than left in " +
                                  state.world->axes.region.labels[r]);
}

// Places families of the queue that ask for places of one quota; `placements` is in the order of the queue.
void place(State& state, std::size_t quota, std::vector<Placement>& placements) {
    const World& w = *state.world;
    const Families& f = state.population.families;
    std::vector<std::int64_t> places(w.regions);
    for (std::size_t r = 0; r < w.regions; ++r)
        places[r] = std::max<std::int64_t>(0, state.rules().quota[quota][r] - state.quota_used[quota][r]);
    std::vector<Request> requests;
    std::vector<std::size_t> at;  // of each request in the queue
    for (std::size_t i = 0; i < state.queue.size(); ++i) {
        const Waiting& waiting = state.queue[i];
        if (static_cast<std::size_t>(row_of(f.stream[waiting.family]).with_place) != quota) continue;
        const double lot =
            uniform(state.key, f.agent[waiting.family], static_cast<std::uint32_t>(state.month().index), Purpose::lottery);
        requests.push_back({waiting.family, f.members[waiting.family], waiting.applied, lot, waiting.regions});
        at.push_back(i);
    }
    const std::vector<Placement> given = w.mechanisms[state.rules().mechanism](requests, places);
    check_placements(state, requests, given, places);
    for (std::size_t i = 0; i < given.size(); ++i) {
        placements[at[i]] = given[i];
        if (given[i].region >= 0) state.quota_used[quota][static_cast<std::size_t>(given[i].region)] += requests[i].members;
    }
}

bool extends_term(State& state, Waiting& waiting) {
    const Families& f = state.population.families;
    const int months = state.rules().extension_months;
    if (waiting.extended || months == 0 || row_of(f.stream[waiting.family]).admission != Admission::kandas_status) return false;
    if (uniform(state.key, f.agent[waiting.family], 0, Purpose::term_extension) >= state.scenario().status.extension_share)
        return false;
    waiting.extended = true;
    waiting.until = state.now + months;
    state.count(M::extended, f.origin[waiting.family], f.members[waiting.family]);
    return true;
}

void stop_waiting(State& state, std::uint32_t family) {
    Families& f = state.population.families;
    const std::size_t origin = f.origin[family], inflow = inflow_at(state, family);
    if (row_of(f.stream[family]).unplaced == Unplaced::stays_home ||
        uniform(state.key, f.agent[family], 0, Purpose::leaves_unplaced) < state.scenario().status.leave_share) {
        state.count(M::withdrawn, origin, inflow, f.members[family]);
        depart(state, family, FamilyStatus::withdrawn);
        return;
    }
    f.status[family] = FamilyStatus::settling;
    state.free_now.push_back(family);
    state.count(M::not_placed, origin, inflow, f.members[family]);
}

}  // namespace

void allocate(State& state) {
    std::vector<Placement> placements(state.queue.size());
    if (state.rules().commissions_sit)
        for (std::size_t s = 0; s < stream_count; ++s)
            if (static_cast<std::size_t>(streams[s].with_place) == s && streams[s].asks != Asks::never)
                place(state, s, placements);
    const float give_up = static_cast<float>(state.scenario().application.give_up_hazard);
    std::vector<Waiting> still_waiting;
    state.placed_now.clear();
    for (std::size_t i = 0; i < state.queue.size(); ++i) {
        Waiting& waiting = state.queue[i];
        if (placements[i].region >= 0)
            state.placed_now.push_back(placements[i]);
        else if ((waiting.patience -= give_up) > 0 && (state.now < waiting.until || extends_term(state, waiting)))
            still_waiting.push_back(std::move(waiting));
        else
            stop_waiting(state, waiting.family);
    }
    state.queue = std::move(still_waiting);
}

}  // namespace qonys
