// What a YAML file says, before anybody asks what it means: maps in order, lists and scalars, each with its position.
#pragma once

#include <string>
#include <vector>

#include "base/problems.hpp"

namespace qonys {

struct TreeEntry;

struct Tree {
    enum class Kind { scalar, list, map };

    Kind kind = Kind::scalar;
    std::string text;                // of a scalar, unquoted
    bool quoted = false;             // written in quotes, so it is text and never a number
    bool empty = false;              // nothing, ~ or null
    std::vector<Tree> items;         // of a list
    std::vector<TreeEntry> entries;  // of a map, in the order of the file; no key twice
    Mark mark;

    bool is_map() const { return kind == Kind::map; }
    bool is_list() const { return kind == Kind::list; }
    bool is_scalar() const { return kind == Kind::scalar; }
    const TreeEntry* find(const std::string& key) const;  // null when this is no map or has no such key
};

struct TreeEntry {
    std::string key;  // always text: `no:` is the key "no"
    Mark mark;        // of the key
    Tree tree;
};

// Refused, all with their positions: what is not YAML or not UTF-8, a second document, repeated keys, anchors, aliases, tags,
// keys that are not plain text, and more than the limits below. Throws BadInput.
Tree parse_tree(const std::string& bytes, const std::string& file);

constexpr std::size_t most_file_bytes = 4 * 1024 * 1024;
constexpr std::size_t most_tree_depth = 64;
constexpr std::size_t most_tree_nodes = 200'000;

// A word of the user's as it stands in a message: in quotes, shortened, control characters made visible.
std::string shown(const std::string& text);

}  // namespace qonys
