// Progress with a clock that the test turns.
#include "report/progress.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>

namespace qonys {
namespace {

struct Watched {
    std::ostringstream out;
    double now = 100;
    Progress progress;
    explicit Watched(ProgressTo to, std::int64_t total = 40) : progress(out, to, "replicates", total, [this] { return now; }) {}

    void work(std::int64_t from, std::int64_t to, double seconds_each) {
        for (std::int64_t done = from + 1; done <= to; ++done) {
            now += seconds_each;
            progress.done(done);
        }
    }
};

TEST(progress, in_a_log_is_one_line_per_tenth) {
    Watched w(ProgressTo::log);
    w.work(0, 40, 0.5);
    const std::string text = w.out.str();
    EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 10);
    EXPECT_TRUE(text.starts_with("4/40 replicates, 2.0 per second, 0:18 left\n8/40 replicates, 2.0 per second, 0:16 left\n"))
        << text;
    EXPECT_TRUE(text.ends_with("\n40/40 replicates, 2.0 per second, took 0:20\n")) << text;
}

TEST(progress, on_a_terminal_is_one_line_rewritten_at_most_five_times_a_second) {
    Watched w(ProgressTo::terminal, 1000);
    w.work(0, 1000, 0.01);  // 10 seconds
    const std::string text = w.out.str();
    const auto shown = std::count(text.begin(), text.end(), '\r');
    EXPECT_GE(shown, 45);
    EXPECT_LE(shown, 51);
    EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 0);
    EXPECT_TRUE(text.ends_with("\r\x1b[K1000/1000 replicates, 100.0 per second, took 0:10")) << text;
}

TEST(progress, leaves_an_empty_line_on_the_terminal) {
    std::ostringstream out;
    {
        Progress(out, ProgressTo::terminal, "replicates", 10, [] { return 0.0; }).done(3);
    }
    EXPECT_EQ(out.str(), "\r\x1b[K3/10 replicates\r\x1b[K");
}

TEST(progress, says_how_long_each_takes_when_they_are_slow) {
    Watched w(ProgressTo::log, 10);
    w.work(0, 1, 90);
    EXPECT_EQ(w.out.str(), "1/10 replicates, 90.0 seconds each, 13:30 left\n");
}

TEST(progress, is_silent_when_asked) {
    Watched w(ProgressTo::nothing);
    w.work(0, 40, 1);
    EXPECT_EQ(w.out.str(), "");
    EXPECT_EQ(progress_target(true), ProgressTo::nothing);
}

TEST(durations, are_written_as_on_a_clock) {
    EXPECT_EQ(duration_text(7.4), "0:07");
    EXPECT_EQ(duration_text(750), "12:30");
    EXPECT_EQ(duration_text(11045), "3:04:05");
}

}  // namespace
}  // namespace qonys
