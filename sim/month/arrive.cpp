// Families set out: some apply at an embassy first and arrive later, the others arrive now. When the decision on arrivals will
// come is drawn here.
#include <algorithm>
#include <cmath>

#include "month/month.hpp"

namespace qonys {

namespace {

// A tie to kin: where it leads follows the co-ethnic stock, and a simulated family there stands for its share of that stock.
void draw_tie(State& state, std::uint32_t family) {
    const World& w = *state.world;
    Families& f = state.population.families;
    const std::size_t origin = f.origin[family];
    const Agent agent = f.agent[family];
    if (uniform(state.key, agent, 0, Purpose::has_tie) >= state.scenario().networks.tie_share.at(origin)) return;
    const auto shares = state.kin_cumulative.begin() + static_cast<std::ptrdiff_t>(origin * w.regions);
    if (shares[static_cast<std::ptrdiff_t>(w.regions) - 1] <= 0) return;  // nobody of the origin is here
    const auto at = std::upper_bound(shares, shares + static_cast<std::ptrdiff_t>(w.regions),
                                     uniform(state.key, agent, 0, Purpose::tie_region));
    const std::size_t place = std::min(static_cast<std::size_t>(at - shares), w.regions - 1);
    const std::size_t region = w.regions_by_tag[place], cell = state.cell(origin, region);
    f.tie_region[family] = static_cast<std::uint8_t>(region);
    const std::vector<std::uint32_t>& there = state.settled_at[cell];
    double persons = 0;  // of a typical family, to set families against the stock
    if (!there.empty()) persons = w.arrivals.mean_size[origin] * static_cast<double>(there.size());
    const double u = uniform(state.key, agent, 0, Purpose::tie_family) * std::max(persons, state.kin[cell]);
    if (u >= persons) return;
    const std::uint32_t kin =
        there[std::min(static_cast<std::size_t>(u / persons * static_cast<double>(there.size())), there.size() - 1)];
    if (f.status[kin] == FamilyStatus::settled && f.region[kin] == region) f.tie[family] = kin;
}

void arrive_now(State& state, std::uint32_t family, bool decided) {
    const World& w = *state.world;
    Families& f = state.population.families;
    const StreamRow& stream = row_of(f.stream[family]);
    f.status[family] = FamilyStatus::applicant;
    f.arrived[family] = state.now16();
    f.citizen[family] = stream.citizenship == Citizenship::has;
    state.persons_in += f.members[family];
    state.count(M::arrivals, f.origin[family], inflow_at(state, family), f.members[family]);
    int due = state.now;
    if (stream.admission == Admission::eligibility) {
        due += static_cast<int>(state.scenario().internal.decision_months);
    } else if (stream.admission == Admission::kandas_status && !decided) {
        // Whole months with the mean that the rule states: 30 working days of 21 a month are 1 or 2 months.
        const double u = uniform(state.key, f.agent[family], 0, Purpose::decision_delay);
        due += static_cast<int>(state.rules().decision_months + u);
    }
    if (decided) f.granted[family] = state.now16();
    f.decision_due[family] = static_cast<std::int16_t>(due);
    if (due < w.months) state.decisions[static_cast<std::size_t>(due)].push_back(family);
}

void set_out(State& state, std::uint32_t family) {
    Families& f = state.population.families;
    const bool embassy = row_of(f.stream[family]).admission == Admission::kandas_status &&
                         uniform(state.key, f.agent[family], 0, Purpose::embassy) < state.rules().embassy_share[f.origin[family]];
    if (!embassy) {
        arrive_now(state, family, false);
        return;
    }
    state.count(M::embassy_applied, f.origin[family], f.members[family]);
    const std::size_t delay = static_cast<std::size_t>(state.scenario().embassy.delay_months);
    if (delay == 0) {
        arrive_now(state, family, true);
        return;
    }
    f.status[family] = FamilyStatus::abroad;
    state.persons_abroad[f.origin[family]] += f.members[family];
    const std::size_t month = static_cast<std::size_t>(state.now) + delay;
    if (month < state.from_embassies.size()) state.from_embassies[month].push_back(family);
}

}  // namespace

void arrive(State& state) {
    const World& w = *state.world;
    const Demand& demand = state.scenario().demand;
    Families& f = state.population.families;
    for (std::uint32_t family : state.from_embassies[static_cast<std::size_t>(state.now)]) {
        state.persons_abroad[f.origin[family]] -= f.members[family];
        arrive_now(state, family, true);
    }
    for (std::size_t s = 0; s < stream_count; ++s) {
        if (!streams[s].inflow) continue;
        Arrival arrival{static_cast<Stream>(s), 0, 0, 1, 1, state.month(), state.now16()};
        if (arrival.stream == Stream::kandas_free && demand.arrivals_elasticity > 0) {
            arrival.most = most_response;
            arrival.come = std::min(most_response, std::pow(state.rules().money_offered, demand.arrivals_elasticity));
        }
        for (std::size_t o = 0; o < w.origins; ++o) {
            const std::uint32_t first = static_cast<std::uint32_t>(f.size());
            arrival.origin = o;
            arrival.expected_persons = state.expected_arrivals[s][static_cast<std::size_t>(state.now)][o];
            add_arrivals(state.population, w.arrivals, arrival, state.key);
            for (std::uint32_t family = first; family < f.size(); ++family) {
                draw_tie(state, family);
                set_out(state, family);
            }
        }
    }
}

}  // namespace qonys
