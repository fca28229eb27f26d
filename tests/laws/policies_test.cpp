// Relations between two runs that differ in a rule.
#include <gtest/gtest.h>

#include <map>

#include "laws/compare_records.hpp"
#include "laws/lively_scenario.hpp"
#include "month/month.hpp"
#include "run.hpp"

namespace qonys {
namespace {

using test::lively_scenario;

Tallies tallies_of(const Scenario& scenario) {
    const World world = make_world(scenario);
    return run_replicate(world, {1, 0}).tallies;
}

const std::vector<std::int64_t>& cells(const Tallies& tallies, M m) {
    return tallies.cells[static_cast<std::size_t>(m)];
}

Tenge spent_on(const Tallies& tallies, Instrument instrument) {
    Tenge sum = 0;
    const auto& spending = cells(tallies, M::spending);
    for (std::size_t i = static_cast<std::size_t>(instrument); i < spending.size(); i += instrument_count) sum += spending[i];
    return sum;
}

TEST(no_quota, means_nobody_is_placed_or_paid_and_the_same_people_come) {
    const Scenario base = lively_scenario();
    Scenario none = base;
    none.quotas.kandas.cells = none.quotas.internal.cells = {0, 0, 0};
    const Tallies with = tallies_of(base), without = tallies_of(none);
    EXPECT_EQ(test::total(without, M::placed), 0);
    EXPECT_EQ(test::total(without, M::waiting), 0);
    EXPECT_EQ(test::total(without, M::spending), 0);
    EXPECT_EQ(test::total(without, M::clawback_due), 0);
    EXPECT_EQ(test::total(without, M::certificates), 0);
    EXPECT_EQ(test::total(without, M::committed), 0);
    EXPECT_EQ(test::total(without, M::subsidised_hires), 0);
    EXPECT_EQ(test::total(without, M::business_grants), 0);
    EXPECT_EQ(cells(without, M::arrivals), cells(with, M::arrivals));
    EXPECT_EQ(cells(without, M::embassy_applied), cells(with, M::embassy_applied));
    EXPECT_EQ(cells(without, M::refused), cells(with, M::refused));
}

TEST(arrivals, are_blind_to_quotas_mechanism_and_money) {
    const Scenario base = lively_scenario();
    Scenario other = base;
    other.quotas.kandas.cells = {10, 500, 500};
    other.quotas.mechanism.cells = {1};
    other.benefits.relocation_mrp.cells = {500};
    other.clawback.rule.cells = {1};
    other.leaving.quota_hazard = 0.2;
    const World one = make_world(base), two = make_world(other);
    const State a = test::run_to_end(one), b = test::run_to_end(two);
    EXPECT_EQ(cells(a.tallies, M::arrivals), cells(b.tallies, M::arrivals));
    EXPECT_EQ(cells(a.tallies, M::status_granted), cells(b.tallies, M::status_granted));
    EXPECT_NE(cells(a.tallies, M::placed), cells(b.tallies, M::placed));
    const Families &f = a.population.families, &g = b.population.families;
    ASSERT_EQ(f.size(), g.size());
    for (std::size_t i = 0; i < f.size(); ++i) {
        ASSERT_EQ(f.agent[i].low, g.agent[i].low);
        ASSERT_EQ(f.agent[i].high, g.agent[i].high);
        ASSERT_EQ(f.decision_due[i], g.decision_due[i]);
    }
}

constexpr Instrument all_instruments[] = {Instrument::relocation, Instrument::rent, Instrument::certificate, Instrument::employer,
                                          Instrument::business};

// Elasticities of applications, arrivals and purchases are to money in MRP, or to the share of a home's price.
TEST(doubling_the_mrp_and_all_prices, doubles_all_spending_to_the_tenge) {
    Scenario base = lively_scenario();
    base.choice.rent = -0.5;
    base.application.money_elasticity = 0.5;
    base.demand.arrivals_elasticity = 0.5;
    base.housing.price_spread = 0;  // prices are rounded to the tenge: the double of a rounded one is not the rounded double
    Scenario doubled = base;
    for (Table* prices : {&doubled.money.mrp, &doubled.places.home_price, &doubled.places.rent})
        for (double& price : prices->cells) price *= 2;
    const Tallies one = tallies_of(base), two = tallies_of(doubled);
    for (Instrument i : all_instruments) {
        EXPECT_GT(spent_on(one, i), 0);
        EXPECT_EQ(spent_on(two, i), 2 * spent_on(one, i)) << static_cast<int>(i);
    }
    for (M m : {M::stock, M::employed, M::placed, M::arrivals, M::certificates, M::lock_broken, M::breaches})
        EXPECT_EQ(cells(two, m), cells(one, m)) << "nobody behaves otherwise: " << measure(m).name;
    EXPECT_EQ(test::total(two, M::committed), 2 * test::total(one, M::committed));
    EXPECT_EQ(test::total(two, M::clawback_due), 2 * test::total(one, M::clawback_due));
    EXPECT_EQ(test::total(two, M::subsidy_due), 2 * test::total(one, M::subsidy_due));
}

TEST(a_benefit_of_nothing, is_never_paid_and_the_others_stay) {
    const Scenario base = lively_scenario();
    const Tallies with = tallies_of(base);
    Scenario no_grant = base, no_rent = base, no_certificate = base;
    no_grant.benefits.relocation_mrp.cells = {0};
    no_rent.benefits.rent_mrp.cells.assign(6, 0.0);
    no_certificate.benefits.certificate_share.cells = {0, 0};
    const Tallies grant = tallies_of(no_grant), rent = tallies_of(no_rent), certificate = tallies_of(no_certificate);
    EXPECT_EQ(spent_on(grant, Instrument::relocation), 0);
    EXPECT_EQ(spent_on(grant, Instrument::rent), spent_on(with, Instrument::rent));
    EXPECT_EQ(spent_on(grant, Instrument::certificate), spent_on(with, Instrument::certificate));
    EXPECT_EQ(spent_on(rent, Instrument::rent), 0);
    EXPECT_EQ(spent_on(rent, Instrument::relocation), spent_on(with, Instrument::relocation));
    EXPECT_EQ(spent_on(certificate, Instrument::certificate), 0);
    EXPECT_EQ(test::total(certificate, M::certificates), 0);
    EXPECT_EQ(spent_on(certificate, Instrument::relocation), spent_on(with, Instrument::relocation));
}

// Two ways to have no benefit at all: the amount is nothing, or nobody is given it.
TEST(a_benefit_of_nothing, equals_no_benefit_in_every_measure) {
    const auto nothing = [](Table Benefits::*amount) {
        Scenario s = test::crowded_scenario();
        test::set_cells(s.benefits.*amount, 0);
        return tallies_of(s);
    };
    Scenario no_takers = test::crowded_scenario(), no_buyers = no_takers;
    no_takers.benefits.rent_take_up = 0;
    no_buyers.housing.purchase_hazard = 0;
    const Tallies rent = nothing(&Benefits::rent_mrp), certificate = nothing(&Benefits::certificate_cap_mrp);
    EXPECT_EQ(rent.cells, nothing(&Benefits::rent_months).cells);
    EXPECT_EQ(rent.cells, tallies_of(no_takers).cells);
    EXPECT_EQ(spent_on(rent, Instrument::rent), 0);
    EXPECT_EQ(test::total(rent, M::rent_families), 0);
    EXPECT_EQ(certificate.cells, nothing(&Benefits::certificate_share).cells);
    EXPECT_EQ(certificate.cells, tallies_of(no_buyers).cells);
    EXPECT_EQ(test::total(certificate, M::certificates), 0);
}

TEST(a_subsidy_of_nothing, equals_no_subsidy_in_every_measure) {
    const Scenario base = test::crowded_scenario();
    Scenario no_amount = base, no_hires = base, no_grant = base, no_founders = base;
    test::set_cells(no_amount.employers.subsidy_mrp, 0);
    no_hires.employers.share = 0;
    no_hires.employers.find_factor = 1;
    test::set_cells(no_grant.employers.grant_mrp, 0);
    no_founders.employers.grant_share = 0;
    EXPECT_EQ(tallies_of(no_amount).cells, tallies_of(no_hires).cells);
    EXPECT_EQ(tallies_of(no_grant).cells, tallies_of(no_founders).cells);
    EXPECT_EQ(test::total(tallies_of(no_amount), M::subsidised_hires), 0);
    EXPECT_EQ(test::total(tallies_of(no_grant), M::business_grants), 0);
    EXPECT_NE(tallies_of(no_amount).cells, tallies_of(base).cells);
    EXPECT_NE(tallies_of(no_grant).cells, tallies_of(base).cells);
}

TEST(a_relocation_grant_of_nothing, changes_no_life_where_nobody_looks_at_money) {
    const Scenario base = lively_scenario();
    Scenario none = base;
    none.benefits.relocation_mrp.cells = {0};
    const Tallies with = tallies_of(base), without = tallies_of(none);
    EXPECT_EQ(spent_on(without, Instrument::relocation), 0);
    for (Instrument i : all_instruments)
        if (i != Instrument::relocation) {
            EXPECT_EQ(spent_on(without, i), spent_on(with, i));
        }
    for (std::size_t m = 0; m < measures().size(); ++m)
        if (measures()[m].type == CellType::count) {
            EXPECT_EQ(with.cells[m], without.cells[m]) << measures()[m].name;
        }
}

TEST(a_clawback_that_never_comes_to_light, equals_none) {
    Scenario none = test::crowded_scenario(), unseen = none;
    none.clawback.rule = test::rule(clawback_words, "none");
    unseen.clawback.detected.cells = {0};
    EXPECT_EQ(tallies_of(none).cells, tallies_of(unseen).cells);
    EXPECT_EQ(test::total(tallies_of(none), M::clawback_due), 0);
    EXPECT_GT(test::total(tallies_of(none), M::breaches), 0);
}

TEST(more_places, never_lower_the_number_placed) {
    for (const char* mechanism : {"first_come_first_served", "lottery"}) {
        Scenario s = test::small_scenario();  // families of three: with equal sizes this is a theorem
        s.quotas.mechanism = test::rule(mechanism_words, mechanism);
        s.application.propensity.cells = {0.8, 0.6};
        std::int64_t before = -1;
        for (double places : {0.0, 1.0, 3.0, 30.0, 61.0, 150.0, 300.0, 2000.0}) {
            s.quotas.kandas.cells = {places, places, places};
            const std::int64_t placed = test::total(tallies_of(s), M::placed);
            EXPECT_GE(placed, before) << mechanism << " " << places;
            EXPECT_LE(placed, 3 * places) << mechanism;
            before = placed;
        }
        EXPECT_GT(before, 500) << mechanism;
    }
}

// Month of the first job of each person, in a world where nobody competes or leaves.
std::map<test::PersonKey, int> first_jobs(double find_hazard) {
    Scenario s = lively_scenario();
    s.leaving.quota_hazard = s.leaving.free_hazard = 0;
    s.work.find_hazard = find_hazard;
    const World world = make_world(s);
    State state = make_state(world, {1, 0});
    std::map<test::PersonKey, int> first;
    for (int month = 0; month < world.months; ++month) {
        test::run_until(state, month + 1);
        const Persons& p = state.population.persons;
        for (std::size_t i = 0; i < p.size(); ++i) {
            const Agent agent = state.population.families.agent[p.family[i]];
            if (works(p.labour[i])) first.try_emplace({agent.low, agent.high, p.member[i]}, month);
        }
    }
    return first;
}

TEST(a_higher_finding_hazard, delays_nobodys_first_job) {
    const auto slow = first_jobs(0.05), fast = first_jobs(0.12);
    std::size_t sooner = 0;
    for (const auto& [person, month] : slow) {
        const auto found = fast.find(person);
        ASSERT_NE(found, fast.end());
        EXPECT_LE(found->second, month);
        sooner += found->second < month;
    }
    EXPECT_GT(slow.size(), 500U);
    EXPECT_GT(sooner, 300U);
}

TEST(a_constant_added_to_every_region, gives_the_same_tallies) {
    const Scenario base = lively_scenario();
    Scenario same = base;
    for (double& constant : same.choice.region_constant.cells) constant += 5;  // only differences matter
    EXPECT_EQ(tallies_of(base).cells, tallies_of(same).cells);
}

TEST(clawback_rule, changes_no_life_where_nobody_fears_it_and_pro_rata_asks_for_less) {
    Scenario full = lively_scenario();
    full.leaving.obligation_factor = 1;
    Scenario pro_rata = full;
    pro_rata.clawback.rule.cells = {1};
    const Tallies a = tallies_of(full), b = tallies_of(pro_rata);
    EXPECT_EQ(cells(a, M::stock), cells(b, M::stock));
    EXPECT_EQ(cells(a, M::spending), cells(b, M::spending));
    EXPECT_LT(test::total(b, M::clawback_due), test::total(a, M::clawback_due));
    EXPECT_GT(test::total(b, M::clawback_due), 0);
}

}  // namespace
}  // namespace qonys
