// Texts of the page: the same in all languages but for the words, and numbers as each language writes them.
#include <gtest/gtest.h>

#include <cmath>
#include <nlohmann/json.hpp>
#include <regex>
#include <set>

#include "base/problems.hpp"
#include "report/page/assets.hpp"
#include "report/page/texts.hpp"

namespace qonys {
namespace {

// An amount is a number with its unit, which some languages put apart.
std::multiset<std::string> placeholders(const std::string& text) {
    static const std::regex name("\\{[^{}]*\\}");
    const std::string alike = std::regex_replace(text, std::regex("\\{number\\}"), "{amount}");
    return {std::sregex_token_iterator(alike.begin(), alike.end(), name), std::sregex_token_iterator()};
}

// "parameter." is in English in the field table.
TEST(page_texts, stand_in_all_three_languages_with_the_same_placeholders) {
    std::size_t files = 0, rows = 0;
    for (const Asset& file : assets()) {
        if (!file.name.starts_with("texts/")) continue;
        ++files;
        const nlohmann::json texts = nlohmann::json::parse(file.bytes);
        for (const auto& [key, row] : texts.items()) {
            ++rows;
            std::set<std::string> languages;
            for (const auto& [language, text] : row.items()) {
                languages.insert(language);
                EXPECT_FALSE(text.get<std::string>().empty()) << key << " " << language;
                EXPECT_EQ(placeholders(text), placeholders(row["ru"])) << key << " " << language;
            }
            if (key.starts_with("parameter.")) languages.insert("en");
            EXPECT_EQ(languages, (std::set<std::string>{"en", "kk", "ru"})) << key;
        }
    }
    EXPECT_GE(files, 1U);
    EXPECT_GE(rows, 100U);
}

// Cyrillic is what a text in Russian or Kazakh is made of; the exceptions are names, codes and units.
TEST(page_texts, are_not_left_in_english) {
    for (const Asset& file : assets()) {
        if (!file.name.starts_with("texts/")) continue;
        const nlohmann::json texts = nlohmann::json::parse(file.bytes);
        for (const auto& [key, row] : texts.items())
            for (const char* language : {"ru", "kk"}) {
                const std::string text = row[language];
                const std::string words = std::regex_replace(text, std::regex("\\{[^{}]*\\}"), "");
                if (!row.contains("en") || words.size() <= 12) continue;
                EXPECT_NE(text, row["en"].get<std::string>()) << key;
            }
    }
}

TEST(page_texts, write_numbers_as_the_language_does) {
    const PageTexts english(Language::english), russian(Language::russian), kazakh(Language::kazakh);
    EXPECT_EQ(english.number(1234567.891, 1), "1,234,567.9");
    EXPECT_EQ(russian.number(1234567.891, 1), "1\u00a0234\u00a0567,9");
    EXPECT_EQ(kazakh.number(-1234.5, 2), "−1\u00a0234,50");
    EXPECT_EQ(english.number(999, 0), "999");
    EXPECT_EQ(english.number(-0.04, 1), "0.0") << "no minus before nothing";
    EXPECT_EQ(english.number(std::nan(""), 1), "–");
    EXPECT_EQ(english.percent(0.1234, 1), "12.3%");
    EXPECT_EQ(russian.percent(0.1234, 1), "12,3\u00a0%");
    EXPECT_EQ(russian.percent(std::nan(""), 1), "–");
}

TEST(page_texts, write_months_as_the_language_does) {
    EXPECT_EQ(PageTexts(Language::english).month("2027-03"), "March 2027");
    EXPECT_EQ(PageTexts(Language::russian).month("2027-03"), "март 2027\u00a0г.");
    EXPECT_EQ(PageTexts(Language::kazakh).month("2027-03"), "2027\u00a0ж. наурыз");
}

TEST(page_texts, refuse_a_text_that_is_not_there_and_a_placeholder_without_a_value) {
    const PageTexts texts(Language::english);
    EXPECT_THROW((void)texts("page.nonsense"), BrokenInvariant);
    EXPECT_THROW((void)texts("common.month", {{"month", "March"}}), BrokenInvariant);
    EXPECT_EQ(texts.or_else("page.nonsense", "as it is"), "as it is");
}

}  // namespace
}  // namespace qonys
