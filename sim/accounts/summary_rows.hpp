// The rows of the summary: which tables there are, and how a cell follows from the measures of one replicate over a period.
#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <vector>

#include "accounts/measures.hpp"
#include "accounts/summary.hpp"

namespace qonys {

constexpr std::size_t all = std::numeric_limits<std::size_t>::max();

// Where a cell of a summary table stands: positions on its axes, `all` for the sum along an axis.
struct SummaryCell {
    std::size_t area = all, origin = all, stream = all, inflow = all, instrument = all, component = all, cohort = all;
};

// A measure of one replicate over one year, or over the run, with its sums along every axis. Row-major; each axis has one
// position more than labels, which holds the sum. Kinds of axes in the order of SummaryCell; those that the measure lacks have
// size 0.
struct SummedMeasure {
    std::array<std::size_t, 7> size{}, stride{};
    std::vector<std::size_t> kinds;  // of its axes, in order
    std::vector<std::int64_t> cells;
};

struct PeriodSums {
    std::vector<SummedMeasure> measures;  // empty cells for measures that are not of a period
    SummedMeasure retained_at_end;        // measures has its sum over months, for person-years
    double sum(M m, const SummaryCell& at) const;
    double retained(const SummaryCell& at) const;
};

// One per year, then one for the whole run. year_of_month: [month] row of the year.
std::vector<PeriodSums> sums_by_period(const Tallies& tallies, const RunAxes& axes, const std::vector<int>& year_of_month);

struct SummaryRow {
    SummaryMeasure measure;
    double (*value)(const PeriodSums&, const SummaryCell&);  // null: needs more than the sums, see SummaryBuilder::add
    bool yearly = true;                                      // also a table by year
};
const std::vector<SummaryRow>& summary_rows();

}  // namespace qonys
