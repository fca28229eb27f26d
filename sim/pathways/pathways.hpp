// One replicate of pathway programmes, day by day: arrivals, places, stays, ways on, early leaving, money.
#pragma once

#include <atomic>
#include <cstdint>
#include <vector>

#include "accounts/pathway_measures.hpp"
#include "base/draws.hpp"
#include "base/month.hpp"
#include "scenario/scenario.hpp"

namespace qonys {

// Everything that all replicates share. Points into the scenario, which must outlive it.
struct PathwayWorld {
    const Scenario* scenario = nullptr;
    PathwayAxes axes;
    PathwayFacts facts;
    Date first_day, last_day;       // simulated, both inclusive
    std::vector<std::size_t> step;  // [day from first_day] position on the axis date
};
PathwayWorld make_pathway_world(const Scenario& scenario);

struct PathwayResult {
    Tallies tallies;               // of pathway_measures()
    std::int64_t person_days = 0;  // persons in the programmes, summed over the days: the unit of work
};

// The same bits for the same scenario and key, whatever else runs. Throws BrokenInvariant when an identity fails, and Interrupted
// at the end of a day once `stop` is set.
PathwayResult simulate_pathways(const PathwayWorld& world, DrawKey key, const std::atomic<bool>* stop = nullptr);

}  // namespace qonys
