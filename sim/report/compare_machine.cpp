#include "report/compare_machine.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <nlohmann/json.hpp>

namespace qonys {
namespace {

using Json = nlohmann::ordered_json;

const char* group_of(Period period) {
    switch (period) {
        case Period::month:
            return "monthly";
        case Period::year:
            return "yearly";
        case Period::whole_run:
            break;
    }
    return "whole_run";
}

// Every axis of any table once: time first, then those that most tables have.
std::vector<std::string> all_axes(const PairedSummary& summary) {
    std::vector<std::string> axes = {"month",      "year",      "area",   "region",  "origin",    "stream",   "inflow",
                                     "instrument", "component", "cohort", "horizon", "education", "household"};
    for (const PairedTable& table : summary.tables)
        for (const Axis& axis : table.axes)
            if (std::find(axes.begin(), axes.end(), axis.name) == axes.end()) axes.push_back(axis.name);
    return axes;
}

std::vector<std::size_t> positions(const PairedTable& table, std::size_t cell) {
    std::vector<std::size_t> at(table.axes.size());
    for (std::size_t i = at.size(); i-- > 0; cell /= table.axes[i].size()) at[i] = cell % table.axes[i].size();
    return at;
}

bool has_meaning(const PairedTable& table, std::size_t arms, std::size_t cell) {
    for (std::size_t arm = 0; arm < arms; ++arm)
        if (!std::isnan(table.mean[table.at(arm, cell)])) return true;
    return false;
}

struct NamedFigures {
    const char* name;
    std::vector<double> PairedTable::*of;
};
constexpr NamedFigures figures[] = {
    {"mean", &PairedTable::mean},
    {"se", &PairedTable::se},
    {"difference", &PairedTable::difference},
    {"difference_se", &PairedTable::difference_se},
    {"low", &PairedTable::low},
    {"high", &PairedTable::high},
    {"probability_higher", &PairedTable::probability_higher},
    {"variance_reduction", &PairedTable::variance_reduction},
};

std::string quoted(const std::string& text) {
    return Json(text).dump(-1, ' ', false, Json::error_handler_t::replace);
}

// JSON knows no infinity: an exact difference has the reduction null, and says so.
void append_row(std::string& text, const PairedSummary& summary, const PairedTable& table, std::size_t arm, std::size_t cell) {
    const auto out = std::back_inserter(text);
    fmt::format_to(out, "{{\"arm\": {}", quoted(summary.arms[arm]));
    const std::vector<std::size_t> at = positions(table, cell);
    for (std::size_t i = 0; i < at.size(); ++i)
        fmt::format_to(out, ", \"{}\": {}", table.axes[i].name, quoted(table.axes[i].labels[at[i]]));
    for (const NamedFigures& f : figures) {
        const double value = (table.*f.of)[table.at(arm, cell)];
        if (std::isfinite(value))
            fmt::format_to(out, ", \"{}\": {}", f.name, value);
        else
            fmt::format_to(out, ", \"{}\": null", f.name);
    }
    fmt::format_to(out, ", \"exact\": {}}}", std::isinf(table.variance_reduction[table.at(arm, cell)]));
}

void append_table(std::string& text, const PairedSummary& summary, const PairedTable& table) {
    text += fmt::format("  {{\"measure\": {}, \"group\": \"{}\", \"unit\": {}, \"long_name\": {}, \"cells\": [",
                        quoted(table.measure.name), group_of(table.period), quoted(table.measure.unit),
                        quoted(table.measure.long_name));
    bool first = true;
    for (std::size_t cell = 0; cell < table.cells(); ++cell) {
        if (!has_meaning(table, summary.arms.size(), cell)) continue;
        for (std::size_t arm = 0; arm < summary.arms.size(); ++arm) {
            text += first ? "\n   " : ",\n   ";
            append_row(text, summary, table, arm, cell);
            first = false;
        }
    }
    text += "]}";
}

Json decompositions_json(const CompareReport& report) {
    Json list = Json::array();
    for (std::size_t arm = 0; arm < report.decompositions.size(); ++arm)
        for (const Decomposition& d : report.decompositions[arm]) {
            Json row{{"arm", report.summary.arms.at(arm + 1)},
                     {"measure", d.measure},
                     {"unit", d.unit},
                     {"reference", d.reference},
                     {"difference", d.difference},
                     {"terms", Json::object()}};
            for (const Decomposition::Term& term : d.terms) row["terms"][term.name] = term.amount;
            list.push_back(std::move(row));
        }
    return list;
}

Json headlines_json(const CompareReport& report) {
    Json list = Json::array();
    for (const Headline& row : report.headlines)
        list.push_back({{"spec", row.spec},
                        {"title", row.title},
                        {"unit", row.unit},
                        {"measure", row.table},
                        {"labels", row.labels},
                        {"better", row.better == Better::more   ? "more"
                                   : row.better == Better::less ? "less"
                                                                : "neither"}});
    return list;
}

}  // namespace

std::string comparison_as_csv(const CompareReport& report) {
    const PairedSummary& summary = report.summary;
    const std::vector<std::string> axes = all_axes(summary);
    std::string text = "arm,group,measure,unit";
    for (const std::string& axis : axes) text += "," + axis;
    for (const NamedFigures& f : figures) text += std::string(",") + f.name;
    text += "\n";
    for (const PairedTable& table : summary.tables)
        for (std::size_t cell = 0; cell < table.cells(); ++cell) {
            if (!has_meaning(table, summary.arms.size(), cell)) continue;
            const std::vector<std::size_t> at = positions(table, cell);
            std::string labels;
            for (const std::string& axis : axes) {
                labels += ",";
                for (std::size_t i = 0; i < at.size(); ++i)
                    if (table.axes[i].name == axis) labels += csv_field(table.axes[i].labels[at[i]]);
            }
            for (std::size_t arm = 0; arm < summary.arms.size(); ++arm) {
                text += fmt::format("{},{},{},{}{}", csv_field(summary.arms[arm]), group_of(table.period),
                                    csv_field(table.measure.name), csv_field(table.measure.unit), labels);
                for (const NamedFigures& f : figures) {
                    const double value = (table.*f.of)[table.at(arm, cell)];
                    text += std::isnan(value) ? "," : fmt::format(",{}", value);
                }
                text += "\n";
            }
        }
    return text;
}

// The cells are appended as text: as objects in memory they would be many times as large.
std::string comparison_as_json(const CompareReport& report) {
    Json head{{"question", report.question},
              {"first_month", report.first_month},
              {"last_month", report.last_month},
              {"replicates", report.summary.replicates},
              {"seed", report.seed},
              {"arms", report.summary.arms},
              {"reference", report.summary.arms.at(0)},
              {"notes", report.arm_notes},
              {"precision", report.precision_note},
              {"assumed", report.assumed},
              {"output", report.output_path}};
    head["headlines"] = headlines_json(report);
    head["decompositions"] = decompositions_json(report);
    std::string text = head.dump(1, ' ', false, Json::error_handler_t::replace);
    text.resize(text.rfind('}'));
    while (text.ends_with('\n')) text.pop_back();
    text += ",\n \"tables\": [";
    bool first = true;
    for (const PairedTable& table : report.summary.tables) {
        text += first ? "\n" : ",\n";
        append_table(text, report.summary, table);
        first = false;
    }
    return text + "\n ]\n}\n";
}

}  // namespace qonys
