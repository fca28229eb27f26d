// The tables that `qonys run` prints of pathway programmes for people; empty when one has nothing to say.
#pragma once

#include <string>

#include "report/pathway_table.hpp"

namespace qonys {

constexpr std::size_t pathway_page = 130;  // columns

std::string programmes_section(const PathwayReport& report);
std::string stages_section(const PathwayReport& report);   // a table for each programme
std::string centres_section(const PathwayReport& report);  // places that stages and programmes share
std::string exits_section(const PathwayReport& report);
std::string stays_section(const PathwayReport& report);          // who is in the programme and who has not left, by months
std::string posts_section(const PathwayReport& report);          // when any stage needs staff
std::string why_they_vary_section(const PathwayReport& report);  // when there are uncertain inputs
std::string manifest_section(const PathwayReport& report);       // with sources and published totals

// "cost rests on assumed values: cost_per_day of 5 stages" in lines that fit the page; empty when all of these have a source.
// `lead`: "cost rests". `keys`: last words of paths, "places", or with whose they are: "centre places".
std::string rests_on_line(const PathwayReport& report, const std::string& lead, const std::vector<std::string>& keys);

// With "…" for what is cut off.
std::string at_most(const std::string& text, std::size_t columns);

// In lines of at most so many columns; all but the first are set in.
std::string in_lines_of(const std::string& text, std::size_t columns, std::size_t indent);

}  // namespace qonys
