#include "report/page/texts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "base/problems.hpp"
#include "report/page/assets.hpp"

namespace qonys {

PageTexts::PageTexts(Language language) : language_(language) {
    for (const Asset& each : assets()) {
        if (!each.name.starts_with("texts/")) continue;
        const nlohmann::json rows = nlohmann::json::parse(each.bytes);
        for (const auto& [key, row] : rows.items()) {
            // What a parameter is stands in English in the field table alone.
            if (key.starts_with("parameter.") && language == Language::english) continue;
            if (!row.contains(code())) throw BrokenInvariant(fmt::format("{}: {} has no text in {}", each.name, key, code()));
            if (!texts_.emplace(key, row[code()].get<std::string>()).second)
                throw BrokenInvariant(fmt::format("{}: {} stands twice", each.name, key));
        }
    }
}

bool PageTexts::has(std::string_view key) const {
    return texts_.find(key) != texts_.end();
}

std::vector<std::string> PageTexts::keys() const {
    std::vector<std::string> keys;
    for (const auto& [key, text] : texts_) keys.push_back(key);
    return keys;
}

const std::string& PageTexts::operator()(std::string_view key) const {
    const auto found = texts_.find(key);
    if (found == texts_.end()) throw BrokenInvariant("no text " + std::string(key));
    return found->second;
}

std::string PageTexts::operator()(std::string_view key,
                                  std::initializer_list<std::pair<std::string_view, std::string>> values) const {
    std::string text;
    const std::string& pattern = (*this)(key);
    for (std::size_t at = 0; at < pattern.size();) {
        const std::size_t open = pattern.find('{', at), close = pattern.find('}', open);
        text += pattern.substr(at, open - at);
        if (close == std::string::npos) break;
        const std::string name = pattern.substr(open + 1, close - open - 1);
        const auto value = std::find_if(values.begin(), values.end(), [&](const auto& v) { return v.first == name; });
        if (value == values.end()) throw BrokenInvariant(fmt::format("text {}: no value for {{{}}}", key, name));
        text += value->second;
        at = close + 1;
    }
    return text;
}

std::string PageTexts::or_else(std::string_view key, const std::string& fallback) const {
    const auto found = texts_.find(key);
    return found == texts_.end() ? fallback : found->second;
}

std::string PageTexts::number(double value, int decimals) const {
    if (std::isnan(value)) return "–";
    std::string digits = fmt::format("{:.{}f}", std::abs(value), decimals);
    const bool minus = value < 0 && digits.find_first_not_of("0.") != std::string::npos;
    const std::size_t point = std::min(digits.find('.'), digits.size());
    if (point < digits.size() && language_ != Language::english) digits[point] = ',';
    const std::string separator = language_ == Language::english ? "," : "\u00a0";
    for (std::size_t at = point; at > 3;) digits.insert(at -= 3, separator);
    return (minus ? "−" : "") + digits;
}

std::string PageTexts::percent(double share, int decimals) const {
    return number(share * 100, decimals) + (language_ == Language::english || std::isnan(share) ? "" : "\u00a0") +
           (std::isnan(share) ? "" : "%");
}

std::string PageTexts::month(const std::string& yyyy_mm) const {
    return (*this)("common.month", {{"month", (*this)("month." + yyyy_mm.substr(5))}, {"year", yyyy_mm.substr(0, 4)}});
}

}  // namespace qonys
