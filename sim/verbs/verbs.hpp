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

}  // namespace qonys
