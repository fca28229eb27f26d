// LEMON 1.3 does not compile as C++20 (it calls members that std::allocator has lost), so this file is C++17.
#include <lemon/network_simplex.h>
#include <lemon/smart_graph.h>

#include <cstddef>
#include <stdexcept>

#include "allocation/flow.hpp"

namespace qonys {

Flow flow_by_lemon(const Transport& transport) {
    using Network = lemon::SmartDigraph;
    const int types = static_cast<int>(transport.supply.size()), regions = static_cast<int>(transport.capacity.size());
    Flow flow;
    flow.persons.assign(transport.arcs.size(), 0);

    // Nodes: types, regions, sink. Arcs: those of the transport, then region to sink, then type to sink for the unplaced.
    Network network;
    network.reserveNode(types + regions + 1);
    network.reserveArc(static_cast<int>(transport.arcs.size()) + types + regions);
    for (int node = 0; node <= types + regions; ++node) network.addNode();
    const Network::Node sink = Network::nodeFromId(types + regions);
    for (const Transport::Arc& arc : transport.arcs)
        network.addArc(Network::nodeFromId(arc.type), Network::nodeFromId(types + arc.region));
    const int first_region_arc = static_cast<int>(transport.arcs.size());
    for (int r = 0; r < regions; ++r) network.addArc(Network::nodeFromId(types + r), sink);
    for (int t = 0; t < types; ++t) network.addArc(Network::nodeFromId(t), sink);

    std::int64_t total = 0;
    for (std::int64_t persons : transport.supply) total += persons;
    if (total == 0) return flow;
    Network::NodeMap<std::int64_t> supply(network, 0);
    Network::ArcMap<std::int64_t> upper(network, total), cost(network, 0);
    for (int t = 0; t < types; ++t) supply[Network::nodeFromId(t)] = transport.supply[static_cast<std::size_t>(t)];
    supply[sink] = -total;
    for (int r = 0; r < regions; ++r)
        upper[Network::arcFromId(first_region_arc + r)] = transport.capacity[static_cast<std::size_t>(r)];
    for (int a = 0; a < first_region_arc; ++a) cost[Network::arcFromId(a)] = -transport.arcs[static_cast<std::size_t>(a)].worth;

    lemon::NetworkSimplex<Network, std::int64_t, std::int64_t> simplex(network);
    simplex.supplyMap(supply).upperMap(upper).costMap(cost);
    if (simplex.run() != simplex.OPTIMAL) throw std::logic_error("no optimal flow: a supply or a capacity is negative");
    for (int a = 0; a < first_region_arc; ++a) {
        const std::int64_t persons = simplex.flow(Network::arcFromId(a));
        flow.persons[static_cast<std::size_t>(a)] = persons;
        flow.worth += persons * transport.arcs[static_cast<std::size_t>(a)].worth;
    }
    return flow;
}

}  // namespace qonys
