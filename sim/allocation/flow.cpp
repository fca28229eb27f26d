#include "allocation/flow.hpp"

#include <algorithm>
#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/successive_shortest_path_nonnegative_weights.hpp>
#include <cstddef>
#include <limits>

namespace qonys {

namespace {

using Links = boost::adjacency_list_traits<boost::vecS, boost::vecS, boost::directedS>;
// Properties inside the graph: with outside ones, the named parameters of Boost 1.74 do not all reach the algorithm.
using ArcProperties = boost::property<boost::edge_capacity_t, std::int64_t,
                                      boost::property<boost::edge_residual_capacity_t, std::int64_t,
                                                      boost::property<boost::edge_reverse_t, Links::edge_descriptor,
                                                                      boost::property<boost::edge_weight_t, std::int64_t>>>>;
using Network = boost::adjacency_list<boost::vecS, boost::vecS, boost::directedS, boost::no_property, ArcProperties>;

// An arc and its reverse, which starts empty.
Links::edge_descriptor add_arc(Network& network, std::size_t from, std::size_t to, std::int64_t capacity, std::int64_t cost) {
    const auto forth = boost::add_edge(from, to, network).first;
    const auto back = boost::add_edge(to, from, network).first;
    boost::put(boost::edge_capacity, network, forth, capacity);
    boost::put(boost::edge_weight, network, forth, cost);
    boost::put(boost::edge_reverse, network, forth, back);
    boost::put(boost::edge_capacity, network, back, 0);
    boost::put(boost::edge_weight, network, back, -cost);
    boost::put(boost::edge_reverse, network, back, forth);
    return forth;
}

std::int64_t most_worth(const Transport& transport) {
    std::int64_t most = 0;
    for (const Transport::Arc& arc : transport.arcs) most = std::max(most, arc.worth);
    return most;
}

std::int64_t worth_of(const Transport& transport, const std::vector<std::int64_t>& persons) {
    std::int64_t worth = 0;
    for (std::size_t a = 0; a < persons.size(); ++a) worth += persons[a] * transport.arcs[a].worth;
    return worth;
}

// The arcs of each type one after the other: those of type t are order[first[t]] to order[first[t + 1] - 1].
struct ArcsByType {
    std::vector<std::size_t> first, order;
};

ArcsByType arcs_by_type(const Transport& transport) {
    ArcsByType by;
    by.first.assign(transport.supply.size() + 1, 0);
    by.order.resize(transport.arcs.size());
    for (const auto& arc : transport.arcs) ++by.first[static_cast<std::size_t>(arc.type) + 1];
    for (std::size_t t = 0; t < transport.supply.size(); ++t) by.first[t + 1] += by.first[t];
    std::vector<std::size_t> next(by.first.begin(), by.first.end() - 1);
    for (std::size_t a = 0; a < transport.arcs.size(); ++a)
        by.order[next[static_cast<std::size_t>(transport.arcs[a].type)]++] = a;
    return by;
}

}  // namespace

Flow flow_by_boost(const Transport& transport) {
    const std::size_t types = transport.supply.size(), regions = transport.capacity.size();
    Flow flow;
    flow.persons.assign(transport.arcs.size(), 0);
    if (std::all_of(transport.supply.begin(), transport.supply.end(), [](std::int64_t s) { return s == 0; })) return flow;

    // Costs must not be negative: what a person there is worth less than the most. Staying unplaced costs the most, so that all
    // persons can always flow.
    const std::int64_t most = most_worth(transport);
    const std::size_t source = types + regions, sink = source + 1;
    Network network(sink + 1);
    for (std::size_t t = 0; t < types; ++t) {
        add_arc(network, source, t, transport.supply[t], 0);
        add_arc(network, t, sink, transport.supply[t], most);
    }
    for (std::size_t r = 0; r < regions; ++r) add_arc(network, types + r, sink, transport.capacity[r], 0);
    std::vector<Links::edge_descriptor> arcs;
    arcs.reserve(transport.arcs.size());
    for (const Transport::Arc& arc : transport.arcs) {
        const std::size_t t = static_cast<std::size_t>(arc.type), r = static_cast<std::size_t>(arc.region);
        arcs.push_back(add_arc(network, t, types + r, std::min(transport.supply[t], transport.capacity[r]), most - arc.worth));
    }
    // No path to the sink leads over these arcs out of it. They keep every node within reach: Boost adds up the distances of all
    // nodes, and that of one out of reach is the greatest integer.
    for (std::size_t node = 0; node < source; ++node) add_arc(network, sink, node, 1, 0);

    boost::successive_shortest_path_nonnegative_weights(network, source, sink);
    for (std::size_t a = 0; a < arcs.size(); ++a)
        flow.persons[a] =
            boost::get(boost::edge_capacity, network, arcs[a]) - boost::get(boost::edge_residual_capacity, network, arcs[a]);
    flow.worth = worth_of(transport, flow.persons);
    return flow;
}

std::vector<std::int64_t> place_prices(const Transport& transport, const Flow& flow) {
    const std::size_t regions = transport.capacity.size();
    constexpr std::int64_t none = std::numeric_limits<std::int64_t>::min();
    // What one more place brings: nothing, or an unplaced person, or a person of another region, whose place is then free.
    std::vector<std::int64_t> price(regions, 0);
    std::vector<std::int64_t> gain(regions * regions, none);  // [from, to] of the person that gains most by moving
    const ArcsByType by = arcs_by_type(transport);
    for (std::size_t t = 0; t < transport.supply.size(); ++t) {
        std::int64_t unplaced = transport.supply[t];
        for (std::size_t i = by.first[t]; i < by.first[t + 1]; ++i) unplaced -= flow.persons[by.order[i]];
        for (std::size_t i = by.first[t]; i < by.first[t + 1]; ++i) {
            const Transport::Arc& arc = transport.arcs[by.order[i]];
            if (unplaced > 0)
                price[static_cast<std::size_t>(arc.region)] = std::max(price[static_cast<std::size_t>(arc.region)], arc.worth);
            if (flow.persons[by.order[i]] == 0) continue;
            std::int64_t* row = gain.data() + static_cast<std::size_t>(arc.region) * regions;
            for (std::size_t j = by.first[t]; j < by.first[t + 1]; ++j) {
                const Transport::Arc& other = transport.arcs[by.order[j]];
                row[other.region] = std::max(row[other.region], other.worth - arc.worth);
            }
        }
    }
    // Bellman-Ford: the longest path to each region. At an optimum no cycle gains, so that it ends within `regions` rounds.
    bool longer = true;
    for (std::size_t round = 0; longer && round < regions; ++round) {
        longer = false;
        for (std::size_t from = 0; from < regions; ++from)
            for (std::size_t to = 0; to < regions; ++to) {
                const std::int64_t step = gain[from * regions + to];
                if (step == none || price[from] + step <= price[to]) continue;
                price[to] = price[from] + step;
                longer = true;
            }
    }
    return price;
}

// Complementary slackness: no price where room is left; who is placed has no better choice at the prices, and who is not has none
// with a surplus.
bool is_optimal(const Transport& transport, const Flow& flow, const std::vector<std::int64_t>& prices) {
    std::vector<std::int64_t> room = transport.capacity, unplaced = transport.supply, best(transport.supply.size(), 0);
    const auto surplus = [&](const Transport::Arc& arc) { return arc.worth - prices[static_cast<std::size_t>(arc.region)]; };
    for (std::size_t a = 0; a < transport.arcs.size(); ++a) {
        const Transport::Arc& arc = transport.arcs[a];
        const std::size_t t = static_cast<std::size_t>(arc.type);
        room[static_cast<std::size_t>(arc.region)] -= flow.persons[a];
        unplaced[t] -= flow.persons[a];
        best[t] = std::max(best[t], surplus(arc));
    }
    for (std::size_t r = 0; r < room.size(); ++r)
        if (room[r] < 0 || prices[r] < 0 || (room[r] > 0 && prices[r] > 0)) return false;
    for (std::size_t t = 0; t < unplaced.size(); ++t)
        if (unplaced[t] < 0 || (unplaced[t] > 0 && best[t] > 0)) return false;
    for (std::size_t a = 0; a < transport.arcs.size(); ++a) {
        const Transport::Arc& arc = transport.arcs[a];
        if (flow.persons[a] < 0) return false;
        if (flow.persons[a] > 0 && surplus(arc) < best[static_cast<std::size_t>(arc.type)]) return false;
    }
    return true;
}

}  // namespace qonys
