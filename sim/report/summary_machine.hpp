// Tables of a summary for programs, of runs of either kind.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "accounts/summary.hpp"
#include "scenario/read.hpp"

namespace qonys {

// One row per cell of each summary table; `axes`: columns in their order, empty where a table has no such axis.
std::string summary_as_csv(const Summary& summary, const std::vector<std::string>& axes);

nlohmann::ordered_json summary_as_json(const Summary& summary);
nlohmann::ordered_json own_ranges_as_json(const ValueNote& note);  // {label: [low, high]}
nlohmann::ordered_json notes_as_json(const std::vector<ValueNote>& notes, bool (*wanted)(const ValueNote&));

}  // namespace qonys
