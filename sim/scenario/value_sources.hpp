// Where single cells of values come from, as the resolved text of a scenario says: a source of its own for a label of the first
// axis, otherwise that of the whole value.
#pragma once

#include <string>
#include <vector>

#include "scenario/read.hpp"

namespace qonys {

struct CellName {
    std::string path, cell;  // "benefits.rent_mrp", "2017-01-01.city.5+"; no cell of a value without axes
};

struct CellSource {
    std::string unit, status, source, date;  // source of what the scenario set: where it stands, "s.yaml:12"
};

// One for each cell, in order. Throws BrokenInvariant for a path that is no field.
std::vector<CellSource> sources_of(const LoadedScenario& loaded, const std::vector<CellName>& cells);

}  // namespace qonys
