#include "scenario/read.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <tuple>

#include "scenario/cross_checks.hpp"
#include "scenario/form.hpp"
#include "scenario/known_names.hpp"
#include "scenario/layers.hpp"
#include "scenario/overlay.hpp"
#include "scenario/pathway_checks.hpp"
#include "scenario/resolved.hpp"

namespace qonys {

namespace {

constexpr std::size_t most_problems_told = 50;
constexpr double tail = 0.005;  // of a distribution, on each side, that may lie outside the plausible range unremarked

struct Reading {
    FormOfScenario form;
    Scenario scenario;
    AxisLabels labels;
    FieldsRead read;
    std::vector<Provenance> provenances;  // one per field
    std::vector<ValueNote> notes;         // one per field
    std::vector<UncertainValue> uncertain;
    Problems problems;
    std::string folder;         // of the file read
    std::string params_folder;  // of the file that names the regions, or a programme; empty when that is the file's own
};

std::string folder_of(const std::string& file) {
    return std::filesystem::path(file).parent_path().lexically_normal().string();
}

[[noreturn]] void tell(Problems problems) {
    const auto order = [](const Problem& p) { return std::tie(p.mark.file, p.mark.line, p.mark.column); };
    std::stable_sort(problems.list.begin(), problems.list.end(),
                     [&](const Problem& a, const Problem& b) { return order(a) < order(b); });
    if (const std::size_t found = problems.list.size(); found > most_problems_told) {
        problems.list.resize(most_problems_told);
        problems.add({}, {}, fmt::format("and {} more problems", found - most_problems_told));
    }
    throw BadInput(std::move(problems));
}

bool can_be_read(const Field& field, const AxisLabels& labels) {
    if (field.path == "places.name" || field.path == "origins.name") return true;
    return std::all_of(field.axes.begin(), field.axes.end(), [&](const std::string& axis) { return labels.contains(axis); });
}

// The cell that another file laid over the value, the number if there is only one, or the value as a whole.
Mark set_at(const ValueRead& value) {
    for (const Mark& cell : value.cells)
        if (!cell.file.empty() && cell.file != value.where.file) return cell;
    return value.cells.size() == 1 ? value.cells.front() : value.where;
}

void note_ranges(ValueNote& note, const ValueRead& value, const Provenance& provenance, const Slot& slot) {
    const auto words = [&](const Range& range) { return bound_text(range.low, slot) + " to " + bound_text(range.high, slot); };
    if (provenance.range.given) {
        note.range = words(provenance.range);
        note.has_range = !std::holds_alternative<Month*>(slot);
        note.low = provenance.range.low;
        note.high = provenance.range.high;
    }
    const auto& labels = value.first_labels;
    for (const LabelProvenance& part : provenance.per)
        if (part.range.given && words(part.range) != note.range &&
            std::find(labels.begin(), labels.end(), part.label) != labels.end())
            note.own_ranges.push_back({part.label, words(part.range), part.range.low, part.range.high});
}

// What the scenario set, cell by cell.
void note_changes(ValueNote& note, const Field& field, const ValueRead& value, const Provenance& provenance, const Slot& slot) {
    const std::vector<double> numbers = numbers_of(slot);
    const std::size_t per_label = value.first_labels.empty() ? 1 : numbers.size() / value.first_labels.size();
    for (std::size_t cell = 0; cell < value.cells.size(); ++cell) {
        if (value.cells[cell].file.empty() || value.cells[cell].file == provenance.where.file) continue;
        const std::string path = cell_path(slot, cell);
        const std::string cell_value = numbers.empty() ? note.value : cell_text(field, slot, cell, value.uncertain);
        note.changed += (note.changed.empty() ? "" : ", ") + (path.empty() ? cell_value : path + " = " + cell_value);
        if (!note.has_range || numbers.empty()) continue;
        const auto uncertain = value.uncertain.find(cell);
        const bool drawn = uncertain != value.uncertain.end();
        const double low = drawn ? value_at(uncertain->second, tail) : numbers[cell];
        const double high = drawn ? value_at(uncertain->second, 1 - tail) : numbers[cell];
        LabelRange range{"", note.range, note.low, note.high};
        for (const LabelRange& own : note.own_ranges)
            if (value.first_labels[cell / per_label] == own.label) range = own;
        note.outside_range = note.outside_range || low < range.low || high > range.high;
    }
}

// Choices that stand in params/ are not the scenario's unless it changes them.
void mark_default(Provenance& provenance, const ValueRead& value, const std::string& params_folder) {
    const bool in_params = !params_folder.empty() && folder_of(value.where.file) == params_folder;
    if (in_params) provenance.where = value.where;
    if (!in_params && provenance.status.empty()) return;
    provenance.status = first_override(value, provenance) == nullptr ? "default" : "";
}

void note_choice(ValueNote& note, const Field& field, const ValueRead& value, const Provenance& provenance, const Slot& slot) {
    note.status = provenance.status.empty() ? "scenario" : provenance.status;
    if (note.status == "scenario" && !provenance.where.file.empty()) note_changes(note, field, value, provenance, slot);
}

ValueNote note_of(const Field& field, const ValueRead& value, const Provenance& provenance, const Slot& slot) {
    ValueNote note;
    note.path = field.path;
    note.value = value_text(field, slot, value.uncertain);
    note.unit = field.unit;
    note.date = provenance.date;
    note.source = provenance.source;
    note.note = provenance.note;
    note.set_at = set_at(value);
    if (field.kind == ValueKind::choice) {
        note_choice(note, field, value, provenance, slot);
        return note;
    }
    note.status = provenance.status.empty() ? "scenario" : weakest_status(provenance, value.first_labels);
    note.kept_status = kept_status(provenance);
    note_ranges(note, value, provenance, slot);
    if (const Mark* changed = provenance.status.empty() ? nullptr : first_override(value, provenance)) {
        note.set_at = *changed;
        note_changes(note, field, value, provenance, slot);
    }
    return note;
}

void read_field(const Field& field, const Found& found, Reading& reading, std::size_t place) {
    const Slot slot = field.slot(reading.scenario);
    const bool has_leaf = found.tree->is_map() && has_provenance_keys(*found.tree);
    const TreeEntry* given = has_leaf ? found.tree->find("value") : nullptr;
    if (has_leaf && given == nullptr) {
        reading.problems.add(found.where, field.path, "there is no value:", "give one beside the other keys");
        return;
    }
    const std::size_t before = reading.problems.list.size();
    const Tree& node = given == nullptr ? *found.tree : given->tree;
    const ValueRead value =
        read_value(field, node, given == nullptr ? found.where : given->mark, reading.labels, slot, reading.problems);
    Provenance& provenance = reading.provenances[place];
    const bool names_programme = field.path.starts_with("programmes.") && field.path.ends_with(".title");
    if (names_programme && value.where.line > 0 && folder_of(value.where.file) != reading.folder)
        reading.params_folder = folder_of(value.where.file);
    if (field.kind == ValueKind::choice) {
        if (has_leaf) provenance = read_choice_provenance(field, *found.tree, reading.problems);
        mark_default(provenance, value, reading.params_folder);
    } else if (has_leaf) {
        provenance = read_provenance(field, *found.tree, value, slot, reading.problems);
        const std::string status_in_params = weakest_status(provenance, value.first_labels);
        if (first_override(value, provenance) != nullptr) mark_as_changed(provenance, value, status_in_params);
    } else if (!field.may_be_bare) {
        reading.problems.add(found.where, field.path, "unit, date, source, status and range missing",
                             "write {value: …, unit: …, date: …, source: …, status: …, range: [low, high]}");
    }
    if (!value.ok) return;
    if (field.path == "places.name" && folder_of(provenance.where.file) != reading.folder)
        reading.params_folder = folder_of(provenance.where.file);
    reading.read[field.path] = set_at(value);
    for (const auto& [cell, distribution] : value.uncertain) {
        const std::string labels = cell_path(slot, cell);
        reading.uncertain.push_back({field.path + (labels.empty() ? "" : "." + labels), place, cell, distribution});
    }
    if (const auto* names = std::get_if<Names*>(&slot)) {
        reading.labels[(*names)->axis.name] = (*names)->axis.labels;
        if ((*names)->axis.name == "region") reading.labels["region_b"] = (*names)->axis.labels;
    }
    if (reading.problems.list.size() == before) reading.notes[place] = note_of(field, value, provenance, slot);
}

// The names of regions and origins come first, because the tables that have them as an axis need their labels;
// a table whose axis could not be read is left out: that has been told.
void read_fields(const Tree& tree, Reading& reading) {
    const std::vector<Field>& table = reading.form->fields;
    reading.labels = reading.form->labels;
    reading.scenario.pathways = reading.form->outline;
    reading.provenances.resize(table.size());
    reading.notes.resize(table.size());
    for (const Field& field : table)
        for (const std::string& axis : field.axes)
            if (axis == "date" || axis == "year")
                reading.labels[axis] = {};
            else if (auto closed = axis_labels(axis); !closed.empty())
                reading.labels[axis] = std::move(closed);
    const auto read_if = [&](bool names_first) {
        for (std::size_t i = 0; i < table.size(); ++i) {
            const bool names = table[i].path == "places.name" || table[i].path == "origins.name";
            if (names != names_first || !can_be_read(table[i], reading.labels)) continue;
            const Found found = find_field(tree, table[i].path);
            if (found.presence == Presence::present) read_field(table[i], found, reading, i);
        }
    };
    read_if(true);
    read_if(false);
}

}  // namespace

Layers layers_or_problems(const std::string& file, const std::vector<std::string>& sets, Problems& problems) {
    try {
        return load_layers(file, sets, problems);
    } catch (BadInput& stop) {
        tell(std::move(stop.problems));
    }
}

LoadedScenario read_scenario(Layers layers, const std::string& file, Problems problems) {
    Reading reading;
    reading.problems = std::move(problems);
    reading.folder = folder_of(file);
    reading.form = form_of(layers.tree, reading.problems);
    refuse_unknown_names(layers.tree, *reading.form, reading.problems);
    refuse_missing_fields(layers.tree, *reading.form, file, false, reading.problems);
    read_fields(layers.tree, reading);
    if (reading.form->pathways)
        cross_check_pathways(reading.scenario, reading.read, !reading.form->refused.empty(), reading.problems);
    else
        cross_check(reading.scenario, reading.read, reading.problems);
    if (!reading.problems.empty()) tell(std::move(reading.problems));
    LoadedScenario loaded;
    loaded.resolved_text = resolved_text(reading.form->fields, reading.scenario, reading.provenances, reading.uncertain);
    loaded.scenario = std::move(reading.scenario);
    loaded.form = std::move(reading.form);
    loaded.inputs = std::move(layers.inputs);
    loaded.notes = std::move(reading.notes);
    loaded.uncertain = std::move(reading.uncertain);
    return loaded;
}

std::string ranges_in_words(const ValueNote& note) {
    std::string text = note.range;
    for (std::size_t i = 0; i < note.own_ranges.size(); ++i) {
        const LabelRange& own = note.own_ranges[i];
        text += i > 0 && note.own_ranges[i - 1].range == own.range ? ", " : "; ";
        text += own.label;
        if (i + 1 == note.own_ranges.size() || note.own_ranges[i + 1].range != own.range) text += ": " + own.range;
    }
    return text;
}

LoadedScenario load_scenario(const std::string& file, const std::vector<std::string>& sets) {
    Problems problems;
    Layers layers = layers_or_problems(file, sets, problems);
    return read_scenario(std::move(layers), file, std::move(problems));
}

LoadedScenario load_scenario_text(const std::string& name, const std::string& text, const std::vector<std::string>& sets) {
    Problems problems;
    Layers layers = layers_of_text(name, text, sets, problems);
    return read_scenario(std::move(layers), name, std::move(problems));
}

std::vector<ValueNote> load_parameters(const std::string& index_file) {
    Reading reading;
    const Layers layers = layers_or_problems(index_file, {}, reading.problems);
    reading.form = settlement_form();
    refuse_unknown_names(layers.tree, *reading.form, reading.problems);
    refuse_missing_fields(layers.tree, *reading.form, index_file, true, reading.problems);
    read_fields(layers.tree, reading);
    cross_check_parameters(reading.scenario, reading.read, reading.problems);
    if (!reading.problems.empty()) tell(std::move(reading.problems));
    std::vector<ValueNote> facts;
    for (std::size_t i = 0; i < fields().size(); ++i)
        if (fields()[i].kind == ValueKind::fact) facts.push_back(std::move(reading.notes[i]));
    return facts;
}

}  // namespace qonys
