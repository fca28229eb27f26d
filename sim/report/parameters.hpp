// What a run rests on: each value with its unit and where it comes from.
#pragma once

#include <string>
#include <vector>

#include "report/format.hpp"
#include "scenario/read.hpp"

namespace qonys {

// The resolved scenario, one value a line: path, value, unit, status, and its source or the line that set it.
std::string print_check(const LoadedScenario& loaded);

// The list of parameters for `qonys params`.
std::string print_parameters(const std::vector<ValueNote>& notes, Format format);

}  // namespace qonys
