// Which measures moved between two results, printed.
#pragma once

#include <string>

#include "report/format.hpp"
#include "results/measure_changes.hpp"

namespace qonys {

struct ChangesReport {
    const ResultChanges& changes;
    std::string old_file, new_file;
    bool all = false;  // every cell, rather than a line for each measure
};

std::string print_changes(const ChangesReport& report, Format format);

}  // namespace qonys
