#pragma once
// A sweep of a few seconds, and its shards beside the file of one process.
#include <string>

#include "support/process.hpp"

namespace qonys::test {

// Writes sweep.yaml: one year from January 2025 on, 10 replicates a point, about 12 ms each. Returns its path.
std::string write_small_sweep(const TempFolder& folder, int points);

// Empty when the shards out.shard-K-of-N.h5 in the folder, merged, are byte for byte what one process writes; else what is wrong.
// With `merged`, the shards were merged into that file already.
std::string differs_from_unsharded(const TempFolder& folder, const std::string& file, int shards, std::string merged = "");

}  // namespace qonys::test
