// Money, posts, obligations, retention and moves of small programmes, by hand.
#include "pathways/pathways.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/pathway_run.hpp"

namespace qonys::test {
namespace {

using testing::ElementsAre;
using M = PathwayM;

// ---- Money and posts ----

TEST(money, is_counted_to_the_tenge) {
    const PathwayTry t(pathway_text(R"(  example:
    title: Example
    arrivals: {a: {date: 2026-01-05, from: SYR, persons: {men: 7}}}
    exits: {done: completed}
    stages:
      home: {kind: centre, places: 5, days: 10, cost_per_day: 1234.6, cost_on_entry: 99.5, next: {out: 1}}
      out: {kind: follow_up, days: 4, cost_per_day: 0.4, cost_on_entry: 3, next: {done: 1}}
)",
                                    "2026-03", "week"));
    EXPECT_EQ(t(M::spending, {{"stage", "home"}}), 7 * 10 * 1235 + 7 * 100);
    EXPECT_EQ(t(M::spending, {{"stage", "out"}}), 7 * 3);
    // The week of 1 January holds three days of five men.
    EXPECT_EQ(t(M::spending, {{"stage", "home"}, {"date", "2026-01-01"}}), 5 * 3 * 1235 + 5 * 100);
}

// 100 x 0.07 is seven posts, and not eight because a computer finds 7.000000000000001; one more person makes a part of an eighth.
TEST(posts, are_those_of_the_busiest_day_in_whole_posts) {
    const PathwayTry t(pathway_text(R"(  example:
    title: Example
    arrivals:
      a: {date: 2026-01-01, from: SYR, persons: {men: 100}}
      b: {date: 2026-01-10, from: SYR, persons: {men: 1}}
    exits: {done: completed}
    stages:
      home: {kind: centre, days: 10, cost_per_day: 0, staff: {doctor: 0.07}, next: {out: 1}}
      out: {kind: follow_up, days: 30, cost_per_day: 0, staff: {doctor: 0.01, teacher: 0.5}, next: {done: 1}}
)",
                                    "2026-01", "week"));
    EXPECT_THAT(t.by_date(M::posts, {{"service", "doctor"}}), ElementsAre(7, 8, 2, 2, 2));
    EXPECT_THAT(t.by_date(M::posts, {{"service", "teacher"}}), ElementsAre(0, 50, 51, 51, 51));
}

// ---- Obligations and retention ----

std::string one_man(const std::string& name, int days, const std::string& kind, const std::string& date = "2026-01-01") {
    return "  " + name + ":\n    title: Example\n    arrivals: {a: {date: " + date +
           ", from: SYR, persons: {men: 1}}}\n    exits: {end: " + kind +
           "}\n    obligation_days: 10\n    stages:\n      home: {kind: centre, cost_per_day: 0, days: " + std::to_string(days) +
           ", next: {end: 1}}\n";
}

TEST(obligation, lasts_from_arrival_and_is_broken_by_leaving_before_its_end) {
    const PathwayTry t(pathway_text(one_man("completes", 4, "completed") + one_man("leaves", 4, "left") +
                                    one_man("leaves_last", 9, "left") + one_man("leaves_after", 10, "left") +
                                    one_man("taken", 4, "custody") + one_man("goes_on", 4, "transferred") +
                                    one_man("dies", 4, "died")));
    const auto days_under = [&](const std::string& programme) {
        std::int64_t days = 0;
        for (const std::int64_t n : t.by_date(M::under_obligation, {{"programme", programme}})) days += n;
        return days;
    };
    EXPECT_EQ(days_under("completes"), 10);
    EXPECT_EQ(days_under("leaves"), 4);
    EXPECT_EQ(days_under("leaves_last"), 9);
    EXPECT_EQ(days_under("leaves_after"), 10);
    EXPECT_EQ(days_under("taken"), 4);
    EXPECT_EQ(days_under("goes_on"), 4);
    EXPECT_EQ(days_under("dies"), 4);
    EXPECT_EQ(t(M::under_obligation, {{"programme", "completes"}, {"date", "2026-01-10"}}), 1);
    EXPECT_EQ(t(M::under_obligation, {{"programme", "completes"}, {"date", "2026-01-11"}}), 0);
    EXPECT_EQ(t(M::breaches), 2);
    EXPECT_EQ(t(M::breaches, {{"programme", "leaves"}, {"date", "2026-01-05"}}), 1);
    EXPECT_EQ(t(M::breaches, {{"programme", "leaves_last"}, {"date", "2026-01-10"}}), 1);
}

