// Examples of the documentation: the code blocks of a page, to be run as they stand.
#pragma once

#include <string>
#include <vector>

#include "support/process.hpp"

namespace qonys::test {

// The blocks of one language, in the order of the page.
std::vector<std::string> code_blocks(const std::string& page, const std::string& language);

// Runs every block of `language` with the program in the folder: each must end well and print something. Returns how many there
// are.
std::size_t run_examples(const std::string& page, const std::string& language, const std::string& program,
                         const TempFolder& folder);

}  // namespace qonys::test
