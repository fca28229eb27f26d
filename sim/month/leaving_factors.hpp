// What benefits and obligations do to a programme family's rate of leaving: `move_on` multiplies the factors, a life names them.
#pragma once

#include "month/state.hpp"

namespace qonys {

constexpr int rent_end_window = 3;  // months after the last rent payment

// A programme family as it stands before it may leave.
struct ProgrammeTerms {
    bool owner = false, first_region = false;
    int settled = no_month, obligation_end = no_month, rent_ended = no_month;

    bool has_obligation(int now) const { return obligation_end != no_month && first_region && now < obligation_end; }
    // An obligation of 0 months never was one.
    bool obligation_just_ended(int now) const {
        return !has_obligation(now) && obligation_end > settled && first_region && now < obligation_end + obligation_end_window;
    }
    bool rent_just_ended(int now) const {
        return rent_ended != no_month && now > rent_ended && now <= rent_ended + rent_end_window;
    }
};

enum class Holds { home, obligation, obligation_end, rent_end };

// Calls use(why, factor) for each circumstance of the month, in the order in which the factors are multiplied.
template <class Use>
inline void each_programme_factor(const State& state, const ProgrammeTerms& terms, const Use& use) {
    const Leaving& l = state.scenario().leaving;
    const int now = state.now;
    if (terms.owner) use(Holds::home, static_cast<float>(l.owner_factor));
    if (terms.has_obligation(now)) {
        const double held = deterrence(state.rules(), terms.obligation_end - now, terms.obligation_end - terms.settled);
        use(Holds::obligation, 1 - static_cast<float>(held) * static_cast<float>(1 - l.obligation_factor));
    } else if (terms.obligation_just_ended(now)) {
        const bool was_owed = state.rules().clawback != ClawbackRule::none;
        use(Holds::obligation_end, was_owed ? static_cast<float>(l.obligation_end_factor) : 1.0F);
    }
    if (terms.rent_just_ended(now)) use(Holds::rent_end, static_cast<float>(l.rent_end_factor));
}

}  // namespace qonys
