#include "sweep/header.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <sstream>

#include "base/problems.hpp"
#include "base/sha256.hpp"
#include "commit.hpp"
#include "commit/sources.hpp"
#include "experiment/run_scenario.hpp"

namespace qonys {

namespace {

constexpr std::int64_t most_runs = 100'000'000;

void refuse_too_large(const SweepHeader& header) {
    if (header.replicates <= most_runs / std::max<std::int64_t>(1, header.points)) return;
    Problems problems;
    problems.add({}, "",
                 fmt::format("{} points x {} replicates are more than {} runs", header.points, header.replicates, most_runs),
                 "take fewer points or replicates");
    throw BadInput(std::move(problems));
}

std::string fingerprint_of(const SweepHeader& header, const Design& design) {
    std::string all = fmt::format("qonys {} {}\n{}\n{} {} {} {}\n", QONYS_VERSION, QONYS_SOURCES, header.design, header.points,
                                  header.replicates, header.replicates_per_draw, header.seed);
    const auto add = [&](const std::string& text) { all += fmt::format("{}\n{}\n", text.size(), text); };
    add(header.sweep_text);
    for (const SweptArm& arm : header.arms) {
        add(arm.name);
        add(arm.scenario_text);
        for (const auto& [name, checksum] : arm.inputs) add(name + " " + checksum);
    }
    for (const SweptMeasure& measure : header.measures) add(measure.name);
    for (const double value : design.values) all += fmt::format("{:a} ", value);
    return sha256(all);
}

// Lines that differ between arms are told for each.
std::string of_all_arms(const Sweep& sweep, const std::function<std::string(const LoadedScenario&)>& lines_of) {
    std::string text;
    for (const SweepArm& arm : sweep.arms) {
        std::istringstream lines(lines_of(arm.base));
        for (std::string line; std::getline(lines, line);)
            if (("\n" + text).find("\n" + line + "\n") == std::string::npos) text += line + "\n";
    }
    return text;
}

}  // namespace

SweepHeader header_of(const Sweep& sweep, const Design& design, const SweepMeasures& measures) {
    const LoadedScenario& first = sweep.arms.front().base;
    SweepHeader header;
    header.question = sweep.question;
    header.pathways = is_pathway_scenario(first.scenario);
    header.design = design_words[static_cast<std::size_t>(sweep.design)];
    header.sweep_text = sweep.text;
    for (const SweepArm& arm : sweep.arms) {
        SweptArm& swept = header.arms.emplace_back();
        swept.name = arm.name;
        swept.scenario_text = arm.base.resolved_text;
        for (const InputFile& file : sweep.inputs) swept.inputs.emplace_back(file.name, file.sha256);
    }
    for (const SweepParameter& p : sweep.parameters)
        header.parameters.push_back({p.name, p.unit, p.doc, p.text, p.words, p.base});
    for (const Headline& h : measures.headlines)
        header.measures.push_back({h.spec, h.unit, h.title, h.better == Better::more ? 1 : h.better == Better::less ? -1 : 0});
    header.points = design.points;
    header.replicates = first.scenario.run.replicates;
    header.replicates_per_draw = first.scenario.run.replicates_per_draw;
    header.seed = first.scenario.run.seed;
    header.levels = sweep.design == DesignKind::morris ? sweep.levels : 0;
    header.assumed = of_all_arms(sweep, [](const LoadedScenario& base) { return assumed_values(base.notes); });
    header.uncertain = of_all_arms(sweep, uncertain_values);
    refuse_too_large(header);
    header.fingerprint = fingerprint_of(header, design);
    return header;
}

}  // namespace qonys
