// Settled kandas families become citizens.
#include "month/month.hpp"

namespace qonys {

void naturalise(State& state) {
    Families& f = state.population.families;
    const float hazard = static_cast<float>(state.scenario().status.citizenship_hazard);
    const FamilyStatus* status = f.status.data();
    const std::uint8_t* citizen = f.citizen.data();
    float* clock = f.citizenship_clock.data();
    const std::uint32_t families = static_cast<std::uint32_t>(f.size());
    for (std::uint32_t family = 0; family < families; ++family) {
        if ((status[family] != FamilyStatus::settled) | (citizen[family] != 0)) continue;
        if ((clock[family] -= hazard) > 0) continue;
        f.citizen[family] = 1;
        state.count(M::citizens, f.region[family], f.members[family]);
    }
}

}  // namespace qonys
