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

using testing::ContainsRegex;
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
                             {2, 2, 2, 2},
                             {5, 6, 7, 8},
                             {9, 10, 11, 12}};
    EXPECT_EQ(figure(table, {"2025", "10"}).mean, 3);
    EXPECT_EQ(figure(table, {"2024", "KZ"}).se, 0.2);
    EXPECT_EQ(figure(table, {"2025", "10"}).sd_monte_carlo, 7);
    EXPECT_EQ(scaled(figure(table, {"2025", "10"}), 10).sd_parameters, 110);
    EXPECT_THROW(figure(table, {"2026", "KZ"}), BrokenInvariant);
    EXPECT_THROW(figure(table, {"KZ"}), BrokenInvariant);
}

TEST(figures, that_are_too_wide_for_the_page_go_on_below_group_by_group) {
    FigureTable table{"Title", "year", {"2024"}, {}, false};
    table.columns.push_back({"settled", "quota", 0, {{1, 0}}});
    table.columns.push_back({"settled", "free", 0, {{2, 0}}});
    table.columns.push_back({"left", "quota", 0, {{3, 0}}});
    table.columns.push_back({"left", "free", 0, {{4, 0}}});
    EXPECT_EQ(print_within(table, 30), print(table));
    EXPECT_EQ(print_within(table, 29),
              "Title\n"
              "        settled\n"
              "year  quota  free\n"
              "─────────────────\n"
              "2024      1     2\n"
              "\n"
              "Title (continued)\n"
              "         left\n"
              "year  quota  free\n"
              "─────────────────\n"
              "2024      3     4\n");
}

// Measures of a replicate, set by position.
struct Cells {
    const RunAxes& axes;
    Tallies tallies = make_tallies(axes);

    std::int64_t& at(M m, const std::vector<std::size_t>& position) {
        std::size_t cell = 0;
        for (std::size_t i = 0; i < position.size(); ++i) cell = cell * axes.find(measure(m).axes[i]).size() + position[i];
        return tallies.cells[static_cast<std::size_t>(m)][cell];
    }
};

RunReport empty_report() {
    RunReport report;
    report.question = "What if, \"and\" why?";
    report.axes.month = {"month", {"2024-12", "2025-01"}};
    report.axes.months_since = {"months_since", {"0", "1"}};
    report.axes.region = {"region", {"10", "35", "71"}};
    report.axes.origin = {"origin", {"mongolia", "uzbekistan"}};
    report.axes.stream = {"stream", {"kandas_quota", "kandas_free", "internal", "ata_zholy"}};
    report.axes.inflow = {"inflow", {"kandas", "internal", "ata_zholy"}};
    report.axes.instrument = {"instrument", {"relocation", "rent", "certificate", "employer", "business"}};
    report.axes.component = {"component", {"1", "2"}};
    report.axes.cohort = {"cohort", {"2024", "2025"}};
    report.region_names = {report.axes.region, {"Abai", "Qaraghandy", "Astana"}};
    report.seed = 9;
    report.replicates = 2;
    report.output_path = "outputs/r.h5";
    return report;
}

// Two replicates of two months in three regions. Region 35 has a quota of 100; 30 are placed in the first replicate and 50 in the
// second: mean 40, standard error |50 - 30| / 2 = 10. Each placed person costs 1 million KZT of relocation.
RunReport small_report() {
    RunReport report = empty_report();
    SummaryBuilder builder(report.axes, 0.002, {1e6, 1e6, 1e6}, 1, false);
    for (const std::int64_t placed : {30, 50}) {
        Cells cells{report.axes};
        cells.at(M::quota, {1, 1, 0}) = 100;
        cells.at(M::quota_left, {1, 1, 0}) = 100 - placed;
        cells.at(M::placed, {1, 1, 0, 0}) = placed;
        cells.at(M::spending, {1, 1, 0, 0}) = placed * 1'000'000;
        cells.at(M::settled, {1, 2, 0, 1}) = 7;  // free, in Astana
        cells.at(M::arrivals, {1, 1, 0}) = placed + 7;
        builder.add(cells.tallies);
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
                     {},
                     false},
                    {"run.seed", "9", "", "", "", "scenario", "", "", {}, false, 0, 0, {}, {}, {}, false},
                    {"money.usd_per_kzt", "0.002", "USD", "", "BNS", "sourced", "", "", {}, false, 0, 0, {}, {}, {}, false}};
    return report;
}

