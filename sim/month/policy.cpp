// Rules in force, and what follows from them and from last month's state for the whole month.
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
    state.leaving_hazard.resize(stream_count * w.origins * w.regions);
    for (std::size_t o = 0; o < w.origins; ++o) {
        double total = regions;
        for (std::size_t r = 0; r < w.regions; ++r) total += state.kin[state.cell(o, r)];
        for (std::size_t r = 0; r < w.regions; ++r) {
            const std::size_t cell = state.cell(o, r);
            const double log_share = std::log((state.kin[cell] + 1) / total);
            state.kin_pull_inverse[cell] = w.pull_inverse[cell] * std::exp(-s.choice.kin * log_share);
            const double factor = w.cold_leaving[cell] * std::exp(-s.leaving.kin_elasticity * (log_share + std::log(regions)));
            const double hazard[stream_count] = {s.leaving.quota_hazard, s.leaving.free_hazard};
            for (std::size_t stream = 0; stream < stream_count; ++stream)
                state.leaving_hazard[stream * w.origins * w.regions + cell] = static_cast<float>(hazard[stream] * factor);
        }
    }
}

}  // namespace

void policy(State& state) {
    if (state.month().month_of_year() == 0) state.quota_used.assign(state.world->regions, 0);
    for (std::size_t r = 0; r < state.world->regions; ++r)
        state.centre_taken[r] -= state.centre_freed[static_cast<std::size_t>(state.now)][r];
    update_kin(state);
}

}  // namespace qonys
