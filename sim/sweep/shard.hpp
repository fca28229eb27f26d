// A part of a sweep, for one of several machines.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "base/problems.hpp"

namespace qonys {

struct Shard {
    int number = 1, count = 1;  // the first is 1 of count
    bool whole() const { return count == 1; }
};

using Environment = std::function<std::optional<std::string>(const std::string& name)>;
Environment process_environment();

// "2/8", or read from what schedulers tell their tasks:
// - ranks, of the innermost launcher: Open MPI (OMPI_COMM_WORLD_RANK, _SIZE), PMI (PMI_RANK, PMI_SIZE), steps of srun
//   (SLURM_STEP_ID with SLURM_PROCID, SLURM_STEP_NUM_TASKS; a batch script has SLURM_PROCID too, but no step);
// - tasks that each may start ranks: Slurm arrays (SLURM_ARRAY_TASK_ID, _MIN, _MAX, _COUNT, _STEP), Kubernetes indexed jobs
//   (JOB_COMPLETION_INDEX). Shard = task x ranks + rank, counted from 0.
// "auto": tasks and ranks count the shards. Refused where the count is not certain: Kubernetes, and an array that may be a part
// of another, submitted again (it starts neither at 0 nor at 1, has gaps, or has one task). "auto/8": 8 shards in all; a task is
// the id itself, from 0 on, whatever part of the array was submitted. An array numbered 1 … 8 is refused: submitted again in part
// it would not be told from one that counts from 0. Adds a problem that says which variables were looked for.
Shard parse_shard(const std::string& text, const Environment& environment, Problems& problems);

// "outputs/x.h5" -> "outputs/x.shard-2-of-8.h5"; the path itself for the whole.
std::string shard_path(const std::string& output, const Shard& shard);

}  // namespace qonys
