#include "support/page_fields.hpp"

#include <algorithm>
#include <set>
#include <stdexcept>

namespace qonys::test {
namespace {

using nlohmann::json;

void collect(const json& node, std::set<std::string>& read, std::set<std::string>& made) {
    if (node.is_object()) {
        for (const auto& [key, value] : node.items()) {
            if (key == "field" && value.is_string()) read.insert(value.get<std::string>());
            if (key == "as" && value.is_string()) made.insert(value.get<std::string>());
            if (key == "as" && value.is_array())
                for (const json& name : value) made.insert(name.get<std::string>());
            if (key == "values" && value.is_array())  // data of its own
                for (const json& row : value)
                    if (row.is_object())
                        for (const auto& [name, cell] : row.items()) made.insert(name);
            if (key == "filter" && value.is_string()) {
                const std::string text = value;
                if (const std::size_t at = text.find("datum['"); at != std::string::npos)
                    read.insert(text.substr(at + 7, text.find('\'', at + 7) - at - 7));
            }
            collect(value, read, made);
        }
    } else if (node.is_array()) {
        for (const json& each : node) collect(each, read, made);
    }
}

bool has_parameter(const json& spec, const std::string& name) {
    for (const json& parameter : spec.value("params", json::array()))
        if (parameter.value("name", "") == name) return true;
    return false;
}

void check_controls(const PageChart& chart, std::vector<std::string>& wrong) {
    for (const PageControl& control : chart.controls) {
        if (!has_parameter(chart.spec, control.signal)) wrong.push_back(chart.id + ": parameter " + control.signal);
        if (control.kind == PageControl::Kind::choose_column) continue;
        const std::vector<json> cells = column_of(chart.table, control.column);
        if (std::find(cells.begin(), cells.end(), control.start) == cells.end())
            wrong.push_back(chart.id + ": start " + control.start.dump());
    }
}

}  // namespace

const PageSection& section_of(const PageSource& page, const std::string& id) {
    for (const PageSection& section : page.sections)
        if (section.id == id) return section;
    throw std::runtime_error("no section " + id);
}

const PageChart& chart_of(const PageSource& page, const std::string& id) {
    for (const PageSection& section : page.sections)
        for (const PageChart& chart : section.charts)
            if (chart.id == id) return chart;
    throw std::runtime_error("no chart " + id);
}

std::vector<json> column_of(const PageTable& table, const std::string& key) {
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
        if (table.columns[i].key != key) continue;
        std::vector<json> cells;
        for (const json& row : table.rows) cells.push_back(row.at(i));
        return cells;
    }
    throw std::runtime_error("no column " + key);
}

std::vector<std::string> missing_fields(const PageSource& page) {
    std::vector<std::string> wrong;
    for (const PageSection& section : page.sections)
        for (const PageChart& chart : section.charts) {
            std::set<std::string> read, made;
            collect(chart.spec, read, made);
            for (const PageControl& control : chart.controls) {
                read.insert(control.columns.begin(), control.columns.end());
                if (!control.column.empty()) read.insert(control.column);
            }
            for (const PageColumn& column : chart.table.columns) made.insert(column.key);
            for (const std::string& field : read)
                if (made.count(field) == 0) wrong.push_back(chart.id + ": " + field);
            for (const json& row : chart.table.rows)
                if (row.size() != chart.table.columns.size()) wrong.push_back(chart.id + ": a row of another length");
            check_controls(chart, wrong);
        }
    return wrong;
}

}  // namespace qonys::test
