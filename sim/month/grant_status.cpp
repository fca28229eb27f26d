// Decisions on kandas status: by documents, or by the ethnicity commission for families without them.
#include "month/month.hpp"

namespace qonys {

namespace {

bool refused(const State& state, Agent family) {
    const Status& status = state.scenario().status;
    return uniform(state.key, family, 0, Purpose::commission_heard) < status.commission_share &&
           uniform(state.key, family, 0, Purpose::commission_vote) >= status.approval_share;
}

}  // namespace

void grant_status(State& state) {
    Families& f = state.population.families;
    state.granted_now.clear();
    for (std::uint32_t family : state.decisions[static_cast<std::size_t>(state.now)]) {
        if (refused(state, f.agent[family])) {
            f.status[family] = FamilyStatus::refused;
            f.left[family] = state.now16();
            state.persons_left += f.members[family];
            state.count(M::refused, f.origin[family], f.members[family]);
            continue;
        }
        f.status[family] = FamilyStatus::waiting;
        f.granted[family] = state.now16();
        state.granted_now.push_back(family);
        state.count(M::status_granted, f.origin[family], f.members[family]);
    }
}

}  // namespace qonys
