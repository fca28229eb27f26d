// Demand that answers to the money offered: the offer by hand, arrivals by thinning, the odds of asking for a place.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "worked/families.hpp"

namespace qonys {
namespace {

using test::cell, test::north;

constexpr DrawKey key{1, 0};

double offered(const Scenario& s, int year = 2025, int month = 1) {
    return rules_in_force(s, make_month(year, month)).money_offered;
}

TEST(money_offered, is_grant_and_expected_rent_support_in_mrp_over_the_reference) {
    // A family of three: 3 x 70 MRP, and 12 payments of the mean of 25 (city) and 18 (village) MRP: 210 + 258 = 468.
    Scenario s = test::small_scenario();
    s.demand.reference_mrp = 100;
    EXPECT_DOUBLE_EQ(offered(s), 4.68);
    s.benefits.relocation_mrp.cells = {100};
    EXPECT_DOUBLE_EQ(offered(s), 5.58);
    s.benefits.rent_months.cells = {24};
    EXPECT_DOUBLE_EQ(offered(s), 8.16);  // 300 + 24 x 21.5
    s.benefits.rent_take_up = 0.5;
    EXPECT_DOUBLE_EQ(offered(s), 5.58);  // 300 + 258
    s.demand.family_size = 5;
    EXPECT_DOUBLE_EQ(offered(s), 8.06);  // 500 + 12 x (30 + 21) / 2
    s.demand.family_size = 1;
    EXPECT_DOUBLE_EQ(offered(s), 3.1);  // 100 + 12 x (20 + 15) / 2
    s.demand.reference_mrp = 310;
    EXPECT_DOUBLE_EQ(offered(s), 1);
}

TEST(money_offered, counts_as_a_twentieth_of_the_reference_at_least) {
    Scenario s = test::small_scenario();
    s.benefits.relocation_mrp.cells = {0};
    s.benefits.rent_months.cells = {0};
    EXPECT_DOUBLE_EQ(offered(s), 0.05);
    s.benefits.relocation_mrp.cells = {10};
    EXPECT_DOUBLE_EQ(offered(s), 30.0 / 468);
}

TEST(money_offered, does_not_change_with_the_mrp_but_with_the_rules_by_date) {
    Scenario s = test::small_scenario();
    s.benefits.relocation_mrp = test::changing(70, "2025-07-01", 226);  // 678 + 258 = 936
    EXPECT_DOUBLE_EQ(offered(s, 2024, 6), 1);
    EXPECT_DOUBLE_EQ(offered(s, 2025, 6), 1);
    EXPECT_DOUBLE_EQ(offered(s, 2025, 7), 2);
    EXPECT_DOUBLE_EQ(offered(s, 2026, 1), 2);
    s.money.mrp.cells = {7384, 7864, 8650};
    EXPECT_DOUBLE_EQ(offered(s, 2025, 7), 2);
}

// 1,200 kandas and 600 internal migrants a year; the grant makes the offer `times` that of the reference.
Scenario responsive(double times, double elasticity) {
    Scenario s = test::small_scenario();
    s.run.last_month = make_month(2025, 3);
    s.demand.arrivals_elasticity = elasticity;
    s.benefits.relocation_mrp.cells = {(468 * times - 258) / 3};
    for (double& total : s.arrivals.internal.total.cells) total = 600;
    return s;
}

// Names of all families that came, with their size; names are the keys of their draws.
using Names = std::set<std::tuple<std::uint32_t, std::uint32_t, int>>;
Names came(const Scenario& s, Stream inflow) {
    const World world = make_world(s);
    const State state = test::run_to_end(world, key);
    const Families& f = state.population.families;
    Names names;
    for (std::uint32_t family = 0; family < f.size(); ++family)
        if ((f.stream[family] == Stream::internal) == (inflow == Stream::internal))
            names.insert({f.agent[family].high, f.agent[family].low, f.members[family]});
    return names;
}

// Families of AAA in January by the definition: four times as many could come as are expected, 4 x 50 / 3 of them; each comes
// when its own number is below the response over four.
Names by_definition(double response) {
    const std::uint32_t high = static_cast<std::uint32_t>(make_month(2025, 1).index) << 16 | (tag("AAA") & 0xffffu);
    const std::int64_t potential = poisson(4 * 50.0 / 3, key, Agent{0, high}, 0, Purpose::family_count);
    Names names;
    for (std::uint32_t k = 1; k <= potential; ++k)
        if (uniform(key, Agent{k << 8, high}, 0, Purpose::arrival_thinning) < response / 4) names.insert({high, k << 8, 3});
    return names;
}

Names of_aland_in_january(const Names& all) {
    const std::uint32_t high = static_cast<std::uint32_t>(make_month(2025, 1).index) << 16 | (tag("AAA") & 0xffffu);
    Names some;
    for (const auto& name : all)
        if (std::get<0>(name) == high) some.insert(name);
    return some;
}

TEST(arrivals_that_respond_to_money, are_thinned_from_one_potential_stream) {
    struct Case {
        double times, elasticity, response;
    };
    for (const Case& c :
         {Case{1, 1, 1}, Case{2, 1, 2}, Case{2, 0.5, 1.4142136}, Case{0.6, 1, 0.6}, Case{2, 3, 4}}) {  // 8, at most 4
        const Names names = of_aland_in_january(came(responsive(c.times, c.elasticity), Stream::kandas_free));
        EXPECT_EQ(names, by_definition(c.response)) << c.times << " ^ " << c.elasticity;
    }
    EXPECT_GT(by_definition(2).size(), by_definition(1).size());
}

TEST(arrivals_that_respond_to_money, keep_every_family_when_more_is_offered) {
    const Names less = came(responsive(0.8, 1), Stream::kandas_free), more = came(responsive(1.2, 1), Stream::kandas_free);
    EXPECT_GT(less.size(), 40U);
    EXPECT_GT(more.size(), less.size());
    EXPECT_TRUE(std::includes(more.begin(), more.end(), less.begin(), less.end()));
}

TEST(arrivals_that_do_not_respond, are_the_same_whatever_is_offered) {
    EXPECT_EQ(came(responsive(1, 0), Stream::kandas_free), came(responsive(3, 0), Stream::kandas_free));
}

TEST(internal_migrants, do_not_respond_to_money_with_the_arrivals_of_kandas) {
    const Names plain = came(responsive(1, 0), Stream::internal);
    EXPECT_GT(plain.size(), 20U);
    EXPECT_EQ(came(responsive(3, 1), Stream::internal), plain);
}

TEST(arrivals_that_respond_to_money, answer_from_the_month_of_the_rule) {
    Scenario before = responsive(1, 1), after = before;
    after.benefits.relocation_mrp = test::changing(70, "2025-03-01", 226);
    const World w1 = make_world(before), w2 = make_world(after);
    const State one = test::run_to_end(w1, key), two = test::run_to_end(w2, key);
    for (int month : {0, 1})
        for (std::size_t o : {0, 1}) EXPECT_EQ(cell(one, M::arrivals, month, {o, 0}), cell(two, M::arrivals, month, {o, 0}));
    EXPECT_GT(test::total_in(two, M::arrivals, 2), test::total_in(one, M::arrivals, 2));
}

TEST(families, ask_for_a_place_when_their_number_is_below_odds_that_answer_to_money) {
    struct Case {
        double times, money_elasticity, propensity, probability;
    };
    // Odds p / (1 - p) x times ^ elasticity: 1 x 2 = 2; 0.25 / 0.75 x 2 ^ 2 = 4 / 3; 1 x 0.75 ^ 1 = 3 / 4.
    for (const Case& c :
         {Case{2, 0, 0.5, 0.5}, Case{2, 1, 0.5, 2.0 / 3}, Case{2, 2, 0.25, 4.0 / 7}, Case{0.75, 1, 0.5, 3.0 / 7}}) {
        Scenario s = responsive(c.times, 0);
        for (Inflow* inflow : {&s.arrivals.kandas, &s.arrivals.internal})
            for (double& total : inflow->total.cells) total = 0;
        s.application.propensity.cells = {c.propensity, c.propensity};
        s.application.money_elasticity = c.money_elasticity;
        s.quotas.kandas.cells = {1000, 0, 0};
        const World world = make_world(s);
        State state = make_state(world, key);
        for (int i = 0; i < 200; ++i) test::add_arriving(state, Stream::kandas_free, 0, 3);
        test::run_until(state, 1);
        const Families& f = state.population.families;
        int asked = 0;
        for (std::uint32_t family = 0; family < f.size(); ++family) {
            const bool asks = uniform(key, f.agent[family], 0, Purpose::asks_for_place) < c.probability;
            EXPECT_EQ(f.stream[family] == Stream::kandas_quota, asks) << family;
            asked += asks;
        }
        EXPECT_GT(asked, 60);
        EXPECT_EQ(cell(state, M::placed_families, 0, {north, 0}), asked);
    }
}

}  // namespace
}  // namespace qonys
