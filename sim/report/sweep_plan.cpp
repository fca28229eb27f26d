#include "report/sweep_plan.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "report/progress.hpp"
#include "report/sweep_labels.hpp"

namespace qonys {

namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t first_points = 10;

std::int64_t runs_of(const SweepContent& content) {
    return static_cast<std::int64_t>(content.size()) * content.header.replicates;
}

double seconds_of(const SweepContent& content, const PlanTime& time) {
    return time.seconds * static_cast<double>(runs_of(content)) / time.threads;
}

std::string time_text(const SweepContent& content, const PlanTime& time) {
    const SweepHeader& header = content.header;
    std::string text = fmt::format("{} x {} = {} of {}\n", counted(content.size(), "point"),
                                   counted(static_cast<std::size_t>(header.replicates), "replicate"),
                                   counted(static_cast<std::size_t>(runs_of(content)), "run"),
                                   header.has_arms() ? counted(header.arms.size(), "arm") : "one scenario");
    if (std::isnan(time.seconds)) return text + "no estimate of the time: the checker refuses the first points\n";
    text += fmt::format("estimated time: {} on {}; {:.3g} s a run, measured {}\n", duration_text(seconds_of(content, time)),
                        counted(static_cast<std::size_t>(time.threads), "thread"), time.seconds,
                        time.shared ? "over the first points, which share their history" : "on the first point");
    return text;
}

std::string points_table(const SweepContent& content) {
    FigureTable table;
    const std::size_t shown = std::min(first_points, content.size());
    table.title = content.size() > shown ? fmt::format("First {} of {}", shown, counted(content.size(), "point")) : "Points";
    table.row_heading = "point";
    const std::vector<std::string> names = column_names(content.header.parameters);
    for (std::size_t p = 0; p < names.size(); ++p) {
        FigureColumn& column = table.columns.emplace_back();
        column.name = names[p];
        for (std::size_t i = 0; i < shown; ++i)
            column.texts.push_back(value_for_people(content.header.parameters[p], content.parameter(i, p)));
    }
    for (std::size_t i = 0; i < shown; ++i) table.rows.push_back(std::to_string(content.points.number[i]));
    return print_within(table, sweep_page_width);
}

std::string plan_csv(const SweepContent& content) {
    std::string text;
    const auto& parameters = content.header.parameters;
    for (std::size_t p = 0; p < parameters.size(); ++p) text += (p ? "," : "") + csv_field(parameters[p].name);
    text += "\n";
    for (std::size_t i = 0; i < content.size(); ++i) {
        for (std::size_t p = 0; p < parameters.size(); ++p)
            text += (p ? "," : "") + csv_field(value_for_programs(parameters[p], content.parameter(i, p)));
        text += "\n";
    }
    return text;
}

std::string plan_json(const SweepContent& content, const PlanTime& time) {
    const SweepHeader& header = content.header;
    Json all;
    all["question"] = header.question;
    all["design"] = header.design;
    all["points"] = content.size();
    all["replicates"] = header.replicates;
    all["arms"] = header.arms.size();
    all["runs"] = runs_of(content);
    all["estimated_seconds"] = json_number(seconds_of(content, time));
    all["threads"] = time.threads;
    for (std::size_t i = 0; i < content.size(); ++i) {
        Json point{{"point", content.points.number[i]}};
        for (std::size_t p = 0; p < header.parameters.size(); ++p)
            point["parameters"][header.parameters[p].name] = value_json(header.parameters[p], content.parameter(i, p));
        all["design_points"].push_back(std::move(point));
    }
    return all.dump(1) + "\n";
}

}  // namespace

std::string report_plan(const SweepHeader& header, const SweepPoints& points, const PlanTime& time, Format format) {
    SweepContent content;
    content.header = header;
    content.points = points;
    content.failures.resize(points.number.size());
    if (format == Format::csv) return plan_csv(content);
    if (format == Format::json) return plan_json(content, time);
    return sweep_head(content, "nothing was simulated but a first run, to measure the time") + "\n" + time_text(content, time) +
           varied_section(content) + "\n" + points_table(content);
}

}  // namespace qonys
