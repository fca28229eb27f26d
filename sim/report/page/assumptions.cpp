#include "report/page/assumptions.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <optional>
#include <string_view>
#include <vector>

#include "scenario/form.hpp"

namespace qonys {

namespace {

std::optional<double> as_number(const std::string& text) {
    if (text.empty() || text.find_first_not_of("+-.0123456789e") != std::string::npos) return std::nullopt;
    char* end = nullptr;
    const double value = std::strtod(text.c_str(), &end);
    if (end != text.c_str() + text.size() || !std::isfinite(value)) return std::nullopt;
    return value;
}

// A part of the path up to the next point, which is taken off it.
std::string_view next_word(std::string_view& path) {
    const std::size_t point = std::min(path.find('.'), path.size());
    const std::string_view word = path.substr(0, point);
    path.remove_prefix(std::min(point + 1, path.size()));
    return word;
}

// "programmes.*.stages.*.days" is that of each programme and stage; labels of a cell may follow.
bool matches(std::string_view pattern, std::string_view path) {
    while (!pattern.empty()) {
        const std::string_view wanted = next_word(pattern), word = next_word(path);
        if (word.empty() || (wanted != "*" && wanted != word)) return false;
    }
    return true;
}

// Where the value that starts the text ends: a table in braces, a text in quotes, or a word.
std::size_t end_of_value(const std::string& text) {
    int depth = 0;
    bool in_quotes = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (in_quotes && c == '\\') {
            ++i;
            continue;
        }
        if (c == '"') in_quotes = !in_quotes;
        if (in_quotes) continue;
        if (c == '{' || c == '[' || c == '(') ++depth;
        if (c == '}' || c == ']' || c == ')') --depth;
        if (depth <= 0 && c == ' ') return i;
    }
    return text.size();
}

// Numbers behind the labels of a table in YAML flow style.
void count_cells(AssumedValue& value) {
    for (std::size_t at = value.value.find(": "); at != std::string::npos; at = value.value.find(": ", at + 1)) {
        const std::size_t start = at + 2, end = value.value.find_first_of(",}", start);
        const auto number = as_number(value.value.substr(start, end - start));
        if (!number) continue;
        value.least = value.cells == 0 ? *number : std::min(value.least, *number);
        value.greatest = value.cells == 0 ? *number : std::max(value.greatest, *number);
        ++value.cells;
    }
}

// "0 to 1", or "prosecuted, left_programme: 0 to 1" for labels with a range of their own.
std::string one_range(const std::string& part, const PageTexts& texts) {
    const std::size_t colon = part.find(": "), start = colon == std::string::npos ? 0 : colon + 2, to = part.find(" to ", start);
    if (to == std::string::npos) return part;
    return part.substr(0, start) + texts("page.from_to", {{"from", AssumedValue::shown(part.substr(start, to - start), texts)},
                                                          {"to", AssumedValue::shown(part.substr(to + 4), texts)}});
}

}  // namespace

const Field* field_of(const std::string& path) {
    static const std::vector<Field> pathways = pathway_fields_of_any_name();
    const auto& all = fields();
    const auto found = std::find_if(all.begin(), all.end(), [&](const Field& f) { return f.path == path; });
    if (found != all.end()) return &*found;
    const auto meant = std::find_if(pathways.begin(), pathways.end(), [&](const Field& f) { return matches(f.path, path); });
    return meant == pathways.end() ? nullptr : &*meant;
}

AssumedValue parse_assumed(const std::string& line) {
    AssumedValue value;
    const std::size_t sign = line.find(" = ");
    value.path = line.substr(0, sign);
    if (sign == std::string::npos) return value;
    std::string rest = line.substr(sign + 3);
    const std::size_t end = end_of_value(rest);
    value.value = rest.substr(0, end);
    rest = end < rest.size() ? rest.substr(end + 1) : "";
    const Field* field = field_of(value.path);
    const std::string unit = field ? field->unit : "";
    if (!unit.empty() && rest.starts_with(unit)) {
        value.unit = unit;
        value.range = rest.size() > unit.size() ? rest.substr(unit.size() + 1) : "";
    } else {
        value.unit = rest;
    }
    if (value.value.starts_with("{")) count_cells(value);
    return value;
}

bool AssumedValue::is_empty() const {
    if (!value.starts_with("{")) return false;
    for (std::size_t at = value.find(": "); at != std::string::npos; at = value.find(": ", at + 1))
        if (value[std::min(at + 2, value.size() - 1)] != '{') return false;
    return true;
}

std::string AssumedValue::name(const PageTexts& texts) const {
    const Field* field = field_of(path);
    return texts.or_else("parameter." + (field ? field->path : path), field ? field->doc : path);
}

std::string AssumedValue::shown_unit(const PageTexts& texts) const {
    return texts.or_else("unit." + unit, unit);
}

std::string AssumedValue::shown_range(const PageTexts& texts) const {
    std::string text;
    for (std::size_t at = 0; at < range.size();) {
        const std::size_t end = std::min(range.find("; ", at), range.size());
        text += (at == 0 ? "" : "; ") + one_range(range.substr(at, end - at), texts);
        at = end + 2;
    }
    return text;
}

std::string AssumedValue::shown_number(double number, const PageTexts& texts) {
    return shown(fmt::format("{}", number), texts);
}

std::string AssumedValue::shown(const std::string& text, const PageTexts& texts) {
    const auto number = as_number(text);
    if (!number) return text;
    // The shortest decimals that give the same number.
    for (int decimals = 0; decimals <= 12; ++decimals)
        if (std::stod(fmt::format("{:.{}f}", *number, decimals)) == *number) return texts.number(*number, decimals);
    return text;
}

}  // namespace qonys
