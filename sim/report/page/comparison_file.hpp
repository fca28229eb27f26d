// The result file of a comparison, read back for its page.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "accounts/decomposition.hpp"
#include "accounts/paired.hpp"
#include "scenario/pathways.hpp"

namespace qonys {

struct ComparedArm {
    std::string changes, shared_until;  // changes: one line each; empty for the reference
    std::vector<std::string> assumed, uncertain;
    std::vector<std::pair<std::string, std::string>> inputs;  // file, sha256
};

struct ComparisonFile {
    std::string file, question, program;  // file: its name without folders; program: version and commit
    std::int64_t seed = 0, replicates_per_draw = 1;
    PairedSummary summary;                                          // without the figures of each replicate
    std::vector<ComparedArm> arms;                                  // as summary.arms
    std::vector<std::vector<Decomposition>> decompositions;         // [arm - 1]; empty when the file has none
    std::map<std::string, std::string> region_names, origin_names;  // of the reference's scenario; may lack some
    Pathways pathways;                    // of the reference's scenario; without programmes: it is about settlement
    std::string first_month, last_month;  // "2024-01"; years when the file has no months; empty: neither

    // Null when there is no such table.
    const PairedTable* table(const std::string& name, Period period) const;
};

// Throws FileTrouble: no file, damaged, no comparison, or a part is missing.
ComparisonFile read_comparison(const std::string& path);

}  // namespace qonys
