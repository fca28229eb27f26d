// The answer as files and as text for officials.
#pragma once

#include <string>

#include "applicants/place.hpp"

namespace qonys {

// A row for each family in the order of its file, with the header family,place,score,reason,…
std::string placements_csv(const Applicants& applicants, const Answer& answer);
// place,capacity,used,left,shadow_price: may be named as places of the next sitting.
std::string places_csv(const Applicants& applicants, const Answer& answer);
// Totals, places, overrides with their costs, and notes.
std::string summary_text(const Applicants& applicants, const PlacingOptions& options, const Answer& answer);
// All of it in one document.
std::string answer_json(const Applicants& applicants, const PlacingOptions& options, const Answer& answer);

}  // namespace qonys
