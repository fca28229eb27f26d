// What figures of pathway programmes rest on beside assumed values: numbers without a source, and rates that nothing supports.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "scenario/comparison.hpp"
#include "scenario/read.hpp"

namespace qonys {

// A number that the scenario gives, or lays over one that has a source, without saying where it comes from. Choices such as
// dates and shapes of stays need no source.
bool is_without_source(const ValueNote& note);

// Lines "path = value unit" of these; of scenarios of settlement none.
std::vector<std::string> values_without_source(const LoadedScenario& loaded);
// Of a text in a result; none when this program does not read it.
std::vector<std::string> values_without_source(const std::string& scenario_text);
// Of all arms, each line once.
std::string values_without_source(const Comparison& comparison);

// "rests on 3 assumed values and 2 values given without a source" as a line; empty when there are none of either.
std::string rests_in_short(std::size_t assumed, std::size_t without_source);

// Exits of the kinds `left` and `custody` whose rates or shares are assumed or have no source, in the order of the file.
std::vector<std::string> exits_as_put_in(const Programme& programme, const std::vector<ValueNote>& notes);

// "uniform(30, 240)" -> "30 to 240"; a number as it is.
std::string span_of_distribution(const std::string& value);

const ValueNote* note_at(const std::vector<ValueNote>& notes, const std::string& path);  // null: none

}  // namespace qonys
