#include "scenario/provenance.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "scenario/number.hpp"
#include "scenario/overlay.hpp"

namespace qonys {

namespace {

const std::vector<std::string> all_keys{"value", "unit", "date", "source",    "status",
                                        "range", "note", "per",  "increases", "decreases"};

// "2024", "2024-08" or "2024-08-24".
bool is_point_in_time(const std::string& text) {
    if (text.size() == 4) return parse_month(text + "-01").has_value();
    return parse_month(text).has_value() || parse_date(text).has_value();
}

// A point in time, or two of them: "2016 to 2024", "2016-2024", "2023-01/2024-12".
bool is_provenance_date(const std::string& text) {
    if (is_point_in_time(text)) return true;
    for (const std::string separator : {" to ", "/", "-"}) {
        for (std::size_t at = text.find(separator); at != std::string::npos; at = text.find(separator, at + 1))
            if (is_point_in_time(text.substr(0, at)) && is_point_in_time(text.substr(at + separator.size()))) return true;
    }
    return false;
}

class ProvenanceReader {
public:
    ProvenanceReader(const Field& field, bool months, Problems& problems) : field_(field), months_(months), problems_(problems) {}

    std::string text(const TreeEntry& entry, const std::string& path) {
        const auto read = read_text(entry.tree);
        if (!read.ok()) problems_.add(entry.tree.mark, path, read.what, read.hint);
        return read.value;
    }

    std::string date(const TreeEntry& entry, const std::string& path) {
        const std::string value = text(entry, path);
        if (!value.empty() && !is_provenance_date(value))
            problems_.add(entry.tree.mark, path, fmt::format("{} is not a date", shown(value)),
                          "write 2024, 2024-08, 2024-08-24, or two of them as in 2016 to 2024");
        return value;
    }

    std::string choice_status(const TreeEntry& entry, const std::string& path) {
        const std::string value = text(entry, path);
        if (!value.empty() && value != "default")
            problems_.add(entry.tree.mark, path, fmt::format("{} is no status of a choice", shown(value)),
                          "write default, or leave it out");
        return value;
    }

    std::string status(const TreeEntry& entry, const std::string& path) {
        const std::string value = text(entry, path);
        const auto& words = status_words();
        if (!value.empty() && value != "scenario" && std::find(words.begin(), words.end(), value) == words.end()) {
            const std::string near = nearest(value, words);
            problems_.add(entry.tree.mark, path, fmt::format("{} is not one of: {}", shown(value), listed(words)),
                          near.empty() ? "" : fmt::format("did you mean {}?", near));
        }
        return value;
    }

    std::string unit(const TreeEntry& entry, const std::string& path) {
        const std::string value = text(entry, path);
        if (!value.empty() && value != field_.unit)
            problems_.add(entry.tree.mark, path, fmt::format("the unit is {}, not {}", field_.unit, shown(value)),
                          "convert the value and its range");
        return value;
    }

    std::vector<std::string> words(const TreeEntry& entry, const std::string& path) {
        std::vector<std::string> result;
        if (!entry.tree.is_list()) {
            problems_.add(entry.tree.mark, path, "it must be a list of texts", "write [one, two]");
            return result;
        }
        for (const Tree& item : entry.tree.items) {
            const auto read = read_text(item);
            if (read.ok())
                result.push_back(read.value);
            else
                problems_.add(item.mark, path, read.what, read.hint);
        }
        return result;
    }

    Range range(const TreeEntry& entry, const std::string& path) {
        if (!entry.tree.is_list() || entry.tree.items.size() != 2) {
            problems_.add(entry.tree.mark, path, "it must be a list of two",
                          months_ ? "write [2024-01, 2024-12]" : "write [low, high]");
            return {};
        }
        const auto low = bound(entry.tree.items[0], path), high = bound(entry.tree.items[1], path);
        if (!low || !high) return {};
        if (*low > *high) {
            problems_.add(entry.tree.mark, path, "its low end is above its high end", "write [low, high]");
            return {};
        }
        return {true, *low, *high};
    }

private:
    std::optional<double> bound(const Tree& node, const std::string& path) {
        if (months_) {
            const auto month = parse_month(node.text);
            if (!month)
                problems_.add(node.mark, path, fmt::format("{} is not a month", shown(node.text)), "write [2024-01, 2024-12]");
            return month ? std::optional<double>(month->index) : std::nullopt;
        }
        const auto read = read_number(node);
        if (!read.ok()) problems_.add(node.mark, path, read.what, read.hint);
        return read.ok() ? std::optional<double>(read.value) : std::nullopt;
    }

