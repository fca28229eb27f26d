// Lives for spreadsheets and programs.
#pragma once

#include <string>

#include "report/life_table.hpp"

namespace qonys {

std::string life_as_csv(const LifeReport& report);
std::string life_as_json(const LifeReport& report);
std::string families_as_csv(const FamilyList& list);
std::string families_as_json(const FamilyList& list);

}  // namespace qonys
