// Families move in: placed ones to their region with the relocation grant, free ones to the region they like best.
#include <limits>

#include "month/month.hpp"

namespace qonys {

namespace {

// Multinomial logit over all regions as a race of exponentials (state.hpp).
std::size_t choose_region(const State& state, std::uint32_t family) {
    const World& w = *state.world;
    const Families& f = state.population.families;
    std::size_t best = 0;
    double least = std::numeric_limits<double>::infinity();
    for (std::size_t r = 0; r < w.regions; ++r) {
        const std::size_t cell = state.cell(f.origin[family], r);
        const double race = unit_exponential(state.key, f.agent[family], w.region_tag[r], Purpose::region_taste);
        const double cost = race * state.kin_pull_inverse[cell] * w.gateway_inverse[cell];
        if (cost < least) {
            least = cost;
            best = r;
        }
    }
    return best;
}

void take_centre_place(State& state, std::uint32_t family) {
    Families& f = state.population.families;
    const std::size_t region = f.region[family];
    if (state.rules().centre_places[region] <= 0 || f.working_age[family] == 0 || state.scenario().work.centre_months == 0)
        return;
    if (state.centre_taken[region] + f.working_age[family] > state.rules().centre_places[region]) {
        state.count(M::centre_turned_away, region, f.working_age[family]);
        return;
    }
    state.centre_taken[region] += f.working_age[family];
    const int until = months_in_force(state.now, static_cast<int>(state.scenario().work.centre_months));
    f.centre_until[family] = static_cast<std::int16_t>(until);
    // As many places become free as were taken, whoever has left or come of age since.
    if (until < state.world->months) state.centre_freed[static_cast<std::size_t>(until)][region] += f.working_age[family];
}

void move_in(State& state, std::uint32_t family, std::size_t region, Stream stream) {
    Families& f = state.population.families;
    f.status[family] = FamilyStatus::settled;
    f.stream[family] = stream;
    f.region[family] = f.first_region[family] = static_cast<std::uint8_t>(region);
    f.settled[family] = f.here_since[family] = state.now16();
    const double u = uniform(state.key, f.agent[family], 0, Purpose::settlement);
    f.village[family] = u >= state.scenario().places.city_share.at(region);
    const std::size_t s = static_cast<std::size_t>(stream);
    state.kin_change[state.cell(f.origin[family], region)] += f.members[family];
    ++state.in_first_region[(static_cast<std::size_t>(state.now) * state.world->regions + region) * stream_count + s];
    state.count(M::settled, region, f.origin[family], s, f.members[family]);
    state.count(M::settled_families, region, s, 1);
}

void grant_benefits(State& state, std::uint32_t family) {
    Families& f = state.population.families;
    const Rules& rules = state.rules();
    const Tenge grant = relocation_grant(rules, f.members[family]);
    f.size_when_placed[family] = f.members[family];
    if (grant > 0) {
        state.ledger.post(
            {grant, family, state.now16(), f.region[family], f.origin[family], Instrument::relocation, EntryKind::paid});
        f.paid[family] += grant;
    }
    f.obligation_end[family] = static_cast<std::int16_t>(months_in_force(state.now, rules.obligation_months));
    if (uniform(state.key, f.agent[family], 0, Purpose::rent_take_up) < state.scenario().benefits.rent_take_up)
        f.rent_payments_left[family] = static_cast<std::uint8_t>(rules.rent_months);
}

// Adults start to look for work on settling. Members stand together in the columns, in order of arrival.
void start_work(State& state, std::uint32_t family) {
    const Persons& p = state.population.persons;
    for (std::uint32_t person = state.population.families.first_person[family]; person < p.size() && p.family[person] == family;
         ++person)
        update_labour_for_age(state, person, state.now - p.born[person]);
}

}  // namespace

void settle(State& state) {
    Families& f = state.population.families;
    for (const Placement& placement : state.placed_now) {
        const std::size_t region = static_cast<std::size_t>(placement.region);
        move_in(state, placement.family, region, Stream::kandas_quota);
        grant_benefits(state, placement.family);
        start_work(state, placement.family);
        take_centre_place(state, placement.family);
        state.count(M::placed, region, f.origin[placement.family], f.members[placement.family]);
        state.count(M::placed_families, region, 1);
        state.count(M::preference_rank, region, placement.rank);
    }
    for (std::uint32_t family : state.free_now) {
        move_in(state, family, choose_region(state, family), Stream::kandas_free);
        start_work(state, family);
        take_centre_place(state, family);
    }
}

}  // namespace qonys
