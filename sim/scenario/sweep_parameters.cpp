#include "scenario/sweep_parameters.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "scenario/number.hpp"
#include "scenario/uncertain.hpp"
#include "scenario/value.hpp"

namespace qonys {

namespace {

constexpr double inf = std::numeric_limits<double>::infinity();
constexpr double most_size = 1e100;          // so that no sum or product of values leaves the numbers
constexpr std::size_t most_targets = 1000;   // of one parameter
constexpr std::size_t most_name_bytes = 60;  // of a name of its own

const std::vector<std::string> own_keys{"values",    "range", "steps", "normal", "uniform", "triangular", "beta",
                                        "empirical", "unit",  "doc",   "whole",  "paths",   "scales"};

// Names of other things in the result file.
const std::vector<std::string> taken_names{"point", "replicate", "arm",    "parameter", "unit",
                                           "block", "role",      "status", "message",   "run_info"};

std::string name_fault(const std::string& name) {
    const auto letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
    const auto part = [&](char c) { return letter(c) || (c >= '0' && c <= '9') || c == '_'; };
    if (name.empty() || name.size() > most_name_bytes || !letter(name[0]) || !std::all_of(name.begin(), name.end(), part))
        return fmt::format("a name of its own has up to {} letters, digits and _, and starts with a letter", most_name_bytes);
    if (std::find(taken_names.begin(), taken_names.end(), name) != taken_names.end())
        return fmt::format("{} is the name of something else in the result file", name);
    return "";
}

class ParameterReader {
public:
    ParameterReader(const ScenarioForm& form, const TreeEntry& entry, bool values_elsewhere, Problems& problems)
        : form_(form), entry_(entry), values_elsewhere_(values_elsewhere), problems_(problems), before_(problems.list.size()) {}

    ReadParameter read() {
        SweepParameter& p = read_.parameter;
        p.name = entry_.key;
        p.mark = entry_.mark;
        Tree map = entry_.tree;
        if (map.is_list()) {  // the short form of {values: […]}
            map = Tree{};
            map.kind = Tree::Kind::map;
            map.entries.push_back({"values", entry_.tree.mark, entry_.tree});
        }
        if (!map.is_map()) {
            refuse(map.empty ? entry_.mark : map.mark, "one value is not varied",
                   "write a list such as [50, 70, 90], or {range: [low, high]}");
            return std::move(read_);
        }
        refuse_unknown_keys(map);
        read_targets(map);
        read_about(map);
        if (problems_.list.size() == before_) read_spread(map);
        read_.usable = problems_.list.size() == before_;
        return std::move(read_);
    }

private:
    void refuse(const Mark& mark, std::string what, std::string hint = {}) {
        problems_.add(mark, read_.parameter.name, std::move(what), std::move(hint));
    }

    void refuse_unknown_keys(const Tree& map) {
        for (const TreeEntry& entry : map.entries) {
            if (std::find(own_keys.begin(), own_keys.end(), entry.key) != own_keys.end()) continue;
            const std::string near = nearest(entry.key, own_keys);
            refuse(entry.mark, fmt::format("unknown key {}", shown(entry.key)),
                   near.empty() ? "there is " + listed(own_keys, own_keys.size()) : fmt::format("did you mean {}?", near));
        }
    }

    void add_target(SweepTarget target, const Mark& mark) {
        if (target.scales) {
            cells_under(form_, target.path, mark, problems_);
        } else if (auto cell = cell_at(form_, target.path, mark, problems_)) {
            if (!check_single(*cell, target.path, nullptr, mark, problems_)) return;
            read_.cells.push_back(std::move(*cell));
        }
        read_.parameter.targets.push_back(std::move(target));
    }

