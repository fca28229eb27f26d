// A small result file with numbers that follow a formula, so that every reader can be checked cell by cell.
#pragma once

#include <cstdint>
#include <string>

#include "accounts/summary.hpp"
#include "results/write.hpp"

namespace qonys::test {

RunAxes small_axes();         // 4 months from 2024-11, 3 regions, 2 origins
ResultHeader small_header();  // 2 replicates
// Cell c (row-major) of measure m in replicate r: (7 m + 3 r + c) mod 11, in thousands of millions for tenge,
// family_at_risk 100 - 10 n, family_left 10 (n = months_since).
Tallies small_tallies(std::int64_t replicate);
Summary small_summary();
Microdata small_microdata();
RunInfo small_run_info(const std::string& host = "here");

void write_small(const std::string& path, const RunInfo& info = small_run_info());

}  // namespace qonys::test
