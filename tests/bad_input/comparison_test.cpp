// What the loader of comparisons refuses, and what it makes of arms.
#include "scenario/comparison.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "commit.hpp"
#include "support/process.hpp"

namespace qonys {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

const std::string root = QONYS_SOURCE_FOLDER;
const std::string baseline = root + "/scenarios/baseline_2025.yaml";

// A comparison on the baseline, in a folder that lasts as long as this.
struct Written {
    test::TempFolder folder;
    std::string file;
    Written(const std::string& name, const std::string& arms)
        : file(folder.write(name, "question: Which arm?\nextends: " + baseline + "\n" + arms).string()) {}
    operator std::string() const { return file; }
};

std::string refusal(const std::vector<std::string>& files, const std::vector<std::string>& sets = {}) {
    try {
        load_comparison(files, sets);
    } catch (const BadInput& bad) {
        return bad.what();
    }
    return "";
}

TEST(a_comparison_of_one_file, needs_arms) {
    EXPECT_THAT(refusal({baseline}), AllOf(HasSubstr("arms"), HasSubstr("name two scenario files")));
    EXPECT_THAT(refusal({Written("one_arm.yaml", "arms:\n  alone: {}\n")}), AllOf(HasSubstr(":3:"), HasSubstr("2 to 24 arms")));
    EXPECT_THAT(refusal({Written("list.yaml", "arms: [a, b]\n")}), HasSubstr("2 to 24 arms"));
    EXPECT_THAT(refusal({Written("word.yaml", "arms: lottery\n")}), HasSubstr("2 to 24 arms"));
}

TEST(names_of_arms, can_be_printed) {
    EXPECT_THAT(
        refusal({Written("names.yaml", "arms:\n  a: {}\n  \"\": {}\n  \"b\\nc\": {}\n  " + std::string(70, 'x') + ": {}\n")}),
        AllOf(HasSubstr(":5:"), HasSubstr(":6:"), HasSubstr(":7:"), HasSubstr("is no name for an arm")));
}

TEST(an_arm, is_checked_like_a_scenario_and_every_problem_is_told_once) {
    const std::string text = refusal({Written("bad_arms.yaml",
                                              "run: {warm_up_months: twelve}\n"
                                              "arms:\n"
                                              "  a: {}\n"
                                              "  b: {quotas: {mechanism: raffle}}\n"
                                              "  c: {quota: {mechanism: lottery}}\n"
                                              "  d: 7\n"
                                              "  e: {extends: other.yaml}\n")});
    EXPECT_THAT(text, HasSubstr("bad_arms.yaml:6:"));
    EXPECT_THAT(text, HasSubstr("raffle"));
    EXPECT_THAT(text, HasSubstr("bad_arms.yaml:7:"));
    EXPECT_THAT(text, HasSubstr("did you mean quotas?"));
    EXPECT_THAT(text, HasSubstr("arms.d"));
    EXPECT_THAT(text, HasSubstr("arms.e.extends"));
    std::size_t times = 0;
    for (std::size_t at = text.find("twelve"); at != std::string::npos; at = text.find("twelve", at + 1)) ++times;
    EXPECT_EQ(times, 1U) << text;
}

TEST(arms, must_simulate_the_same_months_and_draws) {
    const std::string text = refusal({Written("unlike.yaml", "arms:\n  a: {}\n  b: {run: {last_month: 2026-12, seed: 3}}\n")});
    EXPECT_THAT(text,
                AllOf(HasSubstr("run.last_month"), HasSubstr("2026-12 in the arm b and 2030-12 in a"), HasSubstr("run.seed")));
}

TEST(arms_of_a_file, are_refused_by_verbs_that_run_one_scenario_with_a_word_on_compare) {
    try {
        load_scenario(Written("arms.yaml", "arms:\n  a: {}\n  b: {}\n"), {});
        FAIL() << "a file with arms was read as a scenario";
    } catch (const BadInput& bad) {
        EXPECT_THAT(bad.what(), HasSubstr("qonys compare"));
    }
}

TEST(changes, are_told_cell_by_cell_with_the_month_from_which_they_matter) {
    const Comparison c =
        load_comparison({Written("changes.yaml",
                                 "arms:\n"
                                 "  a: {}\n"
                                 "  same: {quotas: {mechanism: {2026-01-01: first_come_first_served}}}\n"
                                 "  later: {quotas: {kandas: {2026-01-01: {KZ-55: 1000}}, mechanism: {2028-03-15: lottery}}}\n"
                                 "  always: {work: {participation: 0.8}}\n"
                                 "  never: {quotas: {mechanism: {2031-06-01: lottery}}}\n")},
                        {});
    ASSERT_EQ(c.arms.size(), 5U);
    EXPECT_EQ(c.question, "Which arm?");
    EXPECT_TRUE(c.arms[1].same);
    EXPECT_THAT(c.arms[1].changes, IsEmpty());
    EXPECT_THAT(c.arms[2].changes, ElementsAre("quotas.kandas.2026-01-01.KZ-55 = 1000", "quotas.mechanism.2028-03-15 = lottery"));
    EXPECT_EQ(to_string(c.arms[2].differs_from), "2026-01");
    EXPECT_THAT(c.arms[3].changes, ElementsAre("work.participation = 0.8"));
    EXPECT_EQ(to_string(c.arms[3].differs_from), "2023-01");  // from the start of the warm-up
    EXPECT_THAT(c.arms[4].changes, ElementsAre("quotas.mechanism.2031-06-01 = lottery"));
    EXPECT_EQ(to_string(c.arms[4].differs_from), "2031-01");  // after the run
}

TEST(a_rule_within_a_month, counts_from_the_next_one) {
    const Comparison c =
        load_comparison({Written("mid_month.yaml", "arms:\n  a: {}\n  b: {quotas: {mechanism: {2025-03-02: lottery}}}\n")}, {});
    EXPECT_EQ(to_string(c.arms[1].differs_from), "2025-04");
}

TEST(a_rule_that_an_arm_leaves_out, is_a_difference_too) {
    // The reference changes the rule in 2026, the other arm has no such date.
    const Comparison c =
        load_comparison({Written("left_out.yaml", "arms:\n  a: {quotas: {mechanism: {2026-01-01: lottery}}}\n  b: {}\n")}, {});
    EXPECT_THAT(c.arms[1].changes, ElementsAre("quotas.mechanism.2026-01-01: stays as before"));
    EXPECT_EQ(to_string(c.arms[1].differs_from), "2026-01");
}

TEST(a_distribution_with_the_same_mean, is_a_difference) {
    const Comparison c = load_comparison({Written("spread.yaml",
                                                  "arms:\n  a: {work: {participation: {uniform: [0.7, 0.9]}}}\n  b: {work: "
                                                  "{participation: {uniform: [0.75, 0.85]}}}\n")},
                                         {});
    EXPECT_FALSE(c.arms[1].same);
    EXPECT_THAT(c.arms[1].changes, ElementsAre(HasSubstr("uniform(0.75, 0.85)")));
}

TEST(settings, change_every_arm_or_one_of_them_by_name) {
    const Written file("set.yaml", "arms:\n  a: {}\n  b: {quotas: {mechanism: {2026-01-01: lottery}}}\n");
    const Comparison c = load_comparison({file.file}, {"run.replicates=3", "arms.b.quotas.mechanism.2027-01-01=bid_price"});
    for (const Arm& arm : c.arms) EXPECT_EQ(arm.loaded.scenario.run.replicates, 3);
    EXPECT_THAT(c.arms[1].changes, ElementsAre(HasSubstr("lottery"), HasSubstr("bid_price")));
}

TEST(files_of_the_same_name, become_arms_of_different_names) {
    const Comparison c = load_comparison({baseline, baseline, baseline}, {});
    EXPECT_EQ(c.arms[0].name, "baseline_2025");
    EXPECT_EQ(c.arms[1].name, "baseline_2025 (2)");
    EXPECT_EQ(c.arms[2].name, "baseline_2025 (3)");
}

TEST(every_shipped_comparison, can_be_read_and_each_arm_differs_from_the_first) {
    int files = 0;
    for (const auto& entry : std::filesystem::directory_iterator(root + "/scenarios/comparisons")) {
        const Comparison c = load_comparison({entry.path().string()}, {});
        ++files;
        for (std::size_t arm = 1; arm < c.arms.size(); ++arm) {
            EXPECT_FALSE(c.arms[arm].same) << entry.path() << " " << c.arms[arm].name;
            EXPECT_GT(c.arms[arm].differs_from, make_month(2024, 12)) << "history is not shared";
        }
    }
    EXPECT_GE(files, 3);
}

}  // namespace
}  // namespace qonys
