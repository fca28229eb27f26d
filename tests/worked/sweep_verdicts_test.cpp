// Which points `qonys sweep` calls told apart, from sweeps that can be checked with a pencil.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "report/sweep_table.hpp"
#include "worked/small_sweep.hpp"

namespace qonys {
namespace {

using test::amount;
using test::section;
using test::SmallSweep;
using testing::AllOf;
using testing::HasSubstr;

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

std::string printed(const SmallSweep& sweep, bool whole = false) {
    return report_sweep(sweep.content(), {whole, Format::table, "outputs/x.h5"});
}

TEST(sweep_verdicts, does_not_tell_apart_points_that_differ_by_less_than_the_replicates_do) {
    SmallSweep sweep({amount()}, {1, 2, 3}, 2);
    sweep.add({"placed", "persons", "persons placed", 1}, {60, 40, 49, 49, 30, 10});
    // Less the first: -11, 9; -30, -30. Variances 200 and 0, pooled 100; 4 x 1 x 2 / 5 = 1 degree of freedom, t 12.71, own se 10
    // and pooled 7.07: 127.1 and 89.8
    EXPECT_THAT(section(printed(sweep, true), "persons placed: best"),
                AllOf(HasSubstr("\n1           2  49.0           −1.0 ±127.1  not told apart\n"),
                      HasSubstr("−30.0 ±89.8   not told apart\nNone of the 2 others is told apart from the first: the 95 % "
                                "intervals of the paired differences hold\n0. With 2")));
}

TEST(sweep_verdicts, takes_a_points_own_spread_from_ten_replicates_on) {
    SmallSweep sweep({amount()}, {1, 2, 3}, 10);
    std::vector<double> y;
    for (const double mean : {30.0, 29.0, 20.0})
        for (int r = 0; r < 10; ++r) y.push_back(mean + (mean == 20 ? (r % 2 == 0 ? 3 : -3) : 0));
    sweep.add({"placed", "persons", "persons placed", 1}, y);
    // of point 2 the variance is 9 x 10 / 9 = 10, se 1, t of 9 degrees of freedom 2.262
    EXPECT_THAT(section(printed(sweep, true), "persons placed: best"),
                AllOf(HasSubstr("\n1           2  29.0           −1.0\n"),
                      HasSubstr("\n2           3  20.0 ±2.3     −10.0 ±2.3\nAll 2 others are "
                                "told apart from the first by the paired difference.")));
}

TEST(sweep_verdicts, shows_differences_that_are_small_beside_the_figures) {
    SmallSweep sweep({amount()}, {1, 2}, 4);
    sweep.add({"retained_36m", "share", "there after 36 months", 1}, {0.9, 0.92, 0.94, 0.96, 0.8985, 0.9185, 0.9389, 0.9589});
    // 0.15, 0.15, 0.11, 0.11 points of a per cent: sd 0.0231, se 0.0115, t of 3 degrees of freedom 3.182
    EXPECT_THAT(printed(sweep, true), HasSubstr("±4.1  −0.130 ±0.037\n"));
}

TEST(sweep_verdicts, gives_no_verdict_where_no_error_is_known) {
    SmallSweep sweep({amount()}, {1, 2, 3, 4}, 3);
    sweep.add({"placed", "persons", "persons placed", 1}, {30, 31, nan, 20, nan, 21, 25, 26, nan, 10, 13, nan});
    // Point 1 shares one replicate with the first. -5, -5 and -20, -18: pooled variance 1, 4 x 2 / 5 = 1 degree of freedom,
    // t 12.71: 12.71 x sqrt(1 / 2) = 9.0, and 12.7 with the last point's own se of 1
    const std::string text = section(printed(sweep, true), "persons placed: best");
    EXPECT_THAT(text, AllOf(HasSubstr("error unknown\n"), HasSubstr("−19.0 ±12.7\n1 of the 3 others is not told apart"),
                            HasSubstr(" Of 1 the error is unknown: too few runs")));
    SmallSweep drawn({amount()}, {1, 2}, 3);
    drawn.header.uncertain = "choice.kin = uniform(0, 1) utility\n";
    drawn.header.replicates_per_draw = 3;
    drawn.add({"placed", "persons", "persons placed", 1}, {30, 31, 32, 20, 21, 22});
    EXPECT_THAT(printed(drawn, true),
                AllOf(HasSubstr("one draw of the uncertain inputs tells no error"),
                      HasSubstr("\nOne draw of the uncertain inputs: no error is known, so no point is told apart "
                                "from the first.\n")));
}

TEST(sweep_verdicts, believes_replicates_that_agree_at_every_one_of_many_points) {
    std::vector<double> values, y;
    for (int i = 0; i < 12; ++i) {
        values.push_back(i);
        y.insert(y.end(), {100.0 * i, 100.0 * i});
    }
    SmallSweep sweep({amount()}, values, 2);
    sweep.add({"quota", "persons", "places", 1}, y);
    EXPECT_THAT(printed(sweep, true), HasSubstr("All 11 others are told apart from the first"));
}

TEST(sweep_verdicts, does_not_count_a_difference_that_few_replicates_agree_on_by_accident) {
    SmallSweep sweep({amount()}, {50, 90}, 2, {"order", "key"});
    sweep.add({"placed", "persons", "persons placed", 1}, {10, 20, 11, 21, 40, 50, 50, 62});
    EXPECT_THAT(section(printed(sweep), "Range over the 2 points: key"),
                HasSubstr("+1.0      0    +6.0  +11.0 ±12.7      1        0        0\n"));
    SmallSweep four({amount()}, {50}, 4, {"order", "key"});
    four.add({"placed", "persons", "persons placed", 1}, {10, 20, 30, 40, 11, 21, 31, 41});
    EXPECT_THAT(section(printed(four), "Range over the 1 point: key"), HasSubstr("+1.00    all        1        0\n"));
}

}  // namespace
}  // namespace qonys
