// The result file of a comparison: HDF5 that is also valid netCDF-4 (docs/output_format.md, "Comparisons").
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "accounts/decomposition.hpp"
#include "accounts/paired.hpp"
#include "results/write.hpp"

namespace qonys {

struct ArmHeader {
    std::string name, question, scenario_text, changes;  // changes: one line each
    std::string shared_until;  // "2025-12": last month simulated once for this arm and the reference; empty: none
    std::vector<std::pair<std::string, std::string>> inputs;
    std::string assumed, uncertain;
};

struct ComparisonHeader {
    std::string question;
    std::vector<ArmHeader> arms;
    std::int64_t seed = 0, replicates = 0, replicates_per_draw = 1;
    bool pathways = false;  // of pathway programmes: no tables by month, no decomposition
};

// Groups whole_run, yearly, monthly: variables NAME over (arm, statistic, …), NAME_probability_higher and NAME_variance_reduction
// over (arm, …); group replicates: NAME over (arm, replicate, …); group decomposition; group arms with their
// texts; run_info. Throws FileTrouble; the file appears only when all is written.
void write_comparison(const std::string& path, const ComparisonHeader& header, const PairedSummary& summary,
                      const std::vector<std::vector<Decomposition>>& decompositions, const RunInfo& info);

}  // namespace qonys
