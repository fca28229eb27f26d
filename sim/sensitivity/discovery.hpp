// Scenario discovery: boxes of the parameters in which a condition holds (PRIM, Friedman and Fisher 1999; Bryant and Lempert
// 2010).
#pragma once

#include <string>
#include <vector>

#include "sensitivity/sample.hpp"

namespace qonys {

struct BoxLimit {
    std::size_t parameter = 0;
    double low = 0, high = 0;  // of the values inside the box; the limits of the sample where it is not restricted
    bool restricts_low = false, restricts_high = false;
    double quasi_p = 0;  // probability of such a density by chance when this restriction is dropped (binomial)
};

struct DiscoveredBox {
    std::vector<BoxLimit> limits;  // only restricted parameters
    double coverage = 0;           // share of the cases in it
    double density = 0;            // share of its points that are cases
    double mass = 0;               // share of all points
    std::size_t points = 0, cases = 0;
};

struct Discovery {
    std::size_t points = 0, cases = 0, dropped = 0;
    std::vector<std::vector<DiscoveredBox>> trajectories;  // [box found] peeling steps, widest first
    std::vector<std::size_t> chosen;                       // [box found] step on its trajectory
};

struct PrimOptions {
    double peel = 0.05;  // share of points taken off in a step
    double paste = 0.05;
    double least_mass = 0.05;     // share of all points that a box keeps
    double wanted_density = 0.8;  // the widest box with this density is chosen, else the densest
    // Each is sought among the points outside those before it, and only those count in it; none that is no denser than all
    // points.
    int most_boxes = 3;
};

// cases: [point] 1 case, 0 none, -1 left out.
Discovery discover(const DesignSample& sample, const std::vector<int>& cases, const PrimOptions& options);

}  // namespace qonys
