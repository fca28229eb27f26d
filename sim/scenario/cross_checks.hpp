// What no single value can show: that the values of a scenario fit each other and the months to be simulated.
#pragma once

#include <map>
#include <string>

#include "base/problems.hpp"
#include "scenario/scenario.hpp"

namespace qonys {

// Fields that were read without a problem, and where. Checks that need others are left out.
using FieldsRead = std::map<std::string, Mark>;

void cross_check(const Scenario& scenario, const FieldsRead& read, Problems& problems);

// The checks among parameters alone, for which no months are needed.
void cross_check_parameters(const Scenario& scenario, const FieldsRead& read, Problems& problems);

}  // namespace qonys
