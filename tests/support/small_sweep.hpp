// Sweep files over the shipped baseline, small enough to run in a test.
#pragma once

#include <string>
#include <string_view>

#include "support/process.hpp"

namespace qonys::test {

// One year of the baseline from seed 7, with `rest` below it: vary, design and the like. Returns its path.
std::string write_sweep_file(const TempFolder& folder, std::string_view rest, const std::string& name = "s.yaml");

// Refuses a floor above 600 for Pavlodar: with a varied floor some points fail.
constexpr std::string_view ceiling = "quotas: {ceilings: {2025-06-01: {kandas: {KZ-55: 600}}}}\n";

// While this lasts, results say that they were made on 2025-01-01, so that equal runs are equal files.
class FixedDate {
public:
    FixedDate();
    ~FixedDate();
    FixedDate(const FixedDate&) = delete;
    FixedDate& operator=(const FixedDate&) = delete;
};

}  // namespace qonys::test
