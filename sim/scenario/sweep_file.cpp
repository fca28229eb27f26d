#include "scenario/sweep_file.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <filesystem>

#include "scenario/comparison.hpp"
#include "scenario/number.hpp"
#include "scenario/overlay.hpp"
#include "scenario/resolved.hpp"
#include "scenario/sweep_parameters.hpp"
#include "scenario/value.hpp"

namespace qonys {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t most_measures = 500;
constexpr std::int64_t most_levels = 1000;
// Behind the name of the file while a point is read: a value of the point is not one that the file gives with its source.
constexpr std::string_view of_point = " (point)";

using Key = std::optional<TreeEntry>;

Key take(Tree& tree, const char* key) {
    const auto at = std::find_if(tree.entries.begin(), tree.entries.end(), [&](const TreeEntry& e) { return e.key == key; });
    if (at == tree.entries.end()) return std::nullopt;
    Key taken = std::move(*at);
    tree.entries.erase(at);
    return taken;
}

// Lays replicates: over run.replicates, unless that is said on the command line, or in a file that extends this one.
void lay_replicates(const TreeEntry& replicates, Layers& layers, const std::string& file, Problems& problems) {
    const TreeEntry* run = layers.tree.find("run");
    const TreeEntry* own = run == nullptr ? nullptr : run->tree.find("replicates");
    const bool typed = replicates.tree.mark.line == 0;
    if (own != nullptr && own->tree.is_scalar()) {
        const Mark &here = replicates.tree.mark, &there = own->tree.mark;
        if (there.line == 0 && !typed) return;
        if (there.file == here.file && own->tree.text != replicates.tree.text) {
            problems.add(there, "run.replicates",
                         fmt::format("is {}, and replicates: is {}", shown(own->tree.text), shown(replicates.tree.text)),
                         "say it once");
            return;
        }
        if (there.file == file && here.file != file && !typed) return;
    }
    Tree over = tree_of_path("run.replicates", {}, replicates.mark);
    over.entries[0].tree.entries[0].tree = replicates.tree;
    lay_over(layers.tree, std::move(over));
}

std::optional<DesignKind> design_named(const Tree& name, Problems& problems) {
    const std::vector<std::string> words(design_words.begin(), design_words.end());
    const auto found = std::find(words.begin(), words.end(), name.text);
    if (found != words.end()) return static_cast<DesignKind>(found - words.begin());
    const std::string near = nearest(name.text, words);
    problems.add(name.mark, "design", fmt::format("{} is no design", shown(name.text)),
                 near.empty() ? "there is " + listed(words) : fmt::format("did you mean {}?", near));
    return std::nullopt;
}

void read_levels(const TreeEntry& morris, Sweep& sweep, Problems& problems) {
    if (!morris.tree.is_map() && !morris.tree.empty)
        problems.add(morris.tree.mark, "design.morris", "this is no map", "write {morris: {levels: 6}}");
    for (const TreeEntry& entry : morris.tree.entries) {
        const auto number = read_whole_number(entry.tree);
        if (entry.key != "levels")
            problems.add(entry.mark, "design.morris", fmt::format("unknown key {}", shown(entry.key)), "there is levels");
        else if (!number.ok() || number.value < 2 || number.value > most_levels || number.value % 2 != 0)
            problems.add(entry.tree.mark, "design.morris.levels",
                         number.ok() ? fmt::format("{} levels: a parameter moves by half of them", number.value) : number.what,
                         fmt::format("write an even number, 2 to {}", most_levels));
        else
            sweep.levels = number.value;
    }
}

struct DesignRead {
    bool ok = false;
    Tree list;  // of the design list: the name of the CSV file
};

DesignRead read_design(const Key& key, Sweep& sweep, Problems& problems) {
    DesignRead read;
    const std::string hint = "write design: with one of " + listed({design_words.begin(), design_words.end()});
    if (!key || (key->tree.is_scalar() && (key->tree.empty || key->tree.text.empty())) || key->tree.is_list() ||
        (key->tree.is_map() && key->tree.entries.size() != 1)) {
        problems.add(key ? key->mark : Mark{sweep.file, 0, 0}, "design", "there is no one design", hint);
        return read;
    }
    Tree name = key->tree;
    const TreeEntry* settings = key->tree.is_map() ? &key->tree.entries[0] : nullptr;
    if (settings != nullptr) {
        name = Tree{};
        name.text = settings->key;
        name.mark = settings->mark;
    }
    const std::size_t before = problems.list.size();
    const auto kind = design_named(name, problems);
    if (!kind) return read;
    sweep.design = *kind;
    if (*kind == DesignKind::list) {
        if (settings == nullptr || !read_text(settings->tree).ok())
            problems.add(name.mark, "design", "a list needs the name of a CSV file", "write design: {list: points.csv}");
        else
            read.list = settings->tree;
    } else if (settings != nullptr && *kind == DesignKind::morris) {
        read_levels(*settings, sweep, problems);
    } else if (settings != nullptr) {
        problems.add(settings->mark, "design", fmt::format("{} has no settings", name.text), "write design: " + name.text);
    }
    read.ok = problems.list.size() == before;
    return read;
}

void read_points(Key key, const SweepOverrides& overrides, Sweep& sweep, Problems& problems) {
    const char* word = design_words[static_cast<std::size_t>(sweep.design)];
    if (overrides.points) {
        key = TreeEntry{"points", {"--points " + *overrides.points, 0, 0}, {}};
        key->tree.text = *overrides.points;
        key->tree.mark = key->mark;
    }
    if (!key) {
        if (needs_points(sweep.design))
            problems.add({sweep.file, 0, 0}, "points", fmt::format("{} needs a number of points", word),
                         "write points: 128, or say --points 128");
        return;
    }
    if (!needs_points(sweep.design)) {
        problems.add(key->mark, "points", fmt::format("the points of {} follow from its values", word),
                     "leave points out, or take design: lhs");
        return;
    }
    const auto number = read_whole_number(key->tree);
    if (!number.ok() || number.value < 1 || number.value > most_points)
        problems.add(key->tree.empty ? key->mark : key->tree.mark, "points",
                     number.ok() ? fmt::format("{} points are not possible", number.value) : number.what,
                     fmt::format("write a whole number, 1 to {}", most_points));
    else
        sweep.points = number.value;
}

void read_measures(const Key& key, Sweep& sweep, Problems& problems) {
    if (!key) return;
    if (!key->tree.is_list() || key->tree.items.empty() || key->tree.items.size() > most_measures) {
        problems.add(key->mark, "measures", fmt::format("this is no list of 1 to {} measures", most_measures),
                     "write measures: [placed, retained_36m], or leave it out for all headlines");
        return;
    }
    for (const Tree& item : key->tree.items) {
        const auto text = read_text(item);
        const auto same = [&](const SweepMeasureSpec& m) { return m.spec == text.value; };
        if (!text.ok())
            problems.add(item.mark, "measures", text.what, "write measures: [placed, retained_36m]");
        else if (std::any_of(sweep.measures.begin(), sweep.measures.end(), same))
            problems.add(item.mark, "measures", fmt::format("{} is repeated", shown(text.value)), "name each measure once");
        else
            sweep.measures.push_back({text.value, item.mark});
    }
}

void read_arms(Layers base, const std::string& file, Sweep& sweep, Problems& problems) {
    std::vector<ArmLayers> arms;
    const bool one = base.tree.find("arms") == nullptr;
    if (one)
        arms.push_back({"", std::move(base)});
    else
        arms = take_arms(base, problems);
    for (ArmLayers& arm : arms) {
        try {
            LoadedScenario loaded = read_scenario(arm.layers, file, {});
            sweep.arms.push_back({arm.name, std::move(arm.layers), std::move(loaded)});
        } catch (const BadInput& bad) {
            add_new(problems, bad.problems);
        }
    }
    if (sweep.arms.size() < 2 || sweep.arms.size() < arms.size()) return;
    std::vector<ArmRead> read;
    for (const SweepArm& arm : sweep.arms) read.push_back({arm.name, &arm.base});
    try {
        refuse_unlike(read);
    } catch (const BadInput& bad) {
        add_new(problems, bad.problems);
    }
}

// The file of points, as it is opened and as results call it: relative to the folder of the sweep file.
std::pair<std::string, std::string> list_file(const Tree& name, const std::string& sweep_file) {
    const fs::path folder = fs::path(sweep_file).parent_path();
    const fs::path said_in = name.mark.line == 0 ? folder : fs::path(name.mark.file).parent_path();
    const fs::path file = (said_in / name.text).lexically_normal();
    const fs::path shown_as = file.lexically_relative(folder.empty() ? fs::path(".") : folder);
    return {file.string(), shown_as.empty() ? file.string() : shown_as.string()};
}

std::string joined_values(const SweepParameter& p, std::size_t most) {
    std::vector<std::string> texts = p.words;
    if (p.spread != ValueSpread::words)
        for (const double value : p.values) texts.push_back(number_text(value));
    return listed(texts, most);
}

// For people.
std::string spread_text(const SweepParameter& p, DesignKind design) {
    if (design == DesignKind::list) return "as listed";
    const bool stepped = design == DesignKind::grid || design == DesignKind::one_at_a_time;
    if (p.spread == ValueSpread::range && p.steps > 0 && stepped)
        return fmt::format("{} values from {} to {}", p.steps, number_text(lowest(p.distribution)),
                           number_text(highest(p.distribution)));
    if (p.spread == ValueSpread::range || p.spread == ValueSpread::distribution) return shown(p.distribution);
    return joined_values(p, 12);
}

std::string yaml_of(const SweepParameter& p, bool own_path) {
    std::string text;
    const auto add = [&](const std::string& key, const std::string& value) {
        text += fmt::format("{}{}: {}", text.empty() ? "" : ", ", key, value);
    };
    if (!own_path && !p.unit.empty()) add("unit", quoted(p.unit));
    if (!own_path && !p.doc.empty()) add("doc", quoted(p.doc));
    if (!own_path && p.whole) add("whole", "true");
    std::vector<std::string> words;
    for (const std::string& word : p.words) words.push_back(quoted(word));
    if (p.spread == ValueSpread::words) add("values", fmt::format("[{}]", fmt::join(words, ", ")));
    if (p.spread == ValueSpread::values && !p.values.empty()) add("values", "[" + joined_values(p, p.values.size()) + "]");
    if (p.spread == ValueSpread::range)
        add("range", fmt::format("[{}, {}]", number_text(lowest(p.distribution)), number_text(highest(p.distribution))));
    if (p.spread == ValueSpread::distribution) {
        const std::string map = yaml(p.distribution);
        text += (text.empty() ? "" : ", ") + map.substr(1, map.size() - 2);
    }
    if (p.steps > 0) add("steps", std::to_string(p.steps));
    if (own_path) return "{" + text + "}";
    std::string targets;
    for (const SweepTarget& target : p.targets) {
        targets += (targets.empty() ? "" : ", ") + quoted(target.path);
        if (!target.scales)
            targets += fmt::format(": {{times: {}, plus: {}}}", number_text(target.times), number_text(target.plus));
    }
    add(p.targets[0].scales ? "scales" : "paths", p.targets[0].scales ? "[" + targets + "]" : "{" + targets + "}");
    return "{" + text + "}";
}

// Equal sweeps have equal texts, however their files are laid out.
std::string yaml_of(const Sweep& sweep, const std::vector<ReadParameter>& parameters, const InputFile* list) {
    std::string text = "vary:\n";
    for (const ReadParameter& read : parameters)
        text += fmt::format("  {}: {}\n", quoted(read.parameter.name), yaml_of(read.parameter, read.own_path));
    const char* word = design_words[static_cast<std::size_t>(sweep.design)];
    if (sweep.design == DesignKind::morris)
        text += fmt::format("design: {{morris: {{levels: {}}}}}\n", sweep.levels);
    else if (list != nullptr)
        text += fmt::format("design: {{list: {}}}  # sha256 {}\n", quoted(list->name), list->sha256);
    else
        text += fmt::format("design: {}\n", word);
    if (needs_points(sweep.design)) text += fmt::format("points: {}\n", sweep.points);
    std::vector<std::string> measures;
    for (const SweepMeasureSpec& measure : sweep.measures) measures.push_back(quoted(measure.spec));
    if (!measures.empty()) text += fmt::format("measures: [{}]\n", fmt::join(measures, ", "));
    return text;
}

[[noreturn]] void tell(Problems problems) {
    const auto order = [](const Problem& p) { return std::tie(p.mark.file, p.mark.line, p.mark.column); };
    std::stable_sort(problems.list.begin(), problems.list.end(),
                     [&](const Problem& a, const Problem& b) { return order(a) < order(b); });
    constexpr std::size_t most_told = 50;
    if (const std::size_t found = problems.list.size(); found > most_told) {
        problems.list.resize(most_told);
        problems.add({}, {}, fmt::format("and {} more problems", found - most_told));
    }
    throw BadInput(std::move(problems));
}

void without_suffix(Mark& mark) {
    if (mark.file.ends_with(of_point)) mark.file.resize(mark.file.size() - of_point.size());
}

void lay_value(const ScenarioForm& form, const SweepParameter& p, double value, Tree& tree) {
    Mark mark = p.mark;
    mark.file += of_point;
    Problems none;  // what is wrong with the paths was told when the sweep was loaded
    if (p.whole && p.spread != ValueSpread::words) value = std::round(value);
    for (const SweepTarget& target : p.targets) {
        if (target.scales) {
            for (const SweptCell& cell : cells_under(form, target.path, mark, none))
                each_value(tree, cell, [&](Tree& node) {
                    const auto number = read_number(node);
                    if (!number.ok()) return;
                    node.text = written_number(*cell.field, number.value * value);
                    node.mark = mark;
                });
        } else if (p.spread == ValueSpread::words) {
            lay_over(tree, tree_of_path(target.path, p.words.at(static_cast<std::size_t>(value)), mark));
        } else if (const auto cell = cell_at(form, target.path, mark, none)) {
            lay_over(tree, tree_of_path(target.path, written_number(*cell->field, target.plus + target.times * value), mark));
        }
    }
}

}  // namespace

