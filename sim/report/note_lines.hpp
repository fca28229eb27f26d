// Lists of values with their sources or without, as they end the report of a run for people.
#pragma once

#include <string>
#include <vector>

#include "scenario/read.hpp"

namespace qonys {

// Lines of a text, without the last line break.
std::vector<std::string> split_lines(const std::string& text);

bool is_set_by_scenario(const ValueNote& note);

// "TITLE (n)" over one line for each value that is wanted; empty when there is none. changes: only the cells that the scenario
// set, where it set a part.
std::string note_lines(const std::vector<ValueNote>& notes, bool (*wanted)(const ValueNote&), const std::string& title,
                       bool changes);

// The same of the lines of LoadedScenario::uncertain.
std::string uncertain_note_lines(const std::vector<std::string>& lines);

// "30 replicates, each with its own draw of the uncertain inputs, seed 1; ± standard error of the mean"
std::string replicates_in_words(std::int64_t replicates, std::int64_t replicates_per_draw, std::int64_t seed, bool uncertain);

}  // namespace qonys
