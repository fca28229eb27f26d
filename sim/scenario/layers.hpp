// A scenario file, what it extends and the --set options, laid over each other into one tree.
#pragma once

#include <string>
#include <vector>

#include "scenario/read.hpp"
#include "scenario/tree.hpp"

namespace qonys {

struct Layers {
    Tree tree;                      // without extends
    std::vector<InputFile> inputs;  // the file itself first
};

// What a file extends is laid first, later ones over earlier ones, then the file itself, then each setting in order.
// Throws BadInput or FileTrouble where there is nothing to go on with; what is wrong with a setting is added to `problems`.
Layers load_layers(const std::string& file, const std::vector<std::string>& sets, Problems& problems);

// The same for a text that extends nothing.
Layers layers_of_text(const std::string& name, const std::string& text, const std::vector<std::string>& sets, Problems& problems);

// The same with the problems told as load_scenario tells them.
Layers layers_or_problems(const std::string& file, const std::vector<std::string>& sets, Problems& problems);

// Reads and checks a tree that is laid together. Throws BadInput with these problems and all that are found.
LoadedScenario read_scenario(Layers layers, const std::string& file, Problems problems);

}  // namespace qonys
