// The report of pathway programmes for programs.
#pragma once

#include <string>

#include "report/pathway_table.hpp"

namespace qonys {

// One row per cell of each summary table; fields without a meaning for a table are empty.
std::string pathways_as_csv(const PathwayReport& report);

std::string pathways_as_json(const PathwayReport& report);

}  // namespace qonys
