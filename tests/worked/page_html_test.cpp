// The page as text: what stands in it, and that names from a file cannot become markup.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <regex>
#include <set>

#include "base/problems.hpp"
#include "report/page/assets.hpp"
#include "report/page/assumptions.hpp"
#include "report/page/markup.hpp"
#include "support/some_page.hpp"

namespace qonys {
namespace {

using nlohmann::json;
using testing::HasSubstr;
using testing::Not;

const PageTexts& english() {
    static const PageTexts texts(Language::english);
    return texts;
}

std::size_t times(const std::string& text, const std::string& part) {
    std::size_t count = 0;
    for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++count;
    return count;
}

std::string without_library(std::string html) {
    for (const char* name : {"vega.min.js", "vega-lite.min.js", "vega-embed.min.js"}) {
        const std::string code(asset(name).substr(0, asset(name).find("\n//# sourceMappingURL=")));
        const std::size_t at = html.find(code);
        EXPECT_NE(at, std::string::npos) << name;
        if (at != std::string::npos && !code.empty()) html.erase(at, code.size());
    }
    return html;
}

json data_of(const std::string& html) {
    const std::string start = "<script type=\"application/json\" id=\"data\">";
    const std::size_t from = html.find(start) + start.size();
    return json::parse(html.substr(from, html.find("</script>", from) - from));
}

TEST(page_html, lets_no_name_become_markup) {
    const std::string html = without_library(page_html(test::some_page(), english()));
    EXPECT_THAT(html, Not(HasSubstr("<img")));
    EXPECT_THAT(html, Not(HasSubstr("small <b>")));
    EXPECT_THAT(html, HasSubstr("Who settles where? &lt;/script&gt;&lt;img src=x onerror=alert(1)&gt; &amp; &quot;quoted&quot;"));
    EXPECT_EQ(times(html, "<script"), times(html, "</script>"));
    EXPECT_EQ(times(html, "<script"), 8U) << "theme, data, regions, three of the library, the page's two";
}

TEST(page_html, hands_names_to_the_script_as_they_are) {
    const json rows = data_of(page_html(test::some_page(), english()))["blocks"]["r1-spending"]["rows"];
    EXPECT_EQ(rows[3][1], "</script><img src=x onerror=alert(1)> & \"quoted\"");
}

TEST(page_html, survives_bytes_that_are_no_text) {
    Page page = test::some_page();
    page.sources[0].question = page.title = std::string("a\xff\xc0\xaf z\x01 \xed\xa0\x80 \0b", 14);
    page.sources[0].sections[0].charts[0].table.rows[0][1] = "\xff";
    const std::string html = page_html(page, english());
    EXPECT_THAT(html, HasSubstr("a\uFFFD\uFFFD\uFFFD z  \uFFFD\uFFFD\uFFFD  b"));
    EXPECT_EQ(data_of(html)["blocks"]["r1-map"]["rows"][0][1], "\uFFFD");
}

TEST(page_html, has_each_id_once_also_with_two_sources) {
    Page page = test::some_page();
    page.sources.push_back(page.sources[0]);
    const std::string html = without_library(page_html(page, english()));
    const std::regex id(" id=\"([^\"]*)\"");
    std::set<std::string> seen;
    for (std::sregex_iterator at(html.begin(), html.end(), id), end; at != end; ++at)
        EXPECT_TRUE(seen.insert((*at)[1]).second) << (*at)[1];
    EXPECT_THAT(seen, testing::IsSupersetOf({"r1-map", "r2-map", "r1-rests", "r2-rests", "not-modelled", "main"}));
}

TEST(page_html, embeds_the_rows_once) {
    EXPECT_EQ(times(page_html(test::some_page(), english()), "\"2025-03\",811,"), 1U);  // 100 x 7 + 37 x 3
}

TEST(page_html, says_what_the_result_rests_on_in_the_document_itself) {
    const std::string html = page_html(test::some_page(), english());
    EXPECT_THAT(html, HasSubstr("This result rests on 2 assumed values."));
    EXPECT_THAT(html, HasSubstr("<code>housing.home_area</code></th><td>50</td><td>m²</td><td>30 to 80</td>"));
    EXPECT_THAT(html, HasSubstr("2 values, 1,780 to 3,230.5"));
    EXPECT_THAT(html, HasSubstr("0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"));
    for (const char* licence : {"vega.LICENSE", "vega-lite.LICENSE", "vega-embed.LICENSE"})
        EXPECT_THAT(html, HasSubstr(escaped(asset(licence))));
}

TEST(page_html, shows_the_same_assumed_values_once) {
    Page page = test::some_page();
    page.sources.push_back(page.sources[0]);
    page.sources.push_back(page.sources[0]);
    page.sources[2].assumed.pop_back();
    const std::string html = page_html(page, english());
    EXPECT_EQ(times(html, "<code>housing.home_area</code>"), 2U) << "the first and the third, which has fewer";
    EXPECT_THAT(html, HasSubstr("<a href=\"#r1-rests\">The same assumed values (2) as of " + escaped(page.sources[0].file) +
                                ", above.</a>"));
}

TEST(page_html, tells_tables_of_assumed_values_by_what_is_in_them) {
    Page page = test::some_page();
    page.sources[0].assumed = {"a.nothing = {2015-01-01: {}} word", "a.same = {KZ-10: 1, KZ-11: 1} 1 or 0 0 to 1",
                               "a.range = {KZ-10: 0, KZ-11: 1} 1 or 0 0 to 1"};
    const std::string html = page_html(page, english());
    EXPECT_THAT(html, HasSubstr("<code>a.nothing</code></th><td>–</td>"));
    EXPECT_THAT(html, HasSubstr("<code>a.same</code></th><td><details><summary>1</summary>"));
    EXPECT_THAT(html, HasSubstr("<summary>2 values, 0 to 1</summary>"));
}

TEST(page_html, refuses_mixed_figures_of_which_nobody_knows_whether_they_count) {
    Page page = test::some_page();
    PageTable& table = page.sources[0].sections[0].charts[0].table;
    table.columns[3].kind = PageColumnKind::mixed;
    EXPECT_THROW((void)page_html(page, english()), BrokenInvariant);
    table.columns.push_back({"counts", "", "", PageColumnKind::text, 0, false});
    for (json& row : table.rows) row.push_back(true);
    EXPECT_EQ(data_of(page_html(page, english()))["blocks"]["r1-map"]["columns"][3]["kind"], "mixed");
}

TEST(page_html, refuses_a_control_of_a_parameter_that_is_not_there) {
    Page page = test::some_page();
    page.sources[0].sections[0].charts[0].controls[0].signal = "month";
    EXPECT_THROW((void)page_html(page, english()), BrokenInvariant);
    page = test::some_page();
    page.sources[0].sections[0].charts[0].controls[0].column = "nothing";
    EXPECT_THROW((void)page_html(page, english()), BrokenInvariant);
}

TEST(page_html, refuses_two_charts_of_one_name_and_rows_that_are_too_short) {
    Page page = test::some_page();
    page.sources[0].sections[1].charts[0].id = "map";
    EXPECT_THROW((void)page_html(page, english()), BrokenInvariant);
    page = test::some_page();
    page.sources[0].sections[0].charts[0].table.rows[5].erase(4);
    EXPECT_THROW((void)page_html(page, english()), BrokenInvariant);
}

TEST(page_html, fetches_nothing_by_its_own_rules) {
    EXPECT_THAT(page_html(test::some_page(), english()), HasSubstr("Content-Security-Policy\" content=\"default-src 'none';"));
}

struct LineCase {
    const char *line, *path, *value, *unit, *range;
};

TEST(assumed_lines, are_taken_apart) {
    for (const LineCase& c : {
             LineCase{"housing.home_area = 50 m2 30 to 80", "housing.home_area", "50", "m2", "30 to 80"},
             LineCase{"quotas.sittings = {2015-01-01: {1: 1, 2: 0}} 1 or 0 0 to 1", "quotas.sittings",
                      "{2015-01-01: {1: 1, 2: 0}}", "1 or 0", "0 to 1"},
             LineCase{"of.my.own = \"a = b {\" word", "of.my.own", "\"a = b {\"", "word", ""},
             LineCase{"nonsense", "nonsense", "", "", ""},
         }) {
        const AssumedValue found = parse_assumed(c.line);
        EXPECT_EQ(found.path, c.path);
        EXPECT_EQ(found.value, c.value);
        EXPECT_EQ(found.unit, c.unit);
        EXPECT_EQ(found.range, c.range);
    }
}

TEST(assumed_lines, show_numbers_in_the_language_with_all_their_digits) {
    const PageTexts russian(Language::russian);
    const AssumedValue hazard = parse_assumed("housing.breach_hazard = 0.0005 per month 5.0e-05 to 0.005");
    EXPECT_EQ(hazard.shown(hazard.value, russian), "0,0005");
    EXPECT_EQ(hazard.shown_range(english()), "0.00005 to 0.005");
    AssumedValue of_labels;
    of_labels.range = "0 to 0.020; prosecuted, died: 0.0 to 1000";
    EXPECT_EQ(of_labels.shown_range(english()), "0 to 0.02; prosecuted, died: 0 to 1,000");
    EXPECT_EQ(hazard.shown("1200000", russian), "1\u00a0200\u00a0000");
    EXPECT_EQ(hazard.shown("-14.5", english()), "−14.5");
    EXPECT_EQ(hazard.shown("2015-01-01", english()), "2015-01-01");
}

}  // namespace
}  // namespace qonys
