// Shared by the mechanisms: the order of turns, and what is said of a family. Private to this folder.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "allocation/allocation.hpp"

namespace qonys {

// Positions of the requests by `key`, a pair of numbers, the lesser first; ties by family id, so that the order of the requests
// does not matter. The keys are copied beside each other: sorting reads them often.
template <typename Key>
std::vector<std::uint32_t> turns_by(std::span<const Request> requests, Key key) {
    struct Turn {
        std::pair<double, double> key;
        std::uint32_t family, at;
    };
    std::vector<Turn> turns(requests.size());
    for (std::uint32_t i = 0; i < requests.size(); ++i) turns[i] = {key(requests[i]), requests[i].family, i};
    std::sort(turns.begin(), turns.end(),
              [](const Turn& a, const Turn& b) { return a.key != b.key ? a.key < b.key : a.family < b.family; });
    std::vector<std::uint32_t> order(turns.size());
    for (std::size_t k = 0; k < turns.size(); ++k) order[k] = turns[k].at;
    return order;
}

inline std::vector<std::uint32_t> turns_by_application(std::span<const Request> requests) {
    return turns_by(requests, [](const Request& r) { return std::pair(r.applied, 0.0); });
}

inline Placement placed_at(const Request& request, std::size_t position) {
    return {request.family, request.regions[position], static_cast<int>(position) + 1, Reason::placed};
}

inline Placement not_placed(const Request& request, Reason reason) {
    return {request.family, -1, 0, request.regions.empty() ? Reason::no_region_open : reason};
}

inline double score_per_member(const Request& request, std::size_t position) {
    return request.scores.empty() ? 0 : request.scores[position] / request.members;
}

// Over all requests and the regions that they list. Summed in the given order, so that the last bit is the same whatever the
// order of the requests.
inline double mean_score_per_member(std::span<const Request> requests, const std::vector<std::uint32_t>& order) {
    double sum = 0;
    std::size_t count = 0;
    for (std::uint32_t i : order) {
        for (std::size_t k = 0; k < requests[i].regions.size(); ++k) sum += score_per_member(requests[i], k);
        count += requests[i].regions.size();
    }
    return count == 0 ? 0 : sum / static_cast<double>(count);
}

}  // namespace qonys
