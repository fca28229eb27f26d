// Rent and utilities support: monthly, from the month of settling, until the payments are used up.
#include "month/month.hpp"

namespace qonys {

void pay_rent(State& state) {
    Families& f = state.population.families;
    std::vector<std::uint32_t>& drawing = state.drawing_rent;
    for (const Placement& placement : state.placed_now)
        if (f.rent_payments_left[placement.family] > 0) drawing.push_back(placement.family);

    std::size_t kept = 0;
    for (std::uint32_t family : drawing) {
        // A family that has left its region, or bought a home, draws no more.
        if (f.status[family] != FamilyStatus::settled || f.rent_payments_left[family] == 0) continue;
        const Settlement settlement = f.village[family] ? Settlement::village : Settlement::city;
        const Tenge amount = rent_support(state.rules(), settlement, f.members[family]);
        if (amount > 0) {
            state.ledger.post(
                {amount, family, state.now16(), f.region[family], f.origin[family], Instrument::rent, EntryKind::paid});
            f.paid[family] += amount;
            state.count(M::rent_families, f.region[family], 1);
        }
        if (--f.rent_payments_left[family] == 0)
            f.rent_ended[family] = state.now16();
        else
            drawing[kept++] = family;
    }
    drawing.resize(kept);
}

}  // namespace qonys
