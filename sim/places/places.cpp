#include "places/places.hpp"

#include <algorithm>
#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/dijkstra_shortest_paths.hpp>
#include <cmath>
#include <limits>
#include <numbers>

namespace qonys {

double great_circle_km(double latitude_a, double longitude_a, double latitude_b, double longitude_b) {
    constexpr double radian = std::numbers::pi / 180;
    const double north = std::sin((latitude_b - latitude_a) * radian / 2);
    const double east = std::sin((longitude_b - longitude_a) * radian / 2);
    const double h = north * north + std::cos(latitude_a * radian) * std::cos(latitude_b * radian) * east * east;
    return 2 * 6371.0 * std::asin(std::min(1.0, std::sqrt(h)));
}

Travel travel(const Places& places, const Origins& origins) {
    using Graph = boost::adjacency_list<boost::vecS, boost::vecS, boost::undirectedS, boost::no_property,
                                        boost::property<boost::edge_weight_t, double>>;
    const std::size_t regions = places.name.axis.size();
    const auto straight_km = [&](std::size_t a, std::size_t b) {
        return great_circle_km(places.latitude.at(a), places.longitude.at(a), places.latitude.at(b), places.longitude.at(b));
    };
    Graph graph(regions);
    for (std::size_t a = 0; a < regions; ++a)
        for (std::size_t b = a + 1; b < regions; ++b)
            if (places.border_km.at(a, b) > 0) boost::add_edge(a, b, straight_km(a, b), graph);

    Travel result;
    result.regions = regions;
    result.km.resize(regions * regions);
    for (std::size_t from = 0; from < regions; ++from) {
        std::vector<double> km(regions, std::numeric_limits<double>::infinity());
        boost::dijkstra_shortest_paths(graph, from, boost::distance_map(km.data()));
        for (std::size_t to = 0; to < regions; ++to) {
            const bool reached = km[to] < std::numeric_limits<double>::max();  // Dijkstra leaves its own infinity, max()
            result.km[from * regions + to] = reached ? km[to] : straight_km(from, to);
        }
    }
    const std::size_t origin_count = origins.name.axis.size();
    result.gateway_km.assign(origin_count * regions, std::numeric_limits<double>::infinity());
    for (std::size_t o = 0; o < origin_count; ++o)
        for (std::size_t gate = 0; gate < regions; ++gate)
            if (origins.gateway.at(o, gate) > 0 || origins.name.axis.labels[o] == places.name.axis.labels[gate])
                for (std::size_t r = 0; r < regions; ++r)
                    result.gateway_km[o * regions + r] = std::min(result.gateway_km[o * regions + r], result.between(gate, r));
    return result;
}

}  // namespace qonys
