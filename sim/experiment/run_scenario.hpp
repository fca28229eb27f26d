// `qonys run`: the replicates of one scenario into one result file.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <string>

#include "accounts/pathway_measures.hpp"
#include "accounts/summary.hpp"
#include "results/write.hpp"
#include "scenario/read.hpp"

namespace qonys {

struct RunOptions {
    std::string output;   // path of the result file
    std::string command;  // as typed, for run_info
    int threads = 1;
    bool microdata = false;  // adds the families and persons of replicate 0
    std::function<void(std::int64_t done, std::int64_t total)> progress;
};

struct RunOutcome {
    Summary summary;
    RunAxes axes;                    // of settlement
    PathwayAxes pathway_axes;        // of a scenario of pathway programmes, and
    PathwayFacts pathway_facts;      // those of its first draw
    std::int64_t person_months = 0;  // simulated, over all replicates
    double seconds = 0;
};

// Throws BadInput (microdata of a scenario that has none), FileTrouble, BrokenInvariant or Interrupted; the result file appears
// only when all is written.
RunOutcome run_scenario(const LoadedScenario& loaded, const RunOptions& options, const std::atomic<bool>& stop);

// What differs between two runs of the same input: where, when and how long.
RunInfo run_info_at_start(const std::string& command, int threads);
void finish_run_info(RunInfo& info, double seconds);

// One line for each assumed value: path = value unit [range].
std::string assumed_values(const std::vector<ValueNote>& notes);

// One line for each uncertain value: path of the cell = distribution unit.
std::string uncertain_values(const LoadedScenario& loaded);

}  // namespace qonys