TEST(run_report, shows_people_what_the_programme_did_where) {
    const std::string text = report_run(small_report(), Format::table);
    EXPECT_THAT(text,
                HasSubstr("What if, \"and\" why?\n2024-12 to 2025-01, 2 replicates, seed 9; ± standard error of the mean\n"));
    const std::string programme = text.substr(0, text.find("All settlers"));
    EXPECT_THAT(programme, Not(HasSubstr("Abai"))) << "a region without places is no row of the programme";
    EXPECT_THAT(programme, HasSubstr("Qaraghandy    100  40 ±10  40.0 ±10.0"));
    EXPECT_THAT(programme, HasSubstr("Kazakhstan    100  40 ±10  40.0 ±10.0"));
    EXPECT_THAT(programme, HasSubstr("Kazakhstan  40.0 ±10.0   0.0          0.0  40.0 ±10.0          1,000"))
        << "relocation, rent, certificate, total, per person placed";
    EXPECT_THAT(text, HasSubstr("\nAstana"));
    EXPECT_THAT(text, HasSubstr("\n2025    47 ±10     100  40 ±10  40.0 ±10.0             7"));
    EXPECT_THAT(text, HasSubstr("0.08 ±0.02\n")) << "million USD";
    EXPECT_THAT(text, HasSubstr("\nValues without a source that the result rests on (1)\n"
                                "  leaving.quota_hazard = 0.004 per month [0.002 to 0.008]\n"
                                "\nSet by the scenario (1)\n  run.seed = 9\n\nWritten to outputs/r.h5\n"));
    EXPECT_THAT(text, Not(HasSubstr("money.usd_per_kzt")));
}

TEST(run_report, as_csv_has_one_tidy_row_per_cell) {
    const std::string text = report_run(small_report(), Format::csv);
    EXPECT_TRUE(
        text.starts_with("table,period,year,area,origin,stream,inflow,instrument,component,cohort,horizon,"
                         "measure,unit,mean,se,sd_monte_carlo,sd_parameters,count\n"));
    EXPECT_THAT(text,
                HasSubstr("\nplaced_yearly,yearly,2025,35,,kandas_quota,,,,,,placed,persons,40,10,14.142135623730951,0,2\n"));
    EXPECT_THAT(text,
                HasSubstr("\nspending_whole_run,whole_run,,KZ,,kandas_quota,,relocation,,,,spending,KZT,40000000,10000000,"));
    EXPECT_THAT(text, HasSubstr("\nfill_rate_yearly,yearly,2025,10,,kandas_quota,,,,,,fill_rate,share,,,,,0\n"))
        << "no places, no rate";
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
    EXPECT_EQ(json["replicates_per_draw"], 1);
    EXPECT_EQ(json["uncertain"].size(), 0U);
    std::size_t found = 0;
    for (const auto& table : json["tables"]) {
        if (table["measure"] != "fill_rate" || table["period"] != "yearly") continue;
        for (const auto& cell : table["cells"]) {
            if (cell["year"] != "2025" || cell["stream"] != "kandas_quota") continue;
            if (cell["area"] == "35") found += cell["mean"] == 0.4 && cell["count"] == 2 && cell["sd_parameters"] == 0 ? 1 : 0;
            if (cell["area"] == "71") found += cell["mean"].is_null() ? 1 : 0;
        }
    }
    EXPECT_EQ(found, 2U);
}

// Four replicates, two for each draw of the uncertain inputs, in which everything happens: internal migrants placed in Astana,
// a hire subsidised, a budget, repayments.
RunReport full_report() {
    RunReport report = empty_report();
    report.replicates = 4;
    report.replicates_per_draw = 2;
    report.uncertain = "work.find_hazard = normal(0.05, 0.01)\nleaving.cold = uniform(0, 0.1)\n";
    SummaryBuilder builder(report.axes, 0.002, {1e6, 1e6, 1e6}, 2, true);
    for (const std::int64_t placed : {41, 43, 51, 53}) {
        Cells cells{report.axes};
        for (const std::size_t stream : {0U, 2U}) {
            cells.at(M::quota, {1, 2, stream}) = 100;
            cells.at(M::quota_left, {1, 2, stream}) = 100 - placed;
            cells.at(M::placed, {1, 2, 0, stream}) = placed;
            cells.at(M::settled, {1, 2, 0, stream}) = placed;
            cells.at(M::stock, {1, 2, 0, stream}) = placed;
        }
        cells.at(M::settled, {1, 0, 1, 1}) = 5;
        cells.at(M::settled, {1, 0, 1, 3}) = 6;
        cells.at(M::stock, {1, 0, 1, 3}) = 6;
        for (const std::size_t inflow : {0U, 1U, 2U}) cells.at(M::arrivals, {1, 0, inflow}) = 100 * static_cast<int>(inflow + 1);
        cells.at(M::spending, {1, 2, 2, 3}) = 40'000'000;
        cells.at(M::committed, {1, 2, 0}) = 9'000'000;
        cells.at(M::budget_left, {0, 2, 0}) = 8'000'000;
        cells.at(M::claims_refused, {1, 2, 0}) = 4;
        cells.at(M::breaches, {1, 2}) = 3;
        cells.at(M::clawback_due, {1, 2}) = 7'000'000;
        cells.at(M::clawback_received, {1, 2}) = 2'000'000;
        cells.at(M::clawback_written_off, {1, 2}) = 1'000'000;
        cells.at(M::subsidy_due, {1, 2}) = 6'000'000;
        builder.add(cells.tallies);
    }
    report.summary = builder.finish();
    return report;
}

