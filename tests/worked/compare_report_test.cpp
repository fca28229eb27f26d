// What a comparison prints, from numbers that can be checked with a pencil.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <nlohmann/json.hpp>
#include <sstream>

#include "report/compare_table.hpp"
#include "report/figures.hpp"
#include "worked/small_comparison.hpp"

namespace qonys {
namespace {

using test::no_meaning;
using test::SmallComparison;
using testing::ContainsRegex;
using testing::HasSubstr;
using testing::Not;

const Axis area{"area", {"KZ-10", "KZ-35", "KZ-55", "KZ"}}, stream{"stream", {"kandas_quota", "kandas_free", "internal"}};
const Axis origin{"origin", {"MNG", "UZB"}}, instrument{"instrument", {"relocation", "rent"}},
    household{"household", {"1_to_2", "3_on"}}, year{"year", {"2025"}}, cohort{"cohort", {"2025"}};

void add_tables(SmallComparison& c) {
    for (const char* name : {"quota", "placed", "retained"})
        c.add_table({name, "persons", name, {"area", "stream"}}, Period::whole_run, {area, stream});
    c.add_table({"spending", "KZT", "Paid", {"area", "stream", "instrument"}}, Period::whole_run, {area, stream, instrument});
    for (const char* name : {"quota", "placed"})
        c.add_table({name, "persons", name, {"area", "stream"}}, Period::year, {year, area, stream});
    c.add_table({"cohort_retained", "persons", "Stayed", {"cohort", "area", "stream"}}, Period::whole_run,
                {cohort, area, stream});
    c.add_table({"cohort_spending", "KZT", "Paid", {"cohort", "area", "stream", "instrument"}}, Period::whole_run,
                {cohort, area, stream, instrument});
    c.add_table({"fill_rate", "share", "Used", {"area", "stream"}}, Period::whole_run, {area, stream});
    c.add_table({"placed_total", "persons", "Placed", {"area"}}, Period::whole_run, {area});
    c.add_table({"spending_total", "KZT", "Paid", {"area"}}, Period::whole_run, {area});
    c.add_table({"placed_by_origin", "persons", "Placed, by origin", {"origin"}}, Period::whole_run, {origin});
    c.add_table({"placed_share_by_origin", "share", "Placed", {"origin", "stream"}}, Period::whole_run, {origin, stream});
    c.add_table({"placed_share_by_household", "share", "Placed", {"household", "stream"}}, Period::whole_run,
                {household, stream});
    c.add_table({"value_by_household", "score per person", "V", {"household", "stream"}}, Period::whole_run, {household, stream});
    for (const char* name : {"bound_months", "mean_shadow_price"})
        c.add_table({name, "score", name, {"area", "stream"}}, Period::whole_run, {area, stream});
    c.add_table({"gini_load", "coefficient", "Gini", {"stream"}}, Period::whole_run, {stream});
    c.add_table({"ratio_to_hindsight", "share", "Ratio", {"stream"}}, Period::whole_run, {stream});
    c.add_table({"asked", "persons", "Asked", {"region"}}, Period::month, {{"month", {"2025-01"}}, {"region", {"KZ-10"}}});
}

// Quota settlers of one region. `moved` places went from Qaraghandy to Abai.
void set_region(SmallComparison& c, std::size_t replicate, std::size_t arm, const std::string& region, double placed) {
    const auto put = [&](const std::string& table, std::vector<std::string> labels, double value) {
        for (const std::string& where : {region, std::string("KZ")}) {
            labels[0] = where;
            c.at(replicate, arm, table, labels) += value;
        }
    };
    const auto put_cohort = [&](const std::string& table, std::vector<std::string> labels, double value, Period period) {
        for (const std::string& where : {region, std::string("KZ")}) {
            labels[1] = where;
            c.at(replicate, arm, table, labels, period) += value;
        }
    };
    put_cohort("quota", {"2025", "", "kandas_quota"}, 2 * placed, Period::year);
    put_cohort("placed", {"2025", "", "kandas_quota"}, placed, Period::year);
    put_cohort("cohort_retained", {"2025", "", "kandas_quota"}, (region == "KZ-10" ? 0.9 : 0.5) * placed, Period::whole_run);
    put_cohort("cohort_spending", {"2025", "", "kandas_quota", "relocation"}, placed * 1e6, Period::whole_run);
    put("quota", {"", "kandas_quota"}, 2 * placed);
    put("placed", {"", "kandas_quota"}, placed);
    put("placed_total", {""}, placed);
    put("retained", {"", "kandas_quota"}, region == "KZ-10" ? 0.9 * placed : 0.5 * placed);
    put("spending", {"", "kandas_quota", "relocation"}, placed * 1e6);
    put("spending_total", {""}, placed * 1e6);
}

// Two replicates: 1,000 and 1,200 placed in each region; the arm moves 100, and one more in the second replicate, to Abai.
CompareReport small_report(std::size_t arms = 2) {
    std::vector<std::string> names = {"order", "key"};
    for (std::size_t arm = 2; arm < arms; ++arm) names.push_back("key_" + std::to_string(arm));
    SmallComparison c(names, 2);
    add_tables(c);
    for (std::size_t r = 0; r < 2; ++r)
        for (std::size_t arm = 0; arm < arms; ++arm) {
            const double placed = 1000 + 200 * static_cast<double>(r), moved = arm == 0 ? 0 : 100 + static_cast<double>(r);
            set_region(c, r, arm, "KZ-10", placed + moved);
            set_region(c, r, arm, "KZ-35", placed - moved);
            c.at(r, arm, "fill_rate", {"KZ", "kandas_quota"}) = 0.5;
            c.at(r, arm, "placed_by_origin", {"MNG"}) = arm == 0 ? 30 : 34;
            c.at(r, arm, "placed_by_origin", {"UZB"}) = 70;
            c.at(r, arm, "placed_share_by_origin", {"MNG", "kandas_quota"}) = arm == 0 ? 0.3 : 0.34;
            c.at(r, arm, "placed_share_by_household", {"3_on", "kandas_quota"}) = arm == 0 ? 0.5 : 0.4;
            c.at(r, arm, "value_by_household", {"3_on", "kandas_quota"}) = arm == 0 ? 8 : 6.5;
            c.at(r, arm, "bound_months", {"KZ-10", "kandas_quota"}) = arm == 0 ? 5 : 2;
            c.at(r, arm, "mean_shadow_price", {"KZ-10", "kandas_quota"}) = arm == 0 ? 12.5 : 3;
            c.at(r, arm, "gini_load", {"kandas_quota"}) = arm == 0 ? 0.25 : 0.125;
            c.at(r, arm, "ratio_to_hindsight", {"kandas_quota"}) = arm == 0 ? 0.8 : 0.875;
            c.at(r, arm, "gini_load", {"internal"}) = no_meaning;
            c.at(r, arm, "asked", {"2025-01", "KZ-10"}, Period::month) = 77;
        }
    CompareReport report;
    report.question = "Does a key, \"by need\", place more?";
    report.summary = c.summary();
    report.headlines = {
        {"placed", "persons placed", "persons", "placed_total", {"KZ"}, Better::more},
        {"retained.kandas", "in first region at the end, kandas", "persons", "retained", {"KZ", "kandas_quota"}, Better::more},
        {"spending", "paid", "KZT", "spending_total", {"KZ"}, Better::less},
        {"placed@KZ-10", "persons placed, Abai", "persons", "placed_total", {"KZ-10"}, Better::less}};
    for (std::size_t arm = 1; arm < arms; ++arm) report.decompositions.push_back(decompose(report.summary, arm));
    report.arm_notes = {"order: the reference", "key: quotas.rule = weighted_key"};
    report.region_names = {{"region", {"KZ-10", "KZ-35", "KZ-55"}}, {"Abai", "Qaraghandy", "Ulytau"}};
    report.origin_names = {{"origin", {"MNG", "UZB"}}, {"Mongolia", "Uzbekistan"}};
    report.first_month = "2025-01";
    report.last_month = "2025-12";
    report.seed = 9;
    report.assumed = "leaving.quota_hazard = 0.004 per month\n";
    report.output_path = "outputs/c.h5";
    return report;
}

std::string printed(const CompareReport& report) {
    return report_comparison(report, Format::table);
}

// The part of a text from one heading to the next empty line.
std::string section(const std::string& text, const std::string& heading) {
    const std::size_t start = text.find(heading);
    return start == std::string::npos ? "" : text.substr(start, text.find("\n\n", start) - start);
}

TEST(compare_report, shows_each_arm_with_its_difference_and_how_sure_it_is) {
    const std::string text = printed(small_report());
    EXPECT_THAT(text, HasSubstr("Does a key, \"by need\", place more?\n2025-01 to 2025-12, 2 paired replicates, seed 9; "));
    EXPECT_THAT(text, HasSubstr("\nArms\n  order: the reference\n  key: quotas.rule = weighted_key\n"));
    // retained 0.9 x 1,000 + 0.5 x 1,000 and 1,200: 1,400 and 1,680; the arm 0.4 x 100 and 0.4 x 101 more: 40 and 40.4, standard
    // error 0.2, 12.7062 x 0.2 = 2.54; variances of the arms 280^2 / 2 and 280.4^2 / 2 against 0.4^2 / 2: 981,401
    EXPECT_EQ(
        section(text, "Kazakhstan: arms"),
        "Kazakhstan: arms against order\n"
        "                                               order                              key\n"
        "                                                   mean   mean  difference  95 % interval     %     P       VR\n"
        "──────────────────────────────────────────────────────────────────────────────────────────────────────────────\n"
        "persons placed                               2,200 ±200  2,200           0         [0, 0]   0.0  0.50    exact\n"
        "in first region at the end, kandas, persons  1,540 ±140  1,580         +40       [38, 43]  +2.6  1.00  981,401\n"
        "paid, million KZT                            2,200 ±200  2,200           0         [0, 0]   0.0  0.50    exact\n"
        "persons placed, Abai                         1,100 ±100  1,200        +100      [94, 107]  +9.1  0.00   80,401\n"
        "P: share of replicates in which the arm is better. VR: variance of the difference with independent seeds over that "
        "with shared\ndraws; exact: the same difference in every replicate.");
    EXPECT_THAT(text,
                HasSubstr("\nValues without a source that the result rests on (1)\n  leaving.quota_hazard = 0.004 per month\n"
                          "\nWritten to outputs/c.h5\n"));
}

TEST(compare_report, lists_who_gains_and_who_loses_gains_first) {
    const std::string text = printed(small_report());
    // differences 100 and 101; of these 0.9 and 0.5 stay
    EXPECT_EQ(section(text, "Regions that gain"),
              "Regions that gain or lose by key, persons: gains in persons placed first\n"
              "                    placed           in first region, kandas     paid, million KZT\n"
              "region       reference   difference    reference  difference   reference   difference\n"
              "─────────────────────────────────────────────────────────────────────────────────────\n"
              "Abai        1,100 ±100   100.5 ±0.5     990 ±90    90.5 ±0.5  1,100 ±100   100.5 ±0.5\n"
              "Qaraghandy  1,100 ±100  −100.5 ±0.5     550 ±50   −50.2 ±0.2  1,100 ±100  −100.5 ±0.5\n"
              "─────────────────────────────────────────────────────────────────────────────────────\n"
              "Kazakhstan  2,200 ±200     0.0        1,540 ±140   40.2 ±0.2  2,200 ±200     0.0");
    const std::string origins = section(text, "Origins that gain");
    EXPECT_THAT(origins, ContainsRegex("Mongolia +30.0 +4.0[0-9]* +30.0 +4.0"));
    EXPECT_THAT(origins, Not(HasSubstr("Uzbekistan"))) << "nothing changes";
    EXPECT_THAT(section(text, "Families that gain or lose by key, kandas: by size"),
                ContainsRegex("3 on +50.0 +−10.0 +8.00 +−1.50"));
    EXPECT_THAT(text, Not(HasSubstr("by highest education"))) << "no such table";
}

TEST(compare_report, says_when_no_region_gains) {
    CompareReport report = small_report();
    for (PairedTable& table : report.summary.tables) std::fill(table.difference.begin(), table.difference.end(), 0.0);
    EXPECT_THAT(printed(report), HasSubstr("\nRegions: none gains or loses by key\n"));
}

TEST(compare_report, explains_totals_by_terms_that_add_up) {
    CompareReport report = small_report(3);
    report.decompositions[1][0].terms[1].amount = -5;
    report.decompositions[1][0].difference = 35.2;
    const std::string text = printed(report);
    EXPECT_EQ(section(text, "Programme settlers"),
              "Programme settlers in their first region at the end: why arms differ from the 1,540 persons of order\n"
              "because of            key  key_2\n"
              "────────────────────────────────\n"
              "places              +40.2  +40.2\n"
              "fill                  0.0   −5.0\n"
              "retention             0.0    0.0\n"
              "not through places    0.0    0.0\n"
              "────────────────────────────────\n"
              "difference          +40.2  +35.2");
    EXPECT_THAT(text, HasSubstr("Spending: why arms differ from the 2,200 million KZT of order\n"));
}

TEST(compare_report, tells_which_quota_bound_and_how_good_the_placement_was) {
    const std::string text = printed(small_report());
    EXPECT_THAT(section(text, "Which quota bound"), ContainsRegex("Abai +5.0 +2.0 +12.5 +3.0"));
    EXPECT_THAT(section(text, "Which quota bound"), Not(HasSubstr("Qaraghandy")));
    const std::string fairness = section(text, "How good the placement was");
    EXPECT_THAT(fairness, HasSubstr("score over best in hindsight, %   80.0   87.5"));
    EXPECT_THAT(fairness, HasSubstr("Gini of load per inhabitant      0.250  0.125"));
    EXPECT_THAT(fairness, Not(HasSubstr("regret"))) << "no such table";
}

TEST(compare_report, keeps_to_the_page_and_repeats_the_reference_with_many_arms) {
    const std::string text = printed(small_report(6));
    EXPECT_LE(columns_of(text), 130U);
    std::size_t tables = 0;
    for (std::size_t at = text.find("in first region at the end, kandas, persons  1,540 ±140"); at != std::string::npos;
         at = text.find("in first region at the end, kandas, persons  1,540 ±140", at + 1))
        ++tables;
    EXPECT_EQ(tables, 5U);
}

TEST(compare_report, of_one_replicate_shows_no_errors) {
    SmallComparison c({"order", "key"}, 1);
    add_tables(c);
    set_region(c, 0, 0, "KZ-10", 100);
    set_region(c, 0, 1, "KZ-10", 110);
    CompareReport report = small_report();
    report.summary = c.summary();
    report.decompositions = {decompose(report.summary, 1)};
    const std::string text = printed(report);
    EXPECT_THAT(text, HasSubstr("1 paired replicate, seed 9; one replicate tells no error\n"));
    EXPECT_THAT(text, ContainsRegex("persons placed +100.0 +110.0 +\\+10.0 +– +\\+10.0 +1.00 +–\n"));
    EXPECT_THAT(text, Not(HasSubstr("nan")));
}

TEST(compare_report, csv_has_a_row_for_each_arm_and_cell_with_a_meaning) {
    const std::string csv = report_comparison(small_report(), Format::csv);
    EXPECT_TRUE(
        csv.starts_with("arm,group,measure,unit,month,year,area,region,origin,stream,inflow,instrument,component,cohort,horizon,"
                        "education,household,mean,se,difference,difference_se,low,high,probability_higher,"
                        "variance_reduction\n"));
    EXPECT_THAT(csv, HasSubstr("\nkey,whole_run,placed_total,persons,,,KZ-10,,,,,,,,,,,1200.5,100.5,100.5,0.5,94.14689763191"));
    EXPECT_THAT(csv, HasSubstr("\nkey,whole_run,placed_total,persons,,,KZ,,,,,,,,,,,2200,200,0,0,0,0,0.5,inf\n"));
    EXPECT_THAT(csv, HasSubstr("\norder,monthly,asked,persons,2025-01,,,KZ-10,,,,,,,,,,77,0,"));
    EXPECT_THAT(csv, HasSubstr("gini_load,coefficient,,,,,,kandas_quota"));
    EXPECT_THAT(csv, Not(HasSubstr("gini_load,coefficient,,,,,,internal"))) << "no meaning in any arm";
    std::istringstream lines(csv);
    for (std::string line; std::getline(lines, line);) EXPECT_EQ(std::count(line.begin(), line.end(), ','), 24) << line;
}

TEST(compare_report, json_holds_rows_terms_and_headlines) {
    const auto json = nlohmann::json::parse(report_comparison(small_report(), Format::json));
    EXPECT_EQ(json["question"], "Does a key, \"by need\", place more?");
    EXPECT_EQ(json["reference"], "order");
    EXPECT_EQ(json["headlines"][2]["better"], "less");
    EXPECT_NEAR(json["decompositions"][0]["terms"]["places"].get<double>(), 40.2, 1e-9);
    std::size_t found = 0;
    for (const auto& table : json["tables"]) {
        if (table["measure"] == "placed_total") {
            EXPECT_EQ(table["group"], "whole_run");
            for (const auto& cell : table["cells"])
                if (cell["arm"] == "key" && cell["area"] == "KZ-10") {
                    EXPECT_EQ(cell["difference"], 100.5);
                    EXPECT_EQ(cell["exact"], false);
                    ++found;
                } else if (cell["arm"] == "key" && cell["area"] == "KZ") {
                    EXPECT_TRUE(cell["variance_reduction"].is_null());
                    EXPECT_EQ(cell["exact"], true);
                    ++found;
                }
        }
        if (table["measure"] == "gini_load") {
            EXPECT_EQ(table["cells"].size(), 4U) << "two arms, two streams with a meaning";
        }
    }
    EXPECT_EQ(found, 2U);
}

}  // namespace
}  // namespace qonys
