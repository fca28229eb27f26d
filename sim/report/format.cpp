#include "report/format.hpp"

#include <algorithm>

namespace qonys {

std::optional<Format> parse_format(std::string_view text) {
    if (text == "table") return Format::table;
    if (text == "csv") return Format::csv;
    if (text == "json") return Format::json;
    return std::nullopt;
}

std::string csv_field(std::string_view text) {
    const bool needs_quotes =
        text.find_first_of(",\"\r\n") != std::string_view::npos || text.starts_with(' ') || text.ends_with(' ');
    if (!needs_quotes) return std::string(text);
    std::string result = "\"";
    for (const char c : text) {
        if (c == '"') result += '"';
        result += c;
    }
    return result + '"';
}

std::size_t width(std::string_view text) {
    return static_cast<std::size_t>(
        std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

std::string padded(std::string_view text, std::size_t columns) {
    const std::size_t has = width(text);
    return std::string(text) + std::string(has < columns ? columns - has : 0, ' ');
}

}  // namespace qonys
