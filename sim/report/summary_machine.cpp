#include "report/summary_machine.hpp"

#include <fmt/format.h>

#include <cmath>

#include "report/format.hpp"

namespace qonys {
namespace {

const char* period_name(Period period) {
    return period == Period::year ? "yearly" : "whole_run";
}

// Position on each axis of a cell.
std::vector<std::size_t> positions(const SummaryTable& table, std::size_t cell) {
    std::vector<std::size_t> at(table.axes.size());
    for (std::size_t i = at.size(); i-- > 0; cell /= table.axes[i].size()) at[i] = cell % table.axes[i].size();
    return at;
}

std::string number(double value) {
    return std::isnan(value) ? "" : fmt::format("{}", value);
}

nlohmann::ordered_json number_or_null(double value) {
    if (std::isnan(value)) return nullptr;
    return value;
}

nlohmann::ordered_json table_json(const SummaryTable& table) {
    nlohmann::ordered_json json{{"measure", table.measure.name},
                                {"period", period_name(table.period)},
                                {"unit", table.measure.unit},
                                {"long_name", table.measure.long_name},
                                {"cells", nlohmann::ordered_json::array()}};
    for (std::size_t cell = 0; cell < table.mean.size(); ++cell) {
        nlohmann::ordered_json row;
        const std::vector<std::size_t> at = positions(table, cell);
        for (std::size_t i = 0; i < at.size(); ++i) row[table.axes[i].name] = table.axes[i].labels[at[i]];
        row["mean"] = number_or_null(table.mean[cell]);
        row["se"] = number_or_null(table.se[cell]);
        row["sd_monte_carlo"] = number_or_null(table.sd_monte_carlo[cell]);
        row["sd_parameters"] = number_or_null(table.sd_parameters[cell]);
        row["count"] = table.count[cell];
        json["cells"].push_back(std::move(row));
    }
    return json;
}

}  // namespace

std::string summary_as_csv(const Summary& summary, const std::vector<std::string>& axes) {
    std::string text = "table,period";
    for (const std::string& axis : axes) text += "," + axis;
    text += ",measure,unit,mean,se,sd_monte_carlo,sd_parameters,count\n";
    for (const SummaryTable& table : summary.tables)
        for (std::size_t cell = 0; cell < table.mean.size(); ++cell) {
            const std::vector<std::size_t> at = positions(table, cell);
            text += fmt::format("{0}_{1},{1}", csv_field(table.measure.name), period_name(table.period));
            for (const std::string& axis : axes) {
                text += ",";
                for (std::size_t i = 0; i < at.size(); ++i)
                    if (table.axes[i].name == axis) text += csv_field(table.axes[i].labels[at[i]]);
            }
            text += fmt::format(",{},{},{},{},{},{},{}\n", csv_field(table.measure.name), csv_field(table.measure.unit),
                                number(table.mean[cell]), number(table.se[cell]), number(table.sd_monte_carlo[cell]),
                                number(table.sd_parameters[cell]), table.count[cell]);
        }
    return text;
}

nlohmann::ordered_json summary_as_json(const Summary& summary) {
    auto tables = nlohmann::ordered_json::array();
    for (const SummaryTable& table : summary.tables) tables.push_back(table_json(table));
    return tables;
}

nlohmann::ordered_json own_ranges_as_json(const ValueNote& note) {
    auto ranges = nlohmann::ordered_json::object();
    for (const LabelRange& own : note.own_ranges) ranges[own.label] = {own.low, own.high};
    return ranges;
}

nlohmann::ordered_json notes_as_json(const std::vector<ValueNote>& notes, bool (*wanted)(const ValueNote&)) {
    auto list = nlohmann::ordered_json::array();
    for (const ValueNote& note : notes) {
        if (!wanted(note) || note.path == "question") continue;
        nlohmann::ordered_json row{{"path", note.path}, {"value", note.value}, {"unit", note.unit}};
        row["low"] = note.has_range ? nlohmann::ordered_json(note.low) : nlohmann::ordered_json(nullptr);
        row["high"] = note.has_range ? nlohmann::ordered_json(note.high) : nlohmann::ordered_json(nullptr);
        if (!note.own_ranges.empty()) row["own_ranges"] = own_ranges_as_json(note);
        row["note"] = note.note;
        list.push_back(std::move(row));
    }
    return list;
}

}  // namespace qonys
