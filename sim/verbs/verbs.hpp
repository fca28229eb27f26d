// What each verb does with its arguments.
#pragma once

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "applicants/read.hpp"
#include "experiment/calibrate.hpp"
#include "experiment/compare.hpp"
#include "sensitivity/sobol_indices.hpp"

namespace qonys {

extern std::atomic<bool> stop_asked;  // by a signal; the only variable of the program that is not a function's own
extern "C" void ask_to_stop(int signal);

struct Arguments {
    std::string scenario, format = "table", command;
    std::optional<std::string> until_ci;
    std::vector<std::string> files;  // of a comparison
    std::int64_t most_replicates = CompareOptions{}.most_replicates;
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

struct SweepArguments {
    std::string file, command;
    std::optional<std::string> output, points, replicates, seed, shard;  // numbers as typed
    std::vector<std::string> sets;
    int threads = Arguments{}.threads;
    std::string format = "table";
    bool quiet = false, log = false, table = false, dry_run = false, fresh = false;
};

struct SensitivityArguments {
    std::string result, format = "table", estimator = estimator_words[0];
    std::vector<std::string> measures, discover;
    std::optional<std::string> arm;
    bool level = false;
    int resamples = ResampleOptions{}.resamples;
};

struct MergeArguments {
    std::vector<std::string> files;
    std::string output, command;
    bool quiet = false;
};

struct ReportArguments {
    std::vector<std::string> files;
    std::optional<std::string> output;
    std::string language = "en";
    int suppress_below = 0;
};

struct ExplainArguments {
    std::string result, format = "table";  // of a run or comparison; empty with --benefits
    std::optional<std::int64_t> family;    // row in the microdata; without: families worth a look
    std::optional<std::string> against;    // another result
    std::optional<std::string> arm;        // of a comparison
    std::int64_t replicate = 0;
    bool benefits = false;
    std::string scenario;  // the rest is for --benefits
    std::vector<std::string> sets;
    int members = 0;
    std::string settlement, date;                  // "city" or "village"; "2025-05"
    std::optional<std::int64_t> home_price, rent;  // KZT
    std::optional<std::string> region, stream, origin;
    int hired = 0;
    bool business = false;
};

struct VerifyArguments {
    std::string result;
    std::optional<std::int64_t> sample;  // of a sweep: so many points
    int threads = Arguments{}.threads;
    bool quiet = false;
};

struct DiffArguments {
    std::string old_file, new_file, format = "table";
    bool all = false;  // cells too, not only one line a measure
};

struct AllocateArguments {
    ApplicantFiles files;
    std::uint32_t seed = 1;
    double load_weight = 1;
    std::string format = "csv";
    std::optional<std::string> output, places_output;
};

// Nothing can be done when standard error cannot be written, so that is no failure.
void complain(const std::string& text);

// All throw BadInput, FileTrouble, BrokenInvariant or Interrupted.
void run(const Arguments& a);
void compare_arms(const Arguments& a);
void check(const Arguments& a);
void list_parameters(const Arguments& a);
void print_quota(const Arguments& a);
void print_schema();
void calibrate_parameters(const Arguments& a);
void allocate(const AllocateArguments& a);
// Return how many points failed.
std::int64_t sweep(SweepArguments a);
std::int64_t resume_sweep(SweepArguments a);  // file: the result of an interrupted sweep
std::int64_t merge(const MergeArguments& a);
void sensitivity(const SensitivityArguments& a);
void report(const ReportArguments& a);
void explain(const ExplainArguments& a);
void explain_benefits(const ExplainArguments& a);  // the part behind --benefits
// Return whether the two are the same.
bool verify(const VerifyArguments& a);
bool diff(const DiffArguments& a);

}  // namespace qonys
