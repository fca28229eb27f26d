// What families are paid, to the tenge, with the arithmetic beside it.
#include <gtest/gtest.h>

#include "accounts/summary.hpp"
#include "policy/rules.hpp"
#include "support/small_scenario.hpp"

namespace qonys {
namespace {

using test::add_waiting_family;

constexpr std::size_t north = 0, south = 1;

std::vector<Entry> entries(const Ledger& ledger, Instrument instrument, EntryKind kind = EntryKind::paid) {
    std::vector<Entry> found;
    for (const Entry& e : ledger.entries)
        if (e.instrument == instrument && e.kind == kind) found.push_back(e);
    return found;
}

Tenge certificate(int year, Tenge price) {
    return certificate_amount(rules_in_force(test::small_scenario(), make_month(year, 6)), price);
}

TEST(rounding, is_half_up_to_the_tenge) {
    EXPECT_EQ(times(3932, ten_thousandths(70)), 275240);       // 3,932 x 70
    EXPECT_EQ(times(9000001, ten_thousandths(0.5)), 4500001);  // 4,500,000.5
    EXPECT_EQ(times(8999999, ten_thousandths(0.5)), 4500000);  // 4,499,999.5
    EXPECT_EQ(times(7, ten_thousandths(0.2)), 1);              // 1.4
    EXPECT_EQ(times(8, ten_thousandths(0.2)), 2);              // 1.6
    EXPECT_EQ(times(0, ten_thousandths(0.5)), 0);
    EXPECT_EQ(ten_thousandths(0.1 + 0.2), 3000);  // not 2,999: the nearest, not the floor
}

TEST(relocation, is_70_mrp_for_each_member) {
    const Scenario s = test::small_scenario();
    EXPECT_EQ(relocation_grant(rules_in_force(s, make_month(2024, 5)), 1), 258440);    // 70 x 3,692
    EXPECT_EQ(relocation_grant(rules_in_force(s, make_month(2025, 5)), 5), 1376200);   // 5 x 70 x 3,932
    EXPECT_EQ(relocation_grant(rules_in_force(s, make_month(2026, 5)), 10), 3027500);  // 10 x 70 x 4,325
}

TEST(relocation, of_one_person_in_2025_is_528_dollars_46) {
    Scenario s = test::empty_scenario();
    s.benefits.rent_take_up = 0;
    const World world = make_world(s);
    State state = make_state(world, {1, 0});
    add_waiting_family(state, 0, 1, {north});
    test::run_until(state, world.months);
    SummaryBuilder builder(world.axes, s.money.usd_per_kzt, s.places.population.cells, 1, false);
    builder.add(state.tallies);
    const Summary summary = builder.finish();
    EXPECT_EQ(test::total(state.tallies, M::spending), 275240);
    const SummaryTable& usd = summary.find("spending_usd", Period::whole_run);
    EXPECT_NEAR(usd.mean[north], 528.46, 0.005);  // 275,240 x 0.00192 = 528.4608
    EXPECT_NEAR(usd.mean[3], 528.46, 0.005) << "the country";
    EXPECT_EQ(usd.mean[south], 0);
}

TEST(rent, follows_family_size_and_settlement) {
    const Rules rules = rules_in_force(test::small_scenario(), make_month(2025, 5));
    const int mrp[2][8] = {{20, 25, 25, 25, 30, 30, 30, 30}, {15, 18, 18, 18, 21, 21, 21, 21}};
    for (int members = 1; members <= 8; ++members) {
        EXPECT_EQ(rent_support(rules, Settlement::city, members), 3932 * mrp[0][members - 1]) << members;
        EXPECT_EQ(rent_support(rules, Settlement::village, members), 3932 * mrp[1][members - 1]) << members;
    }
}

TEST(certificate, pays_half_up_to_1160_mrp_in_2025) {
    EXPECT_EQ(certificate(2025, 9000000), 4500000);
    EXPECT_EQ(certificate(2025, 9000001), 4500001);   // 4,500,000.5, half up
    EXPECT_EQ(certificate(2025, 9122239), 4561120);   // 4,561,119.5, half up: the cap to the tenge
    EXPECT_EQ(certificate(2025, 12000000), 4561120);  // 1,160 x 3,932 is less than 6,000,000
}

TEST(certificate, pays_all_up_to_1625_mrp_from_2026) {
    EXPECT_EQ(certificate(2026, 6000000), 6000000);
    EXPECT_EQ(certificate(2026, 9000000), 7028125);  // 1,625 x 4,325
}

TEST(family_of_five, placed_in_a_city_in_may_2025_is_paid_what_the_law_says) {
    Scenario s = test::empty_scenario();
    s.run.first_month = make_month(2025, 5);
    s.run.last_month = make_month(2026, 12);
    const World world = make_world(s);
    State state = make_state(world, {1, 0});
    const std::uint32_t family = add_waiting_family(state, 1, 5, {north});
    test::run_until(state, world.months);

    const std::vector<Entry> grants = entries(state.ledger, Instrument::relocation);
    ASSERT_EQ(grants.size(), 1U);
    EXPECT_EQ(grants[0].amount, 1376200);  // 5 x 70 x 3,932
    EXPECT_EQ(grants[0].month, 0);
    EXPECT_EQ(grants[0].region, north);
    EXPECT_EQ(grants[0].origin, 1);
    EXPECT_EQ(grants[0].family, family);

    const std::vector<Entry> rents = entries(state.ledger, Instrument::rent);
    ASSERT_EQ(rents.size(), 12U);
    for (std::size_t k = 0; k < 12; ++k) {
        EXPECT_EQ(rents[k].month, static_cast<int>(k));
        EXPECT_EQ(rents[k].amount, k < 8 ? 117960 : 129750) << k;  // 30 x 3,932 May to December, 30 x 4,325 from January
        EXPECT_EQ(test::total_in(state, M::rent_families, static_cast<int>(k)), 1) << k;
    }
    EXPECT_EQ(test::total_in(state, M::rent_families, 12), 0);
    EXPECT_EQ(state.population.families.paid[family], 1376200 + 8 * 117960 + 4 * 129750);
    EXPECT_EQ(test::total(state.tallies, M::spending), 2838880);
    EXPECT_EQ(state.ledger.total[0], 2838880);
}

TEST(family_in_a_village, is_paid_the_rent_of_villages) {
    Scenario s = test::empty_scenario();
    s.places.city_share.cells = {0, 0, 0};
    const World world = make_world(s);
    State state = make_state(world, {1, 0});
    add_waiting_family(state, 0, 1, {north});
    add_waiting_family(state, 0, 4, {north});
    test::run_until(state, 1);
    const std::vector<Entry> rents = entries(state.ledger, Instrument::rent);
    ASSERT_EQ(rents.size(), 2U);
    EXPECT_EQ(rents[0].amount, 58980);  // 15 x 3,932
    EXPECT_EQ(rents[1].amount, 70776);  // 18 x 3,932
}

TEST(family_without_a_place, is_paid_nothing) {
    const Scenario s = test::empty_scenario();
    const World world = make_world(s);
    State state = make_state(world, {1, 0});
    test::add_settling_family(state, 0, 5);
    test::run_until(state, world.months);
    EXPECT_EQ(test::total(state.tallies, M::settled), 5);
    EXPECT_TRUE(state.ledger.entries.empty());
}

// A family finds work in the month after settling and a home in the month that the test chooses.
struct Buyer {
    Scenario s = test::empty_scenario();
    World world;
    State state;
    std::uint32_t family = 0;

