#include "lint/rules.hpp"

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <map>
#include <optional>
#include <regex>
#include <sstream>

namespace qonys::lint {
namespace {

using Words = std::vector<std::string_view>;

// Which part of sim/ may include which. A part is a folder, or a file in sim/ itself without its ending; `commit` is the
// generated header with the program's version.
struct Permission {
    std::string_view part;
    Words may_include;
};

const std::vector<Permission>& permissions() {
    static const std::vector<Permission> table{
        {"base", {"base", "commit"}},
        {"scenario", {"base", "scenario"}},
        {"places", {"base", "scenario", "places"}},
        {"people", {"base", "scenario", "people"}},
        {"policy", {"base", "scenario", "policy"}},
        {"allocation", {"base", "people", "places", "allocation"}},
        {"applicants", {"base", "allocation", "applicants"}},
        {"accounts", {"base", "accounts"}},
        {"month", {"base", "scenario", "people", "places", "policy", "allocation", "accounts", "month"}},
        {"results", {"base", "accounts", "results", "commit"}},
        {"run",
         {"base", "scenario", "places", "people", "policy", "allocation", "accounts", "month", "results", "run", "commit"}},
        {"pathways", {"base", "scenario", "accounts", "pathways"}},
        {"life", {"base", "scenario", "places", "people", "policy", "allocation", "accounts", "month", "run", "life"}},
        {"microdata", {"base", "scenario", "places", "people", "month", "results", "microdata"}},
        {"experiment",
         {"base", "scenario", "allocation", "run", "pathways", "microdata", "accounts", "results", "experiment", "commit"}},
        {"sensitivity", {"base", "sensitivity"}},
        {"sweep", {"base", "scenario", "run", "pathways", "accounts", "results", "experiment", "sweep", "commit"}},
        {"report", {"base", "scenario", "policy", "accounts", "results", "sensitivity", "life", "report", "commit"}},
        {"verbs",
         {"base", "scenario", "policy", "applicants", "accounts", "results", "experiment", "sensitivity", "sweep", "life",
          "report", "verbs", "commit"}},
        {"main", {"base", "scenario", "applicants", "experiment", "report", "verbs", "commit"}},
    };
    return table;
}

// Headers that start so are included only in the named parts.
struct Fence {
    std::string_view header;
    Words only_in;
};

const std::vector<Fence>& fences() {
    static const std::vector<Fence> table{
        {"yaml-cpp/", {"scenario"}},
        {"H5", {"results"}},
        {"hdf5", {"results"}},
        {"netcdf", {"results"}},
        {"boost/graph/", {"places", "allocation", "people"}},
        {"lemon/", {"allocation"}},
        {"boost/math/", {"accounts", "scenario", "sensitivity"}},
        {"boost/random", {"base"}},
        {"Random123/", {"base"}},
        {"random", {"base"}},  // the standard library's generators and distributions differ between compilers
        {"openssl/", {"base"}},
        {"sqlite3", {"sweep"}},
        {"tbb/", {"sweep"}},
        {"oneapi/", {"sweep"}},
        {"openturns/", {}},  // an oracle of the tests
        {"CLI/", {"main"}},
    };
    return table;
}

bool contains(const Words& words, std::string_view word) {
    return std::find(words.begin(), words.end(), word) != words.end();
}

std::string joined(const Words& words) {
    std::string text;
    for (const auto word : words) text += (text.empty() ? "" : ", ") + std::string(word);
    return text;
}

// "sim/people/x.cpp" -> people, "sim/run.hpp" -> run; nothing outside sim/.
std::string part_of(std::string_view path_in_sim) {
    return std::string(path_in_sim.substr(0, path_in_sim.find_first_of("/.")));
}

std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> lines;
    std::istringstream stream(text);
    for (std::string line; std::getline(stream, line);) lines.push_back(line);
    return lines;
}

std::string place(const File& file, std::size_t line) {
    return file.path + ":" + std::to_string(line) + ": ";
}

bool is_word_letter(char letter) {
    return std::isalnum(static_cast<unsigned char>(letter)) != 0 || letter == '_';
}

// Where a text occurs in a line with no letter of a longer word before it.
std::vector<std::size_t> word_starts(const std::string& line, const std::string& text) {
    std::vector<std::size_t> starts;
    for (auto at = line.find(text); at != std::string::npos; at = line.find(text, at + 1)) {
        if (at == 0 || !is_word_letter(line[at - 1])) starts.push_back(at);
    }
    return starts;
}

std::string in_lower_case(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(), [](unsigned char letter) { return char(std::tolower(letter)); });
    return text;
}

