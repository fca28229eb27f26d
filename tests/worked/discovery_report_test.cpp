// What `qonys sensitivity --discover` prints, from boxes made up for the purpose and from sweeps that can be checked with a
// pencil.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "worked/some_boxes.hpp"

namespace qonys {
namespace {

using test::amount;
using test::section;
using test::SmallSweep;
using test::some_boxes;
using test::two_by_two;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

std::string printed(const SmallSweep& sweep, const SensitivityOptions& options = {}) {
    return report_sensitivity(sweep.content(), options);
}

TEST(discovery_report, says_when_all_or_no_points_are_cases) {
    SensitivityOptions options;
    options.discover = {"placed > 30", "placed >= 10", "spending < 100%"};
    const std::string text = printed(two_by_two(), options);
    EXPECT_THAT(text, HasSubstr("\nWhere placed > 30 persons\nTaken on the points' means over 2 replicates: it holds at none of "
                                "the 4 points.\nThe points lie between 10 and 30 persons.\n"));
    EXPECT_THAT(text, HasSubstr("\nWhere placed >= 10 persons\nTaken on the points' means over 2 replicates: it holds at all 4 "
                                "points: nothing tells them apart.\n"));
    // means 5, 4, 4.5, 6 million: 4.875
    EXPECT_THAT(
        text,
        HasSubstr("\nWhere spending < 100 % of its mean, 4,875,000 KZT (4.875 million KZT)\nTaken on the points' means over 2 "
                  "replicates: it holds at 2 of 4 points (50 %), the cases.\n"));
    SmallSweep one({amount()}, {1, 2}, 1, {"order", "key"});
    one.add({"placed", "persons", "persons placed", 1}, {1, 2, 1, 2});
    options.discover = {"placed > 30"};
    EXPECT_THAT(printed(one, options), HasSubstr("Where placed > 30 persons: key less order, paired\nTaken on the points' only "
                                                 "replicate: it holds at none of the 2 points.\n"));
}

TEST(discovery_report, tells_the_range_in_the_units_of_tables_and_of_conditions) {
    SensitivityOptions options;
    options.discover = {"spending > 5", "retained_36m > 60"};
    EXPECT_THAT(
        printed(two_by_two(), options),
        AllOf(HasSubstr("\nWhere spending > 5 KZT (5.000e-06 million KZT)\n"),
              HasSubstr("\nThe points lie between 4 and 6 million KZT; write the number in KZT: 4,000,000 to 6,000,000.\n"),
              HasSubstr("\nWhere retained_36m > 60 (6,000 %)\n"),
              HasSubstr("\nThe points lie between 50 and 80 %; write the number as a share: 0.5 to 0.8.\n")));
}

TEST(discovery_report, puts_a_box_into_a_sentence_its_limits_and_its_trajectory) {
    EXPECT_EQ(discovery_section(two_by_two().content(), {}, some_boxes()),
              "Where spending > 2,000,000 KZT (2 million KZT)\n"
              "Taken on the points' means over 2 replicates: it holds at 35 of 200 points (18 %), the cases.\n"
              "3 points left out: a run failed or has no value.\n"
              "\n"
              "Box 1: coverage 71 %, density 83 %, mass 15 % (30 points, 25 cases)\n"
              "It holds in 83 % of the 30 points with amount of 1.42 or more and p2\n"
              "benefits.rent_mrp.2025-…here_the_family_settles = village (that is 71 % of all cases).\n"
              "\n"
              "Its limits\n"
              "parameter                                from  to  quasi-p\n"
              "──────────────────────────────────────────────────────────\n"
              "amount                                   1.42   –  < 0.001\n"
              "p2 benefits.rent_mr…e_family_settles  village   –    0.031\n"
              "\n"
              "How it was found: 30 steps of peeling\n"
              "step  mass, %  coverage, %  density, %  restricted\n"
              "──────────────────────────────────────────────────────────\n"
              "1         100          100          18           0\n"
              "4          50           90          30           1\n"
              "7          50           90          30           1\n"
              "10         50           90          30           1\n"
              "13         50           90          30           1\n"
              "17         50           90          30           1\n"
              "18         15           71          83           2  chosen\n"
              "20         50           90          30           1\n"
              "23         50           90          30           1\n"
              "26         50           90          30           1\n"
              "30         50           90          30           1\n"
              "\n"
              "Coverage: share of all cases in the box. Density: share of its points that are cases. quasi-p: how\n"
              "likely chance gives such a density when the restriction is dropped; the limits were chosen on the\n"
              "same points, so it is too low.\n");
}

TEST(discovery_report, leaves_an_open_side_of_a_box_open) {
    ConditionFindings found = some_boxes();
    found.discovery.trajectories[0][17].limits = {{0, 50, 62.5, false, true, 0.2}};
    const std::string text = discovery_section(two_by_two().content(), {}, found);
    EXPECT_THAT(text, HasSubstr("with amount of 62.5 or less (that is"));
    EXPECT_THAT(section(text, "Its limits"), HasSubstr("\namount        –  62.5    0.200"));
    found.discovery.trajectories[0][17].limits[0].restricts_low = true;
    EXPECT_THAT(discovery_section(two_by_two().content(), {}, found), HasSubstr("with amount from 50 to 62.5 (that is"));
}

TEST(discovery_report, says_that_further_boxes_count_only_points_outside_those_before) {
    ConditionFindings found = some_boxes();
    for (int box = 0; box < 2; ++box) {
        found.discovery.trajectories.push_back({{{{0, 60, 90, true, false, 0.2}}, 0.2, 0.5, 0.07, 14, 7}});
        found.discovery.chosen.push_back(0);
    }
    const std::string text = discovery_section(two_by_two().content(), {}, found);
    EXPECT_THAT(text, HasSubstr("\nBox 2: coverage 20 %, density 50 %, mass 7 % (14 points, 7 cases)\nIt holds in 50 % of the 14 "
                                "points with amount of 60 "
                                "or more, outside box 1 (that is 20 % of all\ncases).\n"));
    EXPECT_THAT(text, HasSubstr("with amount of 60 or more, outside boxes 1 and 2 (that is"));
    EXPECT_THAT(text, HasSubstr("How it was found: 1 step of peeling\n"));
}

TEST(discovery_report, says_that_words_are_taken_in_the_order_of_the_file) {
    SmallSweep sweep = two_by_two();
    EXPECT_THAT(discovery_section(sweep.content(), {}, some_boxes()), Not(HasSubstr("next to each other")));
    sweep.header.parameters[1].words = {"city", "village", "town"};
    EXPECT_THAT(
        discovery_section(sweep.content(), {}, some_boxes()),
        HasSubstr("\nA box takes words that stand next to each other in the sweep file, whatever they mean: p2\nbenefits."));
}

TEST(discovery_report, says_when_no_box_was_found) {
    ConditionFindings found = some_boxes();
    found.discovery.chosen = {0};  // all points
    EXPECT_THAT(discovery_section(two_by_two().content(), {}, found),
                HasSubstr("No box of the parameters holds more of them than chance.\n"));
}

}  // namespace
}  // namespace qonys
