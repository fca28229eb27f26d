// Rent and utilities support: monthly, from the month of settling, until the payments are used up.
#include "month/month.hpp"

namespace qonys {

void pay_rent(State& state) {
    Families& f = state.population.families;
    std::size_t kept = 0;
    for (const RentSupport& support : state.drawing_rent) {
        const std::uint32_t family = support.family;
        const std::size_t region = f.first_region[family];
        if (f.status[family] != FamilyStatus::settled || f.rent_payments_left[family] == 0) {
            // It has left its region, or has a home: it draws no more.
            commit(state, Instrument::rent, region, -support.promised * support.payments_left);
            continue;
        }
        const Settlement settlement = f.village[family] ? Settlement::village : Settlement::city;
        const Tenge amount = rent_support(state.rules(), settlement, f.members[family]);
        commit(state, Instrument::rent, region, -support.promised);  // the promise becomes a claim
        claim(state, {amount, family, 0, Instrument::rent, f.region[family]});
        if (amount > 0) state.count(M::rent_families, region, 1);
        if (--f.rent_payments_left[family] > 0)
            state.drawing_rent[kept++] = {family, support.promised, support.payments_left - 1};
        else if (amount > 0)  // where nothing was paid, nothing ends
            f.rent_ended[family] = state.now16();
    }
    state.drawing_rent.resize(kept);
}

}  // namespace qonys
