// Families joined by ties.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "people/population.hpp"

namespace qonys {

// Classes of the number of families in a group: "1", "2", "3-5", "6-10", "11+".
std::vector<std::string> component_sizes();

// Groups of settled families joined, directly or through others, by ties, counted by class of size.
std::vector<std::int64_t> kin_components(const Families& families);

}  // namespace qonys
