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
    explicit Watched(ProgressTo to, std::int64_t total = 40)
        : progress(
              out, to, "replicates", total, [this] { return now; },
              [this] { return "T" + std::to_string(static_cast<int>(now)) + "Z"; }) {}

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

TEST(progress, in_a_batch_log_is_a_line_with_the_time_every_half_minute_the_first_and_the_last) {
    Watched w(ProgressTo::batch, 100);
    w.work(0, 100, 0.75);  // 75 seconds from second 100 on
    EXPECT_EQ(w.out.str(),
              "T100Z 1/100 replicates, 1.3 per second, 1:14 left\n"
              "T130Z 41/100 replicates, 1.3 per second, 0:44 left\n"
              "T160Z 81/100 replicates, 1.3 per second, 0:14 left\n"
              "T175Z 100/100 replicates, 1.3 per second, took 1:15\n");
    w.progress.done(100);
    const std::string text = w.out.str();
    EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 4) << "told twice, written once";
}

TEST(progress, that_ends_early_leaves_its_last_state_in_the_batch_log) {
    std::ostringstream out;
    {
        double now = 0;
        Progress progress(
            out, ProgressTo::batch, "runs", 10, [&] { return now; }, [] { return std::string("now"); });
        progress.done(0);
        now = 8;
        progress.done(4);
    }
    EXPECT_EQ(out.str(), "now 0/10 runs\nnow 4/10 runs, 2.0 seconds each, 0:12 left\n");
    std::ostringstream nothing_done;
    {
        Progress progress(nothing_done, ProgressTo::batch, "runs", 10, [] { return 0.0; });
    }
    EXPECT_EQ(nothing_done.str(), "");
}

TEST(progress, says_how_many_points_failed) {
    Watched batch(ProgressTo::batch, 1000), log(ProgressTo::log, 10), terminal(ProgressTo::terminal, 10);
    for (Watched* w : {&batch, &log, &terminal}) w->progress.failed(2);
    batch.work(0, 1, 1);
    EXPECT_EQ(batch.out.str(), "T101Z 1/1000 replicates, 1.0 per second, 16:39 left, 2 points failed\n");
    log.work(0, 1, 1);
    EXPECT_EQ(log.out.str(), "1/10 replicates, 1.0 per second, 0:09 left, 2 points failed\n");
    terminal.progress.failed(1);
    terminal.work(0, 10, 1);
    EXPECT_TRUE(terminal.out.str().ends_with("10/10 replicates, 1.0 per second, took 0:10, 1 point failed"));
}

TEST(progress, counts_no_work_of_an_earlier_session_into_the_rate) {
    Watched batch(ProgressTo::batch, 100), log(ProgressTo::log, 100);
    for (Watched* w : {&batch, &log}) {
        w->progress.already(50);
        w->progress.done(50);
        w->work(50, 60, 2);
    }
    EXPECT_EQ(batch.out.str(), "T100Z 50/100 replicates\n") << "half a minute has not passed";
    batch.work(60, 65, 2);
    EXPECT_TRUE(batch.out.str().ends_with("T130Z 65/100 replicates, 2.0 seconds each, 1:10 left\n")) << batch.out.str();
    EXPECT_EQ(log.out.str(), "60/100 replicates, 2.0 seconds each, 1:20 left\n") << "the half done before is not told as new";
}

TEST(progress, writes_the_time_of_day_in_utc) {
    const std::string stamp = utc_now();
    ASSERT_EQ(stamp.size(), 20U) << stamp;
    for (std::size_t i = 0; i < stamp.size(); ++i) {
        const char form = "dddd-dd-ddTdd:dd:ddZ"[i];
        EXPECT_TRUE(form == 'd' ? stamp[i] >= '0' && stamp[i] <= '9' : stamp[i] == form) << stamp;
    }
    EXPECT_GE(stamp, "2026-01-01T00:00:00Z");
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
