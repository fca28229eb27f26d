// What a sweep found, as text, CSV or JSON.
#pragma once

#include <optional>
#include <string>

#include "report/format.hpp"
#include "report/sweep_content.hpp"
#include "results/read_sweep.hpp"

namespace qonys {

struct SweepReportOptions {
    bool whole = false;  // --table: best and worst points, main effects and interactions of every measure; otherwise a summary
    Format format = Format::table;
    std::string path;  // of the result file
};

// table: text for people. csv: a line per point (and arm), with the parameters, status, and mean and se of every measure.
// json: the same with the effects.
std::string report_sweep(const SweepFileReader& result, const SweepReportOptions& options);
std::string report_sweep(const SweepContent& content, const SweepReportOptions& options);

}  // namespace qonys
