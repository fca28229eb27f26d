#include "scenario/overlay.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "base/month.hpp"
#include "scenario/uncertain.hpp"

namespace qonys {

namespace {

constexpr std::size_t most_setting_bytes = 64 * 1024;

bool has_value_key(const Tree& tree) {
    return tree.is_map() && tree.find("value") != nullptr;
}

bool holds_maps(const Tree& tree) {
    return std::any_of(tree.entries.begin(), tree.entries.end(), [](const TreeEntry& e) { return e.tree.is_map(); });
}

// A distribution takes the place of a number, never that of a section.
bool merge(const Tree& base, const Tree& over) {
    return base.is_map() && over.is_map() && !is_distribution(base) && (!is_distribution(over) || holds_maps(base));
}

bool under_dates(const Tree& tree) {
    return !tree.entries.empty() && std::all_of(tree.entries.begin(), tree.entries.end(),
                                                [](const TreeEntry& e) { return parse_date(e.key).has_value(); });
}

// {2026-01-01: lottery} over first_come_first_served.
bool is_word_under_dates(const Tree& base, const Tree& over) {
    return base.is_scalar() && !base.empty && !base.text.empty() && base.text.front() >= 'a' && base.text.front() <= 'z' &&
           under_dates(over);
}

// {value: none, source: …} over {2015-01-01: full}.
bool is_value_over_dates(const Tree& base, const Tree& over) {
    return over.is_map() && has_value_key(over) && base.is_map() && under_dates(base);
}

// The key's mark follows the value where it is replaced, and stays where only something in it changes.
void lay_over_entry(TreeEntry& base, TreeEntry over) {
    const bool stays = has_value_key(base.tree) || merge(base.tree, over.tree) || is_word_under_dates(base.tree, over.tree);
    if (!stays) base.mark = over.mark;
    lay_over(base.tree, std::move(over.tree));
}

void merge_by_key(Tree& base, Tree& over) {
    std::unordered_map<std::string, std::size_t> place;
    for (std::size_t i = 0; i < base.entries.size(); ++i) place.emplace(base.entries[i].key, i);
    for (TreeEntry& entry : over.entries) {
        const auto found = place.find(entry.key);
        if (found == place.end())
            base.entries.push_back(std::move(entry));
        else
            lay_over_entry(base.entries[found->second], std::move(entry));
    }
}

void put_all_marks(Tree& tree, const Mark& mark) {
    tree.mark = mark;
    for (Tree& item : tree.items) put_all_marks(item, mark);
    for (TreeEntry& entry : tree.entries) {
        entry.mark = mark;
        put_all_marks(entry.tree, mark);
    }
}

Tree tree_of_set_value(const std::string& text, const Mark& mark) {
    Tree value;
    if (!text.empty() && std::string_view("{[\"'").find(text.front()) != std::string_view::npos) {
        Tree map = parse_tree("value: " + text, mark.file);
        if (map.entries.size() != 1) {
            Problems problems;
            problems.add(mark, {}, "there is more than one value", "say --set once for each");
            throw BadInput(std::move(problems));
        }
        value = std::move(map.entries[0].tree);
    } else {
        parse_tree("value: # " + text, mark.file);  // refuses bytes that do not belong in text
        value.text = text;
        value.empty = text.empty() || text == "~" || text == "null";
    }
    put_all_marks(value, mark);
    return value;
}

}  // namespace

bool is_provenance_key(const std::string& key) {
    static constexpr std::array<std::string_view, 10> keys{"value", "unit", "date", "source",    "status",
                                                           "range", "note", "per",  "increases", "decreases"};
    return std::find(keys.begin(), keys.end(), key) != keys.end();
}

bool has_provenance_keys(const Tree& tree) {
    return std::any_of(tree.entries.begin(), tree.entries.end(), [](const TreeEntry& e) { return is_provenance_key(e.key); });
}

Tree from_earliest_date(Tree word) {
    Tree map;
    map.kind = Tree::Kind::map;
    map.mark = word.mark;
    Mark mark = word.mark;
    map.entries.push_back({"1900-01-01", std::move(mark), std::move(word)});
    return map;
}

void lay_over(Tree& base, Tree over) {
    if (has_value_key(base) && !has_provenance_keys(over)) {
        const auto value =
            std::find_if(base.entries.begin(), base.entries.end(), [](const TreeEntry& e) { return e.key == "value"; });
        Mark mark = over.mark;
        lay_over_entry(*value, {"value", std::move(mark), std::move(over)});
    } else if (is_value_over_dates(base, over)) {
        Tree dates = std::exchange(base, std::move(over));
        const auto value =
            std::find_if(base.entries.begin(), base.entries.end(), [](const TreeEntry& e) { return e.key == "value"; });
        lay_over(dates, std::move(value->tree));
        value->tree = std::move(dates);
    } else if (merge(base, over)) {
        merge_by_key(base, over);
    } else if (is_word_under_dates(base, over)) {
        base = from_earliest_date(std::move(base));
        merge_by_key(base, over);
    } else {
        base = std::move(over);
    }
}

Tree tree_of_setting(const std::string& option_name, const std::string& path_and_value, Problems& problems) {
    Mark mark;
    mark.file = option_name + " " + (path_and_value.size() > 200 ? path_and_value.substr(0, 200) + "…" : path_and_value);
    Tree root;
    root.kind = Tree::Kind::map;
    root.mark = mark;
    const std::size_t equals = path_and_value.find('=');
    if (equals == std::string::npos) {
        problems.add(mark, {}, "there is no = in it", "write path=value, for example arrivals.kandas.2025=15000");
        return root;
    }
    if (path_and_value.size() > most_setting_bytes) {
        problems.add(mark, {}, "too long", "put it into a file that extends the scenario");
        return root;
    }
    const std::string path = path_and_value.substr(0, equals);
    std::vector<std::string> segments;
    for (std::size_t start = 0, dot = 0; dot != std::string::npos; start = dot + 1) {
        dot = path.find('.', start);
        segments.push_back(path.substr(start, dot - start));
    }
    if (segments.size() > most_tree_depth ||
        std::any_of(segments.begin(), segments.end(), [](const auto& s) { return s.empty(); })) {
        problems.add(mark, {}, "the path has an empty part or too many parts", "write path=value, for example run.seed=7");
        return root;
    }
    Tree tree;
    try {
        tree = tree_of_set_value(path_and_value.substr(equals + 1), mark);
    } catch (const BadInput& e) {
        for (Problem p : e.problems.list) {
            p.mark = mark;
            problems.list.push_back(std::move(p));
        }
        return root;
    }
    for (auto segment = segments.rbegin(); segment != segments.rend(); ++segment) {
        Tree parent;
        parent.kind = Tree::Kind::map;
        parent.mark = mark;
        parent.entries.push_back({*segment, mark, std::move(tree)});
        tree = std::move(parent);
    }
    return tree;
}

}  // namespace qonys
