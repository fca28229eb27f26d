#include "scenario/sweep_targets.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "scenario/number.hpp"
#include "scenario/overlay.hpp"
#include "scenario/uncertain.hpp"
#include "scenario/value.hpp"

namespace qonys {

namespace {

std::vector<std::string> parts_of(const std::string& path) {
    std::vector<std::string> parts;
    for (std::size_t start = 0, dot = 0; dot != std::string::npos; start = dot + 1) {
        dot = path.find('.', start);
        parts.push_back(path.substr(start, dot - start));
    }
    return parts;
}

std::optional<SweptCell> found_in(const ScenarioForm& form, const std::string& path) {
    for (std::size_t dot = path.find('.');; dot = path.find('.', dot + 1)) {
        if (const Field* field = find_field(form, path.substr(0, dot))) {
            if (dot == std::string::npos) return SweptCell{field, {}, &form};
            return SweptCell{field, parts_of(path.substr(dot + 1)), &form};
        }
        if (dot == std::string::npos) return std::nullopt;
    }
}

struct Refusal {
    std::string what, hint;
};

// Values that all points of a sweep must share, or that no simulation reads.
std::optional<Refusal> why_fixed(const std::string& path) {
    const auto under = [&](std::string_view name) { return path == name || path.starts_with(std::string(name) + "."); };
    if (under("run.replicates"))
        return Refusal{"replicates are the same at all points", "write replicates: at the top of the file, or say --replicates"};
    if (under("run.seed"))
        return Refusal{"replicate r has the same draws at every point, which is what makes points comparable",
                       "say --seed; chance between draws is what replicates: show"};
    if (under("run"))
        return Refusal{"all points must simulate the same months and draws",
                       "write it under run: of the sweep file, or say --set"};
    if (under("places.name") || under("origins.name"))
        return Refusal{"it says which regions and origins there are, which all points share", "vary tables by region or origin"};
    if (under("targets")) return Refusal{"no simulation reads targets, only qonys calibrate does", "leave it out"};
    if (under("question")) return Refusal{"no simulation reads the question", "leave it out"};
    if (under("arms"))
        return Refusal{"values are varied over all arms",
                       "write the path as in a scenario, and what sets arms apart under arms:"};
    if (under("extends"))
        return Refusal{"files cannot be varied", "write arms: with what each file says, or a sweep for each file"};
    return std::nullopt;
}

void refuse_unknown(const ScenarioForm& form, const std::string& path, const Mark& mark, Problems& problems) {
    const std::vector<std::string> parts = parts_of(path);
    const std::string start = parts.size() > 1 ? parts[0] + "." + parts[1] : parts[0];
    std::vector<std::string> known, below;
    for (const Field& field : form.fields) {
        known.push_back(field.path);
        if (field.path.starts_with(parts[0] + ".")) below.push_back(field.path);
    }
    if (parts.size() == 1 && !below.empty()) {
        problems.add(mark, path, "this is a section, not a value", "it has " + listed(below, 20));
        return;
    }
    const auto is_path = [&](const std::string& name) { return path == name || path.starts_with(name + "."); };
    if (std::any_of(form.known.begin(), form.known.end(), is_path)) {
        problems.add(mark, path, "the scenario does not give this value", "write it into the sweep file as well, with a value");
        return;
    }
    if (form.pathways) {
        const std::string meant = nearest(path, known);
        problems.add(mark, path, "the scenario has no such value",
                     meant.empty() ? "qonys check lists the values there are" : fmt::format("did you mean {}?", meant));
        return;
    }
    std::string near = nearest(start, known);
    if (near.empty())
        for (const std::string& name : known)
            if (parts.size() > 1 && name.ends_with("." + parts[1])) near = name;
    problems.add(mark, path, "the scenario has no such value",
                 !near.empty()   ? fmt::format("did you mean {}?", near + path.substr(std::min(path.size(), start.size())))
                 : below.empty() ? "qonys params lists the values there are"
                                 : fmt::format("{} has {}", parts[0], listed(below, 20)));
}

bool is_open(const std::string& axis) {
    return axis == "date" || axis == "year";
}

bool is_year(const std::string& text) {
    return text.size() == 4 && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// The labels of an axis; empty when they are not known without a scenario.
std::vector<std::string> labels_of(const ScenarioForm& form, const std::string& axis, const Scenario* scenario) {
    if (axis == "region" || axis == "region_b")
        return scenario == nullptr ? std::vector<std::string>{} : scenario->places.name.axis.labels;
    if (axis == "origin") return scenario == nullptr ? std::vector<std::string>{} : scenario->origins.name.axis.labels;
    const auto own = form.labels.find(axis);
    return own != form.labels.end() ? own->second : axis_labels(axis);
}

// Of a cell that the scenario has, or one in the form of the table.
std::string example_path(const SweptCell& cell, Scenario* scenario) {
    const Field& field = *cell.field;
    if (scenario != nullptr) {
        const Slot slot = field.slot(*scenario);
        const auto* table = std::get_if<Table*>(&slot);
        if (table != nullptr && !(*table)->cells.empty() && !(field.absent_is_none || field.absent_is_zero)) {
            const std::size_t row = (*table)->cells.size() / (*table)->axes[0].size();
            return field.path + "." + cell_path(slot, is_open(field.axes[0]) ? (*table)->cells.size() - row : 0);
        }
    }
    AxisLabels labels;
    for (const std::string& axis : field.axes) labels[axis] = labels_of(*cell.form, axis, scenario);
    const std::string setting = example_of_setting(field, labels);
    return setting.substr(0, setting.find('='));
}

bool check_label(const ScenarioForm& form, const std::string& axis, const std::string& label, const std::string& path,
                 const Scenario* scenario, const Mark& mark, Problems& problems) {
    if (axis == "date" || axis == "year") {
        const bool good = axis == "date" ? parse_date(label).has_value() : is_year(label);
        if (!good)
            problems.add(mark, path, fmt::format("{} is not a {}", shown(label), axis),
                         axis == "date" ? "write a date such as 2025-01-01" : "write a year such as 2025");
        return good;
    }
    const std::vector<std::string> labels = labels_of(form, axis, scenario);
    if (labels.empty() || std::find(labels.begin(), labels.end(), label) != labels.end()) return true;
    const std::string near = nearest(label, labels);
    std::string name = axis == "region_b" ? "region" : axis;
    std::replace(name.begin(), name.end(), '_', ' ');
    problems.add(mark, path, fmt::format("there is no {} {}", name, shown(label)),
                 near.empty() ? fmt::format("there is {}", listed(labels)) : fmt::format("did you mean {}?", near));
    return false;
}

// Where the cell stands in its table, by date the row in force.
std::optional<std::size_t> position_in(const Table& table, const std::vector<std::string>& labels) {
    std::size_t cell = 0;
    for (std::size_t i = 0; i < table.axes.size(); ++i) {
        const Axis& axis = table.axes[i];
        auto at = axis.find(labels[i]);
        if (!at && axis.name == "date")
            for (std::size_t row = 0; row < axis.size() && axis.labels[row] < labels[i]; ++row) at = row;
        if (!at) return std::nullopt;
        cell = cell * axis.size() + *at;
    }
    return cell;
}

void each_value_below(Tree& node, const std::vector<std::string>& labels, std::size_t depth,
                      const std::function<void(Tree&)>& take) {
    for (TreeEntry& entry : node.entries)
        if (entry.key == "value") return each_value_below(entry.tree, labels, depth, take);
    if (!node.is_map() || is_distribution(node)) {
        if (depth >= labels.size()) take(node);
        return;
    }
    for (TreeEntry& entry : node.entries)
        if (depth >= labels.size() || entry.key == labels[depth]) each_value_below(entry.tree, labels, depth + 1, take);
}

// Names, dates, and which exits there are.
bool is_text(const Field& field) {
    const bool words_of_names = field.unit == "word" && !field.axes.empty() && field.axes[0] != "date";
    return words_of_names || field.unit == "date" || (field.unit == "word" && field.choices.empty());
}

}  // namespace

TargetKind kind_of(const Field& field) {
    return !field.choices.empty() ? TargetKind::word : field.unit == "month" ? TargetKind::month : TargetKind::number;
}

bool is_whole(const Field& field) {
    return field.whole || field.unit == "1 or 0";
}

std::optional<SweptCell> cell_at(const ScenarioForm& form, const std::string& path, const Mark& mark, Problems& problems) {
    if (const auto refusal = why_fixed(path)) {
        problems.add(mark, path, "this cannot be varied: " + refusal->what, refusal->hint);
        return std::nullopt;
    }
    auto cell = found_in(form, path);
    if (!cell) {
        refuse_unknown(form, path, mark, problems);
    } else if (is_text(*cell->field)) {
        problems.add(mark, path, "this cannot be varied: it is a text", "compare arms that say otherwise: ./qonys compare");
        return std::nullopt;
    }
    return cell;
}

std::vector<SweptCell> cells_under(const ScenarioForm& form, const std::string& path, const Mark& mark, Problems& problems) {
    std::vector<SweptCell> cells;
    const bool section = form.pathways ? form.sections.contains(path) : path.find('.') == std::string::npos;
    if (!why_fixed(path) && section)
        for (const Field& field : form.fields)
            if (field.path.starts_with(path + ".") && kind_of(field) == TargetKind::number && !why_fixed(field.path))
                cells.push_back({&field, {}, &form});
    if (!cells.empty()) return cells;
    if (auto cell = cell_at(form, path, mark, problems)) {
        if (kind_of(*cell->field) == TargetKind::number) return {*cell};
        problems.add(mark, path, "this is no number, so it cannot be scaled", "vary it by a list of words");
    }
    return cells;
}

bool check_single(const SweptCell& cell, const std::string& path, Scenario* scenario, const Mark& mark, Problems& problems) {
    const Field& field = *cell.field;
    const bool words_by_date = !field.choices.empty() && field.axes.size() == 1 && field.axes[0] == "date";
    if (cell.labels.empty() && (field.axes.empty() || words_by_date)) return true;
    if (!cell.labels.empty() && is_provenance_key(cell.labels[0])) {
        problems.add(mark, path, fmt::format("{}: is not part of a path", cell.labels[0]),
                     "write " + example_path(cell, scenario));
        return false;
    }
    if (cell.labels.size() > field.axes.size()) {
        problems.add(mark, path, fmt::format("{} has no values below {}", field.path, field.axes.empty() ? "it" : "its cells"),
                     "write " + (field.axes.empty() ? field.path : example_path(cell, scenario)));
        return false;
    }
    bool good = true;
    for (std::size_t i = 0; i < cell.labels.size(); ++i)
        good = check_label(*cell.form, field.axes[i], cell.labels[i], path, scenario, mark, problems) && good;
    if (!good) return false;
    if (cell.labels.size() == field.axes.size() || scenario == nullptr) return true;  // the example takes a scenario
    std::string axes;
    for (std::size_t i = 0; i < field.axes.size(); ++i)
        axes += (i == 0 ? "" : i + 1 == field.axes.size() ? " and " : ", ") + field.axes[i];
    problems.add(mark, path, fmt::format("this is a table by {}, not a single value", axes),
                 fmt::format("name one cell, such as {}; or give the parameter a name of its own and write scales: [{}]",
                             example_path(cell, scenario), path));
    return false;
}

std::optional<BaseValue> base_value(const SweptCell& cell, Scenario& scenario) {
    const Slot slot = cell.field->slot(scenario);
    std::vector<double> numbers = numbers_of(slot);
    std::size_t at = 0;
    if (const auto* table = std::get_if<Table*>(&slot)) {
        if (cell.labels.empty()) {  // words by date, of which all have to be the same
            if (numbers.empty() || std::count(numbers.begin(), numbers.end(), numbers[0]) != std::ssize(numbers))
                return std::nullopt;
        } else if (const auto position = position_in(**table, cell.labels)) {
            at = *position;
        } else {
            return std::nullopt;
        }
        if (cell.field->absent_is_none && numbers[at] == no_cap) return std::nullopt;
    }
    if (numbers.empty()) return std::nullopt;
    BaseValue value{numbers[at], {}};
    if (kind_of(*cell.field) == TargetKind::month) value.word = to_string(*std::get<Month*>(slot));
    if (kind_of(*cell.field) == TargetKind::word) value.word = cell.field->choices.at(static_cast<std::size_t>(value.number));
    return value;
}

std::optional<std::string> new_row(const SweptCell& cell, Scenario& scenario) {
    if (cell.labels.empty() || !is_open(cell.field->axes[0])) return std::nullopt;
    const Slot slot = cell.field->slot(scenario);
    if (std::get<Table*>(slot)->axes[0].find(cell.labels[0])) return std::nullopt;
    return cell.labels[0];
}

std::string outside_limits(const Field& field, double value) {
    if (is_whole(field)) value = std::round(value);
    if (field.unit == "1 or 0" && value != 0 && value != 1) return fmt::format("{} is neither 1 nor 0", number_text(value));
    if (value >= field.minimum && value <= field.maximum) return {};
    return fmt::format("{} cannot be {}, it goes from {} to {}", field.path, number_text(value), number_text(field.minimum),
                       number_text(field.maximum));
}

std::string written_number(const Field& field, double value) {
    if (is_whole(field) && std::fabs(value) < 1e15) return fmt::format("{}", std::llround(value));
    return number_text(value);
}

void each_value(Tree& tree, const SweptCell& cell, const std::function<void(Tree&)>& take) {
    std::vector<std::string> names = parts_of(cell.field->path);
    const std::size_t below = names.size();
    Tree* node = &tree;
    for (std::size_t i = 0; i < below; ++i) {
        const auto entry =
            std::find_if(node->entries.begin(), node->entries.end(), [&](const TreeEntry& e) { return e.key == names[i]; });
        if (entry == node->entries.end()) return;
        node = &entry->tree;
    }
    each_value_below(*node, cell.labels, 0, take);
}

Tree tree_of_path(const std::string& path, std::string text, const Mark& mark) {
    Tree tree;
    tree.text = std::move(text);
    tree.mark = mark;
    const std::vector<std::string> parts = parts_of(path);
    for (auto part = parts.rbegin(); part != parts.rend(); ++part) {
        Tree parent;
        parent.kind = Tree::Kind::map;
        parent.mark = mark;
        parent.entries.push_back({*part, mark, std::move(tree)});
        tree = std::move(parent);
    }
    return tree;
}

}  // namespace qonys
