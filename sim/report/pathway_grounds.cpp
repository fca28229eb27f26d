#include "report/pathway_grounds.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/problems.hpp"

namespace qonys {

namespace {

// Whether a table whose last axis names steps or exits has a number for this one.
bool speaks_of(const Table& table, const std::string& exit) {
    if (table.axes.empty()) return false;
    const auto at = table.axes.back().find(exit);
    const std::size_t width = table.axes.back().size();
    for (std::size_t i = 0; at && i < table.cells.size(); ++i)
        if (i % width == *at && table.cells[i] > 0) return true;
    return false;
}

bool is_unsupported(const std::vector<ValueNote>& notes, const std::string& path) {
    const ValueNote* note = note_at(notes, path);
    return note != nullptr && (rests_on_assumption(*note) || is_without_source(*note));
}

}  // namespace

bool is_without_source(const ValueNote& note) {
    const bool is_number = !note.unit.empty() && note.unit != "date" && note.unit != "word";
    return note.status == "scenario" && is_number && note.path.find('.') != std::string::npos && !note.path.starts_with("run.") &&
           !note.path.ends_with(".flights") && !note.path.ends_with(".difference");
}

std::vector<std::string> values_without_source(const LoadedScenario& loaded) {
    std::vector<std::string> lines;
    if (loaded.scenario.pathways.programmes.empty()) return lines;
    for (const ValueNote& note : loaded.notes)
        if (is_without_source(note)) lines.push_back(fmt::format("{} = {} {}", note.path, note.value, note.unit));
    return lines;
}

std::vector<std::string> values_without_source(const std::string& scenario_text) {
    try {
        return values_without_source(load_scenario_text("scenario_yaml", scenario_text));
    } catch (const BadInput&) {
        return {};
    }
}

std::string values_without_source(const Comparison& comparison) {
    std::vector<std::string> all;
    for (const Arm& arm : comparison.arms)
        for (const std::string& line : values_without_source(arm.loaded))
            if (std::find(all.begin(), all.end(), line) == all.end()) all.push_back(line);
    std::string text;
    for (const std::string& line : all) text += line + "\n";
    return text;
}

std::string rests_in_short(std::size_t assumed, std::size_t without_source) {
    if (assumed + without_source == 0) return "";
    const auto counted = [](std::size_t number, const std::string& adjective, const std::string& more) {
        return fmt::format("{} {}value{}{}", number, adjective, number == 1 ? "" : "s", more);
    };
    std::string text = "rests on ";
    if (assumed > 0) text += counted(assumed, "assumed ", "");
    if (without_source > 0) text += (assumed > 0 ? " and " : "") + counted(without_source, "", " given without a source");
    return text + ", listed at the end\n";
}

std::vector<std::string> exits_as_put_in(const Programme& programme, const std::vector<ValueNote>& notes) {
    std::vector<std::string> exits;
    for (std::size_t i = 0; i < programme.exits.texts.size(); ++i) {
        const std::string &exit = programme.exits.axis.labels[i], &kind = programme.exits.texts[i];
        if (kind != "left" && kind != "custody") continue;
        const auto unsupported = [&](const Stage& stage) {
            const std::string path = "programmes." + programme.name + ".stages." + stage.name;
            return (speaks_of(stage.leave, exit) && is_unsupported(notes, path + ".leave")) ||
                   (speaks_of(stage.next, exit) && is_unsupported(notes, path + ".next"));
        };
        if (std::any_of(programme.stages.begin(), programme.stages.end(), unsupported)) exits.push_back(exit);
    }
    return exits;
}

std::string span_of_distribution(const std::string& value) {
    const std::size_t open = value.find('('), comma = value.find(','), last = value.rfind(','), close = value.rfind(')');
    if (open == std::string::npos || comma == std::string::npos || close == std::string::npos) return value;
    const std::string word = value.substr(0, open);
    if (word != "uniform" && word != "triangular") return value;
    const auto trimmed = [](const std::string& text) { return text.substr(std::min(text.find_first_not_of(' '), text.size())); };
    return trimmed(value.substr(open + 1, comma - open - 1)) + " to " + trimmed(value.substr(last + 1, close - last - 1));
}

const ValueNote* note_at(const std::vector<ValueNote>& notes, const std::string& path) {
    const auto found = std::find_if(notes.begin(), notes.end(), [&](const ValueNote& note) { return note.path == path; });
    return found == notes.end() ? nullptr : &*found;
}

}  // namespace qonys
