// The value of one field: from the tree into its place in the Scenario, or every reason why not.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "scenario/fields.hpp"
#include "scenario/tree.hpp"
#include "scenario/uncertain.hpp"

namespace qonys {

// Labels by name of axis; an axis that is not here could not be read, and neither can fields that have it.
using AxisLabels = std::map<std::string, std::vector<std::string>>;

struct ValueRead {
    bool ok = false;
    Mark where;                             // of the value as a whole
    std::vector<Mark> cells;                // one per number or text of the value; no file where a label is absent
    std::vector<std::string> first_labels;  // of the first axis, in order; empty without axes
    UncertainCells uncertain;
};

// `where` is the mark of the key under which the value stands.
ValueRead read_value(const Field& field, const Tree& node, const Mark& where, const AxisLabels& labels, const Slot& slot,
                     Problems& problems);

// The numbers of a value, in the order of ValueRead::cells: months as Month::index, words of a table as their positions; none
// for texts.
std::vector<double> numbers_of(const Slot& slot);

// Labels of a cell of a value, joined by dots; empty for a single number.
std::string cell_path(const Slot& slot, std::size_t cell);

// Why no cell of the field can be a distribution; empty when it can.
std::string why_certain(const Field& field, const Slot& slot);

// What a value of this field looks like, for hints: "benefits.rent_mrp.2025-01-01.city.1=…".
std::string example_of_setting(const Field& field, const AxisLabels& labels);

// Joined by commas, cut after `most` with the number left out.
std::string listed(const std::vector<std::string>& words, std::size_t most = 8);

}  // namespace qonys
