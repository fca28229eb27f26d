// The field table: one row per value of a scenario. It reads, refuses, prints, documents and makes the JSON Schema.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <variant>
#include <vector>

#include "scenario/scenario.hpp"

namespace qonys {

// Where a checked value goes.
using Slot = std::variant<double*, std::int64_t*, Month*, std::string*, Table*, Names*>;

enum class ValueKind { fact, choice };  // a fact needs unit, date, source, status and range; a choice is the analyst's

struct Field {
    std::string path;                  // "benefits.rent_mrp"
    std::string unit;                  // "MRP", "share", "per month", …
    std::string doc;                   // one sentence, for `qonys params`, editors and docs
    std::vector<std::string> axes;     // names of axes, see axis_labels(); empty for a single value
    double minimum = 0, maximum = 0;   // hard limits: outside them the value has no meaning (the range in params/ is narrower)
    std::vector<std::string> choices;  // words allowed: for a text (empty = any), or for the cells of a table of their positions
    bool sums_to_one = false;          // along the last axis, within 1e-6
    bool whole = false;                // numbers must be whole; so of every std::int64_t
    bool absent_is_zero = false;       // labels left out of the last axis count as 0; otherwise each label must be there
    bool absent_is_none = false;       // labels left out of any axis but the first count as no_cap
    bool may_be_bare = false;          // a fact that a scenario may give without provenance: then it is the scenario's own
    ValueKind kind = ValueKind::fact;
    std::function<Slot(Scenario&)> slot;
};

// Of a scenario of settlement. Those of a scenario of pathway programmes follow from its names: form.hpp.
const std::vector<Field>& fields();

// Labels of a closed axis ("sex": female, male). Empty for the open axes "date" and "year", whose labels come from the
// data and must ascend, and for "region", "region_b" and "origin", whose labels are those of places.name and origins.name.
std::vector<std::string> axis_labels(const std::string& axis);

}  // namespace qonys
