// Homes: prices that answer to settlers, who can buy, what the certificate pays, the lock on what was bought.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "worked/families.hpp"

namespace qonys {
namespace {

using test::cell, test::north, test::south, test::by_month;
using testing::ElementsAre;

constexpr Tenge certificate = 2500000;   // half of a home of 5,000,000 (2025); the cap is 1,160 x 3,932 = 4,561,120
constexpr Tenge grant = 1376200;         // 5 x 70 x 3,932
constexpr Tenge month_of_rent = 117960;  // 30 x 3,932

// Families of five men placed in NO in January 2025, all in work from February. Homes of 50 m2 at 100,000 in NO.
struct Buyers {
    Scenario s = test::empty_scenario();
    World world;
    State state;
    std::vector<std::uint32_t> families;

    Buyers() {
        s.run.last_month = make_month(2027, 12);
        s.places.home_price.cells = {1e5, 4e5, 4e5};
        s.work.find_hazard = 1e3;
        s.housing.purchase_hazard = 1;
        s.leaving.quota_hazard = 1;
        s.leaving.back.cells = {0, 0};
    }
    // Ready to buy in the month with this number, 1 or later.
    void start(int month, int count = 1) {
        world = make_world(s);
        state = make_state(world, {1, 0});
        for (int i = 0; i < count; ++i) {
            families.push_back(test::add_waiting(state, Stream::kandas_free, 0, 5, {north}));
            state.population.families.purchase_clock[families.back()] = static_cast<float>(month) - 0.5F;
            state.population.families.leaving_clock[families.back()] = test::never;
        }
    }
    Tenge certificates(int month) const { return test::paid(state, Instrument::certificate, month); }
    bool owns(std::size_t i) const { return state.population.families.owner[families[i]] != 0; }
};

TEST(home_prices, rise_with_settlers_per_inhabitant) {
    struct Case {
        double elasticity;
        Tenge level, south, paid;
    };
    // 100 inhabitants and five settlers: 1.05 x 5,000,000, and 1.1025 x 5,000,000; half of it.
    for (const Case& c : {Case{0, 100000, 400000, 2500000}, Case{1, 105000, 480000, 2625000}, Case{2, 110250, 576000, 2756250}}) {
        Buyers b;
        b.s.places.population.cells = {100, 100, 200};
        b.s.housing.price_elasticity = c.elasticity;
        b.s.quotas.kandas.cells = {100, 100, 0};
        b.start(1);
        const auto there = test::add_waiting(b.state, Stream::kandas_free, 0, 20, {south});
        b.state.population.families.purchase_clock[there] = test::never;
        test::run_until(b.state, 2);
        EXPECT_EQ(cell(b.state, M::home_price_level, 0, {north}), 100000) << "counted at the start of the month";
        EXPECT_EQ(cell(b.state, M::home_price_level, 1, {north}), c.level);
        EXPECT_EQ(cell(b.state, M::home_price_level, 1, {south}), c.south);  // 1.2 x 400,000, and 1.44 x 400,000
        EXPECT_EQ(cell(b.state, M::home_price_level, 1, {test::west}), 400000);
        EXPECT_EQ(b.certificates(1), c.paid);
    }
}

TEST(rents, rise_with_settlers_per_inhabitant) {
    Buyers b;
    b.s.places.population.cells = {100, 100, 200};
    b.s.housing.rent_elasticity = 2;
    b.s.quotas.kandas.cells = {100, 100, 0};
    b.start(30);
    test::add_waiting(b.state, Stream::kandas_free, 0, 20, {south});
    test::run_until(b.state, 2);
    EXPECT_EQ(cell(b.state, M::rent_level, 0, {north}), 2000);
    EXPECT_EQ(cell(b.state, M::rent_level, 1, {north}), 2205);  // 2,000 x 1.05 ^ 2
    EXPECT_EQ(cell(b.state, M::rent_level, 1, {south}), 2880);  // x 1.2 ^ 2
    EXPECT_EQ(cell(b.state, M::rent_level, 1, {test::west}), 2000);
}

TEST(certificate, follows_the_rule_of_the_month_of_purchase) {
    struct Case {
        double price_m2;
        int month;
        Tenge paid;
    };
    for (const Case& c : {Case{100000, 11, 2500000},    // December 2025: half
                          Case{100000, 12, 5000000},    // January 2026: all
                          Case{200000, 11, 4561120},    // half of 10,000,000 is above 1,160 x 3,932
                          Case{200000, 12, 7028125},    // 1,625 x 4,325
                          Case{140562.5, 12, 7028125},  // a home that costs the cap
                          Case{140562, 12, 7028100}}) {
        Buyers b;
        b.s.places.home_price.cells[north] = c.price_m2;
        b.start(c.month);
        test::run_until(b.state, c.month + 1);
        EXPECT_EQ(b.certificates(c.month), c.paid) << c.price_m2 << " in month " << c.month;
    }
}

TEST(certificate, needs_somebody_in_work_and_a_business_counts) {
    Buyers jobless, founders;
    jobless.s.work.find_hazard = founders.s.work.find_hazard = 0;
    founders.s.work.business_hazard = 1e3;
    for (Buyers* b : {&jobless, &founders}) {
        b->start(3);
        test::run_until(b->state, 6);
    }
    EXPECT_EQ(test::total(jobless.state.tallies, M::certificates), 0);
    EXPECT_EQ(jobless.state.population.families.purchase_clock[0], 2.5F) << "the clock stands still";
    EXPECT_THAT(by_month(founders.state, M::certificates, 4), ElementsAre(0, 0, 0, 1));
}

TEST(certificate, needs_a_seller) {
    Buyers b;
    b.s.housing.homes_for_sale.cells = {1, 1000, 1000};
    b.start(1, 3);
    test::run_until(b.state, 5);
    EXPECT_THAT(by_month(b.state, M::certificates, 5), ElementsAre(0, 1, 1, 1, 0));
    EXPECT_THAT(by_month(b.state, M::no_seller, 5), ElementsAre(0, 2, 1, 0, 0));
    for (int month : {1, 2, 3}) EXPECT_EQ(b.certificates(month), certificate);
    EXPECT_EQ(b.state.population.families.rent_payments_left[b.families[0]], 0) << "the first to be placed buys first";
    EXPECT_THAT(by_month(b.state, M::rent_families, 5), ElementsAre(3, 3, 2, 1, 0));
}

TEST(homes_for_sale, of_half_a_home_a_month_are_one_every_other_month) {
    Buyers b;
    b.s.housing.homes_for_sale.cells = {0.5, 0, 0};
    b.start(2, 2);
    test::run_until(b.state, 7);
    EXPECT_THAT(by_month(b.state, M::certificates, 7), ElementsAre(0, 0, 0, 1, 0, 1, 0));
    EXPECT_THAT(by_month(b.state, M::no_seller, 7), ElementsAre(0, 0, 2, 1, 1, 0, 0));
}

TEST(mortgage, takes_the_certificate_for_the_down_payment_at_most) {
    for (const auto& [down_payment, paid] : {std::pair{0.2, Tenge{1000000}}, std::pair{0.6, certificate}}) {
        Buyers b;
        b.s.housing.mortgage_share = 1;
        b.s.housing.down_payment = down_payment;
        b.start(1);
        test::run_until(b.state, 2);
        EXPECT_EQ(b.certificates(1), paid);
        EXPECT_EQ(cell(b.state, M::mortgages, 1, {north}), 1);
        EXPECT_EQ(cell(b.state, M::certificates, 1, {north, 0}), 1);
        EXPECT_TRUE(b.owns(0));
    }
    Buyers whole;
    whole.s.housing.down_payment = 0.2;
    whole.start(1);
    test::run_until(whole.state, 2);
    EXPECT_EQ(whole.certificates(1), certificate);
    EXPECT_EQ(test::total(whole.state.tallies, M::mortgages), 0);
}

TEST(purchase_rate, answers_to_the_share_of_a_typical_home_that_the_certificate_pays) {
    struct Case {
        double price_m2, elasticity, rate_2025, rate_2026;
    };
    // Share paid over the reference of 0.5. Home of 5,000,000: 1 in 2025; 1 / 0.5 = 2 in 2026.
    // Home of 20,000,000: 4,561,120 / 20,000,000 / 0.5 = 0.456112; 7,028,125 / 20,000,000 / 0.5 = 0.7028125.
    for (const Case& c : {Case{1e5, 0.5, 0.1, 0.1414214}, Case{1e5, 0, 0.1, 0.1}, Case{4e5, 1, 0.0456112, 0.0702813},
                          Case{4e5, 0.5, 0.0675361, 0.0838339}}) {
        Buyers b;
        b.s.places.home_price.cells[north] = c.price_m2;
        b.s.housing.purchase_hazard = 0.1;
        b.s.housing.reference_share = 0.5;
        b.s.housing.money_elasticity = c.elasticity;
        b.start(8);
        const float& clock = b.state.population.families.purchase_clock[b.families[0]];
        test::run_until(b.state, 11);
        float before = clock;
        test::run_until(b.state, 12);
        EXPECT_NEAR(before - clock, c.rate_2025, 1e-6);
        before = clock;
        test::run_until(b.state, 13);
        EXPECT_NEAR(before - clock, c.rate_2026, 1e-6);
    }
}

TEST(purchase_rate, is_that_of_the_region) {
    Buyers b;
    b.s.housing.purchase_hazard = 0.1;
    b.s.housing.region_factor.cells = {0.3, 1, 1};
    b.start(8);
    test::run_until(b.state, 2);
    EXPECT_NEAR(b.state.population.families.purchase_clock[b.families[0]], 7.5 - 0.03, 1e-6);
}

// A family that buys in February (month 1) and gives the home up in the month with number `breach`, 2 or later.
struct Owners : Buyers {
    Owners() {
        s.housing.breach_hazard = 1;
        s.benefits.rent_take_up = 0;
    }
    void run(int breach, int months) {
        start(1);
        test::run_until(state, 2);
        ASSERT_EQ(state.locked_homes.size(), 1U);
        ASSERT_EQ(certificate_paid(state, state.locked_homes[0].family), certificate);
        state.locked_homes[0].clock = static_cast<float>(breach) - 1.5F;
        test::run_until(state, months);
    }
};

TEST(home_sold_under_the_lock, is_counted_and_the_certificate_demanded) {
    Owners o;
    o.run(4, 10);
    EXPECT_EQ(cell(o.state, M::lock_broken, 4, {north}), 1);
    EXPECT_EQ(test::total(o.state.tallies, M::lock_broken), 1);
    EXPECT_EQ(test::total(o.state.tallies, M::lock_transferred), 0);
    EXPECT_EQ(cell(o.state, M::clawback_due, 4, {north}), certificate);
    EXPECT_EQ(cell(o.state, M::clawback_received, 7, {north}), 500000);  // 0.2, after three months
    EXPECT_EQ(cell(o.state, M::clawback_written_off, 7, {north}), 2000000);
    EXPECT_EQ(test::total(o.state.tallies, M::breaches), 0) << "the family stays in its region";
    EXPECT_FALSE(o.owns(0));
    EXPECT_EQ(o.state.population.families.region[o.families[0]], north);
    EXPECT_TRUE(o.state.locked_homes.empty());
}

TEST(home_given_to_relatives, breaks_the_lock_only_from_the_date_of_the_rule_on_transfers) {
    Owners before, after;
    for (Owners* o : {&before, &after}) {
        o->s.benefits.lock_on_transfer = test::changing(0, "2025-09-01", 1);  // month 8
        o->s.housing.transfer_share = 1;
    }
    before.run(7, 12);
    EXPECT_FALSE(before.owns(0));
    for (M m : {M::lock_broken, M::lock_transferred, M::clawback_due}) EXPECT_EQ(test::total(before.state.tallies, m), 0);
    after.run(8, 12);
    EXPECT_FALSE(after.owns(0));
    EXPECT_EQ(cell(after.state, M::lock_broken, 8, {north}), 1);
    EXPECT_EQ(cell(after.state, M::lock_transferred, 8, {north}), 1);
    EXPECT_EQ(cell(after.state, M::clawback_due, 8, {north}), certificate);
}

TEST(home_sold, breaks_the_lock_before_the_rule_on_transfers_too) {
    Owners o;
    o.s.benefits.lock_on_transfer = test::changing(0, "2025-09-01", 1);
    o.run(4, 6);
    EXPECT_EQ(test::total(o.state.tallies, M::lock_broken), 1);
    EXPECT_EQ(test::total(o.state.tallies, M::clawback_due), certificate);
}

TEST(lock, ends_after_its_months) {
    for (int breach : {3, 4}) {
        Owners o;
        o.s.benefits.lock_months.cells = {3};  // February to April, months 1 to 3
        o.run(breach, 12);
        EXPECT_EQ(test::total(o.state.tallies, M::lock_broken), breach == 3);
        EXPECT_EQ(test::total(o.state.tallies, M::clawback_due), breach == 3 ? certificate : 0);
        EXPECT_EQ(o.owns(0), breach != 3);
    }
}

TEST(home_bought_without_a_lock, may_be_sold) {
    Buyers b;
    b.s.housing.breach_hazard = 1e3;
    b.s.benefits.lock_months.cells = {0};
    b.start(1);
    test::run_until(b.state, 12);
    EXPECT_EQ(test::total(b.state.tallies, M::certificates), 1);
    EXPECT_EQ(test::total(b.state.tallies, M::lock_broken), 0);
    EXPECT_TRUE(b.owns(0));
}

TEST(certificate_demanded_once, is_not_demanded_again_when_the_family_leaves) {
    Owners o;
    o.run(4, 8);
    o.state.population.families.leaving_clock[o.families[0]] = 0.5F;
    test::run_until(o.state, 9);
    EXPECT_EQ(cell(o.state, M::clawback_due, 4, {north}), certificate);
    EXPECT_EQ(cell(o.state, M::clawback_due, 8, {north}), grant) << "the grant only";
    EXPECT_EQ(test::total(o.state.tallies, M::lock_broken), 1);
}

TEST(certificate_of_a_home_given_away_freely, is_demanded_with_all_the_rest_when_the_family_leaves) {
    Owners o;
    o.s.benefits.lock_on_transfer.cells = {0};
    o.s.housing.transfer_share = 1;
    o.run(4, 8);
    o.state.population.families.leaving_clock[o.families[0]] = 0.5F;
    test::run_until(o.state, 9);
    EXPECT_EQ(test::total(o.state.tallies, M::clawback_due), grant + certificate);
    EXPECT_EQ(test::total(o.state.tallies, M::lock_broken), 0);
}

TEST(home_left_under_the_lock, is_counted_and_all_is_demanded_at_once) {
    Owners o;
    o.s.benefits.rent_take_up = 1;
    o.run(60, 8);
    o.state.population.families.leaving_clock[o.families[0]] = 0.5F;
    test::run_until(o.state, 9);
    EXPECT_EQ(cell(o.state, M::lock_broken, 8, {north}), 1);
    EXPECT_EQ(cell(o.state, M::breaches, 8, {north}), 1);
    EXPECT_EQ(cell(o.state, M::clawback_due, 8, {north}), grant + 2 * month_of_rent + certificate);
    EXPECT_FALSE(o.owns(0));
}

TEST(breach_of_a_lock_that_does_not_come_to_light, is_counted_and_nothing_is_due) {
    Owners o;
    o.s.clawback.detected.cells = {0};
    o.run(4, 10);
    EXPECT_EQ(test::total(o.state.tallies, M::lock_broken), 1);
    EXPECT_EQ(test::total(o.state.tallies, M::clawback_due), 0);
    EXPECT_FALSE(o.owns(0));
}

}  // namespace
}  // namespace qonys
