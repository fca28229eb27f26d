// Small programmes followed by hand: every figure below can be found with a pencil.
#include "pathways/pathways.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/pathway_run.hpp"

namespace qonys::test {
namespace {

using testing::ElementsAre;
using M = PathwayM;

std::vector<std::int64_t> first(std::vector<std::int64_t> days, std::size_t n) {
    days.resize(n);
    return days;
}

std::vector<std::int64_t> days_of(const std::vector<std::int64_t>& counts) {
    std::vector<std::int64_t> days;
    for (std::size_t day = 0; day < counts.size(); ++day)
        for (std::int64_t i = 0; i < counts[day]; ++i) days.push_back(static_cast<std::int64_t>(day) + 1);
    return days;
}

// ---- Places and waiting ----

// One man a day on four days, one place, three days each: they enter on days 1, 4, 7 and 10.
TEST(places, that_are_taken_make_the_next_wait_by_arithmetic) {
    const PathwayTry t(
        pathway_text(one_stage("stream: {date: 2026-01-01, until: 2026-01-04, flights: 4, from: SYR, persons: {men: 4}}",
                               "places: 1, days: 3, cost_per_day: 0")));
    EXPECT_THAT(first(t.by_date(M::arrivals), 5), ElementsAre(1, 1, 1, 1, 0));
    EXPECT_THAT(first(t.by_date(M::entered), 11), ElementsAre(1, 0, 0, 1, 0, 0, 1, 0, 0, 1, 0));
    EXPECT_THAT(first(t.by_date(M::waiting), 11), ElementsAre(0, 1, 2, 2, 2, 2, 1, 1, 1, 0, 0));
    EXPECT_THAT(first(t.by_date(M::exits), 14), ElementsAre(0, 0, 0, 1, 0, 0, 1, 0, 0, 1, 0, 0, 1, 0));
    EXPECT_THAT(first(t.by_date(M::present), 14), ElementsAre(1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0));
    EXPECT_EQ(t(M::waiting_days), 0 + 2 + 4 + 6);
    EXPECT_EQ(t(M::waited), 3);
    EXPECT_EQ(t(M::longest_wait), 6);
    EXPECT_EQ(t(M::peak_waiting), 2);
    EXPECT_EQ(t(M::person_days), 12);
    EXPECT_EQ(t.result().person_days, 12);
    EXPECT_EQ(t(M::peak_present), 1);
    EXPECT_EQ(t(M::peak_occupied), 1);
    EXPECT_EQ(t(M::days_full), 12);
    EXPECT_EQ(t(M::places), 1);
}

TEST(places, without_a_limit_let_everybody_in) {
    const PathwayTry t(
        pathway_text(one_stage("flight: {date: 2026-01-05, from: SYR, persons: {men: 40}}", "days: 3, cost_per_day: 0")));
    EXPECT_EQ(t(M::entered, {{"date", "2026-01-05"}}), 40);
    EXPECT_EQ(t(M::waiting_days), 0);
    EXPECT_EQ(t(M::longest_wait), 0);
    EXPECT_EQ(t(M::peak_occupied), 40);
    EXPECT_EQ(t(M::days_full), 0);
    EXPECT_EQ(t(M::places), 0);
}

// Who still waits when the run ends has waited on every day since, the last one included.
TEST(places, that_never_become_free_leave_a_queue_at_the_end) {
    const PathwayTry t(pathway_text(
        one_stage("a: {date: 2026-01-31, from: SYR, persons: {men: 2}}", "places: 1, days: 400, cost_per_day: 0"), "2026-01"));
    EXPECT_EQ(t(M::waiting, {{"date", "2026-01-31"}}), 1);
    EXPECT_EQ(t(M::waiting_days), 1);
    EXPECT_EQ(t(M::longest_wait), 1);
    EXPECT_EQ(t(M::waited), 0);
}

// Men 1 and 2 enter reception on day 1; 1 goes on to the home on day 2, which is then taken for five days at a time. Man 2 holds
// his place in reception until day 7, man 3 from day 3 to 12; so man 4, who comes on day 4, finds no place before day 7.
TEST(places, are_held_by_those_who_wait_for_the_next_stage) {
    const PathwayTry t(pathway_text(two_stages));
    EXPECT_THAT(first(t.by_date(M::entered, {{"stage", "home"}}), 18),
                ElementsAre(0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0));
    EXPECT_THAT(first(t.by_date(M::entered, {{"stage", "reception"}}), 8), ElementsAre(2, 0, 1, 0, 0, 0, 1, 0));
    EXPECT_THAT(first(t.by_date(M::waiting, {{"stage", "reception"}}), 8), ElementsAre(0, 0, 0, 1, 1, 1, 0, 0));
    EXPECT_EQ(t(M::person_days, {{"stage", "reception"}}), 1 + 6 + 9 + 10);
    EXPECT_EQ(t(M::spending, {{"stage", "reception"}}), 2600);
    EXPECT_EQ(t(M::spending, {{"stage", "home"}}), 200);
    EXPECT_EQ(t(M::waiting_days, {{"stage", "home"}}), 5 + 8 + 9);
    EXPECT_EQ(t(M::waiting_days, {{"stage", "reception"}}), 3);
    EXPECT_EQ(t(M::waited, {{"stage", "home"}}), 3);
    EXPECT_EQ(t(M::waited, {{"stage", "reception"}}), 1);
    EXPECT_EQ(t(M::longest_wait, {{"stage", "home"}}), 9);
    EXPECT_EQ(t(M::longest_wait, {{"stage", "reception"}}), 3);
    EXPECT_EQ(t(M::peak_waiting, {{"stage", "home"}}), 2);
    EXPECT_EQ(t(M::days_full, {{"room", "example.home"}}), 20);
    EXPECT_EQ(t(M::days_full, {{"room", "example.reception"}}), 1 + 4 + 5);  // day 1; 3 to 6 men 2 and 3; 7 to 11 men 3 and 4
}

// Nearest rank: of 20 days the 19th, of 19 days the last one. Days on which nobody is there do not count.
TEST(places, have_a_95th_percentile_over_the_days_in_use) {
    const auto p95 = [](const std::string& day) {
        const PathwayTry t(pathway_text(one_stage("a: {date: " + day +
                                                      ", from: SYR, persons: {men: 2}}, "
                                                      "b: {date: 2026-01-31, from: SYR, persons: {men: 1}}",
                                                  "days: 40, cost_per_day: 0"),
                                        "2026-01"));
        EXPECT_EQ(t(M::p95_present), t(M::p95_occupied));
        return t(M::p95_present);
    };
    EXPECT_EQ(p95("2026-01-12"), 2);
    EXPECT_EQ(p95("2026-01-13"), 3);
}

// Strictly first come, first served: the family of three waits for three free places, and nobody overtakes it.
TEST(queue, is_not_overtaken_by_a_party_that_would_fit) {
    const PathwayTry t(
        pathway_text(one_stage("a: {date: 2026-01-01, from: SYR, persons: {men: 1}}, "
                               "b: {date: 2026-01-02, from: SYR, persons: {women: 1, children: 2}}, "
                               "c: {date: 2026-01-03, from: SYR, persons: {men: 1}}",
                               "places: 3, days: 5, cost_per_day: 0")));
    EXPECT_THAT(first(t.by_date(M::entered, {{"group", "children"}}), 7), ElementsAre(0, 0, 0, 0, 0, 2, 0));
    EXPECT_THAT(first(t.by_date(M::entered, {{"group", "men"}}), 12), ElementsAre(1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0));
    EXPECT_EQ(t(M::waiting_days), 3 * 4 + 8);
}

// Of one day: by programme, arrival, and women before men before unaccompanied children.
TEST(queue, moves_on_when_the_first_in_it_leaves) {
    // Two of three places are taken for long; a family of three waits for them, until it leaves, and a man behind it.
    const PathwayTry t(pathway_text(
        "  early:\n    title: Early\n    arrivals: {a: {date: 2026-01-01, from: SYR, persons: {men: 2}}}\n"
        "    exits: {settled: completed}\n    stages:\n"
        "      house: {kind: centre, centre: h, days: 300, cost_per_day: 0, next: {settled: 1}}\n"
        "  family:\n    title: Family\n    arrivals: {a: {date: 2026-01-01, from: SYR, persons: {women: 1, children: 2}}}\n"
        "    exits: {settled: completed, gone: left}\n    stages:\n"
        "      reception: {kind: reception, days: 1, cost_per_day: 0, next: {house: 1}, leave: {gone: 1}}\n"
        "      house: {kind: centre, centre: h, days: 30, cost_per_day: 0, next: {settled: 1}}\n"
        "  man:\n    title: Man\n    arrivals: {a: {date: 2026-01-03, from: SYR, persons: {men: 1}}}\n"
        "    exits: {settled: completed}\n    stages:\n"
        "      house: {kind: centre, centre: h, days: 30, cost_per_day: 0, next: {settled: 1}}\n"
        "centres: {h: {title: House, places: 3}}\n",
        "2026-12"));
    const Where reception{{"programme", "family"}, {"stage", "reception"}};
    const std::int64_t until = t(M::person_days, reception);  // three persons, from 1 January until they leave
    ASSERT_GT(until, 3 * 5);
    ASSERT_LT(until, 3 * 290);
    EXPECT_EQ(t(M::waiting_days, {{"programme", "man"}, {"stage", "house"}}), until / 3 - 2);     // from 3 January
    EXPECT_EQ(t(M::longest_wait, {{"programme", "family"}, {"stage", "house"}}), until / 3 - 1);  // though it never entered
}

TEST(queue, of_one_day_follows_the_order_of_the_file) {
    const std::string home = "centre: house, days: 2, cost_per_day: 0";
    const PathwayTry t(
        pathway_text(one_stage("x: {date: 2026-01-01, from: SYR, persons: {children: 1, men: 1, women: 1, orphans: 1}}, "
                               "y: {date: 2026-01-01, from: SYR, persons: {women: 1}}",
                               home, "east") +
                     one_stage("z: {date: 2026-01-01, from: SYR, persons: {women: 1}}", home, "west") +
                     "centres: {house: {title: House, places: 1}}\n"));
    const auto entry = [&](const std::string& programme, const std::string& group) {
        return first(t.by_date(M::entered, {{"programme", programme}, {"group", group}}), 10);
    };
    EXPECT_THAT(entry("east", "women"), ElementsAre(1, 0, 0, 0, 0, 0, 1, 0, 0, 0));
    EXPECT_THAT(entry("east", "men"), ElementsAre(0, 0, 1, 0, 0, 0, 0, 0, 0, 0));
    EXPECT_THAT(entry("east", "unaccompanied_children"), ElementsAre(0, 0, 0, 0, 1, 0, 0, 0, 0, 0));
    EXPECT_THAT(entry("west", "women"), ElementsAre(0, 0, 0, 0, 0, 0, 0, 0, 1, 0));
    EXPECT_EQ(t(M::peak_occupied, {{"room", "house"}}), 1);
}

// Two stages of one house: who changes from one to the other keeps the place.
TEST(centre, houses_a_party_through_all_its_stages_in_it) {
    const PathwayTry t(pathway_text(R"(  example:
    title: Example
    arrivals: {a: {date: 2026-01-01, from: SYR, persons: {men: 2}}}
    exits: {done: completed}
    stages:
      reception: {kind: reception, centre: house, days: 2, cost_per_day: 0, next: {home: 1}}
      home: {kind: centre, centre: house, days: 3, cost_per_day: 0, next: {done: 1}}
centres: {house: {title: House, places: 1}}
)"));
    EXPECT_THAT(first(t.by_date(M::entered, {{"stage", "reception"}}), 7), ElementsAre(1, 0, 0, 0, 0, 1, 0));
    EXPECT_THAT(first(t.by_date(M::entered, {{"stage", "home"}}), 8), ElementsAre(0, 0, 1, 0, 0, 0, 0, 1));
    EXPECT_THAT(first(t.by_date(M::occupied, {{"room", "house"}}), 11), ElementsAre(1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0));
    EXPECT_EQ(t(M::waiting_days, {{"stage", "home"}}), 0);
}

// A family of four and a house of two places: it comes in when the house is empty, and nobody before it.
TEST(party, larger_than_the_house_enters_when_it_is_empty) {
    const PathwayTry t(
        pathway_text(one_stage("a: {date: 2026-01-01, until: 2026-01-02, flights: 2, from: SYR, persons: {men: 2}}, "
                               "b: {date: 2026-01-03, from: SYR, persons: {women: 1, children: 3}}, "
                               "c: {date: 2026-01-04, from: SYR, persons: {men: 1}}",
                               "places: 2, days: 3, cost_per_day: 0")));
    EXPECT_THAT(first(t.by_date(M::occupied), 12), ElementsAre(1, 2, 2, 1, 4, 4, 4, 1, 1, 1, 0, 0));
    EXPECT_EQ(t(M::waiting_days), 4 * 2 + 4);
    EXPECT_EQ(t(M::peak_occupied), 4);
    EXPECT_EQ(t(M::days_full), 5);
}

// ---- Parties ----

TEST(family, moves_together_and_an_orphan_alone) {
    const PathwayTry t(pathway_text(one_stage("a: {date: 2026-01-01, from: SYR, persons: {women: 1, children: 4, orphans: 1}}",
                                              "places: 4, days: 5, cost_per_day: 0")));
    EXPECT_EQ(t(M::arrivals, {{"group", "children"}}), 3);
    EXPECT_EQ(t(M::arrivals, {{"group", "unaccompanied_children"}}), 1);
    EXPECT_EQ(t(M::entered, {{"date", "2026-01-01"}, {"group", "women"}}), 1);
    EXPECT_EQ(t(M::entered, {{"date", "2026-01-01"}, {"group", "children"}}), 3);
    EXPECT_EQ(t(M::entered, {{"date", "2026-01-06"}, {"group", "unaccompanied_children"}}), 1);
    EXPECT_EQ(t(M::exits, {{"date", "2026-01-06"}, {"group", "children"}}), 3);
}

TEST(children, are_unaccompanied_when_the_file_says_so_or_no_woman_flies) {
    const auto alone = [](const std::string& persons) {
        const PathwayTry t(
            pathway_text(one_stage("a: {date: 2026-01-01, from: SYR, " + persons + "}", "days: 5, cost_per_day: 0")));
        EXPECT_EQ(t(M::arrivals), t(M::exits));
        return std::pair(t(M::arrivals, {{"group", "children"}}), t(M::exits, {{"group", "unaccompanied_children"}}));
    };
    EXPECT_EQ(alone("persons: {women: 2, children: 9, orphans: 3}"), std::pair(6L, 3L));
    EXPECT_EQ(alone("persons: {women: 2, children: 9, orphans: 3}, unaccompanied: 5"), std::pair(4L, 5L));
    EXPECT_EQ(alone("persons: {men: 2, children: 9, orphans: 3}"), std::pair(0L, 9L));
    EXPECT_EQ(alone("persons: {children: 14, orphans: 14}"), std::pair(0L, 14L));
}

std::string family_programme(const std::string& home) {
    return pathway_text(R"(  example:
    title: Example
    arrivals: {a: {date: 2026-01-01, from: SYR, persons: {women: 1, children: 2}}}
    exits: {done: completed, held: custody, dead: died, gone: left, away: transferred}
    stages:
      home: {kind: centre, places: 3, cost_per_day: 7, )" +
                        home + R"(}
      care: {kind: placement, places: 1, days: 3, cost_per_day: 1, next: {done: 1}}
)");
}

// Day 3: the mother is taken. Her two children go on together, into a place for one, as it is empty.
TEST(mother, is_taken_alone_and_her_children_go_on_together) {
    for (const std::string exit : {"held", "dead"}) {
        const PathwayTry t(
            family_programme("days: 2, next: {women: {" + exit + ": 1}, men: {done: 1}, unaccompanied_children: {care: 1}}"));
        EXPECT_EQ(t(M::exits, {{"date", "2026-01-03"}, {"exit", exit}, {"group", "women"}}), 1);
        EXPECT_EQ(t(M::entered, {{"date", "2026-01-03"}, {"stage", "care"}, {"group", "children"}}), 2);
        EXPECT_EQ(t(M::exits, {{"date", "2026-01-06"}, {"exit", "done"}, {"group", "children"}}), 2);
        EXPECT_EQ(t(M::exits), 3);
        EXPECT_EQ(t(M::peak_occupied, {{"room", "example.care"}}), 2);
        EXPECT_EQ(t(M::spending), 3 * 2 * 7 + 2 * 3 * 1);
        EXPECT_EQ(t(M::moves, {{"step_from", "home"}, {"step_to", exit}}), 1);
        EXPECT_EQ(t(M::moves, {{"step_from", "home"}, {"step_to", "care"}}), 2);
    }
}

// Ten times a month: within weeks she is held, long before the year is over.
TEST(mother, who_is_taken_early_leaves_her_children_on_their_way) {
    const PathwayTry t(
        family_programme("days: 365, leave: {held: 10}, next: {women: {done: 1}, men: {done: 1}, "
                         "unaccompanied_children: {care: 1}}"));
    EXPECT_EQ(t(M::exits, {{"exit", "held"}, {"group", "women"}}), 1);
    EXPECT_EQ(t(M::exits, {{"exit", "held"}}), 1);
    EXPECT_EQ(t(M::exits, {{"exit", "done"}, {"group", "children"}}), 2);
    const std::vector<std::int64_t> held = days_of(t.by_date(M::exits, {{"exit", "held"}}));
    const std::vector<std::int64_t> cared = days_of(t.by_date(M::entered, {{"stage", "care"}, {"group", "children"}}));
    EXPECT_EQ(cared, std::vector<std::int64_t>(2, held.empty() ? 0 : held[0]));  // both on the same day
}

TEST(family, leaves_together_by_any_other_exit) {
    for (const std::string exit : {"gone", "away", "done"}) {
        const PathwayTry t(family_programme("days: 300, leave: {" + exit + ": 10}, next: {care: 1}"));
        const std::vector<std::int64_t> women = t.by_date(M::exits, {{"exit", exit}, {"group", "women"}});
        std::vector<std::int64_t> children = t.by_date(M::exits, {{"exit", exit}, {"group", "children"}});
        for (std::int64_t& n : children) n /= 2;
        EXPECT_EQ(women, children);
        EXPECT_EQ(t(M::exits, {{"exit", exit}}), 3);
    }
}

// ---- Days ----

std::vector<std::int64_t> days_of_flights(const std::string& stream) {
    const PathwayTry t(pathway_text(one_stage("a: {from: SYR, " + stream + "}", "days: 5, cost_per_day: 0")));
    return days_of(t.by_date(M::arrivals));
}

// Ten men on four flights: persons 0 to 2, 3 and 4, 5 to 7, 8 and 9.
TEST(stream, comes_in_flights_at_equal_intervals) {
    EXPECT_THAT(days_of_flights("date: 2026-01-01, until: 2026-01-31, flights: 4, persons: {men: 10}"),
                ElementsAre(1, 1, 1, 11, 11, 21, 21, 21, 31, 31));
    EXPECT_THAT(days_of_flights("date: 2026-01-01, until: 2026-01-04, flights: 3, persons: {men: 3}"), ElementsAre(1, 3, 4));
    EXPECT_THAT(days_of_flights("date: 2026-01-02, until: 2026-01-31, flights: 1, persons: {men: 2}"), ElementsAre(2, 2));

    EXPECT_THAT(days_of_flights("date: 2026-01-02, until: 2026-01-31, flights: 7, persons: {men: 1}"), ElementsAre(2));
    EXPECT_THAT(days_of_flights("date: 2026-03-02, persons: {men: 1}"), ElementsAre(31 + 28 + 2));
}

TEST(stays, are_whole_days_half_up_and_one_at_least) {
    const auto stay = [](const std::string& days) {
        return PathwayTry(pathway_text(
            one_stage("a: {date: 2026-01-01, from: SYR, persons: {men: 1}}", "cost_per_day: 0, days: " + days)))(M::person_days);
    };
    EXPECT_EQ(stay("1"), 1);
    EXPECT_EQ(stay("1.4"), 1);
    EXPECT_EQ(stay("2.5"), 3);
    EXPECT_EQ(stay("7.49"), 7);
    const PathwayTry short_ones(pathway_text(one_stage("a: {date: 2026-01-01, from: SYR, persons: {men: 50}}",
                                                       "cost_per_day: 0, days: 1, days_shape: gamma, days_cv: 3")));
    EXPECT_EQ(short_ones(M::exits, {{"date", "2026-01-01"}}), 0);
    EXPECT_GT(short_ones(M::exits, {{"date", "2026-01-02"}}), 25);
}

TEST(weeks, begin_on_the_first_day_and_the_last_may_be_shorter) {
    const PathwayTry t(pathway_text(one_stage("a: {date: 2026-01-30, from: SYR, persons: {men: 3}}", "days: 5, cost_per_day: 0"),
                                    "2026-01", "week"));
    EXPECT_THAT(t.axes().date.labels, ElementsAre("2026-01-01", "2026-01-08", "2026-01-15", "2026-01-22", "2026-01-29"));
    EXPECT_THAT(t.by_date(M::arrivals), ElementsAre(0, 0, 0, 0, 3));
    EXPECT_THAT(t.by_date(M::person_days), ElementsAre(0, 0, 0, 0, 6));
}

TEST(weeks, begin_anew_on_the_first_of_january) {
    std::string text = pathway_text(one_stage("a: {date: 2027-01-05, from: SYR, persons: {men: 3}}", "days: 5, cost_per_day: 7"),
                                    "2027-01", "week");
    const PathwayTry t(text.replace(text.find("2026-01"), 7, "2026-12"));
    EXPECT_THAT(t.axes().date.labels, ElementsAre("2026-12-01", "2026-12-08", "2026-12-15", "2026-12-22", "2026-12-29",
                                                  "2027-01-01", "2027-01-08", "2027-01-15", "2027-01-22", "2027-01-29"));
    EXPECT_EQ(t(M::spending, {{"date", "2027-01-01"}}), 3 * 3 * 7);
    EXPECT_EQ(t(M::spending, {{"date", "2027-01-08"}}), 3 * 2 * 7);
}

}  // namespace
}  // namespace qonys::test
