// What a sweep is going to do (`qonys sweep --dry-run`).
#pragma once

#include <string>

#include "report/format.hpp"
#include "results/sweep_result.hpp"

namespace qonys {

struct PlanTime {
    double seconds = 0;   // that a run took: one replicate of one point with all arms
    bool shared = false;  // measured over neighbouring points that share their history
    int threads = 1;
};

// table: number of runs, estimated time and the first points. csv, json: all points, in a form that design: {list: FILE} reads.
std::string report_plan(const SweepHeader& header, const SweepPoints& points, const PlanTime& time, Format format);

}  // namespace qonys
