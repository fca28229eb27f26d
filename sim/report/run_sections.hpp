// The tables that `qonys run` prints for people, each ready to print; empty when it has nothing to say.
#pragma once

#include <string>
#include <vector>

#include "report/run_table.hpp"

namespace qonys {

std::vector<std::string> programme_sections(const RunReport& report);  // places, people and money, for each stream with places
std::string settlers_section(const RunReport& report);
std::string years_section(const RunReport& report);
std::string repayments_section(const RunReport& report);  // when anything fell due
std::string budgets_section(const RunReport& report);     // when there is a cap
std::string headline_section(const RunReport& report);    // when there are uncertain inputs

}  // namespace qonys
