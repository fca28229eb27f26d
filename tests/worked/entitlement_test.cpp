// What a family is entitled to, worked by hand from the rules, and against what families in a simulation are paid.
#include "policy/entitlement.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/small_scenario.hpp"

namespace qonys {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::HasSubstr;
using testing::Not;

constexpr std::size_t relocation = 0, rent = 1, certificate = 2, employer = 3, business = 4, centre = 5;

EntitledFamily family_of(int members, Month month) {
    EntitledFamily family;
    family.members = members;
    family.month = month;
    family.region = 0;
    return family;
}

TEST(entitlement, of_five_in_a_city_in_may_2025_is_what_the_law_says) {
    EntitledFamily family = family_of(5, make_month(2025, 5));
    family.home_price = 12'000'000;
    const Entitlements all = entitlements(test::small_scenario(), family);
    EXPECT_EQ(all.lines[relocation].amount, 1'376'200);  // 5 x 70 x 3,932
    EXPECT_THAT(all.lines[relocation].how, HasSubstr("5 members x 70 MRP x 3,932 KZT"));
    EXPECT_EQ(all.lines[rent].payments.front().amount, 117'960);  // 30 x 3,932
    EXPECT_EQ(all.lines[rent].promised, 1'415'520);               // 12 x 117,960
    EXPECT_EQ(all.lines[certificate].amount, 4'561'120);          // 1,160 x 3,932, less than half of 12,000,000
    EXPECT_THAT(all.lines[certificate].how,
                AllOf(HasSubstr("= 6,000,000 KZT"), HasSubstr("the cap binds"), HasSubstr("7,438,880")));
    EXPECT_EQ(all.to_family, 1'376'200 + 8 * 117'960 + 4 * 129'750);
    EXPECT_EQ(all.certificate, 4'561'120);
    EXPECT_EQ(all.to_employers, 0);
}

TEST(entitlement, to_rent_follows_the_index_of_each_month) {
    const Entitlement line = entitlements(test::small_scenario(), family_of(5, make_month(2025, 5))).lines[rent];
    ASSERT_EQ(line.payments.size(), 12U);
    EXPECT_EQ(line.payments[7].amount, 117'960);  // 2025-12
    EXPECT_EQ(line.payments[8].amount, 129'750);  // 2026-01: 30 x 4,325
    EXPECT_THAT(line.how, HasSubstr("8 x 117,960 KZT (2025-05 to 2025-12), 4 x 129,750 KZT (2026-01 to 2026-04)"));
    EXPECT_THAT(line.how, HasSubstr("promised when the place is given: 12 x 117,960 = 1,415,520 KZT"));
    EXPECT_THAT(line.rules, Contains(RuleUsed{"money.mrp", "2026-01-01", "4325"}));
    EXPECT_THAT(line.rules, Contains(RuleUsed{"benefits.rent_mrp", "2015-01-01.city.5+", "30"}));
}

TEST(entitlement, to_rent_depends_on_settlement_and_size) {
    // MRP: city 20, 25, 30; village 15, 18, 21
    for (const auto& [settlement, members, mrp] : {std::tuple{Settlement::city, 1, 20},
                                                   {Settlement::city, 2, 25},
                                                   {Settlement::city, 4, 25},
                                                   {Settlement::village, 1, 15},
                                                   {Settlement::village, 4, 18},
                                                   {Settlement::village, 5, 21}}) {
        EntitledFamily family = family_of(members, make_month(2025, 1));
        family.settlement = settlement;
        EXPECT_EQ(*entitlements(test::small_scenario(), family).lines[rent].amount, Tenge{12} * mrp * 3932) << mrp;
    }
}

TEST(entitlement, to_the_certificate_of_2026_has_no_limit_of_a_half) {
    EntitledFamily family = family_of(2, make_month(2026, 3));
    family.home_price = 5'000'000;  // below 1,625 x 4,325 = 7,028,125: the price is paid
    Entitlement line = entitlements(test::small_scenario(), family).lines[certificate];
    EXPECT_EQ(line.amount, 5'000'000);
    EXPECT_THAT(line.how,
                AllOf(HasSubstr("100 %"), HasSubstr("7,028,125"), HasSubstr("the share binds"), HasSubstr("finds 0 KZT")));
    family.home_price = 9'000'000;
    EXPECT_EQ(entitlements(test::small_scenario(), family).lines[certificate].amount, 7'028'125);
    family.home_price.reset();
    line = entitlements(test::small_scenario(), family).lines[certificate];
    EXPECT_EQ(line.amount, std::nullopt);
    EXPECT_THAT(line.how, HasSubstr("say --home-price"));
}

TEST(entitlement, of_families_without_a_quota_place_is_nothing_and_says_why) {
    for (const Stream stream : {Stream::kandas_free, Stream::ata_zholy}) {
        EntitledFamily family = family_of(4, make_month(2025, 5));
        family.stream = stream;
        family.home_price = 1'000'000;
        family.hired = 1;
        family.business = true;
        const Entitlements all = entitlements(test::small_scenario(), family);
        for (std::size_t i = 0; i < centre; ++i) EXPECT_THAT(all.lines[i].why_not, HasSubstr("without a quota place")) << i;
        EXPECT_EQ(all.to_family + all.certificate + all.to_employers, 0);
    }
}

TEST(entitlement, is_none_where_the_region_has_no_places_or_takes_no_such_family) {
    Scenario s = test::small_scenario();
    EntitledFamily family = family_of(4, make_month(2025, 5));
    family.region = 1;  // SO has no places
    EXPECT_THAT(entitlements(s, family).lines[relocation].why_not,
                HasSubstr("SO has no places under the quota for kandas in 2025"));
    family.region = 0;
    EXPECT_TRUE(entitlements(s, family).lines[relocation].applies());
    s.allocation.most_members.cells[0] = 3;
    EXPECT_THAT(entitlements(s, family).lines[relocation].why_not, HasSubstr("families of at most 3 members"));
    family.members = 3;
    EXPECT_TRUE(entitlements(s, family).lines[relocation].applies());
    s.allocation.barred.cells[1] = 1;  // NO takes nobody from BBB
    EXPECT_TRUE(entitlements(s, family).lines[relocation].applies());
    family.origin = 1;
    EXPECT_THAT(entitlements(s, family).lines[relocation].why_not, HasSubstr("NO takes no families from BBB"));
    family.origin = 0;
    EXPECT_TRUE(entitlements(s, family).lines[relocation].applies());
}

// As the simulation, in which nobody asks for a place at home.
TEST(entitlement, of_internal_migrants_is_none_in_the_region_that_they_leave) {
    Scenario s = test::small_scenario();
    s.origins.name.axis.labels = {"AAA", "NO"};
    s.quotas.internal.cells = {50, 50, 0};
    EntitledFamily family = family_of(3, make_month(2025, 5));
    family.stream = Stream::internal;
    family.origin = 1;
    Entitlements all = entitlements(s, family);
    EXPECT_EQ(all.lines[relocation].why_not, "the family leaves NO: its place must be in another region");
    EXPECT_EQ(all.to_family, 0);
    family.region = 1;
    all = entitlements(s, family);
    EXPECT_TRUE(all.lines[relocation].applies());
    EXPECT_THAT(all.place, Contains(HasSubstr("a place under the quota for internal migrants")));
    family.origin.reset();
    EXPECT_THAT(entitlements(s, family).place, Contains("the family leaves another region than SO: say --origin"));
    family.region = 2;
    EXPECT_EQ(entitlements(s, family).lines[relocation].why_not,
              "WE has no places under the quota for internal migrants in 2025 (quotas.internal)");
}

TEST(entitlement, to_rent_of_no_months_names_the_rule_and_one_member_is_one) {
    Scenario s = test::small_scenario();
    EXPECT_THAT(entitlements(s, family_of(1, make_month(2025, 5))).lines[rent].how, HasSubstr("1 member in a city: 20 MRP"));
    EXPECT_THAT(entitlements(s, family_of(4, make_month(2025, 5))).lines[rent].how, HasSubstr("2-4 members in a city"));
    std::fill(s.benefits.rent_months.cells.begin(), s.benefits.rent_months.cells.end(), 0.0);
    EXPECT_EQ(entitlements(s, family_of(4, make_month(2025, 5))).lines[rent].why_not,
              "no month is paid to those placed in 2025-05 (benefits.rent_months)");
}

TEST(entitlement, names_the_budget_that_caps_it) {
    Scenario s = test::small_scenario();
    s.budgets.caps.cells[0] = 2'500'000;  // relocation in NO
    const Entitlements all = entitlements(s, family_of(4, make_month(2025, 5)));
    EXPECT_THAT(all.lines[relocation].conditions,
                Contains(HasSubstr("within the budget of NO for relocation in 2025, 2,500,000 KZT; claims beyond it wait")));
    EXPECT_THAT(all.lines[rent].conditions, Not(Contains(HasSubstr("within the budget"))));
}

TEST(entitlement, to_subsidy_and_grant_is_for_those_hired_and_for_a_business) {
    EntitledFamily family = family_of(4, make_month(2025, 5));
    Entitlements all = entitlements(test::small_scenario(), family);
    EXPECT_THAT(all.lines[employer].why_not, HasSubstr("1,572,800 KZT for each hire"));
    EXPECT_THAT(all.lines[business].why_not, HasSubstr("1,572,800 KZT for one"));
    family.hired = 2;
    family.business = true;
    all = entitlements(test::small_scenario(), family);
    EXPECT_EQ(all.lines[employer].amount, 3'145'600);  // 2 x 400 x 3,932
    EXPECT_EQ(all.to_employers, 3'145'600);
    EXPECT_EQ(all.to_family, *all.lines[relocation].amount + *all.lines[rent].amount + 1'572'800);
    EXPECT_THAT(all.lines[employer].obligations, Contains(HasSubstr("the job lasts 24 months")));
}

TEST(entitlement, says_what_is_repaid_by_the_rule_of_clawback) {
    Scenario s = test::small_scenario();
    const EntitledFamily family = family_of(4, make_month(2025, 5));
    EXPECT_THAT(entitlements(s, family).lines[relocation].obligations,
                Contains(AllOf(HasSubstr("60 months (5 years)"), HasSubstr("all that the family was paid"))));
    s.clawback.rule = test::rule(clawback_words, "pro_rata");
    EXPECT_THAT(entitlements(s, family).lines[relocation].obligations, Contains(HasSubstr("the share of the time not served")));
    s.clawback.rule = test::rule(clawback_words, "none");
    EXPECT_THAT(entitlements(s, family).lines[relocation].obligations, Contains(HasSubstr("nothing is repaid")));
}

TEST(entitlement, says_that_an_academic_degree_frees_from_repaying) {
    Scenario s = test::small_scenario();
    const EntitledFamily family = family_of(4, make_month(2025, 5));
    const auto frees = Contains(HasSubstr("a member with an academic degree moves for research"));
    s.clawback.exempt_share = 0;
    EXPECT_THAT(entitlements(s, family).lines[rent].obligations, Not(frees));
    s.clawback.exempt_share = 0.02;
    EXPECT_THAT(entitlements(s, family).lines[rent].obligations, frees);
    EXPECT_THAT(entitlements(s, family).lines[rent].rules, Contains(RuleUsed{"clawback.exempt_share", "", "0.02"}));
    s.clawback.rule = test::rule(clawback_words, "none");
    EXPECT_THAT(entitlements(s, family).lines[rent].obligations, Not(frees));
}

TEST(entitlement, to_a_centre_is_for_regions_that_have_one_and_no_card_holders) {
    Scenario s = test::small_scenario();
    s.work.centre_months = 6;
    s.work.centre_places.cells = {40, 0, 0};
    EntitledFamily family = family_of(4, make_month(2025, 5));
    family.stream = Stream::kandas_free;
    EXPECT_TRUE(entitlements(s, family).lines[centre].applies());
    family.region = 2;
    EXPECT_THAT(entitlements(s, family).lines[centre].why_not, HasSubstr("WE has no centre"));
    family.region.reset();
    EXPECT_THAT(entitlements(s, family).lines[centre].conditions, Contains(HasSubstr("1 of 3 regions have one")));
    family.stream = Stream::ata_zholy;
    EXPECT_FALSE(entitlements(s, family).lines[centre].applies());
}

TEST(first_month_with_rules, is_the_latest_of_the_first_dates) {
    EXPECT_EQ(to_string(first_month_with_rules(test::small_scenario())), "2024-01");  // money.mrp begins then
    Scenario s = test::small_scenario();
    s.benefits.rent_mrp.axes[0].labels = {"2024-08-24"};
    EXPECT_EQ(to_string(first_month_with_rules(s)), "2024-09");  // the first month that starts on or after the day
}

// The same rule for the calculator and the simulation: every family that nothing befell was paid what it is told.
TEST(entitlement, is_what_families_of_a_simulation_are_paid) {
    Scenario s = test::small_scenario();
    s.run.last_month = make_month(2026, 12);
    s.places.city_share.cells = {0.5, 0.5, 0.5};
    s.people.family_size.cells[2] = s.people.family_size.cells[12] = 0.4;  // sizes 3, 1 and 7
    s.people.family_size.cells[0] = s.people.family_size.cells[10] = 0.3;
    s.people.family_size.cells[6] = s.people.family_size.cells[16] = 0.3;
    const World world = make_world(s);
    const State state = test::run_to_end(world);
    const Families& f = state.population.families;
    std::vector<Tenge> grant(f.size()), support(f.size());
    for (const Entry& e : state.ledger.entries) {
        if (e.kind != EntryKind::paid) continue;
        if (e.instrument == Instrument::relocation) grant[e.family] += e.amount;
        if (e.instrument == Instrument::rent) support[e.family] += e.amount;
    }
    int placed = 0, over_the_year = 0;
    for (std::uint32_t i = 0; i < f.size(); ++i) {
        if (f.settled[i] == no_month || !in_programme(f, i)) {
            EXPECT_EQ(grant[i] + support[i], 0);
            continue;
        }
        EntitledFamily family = family_of(f.members[i], world.start + f.settled[i]);
        family.settlement = f.village[i] ? Settlement::village : Settlement::city;
        const Entitlements all = entitlements(s, family);
        EXPECT_EQ(grant[i], *all.lines[relocation].amount);
        ++placed;
        if (f.settled[i] + 12 > world.months) continue;  // not all payments have fallen due
        EXPECT_EQ(support[i], *all.lines[rent].amount) << f.settled[i];
        over_the_year += *all.lines[rent].amount != all.lines[rent].promised;
    }
    EXPECT_GT(placed, 30);
    EXPECT_GT(over_the_year, 5);
}

}  // namespace
}  // namespace qonys
