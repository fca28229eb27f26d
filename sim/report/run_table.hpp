// What `qonys run` prints: tables for people, tidy rows for spreadsheets, JSON for programs.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "accounts/summary.hpp"
#include "base/table.hpp"
#include "report/format.hpp"
#include "scenario/read.hpp"

namespace qonys {

struct RunReport {
    std::string question;
    RunAxes axes;
    Names region_names;
    Summary summary;
    std::vector<ValueNote> notes;
    std::int64_t seed = 0, replicates = 0;
    std::string output_path;
    std::int64_t replicates_per_draw = 1;
    std::string uncertain = {};  // one line per uncertain value; empty when all are certain
};

std::vector<std::string> uncertain_lines(const RunReport& report);

std::string report_run(const RunReport& report, Format format);

}  // namespace qonys
