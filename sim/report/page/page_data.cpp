// The charts and tables of a page as JSON for its script. The rows stand there once, as arrays.
#include <fmt/format.h>

#include <algorithm>

#include "base/problems.hpp"
#include "report/page/markup.hpp"

namespace qonys {

namespace {

using nlohmann::json;

constexpr const char* kind_words[] = {"text", "month", "year", "number", "count", "money", "share", "mixed", "change"};
constexpr const char* control_words[] = {"slider", "choose_value", "choose_column"};

// Texts that the script shows.
constexpr const char* script_texts[] = {"page.table", "page.csv",         "page.csv_label",    "page.play",
                                        "page.pause", "page.first_rows",  "page.table_region", "page.dark",
                                        "page.light", "page.chart_failed"};

json data_of_table(const PageTable& table) {
    json columns = json::array();
    const auto has = [&](const auto& what) { return std::any_of(table.columns.begin(), table.columns.end(), what); };
    if (has([](const PageColumn& c) { return c.kind == PageColumnKind::mixed; }) &&
        !has([](const PageColumn& c) { return c.key == "counts"; }))
        throw BrokenInvariant("a table of the page has figures of mixed units, but no column that says which are counts");
    for (const PageColumn& column : table.columns)
        columns.push_back({{"key", column.key},
                           {"title", column.title},
                           {"unit", column.unit},
                           {"kind", kind_words[static_cast<int>(column.kind)]},
                           {"decimals", column.decimals},
                           {"in_table", column.in_table}});
    for (const json& row : table.rows)
        if (row.size() != table.columns.size())
            throw BrokenInvariant(fmt::format("a row of the page has {} cells for {} columns", row.size(), table.columns.size()));
    return {{"columns", std::move(columns)}, {"rows", table.rows}};
}

void check_column(const PageChart& chart, const std::string& key) {
    const auto& columns = chart.table.columns;
    if (std::none_of(columns.begin(), columns.end(), [&](const PageColumn& c) { return c.key == key; }))
        throw BrokenInvariant(fmt::format("chart {}: a control names the column {}, which the table lacks", chart.id, key));
}

void check_control(const PageChart& chart, const PageControl& control) {
    const json params = chart.spec.value("params", json::array());
    if (std::none_of(params.begin(), params.end(), [&](const json& p) { return p.value("name", "") == control.signal; }))
        throw BrokenInvariant(fmt::format("chart {}: the specification has no parameter {}", chart.id, control.signal));
    if (control.kind == PageControl::Kind::choose_column)
        for (const std::string& key : control.columns) check_column(chart, key);
    else
        check_column(chart, control.column);
}

json data_of_chart(const PageChart& chart) {
    json block = data_of_table(chart.table);
    block["spec"] = chart.spec;
    block["controls"] = json::array();
    if (chart.spec.is_null()) return block;
    for (const PageControl& control : chart.controls) {
        check_control(chart, control);
        json row = {{"kind", control_words[static_cast<int>(control.kind)]},
                    {"signal", control.signal},
                    {"label", control.label},
                    {"start", control.start}};
        if (control.kind == PageControl::Kind::choose_column)
            row["columns"] = control.columns;
        else
            row["column"] = control.column;
        block["controls"].push_back(std::move(row));
    }
    if (shows_map(chart)) block["map"] = true;
    return block;
}

json locale(const PageTexts& texts) {
    const bool english = texts.language() == Language::english;
    json months = json::array(), short_months = json::array();
    for (int month = 1; month <= 12; ++month) {
        months.push_back(texts(fmt::format("month.{:02}", month)));
        short_months.push_back(texts(fmt::format("month_short.{:02}", month)));
    }
    const json no_days = json::array({"", "", "", "", "", "", ""});
    return {{"number",
             {{"decimal", english ? "." : ","},
              {"thousands", english ? "," : "\u00a0"},
              {"grouping", {3}},
              {"currency", {"", ""}},
              {"minus", "−"},
              {"percent", english ? "%" : "\u00a0%"},
              {"nan", "–"}}},
            {"time",
             {{"dateTime", "%B %Y"},
              {"date", "%d.%m.%Y"},
              {"time", "%H:%M"},
              {"periods", {"AM", "PM"}},
              {"days", no_days},
              {"shortDays", no_days},
              {"months", std::move(months)},
              {"shortMonths", std::move(short_months)}}},
            {"month", texts("common.month")}};
}

}  // namespace

bool shows_map(const PageChart& chart) {
    return chart.spec.dump().find("\"regions\"") != std::string::npos;
}

json page_data(const Page& page, const PageTexts& texts) {
    json data = {{"locale", locale(texts)}, {"texts", json::object()}, {"blocks", json::object()}};
    for (const char* key : script_texts) data["texts"][std::string(key).substr(5)] = texts(key);
    for (std::size_t i = 0; i < page.sources.size(); ++i) {
        const std::string prefix = fmt::format("r{}-", i + 1);
        const auto add = [&](const std::string& id, const std::string& title, json block) {
            block["title"] = title;
            block["file"] = page.sources.size() > 1 ? prefix + id : id;
            if (!data["blocks"].emplace(prefix + id, std::move(block)).second)
                throw BrokenInvariant("two charts or tables of a page are called " + id);
        };
        for (const PageSection& section : page.sources[i].sections) {
            for (const PageChart& chart : section.charts) add(chart.id, chart.title, data_of_chart(chart));
            for (const PageTableBlock& table : section.tables) add(table.id, table.title, data_of_table(table.table));
        }
    }
    return data;
}

}  // namespace qonys
