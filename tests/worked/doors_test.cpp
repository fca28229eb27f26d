// Doors in: embassies, eligibility, months in which commissions sit, the term of kandas status and its extension.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "worked/families.hpp"

namespace qonys {
namespace {

using test::cell, test::north, test::south, test::by_month;
using testing::Each;
using testing::ElementsAre;

// About 600 persons of AAA and 600 of BBB, all in the months with a share of the season.
Scenario comers(std::vector<double> season) {
    Scenario s = test::small_scenario();
    s.run.last_month = make_month(2026, 12);
    s.application.propensity.cells = {0, 0};
    s.arrivals.kandas.season.cells = std::move(season);
    return s;
}
const std::vector<double> in_january = {1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};

TEST(families_that_apply_at_embassies, wait_abroad_and_arrive_with_the_decision_made) {
    Scenario s = comers(in_january);
    s.embassy.share.cells = {1, 0};  // AAA only
    s.embassy.delay_months = 4;
    s.status.decision_days.cells = {63};  // three months for the others
    const World world = make_world(s);
    State state = make_state(world, {1, 0});
    test::run_until(state, 12);
    const std::int64_t applied = cell(state, M::embassy_applied, 0, {0});
    EXPECT_GT(applied, 400);
    for (int month = 0; month < 4; ++month) {
        EXPECT_EQ(cell(state, M::embassy_waiting, month, {0}), applied) << month;
        EXPECT_EQ(cell(state, M::embassy_waiting, month, {1}), 0) << month;
        EXPECT_EQ(cell(state, M::arrivals, month, {0, 0}), 0) << month;
    }
    EXPECT_THAT(by_month(state, M::embassy_waiting, 12), ElementsAre(applied, applied, applied, applied, 0, 0, 0, 0, 0, 0, 0, 0));
    EXPECT_EQ(cell(state, M::arrivals, 4, {0, 0}), applied);
    EXPECT_EQ(cell(state, M::status_granted, 4, {0}), applied) << "in the month of arrival";
    const std::int64_t others = cell(state, M::arrivals, 0, {1, 0});
    EXPECT_EQ(cell(state, M::status_granted, 3, {1}), others) << "after three months in the country";
    EXPECT_THAT(by_month(state, M::settled, 6), ElementsAre(0, 0, 0, others, applied, 0));
    EXPECT_THAT(by_month(state, M::stock, 6), ElementsAre(0, 0, 0, others, others + applied, others + applied));
    const Families& f = state.population.families;
    for (std::uint32_t family = 0; family < f.size(); ++family) {
        EXPECT_EQ(f.arrived[family], f.origin[family] == 0 ? 4 : 0);
        EXPECT_EQ(f.granted[family], f.origin[family] == 0 ? 4 : 3);
    }
}

TEST(families_that_apply_at_embassies, are_not_heard_again_after_they_arrive) {
    Scenario s = comers(in_january);
    s.embassy.share.cells = {1, 0};
    s.embassy.delay_months = 2;
    s.status.commission_share = 1;
    s.status.approval_share = 0;
    const World world = make_world(s);
    State state = make_state(world, {1, 0});
    test::run_until(state, 12);
    EXPECT_EQ(cell(state, M::status_granted, 2, {0}), cell(state, M::arrivals, 2, {0, 0}));
    EXPECT_EQ(cell(state, M::refused, 0, {1, 0}), cell(state, M::arrivals, 0, {1, 0})) << "the others are all refused";
    EXPECT_EQ(test::total(state.tallies, M::refused), cell(state, M::refused, 0, {1, 0}));
}

TEST(families_abroad, are_not_in_the_country_in_any_count) {
    Scenario s = comers(in_january);
    s.embassy.share.cells = {1, 1};
    s.embassy.delay_months = 4;
    s.demography.mortality.cells.assign(s.demography.mortality.cells.size(), 0.5);
    const World world = make_world(s);
    State state = make_state(world, {1, 0});
    test::run_until(state, 4);
    EXPECT_GT(state.population.persons.size(), 800U);
    EXPECT_EQ(state.persons_in, 0);
    for (M m : {M::arrivals, M::waiting, M::stock, M::working_age, M::settled, M::deaths, M::births, M::status_granted})
        EXPECT_EQ(test::total(state.tallies, m), 0) << measure(m).name;
    EXPECT_TRUE(state.queue.empty());
}

TEST(families_that_apply_at_embassies, without_delay_arrive_in_the_same_month_and_wait_for_no_decision) {
    Scenario s = comers(in_january);
    s.embassy.share.cells = {1, 1};
    s.status.decision_days.cells = {63};
    const World world = make_world(s);
    State state = make_state(world, {1, 0});
    test::run_until(state, 1);
    EXPECT_GT(test::total_in(state, M::embassy_applied, 0), 800);
    EXPECT_EQ(test::total_in(state, M::settled, 0), test::total_in(state, M::embassy_applied, 0));
    EXPECT_EQ(test::total_in(state, M::embassy_waiting, 0), 0);
}

TEST(families_that_apply_at_embassies, too_late_for_the_run_are_still_waiting_at_its_end) {
    Scenario s = comers({0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0.5, 0.5});
    s.run.last_month = make_month(2025, 12);
    s.embassy.share.cells = {1, 1};
    s.embassy.delay_months = 4;
    const World world = make_world(s);
    const State state = test::run_to_end(world);
    const std::int64_t november = test::total_in(state, M::embassy_applied, 10),
                       december = test::total_in(state, M::embassy_applied, 11);
    EXPECT_GT(november, 400);
    EXPECT_EQ(test::total_in(state, M::embassy_waiting, 10), november);
    EXPECT_EQ(test::total_in(state, M::embassy_waiting, 11), november + december);
    EXPECT_EQ(test::total(state.tallies, M::arrivals), 0);
}

TEST(families, apply_at_embassies_from_the_date_of_the_rule) {
    Scenario s = comers({0, 0.5, 0.5, 0, 0, 0, 0, 0, 0, 0, 0, 0});
    test::add_row(s.embassy.share, "2025-03-01", {1, 1});
    s.embassy.delay_months = 2;
    const World world = make_world(s);
    State state = make_state(world, {1, 0});
    test::run_until(state, 12);
    const std::int64_t march = test::total_in(state, M::embassy_applied, 2);
    EXPECT_GT(march, 400);
    EXPECT_THAT(by_month(state, M::embassy_applied, 6), ElementsAre(0, 0, march, 0, 0, 0));
    EXPECT_THAT(by_month(state, M::arrivals, 6), ElementsAre(0, test::total_in(state, M::settled, 1), 0, 0, march, 0));
    EXPECT_GT(test::total_in(state, M::arrivals, 1), 400);
}

TEST(decision_time, is_that_of_the_rule_in_the_month_of_arrival) {
    Scenario s = comers({0, 0.5, 0.5, 0, 0, 0, 0, 0, 0, 0, 0, 0});
    s.status.decision_days = test::changing(63, "2025-03-01", 0);
    const World world = make_world(s);
    State state = make_state(world, {1, 0});
    test::run_until(state, 12);
    EXPECT_THAT(by_month(state, M::status_granted, 6),
                ElementsAre(0, 0, test::total_in(state, M::arrivals, 2), 0, test::total_in(state, M::arrivals, 1), 0));
}

// An internal family of three in a world with 50 places for such families in NO.
struct Eligibility {
    Scenario s = test::empty_scenario();
    World world;
    State state;
    std::uint32_t family = 0;

