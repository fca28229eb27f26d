// The report of a run for programs.
#pragma once

#include <string>

#include "report/run_table.hpp"

namespace qonys {

// One row per cell of each summary table; fields without a meaning for a table are empty.
std::string run_as_csv(const RunReport& report);

std::string run_as_json(const RunReport& report);

}  // namespace qonys
