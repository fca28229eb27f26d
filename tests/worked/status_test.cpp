// Status decisions, waiting, adaptation centres, citizenship, coming of age and pensions on a handful of families.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "month/month.hpp"
#include "support/small_scenario.hpp"

namespace qonys {
namespace {

using testing::ElementsAre;

constexpr std::size_t north = 0;

std::vector<std::int64_t> by_month(const State& state, M m, int months) {
    std::vector<std::int64_t> sums;
    for (int month = 0; month < months; ++month) sums.push_back(test::total_in(state, m, month));
    return sums;
}

// Numbers of arriving families by months between arrival and decision.
std::vector<int> decision_delays(double days) {
    Scenario s = test::small_scenario();
    s.run.last_month = make_month(2026, 12);
    s.status.decision_days.cells = {days};
    const World world = make_world(s);
    const State state = test::run_to_end(world);
    std::vector<int> delays(5, 0);
    const Families& f = state.population.families;
    for (std::size_t i = 0; i < f.size(); ++i) ++delays[static_cast<std::size_t>(f.decision_due[i] - f.arrived[i])];
    for (std::size_t i = 0; i < f.size(); ++i)
        EXPECT_EQ(f.granted[i], f.decision_due[i] < world.months ? f.decision_due[i] : no_month);
    return delays;
}

TEST(decision, of_21_working_days_comes_after_one_month) {
    const std::vector<int> delays = decision_delays(21);
    EXPECT_GT(delays[1], 700);
    EXPECT_THAT(delays, ElementsAre(0, delays[1], 0, 0, 0));
}

TEST(decision, without_delay_comes_in_the_month_of_arrival) {
    const std::vector<int> delays = decision_delays(0);
    EXPECT_THAT(delays, ElementsAre(delays[0], 0, 0, 0, 0));
}

TEST(decision, of_63_working_days_comes_after_three_months) {
    const std::vector<int> delays = decision_delays(63);
    EXPECT_THAT(delays, ElementsAre(0, 0, 0, delays[3], 0));
}

TEST(decision, of_half_a_month_more_comes_one_or_two_months_later) {
    const std::vector<int> delays = decision_delays(31.5);
    EXPECT_THAT(delays, ElementsAre(0, delays[1], delays[2], 0, 0));
    EXPECT_GT(delays[1], 300);
    EXPECT_GT(delays[2], 300);
}

TEST(refused_families, leave_in_the_month_of_the_decision_and_never_settle) {
    Scenario s = test::small_scenario();
    s.status.commission_share = 1;
    s.status.approval_share = 0;
    const World world = make_world(s);
    const State state = test::run_to_end(world);
    EXPECT_GT(test::total(state.tallies, M::arrivals), 1000);
    EXPECT_EQ(test::total(state.tallies, M::refused), test::total(state.tallies, M::arrivals));
    EXPECT_EQ(test::total(state.tallies, M::status_granted), 0);
    EXPECT_EQ(test::total(state.tallies, M::settled), 0);
    EXPECT_EQ(state.persons_left, state.persons_in);
}

TEST(unplaced_families, settle_freely_when_their_status_term_ends_and_are_counted) {
    Scenario s = test::empty_scenario();
    s.quotas.kandas.cells = {3, 0, 0};
    s.status.term_months.cells = {4};
    const World world = make_world(s);
    State state = make_state(world, {1, 0});
    const std::uint32_t first = test::add_waiting_family(state, 0, 3, {north});
    const std::uint32_t second = test::add_waiting_family(state, 1, 2, {north});
    test::run_until(state, world.months);
    EXPECT_THAT(by_month(state, M::placed, 6), ElementsAre(3, 0, 0, 0, 0, 0));
    EXPECT_THAT(by_month(state, M::waiting, 6), ElementsAre(2, 2, 2, 2, 0, 0));
    EXPECT_THAT(by_month(state, M::not_placed, 6), ElementsAre(0, 0, 0, 0, 2, 0));
    EXPECT_THAT(by_month(state, M::settled, 6), ElementsAre(3, 0, 0, 0, 2, 0));
    const Families& f = state.population.families;
    EXPECT_EQ(f.stream[first], Stream::kandas_quota);
    EXPECT_EQ(f.stream[second], Stream::kandas_free);
    EXPECT_EQ(f.settled[second], 4);
    EXPECT_EQ(f.paid[second], 0);
    EXPECT_TRUE(state.queue.empty());
}

TEST(families, ask_only_for_regions_with_a_quota_and_only_if_they_ask_at_all) {
    Scenario s = test::small_scenario();
    s.application.propensity.cells = {1, 0};
    s.quotas.kandas.cells = {1000, 0, 1000};
    const World world = make_world(s);
    const State state = test::run_to_end(world);
    const Families& f = state.population.families;
    std::size_t asked = 0;
    for (std::size_t i = 0; i < f.size(); ++i) {
        EXPECT_EQ(f.stream[i] == Stream::kandas_quota, f.origin[i] == 0);
        EXPECT_FALSE(f.stream[i] == Stream::kandas_quota && f.region[i] == 1);
        asked += f.origin[i] == 0;
    }
    EXPECT_GT(asked, 150U);
}

TEST(rank_of_the_region, in_the_list_of_each_family_placed_is_summed) {
    Scenario s = test::empty_scenario();
    s.quotas.kandas.cells = {3, 0, 7};
    const World world = make_world(s);
    State state = make_state(world, {1, 0});
    for (int i = 0; i < 3; ++i) test::add_waiting_family(state, 0, 3, {north, 1, 2});
    test::run_until(state, 2);
    // The first family gets NO; the others, SO having no places, their third choice WE.
    EXPECT_EQ(test::total_in(state, M::preference_rank, 0), 1 + 3 + 3);
    EXPECT_EQ(test::total_in(state, M::placed_families, 0), 3);
    EXPECT_EQ(test::total(state.tallies, M::preference_rank), 7);
}

TEST(adaptation_centre, takes_whole_families_while_it_has_places_and_frees_them_in_time) {
    Scenario s = test::empty_scenario();
    s.work.centre_places.cells = {5, 0, 0};
    s.work.centre_months = 2;
    const World world = make_world(s);
    State state = make_state(world, {1, 0});
    const auto add = [&](int members) { return test::add_waiting_family(state, 0, members, {north}); };
    const std::uint32_t three = add(3), four = add(4), two = add(2);
    test::run_until(state, 1);
    const std::uint32_t late = add(1);  // still full in February
    test::run_until(state, 2);
    const std::uint32_t again = add(5);  // March: the five places are free again
    test::run_until(state, world.months);
    const Families& f = state.population.families;
    EXPECT_EQ(f.centre_until[three], 2);
    EXPECT_EQ(f.centre_until[four], no_month);
    EXPECT_EQ(f.centre_until[two], 2);
    EXPECT_EQ(f.centre_until[late], no_month);
    EXPECT_EQ(f.centre_until[again], 4);
    EXPECT_THAT(by_month(state, M::centre_turned_away, 4), ElementsAre(4, 1, 0, 0));
    EXPECT_EQ(state.centre_taken[north], 0);
}

TEST(adaptation_centre, that_keeps_nobody_never_fills) {
    Scenario s = test::empty_scenario();
    s.work.centre_places.cells = {5, 0, 0};
    s.work.centre_months = 0;
    const World world = make_world(s);
    State state = make_state(world, {1, 0});
    for (int month = 0; month < 4; ++month) {
        test::run_until(state, month);
        test::add_waiting_family(state, 0, 3, {north});
    }
    test::run_until(state, world.months);
    EXPECT_EQ(test::total(state.tallies, M::centre_turned_away), 0);
}

TEST(adaptation_centre, raises_the_finding_hazard_while_the_family_is_in_it) {
    Scenario s = test::empty_scenario();
    s.work.find_hazard = 0.1;
    s.work.centre_places.cells = {3, 0, 0};
    s.work.centre_factor = 4;
    s.work.centre_months = 3;
    const World world = make_world(s);
    State state = make_state(world, {1, 0});
    const std::uint32_t inside = test::add_waiting_family(state, 0, 3, {north});
    const std::uint32_t outside = test::add_waiting_family(state, 0, 3, {north});
    test::run_until(state, 1);
    Persons& p = state.population.persons;
    for (float& clock : p.work_clock) clock = 1.0F;
    test::run_until(state, 4);
    // In the centre: 0.4 in months 1 and 2, 0.1 in month 3 (no longer inside): 0.9 gone. Outside: 0.3 gone.
    EXPECT_NEAR(p.work_clock[state.population.families.first_person[inside]], 0.1, 1e-6);
    EXPECT_NEAR(p.work_clock[state.population.families.first_person[outside]], 0.7, 1e-6);
}

TEST(citizenship, comes_when_the_clock_has_run_down_and_is_counted_once) {
    Scenario s = test::empty_scenario();
    s.status.citizenship_hazard = 1;
    const World world = make_world(s);
    State state = make_state(world, {1, 0});
    const std::uint32_t family = test::add_waiting_family(state, 0, 3, {north});
    state.population.families.citizenship_clock[family] = 2.5F;
    test::run_until(state, world.months);
    EXPECT_THAT(by_month(state, M::citizens, 6), ElementsAre(0, 0, 3, 0, 0, 0));
    EXPECT_EQ(state.population.families.citizen[family], 1);
}

// One family in NO; persons are added with the age that they have in the first month.
struct Household {
    Scenario s = test::empty_scenario();
    World world;
    State state;
    std::uint32_t family = 0;

