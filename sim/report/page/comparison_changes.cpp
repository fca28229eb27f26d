// What an arm sets apart from the reference, in words.

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <optional>

#include "report/page/assumptions.hpp"
#include "report/page/comparison_parts.hpp"
#include "report/page/pathway_words.hpp"
#include "scenario/fields.hpp"
#include "scenario/tree.hpp"

namespace qonys {
namespace {

constexpr std::size_t most_told_apart = 5;  // lines of one table; more are told together

// "budgets.caps.2026-01-01.rent.KZ-10 = 52000000" taken apart.
struct Change {
    std::string line, path, value;
    const Field* field = nullptr;   // null: of another version of the program
    std::vector<std::string> keys;  // of the axes of the field
};

std::vector<std::string> parts_of(const std::string& path) {
    std::vector<std::string> parts;
    for (std::size_t start = 0, end = 0; start <= path.size(); start = end + 1) {
        end = std::min(path.find('.', start), path.size());
        parts.push_back(path.substr(start, end - start));
    }
    return parts;
}

// Its path has the names of programmes, stages and centres where that of the field has "*".
void find_pathway_field(Change& change) {
    change.field = field_of(change.path);
    if (change.field == nullptr) return;
    const std::vector<std::string> parts = parts_of(change.path);
    const std::size_t own = parts_of(change.field->path).size();
    change.path.clear();
    for (std::size_t i = 0; i < own; ++i) change.path += (i == 0 ? "" : ".") + parts[i];
    change.keys.assign(parts.begin() + static_cast<std::ptrdiff_t>(own), parts.end());
}

Change change_of(const std::string& line) {
    Change change{line, line, "", nullptr, {}};
    const std::size_t equals = line.find(" = ");
    if (equals == std::string::npos) return change;
    change.path = line.substr(0, equals);
    change.value = line.substr(equals + 3);
    for (const Field& field : fields()) {
        const bool longer = change.path.starts_with(field.path + ".");
        if (change.path != field.path && !longer) continue;
        change.field = &field;
        if (longer) change.keys = parts_of(change.path.substr(field.path.size() + 1));
        break;
    }
    if (change.field != nullptr) change.path = change.field->path;
    if (change.field == nullptr) find_pathway_field(change);
    return change;
}

// "2025-01-01" as dates are written in the language.
std::string date_in_words(const std::string& date, const PageTexts& texts) {
    if (!is_whole_date(date)) return date;
    return texts("comparison.date", {{"year", date.substr(0, 4)}, {"month", date.substr(5, 2)}, {"day", date.substr(8, 2)}});
}

std::string key_in_words(const ComparisonView& view, const std::string& axis, const std::string& key) {
    if (axis.starts_with("region")) return view.region(key);
    if (axis == "origin") return view.origin(key);
    return name_of(view.texts, axis, key);
}

// Shares in percent, numbers with their unit.
std::string value_in_words(const Change& change, const std::string& value, const PageTexts& texts) {
    for (const std::string& key : {"change.value." + change.path + "." + value, "change.value." + value})
        if ((key.find(change.path) != std::string::npos || change.path.starts_with("quotas.")) && texts.has(key))
            return texts(key);
    const std::string shown = AssumedValue::shown(value, texts);
    const bool number = !value.empty() && value.find_first_not_of("+-.0123456789e") == std::string::npos;
    if (!number) return name_of(texts, "word", value);
    const std::string unit = change.field->unit;
    if (unit == "share")
        return AssumedValue::shown_number(std::round(std::strtod(value.c_str(), nullptr) * 1e8) / 1e6, texts) + "%";
    return unit == "1 or 0" ? shown : with_unit(shown, texts.or_else("unit." + unit, unit));
}

// The value in force where the change stands; empty where there is none.
std::string before(const Tree& scenario, const Change& change) {
    const Tree* node = &scenario;
    const auto enter = [&node](const std::string& key) {
        const TreeEntry* next = node->find(key);
        if (next != nullptr) node = &next->tree;
        return next != nullptr;
    };
    for (const std::string& part : parts_of(change.path))
        if (!enter(part)) return "";
    enter("value");
    for (const std::string& key : change.keys) {
        std::string best;
        for (const TreeEntry& entry : node->entries) {
            const bool holds = is_whole_date(key) ? is_whole_date(entry.key) && entry.key <= key : entry.key == key;
            if (holds && entry.key >= best) best = entry.key;
        }
        if (best.empty() || !enter(best)) return "";
    }
    return node->is_scalar() ? node->text : "";
}

// "Most that is paid in a calendar year, by instrument and region, Rent support, Abai, from 2026-01-01"; without keys but the
// date where `all` values of the table are told together.
std::string what_changes(const ComparisonView& view, const Change& change, bool all) {
    const PageTexts& texts = view.texts;
    AssumedValue named;
    named.path = change.path;
    std::string what = texts.or_else("change.name." + change.path, named.name(texts)), date;
    what.resize(std::min({what.size(), what.find(". "), what.find("; ")}));
    if (what.ends_with('.')) what.pop_back();
    std::string keys = owner_words(view.file.pathways, change.path, texts);
    for (std::size_t i = 0; i < change.keys.size(); ++i) {
        const std::string axis = i < change.field->axes.size() ? change.field->axes[i] : "";
        if (is_whole_date(change.keys[i]))
            date = date_in_words(change.keys[i], texts);
        else if (!all)
            keys += ", " + key_in_words(view, axis, change.keys[i]);
    }
    what += keys;
    return date.empty() ? what : texts("change.from", {{"what", what}, {"date", date}});
}

std::string one_change(const ComparisonView& view, const Tree& reference, const Change& change) {
    const PageTexts& texts = view.texts;
    if (change.field == nullptr) return change.line;
    std::string value = value_in_words(change, change.value, texts);
    if (const std::string old = before(reference, change); !old.empty())
        value = texts("change.before", {{"value", value}, {"before", value_in_words(change, old, texts)}});
    const bool dated = !change.keys.empty() && is_whole_date(change.keys[0]);
    const std::string key = "change." + change.path + (dated ? ".from" : "") + (change.keys.size() == 2 ? ".region" : "");
    if (!texts.has(key) || !dated) return texts("change.line", {{"what", what_changes(view, change, false)}, {"value", value}});
    return texts(key, {{"date", date_in_words(change.keys[0], texts)},
                       {"region", change.keys.size() == 2 ? view.region(change.keys[1]) : ""},
                       {"value", value}});
}

std::string many_changes(const ComparisonView& view, const std::vector<Change>& changes) {
    const PageTexts& texts = view.texts;
    const Change& first = changes.front();
    const std::string count = view.number(changes.size());
    const auto shown = [&](const Change& c) { return value_in_words(c, c.value, texts); };
    const auto is_number = [](const Change& c) { return c.value.find_first_not_of("+-.0123456789e") == std::string::npos; };
    std::string values = texts("change.values_other", {{"count", count}});
    if (std::all_of(changes.begin(), changes.end(), [&](const Change& c) { return c.value == first.value; })) {
        values = texts("change.values_same", {{"count", count}, {"value", shown(first)}});
    } else if (std::all_of(changes.begin(), changes.end(), is_number)) {
        const auto [low, high] = std::minmax_element(changes.begin(), changes.end(), [](const Change& a, const Change& b) {
            return std::strtod(a.value.c_str(), nullptr) < std::strtod(b.value.c_str(), nullptr);
        });
        values = texts("change.values", {{"count", count}, {"low", shown(*low)}, {"high", shown(*high)}});
    }
    return texts("change.line", {{"what", what_changes(view, first, true)}, {"value", values}});
}

// Without values before the change where the text cannot be read.
Tree parsed(const std::string& text) {
    try {
        return parse_tree(text, "scenario_yaml");
    } catch (const BadInput&) {
        return {};
    }
}

// Lines of one table and one date together, in the order of the first of each.
std::vector<std::vector<Change>> grouped(const std::string& lines) {
    std::vector<std::vector<Change>> groups;
    const auto date_of = [](const Change& c) { return !c.keys.empty() && is_whole_date(c.keys[0]) ? c.keys[0] : std::string(); };
    for (std::size_t start = 0; start < lines.size();) {
        const std::size_t end = std::min(lines.find('\n', start), lines.size());
        if (end > start) {
            Change change = change_of(lines.substr(start, end - start));
            const auto same = std::find_if(groups.begin(), groups.end(), [&](const std::vector<Change>& g) {
                return change.field != nullptr && g[0].path == change.path && date_of(g[0]) == date_of(change);
            });
            if (same == groups.end())
                groups.push_back({std::move(change)});
            else
                same->push_back(std::move(change));
        }
        start = end + 1;
    }
    return groups;
}

}  // namespace

std::vector<std::string> changes_in_words(const ComparisonView& view, std::size_t arm) {
    const Tree reference = parsed(view.reference_scenario);
    std::vector<std::string> words;
    for (const std::vector<Change>& group : grouped(view.file.arms.at(arm).changes)) {
        if (group.size() > most_told_apart)
            words.push_back(many_changes(view, group));
        else
            for (const Change& change : group) words.push_back(one_change(view, reference, change));
    }
    return words;
}

}  // namespace qonys
