// What the page of a run says of chance, with many replicates, with few and with one; and what of it may be published.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include "commit.hpp"
#include "scenario/read.hpp"
#include "support/small_run.hpp"

namespace qonys::test {
namespace {

using nlohmann::json;
using testing::HasSubstr;
using testing::Not;

// All that stands at charts and tables, but for their source lines.
std::vector<std::string> words_of(const PageSource& page) {
    std::vector<std::string> words;
    const auto add = [&](const PageTable& table) {
        for (const PageColumn& column : table.columns) words.push_back(column.title);
    };
    for (const PageSection& each : page.sections) {
        for (const PageChart& chart : each.charts) {
            words.insert(words.end(), {chart.title, chart.unit, chart.reading, chart.note});
            add(chart.table);
        }
        for (const PageTableBlock& table : each.tables) {
            words.insert(words.end(), {table.title, table.reading});
            add(table.table);
        }
    }
    return words;
}

// A replicate with something in each section.
Replicate lively() {
    Replicate one;
    for (std::size_t m = 0; m < 4; ++m) {
        one.at(M::settled, {m, 0, 0, quota_stream}) = 30;
        one.at(M::placed, {m, 0, 0, quota_stream}) = 30;
        one.at(M::quota, {m, 0, quota_stream}) = 60;
        one.at(M::quota_left, {m, 0, quota_stream}) = m == 1 ? 0 : 30;
        one.at(M::stock, {m, 0, 0, quota_stream}) = 60;
        one.at(M::working_age, {m, 0, 0, quota_stream}) = 40;
        one.at(M::employed, {m, 0, 0, quota_stream}) = 20;
        one.at(M::spending, {m, 0, quota_stream, 0}) = 3'000'000;
    }
    for (std::size_t n = 0; n < 2; ++n) one.at(M::family_at_risk, {n, 0, quota_stream}) = 100;
    return one;
}

TEST(page_of_a_run, with_uncertain_inputs_draws_are_the_observations) {
    std::vector<Replicate> four(4);
    const std::int64_t persons[] = {10, 10, 30, 30};
    for (std::size_t r = 0; r < 4; ++r) four[r].at(M::placed, {0, 0, 0, quota_stream}) = persons[r];
    const PageSource page = Written(four, "work.find_hazard = normal(0.05, 0.01)\n", 2).page();
    // Two draws with means 10 and 30: error 10, t of 1 degree of freedom 12.706.
    EXPECT_EQ(card(page, "Placed under a quota").interval, "95% interval of the mean: −107\u00a0persons to 147\u00a0persons");
    EXPECT_THAT(section(page, "headlines").paragraphs.at(1), HasSubstr("2 draws"));
}

TEST(page_of_a_run, of_one_replicate_has_no_interval_and_says_so) {
    const PageSource page = Written({three_replicates()[0]}).page();
    EXPECT_EQ(card(page, "Placed under a quota").value, "10\u00a0persons");
    EXPECT_EQ(card(page, "Placed under a quota").interval, "");
    EXPECT_THAT(section(page, "headlines").paragraphs.at(1), HasSubstr("one replicate"));
    const PageChart people = section(page, "people").charts.at(0);
    EXPECT_EQ(row_with(people.table, {{"month", "2025-02"}})["p50"], 10);
    EXPECT_EQ(people.spec.dump().find("p95"), std::string::npos);
}

TEST(page_of_a_run, of_one_replicate_speaks_of_no_mean_and_no_interval) {
    const Written file({lively()});
    const std::map<Language, std::vector<const char*>> many = {
        {Language::english, {"ean over", "eans over", "replicates", "95", "edian"}},
        {Language::russian, {"по повторам", "овторы", "повторов,", "95", "едиана"}},
        {Language::kazakh, {"айталаулар", "95", "едиана"}}};
    for (const auto& [language, phrases] : many) {
        const std::vector<std::string> words = words_of(file.page(language));
        EXPECT_GT(words.size(), 80U);
        for (const std::string& text : words)
            for (const char* phrase : phrases) EXPECT_THAT(text, Not(HasSubstr(phrase)));
    }
    const PageTable table = section(file.page(), "quotas").charts.at(0).table;
    const json row = row_with(table, {{"year", 2024}});
    EXPECT_EQ(row["state"], "used up");
    EXPECT_FALSE(row.contains("used_up_share"));
}

TEST(page_of_a_run, of_one_draw_of_uncertain_inputs_has_no_interval_and_says_so) {
    const std::vector<Replicate> four(4, lively());
    const std::string uncertain = "work.find_hazard = normal(0.05, 0.01)\n";
    const PageSource page = Written(four, uncertain, 4).page();
    EXPECT_EQ(card(page, "Placed under a quota").interval, "");
    EXPECT_THAT(section(page, "headlines").paragraphs.at(1), HasSubstr("the same one draw"));
    for (const std::string& text : words_of(page)) EXPECT_THAT(text, Not(HasSubstr("95% interval")));
    const auto is_bound = [](const PageColumn& column) { return column.key == "low" || column.key == "high"; };
    for (const int draws : {1, 2}) {
        const PageSection spending = section(Written(four, uncertain, 4 / draws).page(), "spending");
        for (const PageTable& table : {spending.charts.at(0).table, spending.tables.at(0).table})
            EXPECT_EQ(std::any_of(table.columns.begin(), table.columns.end(), is_bound), draws > 1);
    }
}

TEST(page_of_a_run, has_a_range_of_replicates_from_ten_on) {
    std::vector<Replicate> some(9);
    for (std::size_t r = 0; r < 9; ++r) some[r].at(M::placed, {0, 0, 0, quota_stream}) = static_cast<std::int64_t>(10 * r);
    const PageSource few = Written(some).page();
    EXPECT_EQ(card(few, "Placed under a quota").note, "");
    EXPECT_THAT(section(few, "headlines").paragraphs.at(1), Not(HasSubstr("90%")));
    some.emplace_back();
    some.emplace_back();
    some[9].at(M::placed, {0, 0, 0, quota_stream}) = 90;
    some[10].at(M::placed, {0, 0, 0, quota_stream}) = 100;
    const PageSource many = Written(some).page();
    EXPECT_EQ(card(many, "Placed under a quota").note, "90% of replicates: 5\u00a0persons to 95\u00a0persons.");
    EXPECT_THAT(section(many, "headlines").paragraphs.at(1), HasSubstr("The 90% range says where single replicates lie."));
    const PageSource uncertain = Written(some, "work.find_hazard = normal(0.05, 0.01)\n").page();
    EXPECT_THAT(section(uncertain, "headlines").paragraphs.at(1), HasSubstr("includes both chance and the uncertain inputs"));
}

// An empty quota shows that there were no more places, not that somebody wanted one.
TEST(page_of_a_run, says_of_used_up_places_only_that_they_may_have_held_settlement_back) {
    for (const std::size_t replicates : {1U, 2U}) {
        const Written file(std::vector<Replicate>(replicates, lively()));
        const auto reading = [&](Language language) { return section(file.page(language), "quotas").charts.at(0).reading; };
        EXPECT_THAT(reading(Language::english), HasSubstr("may have held settlement back"));
        EXPECT_THAT(reading(Language::russian), HasSubstr("могла сдерживать"));
        EXPECT_THAT(reading(Language::kazakh), HasSubstr("тежеген болуы мүмкін"));
    }
}

// Places that an order took back after they had been given.
TEST(page_of_a_run, explains_a_share_of_100_percent_where_more_were_placed_than_there_are_places) {
    Replicate one;
    one.at(M::quota, {0, 0, quota_stream}) = 83;
    one.at(M::placed, {0, 0, 0, quota_stream}) = 83;
    one.at(M::quota, {1, 0, quota_stream}) = 76;
    const PageChart chart = section(Written({one}).page(), "quotas").charts.at(0);
    const json row = row_with(chart.table, {{"year", 2024}});
    EXPECT_EQ(row["quota"], 76);
    EXPECT_EQ(row["placed"], 83);
    EXPECT_EQ(row["fill_share"], 1);
    EXPECT_THAT(chart.note, HasSubstr("More persons may therefore have been placed than there are places"));
}

PageSource suppressed(const Written& file) {
    Page page;
    page.sources = {file.page()};
    page.suppress_below = 5;
    suppress_small_cells(page);
    return page.sources[0];
}

TEST(page_of_a_run, gives_no_small_count_away_by_all_streams_less_the_others) {
    Replicate one;
    one.at(M::arrivals, {0, 0, 0}) = 40;
    one.at(M::arrivals, {0, 0, 1}) = 3;
    one.at(M::stock, {0, 0, 0, quota_stream}) = 40;
    const PageTable table = section(suppressed(Written({one})), "people").charts.at(0).table;
    std::vector<json> arrivals;
    for (const json& row : rows_of(table))
        if (row["measure"] == "Arrivals in the month" && row["month"] == "2024-11") arrivals.push_back(row["p50"]);
    EXPECT_EQ(arrivals.size(), 3U);
    EXPECT_EQ(std::count(arrivals.begin(), arrivals.end(), "<5"), 1);
    EXPECT_EQ(std::count(arrivals.begin(), arrivals.end(), "×"), 1);
    EXPECT_EQ(row_with(table, {{"series", "Settlers living there: Kandas under the quota"}})["p50"], 40);
}

TEST(page_of_a_run, gives_no_small_count_away_by_settlers_per_1000_or_a_share) {
    const std::string scenario = load_scenario(QONYS_SOURCE_FOLDER "/scenarios/baseline_2025.yaml", {}).resolved_text;
    Replicate one = lively();
    one.at(M::stock, {2, 0, 0, quota_stream}) = 3;
    one.at(M::employed, {3, 0, 0, quota_stream}) = 2;
    const PageSource page = suppressed(Written({one}, "", 1, scenario));
    const PageTable map = section(page, "map").charts.at(0).table;
    EXPECT_EQ(row_with(map, {{"region", "KZ-10"}, {"month", "2024-12"}})["per_1000"], 0.1);  // 60 of 599,276
    EXPECT_EQ(row_with(map, {{"region", "KZ-10"}, {"month", "2024-12"}})["employed_share"], 0.5);
    EXPECT_EQ(row_with(map, {{"region", "KZ-10"}, {"month", "2025-01"}})["per_1000"], "×");
    EXPECT_EQ(row_with(map, {{"region", "KZ-10"}, {"month", "2025-02"}})["employed_share"], "×");
    const PageTable work = section(page, "work").charts.at(0).table;
    EXPECT_EQ(row_with(work, {{"month", "2025-01"}})["p50"], 0.5);
    EXPECT_EQ(row_with(work, {{"month", "2025-02"}})["p50"], "×");
}

}  // namespace
}  // namespace qonys::test
