// Are two result files the same? For golden tests and for redoing a run.
#pragma once

#include <string>
#include <vector>

namespace qonys {

// One line per difference; empty when both files say the same. Names, types, shapes, axes and attributes must agree, integers
// and strings exactly, reals to 1e-9 of their size. What legitimately differs between two runs of the same input by two
// builds is left out: group run_info and the attributes program_commit and source.
std::vector<std::string> differences(const std::string& old_file, const std::string& new_file);

}  // namespace qonys
