// Texts of lives that the table, CSV and JSON share.
#pragma once

#include <string>
#include <vector>

#include "report/life_table.hpp"

namespace qonys {

std::string process_name(std::size_t process);
std::string life_month(const Life& life, int month);
std::string amount_text(const LifeEvent& event);  // "1,376,200 KZT", empty without
// "5 members from China: 1 man of 34 (higher), …", ages when the family appeared.
std::string who(const Life& life);
std::string end_text(const Life& life);  // "settled in …, 5 members, 2 in work"
// Paid by instrument, owed and received.
std::vector<std::string> totals(const Life& life);
// What parted the lives, in sentences.
std::vector<std::string> cause_sentences(const LifeReport& report);
// An event on one line; the life that has none: what stands there instead.
std::string event_sentence(const LifeUnder& side, std::size_t at);
std::string state_text(const Life& life, int month);

// Text cut into lines of a width at blanks; a longer word stays whole.
std::vector<std::string> wrapped(const std::string& text, std::size_t columns);

}  // namespace qonys
