// What a sitting decided, kept for comparing policies. Scores are those of the model at the time, whatever the mechanism looked
// at.
#pragma once

#include <cstdint>
#include <vector>

#include "allocation/allocation.hpp"

namespace qonys {

// Groups that a family belongs to, as positions on the axes "origin", "education" (the highest of its adults; the last label,
// "none", when it has no adult) and "household".
struct FamilyGroups {
    std::uint8_t origin = 0, education = 0, household = 0;
};

struct SittingRecord {
    int month = 0;                     // from the start of the warm-up
    std::size_t quota = 0;             // stream whose places are given
    std::vector<std::int64_t> places;  // [region] left and released before the sitting
    std::vector<std::int64_t> year;    // [region] places of the calendar year, with those carried over
    std::vector<std::int64_t> order;   // [region] without them
    std::vector<Request> requests;     // with scores
    std::vector<FamilyGroups> groups;  // [request]
    std::vector<Placement> placements;
};

// A family that had waited for a place in vain and settled freely.
struct SpillOver {
    int month = 0;
    std::size_t quota = 0;
    std::uint8_t wished = 0;  // the first region of its list
    int members = 0;
};

}  // namespace qonys
