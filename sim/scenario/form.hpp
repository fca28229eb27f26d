// Which fields a scenario has. Settlement under quotas always has the same; those of pathway programmes follow from the names of
// programmes, arrivals, stages and centres in the file, and values that may be left out have a field only where they are given.
#pragma once

#include <memory>
#include <set>
#include <string>
#include <vector>

#include "scenario/fields.hpp"
#include "scenario/read.hpp"
#include "scenario/tree.hpp"
#include "scenario/value.hpp"

namespace qonys {

struct ScenarioForm {
    bool pathways = false;
    std::vector<Field> fields;       // in the order in which they are read and printed
    std::set<std::string> sections;  // paths that hold fields or other sections
    std::set<std::string> refused;   // sections of which that is said, so that nothing in them is judged
    std::vector<std::string> known;  // paths of fields that there could be, for hints
    AxisLabels labels;               // of the axes that the names in the file make
    Pathways outline;                // programmes, arrivals, stages and centres with their names only
};
using FormOfScenario = std::shared_ptr<const ScenarioForm>;

// The form of a tree that is laid together. Names that cannot be used are added to `problems` and left out.
FormOfScenario form_of(const Tree& tree, Problems& problems);

// The fields of programmes with "*" for each name, for the JSON Schema.
std::vector<Field> pathway_fields_of_any_name();
Scenario scenario_of_any_name();  // that their slots can point into

// Its path as an index; null when there is none.
const Field* find_field(const ScenarioForm& form, const std::string& path);

}  // namespace qonys
