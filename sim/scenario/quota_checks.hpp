// That a total of places can be split over regions as the levers ask.
#pragma once

#include "scenario/cross_checks.hpp"

namespace qonys {

// In every month simulated. The months must make sense, and the rules begin with them.
void check_quotas(const Scenario& scenario, const FieldsRead& read, Problems& problems);

}  // namespace qonys
