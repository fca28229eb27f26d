// Repayment by families that break their obligation to stay, by hand and through the months.
#include <gtest/gtest.h>

#include "policy/rules.hpp"
#include "support/small_scenario.hpp"

namespace qonys {
namespace {

constexpr std::size_t north = 0;

TEST(clawback_in_full, is_all_that_was_paid_until_the_obligation_ends) {
    EXPECT_EQ(clawback_due(ClawbackRule::full, 1376200, 0, 60), 1376200);
    EXPECT_EQ(clawback_due(ClawbackRule::full, 1376200, 59, 60), 1376200);
    EXPECT_EQ(clawback_due(ClawbackRule::full, 1376200, 60, 60), 0);
    EXPECT_EQ(clawback_due(ClawbackRule::full, 1376200, 0, 0), 0) << "nothing was required";
}

TEST(clawback_pro_rata, is_the_share_of_months_not_served_half_up) {
    EXPECT_EQ(clawback_due(ClawbackRule::pro_rata, 1376200, 0, 60), 1376200);
    EXPECT_EQ(clawback_due(ClawbackRule::pro_rata, 1376200, 13, 60), 1078023);  // x 47 / 60 = 1,078,023.33
    EXPECT_EQ(clawback_due(ClawbackRule::pro_rata, 1376200, 59, 60), 22937);    // / 60 = 22,936.67
    EXPECT_EQ(clawback_due(ClawbackRule::pro_rata, 30, 59, 60), 1);             // 0.5
    EXPECT_EQ(clawback_due(ClawbackRule::pro_rata, 29, 59, 60), 0);             // 0.483
    EXPECT_EQ(clawback_due(ClawbackRule::pro_rata, 1376200, 60, 60), 0);
    EXPECT_EQ(clawback_due(ClawbackRule::pro_rata, 1376200, 61, 60), 0);
}

// A family of five placed in NO in January 2025 that leaves in the month with number `month`.
struct Leaver {
    Scenario s = test::empty_scenario();
    World world;
    State state;
    std::uint32_t family = 0;

    Leaver(int month, const char* rule, double abroad, std::int64_t obligation = 60) {
        s.run.last_month = make_month(2026, 12);
        s.leaving.quota_hazard = 1e-3;
        s.leaving.back.cells = {abroad, abroad};
        s.clawback.rule = test::rule(clawback_words, rule);
        s.clawback.abroad_factor = 0.5;
        s.benefits.obligation_months.cells = {static_cast<double>(obligation)};
        world = make_world(s);
        state = make_state(world, {1, 0});
        family = test::add_waiting_family(state, 0, 5, {north});
        state.population.families.leaving_clock[family] = (static_cast<float>(month) - 0.5F) * 1e-3F;
    }
    std::int64_t at(M m, int month) const {  // in NO
        return state.tallies.cells[static_cast<std::size_t>(m)][static_cast<std::size_t>(month) * 3 + north];
    }
};

TEST(family_that_moves_on, owes_all_in_the_month_of_leaving_and_pays_a_part_later) {
    Leaver l(3, "full", 0);
    test::run_until(l.state, l.world.months);
    const Families& f = l.state.population.families;
    EXPECT_EQ(f.here_since[l.family], 3);
    EXPECT_NE(f.region[l.family], north);
    const Tenge paid = 1376200 + 4 * 117960;  // the grant, rent of January to April (month 3: rent comes before moves)
    EXPECT_EQ(f.paid[l.family], paid);
    EXPECT_EQ(test::total(l.state.tallies, M::clawback_due), paid);
    EXPECT_EQ(l.at(M::clawback_due, 3), paid);
    EXPECT_EQ(test::total(l.state.tallies, M::clawback_received), 369608);  // 1,848,040 x 0.2
    EXPECT_EQ(l.at(M::clawback_received, 6), 369608) << "three months later, by the region left";
    EXPECT_EQ(test::total(l.state.tallies, M::spending), paid) << "repayments are no negative spending";
    EXPECT_EQ(test::total(l.state.tallies, M::moved_on), 5);
    EXPECT_EQ(test::total(l.state.tallies, M::moved_in), 5);
    EXPECT_EQ(test::total(l.state.tallies, M::moves), 5);
}

TEST(family_that_goes_abroad, repays_the_lower_share) {
    Leaver l(3, "full", 1);
    test::run_until(l.state, l.world.months);
    EXPECT_EQ(l.state.population.families.left[l.family], 3);
    EXPECT_EQ(l.state.population.families.status[l.family], FamilyStatus::returned);
    EXPECT_EQ(l.at(M::clawback_received, 6), 184804);  // 1,848,040 x 0.1
    EXPECT_EQ(test::total(l.state.tallies, M::returned), 5);
    EXPECT_EQ(test::total_in(l.state, M::stock, 2), 5);
    EXPECT_EQ(test::total_in(l.state, M::stock, 3), 0);
    EXPECT_EQ(l.state.persons_left, 5);
}

TEST(family_that_leaves_after_15_of_60_months, owes_three_quarters_pro_rata) {
    Leaver l(15, "pro_rata", 0);
    test::run_until(l.state, l.world.months);
    const Tenge paid = 1376200 + 12 * 117960;
    EXPECT_EQ(l.at(M::clawback_due, 15), 2093790);      // 2,791,720 x 45 / 60
    EXPECT_EQ(l.at(M::clawback_received, 18), 418758);  // x 0.2
    EXPECT_EQ(l.state.population.families.paid[l.family], paid);
}

TEST(family_that_leaves_when_the_obligation_has_ended, owes_nothing) {
    Leaver last(11, "full", 0, 12), first(12, "full", 0, 12);
    test::run_until(last.state, last.world.months);
    test::run_until(first.state, first.world.months);
    EXPECT_GT(test::total(last.state.tallies, M::clawback_due), 0) << "the twelfth month is still served in the region";
    EXPECT_EQ(test::total(first.state.tallies, M::clawback_due), 0);
}

TEST(repayments, due_after_the_end_of_the_run_do_not_come_in) {
    Leaver l(21, "full", 0);  // month 24 is the first after the run
    test::run_until(l.state, l.world.months);
    EXPECT_GT(l.at(M::clawback_due, 21), 0);
    EXPECT_EQ(test::total(l.state.tallies, M::clawback_received), 0);
}

TEST(a_home_left_within_five_years, is_counted_and_repaid) {
    Leaver l(8, "full", 0);
    l.s.work.find_hazard = 1e3;
    l.s.housing.purchase_hazard = 1e3;  // bought in February
    l.s.places.home_price.cells = {180000, 1, 1};
    l.world = make_world(l.s);
    test::run_until(l.state, l.world.months);
    EXPECT_EQ(l.at(M::lock_broken, 8), 1);
    EXPECT_EQ(l.at(M::clawback_due, 8), 1376200 + 2 * 117960 + 4500000);
    EXPECT_EQ(l.state.population.families.owner[l.family], 0);
}

}  // namespace
}  // namespace qonys
