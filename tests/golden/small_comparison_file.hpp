// A small file of a comparison with numbers that follow a formula, so that every reader can be checked cell by cell.
#pragma once

#include <string>
#include <vector>

#include "results/write_comparison.hpp"

namespace qonys::test {

// Arms order, key and key_too (the same as key); 3 replicates. Cells of arm order: 100 + 10 cell + replicate^2; of key:
// 2 x cell + replicate more.
PairedSummary small_comparison();
ComparisonHeader small_comparison_header();
std::vector<std::vector<Decomposition>> small_decompositions();
void write_small_comparison(const std::string& path);

}  // namespace qonys::test
