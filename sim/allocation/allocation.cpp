#include "allocation/allocation.hpp"

#include <algorithm>
#include <numeric>

namespace qonys {

namespace {

// Families take turns in the order of `goes_before`; ties by family id, so that the order of the requests does not matter.
template <typename Order>
std::vector<Placement> in_turn(std::span<const Request> requests, std::vector<std::int64_t> places, Order goes_before) {
    std::vector<std::size_t> turn(requests.size());
    std::iota(turn.begin(), turn.end(), std::size_t{0});
    std::sort(turn.begin(), turn.end(), [&](std::size_t a, std::size_t b) {
        if (goes_before(requests[a], requests[b])) return true;
        if (goes_before(requests[b], requests[a])) return false;
        return requests[a].family < requests[b].family;
    });
    std::vector<Placement> placements(requests.size());
    for (std::size_t i : turn) {
        const Request& request = requests[i];
        Placement& placement = placements[i];
        placement.family = request.family;
        for (std::size_t rank = 0; rank < request.regions.size(); ++rank) {
            std::int64_t& left = places[request.regions[rank]];
            if (left < request.members) continue;
            left -= request.members;
            placement = {request.family, request.regions[rank], static_cast<int>(rank) + 1, Reason::placed};
            break;
        }
    }
    return placements;
}

}  // namespace

std::vector<Placement> first_come_first_served(std::span<const Request> requests, std::vector<std::int64_t> places) {
    return in_turn(requests, std::move(places), [](const Request& a, const Request& b) { return a.applied < b.applied; });
}

std::vector<Placement> lottery(std::span<const Request> requests, std::vector<std::int64_t> places) {
    return in_turn(requests, std::move(places), [](const Request& a, const Request& b) { return a.lot < b.lot; });
}

Mechanism mechanism(const std::string& name) {
    struct Row {
        const char* name;
        Mechanism mechanism;
    };
    static constexpr Row table[] = {{"first_come_first_served", first_come_first_served}, {"lottery", lottery}};
    for (const Row& row : table)
        if (name == row.name) return row.mechanism;
    return nullptr;
}

}  // namespace qonys