    void read_targets(const Tree& map) {
        SweepParameter& p = read_.parameter;
        const TreeEntry *paths = map.find("paths"), *scales = map.find("scales");
        if (paths == nullptr && scales == nullptr) {
            read_own_path();
            return;
        }
        if (const std::string fault = name_fault(p.name); !fault.empty()) refuse(p.mark, fault, "rename it");
        if (paths != nullptr && scales != nullptr) {
            refuse(scales->mark, "both paths: and scales: are given", "keep one, or make two parameters of it");
            return;
        }
        const TreeEntry& given = paths != nullptr ? *paths : *scales;
        const bool right = paths != nullptr ? given.tree.is_map() && !given.tree.entries.empty()
                                            : given.tree.is_list() && !given.tree.items.empty();
        if (!right || given.tree.entries.size() + given.tree.items.size() > most_targets) {
            refuse(given.mark,
                   fmt::format("{} must be a {} of 1 to {} paths", given.key, paths != nullptr ? "map" : "list", most_targets),
                   paths != nullptr ? "write paths: {path: {}, other.path: {times: -1, plus: 1}}" : "write scales: [path]");
            return;
        }
        for (const TreeEntry& path : given.tree.entries) read_path(path);
        for (const Tree& path : given.tree.items) {
            const auto text = read_text(path);
            if (!text.ok())
                refuse(path.mark, text.what, "write scales: [path]");
            else
                add_target({text.value, 1, 0, true}, path.mark);
        }
    }

    void read_own_path() {
        SweepParameter& p = read_.parameter;
        Problems unknown;
        const auto cell = cell_at(form_, p.name, p.mark, unknown);
        if (!cell && p.name.find('.') == std::string::npos &&
            unknown.list[0].what.find("cannot be varied") == std::string::npos) {
            refuse(p.mark, "it says neither which paths it goes to nor what it scales",
                   "a name of its own needs paths: {path: {}} or scales: [path]; other names are paths of the scenario");
            return;
        }
        problems_.list.insert(problems_.list.end(), unknown.list.begin(), unknown.list.end());
        if (!cell || !check_single(*cell, p.name, nullptr, p.mark, problems_)) return;
        read_.own_path = true;
        read_.cells.push_back(*cell);
        p.targets.push_back({p.name, 1, 0, false});
        p.unit = cell->field->unit;
        p.doc = cell->field->doc;
        p.whole = is_whole(*cell->field);
    }

    void read_path(const TreeEntry& path) {
        SweepTarget target;
        target.path = path.key;
        if (!path.tree.empty && !path.tree.is_map()) {
            refuse(path.tree.mark, fmt::format("{} needs a map of times and plus", path.key), "write {} for the value itself");
            return;
        }
        for (const TreeEntry& entry : path.tree.entries) {
            double* to = entry.key == "times" ? &target.times : entry.key == "plus" ? &target.plus : nullptr;
            if (to == nullptr) {
                refuse(entry.mark, fmt::format("unknown key {}", shown(entry.key)), "there is times and plus");
                continue;
            }
            const auto number = read_number(entry.tree);
            if (!number.ok())
                refuse(entry.tree.mark, entry.key + ": " + number.what, number.hint);
            else if (entry.key == "times" && number.value == 0)
                refuse(entry.tree.mark, "times: 0 would write the same everywhere", "leave the path out");
            else
                *to = number.value;
        }
        add_target(std::move(target), path.mark);
        const bool shifted = !path.tree.entries.empty();
        if (shifted && !read_.cells.empty() && kind_of(*read_.cells.back().field) != TargetKind::number)
            refuse(path.mark, fmt::format("{} is a word, so times and plus have no meaning", path.key), "write {}");
    }

    void read_about(const Tree& map) {
        SweepParameter& p = read_.parameter;
        if (!read_.own_path && !p.targets.empty() && p.targets[0].scales) p.unit = "factor";
        for (const char* key : {"unit", "doc", "whole"}) {
            const TreeEntry* entry = map.find(key);
            if (entry == nullptr) continue;
            if (read_.own_path) {
                refuse(entry->mark, fmt::format("{}: of a path of the scenario is known", key), "leave it out");
                continue;
            }
            const auto text = read_text(entry->tree);
            if (!text.ok())
                refuse(entry->tree.empty ? entry->mark : entry->tree.mark, fmt::format("{}: {}", key, text.what));
            else if (entry->key == "whole" && text.value != "true" && text.value != "false")
                refuse(entry->tree.mark, "whole: must be true or false");
            else if (entry->key == "whole")
                p.whole = text.value == "true";
            else
                (entry->key == "unit" ? p.unit : p.doc) = text.value;
        }
    }

    TargetKind kind() const { return read_.cells.empty() ? TargetKind::number : kind_of(*read_.cells[0].field); }

