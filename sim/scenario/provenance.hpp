// Where a value comes from: the keys that stand beside `value` in params/.
#pragma once

#include <string>
#include <vector>

#include "scenario/read.hpp"
#include "scenario/value.hpp"

namespace qonys {

struct Range {
    bool given = false;
    double low = 0, high = 0;  // of months: Month::index
};

// What differs for one label of the first axis. An empty text means: as for the whole value.
struct LabelProvenance {
    std::string label, date, source, status, note;
    Range range;
};

struct Provenance {
    std::string unit, date, source, status, note;
    Range range;
    std::vector<std::string> increases, decreases;
    std::vector<LabelProvenance> per;
    Mark where;  // of the status: the file that vouches for the values it gives
};

// The words for `status`, weakest first. A resolved scenario also says `scenario` for what was changed.
const std::vector<std::string>& status_words();

// `leaf` is the map that has the key `value`; checks that the range holds each value given by the file of the provenance.
Provenance read_provenance(const Field& field, const Tree& leaf, const ValueRead& value, const Slot& slot, Problems& problems);

// A choice of the analyst's may say where it comes from, but need not. A resolved scenario says `status: default` for those that
// it left as they are in params/.
Provenance read_choice_provenance(const Field& field, const Tree& leaf, Problems& problems);

// The first cell set by another file or option than the one that vouches for the value; null when there is none.
const Mark* first_override(const ValueRead& value, const Provenance& provenance);

// Says in the provenance that the scenario changed the value, once; a resolved scenario carries it on.
void mark_as_changed(Provenance& provenance, const ValueRead& value, const std::string& status_in_params);

// The status of the cells that the scenario left as they are, when it changed only some; else empty.
std::string kept_status(const Provenance& provenance);

// The status of a value whose labels differ is the weakest of theirs.
std::string weakest_status(const Provenance& provenance, const std::vector<std::string>& first_labels);

}  // namespace qonys
