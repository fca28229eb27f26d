#include "experiment/run_scenario.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdlib>
#include <ctime>
#include <memory>
#include <optional>

#include "accounts/pathway_summary.hpp"
#include "base/clock.hpp"
#include "experiment/in_order.hpp"
#include "experiment/pathway_replicates.hpp"
#include "experiment/replicates.hpp"
#include "microdata.hpp"
#include "results/write.hpp"

namespace qonys {

namespace {

// SOURCE_DATE_EPOCH: a time, in seconds since 1970, to be written in place of the present one, by agreement of
// reproducible-builds.org.
std::optional<std::time_t> time_to_be_written() {
    const char* text = std::getenv("SOURCE_DATE_EPOCH");
    if (text == nullptr) return std::nullopt;
    const std::string digits = text;
    const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
    if (digits.empty() || digits.size() > 11 || !std::all_of(digits.begin(), digits.end(), is_digit)) {
        Problems problems;
        problems.add({"SOURCE_DATE_EPOCH"}, "", fmt::format("\"{}\" is not a number of seconds since 1970", digits),
                     "unset this environment variable, or set it to the output of date +%s");
        throw BadInput(std::move(problems));
    }
    return std::stoll(digits);
}

std::string host_name() {
    std::array<char, 256> name{};
    return gethostname(name.data(), name.size() - 1) == 0 ? std::string(name.data()) : "unknown";
}

ResultHeader result_header(const LoadedScenario& loaded) {
    ResultHeader header;
    header.question = loaded.scenario.question;
    header.scenario_text = loaded.resolved_text;
    for (const InputFile& file : loaded.inputs) header.inputs.emplace_back(file.name, file.sha256);
    header.assumed = assumed_values(loaded.notes);
    header.seed = loaded.scenario.run.seed;
    header.replicates = loaded.scenario.run.replicates;
    header.uncertain = uncertain_values(loaded);
    header.replicates_per_draw = loaded.scenario.run.replicates_per_draw;
    return header;
}

void refuse_microdata(const RunOptions& options) {
    if (!options.microdata) return;
    Problems problems;
    problems.add({"--microdata"}, "", "a scenario of pathway programmes has no families and persons of their own to write out",
                 "leave it out; persons by stage and group are in the result in any case");
    throw BadInput(std::move(problems));
}

std::vector<std::string> titles_of(const Pathways& pathways) {
    std::vector<std::string> titles;
    for (const Programme& programme : pathways.programmes) titles.push_back(programme.title);
    return titles;
}

void finish_outcome(RunOutcome& outcome, RunInfo& info, std::chrono::steady_clock::time_point started) {
    outcome.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - started).count();
    finish_run_info(info, outcome.seconds);
}

RunOutcome run_pathways(const LoadedScenario& loaded, const RunOptions& options, const std::atomic<bool>& stop) {
    refuse_microdata(options);
    const Run& run = loaded.scenario.run;
    const auto started = std::chrono::steady_clock::now();
    RunInfo info = run_info_at_start(options.command, options.threads);
    const PathwayWorlds worlds(loaded);
    const std::shared_ptr<const PathwayWorld> first = worlds.of(0);
    RunOutcome outcome;
    outcome.pathway_axes = first->axes;
    outcome.pathway_facts = first->facts;
    TableBuilder tables(pathway_layout(first->axes), run.replicates_per_draw, !loaded.uncertain.empty());
    ResultWriter writer(options.output, result_header(loaded), pathway_form(first->axes, titles_of(loaded.scenario.pathways)));
    std::int64_t person_days = 0;
    in_order(
        0, run.replicates, options.threads,
        [&](std::int64_t replicate) { return run_pathway_replicate(worlds, replicate, stop); },
        [&](std::int64_t replicate, const PathwayReplicate& result) {
            writer.add(result.tallies);
            tables.add(result.values);
            person_days += result.person_days;
            if (options.progress) options.progress(replicate + 1, run.replicates);
        });
    outcome.person_months = person_months_of(person_days);
    outcome.summary = tables.finish();
    finish_outcome(outcome, info, started);
    writer.finish(outcome.summary, nullptr, info);
    return outcome;
}

}  // namespace

RunInfo run_info_at_start(const std::string& command, int threads) {
    if (const auto time = time_to_be_written()) return {utc_text(*time), "", "", "", 0, 0};
    return {utc_text(std::time(nullptr)), "", host_name(), command, threads, 0};
}

void finish_run_info(RunInfo& info, double seconds) {
    if (const auto time = time_to_be_written()) {
        info.finished = utc_text(*time);
        return;
    }
    info.finished = utc_text(std::time(nullptr));
    info.wall_seconds = seconds;
}

std::string assumed_values(const std::vector<ValueNote>& notes) {
    std::string text;
    for (const ValueNote& note : notes)
        if (rests_on_assumption(note))
            text += fmt::format("{} = {} {} {}\n", note.path, note.value, note.unit, ranges_in_words(note));
    return text;
}

std::string uncertain_values(const LoadedScenario& loaded) {
    std::string text;
    for (const UncertainValue& value : loaded.uncertain)
        text += fmt::format("{} = {} {}\n", value.path, shown(value.distribution), loaded.notes[value.field].unit);
    return text;
}

RunOutcome run_scenario(const LoadedScenario& loaded, const RunOptions& options, const std::atomic<bool>& stop) {
    const Scenario& scenario = loaded.scenario;
    if (is_pathway_scenario(scenario)) return run_pathways(loaded, options, stop);
    const auto started = std::chrono::steady_clock::now();
    RunInfo info = run_info_at_start(options.command, options.threads);
    Worlds worlds(loaded);
    std::shared_ptr<const World> first = worlds.first();
    RunOutcome outcome;
    outcome.axes = first->axes;
    SummaryBuilder summary(first->axes, scenario.money.usd_per_kzt, scenario.places.population.cells,
                           scenario.run.replicates_per_draw, !loaded.uncertain.empty());
    ResultWriter writer(options.output, result_header(loaded), first->axes);
    std::optional<Microdata> columns;

    const auto sink = [&](std::int64_t replicate, const ReplicateResult& result) {
        if (options.microdata && replicate == 0) columns = microdata(result.population, *first, replicate);
        first.reset();
        writer.add(result.tallies);
        summary.add(result.tallies);
        outcome.person_months += result.person_months;
        if (options.progress) options.progress(replicate + 1, scenario.run.replicates);
    };
    run_replicates([&](std::int64_t replicate) { return worlds.of(replicate); }, static_cast<std::uint32_t>(scenario.run.seed),
                   scenario.run.replicates, options.threads, stop, sink);

    outcome.summary = summary.finish();
    finish_outcome(outcome, info, started);
    writer.finish(outcome.summary, columns ? &*columns : nullptr, info);
    return outcome;
}

}  // namespace qonys