    void read_spread(const Tree& map) {
        std::vector<const TreeEntry*> spreads;
        for (const TreeEntry& entry : map.entries)
            if (std::find(own_keys.begin(), own_keys.end(), entry.key) < own_keys.begin() + 8 && entry.key != "steps")
                spreads.push_back(&entry);
        if (spreads.empty() && values_elsewhere_) return;
        if (spreads.size() != 1) {
            refuse(spreads.empty() ? entry_.mark : spreads[1]->mark,
                   spreads.empty() ? "there are no values"
                                   : fmt::format("both {} and {} are given", spreads[0]->key, spreads[1]->key),
                   "write one of values, range, normal, uniform, triangular, beta, empirical");
            return;
        }
        for (const SweptCell& cell : read_.cells)
            if (kind_of(*cell.field) != kind()) {
                refuse(entry_.mark, "some of its paths are numbers and some are words", "make two parameters of it");
                return;
            }
        const TreeEntry& spread = *spreads[0];
        const TreeEntry* steps = map.find("steps");
        if (spread.key == "values") {
            read_values(spread);
            if (steps != nullptr) refuse(steps->mark, "a list has no steps", "leave steps: out");
            return;
        }
        if (kind() != TargetKind::number)
            refuse(spread.mark, "words have no range or distribution", "write a list of words");
        else if (spread.key == "range")
            read_range(spread);
        else
            read_shape(spread);
        if (steps != nullptr) read_steps(*steps);
    }

    void read_values(const TreeEntry& spread) {
        if (!spread.tree.is_list() || spread.tree.items.empty()) {
            refuse(spread.tree.empty ? spread.mark : spread.tree.mark, "there are no values",
                   "write a list such as [50, 70, 90]");
            return;
        }
        for (const Tree& item : spread.tree.items) {
            read_.value_marks.push_back(item.mark);
            if (kind() == TargetKind::number)
                read_listed_number(item);
            else
                read_listed_word(item);
        }
        SweepParameter& p = read_.parameter;
        if (kind() != TargetKind::number) {
            p.spread = ValueSpread::words;
            for (std::size_t i = 0; i < p.words.size(); ++i) p.values.push_back(static_cast<double>(i));
        }
        if (problems_.list.size() == before_) refuse_repeated();
    }

    void refuse_repeated() {
        const SweepParameter& p = read_.parameter;
        const bool words = p.spread == ValueSpread::words;
        std::vector<std::pair<std::string, std::size_t>> seen;  // text and place
        for (std::size_t i = 0; i < (words ? p.words.size() : p.values.size()); ++i)
            seen.emplace_back(words ? p.words[i] : number_text(p.values[i]), i);
        std::sort(seen.begin(), seen.end());
        for (std::size_t i = 1; i < seen.size(); ++i)
            if (seen[i].first == seen[i - 1].first && seen[i].second < read_.value_marks.size())
                refuse(read_.value_marks[seen[i].second], fmt::format("{} is repeated", seen[i].first), "name each value once");
    }

    void read_listed_number(const Tree& item) {
        const auto number = read_number(item);
        if (!number.ok())
            refuse(item.mark, number.what, number.hint);
        else
            check_number(number.value, item.mark);
        read_.parameter.values.push_back(number.value);
    }

    void read_listed_word(const Tree& item) {
        const auto word = read_text(item);
        if (!word.ok()) refuse(item.mark, word.what, "write a list of words");
        for (const SweptCell& cell : read_.cells) {
            if (!word.ok()) break;
            const std::vector<std::string>& choices = cell.field->choices;
            if (kind() == TargetKind::month) {
                if (!parse_month(word.value))
                    refuse(item.mark, fmt::format("{} is not a month", shown(word.value)), "write a month such as 2024-01");
            } else if (std::find(choices.begin(), choices.end(), word.value) == choices.end()) {
                const std::string near = nearest(word.value, choices);
                refuse(item.mark, fmt::format("{} is not one of: {}", shown(word.value), listed(choices, choices.size())),
                       near.empty() ? "" : fmt::format("did you mean {}?", near));
            }
        }
        read_.parameter.words.push_back(word.value);
    }

    // Whether the fields can take what the value makes there.
    void check_number(double x, const Mark& mark) {
        const SweepParameter& p = read_.parameter;
        const bool far = std::fabs(x) > most_size;
        if (far || (p.whole && x != std::round(x))) {
            refuse(mark, fmt::format("{} is {}", number_text(x), far ? "too large to be varied" : "not a whole number"));
            return;
        }
        for (std::size_t i = 0; i < read_.cells.size(); ++i) {
            const SweepTarget& target = p.targets[i];
            const std::string fault = outside_limits(*read_.cells[i].field, target.plus + target.times * x);
            if (!fault.empty())
                refuse(mark, fault, read_.own_path ? "" : fmt::format("that is what {} makes of it", number_text(x)));
        }
    }

