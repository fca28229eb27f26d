// Families move in: placed ones to their region with the relocation grant, free ones to the region they like best.
#include <cmath>
#include <limits>

#include "month/month.hpp"

namespace qonys {

namespace {

// Multinomial logit over all regions as a race of exponentials (World in state.hpp).
std::size_t choose_region(const State& state, std::uint32_t family) {
    const World& w = *state.world;
    const Families& f = state.population.families;
    std::size_t best = 0;
    double least = std::numeric_limits<double>::infinity();
    for (std::size_t r = 0; r < w.regions; ++r) {
        const std::size_t cell = state.cell(f.origin[family], r);
        const double inverse = state.kin_pull_inverse[cell] * w.gateway_inverse[cell] * tie_inverse(state, family, r);
        const double u = uniform(state.key, f.agent[family], w.region_tag[r], Purpose::region_taste);
        if ((1 - u) * inverse > least * 1.00001) continue;  // -log u >= 1 - u: it cannot win, and the logarithm is saved
        const double cost = exponential_at(u) * inverse;
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
    if (state.rules().centre_places[region] <= 0 || f.working_age[family] == 0 || state.scenario().work.centre_months == 0 ||
        !row_of(f.stream[family]).centres)
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

void move_in(State& state, std::uint32_t family, std::size_t region) {
    Families& f = state.population.families;
    f.status[family] = FamilyStatus::settled;
    f.region[family] = f.first_region[family] = static_cast<std::uint8_t>(region);
    f.settled[family] = f.here_since[family] = state.now16();
    const double u = uniform(state.key, f.agent[family], 0, Purpose::settlement);
    f.village[family] = u >= state.scenario().places.city_share.at(region);
    const std::size_t s = stream_of(state, family);
    state.kin_change[state.cell(f.origin[family], region)] += f.members[family];
    state.settled_at[state.cell(f.origin[family], region)].push_back(family);
    ++state.in_first_region[(static_cast<std::size_t>(state.now) * state.world->regions + region) * stream_count + s];
    state.count(M::settled, region, f.origin[family], s, f.members[family]);
    state.count(M::settled_families, region, s, 1);
    state.count(M::tied_families, region, s, f.tie_region[family] != no_region);
}

void grant_benefits(State& state, std::uint32_t family) {
    Families& f = state.population.families;
    const Rules& rules = state.rules();
    f.size_when_placed[family] = f.members[family];
    claim(state, {relocation_grant(rules, f.members[family]), family, 0, Instrument::relocation, f.region[family]});
    f.obligation_end[family] = static_cast<std::int16_t>(months_in_force(state.now, rules.obligation_months));
    if (rules.rent_months == 0 ||
        uniform(state.key, f.agent[family], 0, Purpose::rent_take_up) >= state.scenario().benefits.rent_take_up)
        return;
    f.rent_payments_left[family] = static_cast<std::uint8_t>(rules.rent_months);
    const Settlement settlement = f.village[family] ? Settlement::village : Settlement::city;
    const Tenge promised = rent_support(rules, settlement, f.members[family]);
    commit(state, Instrument::rent, f.region[family], promised * rules.rent_months);
    state.drawing_rent.push_back({family, promised, rules.rent_months});
}

// Heads of card-holder families come with a business or to a job; some adults of programme families to a job arranged beforehand.
void come_to_work(State& state, std::uint32_t person) {
    const Persons& p = state.population.persons;
    const Families& f = state.population.families;
    const std::uint32_t family = p.family[person];
    const Agent agent = person_agent(f.agent[family], p.member[person]);
    Labour labour = Labour::searching;
    if (row_of(f.stream[family]).livelihood && p.member[person] == 1 && of_working_age(p.labour[person])) {
        const bool own = uniform(state.key, agent, 0, Purpose::card_business) < state.scenario().ata_zholy.business_share;
        labour = own ? Labour::self_employed : Labour::employed;
    } else if (p.labour[person] == Labour::searching && in_programme(f, family) &&
               uniform(state.key, agent, 0, Purpose::arranged_job) < state.scenario().work.arranged_share) {
        labour = Labour::employed;
    }
    if (labour != Labour::searching) begin_work(state, person, labour);
}

// Adults start to look for work on settling. Members stand together in the columns, in order of arrival.
void start_work(State& state, std::uint32_t family) {
    const Persons& p = state.population.persons;
    for (std::uint32_t person = state.population.families.first_person[family]; person < p.size() && p.family[person] == family;
         ++person) {
        update_labour_for_age(state, person, state.now - p.born[person]);
        come_to_work(state, person);
    }
}

}  // namespace

double tie_inverse(const State& state, std::uint32_t family, std::size_t region) {
    return state.population.families.tie_region[family] == region ? state.world->tie_inverse : 1;
}

void settle(State& state) {
    Families& f = state.population.families;
    for (const Placement& placement : state.placed_now) {
        const std::uint32_t family = placement.family;
        const std::size_t region = static_cast<std::size_t>(placement.region);
        f.stream[family] = row_of(f.stream[family]).with_place;
        move_in(state, family, region);
        grant_benefits(state, family);
        start_work(state, family);
        take_centre_place(state, family);
        const std::size_t s = stream_of(state, family);
        state.count(M::placed, region, f.origin[family], s, f.members[family]);
        state.count(M::placed_families, region, s, 1);
        state.count(M::preference_rank, region, s, placement.rank);
    }
    for (std::uint32_t family : state.free_now) {
        move_in(state, family, choose_region(state, family));
        start_work(state, family);
        take_centre_place(state, family);
    }
}

}  // namespace qonys
