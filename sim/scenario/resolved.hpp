// A checked scenario as text: complete YAML that reads back to the same scenario and the same text.
#pragma once

#include <string>
#include <vector>

#include "scenario/fields.hpp"
#include "scenario/provenance.hpp"

namespace qonys {

// The value as it stands in the text, on one line. Cells that count as 0 when absent are left out when they are 0.
std::string value_text(const Field& field, const Slot& slot);

// One provenance per field, in the order of the field table.
std::string resolved_text(const Scenario& scenario, const std::vector<Provenance>& provenances);

// "0.5" or, of a field that is a month, "2024-01".
std::string bound_text(double bound, const Slot& slot);

// In double quotes, with what YAML wants escaped.
std::string quoted(const std::string& text);

}  // namespace qonys
