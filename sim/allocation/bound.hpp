// Families as a flow problem: types, upper bound and shadow prices.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "allocation/allocation.hpp"
#include "allocation/flow.hpp"

namespace qonys {

// Families of the same size, regions and scores are one type, whatever the order of their lists. Types are numbered in order of
// their first family's id, so that the order of the requests does not matter.
struct TypedFamilies {
    Transport transport;  // arcs type by type, in order of region
    double unit = 1;      // score of one unit of worth: a power of 2, so small that all families together have below 2e15 units
    std::vector<int> type_of;            // [request]
    std::vector<int> members;            // [type]
    std::vector<std::size_t> first_arc;  // [type]; one more at the end
};
// Scores per member are rounded up to whole units, so that the flow of whole numbers is never worth less than that of the scores.
// Families have at least one member; regions are indices of `places`; of a region listed twice only the first counts.
TypedFamilies families_by_type(std::span<const Request> requests, const std::vector<std::int64_t>& places);

struct Bound {
    double score = 0;            // no placement of whole families reaches more
    std::vector<double> prices;  // [region] score that one more place would bring
};
Bound flow_bound(std::span<const Request> requests, const std::vector<std::int64_t>& places);

// Sum of the scores of the placements.
double score_of(std::span<const Request> requests, std::span<const Placement> placements);
double score_at(const Request& request, int region);  // 0 when not placed or without scores

}  // namespace qonys
