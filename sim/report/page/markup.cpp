#include "report/page/markup.hpp"

#include <fmt/format.h>

namespace qonys {

namespace {

// Bytes of the UTF-8 character that starts at `at`; 0 when there is none.
std::size_t character_at(std::string_view text, std::size_t at) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const unsigned char first = byte(at);
    const std::size_t bytes = first < 0x80 ? 1 : first >= 0xC2 && first < 0xE0 ? 2 : first >= 0xE0 && first < 0xF0 ? 3 : 4;
    if ((first >= 0x80 && first < 0xC2) || first > 0xF4 || at + bytes > text.size()) return 0;
    for (std::size_t i = 1; i < bytes; ++i)
        if ((byte(at + i) & 0xC0) != 0x80) return 0;
    if (bytes == 3 && ((first == 0xE0 && byte(at + 1) < 0xA0) || (first == 0xED && byte(at + 1) > 0x9F))) return 0;
    if (bytes == 4 && ((first == 0xF0 && byte(at + 1) < 0x90) || (first == 0xF4 && byte(at + 1) > 0x8F))) return 0;
    return bytes;
}

}  // namespace

std::string escaped(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t bytes = character_at(text, at);
        const char c = text[at];
        if (bytes == 0)
            out += "\uFFFD";
        else if (c == '&')
            out += "&amp;";
        else if (c == '<')
            out += "&lt;";
        else if (c == '>')
            out += "&gt;";
        else if (c == '"')
            out += "&quot;";
        else if (c == '\'')
            out += "&#39;";
        else if ((c >= 0 && c < ' ') || c == 127)
            out += c == '\n' ? '\n' : ' ';
        else
            out += text.substr(at, bytes);
        at += std::max<std::size_t>(bytes, 1);
    }
    return out;
}

std::string element(std::string_view tag, std::string_view text, std::string_view attributes) {
    return fmt::format("<{}{}{}>{}</{}>", tag, attributes.empty() ? "" : " ", attributes, escaped(text), tag);
}

std::string heading(int level, std::string_view text, std::string_view attributes) {
    return element(fmt::format("h{}", level), text, attributes) + "\n";
}

std::string json_for_script(const nlohmann::json& json) {
    const std::string text = json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
    std::string out;
    out.reserve(text.size());
    for (const char c : text)
        if (c == '<')
            out += "\\u003c";
        else
            out += c;
    return out;
}

}  // namespace qonys
