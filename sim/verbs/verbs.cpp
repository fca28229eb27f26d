#include "verbs/verbs.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <csignal>
#include <cstdio>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <iostream>

#include "applicants/print.hpp"
#include "base/clock.hpp"
#include "base/problems.hpp"
#include "base/sha256.hpp"
#include "commit.hpp"
#include "experiment/run_scenario.hpp"
#include "report/compare_table.hpp"
#include "report/parameters.hpp"
#include "report/pathway_grounds.hpp"
#include "report/pathway_table.hpp"
#include "report/progress.hpp"
#include "report/quota_table.hpp"
#include "report/run_table.hpp"
#include "results/part_file.hpp"
#include "scenario/comparison.hpp"
#include "scenario/read.hpp"
#include "verbs/shared.hpp"

namespace qonys {

namespace {

std::string output_path(const Arguments& a) {
    return a.output ? *a.output : in_outputs(std::filesystem::path(a.scenario).stem().string(), a.settings());
}

std::string comparison_path(const Arguments& a) {
    if (a.output) return *a.output;
    std::string name;
    for (const std::string& file : a.files) name += (name.empty() ? "" : "_and_") + std::filesystem::path(file).stem().string();
    if (name.size() > 100) name = name.substr(0, 80) + "_" + sha256(name).substr(0, 8);
    return in_outputs("compare_" + name, a.settings());
}

CompareReport report_of(const Comparison& comparison, const CompareOutcome& outcome, const std::string& output) {
    const Scenario& first = comparison.arms.front().loaded.scenario;
    CompareReport report;
    report.question = comparison.question;
    report.summary = outcome.summary;
    report.headlines = outcome.headlines;
    report.decompositions = outcome.decompositions;
    report.arm_notes = outcome.arm_notes;
    report.region_names = first.places.name;
    report.origin_names = first.origins.name;
    report.first_month = to_string(first.run.first_month);
    report.last_month = to_string(first.run.last_month);
    report.seed = first.run.seed;
    report.precision_note = outcome.precision_note;
    report.assumed = outcome.assumed;
    report.without_source = values_without_source(comparison);
    report.output_path = output;
    return report;
}

void write_text(const std::string& path, const std::string& text) {
    PartFile part(path);
    std::ofstream file(part.part(), std::ios::binary);
    file << text;
    file.close();
    if (!file) throw FileTrouble(path + ": cannot be written (disk full?)");
    part.publish();
}

// Neither output takes the place of a file that was read, nor of the other one.
void refuse_to_overwrite(const AllocateArguments& a) {
    std::vector<std::string> taken{a.files.applicants, a.files.places};
    for (const auto* file : {&a.files.scores, &a.files.locked, &a.files.forbidden, &a.files.learn_from})
        if (*file) taken.push_back(**file);
    Problems problems;
    for (const auto* output : {&a.output, &a.places_output}) {
        if (!*output) continue;
        std::error_code ignored;
        for (const std::string& file : taken)
            if (file == **output || std::filesystem::equivalent(file, **output, ignored)) {
                problems.add({**output, 0, 0}, "", "would be overwritten: it is read, or written already", "choose another name");
                break;
            }
        taken.push_back(**output);
    }
    if (!problems.empty()) throw BadInput(std::move(problems));
}

}  // namespace

void run(const Arguments& a) {
    const LoadedScenario loaded = load_scenario(a.scenario, a.settings());
    const std::string output = output_path(a);
    refuse_to_overwrite_inputs(output, a.scenario, loaded.inputs);
    Progress progress(std::cerr, progress_target(a.quiet), "replicates", loaded.scenario.run.replicates, steady_seconds);
    RunOptions options{output, a.command, a.threads, a.microdata, [&](std::int64_t n, std::int64_t) { progress.done(n); }};
    const RunOutcome outcome = run_scenario(loaded, options, stop_asked);
    if (a.quiet) return;
    if (is_pathway_scenario(loaded.scenario)) {
        print(report_pathways({loaded.scenario.question, loaded.scenario, outcome.pathway_axes, outcome.pathway_facts,
                               outcome.summary, loaded.notes, loaded.scenario.run.seed, loaded.scenario.run.replicates,
                               options.output, loaded.scenario.run.replicates_per_draw, uncertain_values(loaded)},
                              *parse_format(a.format)));
        return;
    }
    print(report_run({loaded.scenario.question, outcome.axes, loaded.scenario.places.name, outcome.summary, loaded.notes,
                      loaded.scenario.run.seed, loaded.scenario.run.replicates, options.output,
                      loaded.scenario.run.replicates_per_draw, uncertain_values(loaded)},
                     *parse_format(a.format)));
}

void compare_arms(const Arguments& a) {
    const Comparison comparison = load_comparison(a.files, a.settings());
    const std::string output = comparison_path(a);
    for (std::size_t i = 0; i < comparison.arms.size(); ++i)
        refuse_to_overwrite_inputs(output, a.files[a.files.size() > 1 ? i : 0], comparison.arms[i].loaded.inputs);
    CompareOptions options;
    options.output = output;
    options.command = a.command;
    options.threads = a.threads;
    options.until_ci = a.until_ci;
    options.most_replicates = a.most_replicates;
    std::optional<Progress> progress;
    progress.emplace(std::cerr, progress_target(a.quiet), "replicates of all arms",
                     comparison.arms.front().loaded.scenario.run.replicates, steady_seconds);
    options.progress = [&](std::int64_t n, std::int64_t total) {
        progress->expect(total);  // --until-ci may want more
        progress->done(n);
    };
    const CompareOutcome outcome = compare(comparison, options, stop_asked);
    progress.reset();
    if (outcome.interrupted)
        throw Interrupted(fmt::format("the {} replicates finished are in {}", outcome.summary.replicates, output));
    if (!a.quiet) print(report_comparison(report_of(comparison, outcome, output), *parse_format(a.format)));
}

void check(const Arguments& a) {
    print(print_check(load_scenario(a.scenario, a.settings())));
}

void print_quota(const Arguments& a) {
    const LoadedScenario loaded = load_scenario(a.scenario, a.settings());
    refuse_pathways(loaded, a.scenario, "programmes have places of stages and centres: qonys check shows them");
    print(print_quotas(loaded, *parse_format(a.format)));
}

void print_schema() {
    print(json_schema());
}

void calibrate_parameters(const Arguments& a) {
    std::vector<std::string> settings = a.settings();
    for (const char* setting : calibration_settings) settings.push_back(setting);
    refuse_pathways(load_scenario(a.scenario, a.settings()), a.scenario,
                    "name a scenario of settlement, such as scenarios/baseline_2025.yaml");
    const LoadedScenario loaded = load_scenario(a.scenario, settings);
    // The part is reserved before the long work, so that a path that cannot be written is told at once.
    std::optional<PartFile> part;
    if (a.output) part.emplace(*a.output);
    CalibrationOptions options;
    options.rounds = a.rounds;
    if (a.replicates) options.replicates = loaded.scenario.run.replicates;
    options.threads = a.threads;
    if (!a.quiet)
        options.progress = [](int round, double worst) {
            complain(fmt::format("round {}: largest miss {:.1f} %", round, worst * 100));
        };
    const Calibration fitted = calibrate(loaded.scenario, options, stop_asked);
    std::string table = fmt::format("{:<38} {:>12} {:>12} {:>12}  {}\n", "parameter", "value", "wanted", "simulated", "target");
    for (const TargetMatch& m : fitted.matches)
        table += fmt::format("{:<38} {:>12.6g} {:>12.5f} {:>12.5f}  {}\n", m.parameter, m.value, m.wanted, m.simulated, m.target);
    if (part) {
        const std::string today = fmt::format("{:%Y-%m-%d}", fmt::gmtime(std::time(nullptr)));
        std::ofstream file(part->part());
        file << calibrated_file(fitted, a.command, today);
        file.close();
        if (!file) throw FileTrouble(*a.output + ": cannot be written (disk full?)");
        part->publish();
        table += "written to " + *a.output + "\n";
    }
    print(table);
}

void list_parameters(const Arguments& a) {
    const std::string index = (std::filesystem::path(QONYS_SOURCE_FOLDER) / "params" / "index.yaml").string();
    if (a.scenario.empty() && !a.sets.empty()) {
        Problems problems;
        problems.add({}, "--set", "changes a scenario, and none is named", "./qonys params SCENARIO --set …");
        throw BadInput(std::move(problems));
    }
    const std::vector<ValueNote> notes =
        a.scenario.empty() ? load_parameters(index) : load_scenario(a.scenario, a.settings()).notes;
    print(print_parameters(notes, *parse_format(a.format)));
}

void allocate(const AllocateArguments& a) {
    for (const int signal : {SIGINT, SIGTERM, SIGHUP}) std::signal(signal, SIG_DFL);  // nothing is half written yet
    refuse_to_overwrite(a);
    const PlacingOptions options{a.files.mechanism, a.seed, a.load_weight};
    const Applicants applicants = read_applicants(a.files);
    const Answer answer = place_applicants(applicants, options);
    const bool json = a.format == "json";
    const std::string text = json ? answer_json(applicants, options, answer) : placements_csv(applicants, answer);
    for (const int signal : {SIGINT, SIGTERM, SIGHUP}) std::signal(signal, ask_to_stop);
    if (a.output)
        write_text(*a.output, text);
    else
        print(text);
    // Last: it is read as the places of the next sitting, so it must not say that places are taken which nobody was told of.
    if (a.places_output) write_text(*a.places_output, places_csv(applicants, answer));
    if (!json) std::fputs(summary_text(applicants, options, answer).c_str(), stderr);
}

}  // namespace qonys
