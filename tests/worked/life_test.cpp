// The life of a family told month by month, with the arithmetic beside it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "life/rule_in_force.hpp"
#include "report/life_words.hpp"
#include "support/lives.hpp"

namespace qonys {
namespace {

using test::events_of;
using test::is_placed;
using test::kinds_of;
using test::rules_of;
using testing::Contains;
using testing::Each;
using testing::ElementsAre;
using testing::EndsWith;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

constexpr DrawKey key{1, 0};

// Of the first family that has the property when the run is over.
Life life_of(const Scenario& s, const std::function<bool(const Families&, std::uint32_t)>& has) {
    const World world = make_world(s);
    const std::uint32_t family = test::first_family(test::run_to_end(world, key), has);
    EXPECT_NE(family, no_family);
    return follow(world, key, {family, {}}).life;
}

Life placed_life(const Scenario& s) {
    return life_of(s, is_placed);
}

void cap(Scenario& s, Instrument instrument, double amount, const char* when_exhausted) {
    for (std::size_t r = 0; r < 3; ++r) s.budgets.caps.cells[static_cast<std::size_t>(instrument) * 3 + r] = amount;
    s.budgets.when_exhausted = test::rule(exhausted_words, when_exhausted);
}

TEST(life, of_a_family_placed_in_january_has_every_payment_with_its_rule) {
    const Life life = placed_life(test::small_scenario());
    EXPECT_EQ(life.first_month, 0);
    EXPECT_THAT(life.arrived, SizeIs(3));
    const auto grants = events_of(life, "relocation_paid");
    ASSERT_THAT(grants, SizeIs(1));
    EXPECT_EQ(grants[0].month, 0);
    EXPECT_EQ(grants[0].amount, 825'720) << "3 x 70 x 3,932";
    EXPECT_EQ(grants[0].because, "3 members x 70 MRP x 3,932 KZT");
    EXPECT_THAT(rules_of(grants[0]), ElementsAre("benefits.relocation_mrp = 70 MRP", "money.mrp = 3,932 KZT"));
    const auto rents = events_of(life, "rent_paid");
    ASSERT_THAT(rents, SizeIs(12));
    for (int i = 0; i < 12; ++i) {
        EXPECT_EQ(rents[static_cast<std::size_t>(i)].month, i);
        EXPECT_EQ(rents[static_cast<std::size_t>(i)].amount, 98'300) << "25 x 3,932";
    }
    EXPECT_THAT(rules_of(rents[0]), ElementsAre("benefits.rent_mrp = city, 2-4: 25 MRP", "money.mrp = 3,932 KZT"));
    EXPECT_EQ(life.paid_to_family(), 2'005'320) << "825,720 + 12 x 98,300";
    EXPECT_EQ(life.states.back().paid, 2'005'320);
    EXPECT_EQ(life.states.back().status, "settled in North (placed under the quota)");
    EXPECT_THAT(life.states, SizeIs(12));
    EXPECT_EQ(life.owed(), 0);
    const auto ended = events_of(life, "rent_ended");
    ASSERT_THAT(ended, SizeIs(1));
    EXPECT_EQ(ended[0].month, 11);
    EXPECT_EQ(ended[0].because, "all payments are used up");
    EXPECT_THAT(kinds_of(life), Each(Not(EndsWith("_refused"))));
}

TEST(life, tells_the_end_of_the_obligation_and_of_the_place_in_the_centre) {
    Scenario s = test::small_scenario();
    s.benefits.obligation_months.cells = {3};
    s.work.centre_places.cells = {100, 0, 0};
    s.work.centre_months = 2;
    const Life life = placed_life(s);
    ASSERT_THAT(events_of(life, "obligation_ended"), SizeIs(1));
    EXPECT_EQ(events_of(life, "obligation_ended")[0].month, 3);
    ASSERT_THAT(events_of(life, "centre"), SizeIs(1));
    EXPECT_EQ(events_of(life, "centre")[0].what, "has a place in the adaptation centre until 2025-03");
    ASSERT_THAT(events_of(life, "centre_ended"), SizeIs(1));
    EXPECT_EQ(events_of(life, "centre_ended")[0].month, 2);
}

TEST(life, that_settles_freely_tells_the_chances_of_the_regions) {
    Scenario s = test::small_scenario();
    s.application.propensity.cells = {0.001, 0.001};
    s.choice.region_constant.cells = {std::log(2.0), 0, 0};  // twice, once and once
    const Life life = life_of(s, [](const Families& f, std::uint32_t i) { return !is_placed(f, i) && f.region[i] == 1; });
    const auto settled = events_of(life, "settled");
    ASSERT_THAT(settled, SizeIs(1));
    EXPECT_EQ(settled[0].what, "settles freely in South (city)");
    EXPECT_THAT(settled[0].because, HasSubstr("chance of South: 25 %; highest: North 50 %, "));
}

TEST(life, begins_with_arrival_decision_application_and_place_in_the_order_of_the_processes) {
    const Life life = placed_life(test::small_scenario());
    const auto kinds = kinds_of(life);
    ASSERT_GE(kinds.size(), 7u);
    EXPECT_THAT(std::vector<std::string>(kinds.begin(), kinds.begin() + 7),
                ElementsAre("arrived", "admitted", "applied", "placed", "settled", "rent_started", "relocation_paid"));
    EXPECT_THAT(life.events[0].what, HasSubstr("arrived from Aland: "));
    EXPECT_EQ(life.events[2].what, "applied for a quota place in North; waits until 2026-01 at most");
    EXPECT_EQ(life.events[3].what, "given a quota place in North, choice 1 of 1");
    EXPECT_THAT(life.events[3].because, HasSubstr("first_come_first_served; places before the sitting: North 100"));
    EXPECT_THAT(rules_of(life.events[3]), Contains("quotas.kandas = NO: 100 persons"));
    EXPECT_EQ(life.events[4].what, "settles in North (city) under the quota; obliged to stay until 2030-01");
}

TEST(life, without_a_place_waits_until_its_term_ends_and_settles_freely) {
    Scenario s = test::small_scenario();
    s.quotas.kandas.cells = {2, 0, 0};  // no family of three fits
    s.status.term_months.cells = {2};
    const World world = make_world(s);
    const State end = test::run_to_end(world, key);
    const std::uint32_t family = test::first_family(
        end, [](const Families& f, std::uint32_t i) { return f.settled[i] != no_month && f.settled[i] == f.granted[i] + 2; });
    ASSERT_NE(family, no_family);
    const Life life = follow(world, key, {family, {}}).life;
    const auto refused = events_of(life, "not_placed");
    ASSERT_THAT(refused, SizeIs(3));
    EXPECT_EQ(refused[0].what, "not placed: no region of its list has places left for all 3 members");
    const auto vain = events_of(life, "waited_in_vain");
    ASSERT_THAT(vain, SizeIs(1));
    EXPECT_EQ(vain[0].month, life.first_month + 2);
    EXPECT_EQ(vain[0].what, "its term ended without a place: settles freely");
    EXPECT_THAT(rules_of(vain[0]), Contains("status.term_months = 2 months"));
    const auto settled = events_of(life, "settled");
    ASSERT_THAT(settled, SizeIs(1));
    EXPECT_THAT(settled[0].what, HasSubstr("settles freely in "));
    EXPECT_THAT(settled[0].because, HasSubstr("33.3 %")) << "three regions that are alike";
    EXPECT_EQ(life.paid_to_family(), 0);
}

TEST(life, that_is_refused_ends_there_with_the_share_that_is_approved) {
    Scenario s = test::small_scenario();
    s.status.commission_share = 1;
    s.status.approval_share = 0;
    const Life life = life_of(s, [](const Families&, std::uint32_t) { return true; });
    EXPECT_THAT(kinds_of(life), ElementsAre("arrived", "refused"));
    EXPECT_THAT(rules_of(life.events[1]), Contains("status.approval_share = 0"));
    EXPECT_EQ(life.states.back().status, "refused");
}

TEST(life, that_breaks_the_obligation_owes_what_was_paid_and_the_rest_is_written_off) {
    Scenario s = test::small_scenario();
    s.leaving.quota_hazard = 100;  // everybody leaves in the month after settling
    s.clawback.abroad_factor = 1;
    const Life life = placed_life(s);
    const auto due = events_of(life, "repayment_due");
    ASSERT_THAT(due, SizeIs(1));
    EXPECT_EQ(due[0].month, 1);
    EXPECT_EQ(due[0].amount, 1'022'320) << "825,720 and the rent of two months, 2 x 98,300";
    EXPECT_EQ(due[0].because, "all that was paid to it");
    ASSERT_THAT(events_of(life, "breach"), SizeIs(1));
    EXPECT_EQ(events_of(life, "breach")[0].what, "breaks the obligation to stay until 2030-01");
    const auto received = events_of(life, "repayment_received"), off = events_of(life, "repayment_written_off");
    ASSERT_THAT(received, SizeIs(1));
    EXPECT_EQ(received[0].month, 4) << "three months later";
    EXPECT_EQ(life.due, 1'022'320);
    EXPECT_EQ(received[0].amount, 204'464) << "20 % of it";
    EXPECT_EQ(received[0].because, "without a suit");
    EXPECT_EQ(life.received, 204'464);
    EXPECT_EQ(life.written_off, 1'022'320 - life.received);
    EXPECT_THAT(off, SizeIs(1));
    EXPECT_EQ(life.owed(), 0);
    EXPECT_THAT(kinds_of(life), Contains("returned"));
    EXPECT_EQ(life.states.back().status, "left Kazakhstan");
}

TEST(life, that_is_not_found_out_says_so) {
    Scenario s = test::small_scenario();
    s.leaving.quota_hazard = 100;
    s.clawback.detected.cells = {0};
    const Life life = placed_life(s);
    ASSERT_THAT(events_of(life, "breach"), SizeIs(1));
    EXPECT_EQ(events_of(life, "breach")[0].because, "no repayment followed: 0 % of breaches come to light");
    EXPECT_EQ(life.due, 0);
}

TEST(life, with_a_home_tells_price_share_and_cap) {
    Scenario s = test::small_scenario();
    s.work.arranged_share = 1;
    s.housing.purchase_hazard = 100;
    const Life life = placed_life(s);
    const auto bought = events_of(life, "home_bought");
    ASSERT_THAT(bought, SizeIs(1));
    EXPECT_EQ(bought[0].what, "buys a home for 20,000,000 KZT with the certificate; under a lock until 2030-01")
        << "50 m2 x 400,000";
    const auto paid = events_of(life, "certificate_paid");
    ASSERT_THAT(paid, SizeIs(1));
    EXPECT_EQ(paid[0].amount, 4'561'120) << "1,160 x 3,932, less than half of the price";
    EXPECT_EQ(paid[0].because, "price 20,000,000 KZT x 50 %, at most 1,160 MRP x 3,932 KZT");
    ASSERT_THAT(events_of(life, "rent_ended"), SizeIs(1));
    EXPECT_EQ(events_of(life, "rent_ended")[0].because, "an owner has no rent to support");
}

TEST(life, with_a_mortgage_gets_no_more_than_the_down_payment) {
    Scenario s = test::small_scenario();
    s.work.arranged_share = 1;
    s.housing.purchase_hazard = 100;
    s.housing.mortgage_share = 1;
    s.housing.down_payment = 0.2;
    const Life life = placed_life(s);
    const auto paid = events_of(life, "certificate_paid");
    ASSERT_THAT(paid, SizeIs(1));
    EXPECT_EQ(paid[0].amount, 4'000'000) << "20 % of 20,000,000, below the cap";
    EXPECT_THAT(paid[0].because, HasSubstr("no more than the down payment, 20 %"));
}

TEST(life, whose_grant_waits_for_budget_says_so_once_and_is_paid_in_the_next_year) {
    Scenario s = test::small_scenario();
    s.run.last_month = make_month(2026, 1);
    s.benefits.rent_take_up = 0;
    cap(s, Instrument::relocation, 825'719, "queue");  // one tenge short of a grant of 2025
    const Life life = placed_life(s);
    const auto waits = events_of(life, "relocation_waits");
    ASSERT_THAT(waits, SizeIs(1));
    EXPECT_EQ(waits[0].month, 0);
    EXPECT_EQ(waits[0].amount, 825'720);
    EXPECT_THAT(rules_of(waits[0]), Contains("budgets.caps = relocation, NO: 825,719 KZT"));
    EXPECT_THAT(events_of(life, "relocation_paid"), IsEmpty()) << "in 2026 the cap is the same";

    s.budgets.caps = {{{"date", {"2015-01-01", "2026-01-01"}}, s.budgets.caps.axes[1], s.budgets.caps.axes[2]}, {}};
    for (const double amount : {825'719.0, 1e9})
        for (std::size_t i = 0; i < 15; ++i) s.budgets.caps.cells.push_back(i < 3 ? amount : no_cap);
    const Life later = placed_life(s);
    ASSERT_THAT(events_of(later, "relocation_paid"), SizeIs(1));
    EXPECT_EQ(events_of(later, "relocation_paid")[0].month, 12);
    EXPECT_EQ(events_of(later, "relocation_paid")[0].because, "3 members x 70 MRP x 3,932 KZT") << "as when it fell due";
}

TEST(life, whose_grant_lapses_or_is_cut_says_which_budget_rule_did_it) {
    Scenario s = test::small_scenario();
    s.benefits.rent_take_up = 0;
    cap(s, Instrument::relocation, 0, "lapse");
    const Life refused = placed_life(s);
    ASSERT_THAT(events_of(refused, "relocation_refused"), SizeIs(1));
    EXPECT_EQ(events_of(refused, "relocation_refused")[0].what, "relocation grant not paid: the year's budget is used up");
    EXPECT_THAT(rules_of(events_of(refused, "relocation_refused")[0]), Contains("budgets.when_exhausted = lapse"));

    s.quotas.kandas.cells = {3, 0, 0};  // one family: the whole cap is its own
    cap(s, Instrument::relocation, 412'860, "pro_rata");
    const Life cut = placed_life(s);
    const auto paid = events_of(cut, "relocation_paid");
    ASSERT_THAT(paid, SizeIs(1));
    EXPECT_EQ(paid[0].amount, 412'860) << "half of 825,720";
    EXPECT_THAT(paid[0].what, HasSubstr("cut to what the budget allows"));
    EXPECT_EQ(cut.paid_to_family(), 412'860);
}

TEST(life, with_several_months_of_rent_waiting_pays_the_oldest_first) {
    Scenario s = test::small_scenario();
    s.quotas.kandas.cells = {3, 0, 0};
    s.run.last_month = make_month(2026, 1);
    cap(s, Instrument::rent, 5 * 98'300, "queue");
    const Life life = placed_life(s);
    const auto paid = events_of(life, "rent_paid");
    ASSERT_THAT(paid, SizeIs(10)) << "five in 2025, and five of the seven that wait in 2026";
    for (const LifeEvent& event : paid) EXPECT_EQ(event.because, "25 MRP x 3,932 KZT for 3 members in a city");
    EXPECT_THAT(events_of(life, "rent_waits"), SizeIs(7));
}

TEST(life, with_subsidised_jobs_that_end_tells_what_employers_owe) {
    Scenario s = test::small_scenario();
    s.employers.share = 1;
    s.employers.recovered = 0.25;
    s.work.find_hazard = s.work.loss_hazard = 100;  // both adults find a job in every odd month, and lose it in the next
    const Life life = placed_life(s);
    const auto paid = events_of(life, "employer_paid"), due = events_of(life, "employer_due");
    ASSERT_THAT(paid, SizeIs(12)) << "2 adults x 6 months";
    EXPECT_EQ(paid[0].month, 1);
    EXPECT_EQ(paid[0].amount, 1'572'800) << "400 x 3,932";
    EXPECT_THAT(paid[0].what, HasSubstr("for member 1"));
    ASSERT_THAT(due, SizeIs(10)) << "the run ends before the last two end";
    EXPECT_EQ(due[0].month, 2);
    EXPECT_EQ(life.employer_due, 15'728'000) << "10 x 1,572,800";
    EXPECT_EQ(life.employer_received, 3'932'000) << "a quarter of it";
    EXPECT_EQ(life.due, 0) << "the family owes nothing";
    EXPECT_EQ(life.paid_to_family(), life.states.back().paid) << "subsidies go to employers";
    EXPECT_THAT(kinds_of(life), Contains("job_lost"));
    ASSERT_THAT(events_of(life, "rent_ended"), SizeIs(1));
    EXPECT_EQ(events_of(life, "rent_ended")[0].because, "the employer who is subsidised gives a home");
}

TEST(life, at_a_sitting_lists_what_the_mechanism_reads) {
    const std::pair<const char*, std::vector<std::string>> read[] = {
        {"deferred_acceptance", {"allocation.score", "allocation.aggregator", "allocation.horizon", "allocation.minimum_fill"}},
        {"balanced", {"allocation.score", "allocation.load_weight"}},
        {"serial_dictatorship", {"allocation.priority"}}};
    for (const auto& [mechanism, paths] : read) {
        Scenario s = test::small_scenario();
        s.quotas.mechanism = test::rule(mechanism_words, mechanism);
        const std::vector<LifeEvent> sittings = events_of(placed_life(s), "placed");
        ASSERT_THAT(sittings, SizeIs(1)) << mechanism;
        for (const std::string& path : paths)
            EXPECT_THAT(sittings[0].rules, Contains(testing::Field(&LifeRule::path, path))) << mechanism;
    }
}

TEST(life, with_a_rent_support_of_nothing_uses_its_payments_up_and_names_no_employer) {
    Scenario s = test::small_scenario();
    s.benefits.rent_mrp.cells.assign(s.benefits.rent_mrp.cells.size(), 0.0);
    const auto ended = events_of(placed_life(s), "rent_ended");
    ASSERT_THAT(ended, SizeIs(1));
    EXPECT_EQ(ended[0].month, 11);
    EXPECT_EQ(ended[0].what, "the last payment of rent support falls due");
    EXPECT_EQ(ended[0].because, "all payments are used up");
}

TEST(life, without_an_obligation_is_obliged_to_nothing_and_none_ends) {
    Scenario s = test::small_scenario();
    s.benefits.obligation_months.cells = {0};
    s.leaving.quota_hazard = 100;
    s.leaving.obligation_end_factor = 1.5;
    const Life life = placed_life(s);
    ASSERT_THAT(events_of(life, "settled"), SizeIs(1));
    EXPECT_EQ(events_of(life, "settled")[0].what, "settles in North (city) under the quota");
    ASSERT_THAT(events_of(life, "returned"), SizeIs(1));
    EXPECT_THAT(events_of(life, "returned")[0].because, Not(HasSubstr("obligation")));
    EXPECT_THAT(events_of(life, "obligation_ended"), IsEmpty());
}

TEST(life, that_leaves_names_the_factor_of_the_obligation) {
    Scenario s = test::small_scenario();
    s.leaving.quota_hazard = 100;
    s.leaving.obligation_factor = 0.25;
    s.clawback.detected.cells = {0.8};
    const Life life = placed_life(s);
    ASSERT_THAT(events_of(life, "returned"), SizeIs(1));
    EXPECT_THAT(events_of(life, "returned")[0].because, HasSubstr("obliged to stay (x 0.4)")) << "1 - 0.8 x 0.75";
    EXPECT_THAT(rules_of(events_of(life, "returned")[0]), Contains("clawback.detected = 0.8"));
    EXPECT_FALSE(life.states.back().settled);
    EXPECT_THAT(end_text(life), Not(HasSubstr("in work"))) << "abroad nobody is followed";
    EXPECT_THAT(end_text(placed_life(test::small_scenario())), HasSubstr("3 members, 0 in work"));
}

TEST(life, that_ends_by_death_does_not_say_that_the_family_moved) {
    Scenario s = test::small_scenario();
    s.demography.mortality.cells.assign(s.demography.mortality.cells.size(), 1e6);  // nobody sees February
    cap(s, Instrument::relocation, 0, "queue");
    const Life life = placed_life(s);
    ASSERT_THAT(events_of(life, "extinct"), SizeIs(1));
    const auto refused = events_of(life, "relocation_refused");
    ASSERT_THAT(refused, SizeIs(1));
    EXPECT_EQ(refused[0].what, "relocation grant not paid: all members have died");
    for (const LifeEvent& event : events_of(life, "rent_ended")) EXPECT_EQ(event.because, "all members have died");
}

TEST(life, of_no_row_is_not_found_and_says_how_many_there_are) {
    const Scenario s = test::small_scenario();
    const World world = make_world(s);
    const std::size_t families = test::run_to_end(world, key).population.families.size();
    const Followed last = follow(world, key, {static_cast<std::uint32_t>(families - 1), {}});
    EXPECT_TRUE(last.life.found);
    const Followed none = follow(world, key, {static_cast<std::uint32_t>(families), {}});
    EXPECT_FALSE(none.life.found);
    EXPECT_EQ(none.families, static_cast<std::int64_t>(families));
}

TEST(rule_in_force, takes_the_row_of_the_month_and_the_cell_of_the_labels) {
    const Scenario s = test::small_scenario();
    EXPECT_EQ(rule_in_force(s, "money.mrp", make_month(2024, 12)).value, "3,692 KZT");
    EXPECT_EQ(rule_in_force(s, "money.mrp", make_month(2025, 1)).value, "3,932 KZT");
    EXPECT_EQ(rule_in_force(s, "benefits.rent_mrp", make_month(2025, 1), {"village", "5+"}).value, "village, 5+: 21 MRP");
    EXPECT_EQ(rule_in_force(s, "clawback.rule", make_month(2025, 1)).value, "full");
    EXPECT_EQ(rule_in_force(s, "budgets.caps", make_month(2025, 1), {"rent", "NO"}).value, "rent, NO: none");
    EXPECT_EQ(rule_in_force(s, "work.find_hazard", make_month(2025, 1)).value, "0 per month");
}

}  // namespace
}  // namespace qonys
