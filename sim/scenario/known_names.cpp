#include "scenario/known_names.hpp"

#include <fmt/format.h>

#include <set>

#include "scenario/value.hpp"

namespace qonys {

namespace {

constexpr std::size_t most_hints = 200;  // finding what was meant takes time; after so many problems nobody reads on

struct KnownNames {
    std::set<std::string> paths, sections;
};

const KnownNames& known_names() {
    static const KnownNames names = [] {
        KnownNames n;
        for (const Field& field : fields()) {
            n.paths.insert(field.path);
            for (std::size_t dot = field.path.find('.'); dot != std::string::npos; dot = field.path.find('.', dot + 1))
                n.sections.insert(field.path.substr(0, dot));
        }
        return n;
    }();
    return names;
}

std::string joined(const std::string& prefix, const std::string& key) {
    return prefix.empty() ? key : prefix + "." + key;
}

std::string last_part(const std::string& path) {
    return path.substr(path.rfind('.') + 1);
}

// The names directly below a section.
std::vector<std::string> names_in(const std::string& section) {
    std::vector<std::string> names;
    const auto take = [&](const std::set<std::string>& from) {
        for (const std::string& path : from) {
            const std::size_t start = section.empty() ? 0 : section.size() + 1;
            if (!section.empty() && !path.starts_with(section + ".")) continue;
            if (path.find('.', start) == std::string::npos) names.push_back(path.substr(start));
        }
    };
    take(known_names().sections);
    take(known_names().paths);
    return names;
}

std::string hint_for(const std::string& prefix, const std::string& key) {
    if (key == "extends") return "extends: stands at the top of a file";
    if (key == "arms") return "a file with arms is for ./qonys compare, by itself";
    if (prefix.empty() && (key == "vary" || key == "design" || key == "points" || key == "measures"))
        return "a file with vary: or design: is for ./qonys sweep";
    const std::vector<std::string> siblings = names_in(prefix);
    if (const std::string near = nearest(key, siblings); !near.empty())
        return fmt::format("did you mean {}?", joined(prefix, near));
    std::vector<std::string> all;
    for (const std::string& path : known_names().paths) {
        if (path == key) return fmt::format("write it nested: {} below {}:", last_part(path), path.substr(0, path.rfind('.')));
        if (last_part(path) == key) return fmt::format("did you mean {}?", path);
        all.push_back(path);
    }
    if (const std::string near = nearest(joined(prefix, key), all); !near.empty()) return fmt::format("did you mean {}?", near);
    return fmt::format("{} {}", prefix.empty() ? "a scenario has" : prefix + " has", listed(siblings, 20));
}

void refuse_below(const Tree& section, const std::string& prefix, Problems& problems) {
    for (const TreeEntry& entry : section.entries) {
        const std::string path = joined(prefix, entry.key);
        const bool one_part = entry.key.find('.') == std::string::npos;
        if (one_part && known_names().paths.contains(path)) continue;
        if (!one_part || !known_names().sections.contains(path)) {
            problems.add(entry.mark, prefix, fmt::format("unknown name {}", shown(entry.key)),
                         problems.list.size() < most_hints ? hint_for(prefix, entry.key) : "");
        } else if (!entry.tree.is_map()) {
            problems.add(entry.tree.empty ? entry.mark : entry.tree.mark, path, "this is a section, it has no value of its own",
                         fmt::format("it has {}", listed(names_in(path), 20)));
        } else {
            refuse_below(entry.tree, path, problems);
        }
    }
}

}  // namespace

void refuse_unknown_names(const Tree& tree, Problems& problems) {
    refuse_below(tree, {}, problems);
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

void refuse_missing_fields(const Tree& tree, const std::string& file, bool facts_only, Problems& problems) {
    const Mark whole_file{file, 0, 0};
    std::set<std::string> sections_refused;
    for (const Field& field : fields()) {
        if (facts_only && field.kind != ValueKind::fact) continue;
        if (find_field(tree, field.path).presence != Presence::missing) continue;
        const std::size_t dot = field.path.find('.');
        const std::string section = field.path.substr(0, dot);
        if (dot != std::string::npos && tree.find(section) == nullptr) {
            if (sections_refused.insert(section).second)
                problems.add(whole_file, section, fmt::format("the section is missing ({})", listed(names_in(section))),
                             "give it, or take it from params/ with extends:");
        } else {
            const bool in_params = field.kind == ValueKind::fact || section == "allocation" || section == "quotas";
            problems.add(whole_file, field.path, fmt::format("the value is missing: {}", field.doc),
                         in_params ? "give it, or take it from params/ with extends:" : "give it");
        }
    }
}

}  // namespace qonys
