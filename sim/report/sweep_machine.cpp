#include "report/sweep_machine.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <nlohmann/json.hpp>
#include <set>

#include "report/note_lines.hpp"
#include "report/sweep_sections.hpp"
#include "sensitivity/effects.hpp"

namespace qonys {
namespace {

using Json = nlohmann::ordered_json;
constexpr std::size_t block = 1024;  // points in memory at a time

std::string dumped(const Json& json, int indent) {
    return json.dump(indent, ' ', false, Json::error_handler_t::replace);
}

// (arm, measure) of one point.
struct PointCells {
    std::vector<PointFigure> own, difference;
};

PointCells cells_of(const SweepHeader& header, const PointResult& result) {
    const std::size_t arms = header.arms.size(), replicates = static_cast<std::size_t>(header.replicates),
                      measures = header.measures.size();
    constexpr double nan = std::numeric_limits<double>::quiet_NaN();
    std::vector<double> own(arms * measures * replicates, nan), difference(own.size(), nan);
    if (result.values.size() < own.size()) return {point_figures(header, own), point_figures(header, difference)};
    for (std::size_t arm = 0; arm < arms; ++arm)
        for (std::size_t r = 0; r < replicates; ++r)
            for (std::size_t m = 0; m < measures; ++m) {
                const std::size_t to = (arm * measures + m) * replicates + r;
                own[to] = result.values[(arm * replicates + r) * measures + m];
                difference[to] = own[to] - result.values[r * measures + m];
            }
    return {point_figures(header, own), header.has_arms() ? point_figures(header, difference) : std::vector<PointFigure>{}};
}

// Calls for each point with its position and its result.
template <class Take>
void each_point(const SweepContent& content, Take take) {
    for (std::size_t first = 0; first < content.size(); first += block) {
        const std::size_t last = std::min(first + block, content.size());
        const std::vector<PointResult> results = content.results(first, last);
        for (std::size_t i = first; i < last; ++i) take(i, results[i - first]);
    }
}

const char* status_of(const std::string& failure) {
    return failure.empty() ? "finished" : "failed";
}

Json figures_json(const SweepHeader& header, const PointCells& cells, std::size_t arm) {
    Json json = Json::object();
    for (std::size_t m = 0; m < header.measures.size(); ++m) {
        const std::size_t at = arm * header.measures.size() + m;
        Json figure{{"mean", json_number(cells.own[at].mean)}, {"se", json_number(cells.own[at].se)}};
        if (header.has_arms()) {
            figure["difference"] = json_number(cells.difference[at].mean);
            figure["difference_se"] = json_number(cells.difference[at].se);
        }
        json[header.measures[m].name] = std::move(figure);
    }
    return json;
}

Json point_json(const SweepContent& content, std::size_t point, const PointResult& result) {
    const SweepHeader& header = content.header;
    Json json{{"point", content.points.number[point]}, {"parameters", Json::object()}};
    for (std::size_t p = 0; p < header.parameters.size(); ++p)
        json["parameters"][header.parameters[p].name] = value_json(header.parameters[p], content.parameter(point, p));
    json["status"] = status_of(result.failure);
    json["message"] = result.failure;
    const PointCells cells = cells_of(header, result);
    if (!header.has_arms()) {
        json["measures"] = figures_json(header, cells, 0);
        return json;
    }
    json["arms"] = Json::object();
    for (std::size_t arm = 0; arm < header.arms.size(); ++arm)
        json["arms"][header.arms[arm].name] = figures_json(header, cells, arm);
    return json;
}

Json effects_json(const SweepContent& content, std::size_t measure, const Lens& lens, const std::vector<double>& values) {
    const SweepHeader& header = content.header;
    const Effects found = effects(sample_of(content, seen_through(lens, content, values)));
    Json json{{"measure", header.measures[measure].name}};
    if (header.has_arms()) json["arm"] = header.arms[lens.arm].name;
    json["figures"] = lens.difference ? "difference" : "level";
    json["noise"] = json_number(found.noise);
    json["main"] = Json::array();
    for (std::size_t p = 0; p < found.main.size(); ++p) {
        Json effect{{"parameter", header.parameters[p].name},
                    {"share", json_number(found.main[p].share)},
                    {"chance", rows_share_values(header) ? Json(nullptr) : json_number(found.main[p].chance)},
                    {"levels", Json::array()}};
        for (const EffectLevel& level : found.main[p].levels)
            effect["levels"].push_back({{"low", value_json(header.parameters[p], level.low)},
                                        {"high", value_json(header.parameters[p], level.high)},
                                        {"mean", json_number(level.mean)},
                                        {"se", json_number(level.se)},
                                        {"points", level.points}});
        json["main"].push_back(std::move(effect));
    }
    json["pairs"] = found.pairs;  // of parameters tried; those whose share is above the limit are listed
    json["interactions"] = Json::array();
    for (const Interaction& pair : found.interactions)
        json["interactions"].push_back({{"first", header.parameters[pair.first].name},
                                        {"second", header.parameters[pair.second].name},
                                        {"share", json_number(pair.share)},
                                        {"chance", json_number(pair.chance)},
                                        {"limit", json_number(pair.limit)}});
    return json;
}

// Names of the parameters' columns: with _varied added, as in the file, where another column is called so.
std::vector<std::string> parameter_columns(const SweepHeader& header) {
    std::set<std::string> taken = {"point", "arm", "status", "message"};
    for (const SweptMeasure& measure : header.measures)
        for (const char* figure : {"_mean", "_se", "_difference", "_difference_se"}) taken.insert(measure.name + figure);
    std::vector<std::string> names;
    for (const SweptParameter& parameter : header.parameters) {
        std::string name = parameter.name;
        while (!taken.insert(name).second) name += "_varied";
        names.push_back(std::move(name));
    }
    return names;
}

Json head_json(const SweepContent& content, const std::string& path) {
    const SweepHeader& header = content.header;
    Json json{{"question", header.question},
              {"design", header.design},
              {"points", header.points},
              {"replicates", header.replicates},
              {"replicates_per_draw", header.replicates_per_draw},
              {"seed", header.seed},
              {"shard", header.shard},
              {"shards", header.shards},
              {"failed", failed_points(content).size()},
              {"output", path}};
    if (header.has_arms()) {
        for (const SweptArm& arm : header.arms) json["arms"].push_back(arm.name);
        json["reference"] = header.arms[0].name;
    }
    json["parameters"] = Json::array();
    for (const SweptParameter& p : header.parameters)
        json["parameters"].push_back({{"name", p.name},
                                      {"unit", p.unit},
                                      {"doc", p.doc},
                                      {"values", p.text},
                                      {"words", p.words},
                                      {"base", value_json(p, p.base)}});
    json["measures"] = Json::array();
    for (const SweptMeasure& m : header.measures)
        json["measures"].push_back({{"name", m.name},
                                    {"title", m.title},
                                    {"unit", m.unit},
                                    {"better", m.better > 0   ? "more"
                                               : m.better < 0 ? "less"
                                                              : "neither"}});
    json["assumed"] = split_lines(assumed_beside_varied(header));
    json["uncertain"] = split_lines(header.uncertain);
    return json;
}

}  // namespace

std::string sweep_as_csv(const SweepContent& content) {
    const SweepHeader& header = content.header;
    std::string text = header.has_arms() ? "point,arm" : "point";
    for (const std::string& name : parameter_columns(header)) text += "," + csv_field(name);
    text += ",status,message";
    for (const SweptMeasure& measure : header.measures) {
        for (const char* figure : {"_mean", "_se"}) text += "," + csv_field(measure.name + figure);
        if (!header.has_arms()) continue;
        for (const char* figure : {"_difference", "_difference_se"}) text += "," + csv_field(measure.name + figure);
    }
    text += "\n";
    each_point(content, [&](std::size_t point, const PointResult& result) {
        const PointCells cells = cells_of(header, result);
        std::string middle;
        for (std::size_t p = 0; p < header.parameters.size(); ++p)
            middle += "," + csv_field(value_for_programs(header.parameters[p], content.parameter(point, p)));
        middle += fmt::format(",{},{}", status_of(result.failure), csv_field(one_line(result.failure, "; ")));
        for (std::size_t arm = 0; arm < header.arms.size(); ++arm) {
            text += fmt::format("{}", content.points.number[point]);
            if (header.has_arms()) text += "," + csv_field(header.arms[arm].name);
            text += middle;
            for (std::size_t m = 0; m < header.measures.size(); ++m) {
                const std::size_t at = arm * header.measures.size() + m;
                text += "," + exact_number(cells.own[at].mean) + "," + exact_number(cells.own[at].se);
                if (header.has_arms())
                    text += "," + exact_number(cells.difference[at].mean) + "," + exact_number(cells.difference[at].se);
            }
            text += "\n";
        }
    });
    return text;
}

// Points and effects are appended as text: as objects in memory they would be many times as large.
std::string sweep_as_json(const SweepContent& content, const std::string& path) {
    std::string text = dumped(head_json(content, path), 1);
    text.resize(text.rfind('}'));
    while (text.ends_with('\n')) text.pop_back();
    text += ",\n \"results\": [";
    bool first = true;
    each_point(content, [&](std::size_t point, const PointResult& result) {
        text += (first ? "\n  " : ",\n  ") + dumped(point_json(content, point, result), -1);
        first = false;
    });
    text += "\n ],\n \"effects\": [";
    first = true;
    for (std::size_t measure = 0; measure < content.header.measures.size(); ++measure) {
        const std::vector<double> values = content.values(measure);
        for (const Lens& lens : lenses(content.header)) {
            text += (first ? "\n  " : ",\n  ") + dumped(effects_json(content, measure, lens, values), -1);
            first = false;
        }
    }
    return text + "\n ]\n}\n";
}

}  // namespace qonys
