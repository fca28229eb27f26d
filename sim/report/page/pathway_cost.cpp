#include <fmt/format.h>

#include <cmath>

#include "accounts/pathway_summary.hpp"
#include "report/page/charts.hpp"
#include "report/page/pathway_parts.hpp"

namespace qonys {

using nlohmann::json;

namespace {

constexpr double thousand = 1e3;

// Persons in a stage, mean over the steps of a year: what --suppress-below looks at beside the cost of the year.
double persons_in_year(const PathwayFile& run, std::size_t programme, std::size_t stage, const std::string& year) {
    double sum = 0, steps = 0;
    for (std::size_t d = 0; d < run.dates.size(); ++d) {
        if (run.dates[d].substr(0, 4) != year) continue;
        sum += run.present.at(0, {d, programme, stage});
        ++steps;
    }
    return ratio(sum, steps);
}

std::string cost_rests_on(const PathwayView& view) {
    return view.rests_on({"cost_per_day", "cost_on_entry", "stages.days", "usd_per_kzt"});
}

PageChart cost_by_year(const PathwayView& view) {
    const PathwayFile& run = view.run;
    const PageTexts& texts = view.texts;
    PageChart chart;
    chart.id = "cost-by-year";
    chart.title = texts("pathway.cost_by_year");
    chart.unit = view.by_spread("pathway.cost_unit");
    chart.reading = texts("pathway.cost_reading");
    chart.table.columns = {view.programme_column(),
                           {"year", texts("run.year"), "", PageColumnKind::year},
                           {"stage", texts("pathway.stage_title"), "", PageColumnKind::text},
                           {"persons", texts("pathway.mean_present"), texts("run.persons"), PageColumnKind::count, 1},
                           {"cost", texts("pathway.cost"), texts("run.millions"), PageColumnKind::money, 2}};
    const RunTable& table = run.table("yearly/spending");
    for (std::size_t p = 0; p < run.programme.size(); ++p)
        for (const std::string& year : table.axes.at(0).labels)
            for (const std::size_t s : view.stages(p)) {
                const double cost = mean_of_table(table, {year, run.programme.labels[p], run.stage.labels[s]}) / million;
                chart.table.rows.push_back({view.programme(p), std::stoi(year), view.stage(p, run.stage.labels[s]),
                                            rounded(persons_in_year(run, p, s, year), 1), rounded(cost, 2)});
            }
    const std::string first = view.programme(0);
    chart.spec =
        stacked_bars_spec({"year", texts("run.year")}, {"cost", texts("run.millions")}, {"stage", texts("pathway.stage_title")});
    add_choice(chart.spec, "chosen", "programme", first);
    view.choose_programme(first, chart);
    chart.note = cost_rests_on(view);
    chart.source = view.head.source;
    return chart;
}

void add_figure(const PathwayView& view, const RunTable& table, const std::vector<std::string>& labels, double unit, int decimals,
                json& row) {
    const MeanFigure figure = mean_figure(table, labels, view.run.head);
    row.push_back(rounded(figure.mean / unit, decimals));
    if (!view.head.intervals()) return;
    row.push_back(rounded(figure.low / unit, decimals));
    row.push_back(rounded(figure.high / unit, decimals));
}

void add_columns(const PathwayView& view, const std::string& key, const std::string& title, const std::string& unit, int decimals,
                 PageTable& table) {
    table.columns.push_back({key, title, unit, PageColumnKind::money, decimals});
    if (!view.head.intervals()) return;
    for (const char* end : {"low", "high"})
        table.columns.push_back({key + "_" + end, view.texts(std::string("chart.") + end), unit, PageColumnKind::money, decimals,
                                 key == "cost"});  // others in the CSV file: the table would be too wide
}

PageTableBlock cost_by_stage(const PathwayView& view) {
    const PathwayFile& run = view.run;
    const PageTexts& texts = view.texts;
    PageTableBlock block{"cost-by-stage",
                         texts("pathway.cost_by_stage"),
                         sentences({view.by_spread("pathway.cost_stage_reading"), cost_rests_on(view)}),
                         {},
                         view.head.source};
    block.table.columns = {view.programme_column(),
                           {"stage", texts("pathway.stage_title"), "", PageColumnKind::text},
                           {"entered", texts("pathway.entered"), texts("run.persons"), PageColumnKind::count, 1}};
    add_columns(view, "cost", texts("pathway.cost"), texts("run.millions"), 2, block.table);
    for (std::size_t p = 0; p < run.programme.size(); ++p)
        for (const Stage& stage : run.programmes()[p].stages) {
            json row = {view.programme(p), view.stage(p, stage.name),
                        rounded(mean_of_table(run.table("entered"), {run.programme.labels[p], stage.name, all_label}), 1)};
            add_figure(view, run.table("spending"), {run.programme.labels[p], stage.name}, million, 2, row);
            block.table.rows.push_back(std::move(row));
        }
    return block;
}

// All programmes together.
void add_total_row(const PathwayView& view, PageTable& table) {
    const PathwayFile& run = view.run;
    if (run.programme.size() < 2) return;
    json row = {view.texts("pathway.all_programmes"), rounded(mean_of_table(run.table("arrivals"), {all_label, all_label}), 1),
                rounded(mean_of_table(run.table("completed"), {all_label, all_label}), 1)};
    add_figure(view, run.table("spending"), {all_label, all_label}, million, 2, row);
    double dollars = 0;
    for (const std::string& name : run.programme.labels) dollars += mean_of_table(run.table("spending_usd"), {name});
    row.push_back(rounded(dollars / million, 3));
    for (const char* per : {"spending_per_arrival", "spending_per_completed"})
        add_figure(view, run.table(per), {all_label}, thousand, 1, row);
    table.rows.push_back(std::move(row));
}

PageTableBlock cost_per_person(const PathwayView& view) {
    const PathwayFile& run = view.run;
    const PageTexts& texts = view.texts;
    PageTableBlock block{"cost-per-person",
                         texts("pathway.cost_per_person"),
                         sentences({view.by_spread("pathway.cost_person_reading"), cost_rests_on(view)}),
                         {},
                         view.head.source};
    block.table.columns = {view.programme_column(),
                           {"arrived", texts("pathway.arrived"), texts("run.persons"), PageColumnKind::count, 1},
                           {"completed", texts("pathway.completed"), texts("run.persons"), PageColumnKind::count, 1}};
    add_columns(view, "cost", texts("pathway.cost"), texts("run.millions"), 2, block.table);
    block.table.columns.push_back(
        {"cost_usd", texts("pathway.cost_usd"), texts("pathway.million_usd"), PageColumnKind::money, 3});
    add_columns(view, "cost_per_arrival", texts("pathway.per_arrival"), texts("pathway.thousands"), 1, block.table);
    add_columns(view, "cost_per_completed", texts("pathway.per_completed"), texts("pathway.thousands"), 1, block.table);
    bool at_times = false;
    for (std::size_t p = 0; p < run.programme.size(); ++p) {
        const std::string& name = run.programme.labels[p];
        json row = {view.programme(p), rounded(mean_of_table(run.table("arrivals"), {name, all_label}), 1),
                    rounded(mean_of_table(run.table("completed"), {name, all_label}), 1)};
        add_figure(view, run.table("spending"), {name, all_label}, million, 2, row);
        row.push_back(rounded(mean_of_table(run.table("spending_usd"), {name}) / million, 3));
        add_figure(view, run.table("spending_per_arrival"), {name}, thousand, 1, row);
        add_figure(view, run.table("spending_per_completed"), {name}, thousand, 1, row);
        at_times = at_times || has_meaning_only_at_times(run, run.table("spending_per_completed"), {name});
        block.table.rows.push_back(std::move(row));
    }
    add_total_row(view, block.table);
    if (at_times) block.reading = sentences({block.reading, texts("pathway.at_times")});
    return block;
}

}  // namespace

PageSection pathway_cost_section(const PathwayView& view) {
    PageSection section{"cost", view.texts("pathway.cost_section")};
    section.charts.push_back(cost_by_year(view));
    section.tables = {cost_per_person(view), cost_by_stage(view)};
    return section;
}

}  // namespace qonys
