// Places as the simulation reads them: how far apart they are, and how far from the borders of the origins.
#pragma once

#include <cstddef>
#include <vector>

#include "scenario/scenario.hpp"

namespace qonys {

// Great-circle distance in km on a sphere of radius 6,371 km; degrees in.
double great_circle_km(double latitude_a, double longitude_a, double latitude_b, double longitude_b);

struct Travel {
    std::size_t regions = 0;
    std::vector<double> km;          // [region, region] shortest way over shared borders, capital to capital
    std::vector<double> gateway_km;  // [origin, region] from the nearest gateway of the country, or from the region left

    double between(std::size_t a, std::size_t b) const { return km[a * regions + b]; }
};

// Regions are joined where they share a border; an edge is as long as the great circle between the capitals. A region without a
// neighbour is reached by the great circle.
Travel travel(const Places& places, const Origins& origins);

}  // namespace qonys
