#include "scenario/value_sources.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "scenario/tree.hpp"

namespace qonys {

namespace {

const ValueNote& note_of(const LoadedScenario& loaded, const std::string& path) {
    const auto at = std::find_if(loaded.notes.begin(), loaded.notes.end(), [&](const ValueNote& n) { return n.path == path; });
    if (at == loaded.notes.end()) throw BrokenInvariant("there is no value " + path);
    return *at;
}

// The map beside a value; null when the text has none, as for plain choices.
const Tree* leaf_of(const Tree& text, const std::string& path) {
    const std::size_t dot = path.find('.');
    const TreeEntry* section = text.find(path.substr(0, dot));
    const TreeEntry* field = section == nullptr || dot == std::string::npos ? section : section->tree.find(path.substr(dot + 1));
    return field == nullptr || !field->tree.is_map() || field->tree.find("value") == nullptr ? nullptr : &field->tree;
}

void take(std::string& to, const Tree& from, const char* key) {
    if (const TreeEntry* entry = from.find(key); entry != nullptr && !entry->tree.text.empty()) to = entry->tree.text;
}

// The scenario set this cell, or the whole value.
bool is_changed(const ValueNote& note, const std::string& cell) {
    if (note.status != "scenario") return false;
    if (cell.empty() || note.changed.empty()) return true;
    return (", " + note.changed).find(", " + cell + " = ") != std::string::npos;
}

CellSource source_of(const ValueNote& note, const Tree* leaf, const std::string& cell) {
    CellSource source{note.unit, note.status, note.source, note.date};
    if (is_changed(note, cell)) {
        source.status = "scenario";
        source.source = note.set_at.line == 0 ? note.set_at.file : fmt::format("{}:{}", note.set_at.file, note.set_at.line);
        source.date.clear();
        return source;
    }
    if (leaf == nullptr) return source;
    take(source.status, *leaf, "status");
    if (source.status == "scenario" && !note.kept_status.empty()) source.status = note.kept_status;
    const TreeEntry* per = leaf->find("per");
    const TreeEntry* own = per == nullptr ? nullptr : per->tree.find(cell.substr(0, cell.find('.')));
    if (own == nullptr) return source;
    take(source.status, own->tree, "status");
    take(source.source, own->tree, "source");
    take(source.date, own->tree, "date");
    return source;
}

}  // namespace

std::vector<CellSource> sources_of(const LoadedScenario& loaded, const std::vector<CellName>& cells) {
    const Tree text = parse_tree(loaded.resolved_text, "scenario");
    std::vector<CellSource> sources;
    for (const CellName& cell : cells)
        sources.push_back(source_of(note_of(loaded, cell.path), leaf_of(text, cell.path), cell.cell));
    return sources;
}

}  // namespace qonys
