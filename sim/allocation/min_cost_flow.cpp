// The greatest sum of scores: the optimal flow of persons, whole families recovered from it, then exchanges.
#include <algorithm>
#include <numeric>

#include "allocation/bound.hpp"
#include "allocation/exchanges.hpp"

namespace qonys {

namespace {

// The requests in order of family id, all unplaced.
std::vector<std::size_t> in_order_of_id(std::span<const Request> requests) {
    std::vector<std::size_t> order(requests.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return requests[a].family < requests[b].family; });
    return order;
}

WholeFamilies all_unplaced(const Sitting& sitting, const TypedFamilies& types, const std::vector<std::size_t>& order) {
    WholeFamilies families;
    families.regions = sitting.places.size();
    families.room = sitting.places;
    families.value.assign(order.size() * families.regions, -1);
    families.at.assign(order.size(), families.regions);
    for (std::size_t family = 0; family < order.size(); ++family) {
        const std::size_t type = static_cast<std::size_t>(types.type_of[order[family]]);
        families.members.push_back(types.members[type]);
        for (std::size_t a = types.first_arc[type]; a < types.first_arc[type + 1]; ++a) {
            const Transport::Arc& arc = types.transport.arcs[a];
            families.value[family * families.regions + static_cast<std::size_t>(arc.region)] = arc.worth * types.members[type];
        }
    }
    return families;
}

void place(WholeFamilies& families, std::size_t family, std::size_t region) {
    families.at[family] = region;
    families.room[region] -= families.members[family];
}

// Of each type, as many whole families as the flow to a region holds; each takes the first of these regions in its list.
void place_whole(const Sitting& sitting, const TypedFamilies& types, const Flow& flow, const std::vector<std::size_t>& order,
                 WholeFamilies& families) {
    std::vector<std::int64_t> left = flow.persons;
    for (std::size_t family = 0; family < order.size(); ++family) {
        const std::size_t type = static_cast<std::size_t>(types.type_of[order[family]]);
        const auto first = types.transport.arcs.begin() + static_cast<std::ptrdiff_t>(types.first_arc[type]);
        const auto last = types.transport.arcs.begin() + static_cast<std::ptrdiff_t>(types.first_arc[type + 1]);
        for (std::uint8_t region : sitting.requests[order[family]].regions) {
            const auto arc =
                std::lower_bound(first, last, int{region}, [](const Transport::Arc& a, int wanted) { return a.region < wanted; });
            std::int64_t& persons = left[static_cast<std::size_t>(arc - types.transport.arcs.begin())];
            if (persons < families.members[family]) continue;
            persons -= families.members[family];
            place(families, family, region);
            break;
        }
    }
}

// Unplaced families into the room left, in order of value less the price of their places.
void fill(WholeFamilies& families, const std::vector<std::int64_t>& prices) {
    struct Candidate {
        std::int64_t surplus;
        std::size_t family, region;
    };
    std::vector<Candidate> candidates;
    for (std::size_t family = 0; family < families.at.size(); ++family) {
        if (families.at[family] != families.regions) continue;
        for (std::size_t r = 0; r < families.regions; ++r) {
            const std::int64_t value = families.value_at(family, r);
            if (value >= 0 && families.members[family] <= families.room[r])
                candidates.push_back({value - families.members[family] * prices[r], family, r});
        }
    }
    std::stable_sort(candidates.begin(), candidates.end(),
                     [](const Candidate& a, const Candidate& b) { return a.surplus > b.surplus; });
    for (const Candidate& c : candidates)
        if (families.at[c.family] == families.regions && families.members[c.family] <= families.room[c.region])
            place(families, c.family, c.region);
}

Reason reason_unplaced(const Request& request, const std::vector<std::int64_t>& places) {
    if (request.regions.empty()) return Reason::no_region_open;
    const bool fits = std::any_of(request.regions.begin(), request.regions.end(),
                                  [&](std::uint8_t region) { return request.members <= places[region]; });
    return fits ? Reason::others_first : Reason::no_place_large_enough;
}

Placement placement_of(const Request& request, std::size_t at, const std::vector<std::int64_t>& places) {
    if (at == places.size()) return {request.family, -1, 0, reason_unplaced(request, places)};
    const auto rank = std::find(request.regions.begin(), request.regions.end(), at) - request.regions.begin() + 1;
    return {request.family, static_cast<int>(at), static_cast<int>(rank), Reason::placed};
}

}  // namespace

Allotment min_cost_flow(const Sitting& sitting) {
    TypedFamilies types = families_by_type(sitting.requests, sitting.places);
    // One unit more for everybody, so that places do not stay empty for want of a score. Differences of scores are far greater.
    for (Transport::Arc& arc : types.transport.arcs) ++arc.worth;
    const Flow flow = greatest_flow(types.transport);
    const std::vector<std::int64_t> prices = place_prices(types.transport, flow);

    const std::vector<std::size_t> order = in_order_of_id(sitting.requests);
    WholeFamilies families = all_unplaced(sitting, types, order);
    place_whole(sitting, types, flow, order, families);
    fill(families, prices);
    exchange(families);
    fill(families, prices);  // families too large for exchanges, and whoever is left if the search had to stop

    Allotment allotment;
    allotment.rotation = sitting.rotation;
    allotment.placements.resize(order.size());
    for (std::size_t family = 0; family < order.size(); ++family)
        allotment.placements[order[family]] = placement_of(sitting.requests[order[family]], families.at[family], sitting.places);
    return allotment;
}

}  // namespace qonys
