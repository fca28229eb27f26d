// The flow relaxation of placing families: persons go to regions one by one, each with an equal share of the family's score. It
// is a transportation problem, so its optimum is an upper bound on what whole families can reach, and its dual prices are what
// one more place in each region would bring. Plain C++17: one engine is built from it (lemon_flow.cpp).
#pragma once

#include <cstdint>
#include <vector>

namespace qonys {

// Whole numbers, so that two engines agree to the last digit. Nothing is negative, and (greatest worth + 1) x (persons + types +
// regions) must stay below 2^62, so that no sum overflows.
struct Transport {
    struct Arc {
        int type = 0, region = 0;
        std::int64_t worth = 0;  // of one person there
    };
    std::vector<std::int64_t> supply;    // [type] persons
    std::vector<std::int64_t> capacity;  // [region] places
    std::vector<Arc> arcs;
};

struct Flow {
    std::vector<std::int64_t> persons;  // [arc]
    std::int64_t worth = 0;             // sum over arcs of persons x worth: the greatest there is
};

// Both give an optimal flow; where there are several, not always the same.
Flow flow_by_boost(const Transport& transport);  // successive shortest paths
Flow flow_by_lemon(const Transport& transport);  // network simplex
// The faster one for the size; with very many types, LEMON on those that prices do not decide.
Flow greatest_flow(const Transport& transport);

// [region] worth of one more place: the least dual prices, equal to the gain of the optimum from one more place.
std::vector<std::int64_t> place_prices(const Transport& transport, const Flow& flow);

// Whether the prices prove that no flow is worth more.
bool is_optimal(const Transport& transport, const Flow& flow, const std::vector<std::int64_t>& prices);

}  // namespace qonys
