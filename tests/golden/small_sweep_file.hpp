// A small file of a sweep with numbers that follow a formula, so that every reader can be checked cell by cell.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "results/write_sweep.hpp"

namespace qonys::test {

// 7 points, 3 replicates. Parameters relocation.mrp (a number), quotas.rule (a word) and placed (as a measure is called).
// Measures placed and spending.internal@KZ-55. Without arms, or with arms order and key.
SweepHeader small_sweep_header(bool arms);
// The points of shard `shard` of `shards`: each shards-th, from the (shard - 1)-th on.
SweepPoints small_sweep_points(int shard = 1, int shards = 1);
// Measure placed: 100 point + 10 arm + replicate^2 (spending: 1000 more), arm key (replicate + 1) x point more. Point 3 failed;
// in point 5 replicate 0 of the reference has no meaning.
PointResult small_sweep_result(std::int32_t point, bool arms);
void write_small_sweep(const std::string& path, bool arms, int shard = 1, int shards = 1);

}  // namespace qonys::test
