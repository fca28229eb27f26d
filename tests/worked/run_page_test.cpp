// The page of a run, from a result whose numbers can be checked with a pencil, and from a short real run.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include "commit.hpp"
#include "experiment/run_scenario.hpp"
#include "golden/small_comparison_file.hpp"
#include "report/page/names.hpp"
#include "support/small_run.hpp"

namespace qonys::test {
namespace {

using nlohmann::json;
using testing::HasSubstr;
using testing::Not;

TEST(page_of_a_run, fans_have_quantiles_between_the_replicates) {
    const Written file(three_replicates());
    const PageTable table = section(file.page(), "people").charts.at(0).table;
    const json row = row_with(table, {{"series", "Settlers living there: Kandas under the quota"}, {"month", "2025-02"}});
    // With three values the 5 % quantile lies a tenth of the way from the least to the middle one: 10 + 0.1 * 10.
    EXPECT_EQ(row["p05"], 11);
    EXPECT_EQ(row["p25"], 15);
    EXPECT_EQ(row["p50"], 20);
    EXPECT_EQ(row["p75"], 30);
    EXPECT_EQ(row["p95"], 38);
}

TEST(page_of_a_run, headlines_have_the_interval_of_the_mean) {
    const PageSource page = Written(three_replicates()).page();
    const PageCard placed = card(page, "Placed under a quota");
    // Mean 70/3; deviation 15.275, error 8.819, t of 2 degrees of freedom 4.3027: half-width 37.95.
    EXPECT_EQ(placed.value, "23\u00a0persons");
    EXPECT_EQ(placed.interval, "95% interval of the mean: −15\u00a0persons to 61\u00a0persons");
    EXPECT_EQ(card(page, "In work at the end").value, "no figure");  // nobody of working age
}

TEST(page_of_a_run, map_has_means_sums_so_far_and_nothing_over_nought) {
    std::vector<Replicate> two(2);
    for (std::size_t r = 0; r < 2; ++r) {
        Replicate& one = two[r];
        one.at(M::placed, {0, 1, 0, quota_stream}) = r == 0 ? 100 : 200;
        one.at(M::placed, {2, 1, 1, quota_stream}) = 50;
        one.at(M::working_age, {2, 1, 0, quota_stream}) = 40;
        one.at(M::employed, {2, 1, 0, quota_stream}) = 10;
        one.at(M::self_employed, {2, 1, free_stream}) = r == 0 ? 0 : 10;
        one.at(M::spending, {0, 1, quota_stream, 0}) = 3'000'000;
        one.at(M::spending, {1, 1, quota_stream, 1}) = 1'500'000;
        one.at(M::quota_left, {2, 1, quota_stream}) = 70;
    }
    const PageTable table = section(Written(two).page(), "map").charts.at(0).table;
    const json row = row_with(table, {{"region", "KZ-35"}, {"month", "2025-01"}});
    EXPECT_EQ(row["name"], "Karaganda Region");
    EXPECT_EQ(row["placed"], 200);
    EXPECT_EQ(row["employed_share"], 0.375);  // (10 + 20) / 2 of 40
    EXPECT_EQ(row["spending"], 4.5);
    EXPECT_EQ(row["quota_left"], 70);
    EXPECT_EQ(row_with(table, {{"region", "KZ-35"}, {"month", "2024-11"}})["placed"], 150);
    EXPECT_TRUE(row_with(table, {{"region", "KZ-10"}, {"month", "2025-01"}})["employed_share"].is_null());
    EXPECT_EQ(row_with(table, {{"region", "XX-9"}})["name"], "XX-9");
}

TEST(page_of_a_run, calendar_says_where_places_were_used_up) {
    std::vector<Replicate> three(3);
    for (std::size_t r = 0; r < 3; ++r) {
        for (const std::size_t month : {0U, 1U})
            for (const std::size_t region : {0U, 1U}) {
                three[r].at(M::quota, {month, region, quota_stream}) = 40;
                three[r].at(M::quota_left, {month, region, quota_stream}) = 10;
            }
        three[r].at(M::placed, {0, 0, 0, quota_stream}) = 30;
        if (r == 2) continue;  // used up in December in two of three replicates
        three[r].at(M::placed, {1, 0, 0, quota_stream}) = 10;
        three[r].at(M::quota_left, {1, 0, quota_stream}) = 0;
    }
    three[0].at(M::quota_left, {0, 1, quota_stream}) = 0;  // places were added later: not used up
    const PageTable table = section(Written(three).page(), "quotas").charts.at(0).table;
    const json used_up = row_with(table, {{"region", "KZ-10"}, {"year", 2024}});
    EXPECT_EQ(used_up["state"], "used up");
    EXPECT_EQ(used_up["used_up_share"], 0.67);
    EXPECT_EQ(used_up["month"], "2024-12");
    EXPECT_EQ(used_up["quota"], 40);
    EXPECT_EQ(used_up["placed"], 37);
    EXPECT_EQ(used_up["fill_share"], 0.9167);  // (1 + 1 + 0.75) / 3
    const json left = row_with(table, {{"region", "KZ-35"}, {"year", 2024}});
    EXPECT_EQ(left["state"], "places left");
    EXPECT_TRUE(left["month"].is_null());
    const json none = row_with(table, {{"region", "KZ-10"}, {"year", 2025}});
    EXPECT_EQ(none["state"], "no places");
    EXPECT_TRUE(none["fill_share"].is_null());
    for (const json& row : rows_of(table)) EXPECT_NE(row["region"], "XX-9");
}

TEST(page_of_a_run, flows_have_the_totals_of_the_file) {
    std::vector<Replicate> two(2);
    double total = 0;
    for (Replicate& one : two)
        for (std::size_t m = 0; m < 4; ++m)
            for (std::size_t g = 0; g < 3; ++g)
                for (std::size_t o = 0; o < 2; ++o)
                    for (const std::size_t s : {quota_stream, free_stream}) {
                        const auto persons = static_cast<std::int64_t>(100 + 7 * m + 31 * g + 53 * o + 11 * s);
                        one.at(M::settled, {m, g, o, s}) = persons;
                        total += static_cast<double>(persons) / 2;
                    }
    const PageChart chart = section(Written(two).page(), "flows").charts.at(0);
    std::map<std::string, double> of_table, of_bands;
    for (const json& row : rows_of(chart.table)) of_table[row["stream"]] += row["settled"].get<double>();
    for (const json& row : chart.spec["layer"][0]["data"]["values"]) of_bands[row["choice"]] += row["value"].get<double>();
    EXPECT_EQ(of_table.at("All streams"), total);
    EXPECT_EQ(of_table.at("Kandas under the quota") + of_table.at("Kandas without a quota place"), total);
    EXPECT_EQ(of_bands, of_table);
    EXPECT_EQ(row_with(chart.table, {{"origin_code", "MARS"}})["origin"], "MARS");
    EXPECT_EQ(row_with(chart.table, {{"origin_code", "MNG"}})["origin"], "Mongolia");
}

TEST(page_of_a_run, retention_falls_by_those_who_leave) {
    std::vector<Replicate> three(3);
    const std::int64_t left[] = {10, 20, 40};  // of 100 in the second month
    for (std::size_t r = 0; r < 3; ++r)
        for (std::size_t n = 0; n < 2; ++n) {
            three[r].at(M::family_at_risk, {n, 0, quota_stream}) = 100;
            three[r].at(M::family_left, {n, 0, quota_stream}) = n == 0 ? 0 : left[r];
        }
    const PageSection retention = section(Written(three).page(), "retention");
    const json row = row_with(retention.charts.at(0).table, {{"months", 1}});
    EXPECT_EQ(row["p50"], 0.8);
    EXPECT_EQ(row["p05"], 0.62);  // 0.6 + 0.1 * 0.2
    EXPECT_EQ(row["p95"], 0.89);
    for (const json& each : rows_of(retention.charts.at(0).table)) EXPECT_LT(each["months"], 2);  // nobody was followed longer
    const json pooled = row_with(retention.charts.at(1).table, {{"region", "KZ-10"}, {"months", 1}});
    EXPECT_EQ(pooled["share"], 0.7667);  // 230 of 300
    EXPECT_EQ(pooled["followed"], 100);
    EXPECT_EQ(row_with(retention.charts.at(1).table, {{"name", "Kazakhstan"}, {"months", 1}})["share"], 0.7667);
}

TEST(page_of_a_run, spending_has_a_row_for_each_year_and_instrument) {
    std::vector<Replicate> two(2);
    two[0].at(M::spending, {1, 0, quota_stream, 2}) = 10'000'000;
    two[1].at(M::spending, {0, 1, free_stream, 2}) = 14'000'000;
    two[1].at(M::spending, {2, 1, free_stream, 2}) = 8'000'000;
    const PageSection spending = section(Written(two).page(), "spending");
    const json row = row_with(spending.charts.at(0).table, {{"year", 2024}, {"instrument", "Certificate of economic mobility"}});
    EXPECT_EQ(row["paid"], 12);
    EXPECT_EQ(row["low"], -13.4);  // 12 ∓ 12.706 * 2
    EXPECT_EQ(row["high"], 37.4);
    EXPECT_EQ(row_with(spending.tables.at(0).table, {{"year", 2025}})["paid"], 4);
}

TEST(page_of_a_run, in_which_nothing_happens_is_still_a_page) {
    const PageSource page = Written({Replicate(), Replicate()}).page();
    EXPECT_THAT(section(page, "quotas").paragraphs.at(0), HasSubstr("no quota places"));
    EXPECT_TRUE(section(page, "flows").charts.empty());
    EXPECT_EQ(card(page, "Spending per person placed").value, "no figure");
}

TEST(page_of_a_run, needs_the_result_of_a_run_with_all_it_shows) {
    const TempFolder folder;
    const std::string comparison = (folder.path() / "comparison.h5").string(), small = (folder.path() / "small.h5").string();
    write_small_comparison(comparison);
    write_small(small);
    const auto message = [](const std::string& path) -> std::string {
        try {
            run_page(path, english());
        } catch (const FileTrouble& trouble) {
            return trouble.what();
        }
        return "";
    };
    EXPECT_THAT(message(comparison), HasSubstr("is a comparison, not the result of a run"));
    EXPECT_THAT(message(small), HasSubstr("it lacks yearly/breaches_mean"));
    EXPECT_THAT(message((folder.path() / "none.h5").string()), HasSubstr("none.h5"));
}

// Columns that a specification names, with those that its steps make.
void walk(const json& spec, std::set<std::string>& named, std::set<std::string>& made) {
    if (spec.is_array())
        for (const json& each : spec) walk(each, named, made);
    if (!spec.is_object()) return;
    for (const auto& [key, value] : spec.items()) {
        if (key == "field" && value.is_string()) named.insert(value);
        if (key == "as" && value.is_string()) made.insert(value);
        if (key == "lookup") named.insert(value);
        if (key == "values" && !value.empty())
            for (const auto& [column, cell] : value.at(0).items()) made.insert(column);
        if (key == "flatten")
            for (const json& each : value) named.insert(each);
        if (key != "values") walk(value, named, made);
    }
}

void expect_sound(const PageChart& chart) {
    std::set<std::string> columns, named, made, signals;
    for (const PageColumn& column : chart.table.columns) {
        EXPECT_TRUE(columns.insert(column.key).second) << chart.id << " " << column.key;
        EXPECT_FALSE(column.title.empty()) << chart.id << " " << column.key;
    }
    EXPECT_FALSE(chart.table.rows.empty()) << chart.id;
    for (const json& row : chart.table.rows) ASSERT_EQ(row.size(), chart.table.columns.size()) << chart.id;
    walk(chart.spec, named, made);
    EXPECT_FALSE(named.empty()) << chart.id;
    for (const std::string& name : named) EXPECT_TRUE(columns.contains(name) || made.contains(name)) << chart.id << " " << name;
    for (const json& each : chart.spec.value("params", json::array())) signals.insert(each.at("name").get<std::string>());
    for (const PageControl& control : chart.controls) {
        EXPECT_TRUE(signals.contains(control.signal)) << chart.id << " " << control.signal;
        std::vector<std::string> needed = control.columns;
        if (control.kind != PageControl::Kind::choose_column) {
            needed.push_back(control.column);
            EXPECT_NO_THROW(row_with(chart.table, {{control.column, control.start}})) << chart.id;
        }
        for (const std::string& key : needed) EXPECT_TRUE(columns.contains(key)) << chart.id << " " << key;
    }
    for (const std::string* text : {&chart.title, &chart.unit, &chart.reading, &chart.source}) EXPECT_FALSE(text->empty());
}

TEST(page_of_a_run, charts_of_a_real_run_name_columns_that_they_have) {
    const TempFolder folder;
    const std::string path = (folder.path() / "real.h5").string();
    const std::atomic<bool> stop = false;
    RunOptions options;
    options.output = path;
    run_scenario(
        load_scenario(QONYS_SOURCE_FOLDER "/scenarios/baseline_2025.yaml",
                      {"run.first_month=2025-01", "run.last_month=2025-12", "run.warm_up_months=12", "run.replicates=2"}),
        options, stop);
    std::set<std::string> english_ids;
    const std::map<Language, std::string> leavers = {{Language::english, "Almaty Region (internal migrants)"},
                                                     {Language::russian, "Алматинская область (внутренние переселенцы)"},
                                                     {Language::kazakh, "Алматы облысы (ішкі қоныс аударушылар)"}};
    for (const Language language : {Language::english, Language::russian, Language::kazakh}) {
        std::set<std::string> ids, sections;
        const PageSource page = run_page(path, PageTexts(language));
        const json from_almaty = row_with(section(page, "flows").charts.at(0).table, {{"origin_code", "KZ-19"}});
        EXPECT_EQ(from_almaty["origin"], leavers.at(language));
        const json drawn = section(page, "flows").charts.at(0).spec["layer"][1]["data"]["values"];  // nodes on the left
        const std::string starred = name_of(PageTexts(language), "region", "KZ-19") + " *";
        EXPECT_TRUE(std::any_of(drawn.begin(), drawn.end(), [&](const json& node) { return node["name"] == starred; }));
        for (const PageSection& each : page.sections) {
            EXPECT_TRUE(sections.insert(each.id).second) << each.id;
            for (const PageChart& chart : each.charts) {
                EXPECT_TRUE(ids.insert(chart.id).second) << chart.id;
                expect_sound(chart);
            }
            for (const PageTableBlock& table : each.tables) EXPECT_TRUE(ids.insert(table.id).second) << table.id;
        }
        EXPECT_EQ(ids.size(), 10U);
        if (language == Language::english) english_ids = ids;
        EXPECT_EQ(ids, english_ids);
        EXPECT_FALSE(page.assumed.empty());
        EXPECT_FALSE(page.inputs.empty());
    }
}

TEST(page_of_a_run, short_runs_show_no_stays_that_nobody_could_have_had) {
    const PageSource page = Written(three_replicates()).page();  // four months
    for (const PageCard& each : section(page, "headlines").cards) EXPECT_THAT(each.label, Not(HasSubstr("36 months")));
}

}  // namespace
}  // namespace qonys::test
