// Internal migrants and holders of the ata-zholy card: their doors, places and money, on a handful of families.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "month/month.hpp"
#include "worked/families.hpp"

namespace qonys {
namespace {

using test::cell, test::north, test::south, test::west, test::by_month;
using testing::ElementsAre;

constexpr std::size_t quota = 0, internal = 2;  // on the axis "stream"

// Kandas come from AAA, internal migrants from SO. Nobody arrives but the families that a test adds.
struct TwoStreams {
    Scenario s = test::empty_scenario();
    World world;
    State state;

    TwoStreams() {
        test::let_south_be_left(s);
        s.run.last_month = make_month(2026, 12);
    }
    void start() {
        world = make_world(s);
        state = make_state(world, {1, 0});
    }
    const Families& families() const { return state.population.families; }
};

TEST(streams, do_not_take_each_others_places) {
    TwoStreams w;
    test::set_row(w.s.quotas.kandas, {5, 0, 0});
    test::set_row(w.s.quotas.internal, {3, 0, 0});
    w.start();
    const auto kandas = test::add_waiting(w.state, Stream::kandas_free, 0, 5, {north});
    const auto more_kandas = test::add_waiting(w.state, Stream::kandas_free, 0, 2, {north});
    const auto movers = test::add_waiting(w.state, Stream::internal, 1, 3, {north});
    const auto more_movers = test::add_waiting(w.state, Stream::internal, 1, 1, {north});
    test::run_until(w.state, 1);
    EXPECT_EQ(cell(w.state, M::placed, 0, {north, 0, quota}), 5);
    EXPECT_EQ(cell(w.state, M::placed, 0, {north, 1, internal}), 3);
    EXPECT_EQ(test::total_in(w.state, M::placed, 0), 8);
    EXPECT_EQ(cell(w.state, M::quota, 0, {north, quota}), 5);
    EXPECT_EQ(cell(w.state, M::quota, 0, {north, internal}), 3);
    EXPECT_EQ(test::total_in(w.state, M::quota_left, 0), 0);
    EXPECT_EQ(cell(w.state, M::waiting, 0, {0, 0}), 2) << "origin AAA, inflow kandas";
    EXPECT_EQ(cell(w.state, M::waiting, 0, {1, 1}), 1) << "origin SO, inflow internal";
    const Families& f = w.families();
    EXPECT_EQ(f.stream[kandas], Stream::kandas_quota);
    EXPECT_EQ(f.stream[movers], Stream::internal);
    EXPECT_EQ(f.status[more_kandas], FamilyStatus::waiting);
    EXPECT_EQ(f.status[more_movers], FamilyStatus::waiting);
}

TEST(streams, leave_free_places_of_the_other_quota_alone) {
    TwoStreams w;
    test::set_row(w.s.quotas.kandas, {100, 0, 0});
    test::set_row(w.s.quotas.internal, {0, 0, 0});
    w.start();
    test::add_waiting(w.state, Stream::internal, 1, 3, {north});
    test::run_until(w.state, 6);
    EXPECT_EQ(test::total(w.state.tallies, M::placed), 0);
    EXPECT_EQ(cell(w.state, M::quota_left, 5, {north, quota}), 100);
}

TEST(internal_migrants, never_settle_without_a_place_and_stay_at_home_in_the_end) {
    TwoStreams w;
    test::set_row(w.s.quotas.internal, {2, 0, 0});  // too few for a family of three
    w.s.internal.waiting_months = 4;
    w.s.status.term_months.cells = {9};  // of kandas
    w.s.status.extension_months.cells = {6};
    w.s.status.extension_share = 1;
    w.start();
    const auto family = test::add_arriving(w.state, Stream::internal, 1, 3);
    test::run_until(w.state, w.world.months);
    EXPECT_THAT(by_month(w.state, M::waiting, 6), ElementsAre(3, 3, 3, 3, 0, 0));
    EXPECT_THAT(by_month(w.state, M::withdrawn, 6), ElementsAre(0, 0, 0, 0, 3, 0));
    EXPECT_EQ(cell(w.state, M::withdrawn, 4, {1, 1}), 3);
    for (M m : {M::not_placed, M::settled, M::extended, M::spending, M::returned}) EXPECT_EQ(test::total(w.state.tallies, m), 0);
    EXPECT_EQ(w.families().status[family], FamilyStatus::withdrawn);
    EXPECT_EQ(w.families().left[family], 4);
    EXPECT_EQ(w.state.persons_left, 3);
}

TEST(internal_migrants, stay_at_home_at_once_when_no_region_has_a_quota_for_them) {
    TwoStreams w;  // 100 places for kandas
    w.start();
    test::add_arriving(w.state, Stream::internal, 1, 3);
    test::run_until(w.state, 1);
    EXPECT_EQ(test::total_in(w.state, M::withdrawn, 0), 3);
    EXPECT_TRUE(w.state.queue.empty());
}

TEST(internal_migrants, do_not_ask_for_a_place_in_the_region_that_they_leave) {
    TwoStreams w;
    test::set_row(w.s.quotas.internal, {0, 50, 0});
    test::add_row(w.s.quotas.internal, "2025-02-01", {0, 50, 50});
    w.start();
    const auto early = test::add_arriving(w.state, Stream::internal, 1, 3);
    test::run_until(w.state, 1);
    EXPECT_EQ(w.families().status[early], FamilyStatus::withdrawn) << "only its own region had places";
    const auto late = test::add_arriving(w.state, Stream::internal, 1, 3);
    test::run_until(w.state, 2);
    ASSERT_EQ(w.families().status[late], FamilyStatus::settled);
    EXPECT_EQ(w.families().region[late], west);
    EXPECT_EQ(cell(w.state, M::preference_rank, 1, {west, internal}), 1) << "the first of a list of one";
}

TEST(internal_migrants, are_citizens_when_they_come_and_do_not_become_so) {
    TwoStreams w;
    test::set_row(w.s.quotas.internal, {50, 0, 0});
    w.s.status.citizenship_hazard = w.s.ata_zholy.citizenship_hazard = 1e3;
    w.start();
    const auto movers = test::add_arriving(w.state, Stream::internal, 1, 3);
    const auto kandas = test::add_arriving(w.state, Stream::kandas_free, 0, 2);
    arrive(w.state);
    EXPECT_EQ(w.families().citizen[movers], 1);
    EXPECT_EQ(w.families().citizen[kandas], 0);
    w.start();
    test::add_arriving(w.state, Stream::internal, 1, 3);
    test::add_arriving(w.state, Stream::kandas_free, 0, 2);
    test::run_until(w.state, 3);
    EXPECT_EQ(test::total(w.state.tallies, M::citizens), 2) << "the kandas";
    EXPECT_EQ(test::total(w.state.tallies, M::status_granted), 2);
}

TEST(internal_migrants, are_supported_and_obliged_as_kandas_under_the_quota) {
    TwoStreams w;
    test::set_row(w.s.quotas.internal, {50, 0, 0});
    w.start();
    const auto family = test::add_waiting(w.state, Stream::internal, 1, 3, {north});
    test::run_until(w.state, 1);
    EXPECT_EQ(w.families().paid[family], 3 * 275240 + 98300);  // 3 x 70 x 3,932; 25 x 3,932
    EXPECT_EQ(cell(w.state, M::spending, 0, {north, internal, 0}), 825720);
    EXPECT_EQ(w.families().obligation_end[family], 60);
}

TEST(internal_migrants, who_go_back_move_to_their_region_and_leave_no_country) {
    TwoStreams w;
    test::set_row(w.s.quotas.internal, {50, 0, 0});
    w.s.leaving.quota_hazard = 1;
    w.s.leaving.back.cells = {1, 1};
    w.s.choice.region_constant.cells = {0, 0, 30};  // all who choose go to WE
    w.s.clawback.abroad_factor = 0;                 // nothing from abroad
    w.s.benefits.rent_take_up = 0;
    w.start();
    const auto family = test::add_waiting(w.state, Stream::internal, 1, 2, {north});
    const auto kandas = test::add_waiting(w.state, Stream::kandas_free, 0, 1, {north});
    for (auto who : {family, kandas}) w.state.population.families.leaving_clock[who] = 2.5F;
    test::run_until(w.state, 4);
    EXPECT_EQ(w.families().region[family], south);
    w.state.population.families.leaving_clock[family] = 0.5F;
    test::run_until(w.state, 5);
    EXPECT_EQ(w.families().region[family], west) << "from home there is no way back; on to the region that draws most";
    w.state.population.families.leaving_clock[family] = test::never;
    test::run_until(w.state, w.world.months);
    const Families& f = w.families();
    EXPECT_EQ(f.status[family], FamilyStatus::settled);
    EXPECT_EQ(cell(w.state, M::moved_in, 3, {south, internal}), 2);
    EXPECT_EQ(test::total(w.state.tallies, M::returned), 1) << "the kandas";
    EXPECT_EQ(test::total(w.state.tallies, M::clawback_due), 550480 + 275240);
    EXPECT_EQ(test::total(w.state.tallies, M::clawback_received), 110096);  // 0.2 x 550,480; the other family is abroad
}

TEST(demand_below_the_quota, leaves_places_until_the_end_of_the_year) {
    TwoStreams w;
    test::set_row(w.s.quotas.internal, {10, 0, 4});
    w.start();
    test::run_until(w.state, 2);
    test::add_waiting(w.state, Stream::internal, 1, 3, {north});
    test::run_until(w.state, 13);
    for (int month : {0, 1}) EXPECT_EQ(cell(w.state, M::quota_left, month, {north, internal}), 10) << month;
    for (int month : {2, 11}) EXPECT_EQ(cell(w.state, M::quota_left, month, {north, internal}), 7) << month;
    EXPECT_EQ(cell(w.state, M::quota_left, 11, {west, internal}), 4);
    EXPECT_EQ(cell(w.state, M::quota_left, 12, {north, internal}), 10) << "a new year, new places";
}

TEST(quota_lowered_below_what_is_used, leaves_no_negative_places) {
    TwoStreams w;
    test::set_row(w.s.quotas.internal, {10, 0, 0});
    test::add_row(w.s.quotas.internal, "2025-03-01", {2, 0, 0});
    w.start();
    test::add_waiting(w.state, Stream::internal, 1, 3, {north});
    test::run_until(w.state, 2);
    const auto late = test::add_waiting(w.state, Stream::internal, 1, 1, {north});
    test::run_until(w.state, 4);
    EXPECT_EQ(cell(w.state, M::quota_left, 1, {north, internal}), 7);
    EXPECT_EQ(cell(w.state, M::quota_left, 2, {north, internal}), 0);
    EXPECT_EQ(w.families().status[late], FamilyStatus::waiting);
}

// A card holder with a companion, who comes in January 2025.
struct CardHolder : TwoStreams {
    std::uint32_t family = 0;
    CardHolder() {
        s.application.propensity.cells = {1, 1};  // kandas would ask for a place, and there are 100
        s.status.commission_share = 1;            // and would be refused
        s.status.approval_share = 0;
        s.status.decision_days.cells = {63};
    }
    void come() {
        start();
        family = test::add_arriving(state, Stream::ata_zholy, 0, 2);
    }
    Labour labour(std::uint32_t member) const { return state.population.persons.labour[test::person_of(state, family, member)]; }
};

TEST(card_holders, settle_at_once_and_freely_and_get_nothing) {
    CardHolder c;
    c.come();
    test::run_until(c.state, c.world.months);
    const Families& f = c.families();
    EXPECT_EQ(f.settled[c.family], 0);
    EXPECT_EQ(f.stream[c.family], Stream::ata_zholy);
    EXPECT_EQ(f.paid[c.family], 0);
    EXPECT_EQ(f.obligation_end[c.family], no_month);
    EXPECT_EQ(cell(c.state, M::arrivals, 0, {0, 2}), 2) << "inflow ata_zholy";
    EXPECT_EQ(test::total(c.state.tallies, M::settled), 2);
    for (M m : {M::placed, M::spending, M::committed, M::status_granted, M::refused, M::waiting, M::not_placed})
        EXPECT_EQ(test::total(c.state.tallies, m), 0);
    EXPECT_EQ(cell(c.state, M::quota_left, 11, {north, quota}), 100);
}

TEST(card_holders, come_to_their_own_business_or_to_a_job_and_their_companions_look_for_one) {
    CardHolder job, business;
    job.s.ata_zholy.business_share = 0;
    business.s.ata_zholy.business_share = 1;
    for (CardHolder* c : {&job, &business}) {
        c->s.employers.share = c->s.employers.grant_share = c->s.work.arranged_share = 1;  // for the programme only
        c->come();
        test::run_until(c->state, 1);
        EXPECT_EQ(c->labour(1), Labour::searching);
        EXPECT_EQ(test::total(c->state.tallies, M::spending), 0);
    }
    EXPECT_EQ(job.labour(0), Labour::employed);
    EXPECT_EQ(business.labour(0), Labour::self_employed);
    EXPECT_EQ(test::total(job.state.tallies, M::hired), 1);
    EXPECT_EQ(test::total(business.state.tallies, M::hired), 0);
    EXPECT_EQ(test::total(business.state.tallies, M::business_grants), 0);
    EXPECT_EQ(test::total(business.state.tallies, M::self_employed), 1);
}

TEST(card_holders, come_to_work_whether_or_not_others_want_it_but_not_as_pensioners) {
    CardHolder c;
    c.s.work.participation = 0;
    c.come();
    test::run_until(c.state, 1);
    EXPECT_EQ(c.labour(0), Labour::employed);
    EXPECT_EQ(c.labour(1), Labour::inactive);
    CardHolder old;
    old.come();
    old.state.population.persons.born[test::person_of(old.state, old.family)] = -70 * 12;
    test::run_until(old.state, 1);
    EXPECT_EQ(old.labour(0), Labour::pensioner);
}

TEST(card_holders, become_citizens_at_their_own_rate) {
    CardHolder c;
    c.s.status = test::empty_scenario().status;
    c.s.application.propensity.cells = {0, 0};
    c.s.status.citizenship_hazard = 1;
    c.s.ata_zholy.citizenship_hazard = 0.25;
    c.come();
    const auto kandas = test::add_settling_family(c.state, 0, 3);
    c.state.population.families.citizenship_clock[c.family] = 0.9F;  // 0.65, 0.4, 0.15, -0.1: in April
    c.state.population.families.citizenship_clock[kandas] = 1.9F;    // 0.9, -0.1: in February
    test::run_until(c.state, 6);
    EXPECT_THAT(by_month(c.state, M::citizens, 6), ElementsAre(0, 3, 0, 2, 0, 0));
}

TEST(inflows, are_counted_apart_by_origin_and_month) {
    Scenario s = test::empty_scenario();
    test::let_south_be_left(s);
    test::set_row(s.quotas.internal, {500, 0, 0});
    for (double& total : s.arrivals.internal.total.cells) total = 600;
    for (double& total : s.arrivals.ata_zholy.total.cells) total = 300;
    for (std::size_t y = 0; y < s.arrivals.internal.origins.axes[0].size(); ++y) {
        s.arrivals.internal.origins.cells[2 * y] = 0;  // all from SO
        s.arrivals.internal.origins.cells[2 * y + 1] = 1;
        s.arrivals.ata_zholy.origins.cells[2 * y] = 1;  // all from AAA
        s.arrivals.ata_zholy.origins.cells[2 * y + 1] = 0;
    }
    s.arrivals.internal.season.cells = {0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0};  // March
    const World world = make_world(s);
    const State state = test::run_to_end(world);
    const std::int64_t movers = cell(state, M::arrivals, 2, {1, 1});
    EXPECT_GT(movers, 450);
    EXPECT_LT(movers, 750);
    std::int64_t cards = 0;
    for (int month = 0; month < 12; ++month) cards += cell(state, M::arrivals, month, {0, 2});
    EXPECT_GT(cards, 150);
    EXPECT_EQ(test::total(state.tallies, M::arrivals), movers + cards);
    EXPECT_EQ(test::total(state.tallies, M::settled), cards + test::total(state.tallies, M::placed));
    EXPECT_LE(test::total(state.tallies, M::placed), 500);
    for (int month : {0, 1}) EXPECT_EQ(cell(state, M::quota_left, month, {north, internal}), 500) << month;
}

}  // namespace
}  // namespace qonys
