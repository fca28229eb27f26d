// A complete small scenario made from the field table, so that the reader can be tested apart from the numbers in params/.
#pragma once

#include <string>
#include <vector>

#include "scenario/fields.hpp"

namespace qonys::test {

// Two regions A and B, the origins X, Y and region B, the years 2000 to 2002. Every fact has its provenance, less the key left
// out.
std::string tiny_world(const std::string& left_out_key = {});

// What the reader says about a file: every problem, one a line. Empty when it loads.
std::string complaints(const std::string& file, const std::vector<std::string>& sets = {});

}  // namespace qonys::test
