#include "support/some_page.hpp"

#include <fmt/format.h>

namespace qonys::test {

namespace {

using nlohmann::json;

const char* const hostile = "</script><img src=x onerror=alert(1)> & \"quoted\"";

PageChart map_chart() {
    PageChart chart;
    chart.id = "map";
    chart.title = "Where settlers live";
    chart.unit = "persons, or share of the region's population";
    chart.reading = "The darker a region, the more settlers live there at the end of the month chosen.";
    chart.table.columns = {{"region", "Code", "", PageColumnKind::text, 0, false},
                           {"name", "Region", ""},
                           {"month", "Month", "", PageColumnKind::month},
                           {"stock", "Settlers", "persons", PageColumnKind::count},
                           {"share", "Share", "%", PageColumnKind::share, 1}};
    const char* const months[] = {"2025-01", "2025-02", "2025-03", "2025-04"};
    for (const char* month : months)
        for (int i = 0; i < 20; ++i) {
            const char* const codes[] = {"KZ-10", "KZ-11", "KZ-15", "KZ-19", "KZ-23", "KZ-27", "KZ-31",
                                         "KZ-33", "KZ-35", "KZ-39", "KZ-43", "KZ-47", "KZ-55", "KZ-59",
                                         "KZ-61", "KZ-62", "KZ-63", "KZ-71", "KZ-75", "KZ-79"};
            const int stock = 100 * i + 37 * (month[6] - '0');
            chart.table.rows.push_back({codes[i], fmt::format("Region \"{}\", {}", i, codes[i]), month, stock, stock / 5000.0});
        }
    chart.controls = {{PageControl::Kind::slider, "time", "Month", "month", {}, "2025-03"},
                      {PageControl::Kind::choose_column, "measure", "Measure", "", {"stock", "share"}, "stock"}};
    chart.spec = json::parse(R"json({
        "height": 460, "data": {"name": "regions"}, "projection": {"type": "conicEqualArea", "parallels": [43, 53], "rotate": [-67, 0]},
        "params": [{"name": "time", "value": ""}, {"name": "measure", "value": ""}, {"name": "measure_low", "value": 0},
                   {"name": "measure_high", "value": 1}, {"name": "measure_title", "value": ""}],
        "layer": [{"mark": {"type": "geoshape", "fill": "var(--no-data)", "stroke": "var(--paper)"}},
         {"data": {"name": "rows"}, "transform": [{"filter": "datum.month == time"}, {"calculate": "datum[measure]", "as": "shown"},
           {"lookup": "region", "from": {"data": {"name": "regions"}, "key": "properties.code"}, "as": "geo"}],
          "mark": {"type": "geoshape", "stroke": "var(--paper)"},
          "encoding": {"shape": {"field": "geo", "type": "geojson"},
            "color": {"field": "shown", "type": "quantitative", "scale": {"scheme": "cividis", "reverse": true, "domain": [{"expr": "measure_low"}, {"expr": "measure_high"}]}, "legend": {"title": {"expr": "measure_title"}}},
            "tooltip": [{"field": "name"}, {"field": "shown", "type": "quantitative"}]}}]
})json");
    chart.source = "scenario small, seed 1, replicates: 4";
    return chart;
}

PageChart fan_chart() {
    PageChart chart;
    chart.id = "arrivals";
    chart.title = std::string("Arrivals ") + hostile;
    chart.unit = "persons a month";
    chart.reading = "The line is the median of the replicates, the band holds 90 % of them.";
    chart.table.columns = {{"month", "Month", "", PageColumnKind::month},
                           {"p05", "5 % quantile", "persons", PageColumnKind::count},
                           {"p50", "Median", "persons", PageColumnKind::count},
                           {"p95", "95 % quantile", "persons", PageColumnKind::count}};
    for (int month = 1; month <= 12; ++month)
        chart.table.rows.push_back({fmt::format("2025-{:02}", month), 1000 + 90 * month, 1200 + 100 * month, 1500 + 120 * month});
    chart.spec = json::parse(
        R"json({"height": 260, "encoding": {"x": {"field": "month", "type": "temporal", "scale": {"type": "utc"}, "title": null}},
        "layer": [{"mark": {"type": "area", "opacity": 0.3}, "encoding": {"y": {"field": "p05", "type": "quantitative", "title": "persons a month"}, "y2": {"field": "p95"}}},
                  {"mark": "line", "encoding": {"y": {"field": "p50", "type": "quantitative"}}}]})json");
    chart.note = "One replicate is no forecast.";
    return chart;
}

PageChart bars_chart() {
    PageChart chart;
    chart.id = "spending";
    chart.title = "Spending by instrument";
    chart.unit = "million KZT a year";
    chart.reading = "Each bar is a year, each colour an instrument.";
    chart.table.columns = {{"year", "Year", "", PageColumnKind::year},
                           {"instrument", "Instrument", ""},
                           {"spending", "Paid", "million KZT", PageColumnKind::money, 1}};
    const char* const instruments[] = {"relocation", "rent", "certificate", hostile};
    for (int year = 2024; year <= 2030; ++year)
        for (int i = 0; i < 4; ++i) chart.table.rows.push_back({year, instruments[i], 1234.56 * (i + 1) + year});
    chart.spec =
        json::parse(R"json({"height": 260, "mark": "bar", "encoding": {"x": {"field": "year", "type": "ordinal", "title": null},
        "y": {"field": "spending", "type": "quantitative", "title": "million KZT"}, "color": {"field": "instrument", "title": null}}})json");
    return chart;
}

}  // namespace

Page some_page() {
    PageSource source;
    source.file = "small <b>.h5";
    source.kind = "run";
    source.question = std::string("Who settles where? ") + hostile;
    source.program = "0.1.0 (abc)";
    source.seed = "1";
    source.replicates = "4";
    source.assumed = {"housing.home_area = 50 m2 30 to 80",
                      "places.rent = {KZ-10: 1780, KZ-11: 3230.5} KZT per m2 and month 1200 to 6000"};
    source.inputs = {{"small.yaml", "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"}};
    PageSection section{"answer", "The answer", {"In the years reported 12,345 persons settle."}};
    section.cards = {{"Placed under a quota", "34,512 persons", "34,100 to 34,900", "mean of 4 replicates", 1},
                     {"Left their region", "1,200 families", "1,100 to 1,300", "", -1},
                     {"Spent", "12.3 billion KZT", "12.1 to 12.5", "", 0}};
    section.charts = {map_chart(), fan_chart()};
    PageSection money{"money", "Money"};
    money.charts = {bars_chart()};
    PageTableBlock table;
    table.id = "calendar";
    table.title = "Quota by region";
    table.reading = "A region is full when no place is left.";
    table.table.columns = {{"name", "Region", ""}, {"used", "Used", "persons", PageColumnKind::count}};
    table.table.rows.push_back({"Abai, \"east\"", 1234});
    table.table.rows.push_back({"Akmola", nullptr});
    money.tables = {table};
    source.sections = {section, money};
    return {source.question, {source}, 0};
}

}  // namespace qonys::test
