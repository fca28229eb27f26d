// Scenarios of pathway programmes: what is read, and what is refused with its reason.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "commit.hpp"
#include "scenario/comparison.hpp"
#include "scenario/differences.hpp"
#include "scenario/form.hpp"
#include "scenario/pathway_checks.hpp"
#include "scenario/read.hpp"
#include "support/small_programme.hpp"

namespace qonys {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

LoadedScenario loaded(const std::string& text = small_programme, const std::vector<std::string>& sets = {}) {
    return load_scenario_text("text", text, sets);
}

std::string complaint(const std::string& text, const std::vector<std::string>& sets = {}) {
    try {
        load_scenario_text("text", text, sets);
    } catch (const BadInput& bad) {
        return bad.what();
    }
    return "";
}

std::string set(const std::string& setting) {
    return complaint(small_programme, {setting});
}

std::string with(const std::string& from, const std::string& to) {
    std::string text = small_programme;
    const std::size_t at = text.find(from);
    EXPECT_NE(at, std::string::npos) << from;
    return text.replace(at, from.size(), to);
}

TEST(pathway_scenarios, are_read_with_the_names_of_the_file) {
    const Pathways& pathways = loaded().scenario.pathways;
    ASSERT_EQ(pathways.programmes.size(), 1u);
    const Programme& p = pathways.programmes[0];
    EXPECT_EQ(p.name, "example");
    ASSERT_EQ(p.arrivals.size(), 2u);
    EXPECT_EQ(persons_of(p.arrivals[0]), 80);
    EXPECT_EQ(unaccompanied_of(p.arrivals[0]), 4);
    EXPECT_EQ(p.arrivals[1].flights, 4);
    ASSERT_EQ(p.stages.size(), 3u);
    EXPECT_EQ(p.stages[0].places, 60);
    EXPECT_EQ(p.stages[2].places, no_place_limit);
    EXPECT_THAT(p.stages[0].next.axes[1].labels,
                ElementsAre("reception", "centre", "follow_up", "settled", "left_again", "sentenced"));
    EXPECT_EQ(p.stages[0].next.at(0, 5), 0.05);
    EXPECT_EQ(p.stages[1].next.axes.size(), 1u);
    EXPECT_EQ(p.stages[1].days, 55);
    EXPECT_EQ(pathways.centres[0].places, 100);
}

TEST(pathway_scenarios, come_back_from_their_resolved_text_with_settings) {
    const std::vector<std::string> sets{"centres.north.places=77", "programmes.example.stages.centre.days=40",
                                        "programmes.example.stages.follow_up.places=500"};
    const LoadedScenario first = loaded(small_programme, sets);
    const LoadedScenario again = loaded(first.resolved_text);
    EXPECT_EQ(again.resolved_text, first.resolved_text);
    EXPECT_EQ(again.scenario.pathways.centres[0].places, 77);
    EXPECT_EQ(again.scenario.pathways.programmes[0].stages[1].days, 40);
    EXPECT_EQ(again.scenario.pathways.programmes[0].stages[2].places, 500);
    EXPECT_EQ(again.uncertain.size(), 2u);
}

TEST(pathway_scenarios, tell_numbers_without_a_source_from_those_marked_assumed) {
    const LoadedScenario bare = loaded();
    const LoadedScenario assumed = loaded(with(
        "days: 365, cost", "days: {value: 365, unit: days, date: 2026, source: none, status: assumed, range: [90, 730]}, cost"));
    const auto status = [](const LoadedScenario& of, const std::string& path) {
        for (const ValueNote& note : of.notes)
            if (note.path == path) return note.status;
        return std::string("no such value");
    };
    EXPECT_EQ(status(bare, "programmes.example.stages.follow_up.days"), "scenario");
    EXPECT_EQ(status(assumed, "programmes.example.stages.follow_up.days"), "assumed");
    EXPECT_EQ(status(bare, "programmes.example.stages.follow_up.places"), "no such value");
}

TEST(pathway_scenarios, differ_by_values_and_by_values_left_out) {
    const ScenarioDifference apart = difference(
        loaded(), loaded(small_programme, {"centres.north.places=120", "programmes.example.stages.follow_up.places=9"}));
    EXPECT_THAT(apart.changes, ElementsAre("programmes.example.stages.follow_up.places = 9", "centres.north.places = 120"));
    const ScenarioDifference back =
        difference(loaded(small_programme, {"programmes.example.stages.follow_up.places=9"}), loaded());
    EXPECT_THAT(back.changes, ElementsAre("programmes.example.stages.follow_up.places: left out"));
    EXPECT_EQ(back.from, make_month(2026, 1));
}

TEST(pathway_scenarios, refuse_arrivals_that_cannot_be) {
    EXPECT_THAT(set("programmes.example.arrivals.later.date=2026-13-01"), HasSubstr("is not a date"));
    EXPECT_THAT(set("programmes.example.arrivals.later.until=2026-01-01"), HasSubstr("is before the first day"));
    EXPECT_THAT(set("programmes.example.arrivals.first_flight.date=2025-12-31"), HasSubstr("outside the months simulated"));
    EXPECT_THAT(set("programmes.example.arrivals.first_flight.flights=3"), HasSubstr("needs a last day"));
    EXPECT_THAT(set("programmes.example.arrivals.first_flight.until=2026-04-01"), HasSubstr("says how people come"));
    EXPECT_THAT(set("programmes.example.arrivals.later.pattern=singly"), HasSubstr("come on no flight"));
    EXPECT_THAT(set("programmes.example.arrivals.first_flight.persons.orphans=61"), HasSubstr("61 orphans among 60 children"));
    EXPECT_THAT(set("programmes.example.arrivals.first_flight.persons={women: 0, children: 0, orphans: 0}"),
                HasSubstr("nobody arrives"));
    EXPECT_THAT(set("programmes.example.arrivals.first_flight.persons.woman=3"), HasSubstr("did you mean women?"));
    EXPECT_THAT(set("programmes.example.arrivals.first_flight.unaccompanied=3"), HasSubstr("orphans are unaccompanied"));
    EXPECT_THAT(complaint(small_programme, {"programmes.example.arrivals.first_flight.persons={women: 0, orphans: 0}",
                                            "programmes.example.arrivals.first_flight.unaccompanied=3"}),
                HasSubstr("no woman arrives"));
}

TEST(pathway_scenarios, refuse_stages_that_lead_nowhere_or_that_nobody_reaches) {
    EXPECT_THAT(set("programmes.example.stages.centre.next={centre: 1, follow_up: 0}"),
                AllOf(HasSubstr("no way leads from here to an exit"), HasSubstr("follow_up: nobody comes to this stage")));
    EXPECT_THAT(set("programmes.example.stages.centre.next={folow_up: 1}"), HasSubstr("did you mean follow_up?"));
    EXPECT_THAT(set("programmes.example.stages.centre.next={follow_up: 0.9}"), HasSubstr("shares sum to 0.9"));
    EXPECT_THAT(set("programmes.example.stages.centre.centre=south"), HasSubstr("there is no centre \"south\""));
    EXPECT_THAT(set("programmes.example.stages.centre.places=10"), HasSubstr("places of its own and a centre"));
    EXPECT_THAT(set("programmes.example.stages.centre.days_shape=gamma"), HasSubstr("gamma needs a spread"));
    EXPECT_THAT(set("programmes.example.stages.centre.days_cv=0.5"), HasSubstr("have no spread"));
    EXPECT_THAT(set("programmes.example.stages.centre.kind=center"), HasSubstr("did you mean centre?"));
    EXPECT_THAT(set("programmes.example.stages.follow_up.leave.gone=1"), HasSubstr("there is no exit of example \"gone\""));
    EXPECT_THAT(set("programmes.example.exits.centre=left"), HasSubstr("centre is a stage too, of example"));
    EXPECT_THAT(set("programmes.example.exits.settled=finished"), HasSubstr("is not one of: completed, transferred"));
}

TEST(pathway_scenarios, refuse_places_that_could_wait_for_each_other_for_ever) {
    const std::vector<std::string> sets{"programmes.example.stages.follow_up.places=9",
                                        "programmes.example.stages.follow_up.next={reception: 0.5, settled: 0.5}"};
    EXPECT_THAT(complaint(small_programme, sets), HasSubstr("wait for each other's places in a circle"));
    EXPECT_EQ(complaint(small_programme, {sets[1]}), "");  // nobody waits for a stage without a limit
}

TEST(pathway_scenarios, refuse_manifests_that_miss_the_published_total_unless_declared) {
    EXPECT_THAT(set("published.everybody.persons=238"),
                AllOf(HasSubstr("add up to 230"), HasSubstr("declare difference: 8 with a reason")));
    EXPECT_THAT(complaint(small_programme, {"published.everybody.persons=238", "published.everybody.difference=8"}),
                HasSubstr("has no reason"));
    EXPECT_EQ(complaint(small_programme, {"published.everybody.persons=238", "published.everybody.difference=8",
                                          "published.everybody.reason=counted twice"}),
              "");
    EXPECT_THAT(complaint(small_programme, {"published.everybody.until=2026-03-31"}), HasSubstr("add up to 80"));
    EXPECT_THAT(set("published.everybody.programmes=example example"), HasSubstr("example is named twice"));
    EXPECT_THAT(set("published.everybody.programmes= "), HasSubstr("it names no programme"));
    EXPECT_THAT(set("published.everybody.until=2026-08-01"), HasSubstr("the arrivals later go on until 2026-12-01"));
    EXPECT_THAT(set("published.everybody.programmes=example exmple"), HasSubstr("there is no programme \"exmple\""));
}

TEST(pathway_scenarios, hold_a_published_total_of_some_against_these_only) {
    const auto of = [](const std::string& who, const std::string& persons, const std::string& until = "2027-01-01") {
        return complaint(small_programme, {"published.everybody.who=" + who, "published.everybody.persons=" + persons,
                                           "published.everybody.until=" + until});
    };
    EXPECT_EQ(of("women", "60"), "");
    EXPECT_EQ(of("children", "170"), "");
    EXPECT_EQ(of("orphans", "12"), "");
    EXPECT_EQ(of("orphans", "4", "2026-03-31"), "");
    EXPECT_EQ(of("orphans", "4", "2026-03-02"), "") << "on the day of the flight";
    EXPECT_EQ(of("men", "0"), "");
    EXPECT_THAT(of("women", "230"), HasSubstr("the arrivals add up to 60"));
    EXPECT_THAT(of("girls", "60"), AllOf(HasSubstr("\"girls\" is not one of"), Not(HasSubstr("add up"))));
}

TEST(pathway_scenarios, refuse_values_left_out_and_names_that_there_are_not) {
    EXPECT_THAT(complaint(with("cost_per_day: 15000\n", "\n")),
                HasSubstr("programmes.example.stages.reception.cost_per_day: the value is missing"));
    EXPECT_THAT(set("programmes.example.stages.reception.cost=1"), HasSubstr("unknown name \"cost\""));
    EXPECT_THAT(set("programmes.example.stages.reception.placez=1"),
                HasSubstr("did you mean programmes.example.stages.reception.places?"));
    EXPECT_THAT(set("places.name.KZ-10=Abai"), HasSubstr("simulates these and no settlement"));
    EXPECT_THAT(set("run.warm_up_months=3"), HasSubstr("unknown name \"warm_up_months\""));
    EXPECT_THAT(complaint("programmes: 5\n"), AllOf(HasSubstr("this is a section"), HasSubstr("there is no programme")));
    EXPECT_THAT(
        complaint("programmes: {a.b: {}, value: {}, \"x y\": {}}\n"),
        AllOf(HasSubstr("\"a.b\" cannot be a name"), HasSubstr("\"value\" cannot be a name"), HasSubstr("\"x y\" cannot be")));
    EXPECT_THAT(complaint(with("  example:\n    title", "  all:\n    title")), HasSubstr("all has a meaning of its own"));
    EXPECT_THAT(set("programmes.example.exits.arrival=left"), HasSubstr("arrival has a meaning of its own"));
    EXPECT_THAT(complaint("programmes: {a: {}}\n"), AllOf(HasSubstr("there are no stages"), HasSubstr("nobody arrives")));
}

TEST(pathway_scenarios, refuse_posts_of_no_service) {
    EXPECT_THAT(set("programmes.example.stages.reception.staff=5"), HasSubstr("it needs one value per service"));
    EXPECT_THAT(set("programmes.example.stages.reception.staff={}"), HasSubstr("it needs one value per service"));
    EXPECT_THAT(set("programmes.example.stages.reception.staff={\"social worker\": 0.1}"),
                HasSubstr("\"social worker\" cannot be a name here"));
    const LoadedScenario none = loaded(small_programme, {"programmes.example.stages.reception.staff={nurse: 0}"});
    EXPECT_EQ(loaded(none.resolved_text).resolved_text, none.resolved_text);
    EXPECT_THAT(none.resolved_text, HasSubstr("nurse: 0"));
}

TEST(pathway_scenarios, judge_nothing_in_a_section_whose_name_is_refused) {
    std::string many = "question: \"?\"\nprogrammes:\n";
    for (int i = 0; i < 60; ++i) many += "  p" + std::to_string(i) + ": {title: T}\n";
    const std::string said = complaint(many);
    EXPECT_THAT(said, HasSubstr("60 entries, at most 50"));
    EXPECT_THAT(said, Not(HasSubstr("unknown name")));
    EXPECT_THAT(said, Not(HasSubstr("there is no programme")));
}

TEST(pathway_scenarios, take_shares_by_party_only_where_a_party_is_named) {
    EXPECT_THAT(set("programmes.example.stages.centre.next={follow_up: {uniform: [0.5, 0.9]}, settled: {uniform: [0.1, 0.5]}}"),
                HasSubstr("shares that must sum to 1 cannot be distributions"));
    EXPECT_THAT(set("programmes.example.stages.reception.next.woman={centre: 1}"), HasSubstr("did you mean women?"));
}

TEST(pathway_scenarios, refuse_sizes_that_do_not_fit) {
    EXPECT_THAT(set("programmes.example.arrivals.later.persons.women=900000"), HasSubstr("at most 200000 are simulated"));
    EXPECT_THAT(set("run.last_month=2199-12"), HasSubstr("at most 600 are simulated"));
    EXPECT_THAT(set("run.last_month=2025-12"), HasSubstr("before the first"));
    EXPECT_THAT(
        complaint(with("published:\n  everybody: {programmes: example, persons: 230}\n", ""),
                  {"programmes.example.stages.follow_up.next={follow_up: 0.9, settled: 0.1}", "run.last_month=2070-12",
                   "programmes.example.stages.follow_up.days=1", "programmes.example.arrivals.later.persons.women=100000"}),
        HasSubstr("go round in a circle of stages"));
    EXPECT_THAT(set("run.replicates_per_draw=3"), HasSubstr("no multiple"));
    EXPECT_THAT(set("centres.north.places=0"), HasSubstr("below 1"));
    EXPECT_THAT(set("programmes.example.stages.centre.days=0.5"), HasSubstr("below 1"));
    EXPECT_THAT(set("centres.north.places={uniform: [1, 9]}"), HasSubstr("a whole number cannot be a distribution"));
}

}  // namespace
}  // namespace qonys
