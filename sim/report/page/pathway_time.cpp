#include <fmt/format.h>

#include <algorithm>

#include "report/page/chart_parts.hpp"
#include "report/page/charts.hpp"
#include "report/page/pathway_parts.hpp"

namespace qonys {

using nlohmann::json;

namespace {

constexpr std::size_t most_steps = 270;  // on a chart: five years of weeks

// Positions of the steps that a chart shows: all, or every second, third, …, and the last.
std::vector<std::size_t> shown_steps(std::size_t steps) {
    const std::size_t every = (steps + most_steps - 1) / most_steps;
    std::vector<std::size_t> shown;
    for (std::size_t i = 0; i < steps; i += every) shown.push_back(i);
    if (shown.back() + 1 != steps) shown.push_back(steps - 1);
    return shown;
}

std::string every_words(const PathwayView& view) {
    const std::size_t steps = view.run.dates.size(), every = (steps + most_steps - 1) / most_steps;
    const bool weeks = view.run.loaded.scenario.pathways.time_step == "week";
    std::string text = view.texts(weeks ? "pathway.by_week" : "pathway.by_day");
    if (every > 1) text += " " + view.texts("pathway.every", {{"every", std::to_string(every)}});
    return text;
}

// From "2019-05-07" in the column `date` to what month_channel() needs.
json date_steps() {
    return json::array(
        {json{{"calculate", "utc(+slice(datum.date, 0, 4), +slice(datum.date, 5, 7) - 1, +slice(datum.date, 8, 10))"},
              {"as", month_start_key}},
         json{{"calculate", "datum.date"}, {"as", month_words_key}}});
}

// Lines or stacked areas of `value` over `date`, one colour for each label of `series`.
json over_time(const ChartAxis& date, const ChartAxis& value, const ChartAxis& series, bool stacked) {
    const json across = month_channel(date);
    json up = quantitative(value, ChartSide::left);
    const json tips = {tip("date", "nominal", date.title, ""), tip(series.key, "nominal", series.title, ""), tip(value)};
    json spec = {{"height", 260}, {"transform", date_steps()}, {"encoding", {{"x", across}, {"color", coloured(series)}}}};
    if (stacked) {
        up["stack"] = "zero";
        spec["mark"] = {{"type", "area"}, {"opacity", 1}, {"line", false}};
        spec["encoding"]["y"] = up;
        spec["encoding"]["tooltip"] = tips;
        return spec;
    }
    spec["layer"] = {{{"mark", {{"type", "line"}, {"strokeWidth", 2}}}, {"encoding", {{"y", up}}}},
                     {{"mark", {{"type", "point"}, {"filled", true}}},
                      {"params",
                       {{{"name", "pointed"},
                         {"select", {{"type", "point"}, {"nearest", true}, {"on", "pointerover"}, {"clear", "pointerout"}}}}}},
                      {"encoding",
                       {{"y", up},
                        {"size", {{"condition", {{"param", "pointed"}, {"empty", false}, {"value", 80}}}, {"value", 0}}},
                        {"tooltip", tips}}}}};
    return spec;
}

bool any_of_stage(const RunCube& cube, std::size_t programme, std::size_t stage) {
    for (std::size_t d = 0; d < cube.shape[0]; ++d)
        if (cube.at(0, {d, programme, stage}) > 0) return true;
    return false;
}

template <typename IsEmpty>
std::vector<std::size_t> between_empty(const std::vector<std::size_t>& shown, const IsEmpty& is_empty) {
    std::size_t first = 0, last = shown.size();
    while (first + 1 < last && is_empty(shown[first]) && is_empty(shown[first + 1])) ++first;
    while (last > first + 1 && is_empty(shown[last - 1]) && is_empty(shown[last - 2])) --last;
    return {shown.begin() + static_cast<std::ptrdiff_t>(first), shown.begin() + static_cast<std::ptrdiff_t>(last)};
}

// Steps from the one before anybody is counted to the one after.
std::vector<std::size_t> lively(const std::vector<std::size_t>& shown, const RunCube& cube, std::size_t programme) {
    const auto is_empty = [&](std::size_t d) {
        double sum = 0;
        for (std::size_t s = 0; s < cube.shape[2]; ++s) sum += cube.at(0, {d, programme, s});
        return sum == 0;
    };
    return between_empty(shown, is_empty);
}

PageChart chart_over_time(const PathwayView& view, const std::string& id, const RunCube& cube, bool stacked) {
    const PageTexts& texts = view.texts;
    PageChart chart;
    chart.id = id;
    const std::string key = stacked ? "pathway.present" : "pathway.waiting";
    chart.title = texts(key + "_title");
    chart.unit = sentences({view.by_spread("pathway.mean_persons"), every_words(view)});
    chart.reading = texts(key + "_reading");
    chart.table.columns = {view.programme_column(),
                           {"stage", texts("pathway.stage_title"), "", PageColumnKind::text},
                           {"date", texts("pathway.date"), "", PageColumnKind::text},
                           {"persons", texts("pathway.persons"), texts("run.persons"), PageColumnKind::count, 1}};
    const std::vector<std::size_t> shown = shown_steps(view.run.dates.size());
    std::string first;
    for (std::size_t p = 0; p < view.run.programme.size(); ++p)
        for (const std::size_t s : view.stages(p)) {
            if (!any_of_stage(cube, p, s)) continue;
            if (first.empty()) first = view.programme(p);
            for (const std::size_t d : lively(shown, cube, p))
                chart.table.rows.push_back({view.programme(p), view.stage(p, view.run.stage.labels[s]), view.run.dates[d],
                                            rounded(cube.at(0, {d, p, s}), 1)});
        }
    if (first.empty()) return chart;
    chart.spec = over_time({"date", texts("pathway.date")}, {"persons", texts("run.persons")},
                           {"stage", texts("pathway.stage_title")}, stacked);
    add_choice(chart.spec, "chosen", "programme", first);
    view.choose_programme(first, chart);
    chart.source = view.head.source;
    return chart;
}

// Centres, and stages with places of their own.
std::vector<std::size_t> limited_rooms(const PathwayView& view) {
    std::vector<std::size_t> rooms;
    for (std::size_t r = 0; r < view.run.room.size(); ++r)
        if (mean_of_table(view.run.table("places"), {view.run.room.labels[r]}) > 0) rooms.push_back(r);
    return rooms;
}

// From the step before anybody is in a room, in any replicate, to the one after.
std::vector<std::size_t> used_steps(const PathwayFile& run, std::size_t room) {
    const std::vector<std::size_t> shown = shown_steps(run.dates.size());
    const auto is_empty = [&](std::size_t d) {
        for (std::size_t r = 0; r < run.head.replicates; ++r)
            if (run.occupied.at(r, {d, room}) > 0) return false;
        return true;
    };
    return between_empty(shown, is_empty);
}

PageChart rooms_chart(const PathwayView& view, const std::vector<std::size_t>& rooms) {
    const PathwayFile& run = view.run;
    const PageTexts& texts = view.texts;
    PageChart chart;
    chart.id = "occupancy-over-time";
    chart.title = texts("pathway.rooms_title");
    chart.unit = sentences({texts("pathway.rooms_unit"), every_words(view)});
    chart.reading = sentences({view.by_spread("run.people_reading"), texts("pathway.places_line")});
    chart.table.columns = {{"room", texts("pathway.room"), "", PageColumnKind::text},
                           {"date", texts("pathway.date"), "", PageColumnKind::text}};
    add_quantile_columns(chart.table, texts("pathway.persons"), texts("run.persons"), PageColumnKind::count, 0, view.head);
    chart.table.columns.push_back({"places", texts("pathway.places"), texts("run.persons"), PageColumnKind::number, 0});
    for (const std::size_t room : rooms)
        for (const std::size_t d : used_steps(run, room)) {
            std::vector<double> values;
            for (std::size_t r = 0; r < run.head.replicates; ++r) values.push_back(run.occupied.at(r, {d, room}));
            json row = {view.room(run.room.labels[room]), run.dates[d]};
            add_quantile_cells(row, figure_of(values, run.head), 0, view.head);
            row.push_back(rounded(mean_of_table(run.table("places"), {run.room.labels[room]}), 0));
            chart.table.rows.push_back(std::move(row));
        }
    chart.spec = fan_spec({"date", texts("pathway.date")}, true, {"p50", texts("run.persons")}, texts, view.head.spread());
    chart.spec["transform"] = date_steps();
    json up = quantitative({"places", texts("run.persons")}, ChartSide::left);
    chart.spec["layer"].push_back({{"mark", {{"type", "line"}, {"color", "gray"}, {"strokeDash", {6, 4}}, {"strokeWidth", 2}}},
                                   {"encoding", {{"x", month_channel({"date", texts("pathway.date")})}, {"y", up}}}});
    const std::string first = view.room(run.room.labels[rooms.front()]);
    add_choice(chart.spec, "chosen", "room", first);
    chart.controls = {{PageControl::Kind::choose_value, "chosen", texts("pathway.room"), "room", {}, first}};
    chart.source = view.head.source;
    return chart;
}

}  // namespace

PageSection stages_over_time_section(const PathwayView& view) {
    PageSection section{"people", view.texts("pathway.over_time")};
    PageChart present = chart_over_time(view, "present", view.run.present, true);
    present.note = view.rests_on({"stages.days", "arrivals.persons", "delay_days", "next", "leave"});
    if (!present.table.rows.empty()) section.charts.push_back(std::move(present));
    if (const std::vector<std::size_t> rooms = limited_rooms(view); !rooms.empty()) {
        section.charts.push_back(rooms_chart(view, rooms));
        section.charts.back().note = view.rests_on({"stages.places", "centres.places", "stages.days", "arrivals.persons"});
    }
    PageChart waiting = chart_over_time(view, "waiting", view.run.waiting, false);
    waiting.note = view.rests_on({"stages.places", "centres.places", "stages.days"});
    if (!waiting.table.rows.empty())
        section.charts.push_back(std::move(waiting));
    else
        section.paragraphs.push_back(view.texts("pathway.nobody_waits"));
    return section;
}

}  // namespace qonys
