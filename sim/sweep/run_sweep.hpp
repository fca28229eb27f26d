// `qonys sweep`: all points of a sweep on all cores, one writer, nothing finished lost.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <string>

#include "results/sweep_result.hpp"
#include "scenario/sweep_file.hpp"
#include "sweep/design.hpp"
#include "sweep/journal.hpp"
#include "sweep/shard.hpp"

namespace qonys {

struct SweepOptions {
    std::string output;  // of this shard
    Shard shard;
    int threads = 1;
    bool fresh = false;         // drop what an earlier session finished, and replace a finished result
    JournalNotes notes;         // kept in the journal: the command and how to load the sweep again
    bool share_history = true;  // false: simulate every point from the start, with the same results
    std::function<void(std::int64_t done, std::int64_t total, std::int64_t failed_points)>
        progress;  // runs, those of earlier sessions too
};

struct SweepOutcome {
    std::int64_t points = 0;  // of this shard
    std::int64_t failed_points = 0;
    std::int64_t runs_before = 0;  // finished by an earlier session
    bool was_complete = false;     // the result file was there already
    double shared_months = 0;      // share of months not simulated again, of this session
};

// Does what is missing. Throws BadInput when the journal or the result file at this path belongs to another sweep, FileTrouble,
// or Interrupted: then all finished runs are in the journal.
SweepOutcome run_sweep(const Sweep& sweep, const Design& design, const SweepOptions& options, const std::atomic<bool>& stop);

struct FirstRuns {
    double seconds = 0;   // of a run: one replicate of one point with all arms
    bool shared = false;  // the mean of neighbouring points that share their history
};
// Simulates replicate 0 of the first point that the checker takes, or of the first neighbours. NaN when it takes none of the
// first.
FirstRuns time_first_runs(const Sweep& sweep, const Design& design, const std::atomic<bool>& stop);

// The points of a shard as results have them.
SweepPoints points_of_shard(const Design& design, const Shard& shard);

}  // namespace qonys
