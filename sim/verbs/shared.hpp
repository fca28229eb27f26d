// What verbs have in common: printing, names of results, and what must not be overwritten.
#pragma once

#include <string>
#include <vector>

#include "scenario/read.hpp"

namespace qonys {

// Without control characters, which names and questions of a file may hold and terminals obey. Throws FileTrouble.
void print(const std::string& text);

// A file in outputs/ of the project. Settings give it a name of its own, so that it does not take the place of the result of the
// unchanged scenario.
std::string in_outputs(std::string name, const std::vector<std::string>& settings);

// A result never takes the place of a file that it was made from. `scenario`: the file that the inputs are reached from.
void refuse_to_overwrite_inputs(const std::string& output, const std::string& scenario, const std::vector<InputFile>& inputs);

// Verbs about settlers have nothing to say of pathway programmes. `instead`: what to do.
void refuse_pathways(const LoadedScenario& loaded, const std::string& file, const std::string& instead);

}  // namespace qonys