    const Field& field_;
    bool months_;
    Problems& problems_;
};

void refuse_key(const TreeEntry& entry, const std::string& path, const std::vector<std::string>& known, Problems& problems) {
    const std::string near = nearest(entry.key, known);
    problems.add(entry.mark, path, fmt::format("unknown key {} beside a value", shown(entry.key)),
                 near.empty() ? "the cells of a table stand under value:" : fmt::format("did you mean {}?", near));
}

std::vector<LabelProvenance> read_per(const Tree& per, const std::string& path, const ValueRead& value, ProvenanceReader& reader,
                                      Problems& problems) {
    std::vector<LabelProvenance> result;
    if (!per.is_map()) {
        problems.add(per.mark, path, "it must be a map from label to what differs", "write per: {label: {status: assumed}}");
        return result;
    }
    for (const TreeEntry& entry : per.entries) {
        const std::string below = path + "." + entry.key;
        if (value.ok && std::find(value.first_labels.begin(), value.first_labels.end(), entry.key) == value.first_labels.end()) {
            const std::string near = nearest(entry.key, value.first_labels);
            problems.add(entry.mark, path, fmt::format("{} is not a label of the first axis of the value", shown(entry.key)),
                         near.empty() ? "" : fmt::format("did you mean {}?", near));
        }
        if (!entry.tree.is_map()) {
            problems.add(entry.tree.mark, below, "it must be a map", "write {status: assumed, source: …}");
            continue;
        }
        LabelProvenance part;
        part.label = entry.key;
        for (const TreeEntry& key : entry.tree.entries) {
            const std::string at = below + "." + key.key;
            if (key.key == "date")
                part.date = reader.date(key, at);
            else if (key.key == "source")
                part.source = reader.text(key, at);
            else if (key.key == "status")
                part.status = reader.status(key, at);
            else if (key.key == "note")
                part.note = reader.text(key, at);
            else if (key.key == "range")
                part.range = reader.range(key, at);
            else
                refuse_key(key, at, {"date", "source", "status", "note", "range"}, problems);
        }
        result.push_back(std::move(part));
    }
    return result;
}

void read_keys(const Field& field, const Tree& leaf, const ValueRead& value, ProvenanceReader& reader, Provenance& into,
               Problems& problems) {
    for (const TreeEntry& entry : leaf.entries) {
        const std::string path = field.path + "." + entry.key;
        if (entry.key == "unit")
            into.unit = reader.unit(entry, path);
        else if (entry.key == "date")
            into.date = reader.date(entry, path);
        else if (entry.key == "source")
            into.source = reader.text(entry, path);
        else if (entry.key == "status")
            into.status = reader.status(entry, path), into.where = entry.tree.mark;
        else if (entry.key == "range")
            into.range = reader.range(entry, path);
        else if (entry.key == "note")
            into.note = reader.text(entry, path);
        else if (entry.key == "increases")
            into.increases = reader.words(entry, path);
        else if (entry.key == "decreases")
            into.decreases = reader.words(entry, path);
        else if (entry.key == "per")
            into.per = read_per(entry.tree, path, value, reader, problems);
        else if (entry.key != "value")
            refuse_key(entry, path, all_keys, problems);
    }
}

// Values that a scenario lays over those in params/ may lie outside the range: the range is about the world as it is.
void check_range(const Field& field, const ValueRead& value, const Provenance& provenance, const Slot& slot, Problems& problems) {
    if (!value.ok || provenance.status == "scenario") return;
    const std::vector<double> numbers = numbers_of(slot);
    const std::size_t per_label = value.first_labels.empty() ? numbers.size() : numbers.size() / value.first_labels.size();
    for (std::size_t i = 0; i < numbers.size(); ++i) {
        if (value.cells[i].file != provenance.where.file) continue;
        Range range = provenance.range;
        for (const LabelProvenance& part : provenance.per)
            if (part.range.given && !value.first_labels.empty() && value.first_labels[i / per_label] == part.label)
                range = part.range;
        if (!range.given || (numbers[i] >= range.low && numbers[i] <= range.high)) continue;
        problems.add(value.cells[i], field.path, "the value lies outside its own range", "correct the value or the range");
        return;
    }
}

bool is_number(const Slot& slot) {
    return !std::holds_alternative<std::string*>(slot) && !std::holds_alternative<Names*>(slot);
}

}  // namespace

const std::vector<std::string>& status_words() {
    static const std::vector<std::string> words{"assumed", "calibrated", "derived", "sourced"};
    return words;
}

Provenance read_provenance(const Field& field, const Tree& leaf, const ValueRead& value, const Slot& slot, Problems& problems) {
    Provenance provenance;
    ProvenanceReader reader(field, std::holds_alternative<Month*>(slot), problems);
    read_keys(field, leaf, value, reader, provenance, problems);
    std::vector<std::string> missing;
    for (const char* key : {"unit", "date", "source", "status", "range"})
        if (leaf.find(key) == nullptr && (is_number(slot) || std::string(key) != "range")) missing.emplace_back(key);
    if (!missing.empty())
        problems.add(value.where, field.path, fmt::format("{} missing beside the value", listed(missing)),
                     "say where the value comes from");
    if (const TreeEntry* range = leaf.find("range"); range != nullptr && !is_number(slot))
        problems.add(range->mark, field.path + ".range", "names have no range", "leave it out");
    check_range(field, value, provenance, slot, problems);
    return provenance;
}

Provenance read_choice_provenance(const Field& field, const Tree& leaf, Problems& problems) {
    Provenance provenance;
    ProvenanceReader reader(field, false, problems);
    for (const TreeEntry& entry : leaf.entries) {
        const std::string path = field.path + "." + entry.key;
        if (entry.key == "source")
            provenance.source = reader.text(entry, path);
        else if (entry.key == "note")
            provenance.note = reader.text(entry, path);
        else if (entry.key == "status")
            provenance.status = reader.choice_status(entry, path), provenance.where = entry.tree.mark;
        else if (entry.key != "value")
            refuse_key(entry, path, {"value", "source", "note", "status"}, problems);
    }
    return provenance;
}

const Mark* first_override(const ValueRead& value, const Provenance& provenance) {
    for (const Mark& cell : value.cells)
        if (!cell.file.empty() && cell.file != provenance.where.file) return &cell;
    return nullptr;
}

namespace {

// Stands in the note of a value of which the scenario left some cells as they were; followed by their status.
constexpr std::string_view changed_in_part = "changed by the scenario, in params: ";

}  // namespace

void mark_as_changed(Provenance& provenance, const ValueRead& value, const std::string& status_in_params) {
    if (provenance.status == "scenario") return;
    const bool some_kept =
        std::any_of(value.cells.begin(), value.cells.end(), [&](const Mark& cell) { return cell.file == provenance.where.file; });
    const std::string_view how = some_kept ? changed_in_part : "replaced by the scenario, in params: ";
    provenance.note += fmt::format("{}{}{}", provenance.note.empty() ? "" : "; ", how, status_in_params);
    provenance.status = "scenario";
}

std::string kept_status(const Provenance& provenance) {
    const std::size_t at = provenance.note.rfind(changed_in_part);
    return provenance.status == "scenario" && at != std::string::npos ? provenance.note.substr(at + changed_in_part.size()) : "";
}

std::string weakest_status(const Provenance& provenance, const std::vector<std::string>& first_labels) {
    if (provenance.status == "scenario") return provenance.status;
    std::set<std::string> present;
    std::size_t labels_with_own = 0;
    for (const LabelProvenance& part : provenance.per)
        if (!part.status.empty()) present.insert(part.status), ++labels_with_own;
    if (labels_with_own < first_labels.size() || first_labels.empty()) present.insert(provenance.status);
    for (const std::string& word : status_words())
        if (present.contains(word)) return word;
    return provenance.status;
}

}  // namespace qonys
