// Arms of a comparison: several scenario files, or one file with arms laid over a base.
#pragma once

#include <string>
#include <vector>

#include "scenario/read.hpp"

namespace qonys {

struct Arm {
    std::string name;  // of the file, or the key under arms:
    LoadedScenario loaded;
    std::vector<std::string>
        changes;  // "quotas.mechanism.2026-01-01 = bid_price": the lines that set it apart from the first arm
    Month
        differs_from;   // first month in which a rule differs from the first arm's; the start of the run when other values differ
    bool same = false;  // the arm says what the first one says
};

struct Comparison {
    std::string question;
    std::vector<Arm> arms;  // the first is the reference
};

// One file is a scenario with a map `arms:`, whose entries are laid over the rest of the file; several files are one arm each.
// Arms must simulate the same months, regions, origins, seed and replicates. Throws as load_scenario.
Comparison load_comparison(const std::vector<std::string>& files, const std::vector<std::string>& sets);

}  // namespace qonys
