// Yearly budgets: claims that wait, lapse or are cut; promises against payments by month.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>

#include "worked/families.hpp"

namespace qonys {
namespace {

using test::cell, test::north, test::south, test::by_month, test::paid;
using testing::ElementsAre;

constexpr Tenge one = 275240;           // the relocation grant of one person: 70 x 3,932
constexpr Tenge month_of_rent = 78640;  // 20 x 3,932: one person in a city
constexpr std::size_t relocation = 0, rent = 1, certificate = 2, employer = 3;

struct Office {
    Scenario s = test::empty_scenario();
    World world;
    State state;

    Office() {
        s.run.last_month = make_month(2027, 12);
        s.benefits.rent_take_up = 0;
    }
    void cap(std::size_t instrument, std::size_t region, double tenge) { s.budgets.caps.cells[instrument * 3 + region] = tenge; }
    void start(const char* when_exhausted) {
        s.budgets.when_exhausted = test::rule(exhausted_words, when_exhausted);
        world = make_world(s);
        state = make_state(world, {1, 0});
    }
    std::uint32_t place(int members, std::uint8_t region = north) {
        const auto family = test::add_waiting(state, Stream::kandas_free, 0, members, {region});
        state.population.families.leaving_clock[family] = test::never;
        return family;
    }
    Tenge paid_to(std::uint32_t family) const { return state.population.families.paid[family]; }
    std::int64_t in_north(M m, int month, std::size_t instrument) const { return cell(state, m, month, {north, instrument}); }
};

// Three families of 1, 2 and 1 in January 2025 under a cap of 600,000 for relocation in NO; all claims: 1,100,960.
struct ThreeClaims : Office {
    std::uint32_t first = 0, second = 0, third = 0;
    void claim(const char* when_exhausted, double tenge = 600000) {
        cap(relocation, north, tenge);
        start(when_exhausted);
        first = place(1);
        second = place(2);
        third = place(1);
    }
};

TEST(claims_in_a_queue, wait_for_the_next_budget_in_their_order) {
    ThreeClaims o;
    o.claim("queue");
    test::run_until(o.state, 12);
    EXPECT_EQ(o.paid_to(o.first), one);
    EXPECT_EQ(o.paid_to(o.second), 0) << "550,480 are more than the 324,760 left";
    EXPECT_EQ(o.paid_to(o.third), 0) << "275,240 would fit, but it stands behind";
    for (int month : {0, 11}) {
        EXPECT_EQ(o.in_north(M::claims_waiting, month, relocation), 2) << month;
        EXPECT_EQ(o.in_north(M::budget_left, month, relocation), 324760) << month;
    }
    const auto fourth = o.place(1);  // January 2026: 70 x 4,325 = 302,750
    test::run_until(o.state, 13);
    EXPECT_EQ(o.paid_to(o.second), 2 * one) << "January pays first what waits, at the amount promised";
    EXPECT_EQ(o.paid_to(o.third) + o.paid_to(fourth), 0);
    EXPECT_EQ(o.in_north(M::claims_waiting, 12, relocation), 2);
    EXPECT_EQ(o.in_north(M::budget_left, 12, relocation), 49520);
    test::run_until(o.state, 36);
    EXPECT_EQ(paid(o.state, Instrument::relocation, 24), one + 302750) << "January 2027";
    EXPECT_EQ(o.in_north(M::claims_waiting, 24, relocation), 0);
    EXPECT_EQ(o.in_north(M::budget_left, 24, relocation), 22010);
    EXPECT_EQ(test::total(o.state.tallies, M::claims_refused), 0);
    EXPECT_EQ(o.in_north(M::committed, 0, relocation), 4 * one) << "promised in January 2025, whenever it is paid";
    EXPECT_EQ(test::total(o.state.tallies, M::committed), test::total(o.state.tallies, M::spending));
}

TEST(claims_in_a_queue, are_paid_in_order_when_the_budget_is_raised_within_the_year) {
    ThreeClaims o;
    std::vector<double> caps = o.s.budgets.caps.cells;
    caps[relocation * 3 + north] = 1200000;
    test::add_row(o.s.budgets.caps, "2025-07-01", caps);
    o.claim("queue");
    test::run_until(o.state, 12);
    EXPECT_EQ(paid(o.state, Instrument::relocation, 0), one);
    EXPECT_EQ(paid(o.state, Instrument::relocation, 6), 3 * one);
    EXPECT_EQ(o.in_north(M::budget_left, 6, relocation), 1200000 - 4 * one) << "what was paid before July counts";
}

TEST(claims_that_lapse, are_lost_and_smaller_ones_behind_them_are_paid) {
    ThreeClaims o;
    o.claim("lapse");
    test::run_until(o.state, 24);
    EXPECT_EQ(o.paid_to(o.first), one);
    EXPECT_EQ(o.paid_to(o.second), 0);
    EXPECT_EQ(o.paid_to(o.third), one);
    EXPECT_EQ(o.in_north(M::claims_refused, 0, relocation), 1);
    EXPECT_EQ(test::total(o.state.tallies, M::claims_refused), 1);
    EXPECT_EQ(test::total(o.state.tallies, M::claims_waiting), 0);
    EXPECT_EQ(o.in_north(M::budget_left, 0, relocation), 49520);
    EXPECT_EQ(o.in_north(M::committed, 0, relocation), 2 * one) << "the promise that lapsed is released";
    EXPECT_EQ(test::total(o.state.tallies, M::spending), 2 * one) << "nothing later";
}

TEST(claims_cut_in_proportion, share_what_is_left_rounded_down) {
    ThreeClaims o;
    o.claim("pro_rata", 600003);
    test::run_until(o.state, 24);
    EXPECT_EQ(o.paid_to(o.first), 150000);   // 275,240 x 600,003 / 1,100,960 = 150,000.75
    EXPECT_EQ(o.paid_to(o.second), 300001);  // 300,001.5
    EXPECT_EQ(o.paid_to(o.third), 150000);
    EXPECT_EQ(o.in_north(M::claims_refused, 0, relocation), 3) << "all three were cut";
    EXPECT_EQ(o.in_north(M::budget_left, 0, relocation), 2);
    EXPECT_EQ(o.in_north(M::committed, 0, relocation), 600001);
    EXPECT_EQ(test::total(o.state.tallies, M::spending), 600001);
}

TEST(claims_within_the_budget, are_paid_in_full_in_proportion_too) {
    ThreeClaims o;
    o.claim("pro_rata", 1100960);
    test::run_until(o.state, 1);
    EXPECT_EQ(test::total(o.state.tallies, M::spending), 1100960);
    EXPECT_EQ(test::total(o.state.tallies, M::claims_refused), 0);
    EXPECT_EQ(o.in_north(M::budget_left, 0, relocation), 0);
}

TEST(budget_of_zero, pays_nothing_and_other_budgets_are_their_own) {
    for (const char* when : {"queue", "lapse", "pro_rata"}) {
        Office o;
        o.s.quotas.kandas.cells = {100, 100, 0};
        o.s.benefits.rent_take_up = 1;
        o.cap(relocation, north, 0);
        o.start(when);
        const auto here = o.place(1), there = o.place(1, south);
        test::run_until(o.state, 1);
        EXPECT_EQ(o.paid_to(here), month_of_rent) << when;
        EXPECT_EQ(o.paid_to(there), one + month_of_rent) << when;
        EXPECT_EQ(o.in_north(M::budget_left, 0, rent), 0) << "no cap";
    }
}

TEST(claim_of_a_family_that_has_left, is_void_and_makes_way_for_the_next) {
    ThreeClaims o;
    o.s.leaving.quota_hazard = 1;
    o.s.leaving.back.cells = {0, 0};
    o.claim("queue");
    test::run_until(o.state, 5);
    o.state.population.families.leaving_clock[o.second] = 0.5F;  // moves on in June
    test::run_until(o.state, 6);
    o.state.population.families.leaving_clock[o.second] = test::never;
    test::run_until(o.state, 36);
    EXPECT_EQ(o.paid_to(o.second), 0);
    EXPECT_EQ(o.paid_to(o.third), one);
    EXPECT_EQ(paid(o.state, Instrument::relocation, 6), one) << "July";
    EXPECT_EQ(o.in_north(M::claims_refused, 6, relocation), 1);
    EXPECT_EQ(o.in_north(M::committed, 6, relocation), -2 * one);
    EXPECT_EQ(test::total(o.state.tallies, M::breaches), 1);
    EXPECT_EQ(test::total(o.state.tallies, M::clawback_due), 0) << "it was paid nothing";
}

TEST(claim_for_a_hire_that_has_ended, is_void) {
    Office o;
    o.s.work.find_hazard = o.s.work.loss_hazard = 1;
    o.s.employers.share = 1;
    o.s.employers.subsidy_mrp = test::changing(400, "2025-04-01", 0);
    o.cap(employer, north, 1000000);  // a subsidy is 1,572,800
    o.start("queue");
    const auto family = o.place(1);
    float& clock = o.state.population.persons.work_clock[test::person_of(o.state, family)];
    test::run_until(o.state, 1);
    clock = 0.5F;
    test::run_until(o.state, 2);
    clock = 2.5F;  // loses 1 a month from March: lost in May, month 4
    test::run_until(o.state, 5);
    EXPECT_THAT(by_month(o.state, M::claims_waiting, 5), ElementsAre(0, 1, 1, 1, 0));
    EXPECT_THAT(by_month(o.state, M::claims_refused, 5), ElementsAre(0, 0, 0, 0, 1));
    EXPECT_EQ(test::total(o.state.tallies, M::spending), one);
    EXPECT_EQ(test::total(o.state.tallies, M::subsidies_broken), 0) << "there was no subsidy";
    EXPECT_EQ(o.in_north(M::committed, 1, employer), 1572800);
    EXPECT_EQ(o.in_north(M::committed, 4, employer), -1572800);
}

TEST(claim_for_a_hire_who_retires_or_dies_before_it_is_paid, is_void) {
    for (Labour labour : {Labour::pensioner, Labour::dead}) {
        Office o;
        o.s.work.find_hazard = 1;
        o.s.employers.share = 1;
        o.cap(employer, north, 1000000);
        o.start("queue");
        const auto family = o.place(2);
        const std::uint32_t hire = test::person_of(o.state, family);
        test::run_until(o.state, 1);
        o.state.population.persons.work_clock[hire] = 0.5F;
        o.state.population.persons.work_clock[hire + 1] = test::never;
        test::run_until(o.state, 3);
        set_labour(o.state, hire, labour);
        test::run_until(o.state, 4);
        EXPECT_THAT(by_month(o.state, M::claims_waiting, 4), ElementsAre(0, 1, 1, 0));
        EXPECT_EQ(o.in_north(M::claims_refused, 3, employer), 1);
    }
}

TEST(rent_support, is_promised_on_settling_and_the_rest_released_when_the_family_leaves) {
    Office o;
    o.s.benefits.rent_take_up = 1;
    o.s.leaving.quota_hazard = 1;
    o.start("queue");
    const auto family = o.place(1);
    o.state.population.families.leaving_clock[family] = 2.5F;  // leaves in April, after four payments
    test::run_until(o.state, 6);
    EXPECT_EQ(o.in_north(M::committed, 0, relocation), one);
    EXPECT_EQ(o.in_north(M::committed, 0, rent), 943680);  // 12 x 78,640
    for (int month : {1, 2, 3}) EXPECT_EQ(o.in_north(M::committed, month, rent), 0) << month;
    EXPECT_EQ(o.in_north(M::committed, 4, rent), -629120) << "eight payments that will not be made";
    for (int month : {0, 1, 2, 3}) EXPECT_EQ(paid(o.state, Instrument::rent, month), month_of_rent) << month;
    EXPECT_EQ(paid(o.state, Instrument::rent, 4), 0);
    EXPECT_EQ(test::total(o.state.tallies, M::committed), one + 4 * month_of_rent);
}

TEST(rent_support, costs_more_than_promised_when_the_mrp_rises) {
    Office o;
    o.s.run.first_month = make_month(2025, 11);
    o.s.benefits.rent_take_up = 1;
    o.start("queue");
    o.place(1);
    test::run_until(o.state, 14);
    EXPECT_EQ(o.in_north(M::committed, 0, rent), 943680);
    EXPECT_EQ(o.in_north(M::committed, 1, rent), 0);
    for (int month : {2, 11}) {
        EXPECT_EQ(paid(o.state, Instrument::rent, month), 86500) << month;  // 20 x 4,325
        EXPECT_EQ(o.in_north(M::committed, month, rent), 86500 - 78640) << month;
    }
    EXPECT_EQ(paid(o.state, Instrument::rent, 12), 0);
    EXPECT_EQ(test::total(o.state.tallies, M::committed), one + 2 * 78640 + 10 * 86500);
}

TEST(rent_payments_that_lapse, are_lost_and_used_up) {
    Office o;
    o.s.benefits.rent_take_up = 1;
    o.cap(rent, north, 3 * 78640 + 1);
    o.start("lapse");
    const auto family = o.place(1);
    test::run_until(o.state, 14);
    EXPECT_EQ(o.paid_to(family), one + 3 * month_of_rent);
    for (int month = 0; month < 12; ++month) EXPECT_EQ(o.in_north(M::claims_refused, month, rent), month >= 3) << month;
    EXPECT_EQ(cell(o.state, M::rent_families, 11, {north}), 1) << "due, though not paid";
    EXPECT_EQ(test::total(o.state.tallies, M::committed), test::total(o.state.tallies, M::spending));
}

// Two families of one in work from February that are ready to buy a home of 5,000,000: certificates of 2,500,000.
struct TwoBuyers : Office {
    std::uint32_t first = 0, second = 0;
    TwoBuyers() {
        s.places.home_price.cells = {1e5, 4e5, 4e5};
        s.work.find_hazard = 1e3;
        s.housing.purchase_hazard = 1;
        cap(certificate, north, 3000000);
    }
    void buy(const char* when_exhausted) {
        start(when_exhausted);
        first = place(1);
        second = place(1);
        state.population.families.purchase_clock[first] = state.population.families.purchase_clock[second] = 0.5F;
        test::run_until(state, 2);
    }
    bool owns(std::uint32_t family) const { return state.population.families.owner[family] != 0; }
};

TEST(certificates_that_lapse, buy_no_home_and_the_family_may_try_again) {
    TwoBuyers b;
    b.buy("lapse");
    EXPECT_TRUE(b.owns(b.first));
    EXPECT_FALSE(b.owns(b.second)) << "500,000 are left: the first has claimed in the same month";
    EXPECT_EQ(b.in_north(M::claims_refused, 1, certificate), 1);
    EXPECT_EQ(cell(b.state, M::certificates, 1, {north, 0}), 1);
    EXPECT_EQ(b.in_north(M::committed, 1, certificate), 2500000);
    EXPECT_GT(b.state.population.families.purchase_clock[b.second], 0);
    test::run_until(b.state, 12);
    b.state.population.families.purchase_clock[b.second] = 0.5F;
    test::run_until(b.state, 13);  // in 2026 the whole price is paid, which the budget does not allow
    EXPECT_FALSE(b.owns(b.second));
}

TEST(certificates_in_a_queue, are_waited_for_and_the_home_is_bought_with_the_next_budget) {
    TwoBuyers b;
    b.s.benefits.certificate_share = test::row("date", {"2015-01-01"}, {0.5});
    b.buy("queue");
    EXPECT_TRUE(b.owns(b.first));
    EXPECT_FALSE(b.owns(b.second)) << "500,000 are left";
    EXPECT_EQ(b.in_north(M::claims_waiting, 1, certificate), 1);
    test::run_until(b.state, 12);
    EXPECT_FALSE(b.owns(b.second));
    EXPECT_EQ(b.in_north(M::claims_waiting, 11, certificate), 1);
    EXPECT_EQ(test::total(b.state.tallies, M::certificates), 1);
    test::run_until(b.state, 13);
    EXPECT_TRUE(b.owns(b.second));
    EXPECT_EQ(paid(b.state, Instrument::certificate, 12), 2500000);
    EXPECT_EQ(b.in_north(M::claims_waiting, 12, certificate), 0);
    EXPECT_EQ(test::total(b.state.tallies, M::claims_refused), 0);
}

TEST(certificate_that_waits, holds_up_a_cheaper_one_behind_it) {
    TwoBuyers b;
    b.s.housing.price_spread = 0;
    b.s.places.city_share.cells = {0.5, 1, 1};
    b.cap(certificate, north, 2000000);  // 2,500,000 in a city, half of that in a village
    b.start("queue");
    const auto first = b.place(1), second = b.place(1);
    Families& f = b.state.population.families;
    test::run_until(b.state, 1);
    f.village[first] = 0;
    f.village[second] = 1;
    f.purchase_clock[first] = f.purchase_clock[second] = 0.5F;
    test::run_until(b.state, 2);
    EXPECT_FALSE(b.owns(first) || b.owns(second));
    EXPECT_EQ(b.in_north(M::claims_waiting, 1, certificate), 2);
    f.village[first] = 1;  // now 1,250,000 each, and the money is enough for one
    test::run_until(b.state, 3);
    EXPECT_TRUE(b.owns(first));
    EXPECT_FALSE(b.owns(second));
}

TEST(certificates_cut_in_proportion, buy_homes_while_something_is_left) {
    TwoBuyers b;
    b.buy("pro_rata");
    EXPECT_TRUE(b.owns(b.first) && b.owns(b.second)) << "500,000 were left for the second";
    EXPECT_EQ(b.paid_to(b.first) - b.paid_to(b.second), 0) << "1,500,000 each";
    EXPECT_EQ(paid(b.state, Instrument::certificate, 1), 3000000);
    TwoBuyers none;
    none.cap(certificate, north, 0);
    none.buy("pro_rata");
    EXPECT_FALSE(none.owns(none.first) || none.owns(none.second));
    EXPECT_EQ(none.in_north(M::claims_refused, 1, certificate), 2);
}

TEST(certificate_of_nothing, buys_no_home) {
    TwoBuyers b;
    b.s.housing.mortgage_share = 1;
    b.s.housing.down_payment = 0;
    b.buy("queue");
    EXPECT_FALSE(b.owns(b.first) || b.owns(b.second));
    EXPECT_EQ(test::total(b.state.tallies, M::certificates), 0);
}

TEST(certificates_after_a_change_from_queue_to_lapse, are_not_promised_twice) {
    TwoBuyers b;
    b.start("queue");
    const auto claim_before = [&](Tenge amount) {
        b.state.claims_waiting.push_back({amount, b.first, 0, Instrument::certificate, static_cast<std::uint8_t>(north)});
    };
    b.first = b.place(1);
    claim_before(1000000);
    EXPECT_EQ(budget_left(b.state, Instrument::certificate, north), 2000000);
    EXPECT_EQ(budget_left(b.state, Instrument::relocation, north), std::numeric_limits<Tenge>::max()) << "no cap";
}

}  // namespace
}  // namespace qonys
