// Settled families of kandas and of card holders become citizens.
#include "month/month.hpp"

namespace qonys {

void naturalise(State& state) {
    Families& f = state.population.families;
    float hazard[stream_count];
    for (std::size_t s = 0; s < stream_count; ++s)
        hazard[s] = static_cast<float>(streams[s].citizenship == Citizenship::card ? state.scenario().ata_zholy.citizenship_hazard
                                                                                   : state.scenario().status.citizenship_hazard);
    const Stream* stream = f.stream.data();
    const FamilyStatus* status = f.status.data();
    const std::uint8_t* citizen = f.citizen.data();
    float* clock = f.citizenship_clock.data();
    const std::uint32_t families = static_cast<std::uint32_t>(f.size());
    for (std::uint32_t family = 0; family < families; ++family) {
        if ((status[family] != FamilyStatus::settled) | (citizen[family] != 0)) continue;
        if ((clock[family] -= hazard[static_cast<std::size_t>(stream[family])]) > 0) continue;
        f.citizen[family] = 1;
        state.count(M::citizens, f.region[family], stream_of(state, family), f.members[family]);
    }
}

}  // namespace qonys
