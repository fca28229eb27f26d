// The rows of the summary of pathway programmes: which tables there are, and how a cell follows from one replicate.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <vector>

#include "accounts/pathway_measures.hpp"
#include "accounts/summary.hpp"
#include "accounts/summary_rows.hpp"

namespace qonys {

// Where a cell stands: positions on the axes of its table, `all` for the sum along programme, stage or group.
struct PathwayCell {
    std::size_t programme = all, stage = all, group = all, exit = all, exit_kind = all, room = all, service = all, horizon = all;
};

// The cells of a measure over some axes, each with one more position that holds the sum along it.
class SummedCells {
public:
    SummedCells() = default;
    SummedCells(std::vector<std::size_t> sizes, const std::vector<std::int64_t>& cells);
    double at(std::initializer_list<std::size_t> positions) const;  // one an axis, or all

private:
    std::vector<std::size_t> sizes_;
    std::vector<std::int64_t> cells_;
};

// What one replicate says of a year, or of the whole run.
struct PathwayPeriod {
    const PathwayAxes& axes;
    const PathwayFacts& facts;
    // Of the measures in the order of PathwayM, by their axes without the date: sums of the period, stocks at its end, posts on
    // the busiest day.
    std::vector<SummedCells> measures;
    SummedCells exits_by_kind;  // (programme, exit kind, group)

    double of(PathwayM m, std::initializer_list<std::size_t> at) const { return measures[static_cast<std::size_t>(m)].at(at); }
};

// One per year, then one for the whole run. year_of_step: [step] row of the year.
std::vector<PathwayPeriod> pathway_periods(const Tallies& tallies, const PathwayAxes& axes, const PathwayFacts& facts,
                                           const std::vector<std::size_t>& year_of_step);

struct PathwayRow {
    SummaryMeasure measure;
    double (*value)(const PathwayPeriod&, const PathwayCell&);
    bool yearly = false;                              // also a table by year
    bool over_programmes = true, over_stages = true;  // "all" has a meaning there
};
const std::vector<PathwayRow>& pathway_rows();

// Labels of an axis of tables.
Axis pathway_table_axis(const std::string& name, const PathwayAxes& axes);

}  // namespace qonys
