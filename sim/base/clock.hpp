// The time of day and of the clock that never runs backwards.
#pragma once

#include <ctime>
#include <string>

namespace qonys {

std::string utc_text(std::time_t time);  // "2026-11-22T07:45:12Z"
double steady_seconds();

}  // namespace qonys
