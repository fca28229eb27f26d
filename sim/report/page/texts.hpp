// Texts of the page in its language, from texts/*.json: {"key": {"en": …, "ru": …, "kk": …}}.
#pragma once

#include <initializer_list>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace qonys {

enum class Language { english, russian, kazakh };  // as language_words
inline constexpr const char* language_words[] = {"en", "ru", "kk"};

class PageTexts {
public:
    explicit PageTexts(Language language);

    Language language() const { return language_; }
    const char* code() const { return language_words[static_cast<int>(language_)]; }

    bool has(std::string_view key) const;
    std::vector<std::string> keys() const;
    // Throws BrokenInvariant when there is no such text.
    const std::string& operator()(std::string_view key) const;
    // The same with {name} replaced.
    std::string operator()(std::string_view key, std::initializer_list<std::pair<std::string_view, std::string>> values) const;
    // Names that a scenario may extend, such as regions: `fallback` where there is no text.
    std::string or_else(std::string_view key, const std::string& fallback) const;

    // In the way of the language: 12,345.6 or 12 345,6 (blanks that do not break); "–" for NaN.
    std::string number(double value, int decimals) const;
    std::string percent(double share, int decimals) const;
    std::string month(const std::string& yyyy_mm) const;  // "March 2025"

private:
    Language language_;
    std::map<std::string, std::string, std::less<>> texts_;
};

}  // namespace qonys
