// What `qonys run` prints of pathway programmes: tables for people, tidy rows for spreadsheets, JSON for programs.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "accounts/pathway_measures.hpp"
#include "accounts/summary.hpp"
#include "report/format.hpp"
#include "scenario/read.hpp"

namespace qonys {

struct PathwayReport {
    std::string question;
    Scenario scenario;
    PathwayAxes axes;
    PathwayFacts facts;
    Summary summary;
    std::vector<ValueNote> notes;
    std::int64_t seed = 0, replicates = 0;
    std::string output_path;
    std::int64_t replicates_per_draw = 1;
    std::string uncertain = {};  // one line per uncertain value; empty when all are certain
};

std::string report_pathways(const PathwayReport& report, Format format);

}  // namespace qonys
