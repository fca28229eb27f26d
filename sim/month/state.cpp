#include "month/state.hpp"

#include <algorithm>
#include <numeric>

namespace qonys {

State make_state(const World& world, DrawKey key) {
    State state;
    state.world = &world;
    state.key = key;
    for (std::size_t s = 0; s < stream_count; ++s)
        if (streams[s].inflow)
            state.expected_arrivals[s] =
                expected_arrivals(*world.scenario, static_cast<Stream>(s), world.start, world.start + (world.months - 1), key);
    const std::size_t months = static_cast<std::size_t>(world.months);
    state.decisions.resize(months + 1);
    state.from_embassies.resize(months + 1);
    state.persons_abroad.assign(world.origins, 0);
    state.settlers.assign(world.regions, 0);
    state.jobs_taken.assign(world.regions, 0);
    state.crowding.assign(world.regions, 1);
    state.budget_spent.assign(instrument_count * world.regions, 0);
    state.settled_at.resize(world.origins * world.regions);
    state.centre_freed.assign(months + 1, std::vector<std::int64_t>(world.regions, 0));
    state.receipts.resize(months + 1);
    state.in_first_region.assign(months * world.regions * stream_count, 0);
    for (auto& used : state.quota_used) used.assign(world.regions, 0);
    for (auto& carried : state.carried_over) carried.assign(world.regions, 0);
    state.centre_taken.assign(world.regions, 0);
    state.kin = world.scenario->origins.kin_stock.cells;
    state.kin_change.assign(state.kin.size(), 0);
    state.tallies = make_tallies(world.axes);

    double persons = 0, families = 0;  // expected, to reserve the columns once
    for (const auto& inflow : state.expected_arrivals)
        for (const auto& row : inflow)
            for (std::size_t o = 0; o < row.size(); ++o) {
                persons += row[o];
                families += row[o] / world.arrivals.mean_size[o];
            }
    const double births = 1 + 0.035 * world.months / 12.0 / 2;  // births per settler and year, half the run on average
    reserve(state.population, static_cast<std::size_t>(families * 1.02) + 100,
            static_cast<std::size_t>(persons * births * 1.02) + 100);
    return state;
}

void set_labour(State& state, std::uint32_t person, Labour labour) {
    Families& f = state.population.families;
    Labour& old = state.population.persons.labour[person];
    const std::uint32_t family = state.population.persons.family[person];
    const auto shift = [](std::uint8_t& number, bool before, bool after) {
        number = static_cast<std::uint8_t>(number - before + after);
    };
    shift(f.working_age[family], of_working_age(old), of_working_age(labour));
    shift(f.employed[family], old == Labour::employed, labour == Labour::employed);
    shift(f.self_employed[family], old == Labour::self_employed, labour == Labour::self_employed);
    old = labour;
}

void start_work_clock(State& state, std::uint32_t person) {
    Persons& p = state.population.persons;
    const Agent agent = person_agent(state.population.families.agent[p.family[person]], p.member[person]);
    p.work_clock[person] = unit_exponential(state.key, agent, p.work_ordinal[person]++, Purpose::work_clock);
}

void update_labour_for_age(State& state, std::uint32_t person, int age_months) {
    Persons& p = state.population.persons;
    const Labour labour = p.labour[person];
    if (age_months >= state.world->arrivals.pension_age[static_cast<int>(p.sex[person])] * 12) {
        set_labour(state, person, Labour::pensioner);
        return;
    }
    const bool comes_of_age = labour == Labour::child && age_months >= adult_age * 12;
    if (!comes_of_age && labour != Labour::inactive) return;
    const Agent agent = person_agent(state.population.families.agent[p.family[person]], p.member[person]);
    const bool seeks = uniform(state.key, agent, 0, Purpose::participation) < state.scenario().work.participation;
    set_labour(state, person, seeks ? Labour::searching : Labour::inactive);
    if (seeks) start_work_clock(state, person);
}

void depart(State& state, std::uint32_t family, FamilyStatus status) {
    Families& f = state.population.families;
    f.status[family] = status;
    f.left[family] = state.now16();
    state.persons_left += f.members[family];
}

std::size_t stream_of(const State& state, std::uint32_t family) {
    return static_cast<std::size_t>(state.population.families.stream[family]);
}

std::size_t inflow_at(const State& state, std::uint32_t family) {
    return state.world->inflow_of_stream[stream_of(state, family)];
}

std::int64_t places_of_year(const State& state, std::size_t quota, std::size_t region) {
    return state.rules().quota[quota][region] + state.carried_over[quota][region];
}

int months_in_force(int from, int months) {
    return std::min(from + months, static_cast<int>(no_month) - 1);
}

}  // namespace qonys