    Household() {
        s.run.last_month = make_month(2026, 12);
        world = make_world(s);
        state = make_state(world, {1, 0});
        family = test::add_waiting_family(state, 0, 1, {north});
    }
    std::uint32_t add(Sex sex, int years, int months) {
        add_member(state.population, family, sex, years * 12 + months, 2, world.arrivals.pension_age, state.now16(), state.key);
        ++state.persons_in;
        return static_cast<std::uint32_t>(state.population.persons.size() - 1);
    }
    Labour labour(std::uint32_t person) const { return state.population.persons.labour[person]; }
};

TEST(child, comes_of_age_at_18_and_looks_for_work) {
    Household h;
    const std::uint32_t child = h.add(Sex::male, 17, 9);  // 18 in the fourth month
    test::run_until(h.state, 3);
    EXPECT_EQ(h.labour(child), Labour::child);
    EXPECT_EQ(test::total_in(h.state, M::working_age, 2), 1);
    test::run_until(h.state, 4);
    EXPECT_EQ(h.labour(child), Labour::searching);
    EXPECT_EQ(test::total_in(h.state, M::working_age, 3), 2);
    EXPECT_EQ(h.state.population.families.working_age[h.family], 2);
}

TEST(child, that_comes_of_age_while_waiting_looks_for_work_on_settling) {
    Household h;
    const std::uint32_t child = h.add(Sex::male, 17, 11);
    h.state.queue.clear();
    test::run_until(h.state, 3);
    EXPECT_EQ(h.labour(child), Labour::child) << "nothing happens before the family settles";
    h.state.queue.push_back({h.family, 3.0, {north}, 12, 1});
    test::run_until(h.state, 4);
    EXPECT_EQ(h.labour(child), Labour::searching);
}

TEST(adults, retire_at_61_and_63_and_leave_their_job) {
    Household h;
    h.s.work.find_hazard = 1e3;
    h.world = make_world(h.s);
    const std::uint32_t woman = h.add(Sex::female, 60, 8), man = h.add(Sex::male, 62, 8), other_man = h.add(Sex::male, 60, 8);
    test::run_until(h.state, 4);
    EXPECT_EQ(h.labour(woman), Labour::employed);
    EXPECT_EQ(test::total_in(h.state, M::employed, 3), 4);
    test::run_until(h.state, 5);
    EXPECT_EQ(h.labour(woman), Labour::pensioner);
    EXPECT_EQ(h.labour(man), Labour::pensioner);
    EXPECT_EQ(h.labour(other_man), Labour::employed);
    EXPECT_EQ(test::total_in(h.state, M::employed, 4), 2);
    EXPECT_EQ(test::total_in(h.state, M::working_age, 4), 2);
}

TEST(adults_who_want_no_work, stay_inactive_and_count_as_of_working_age) {
    Household h;
    h.s.work.participation = 0;
    h.s.work.find_hazard = 1e3;
    h.world = make_world(h.s);
    test::run_until(h.state, h.world.months);
    EXPECT_EQ(h.labour(0), Labour::inactive);
    EXPECT_EQ(test::total_in(h.state, M::working_age, 5), 1);
    EXPECT_EQ(test::total(h.state.tallies, M::employed), 0);
}

TEST(jobs, are_found_after_the_month_of_settling_and_lost_again) {
    Household h;
    h.s.work.find_hazard = h.s.work.loss_hazard = 1e3;
    h.world = make_world(h.s);
    test::run_until(h.state, 5);
    EXPECT_THAT(by_month(h.state, M::employed, 5), ElementsAre(0, 1, 0, 1, 0));
}

TEST(movers, give_up_their_jobs_and_look_again) {
    Household h;
    h.s.work.find_hazard = 1e3;
    h.s.leaving.quota_hazard = 1;
    h.s.leaving.back.cells = {0, 0};
    h.world = make_world(h.s);
    h.state.population.families.leaving_clock[h.family] = 2.5F;  // leaves in the fourth month
    test::run_until(h.state, 5);
    EXPECT_THAT(by_month(h.state, M::employed, 5), ElementsAre(0, 1, 1, 0, 1));
}

TEST(last_member, who_dies_ends_the_family) {
    Household h;
    h.s.demography.mortality.cells.assign(h.s.demography.mortality.cells.size(), 12.0);  // a hazard of 1 a month
    h.world = make_world(h.s);
    h.state.population.persons.death_clock[0] = 2.5F;
    test::run_until(h.state, h.world.months);
    EXPECT_THAT(by_month(h.state, M::deaths, 4), ElementsAre(0, 0, 1, 0));
    EXPECT_THAT(by_month(h.state, M::stock, 4), ElementsAre(1, 1, 0, 0));
    EXPECT_THAT(by_month(h.state, M::rent_families, 4), ElementsAre(1, 1, 1, 0)) << "the dead draw no rent support";
    EXPECT_EQ(h.state.population.families.status[h.family], FamilyStatus::extinct);
}

}  // namespace
}  // namespace qonys
