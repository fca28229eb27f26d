// Decisions: kandas status by documents or by the ethnicity commission; eligibility of internal migrants.
#include <cmath>

#include "month/month.hpp"

namespace qonys {

namespace {

bool status_refused(const State& state, Agent family) {
    const Status& status = state.scenario().status;
    return uniform(state.key, family, 0, Purpose::commission_heard) < status.commission_share &&
           uniform(state.key, family, 0, Purpose::commission_vote) >= status.approval_share;
}

// Registered job-seekers who have been registered long enough in the region that they leave.
bool eligible(const State& state, Agent family) {
    const Internal& internal = state.scenario().internal;
    if (state.rules().job_seekers_only && uniform(state.key, family, 0, Purpose::job_seeker) >= internal.seeker_share)
        return false;
    const double registered = internal.registration_mean * unit_exponential(state.key, family, 0, Purpose::registration);
    return registered >= state.rules().registration_months;
}

bool refused(const State& state, std::uint32_t family) {
    const Families& f = state.population.families;
    switch (row_of(f.stream[family]).admission) {
        case Admission::kandas_status:  // those granted status at an embassy are not heard again
            return f.granted[family] == no_month && status_refused(state, f.agent[family]);
        case Admission::eligibility:
            return !eligible(state, f.agent[family]);
        case Admission::at_once:
            break;
    }
    return false;
}

}  // namespace

void grant_status(State& state) {
    Families& f = state.population.families;
    state.granted_now.clear();
    for (std::uint32_t family : state.decisions[static_cast<std::size_t>(state.now)]) {
        if (refused(state, family)) {
            depart(state, family, FamilyStatus::refused);
            state.count(M::refused, f.origin[family], inflow_at(state, family), f.members[family]);
            continue;
        }
        f.status[family] = FamilyStatus::waiting;
        f.granted[family] = state.now16();
        state.granted_now.push_back(family);
        if (row_of(f.stream[family]).admission == Admission::kandas_status)
            state.count(M::status_granted, f.origin[family], f.members[family]);
    }
}

}  // namespace qonys
