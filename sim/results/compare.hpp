// Are two result files the same? For golden tests and for redoing a run.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace qonys {

struct DifferenceOptions {
    double tolerance = 1e-9;                  // of reals, relative; 0: the same bits, any NaN like any other
    bool labels = false;                      // name cells by the labels of their axes rather than by their places
    bool points_of_new = false;               // of variables over `point`, only the points that the new file has
    std::vector<std::string> also_left_out;   // paths of objects, and "path@attribute"
    std::vector<std::string> without_places;  // texts of problems: lines in any order, without the file and line that begin them
};

struct Differences {
    std::vector<std::string> lines;        // one a difference
    std::size_t variables = 0, cells = 0;  // compared, without attributes
};

// Names, types, shapes, axes and attributes must agree, integers and strings exactly, reals within the tolerance. What
// legitimately differs between two runs of the same input by two builds is left out: group run_info and the attributes
// program_commit and source. Throws FileTrouble.
Differences compare_results(const std::string& old_file, const std::string& new_file, const DifferenceOptions& options);

// One line per difference, reals to 1e-9 of their size; empty when both files say the same.
std::vector<std::string> differences(const std::string& old_file, const std::string& new_file);

}  // namespace qonys
