// What the page of a run needs of the result file, summed to manageable tables.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "base/table.hpp"

namespace qonys {

// Numbers of every replicate over some axes of the file; row-major, the replicate first.
struct RunCube {
    std::vector<std::size_t> shape;  // without the replicate
    std::size_t size = 0;            // cells of one replicate
    std::vector<double> cells;

    double at(std::size_t replicate, std::initializer_list<std::size_t> where) const;
};

// A table of the groups `yearly` or `whole_run`.
struct RunTable {
    std::vector<Axis> axes;
    std::vector<double> mean, se, count;

    // Position of the cell with these labels, in the order of the axes. Throws FileTrouble when there is none.
    std::size_t cell(const std::vector<std::string>& labels) const;
};

struct RunFile {
    std::string path, file, question, program;
    std::int64_t seed = 0;
    std::size_t replicates = 0, replicates_per_draw = 1;
    std::vector<std::string> assumed, uncertain;
    std::vector<std::pair<std::string, std::string>> inputs;

    Axis month, region, origin, stream, inflow, instrument, months_since;  // months as "2025-03"
    std::vector<std::string> years;
    std::vector<std::size_t> year_of_month;
    std::map<std::string, std::string> region_names, origin_names;  // of the scenario; may lack some
    std::map<std::string, double> population;                       // by region, likewise

    RunCube arrivals, waiting;                           // (month, inflow)
    RunCube placed, quota, quota_left;                   // (month, region, stream)
    RunCube stock, working_age, working, retained;       // (month, stream); working: in a job or a business of their own
    RunCube spending;                                    // (month, stream, instrument)
    RunCube retained_share;                              // (months_since, stream); NaN where nobody was followed so long
    RunCube family_at_risk, family_left;                 // one "replicate": sums over all of them, (months_since, region, stream)
    RunCube mean_stock, mean_working_age, mean_working;  // one "replicate": means over all of them, (month, region)
    RunCube mean_spending;                               // likewise
    RunCube mean_placed, mean_settled;                   // likewise, (region, origin, stream), over all months

    std::map<std::string, RunTable> tables;  // by path: "yearly/breaches"

    // Number of independent observations behind an interval: draws of the uncertain inputs, or replicates.
    std::size_t observations() const;
    const RunTable& table(const std::string& name) const { return tables.at(name); }
};

// Throws FileTrouble: missing, damaged, no run, or lacking a variable, which it names.
RunFile read_run(const std::string& path);

}  // namespace qonys
