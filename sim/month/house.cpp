// Homes bought with the certificate of economic mobility: once, by programme families with work, in the region they were placed
// in, from sellers who accept it. Owners who sell or give away a home under the lock.
#include <algorithm>
#include <cmath>

#include "month/month.hpp"

namespace qonys {

namespace {

// Purchase hazard by region and settlement: the more of a typical home the certificate pays, the higher.
std::vector<float> purchase_hazards(const State& state) {
    const Housing& housing = state.scenario().housing;
    std::vector<float> hazards;
    for (std::size_t r = 0; r < state.world->regions; ++r)
        for (std::size_t settlement = 0; settlement < 2; ++settlement) {
            const double price = std::max(1.0, typical_home_price(state, r, settlement));
            const Tenge amount = certificate_amount(state.rules(), std::llround(std::min(price, 1e15)));
            const double support = static_cast<double>(amount) / price / housing.reference_share;
            hazards.push_back(static_cast<float>(housing.purchase_hazard * housing.region_factor.at(r) *
                                                 std::pow(support, housing.money_elasticity)));
        }
    return hazards;
}

// Homes whose sellers accept a certificate this month: whole homes, so that each month of a year has its share.
std::vector<std::int64_t> homes_for_sale(const State& state) {
    std::vector<std::int64_t> homes;
    for (double a_month : state.scenario().housing.homes_for_sale.cells)
        homes.push_back(static_cast<std::int64_t>(std::floor(a_month * (state.now + 1)) - std::floor(a_month * state.now)));
    return homes;
}

void buy(State& state, std::uint32_t family, Tenge amount, bool mortgage) {
    Families& f = state.population.families;
    const std::size_t region = f.region[family];
    claim(state, {amount, family, 0, Instrument::certificate, f.region[family]});
    f.owner[family] = 1;
    f.lock_end[family] = static_cast<std::int16_t>(months_in_force(state.now, state.rules().lock_months));
    f.rent_payments_left[family] = 0;  // an owner has no rent to support
    state.count(M::certificates, region, f.origin[family], 1);
    state.count(M::mortgages, region, mortgage);
    if (state.rules().lock_months > 0)
        state.locked_homes.push_back({family, unit_exponential(state.key, f.agent[family], 0, Purpose::breach_clock)});
}

// What buyers of a month share.
struct Market {
    std::vector<float> hazards;       // [region, settlement]
    std::vector<std::int64_t> homes;  // [region] left
    std::vector<bool> held_up;        // [region] somebody waits for budget, and those behind do too
};

// Whether there is money for the certificate; without it nobody buys. With a queue the family waits for the budget; otherwise the
// application is refused, and it may try again.
bool is_funded(State& state, std::uint32_t family, Tenge amount, Market& market) {
    Families& f = state.population.families;
    const std::size_t region = f.region[family], certificate = static_cast<std::size_t>(Instrument::certificate);
    const Exhausted rule = state.rules().when_exhausted;
    const Tenge left = budget_left(state, Instrument::certificate, region);
    if (!market.held_up[region] && (amount <= left || (rule == Exhausted::pro_rata && left > 0))) return true;
    if (rule == Exhausted::queue) {
        market.held_up[region] = true;
        state.count(M::claims_waiting, region, certificate, 1);
    } else {
        state.count(M::claims_refused, region, certificate, 1);
        f.purchase_clock[family] =
            unit_exponential(state.key, f.agent[family], static_cast<std::uint32_t>(state.now) + 1, Purpose::purchase_clock);
    }
    return false;
}

// Returns whether the family is still without a home.
bool looks_on(State& state, std::uint32_t family, Market& market) {
    Families& f = state.population.families;
    const std::size_t region = f.region[family];
    if (f.employed[family] + f.self_employed[family] == 0) return true;
    float& clock = f.purchase_clock[family];
    if (clock > 0) clock -= market.hazards[region * 2 + f.village[family]];
    if (clock > 0) return true;
    if (market.homes[region] == 0) {
        state.count(M::no_seller, region, 1);
        return true;
    }
    const bool mortgage = takes_mortgage(state, family);
    const Tenge amount = certificate_for(state, family, mortgage);
    if (amount <= 0 || !is_funded(state, family, amount, market)) return true;
    --market.homes[region];
    buy(state, family, amount, mortgage);
    return false;
}

void buy_homes(State& state) {
    const Families& f = state.population.families;
    if (state.rules().certificate_cap <= 0 || state.rules().certificate_share <= 0) return;
    Market market{purchase_hazards(state), homes_for_sale(state), std::vector<bool>(state.world->regions, false)};
    std::size_t kept = 0;
    for (std::uint32_t family : state.without_home) {
        if (f.status[family] != FamilyStatus::settled || !in_first_region(f, family)) continue;  // has left
        if (looks_on(state, family, market)) state.without_home[kept++] = family;
    }
    state.without_home.resize(kept);
}

// An owner sells the home or gives it away without moving.
void give_up_home(State& state, const LockedHome& home) {
    Families& f = state.population.families;
    const std::uint32_t ordinal = static_cast<std::uint32_t>(state.now);
    const bool transfer =
        uniform(state.key, f.agent[home.family], ordinal, Purpose::breach_kind) < state.scenario().housing.transfer_share;
    f.owner[home.family] = 0;
    if (transfer && !state.rules().lock_on_transfer) return;
    const std::size_t region = f.region[home.family];
    state.count(M::lock_broken, region, 1);
    state.count(M::lock_transferred, region, transfer);
    constexpr std::uint32_t after_departures = 1U << 16;  // ordinals below are those of departures
    const Tenge certificate = certificate_paid(state, home.family);
    if (demand_repayment(state, home.family, region, certificate, false, after_departures + ordinal))
        state.reclaimed[home.family] += certificate;
}

void keep_homes(State& state) {
    const Families& f = state.population.families;
    const float hazard = static_cast<float>(state.scenario().housing.breach_hazard);
    std::size_t kept = 0;
    for (LockedHome& home : state.locked_homes) {
        if (f.status[home.family] != FamilyStatus::settled || !f.owner[home.family] || state.now >= f.lock_end[home.family])
            continue;
        home.clock -= hazard;
        if (home.clock > 0)
            state.locked_homes[kept++] = home;
        else
            give_up_home(state, home);
    }
    state.locked_homes.resize(kept);
}

}  // namespace

// Spread lognormally around the median. Whole tenge.
Tenge home_price(const State& state, std::uint32_t family) {
    const Families& f = state.population.families;
    const double z = standard_normal(state.key, f.agent[family], 0, Purpose::home_price);
    constexpr double most = 1e15;  // tenge; beyond any cap, and still a whole number of 64 bits
    const double median = typical_home_price(state, f.region[family], f.village[family]);
    return std::llround(std::min(most, median * std::exp(state.scenario().housing.price_spread * z)));
}

bool takes_mortgage(const State& state, std::uint32_t family) {
    const Agent agent = state.population.families.agent[family];
    return uniform(state.key, agent, 0, Purpose::mortgage) < state.scenario().housing.mortgage_share;
}

Tenge certificate_for(const State& state, std::uint32_t family, bool mortgage) {
    const Tenge price = home_price(state, family), most = certificate_amount(state.rules(), price);
    return mortgage ? std::min(most, times(price, ten_thousandths(state.scenario().housing.down_payment))) : most;
}

double typical_home_price(const State& state, std::size_t region, std::size_t settlement) {
    const Housing& housing = state.scenario().housing;
    const double years = (state.month() - housing.price_base) / 12.0;
    return state.world->home_price[region * 2 + settlement] * std::pow(1 + housing.price_growth, years) *
           std::pow(state.crowding[region], housing.price_elasticity);
}

void house(State& state) {
    for (const Placement& placement : state.placed_now) state.without_home.push_back(placement.family);
    keep_homes(state);
    buy_homes(state);
}

}  // namespace qonys
