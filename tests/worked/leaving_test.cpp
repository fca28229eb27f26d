// What a family's leaving clock loses in a month: the regional hazard times the factors, one at a time.
#include <gtest/gtest.h>

#include <cmath>

#include "support/small_scenario.hpp"

namespace qonys {
namespace {

constexpr std::size_t north = 0;

// A family of two men placed in NO in January 2025, whose clock is read month by month. It never leaves.
struct Clock {
    Scenario s = test::empty_scenario();
    World world;
    State state;
    std::uint32_t family = 0;

    Clock() {
        s.run.last_month = make_month(2026, 12);
        s.leaving.quota_hazard = 0.01;
        s.leaving.free_hazard = 0.03;
        s.benefits.rent_take_up = 0;
    }
    void start(bool quota = true) {
        world = make_world(s);
        state = make_state(world, {1, 0});
        family = quota ? test::add_waiting_family(state, 0, 2, {north}) : test::add_settling_family(state, 0, 2);
        state.population.families.leaving_clock[family] = 8;
    }
    // What the clock loses in the month with this number.
    double lost(int month) {
        test::run_until(state, month);
        const float before = state.population.families.leaving_clock[family];
        test::run_until(state, month + 1);
        return static_cast<double>(before) - static_cast<double>(state.population.families.leaving_clock[family]);
    }
};

constexpr double near = 2e-6;  // the clock is a float near 8

TEST(leaving_clock, loses_the_base_hazard_of_its_stream_but_nothing_in_the_month_of_settling) {
    Clock quota, free;
    quota.start();
    free.start(false);
    EXPECT_EQ(quota.lost(0), 0);
    EXPECT_NEAR(quota.lost(1), 0.01, near);
    EXPECT_NEAR(quota.lost(13), 0.01, near);
    EXPECT_NEAR(free.lost(1), 0.03, near);
}

TEST(leaving_clock, loses_less_with_time_down_to_the_floor) {
    Clock c;
    c.s.leaving.settling_months = 10;
    c.s.leaving.settled_floor = 0.3;
    c.start();
    EXPECT_NEAR(c.lost(1), 0.01 * (0.3 + 0.7 * std::exp(-0.1)), near);
    EXPECT_NEAR(c.lost(10), 0.01 * (0.3 + 0.7 * std::exp(-1.0)), near);
}

TEST(leaving_clock, loses_more_while_nobody_works) {
    Clock c;
    c.s.leaving.jobless_factor = 1.8;
    c.s.work.find_hazard = 1;
    c.start();
    test::run_until(c.state, 1);
    Persons& p = c.state.population.persons;
    p.work_clock[0] = 3.5F;  // finds work in the fifth month
    p.work_clock[1] = 9.5F;
    EXPECT_NEAR(c.lost(3), 0.018, near);
    EXPECT_NEAR(c.lost(4), 0.01, near) << "one worker is enough; work comes before moves in the month";
}

TEST(leaving_clock, loses_more_where_january_is_colder_than_at_the_origin) {
    Clock c;
    c.s.leaving.cold = 0.02;
    c.start();  // 0 degrees at the origin, -15 in NO
    EXPECT_NEAR(c.lost(1), 0.01 * std::exp(0.3), near);
    Clock warm;
    warm.s.leaving.cold = 0.02;
    warm.s.places.january_temperature.cells[north] = 10;
    warm.start();
    EXPECT_NEAR(warm.lost(1), 0.01, near) << "a warmer January does not hold anybody";
}

TEST(leaving_clock, loses_less_where_more_co_ethnics_live) {
    Clock c;
    c.s.leaving.kin_elasticity = 0.5;
    c.s.origins.kin_stock.cells = {1, 1, 1, 0, 0, 0};
    c.start();
    // February: two persons more in NO. Share (1 + 2 + 1) / (3 + 2 + 3) = 1 / 2, one and a half times the even share of 1 / 3.
    EXPECT_NEAR(c.lost(1), 0.01 / std::sqrt(1.5), near);
}

TEST(leaving_clock, loses_more_in_the_three_months_after_the_last_rent_payment) {
    Clock c;
    c.s.benefits.rent_take_up = 1;
    c.s.benefits.rent_months.cells = {4};  // January to April
    c.s.leaving.rent_end_factor = 1.5;
    c.start();
    EXPECT_NEAR(c.lost(3), 0.01, near);
    for (int month : {4, 5, 6}) EXPECT_NEAR(c.lost(month), 0.015, near) << month;
    EXPECT_NEAR(c.lost(7), 0.01, near);
}

TEST(leaving_clock, loses_less_under_the_obligation_and_more_in_the_six_months_after) {
    Clock c;
    c.s.benefits.obligation_months.cells = {5};
    c.s.leaving.obligation_factor = 0.5;
    c.s.leaving.obligation_end_factor = 2;
    c.start();
    EXPECT_NEAR(c.lost(1), 0.005, near);
    EXPECT_NEAR(c.lost(4), 0.005, near);
    EXPECT_NEAR(c.lost(5), 0.02, near);
    EXPECT_NEAR(c.lost(10), 0.02, near);
    EXPECT_NEAR(c.lost(11), 0.01, near);
}

TEST(leaving_clock, knows_no_end_of_an_obligation_that_never_was) {
    Clock c;
    c.s.benefits.obligation_months.cells = {0};
    c.s.leaving.obligation_factor = 0.5;
    c.s.leaving.obligation_end_factor = 2;
    c.start();
    EXPECT_NEAR(c.lost(1), 0.01, near);
}

TEST(leaving_clock, loses_less_once_the_family_owns_its_home) {
    Clock c;
    c.s.leaving.owner_factor = 0.2;
    c.s.work.find_hazard = c.s.housing.purchase_hazard = 1e3;
    c.start();
    EXPECT_NEAR(c.lost(1), 0.002, near) << "bought in February, before moves";
}

TEST(movers, keep_no_obligation_and_settle_in_anew) {
    Clock c;
    c.s.leaving.settling_months = 10;
    c.s.leaving.settled_floor = 0;
    c.s.leaving.obligation_factor = 0.5;
    c.s.leaving.back.cells = {0, 0};
    c.start();
    test::run_until(c.state, 6);
    c.state.population.families.leaving_clock[c.family] = 1e-9F;
    test::run_until(c.state, 7);
    ASSERT_EQ(c.state.population.families.here_since[c.family], 6);
    c.state.population.families.leaving_clock[c.family] = 8;
    EXPECT_NEAR(c.lost(7), 0.01 * std::exp(-0.1), near);
}

}  // namespace
}  // namespace qonys