    Buyer(double price_per_m2, int months_until_purchase) {
        s.run.last_month = make_month(2026, 12);
        s.places.home_price.cells = {price_per_m2, 1, 1};
        s.work.find_hazard = 1e3;
        s.housing.purchase_hazard = 1;
        world = make_world(s);
        state = make_state(world, {1, 0});
        family = add_waiting_family(state, 0, 5, {north});
        state.population.families.purchase_clock[family] = static_cast<float>(months_until_purchase) - 0.5F;
    }
};

TEST(home_of_9_million, bought_in_2025_is_half_paid_and_ends_the_rent_support) {
    Buyer b(180000, 3);  // 50 m2 x 180,000; work from February, clock 2.5: bought in April
    test::run_until(b.state, b.world.months);
    const std::vector<Entry> bought = entries(b.state.ledger, Instrument::certificate);
    ASSERT_EQ(bought.size(), 1U);
    EXPECT_EQ(bought[0].amount, 4500000);
    EXPECT_EQ(bought[0].month, 3);
    EXPECT_EQ(entries(b.state.ledger, Instrument::rent).size(), 4U) << "January to April";
    const Families& f = b.state.population.families;
    EXPECT_EQ(f.owner[b.family], 1);
    EXPECT_EQ(f.lock_end[b.family], 3 + 60) << "no sale for five years";
    EXPECT_EQ(f.paid[b.family], 1376200 + 4 * 117960 + 4500000);
    EXPECT_EQ(test::total(b.state.tallies, M::certificates), 1);
}

TEST(home_of_12_million, bought_in_2025_is_paid_to_the_cap) {
    Buyer b(240000, 1);
    test::run_until(b.state, 2);
    const std::vector<Entry> bought = entries(b.state.ledger, Instrument::certificate);
    ASSERT_EQ(bought.size(), 1U);
    EXPECT_EQ(bought[0].amount, 4561120);
    EXPECT_EQ(bought[0].month, 1);
}

TEST(home_of_9_million, bought_in_2026_is_paid_to_the_higher_cap) {
    Buyer b(180000, 12);  // work from February 2025: bought in January 2026
    test::run_until(b.state, b.world.months);
    const std::vector<Entry> bought = entries(b.state.ledger, Instrument::certificate);
    ASSERT_EQ(bought.size(), 1U);
    EXPECT_EQ(bought[0].month, 12);
    EXPECT_EQ(bought[0].amount, 7028125);
}

TEST(home_prices, grow_from_the_base_month_and_are_lower_in_villages) {
    Scenario s = test::empty_scenario();
    s.places.home_price.cells = {100000, 1, 1};
    s.places.city_share.cells = {0, 0, 0};
    s.housing.price_growth = 0.21;
    s.housing.price_base = make_month(2024, 8);  // bought in February 2025: half a year later
    s.work.find_hazard = 1e3;
    s.housing.purchase_hazard = 100;
    const World world = make_world(s);
    State state = make_state(world, {1, 0});
    add_waiting_family(state, 0, 5, {north});
    test::run_until(state, 2);
    const std::vector<Entry> bought = entries(state.ledger, Instrument::certificate);
    ASSERT_EQ(bought.size(), 1U);
    EXPECT_EQ(bought[0].amount, 1375000);  // 50 m2 x 100,000 x 0.5 x 1.21 ^ 0.5 = 2,750,000, and half of it
}

TEST(families_without_work, buy_no_home) {
    Scenario s = test::empty_scenario();
    s.housing.purchase_hazard = 1e3;
    const World world = make_world(s);
    State state = make_state(world, {1, 0});
    add_waiting_family(state, 0, 5, {north});
    test::run_until(state, world.months);
    EXPECT_EQ(test::total(state.tallies, M::certificates), 0);
}

TEST(families_placed_before_certificates_begin, may_buy_once_they_have_begun) {
    Scenario s = test::empty_scenario();
    s.benefits.certificate_share = test::row("date", {"2015-01-01", "2025-03-01"}, {0, 0.5});
    s.benefits.certificate_cap_mrp = test::row("date", {"2015-01-01", "2025-03-01"}, {0, 1160});
    s.work.find_hazard = 1e3;
    s.housing.purchase_hazard = 100;
    const World world = make_world(s);
    State state = make_state(world, {1, 0});
    add_waiting_family(state, 0, 5, {north});  // placed in January
    test::run_until(state, 2);
    EXPECT_EQ(test::total(state.tallies, M::certificates), 0);
    test::run_until(state, 3);
    EXPECT_EQ(test::total(state.tallies, M::certificates), 1);
}

}  // namespace
}  // namespace qonys
