// The printed report, letter by letter, from numbers that can be checked with a pencil.
#include "report/run_table.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>
#include <nlohmann/json.hpp>

#include "base/problems.hpp"
#include "report/figures.hpp"

namespace qonys {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

TEST(figures, have_separators_and_the_decimals_asked_for) {
    EXPECT_EQ(with_separators(0, 0), "0");
    EXPECT_EQ(with_separators(999, 0), "999");
    EXPECT_EQ(with_separators(1000, 0), "1,000");
    EXPECT_EQ(with_separators(1234567.891, 2), "1,234,567.89");
    EXPECT_EQ(with_separators(-1234.5, 1), "−1,234.5");
    EXPECT_EQ(with_separators(-0.04, 1), "0.0");
    EXPECT_EQ(with_separators(nan, 1), "–");
}

TEST(figures, stand_under_each_other_at_the_error_and_name_their_groups) {
    FigureTable table{"Title", "region", {"Қостанай", "Abai", "All"}, {}, true};
    table.columns.push_back({"", "quota", 0, {{285, 0}, {0, 0}, {1285, 0}}});
    table.columns.push_back({"people", "placed", 0, {{2309.4, 12.3}, {0, 0}, {12000, 130}}});
    table.columns.push_back({"people", "fill %", 1, {{99.24, 0.06}, {nan, nan}, {100, 0}}});
    EXPECT_EQ(print(table),
              "Title\n"
              "                         people\n"
              "region    quota       placed      fill %\n"
              "────────────────────────────────────────\n"
              "Қостанай    285   2,309 ±12    99.2 ±0.1\n"
              "Abai          0       0           –\n"
              "────────────────────────────────────────\n"
              "All       1,285  12,000 ±130  100.0 ±0.0\n");
}

TEST(figures, make_room_for_a_wide_heading) {
    FigureTable table{"Title", "year", {"2024"}, {}, false};
    table.columns.push_back({"left the country", "quota", 0, {{1, 0}}});
    table.columns.push_back({"left the country", "free", 0, {{2, 0}}});
    table.columns.push_back({"", "all", 0, {{3, 0}}});
    EXPECT_EQ(print(table),
              "Title\n"
              "      left the country\n"
              "year       quota  free  all\n"
              "───────────────────────────\n"
              "2024           1     2    3\n");
}

TEST(figures, are_found_by_their_labels) {
    const SummaryTable table{{"placed", "persons", "", {"area"}},
                             Period::year,
                             {{"year", {"2024", "2025"}}, {"area", {"10", "KZ"}}},
                             {1, 2, 3, 4},
                             {0.1, 0.2, 0.3, 0.4},
                             {2, 2, 2, 2}};
    EXPECT_EQ(figure(table, {"2025", "10"}).mean, 3);
    EXPECT_EQ(figure(table, {"2024", "KZ"}).se, 0.2);
    EXPECT_THROW(figure(table, {"2026", "KZ"}), BrokenInvariant);
    EXPECT_THROW(figure(table, {"KZ"}), BrokenInvariant);
}

// Two replicates of two months in three regions. Region 35 has a quota of 100; 30 are placed in the first replicate and 50 in the
// second: mean 40, standard error |50 - 30| / 2 = 10. Each placed person costs 1 million KZT of relocation.
RunReport small_report() {
    RunReport report;
    report.question = "What if, \"and\" why?";
    report.axes.month = {"month", {"2024-12", "2025-01"}};
    report.axes.months_since = {"months_since", {"0", "1"}};
    report.axes.region = {"region", {"10", "35", "71"}};
    report.axes.origin = {"origin", {"mongolia", "uzbekistan"}};
    report.axes.stream = {"stream", {"kandas_quota", "kandas_free"}};
    report.axes.instrument = {"instrument", {"relocation", "rent", "certificate"}};
    report.region_names = {report.axes.region, {"Abai", "Qaraghandy", "Astana"}};
    report.seed = 9;
    report.replicates = 2;
    report.output_path = "outputs/r.h5";
    SummaryBuilder builder(report.axes, 0.002, {1e6, 1e6, 1e6});
    for (const std::int64_t placed : {30, 50}) {
        Tallies tallies = make_tallies(report.axes);
        const auto cells = [&](M m) -> std::vector<std::int64_t>& { return tallies.cells[static_cast<std::size_t>(m)]; };
        for (const std::size_t month : {0U, 1U}) cells(M::quota)[month * 3 + 1] = month == 1 ? 100 : 0;
        cells(M::quota_left)[1 * 3 + 1] = 100 - placed;
        cells(M::placed)[(1 * 3 + 1) * 2 + 0] = placed;
        cells(M::spending)[((1 * 3 + 1) * 2 + 0) * 3 + 0] = placed * 1'000'000;
        cells(M::settled)[((1 * 3 + 2) * 2 + 0) * 2 + 1] = 7;  // free, in Astana
        cells(M::arrivals)[1 * 2 + 1] = placed + 7;
        builder.add(tallies);
    }
    report.summary = builder.finish();
    report.notes = {{"leaving.quota_hazard",
                     "0.004",
                     "per month",
                     "",
                     "",
                     "assumed",
                     "0.002 to 0.008",
                     "",
                     {},
                     true,
                     0.002,
                     0.008,
                     {},
                     {},
                     false},
                    {"run.seed", "9", "", "", "", "scenario", "", "", {}, false, 0, 0, {}, {}, false},
                    {"money.usd_per_kzt", "0.002", "USD", "", "BNS", "sourced", "", "", {}, false, 0, 0, {}, {}, false}};
    return report;
}

TEST(run_report, shows_people_what_the_programme_did_where) {
    const std::string text = report_run(small_report(), Format::table);
    EXPECT_THAT(text,
                HasSubstr("What if, \"and\" why?\n2024-12 to 2025-01, 2 replicates, seed 9; ± standard error of the mean\n"));
    const std::string programme = text.substr(0, text.find("All kandas"));
    EXPECT_THAT(programme, Not(HasSubstr("Abai"))) << "a region without places is no row of the programme";
    EXPECT_THAT(programme, HasSubstr("Qaraghandy    100  40 ±10  40.0 ±10.0"));
    EXPECT_THAT(programme, HasSubstr("Kazakhstan    100  40 ±10  40.0 ±10.0"));
    EXPECT_THAT(programme, HasSubstr("Kazakhstan  40.0 ±10.0   0.0           0.0  40.0 ±10.0          1,000"))
        << "relocation, rent, certificates, total, per person placed";
    EXPECT_THAT(text, HasSubstr("\nAstana"));
    EXPECT_THAT(text, HasSubstr("\n2025    47 ±10             7    100  40 ±10  40.0 ±10.0"));
    EXPECT_THAT(text, HasSubstr("0.08 ±0.02\n")) << "million USD";
    EXPECT_THAT(text, HasSubstr("\nValues without a source that the result rests on (1)\n"
                                "  leaving.quota_hazard = 0.004 per month [0.002 to 0.008]\n"
                                "\nSet by the scenario (1)\n  run.seed = 9\n\nWritten to outputs/r.h5\n"));
    EXPECT_THAT(text, Not(HasSubstr("money.usd_per_kzt")));
}

TEST(run_report, as_csv_has_one_tidy_row_per_cell) {
    const std::string text = report_run(small_report(), Format::csv);
    EXPECT_TRUE(text.starts_with("table,period,year,area,origin,stream,instrument,horizon,measure,unit,mean,se,count\n"));
    EXPECT_THAT(text, HasSubstr("\nplaced_yearly,yearly,2025,35,,,,,placed,persons,40,10,2\n"));
    EXPECT_THAT(text, HasSubstr("\nspending_whole_run,whole_run,,KZ,,,relocation,,spending,KZT,40000000,10000000,2\n"));
    EXPECT_THAT(text, HasSubstr("\nfill_rate_yearly,yearly,2025,10,,,,,fill_rate,share,,,0\n")) << "no places, no rate";
    std::size_t lines = 0, cells = 1;
    for (const char c : text) lines += c == '\n' ? 1 : 0;
    for (const SummaryTable& table : small_report().summary.tables) cells += table.mean.size();
    EXPECT_EQ(lines, cells);
}

TEST(run_report, as_json_holds_tables_and_notes) {
    const nlohmann::json json = nlohmann::json::parse(report_run(small_report(), Format::json));
    EXPECT_EQ(json["question"], "What if, \"and\" why?");
    EXPECT_EQ(json["regions"]["35"], "Qaraghandy");
    EXPECT_EQ(json["assumed"][0]["path"], "leaving.quota_hazard");
    EXPECT_EQ(json["assumed"][0]["high"], 0.008);
    EXPECT_EQ(json["set_by_scenario"][0]["path"], "run.seed");
    std::size_t found = 0;
    for (const auto& table : json["tables"]) {
        if (table["measure"] != "fill_rate" || table["period"] != "yearly") continue;
        for (const auto& cell : table["cells"]) {
            if (cell["year"] != "2025") continue;
            if (cell["area"] == "35") found += cell["mean"] == 0.4 && cell["count"] == 2 ? 1 : 0;
            if (cell["area"] == "71") found += cell["mean"].is_null() ? 1 : 0;
        }
    }
    EXPECT_EQ(found, 2U);
}

TEST(run_report, of_one_replicate_shows_no_errors) {
    RunReport report = small_report();
    report.replicates = 1;
    for (SummaryTable& table : report.summary.tables) table.se.assign(table.se.size(), nan);
    const std::string text = report_run(report, Format::table);
    EXPECT_THAT(text, HasSubstr("1 replicate, seed 9; one replicate tells no error\n"));
    EXPECT_THAT(text, Not(HasSubstr("±")));
}

}  // namespace
}  // namespace qonys
