#include "report/changes_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "report/figures.hpp"

namespace qonys {

namespace {

using Json = nlohmann::ordered_json;
using Row = std::vector<std::string>;

constexpr std::size_t most_told = 40;  // parameters that differ, in the table

std::string number(double value) {
    if (std::isnan(value)) return "–";
    const double size = std::abs(value);
    if (size >= 100 || value == std::round(value)) return with_separators(value, 0);
    return size >= 1 ? with_separators(value, 2) : fmt::format("{:.4g}", value);
}

std::string with_error(double value, double error) {
    return std::isnan(error) ? number(value) : number(value) + " ±" + number(error);
}

double ratio(double before, double after) {
    return before == 0 ? no_figure : after / before;
}

std::string full(double value) {
    return std::isnan(value) ? "" : fmt::format("{}", value);
}

std::string name_of(const MeasureChange& m) {
    return m.arm.empty() ? m.name : m.name + " [" + m.arm + "]";
}

bool has_figure(const MeasureChange& m) {
    return !m.figure_of.empty() && !(std::isnan(m.before) && std::isnan(m.after));
}

// Columns as wide as their widest cell; the last one is not filled up.
std::string aligned(const std::vector<Row>& rows) {
    std::vector<std::size_t> widths;
    for (const Row& row : rows) {
        widths.resize(std::max(widths.size(), row.size()));
        for (std::size_t i = 0; i + 1 < row.size(); ++i) widths[i] = std::max(widths[i], width(row[i]));
    }
    std::string text;
    for (const Row& row : rows) {
        for (std::size_t i = 0; i < row.size(); ++i) text += i + 1 < row.size() ? padded(row[i], widths[i]) + "  " : row[i];
        text += "\n";
    }
    return text;
}

std::string list(const std::string& heading, const std::vector<std::string>& lines, std::size_t most) {
    if (lines.empty()) return "";
    std::string text = heading + "\n";
    for (std::size_t i = 0; i < std::min(most, lines.size()); ++i) text += "  " + lines[i] + "\n";
    if (lines.size() > most) text += fmt::format("  … and {} more; --all or --format json gives all\n", lines.size() - most);
    return text;
}

std::string joined(const std::vector<std::string>& names) {
    std::string text;
    for (const std::string& name : names) text += (text.empty() ? "" : ", ") + name;
    return text;
}

std::string cells_text(const MeasureChange& m) {
    std::string text = name_of(m) + "\n";
    for (const CellChange& cell : m.moved)
        text += fmt::format("  {}: {}: {} -> {}\n", cell.variable, cell.labels, cell.before, cell.after);
    if (m.moved_left_out > 0) text += fmt::format("  … and {} more cells\n", m.moved_left_out);
    return text;
}

std::string measures_table(const ChangesReport& r) {
    std::vector<Row> rows{{"measure", "unit", "cells that differ", "figure", "old", "new", "ratio", "largest relative move"}};
    std::string cells;
    for (const MeasureChange& m : r.changes.measures) {
        if (m.differing == 0) continue;
        std::string largest;
        if (m.largest)
            largest = fmt::format("{}: {} -> {}", m.largest->labels, number(m.largest->before), number(m.largest->after));
        rows.push_back({name_of(m), m.unit,
                        fmt::format("{} of {}", with_separators(static_cast<double>(m.differing), 0),
                                    with_separators(static_cast<double>(m.cells), 0)),
                        m.figure_of, has_figure(m) ? with_error(m.before, m.before_se) : "",
                        has_figure(m) ? with_error(m.after, m.after_se) : "",
                        has_figure(m) ? fmt::format("{:.4f}", ratio(m.before, m.after)) : "", largest});
        if (has_figure(m) && std::isnan(ratio(m.before, m.after))) rows.back()[6] = "–";
        if (r.all) cells += cells_text(m);
    }
    return rows.size() == 1 ? ""
                            : aligned(rows) + (cells.empty() ? "" : "\nevery cell that differs, old -> new:\n" + cells) + "\n";
}

std::string changes_table(const ChangesReport& r) {
    const ResultChanges& c = r.changes;
    std::string text = fmt::format("old  {}\nnew  {}\ntwo results of a {}\n", r.old_file, r.new_file, c.kind);
    for (const std::string& warning : c.warnings) text += "warning: " + warning + "\n";
    text += list(fmt::format("values of the scenarios that differ ({}):", c.parameters.size()), c.parameters,
                 r.all ? c.parameters.size() : most_told);
    text += list("other labels, compared on those in both files:", c.axes, c.axes.size());
    if (!c.only_old.empty()) text += "measures only in the old file: " + joined(c.only_old) + "\n";
    if (!c.only_new.empty()) text += "measures only in the new file: " + joined(c.only_new) + "\n";
    text += "\n" + measures_table(r);
    const auto moved = std::count_if(c.measures.begin(), c.measures.end(), [](const auto& m) { return m.differing > 0; });
    return text + (moved == 0 ? fmt::format("the same: none of {} measures differs\n", c.measures.size())
                              : fmt::format("{} of {} measures differ\n", moved, c.measures.size()));
}

std::string changes_csv(const ChangesReport& r) {
    std::string text = r.all ? "measure,arm,unit,variable,labels,old,new\n"
                             : "measure,arm,unit,cells,differing,figure,old,old_se,new,new_se,ratio,largest_at,largest_old,"
                               "largest_new\n";
    for (const MeasureChange& m : r.changes.measures) {
        const std::string start = csv_field(m.name) + "," + csv_field(m.arm) + "," + csv_field(m.unit) + ",";
        if (r.all) {
            for (const CellChange& cell : m.moved)
                text += start + csv_field(cell.variable) + "," + csv_field(cell.labels) + "," + full(cell.before) + "," +
                        full(cell.after) + "\n";
            continue;
        }
        text += start + fmt::format("{},{},{}", m.cells, m.differing, csv_field(m.figure_of));
        for (const double value : {m.before, m.before_se, m.after, m.after_se, ratio(m.before, m.after)})
            text += "," + full(has_figure(m) ? value : no_figure);
        const CellChange none{"", "", no_figure, no_figure};
        const CellChange& largest = m.largest ? *m.largest : none;
        text += "," + csv_field(m.largest ? largest.variable + ": " + largest.labels : "") + "," + full(largest.before) + "," +
                full(largest.after) + "\n";
    }
    return text;
}

Json cell_json(const CellChange& cell) {
    return {{"variable", cell.variable}, {"labels", cell.labels}, {"old", cell.before}, {"new", cell.after}};
}

std::string changes_json(const ChangesReport& r) {
    const ResultChanges& c = r.changes;
    Json all{{"old", r.old_file},      {"new", r.new_file},          {"kind", c.kind},   {"same", c.same()},
             {"warnings", c.warnings}, {"parameters", c.parameters}, {"labels", c.axes}, {"only_old", c.only_old},
             {"only_new", c.only_new}, {"measures", Json::array()}};
    for (const MeasureChange& m : c.measures) {
        Json row{{"measure", m.name}, {"arm", m.arm}, {"unit", m.unit}, {"cells", m.cells}, {"differing", m.differing}};
        if (has_figure(m))  // a number that is none becomes null
            row["figure"] = {{"of", m.figure_of}, {"old", m.before},      {"old_se", m.before_se},
                             {"new", m.after},    {"new_se", m.after_se}, {"ratio", ratio(m.before, m.after)}};
        if (m.largest) row["largest"] = cell_json(*m.largest);
        if (r.all) {
            row["moved"] = Json::array();
            for (const CellChange& cell : m.moved) row["moved"].push_back(cell_json(cell));
        }
        all["measures"].push_back(std::move(row));
    }
    return all.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace

std::string print_changes(const ChangesReport& report, Format format) {
    if (format == Format::csv) return changes_csv(report);
    if (format == Format::json) return changes_json(report);
    return changes_table(report);
}

}  // namespace qonys
