// Which engine, and how LEMON gets by with a part of very many types.
#include <algorithm>
#include <cstddef>
#include <limits>
#include <numeric>
#include <utility>

#include "allocation/flow.hpp"

namespace qonys {

namespace {

// Boost's time grows with the square of the types. With 10 regions it needs 0.2 ms for 25 types, 2 ms for 100 and 6 ms for 200,
// LEMON 0.01 and 0.1 ms for 25 and 100 (measured with bench/flow.cpp on two shared cores). A comparison solves two hundred
// sittings a replicate, so that Boost is left to the small ones.
constexpr std::size_t most_types_for_boost = 32;
// With 20 regions LEMON alone needs 5 to 14 ms for 2,000 types, 13 to 90 ms for 5,000 and 100 to 2,400 ms for 20,000, the most
// when places are about as many as persons. The way over prices needs 60 to 420 ms for 20,000, but gains nothing below 4,000.
constexpr std::size_t most_types_for_lemon = 4'000;

constexpr std::size_t sample_every = 4;       // types
constexpr double shares_open[] = {0.3, 0.6};  // of the types, solved for: first attempt and second

// Where a type goes at given prices, and by how much that is better than the second best.
struct Choice {
    std::int64_t margin = std::numeric_limits<std::int64_t>::max();
    std::size_t arc = 0;
    bool placed = false;
};

std::vector<Choice> choices_at(const Transport& transport, const std::vector<std::int64_t>& prices) {
    constexpr std::int64_t none = std::numeric_limits<std::int64_t>::min() / 2;
    std::vector<Choice> choices(transport.supply.size());
    std::vector<std::int64_t> best(choices.size(), 0), second(choices.size(), none);  // staying unplaced is worth 0
    for (std::size_t a = 0; a < transport.arcs.size(); ++a) {
        const Transport::Arc& arc = transport.arcs[a];
        const std::size_t t = static_cast<std::size_t>(arc.type);
        const std::int64_t surplus = arc.worth - prices[static_cast<std::size_t>(arc.region)];
        if (surplus > best[t]) {
            second[t] = std::exchange(best[t], surplus);
            choices[t].arc = a;
            choices[t].placed = true;
        } else {
            second[t] = std::max(second[t], surplus);
        }
    }
    for (std::size_t t = 0; t < choices.size(); ++t)
        if (second[t] != none) choices[t].margin = best[t] - second[t];
    return choices;
}

// The part of a transport with some of its types, and which arcs these are in the whole.
struct Part {
    Transport transport;
    std::vector<std::size_t> arcs;
};

Part part_of(const Transport& whole, const std::vector<std::uint8_t>& taken) {
    Part part;
    std::vector<int> number(taken.size(), -1);
    for (std::size_t t = 0; t < taken.size(); ++t) {
        if (!taken[t]) continue;
        number[t] = static_cast<int>(part.transport.supply.size());
        part.transport.supply.push_back(whole.supply[t]);
    }
    for (std::size_t a = 0; a < whole.arcs.size(); ++a) {
        const Transport::Arc& arc = whole.arcs[a];
        if (number[static_cast<std::size_t>(arc.type)] < 0) continue;
        part.transport.arcs.push_back({number[static_cast<std::size_t>(arc.type)], arc.region, arc.worth});
        part.arcs.push_back(a);
    }
    return part;
}

// Prices of a sample of the types with as large a share of the places.
std::vector<std::int64_t> sampled_prices(const Transport& transport) {
    std::vector<std::uint8_t> taken(transport.supply.size(), 0);
    std::int64_t sampled = 0, total = 0;
    for (std::size_t t = 0; t < taken.size(); ++t) {
        taken[t] = t % sample_every == 0;
        total += transport.supply[t];
        if (taken[t]) sampled += transport.supply[t];
    }
    Part sample = part_of(transport, taken);
    const double share = total > 0 ? static_cast<double>(sampled) / static_cast<double>(total) : 0;
    for (std::int64_t places : transport.capacity)
        sample.transport.capacity.push_back(static_cast<std::int64_t>(static_cast<double>(places) * share));
    return place_prices(sample.transport, greatest_flow(sample.transport));
}

// Sends the types where the prices would have them, those with the greatest margins first, but for the `open` last ones and those
// that no longer fit; solves for these; gives the prices of that.
std::vector<std::int64_t> decide_by(const Transport& transport, const std::vector<Choice>& choices, std::size_t open,
                                    Flow& flow) {
    std::vector<std::size_t> by_margin(choices.size());
    std::iota(by_margin.begin(), by_margin.end(), std::size_t{0});
    std::sort(by_margin.begin(), by_margin.end(), [&](std::size_t a, std::size_t b) {
        return choices[a].margin != choices[b].margin ? choices[a].margin > choices[b].margin : a < b;
    });
    std::vector<std::uint8_t> is_open(choices.size(), 1);
    flow.persons.assign(transport.arcs.size(), 0);
    std::vector<std::int64_t> left = transport.capacity;
    for (std::size_t i = 0; i + open < by_margin.size(); ++i) {
        const std::size_t t = by_margin[i];
        if (choices[t].placed) {
            std::int64_t& here = left[static_cast<std::size_t>(transport.arcs[choices[t].arc].region)];
            if (here < transport.supply[t]) continue;
            here -= transport.supply[t];
            flow.persons[choices[t].arc] = transport.supply[t];
        }
        is_open[t] = 0;
    }
    Part part = part_of(transport, is_open);
    part.transport.capacity = left;
    const Flow rest = flow_by_lemon(part.transport);
    for (std::size_t i = 0; i < part.arcs.size(); ++i) flow.persons[part.arcs[i]] = rest.persons[i];
    flow.worth = 0;
    for (std::size_t a = 0; a < flow.persons.size(); ++a) flow.worth += flow.persons[a] * transport.arcs[a].worth;
    return place_prices(part.transport, rest);
}

// Prices of a sample tell most types where to go. LEMON solves for the others in the room that is left. If prices prove the whole
// flow optimal, it is. If not, the prices found serve to decide on fewer types; in the end LEMON solves for all.
Flow flow_by_prices(const Transport& transport) {
    const double types = static_cast<double>(transport.supply.size());
    std::vector<std::int64_t> prices = sampled_prices(transport);
    Flow flow;
    for (double share : shares_open) {
        prices = decide_by(transport, choices_at(transport, prices), static_cast<std::size_t>(share * types), flow);
        if (is_optimal(transport, flow, place_prices(transport, flow))) return flow;
    }
    return flow_by_lemon(transport);
}

}  // namespace

Flow greatest_flow(const Transport& transport) {
    const std::size_t types = transport.supply.size();
    if (types <= most_types_for_boost) return flow_by_boost(transport);
    if (types <= most_types_for_lemon) return flow_by_lemon(transport);
    return flow_by_prices(transport);
}

}  // namespace qonys
