#include <fmt/format.h>

#include "report/page/charts.hpp"
#include "report/page/names.hpp"
#include "report/page/run_parts.hpp"

namespace qonys {

using nlohmann::json;

namespace {

// A measure by month, of one stream or of all.
struct Series {
    std::string measure, stream;
    const RunCube* cube;                 // month first
    std::vector<std::size_t> positions;  // in the last axis, summed
};

std::string words_of(const Series& series, const PageTexts& texts) {
    return texts("run.series", {{"measure", series.measure}, {"stream", series.stream}});
}

double sum_in_month(const RunCube& cube, std::size_t replicate, std::size_t month, const std::vector<std::size_t>& positions) {
    const std::size_t last = cube.shape.back(), per_month = cube.size / cube.shape[0];
    double sum = 0;
    for (std::size_t c = 0; c < per_month; c += last)
        for (const std::size_t p : positions) sum += cube.cells[replicate * cube.size + month * per_month + c + p];
    return sum;
}

bool is_nought(const Series& series) {
    for (std::size_t c = 0; c < series.cube->cells.size(); ++c)
        for (const std::size_t p : series.positions)
            if (c % series.cube->shape.back() == p && series.cube->cells[c] != 0) return false;
    return true;
}

// All streams together where there are several, then each that is not 0 throughout.
void add_series(const RunView& view, const char* key, const RunCube& cube, const Axis& axis, std::vector<Series>& all) {
    std::vector<Series> lively;
    std::vector<std::size_t> positions;
    for (std::size_t i = 0; i < axis.size(); ++i) {
        const Series one{view.texts(key), name_of(view.texts, axis.name, axis.labels[i]), &cube, {i}};
        if (is_nought(one)) continue;
        lively.push_back(one);
        positions.push_back(i);
    }
    if (lively.size() > 1) all.push_back({view.texts(key), view.texts("run.all"), &cube, positions});
    all.insert(all.end(), lively.begin(), lively.end());
}

}  // namespace

PageSection people_section(const RunView& view) {
    const RunFile& run = view.run;
    const PageTexts& texts = view.texts;
    PageSection section{"people", texts("run.people")};
    std::vector<Series> all;
    add_series(view, "run.stock", run.stock, run.stream, all);
    add_series(view, "run.arrivals", run.arrivals, run.inflow, all);
    add_series(view, "run.placed", run.placed, run.stream, all);
    add_series(view, "run.waiting", run.waiting, run.inflow, all);
    if (all.empty()) {
        section.paragraphs.push_back(texts("run.nobody"));
        return section;
    }
    PageChart chart;
    chart.id = "people";
    chart.title = texts("run.people_title");
    chart.unit = texts("run.people_unit");
    chart.reading = view.by_spread("run.people_reading");
    chart.table.columns = {{"measure", texts("run.measure"), "", PageColumnKind::text},
                           {"stream", texts("run.stream"), "", PageColumnKind::text},
                           {"month", texts("run.month"), "", PageColumnKind::month}};
    add_quantile_columns(chart.table, texts("run.value"), texts("run.persons"), PageColumnKind::count, 0, view);
    // What is chosen; behind the others, which tell --suppress-below what adds up.
    chart.table.columns.push_back({"series", texts("run.measure"), "", PageColumnKind::text, 0, false});
    for (const Series& series : all)
        for (std::size_t m = 0; m < run.month.size(); ++m) {
            std::vector<double> values;
            for (std::size_t r = 0; r < run.replicates; ++r) values.push_back(sum_in_month(*series.cube, r, m, series.positions));
            json row = {series.measure, series.stream, run.month.labels[m]};
            add_quantile_cells(row, figure_of(values, run), 0, view);
            row.push_back(words_of(series, texts));
            chart.table.rows.push_back(std::move(row));
        }
    const std::string first = words_of(all.front(), texts);
    chart.spec = fan_spec({"month", texts("run.month")}, true, {"p50", texts("run.persons")}, texts, view.spread());
    add_choice(chart.spec, "chosen", "series", first);
    chart.controls = {{PageControl::Kind::choose_value, "chosen", texts("run.measure"), "series", {}, first}};
    chart.source = view.source;
    section.charts.push_back(chart);
    return section;
}

PageSection work_section(const RunView& view) {
    const RunFile& run = view.run;
    const PageTexts& texts = view.texts;
    PageSection section{"work", texts("run.work")};
    PageChart chart;
    chart.id = "employment";
    chart.title = texts("run.work_title");
    chart.unit = texts("run.work_unit");
    chart.reading = view.by_spread("run.work_reading");
    chart.table.columns = {{"stream", texts("run.stream"), "", PageColumnKind::text},
                           {"month", texts("run.month"), "", PageColumnKind::month}};
    add_quantile_columns(chart.table, texts("run.employed_share"), "", PageColumnKind::share, 1, view);
    chart.table.columns.push_back({"employed", texts("run.employed"), texts("run.persons"), PageColumnKind::count, 1, false});
    std::string first;
    for (const std::size_t s : lively_streams(run)) {
        if (first.empty()) first = view.stream(s);
        for (std::size_t m = 0; m < run.month.size(); ++m) {
            std::vector<double> values;
            double employed = 0;
            for (std::size_t r = 0; r < run.replicates; ++r) {
                values.push_back(ratio(run.working.at(r, {m, s}), run.working_age.at(r, {m, s})));
                employed += run.working.at(r, {m, s}) / static_cast<double>(run.replicates);
            }
            json row = {view.stream(s), run.month.labels[m]};
            add_quantile_cells(row, figure_of(values, run), 4, view);
            row.push_back(rounded(employed, 1));
            chart.table.rows.push_back(std::move(row));
        }
    }
    if (first.empty()) {
        section.paragraphs.push_back(texts("run.nobody"));
        return section;
    }
    chart.spec = fan_spec({"month", texts("run.month")}, true, {"p50", texts("run.employed_share"), ".0%"}, texts, view.spread());
    add_choice(chart.spec, "chosen", "stream", first);
    chart.controls = {{PageControl::Kind::choose_value, "chosen", texts("run.stream"), "stream", {}, first}};
    chart.note = texts("run.work_note");
    chart.source = view.source;
    section.charts.push_back(chart);
    return section;
}

}  // namespace qonys
