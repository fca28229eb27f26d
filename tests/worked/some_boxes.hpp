// Boxes that a condition was found in, made up for tests of how they are printed.
#pragma once

#include "report/sensitivity_findings.hpp"
#include "worked/small_sweep.hpp"

namespace qonys::test {

inline ConditionFindings some_boxes() {
    ConditionFindings found;
    found.condition = {1, Relation::above, 2e6, false};
    found.threshold = 2e6;
    found.discovery.points = 200;
    found.discovery.cases = 35;
    found.discovery.dropped = 3;
    std::vector<DiscoveredBox>& steps = found.discovery.trajectories.emplace_back();
    steps.push_back({{}, 1, 0.175, 1, 200, 35});
    for (int i = 1; i < 30; ++i) steps.push_back({{{0, 50 + i * 1.0, 90, true, false, 0.2}}, 0.9, 0.3, 0.5, 100, 31});
    steps[17] = {{{0, 1.42, 90, true, false, 0.0004}, {1, 1, 1, true, false, 0.0312}}, 25.0 / 35, 25.0 / 30, 0.15, 30, 25};
    found.discovery.chosen = {17};
    return found;
}

}  // namespace qonys::test
