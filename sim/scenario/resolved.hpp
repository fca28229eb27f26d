// A checked scenario as text: complete YAML that reads back to the same scenario and the same text.
#pragma once

#include <string>
#include <vector>

#include "scenario/fields.hpp"
#include "scenario/provenance.hpp"
#include "scenario/uncertain.hpp"

namespace qonys {

// The value on one line: as it stands in the text, but for distributions, which are as people write them. Cells that count as
// 0 or as no cap when absent are left out when they are that.
std::string value_text(const Field& field, const Slot& slot, const UncertainCells& uncertain = {});

// A cell of the value: a number, word or distribution.
std::string cell_text(const Field& field, const Slot& slot, std::size_t cell, const UncertainCells& uncertain);

// One provenance per field.
std::string resolved_text(const std::vector<Field>& fields, const Scenario& scenario, const std::vector<Provenance>& provenances,
                          const std::vector<UncertainValue>& uncertain);

// "0.5" or, of a field that is a month, "2024-01".
std::string bound_text(double bound, const Slot& slot);

// In double quotes, with what YAML wants escaped.
std::string quoted(const std::string& text);

}  // namespace qonys