    void read_range(const TreeEntry& spread) {
        SweepParameter& p = read_.parameter;
        const char* form = "write range: [low, high]";
        if (!spread.tree.is_list() || spread.tree.items.size() != 2) {
            refuse(spread.mark, "a range has two numbers", form);
            return;
        }
        p.spread = ValueSpread::range;
        p.distribution.shape = Shape::uniform;
        for (const Tree& item : spread.tree.items) {
            const auto number = read_number(item);
            if (!number.ok())
                refuse(item.mark, number.what, number.hint.empty() ? form : number.hint);
            else
                check_number(number.value, item.mark);
            p.distribution.numbers.push_back(number.value);
        }
        if (problems_.list.size() == before_ && !(p.distribution.numbers[0] < p.distribution.numbers[1]))
            refuse(
                spread.tree.mark,
                fmt::format("{} is not below {}", number_text(p.distribution.numbers[0]), number_text(p.distribution.numbers[1])),
                "write the lower end first");
    }

    void read_shape(const TreeEntry& spread) {
        SweepParameter& p = read_.parameter;
        Tree map;
        map.kind = Tree::Kind::map;
        map.entries.push_back(spread);
        const auto read = read_distribution(map, -inf, inf);
        if (!read.ok()) {
            refuse(spread.mark, read.what, read.hint);
            return;
        }
        p.spread = ValueSpread::distribution;
        p.distribution = read.value;
        for (const double end : {lowest(read.value), highest(read.value)})
            check_number(p.whole ? std::round(end) : end, spread.mark);
        const double low = value_at(p, 0), high = value_at(p, 1);
        if (low == high)
            refuse(spread.mark, fmt::format("{} is always {}", shown(p.distribution), number_text(low)),
                   "give it values that differ");
    }

    void read_steps(const TreeEntry& steps) {
        SweepParameter& p = read_.parameter;
        const auto number = read_whole_number(steps.tree);
        if (!number.ok() || number.value < 2 || number.value > most_points) {
            refuse(steps.tree.mark,
                   number.ok() ? fmt::format("steps: {} is not possible", number.value) : "steps: " + number.what,
                   fmt::format("write how many values to take, 2 to {}", most_points));
            return;
        }
        p.steps = number.value;
        if (p.whole && p.spread == ValueSpread::range && problems_.list.size() == before_ &&
            highest(p.distribution) - lowest(p.distribution) + 1 < static_cast<double>(p.steps))
            refuse(steps.tree.mark, fmt::format("the range has fewer than {} whole numbers", p.steps), "take fewer steps");
    }

    const ScenarioForm& form_;
    const TreeEntry& entry_;
    const bool values_elsewhere_;
    Problems& problems_;
    const std::size_t before_;
    ReadParameter read_;
};

}  // namespace

std::vector<ReadParameter> read_parameters(const ScenarioForm& form, const TreeEntry& vary, bool listed, Problems& problems) {
    std::vector<ReadParameter> parameters;
    if (!vary.tree.is_map() || vary.tree.entries.empty()) {
        problems.add(vary.mark, "vary", "there is nothing to vary", "write vary: {benefits.rent_months.2025-01-01: [12, 24]}");
        return parameters;
    }
    if (vary.tree.entries.size() > most_parameters) {
        problems.add(vary.mark, "vary", fmt::format("{} parameters, more than {}", vary.tree.entries.size(), most_parameters),
                     "fix those that matter least");
        return parameters;
    }
    for (const TreeEntry& entry : vary.tree.entries) parameters.push_back(ParameterReader(form, entry, listed, problems).read());
    return parameters;
}

ReadParameter parameter_of_path(const ScenarioForm& form, const std::string& path, const Mark& mark, Problems& problems) {
    Tree nothing;
    nothing.kind = Tree::Kind::map;
    nothing.mark = mark;
    const TreeEntry entry{path, mark, nothing};
    return ParameterReader(form, entry, true, problems).read();
}

}  // namespace qonys
