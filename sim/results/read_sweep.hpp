// Reads the result file of a sweep.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "results/sweep_result.hpp"

namespace qonys {

class SweepFileReader {
public:
    explicit SweepFileReader(const std::string& path);  // throws FileTrouble: no file, damaged, or no sweep
    ~SweepFileReader();

    const SweepHeader& header() const;
    const SweepPoints& points() const;
    const std::vector<std::string>& failures() const;       // [point] empty: none
    std::vector<double> values(std::size_t measure) const;  // (point, arm, replicate)
    // The points first … last - 1 of this file, as write_sweep was given them.
    std::vector<PointResult> results(std::size_t first, std::size_t last) const;

private:
    struct State;
    std::unique_ptr<State> state_;
};

// Without reading more than what the file says of itself; false when there is no such file or it is no sweep.
bool is_sweep_result(const std::string& path);

}  // namespace qonys
