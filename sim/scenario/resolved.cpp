#include "scenario/resolved.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <functional>
#include <string_view>

#include "scenario/number.hpp"

namespace qonys {

namespace {

// Labels are plain, but for the words that other YAML readers take for something else.
std::string label_text(const std::string& label) {
    static constexpr std::array<std::string_view, 18> words{"y",  "Y",  "n",  "N",  "yes", "Yes", "YES", "no",   "No",
                                                            "NO", "on", "On", "ON", "off", "Off", "OFF", "true", "null"};
    return std::find(words.begin(), words.end(), label) == words.end() ? label : quoted(label);
}

using CellText = std::function<std::string(std::size_t cell, double number)>;

CellText cell_writer(const Field& field, const UncertainCells& uncertain, std::string (*distribution_text)(const Distribution&)) {
    return [&field, &uncertain, distribution_text](std::size_t cell, double number) {
        if (const auto found = uncertain.find(cell); found != uncertain.end()) return distribution_text(found->second);
        return field.choices.empty() ? number_text(number) : field.choices[static_cast<std::size_t>(number)];
    };
}

std::string table_text(const Field& field, const Table& table, std::size_t depth, std::size_t first, const CellText& text_of) {
    if (depth == table.axes.size()) return text_of(first, table.cells[first]);
    std::size_t stride = 1;
    for (std::size_t i = depth + 1; i < table.axes.size(); ++i) stride *= table.axes[i].size();
    const bool last = depth + 1 == table.axes.size();
    const auto is_absent = [&](std::size_t cell) {
        if (field.absent_is_none && depth > 0) {
            const auto begin = table.cells.begin() + static_cast<std::ptrdiff_t>(cell);
            return std::all_of(begin, begin + static_cast<std::ptrdiff_t>(stride), [](double cap) { return cap == no_cap; });
        }
        return field.absent_is_zero && last && table.cells[cell] == 0;
    };
    std::string text;
    for (std::size_t i = 0; i < table.axes[depth].size(); ++i) {
        const std::size_t cell = first + i * stride;
        if (is_absent(cell)) continue;
        text += (text.empty() ? "" : ", ") + label_text(table.axes[depth].labels[i]) + ": " +
                table_text(field, table, depth + 1, cell, text_of);
    }
    return "{" + text + "}";
}

std::string names_text(const Names& names) {
    std::string text;
    for (std::size_t i = 0; i < names.texts.size(); ++i)
        text += (i > 0 ? ", " : "") + label_text(names.axis.labels[i]) + ": " + quoted(names.texts[i]);
    return "{" + text + "}";
}

std::string value_text(const Field& field, const Slot& slot, const CellText& text_of) {
    if (const auto* to = std::get_if<double*>(&slot)) return text_of(0, **to);
    if (const auto* to = std::get_if<std::int64_t*>(&slot)) return fmt::format("{}", **to);
    if (const auto* to = std::get_if<Month*>(&slot)) return to_string(**to);
    if (const auto* to = std::get_if<std::string*>(&slot)) return field.choices.empty() ? quoted(**to) : **to;
    if (const auto* to = std::get_if<Table*>(&slot)) return table_text(field, **to, 0, 0, text_of);
    return names_text(*std::get<Names*>(slot));
}

// A table of several axes has a line for each label of the first one.
std::string value_block(const Field& field, const Slot& slot, const UncertainCells& uncertain, const std::string& indent) {
    const auto* table = std::get_if<Table*>(&slot);
    const CellText text_of = cell_writer(field, uncertain, yaml);
    if (table == nullptr || (*table)->axes.size() < 2) return " " + value_text(field, slot, text_of) + "\n";
    std::string text = "\n";
    const std::size_t stride = (*table)->cells.size() / (*table)->axes[0].size();
    for (std::size_t i = 0; i < (*table)->axes[0].size(); ++i)
        text += indent + "  " + label_text((*table)->axes[0].labels[i]) + ": " +
                table_text(field, **table, 1, i * stride, text_of) + "\n";
    return text;
}

std::string words_text(const std::vector<std::string>& words) {
    std::string text;
    for (const std::string& word : words) text += (text.empty() ? "" : ", ") + quoted(word);
    return "[" + text + "]";
}

std::string range_text(const Range& range, const Slot& slot) {
    return fmt::format("[{}, {}]", bound_text(range.low, slot), bound_text(range.high, slot));
}

std::string per_text(const std::vector<LabelProvenance>& per, const Slot& slot, const std::string& indent) {
    std::string text;
    for (const LabelProvenance& part : per) {
        std::string keys;
        const auto add = [&](const char* key, const std::string& value) {
            if (!value.empty()) keys += (keys.empty() ? "" : ", ") + std::string(key) + ": " + value;
        };
        add("date", part.date.empty() ? "" : quoted(part.date));
        add("source", part.source.empty() ? "" : quoted(part.source));
        add("status", part.status);
        if (part.range.given) add("range", range_text(part.range, slot));
        add("note", part.note.empty() ? "" : quoted(part.note));
        text += indent + "  " + label_text(part.label) + ": {" + keys + "}\n";
    }
    return text;
}

std::string fact_text(const Field& field, const Slot& slot, const Provenance& provenance, const UncertainCells& uncertain,
                      const std::string& indent) {
    std::string text = indent + "value:" + value_block(field, slot, uncertain, indent);
    const auto add = [&](const char* key, const std::string& value) { text += indent + key + ": " + value + "\n"; };
    add("unit", quoted(provenance.unit));
    add("date", quoted(provenance.date));
    add("source", quoted(provenance.source));
    add("status", provenance.status);
    if (provenance.range.given) add("range", range_text(provenance.range, slot));
    if (!provenance.note.empty()) add("note", quoted(provenance.note));
    if (!provenance.increases.empty()) add("increases", words_text(provenance.increases));
    if (!provenance.decreases.empty()) add("decreases", words_text(provenance.decreases));
    if (!provenance.per.empty()) text += indent + "per:\n" + per_text(provenance.per, slot, indent);
    return text;
}

std::string choice_text(const Field& field, const Slot& slot, const Provenance& provenance) {
    std::string text = value_text(field, slot);
    if (provenance.source.empty() && provenance.note.empty() && provenance.status.empty()) return text;
    text = "{value: " + text;
    if (!provenance.source.empty()) text += ", source: " + quoted(provenance.source);
    if (!provenance.note.empty()) text += ", note: " + quoted(provenance.note);
    if (!provenance.status.empty()) text += ", status: " + provenance.status;
    return text + "}";
}

// The headings of the sections of a path that are not open yet; closes those that it is not in.
std::string headings(const std::string& path, std::vector<std::string>& open) {
    std::vector<std::string> sections;
    for (std::size_t start = 0, dot = path.find('.'); dot != std::string::npos; start = dot + 1, dot = path.find('.', start))
        sections.push_back(path.substr(start, dot - start));
    std::size_t same = 0;
    while (same < open.size() && same < sections.size() && open[same] == sections[same]) ++same;
    open.resize(same);
    std::string text;
    for (; open.size() < sections.size(); open.push_back(sections[open.size()]))
        text += std::string(2 * open.size(), ' ') + label_text(sections[open.size()]) + ":\n";
    return text;
}

}  // namespace

std::string quoted(const std::string& text) {
    std::string result = "\"";
    for (const char c : text) {
        const auto code = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\')
            result += std::string("\\") + c;
        else if (c == '\n')
            result += "\\n";
        else if (code < 0x20 || code == 0x7F)
            result += fmt::format("\\x{:02x}", code);
        else
            result += c;
    }
    return result + "\"";
}

std::string bound_text(double bound, const Slot& slot) {
    if (std::holds_alternative<Month*>(slot)) return to_string(Month{static_cast<std::int32_t>(bound)});
    return number_text(bound);
}

std::string value_text(const Field& field, const Slot& slot, const UncertainCells& uncertain) {
    return value_text(field, slot, cell_writer(field, uncertain, shown));
}

std::string cell_text(const Field& field, const Slot& slot, std::size_t cell, const UncertainCells& uncertain) {
    if (const auto* table = std::get_if<Table*>(&slot)) return cell_writer(field, uncertain, shown)(cell, (*table)->cells[cell]);
    return value_text(field, slot, uncertain);
}

std::string resolved_text(const std::vector<Field>& fields, const Scenario& scenario, const std::vector<Provenance>& provenances,
                          const std::vector<UncertainValue>& uncertain) {
    Scenario copy = scenario;  // the slots of the field table point into a scenario that may be written
    std::vector<UncertainCells> distributions(fields.size());
    for (const UncertainValue& value : uncertain) distributions[value.field][value.cell] = value.distribution;
    std::string text;
    std::vector<std::string> open;  // sections whose heading is written
    for (std::size_t i = 0; i < fields.size(); ++i) {
        const Field& field = fields[i];
        const Slot slot = field.slot(copy);
        text += headings(field.path, open);
        const std::string indent(2 * open.size(), ' ');
        text += indent + field.path.substr(field.path.rfind('.') + 1) + ":";
        if (field.kind == ValueKind::choice)
            text += " " + choice_text(field, slot, provenances[i]) + "\n";
        else if (provenances[i].status.empty())
            text += value_block(field, slot, distributions[i], indent);
        else
            text += "\n" + fact_text(field, slot, provenances[i], distributions[i], indent + "  ");
    }
    return text;
}

}  // namespace qonys
