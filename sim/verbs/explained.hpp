// The policies in a result file, for telling lives under them.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "accounts/measures.hpp"
#include "experiment/replicates.hpp"
#include "results/read.hpp"
#include "scenario/read.hpp"

namespace qonys {

// One policy of a run or comparison.
struct ExplainedPolicy {
    std::string file, name;  // name: of the arm, or the file without ending
    std::shared_ptr<const ResultFile> result;
    std::optional<std::size_t> arm;  // of a comparison
    LoadedScenario loaded;
    std::int64_t replicates = 0;
};

// The policies of a result: the run's, or those of the arms, the reference first. Throws FileTrouble, or BadInput where the file
// is no run or comparison.
struct ExplainedResult {
    std::string file;
    std::shared_ptr<const ResultFile> result;
    std::vector<std::string> arms;  // empty: a run
    std::int64_t replicates = 0;
};
ExplainedResult open_explained(const std::string& file);
// Without an arm: the run's, or the reference. Throws BadInput where there is no such arm.
ExplainedPolicy policy_of(const ExplainedResult& result, const std::optional<std::string>& arm);

// A line when the tallies of the replicate are not those in the file; empty when they are.
std::string difference_from_file(const ExplainedPolicy& policy, const World& world, std::int64_t replicate,
                                 const Tallies& tallies);

}  // namespace qonys
