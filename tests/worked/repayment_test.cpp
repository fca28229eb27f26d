// Repayment by families that leave against their obligation: what is due, when it comes in, what is given up, to the tenge.
#include <gtest/gtest.h>

#include "worked/families.hpp"

namespace qonys {
namespace {

using test::cell, test::north;

constexpr Tenge grant = 1376200;  // 5 x 70 x 3,932; no rent support, so this is all that was paid

// A family of five placed in NO in January 2025. 20 % paid after three months; 60 % of the rest goes to court, which brings in
// 22.6 % after ten months more.
struct Leaver {
    Scenario s = test::empty_scenario();
    World world;
    State state;
    std::uint32_t family = 0;

    Leaver() {
        s.run.last_month = make_month(2027, 12);
        s.benefits.rent_take_up = 0;
        s.leaving.quota_hazard = 1;
        s.leaving.back.cells = {0, 0};
        s.clawback.pretrial_months = 3;
        s.clawback.pretrial_recovered = 0.2;
        s.clawback.court_share = 0.6;
        s.clawback.court_months = 10;
        s.clawback.court_recovered = 0.226;
        s.clawback.abroad_factor = 0.5;
    }
    void start() {
        world = make_world(s);
        state = make_state(world, {1, 0});
        family = test::add_waiting(state, Stream::kandas_free, 0, 5, {north});
        state.population.families.leaving_clock[family] = test::never;
    }
    // Leaves in the month with this number; all that follows is simulated.
    void leave_in(int month) {
        test::run_until(state, month);
        state.population.families.leaving_clock[family] = 0.5F;
        test::run_until(state, month + 1);
        state.population.families.leaving_clock[family] = test::never;
        test::run_until(state, world.months);
    }
    Tenge due(int month) const { return cell(state, M::clawback_due, month, {north}); }
    Tenge received(int month) const { return cell(state, M::clawback_received, month, {north}); }
    Tenge written_off(int month) const { return cell(state, M::clawback_written_off, month, {north}); }
    std::int64_t all(M m) const { return test::total(state.tallies, m); }
};

TEST(repayment, comes_in_before_and_after_a_suit_and_the_rest_is_given_up) {
    Leaver l;
    l.start();
    l.leave_in(3);
    EXPECT_EQ(l.due(3), grant);
    EXPECT_EQ(l.received(6), 275240);      // 0.2 x 1,376,200; rest 1,100,960
    EXPECT_EQ(l.written_off(6), 440384);   // 1,100,960 - 660,576, which is 0.6 of it
    EXPECT_EQ(l.received(16), 149290);     // 0.226 x 660,576 = 149,290.18
    EXPECT_EQ(l.written_off(16), 511286);  // 660,576 - 149,290
    EXPECT_EQ(l.all(M::clawback_due), grant);
    EXPECT_EQ(l.all(M::clawback_received), 424530);
    EXPECT_EQ(l.all(M::clawback_written_off), 951670) << "424,530 and 951,670 are 1,376,200";
    EXPECT_EQ(l.all(M::breaches), 1);
}

TEST(repayment, from_abroad_is_the_smaller_share_before_and_after_a_suit) {
    Leaver l;
    l.s.leaving.back.cells = {1, 1};
    l.start();
    l.leave_in(3);
    EXPECT_EQ(l.all(M::returned), 5);
    EXPECT_EQ(l.due(3), grant);
    EXPECT_EQ(l.received(6), 137620);      // 0.1; rest 1,238,580
    EXPECT_EQ(l.written_off(6), 495432);   // 1,238,580 - 743,148
    EXPECT_EQ(l.received(16), 83976);      // 0.113 x 743,148 = 83,975.72
    EXPECT_EQ(l.written_off(16), 659172);  // 743,148 - 83,976
}

TEST(repayment, without_suits_is_given_up_when_it_is_not_paid) {
    Leaver l;
    l.s.clawback.court_share = 0;
    l.start();
    l.leave_in(3);
    EXPECT_EQ(l.all(M::clawback_received), 275240);
    EXPECT_EQ(l.written_off(6), 1100960);
    EXPECT_EQ(l.all(M::clawback_written_off), 1100960);
}

TEST(repayment, that_falls_after_the_end_of_the_run_is_neither_received_nor_given_up) {
    Leaver l;
    l.start();
    l.leave_in(23);  // three months later is month 26; the suit would end in month 36, and the run has 36 months
    EXPECT_EQ(l.due(23), grant);
    EXPECT_EQ(l.all(M::clawback_received), 275240);
    EXPECT_EQ(l.all(M::clawback_written_off), 440384);
}

TEST(breaches, that_do_not_come_to_light_are_counted_and_nothing_is_due) {
    Leaver l;
    l.s.clawback.detected = test::changing(0, "2025-07-01", 1);  // month 6
    l.start();
    l.leave_in(5);
    EXPECT_EQ(l.all(M::breaches), 1);
    for (M m : {M::clawback_due, M::clawback_received, M::clawback_written_off}) EXPECT_EQ(l.all(m), 0);
    l.start();
    l.leave_in(6);
    EXPECT_EQ(l.due(6), grant);
}

TEST(holders_of_higher_education, may_leave_under_the_exception) {
    Leaver exempt, other;
    for (Leaver* l : {&exempt, &other}) {
        l->s.clawback.exempt_share = 1;
        l->start();
    }
    exempt.state.population.persons.education[test::person_of(exempt.state, exempt.family, 4)] = 0;  // one member is enough
    other.state.population.persons.education[test::person_of(other.state, other.family, 4)] = 1;
    exempt.leave_in(3);
    other.leave_in(3);
    EXPECT_EQ(cell(exempt.state, M::exempt_departures, 3, {north}), 1);
    EXPECT_EQ(exempt.all(M::breaches), 0);
    EXPECT_EQ(exempt.all(M::clawback_due), 0);
    EXPECT_EQ(other.all(M::exempt_departures), 0);
    EXPECT_EQ(other.all(M::breaches), 1);
    EXPECT_EQ(other.all(M::clawback_due), grant);
}

TEST(pensioners_degree, is_no_exception) {
    Leaver l;
    l.s.clawback.exempt_share = 1;
    l.start();
    const std::uint32_t person = test::person_of(l.state, l.family, 4);
    l.state.population.persons.education[person] = 0;
    set_labour(l.state, person, Labour::pensioner);
    l.leave_in(3);
    EXPECT_EQ(l.all(M::exempt_departures), 0);
}

TEST(rule_on_repayment, is_that_of_the_month_of_leaving) {
    Leaver l;
    l.s.clawback.rule = test::row("date", {"2015-01-01", "2025-05-01", "2025-09-01"}, {0, 1, 2});  // full, pro rata, none
    struct Case {
        int month;
        Tenge due;
    };
    for (const Case& c : {Case{3, grant}, Case{4, 1284453}, Case{6, 1238580}, Case{8, 0}}) {  // 1,376,200 x 56 / 60, x 54 / 60
        l.start();
        l.leave_in(c.month);
        EXPECT_EQ(l.due(c.month), c.due) << c.month;
        EXPECT_EQ(l.all(M::breaches), 1) << "counted whatever is due";
    }
}

TEST(obligation, holds_a_family_back_by_what_it_would_have_to_repay) {
    struct Case {
        const char* rule;
        double detected, lost;
    };
    // Hazard 0.01, factor 0.5 for an obligation that is certain to be enforced in full. In month 6, 54 of 60 months are left.
    for (const Case& c : {Case{"full", 1, 0.005}, Case{"full", 0.4, 0.008}, Case{"full", 0, 0.01}, Case{"none", 1, 0.01},
                          Case{"pro_rata", 1, 0.0055}, Case{"pro_rata", 0.4, 0.0082}}) {
        Leaver l;
        l.s.leaving.quota_hazard = 0.01;
        l.s.leaving.obligation_factor = 0.5;
        l.s.clawback.rule = test::rule(clawback_words, c.rule);
        l.s.clawback.detected.cells = {c.detected};
        l.start();
        test::run_until(l.state, 6);
        l.state.population.families.leaving_clock[l.family] = 8;
        test::run_until(l.state, 7);
        EXPECT_NEAR(8 - l.state.population.families.leaving_clock[l.family], c.lost, 2e-6) << c.rule << ", " << c.detected;
    }
}

TEST(end_of_an_obligation, sets_families_free_only_where_it_was_enforced) {
    for (const char* rule : {"full", "none"}) {
        Leaver l;
        l.s.leaving.quota_hazard = 0.01;
        l.s.leaving.obligation_end_factor = 3;
        l.s.benefits.obligation_months.cells = {6};
        l.s.clawback.rule = test::rule(clawback_words, rule);
        l.start();
        test::run_until(l.state, 6);
        l.state.population.families.leaving_clock[l.family] = 8;
        test::run_until(l.state, 7);
        EXPECT_NEAR(8 - l.state.population.families.leaving_clock[l.family], rule[0] == 'f' ? 0.03 : 0.01, 2e-6) << rule;
    }
}

TEST(home_under_the_lock, is_repaid_whole_and_the_other_support_in_proportion) {
    Leaver l;
    l.s.clawback.rule = test::rule(clawback_words, "pro_rata");
    l.s.places.home_price.cells = {1e5, 4e5, 4e5};  // half of 5,000,000
    l.s.work.find_hazard = l.s.housing.purchase_hazard = 1e3;
    l.start();
    l.leave_in(6);
    EXPECT_EQ(l.state.population.families.paid[l.family], grant + 2500000);
    EXPECT_EQ(l.due(6), 2500000 + 1238580);  // 54 / 60 of the grant
    EXPECT_EQ(cell(l.state, M::lock_broken, 6, {north}), 1);
}

TEST(home_under_the_lock, is_repaid_when_the_obligation_has_ended) {
    Leaver l;
    l.s.places.home_price.cells = {1e5, 4e5, 4e5};
    l.s.work.find_hazard = l.s.housing.purchase_hazard = 1e3;
    l.s.benefits.obligation_months.cells = {6};
    l.start();
    l.leave_in(6);
    EXPECT_EQ(l.due(6), 2500000);
    EXPECT_EQ(l.all(M::breaches), 0);
    EXPECT_EQ(l.all(M::lock_broken), 1);
}

TEST(home_under_the_lock, is_not_repaid_where_nothing_is) {
    Leaver l;
    l.s.clawback.rule = test::rule(clawback_words, "none");
    l.s.places.home_price.cells = {1e5, 4e5, 4e5};
    l.s.work.find_hazard = l.s.housing.purchase_hazard = 1e3;
    l.start();
    l.leave_in(6);
    EXPECT_EQ(l.all(M::lock_broken), 1);
    EXPECT_EQ(l.all(M::clawback_due), 0);
}

}  // namespace
}  // namespace qonys
