// The tables that `qonys compare` prints for people, each ready to print; empty when it has nothing to say.
#pragma once

#include <string>
#include <vector>

#include "report/compare_table.hpp"

namespace qonys {

// The figures of all arms, their differences from the reference, and how sure these are.
std::string headlines_section(const CompareReport& report);

// Regions, origins and family types that gain or lose by the arm.
std::vector<std::string> winners_sections(const CompareReport& report, std::size_t arm);

std::vector<std::string> decomposition_sections(const CompareReport& report);
std::vector<std::string> places_sections(const CompareReport& report);    // which quota bound, and the price of a place
std::vector<std::string> fairness_sections(const CompareReport& report);  // how good the placement was, and for whom

}  // namespace qonys