// A run of 120 days; the months after arrival end on days 30, 60, 91 and 121.
TEST(retention, counts_whole_months_since_arrival) {
    const PathwayTry t(pathway_text(one_man("completes_30", 30, "completed") + one_man("leaves_30", 30, "left") +
                                        one_man("leaves_31", 31, "left") + one_man("stays", 400, "completed", "2026-02-01") +
                                        one_man("leaves_unseen", 70, "left", "2026-02-01"),
                                    "2026-04"));
    ASSERT_THAT(t.axes().months_since.labels, ElementsAre("0", "1", "2", "3"));
    const auto months = [&](M m, const std::string& programme) {
        std::vector<std::int64_t> counts;
        for (const std::string& n : t.axes().months_since.labels)
            counts.push_back(t(m, {{"programme", programme}, {"months_since", n}}));
        return counts;
    };
    EXPECT_THAT(months(M::followed, "completes_30"), ElementsAre(1, 1, 1, 1));
    EXPECT_THAT(months(M::still_in, "completes_30"), ElementsAre(1, 0, 0, 0));
    EXPECT_THAT(months(M::at_risk, "completes_30"), ElementsAre(1, 1, 0, 0));
    EXPECT_THAT(months(M::left, "completes_30"), ElementsAre(0, 0, 0, 0));
    EXPECT_THAT(months(M::left, "leaves_30"), ElementsAre(0, 1, 0, 0));
    EXPECT_THAT(months(M::still_in, "leaves_31"), ElementsAre(1, 1, 0, 0));
    EXPECT_THAT(months(M::at_risk, "leaves_31"), ElementsAre(1, 1, 1, 0));
    EXPECT_THAT(months(M::left, "leaves_31"), ElementsAre(0, 0, 1, 0));
    // From 1 February 88 days are left: the third month does not end within the run.
    for (const std::string programme : {"stays", "leaves_unseen"}) {
        EXPECT_THAT(months(M::followed, programme), ElementsAre(1, 1, 1, 0));
        EXPECT_THAT(months(M::still_in, programme), ElementsAre(1, 1, 1, 0));
        EXPECT_THAT(months(M::at_risk, programme), ElementsAre(1, 1, 1, 0));
        EXPECT_THAT(months(M::left, programme), ElementsAre(0, 0, 0, 0));
    }
}

// Who waits outside is in the programme.
TEST(retention, counts_those_who_wait_for_the_first_stage) {
    const PathwayTry t(
        pathway_text(one_stage("a: {date: 2026-01-01, from: SYR, persons: {men: 2}}", "places: 1, days: 80, cost_per_day: 0")));
    EXPECT_EQ(t(M::still_in, {{"months_since", "1"}}), 2);
    EXPECT_EQ(t(M::still_in, {{"months_since", "2"}}), 2);
}

// ---- Axes ----

TEST(axes, follow_the_names_of_the_file) {
    const PathwayTry t(pathway_text(R"(  east:
    title: East
    arrivals: {a: {date: 2026-01-05, from: SYR, persons: {men: 7}}}
    exits: {done: completed, gone: left}
    stages:
      reception: {kind: reception, days: 4, cost_per_day: 3, next: {home: 1}, staff: {doctor: 0.1}}
      home: {kind: centre, centre: house, days: 4, cost_per_day: 3, next: {done: 0.5, gone: 0.5}, staff: {teacher: 0.2}}
  west:
    title: West
    arrivals: {a: {date: 2026-01-05, from: SYR, persons: {men: 7}}}
    exits: {settled: completed, gone: died}
    stages:
      home: {kind: placement, places: 9, days: 4, cost_per_day: 3, next: {settled: 0.5, gone: 0.5}}
centres: {far: {title: Far, places: 3}, house: {title: House, places: 5}}
)"));
    const PathwayAxes& axes = t.axes();
    EXPECT_THAT(axes.programme.labels, ElementsAre("east", "west"));
    EXPECT_THAT(axes.stage.labels, ElementsAre("reception", "home"));
    EXPECT_THAT(axes.exit.labels, ElementsAre("done", "gone", "settled"));
    EXPECT_THAT(axes.group.labels, ElementsAre("women", "men", "children", "unaccompanied_children"));
    EXPECT_THAT(axes.room.labels, ElementsAre("far", "house", "east.reception", "west.home"));
    EXPECT_THAT(axes.service.labels, ElementsAre("doctor", "teacher"));
    EXPECT_THAT(axes.step_from.labels, ElementsAre("arrival", "reception", "home"));
    EXPECT_THAT(axes.step_to.labels, ElementsAre("reception", "home", "done", "gone", "settled"));
    const PathwayFacts& facts = t.world().facts;
    EXPECT_THAT(facts.stage_kind, ElementsAre("reception", "centre", "", "placement"));
    EXPECT_THAT(facts.exit_kind, ElementsAre("completed", "left", "", "", "died", "completed"));
    EXPECT_THAT(facts.posts_per_person, ElementsAre(0.1, 0, 0, 0.2, 0, 0, 0, 0));
    EXPECT_THAT(facts.limited, ElementsAre(false, true, false, true));
    EXPECT_EQ(facts.room[0], 2U);
    EXPECT_EQ(facts.room[1], 1U);
    EXPECT_EQ(facts.room[3], 3U);
    EXPECT_EQ(facts.usd_per_kzt, 0.002);
    EXPECT_EQ(t(M::places, {{"room", "house"}}), 5);
    EXPECT_EQ(t(M::places, {{"room", "west.home"}}), 9);
}

TEST(axes, have_a_service_when_no_stage_needs_any) {
    const PathwayTry t(
        pathway_text(one_stage("a: {date: 2026-01-01, from: SYR, persons: {men: 2}}", "days: 8, cost_per_day: 0")));
    EXPECT_THAT(t.axes().service.labels, ElementsAre("none"));
    EXPECT_EQ(t(M::posts), 0);
}

TEST(moves, count_persons_from_step_to_step) {
    const PathwayTry t(pathway_text(two_stages));
    EXPECT_EQ(t(M::moves, {{"step_from", "arrival"}, {"step_to", "reception"}}), 4);
    EXPECT_EQ(t(M::moves, {{"step_from", "reception"}, {"step_to", "home"}}), 4);
    EXPECT_EQ(t(M::moves, {{"step_from", "home"}, {"step_to", "done"}}), 4);
    EXPECT_EQ(t(M::moves), 12);
}

}  // namespace
}  // namespace qonys::test
