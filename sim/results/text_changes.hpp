// What two results say of themselves: attributes, files read, and the values in their scenarios.
#pragma once

#include <string>
#include <vector>

#include "results/read.hpp"

namespace qonys {

// "seed: 7 -> 8", of the root attributes that say how a result was made, and of the files read.
std::vector<std::string> origin_changes(const ResultFile& a, const ResultFile& b);

// "benefits.relocation_mrp.2025-01-01: 70 -> 90" of the scenarios in the files, arm by arm; sources and notes are only counted.
std::vector<std::string> parameter_changes(const ResultFile& a, const ResultFile& b);

// Lines of resolved scenarios as path and value, where they differ. For parameter_changes, and for tests.
std::vector<std::string> scenario_changes(const std::string& before, const std::string& after);

}  // namespace qonys
