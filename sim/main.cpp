// The command line: verbs, flags and exit codes only.
#include <fmt/chrono.h>
#include <fmt/format.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <atomic>
#include <csignal>
#include <cstdio>
#include <ctime>
#include <exception>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <new>
#include <optional>
#include <thread>

#include "base/problems.hpp"
#include "base/sha256.hpp"
#include "commit.hpp"
#include "experiment/calibrate.hpp"
#include "experiment/run_scenario.hpp"
#include "report/parameters.hpp"
#include "report/progress.hpp"
#include "report/run_table.hpp"
#include "results/part_file.hpp"
#include "scenario/read.hpp"

namespace {

using namespace qonys;

enum ExitCode { done = 0, bad_input = 2, file_trouble = 3, broken_invariant = 4, interrupted = 130 };

std::atomic<bool> stop_asked{false};
extern "C" void ask_to_stop(int) {
    stop_asked = true;
}

struct Arguments {
    std::string scenario, format = "table", command;
    std::optional<std::string> output, replicates, seed;  // numbers as typed: the reader of the scenario checks them
    std::vector<std::string> sets;
    int rounds = CalibrationOptions{}.rounds;
    int threads = static_cast<int>(std::max(1u, std::thread::hardware_concurrency()));
    bool quiet = false, microdata = false;

