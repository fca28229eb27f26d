// Arms of a comparison: several scenario files, or one file with arms laid over a base.
#pragma once

#include <string>
#include <vector>

#include "scenario/layers.hpp"
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
// Arms must simulate the same months, regions and origins or programmes, seed and replicates. Throws as load_scenario.
Comparison load_comparison(const std::vector<std::string>& files, const std::vector<std::string>& sets);

struct ArmLayers {
    std::string name;
    Layers layers;
};

// Takes `arms:` out of the tree and lays each arm over a copy of the rest; none when the file has no arms. Throws BadInput where
// arms: is no map of arms; what is wrong with one of them is added to `problems`, and it is left out.
std::vector<ArmLayers> take_arms(Layers& base, Problems& problems);

// An arm as it was read, for refuse_unlike.
struct ArmRead {
    std::string name;
    const LoadedScenario* loaded = nullptr;
};

// Only what is the same in all arms makes replicates pairs and tables comparable: the kind of simulation, the months and the
// names on the axes of results. Throws BadInput.
void refuse_unlike(const std::vector<ArmRead>& arms);

// The same problem of the base is told once, not for every arm.
void add_new(Problems& to, const Problems& from);

}  // namespace qonys
