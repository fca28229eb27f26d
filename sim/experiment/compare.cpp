#include "experiment/compare.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <memory>

#include "experiment/diagnostic_tables.hpp"
#include "experiment/in_order.hpp"
#include "experiment/replicates.hpp"
#include "experiment/run_scenario.hpp"
#include "results/write_comparison.hpp"

namespace qonys {

namespace {

constexpr std::int64_t least_replicates = 10;  // before --until-ci trusts an interval

// The arms as they are simulated.
struct Arms {
    std::vector<std::unique_ptr<Worlds>> worlds;
    std::vector<SummaryBuilder> summaries;  // only for their values
    std::vector<int> forks;                 // month from the start of the warm-up from which the arm is on its own
    std::uint32_t seed = 0;
    int months = 0;
};

Arms make_arms(const Comparison& comparison, const World& first, bool share_history) {
    Arms arms;
    arms.seed = static_cast<std::uint32_t>(comparison.arms.front().loaded.scenario.run.seed);
    arms.months = first.months;
    for (const Arm& arm : comparison.arms) {
        const Scenario& s = arm.loaded.scenario;
        arms.worlds.push_back(std::make_unique<Worlds>(arm.loaded));
        arms.summaries.emplace_back(first.axes, s.money.usd_per_kzt, s.places.population.cells, s.run.replicates_per_draw,
                                    !arm.loaded.uncertain.empty());
        arms.forks.push_back(share_history ? arm.differs_from - first.start : 0);
    }
    return arms;
}

// What a replicate says of all arms.
struct Replicate {
    std::vector<std::vector<double>> values;  // [arm]
    std::int64_t person_months = 0, months_shared = 0;
};

Replicate run_one(const Arms& arms, std::int64_t replicate, const std::atomic<bool>& stop) {
    std::vector<std::shared_ptr<const World>> held;
    std::vector<const World*> worlds;
    for (const auto& of_arm : arms.worlds) {
        held.push_back(of_arm->of(replicate));
        worlds.push_back(held.back().get());
    }
    const ArmsResult results = run_arms(worlds, arms.forks, {arms.seed, static_cast<std::uint32_t>(replicate)}, &stop);
    Replicate one;
    one.months_shared = results.months_shared;
    for (std::size_t arm = 0; arm < worlds.size(); ++arm) {
        one.values.push_back(arms.summaries[arm].values(results.arms[arm].tallies));
        const std::vector<double> diagnostics = diagnostic_values(*worlds[arm], results.arms[arm]);
        one.values.back().insert(one.values.back().end(), diagnostics.begin(), diagnostics.end());
        one.person_months += results.arms[arm].person_months;
    }
    return one;
}

std::vector<std::string> names_of(const Comparison& comparison) {
    std::vector<std::string> names;
    for (const Arm& arm : comparison.arms) names.push_back(arm.name);
    return names;
}

bool any_uncertain(const Comparison& comparison) {
    return std::any_of(comparison.arms.begin(), comparison.arms.end(),
                       [](const Arm& arm) { return !arm.loaded.uncertain.empty(); });
}

std::string shared_until(const Comparison& comparison, const Arm& arm, const World& first) {
    const bool reference = &arm == &comparison.arms.front();
    return reference || arm.differs_from <= first.start ? "" : to_string(arm.differs_from + -1);
}

std::string arm_note(const Comparison& comparison, const Arm& arm, const World& first) {
    if (&arm == &comparison.arms.front()) return arm.name + ": the reference";
    constexpr std::size_t most_told = 4;
    std::string note = arm.name + ": ";
    if (arm.same) note += "the same rules as the reference";
    for (std::size_t i = 0; i < std::min(most_told, arm.changes.size()); ++i) note += (i ? "; " : "") + arm.changes[i];
    if (arm.changes.size() > most_told) note += fmt::format("; … ({} changes in all)", arm.changes.size());
    const std::string until = shared_until(comparison, arm, first);
    return until.empty() ? note : note + fmt::format(" (history shared until {})", until);
}

ComparisonHeader header_of(const Comparison& comparison, const World& first, std::int64_t replicates) {
    ComparisonHeader header;
    header.question = comparison.question;
    const Run& run = comparison.arms.front().loaded.scenario.run;
    header.seed = run.seed;
    header.replicates = replicates;
    header.replicates_per_draw = run.replicates_per_draw;
    for (const Arm& arm : comparison.arms) {
        ArmHeader& of_arm = header.arms.emplace_back();
        of_arm.name = arm.name;
        of_arm.question = arm.loaded.scenario.question;
        of_arm.scenario_text = arm.loaded.resolved_text;
        for (const std::string& change : arm.changes) of_arm.changes += change + "\n";
        of_arm.shared_until = shared_until(comparison, arm, first);
        for (const InputFile& file : arm.loaded.inputs) of_arm.inputs.emplace_back(file.name, file.sha256);
        of_arm.assumed = assumed_values(arm.loaded.notes);
        of_arm.uncertain = uncertain_values(arm.loaded);
    }
    return header;
}

// Values that differ between arms are told for each.
std::string assumed_by_any(const Comparison& comparison) {
    std::vector<std::string> lines;
    for (const Arm& arm : comparison.arms)
        for (const ValueNote& note : arm.loaded.notes) {
            const std::string line = assumed_values({note});
            if (!line.empty() && std::find(lines.begin(), lines.end(), line) == lines.end()) lines.push_back(line);
        }
    std::string text;
    for (const std::string& line : lines) text += line;
    return text;
}

std::int64_t round_up(std::int64_t number, std::int64_t to) {
    return (number + to - 1) / to * to;
}

}  // namespace

CompareOutcome compare(const Comparison& comparison, const CompareOptions& options, const std::atomic<bool>& stop) {
    const auto started = std::chrono::steady_clock::now();
    RunInfo info = run_info_at_start(options.command, options.threads);
    const std::shared_ptr<const World> first = Worlds(comparison.arms.front().loaded).first();
    const Arms arms = make_arms(comparison, *first, options.share_history);
    std::vector<SummaryTable> layout = arms.summaries.front().layout();
    for (SummaryTable& table : diagnostic_layout(*first)) layout.push_back(std::move(table));
    const Run& run = comparison.arms.front().loaded.scenario.run;
    PairedBuilder builder(names_of(comparison), std::move(layout), run.replicates_per_draw, any_uncertain(comparison));
    const bool to_precision = !options.until_ci.empty();
    Precision precision;
    if (to_precision) {
        Problems problems;
        precision = parse_precision(options.until_ci, builder.finish(), problems);
        if (!problems.empty()) throw BadInput(std::move(problems));
    }

    CompareOutcome outcome;
    std::int64_t months_shared = 0, wanted = run.replicates;
    if (to_precision) wanted = std::max(wanted, round_up(least_replicates, run.replicates_per_draw));
    if (to_precision) wanted = std::min(wanted, std::max(run.replicates_per_draw, options.most_replicates));
    bool good = false;
    for (;;) {
        in_order(
            builder.replicates(), wanted, options.threads, [&](std::int64_t r) { return run_one(arms, r, stop); },
            [&](std::int64_t, const Replicate& one) {
                builder.add(one.values);
                outcome.person_months += one.person_months;
                months_shared += one.months_shared;
                if (options.progress) options.progress(builder.replicates(), wanted);
            });
        outcome.summary = builder.finish();
        good = !to_precision || reached(precision, outcome.summary);
        if (good || wanted >= options.most_replicates) break;
        wanted = std::min(round_up(wanted + wanted / 2, run.replicates_per_draw),
                          std::max(wanted, options.most_replicates / run.replicates_per_draw * run.replicates_per_draw));
        if (wanted == builder.replicates()) break;
    }
    if (to_precision)
        outcome.precision_note = fmt::format("{} {} with {} replicates", options.until_ci,
                                             good ? "was reached" : "was NOT reached", outcome.summary.replicates);
    outcome.headlines = headlines(outcome.summary);
    outcome.assumed = assumed_by_any(comparison);
    for (std::size_t arm = 1; arm < comparison.arms.size(); ++arm)
        outcome.decompositions.push_back(decompose(outcome.summary, arm));
    for (const Arm& arm : comparison.arms) outcome.arm_notes.push_back(arm_note(comparison, arm, *first));
    outcome.shared_months = static_cast<double>(months_shared) / static_cast<double>(outcome.summary.replicates) /
                            static_cast<double>(comparison.arms.size()) / arms.months;
    outcome.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - started).count();
    finish_run_info(info, outcome.seconds);
    write_comparison(options.output, header_of(comparison, *first, outcome.summary.replicates), outcome.summary,
                     outcome.decompositions, info);
    return outcome;
}

}  // namespace qonys
