// The result file of a sweep: HDF5 that is also valid netCDF-4, all variables in the root group.
#pragma once

#include <functional>
#include <string>

#include "results/sweep_result.hpp"
#include "results/write.hpp"

namespace qonys {

// result_of(i) is asked once for each of points.number[i], in order, so that not all results are in memory at once; `info` is
// read after the last. Axes: point, arm (only with arms), replicate, parameter. Variables: each parameter over point under its
// own name (a number, or text for words; _FillValue NaN: as in the base), unit over (point, parameter), block, role, status (int8
// with flag_values and flag_meanings), message; each measure NAME over (point[, arm], replicate), NAME_mean and NAME_se over
// (point[, arm]) with the attribute `coordinates` that lists the parameters, and with arms NAME_difference and NAME_difference_se
// over (point, arm): arm less reference, paired. Group run_info is written last. Throws FileTrouble; the file appears only when
// all is written.
void write_sweep(const std::string& path, const SweepHeader& header, const SweepPoints& points,
                 const std::function<PointResult(std::size_t)>& result_of, const RunInfo& info);

}  // namespace qonys