std::string section(const std::string& text, const std::string& title) {
    const std::size_t at = text.find("\n" + title);
    return at == std::string::npos ? "" : text.substr(at + 1, text.find("\n\n", at) - at);
}

TEST(run_report, has_a_table_for_each_stream_with_places) {
    const std::string text = report_run(full_report(), Format::table);
    EXPECT_THAT(section(text, "Settled under the quota: kandas"), HasSubstr("Astana"));
    EXPECT_THAT(section(text, "Settled under the quota: internal migrants"),
                HasSubstr("Astana        100   47 ±5  47.0 ±5.0    47 ±5"));
    const std::size_t internal = text.find("internal migrants");
    EXPECT_THAT(text.substr(0, internal), Not(HasSubstr("employer"))) << "nothing paid to employers of kandas";
    EXPECT_THAT(section(text.substr(internal), "Paid for them"), HasSubstr("employer")) << text;
    EXPECT_THAT(section(text.substr(internal), "Paid for them"), HasSubstr("40.0"));
    EXPECT_THAT(report_run(small_report(), Format::table), Not(HasSubstr("internal migrants")));
}

TEST(run_report, tells_all_streams_and_inflows) {
    const std::string text = report_run(full_report(), Format::table);
    EXPECT_THAT(section(text, "All settlers"), HasSubstr("quota  free  internal  ata zholy"));
    EXPECT_THAT(section(text, "Year by year"), HasSubstr("2025     100       200        300"));
    EXPECT_THAT(section(report_run(small_report(), Format::table), "All settlers"), Not(HasSubstr("ata zholy")));
}

TEST(run_report, tells_repayments_and_budgets_where_there_are_any) {
    const std::string text = report_run(full_report(), Format::table);
    EXPECT_THAT(section(text, "Repayments"),
                HasSubstr("Kazakhstan            3       0       0  7.0       2.0          1.0              6.0       0.0"));
    EXPECT_THAT(section(text, "Budgets"),
                HasSubstr("relocation       9.0                    0.0                   0               4"));
    EXPECT_THAT(section(text, "Budgets"), Not(HasSubstr("certificate"))) << "it has no cap";
    const std::string small = report_run(small_report(), Format::table);
    EXPECT_THAT(small, Not(HasSubstr("Repayments")));
    EXPECT_THAT(small, Not(HasSubstr("Budgets")));
}

// Placed: within draws 2, means 42 and 52: error 5, sqrt(2), sqrt(50 - 1).
TEST(run_report, parts_chance_from_uncertain_inputs) {
    const std::string text = report_run(full_report(), Format::table);
    EXPECT_THAT(text, HasSubstr("4 replicates, 2 for each draw of the uncertain inputs, seed 9; ± standard error of the mean\n"));
    const std::string headline = section(text, "Kazakhstan: by how much results vary, and why");
    EXPECT_THAT(headline, HasSubstr("mean  ± error  sd by chance  sd by uncertain inputs\n"));
    EXPECT_THAT(headline, ContainsRegex("\nplaced, kandas +47 +5 +1 +7\n"));
    EXPECT_THAT(headline, ContainsRegex("\nplaced, internal migrants +47 +5 +1 +7\n"));
    EXPECT_THAT(headline, ContainsRegex("\nliving there at the end, ata zholy +6 +0 +0 +0\n"));
    EXPECT_THAT(headline, ContainsRegex("\npaid, million KZT +40\\.0 +0\\.0 +0\\.0 +0\\.0\n"));
    EXPECT_THAT(text,
                HasSubstr("\nUncertain inputs (2)\n  work.find_hazard = normal(0.05, 0.01)\n  leaving.cold = uniform(0, 0.1)\n"));
    EXPECT_THAT(nlohmann::json::parse(report_run(full_report(), Format::json))["uncertain"][1], "leaving.cold = uniform(0, 0.1)");
    const std::string small = report_run(small_report(), Format::table);
    EXPECT_THAT(small, Not(HasSubstr("by how much results vary")));
    EXPECT_THAT(small, Not(HasSubstr("Uncertain")));
}

TEST(run_report, fits_a_page_of_130_columns_with_large_numbers) {
    RunReport report = full_report();
    for (SummaryTable& table : report.summary.tables)
        for (std::size_t i = 0; i < table.mean.size(); ++i) {
            table.mean[i] = table.measure.unit == "share" ? 0.98765 : table.measure.unit == "KZT" ? 123456789012 : 234567;
            table.se[i] = table.mean[i] / 50;
        }
    const std::string text = report_run(report, Format::table);
    for (std::size_t start = 0; start < text.size();) {
        const std::size_t end = text.find('\n', start);
        EXPECT_LE(width(text.substr(start, end - start)), 130U) << text.substr(start, end - start);
        start = end + 1;
    }
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