    // Flags of their own are settings too: one overlay mechanism.
    std::vector<std::string> settings() const {
        std::vector<std::string> all = sets;
        if (replicates) all.push_back("run.replicates=" + *replicates);
        if (seed) all.push_back("run.seed=" + *seed);
        return all;
    }
};

// Nothing can be done when standard error cannot be written, so that is no failure.
void complain(const std::string& text) {
    std::fputs((text + "\n").c_str(), stderr);
}

void print(const std::string& text) {
    if (std::fwrite(text.data(), 1, text.size(), stdout) != text.size() || std::fflush(stdout) != 0)
        throw FileTrouble("standard output: cannot be written (disk full, or a closed pipe)");
}

// outputs/ of the project, unless -o says otherwise. A changed scenario has a name of its own, so that it does not take the place
// of the result of the unchanged one.
std::string output_path(const Arguments& a) {
    if (a.output) return *a.output;
    std::string name = std::filesystem::path(a.scenario).stem().string();
    std::string changes;
    for (const std::string& setting : a.settings()) changes += setting + "\n";
    if (!changes.empty()) name += "_" + sha256(changes).substr(0, 8);
    const std::filesystem::path folder = std::filesystem::path(QONYS_SOURCE_FOLDER) / "outputs";
    std::error_code ignored;
    std::filesystem::create_directories(folder, ignored);  // the writer says what is wrong with it
    return std::filesystem::relative(folder / (name + ".h5"), ignored).string();
}

// A result never takes the place of a file that it was made from.
void refuse_to_overwrite_inputs(const std::string& output, const std::string& scenario, const LoadedScenario& loaded) {
    const std::filesystem::path folder = std::filesystem::path(scenario).parent_path();
    std::error_code ignored;
    for (const InputFile& input : loaded.inputs)
        if (std::filesystem::equivalent(output, folder / input.name, ignored)) {
            Problems problems;
            problems.add({output, 0, 0}, "", "is read by the scenario and would be overwritten", "choose another name for -o");
            throw BadInput(std::move(problems));
        }
}

void run(const Arguments& a) {
    const LoadedScenario loaded = load_scenario(a.scenario, a.settings());
    const std::string output = output_path(a);
    refuse_to_overwrite_inputs(output, a.scenario, loaded);
    Progress progress(std::cerr, progress_target(a.quiet), "replicates", loaded.scenario.run.replicates, steady_seconds);
    RunOptions options{output, a.command, a.threads, a.microdata, [&](std::int64_t n, std::int64_t) { progress.done(n); }};
    const RunOutcome outcome = run_scenario(loaded, options, stop_asked);
    if (a.quiet) return;
    print(report_run({loaded.scenario.question, outcome.axes, loaded.scenario.places.name, outcome.summary, loaded.notes,
                      loaded.scenario.run.seed, loaded.scenario.run.replicates, options.output,
                      loaded.scenario.run.replicates_per_draw, uncertain_values(loaded)},
                     *parse_format(a.format)));
}

void calibrate_parameters(const Arguments& a) {
    std::vector<std::string> settings = a.settings();
    for (const char* setting : calibration_settings) settings.push_back(setting);
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

// "010" is no number that everybody reads the same way.
std::string plain_number(const std::string& text) {
    const bool digits = !text.empty() && text.find_first_not_of("0123456789") == std::string::npos;
    return digits && (text.size() == 1 || text[0] != '0') ? "" : "\"" + text + "\" is not a whole number written in digits";
}

// Adds the flags that verbs share; the verb is run by the callback of its subcommand.
struct CommandLine {
    CLI::App app{"qonys: who settles where, who stays and works, and what it costs, under Kazakhstan's kandas programme",
                 "qonys"};
    Arguments a;

    CommandLine() {
        app.require_subcommand(1);
        app.set_version_flag("--version", fmt::format("qonys {} ({})", QONYS_VERSION, QONYS_COMMIT));
        app.get_formatter()->column_width(34);
        app.footer(
            "./qonys test and ./qonys bench build and run the tests and the benchmarks.\n"
            "Exit codes: 0 done, 2 bad input, 3 file trouble, 4 broken invariant, 130 interrupted.");
        CLI::App* verb = add_verb("run", "Simulate a scenario, print the tables and write the result file", [this] { run(a); });
        add_output(verb, "result file (default: outputs/NAME.h5 of the project)");
        add_flags(verb);
        add_format(verb);
        verb->add_flag("--microdata", a.microdata, "add the families and persons of the first replicate to the result file");
        verb = add_verb("check", "Print the resolved scenario with the source of each value, or every problem",
                        [this] { print(print_check(load_scenario(a.scenario, a.settings()))); });
        add_set(verb);
        verb = app.add_subcommand("params", "List the parameters with unit, source, status and range");
        verb->add_option("SCENARIO", a.scenario, "scenario file (default: params/ alone)");
        verb->callback([this] { list_parameters(a); });
        add_set(verb);
        add_format(verb);
        app.add_subcommand("schema", "Print the JSON Schema of scenario files, for editors")->callback([] {
            print(json_schema());
        });
        verb =
            add_verb("calibrate", "Fit regional constants and base hazards to the targets", [this] { calibrate_parameters(a); });
        add_output(verb, "parameter file to write, such as params/calibrated.yaml (default: only print)");
        add_flags(verb);
        verb->add_option("--rounds", a.rounds, "rounds of simulating and correcting")
            ->check(plain_number)
            ->check(CLI::Range(1, 1000))
            ->capture_default_str();
    }

    CLI::App* add_verb(const std::string& name, const std::string& doc, std::function<void()> action) {
        CLI::App* verb = app.add_subcommand(name, doc);
        verb->add_option("SCENARIO", a.scenario, "scenario file (YAML)")->required();
        verb->callback(std::move(action));
        return verb;
    }
    void add_set(CLI::App* verb) {
        verb->add_option("--set", a.sets, "change a value: PATH=VALUE, may be repeated")->take_all()->allow_extra_args(false);
    }
    void add_output(CLI::App* verb, const std::string& doc) { verb->add_option("-o,--output", a.output, doc); }
    void add_format(CLI::App* verb) {
        verb->add_option("--format", a.format, "table, csv or json")
            ->check(CLI::IsMember({"table", "csv", "json"}))
            ->capture_default_str();
    }
    void add_flags(CLI::App* verb) {
        add_set(verb);
        verb->add_option("--replicates", a.replicates, "independent repetitions (default: the scenario's)");
        verb->add_option("--seed", a.seed, "seed of every draw (default: the scenario's)");
        verb->add_option("--threads", a.threads, "threads (default: all cores); results do not depend on it")
            ->check(plain_number)
            ->check(CLI::Range(1, 1024));
        verb->add_flag("--quiet", a.quiet, "print nothing but errors");
    }
};

int report_failure(const char* kind, const std::exception& e, ExitCode code) {
    complain(std::string(kind) + e.what());
    return code;
}

int run_command_line(int argc, char** argv) {
    CommandLine line;
    for (int i = 0; i < argc; ++i) line.a.command += (i ? std::string(" ") + argv[i] : std::string("qonys"));
    try {
        line.app.parse(argc, argv);
        return done;
    } catch (const CLI::ParseError& e) {
        if (e.get_exit_code() == 0) return line.app.exit(e);  // --help, --version
        std::vector<std::string> verbs;
        for (const CLI::App* verb : line.app.get_subcommands({})) verbs.push_back(verb->get_name());
        const std::string meant = argc > 1 && line.app.get_subcommands().empty() ? nearest(argv[1], verbs) : "";
        complain(fmt::format("qonys: {}{}\nRun qonys --help for the verbs, qonys VERB --help for their flags.", e.what(),
                             meant.empty() ? "" : "; did you mean " + meant + "?"));
        return bad_input;
    } catch (const BadInput& e) {
        return report_failure("", e, bad_input);
    } catch (const FileTrouble& e) {
        return report_failure("", e, file_trouble);
    } catch (const Interrupted&) {
        complain("interrupted: no result file was written");
        return interrupted;
    } catch (const BrokenInvariant& e) {
        return report_failure("the program contradicts itself, please report this with the scenario: ", e, broken_invariant);
    }
}

}  // namespace

int main(int argc, char** argv) {
    std::signal(SIGINT, ask_to_stop);
    std::signal(SIGTERM, ask_to_stop);
    std::signal(SIGHUP, ask_to_stop);
    std::signal(SIGXFSZ, SIG_IGN);  // a file grown to its limit is an error of writing, told as such
    int code = done;
    try {
        code = run_command_line(argc, argv);
    } catch (const std::bad_alloc&) {
        complain("not enough memory for this scenario; try fewer arrivals, months or threads");
        code = file_trouble;
    } catch (const std::exception& e) {
        code = report_failure("unexpected failure, please report this with the scenario: ", e, broken_invariant);
    }
    std::fflush(nullptr);
    std::_Exit(code);  // without the exit handler of HDF5, which crashes over a file that could not be written
}
