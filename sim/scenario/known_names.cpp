#include "scenario/known_names.hpp"

#include <fmt/format.h>

#include <set>

#include "scenario/form.hpp"
#include "scenario/value.hpp"

namespace qonys {

namespace {

constexpr std::size_t most_hints = 200;  // finding what was meant takes time; after so many problems nobody reads on

std::set<std::string> paths_of(const ScenarioForm& form) {
    std::set<std::string> paths;
    for (const Field& field : form.fields) paths.insert(field.path);
    return paths;
}

std::string joined(const std::string& prefix, const std::string& key) {
    return prefix.empty() ? key : prefix + "." + key;
}

std::string last_part(const std::string& path) {
    return path.substr(path.rfind('.') + 1);
}

// The names directly below a section.
std::vector<std::string> names_in(const std::string& section, const ScenarioForm& form) {
    std::vector<std::string> names;
    const auto take = [&](const auto& from) {
        for (const std::string& path : from) {
            const std::size_t start = section.empty() ? 0 : section.size() + 1;
            if (!section.empty() && !path.starts_with(section + ".")) continue;
            if (path.find('.', start) == std::string::npos) names.push_back(path.substr(start));
        }
    };
    take(form.sections);
    take(std::set<std::string>(form.known.begin(), form.known.end()));
    return names;
}

std::string hint_for(const std::string& prefix, const std::string& key, const ScenarioForm& form) {
    if (key == "extends") return "extends: stands at the top of a file";
    if (key == "arms") return "a file with arms is for ./qonys compare, by itself";
    if (prefix.empty() && (key == "vary" || key == "design" || key == "points" || key == "measures"))
        return "a file with vary: or design: is for ./qonys sweep";
    if (prefix.empty() && form.pathways && settlement_form()->sections.contains(key))
        return "a scenario with programmes: simulates these and no settlement under quotas";
    const std::vector<std::string> siblings = names_in(prefix, form);
    if (const std::string near = nearest(key, siblings); !near.empty())
        return fmt::format("did you mean {}?", joined(prefix, near));
    std::vector<std::string> all;
    for (const std::string& path : std::set<std::string>(form.known.begin(), form.known.end())) {
        if (path == key) return fmt::format("write it nested: {} below {}:", last_part(path), path.substr(0, path.rfind('.')));
        if (last_part(path) == key) return fmt::format("did you mean {}?", path);
        all.push_back(path);
    }
    if (const std::string near = nearest(joined(prefix, key), all); !near.empty()) return fmt::format("did you mean {}?", near);
    return fmt::format("{} {}", prefix.empty() ? "a scenario has" : prefix + " has", listed(siblings, 20));
}

struct NameCheck {
    const ScenarioForm& form;
    std::set<std::string> paths;
    Problems& problems;

    void refuse_below(const Tree& section, const std::string& prefix) {
        for (const TreeEntry& entry : section.entries) {
            const std::string path = joined(prefix, entry.key);
            const bool one_part = entry.key.find('.') == std::string::npos;
            if (form.refused.contains(path) || (one_part && paths.contains(path))) continue;
            if (!one_part || !form.sections.contains(path)) {
                problems.add(entry.mark, prefix, fmt::format("unknown name {}", shown(entry.key)),
                             problems.list.size() < most_hints ? hint_for(prefix, entry.key, form) : "");
            } else if (!entry.tree.is_map()) {
                const std::vector<std::string> inside = names_in(path, form);
                problems.add(entry.tree.empty ? entry.mark : entry.tree.mark, path,
                             "this is a section, it has no value of its own",
                             inside.empty() ? "write names of your own below it, each with its values"
                                            : fmt::format("it has {}", listed(inside, 20)));
            } else {
                refuse_below(entry.tree, path);
            }
        }
    }
};

}  // namespace

void refuse_unknown_names(const Tree& tree, const ScenarioForm& form, Problems& problems) {
    NameCheck{form, paths_of(form), problems}.refuse_below(tree, {});
}

Found find_field(const Tree& tree, const std::string& path) {
    Found found;
    const Tree* at = &tree;
    for (std::size_t start = 0, dot = 0; dot != std::string::npos; start = dot + 1) {
        dot = path.find('.', start);
        if (!at->is_map()) return {Presence::refused, nullptr, {}};
        const TreeEntry* entry = at->find(path.substr(start, dot - start));
        if (entry == nullptr) return {Presence::missing, nullptr, at->mark};
        at = &entry->tree;
        found = {Presence::present, at, entry->mark};
    }
    return found;
}

void refuse_missing_fields(const Tree& tree, const ScenarioForm& form, const std::string& file, bool facts_only,
                           Problems& problems) {
    const Mark whole_file{file, 0, 0};
    std::set<std::string> sections_refused;
    for (const Field& field : form.fields) {
        if (facts_only && field.kind != ValueKind::fact) continue;
        if (find_field(tree, field.path).presence != Presence::missing) continue;
        const std::size_t dot = field.path.find('.');
        const std::string section = field.path.substr(0, dot);
        if (dot != std::string::npos && tree.find(section) == nullptr) {
            if (sections_refused.insert(section).second)
                problems.add(whole_file, section, fmt::format("the section is missing ({})", listed(names_in(section, form))),
                             "give it, or take it from params/ with extends:");
        } else {
            const bool in_params =
                (field.kind == ValueKind::fact && !form.pathways) || section == "allocation" || section == "quotas";
            problems.add(whole_file, field.path, fmt::format("the value is missing: {}", field.doc),
                         in_params ? "give it, or take it from params/ with extends:" : "give it");
        }
    }
}

}  // namespace qonys
