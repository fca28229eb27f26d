// What `qonys sensitivity` refuses: measures, arms and conditions that the sweep does not have.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/problems.hpp"
#include "report/sensitivity_findings.hpp"
#include "worked/small_sweep.hpp"

namespace qonys {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::StartsWith;

std::string refusal(const SweepContent& content, const SensitivityOptions& options) {
    try {
        report_sensitivity(content, options);
    } catch (const BadInput& bad) {
        return bad.what();
    }
    return "";
}

std::string refused_condition(const std::string& condition) {
    SensitivityOptions options;
    options.discover = {condition};
    return refusal(test::two_by_two().content(), options);
}

Condition parsed(const std::string& text) {
    SensitivityOptions options;
    options.discover = {text};
    return parse_question(test::two_by_two().header, options).conditions.at(0);
}

TEST(sensitivity_measures, that_are_unknown_are_told_with_what_there_is) {
    SensitivityOptions options;
    options.measures = {"plaecd", "retained_36m", "xyz"};
    EXPECT_EQ(
        refusal(test::two_by_two().content(), options),
        "--measure: \"plaecd\" is no measure of this sweep; did you mean placed? it has placed, spending, retained_36m, quota\n"
        "--measure: \"xyz\" is no measure of this sweep; it has placed, spending, retained_36m, quota");
}

TEST(sensitivity_arms, that_are_unknown_or_the_reference_are_refused) {
    SensitivityOptions options;
    options.arm = "keys";
    EXPECT_EQ(refusal(test::with_arms().content(), options),
              "--arm: \"keys\" is no arm of this sweep; did you mean key? it has order, key");
    options.arm = "order";
    EXPECT_THAT(refusal(test::with_arms().content(), options),
                AllOf(StartsWith("--arm: "), HasSubstr("is the reference"), HasSubstr("--level")));
    options.level = true;
    EXPECT_EQ(refusal(test::with_arms().content(), options), "");
    EXPECT_EQ(refusal(test::two_by_two().content(), options),
              "--arm: this sweep has no arms; leave out --arm\n--level: this sweep has no arms; leave out --level");
}

TEST(sensitivity_conditions, need_a_measure_an_operator_and_a_number) {
    EXPECT_THAT(refused_condition("placed"),
                AllOf(StartsWith("--discover: "), HasSubstr("none of >, >=, <, <="), HasSubstr("write MEASURE > NUMBER")));
    EXPECT_THAT(refused_condition(""), HasSubstr("none of >"));
    EXPECT_THAT(refused_condition("> 5"), HasSubstr("names no measure"));
    EXPECT_THAT(refused_condition("placed >"), HasSubstr("there is no value, it must be a number"));
    EXPECT_THAT(refused_condition("placed > %"), HasSubstr("there is no value"));
    EXPECT_THAT(refused_condition("placed = 5"), HasSubstr("none of >"));
    EXPECT_THAT(refused_condition("placed => 5"), HasSubstr("\"placed =\" is no measure"));
    EXPECT_THAT(refused_condition("placed > many"), HasSubstr("\"many\" is not a number"));
    EXPECT_THAT(refused_condition("placed > 2_000"), HasSubstr("write the digits without separators"));
    EXPECT_THAT(refused_condition("placed > 5 < 6"), HasSubstr("is not a number"));
    EXPECT_THAT(refused_condition("placed > 1e999"), HasSubstr("finite"));
    EXPECT_THAT(refused_condition("placed > nan"), HasSubstr("is not a number"));
}

TEST(sensitivity_conditions, in_percent_are_refused_for_measures_that_are_shares) {
    EXPECT_EQ(refused_condition("retained_36m > 60%"),
              "--discover: \"retained_36m > 60%\": this measure is itself a share, and a percentage would be one of its mean; "
              "write 0.6");
    EXPECT_EQ(refused_condition("retained_36m > 0.6"), "");
    EXPECT_EQ(refused_condition("placed > 60%"), "");
}

TEST(sensitivity_conditions, tell_every_problem_at_once) {
    SensitivityOptions options;
    options.measures = {"nothing"};
    options.discover = {"plced > x", "quota"};
    const std::string text = refusal(test::two_by_two().content(), options);
    EXPECT_THAT(text, AllOf(HasSubstr("--measure: \"nothing\""), HasSubstr("did you mean placed?"),
                            HasSubstr("\"x\" is not a number"), HasSubstr("--discover: \"quota\" has none of")));
}

TEST(sensitivity_conditions, are_read_with_and_without_spaces) {
    for (const char* text : {"spending>=1.5e6", "  spending >= 1500000 ", "spending >=1500000.0"}) {
        EXPECT_EQ(parsed(text).measure, 1U) << text;
        EXPECT_EQ(parsed(text).relation, Relation::at_least) << text;
        EXPECT_EQ(parsed(text).number, 1.5e6) << text;
        EXPECT_FALSE(parsed(text).percent) << text;
    }
    EXPECT_EQ(parsed("placed<95%").relation, Relation::below);
    EXPECT_TRUE(parsed("placed < 95 %").percent);
    EXPECT_EQ(parsed("placed < 95 %").number, 95);
    EXPECT_EQ(parsed("placed <= -3").relation, Relation::at_most);
    EXPECT_EQ(parsed("placed > 0").relation, Relation::above);
}

}  // namespace
}  // namespace qonys
