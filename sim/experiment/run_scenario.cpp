#include "experiment/run_scenario.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <ctime>
#include <memory>
#include <optional>

#include "experiment/replicates.hpp"
#include "microdata.hpp"
#include "results/write.hpp"

namespace qonys {

namespace {

std::string utc_now() {
    return fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", fmt::gmtime(std::time(nullptr)));
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

}  // namespace

RunInfo run_info_at_start(const std::string& command, int threads) {
    return {utc_now(), "", host_name(), command, threads, 0};
}

void finish_run_info(RunInfo& info, double seconds) {
    info.finished = utc_now();
    info.wall_seconds = seconds;
}

std::string assumed_values(const std::vector<ValueNote>& notes) {
    std::string text;
    for (const ValueNote& note : notes)
        if (rests_on_assumption(note)) text += fmt::format("{} = {} {} {}\n", note.path, note.value, note.unit, note.range);
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
    outcome.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - started).count();
    finish_run_info(info, outcome.seconds);
    writer.finish(outcome.summary, columns ? &*columns : nullptr, info);
    return outcome;
}

}  // namespace qonys