double value_at(const SweepParameter& p, double u) {
    if (p.spread == ValueSpread::values || p.spread == ValueSpread::words) {
        const auto at = static_cast<std::size_t>(u * static_cast<double>(p.values.size()));
        return p.values[std::min(at, p.values.size() - 1)];
    }
    const double low = lowest(p.distribution), high = highest(p.distribution);
    const bool equal_wholes =
        p.whole && p.distribution.shape == Shape::uniform && low == std::round(low) && high == std::round(high);
    if (equal_wholes) return std::min(low + std::floor(u * (high - low + 1)), high);
    const double value = value_at(p.distribution, std::clamp(u, 0x1p-60, 1 - 0x1p-53));
    return p.whole ? std::round(value) : value;
}

std::string value_text(const SweepParameter& p, double value) {
    if (std::isnan(value)) return "base";
    return p.spread == ValueSpread::words ? p.words.at(static_cast<std::size_t>(value)) : number_text(value);
}

Sweep load_sweep(const std::string& file, const std::vector<std::string>& sets, const SweepOverrides& overrides) {
    Problems problems;
    Sweep sweep;
    sweep.file = file;
    Layers base = layers_or_problems(file, sets, problems);
    Tree& tree = base.tree;
    const Key vary = take(tree, "vary"), design = take(tree, "design"), points = take(tree, "points"),
              replicates = take(tree, "replicates"), measures = take(tree, "measures");
    sweep.inputs = base.inputs;
    Problems told_when_read;
    sweep.form = form_of(tree, told_when_read);
    if (replicates) lay_replicates(*replicates, base, file, problems);
    const DesignRead read = read_design(design, sweep, problems);
    if (read.ok) read_points(points, overrides, sweep, problems);
    read_measures(measures, sweep, problems);
    const bool is_list = read.ok && sweep.design == DesignKind::list;
    std::vector<ReadParameter> parameters;
    if (vary)
        parameters = read_parameters(*sweep.form, *vary, is_list, problems);
    else if (!is_list)
        problems.add({file, 0, 0}, "vary", "there is nothing to vary",
                     "write vary: {benefits.rent_months.2025-01-01: [12, 24]}; qonys run simulates a scenario as it is");
    if (is_list) {
        const auto [opened, shown_as] = list_file(read.list, file);
        read_listed_points(opened, shown_as, read.list.mark, parameters, sweep, problems);
    }
    read_arms(std::move(base), file, sweep, problems);
    if (!sweep.arms.empty()) check_against_base(parameters, sweep.arms, problems);
    refuse_overlaps(parameters, problems);
    if (!problems.empty()) tell(std::move(problems));
    for (ReadParameter& p : parameters) p.parameter.text = spread_text(p.parameter, sweep.design);
    sweep.text = yaml_of(sweep, parameters, is_list ? &sweep.inputs.back() : nullptr);
    for (ReadParameter& p : parameters) sweep.parameters.push_back(std::move(p.parameter));
    sweep.question = sweep.arms.front().base.scenario.question;
    return sweep;
}

LoadedScenario scenario_at(const Sweep& sweep, std::size_t arm, std::span<const double> values) {
    Layers layers = sweep.arms.at(arm).layers;
    for (std::size_t p = 0; p < sweep.parameters.size(); ++p)
        if (!std::isnan(values[p])) lay_value(*sweep.form, sweep.parameters[p], values[p], layers.tree);
    try {
        LoadedScenario loaded = read_scenario(std::move(layers), sweep.file, {});
        for (ValueNote& note : loaded.notes) without_suffix(note.set_at);
        return loaded;
    } catch (BadInput& bad) {
        Problems problems = std::move(bad.problems);
        for (Problem& problem : problems.list) without_suffix(problem.mark);
        throw BadInput(std::move(problems));
    }
}

}  // namespace qonys
