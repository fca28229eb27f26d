#include "experiment/remake.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "experiment/compare.hpp"
#include "experiment/run_scenario.hpp"
#include "pathways/pathways.hpp"
#include "results/labels.hpp"
#include "scenario/comparison.hpp"
#include "scenario/differences.hpp"
#include "scenario/tree.hpp"

namespace qonys {

namespace {

constexpr const char* format_version = "2";
constexpr std::int64_t most_replicates = 1'000'000;

[[noreturn]] void damaged(const std::string& path, const std::string& what) {
    throw FileTrouble(path + ": the result is damaged: " + what);
}

std::vector<std::string> texts_in(const std::string& path, const ResultFile& file, const std::string& variable) {
    if (!file.has(variable)) damaged(path, "it lacks " + variable);
    return file.texts(variable);
}

// --until-ci takes more replicates than the scenarios say, and an interrupted comparison fewer.
std::int64_t replicates_of(const std::string& path, const ResultFile& file) {
    if (!file.has("replicates/replicate")) damaged(path, "it lacks replicates/replicate");
    const auto there = static_cast<std::int64_t>(file.integers("replicates/replicate").size());
    if (attribute_text(file.find(""), "replicates") != std::to_string(there) || there < 1 || there > most_replicates)
        damaged(path, "its number of replicates is not that of its figures");
    return there;
}

Comparison comparison_in(const std::string& path, const ResultFile& file) {
    const std::vector<std::string> names = texts_in(path, file, "arms/arm"), texts = texts_in(path, file, "arms/scenario_yaml"),
                                   inputs = texts_in(path, file, "arms/inputs");
    if (names.size() < 2 || texts.size() != names.size() || inputs.size() != names.size())
        damaged(path, "its arms do not fit together");
    Comparison comparison;
    for (std::size_t i = 0; i < names.size(); ++i) {
        LoadedScenario loaded = load_scenario_text(path + ":arms/scenario_yaml[" + names[i] + "]", texts[i]);
        loaded.inputs = inputs_in(inputs[i]);
        comparison.arms.push_back({names[i], std::move(loaded), {}, {}, false});
    }
    std::vector<ArmRead> arms;
    for (const Arm& arm : comparison.arms) arms.push_back({arm.name, &arm.loaded});
    refuse_unlike(arms);
    const LoadedScenario& first = comparison.arms.front().loaded;
    comparison.question = first.scenario.question;
    for (Arm& arm : comparison.arms) {
        ScenarioDifference apart = difference(first, arm.loaded);
        arm.same = apart.changes.empty();
        arm.changes = std::move(apart.changes);
        arm.differs_from = apart.from;
    }
    return comparison;
}

// Labels of an axis of the root; none when it has no such axis.
std::vector<std::string> root_axis(const ResultFile& file, const std::string& axis) {
    const std::size_t size = file.has(axis) && file.find(axis).shape.size() == 1 ? file.find(axis).shape[0] : 0;
    return axis_labels_of(file, axis, axis, size);
}

// A changed month would else cost a simulation of any length before the figures are seen not to fit.
void check_months(const std::string& path, const ResultFile& file, const Scenario& scenario) {
    if (is_pathway_scenario(scenario)) {
        const std::vector<std::string> asked = make_pathway_world(scenario).axes.date.labels, there = root_axis(file, "date");
        const auto told = [](const std::vector<std::string>& steps) {
            return steps.empty() ? "none" : fmt::format("{}, {} to {}", steps.size(), steps.front(), steps.back());
        };
        std::string wanted = told(asked);
        wanted.insert(wanted.find(','), " steps");
        if (there != asked) damaged(path, fmt::format("its text asks for {}, its figures have {}", wanted, told(there)));
        return;
    }
    const std::vector<std::string> there = root_axis(file, "month");
    const std::string first = to_string(scenario.run.first_month), last = to_string(scenario.run.last_month);
    if (there.empty() || there.front() != first || there.back() != last)
        damaged(path, fmt::format("its text asks for the months {} to {}, its figures have {}", first, last,
                                  there.empty() ? "none" : there.front() + " to " + there.back()));
}

struct Cell {
    std::string text;
    int line = 0;
};
using Cells = std::map<std::string, Cell>;  // by path: run.seed, benefits.rent_mrp.2017-01-01.city.5+

// A value of a scenario, and what stands beside it by key: source, status, per.2021-01-01.source.
struct FieldText {
    Cells values, beside;
};

void flatten(const Tree& tree, const std::string& path, Cells& cells) {
    const auto below = [&](const std::string& key) { return path.empty() ? key : path + "." + key; };
    for (const TreeEntry& entry : tree.entries) flatten(entry.tree, below(entry.key), cells);
    for (std::size_t i = 0; i < tree.items.size(); ++i) flatten(tree.items[i], below(std::to_string(i)), cells);
    if (tree.entries.empty() && tree.items.empty())
        cells[path] = {tree.is_map() ? "{}" : tree.is_list() ? "[]" : tree.text, tree.mark.line};
}

void add_field(const Tree& tree, const std::string& path, std::map<std::string, FieldText>& fields) {
    FieldText& field = fields[path];
    const TreeEntry* value = tree.find("value");
    flatten(value ? value->tree : tree, path, field.values);
    for (const TreeEntry& entry : tree.entries)
        if (value != nullptr && entry.key != "value") flatten(entry.tree, entry.key, field.beside);
}

std::map<std::string, FieldText> fields_of_text(const std::string& text, const std::string& name) {
    std::map<std::string, FieldText> fields;
    for (const TreeEntry& section : parse_tree(text, name).entries) {
        if (!section.tree.is_map() || section.tree.find("value") != nullptr) {
            add_field(section.tree, section.key, fields);
            continue;
        }
        for (const TreeEntry& entry : section.tree.entries) add_field(entry.tree, section.key + "." + entry.key, fields);
    }
    return fields;
}

// The part of the text around its byte `at`.
std::string part_of(const std::string& text, std::size_t at) {
    constexpr std::size_t before = 30, most = 80;
    const auto whole = [&](std::size_t i) {  // not within a character
        while (i > 0 && i < text.size() && (static_cast<unsigned char>(text[i]) & 0xC0) == 0x80) --i;
        return i;
    };
    if (text.size() <= most) return text.empty() ? "(none)" : text;
    const std::size_t start = whole(at > before ? std::min(at, text.size()) - before : 0), end = whole(start + most);
    return (start > 0 ? "…" : "") + text.substr(start, end - start) + (end < text.size() ? "…" : "");
}

// "path: in the files -> in the result" of what differs.
std::map<std::string, std::string> changes_of(const Cells& in_files, const Cells& in_result, const std::string& prefix) {
    std::map<std::string, std::string> changes;
    const auto add = [&](const std::string& path) {
        const auto a = in_files.find(path), b = in_result.find(path);
        const std::string before = a == in_files.end() ? "" : a->second.text, after = b == in_result.end() ? "" : b->second.text;
        if (before == after && (a == in_files.end()) == (b == in_result.end())) return;
        const auto apart = std::mismatch(before.begin(), before.end(), after.begin(), after.end()).first - before.begin();
        const auto at = static_cast<std::size_t>(apart);
        changes[path] =
            fmt::format("{}{}{}: {} -> {}", prefix, path, b == in_result.end() ? "" : fmt::format(" (line {})", b->second.line),
                        part_of(before, at), part_of(after, at));
    };
    for (const auto& [path, cell] : in_files) add(path);
    for (const auto& [path, cell] : in_result)
        if (!in_files.contains(path)) add(path);
    return changes;
}

std::string text_at(const Cells& cells, const std::string& path) {
    const auto found = cells.find(path);
    return found == cells.end() ? "" : found->second.text;
}

// A setting leaves the source of a value as it was, marks it as a choice of the scenario, and says so at the end of its note.
void compare_fields(const std::string& path, const FieldText& in_files, const FieldText& in_result, TextDifferences& all) {
    const std::string before = text_at(in_files.beside, "status"), after = text_at(in_result.beside, "status");
    const bool marked = after == "scenario" || (after.empty() && (before.empty() || before == "default"));
    const auto values = changes_of(in_files.values, in_result.values, "");
    for (const auto& [cell, change] : values)
        if (marked)
            all.values.push_back(change);
        else
            all.faults.push_back(fmt::format("{}, and its status still says {}", change, after));
    for (const auto& [key, change] : changes_of(in_files.beside, in_result.beside, path + ".")) {
        const std::string old_note = text_at(in_files.beside, "note"), note = text_at(in_result.beside, "note");
        const std::string added = note.starts_with(old_note) ? note.substr(old_note.size()) : "";
        const bool by_setting = added.find("by the scenario, in params: ") != std::string::npos;
        if (marked && key == "status" && values.empty())
            all.values.push_back(change);
        else if (!marked || (key != "status" && !(key == "note" && by_setting)))
            all.faults.push_back(change);
    }
}

}  // namespace

ReadAgain read_again_run(const std::string& file) {
    const LoadedScenario loaded = load_scenario(file, {});
    return {{{"", loaded.resolved_text, loaded.inputs}}, ""};
}

ReadAgain read_again_comparison(const std::vector<std::string>& files) {
    ReadAgain again;
    for (const Arm& arm : load_comparison(files, {}).arms)
        again.arms.push_back({arm.name, arm.loaded.resolved_text, arm.loaded.inputs});
    return again;
}

TextDifferences text_differences(const std::string& in_files, const std::string& in_result, const std::string& name) {
    const auto old_fields = fields_of_text(in_files, "files"), new_fields = fields_of_text(in_result, name);
    TextDifferences all;
    for (const auto& [path, field] : old_fields) {
        const auto found = new_fields.find(path);
        compare_fields(path, field, found == new_fields.end() ? FieldText{} : found->second, all);
    }
    for (const auto& [path, field] : new_fields)
        if (!old_fields.contains(path)) compare_fields(path, {}, field, all);
    return all;
}

ResultKind kind_of_result(const std::string& path, const ResultFile& file) {
    const StoredObject& root = file.find("");
    const std::string version = attribute_text(root, "format_version"), kind = attribute_text(root, "kind");
    if (version.empty() || attribute_text(root, "program_version").empty())
        throw FileTrouble(path + ": is no result of qonys: it does not say which version made it");
    if (version != format_version)
        throw FileTrouble(fmt::format("{}: has format_version {}, and this qonys reads {}", path, version, format_version));
    if (kind.empty() && file.has("scenario_yaml")) return ResultKind::run;
    if (kind == "comparison") return ResultKind::comparison;
    if (kind == "sweep") return ResultKind::sweep;
    damaged(path, kind.empty() ? "it lacks scenario_yaml" : "it is of an unknown kind, \"" + kind + "\"");
}

std::string text_in(const std::string& path, const ResultFile& file, const std::string& variable) {
    const std::vector<std::string> texts = texts_in(path, file, variable);
    if (texts.size() != 1) damaged(path, variable + " is not one text");
    return texts.front();
}

std::vector<InputFile> inputs_in(const std::string& lines) {
    std::vector<InputFile> inputs;
    for (const auto& [name, checksum] : checksums_of(lines)) inputs.push_back({name, checksum});
    return inputs;
}

void remake_run(const std::string& path, const RemakeOptions& options, const std::atomic<bool>& stop) {
    const ResultFile file(path);
    LoadedScenario loaded = load_scenario_text(path + ":scenario_yaml", text_in(path, file, "scenario_yaml"));
    const std::int64_t there = file.has("replicate") ? static_cast<std::int64_t>(file.integers("replicate").size()) : 0;
    if (loaded.scenario.run.replicates != there)
        damaged(path, fmt::format("its text asks for {} replicates, its figures have {}", loaded.scenario.run.replicates, there));
    check_months(path, file, loaded.scenario);
    loaded.inputs = inputs_in(text_in(path, file, "inputs"));
    RunOptions run{options.output, "", options.threads, file.has("microdata"), options.progress};
    run_scenario(loaded, run, stop);
}

void remake_comparison(const std::string& path, const RemakeOptions& options, const std::atomic<bool>& stop) {
    const ResultFile file(path);
    Comparison comparison = comparison_in(path, file);
    const std::int64_t replicates = replicates_of(path, file);
    for (Arm& arm : comparison.arms) arm.loaded.scenario.run.replicates = replicates;
    CompareOptions compare_options;
    compare_options.output = options.output;
    compare_options.threads = options.threads;
    compare_options.progress = options.progress;
    if (compare(comparison, compare_options, stop).interrupted) throw Interrupted("nothing was compared");
}

}  // namespace qonys
