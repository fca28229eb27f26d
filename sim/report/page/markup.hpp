// Pieces of HTML that the parts of a page share. All text that goes through here is escaped.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "report/page/page.hpp"

namespace qonys {

// For element content and attribute values; bytes that are no UTF-8 become U+FFFD, control characters blanks.
std::string escaped(std::string_view text);

// <tag attributes>text</tag>; `attributes` is markup.
std::string element(std::string_view tag, std::string_view text, std::string_view attributes = {});

// JSON for a <script> element: no "<" stands in it, so nothing can end the element.
std::string json_for_script(const nlohmann::json& json);

// How deep the headings of a source's sections are: 2 on a page about one source, 3 with a heading for each source.
struct PagePlace {
    std::string prefix;  // of ids: "r1-"
    int level = 2;
};
std::string heading(int level, std::string_view text, std::string_view attributes = {});

// Sections that every page has (common.cpp).
std::string rests_on_sentence(const PageSource& source, const PagePlace& place, const PageTexts& texts);
// Of the source `number` of the page; refers to an earlier one with the same assumed values.
std::string rests_on_section(const Page& page, std::size_t number, const PagePlace& place, const PageTexts& texts);
std::string not_modelled_section(const Page& page, const PageTexts& texts);
std::string origin_section(const Page& page, const PageSource& source, const PagePlace& place, const PageTexts& texts);
std::string suppression_section(const Page& page, const PageTexts& texts);
std::string licences_section(bool has_map, const PageTexts& texts);

// What the script of the page works on (page_data.cpp).
nlohmann::json page_data(const Page& page, const PageTexts& texts);
bool shows_map(const PageChart& chart);

}  // namespace qonys
