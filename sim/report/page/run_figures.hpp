// Figures over the replicates of a run.
#pragma once

#include <vector>

#include "report/page/run_file.hpp"

namespace qonys {

// One number over the replicates. NaN: no meaning, or too few replicates.
struct RunFigure {
    double mean = 0;
    double low = 0, high = 0;  // 95 % interval of the mean: Student's t over replicates, or draws of the uncertain inputs
    double p05 = 0, p25 = 0, p50 = 0, p75 = 0, p95 = 0;  // over replicates
    std::size_t count = 0;                               // replicates in which it has a meaning
};

// One value for each replicate, in their order; NaN where it has no meaning.
RunFigure figure_of(const std::vector<double>& values, const RunFile& run);

// Between the two values around it, in proportion (type 7 of Hyndman and Fan 1996). Sorted values, at least one.
double quantile(const std::vector<double>& sorted, double share);

// NaN where `whole` is 0.
double ratio(double part, double whole);

// Streams with places, or in which anybody was placed; and streams in which anybody ever lives, is placed or settles.
std::vector<std::size_t> programme_streams(const RunFile& run);
std::vector<std::size_t> lively_streams(const RunFile& run);

// Sums of one replicate over all cells, or those of one stream, whose axis has the given place among the axes of the cube.
double total(const RunCube& cube, std::size_t replicate);
double total_of(const RunCube& cube, std::size_t replicate, std::size_t axis, std::size_t position);

}  // namespace qonys
