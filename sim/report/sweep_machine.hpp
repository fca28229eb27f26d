// The report of a sweep for programs.
#pragma once

#include <string>

#include "report/sweep_content.hpp"

namespace qonys {

// A line per point, and per arm where there are some: point, [arm,] parameters, status, message, then of every measure NAME_mean
// and NAME_se, with arms NAME_difference and NAME_difference_se too (arm less reference, paired). A parameter that is called
// like another column has _varied added.
std::string sweep_as_csv(const SweepContent& content);
// The same nested, and the effects of every measure. `path`: of the result file.
std::string sweep_as_json(const SweepContent& content, const std::string& path);

}  // namespace qonys
