// Homes bought with the certificate of economic mobility: once, by quota families with work, in the region they were placed in.
#include <algorithm>
#include <cmath>

#include "month/month.hpp"

namespace qonys {

namespace {

// Price of the home that the family finds: regional price per m2 for city or village, grown since the base month, spread
// lognormally around that median. Whole tenge.
Tenge home_price(const State& state, std::uint32_t family) {
    const Families& f = state.population.families;
    const Housing& housing = state.scenario().housing;
    const double base = static_cast<double>(state.world->home_price[f.region[family] * 2u + f.village[family]]);
    const double years = (state.month() - housing.price_base) / 12.0;
    const double z = standard_normal(state.key, f.agent[family], 0, Purpose::home_price);
    constexpr double most = 1e15;  // tenge; beyond any cap, and still a whole number of 64 bits
    return std::llround(std::min(most, base * std::pow(1 + housing.price_growth, years) * std::exp(housing.price_spread * z)));
}

}  // namespace

void house(State& state) {
    Families& f = state.population.families;
    const Housing& housing = state.scenario().housing;
    const Rules& rules = state.rules();
    for (const Placement& placement : state.placed_now) state.without_home.push_back(placement.family);
    if (rules.certificate_cap <= 0 || rules.certificate_share <= 0) return;
    std::size_t kept = 0;
    for (std::uint32_t family : state.without_home) {
        if (f.status[family] != FamilyStatus::settled || !in_first_region(f, family)) continue;  // has left
        if (f.employed[family] + f.self_employed[family] > 0)
            f.purchase_clock[family] -= static_cast<float>(housing.purchase_hazard * housing.region_factor.at(f.region[family]));
        if (f.purchase_clock[family] > 0) {
            state.without_home[kept++] = family;
            continue;
        }
        const Tenge amount = certificate_amount(rules, home_price(state, family));
        state.ledger.post(
            {amount, family, state.now16(), f.region[family], f.origin[family], Instrument::certificate, EntryKind::paid});
        f.paid[family] += amount;
        f.owner[family] = 1;
        f.lock_end[family] = static_cast<std::int16_t>(months_in_force(state.now, rules.lock_months));
        f.rent_payments_left[family] = 0;  // an owner has no rent to support
        state.count(M::certificates, f.region[family], f.origin[family], 1);
    }
    state.without_home.resize(kept);
}

}  // namespace qonys
