// Names and units that the pages of comparisons and sweeps share.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "report/page/names.hpp"
#include "report/page/page.hpp"

namespace qonys {

// Of a headline or a measure of a sweep, NAME[.STREAM][@AREA]; `fallback` where nothing is known of it.
std::string measure_title(const PageTexts& texts, const std::string& spec, const std::string& fallback);

// How a measure is shown: figures times `factor` in `unit`, differences in `apart`. Both units are in the language of the page.
struct ShownMeasure {
    double factor = 1;
    std::string unit, apart;
    bool share = false;
    PageColumnKind kind = PageColumnKind::number;  // of its figures and differences
};
ShownMeasure shown_measure(const std::string& unit, const PageTexts& texts);

// With "-" for what ids of a page may not hold.
std::string plain_id(std::string text);

// "12 persons" or "12" with a blank that does not break.
std::string with_unit(const std::string& number, const std::string& unit);
// "placed, persons"
std::string title_and_unit(const std::string& title, const std::string& unit);
std::string signed_number(double value, int decimals, const PageTexts& texts);
// "2025-03-31"
bool is_whole_date(const std::string& text);
// "a; b; c"
std::string with_semicolons(const std::vector<std::string>& parts);
// "a, b and c"
std::string listed_in_words(const std::vector<std::string>& names, const PageTexts& texts);

// Rounded, so that the page does not carry digits that nobody can read; null for NaN.
nlohmann::json cell(double value, int decimals);

// Whether any row has a number in the column: a chart of intervals that nobody knows is drawn without them.
bool has_numbers(const PageTable& table, const std::string& column);

// Horizontal bars from 0, one for each row; `colour`: key of a column of categories, empty: one colour.
nlohmann::json bars_spec(const std::string& category, const std::string& category_title, const std::string& value,
                         const std::string& value_title, const std::string& colour);

// Before every other step: only rows whose `column` is a number.
void only_known(nlohmann::json& spec, const std::string& column);

}  // namespace qonys
