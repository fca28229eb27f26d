// vary: of a sweep file, and the points of a list.
#pragma once

#include <vector>

#include "scenario/sweep_file.hpp"
#include "scenario/sweep_targets.hpp"
#include "scenario/tree.hpp"

namespace qonys {

// A parameter while it is read.
struct ReadParameter {
    SweepParameter parameter;
    std::vector<SweptCell> cells;   // one per target that does not scale
    std::vector<Mark> value_marks;  // one per listed value
    bool own_path = false;          // its name is the path that it varies
    bool usable = false;            // targets and values could be read
};

// What can be said without a scenario. With `listed` the values may be left out: a CSV file has them.
std::vector<ReadParameter> read_parameters(const ScenarioForm& form, const TreeEntry& vary, bool listed, Problems& problems);

// A parameter named only by the header of a CSV file.
ReadParameter parameter_of_path(const ScenarioForm& form, const std::string& path, const Mark& mark, Problems& problems);

// What takes the scenarios of the arms: labels, rows of tables, numbers that are scaled. Sets `base` from the first arm.
void check_against_base(std::vector<ReadParameter>& parameters, std::vector<SweepArm>& arms, Problems& problems);

// Two parameters that write the same cell.
void refuse_overlaps(const std::vector<ReadParameter>& parameters, Problems& problems);

// The points of a CSV file: a column for each parameter; columns of other paths become parameters. Adds the file to sweep.inputs
// and its points to sweep.listed. `file` is read, `name` is what results call it, `mark` is where it is named.
void read_listed_points(const std::string& file, const std::string& name, const Mark& mark,
                        std::vector<ReadParameter>& parameters, Sweep& sweep, Problems& problems);

}  // namespace qonys
