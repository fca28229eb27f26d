// `qonys merge`: the shards of one sweep into the file that a single machine would have written.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace qonys {

struct MergeOutcome {
    std::int64_t points = 0, failed = 0;
};

// Throws BadInput when files are no sweeps, belong to different sweeps, repeat a shard or lack one (all told at once),
// FileTrouble otherwise. Reads block by block.
MergeOutcome merge_shards(const std::vector<std::string>& files, const std::string& output, const std::string& command);

}  // namespace qonys
