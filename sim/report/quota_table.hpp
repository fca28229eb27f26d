// What `qonys quota` prints: places by region and date of change, before any run.
#pragma once

#include <string>

#include "report/format.hpp"
#include "scenario/read.hpp"

namespace qonys {

std::string print_quotas(const LoadedScenario& loaded, Format format);

}  // namespace qonys
