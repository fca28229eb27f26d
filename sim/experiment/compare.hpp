// `qonys compare`: the arms of a comparison over the same replicates, into one result file.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "accounts/decomposition.hpp"
#include "accounts/headlines.hpp"
#include "accounts/paired.hpp"
#include "scenario/comparison.hpp"

namespace qonys {

struct CompareOptions {
    std::string output;   // path of the result file
    std::string command;  // as typed, for run_info
    int threads = 1;
    std::optional<std::string> until_ci;  // Precision as text; without, as many replicates as the scenarios say
    std::int64_t most_replicates = 1000;  // then stop, reached or not
    bool share_history = true;            // false: simulate every arm from the start, with the same results
    std::function<void(std::int64_t done, std::int64_t total)> progress;
};

struct CompareOutcome {
    PairedSummary summary;
    std::vector<Headline> headlines;
    std::vector<std::vector<Decomposition>> decompositions;  // [arm - 1]; none of pathway programmes
    std::vector<std::string> arm_notes;                      // [arm] what it changes, and until when history is shared
    std::string assumed;                                     // one line per assumed value that any arm rests on
    bool interrupted = false;                                // the replicates finished by then are in the file
    std::string precision_note;                              // what --until-ci came to
    std::int64_t person_months = 0;                          // of all arms, shared ones counted in each
    double shared_months = 0;                                // share of all months of all arms that were not simulated again
    double seconds = 0;
};

// Throws BadInput (until_ci), FileTrouble, BrokenInvariant, or Interrupted when no replicate is finished; the result file appears
// only when all is written.
CompareOutcome compare(const Comparison& comparison, const CompareOptions& options, const std::atomic<bool>& stop);

}  // namespace qonys
