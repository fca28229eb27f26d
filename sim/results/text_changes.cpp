#include "results/text_changes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <sstream>

#include "results/labels.hpp"

namespace qonys {

namespace {

constexpr std::size_t widest = 100;  // bytes of a value

std::string shortened(const std::string& text) {
    if (text.size() <= widest) return text;
    std::size_t end = widest;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;  // whole characters
    return text.substr(0, end) + "…";
}

std::string change_text(const std::string& what, const std::string& before, const std::string& after) {
    const auto text = [](const std::string& value) { return value.empty() ? "(none)" : shortened(value); };
    return fmt::format("{}: {} -> {}", what, text(before), text(after));
}

struct Line {
    std::string path, value;
};

// A resolved scenario stands line by line, two blanks deeper for each level: "key:" or "key: value".
std::vector<Line> lines_of(const std::string& yaml) {
    std::vector<Line> lines;
    std::vector<std::string> keys;
    std::istringstream stream(yaml);
    for (std::string line; std::getline(stream, line);) {
        const std::size_t start = line.find_first_not_of(' ');
        if (start == std::string::npos) continue;
        const std::size_t after_quote = line[start] == '"' ? line.find('"', start + 1) : start;
        const std::size_t colon = line.find(':', std::min(after_quote, line.size()));
        if (colon == std::string::npos) continue;
        keys.resize(std::min(keys.size(), start / 2));
        keys.push_back(line.substr(start, colon - start));
        std::string path;
        for (const std::string& key : keys) path += (path.empty() ? "" : ".") + key;
        const std::size_t value = line.find_first_not_of(' ', colon + 1);
        if (value != std::string::npos) lines.push_back({path, line.substr(value)});
    }
    return lines;
}

// "benefits.relocation_mrp.value.2021-01-01" -> without .value; nothing for what stands beside a value: source, note, range.
bool take_value_path(std::string& path) {
    static const std::set<std::string> beside{"unit", "date",      "source",    "status", "range",
                                              "note", "increases", "decreases", "per"};
    std::vector<std::string> keys;
    std::istringstream stream(path);
    for (std::string key; std::getline(stream, key, '.');) keys.push_back(key);
    if (keys.size() < 3) return true;
    if (beside.contains(keys[2])) return false;
    if (const std::size_t at = path.find(".value"); keys[2] == "value") path.erase(at, 6);
    return true;
}

// "{2021-01-01: 70, 2025-01-01: 90}": cells of one level, each with its label; other values whole.
std::vector<Line> cells_of(const Line& line) {
    if (!line.value.starts_with('{') || line.value.find('{', 1) != std::string::npos || line.value.find('"') != std::string::npos)
        return {line};
    std::vector<Line> cells;
    std::istringstream stream(line.value.substr(1, line.value.size() - 2));
    for (std::string cell; std::getline(stream, cell, ',');) {
        const std::size_t start = cell.find_first_not_of(' '), colon = cell.find(": ");
        if (start == std::string::npos || colon == std::string::npos) return {line};
        cells.push_back({line.path + "." + cell.substr(start, colon - start), cell.substr(colon + 2)});
    }
    return cells;
}

std::vector<Line> values_of(const std::string& yaml, std::map<std::string, std::string>& beside) {
    std::vector<Line> values;
    for (Line& line : lines_of(yaml)) {
        if (!take_value_path(line.path)) {
            beside[line.path] = line.value;
            continue;
        }
        for (Line& cell : cells_of(line)) values.push_back(std::move(cell));
    }
    return values;
}

// The texts of the scenarios of a file by arm; one without a name where there are none.
std::vector<Line> texts_of(const ResultFile& file) {
    const std::string variable = file.has("arms/scenario_yaml") ? "arms/scenario_yaml" : "scenario_yaml";
    if (!file.has(variable) || file.find(variable).kind != CellKind::text) return {};
    const std::vector<std::string> texts = file.texts(variable);
    const StoredObject& object = file.find(variable);
    std::vector<std::string> names(texts.size());
    if (!object.axes.empty()) names = axis_labels_of(file, variable, object.axes[0], texts.size());
    std::vector<Line> all;
    for (std::size_t i = 0; i < texts.size(); ++i) all.push_back({names[i], texts[i]});
    return all;
}

std::map<std::string, std::string> inputs_of(const ResultFile& file) {
    std::map<std::string, std::string> inputs;
    for (const char* variable : {"arms/inputs", "inputs"}) {
        if (!file.has(variable) || file.find(variable).kind != CellKind::text) continue;
        for (const std::string& lines : file.texts(variable))
            for (const auto& [name, checksum] : checksums_of(lines)) inputs[name] = checksum;
    }
    return inputs;
}

void add_inputs(const ResultFile& a, const ResultFile& b, std::vector<std::string>& changes) {
    const auto old_inputs = inputs_of(a), new_inputs = inputs_of(b);
    std::string other, gone, come;
    const auto add = [](std::string& list, const std::string& name) { list += (list.empty() ? "" : ", ") + name; };
    for (const auto& [name, checksum] : old_inputs) {
        const auto now = new_inputs.find(name);
        if (now == new_inputs.end())
            add(gone, name);
        else if (now->second != checksum)
            add(other, name);
    }
    for (const auto& [name, checksum] : new_inputs)
        if (!old_inputs.contains(name)) add(come, name);
    if (!other.empty()) changes.push_back("files read with another content: " + other);
    if (!gone.empty()) changes.push_back("files read only for the old result: " + gone);
    if (!come.empty()) changes.push_back("files read only for the new result: " + come);
}

}  // namespace

std::vector<std::string> scenario_changes(const std::string& before, const std::string& after) {
    std::map<std::string, std::string> old_beside, new_beside, old_values, new_values;
    const std::vector<Line> old_lines = values_of(before, old_beside), new_lines = values_of(after, new_beside);
    for (const Line& line : old_lines) old_values[line.path] = line.value;
    for (const Line& line : new_lines) new_values[line.path] = line.value;
    std::vector<std::string> changes;
    for (const Line& line : old_lines) {
        const auto now = new_values.find(line.path);
        if (now == new_values.end() || now->second != line.value)
            changes.push_back(change_text(line.path, line.value, now == new_values.end() ? "" : now->second));
    }
    for (const Line& line : new_lines)
        if (!old_values.contains(line.path)) changes.push_back(change_text(line.path, "", line.value));
    std::set<std::string> notes;
    for (const auto& [path, value] : old_beside)
        if (const auto now = new_beside.find(path); now == new_beside.end() || now->second != value) notes.insert(path);
    for (const auto& [path, value] : new_beside)
        if (!old_beside.contains(path)) notes.insert(path);
    if (!notes.empty()) changes.push_back(fmt::format("{} sources, notes or ranges differ", notes.size()));
    return changes;
}

std::vector<std::string> origin_changes(const ResultFile& a, const ResultFile& b) {
    std::vector<std::string> changes;
    for (const char* name : {"program_version", "program_commit", "seed", "replicates", "replicates_per_draw", "question",
                             "uncertain", "reference", "design", "points", "shard", "shards"}) {
        const std::string before = attribute_text(a.find(""), name), after = attribute_text(b.find(""), name);
        if (before != after) changes.push_back(change_text(name, before, after));
    }
    add_inputs(a, b, changes);
    return changes;
}

std::vector<std::string> parameter_changes(const ResultFile& a, const ResultFile& b) {
    const std::vector<Line> before = texts_of(a), after = texts_of(b);
    std::vector<std::string> changes;
    for (const Line& text : before) {
        const auto now = std::find_if(after.begin(), after.end(), [&](const Line& other) { return other.path == text.path; });
        if (now == after.end() || now->value == text.value) continue;
        for (const std::string& change : scenario_changes(text.value, now->value))
            changes.push_back(text.path.empty() ? change : text.path + ": " + change);
    }
    if (a.has("sweep_yaml") && b.has("sweep_yaml"))
        for (const std::string& change : scenario_changes(a.texts("sweep_yaml").at(0), b.texts("sweep_yaml").at(0)))
            changes.push_back(change);
    return changes;
}

}  // namespace qonys
