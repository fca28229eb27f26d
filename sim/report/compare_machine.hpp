// The report of a comparison for programs: one row per arm and cell of each table, cells without a meaning in every arm left out.
#pragma once

#include <string>

#include "report/compare_table.hpp"

namespace qonys {

std::string comparison_as_csv(const CompareReport& report);
std::string comparison_as_json(const CompareReport& report);

}  // namespace qonys
