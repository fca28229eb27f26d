// The command line: verbs, flags and exit codes only.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <csignal>
#include <cstdio>
#include <exception>
#include <new>

#include "base/problems.hpp"
#include "commit.hpp"
#include "scenario/scenario.hpp"
#include "verbs/verbs.hpp"

namespace {

using namespace qonys;

enum ExitCode {
    done = 0,
    some_failed = 1,
    differs = 1,
    bad_input = 2,
    file_trouble = 3,
    broken_invariant = 4,
    interrupted = 130
};

// Ranges let "nan" pass.
std::string not_nan(const std::string& text) {
    return text.find_first_of("nN") == std::string::npos ? "" : "\"" + text + "\" is not a number";
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
    AllocateArguments allocation;
    SweepArguments of_sweep;
    MergeArguments of_merge;
    SensitivityArguments of_sensitivity;
    ReportArguments of_report;
    ExplainArguments of_explain;
    VerifyArguments of_verify;
    DiffArguments of_diff;
    ExitCode code = done;

    CommandLine() {
        app.require_subcommand(1);
        app.set_version_flag("--version", fmt::format("qonys {} ({})", QONYS_VERSION, QONYS_COMMIT));
        app.get_formatter()->column_width(34);
        app.footer(
            "./qonys test and ./qonys bench build and run the tests and the benchmarks.\n"
            "Exit codes: 0 done, 1 some points of a sweep failed, 2 bad input, 3 file trouble, 4 broken invariant, 130 "
            "interrupted.");
        CLI::App* verb = add_verb("run", "Simulate a scenario, print the tables and write the result file", [this] { run(a); });
        add_output(verb, "result file (default: outputs/NAME.h5 of the project)");
        add_flags(verb);
        add_format(verb);
        verb->add_flag("--microdata", a.microdata, "add the families and persons of the first replicate to the result file");
        verb = app.add_subcommand("compare", "Simulate several policies on the same families and print what differs");
        verb->add_option("FILES", a.files, "scenario files, the first one is the reference; or one file with arms:")->required();
        verb->callback([this] { compare_arms(a); });
        add_output(verb, "result file (default: outputs/compare_NAMES.h5 of the project)");
        add_flags(verb);
        add_format(verb);
        verb->add_option(
            "--until-ci", a.until_ci,
            "add replicates until the 95 % interval of every difference is so narrow: MEASURE:HALF_WIDTH, with % of the "
            "reference's mean, like retained_36m:0.5%");
        verb->add_option("--most-replicates", a.most_replicates, "where --until-ci stops, reached or not")
            ->check(plain_number)
            ->check(CLI::Range(2, 1000000))
            ->capture_default_str();
        verb = add_verb("check", "Print the resolved scenario with the source of each value, or every problem",
                        [this] { check(a); });
        add_set(verb);
        verb = app.add_subcommand("params", "List the parameters with unit, source, status and range");
        verb->add_option("SCENARIO", a.scenario, "scenario file (default: params/ alone)");
        verb->callback([this] { list_parameters(a); });
        add_set(verb);
        add_format(verb);
        verb = add_verb("quota", "Print the places by region and year under the scenario's quota policy, without a run",
                        [this] { print_quota(a); });
        add_set(verb);
        add_format(verb);
        app.add_subcommand("schema", "Print the JSON Schema of scenario files, for editors")->callback(print_schema);
        verb =
            add_verb("calibrate", "Fit regional constants and base hazards to the targets", [this] { calibrate_parameters(a); });
        add_output(verb, "parameter file to write, such as params/calibrated.yaml (default: only print)");
        add_flags(verb);
        verb->add_option("--rounds", a.rounds, "rounds of simulating and correcting")
            ->check(plain_number)
            ->check(CLI::Range(1, 1000))
            ->capture_default_str();
        add_allocate();
        add_sweep();
        add_resume();
        add_merge();
        add_sensitivity();
        add_report();
        add_explain();
        add_verify();
        add_diff();
    }
    void add_report() {
        ReportArguments& b = of_report;
        CLI::App* verb = app.add_subcommand("report", "Write result files as one HTML page with charts, map and tables");
        verb->add_option("FILES", b.files, "result files of runs, comparisons and sweeps")->required();
        verb->add_option("-o,--output", b.output, "page to write (default: beside the first file, with .html)");
        verb->add_option("--lang", b.language, "language of the page: en, ru or kk")
            ->check(CLI::IsMember({"en", "ru", "kk"}))
            ->capture_default_str();
        verb->add_option("--suppress-below", b.suppress_below, "leave out counts above 0 and below this, for publication")
            ->check(plain_number)
            ->check(CLI::Range(0, 1000000));
        verb->callback([&b] { report(b); });
    }
    void add_explain() {
        ExplainArguments& b = of_explain;
        CLI::App* verb = app.add_subcommand("explain", "Tell one family's life and why; or what a family is entitled to");
        verb->add_option("RESULT", b.result, "result file of a run or comparison");
        verb->add_option("--family", b.family, "row of the family in the microdata (default: list families worth a look)")
            ->check(plain_number)
            ->check(CLI::Range(0.0, 1e15));
        verb->add_option("--against", b.against, "another result: where the twin's life parts, and which rule parted it");
        verb->add_option("--arm", b.arm, "of a comparison: this one against the reference (default: the second)");
        verb->add_option("--replicate", b.replicate, "the replicate that the family lives in")
            ->check(plain_number)
            ->check(CLI::Range(0.0, 1e15))
            ->capture_default_str();
        verb->add_flag("--benefits", b.benefits, "what a family is entitled to, with the rules' sources");
        verb->add_option("--scenario", b.scenario, "of --benefits: scenario file");
        add_set(verb, b.sets);
        verb->add_option("--members", b.members, "of --benefits: members of the family")
            ->check(plain_number)
            ->check(CLI::Range(0.0, 1e15));
        verb->add_option("--settlement", b.settlement, "of --benefits: city or village")
            ->check(CLI::IsMember({"city", "village"}));
        verb->add_option("--date", b.date, "of --benefits: month, 2025-05");
        verb->add_option("--home-price", b.home_price, "of --benefits: price of the home to buy, KZT")
            ->check(plain_number)
            ->check(CLI::Range(0.0, 1e15));
        verb->add_option("--rent", b.rent, "of --benefits: monthly rent paid, KZT")
            ->check(plain_number)
            ->check(CLI::Range(0.0, 1e15));
        verb->add_option("--region", b.region, "of --benefits: region of the quota place, KZ-55");
        verb->add_option("--stream", b.stream, "of --benefits: kandas_quota (default), kandas_free, internal, ata_zholy");
        verb->add_option("--origin", b.origin, "of --benefits: origin, MNG");
        verb->add_option("--hired", b.hired, "of --benefits: members hired by employers")
            ->check(plain_number)
            ->check(CLI::Range(0.0, 1e15));
        verb->add_flag("--business", b.business, "of --benefits: a member starts a business");
        add_format(verb, b.format);
        verb->callback([&b] { explain(b); });
    }
    void add_verify() {
        VerifyArguments& b = of_verify;
        CLI::App* verb = app.add_subcommand("verify", "Make a result again from the texts in it, and compare");
        verb->add_option("RESULT", b.result, "result file of a run, comparison or sweep")->required();
        verb->add_option("--sample", b.sample, "of a sweep: only so many of its points")
            ->check(plain_number)
            ->check(CLI::Range(0.0, 1e15));
        add_threads(verb, b.threads);
        verb->add_flag("--quiet", b.quiet, "print nothing but errors");
        verb->callback([this, &b] { code = verify(b) ? done : differs; });
    }
    void add_diff() {
        DiffArguments& b = of_diff;
        CLI::App* verb = app.add_subcommand("diff", "Say which measures moved between two results");
        verb->add_option("OLD", b.old_file, "result file")->required();
        verb->add_option("NEW", b.new_file, "result file of the same kind")->required();
        verb->add_flag("--all", b.all, "every cell that moved, not one line a measure");
        add_format(verb, b.format);
        verb->callback([this, &b] { code = diff(b) ? done : differs; });
    }
    void add_sweep() {
        SweepArguments& b = of_sweep;
        CLI::App* verb = app.add_subcommand("sweep", "Simulate many variants of a scenario, as a sweep file says");
        verb->add_option("FILE", b.file, "sweep file (YAML); or a finished result (.h5), to print it")->required();
        verb->callback([this, &b] { code = sweep(b) > 0 ? some_failed : done; });
        verb->add_option("-o,--output", b.output, "result file (default: outputs/sweep_NAME.h5 of the project)");
        verb->add_option("--set", b.sets, "change a value of the base: PATH=VALUE, may be repeated")
            ->take_all()
            ->allow_extra_args(false);
        verb->add_option("--points", b.points, "points, base rows (sobol) or trajectories (morris) of the design");
        verb->add_option("--replicates", b.replicates, "independent repetitions of each point");
        verb->add_option("--seed", b.seed, "seed of every draw, that of the design too");
        verb->add_option("--shard", b.shard, "only a part, for one of several machines: K/N, auto, or auto/N");
        verb->add_flag("--dry-run", b.dry_run, "print the number of runs, the estimated time and the first points");
        verb->add_flag("--table", b.table, "print best and worst points, main effects and interactions of every measure");
        verb->add_flag("--fresh", b.fresh, "drop what an earlier session finished");
        add_sweep_flags(verb);
    }
    void add_resume() {
        SweepArguments& b = of_sweep;
        CLI::App* verb = app.add_subcommand("resume", "Go on with an interrupted sweep");
        verb->add_option("RESULT", b.file, "the result file that the sweep was to write")->required();
        verb->callback([this, &b] { code = resume_sweep(b) > 0 ? some_failed : done; });
        verb->add_flag("--table", b.table, "as of sweep");
        add_sweep_flags(verb);
    }
    void add_sweep_flags(CLI::App* verb) {
        SweepArguments& b = of_sweep;
        add_threads(verb, b.threads);
        verb->add_flag("--quiet", b.quiet, "print nothing but errors");
        verb->add_flag("--log", b.log, "progress as lines with the time, for the logs of batch systems");
        add_format(verb, b.format);
    }
    void add_merge() {
        MergeArguments& b = of_merge;
        CLI::App* verb = app.add_subcommand("merge", "Join the results of all shards of a sweep");
        verb->add_option("FILES", b.files, "result files of the shards")->required();
        verb->add_option("-o,--output", b.output, "file for the whole")->required();
        verb->add_flag("--quiet", b.quiet, "print nothing but errors");
        verb->callback([this, &b] { code = merge(b) > 0 ? some_failed : done; });
    }
    void add_sensitivity() {
        SensitivityArguments& b = of_sensitivity;
        CLI::App* verb = app.add_subcommand("sensitivity", "Say which parameters of a sweep matter, and where a condition holds");
        verb->add_option("RESULT", b.result, "result file of a sweep")->required();
        verb->callback([&b] { sensitivity(b); });
        verb->add_option("--measure", b.measures, "only this one, may be repeated (default: all that vary)")
            ->take_all()
            ->allow_extra_args(false);
        verb->add_option("--arm", b.arm, "of a sweep with arms: this one's difference from the reference (default: the second)");
        verb->add_flag("--level", b.level, "the arm's own figures, not the difference");
        verb->add_option("--estimator", b.estimator, "of Sobol' indices (docs/sweep.md)")
            ->check(CLI::IsMember(std::vector<std::string>(estimator_words.begin(), estimator_words.end())))
            ->capture_default_str();
        verb->add_option("--bootstrap", b.resamples, "resamples behind the intervals")
            ->check(plain_number)
            ->check(CLI::Range(20, 100000))
            ->capture_default_str();
        verb->add_option("--discover", b.discover, "boxes of the parameters in which \"MEASURE > NUMBER\" holds, may be repeated")
            ->take_all()
            ->allow_extra_args(false);
        add_format(verb, b.format);
    }
    void add_allocate() {
        AllocateArguments& b = allocation;
        CLI::App* verb =
            app.add_subcommand("allocate", "Place real applicants from CSV files, with scores, reasons and shadow prices");
        verb->callback([&b] { allocate(b); });
        verb->add_option("APPLICANTS", b.files.applicants, "family,persons[,applied,priority,preferences]")->required();
        verb->add_option("--places", b.files.places, "place,capacity[,minimum,used]")->required();
        verb->add_option("--mechanism", b.files.mechanism, "how families are placed")
            ->required()
            ->check(CLI::IsMember(std::vector<std::string>(mechanism_words.begin(), mechanism_words.end())));
        verb->add_option("--scores", b.files.scores,
                         "family,place,score: an absent pair is closed (default: 1 a person, all open)");
        verb->add_option("--locked", b.files.locked, "family,place: placed there by an official");
        verb->add_option("--forbidden", b.files.forbidden, "family,place: pairs closed by an official");
        verb->add_option("--learn-from", b.files.learn_from, "past applicants that teach bid_price and balanced their prices");
        verb->add_option("--minimum", b.files.minimum,
                         "PLACE=PERSONS that deferred_acceptance tries to bring there, may be repeated")
            ->take_all()
            ->allow_extra_args(false);
        verb->add_option("--load-weight", b.load_weight, "load term of balanced")
            ->check(CLI::Range(0.0, 1000.0))
            ->check(not_nan)
            ->capture_default_str();
        verb->add_option("--seed", b.seed, "seed of the lots")
            ->check(plain_number)
            ->check(CLI::Range(0.0, 4294967295.0))
            ->capture_default_str();
        verb->add_option("--format", b.format, "csv, or json with the summary")
            ->check(CLI::IsMember({"csv", "json"}))
            ->capture_default_str();
        verb->add_option("-o,--output", b.output, "file for the placements (default: standard output)");
        verb->add_option("--places-out", b.places_output, "file for the places: used, left and shadow price");
    }

    CLI::App* add_verb(const std::string& name, const std::string& doc, std::function<void()> action) {
        CLI::App* verb = app.add_subcommand(name, doc);
        verb->add_option("SCENARIO", a.scenario, "scenario file (YAML)")->required();
        verb->callback(std::move(action));
        return verb;
    }
    void add_set(CLI::App* verb) { add_set(verb, a.sets); }
    static void add_set(CLI::App* verb, std::vector<std::string>& sets) {
        verb->add_option("--set", sets, "change a value: PATH=VALUE, may be repeated")->take_all()->allow_extra_args(false);
    }
    void add_output(CLI::App* verb, const std::string& doc) { verb->add_option("-o,--output", a.output, doc); }
    void add_format(CLI::App* verb) { add_format(verb, a.format); }
    static void add_format(CLI::App* verb, std::string& format) {
        verb->add_option("--format", format, "table, csv or json")
            ->check(CLI::IsMember({"table", "csv", "json"}))
            ->capture_default_str();
    }
    static void add_threads(CLI::App* verb, int& threads) {
        verb->add_option("--threads", threads, "threads (default: all cores); results do not depend on it")
            ->check(plain_number)
            ->check(CLI::Range(1, 1024));
    }
    void add_flags(CLI::App* verb) {
        add_set(verb);
        verb->add_option("--replicates", a.replicates, "independent repetitions (default: the scenario's)");
        verb->add_option("--seed", a.seed, "seed of every draw (default: the scenario's)");
        add_threads(verb, a.threads);
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
    line.of_sweep.command = line.of_merge.command = line.a.command;
    try {
        line.app.parse(argc, argv);
        return line.code;
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
    } catch (const Interrupted& e) {
        return report_failure("", e, interrupted);
    } catch (const BrokenInvariant& e) {
        return report_failure("the program contradicts itself, please report this with the scenario: ", e, broken_invariant);
    }
}

}  // namespace

int main(int argc, char** argv) {
    std::signal(SIGINT, ask_to_stop);
    std::signal(SIGTERM, ask_to_stop);
    if (std::signal(SIGHUP, ask_to_stop) == SIG_IGN) std::signal(SIGHUP, SIG_IGN);  // nohup
    std::signal(SIGXFSZ, SIG_IGN);  // a file grown to its limit is an error of writing, told as such
    int code = done;
    try {
        code = run_command_line(argc, argv);
    } catch (const std::bad_alloc&) {
        complain("not enough memory for this input; try fewer arrivals, months, applicants or threads");
        code = file_trouble;
    } catch (const std::exception& e) {
        code = report_failure("unexpected failure, please report this with the scenario: ", e, broken_invariant);
    }
    std::fflush(nullptr);
    std::_Exit(code);  // without the exit handler of HDF5, which crashes over a file that could not be written
}
