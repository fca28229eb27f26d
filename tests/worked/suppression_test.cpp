// Small counts that are left out, by hand. Below 5 in all tests.
#include <gtest/gtest.h>

#include <limits>

#include "golden/small_comparison_file.hpp"
#include "golden/small_result.hpp"
#include "support/process.hpp"
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

// By hand: (a, 2025) = 2 needs a cover in its row of the year, b, and in its region's sum over the years, 2026. Each of these is
// alone in another sum, 70 - 50 and 150 - 50 - 60, and needs a cover there: (b, 2026) serves both.
TEST(suppression, goes_on_until_nothing_can_be_worked_out) {
    const json rows = suppressed({label("region"), label("year"), count("n")}, json::parse(R"([
        ["a", "2025", 2],  ["b", "2025", 20], ["c", "2025", 30], ["all", "2025", 52],
        ["a", "2026", 40], ["b", "2026", 50], ["c", "2026", 60], ["all", "2026", 150],
        ["a", "both", 42], ["b", "both", 70], ["c", "both", 90], ["all", "both", 202]])"));
    EXPECT_EQ(rows, json::parse(R"([
        ["a", "2025", "<5"], ["b", "2025", "×"], ["c", "2025", 30], ["all", "2025", 52],
        ["a", "2026", "×"],  ["b", "2026", "×"], ["c", "2026", 60], ["all", "2026", 150],
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

PageColumn mixed(const char* key) {
    return {key, key, "", PageColumnKind::mixed};
}
PageColumn change(const char* key) {
    return {key, key, "", PageColumnKind::change};
}

TEST(suppression, counts_mixed_figures_in_rows_that_say_so) {
    EXPECT_EQ(
        suppressed({label("measure"), mixed("n"), label("counts")},
                   json::parse(R"([["persons", 3, true], ["million", 3, false], ["months", 2, null], ["families", 8, true]])")),
        json::parse(R"([["persons", "<5", true], ["million", 3, false], ["months", 2, null], ["families", 8, true]])"));
}

TEST(suppression, leaves_out_changes_with_the_counts_of_their_row_only) {
    EXPECT_EQ(suppressed({label("name"), count("before"), change("difference"), change("low"), change("high")},
                         json::parse(R"([["a", 4, 60, 50, 70], ["b", 20, 1, -2, 4], ["c", 0, 2, 1, 90]])")),
              json::parse(R"([["a", "<5", "×", "×", "×"], ["b", 20, 1, -2, 4], ["c", 0, "×", "×", "×"]])"))
        << "0 and 2 more are 2";
    EXPECT_EQ(suppressed({label("measure"), mixed("before"), change("difference"), label("counts")},
                         json::parse(R"([["persons", 3, 60, true], ["million", 3, 1, false]])")),
              json::parse(R"([["persons", "<5", "×", true], ["million", 3, 1, false]])"));
}

TEST(suppression, leaves_changes_of_other_measures) {
    EXPECT_EQ(suppressed({label("name"), change("placed"), count("placed_before"), change("placed_low"), change("stock"),
                          count("stock_before"), change("stock_low")},
                         json::parse(R"([["a", 9, 3, 8, 1, 50, -9]])")),
              json::parse(R"([["a", "×", "<5", "×", 1, 50, -9]])"));
}

// 200 persons and 197 fewer are 3, which does not stand in the table; the share of 200 would say the same.
TEST(suppression, leaves_out_a_change_that_makes_a_small_count) {
    EXPECT_EQ(suppressed({label("name"), count("before"), change("difference"), {"relative", "", "", PageColumnKind::share}},
                         json::parse(R"([["a", 200, -197, -0.985], ["b", 200, 197, 0.985], ["c", 200, -195, -0.975]])")),
              json::parse(R"([["a", 200, "×", "×"], ["b", 200, "×", "×"], ["c", 200, -195, -0.975]])"));
}

// The changes of the other regions and of the country would give that of "a": -197.
TEST(suppression, covers_changes_too) {
    EXPECT_EQ(suppressed({label("code"), count("before"), change("difference")},
                         json::parse(R"([["a", 200, -197], ["b", 300, 20], ["c", 400, 30], ["KZ", 900, -147]])")),
              json::parse(R"([["a", 200, "×"], ["b", 300, "×"], ["c", 400, 30], ["KZ", 900, -147]])"));
}

TEST(suppression, takes_texts_that_say_the_same) {
    EXPECT_EQ(suppressed({label("measure"), label("before"), label("difference"), label("interval"), label("verdict"),
                          label("counts"), mixed("before_number"), change("difference_number"), change("low_number")},
                         json::parse(R"([["persons", "3 persons", "+60", "+50 to +70", "more", true, 3, 60, 50],
                                         ["million", "3 million", "+6", "+5 to +7", "more", false, 3, 6, 5]])")),
              json::parse(R"([["persons", "<5", "×", "×", "more", true, "<5", "×", "×"],
                              ["million", "3 million", "+6", "+5 to +7", "more", false, 3, 6, 5]])"));
}

// 3 + 60 = 63 of one unit; the share that happens to be 60 less, and money, have no part in it.
TEST(suppression, seeks_no_sum_across_units) {
    EXPECT_EQ(suppressed({label("measure"), mixed("n"), label("counts"), label("unit")},
                         json::parse(R"([["all", 63, true, "persons"], ["internal", 3, true, "persons"],
                                         ["kandas", 60, true, "persons"], ["waiting", 500, true, "persons"],
                                         ["families", 66, true, "families"], ["spending", 60, false, "million"]])")),
              json::parse(R"([["all", 63, true, "persons"], ["internal", "<5", true, "persons"],
                              ["kandas", "×", true, "persons"], ["waiting", 500, true, "persons"],
                              ["families", 66, true, "families"], ["spending", 60, false, "million"]])"));
    EXPECT_EQ(suppressed({label("measure"), mixed("n"), label("counts"), label("unit")},
                         json::parse(R"([["a", 3, true, "persons"], ["b", 60, true, "families"], ["c", 63, true, "claims"]])")),
              json::parse(R"([["a", "<5", true, "persons"], ["b", 60, true, "families"], ["c", 63, true, "claims"]])"));
}

// What is said of a row does not hide that it is a part of the total.
TEST(suppression, takes_a_verdict_for_no_label) {
    EXPECT_EQ(suppressed({label("code"), count("n"), label("state")},
                         json::parse(R"([["a", 3, "slack"], ["b", 50, "bound"], ["c", 12, "slack"], ["KZ", 65, "bound"]])")),
              json::parse(R"([["a", "<5", "slack"], ["b", 50, "bound"], ["c", "×", "slack"], ["KZ", 65, "bound"]])"));
}

TEST(suppression, takes_figures_per_inhabitant) {
    EXPECT_EQ(suppressed({label("name"), count("stock"), {"per_1000", "", "", PageColumnKind::number, 2}},
                         json::parse(R"([["a", 4, 0.01], ["b", 8, 0.02]])")),
              json::parse(R"([["a", "<5", "×"], ["b", 8, 0.02]])"));
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

bool is_small(const json& cell, double below) {
    return cell.is_number() && cell.get<double>() > 0 && cell.get<double>() < below;
}

// Numbers that a specification has in itself: widths of bands.
void find_small(const json& spec, double below, std::vector<double>& found) {
    if (spec.is_object() && spec.contains("data") && spec["data"].contains("values"))
        for (const json& row : spec["data"]["values"])
            if (row.contains("value") && is_small(row["value"], below)) found.push_back(row["value"]);
    if (spec.is_structured())
        for (const json& part : spec) find_small(part, below, found);
}

// Small counts in a table; of how many cells.
std::vector<std::string> small_counts(const PageTable& table, double below, std::size_t& counts) {
    std::vector<std::string> found;
    std::size_t says = table.columns.size();
    for (std::size_t i = 0; i < table.columns.size(); ++i)
        if (table.columns[i].key == "counts") says = i;
    for (const json& row : table.rows)
        for (std::size_t i = 0; i < row.size(); ++i) {
            const PageColumnKind kind = table.columns[i].kind;
            if (kind != PageColumnKind::count && (kind != PageColumnKind::mixed || row.at(says) != true)) continue;
            ++counts;
            if (is_small(row[i], below)) found.push_back(table.columns[i].key + " " + row[i].dump());
        }
    return found;
}

void write_run(const std::string& path) {
    ResultWriter writer(path, test::small_header(), test::small_axes());
    SummaryBuilder summary(test::small_axes(), 0.002, {1000, 2000, 3000}, 1, false);
    for (std::int64_t replicate = 0; replicate < 2; ++replicate) {
        writer.add(test::small_tallies(replicate));
        summary.add(test::small_tallies(replicate));
    }
    writer.finish(summary.finish(), nullptr, test::small_run_info());
}

// Looks at every table and drawing; returns how many small counts there were before.
std::size_t expect_no_small_count(const PageSource& source, const PageSource& before, double below) {
    std::size_t were = 0, counts = 0;
    const auto check = [&](const PageTable& table, const PageTable& full, const std::string& id) {
        were += small_counts(full, below, counts).size();
        EXPECT_EQ(small_counts(table, below, counts), std::vector<std::string>()) << id;
    };
    for (std::size_t s = 0; s < source.sections.size(); ++s) {
        const PageSection &section = source.sections[s], &full = before.sections[s];
        for (std::size_t t = 0; t < section.tables.size(); ++t)
            check(section.tables[t].table, full.tables[t].table, section.tables[t].id);
        for (std::size_t c = 0; c < section.charts.size(); ++c) {
            check(section.charts[c].table, full.charts[c].table, section.charts[c].id);
            std::vector<double> drawn;
            find_small(section.charts[c].spec, below, drawn);
            EXPECT_EQ(drawn, std::vector<double>()) << section.charts[c].id;
        }
    }
    EXPECT_GT(counts, 0U);
    return were;
}

// Pages as the builders make them.
TEST(suppression, leaves_no_small_count_on_the_pages_of_results) {
    const test::TempFolder folder;
    const std::string run = folder.path() / "run.h5", comparison = folder.path() / "comparison.h5";
    write_run(run);
    test::write_small_comparison(comparison);
    const PageTexts texts(Language::english);
    Page full;
    full.sources = {run_page(run, texts), comparison_page(comparison, texts)};
    for (const int below : {20, 150, 1000}) {
        Page page = full;
        page.suppress_below = below;
        suppress_small_cells(page);
        for (std::size_t i = 0; i < page.sources.size(); ++i) {
            const std::size_t were = expect_no_small_count(page.sources[i], full.sources[i], below);
            EXPECT_TRUE(were > 0 || below < 1000) << page.sources[i].kind;
        }
    }
}

}  // namespace
}  // namespace qonys