    Eligibility() {
        test::let_south_be_left(s);
        test::set_row(s.quotas.internal, {50, 0, 0});
    }
    FamilyStatus after(int months, int come = 0) {
        world = make_world(s);
        state = make_state(world, {1, 0});
        test::run_until(state, come);
        family = test::add_arriving(state, Stream::internal, 1, 3);
        test::run_until(state, months);
        return state.population.families.status[family];
    }
};

TEST(internal_migrants, are_refused_when_the_head_is_no_registered_job_seeker) {
    Eligibility e;
    e.s.internal.seeker_share = 0;
    EXPECT_EQ(e.after(1), FamilyStatus::refused);
    EXPECT_EQ(cell(e.state, M::refused, 0, {1, 1}), 3) << "origin SO, inflow internal";
    EXPECT_EQ(e.state.persons_left, 3);
    e.s.internal.job_seekers_only.cells = {0};
    EXPECT_EQ(e.after(1), FamilyStatus::settled);
    e.s.internal.job_seekers_only = test::changing(1, "2025-04-01", 0);
    EXPECT_EQ(e.after(3, 2), FamilyStatus::refused) << "March";
    EXPECT_EQ(e.after(4, 3), FamilyStatus::settled) << "April";
}

TEST(internal_migrants, are_refused_when_they_have_not_been_registered_long_enough) {
    Eligibility e;
    e.after(0);
    e.s.internal.registration_mean = 24;
    const double months =
        24 * static_cast<double>(unit_exponential({1, 0}, e.state.population.families.agent[e.family], 0, Purpose::registration));
    ASSERT_GT(months, 1);
    e.s.internal.registration_months.cells = {std::floor(months)};
    EXPECT_EQ(e.after(1), FamilyStatus::settled);
    e.s.internal.registration_months.cells = {std::floor(months) + 1};
    EXPECT_EQ(e.after(1), FamilyStatus::refused);
    e.s.internal.registration_months = test::changing(0, "2025-04-01", std::floor(months) + 1);
    EXPECT_EQ(e.after(3, 2), FamilyStatus::settled) << "March";
    EXPECT_EQ(e.after(4, 3), FamilyStatus::refused) << "April";
}

TEST(internal_migrants, are_decided_on_after_their_own_time) {
    Eligibility e;
    e.s.internal.decision_months = 2;
    e.s.status.decision_days.cells = {105};  // of kandas
    e.s.status.commission_share = 1;
    e.s.status.approval_share = 0;
    EXPECT_EQ(e.after(2), FamilyStatus::applicant);
    EXPECT_EQ(e.after(3), FamilyStatus::settled);
    EXPECT_EQ(e.state.population.families.decision_due[e.family], 2);
    EXPECT_EQ(test::total(e.state.tallies, M::status_granted), 0) << "they are citizens";
}

TEST(commissions, place_families_only_in_the_months_in_which_they_sit) {
    Scenario s = test::empty_scenario();
    s.run.last_month = make_month(2026, 12);
    s.quotas.sittings.cells = {0, 0, 1, 0, 0, 0, 0, 0, 1, 0, 0, 0};              // March and September
    test::add_row(s.quotas.sittings, "2026-01-01", std::vector<double>(12, 1));  // every month
    const World world = make_world(s);
    State state = make_state(world, {1, 0});
    test::add_waiting_family(state, 0, 3, {north});
    test::run_until(state, 3);
    test::add_waiting_family(state, 0, 2, {north});
    test::run_until(state, 9);
    test::add_waiting_family(state, 0, 5, {north});
    test::run_until(state, 14);
    EXPECT_THAT(by_month(state, M::placed, 14), ElementsAre(0, 0, 3, 0, 0, 0, 0, 0, 2, 0, 0, 0, 5, 0));
    EXPECT_THAT(by_month(state, M::waiting, 14), ElementsAre(3, 3, 0, 2, 2, 2, 2, 2, 0, 5, 5, 5, 0, 0));
}

TEST(term, that_ends_before_the_commission_sits_leaves_the_family_without_a_place) {
    Scenario s = test::empty_scenario();
    s.quotas.sittings.cells = {0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0};  // September, month 8
    s.status.term_months.cells = {7};
    const World world = make_world(s);
    State state = make_state(world, {1, 0});
    const auto early = test::add_waiting_family(state, 0, 3, {north});
    test::run_until(state, 1);
    const auto late = test::add_waiting_family(state, 0, 3, {north});
    test::run_until(state, 12);
    const Families& f = state.population.families;
    EXPECT_EQ(f.stream[early], Stream::kandas_free);
    EXPECT_EQ(f.settled[early], 7);
    EXPECT_EQ(f.stream[late], Stream::kandas_quota) << "places are given before terms end, in the month of both";
    EXPECT_EQ(f.settled[late], 8);
}

// No places. Kandas status for four months, extended by three from June 2025 (month 5).
struct Extension {
    Scenario s = test::empty_scenario();
    World world;
    State state;

