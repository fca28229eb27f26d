// Did anything move? Short runs against stored results. tests/golden/update.sh renews them.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <ostream>
#include <string>
#include <vector>

#include "commit.hpp"
#include "results/compare.hpp"
#include "support/process.hpp"

namespace qonys::test {
namespace {

struct GoldenRun {
    const char* name;
    const char* scenario;  // from the root of the project
    const char* flags;
};

void PrintTo(const GoldenRun& golden, std::ostream* out) {
    *out << golden.name;
}

constexpr GoldenRun runs[] = {
    {"first_come_first_served", "scenarios/baseline_2025.yaml",
     "--replicates 2 --set run.first_month=2024-07 --set run.warm_up_months=6 --set run.last_month=2025-06 --set "
     "arrivals.uncertain_from=2025"},
    {"lottery_pro_rata_scarce", "scenarios/baseline_2025.yaml",
     "--replicates 1 --seed 7 --set run.first_month=2025-07 --set run.warm_up_months=18 --set run.last_month=2026-06 "
     "--set quotas.mechanism=lottery --set clawback.rule=pro_rata --set leaving.quota_hazard=0.03 "
     "--set quotas.kandas.2025-01-01.KZ-55=200 --set clawback.court_months=3 "
     "--set 'budgets.caps.2025-01-01.certificate={KZ-55: 300000000}'"},
    {"pathways", "tests/golden/pathways.yaml", "--replicates 3"},
};

// Texts that a result carries along: where a number comes from may be said better without a number moving.
bool is_text(const std::string& difference) {
    const auto starts = [&](const char* name) { return difference.rfind(name, 0) == 0; };
    return starts("inputs") || starts("scenario_yaml") || starts("assumed") || starts("/inputs") || starts("/scenario_yaml") ||
           starts("/assumed");
}

class GoldenModel : public testing::TestWithParam<GoldenRun> {};

TEST_P(GoldenModel, says_what_it_said_before) {
    const std::filesystem::path source = QONYS_SOURCE_FOLDER;
    const TempFolder folder;
    const std::string now = (folder.path() / "now.h5").string();
    const auto expected = source / "tests/golden/expected" / (std::string(GetParam().name) + ".h5");
    const auto result = run(shell_quoted(QONYS_PROGRAM) + " run " + shell_quoted((source / GetParam().scenario).string()) +
                            " --quiet -o " + shell_quoted(now) + " " + GetParam().flags);
    ASSERT_EQ(result.exit_code, 0) << result.err;
    if (std::getenv("QONYS_UPDATE_GOLDEN")) {
        std::filesystem::create_directories(expected.parent_path());
        std::filesystem::copy_file(now, expected, std::filesystem::copy_options::overwrite_existing);
    }
    std::vector<std::string> moved = differences(expected.string(), now);
    moved.erase(std::remove_if(moved.begin(), moved.end(), is_text), moved.end());
    std::string lines;
    for (const std::string& line : moved) lines += line + "\n";
    EXPECT_TRUE(moved.empty()) << lines << "If this is meant: tests/golden/update.sh, a commit of its own, and CHANGELOG.md.";
}

INSTANTIATE_TEST_SUITE_P(short_runs, GoldenModel, testing::ValuesIn(runs),
                         [](const auto& golden) { return std::string(golden.param.name); });

}  // namespace
}  // namespace qonys::test
