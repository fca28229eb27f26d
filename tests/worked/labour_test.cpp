// Jobs: what a searching person's clock loses in a month, places that fill and open, adaptation centres, arranged jobs.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "worked/families.hpp"

namespace qonys {
namespace {

using test::cell, test::north, test::south, test::by_month;
using testing::ElementsAre;

constexpr double near = 2e-6;  // clocks are floats near 8

// Ten jobs in each region. Watchers are settled from January and never find work; their clocks are read month by month.
struct Market {
    Scenario s = test::empty_scenario();
    World world;
    State state;

    Market() {
        s.run.last_month = make_month(2027, 12);
        s.quotas.kandas.cells = {1000, 1000, 1000};
        s.work.find_hazard = 0.2;
        s.work.tightness_elasticity = 1;
        s.work.open_places.cells = {10, 10, 10};
        s.work.new_places.cells = {0, 0, 0};
        s.leaving.quota_hazard = s.leaving.free_hazard = 0;
    }
    void start() {
        world = make_world(s);
        state = make_state(world, {1, 0});
    }
    std::uint32_t settle_in(std::uint8_t region, int members) { return test::add_waiting_family(state, 0, members, {region}); }
    // All members find a job in the first month in which they can.
    void find_at_once(std::uint32_t family) {
        for (std::uint32_t m = 0; m < state.population.families.members[family]; ++m)
            state.population.persons.work_clock[test::person_of(state, family, m)] = 1e-9F;
    }
    void watch(std::uint32_t family) { state.population.persons.work_clock[test::person_of(state, family)] = 8; }
    // What the clock of the family's first member loses in the month with this number.
    double lost(std::uint32_t family, int month) {
        test::run_until(state, month);
        const std::uint32_t person = test::person_of(state, family);
        const float before = state.population.persons.work_clock[person];
        test::run_until(state, month + 1);
        return static_cast<double>(before) - static_cast<double>(state.population.persons.work_clock[person]);
    }
};

TEST(finding_rate, falls_with_the_share_of_jobs_that_settlers_have_filled) {
    struct Case {
        int workers;
        double elasticity, rate;
    };
    // (10 - workers) / 10, to the power of the elasticity: 0.2 x 0.4 ^ 0.5 = 0.126491
    for (const auto& [workers, elasticity, rate] :
         {Case{0, 1, 0.2}, Case{6, 1, 0.08}, Case{6, 0.5, 0.126491}, Case{6, 0, 0.2}, Case{10, 1, 0}, Case{12, 1, 0}}) {
        Market m;
        m.s.work.tightness_elasticity = elasticity;
        m.start();
        const auto watcher = m.settle_in(north, 1), others = m.settle_in(north, std::max(1, workers));
        test::run_until(m.state, 1);
        m.watch(watcher);
        if (workers > 0)
            m.find_at_once(others);
        else
            m.state.population.persons.work_clock[test::person_of(m.state, others)] = test::never;
        EXPECT_NEAR(m.lost(watcher, 1), 0.2, near) << "jobs are counted at the start of the month: none taken yet";
        EXPECT_NEAR(m.lost(watcher, 2), rate, near) << workers << " of 10, elasticity " << elasticity;
        EXPECT_EQ(cell(m.state, M::free_jobs, 1, {north}), std::max(0, 10 - workers));
        EXPECT_EQ(cell(m.state, M::free_jobs, 1, {south}), 10);
    }
}

TEST(doubling_the_settlers_of_a_region, lowers_the_finding_rate_there_and_nowhere_else) {
    const double rate[] = {0.12, 0.04};  // 0.2 x 6 / 10 and 0.2 x 2 / 10
    for (int families : {1, 2}) {
        Market m;
        m.start();
        const auto here = m.settle_in(north, 1), there = m.settle_in(south, 1);
        std::vector<std::uint32_t> workers;
        for (int i = 0; i < families; ++i) workers.push_back(m.settle_in(north, 4));
        test::run_until(m.state, 1);
        for (auto family : workers) m.find_at_once(family);
        for (auto watcher : {here, there}) m.watch(watcher);
        test::run_until(m.state, 2);
        const float before = m.state.population.persons.work_clock[test::person_of(m.state, there)];
        EXPECT_NEAR(m.lost(here, 2), rate[families - 1], near);
        EXPECT_NEAR(static_cast<double>(before - m.state.population.persons.work_clock[test::person_of(m.state, there)]), 0.2,
                    near);
        EXPECT_EQ(cell(m.state, M::hired, 1, {north, 0}), 4 * families);
        EXPECT_EQ(cell(m.state, M::free_jobs, 2, {north}), 10 - 4 * families);
    }
}

TEST(jobs_lost, are_free_again_in_the_next_month) {
    Market m;
    m.s.work.loss_hazard = 1;
    m.start();
    const auto watcher = m.settle_in(north, 1), worker = m.settle_in(north, 5);
    test::run_until(m.state, 1);
    m.watch(watcher);
    m.find_at_once(worker);
    test::run_until(m.state, 2);
    for (std::uint32_t i = 0; i < 5; ++i)
        m.state.population.persons.work_clock[test::person_of(m.state, worker, i)] = i < 2 ? 0.5F : 9.5F;  // two lose it in March
    EXPECT_NEAR(m.lost(watcher, 2), 0.1, near);
    for (std::uint32_t i = 0; i < 2; ++i)
        m.state.population.persons.work_clock[test::person_of(m.state, worker, i)] = test::never;
    EXPECT_NEAR(m.lost(watcher, 3), 0.2 * 7 / 10, near);
}

TEST(new_places, open_each_year_month_by_month) {
    Market m;
    m.s.work.open_places.cells = {2, 2, 2};
    m.s.work.new_places.cells = {6, 0, 0};
    m.start();
    const auto watcher = m.settle_in(north, 1), workers = m.settle_in(north, 2);
    test::run_until(m.state, 1);
    m.watch(watcher);
    m.find_at_once(workers);
    // Places: 2 + 6 x month / 12. Month 4: 4, two free. Month 8: 6, four free. Month 20: 12, ten free.
    EXPECT_NEAR(m.lost(watcher, 4), 0.2 * 2 / 4, near);
    EXPECT_NEAR(m.lost(watcher, 8), 0.2 * 4 / 6, near);
    EXPECT_NEAR(m.lost(watcher, 20), 0.2 * 10 / 12, near);
    EXPECT_EQ(cell(m.state, M::free_jobs, 3, {north}), 1) << "3.5 places, whole ones counted, two taken";
    EXPECT_EQ(cell(m.state, M::free_jobs, 20, {north}), 10);
}

TEST(region_without_any_place, has_no_jobs_to_find_unless_tightness_does_not_matter) {
    for (double elasticity : {0.0, 0.5}) {
        Market m;
        m.s.work.open_places.cells = {0, 10, 10};
        m.s.work.tightness_elasticity = elasticity;
        m.start();
        const auto watcher = m.settle_in(north, 1);
        test::run_until(m.state, 1);
        m.watch(watcher);
        EXPECT_NEAR(m.lost(watcher, 1), elasticity > 0 ? 0 : 0.2, near);
    }
}

TEST(finding_rate, follows_education_and_season_and_the_language_of_the_region) {
    Market m;
    m.s.work.education_factor.cells = {1.5, 1.2, 1, 0.8};
    m.s.work.season.cells[1] = 0.5;  // February
    m.s.work.kazakh_share_elasticity = 2;
    m.s.places.kazakh_share.cells = {0.3, 0.5, 0.7};  // of 1, 1 and 2 million inhabitants: 0.55 on average
    m.start();
    const auto watcher = m.settle_in(north, 1);
    m.state.population.persons.education[test::person_of(m.state, watcher)] = 0;  // higher
    test::run_until(m.state, 1);
    m.watch(watcher);
    const double language = 0.3 / 0.55 * 0.3 / 0.55;
    EXPECT_NEAR(m.lost(watcher, 1), 0.2 * 1.5 * language * 0.5, near);
    EXPECT_NEAR(m.lost(watcher, 2), 0.2 * 1.5 * language, near);
}

struct Centre : Market {
    Centre() {
        s.work.tightness_elasticity = 0;
        test::set_row(s.work.centre_places, {3, 0, 0});
        s.work.centre_months = 6;
        s.work.centre_factor = 2;
    }
};

TEST(adaptation_centre, takes_families_until_it_is_full_and_turns_the_others_away) {
    Centre c;
    c.start();
    const auto two = c.settle_in(north, 2), two_more = c.settle_in(north, 2), one = c.settle_in(north, 1),
               elsewhere = c.settle_in(south, 1);
    test::run_until(c.state, 1);
    EXPECT_EQ(cell(c.state, M::centre_turned_away, 0, {north}), 2) << "2 of 3 places taken";
    EXPECT_EQ(test::total_in(c.state, M::centre_turned_away, 0), 2) << "a region without a centre turns nobody away";
    const Families& f = c.state.population.families;
    EXPECT_EQ(f.centre_until[two], 6);
    EXPECT_EQ(f.centre_until[two_more], no_month);
    EXPECT_EQ(f.centre_until[one], 6) << "the third place";
    EXPECT_EQ(f.centre_until[elsewhere], no_month);
    EXPECT_EQ(c.state.centre_taken[north], 3);
}

TEST(adaptation_centre, speeds_the_search_of_those_it_serves_for_the_months_it_serves_them) {
    Centre c;
    c.start();
    const auto served = c.settle_in(north, 2), turned_away = c.settle_in(north, 2);
    test::run_until(c.state, 1);
    for (auto family : {served, turned_away}) {
        c.watch(family);
        c.state.population.persons.work_clock[test::person_of(c.state, family, 1)] = test::never;
    }
    EXPECT_NEAR(c.lost(turned_away, 1), 0.2, near);
    EXPECT_NEAR(c.lost(served, 2), 0.4, near);
    EXPECT_NEAR(c.lost(served, 5), 0.4, near);
    EXPECT_NEAR(c.lost(served, 6), 0.2, near) << "six months: January to June";
}

TEST(adaptation_centre, has_free_places_again_after_the_months_it_serves_a_family) {
    Centre c;
    c.start();
    c.settle_in(north, 3);
    test::run_until(c.state, 5);
    c.settle_in(north, 1);
    test::run_until(c.state, 6);
    c.settle_in(north, 2);
    test::run_until(c.state, 8);
    EXPECT_THAT(by_month(c.state, M::centre_turned_away, 8), ElementsAre(0, 0, 0, 0, 0, 1, 0, 0));
    EXPECT_EQ(c.state.centre_taken[north], 2);
}

TEST(adaptation_centre, opens_and_grows_by_the_dates_of_the_rule) {
    Centre c;
    test::set_row(c.s.work.centre_places, {0, 0, 0});
    test::add_row(c.s.work.centre_places, "2025-03-01", {1, 0, 0});
    test::add_row(c.s.work.centre_places, "2025-05-01", {4, 0, 0});
    c.start();
    std::vector<std::int16_t> until;
    for (int month = 0; month < 6; ++month) {
        const auto family = c.settle_in(north, 1);
        test::run_until(c.state, month + 1);
        until.push_back(c.state.population.families.centre_until[family]);
    }
    EXPECT_THAT(until, ElementsAre(no_month, no_month, 8, no_month, 10, 11));
    EXPECT_THAT(by_month(c.state, M::centre_turned_away, 6), ElementsAre(0, 0, 0, 1, 0, 0)) << "nobody before it opens";
}

TEST(adaptation_centre, is_not_for_card_holders) {
    Centre c;
    for (double& x : c.s.choice.region_constant.cells) x = -1e3;
    c.s.choice.region_constant.cells[north] = 0;  // everybody goes to NO
    c.start();
    const auto family = test::add_arriving(c.state, Stream::ata_zholy, 0, 2);
    test::run_until(c.state, 1);
    EXPECT_EQ(c.state.population.families.region[family], north);
    EXPECT_EQ(c.state.population.families.centre_until[family], no_month);
    EXPECT_EQ(c.state.centre_taken[north], 0);
}

TEST(arranged_jobs, are_held_from_the_month_of_settling_by_programme_families_only) {
    Market m;
    m.s.work.find_hazard = 0;
    m.s.work.arranged_share = 1;
    m.start();
    const auto placed = m.settle_in(north, 2), free = test::add_settling_family(m.state, 0, 3);
    test::run_until(m.state, 2);
    const Families& f = m.state.population.families;
    EXPECT_EQ(f.employed[placed], 2);
    EXPECT_EQ(f.employed[free], 0);
    EXPECT_THAT(by_month(m.state, M::hired, 2), ElementsAre(2, 0));
    EXPECT_THAT(by_month(m.state, M::employed, 2), ElementsAre(2, 2));
}

}  // namespace
}  // namespace qonys
