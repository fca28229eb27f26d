#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <nlohmann/json.hpp>

#include "base/clock.hpp"
#include "base/problems.hpp"
#include "report/progress.hpp"
#include "report/sensitivity_table.hpp"
#include "report/sweep_plan.hpp"
#include "report/sweep_table.hpp"
#include "results/read_sweep.hpp"
#include "scenario/sweep_file.hpp"
#include "sweep/header.hpp"
#include "sweep/merge.hpp"
#include "sweep/run_sweep.hpp"
#include "verbs/shared.hpp"
#include "verbs/verbs.hpp"

namespace qonys {

namespace {

namespace fs = std::filesystem;

// Flags of their own are settings too: one overlay mechanism.
std::vector<std::string> settings_of(const SweepArguments& a) {
    std::vector<std::string> all = a.sets;
    if (a.replicates) all.push_back("run.replicates=" + *a.replicates);
    if (a.seed) all.push_back("run.seed=" + *a.seed);
    return all;
}

std::string whole_output(const SweepArguments& a) {
    if (a.output) return *a.output;
    std::vector<std::string> changes = settings_of(a);
    if (a.points) changes.push_back("points=" + *a.points);
    return in_outputs("sweep_" + fs::path(a.file).stem().string(), changes);
}

Shard shard_of(const SweepArguments& a) {
    Problems problems;
    const Shard shard = a.shard ? parse_shard(*a.shard, process_environment(), problems) : Shard{};
    if (!problems.empty()) throw BadInput(std::move(problems));
    return shard;
}

// How to load the sweep again, from any folder: kept in the journal.
std::string arguments_text(const SweepArguments& a, const Shard& shard) {
    nlohmann::ordered_json all;
    all["file"] = fs::absolute(a.file).lexically_normal().string();
    all["sets"] = a.sets;
    const auto keep = [&](const char* name, const std::optional<std::string>& value) {
        if (value) all[name] = *value;
    };
    keep("points", a.points);
    keep("replicates", a.replicates);
    keep("seed", a.seed);
    if (!shard.whole()) all["shard"] = fmt::format("{}/{}", shard.number, shard.count);
    return all.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

SweepArguments remembered(const std::string& text, SweepArguments a) try {
    const auto all = nlohmann::json::parse(text);
    a.file = all.at("file");
    a.sets = all.at("sets").get<std::vector<std::string>>();
    const auto take = [&](const char* name, std::optional<std::string>& value) {
        if (all.contains(name)) value = all.at(name).get<std::string>();
    };
    take("points", a.points);
    take("replicates", a.replicates);
    take("seed", a.seed);
    take("shard", a.shard);
    return a;
} catch (const nlohmann::json::exception&) {
    throw FileTrouble(journal_path(a.file) + ": the journal is damaged; repeat the command of the sweep, which may still go on");
}

std::int64_t failed_points(const SweepFileReader& result) {
    return std::count_if(result.failures().begin(), result.failures().end(), [](const std::string& f) { return !f.empty(); });
}

std::int64_t print_result(const std::string& path, const SweepArguments& a) {
    const SweepFileReader result(path);
    std::error_code ignored;
    if (fs::exists(journal_path(path), ignored))
        complain(path + ": a newer sweep is under way there (" + journal_path(path) + "); these are the figures before it");
    if (!a.quiet) print(report_sweep(result, {a.table, *parse_format(a.format), path}));
    const std::int64_t failed = failed_points(result);
    if (failed > 0) {
        const std::vector<std::string>& all = result.failures();
        const auto first = std::find_if(all.begin(), all.end(), [](const std::string& f) { return !f.empty(); });
        complain(fmt::format("{} of {} points failed; {} says why (variables status and message), of point {}: {}", failed,
                             all.size(), path, result.points().number[first - all.begin()], first->substr(0, first->find('\n'))));
    }
    return failed;
}

void print_dry_run(const Sweep& sweep, const Design& design, const Shard& shard, const SweepArguments& a) {
    const FirstRuns timed = time_first_runs(sweep, design, stop_asked);
    SweepHeader header = header_of(sweep, design, measures_of(sweep));
    header.shard = shard.number;
    header.shards = shard.count;
    print(report_plan(header, points_of_shard(design, shard), {timed.seconds, timed.shared, a.threads}, *parse_format(a.format)));
}

// `output`: of this shard.
std::int64_t run_loaded(const Sweep& sweep, const Shard& shard, const std::string& output, const SweepArguments& a) {
    refuse_to_overwrite_inputs(output, a.file, sweep.inputs);
    const Design design = make_design(sweep, static_cast<std::uint32_t>(sweep.arms.front().base.scenario.run.seed));
    if (a.dry_run) {
        print_dry_run(sweep, design, shard, a);
        return 0;
    }
    SweepOptions options;
    options.output = output;
    options.shard = shard;
    options.threads = a.threads;
    options.fresh = a.fresh;
    options.notes = {{"command", a.command}, {"arguments", arguments_text(a, shard)}};
    std::optional<Progress> progress;
    progress.emplace(std::cerr, a.log && !a.quiet ? ProgressTo::batch : progress_target(a.quiet), "runs", 0, steady_seconds);
    bool first = true;
    options.progress = [&](std::int64_t done, std::int64_t total, std::int64_t failed) {
        progress->expect(total);
        if (first) progress->already(done);
        first = false;
        progress->failed(failed);
        progress->done(done);
    };
    const SweepOutcome outcome = run_sweep(sweep, design, options, stop_asked);
    progress.reset();
    if (outcome.was_complete && !a.quiet) complain(output + " is complete already; --fresh simulates it anew");
    return print_result(output, a);
}

bool looks_like_hdf5(const std::string& path) {
    std::error_code ignored;
    if (!fs::is_regular_file(path, ignored)) return false;
    std::array<char, 4> start{};
    std::ifstream(path, std::ios::binary).read(start.data(), start.size());
    return std::string_view(start.data(), start.size()) == "\x89HDF";
}

// A finished result is printed; what changes a sweep has no meaning there.
void refuse_flags_of_a_sweep(const SweepArguments& a) {
    Problems problems;
    const auto refuse = [&](bool given, const char* flag) {
        if (given) problems.add({flag, 0, 0}, "", a.file + " is a finished result, which is only printed", "name the sweep file");
    };
    refuse(a.output.has_value(), "-o");
    refuse(!a.sets.empty(), "--set");
    refuse(a.points.has_value(), "--points");
    refuse(a.replicates.has_value(), "--replicates");
    refuse(a.seed.has_value(), "--seed");
    refuse(a.shard.has_value(), "--shard");
    refuse(a.dry_run, "--dry-run");
    refuse(a.fresh, "--fresh");
    if (!problems.empty()) throw BadInput(std::move(problems));
}

std::string text_of_problem(const std::string& what, const std::string& hint, const std::string& file) {
    Problem problem;
    problem.mark.file = file;
    problem.what = what;
    problem.hint = hint;
    return to_string(problem);
}

}  // namespace

std::int64_t sweep(SweepArguments a) {
    if (looks_like_hdf5(a.file)) {
        refuse_flags_of_a_sweep(a);
        return print_result(a.file, a);
    }
    const Shard shard = shard_of(a);
    const Sweep loaded = load_sweep(a.file, settings_of(a), {a.points});
    return run_loaded(loaded, shard, shard_path(whole_output(a), shard), a);
}

std::int64_t resume_sweep(SweepArguments a) {
    const std::string output = a.file;
    const JournalNotes notes = notes_of_journal(journal_path(output));
    if (!notes.contains("arguments")) {
        if (looks_like_hdf5(output)) return print_result(output, a);
        throw FileTrouble(text_of_problem("there is no interrupted sweep of this result (" + journal_path(output) + ")",
                                          "name the result file that the sweep was to write", output));
    }
    a = remembered(notes.at("arguments"), std::move(a));
    const Shard shard = shard_of(a);
    return run_loaded(load_sweep(a.file, settings_of(a), {a.points}), shard, output, a);
}

std::int64_t merge(const MergeArguments& a) {
    const MergeOutcome outcome = merge_shards(a.files, a.output, a.command);
    if (!a.quiet)
        print(fmt::format("{} points of {} shards are in {}{}\n", outcome.points, a.files.size(), a.output,
                          outcome.failed == 0 ? "" : fmt::format("; {} of them failed", outcome.failed)));
    return outcome.failed;
}

void sensitivity(const SensitivityArguments& a) {
    SensitivityOptions options;
    options.measures = a.measures;
    options.arm = a.arm;
    options.level = a.level;
    const auto word = std::find(estimator_words.begin(), estimator_words.end(), a.estimator);
    options.estimator = static_cast<SobolEstimator>(word - estimator_words.begin());
    options.resample.resamples = a.resamples;
    options.discover = a.discover;
    options.format = *parse_format(a.format);
    print(report_sensitivity(SweepFileReader(a.result), options));
}

}  // namespace qonys
