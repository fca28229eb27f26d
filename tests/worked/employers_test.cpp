// Subsidies to employers and business grants: 400 MRP, for programme families in the region of their place.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "worked/families.hpp"

namespace qonys {
namespace {

using test::cell, test::north, test::by_month;
using testing::ElementsAre;

constexpr Tenge subsidy = 1572800;      // 400 x 3,932, the MRP of 2025
constexpr Tenge month_of_rent = 78640;  // one person in a city: 20 x 3,932
constexpr Tenge grant = 275240;         // 70 x 3,932

// A man placed in NO in January 2025 who is hired in February. He works until the test says otherwise.
struct Hire {
    Scenario s = test::empty_scenario();
    World world;
    State state;
    std::uint32_t family = 0;

    Hire() {
        s.run.last_month = make_month(2027, 12);
        s.work.find_hazard = 1;
        s.work.loss_hazard = 1;
        s.employers.share = 1;
        s.employers.recovered = 0.8;
    }
    // The job ends in the month with this number; 0: never.
    void run(int months, int lost = 0) {
        world = make_world(s);
        state = make_state(world, {1, 0});
        family = test::add_waiting(state, Stream::kandas_free, 0, 1, {north});
        test::run_until(state, 1);
        clock() = 0.5F;
        test::run_until(state, 2);
        clock() = lost == 0 ? test::never : static_cast<float>(lost) - 1.5F;  // it loses 1 a month from March, month 2
        test::run_until(state, months);
    }
    float& clock() { return state.population.persons.work_clock[test::person_of(state, family)]; }
    Tenge employer(EntryKind kind) const {
        Tenge sum = 0;
        for (const Entry& e : state.ledger.entries)
            if (e.instrument == Instrument::employer && e.kind == kind) sum += e.amount;
        return sum;
    }
};

TEST(subsidy_for_a_hire, is_400_mrp_in_the_month_of_the_hire_and_ends_the_rent_support) {
    Hire h;
    h.run(12);
    EXPECT_THAT(by_month(h.state, M::subsidised_hires, 4), ElementsAre(0, 1, 0, 0));
    EXPECT_THAT(by_month(h.state, M::hired, 4), ElementsAre(0, 1, 0, 0));
    EXPECT_EQ(test::paid(h.state, Instrument::employer, 1), subsidy);
    EXPECT_EQ(cell(h.state, M::spending, 1, {north, 0, 3}), subsidy);
    EXPECT_EQ(h.employer(EntryKind::paid), subsidy);
    EXPECT_EQ(h.state.population.families.paid[h.family], grant + 2 * month_of_rent)
        << "the subsidy is the employer's; rent of January and February, which fell due before the hire";
    EXPECT_THAT(by_month(h.state, M::rent_families, 4), ElementsAre(1, 1, 0, 0));
    EXPECT_EQ(cell(h.state, M::committed, 1, {north, 3}), subsidy);
    EXPECT_EQ(cell(h.state, M::committed, 2, {north, 1}), -10 * month_of_rent) << "ten payments that will not be made";
}

TEST(subsidy_for_a_job_lost_within_two_years, is_due_and_paid_back_in_part) {
    for (int lost : {10, 24}) {
        Hire h;
        h.run(lost + 1, lost);
        EXPECT_EQ(cell(h.state, M::subsidies_broken, lost, {north}), 1) << lost;
        EXPECT_EQ(test::total(h.state.tallies, M::subsidies_broken), 1);
        EXPECT_EQ(cell(h.state, M::subsidy_due, lost, {north}), subsidy) << "what was paid, whatever the MRP is now";
        EXPECT_EQ(cell(h.state, M::subsidy_received, lost, {north}), 1258240);  // 0.8 x 1,572,800
        EXPECT_EQ(h.employer(EntryKind::written_off), 314560);
        EXPECT_EQ(test::total(h.state.tallies, M::subsidy_due), subsidy);
        for (M m : {M::clawback_due, M::clawback_received, M::clawback_written_off, M::breaches})
            EXPECT_EQ(test::total(h.state.tallies, m), 0) << "the family owes nothing";
    }
}

TEST(subsidy_for_a_job_kept_two_years, is_the_employers) {
    Hire h;
    h.run(26, 25);  // hired in month 1; month 24 is the last of the two years
    EXPECT_EQ(h.state.population.families.employed[h.family], 0);
    for (M m : {M::subsidies_broken, M::subsidy_due, M::subsidy_received}) EXPECT_EQ(test::total(h.state.tallies, m), 0);
    EXPECT_EQ(test::total(h.state.tallies, M::subsidised_hires), 1);
}

TEST(months_that_a_job_must_last, are_those_of_the_rule_when_the_subsidy_is_paid) {
    Hire h;
    h.s.employers.kept_months = test::changing(6, "2025-03-01", 24);  // hired in February
    h.run(8, 7);
    EXPECT_EQ(test::total(h.state.tallies, M::subsidies_broken), 0);
    h.run(8, 6);
    EXPECT_EQ(test::total(h.state.tallies, M::subsidies_broken), 1);
}

TEST(subsidised_job, is_broken_when_the_family_moves_on) {
    Hire h;
    h.s.leaving.back.cells = {0, 0};
    h.s.leaving.quota_hazard = 1;
    h.world = make_world(h.s);
    h.state = make_state(h.world, {1, 0});
    h.family = test::add_waiting(h.state, Stream::kandas_free, 0, 1, {north});
    h.state.population.families.leaving_clock[h.family] = 4.5F;  // leaves in June
    test::run_until(h.state, 1);
    h.clock() = 0.5F;
    test::run_until(h.state, 2);
    h.clock() = test::never;
    test::run_until(h.state, 6);
    ASSERT_EQ(h.state.population.families.here_since[h.family], 5);
    h.state.population.families.leaving_clock[h.family] = test::never;
    h.clock() = 0.5F;
    test::run_until(h.state, 7);  // found out in the month after, and a new job without a subsidy in the new region
    EXPECT_EQ(cell(h.state, M::subsidies_broken, 6, {north}), 1);
    EXPECT_EQ(cell(h.state, M::subsidy_due, 6, {north}), subsidy) << "by the region of the job";
    EXPECT_EQ(test::total(h.state.tallies, M::hired), 2);
    EXPECT_EQ(test::total(h.state.tallies, M::subsidised_hires), 1);
    EXPECT_EQ(h.employer(EntryKind::paid), subsidy);
}

TEST(subsidised_job, is_not_broken_by_death) {
    for (int members : {1, 2}) {  // the family lives on, or not
        Hire h;
        h.s.demography.mortality.cells.assign(h.s.demography.mortality.cells.size(), 12.0);  // a hazard of 1 a month
        h.world = make_world(h.s);
        h.state = make_state(h.world, {1, 0});
        h.family = test::add_waiting(h.state, Stream::kandas_free, 0, members, {north});
        for (float& clock : h.state.population.persons.death_clock) clock = test::never;
        test::run_until(h.state, 1);
        for (float& clock : h.state.population.persons.work_clock) clock = test::never;
        h.clock() = 0.5F;
        test::run_until(h.state, 2);
        h.clock() = test::never;
        test::run_until(h.state, 4);
        h.state.population.persons.death_clock[test::person_of(h.state, h.family)] = 0.5F;
        test::run_until(h.state, h.world.months);
        EXPECT_EQ(test::total(h.state.tallies, M::deaths), 1);
        EXPECT_EQ(test::total(h.state.tallies, M::subsidised_hires), 1);
        EXPECT_EQ(test::total(h.state.tallies, M::subsidies_broken), 0);
        EXPECT_EQ(test::total(h.state.tallies, M::subsidy_due), 0);
    }
}

TEST(subsidised_job, is_not_broken_by_retirement) {
    Hire h;
    h.run(4);
    h.state.population.persons.born[test::person_of(h.state, h.family)] = 6 - 63 * 12;  // 63 in month 6
    test::run_until(h.state, h.world.months);
    EXPECT_EQ(h.state.population.persons.labour[test::person_of(h.state, h.family)], Labour::pensioner);
    EXPECT_EQ(test::total(h.state.tallies, M::subsidised_hires), 1);
    EXPECT_EQ(test::total(h.state.tallies, M::subsidies_broken), 0);
    EXPECT_TRUE(h.state.subsidised_jobs.empty());
}

TEST(subsidy_refused_for_lack_of_budget, leaves_the_rent_support_and_is_not_asked_back) {
    Hire h;
    constexpr std::size_t employer = 3;
    h.s.budgets.caps.cells[employer * 3 + north] = 0;
    for (const char* rule : {"lapse", "pro_rata"}) {
        h.s.budgets.when_exhausted = test::rule(exhausted_words, rule);
        h.run(12, 5);
        EXPECT_EQ(cell(h.state, M::claims_refused, 1, {north, employer}), 1) << rule;
        EXPECT_EQ(test::total(h.state.tallies, M::subsidised_hires), 0) << rule;
        EXPECT_EQ(test::total(h.state.tallies, M::subsidies_broken), 0) << rule;
        EXPECT_THAT(by_month(h.state, M::rent_families, 4), ElementsAre(1, 1, 1, 1)) << rule;
    }
}

TEST(subsidy_for_an_arranged_job, that_ends_in_the_month_of_the_hire_is_not_paid) {
    Hire h;
    h.s.work.arranged_share = 1;
    h.s.work.loss_hazard = 1e3;
    h.world = make_world(h.s);
    h.state = make_state(h.world, {1, 0});
    h.family = test::add_waiting(h.state, Stream::kandas_free, 0, 1, {north});
    test::run_until(h.state, 1);
    EXPECT_EQ(test::total(h.state.tallies, M::hired), 1);
    EXPECT_EQ(h.state.population.families.employed[h.family], 0);
    EXPECT_EQ(h.employer(EntryKind::paid), h.employer(EntryKind::due)) << "paid and never asked back";
}

TEST(employers, get_no_subsidy_for_free_settlers_or_without_a_share_or_an_amount) {
    Hire none, nothing;
    none.s.employers.share = 0;
    nothing.s.employers.subsidy_mrp = test::changing(0, "2025-03-01", 400);
    for (Hire* h : {&none, &nothing}) {
        h->run(6);
        EXPECT_EQ(test::total(h->state.tallies, M::hired), 1);
        EXPECT_EQ(test::total(h->state.tallies, M::subsidised_hires), 0);
        EXPECT_EQ(test::total_in(h->state, M::rent_families, 5), 1) << "rent support goes on";
    }
    Hire free;
    free.world = make_world(free.s);
    free.state = make_state(free.world, {1, 0});
    free.family = test::add_settling_family(free.state, 0, 1);
    test::run_until(free.state, 1);
    free.clock() = 0.5F;
    test::run_until(free.state, 2);
    EXPECT_EQ(test::total(free.state.tallies, M::hired), 1);
    EXPECT_EQ(test::total(free.state.tallies, M::committed), 0);
}

TEST(programme_settlers, find_work_faster_while_there_is_a_subsidy) {
    Hire h;
    h.s.work.find_hazard = 0.2;
    h.s.employers.find_factor = 1.5;
    h.s.employers.subsidy_mrp = test::changing(400, "2025-04-01", 0);
    h.world = make_world(h.s);
    h.state = make_state(h.world, {1, 0});
    h.family = test::add_waiting(h.state, Stream::kandas_free, 0, 1, {north});
    const auto free = test::add_settling_family(h.state, 0, 1);
    test::run_until(h.state, 1);
    auto& clocks = h.state.population.persons.work_clock;
    for (float& clock : clocks) clock = 8;
    test::run_until(h.state, 3);
    EXPECT_NEAR(clocks[test::person_of(h.state, h.family)], 8 - 2 * 0.3, 4e-6);
    EXPECT_NEAR(clocks[test::person_of(h.state, free)], 8 - 2 * 0.2, 4e-6);
    test::run_until(h.state, 4);
    EXPECT_NEAR(clocks[test::person_of(h.state, h.family)], 8 - 2 * 0.3 - 0.2, 6e-6) << "April";
}

TEST(business_grant, is_400_mrp_once_for_each_start) {
    Hire h;
    h.s.work.find_hazard = 0;
    h.s.work.business_hazard = 1;
    h.s.employers.grant_share = 1;
    h.run(4, 3);  // a business from February to March
    h.clock() = 1.5F;
    test::run_until(h.state, 6);  // another from June, month 5
    h.clock() = test::never;
    test::run_until(h.state, 15);
    EXPECT_THAT(by_month(h.state, M::business_grants, 7), ElementsAre(0, 1, 0, 0, 0, 1, 0));
    EXPECT_THAT(by_month(h.state, M::self_employed, 7), ElementsAre(0, 1, 1, 0, 0, 1, 1));
    for (int month : {1, 5}) EXPECT_EQ(test::paid(h.state, Instrument::business, month), subsidy) << month;
    EXPECT_EQ(test::total(h.state.tallies, M::hired), 0);
    EXPECT_EQ(test::total(h.state.tallies, M::subsidised_hires), 0);
    const Tenge rent = 12 * month_of_rent;
    EXPECT_EQ(h.state.population.families.paid[h.family], grant + rent + 2 * subsidy) << "a grant is the family's; rent goes on";
    EXPECT_EQ(test::total(h.state.tallies, M::subsidies_broken), 0) << "a business need not last";
}

TEST(business_grant, is_that_of_the_rule_in_the_month_of_the_start) {
    Hire h;
    h.s.work.find_hazard = 0;
    h.s.work.business_hazard = 1;
    h.s.employers.grant_share = 1;
    h.s.employers.grant_mrp = test::changing(0, "2026-01-01", 200);
    h.run(11, 3);
    h.clock() = 1.5F;  // again in January 2026, month 12
    test::run_until(h.state, 13);
    EXPECT_EQ(test::total(h.state.tallies, M::business_grants), 1);
    EXPECT_EQ(test::paid(h.state, Instrument::business, 12), 865000);  // 200 x 4,325
}

}  // namespace
}  // namespace qonys
