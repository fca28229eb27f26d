// Rules in force, and what follows from them and from last month's state for the whole month.
#include <algorithm>
#include <cmath>

#include "month/month.hpp"

namespace qonys {

namespace {

// Share of co-ethnics of each origin living in each region, over an even spread; one person is added everywhere so that a region
// without any is not infinitely far.
void update_kin(State& state) {
    const World& w = *state.world;
    const Scenario& s = state.scenario();
    const double regions = static_cast<double>(w.regions);
    state.kin_pull_inverse.resize(w.origins * w.regions);
    state.kin_cumulative.resize(w.origins * w.regions);
    std::vector<double> dearer;  // [region] exp(-utility) of what settlers add to the rent
    for (double crowding : state.crowding) dearer.push_back(std::pow(crowding, -s.choice.rent * s.housing.rent_elasticity));
    state.leaving_hazard.resize(stream_count * w.origins * w.regions);
    for (std::size_t o = 0; o < w.origins; ++o) {
        double total = regions;
        for (std::size_t r = 0; r < w.regions; ++r) total += state.kin[state.cell(o, r)];
        double sum = 0;
        for (std::size_t i = 0; i < w.regions; ++i) {
            sum += state.kin[state.cell(o, w.regions_by_tag[i])];
            state.kin_cumulative[state.cell(o, i)] = total > regions ? sum / (total - regions) : 0;
        }
        for (std::size_t r = 0; r < w.regions; ++r) {
            const std::size_t cell = state.cell(o, r);
            const double log_share = std::log((state.kin[cell] + 1) / total);
            state.kin_pull_inverse[cell] = w.pull_inverse[cell] * dearer[r] * std::exp(-s.choice.kin * log_share);
            const double factor = w.cold_leaving[cell] * std::exp(-s.leaving.kin_elasticity * (log_share + std::log(regions)));
            for (std::size_t stream = 0; stream < stream_count; ++stream) {
                const double hazard = streams[stream].programme ? s.leaving.quota_hazard : s.leaving.free_hazard;
                state.leaving_hazard[stream * w.origins * w.regions + cell] = static_cast<float>(hazard * factor);
            }
        }
    }
}

// Families that have left a region are no kin to find there. Once a year is enough: a draw that hits one gives a place without a
// family.
void forget_departed(State& state) {
    const Families& f = state.population.families;
    for (std::size_t cell = 0; cell < state.settled_at.size(); ++cell)
        std::erase_if(state.settled_at[cell], [&](std::uint32_t family) {
            return f.status[family] != FamilyStatus::settled || f.region[family] != cell % state.world->regions;
        });
}

// Places not used by December, before this year's are counted.
void carry_over(State& state) {
    if (state.now == 0) return;
    const Rules& last_year = state.world->rules[static_cast<std::size_t>(state.now) - 1];
    for (std::size_t q = 0; q < stream_count; ++q)
        for (std::size_t r = 0; r < state.world->regions; ++r) {
            std::int64_t& carried = state.carried_over[q][r];
            const std::int64_t unused = std::max<std::int64_t>(0, last_year.quota[q][r] + carried - state.quota_used[q][r]);
            carried = unused * ten_thousandths(state.rules().carry_over) / 10'000;  // rounded down
        }
}

}  // namespace

void policy(State& state) {
    if (state.month().month_of_year() == 0) {
        forget_departed(state);
        carry_over(state);
        for (auto& used : state.quota_used) used.assign(state.world->regions, 0);
        state.budget_spent.assign(state.budget_spent.size(), 0);
    }
    for (std::size_t r = 0; r < state.world->regions; ++r)
        state.crowding[r] = 1 + state.settlers[r] / state.scenario().places.population.at(r);
    for (std::size_t r = 0; r < state.world->regions; ++r)
        state.centre_taken[r] -= state.centre_freed[static_cast<std::size_t>(state.now)][r];
    update_kin(state);
}

}  // namespace qonys
