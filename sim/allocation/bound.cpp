#include "allocation/bound.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <unordered_map>

namespace qonys {

namespace {

constexpr double most_units = 1e15;  // exact in a double, and far from what 64 bits hold

// The power of 2 with which no score makes the persons together worth more than `most_units`.
double unit_for(std::span<const Request> requests) {
    double most = 0, persons = 0;
    for (const Request& request : requests) {
        persons += request.members;
        for (double score : request.scores) most = std::max(most, score / request.members);
    }
    if (most == 0) return 1;
    const int exponent = std::ilogb(most) + std::ilogb(persons) + 2 - std::ilogb(most_units);
    return std::ldexp(1.0, std::max(exponent, -1000));
}

// The least whole number of units with which the members together have at least the score. Every step after the first is exact.
std::int64_t worth_per_member(double score, int members, double unit) {
    if (score <= 0) return 0;
    double worth = std::ceil(score / members / unit);
    while (worth * members * unit < score) ++worth;
    return static_cast<std::int64_t>(worth);
}

using Arc = Transport::Arc;

// FNV-1a over the members and the arcs.
std::uint64_t hash_of(int members, const std::vector<Arc>& arcs) {
    std::uint64_t hash = (14695981039346656037u ^ static_cast<std::uint64_t>(members)) * 1099511628211u;
    for (const Arc& arc : arcs) {
        hash = (hash ^ static_cast<std::uint64_t>(arc.region)) * 1099511628211u;
        hash = (hash ^ static_cast<std::uint64_t>(arc.worth)) * 1099511628211u;
    }
    return hash;
}

bool is_of_type(const TypedFamilies& families, int type, int members, const std::vector<Arc>& arcs) {
    const std::size_t t = static_cast<std::size_t>(type), first = families.first_arc[t];
    return families.members[t] == members && families.first_arc[t + 1] - first == arcs.size() &&
           std::equal(arcs.begin(), arcs.end(), families.transport.arcs.begin() + static_cast<std::ptrdiff_t>(first),
                      [](const Arc& a, const Arc& b) { return a.region == b.region && a.worth == b.worth; });
}

int add_type(TypedFamilies& families, int members, std::vector<Arc> arcs) {
    const int type = static_cast<int>(families.members.size());
    families.members.push_back(members);
    families.transport.supply.push_back(0);
    for (Arc& arc : arcs) arc.type = type;
    families.transport.arcs.insert(families.transport.arcs.end(), arcs.begin(), arcs.end());
    families.first_arc.push_back(families.transport.arcs.size());
    return type;
}

}  // namespace

TypedFamilies families_by_type(std::span<const Request> requests, const std::vector<std::int64_t>& places) {
    TypedFamilies families;
    families.unit = unit_for(requests);
    families.transport.capacity = places;
    families.type_of.resize(requests.size());
    families.first_arc = {0};
    std::vector<std::size_t> by_id(requests.size());
    std::iota(by_id.begin(), by_id.end(), std::size_t{0});
    std::sort(by_id.begin(), by_id.end(), [&](std::size_t a, std::size_t b) { return requests[a].family < requests[b].family; });

    std::unordered_multimap<std::uint64_t, int> types;  // by hash; only looked up
    std::vector<std::int64_t> worth(places.size(), -1);
    std::vector<Arc> arcs;
    for (std::size_t i : by_id) {
        const Request& request = requests[i];
        for (std::size_t rank = 0; rank < request.regions.size(); ++rank) {
            std::int64_t& here = worth[request.regions[rank]];
            const double score = rank < request.scores.size() ? request.scores[rank] : 0;
            if (here < 0) here = worth_per_member(score, request.members, families.unit);
        }
        arcs.clear();
        for (std::size_t r = 0; r < places.size(); ++r) {
            if (worth[r] >= 0) arcs.push_back({0, static_cast<int>(r), worth[r]});
            worth[r] = -1;
        }
        const std::uint64_t hash = hash_of(request.members, arcs);
        const auto [first, last] = types.equal_range(hash);
        const auto found = std::find_if(
            first, last, [&](const auto& entry) { return is_of_type(families, entry.second, request.members, arcs); });
        const int type = found != last ? found->second : add_type(families, request.members, arcs);
        if (found == last) types.emplace(hash, type);
        families.type_of[i] = type;
        families.transport.supply[static_cast<std::size_t>(type)] += request.members;
    }
    return families;
}

namespace {

// When every family finds room in its best region, that is the bound and no place is worth anything.
bool all_at_their_best(std::span<const Request> requests, std::vector<std::int64_t> left, Bound& bound) {
    bound.score = 0;
    bound.prices.assign(left.size(), 0);
    for (const Request& request : requests) {
        if (request.regions.empty() || request.scores.empty()) continue;
        std::size_t best = 0;
        for (std::size_t k = 1; k < request.regions.size(); ++k) {
            const auto listed = request.regions.begin() + static_cast<std::ptrdiff_t>(k);
            const bool again = std::find(request.regions.begin(), listed, *listed) != listed;
            if (!again && request.scores[k] > request.scores[best]) best = k;
        }
        bound.score += request.scores[best];
        if ((left[request.regions[best]] -= request.members) < 0) return false;
    }
    return true;
}

}  // namespace

Bound flow_bound(std::span<const Request> requests, const std::vector<std::int64_t>& places) {
    Bound bound;
    if (all_at_their_best(requests, places, bound)) return bound;
    bound.prices.clear();
    const TypedFamilies families = families_by_type(requests, places);
    const Flow flow = greatest_flow(families.transport);
    bound.score = static_cast<double>(flow.worth) * families.unit;
    for (std::int64_t price : place_prices(families.transport, flow))
        bound.prices.push_back(static_cast<double>(price) * families.unit);
    return bound;
}

double score_at(const Request& request, int region) {
    for (std::size_t rank = 0; rank < std::min(request.regions.size(), request.scores.size()); ++rank)
        if (request.regions[rank] == region) return request.scores[rank];
    return 0;
}

double score_of(std::span<const Request> requests, std::span<const Placement> placements) {
    double score = 0;
    for (std::size_t i = 0; i < placements.size(); ++i) score += score_at(requests[i], placements[i].region);
    return score;
}

}  // namespace qonys
