#pragma once
// What the repository promises about itself, as pure functions from files to breaches in plain words.
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace qonys::lint {

struct File {
    std::string path;  // from the root of the repository
    std::string text;
};

using Breaches = std::vector<std::string>;

// Folders of sim/ that include what they may not see, and libraries outside their fence.
[[nodiscard]] Breaches include_breaches(const File& file);

// A scenario starts with the question it answers and points its editor at the schema.
[[nodiscard]] Breaches scenario_breaches(const File& file);

// Files beside it that a page or a scenario's schema comment points at and that `exists` (given a path from the root) denies.
[[nodiscard]] Breaches link_breaches(const File& file, const std::function<bool(const std::string&)>& exists);

[[nodiscard]] Breaches length_breaches(const File& file, std::size_t most_lines);

// Types of one name in two headers: all stand in one namespace, and the linker would take either for both.
[[nodiscard]] Breaches type_name_breaches(const std::vector<File>& headers);

// Folders of one machine, which no other machine has.
[[nodiscard]] Breaches machine_path_breaches(const File& file);

// Marks of unfinished work.
[[nodiscard]] Breaches unfinished_breaches(const File& file);

// The version in CMakeLists.txt, CITATION.cff and at the top of CHANGELOG.md is one.
[[nodiscard]] Breaches version_breaches(const File& cmake_lists, const File& citation, const File& changelog);

}  // namespace qonys::lint
