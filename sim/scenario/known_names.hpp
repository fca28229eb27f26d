// Which names a scenario may use, and what the user may have meant by one that it may not.
#pragma once

#include <string>

#include "base/problems.hpp"
#include "scenario/tree.hpp"

namespace qonys {

struct ScenarioForm;

// Every key that belongs to no field, and sections that are not maps.
void refuse_unknown_names(const Tree& tree, const ScenarioForm& form, Problems& problems);

enum class Presence { present, missing, refused };  // refused: a section above it is no map, which has been said

struct Found {
    Presence presence = Presence::missing;
    const Tree* tree = nullptr;
    Mark where;  // of its key
};

Found find_field(const Tree& tree, const std::string& path);

// Fields without a value, those of a section that is missing altogether as one problem.
void refuse_missing_fields(const Tree& tree, const ScenarioForm& form, const std::string& file, bool facts_only,
                           Problems& problems);

}  // namespace qonys
