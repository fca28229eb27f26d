// What `qonys sweep` prints, from sweeps that can be checked with a pencil.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <sstream>

#include "report/sensitivity_table.hpp"
#include "report/sweep_labels.hpp"
#include "report/sweep_table.hpp"
#include "results/write_sweep.hpp"
#include "support/process.hpp"
#include "worked/small_sweep.hpp"

namespace qonys {
namespace {

using test::amount;
using test::section;
using test::SmallSweep;
using test::two_by_two;
using test::with_arms;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

std::string printed(const SmallSweep& sweep, bool whole = false, Format format = Format::table) {
    return report_sweep(sweep.content(), {whole, format, "outputs/x.h5"});
}

TEST(sweep_summary, shows_the_range_of_every_measure_and_where_its_ends_are) {
    SmallSweep sweep = two_by_two();
    sweep.header.assumed = "leaving.quota_hazard = 0.004 per month \nb = 2\nc = 3\nd = 4\ne = 5\n";
    // 95 % of Student's t with one degree of freedom: 12.7062; se 1 and 0.1 million
    EXPECT_EQ(printed(sweep),
              "Which amount, and where?\n"
              "4 points of design grid over 2 parameters, 2 replicates, seed 7; ± half the 95 % interval;\n"
              "replicate r has the same draws at every point\n"
              "\n"
              "Varied\n"
              "  amount: 50, 90 MRP; base 70\n"
              "  p2  benefits.rent_mrp.2025-01-01.where_the_family_settles: city, village; base city\n"
              "\n"
              "Range over the 4 points\n"
              "                               lowest                     highest\n"
              "                                mean  point  median        mean  point\n"
              "──────────────────────────────────────────────────────────────────────\n"
              "persons placed            10.0 ±12.7      0    17.0  30.0 ±12.7      3\n"
              "paid, million KZT         4.00            1    4.75  6.00            3\n"
              "there after 36 months, %  50.0            0    70.0  80.0            3\n"
              "places, persons           40.0          all    40.0  40.0          all\n"
              "\n"
              "The points named above\n"
              "point  amount       p2\n"
              "──────────────────────\n"
              "0          50     city\n"
              "1          50  village\n"
              "3          90  village\n"
              "\n"
              "Values without a source that the result rests on (5)\n"
              "  leaving.quota_hazard = 0.004 per month\n"
              "  b = 2\n"
              "  c = 3\n"
              "  d = 4\n"
              "  ... (1 more; the file has them all)\n"
              "\n"
              "Written to outputs/x.h5\n"
              "Best points and effects: the same with --table\n"
              "Which parameters matter: ./qonys sensitivity outputs/x.h5\n");
}

TEST(sweep_summary, counts_failed_points_and_tells_the_first_with_their_values) {
    SmallSweep sweep = two_by_two();
    sweep.fail(3, "s.yaml:3:1: amount: 90 is above the most; try less\nanother");
    const std::string text = printed(sweep);
    EXPECT_THAT(text,
                HasSubstr("\n1 of 4 points failed\n  point 3 (amount = 90, p2 = village): s.yaml:3:1: amount: 90 is above the "
                          "most; try less; another\n"));
    EXPECT_THAT(section(text, "Range over"), AllOf(HasSubstr("Range over the 3 points\n"), HasSubstr("20.0 ±12.7      2\n")));

    SmallSweep seven({amount()}, {1, 2, 3, 4, 5, 6, 7}, 1);
    seven.add({"placed", "persons", "persons placed", 1}, {1, 2, 3, 4, 5, 6, 7});
    for (std::size_t point = 0; point < 7; ++point) seven.fail(point, "no");
    const std::string none = printed(seven, true);
    EXPECT_THAT(none, HasSubstr("7 of 7 points failed\n"));
    EXPECT_THAT(none, AllOf(HasSubstr("  point 4 (amount = 5): no\n  ... (2 more;"), Not(HasSubstr("point 5 ("))));
    EXPECT_THAT(none, AllOf(HasSubstr("persons placed: no point has a value\n"), Not(HasSubstr("nan"))));
}

TEST(sweep_summary, with_arms_shows_the_reference_and_paired_differences_from_it) {
    const std::string text = printed(with_arms());
    // differences 1, 2, 3: 2, se 0.577 x 4.303 = 2.48; -4, -6, -8: -6, se 1.155 x 4.303 = 4.97
    EXPECT_EQ(section(text, "Range over the 2 points: key"),
              "Range over the 2 points: key less order\n"
              "                      lowest                     highest             points\n"
              "                       mean  point  median         mean  point  above 0  below 0\n"
              "────────────────────────────────────────────────────────────────────────────────\n"
              "persons placed  −6.00 ±4.97      1   −2.00  +2.00 ±2.48      0        0        1\n"
              "Points above and below 0: those whose 95 % interval of the difference does not hold 0.");
    // 10, 20, 30 and 40, 50, 60: se 5.77 x 4.303 = 24.8
    EXPECT_THAT(section(text, "Range over the 2 points: order, the reference"),
                HasSubstr("persons placed  20.0 ±24.8      0    35.0  50.0 ±24.8      1"));
    EXPECT_THAT(text, HasSubstr("and in every arm, so differences are paired\n"));
}

TEST(sweep_summary, of_one_replicate_shows_no_errors_and_says_so) {
    SmallSweep sweep({amount()}, {50, nan}, 1, {"order", "key"});
    sweep.add({"placed", "persons", "persons placed", 1}, {10, 12, 20, 25});
    const std::string text = printed(sweep, true);
    EXPECT_THAT(text, HasSubstr("1 replicate, seed 7; one replicate tells no error\n"));
    EXPECT_THAT(text, AllOf(Not(HasSubstr("above 0")), Not(HasSubstr("not told apart")), Not(HasSubstr("nan"))));
    EXPECT_THAT(section(text, "The points named above"), HasSubstr("\n1        base"));
    EXPECT_THAT(
        section(text, "persons placed, key less order: best"),
        HasSubstr(
            "\n0          50  2.00          −3.00\nOne replicate: no error is known, so no point is told apart from the first."));
}

TEST(sweep_summary, takes_draws_of_uncertain_inputs_as_the_independent_observations) {
    SmallSweep sweep({amount()}, {50}, 4);
    sweep.header.uncertain = "choice.kin = uniform(0, 1) utility\n";
    sweep.header.replicates_per_draw = 2;
    sweep.add({"placed", "persons", "persons placed", 1}, {9, 11, 19, 21});
    // means of draws 10 and 20: 15, se 5 x 12.7062 = 63.5
    EXPECT_THAT(printed(sweep),
                AllOf(HasSubstr("persons placed  15.0 ±63.5"), HasSubstr("\nUncertain inputs (1)\n  choice.kin")));
}

TEST(sweep_summary, keeps_a_long_question_to_the_page) {
    SmallSweep sweep = two_by_two();
    sweep.header.question = "Which amount" + std::string(30, ' ') +
                            "and where, and at what cost, and for whom, and until when, and who is to pay for it?";
    EXPECT_LE(columns_of(printed(sweep)), 100U);
    EXPECT_THAT(printed(sweep), HasSubstr("for it?\n4 points of design"));
}

TEST(sweep_summary, says_which_part_a_shard_holds) {
    SmallSweep sweep = two_by_two();
    sweep.header.points = 1000;
    sweep.header.shard = 2;
    sweep.header.shards = 250;
    EXPECT_THAT(printed(sweep), HasSubstr("\nshard 2 of 250: 4 of 1,000 points of design grid over"));
}

TEST(sweep_table, ranks_points_by_what_is_better_with_the_paired_distance_from_the_best) {
    const std::string text = printed(two_by_two(), true);
    // Less 29, 31: -10, -10; -15.5, -16.5; -20, -20. Variances 0, 0.5 and 0, pooled 0.5 / 3; 4 x 1 x 3 / 6 = 2 degrees of
    // freedom, t 4.303: 4.303 x sqrt(0.5 / 3 / 2) = 1.24; point 1's own se 0.5 is the larger: 2.15
    EXPECT_EQ(section(text, "persons placed: best"),
              "persons placed: best and worst points (more is better)\n"
              "                        ± half the 95 % interval\n"
              "point  amount       p2        mean  less the best\n"
              "─────────────────────────────────────────────────\n"
              "3          90  village  30.0 ±12.7\n"
              "2          90     city  20.0 ±12.7     −10.0 ±1.2\n"
              "1          50  village  14.0 ±6.4      −16.0 ±2.2\n"
              "0          50     city  10.0 ±12.7     −20.0 ±1.2\n"
              "All 3 others are told apart from the first by the paired difference. With 2 replicates the error is\n"
              "the larger of the point's own and that of all points together.");
    // 4.5 and 5.0 less 4.0: own se 0.1 million, 0.43; 6.0: pooled variance 0.04 / 3, 0.35
    EXPECT_EQ(section(text, "paid, million KZT: best"),
              "paid, million KZT: best and worst points (less is better)\n"
              "                        ± half the 95 % interval\n"
              "point  amount       p2        mean  less the best\n"
              "─────────────────────────────────────────────────\n"
              "1          50  village  4.00\n"
              "2          90     city  4.50 ±1.27    +0.50 ±0.43\n"
              "0          50     city  5.00 ±1.27    +1.00 ±0.43\n"
              "3          90  village  6.00          +2.00 ±0.35\n"
              "All 3 others are told apart from the first by the paired difference. With 2 replicates the error is\n"
              "the larger of the point's own and that of all points together.");
    // no spread in two replicates of two points may be an accident
    EXPECT_EQ(section(text, "there after 36 months, %: highest"),
              "there after 36 months, %: highest and lowest points\n"
              "point  amount       p2  mean  less the highest\n"
              "─────────────────────────────────────────────────────────────\n"
              "3          90  village  80.0\n"
              "2          90     city  70.0             −10.0  error unknown\n"
              "0          50     city  50.0             −30.0  error unknown\n"
              "Of 2 the error is unknown: too few runs, or so few that they may agree by accident.");
    EXPECT_THAT(text, HasSubstr("\nplaces, persons: the same at every point\n"));
}

TEST(sweep_table, shows_five_of_each_end) {
    SmallSweep sweep({amount()}, {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}, 1);
    sweep.add({"placed", "persons", "persons placed", 1}, {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12});
    const std::string points = section(printed(sweep, true), "persons placed: best");
    EXPECT_THAT(points, HasSubstr("\n7           8   8.0           −4.0\n…\n4           5   5.0           −7.0\n"));
    EXPECT_THAT(points, AllOf(Not(HasSubstr("\n5  ")), Not(HasSubstr("\n6  "))));
}

TEST(sweep_table, shows_main_effects_by_level_and_pairs_that_act_together) {
    const std::string text = printed(two_by_two(), true);
    // 10, 14, 20, 30: levels 12 and 25, 15 and 22; squares 169, 49 and 9 of 227, less the noise of the means
    EXPECT_EQ(section(text, "persons placed: main effects"),
              "persons placed: main effects\n"
              "                                                                               % of variance\n"
              "level                                           mean ± se over points  points      explained\n"
              "────────────────────────────────────────────────────────────────────────────────────────────\n"
              "amount = 50                                                 12.0 ±2.0       2           74.4\n"
              "amount = 90                                                 25.0 ±5.0       2\n"
              "p2 benefits.rent_mr…e_family_settles = city                 15.0 ±5.0       2           21.6\n"
              "p2 benefits.rent_mr…e_family_settles = village              22.0 ±8.0       2\n"
              "Acting together, beyond the sum of their own effects: none above chance (1 pair tried).\n"
              "Monte-Carlo noise, 0.1 % of the variance between the points' means, is taken off.");
    // 5, 4, 4.5, 6 million: squares 0.5625, 0.0625 and 1.5625 of 2.1875
    EXPECT_THAT(section(text, "paid, million KZT: main effects"),
                HasSubstr("\nActing together, beyond the sum of their own effects (1 pair tried; those above chance)\n"
                          "  amount x p2 benefits.rent_mr…e_family_settles: 71.4 % of variance\n"));
}

TEST(sweep_table, shows_what_chance_explains_only_where_it_is_not_taken_off) {
    const std::vector<SweptParameter> two = {amount(), test::place()};
    SmallSweep sweep(two, {50, 0, 50, 1, 70, 0, 70, 1, 90, 0, 90, 1}, 1);
    sweep.add({"placed", "persons", "persons placed", 1}, {1, 2, 5, 4, 8, 9});
    const std::string grid = section(printed(sweep, true), "persons placed: main effects");
    EXPECT_THAT(grid, AllOf(HasSubstr("by chance\n"), Not(HasSubstr("taken off"))));
    sweep.header.design = "lhs";
    const std::string lhs = section(printed(sweep, true), "persons placed: main effects");
    EXPECT_THAT(lhs, AllOf(Not(HasSubstr("by chance")), HasSubstr("\nWhat chance explains on average is taken off")));
    for (const char* design : {"sobol", "morris"}) {
        sweep.header.design = design;
        const std::string text = section(printed(sweep, true), "persons placed: main effects");
        EXPECT_THAT(text, AllOf(Not(HasSubstr("by chance")), Not(HasSubstr("Acting together")),
                                HasSubstr("\nShares are rough and pairs are left out"), HasSubstr("./qonys\nsensitivity")));
        const auto json = nlohmann::json::parse(printed(sweep, false, Format::json));
        EXPECT_TRUE(json["effects"][0]["main"][0]["chance"].is_null());
    }
    sweep.header.design = "grid";
    sweep.fail(0, "no such year");
    EXPECT_THAT(printed(sweep, true), Not(HasSubstr("by chance"))) << "no whole grid";
}

// y of 40 points is independent of 8 parameters.
TEST(sweep_table, finds_no_pairs_in_numbers_without_a_pattern) {
    std::vector<SweptParameter> parameters;
    std::vector<double> values, y;
    for (int p = 0; p < 8; ++p) parameters.push_back({"p" + std::to_string(p), "", "", "uniform(0, 1)", {}, 0.5});
    for (int i = 0; i < 40; ++i) {
        for (int p = 0; p < 8; ++p) values.push_back(std::fmod(0.618034 * (i + 1) * (p + 2) + 0.137 * i * i, 1.0));
        y.push_back(std::fmod(0.414214 * (i + 3) * (i + 7), 1.0));
    }
    SmallSweep sweep(parameters, values, 1);
    sweep.header.design = "lhs";
    sweep.add({"placed", "persons", "persons placed", 1}, y);
    EXPECT_THAT(printed(sweep, true),
                HasSubstr("Acting together, beyond the sum of their own effects: none above chance (28 pairs tried).\n"));
    EXPECT_EQ(nlohmann::json::parse(printed(sweep, false, Format::json))["effects"][0]["pairs"], 28);
}

TEST(sweep_table, takes_a_value_left_as_in_the_base_for_that_of_the_base) {
    SmallSweep sweep({amount()}, {nan, 50, 90}, 1);
    sweep.header.design = "one_at_a_time";
    sweep.add({"placed", "persons", "persons placed", 1}, {4, 2, 6});
    const std::string text = printed(sweep, true);
    EXPECT_THAT(section(text, "persons placed: main effects"), HasSubstr("amount = 70                   4.00       1"));
    EXPECT_THAT(section(text, "persons placed: best"), HasSubstr("\n0        base  4.00          −2.00"));
}

TEST(sweep_reports, keep_to_a_hundred_columns_with_many_parameters_of_long_names) {
    std::vector<SweptParameter> parameters;
    std::vector<double> values;
    for (int p = 0; p < 30; ++p)
        parameters.push_back({"benefits.a_section_with_a_long_name.and_another_one.parameter_" + std::to_string(p),
                              "KZT",
                              "doc",
                              "uniform(0, 1)",
                              {},
                              0.5});
    for (int i = 0; i < 40 * 30; ++i) values.push_back(std::fmod(0.618034 * i * i, 1.0));
    SmallSweep sweep(parameters, values, 2);
    std::vector<double> y;
    for (int i = 0; i < 80; ++i) y.push_back(1e9 * std::fmod(0.414 * i, 1.0));
    sweep.header.design = "lhs";
    sweep.add({"spending_per_retained_settler_year.kandas_quota@KZ-55", "KZT per person and year",
               "paid per settler-year there, kandas, region with a long name", -1},
              y);
    const std::string text = printed(sweep, true);
    EXPECT_LE(columns_of(text), 100U);
    EXPECT_THAT(text, HasSubstr("Of 30 parameters the 8 with the largest main effects; --format csv has all.\n"));
    EXPECT_THAT(text, HasSubstr("The first 24 of 30 parameters; --format csv has all.\n"));
    EXPECT_THAT(text, HasSubstr("22 more parameters explain at most "));
    EXPECT_THAT(text, HasSubstr("p30  benefits.a_section_with_a_long…"));
}

TEST(sweep_labels, write_values_short_for_people_and_exactly_for_programs) {
    EXPECT_EQ(number_for_people(70), "70");
    EXPECT_EQ(number_for_people(2e6), "2,000,000");
    EXPECT_EQ(number_for_people(1.0 / 3), "0.3333");
    EXPECT_EQ(number_for_people(-12345.678), "−12,346");
    EXPECT_EQ(number_for_people(1234567e9), "1.235e+15");
    EXPECT_EQ(number_for_people(0), "0");
    EXPECT_EQ(number_for_people(nan), "–");
    EXPECT_EQ(value_for_people(amount(), nan), "base");
    EXPECT_EQ(value_for_programs(amount(), 1.0 / 3), "0.3333333333333333");
    EXPECT_EQ(value_for_programs(test::place(), 1), "village");
    EXPECT_EQ(shortened_middle("абвгдежз", 5), "аб…жз");
    EXPECT_EQ(shortened_middle("abcde", 5), "abcde");
}

TEST(sweep_csv, has_a_line_per_point_with_numbers_that_read_back) {
    SmallSweep sweep = two_by_two();
    sweep.fail(3, "a, \"b\"\nc");
    EXPECT_EQ(printed(sweep, false, Format::csv),
              "point,amount,benefits.rent_mrp.2025-01-01.where_the_family_settles,status,message,placed_mean,placed_se,"
              "spending_mean,spending_se,retained_36m_mean,retained_36m_se,quota_mean,quota_se\n"
              "0,50,city,finished,,10,1,5000000,100000,0.5,0,40,0\n"
              "1,50,village,finished,,14,0.5,4000000,0,,,40,0\n"
              "2,90,city,finished,,20,1,4500000,100000,0.7,0,40,0\n"
              "3,90,village,failed,\"a, \"\"b\"\"; c\",,,,,,,,\n");
}

TEST(sweep_csv, adds_to_the_name_of_a_parameter_that_is_called_like_another_column) {
    SweptParameter status = amount(), mean = amount(), added = amount();
    status.name = "status";
    mean.name = "placed_mean";
    added.name = "status_varied";
    SmallSweep sweep({status, mean, added}, {1, 2, 3}, 1);
    sweep.add({"placed", "persons", "persons placed", 1}, {5});
    EXPECT_EQ(printed(sweep, false, Format::csv),
              "point,status_varied,placed_mean_varied,status_varied_varied,status,message,placed_mean,placed_se\n"
              "0,1,2,3,finished,,5,\n");
}

TEST(sweep_csv, has_a_line_per_arm_with_paired_differences) {
    EXPECT_EQ(printed(with_arms(), false, Format::csv),
              "point,arm,amount,status,message,placed_mean,placed_se,placed_difference,placed_difference_se\n"
              "0,order,50,finished,,20,5.773502691896258,0,0\n"
              "0,key,50,finished,,22,6.3508529610858835,2,0.5773502691896257\n"
              "1,order,90,finished,,50,5.773502691896258,0,0\n"
              "1,key,90,finished,,44,4.618802153517006,-6,1.1547005383792515\n");
}

TEST(sweep_csv, takes_points_block_by_block) {
    const std::size_t points = 2500;
    std::vector<double> values(points), y(points);
    for (std::size_t i = 0; i < points; ++i) values[i] = y[i] = static_cast<double>(i);
    SmallSweep sweep({amount()}, values, 1);
    sweep.add({"placed", "persons", "persons placed", 1}, y);
    std::istringstream lines(printed(sweep, false, Format::csv));
    std::string line;
    std::getline(lines, line);
    for (std::size_t i = 0; i < points; ++i) {
        ASSERT_TRUE(std::getline(lines, line));
        ASSERT_EQ(line, std::to_string(i) + "," + std::to_string(i) + ",finished,," + std::to_string(i) + ",");
    }
    EXPECT_FALSE(std::getline(lines, line));
}

TEST(sweep_json, holds_points_and_effects_and_no_nan) {
    SmallSweep sweep = two_by_two();
    sweep.fail(0, "it broke\nbadly");
    const auto json = nlohmann::json::parse(printed(sweep, false, Format::json));
    EXPECT_EQ(json["question"], "Which amount, and where?");
    EXPECT_EQ(json["failed"], 1);
    EXPECT_EQ(json["output"], "outputs/x.h5");
    EXPECT_FALSE(json.contains("arms"));
    ASSERT_EQ(json["results"].size(), 4U);
    EXPECT_EQ(json["results"][0]["message"], "it broke\nbadly");
    EXPECT_TRUE(json["results"][0]["measures"]["placed"]["mean"].is_null());
    EXPECT_EQ(json["results"][1]["parameters"]["amount"], 50);
    EXPECT_EQ(json["results"][1]["parameters"]["benefits.rent_mrp.2025-01-01.where_the_family_settles"], "village");
    EXPECT_EQ(json["results"][1]["measures"]["placed"]["se"], 0.5);
    EXPECT_EQ(json["measures"][1]["better"], "less");
    ASSERT_EQ(json["effects"].size(), 4U) << "one per measure";
    EXPECT_EQ(json["effects"][0]["main"][1]["levels"][1]["low"], "village");
    EXPECT_EQ(json["effects"][0]["main"][1]["levels"][1]["mean"], 22);
}

TEST(sweep_content, averages_the_replicates_of_a_draw_for_the_estimators) {
    SmallSweep sweep({amount()}, {50, 90}, 5);
    sweep.header.replicates_per_draw = 2;
    const std::vector<double> y = {1, 3, 10, 20, 7, nan, nan, 4, nan, 9};
    EXPECT_THAT(sample_of(sweep.content(), y).y, testing::SizeIs(10)) << "certain inputs: replicates are independent";
    sweep.header.uncertain = "choice.kin = uniform(0, 1) utility\n";
    const DesignSample sample = sample_of(sweep.content(), y);
    EXPECT_EQ(sample.replicates, 3U);
    ASSERT_EQ(sample.y.size(), 6U);
    EXPECT_THAT(sample.y, testing::ElementsAre(2, 15, 7, testing::IsNan(), 4, 9));
}

TEST(sweep_content, tells_words_without_order_from_numbers) {
    SweptParameter three = test::place();
    three.words = {"city", "town", "village"};
    SmallSweep sweep({amount(), test::place(), three}, {50, 1, 2}, 1);
    EXPECT_THAT(sample_of(sweep.content(), {1}).ordered, testing::ElementsAre(true, true, false));
}

TEST(sweep_json, holds_each_arm) {
    const auto json = nlohmann::json::parse(printed(with_arms(), false, Format::json));
    EXPECT_EQ(json["reference"], "order");
    EXPECT_EQ(json["results"][1]["arms"]["key"]["placed"]["difference"], -6);
    EXPECT_EQ(json["results"][1]["arms"]["order"]["placed"]["mean"], 50);
    ASSERT_EQ(json["effects"].size(), 2U) << "levels of the reference and differences of the arm";
    EXPECT_EQ(json["effects"][1]["figures"], "difference");
    EXPECT_EQ(json["effects"][1]["main"][0]["levels"][1]["mean"], -6);
}

TEST(sweep_reports, of_a_file_are_those_of_what_was_written) {
    for (SmallSweep sweep : {two_by_two(), with_arms()}) {
        if (!sweep.header.has_arms()) sweep.fail(2, "no such year");
        const SweepContent content = sweep.content();
        const test::TempFolder folder;
        const std::string path = (folder.path() / "x.h5").string();
        write_sweep(path, sweep.header, sweep.points, [&](std::size_t i) { return content.results(i, i + 1).front(); }, {});
        const SweepFileReader file(path);
        for (const Format format : {Format::table, Format::csv, Format::json})
            EXPECT_EQ(report_sweep(file, {true, format, ""}), report_sweep(content, {true, format, ""}));
        EXPECT_EQ(report_sensitivity(file, {}), report_sensitivity(content, {}));
    }
}

}  // namespace
}  // namespace qonys
