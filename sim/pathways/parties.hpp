// Those who move through a programme together: a woman with her children, a man, an unaccompanied child.
#pragma once

#include <cstdint>
#include <vector>

#include "pathways/plan.hpp"

namespace qonys {

// What the number of an agent counts within an arrival, in its upper bits. Part of the meaning of a seed: never renumber.
enum class Counted : std::uint32_t { woman, man, unaccompanied_child, children_without_mother, accompanied_child, flight };

struct Party {
    ByGroup persons{};
    PartyKind kind = PartyKind::women;
    std::uint32_t programme = 0;
    Agent agent;
    std::int32_t arrives = 0;  // days from the first day simulated
    std::int32_t size() const { return persons[0] + persons[1] + persons[2] + persons[3]; }
};

// All parties that arrive by the last day, in the order programme, arrival, party.
std::vector<Party> arriving_parties(const PathwayWorld& world, DrawKey key);

// The children of a woman who is taken from them, on their way without her.
Agent agent_of_children(const Party& party);

}  // namespace qonys
