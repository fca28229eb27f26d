// The quota commissions place waiting families, each stream in the places of its own quota. Those who give up waiting, or whose
// term ends, settle freely, leave, or stay at home.
#include <algorithm>
#include <optional>

#include "allocation/bound.hpp"
#include "base/problems.hpp"
#include "month/month.hpp"
#include "month/score.hpp"
#include "policy/quota.hpp"

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

// Whether the mechanism in force looks at scores, at prices; whether the sitting is kept for a comparison.
struct Needs {
    bool scores = false, prices = false, kept = false;
};

// What commissions know of a family that asks, or asked last year.
Request request_of(const State& state, std::uint32_t family, double applied, const std::vector<std::uint8_t>& regions,
                   const FamilyAdults& adults, const ScoreTables* scores) {
    const Families& f = state.population.families;
    Request request{family, f.members[family], applied, 0, regions};
    if (scores)
        for (const std::uint8_t region : regions)
            request.scores.push_back(placement_score(state, *scores, family, adults, region));
    return request;
}

// Order in which families choose under serial_dictatorship; 0: the lot decides.
double priority_of(const State& state, const Waiting& waiting, const FamilyAdults& adults) {
    enum { lot, applied, members, working_age };  // as priority_words
    switch (state.rules().priority) {
        case applied:
            return -waiting.applied;
        case members:
            return state.population.families.members[waiting.family];
        case working_age:
            return adults.adults;
        default:
            return 0;
    }
}

FamilyGroups groups_of(const State& state, std::uint32_t family, const FamilyAdults& adults) {
    const Families& f = state.population.families;
    std::uint8_t education = education_count - 1;
    for (std::uint8_t e = education_count; e-- > 0;)
        if (adults.by_education[e] > 0) education = e;
    return {f.origin[family], education, static_cast<std::uint8_t>(household_class(f.members[family]))};
}

// Families of the queue that ask for places of one quota.
struct Asking {
    std::vector<Request> requests;
    std::vector<std::size_t> at;  // of each request in the queue
    std::vector<FamilyGroups> groups;
};

Asking who_asks(const State& state, std::size_t quota, const Needs& needs, const ScoreTables* scores) {
    const Families& f = state.population.families;
    const auto month = static_cast<std::uint32_t>(state.month().index);
    Asking asking;
    for (std::size_t i = 0; i < state.queue.size(); ++i) {
        const Waiting& waiting = state.queue[i];
        const std::uint32_t family = waiting.family;
        if (static_cast<std::size_t>(row_of(f.stream[family]).with_place) != quota) continue;
        const FamilyAdults adults = adults_of(state, family);
        Request request = request_of(state, family, waiting.applied, waiting.regions, adults, scores);
        request.lot = uniform(state.key, f.agent[family], month, Purpose::lottery);
        request.draw = uniform(state.key, f.agent[family], month, Purpose::proportional_place);
        request.priority = priority_of(state, waiting, adults);
        asking.requests.push_back(std::move(request));
        asking.at.push_back(i);
        if (needs.kept) asking.groups.push_back(groups_of(state, family, adults));
    }
    return asking;
}

// What a place is expected to be worth in the rest of the year: the dual prices of placing those who wait and, once more, those
// who applied in the same months of last year.
std::vector<double> expected_prices(const State& state, std::size_t quota, const ScoreTables& scores,
                                    std::vector<Request> requests) {
    const World& w = *state.world;
    const int december = state.now + 11 - state.month().month_of_year();
    for (const PastRequest& past : state.applications[quota]) {
        if (past.month + 12 <= state.now || past.month + 12 > december) continue;
        if (state.population.families.members[past.family] == 0) continue;
        requests.push_back(request_of(state, past.family, past.month + 12, past.regions, adults_of(state, past.family), &scores));
    }
    std::vector<std::int64_t> places(w.regions);
    for (std::size_t r = 0; r < w.regions; ++r)
        places[r] = std::max<std::int64_t>(0, places_of_year(state, quota, r) - state.quota_used[quota][r]);
    return flow_bound(requests, places).prices;
}

// Places released by now and not used, and how far the regions have come.
Sitting sitting_of(const State& state, std::size_t quota, const Asking& asking) {
    const World& w = *state.world;
    const Rules& rules = state.rules();
    Sitting sitting;
    sitting.requests = asking.requests;
    sitting.rotation = state.rotation[quota];
    sitting.load_weight = rules.load_weight;
    const double year_gone = (state.month().month_of_year() + 1) / 12.0;
    for (std::size_t r = 0; r < w.regions; ++r) {
        const std::int64_t year = places_of_year(state, quota, r), used = state.quota_used[quota][r];
        const std::int64_t now = released(year, release_words[rules.release], state.month());
        sitting.places.push_back(std::max<std::int64_t>(0, now - used));
        const auto least = static_cast<std::int64_t>(rules.minimum_fill * static_cast<double>(now));
        sitting.minimum.push_back(std::max<std::int64_t>(0, least - used));
        sitting.ahead.push_back(year > 0 ? static_cast<double>(used) / static_cast<double>(year) - year_gone : 0);
    }
    return sitting;
}

void keep_sitting(State& state, std::size_t quota, const Sitting& sitting, Asking&& asking,
                  const std::vector<Placement>& placements) {
    SittingRecord record;
    record.month = state.now;
    record.quota = quota;
    record.places = sitting.places;
    for (std::size_t r = 0; r < state.world->regions; ++r) record.year.push_back(places_of_year(state, quota, r));
    record.order = state.rules().quota[quota];
    record.groups = std::move(asking.groups);
    record.requests = std::move(asking.requests);
    record.placements = placements;
    state.sittings[quota].push_back(std::move(record));
}

// Places families of the queue that ask for places of one quota; `placements` is in the order of the queue.
void place(State& state, std::size_t quota, std::vector<Placement>& placements) {
    const World& w = *state.world;
    const std::size_t number = state.rules().mechanism;
    const Needs needs{reads_scores(mechanism_words[number]), reads_prices(mechanism_words[number]), state.keep_sittings};
    std::optional<ScoreTables> scores;
    if (needs.scores || needs.prices || needs.kept) scores = score_tables(state, quota);
    Asking asking = who_asks(state, quota, needs, scores ? &*scores : nullptr);
    Sitting sitting = sitting_of(state, quota, asking);
    if (needs.prices) sitting.prices = expected_prices(state, quota, *scores, asking.requests);
    const Allotment allotment = w.mechanisms[number](sitting);
    state.rotation[quota] = allotment.rotation;
    check_placements(state, asking.requests, allotment.placements, sitting.places);
    for (std::size_t i = 0; i < allotment.placements.size(); ++i) {
        const Placement& placement = allotment.placements[i];
        placements[asking.at[i]] = placement;
        if (placement.region >= 0)
            state.quota_used[quota][static_cast<std::size_t>(placement.region)] += asking.requests[i].members;
    }
    if (needs.kept) keep_sitting(state, quota, sitting, std::move(asking), allotment.placements);
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

void stop_waiting(State& state, const Waiting& waiting) {
    const std::uint32_t family = waiting.family;
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
    if (state.keep_sittings)
        state.spill_over.push_back({state.now, static_cast<std::size_t>(row_of(f.stream[family]).with_place),
                                    waiting.regions.front(), f.members[family]});
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
            stop_waiting(state, waiting);
    }
    state.queue = std::move(still_waiting);
}

}  // namespace qonys
