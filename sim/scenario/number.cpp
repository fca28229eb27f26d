#include "scenario/number.hpp"

#include <fmt/format.h>

#include <charconv>
#include <cmath>

namespace qonys {

namespace {

std::size_t skip_digits(const std::string& text, std::size_t at) {
    while (at < text.size() && text[at] >= '0' && text[at] <= '9') ++at;
    return at;
}

// -12, 0.5, 1e-3: the form of JSON.
bool is_plain_number(const std::string& text) {
    std::size_t at = text.starts_with('-') ? 1 : 0;
    const std::size_t whole = skip_digits(text, at);
    if (whole == at || (text[at] == '0' && whole > at + 1)) return false;
    at = whole;
    if (at < text.size() && text[at] == '.') {
        const std::size_t fraction = skip_digits(text, at + 1);
        if (fraction == at + 1) return false;
        at = fraction;
    }
    if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
        ++at;
        if (at < text.size() && (text[at] == '+' || text[at] == '-')) ++at;
        const std::size_t exponent = skip_digits(text, at);
        if (exponent == at) return false;
        at = exponent;
    }
    return at == text.size();
}

bool all_in(const std::string& text, const char* allowed) {
    return text.find_first_not_of(allowed) == std::string::npos;
}

// What to try instead of a text that is no number.
std::string hint_for(const std::string& text) {
    const std::size_t start = text.find_first_not_of("+-");
    const std::string bare = start == std::string::npos ? "" : text.substr(start);
    if (bare.starts_with("0x") || bare.starts_with("0o") || bare.starts_with("0b")) return "write it in decimal digits";
    if (bare.starts_with(".nan") || bare.starts_with(".NaN") || bare.starts_with(".NAN") || bare == "nan" || bare == "NaN")
        return "every value must be a finite number";
    if (bare.starts_with(".inf") || bare.starts_with(".Inf") || bare.starts_with(".INF") || bare == "inf")
        return "every value must be a finite number";
    if (bare.size() > 1 && bare[0] == '0' && all_in(bare, "0123456789"))
        return "leave out the leading zeros: some programs would read it as octal";
    if (text.starts_with('+') && is_plain_number(text.substr(1))) return "leave out the +";
    if (!bare.empty() && all_in(bare, "0123456789_,' ")) return "write the digits without separators between them";
    if (bare.starts_with('.') || bare.ends_with('.')) return "write a digit on both sides of the point, for example 0.5";
    if (bare.ends_with('%')) return "write a share: 0.33, not 33 %";
    return {};
}

// The part of the check that all numbers share. Empty when the text has the form of a number.
template <class Number>
NumberRead<Number> refuse_form(const Tree& node, const char* wanted) {
    if (!node.is_scalar()) return {{}, fmt::format("this is a {}, it must be {}", node.is_map() ? "map" : "list", wanted), {}};
    if (node.empty) return {{}, fmt::format("there is no value, it must be {}", wanted), {}};
    if (node.quoted)
        return {{},
                fmt::format("{} is written in quotes, so it is text; it must be {}", shown(node.text), wanted),
                is_plain_number(node.text) ? "leave out the quotes" : ""};
    if (!is_plain_number(node.text)) return {{}, fmt::format("{} is not a number", shown(node.text)), hint_for(node.text)};
    return {};
}

}  // namespace

NumberRead<double> read_number(const Tree& node) {
    auto read = refuse_form<double>(node, "a number");
    if (!read.ok()) return read;
    const std::string& text = node.text;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), read.value);
    if (error != std::errc{} || end != text.data() + text.size() || !std::isfinite(read.value))
        return {0, fmt::format("{} is too large or too small for a number", shown(text)), "every value must be a finite number"};
    if (read.value == 0) read.value = 0;  // not -0
    return read;
}

NumberRead<std::int64_t> read_whole_number(const Tree& node) {
    auto read = refuse_form<std::int64_t>(node, "a whole number");
    if (!read.ok()) return read;
    const std::string& text = node.text;
    if (text.find_first_of(".eE") != std::string::npos)
        return {0, fmt::format("{} is not a whole number", shown(text)), "write digits without point or exponent"};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), read.value);
    if (error != std::errc{} || end != text.data() + text.size())
        return {0, fmt::format("{} is too large for a whole number", shown(text)), {}};
    return read;
}

NumberRead<std::string> read_text(const Tree& node) {
    if (!node.is_scalar()) return {{}, fmt::format("this is a {}, it must be text", node.is_map() ? "map" : "list"), {}};
    if (node.empty || node.text.empty()) return {{}, "there is no value, it must be text", {}};
    return {node.text, {}, {}};
}

std::string number_text(double value) {
    std::string text = fmt::format("{}", value);
    // 2e-05 is a text to readers of YAML 1.1, 2.0e-05 a number.
    if (const std::size_t e = text.find('e'); e != std::string::npos && text.find('.') == std::string::npos) text.insert(e, ".0");
    return text;
}

}  // namespace qonys
