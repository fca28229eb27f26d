// `qonys quota` from the command line.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <nlohmann/json.hpp>
#include <sstream>

#include "commit.hpp"
#include "support/process.hpp"

namespace qonys {
namespace {

using testing::AllOf;
using testing::ContainsRegex;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;
using testing::Pair;

std::string scenario(const std::string& name) {
    return test::shell_quoted(QONYS_SOURCE_FOLDER "/scenarios/" + name + ".yaml");
}

test::ProcessResult quota(const std::string& arguments) {
    return test::run(test::shell_quoted(QONYS_PROGRAM) + " quota " + arguments);
}

// Rows of a CSV text without quoted fields, as maps from the names of its first line.
std::vector<std::map<std::string, std::string>> rows_of(const std::string& text) {
    std::istringstream lines(text);
    std::vector<std::string> names;
    std::vector<std::map<std::string, std::string>> rows;
    for (std::string line; std::getline(lines, line);) {
        std::istringstream fields(line);
        std::vector<std::string> cells;
        for (std::string cell; std::getline(fields, cell, ',');) cells.push_back(cell);
        if (names.empty()) {
            names = cells;
            continue;
        }
        EXPECT_EQ(cells.size(), names.size()) << line;
        rows.emplace_back();
        for (std::size_t i = 0; i < cells.size(); ++i) rows.back()[names[i]] = cells[i];
    }
    return rows;
}

TEST(quota, as_csv_has_regions_that_sum_to_the_printed_totals_of_the_orders) {
    const auto result = quota(scenario("baseline_2025") + " --format csv");
    ASSERT_EQ(result.exit_code, 0) << result.err;
    std::map<std::pair<std::string, std::string>, std::int64_t> regions, country;
    for (const auto& row : rows_of(result.out)) {
        auto& sums = row.at("region") == "KZ" ? country : regions;
        sums[{row.at("quota"), row.at("from")}] += std::stoll(row.at("places"));
        EXPECT_EQ(row.at("policy"), "table");
    }
    EXPECT_EQ(regions, country);
    const auto at = [](const char* name, const char* from, std::int64_t places) {
        return Pair(Pair(std::string(name), std::string(from)), places);
    };
    EXPECT_THAT(country,
                ElementsAre(at("internal", "2023-01", 6727), at("internal", "2023-10", 6592), at("internal", "2024-01", 7050),
                            at("internal", "2024-09", 6450), at("internal", "2025-01", 7344), at("internal", "2026-01", 5997),
                            at("kandas", "2023-01", 1925), at("kandas", "2023-10", 2337), at("kandas", "2024-01", 2433),
                            at("kandas", "2024-09", 3033), at("kandas", "2025-01", 2309), at("kandas", "2026-01", 2281)));
}

TEST(quota, shows_policy_and_rounding_above_the_columns_and_what_the_keys_rest_on) {
    const auto table = quota(scenario("baseline_2025") +
                             " --set quotas.kandas_policy.2027-01-01=labour_deficit --set quotas.rounding.2027-01-01=dhondt"
                             " --set quotas.carry_over.2015-01-01=0.5");
    ASSERT_EQ(table.exit_code, 0) << table.err;
    EXPECT_THAT(table.out,
                ContainsRegex("\nfrom +2026 +2027\npolicy +table +labour_deficit\nrounding +largest_remainder +dhondt\n"));
    EXPECT_THAT(table.out, HasSubstr("\nPlaces for internal migrants, policy table, rounding largest_remainder\n"))
        << "no column for a date at which no place changes";
    EXPECT_THAT(table.out, AllOf(HasSubstr("The keys rest on assumed numbers: work.open_places, work.new_places.\n"),
                                 HasSubstr("places left over from the year before are added (quotas.carry_over)")));
    EXPECT_THAT(quota(scenario("baseline_2025")).out, AllOf(Not(HasSubstr("assumed")), Not(HasSubstr("carry_over"))));
}

TEST(quota, marks_regions_that_a_new_order_leaves_out) {
    const auto result = quota(scenario("northern_tilt"));
    ASSERT_EQ(result.exit_code, 0) << result.err;
    EXPECT_THAT(result.out, ContainsRegex("\nAtyrau +0 +0 +0 +0 +100 +0\\*\n"));
    EXPECT_THAT(result.out, HasSubstr("\n0* The region had places in the column before.\n"));
    const auto json = nlohmann::json::parse(quota(scenario("northern_tilt") + " --format json").out);
    std::map<std::string, std::vector<std::string>> fallen;
    for (const auto& column : json.at("quotas"))
        if (column.at("quota") == "kandas") fallen[column.at("from")] = column.at("fallen_to_zero");
    EXPECT_THAT(fallen["2026-01"], ElementsAre("KZ-23", "KZ-27"));
    EXPECT_THAT(fallen["2025-01"], ElementsAre());
    EXPECT_THAT(quota(scenario("baseline_2025")).out, Not(HasSubstr("*")));
}

TEST(quota, says_what_ceilings_hold_back_and_what_a_run_draws_anew) {
    const auto result = quota(scenario("baseline_2025") +
                              " --set quotas.kandas_policy.2026-01-01=capacity"
                              " --set 'quotas.ceilings.2026-01-01.kandas={KZ-10: 100, KZ-11: 100, KZ-23: 100, KZ-27: 100, KZ-39: "
                              "100, KZ-55: 100, KZ-59: 100, KZ-63: 100}'"
                              " --set 'work.open_places.KZ-10={uniform: [5000, 7000]}'");
    ASSERT_EQ(result.exit_code, 0) << result.err;
    EXPECT_THAT(result.out, HasSubstr("kandas, 2026: 1,481 of 2,281 places are held back by ceilings.\n"));
    EXPECT_THAT(result.out, HasSubstr("Shown for the means of work.open_places, which a run draws anew.\n"));
}

TEST(quota, refuses_levers_that_cannot_be_met_before_it_prints_anything) {
    const auto result = quota(scenario("baseline_2025") + " --set quotas.floors.2026-01-01.kandas.KZ-55=3000");
    EXPECT_EQ(result.exit_code, 2);
    EXPECT_EQ(result.out, "");
    EXPECT_THAT(result.err,
                HasSubstr("--set quotas.floors.2026-01-01.kandas.KZ-55=3000: quotas.floors: from 2026-01 on the floors "
                          "for kandas sum to 3000, but there are 2281 places"));
}

}  // namespace
}  // namespace qonys
