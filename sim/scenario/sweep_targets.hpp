// Where varied values are written: paths of a scenario, found in its form and in its tree.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "scenario/form.hpp"
#include "scenario/sweep_file.hpp"
#include "scenario/tree.hpp"

namespace qonys {

// A path of a scenario: a field and the labels after it, not all of them when a part of a table is meant.
struct SweptCell {
    const Field* field = nullptr;  // which must outlive this, as must the form
    std::vector<std::string> labels;
    const ScenarioForm* form = nullptr;
};

enum class TargetKind { number, word, month };
TargetKind kind_of(const Field& field);
bool is_whole(const Field& field);  // its numbers are whole

// Refused, with what to do instead: names that no field has, and values that may not differ between the points of a sweep.
std::optional<SweptCell> cell_at(const ScenarioForm& form, const std::string& path, const Mark& mark, Problems& problems);

// The fields with numbers at or below a path, for `scales`; refused as above.
std::vector<SweptCell> cells_under(const ScenarioForm& form, const std::string& path, const Mark& mark, Problems& problems);

// Refused: anything but one number or word, and labels that the scenario does not have; dates and years may be new.
// `scenario` is null when it could not be read: then only what the form knows is checked.
bool check_single(const SweptCell& cell, const std::string& path, Scenario* scenario, const Mark& mark, Problems& problems);

// What stands there in a scenario, by date what is in force; nothing where it says nothing.
struct BaseValue {
    double number = 0;  // of a word or month its position or index
    std::string word;
};
std::optional<BaseValue> base_value(const SweptCell& cell, Scenario& scenario);

// The first label, when the scenario has no such date or year; a new row must be complete.
std::optional<std::string> new_row(const SweptCell& cell, Scenario& scenario);

// Why a number cannot be the field's; empty when it can. Whole fields are rounded first.
std::string outside_limits(const Field& field, double value);

// The number as it is written into the tree.
std::string written_number(const Field& field, double value);

// Calls for each value, a distribution as one, of the cell or of all cells under it.
void each_value(Tree& tree, const SweptCell& cell, const std::function<void(Tree&)>& take);

// A path as nested maps with one value at the end.
Tree tree_of_path(const std::string& path, std::string text, const Mark& mark);

}  // namespace qonys
