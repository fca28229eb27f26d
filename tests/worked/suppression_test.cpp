// Small counts that are left out, by hand. Below 5 in all tests.
#include <gtest/gtest.h>

#include <limits>

#include "support/some_page.hpp"

namespace qonys {
namespace {

using nlohmann::json;

PageColumn label(const char* key) {
    return {key, key, ""};
}
PageColumn count(const char* key) {
    return {key, key, "persons", PageColumnKind::count};
}

json suppressed(std::vector<PageColumn> columns, const json& rows, int below = 5) {
    Page page;
    PageTableBlock block;
    block.table = {std::move(columns), rows};
    page.sources.resize(1);
    page.sources[0].sections.resize(1);
    page.sources[0].sections[0].tables = {block};
    page.suppress_below = below;
    suppress_small_cells(page);
    return page.sources[0].sections[0].tables[0].table.rows;
}

TEST(suppression, leaves_out_counts_between_0_and_the_limit_only) {
    const json rows = json::parse(R"([["a", 0, 3], ["b", 4.9, 4.9], ["c", 5, 5], ["d", null, null], ["e", -2, 1]])");
    const std::vector<PageColumn> columns = {label("name"), count("n"), {"x", "x", "", PageColumnKind::number}};
    EXPECT_EQ(suppressed(columns, rows), json::parse(R"([["a", 0, 3], ["b", "<5", 4.9], ["c", 5, 5], ["d", null, null],
                                                         ["e", -2, 1]])"));
    EXPECT_EQ(suppressed(columns, rows, 0), rows) << "nothing is left out unless it is asked for";
    EXPECT_EQ(suppressed(columns, rows, 1), rows);
}

// Without the 12 the 3 is 165 less the others. 12 alone is enough: 15 are then two cells of which one is below 5.
TEST(suppression, leaves_out_one_more_part_of_a_total_row) {
    EXPECT_EQ(
        suppressed({label("name"), count("n")}, json::parse(R"([["a", 3], ["b", 50], ["c", 12], ["d", 100], ["all", 165]])")),
        json::parse(R"([["a", "<5"], ["b", 50], ["c", "×"], ["d", 100], ["all", 165]])"));
}

// 7 would be too small a cover: 3 + 7 = 10, and as "×" is 5 at least, the small cell would be known to be 5 at most. 11 hides
// it: 14 - 5 = 9.
TEST(suppression, takes_a_cover_that_is_large_enough) {
    EXPECT_EQ(suppressed({label("name"), count("n")}, json::parse(R"([["a", 3], ["b", 7], ["c", 11], ["d", 40], ["all", 61]])")),
              json::parse(R"([["a", "<5"], ["b", 7], ["c", "×"], ["d", 40], ["all", 61]])"));
}

// Two small cells that add up to 2 would both be 1.
TEST(suppression, covers_several_small_cells_too) {
    EXPECT_EQ(suppressed({label("name"), count("n")}, json::parse(R"([["a", 1], ["b", 1], ["c", 30], ["all", 32]])")),
              json::parse(R"([["a", "<5"], ["b", "<5"], ["c", "×"], ["all", 32]])"));
}

TEST(suppression, leaves_out_the_total_when_nothing_else_is_left) {
    EXPECT_EQ(suppressed({label("name"), count("n")}, json::parse(R"([["a", 3], ["b", 6], ["all", 9]])")),
              json::parse(R"([["a", "<5"], ["b", "×"], ["all", "×"]])"));
}

// The country is a total even where medians do not add up.
TEST(suppression, takes_the_country_for_a_total) {
    EXPECT_EQ(suppressed({label("code"), label("name"), count("n")},
                         json::parse(R"([["KZ-10", "Abai", 3], ["KZ-11", "Akmola", 20], ["KZ", "Kazakhstan", 30]])")),
              json::parse(R"([["KZ-10", "Abai", "<5"], ["KZ-11", "Akmola", "×"], ["KZ", "Kazakhstan", 30]])"));
}

TEST(suppression, leaves_rows_alone_that_have_no_total) {
    EXPECT_EQ(suppressed({label("name"), count("n")}, json::parse(R"([["a", 3], ["b", 50], ["c", 12]])")),
              json::parse(R"([["a", "<5"], ["b", 50], ["c", 12]])"));
}

TEST(suppression, looks_at_sums_of_columns) {
    EXPECT_EQ(suppressed({label("name"), count("women"), count("men"), count("both")},
                         json::parse(R"([["a", 2, 30, 32], ["b", 20, 30, 50]])")),
              json::parse(R"([["a", "<5", "×", 32], ["b", 20, 30, 50]])"));
}

// The difference gives the small figure away.
TEST(suppression, looks_at_differences) {
    EXPECT_EQ(suppressed({label("name"), count("reference"), count("arm"), count("difference")},
                         json::parse(R"([["a", 4, 64, 60], ["b", 20, 10, -10]])")),
              json::parse(R"([["a", "<5", 64, "×"], ["b", 20, 10, -10]])"));
}

// By hand: (a, 2025) = 2 needs a cover in its row of the year and in its region's sum over the years; each cover needs covers.
TEST(suppression, goes_on_until_nothing_can_be_worked_out) {
    const json rows = suppressed({label("region"), label("year"), count("n")}, json::parse(R"([
        ["a", "2025", 2],  ["b", "2025", 20], ["c", "2025", 30], ["all", "2025", 52],
        ["a", "2026", 40], ["b", "2026", 50], ["c", "2026", 60], ["all", "2026", 150],
        ["a", "both", 42], ["b", "both", 70], ["c", "both", 90], ["all", "both", 202]])"));
    EXPECT_EQ(rows, json::parse(R"([
        ["a", "2025", "<5"], ["b", "2025", "×"], ["c", "2025", 30], ["all", "2025", 52],
        ["a", "2026", "×"],  ["b", "2026", 50],  ["c", "2026", 60], ["all", "2026", 150],
        ["a", "both", 42],   ["b", "both", 70],  ["c", "both", 90], ["all", "both", 202]])"));
}

TEST(suppression, takes_quantiles_and_shares_of_a_figure_with_it) {
    EXPECT_EQ(suppressed({label("name"), count("p05"), count("p50"), count("p95"), {"share", "", "", PageColumnKind::share}},
                         json::parse(R"([["a", 0, 4, 9, 0.1], ["b", 2, 8, 12, 0.2]])")),
              json::parse(R"([["a", "×", "<5", "×", "×"], ["b", "<5", 8, 12, 0.2]])"));
    EXPECT_EQ(
        suppressed(
            {label("name"), count("placed"), {"placed_se", "", "", PageColumnKind::number}, count("left"), count("left_low")},
            json::parse(R"([["a", 3, 0.5, 20, 18]])")),
        json::parse(R"([["a", "<5", "×", 20, 18]])"));
}

TEST(suppression, takes_away_a_chart_that_has_the_figures_in_itself) {
    for (const bool own : {false, true}) {
        Page page = test::some_page();
        page.suppress_below = 5;
        PageChart& chart = page.sources[0].sections[0].charts[0];
        chart.table.rows[0][3] = 4;
        if (own) chart.spec["layer"][0]["data"] = {{"values", json::array({1})}};
        suppress_small_cells(page);
        EXPECT_EQ(chart.table.rows[0][3], "<5");
        EXPECT_EQ(chart.spec.is_null(), own);
        EXPECT_EQ(page_html(page, PageTexts(Language::english)).find("data-plot=\"r1-map\"") == std::string::npos, own);
    }
}

}  // namespace
}  // namespace qonys
