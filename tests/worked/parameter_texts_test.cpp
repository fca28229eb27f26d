// The page says in Russian and Kazakh what a parameter is; in English the field table does.
#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "accounts/measures.hpp"
#include "accounts/pathway_rows.hpp"
#include "accounts/summary_rows.hpp"
#include "experiment/diagnostic_tables.hpp"
#include "report/page/texts.hpp"
#include "scenario/form.hpp"
#include "support/small_scenario.hpp"

namespace qonys {
namespace {

const std::string prefix = "parameter.";

// Of settlement, and of pathway programmes with "*" for their names.
std::vector<Field> all_fields() {
    std::vector<Field> all = fields();
    for (Field& field : pathway_fields_of_any_name()) all.push_back(std::move(field));
    return all;
}

std::set<std::string> paths() {
    std::set<std::string> names;
    for (const Field& field : all_fields()) names.insert(field.path);
    return names;
}

TEST(parameter_texts, every_parameter_is_said_in_russian_and_in_kazakh) {
    for (const Language language : {Language::russian, Language::kazakh}) {
        const PageTexts texts(language);
        for (const Field& field : all_fields()) {
            ASSERT_TRUE(texts.has(prefix + field.path)) << texts.code() << " " << field.path;
            EXPECT_NE(texts(prefix + field.path), "") << texts.code() << " " << field.path;
            EXPECT_NE(texts(prefix + field.path), field.doc) << texts.code() << " " << field.path;
        }
    }
}

TEST(parameter_texts, the_two_languages_are_not_mixed_up) {
    const PageTexts russian(Language::russian), kazakh(Language::kazakh);
    for (const Field& field : all_fields()) {
        const std::string& text = russian(prefix + field.path);
        EXPECT_NE(text, kazakh(prefix + field.path)) << field.path;
        for (const char* letter : {"ә", "ғ", "қ", "ң", "ө", "ұ", "ү", "һ", "і"})
            EXPECT_EQ(text.find(letter), std::string::npos) << field.path << ": " << letter << " is not a Russian letter";
    }
}

TEST(parameter_texts, no_text_is_left_of_a_parameter_that_is_gone) {
    const std::set<std::string> known = paths();
    for (const Language language : {Language::russian, Language::kazakh}) {
        std::size_t of_parameters = 0;
        for (const std::string& key : PageTexts(language).keys()) {
            if (!key.starts_with(prefix)) continue;
            ++of_parameters;
            EXPECT_TRUE(known.contains(key.substr(prefix.size()))) << key;
        }
        EXPECT_EQ(of_parameters, known.size());
    }
}

TEST(parameter_texts, the_english_page_takes_parameters_from_the_field_table_alone) {
    const auto keys = PageTexts(Language::english).keys();
    EXPECT_TRUE(std::none_of(keys.begin(), keys.end(), [](const std::string& key) { return key.starts_with(prefix); }));
}

TEST(unit_texts, every_unit_of_parameters_and_results_has_its_text_in_each_language) {
    std::set<std::string> units;
    for (const Field& field : all_fields()) units.insert(field.unit);
    for (const Measure& measure : measures()) units.insert(measure.unit);
    for (const SummaryRow& row : summary_rows()) units.insert(row.measure.unit);
    for (const Measure& measure : pathway_measures()) units.insert(measure.unit);
    for (const PathwayRow& row : pathway_rows()) units.insert(row.measure.unit);
    for (const SummaryTable& table : diagnostic_layout(make_world(test::small_scenario()))) units.insert(table.measure.unit);
    for (const Language language : {Language::english, Language::russian, Language::kazakh}) {
        const PageTexts texts(language);
        for (const std::string& unit : units) {
            ASSERT_TRUE(texts.has("unit." + unit)) << texts.code() << " " << unit;
            EXPECT_NE(texts("unit." + unit), "") << texts.code() << " " << unit;
        }
    }
}

}  // namespace
}  // namespace qonys
