// What stands at the place where a result is to be written.
#pragma once

#include <string>

#include "results/sweep_result.hpp"

namespace qonys {

// Whether the finished result of this sweep and shard is there. Throws BadInput when the file is something else, so that no
// finished work is replaced unasked, and FileTrouble when it cannot be read.
bool holds_result(const std::string& output, const SweepHeader& header);

// Removes what killed processes left of a result that they were writing (PartFile).
void remove_left_parts(const std::string& output);

}  // namespace qonys
