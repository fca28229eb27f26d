#include "experiment/compare.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>

#include "experiment/compared_arms.hpp"
#include "experiment/in_order.hpp"
#include "experiment/run_scenario.hpp"
#include "results/part_file.hpp"
#include "results/write_comparison.hpp"

namespace qonys {

namespace {

constexpr std::int64_t least_replicates = 10;  // before --until-ci trusts an interval

std::vector<std::string> names_of(const Comparison& comparison) {
    std::vector<std::string> names;
    for (const Arm& arm : comparison.arms) names.push_back(arm.name);
    return names;
}

bool any_uncertain(const Comparison& comparison) {
    return std::any_of(comparison.arms.begin(), comparison.arms.end(),
                       [](const Arm& arm) { return !arm.loaded.uncertain.empty(); });
}

std::string arm_note(const Comparison& comparison, const Arm& arm, const std::string& shared_until) {
    if (&arm == &comparison.arms.front()) return arm.name + ": the reference";
    constexpr std::size_t most_told = 4;
    std::string note = arm.name + ": ";
    if (arm.same) note += "the same rules as the reference";
    for (std::size_t i = 0; i < std::min(most_told, arm.changes.size()); ++i) note += (i ? "; " : "") + arm.changes[i];
    if (arm.changes.size() > most_told) note += fmt::format("; … ({} changes in all)", arm.changes.size());
    return shared_until.empty() ? note : note + fmt::format(" (history shared until {})", shared_until);
}

ComparisonHeader header_of(const Comparison& comparison, const ComparedArms& arms, std::int64_t replicates) {
    ComparisonHeader header;
    header.question = comparison.question;
    header.pathways = is_pathway_scenario(comparison.arms.front().loaded.scenario);
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
        of_arm.shared_until = arms.shared_until.at(header.arms.size() - 1);
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

// Figures of all arms are kept until the end, and those of the whole run for every replicate.
void refuse_if_too_large(const std::vector<SummaryTable>& layout, std::size_t arms, std::int64_t replicates) {
    constexpr double most_cells = 3e7, most_kept = 3e8;  // about 4 GB each
    double cells = 0, kept = 0;
    for (const SummaryTable& table : layout) {
        double number = static_cast<double>(arms);
        for (const Axis& axis : table.axes) number *= static_cast<double>(axis.size());
        cells += number;
        if (table.period == Period::whole_run) kept += number * static_cast<double>(replicates);
    }
    if (cells <= most_cells && kept <= most_kept) return;
    Problems problems;
    problems.add({}, "arms",
                 fmt::format("{} arms with {:.0f} figures, or {:.0f} of all {} replicates, do not fit in memory", arms, cells,
                             kept, replicates),
                 "compare fewer arms, months, regions or stages, or fewer replicates (--most-replicates)");
    throw BadInput(std::move(problems));
}

// The comparison under way.
struct Running {
    const ComparedArms& arms;
    const CompareOptions& options;
    const std::atomic<bool>& stop;
    PairedBuilder builder;
    std::int64_t person_months = 0, months_shared = 0;
    bool interrupted = false;
};

// Simulates the replicates that are missing. When interrupted, those finished stay; throws when there are none.
void run_until(Running& running, std::int64_t wanted) {
    try {
        in_order(
            running.builder.replicates(), wanted, running.options.threads,
            [&](std::int64_t replicate) { return running.arms.run(replicate, running.stop); },
            [&](std::int64_t, const ComparedReplicate& one) {
                running.builder.add(one.values);
                running.person_months += one.person_months;
                running.months_shared += one.months_shared;
                if (running.options.progress) running.options.progress(running.builder.replicates(), wanted);
            });
    } catch (const Interrupted&) {
        if (running.builder.replicates() == 0) throw;
        running.interrupted = true;
    }
}

bool has_meaning(const Headline& headline, const PairedSummary& summary) {
    const PairedTable& table = summary.find(headline.table, Period::whole_run);
    for (std::size_t arm = 1; arm < summary.arms.size(); ++arm)
        if (!std::isnan(table.difference[table.at(arm, table.cell(headline.labels))])) return true;
    return false;
}

// As many replicates as the scenarios say, or as the precision needs, half as many again at a time; whole draws of uncertain
// parameters. Returns what came of the precision.
std::string run_all(Running& running, const Run& run) {
    if (!running.options.until_ci) {
        run_until(running, run.replicates);
        return "";
    }
    Problems problems;
    const Precision precision = parse_precision(*running.options.until_ci, running.builder.finish(), problems);
    if (!problems.empty()) throw BadInput(std::move(problems));
    const std::int64_t per_draw = run.replicates_per_draw;
    const std::int64_t most = std::max<std::int64_t>(1, running.options.most_replicates / per_draw) * per_draw;
    const auto whole_draws = [&](std::int64_t number) { return std::min(most, (number + per_draw - 1) / per_draw * per_draw); };
    std::int64_t wanted = whole_draws(std::max(run.replicates, least_replicates));
    for (;;) {
        run_until(running, wanted);
        const std::string so_many = fmt::format("{} with {} replicates", *running.options.until_ci, running.builder.replicates());
        const PairedSummary summary = running.builder.finish();
        if (reached(precision, summary)) return so_many + ": reached";
        if (!has_meaning(precision.headline, summary)) return so_many + ": NOT reached, it has no meaning in these months";
        if (running.interrupted || wanted >= most) return so_many + ": NOT reached";
        wanted = whole_draws(wanted + wanted / 2);
    }
}

}  // namespace

CompareOutcome compare(const Comparison& comparison, const CompareOptions& options, const std::atomic<bool>& stop) {
    { const PartFile writable(options.output); }  // a path that cannot be written is told before the long work
    const auto started = std::chrono::steady_clock::now();
    RunInfo info = run_info_at_start(options.command, options.threads);
    const bool pathways = is_pathway_scenario(comparison.arms.front().loaded.scenario);
    const ComparedArms arms = pathways ? pathway_arms(comparison) : settlement_arms(comparison, options.share_history);
    const Run& run = comparison.arms.front().loaded.scenario.run;
    refuse_if_too_large(arms.layout, comparison.arms.size(),
                        std::max(run.replicates, options.until_ci ? options.most_replicates : 0));
    Running running{arms, options, stop, {names_of(comparison), arms.layout, run.replicates_per_draw, any_uncertain(comparison)}};

    CompareOutcome outcome;
    outcome.precision_note = run_all(running, run);
    outcome.summary = running.builder.finish();
    outcome.interrupted = running.interrupted;
    outcome.person_months = running.person_months;
    outcome.headlines = headlines(outcome.summary);
    outcome.assumed = assumed_by_any(comparison);
    for (std::size_t arm = 1; arm < comparison.arms.size() && !pathways; ++arm)
        outcome.decompositions.push_back(decompose(outcome.summary, arm));
    for (std::size_t arm = 0; arm < comparison.arms.size(); ++arm)
        outcome.arm_notes.push_back(arm_note(comparison, comparison.arms[arm], arms.shared_until[arm]));
    if (!arms.same_score)
        outcome.arm_notes.push_back(
            "scores are left out: allocation.score, aggregator or horizon is not the same in all arms and months");
    const auto months = outcome.summary.replicates * static_cast<std::int64_t>(comparison.arms.size()) * arms.months;
    outcome.shared_months = static_cast<double>(running.months_shared) / static_cast<double>(months);
    outcome.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - started).count();
    finish_run_info(info, outcome.seconds);
    write_comparison(options.output, header_of(comparison, arms, outcome.summary.replicates), outcome.summary,
                     outcome.decompositions, info);
    return outcome;
}

}  // namespace qonys
