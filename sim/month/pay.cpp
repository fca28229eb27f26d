// Claims of the month are paid within the yearly budgets. What exceeds a budget waits, lapses, or is cut, as the rule says.
#include <algorithm>
#include <limits>

#include "month/month.hpp"

namespace qonys {

namespace {

constexpr Tenge no_limit = std::numeric_limits<Tenge>::max();

std::size_t budget_cell(const State& state, Instrument instrument, std::size_t region) {
    return static_cast<std::size_t>(instrument) * state.world->regions + region;
}

std::size_t cell_of(const State& state, const Claim& claim) {
    return budget_cell(state, claim.instrument, claim.region);
}

// Left before this month's payments; no_limit without a cap.
Tenge left_in_cell(const State& state, std::size_t cell) {
    const std::vector<Tenge>& caps = state.rules().caps;
    if (caps.empty() || caps[cell] < 0) return no_limit;
    return std::max<Tenge>(0, caps[cell] - state.budget_spent[cell]);
}

void pay_out(State& state, const Claim& claim, Tenge amount) {
    if (amount == 0) return;
    Families& f = state.population.families;
    state.budget_spent[cell_of(state, claim)] += amount;
    state.ledger.post({amount, claim.family, state.now16(), claim.region, f.origin[claim.family],
                       static_cast<std::uint8_t>(f.stream[claim.family]), claim.instrument, EntryKind::paid});
    if (claim.instrument == Instrument::certificate) state.certificates[claim.family] += amount;
    if (claim.instrument == Instrument::business) state.count(M::business_grants, claim.region, 1);
    if (claim.instrument != Instrument::employer) {
        f.paid[claim.family] += amount;
        return;
    }
    state.count(M::subsidised_hires, claim.region, 1);
    f.rent_payments_left[claim.family] = 0;  // the employer gives a home
    if (state.rules().kept_months > 0)
        state.subsidised_jobs.push_back({claim.person, claim.ordinal,
                                         static_cast<std::int16_t>(months_in_force(state.now, state.rules().kept_months)), amount,
                                         claim.region});
}

void refuse(State& state, const Claim& claim, Tenge amount) {
    commit(state, claim.instrument, claim.region, -amount);
    state.count(M::claims_refused, claim.region, static_cast<std::size_t>(claim.instrument), 1);
}

// Claims of families that have left their region meanwhile, and of hires that have ended, are void. A job arranged beforehand may
// end in the very month of the hire.
bool is_void(const State& state, const Claim& claim) {
    const Families& f = state.population.families;
    const Persons& p = state.population.persons;
    if (f.status[claim.family] != FamilyStatus::settled || !in_first_region(f, claim.family)) return true;
    return claim.instrument == Instrument::employer &&
           (p.labour[claim.person] != Labour::employed || p.work_ordinal[claim.person] != claim.ordinal);
}

// In one proportion for all claims of the month on a budget; rounded down to whole tenge.
void pay_in_proportion(State& state, const std::vector<Claim>& claims) {
    std::vector<Tenge> asked(state.budget_spent.size()), left(state.budget_spent.size());
    for (std::size_t cell = 0; cell < left.size(); ++cell) left[cell] = left_in_cell(state, cell);
    for (const Claim& claim : claims) asked[cell_of(state, claim)] += claim.amount;
    for (const Claim& claim : claims) {
        const std::size_t cell = cell_of(state, claim);
        Tenge amount = claim.amount;
        if (asked[cell] > left[cell]) {
            __extension__ using Wide = __int128;
            amount = static_cast<Tenge>(static_cast<Wide>(claim.amount) * left[cell] / asked[cell]);
            refuse(state, claim, claim.amount - amount);
        }
        pay_out(state, claim, amount);
    }
}

// One after the other. With a queue, a claim that must wait holds up those behind it on the same budget.
void pay_in_turn(State& state, const std::vector<Claim>& claims, bool queue) {
    std::vector<bool> held_up(state.budget_spent.size(), false);
    for (const Claim& claim : claims) {
        const std::size_t cell = cell_of(state, claim);
        if (!held_up[cell] && claim.amount <= left_in_cell(state, cell)) {
            pay_out(state, claim, claim.amount);
        } else if (queue) {
            held_up[cell] = true;
            state.claims_waiting.push_back(claim);
        } else {
            refuse(state, claim, claim.amount);
        }
    }
}

}  // namespace

void commit(State& state, Instrument instrument, std::size_t region, Tenge amount) {
    state.committed += amount;
    state.count(M::committed, region, static_cast<std::size_t>(instrument), amount);
}

void claim(State& state, const Claim& claim) {
    if (claim.amount <= 0) return;
    commit(state, claim.instrument, claim.region, claim.amount);
    state.claims.push_back(claim);
}

Tenge certificate_paid(const State& state, std::uint32_t family) {
    const auto paid = state.certificates.find(family);
    return paid == state.certificates.end() ? 0 : paid->second;
}

Tenge budget_left(const State& state, Instrument instrument, std::size_t region) {
    const std::size_t cell = budget_cell(state, instrument, region);
    Tenge left = left_in_cell(state, cell);
    if (left == no_limit) return left;
    for (const auto* claims : {&state.claims_waiting, &state.claims})
        for (const Claim& claim : *claims)
            if (cell_of(state, claim) == cell) left -= claim.amount;
    return std::max<Tenge>(0, left);
}

void pay(State& state) {
    std::vector<Claim> claims;
    state.claims_waiting.insert(state.claims_waiting.end(), state.claims.begin(), state.claims.end());  // oldest first
    for (const Claim& claim : state.claims_waiting) {
        if (is_void(state, claim))
            refuse(state, claim, claim.amount);
        else
            claims.push_back(claim);
    }
    state.claims.clear();
    state.claims_waiting.clear();
    if (state.rules().caps.empty())
        for (const Claim& claim : claims) pay_out(state, claim, claim.amount);
    else if (state.rules().when_exhausted == Exhausted::pro_rata)
        pay_in_proportion(state, claims);
    else
        pay_in_turn(state, claims, state.rules().when_exhausted == Exhausted::queue);
}

}  // namespace qonys
