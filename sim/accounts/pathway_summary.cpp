#include "accounts/pathway_summary.hpp"

#include <limits>

#include "accounts/pathway_rows.hpp"

namespace qonys {

namespace {

// Years of the steps: that of a step is the year of its first day.
struct Years {
    Axis axis{"year", {}};
    std::vector<std::size_t> of_step;
};

Years years_of(const PathwayAxes& axes) {
    Years years;
    for (const std::string& date : axes.date.labels) {
        const std::string year = date.substr(0, 4);
        if (years.axis.labels.empty() || years.axis.labels.back() != year) years.axis.labels.push_back(year);
        years.of_step.push_back(years.axis.size() - 1);
    }
    return years;
}

SummaryTable table_of(const PathwayRow& row, Period period, const PathwayAxes& axes, const Axis& years) {
    SummaryTable table;
    table.measure = row.measure;
    table.period = period;
    if (period == Period::year) table.axes.push_back(years);
    for (const std::string& axis : row.measure.axes) table.axes.push_back(pathway_table_axis(axis, axes));
    return table;
}

std::size_t& position_of(PathwayCell& cell, const std::string& axis) {
    if (axis == "programme") return cell.programme;
    if (axis == "stage") return cell.stage;
    if (axis == "group") return cell.group;
    if (axis == "exit") return cell.exit;
    if (axis == "exit_kind") return cell.exit_kind;
    if (axis == "room") return cell.room;
    return axis == "service" ? cell.service : cell.horizon;
}

// The cells of a table in row-major order of its axes, the year excluded.
std::vector<PathwayCell> cells_of(const PathwayRow& row, const PathwayAxes& axes) {
    std::vector<PathwayCell> cells(1);
    for (const std::string& name : row.measure.axes) {
        const Axis axis = pathway_table_axis(name, axes);
        std::vector<PathwayCell> more;
        for (const PathwayCell& cell : cells)
            for (std::size_t i = 0; i < axis.size(); ++i) {
                more.push_back(cell);
                position_of(more.back(), name) = axis.labels[i] == all_label ? all : i;
            }
        cells = std::move(more);
    }
    return cells;
}

bool all_has_meaning(const PathwayRow& row, const std::string& axis, std::size_t programmes) {
    if (axis == "programme") return row.over_programmes || programmes == 1;
    return axis != "stage" || row.over_stages;
}

double value_at(const PathwayRow& row, const PathwayPeriod& period, PathwayCell at) {
    const std::size_t programmes = period.axes.programme.size();
    for (const std::string& axis : row.measure.axes)
        if (position_of(at, axis) == all && !all_has_meaning(row, axis, programmes))
            return std::numeric_limits<double>::quiet_NaN();
    return row.value(period, at);
}

}  // namespace

bool all_has_meaning(const std::string& table, const std::string& axis, std::size_t programmes) {
    for (const PathwayRow& row : pathway_rows())
        if (row.measure.name == table) return all_has_meaning(row, axis, programmes);
    return false;
}

std::vector<SummaryTable> pathway_layout(const PathwayAxes& axes) {
    const Axis years = years_of(axes).axis;
    std::vector<SummaryTable> layout;
    for (const PathwayRow& row : pathway_rows()) {
        if (row.yearly) layout.push_back(table_of(row, Period::year, axes, years));
        layout.push_back(table_of(row, Period::whole_run, axes, years));
    }
    return layout;
}

std::vector<double> pathway_values(const Tallies& tallies, const PathwayAxes& axes, const PathwayFacts& facts) {
    const std::vector<PathwayPeriod> periods = pathway_periods(tallies, axes, facts, years_of(axes).of_step);
    std::vector<double> values;
    for (const PathwayRow& row : pathway_rows()) {
        const std::vector<PathwayCell> cells = cells_of(row, axes);
        for (std::size_t i = row.yearly ? 0 : periods.size() - 1; i < periods.size(); ++i)
            for (const PathwayCell& cell : cells) values.push_back(value_at(row, periods[i], cell));
    }
    return values;
}

}  // namespace qonys
