// A pathway programme small enough to be followed by hand, as a user would write it.
#pragma once

#include <string>

namespace qonys {

inline const std::string small_programme = R"(question: "How many places does a returning wave need?"
run: {first_month: 2026-01, last_month: 2027-12, seed: 1, replicates: 20, replicates_per_draw: 1, time_step: week}
money:
  usd_per_kzt: {value: 0.002, unit: USD per KZT, date: 2025, source: "none", status: assumed, range: [0.001, 0.003]}
programmes:
  example:
    title: Example
    arrivals:
      first_flight: {date: 2026-03-02, from: SYR, persons: {women: 20, children: 60, orphans: 4}}
      later: {date: 2026-06-01, until: 2026-12-01, flights: 4, from: SYR, persons: {women: 40, children: 110, orphans: 8}}
    exits: {settled: completed, left_again: left, sentenced: custody}
    obligation_days: 365
    stages:
      reception:
        kind: reception
        places: 60
        days: 5
        cost_per_day: 15000
        next: {women: {centre: 0.95, sentenced: 0.05}, men: {centre: 1}, unaccompanied_children: {centre: 1}}
      centre:
        {kind: centre, centre: north, days: {triangular: [30, 45, 90]}, cost_per_day: {uniform: [10000, 30000]},
         staff: {psychologist: 0.05}, next: {follow_up: 1}}
      follow_up:
        {kind: follow_up, days: 365, cost_per_day: 1000, next: {settled: 1}, leave: {left_again: {uniform: [0, 0.005]}}}
centres:
  north: {title: "Northern centre", places: 100}
published:
  everybody: {programmes: example, persons: 230}
)";

}  // namespace qonys