void check_own_include(const File& file, std::size_t line, const Permission& permission, const std::string& header,
                       Breaches& breaches) {
    const std::string target = part_of(header);
    const bool known = target == "commit" || std::any_of(permissions().begin(), permissions().end(),
                                                         [&](const Permission& row) { return row.part == target; });
    if (!known) {
        breaches.push_back(place(file, line) + "\"" + header +
                           "\" is in no folder of sim/; write includes from sim/, like \"base/month.hpp\"");
    } else if (!contains(permission.may_include, target)) {
        breaches.push_back(place(file, line) + std::string(permission.part) + " may not include " + target + " (\"" + header +
                           "\"); it may include " + joined(permission.may_include));
    }
}

std::optional<std::string> first_match(const std::string& text, const char* pattern) {
    std::smatch match;
    if (std::regex_search(text, match, std::regex(pattern, std::regex::multiline))) return match[1].str();
    return std::nullopt;
}

}  // namespace

Breaches include_breaches(const File& file) {
    Breaches breaches;
    if (!file.path.starts_with("sim/")) return breaches;
    const std::string part = part_of(file.path.substr(4));
    const auto permission =
        std::find_if(permissions().begin(), permissions().end(), [&](const Permission& row) { return row.part == part; });
    if (permission == permissions().end()) {
        return {file.path + ": the table of permissions does not know \"" + part + "\""};
    }
    static const std::regex include(R"(^\s*#\s*include\s*([<"])([^>"]+)[>"])");
    std::size_t number = 0;
    for (const auto& line : lines_of(file.text)) {
        ++number;
        std::smatch match;
        if (!std::regex_search(line, match, include)) continue;
        const std::string header = match[2];
        bool fenced = false;
        for (const Fence& fence : fences()) {
            if (!header.starts_with(fence.header) || (fence.header == "random" && header != "random")) continue;
            fenced = true;
            if (!contains(fence.only_in, part)) {
                breaches.push_back(place(file, number) + part + " may not include <" + header + ">, only " +
                                   joined(fence.only_in) + " may");
            }
        }
        if (match[1] == "\"" && !fenced) check_own_include(file, number, *permission, header, breaches);
    }
    return breaches;
}

Breaches scenario_breaches(const File& file) {
    Breaches breaches;
    bool has_schema = false;
    std::string first;  // line that is neither empty nor a comment
    for (const auto& line : lines_of(file.text)) {
        if (line.starts_with("# yaml-language-server: $schema=")) has_schema = true;
        if (first.empty() && line.find_first_not_of(" \t\r") != std::string::npos && !line.starts_with('#')) first = line;
    }
    if (!first.starts_with("question:")) breaches.push_back(file.path + ": does not start with \"question:\"");
    if (!has_schema) breaches.push_back(file.path + ": has no comment \"# yaml-language-server: $schema=...\"");
    return breaches;
}

Breaches link_breaches(const File& file, const std::function<bool(const std::string&)>& exists) {
    static const std::regex link(R"(\]\(([^)#\s]+)[^)]*\)|yaml-language-server: \$schema=(\S+))");
    const std::filesystem::path folder = std::filesystem::path(file.path).parent_path();
    Breaches breaches;
    std::size_t number = 0;
    for (const auto& line : lines_of(file.text)) {
        ++number;
        for (std::sregex_iterator at(line.begin(), line.end(), link), end; at != end; ++at) {
            if ((*at)[2].matched && !file.path.ends_with(".yaml")) continue;  // an example in a page
            const std::string target = (*at)[1].matched ? (*at)[1] : (*at)[2];
            if (target.find("://") != std::string::npos) continue;
            const std::string path = (folder / target).lexically_normal().string();
            if (!exists(path)) breaches.push_back(place(file, number) + "points at " + path + ", which is not there");
        }
    }
    return breaches;
}

