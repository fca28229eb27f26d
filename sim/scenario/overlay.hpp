// The one way in which values are changed: a tree laid over another. extends:, --set, arms of a comparison and points of a
// sweep are all trees laid over a scenario.
#pragma once

#include <string>

#include "scenario/tree.hpp"

namespace qonys {

// Lays `over` over `base`: maps merge by key, anything else replaces; a distribution counts as one value, and a word under a map
// of dates as in force from the earliest. A value with provenance (a map with the key `value`)
// keeps its provenance when a bare value is laid over it: only its `value` changes, and the marks of the cells tell who set them.
void lay_over(Tree& base, Tree over);

// A word in place of a table of words by date is in force from 1900-01-01 on.
Tree from_earliest_date(Tree word);

// "path=value" as a tree: arrivals.kandas.2025=15000 is {arrivals: {kandas: {2025: 15000}}}. The value is taken as it stands, or
// read as YAML when it starts with a bracket, brace or quote. The mark of every node is `option_name path=value`, line 0.
// Adds to `problems` and returns an empty map when the text has no such form.
Tree tree_of_setting(const std::string& option_name, const std::string& path_and_value, Problems& problems);

// The keys that tell where a value comes from, with `value` itself.
bool is_provenance_key(const std::string& key);

// A map that gives a value or its provenance rather than cells of a table.
bool has_provenance_keys(const Tree& tree);

}  // namespace qonys