    Extension() {
        s.run.last_month = make_month(2026, 12);
        s.status.term_months.cells = {4};
        s.status.extension_months = test::changing(0, "2025-06-01", 3);
        s.status.extension_share = 1;
        test::set_row(s.quotas.kandas, {0, 0, 0});
        test::add_row(s.quotas.kandas, "2025-12-01", {100, 0, 0});
    }
    // Families of 1 to 4 that wait from January to April, and one of 5 that waits from June.
    void run() {
        world = make_world(s);
        state = make_state(world, {1, 0});
        for (int members = 1; members <= 4; ++members) {
            test::add_waiting_family(state, 0, members, {north});
            test::run_until(state, members);
        }
        test::run_until(state, 5);
        test::add_waiting_family(state, 0, 5, {north});
        test::run_until(state, 13);
    }
};

TEST(extension, is_given_once_and_only_to_terms_that_end_under_the_rule) {
    Extension e;
    e.run();
    // Terms end in months 4, 5, 6, 7, 9; the first before the rule. Extended by three: 8, 9, 10, 12. Places from month 11.
    EXPECT_THAT(by_month(e.state, M::extended, 13), ElementsAre(0, 0, 0, 0, 0, 2, 3, 4, 0, 5, 0, 0, 0));
    EXPECT_THAT(by_month(e.state, M::not_placed, 13), ElementsAre(0, 0, 0, 0, 1, 0, 0, 0, 2, 3, 4, 0, 0));
    EXPECT_THAT(by_month(e.state, M::placed, 13), ElementsAre(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 5, 0));
    EXPECT_THAT(by_month(e.state, M::settled, 13), ElementsAre(0, 0, 0, 0, 1, 0, 0, 0, 2, 3, 4, 5, 0));
    EXPECT_EQ(test::total(e.state.tallies, M::withdrawn), 0);
}

TEST(extension, is_not_given_to_families_that_do_not_ask_for_it) {
    Extension e;
    e.s.status.extension_share = 0;
    e.run();
    EXPECT_EQ(test::total(e.state.tallies, M::extended), 0);
    EXPECT_THAT(by_month(e.state, M::not_placed, 13), ElementsAre(0, 0, 0, 0, 1, 2, 3, 4, 0, 5, 0, 0, 0));
}

TEST(families_unplaced_after_the_extension, leave_the_country_when_they_do_not_stay) {
    Extension e;
    e.s.status.leave_share = 1;
    e.run();
    EXPECT_THAT(by_month(e.state, M::withdrawn, 13), ElementsAre(0, 0, 0, 0, 1, 0, 0, 0, 2, 3, 4, 0, 0));
    EXPECT_EQ(test::total(e.state.tallies, M::not_placed), 0);
    EXPECT_EQ(test::total(e.state.tallies, M::settled), 5);
    EXPECT_EQ(e.state.persons_left, 1 + 2 + 3 + 4);
    const Families& f = e.state.population.families;
    EXPECT_EQ(f.status[1], FamilyStatus::withdrawn);
    EXPECT_EQ(f.left[1], 8);
}

TEST(families, give_up_waiting_when_their_clock_runs_out) {
    Extension e;
    test::let_south_be_left(e.s);
    e.s.application.give_up_hazard = 0.25;
    e.world = make_world(e.s);
    e.state = make_state(e.world, {1, 0});
    const auto kandas = test::add_waiting(e.state, Stream::kandas_free, 0, 3, {north}, 5);
    const auto movers = test::add_waiting(e.state, Stream::internal, 1, 2, {north}, 5);
    const auto patient = test::add_waiting(e.state, Stream::kandas_free, 0, 4, {north}, 5);
    e.state.queue[kandas].patience = e.state.queue[movers].patience = 0.9F;  // 0.65, 0.4, 0.15, -0.1: in April
    e.state.queue[patient].patience = 1.9F;  // 0.65 in May; in June, month 5, its term would be extended; -0.1 in August
    test::run_until(e.state, 10);
    EXPECT_THAT(by_month(e.state, M::not_placed, 10), ElementsAre(0, 0, 0, 3, 0, 0, 0, 4, 0, 0));
    EXPECT_THAT(by_month(e.state, M::withdrawn, 10), ElementsAre(0, 0, 0, 2, 0, 0, 0, 0, 0, 0));
    EXPECT_THAT(by_month(e.state, M::extended, 10), ElementsAre(0, 0, 0, 0, 0, 4, 0, 0, 0, 0));
}

TEST(term, is_that_of_the_rule_when_status_is_granted) {
    Scenario s = test::empty_scenario();
    s.run.last_month = make_month(2026, 12);
    s.application.propensity.cells = {1, 1};
    test::set_row(s.quotas.kandas, {2, 0, 0});  // families of three do not fit
    s.status.term_months = test::changing(12, "2025-03-01", 5);
    const World world = make_world(s);
    State state = make_state(world, {1, 0});
    test::run_until(state, 1);
    const auto february = test::add_arriving(state, Stream::kandas_free, 0, 3);
    test::run_until(state, 2);
    const auto march = test::add_arriving(state, Stream::kandas_free, 0, 3);
    test::run_until(state, 20);  // nobody gives up: give_up_hazard is 0
    EXPECT_EQ(state.population.families.settled[february], 13);
    EXPECT_EQ(state.population.families.settled[march], 7);
}

}  // namespace
}  // namespace qonys
