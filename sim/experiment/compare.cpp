#include "experiment/compare.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <memory>

#include "experiment/diagnostic_tables.hpp"
#include "experiment/in_order.hpp"
#include "experiment/replicates.hpp"
#include "experiment/run_scenario.hpp"
#include "results/part_file.hpp"
#include "results/write_comparison.hpp"

namespace qonys {

namespace {

constexpr std::int64_t least_replicates = 10;  // before --until-ci trusts an interval

// The arms as they are simulated.
struct Arms {
    std::vector<WorldOf> worlds;
    std::vector<SummaryBuilder> summaries;  // only for their values
    std::vector<int> forks;                 // month from the start of the warm-up from which the arm is on its own
    std::uint32_t seed = 0;
    int months = 0;
    bool same_score = true;  // all arms score placements in the same way, in all months
};

// Of one world for all replicates, or of one for each draw of the uncertain parameters.
WorldOf worlds_of(const LoadedScenario& loaded) {
    const auto worlds = std::make_shared<Worlds>(loaded);
    if (!loaded.uncertain.empty()) return [worlds](std::int64_t replicate) { return worlds->of(replicate); };
    return [world = worlds->first(), worlds](std::int64_t) { return world; };
}

Arms make_arms(const Comparison& comparison, const World& first, bool share_history) {
    Arms arms;
    arms.seed = static_cast<std::uint32_t>(comparison.arms.front().loaded.scenario.run.seed);
    arms.months = first.months;
    for (const Arm& arm : comparison.arms) {
        const Scenario& s = arm.loaded.scenario;
        arms.worlds.push_back(worlds_of(arm.loaded));
        arms.same_score = arms.same_score && scores_alike(make_world(arm.loaded.scenario), first.rules.front());
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
        held.push_back(of_arm(replicate));
        worlds.push_back(held.back().get());
    }
    Replicate one;
    one.values.resize(worlds.size());
    const auto take = [&](std::size_t arm, const ReplicateResult& result) {
        one.values[arm] = arms.summaries[arm].values(result.tallies);
        const std::vector<double> diagnostics = diagnostic_values(*worlds[arm], result, arms.same_score);
        one.values[arm].insert(one.values[arm].end(), diagnostics.begin(), diagnostics.end());
        one.person_months += result.person_months;
    };
    one.months_shared = run_arms(worlds, arms.forks, {arms.seed, static_cast<std::uint32_t>(replicate)}, take, &stop);
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
                 "compare fewer arms, months, regions or replicates (--most-replicates)");
    throw BadInput(std::move(problems));
}

// The comparison under way.
struct Running {
    const Arms& arms;
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
            [&](std::int64_t replicate) { return run_one(running.arms, replicate, running.stop); },
            [&](std::int64_t, const Replicate& one) {
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
    const std::shared_ptr<const World> first = Worlds(comparison.arms.front().loaded).first();
    const Arms arms = make_arms(comparison, *first, options.share_history);
    std::vector<SummaryTable> layout = arms.summaries.front().layout();
    for (SummaryTable& table : diagnostic_layout(*first)) layout.push_back(std::move(table));
    const Run& run = comparison.arms.front().loaded.scenario.run;
    refuse_if_too_large(layout, comparison.arms.size(), std::max(run.replicates, options.until_ci ? options.most_replicates : 0));
    Running running{
        arms, options, stop, {names_of(comparison), std::move(layout), run.replicates_per_draw, any_uncertain(comparison)}};

    CompareOutcome outcome;
    outcome.precision_note = run_all(running, run);
    outcome.summary = running.builder.finish();
    outcome.interrupted = running.interrupted;
    outcome.person_months = running.person_months;
    outcome.headlines = headlines(outcome.summary);
    outcome.assumed = assumed_by_any(comparison);
    for (std::size_t arm = 1; arm < comparison.arms.size(); ++arm)
        outcome.decompositions.push_back(decompose(outcome.summary, arm));
    for (const Arm& arm : comparison.arms) outcome.arm_notes.push_back(arm_note(comparison, arm, *first));
    if (!arms.same_score)
        outcome.arm_notes.push_back(
            "scores are left out: allocation.score, aggregator or horizon is not the same in all arms and months");
    const auto months = outcome.summary.replicates * static_cast<std::int64_t>(comparison.arms.size()) * arms.months;
    outcome.shared_months = static_cast<double>(running.months_shared) / static_cast<double>(months);
    outcome.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - started).count();
    finish_run_info(info, outcome.seconds);
    write_comparison(options.output, header_of(comparison, *first, outcome.summary.replicates), outcome.summary,
                     outcome.decompositions, info);
    return outcome;
}

}  // namespace qonys
