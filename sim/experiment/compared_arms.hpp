// The arms of a comparison as they are simulated, for each kind of scenario.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "accounts/summary.hpp"
#include "scenario/comparison.hpp"

namespace qonys {

// What a replicate says of all arms.
struct ComparedReplicate {
    std::vector<std::vector<double>> values;            // [arm] cells of the layout
    std::int64_t person_months = 0, months_shared = 0;  // of all arms; months that were not simulated again
};

struct ComparedArms {
    std::vector<SummaryTable> layout;
    std::vector<std::string> shared_until;  // [arm] last month simulated once for it and the reference; empty: none
    int months = 0;                         // of an arm
    bool same_score = true;                 // all arms score placements in the same way, in all months
    std::function<ComparedReplicate(std::int64_t replicate, const std::atomic<bool>& stop)> run;
};

// The comparison must outlive them.
ComparedArms settlement_arms(const Comparison& comparison, bool share_history);
ComparedArms pathway_arms(const Comparison& comparison);

}  // namespace qonys