Breaches length_breaches(const File& file, std::size_t most_lines) {
    const std::size_t lines = lines_of(file.text).size();
    if (lines <= most_lines) return {};
    return {file.path + ": has " + std::to_string(lines) + " lines, more than " + std::to_string(most_lines)};
}

Breaches type_name_breaches(const std::vector<File>& headers) {
    static const std::regex definition(R"(^(?:struct|class|enum class) (\w+)(?: :[^{]*)? \{)");
    std::map<std::string, std::string> first;
    Breaches breaches;
    for (const File& file : headers) {
        std::size_t number = 0;
        for (const auto& line : lines_of(file.text)) {
            ++number;
            std::smatch match;
            if (!std::regex_search(line, match, definition)) continue;
            const auto [at, is_new] = first.emplace(match[1], file.path);
            if (!is_new) breaches.push_back(place(file, number) + match[1].str() + " is a type of " + at->second + " too");
        }
    }
    return breaches;
}

Breaches machine_path_breaches(const File& file) {
    // Written in two parts so that this file keeps its own rule.
    static const std::vector<std::string> folders{
        "/wo"
        "rk/",
        "/tm"
        "p/",
        "/ro"
        "ot/",
        "/ho"
        "me/"};
    Breaches breaches;
    std::size_t number = 0;
    for (const auto& line : lines_of(file.text)) {
        ++number;
        for (const auto& folder : folders) {
            for (const auto at : word_starts(line, folder)) {
                // in a relative path, or after a variable, it is a folder somewhere else
                if (at > 0 && std::string_view(".}-").find(line[at - 1]) != std::string_view::npos) continue;
                breaches.push_back(place(file, number) + "names the folder " + folder + " of one machine");
            }
        }
    }
    return breaches;
}

Breaches unfinished_breaches(const File& file) {
    static const std::vector<std::string> words{
        "TO"
        "DO",
        "FIX"
        "ME",
        "XX"
        "X",
        "HA"
        "CK",
        "TB"
        "D",
        "WI"
        "P"};
    static const std::vector<std::string> phrases{
        "not "
        "implemented",
        "not yet "
        "implemented",
        "coming "
        "soon",
        "lorem "
        "ipsum"};
    Breaches breaches;
    std::size_t number = 0;
    for (const auto& line : lines_of(file.text)) {
        ++number;
        for (const auto& word : words) {
            for (const auto at : word_starts(line, word)) {
                const auto end = at + word.size();
                if (end == line.size() || !is_word_letter(line[end])) breaches.push_back(place(file, number) + "says " + word);
            }
        }
        const std::string lower = in_lower_case(line);
        for (const auto& phrase : phrases) {
            if (lower.find(phrase) != std::string::npos) breaches.push_back(place(file, number) + "says \"" + phrase + "\"");
        }
    }
    return breaches;
}

Breaches version_breaches(const File& cmake_lists, const File& citation, const File& changelog) {
    Breaches breaches;
    const auto built = first_match(cmake_lists.text, R"(project\(\s*qonys\s+VERSION\s+([0-9.]+))");
    if (!built) return {cmake_lists.path + ": names no version"};
    const auto check = [&](const File& file, const char* pattern) {
        const auto version = first_match(file.text, pattern);
        if (version != built) {
            breaches.push_back(file.path + ": version " + version.value_or("not found") + ", but " + cmake_lists.path + " has " +
                               *built);
        }
    };
    check(citation, R"(^version:\s*['"]?([0-9.]+))");
    check(changelog, R"(^##\s*\[([^\]]+)\])");
    return breaches;
}

}  // namespace qonys::lint
