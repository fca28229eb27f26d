// `qonys compare` from the command line to the file, end to end.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "commit.hpp"
#include "results/read.hpp"
#include "support/process.hpp"

namespace qonys {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

const std::string program = test::shell_quoted(QONYS_PROGRAM);
const std::string scenarios = QONYS_SOURCE_FOLDER "/scenarios/";
const std::string shipped = test::shell_quoted(scenarios + "comparisons/order_key_bid_price.yaml");
const std::string short_run = " --set run.last_month=2025-06 --replicates 3 ";

test::ProcessResult compare_to(const test::TempFolder& folder, const std::string& flags, const std::string& files = shipped) {
    return test::run(program + " compare " + files + short_run + flags + " -o " +
                     test::shell_quoted((folder.path() / "c.h5").string()));
}

std::vector<std::string> names_in(const test::TempFolder& folder) {
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(folder.path())) names.push_back(entry.path().filename());
    return names;
}

TEST(compare, prints_arms_differences_and_why_and_writes_one_file) {
    const test::TempFolder folder;
    const auto result = compare_to(folder, "");
    ASSERT_EQ(result.exit_code, 0) << result.err;
    EXPECT_THAT(names_in(folder), ElementsAre("c.h5"));
    EXPECT_THAT(result.out, AllOf(HasSubstr("2024-01 to 2025-06, 3 paired replicates"), HasSubstr("order_2025: the reference"),
                                  HasSubstr("quotas.mechanism.2025-01-01 = bid_price (history shared until 2024-12)"),
                                  HasSubstr("95 % interval"), HasSubstr("Kostanay"), HasSubstr("score over best in hindsight"),
                                  HasSubstr((folder.path() / "c.h5").string())));
    const ResultFile file((folder.path() / "c.h5").string());
    EXPECT_THAT(file.texts("arms/arm"), ElementsAre("order_2025", "labour_deficit", "bid_price"));
    EXPECT_THAT(file.texts("arms/shared_until"), ElementsAre("", "2024-12", "2024-12"));
}

TEST(compare, of_two_files_says_the_same_as_runs_of_each) {
    const test::TempFolder folder;
    const std::string a = scenarios + "baseline_2025.yaml", b = scenarios + "order_2026.yaml";
    ASSERT_EQ(compare_to(folder, "--quiet", test::shell_quoted(a) + " " + test::shell_quoted(b)).exit_code, 0);
    const ResultFile both((folder.path() / "c.h5").string());
    const std::vector<double> spending = both.reals("whole_run/spending_total");  // arm, statistic, area
    const std::size_t areas = spending.size() / 12;
    for (const auto& [arm, scenario] : {std::pair{0, a}, {1, b}}) {
        ASSERT_EQ(test::run(program + " run " + test::shell_quoted(scenario) + short_run + " --quiet -o " +
                            test::shell_quoted((folder.path() / "run.h5").string()))
                      .exit_code,
                  0);
        const ResultFile one((folder.path() / "run.h5").string());
        const std::vector<double> mean = one.reals("whole_run/spending_total_mean");
        ASSERT_EQ(mean.size(), areas);
        for (std::size_t i = 0; i < areas; ++i)
            EXPECT_NEAR(spending[static_cast<std::size_t>(arm) * 6 * areas + i], mean[i], 1e-6 * (1 + mean[i])) << scenario << i;
    }
}

TEST(compare, as_csv_and_json_can_be_parsed) {
    const test::TempFolder folder;
    const auto csv = compare_to(folder, "--format csv");
    ASSERT_EQ(csv.exit_code, 0) << csv.err;
    EXPECT_TRUE(csv.out.starts_with("arm,"));
    const auto json = compare_to(folder, "--format json");
    ASSERT_EQ(json.exit_code, 0) << json.err;
    EXPECT_EQ(nlohmann::json::parse(json.out)["headlines"].empty(), false);
}

TEST(compare_until_ci, adds_replicates_until_it_is_reached_or_says_that_it_is_not) {
    const test::TempFolder folder;
    const auto reached = compare_to(folder, "--until-ci placed:30%");
    ASSERT_EQ(reached.exit_code, 0) << reached.err;
    EXPECT_THAT(reached.out, HasSubstr("placed:30% with 10 replicates: reached"));
    const auto not_reached = compare_to(folder, "--until-ci placed:0.000001 --most-replicates 12");
    ASSERT_EQ(not_reached.exit_code, 0) << not_reached.err;
    EXPECT_THAT(not_reached.out, HasSubstr("placed:0.000001 with 12 replicates: NOT reached"));
    EXPECT_EQ(ResultFile((folder.path() / "c.h5").string()).integers("replicates/replicate").size(), 12U);
}

TEST(compare_until_ci, stops_at_once_for_a_measure_that_these_months_cannot_have) {
    const test::TempFolder folder;
    const auto result = compare_to(folder, "--until-ci retained_60m:1%");
    ASSERT_EQ(result.exit_code, 0) << result.err;
    EXPECT_THAT(result.out, HasSubstr("with 10 replicates: NOT reached, it has no meaning in these months"));
}

TEST(compare, refuses_what_it_cannot_compare) {
    const test::TempFolder folder;
    EXPECT_EQ(compare_to(folder, "--until-ci plaecd:1%").exit_code, 2);
    EXPECT_THAT(compare_to(folder, "--until-ci plaecd:1%").err, HasSubstr("placed"));
    EXPECT_EQ(compare_to(folder, "--until-ci ''").exit_code, 2);
    EXPECT_EQ(compare_to(folder, "", test::shell_quoted(scenarios + "baseline_2025.yaml")).exit_code, 2);
    EXPECT_EQ(compare_to(folder, "", shipped + " no_such_file.yaml").exit_code, 3);
    EXPECT_EQ(test::run(program + " compare " + shipped + short_run + "-o /no/such/folder/c.h5").exit_code, 3);
    EXPECT_THAT(names_in(folder), IsEmpty());
}

TEST(interrupted_comparison, keeps_the_replicates_that_are_finished) {
    const test::TempFolder folder;
    const std::string path = test::shell_quoted(folder.path().string());
    const auto result =
        test::run(program + " compare " + shipped + " --set run.last_month=2024-03 --replicates 3000 -o " + path + "/c.h5 2>" +
                  path + "/log & pid=$!\nsleep 5; kill -INT $pid; wait $pid; code=$?; cat " + path + "/log >&2; exit $code");
    EXPECT_EQ(result.exit_code, 130) << result.err;
    EXPECT_THAT(result.err, AllOf(HasSubstr("interrupted: the "), HasSubstr(" replicates finished are in ")));
    const ResultFile file((folder.path() / "c.h5").string());
    EXPECT_GT(file.integers("replicates/replicate").size(), 1U);
    EXPECT_LT(file.integers("replicates/replicate").size(), 3000U);
}

}  // namespace
}  // namespace qonys
