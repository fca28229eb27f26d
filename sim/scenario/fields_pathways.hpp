// The rows of the field table for pathway programmes.
#pragma once

#include <string>
#include <vector>

#include "scenario/fields.hpp"

namespace qonys {

// A row, and whether it may be left out of a file.
struct PathwayField {
    Field field;
    bool optional = false;
};

// `path`: of the section, "programmes.jusan.stages.centre". Positions are those in Scenario::pathways.
std::vector<PathwayField> programme_fields(const std::string& path, std::size_t programme, const std::string& exit_axis);
std::vector<PathwayField> arrival_fields(const std::string& path, std::size_t programme, std::size_t arrival);
// next_axes: {step_axis}, or {"party", step_axis} where a file tells parties apart.
std::vector<PathwayField> stage_fields(const std::string& path, std::size_t programme, std::size_t stage,
                                       std::vector<std::string> next_axes, const std::string& exit_axis,
                                       const std::string& service_axis);
std::vector<PathwayField> centre_fields(const std::string& path, std::size_t centre);
std::vector<PathwayField> published_fields(const std::string& path, std::size_t published);
Field time_step_field();

}  // namespace qonys
