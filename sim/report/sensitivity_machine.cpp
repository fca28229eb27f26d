#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "report/sensitivity_findings.hpp"
#include "report/sweep_labels.hpp"

namespace qonys {
namespace {

using Json = nlohmann::ordered_json;

class Rows {
public:
    void measure(std::string name) { measure_ = std::move(name); }
    void add(const std::string& parameter, const std::string& kind, const Estimate& e, const std::string& unit = "") {
        text_ += fmt::format("{},{},{},{},{},{},{}\n", csv_field(measure_), csv_field(parameter), kind, exact_number(e.value),
                             exact_number(e.low), exact_number(e.high), csv_field(unit));
    }
    void add(const std::string& parameter, const std::string& kind, double value, const std::string& unit = "") {
        constexpr double nan = std::numeric_limits<double>::quiet_NaN();
        add(parameter, kind, Estimate{value, nan, nan}, unit);
    }
    void count(const std::string& kind, std::size_t value) { add("", kind, static_cast<double>(value)); }
    const std::string& text() const { return text_; }

private:
    std::string measure_, text_ = "measure,parameter,kind,value,low,high,unit\n";
};

// The estimates of one kind for every parameter.
struct Kind {
    const char* name;
    const std::vector<Estimate>* of;
    bool in_unit = false;  // of the measure; otherwise a pure number
};

std::vector<Kind> kinds_of(const MeasureFindings& found) {
    std::vector<Kind> kinds;
    if (found.sobol)
        kinds.insert(kinds.end(), {{"sobol_first", &found.sobol->first},
                                   {"sobol_total", &found.sobol->total},
                                   {"sobol_first_raw", &found.sobol->first_raw},
                                   {"sobol_total_raw", &found.sobol->total_raw}});
    if (found.morris)
        kinds.insert(kinds.end(), {{"morris_mu_star", &found.morris->mu_star, true}, {"morris_mu", &found.morris->mu, true}});
    if (found.regression)
        kinds.insert(kinds.end(),
                     {{"regression", &found.regression->coefficient}, {"partial_r2", &found.regression->partial_r2}});
    return kinds;
}

void add_measure(Rows& rows, const SweepHeader& header, const MeasureFindings& found) {
    const std::string unit = header.measures[found.measure].unit, squared = unit.empty() ? "" : "(" + unit + ")^2";
    rows.measure(header.measures[found.measure].name);
    rows.add("", "mean", found.mean, unit);
    rows.count("points", found.points);
    rows.add("", "variance_parameters", found.noise.parameters, squared);
    rows.add("", "variance_monte_carlo", found.noise.monte_carlo, squared);
    rows.add("", "noise_share_of_a_run", noise_in_a_run(found.noise));
    for (const Kind& kind : kinds_of(found))
        for (std::size_t p = 0; p < header.parameters.size(); ++p)
            rows.add(header.parameters[p].name, kind.name, kind.of->at(p), kind.in_unit ? unit : "");
    if (found.sobol) {
        rows.add("", "sobol_first_sum", found.sobol->first_sum);
        rows.count("sobol_rows", found.sobol->rows);
        rows.count("sobol_rows_dropped", found.sobol->dropped);
        rows.add("", "sobol_noise_removed", found.sobol->noise_removed ? 1 : 0);
        rows.add("", "sobol_replicates_in_intervals", found.sobol->replicates_in_intervals ? 1 : 0);
    }
    if (found.morris) {
        for (std::size_t p = 0; p < header.parameters.size(); ++p) {
            rows.add(header.parameters[p].name, "morris_sigma", found.morris->sigma[p], unit);
            rows.add(header.parameters[p].name, "morris_noise", found.morris->noise[p], unit);
        }
        rows.count("morris_trajectories", found.morris->trajectories);
        rows.count("morris_trajectories_dropped", found.morris->dropped);
        rows.add("", "morris_noise_removed", found.morris->noise_removed ? 1 : 0);
        rows.add("", "morris_replicates_in_intervals", found.morris->replicates_in_intervals ? 1 : 0);
    }
    if (found.regression) {
        rows.add("", "r2", found.regression->r2);
        rows.add("", "r2_adjusted", found.regression->r2_adjusted);
        rows.add("", "r2_possible", found.regression->r2_possible);
        rows.add("", "regression_replicates_in_intervals", found.regression->replicates_in_intervals ? 1 : 0);
        rows.count("regression_points", found.regression->used);
        rows.count("regression_points_dropped", found.regression->dropped);
    }
}

void add_condition(Rows& rows, const SweepHeader& header, const ConditionFindings& found) {
    rows.measure(condition_for_programs(header, found));
    rows.add("", "threshold", found.threshold, header.measures[found.condition.measure].unit);
    rows.count("points", found.discovery.points);
    rows.count("cases", found.discovery.cases);
    rows.count("points_dropped", found.discovery.dropped);
    for (std::size_t b = 0; b < found.discovery.trajectories.size(); ++b) {
        const DiscoveredBox& box = found.discovery.trajectories[b].at(found.discovery.chosen[b]);
        const std::string name = fmt::format("box_{}_", b + 1);
        rows.add("", name + "coverage", box.coverage);
        rows.add("", name + "density", box.density);
        rows.add("", name + "mass", box.mass);
        rows.count(name + "points", box.points);
        rows.count(name + "cases", box.cases);
        // value: quasi-p, a pure number; low and high, in the parameter's unit, are empty where the box has no limit
        constexpr double nan = std::numeric_limits<double>::quiet_NaN();
        for (const BoxLimit& limit : box.limits)
            rows.add(header.parameters[limit.parameter].name, name + "limit",
                     {limit.quasi_p, limit.restricts_low ? limit.low : nan, limit.restricts_high ? limit.high : nan},
                     header.parameters[limit.parameter].unit);
    }
}

Json estimate_json(const Estimate& e) {
    return {{"value", json_number(e.value)}, {"low", json_number(e.low)}, {"high", json_number(e.high)}};
}

Json measure_json(const SweepHeader& header, const MeasureFindings& found) {
    const SweptMeasure& measure = header.measures[found.measure];
    Json json{{"measure", measure.name},
              {"title", measure.title},
              {"unit", measure.unit},
              {"points", found.points},
              {"mean", json_number(found.mean)},
              {"variance_parameters", json_number(found.noise.parameters)},
              {"variance_monte_carlo", json_number(found.noise.monte_carlo)},
              {"noise_share_of_a_run", json_number(noise_in_a_run(found.noise))},
              {"parameters", Json::array()}};
    for (std::size_t p = 0; p < header.parameters.size(); ++p) {
        Json row{{"parameter", header.parameters[p].name}};
        for (const Kind& kind : kinds_of(found)) row[kind.name] = estimate_json(kind.of->at(p));
        if (found.morris) {
            row["morris_sigma"] = json_number(found.morris->sigma[p]);
            row["morris_noise"] = json_number(found.morris->noise[p]);
        }
        json["parameters"].push_back(std::move(row));
    }
    if (found.sobol)
        json["sobol"] = {{"rows", found.sobol->rows},
                         {"dropped", found.sobol->dropped},
                         {"noise_removed", found.sobol->noise_removed},
                         {"replicates_in_intervals", found.sobol->replicates_in_intervals},
                         {"first_sum", estimate_json(found.sobol->first_sum)},
                         {"variance", json_number(found.sobol->variance)}};
    if (found.morris)
        json["morris"] = {{"trajectories", found.morris->trajectories},
                          {"dropped", found.morris->dropped},
                          {"noise_removed", found.morris->noise_removed},
                          {"replicates_in_intervals", found.morris->replicates_in_intervals}};
    if (found.regression)
        json["regression"] = {{"points", found.regression->used},
                              {"dropped", found.regression->dropped},
                              {"r2", estimate_json(found.regression->r2)},
                              {"r2_adjusted", json_number(found.regression->r2_adjusted)},
                              {"r2_possible", json_number(found.regression->r2_possible)},
                              {"replicates_in_intervals", found.regression->replicates_in_intervals}};
    json["refusals"] = found.refusals;
    return json;
}

Json box_json(const SweepHeader& header, const DiscoveredBox& box) {
    Json json{{"coverage", json_number(box.coverage)},
              {"density", json_number(box.density)},
              {"mass", json_number(box.mass)},
              {"points", box.points},
              {"cases", box.cases},
              {"limits", Json::array()}};
    for (const BoxLimit& limit : box.limits) {
        const SweptParameter& parameter = header.parameters[limit.parameter];
        json["limits"].push_back({{"parameter", parameter.name},
                                  {"low", limit.restricts_low ? value_json(parameter, limit.low) : Json(nullptr)},
                                  {"high", limit.restricts_high ? value_json(parameter, limit.high) : Json(nullptr)},
                                  {"quasi_p", json_number(limit.quasi_p)}});
    }
    return json;
}

Json condition_json(const SweepHeader& header, const ConditionFindings& found) {
    Json json{{"condition", condition_for_programs(header, found)},
              {"threshold", json_number(found.threshold)},
              {"unit", header.measures[found.condition.measure].unit},
              {"lowest", json_number(found.lowest)},
              {"highest", json_number(found.highest)},
              {"points", found.discovery.points},
              {"cases", found.discovery.cases},
              {"dropped", found.discovery.dropped},
              {"boxes", Json::array()}};
    for (std::size_t b = 0; b < found.discovery.trajectories.size(); ++b) {
        Json box = box_json(header, found.discovery.trajectories[b].at(found.discovery.chosen[b]));
        box["step"] = found.discovery.chosen[b] + 1;
        box["trajectory"] = Json::array();
        for (const DiscoveredBox& step : found.discovery.trajectories[b]) box["trajectory"].push_back(box_json(header, step));
        json["boxes"].push_back(std::move(box));
    }
    return json;
}

}  // namespace

std::string condition_for_programs(const SweepHeader& header, const ConditionFindings& found) {
    return fmt::format("{} {} {}{}", header.measures[found.condition.measure].name,
                       relation_words[static_cast<int>(found.condition.relation)], exact_number(found.condition.number),
                       found.condition.percent ? "%" : "");
}

std::string sensitivity_as_csv(const SweepContent& content, const SensitivityFindings& findings) {
    Rows rows;
    for (const MeasureFindings& found : findings.measures) add_measure(rows, content.header, found);
    for (const ConditionFindings& found : findings.conditions) add_condition(rows, content.header, found);
    return rows.text();
}

std::string sensitivity_as_json(const SweepContent& content, const SensitivityFindings& findings) {
    const SweepHeader& header = content.header;
    const Lens& lens = findings.question.lens;
    Json json{{"question", header.question}, {"design", header.design},
              {"points", header.points},     {"replicates", header.replicates},
              {"seed", header.seed},         {"shard", header.shard},
              {"shards", header.shards},     {"failed", failed_points(content).size()}};
    if (header.has_arms()) {
        json["arm"] = header.arms[lens.arm].name;
        json["reference"] = header.arms[0].name;
    }
    json["figures"] = lens.difference ? "difference" : "level";
    json["measures"] = Json::array();
    for (const MeasureFindings& found : findings.measures) json["measures"].push_back(measure_json(header, found));
    json["constant"] = Json::array();
    for (const std::size_t measure : findings.constant) json["constant"].push_back(header.measures[measure].name);
    json["no_value"] = Json::array();
    for (const std::size_t measure : findings.no_value) json["no_value"].push_back(header.measures[measure].name);
    json["conditions"] = Json::array();
    for (const ConditionFindings& found : findings.conditions) json["conditions"].push_back(condition_json(header, found));
    return json.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace qonys
