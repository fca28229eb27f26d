// How the pages of runs read their variables and tables. All throw FileTrouble: missing, damaged or too large.
#pragma once

#include <string>
#include <vector>

#include "report/page/run_file.hpp"
#include "report/page/source_file.hpp"

namespace qonys {

Axis full_axis(const SourceFile& source, const std::string& path);  // with a label at least

// One sum over a variable. by_replicate: a table for each of them; otherwise one for all, times `factor`.
struct CubeSum {
    RunCube* cube;
    std::vector<std::string> keep;  // axes
    bool by_replicate = true;
    double factor = 1;
};

// Adds to the cubes, so that several variables may be summed into one.
void read_sums(const SourceFile& source, std::size_t replicates, const std::string& name, const std::vector<CubeSum>& sums);

// Of the groups `yearly` and `whole_run`: "yearly/breaches".
RunTable table_of(const SourceFile& source, const std::string& path);

// All of the file that is neither variable nor table.
void read_head(const SourceFile& source, RunFile& run);

}  // namespace qonys
