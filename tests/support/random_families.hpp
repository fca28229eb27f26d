// Random instances for the laws of the allocation: from keyed draws, so that the same number gives the same instance.
#pragma once

#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

#include "allocation/allocation.hpp"
#include "allocation/flow.hpp"
#include "base/draws.hpp"

namespace qonys::test {

// One keyed uniform number of instance `seed`.
inline double chance(std::uint32_t seed, std::uint32_t row, std::uint32_t column) {
    return uniform({seed, 0}, {row, column}, 0, Purpose::lottery);
}

inline int whole(std::uint32_t seed, std::uint32_t row, std::uint32_t column, int below) {
    return static_cast<int>(chance(seed, row, column) * below);
}

// `grades` different scores per member, or as many as there are draws when 0. A fifth of the regions is closed to a family.
inline std::vector<Request> random_families(std::uint32_t seed, std::uint32_t count, std::uint32_t regions, int largest,
                                            int grades) {
    std::vector<Request> requests(count);
    for (std::uint32_t i = 0; i < count; ++i) {
        Request& r = requests[i];
        r.family = 3 * i + 1;
        r.members = 1 + whole(seed, i, 1000, largest);
        r.applied = chance(seed, i, 1001);
        r.lot = chance(seed, i, 1002);
        for (std::uint32_t region = 0; region < regions; ++region) {
            if (chance(seed, i, region) < 0.2) continue;
            const double share = chance(seed, i, 2000 + region);
            r.regions.push_back(static_cast<std::uint8_t>(region));
            r.scores.push_back((grades > 0 ? std::floor(share * (grades + 1)) / grades : share) * r.members);
        }
    }
    return requests;
}

// Places for about `fill` of the persons, unevenly over the regions; some regions have none.
inline std::vector<std::int64_t> random_places(std::uint32_t seed, const std::vector<Request>& requests, std::uint32_t regions,
                                               double fill) {
    std::int64_t persons = 0;
    for (const Request& r : requests) persons += r.members;
    std::vector<std::int64_t> places;
    for (std::uint32_t region = 0; region < regions; ++region)
        places.push_back(
            static_cast<std::int64_t>(2 * chance(seed, region, 3000) * fill * static_cast<double>(persons) / regions));
    return places;
}

// Supplies and capacities that may be 0, arcs that may be missing, worths below `most`.
inline Transport random_transport(std::uint32_t seed, int types, int regions, int largest, std::int64_t most, double fill) {
    Transport t;
    double persons = 0;
    const auto row = [](int i) { return static_cast<std::uint32_t>(i); };
    for (int type = 0; type < types; ++type) {
        t.supply.push_back(whole(seed, row(type), 1000, largest + 1));
        persons += static_cast<double>(t.supply.back());
    }
    for (int r = 0; r < regions; ++r)
        t.capacity.push_back(static_cast<std::int64_t>(2 * chance(seed, row(r), 3000) * fill * persons / regions));
    for (int type = 0; type < types; ++type)
        for (int r = 0; r < regions; ++r)
            if (chance(seed, row(type), row(r)) < 0.8)
                t.arcs.push_back(
                    {type, r, static_cast<std::int64_t>(chance(seed, row(type), row(2000 + r)) * static_cast<double>(most))});
    return t;
}

}  // namespace qonys::test
