// From a national total to places by region: roundings on textbook examples, keys and options by hand.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <numeric>

#include "policy/quota.hpp"
#include "policy/rounding.hpp"
#include "policy/rules.hpp"
#include "worked/families.hpp"

namespace qonys {
namespace {

using testing::DoubleEq;
using testing::Each;
using testing::ElementsAre;

using Places = std::vector<std::int64_t>;

constexpr std::int64_t no_limit = 1'000'000'000;
constexpr std::array<Rounding, 3> roundings{Rounding::largest_remainder, Rounding::sainte_lague, Rounding::dhondt};

Places rounded(const std::vector<double>& weights, std::int64_t total, Rounding rounding, const Places& floors = {},
               const Places& ceilings = {}) {
    return round_shares(weights, total, rounding, floors, ceilings);
}

// Quotas 4.70, 1.60, 1.58, 1.20, 0.61 and 0.31: seven whole places, and the remainders 0.70, 0.61 and 0.60 are the largest.
TEST(largest_remainder, gives_whole_parts_and_then_the_largest_fractions) {
    EXPECT_THAT(rounded({47000, 16000, 15800, 12000, 6100, 3100}, 10, Rounding::largest_remainder),
                ElementsAre(5, 2, 1, 1, 1, 0));
}

// The Alabama paradox: with one place more the third share loses one. 4.29, 4.29, 1.43 become 4.71, 4.71, 1.57.
TEST(largest_remainder, may_take_a_place_from_a_share_when_the_total_grows) {
    EXPECT_THAT(rounded({6, 6, 2}, 10, Rounding::largest_remainder), ElementsAre(4, 4, 2));
    EXPECT_THAT(rounded({6, 6, 2}, 11, Rounding::largest_remainder), ElementsAre(5, 5, 1));
}

// Quotients by 1, 2, 3, 4: 100, 80, 50, 40, 33.3, 30, 26.7 and 25 thousand are the eight largest.
TEST(dhondt, gives_each_place_to_the_largest_quotient) {
    EXPECT_THAT(rounded({100000, 80000, 30000, 20000}, 8, Rounding::dhondt), ElementsAre(4, 3, 1, 0));
}

// By 1, 3, 5: 100, 80, 33.3, 30, 26.7, 20, 20 and 16 thousand.
TEST(sainte_lague, gives_each_place_to_the_largest_quotient_by_odd_numbers) {
    EXPECT_THAT(rounded({100000, 80000, 30000, 20000}, 8, Rounding::sainte_lague), ElementsAre(3, 3, 1, 1));
    EXPECT_THAT(rounded({53000, 24000, 23000}, 7, Rounding::sainte_lague), ElementsAre(3, 2, 2));
}

TEST(ties, go_to_the_earlier_share) {
    for (const Rounding rounding : roundings) EXPECT_THAT(rounded({1, 1, 1, 1}, 6, rounding), ElementsAre(2, 2, 1, 1));
}

// Shares of the Koenigstein key of 2015 in percent, from Baden-Wuerttemberg to Thuringia, as printed: 9,992 whole places of
// 10,000, and the eight largest fractions are .968, .927, .906, .890, .873, .710, .688 and .456.
TEST(koenigstein_key_of_2015, splits_ten_thousand_places) {
    const std::vector<double> key{12.86456, 15.51873, 5.04927, 3.06053, .95688,  2.52968, 7.35890, 2.02906,
                                  9.32104,  21.21010, 4.83710, 1.22173, 5.08386, 2.83068, 3.40337, 2.72451};
    ASSERT_NEAR(std::accumulate(key.begin(), key.end(), 0.0), 100, 1e-9);
    EXPECT_THAT(rounded(key, 10000, Rounding::largest_remainder),
                ElementsAre(1287, 1552, 505, 306, 96, 253, 736, 203, 932, 2121, 484, 122, 508, 283, 340, 272));
    for (const Rounding rounding : roundings) {
        const Places places = rounded(key, 10000, rounding);
        EXPECT_EQ(std::accumulate(places.begin(), places.end(), std::int64_t{0}), 10000);
    }
}

TEST(floors_and_ceilings, hold_single_shares_and_the_rest_is_divided_among_the_others) {
    for (const Rounding rounding : roundings) {
        EXPECT_THAT(rounded({1, 1, 2}, 100, rounding, {40, 0, 0}, {no_limit, no_limit, 30}), ElementsAre(40, 30, 30));
        EXPECT_THAT(rounded({1, 1, 2}, 100, rounding, {}, {10, no_limit, no_limit}), ElementsAre(10, 30, 60));
        EXPECT_THAT(rounded({3, 1}, 8, rounding, {0, 2}, {6, 8}), ElementsAre(6, 2)) << "held or not, the shares are these";
    }
}

TEST(floors_and_ceilings, let_through_less_than_the_total_or_more_when_nothing_else_is_possible) {
    for (const Rounding rounding : roundings) {
        EXPECT_THAT(rounded({1, 1}, 10, rounding, {}, {3, 4}), ElementsAre(3, 4));
        EXPECT_THAT(rounded({1, 1}, 10, rounding, {7, 6}), ElementsAre(7, 6));
        EXPECT_THAT(rounded({1, 1}, 10, rounding, {12, 0}), ElementsAre(12, 0));
        EXPECT_THAT(rounded({1, 1}, 10, rounding, {0, 6}, {9, 4}), ElementsAre(4, 6)) << "a floor comes before a ceiling";
        EXPECT_THAT(rounded({0, 1}, 10, rounding, {}, {no_limit, 4}), ElementsAre(0, 4)) << "weight 0 gets nothing";
        EXPECT_THAT(rounded({0, 1}, 10, rounding, {3, 0}), ElementsAre(3, 7)) << "but its floor";
        EXPECT_THAT(rounded({0, 0}, 10, rounding), ElementsAre(0, 0));
        EXPECT_THAT(rounded({1, 1}, 0, rounding), ElementsAre(0, 0));
    }
}

TEST(rounding, of_ten_million_places_is_quick) {
    std::vector<double> weights;
    for (int i = 1; i <= 20; ++i) weights.push_back(i * i + 0.1 * i);
    for (const Rounding rounding : roundings) {
        const auto start = std::chrono::steady_clock::now();
        const Places places = rounded(weights, 10'000'000, rounding, Places(20, 5), Places(20, 900'000));
        EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::milliseconds(200));
        EXPECT_EQ(std::accumulate(places.begin(), places.end(), std::int64_t{0}), 10'000'000);
    }
}

// NO, SO and WE with 1, 1 and 2 million inhabitants, all of which receive; 100 places for kandas.
struct Quota {
    Scenario s = test::small_scenario();

    Quota() { s.quotas.reception.cells = {1, 1, 1}; }
    void policy(const char* word) { s.quotas.kandas_policy = test::rule(quota_policy_words, word); }
    Places places(Month month = make_month(2025, 1)) const { return places_of_year(s, streams[0], month); }
    Places places_under(const char* word, Month month = make_month(2025, 1)) {
        policy(word);
        return places(month);
    }
    std::vector<double> column(const char* key, Month month = make_month(2025, 1)) const { return key_column(s, key, month); }
};

TEST(quota_policy, table_is_the_order) {
    Quota q;
    q.s.quotas.kandas.cells = {70, 0, 31};
    for (const char* rounding : rounding_words) {
        q.s.quotas.rounding = test::rule(rounding_words, rounding);
        EXPECT_THAT(q.places(), ElementsAre(70, 0, 31));
    }
}

TEST(quota_policy, table_with_another_total_keeps_the_shares_of_the_order) {
    Quota q;
    q.s.quotas.kandas.cells = {70, 0, 30};
    q.s.quotas.total.cells = {250, no_cap};
    EXPECT_THAT(q.places(), ElementsAre(175, 0, 75));
    EXPECT_THAT(places_of_year(q.s, streams[2], make_month(2025, 1)), Each(0)) << "the other quota has its own total";
    q.s.quotas.total.cells = {0, no_cap};
    EXPECT_THAT(q.places(), Each(0));
}

TEST(quota_policy, of_one_quota_leaves_the_other_as_it_was) {
    Quota q;
    q.s.quotas.internal.cells = {8, 9, 0};
    q.policy("equal");
    EXPECT_THAT(places_of_year(q.s, streams[2], make_month(2025, 1)), ElementsAre(8, 9, 0));
    q.s.quotas.internal_policy = test::rule(quota_policy_words, "equal");
    EXPECT_THAT(places_of_year(q.s, streams[2], make_month(2025, 1)), ElementsAre(6, 6, 5));
    for (const std::size_t none : {1, 3}) EXPECT_THAT(places_of_year(q.s, streams[none], make_month(2025, 1)), Each(0));
}

TEST(quota_policy, equal_and_population_split_by_heads) {
    Quota q;
    EXPECT_THAT(q.places_under("equal"), ElementsAre(34, 33, 33));
    EXPECT_THAT(q.places_under("population"), ElementsAre(25, 25, 50));
}

// Wages of 300,000, 600,000 and 300,000: wage sums as 1 : 2 : 2, inhabitants as 1 : 1 : 2. One third population and two thirds
// wages: 1/12 + 2/15 = 13/60, 1/12 + 4/15 = 21/60 and 1/6 + 4/15 = 26/60 of 300 places.
TEST(quota_policy, weighted_key_adds_the_shares_of_its_columns) {
    Quota q;
    q.s.places.wage.cells = {3e5, 6e5, 3e5};
    q.s.quotas.total.cells = {300, no_cap};
    EXPECT_THAT(q.column("wage_sum"), ElementsAre(3e11, 6e11, 6e11));
    EXPECT_THAT(q.places_under("weighted_key"), ElementsAre(65, 105, 130));
    q.s.quotas.reception.cells = {1, 1, 0};  // shares among those that receive: 1/6 + 2/9 = 7/18 and 1/6 + 4/9 = 11/18
    EXPECT_THAT(q.places(), ElementsAre(117, 183, 0));
}

// 1,000 jobs each at the start, 1,000 more in each later year; unemployment 5, 5 and 10 %: deficits as 2 : 2 : 1.
TEST(quota_policy, labour_deficit_is_jobs_over_unemployment) {
    Quota q;
    q.s.places.unemployment.cells = {0.05, 0.05, 0.1};
    EXPECT_THAT(q.places_under("labour_deficit"), ElementsAre(40, 40, 20));
    q.s.work.new_places.cells = {1000, 0, 3000};  // from 2027 on 3,000, 1,000 and 7,000 jobs: as 6 : 2 : 7
    EXPECT_THAT(q.column("labour_deficit", make_month(2027, 1)), ElementsAre(DoubleEq(60000), DoubleEq(20000), DoubleEq(70000)));
    q.s.quotas.total.cells = {150, no_cap};
    EXPECT_THAT(q.places(make_month(2027, 1)), ElementsAre(60, 20, 70));
    EXPECT_THAT(q.places(make_month(2027, 12)), ElementsAre(60, 20, 70)) << "the year's places stay through the year";
}

// 2,000 settlers in each region; the national rate is 6,000 / 4 million. WE, twice as large, has 2/3 of it, the others 4/3:
// 1 / (7/3), 1 / (7/3) and 2 / (5/3) are as 5 : 5 : 14.
TEST(quota_policy, inverse_stock_gives_less_where_many_have_settled) {
    Quota q;
    q.s.quotas.total.cells = {240, no_cap};
    EXPECT_THAT(q.places_under("inverse_stock"), ElementsAre(50, 50, 140));
    q.s.origins.kin_stock.cells = {0, 0, 0, 0, 0, 0};
    EXPECT_THAT(q.places(), ElementsAre(60, 60, 120)) << "nobody has settled: by inhabitants";
}

TEST(quota_policy, inverse_stock_counts_those_who_came_from_abroad) {
    Quota q;
    q.s.origins.kin_stock.cells = {1000, 1000, 1000, 9000, 0, 0};
    test::let_south_be_left(q.s);  // the second origin is now a region of the country
    const double mean = 3000 / 4e6;
    EXPECT_THAT(q.column("inverse_stock"), ElementsAre(DoubleEq(1e6 / (1 + 1e-3 / mean)), DoubleEq(1e6 / (1 + 1e-3 / mean)),
                                                       DoubleEq(2e6 / (1 + 5e-4 / mean))));
}

// Jobs as 1 : 1 : 2, homes as 2 : 1 : 1.
TEST(quota_policy, capacity_is_the_lesser_of_jobs_and_homes) {
    Quota q;
    q.s.work.open_places.cells = {100, 100, 200};
    q.s.housing.homes_for_sale.cells = {20, 10, 10};
    EXPECT_THAT(q.column("capacity"), ElementsAre(0.25, 0.25, 0.25));
    q.s.housing.homes_for_sale.cells = {30, 10, 0};
    EXPECT_THAT(q.column("capacity"), ElementsAre(0.25, 0.25, 0));
    EXPECT_THAT(q.places_under("capacity"), ElementsAre(50, 50, 0));
}

TEST(keys, give_places_to_the_regions_of_the_order_or_of_reception) {
    Quota q;
    q.s.quotas.kandas.cells = {60, 40, 0};
    q.s.quotas.reception.cells = {no_cap, no_cap, no_cap};
    EXPECT_THAT(q.places_under("population"), ElementsAre(50, 50, 0)) << "as in the order";
    q.s.quotas.reception.cells = {0, no_cap, 1};
    EXPECT_THAT(q.places_under("population"), ElementsAre(0, 33, 67)) << "NO is closed, WE is opened";
    EXPECT_THAT(q.places_under("table"), ElementsAre(60, 40, 0)) << "an order says itself who receives";
}

TEST(floors_and_ceilings, of_a_quota_hold_for_every_policy) {
    Quota q;
    q.s.quotas.floors.cells = {no_cap, 30, no_cap, no_cap, no_cap, no_cap};
    q.s.quotas.ceilings.cells = {40, no_cap, no_cap, no_cap, no_cap, no_cap};
    EXPECT_THAT(q.places_under("table"), ElementsAre(40, 30, 0)) << "100 in NO; 30 are held back";
    EXPECT_THAT(q.places_under("equal"), ElementsAre(34, 33, 33));
    EXPECT_THAT(q.places_under("population"), ElementsAre(23, 30, 47));
    q.s.quotas.internal.cells = {10, 10, 0};
    q.s.quotas.floors.cells = {no_cap, 30, no_cap, no_cap, no_cap, 7};
    EXPECT_THAT(places_of_year(q.s, streams[2], make_month(2025, 1)), ElementsAre(7, 6, 7)) << "each quota has its own";
}

// A revision on 16 September is in force from October on; the total of the year is the new one.
TEST(revision, of_policy_total_or_order_within_the_year_follows_from_its_date) {
    Quota q;
    const Month september = make_month(2025, 9), october = make_month(2025, 10);
    q.s.quotas.kandas_policy = test::changing(0, "2025-09-16", 2);  // table, then population
    EXPECT_THAT(q.places(september), ElementsAre(100, 0, 0));
    EXPECT_THAT(q.places(october), ElementsAre(25, 25, 50));
    test::add_row(q.s.quotas.total, "2025-10-01", {200, no_cap});
    EXPECT_THAT(q.places(october), ElementsAre(50, 50, 100));
    test::add_row(q.s.quotas.rounding, "2026-01-01", {2});
    test::add_row(q.s.quotas.ceilings, "2026-01-01", {0, no_cap, no_cap, 0, 0, 0});
    EXPECT_THAT(q.places(make_month(2025, 12)), ElementsAre(50, 50, 100));
    EXPECT_THAT(q.places(make_month(2026, 1)), ElementsAre(0, 67, 133)) << "66.7 and 133.3; D'Hondt: 66.67 over 67 is above 1";
}

TEST(release, opens_the_parts_of_the_year_that_have_begun) {
    const auto by_month = [](const char* word) {
        Places free;
        for (int month = 1; month <= 12; ++month) free.push_back(released(10, word, make_month(2025, month)));
        return free;
    };
    EXPECT_THAT(by_month("year"), Each(10));
    EXPECT_THAT(by_month("half_year"), ElementsAre(5, 5, 5, 5, 5, 5, 10, 10, 10, 10, 10, 10));
    EXPECT_THAT(by_month("quarter"), ElementsAre(2, 2, 2, 5, 5, 5, 7, 7, 7, 10, 10, 10));
    EXPECT_THAT(by_month("month"), ElementsAre(0, 1, 2, 3, 4, 5, 5, 6, 7, 8, 9, 10));
}

TEST(rules_in_force, carry_what_commissions_go_by) {
    Scenario s = test::small_scenario();
    const Rules plain = rules_in_force(s, make_month(2025, 1));
    EXPECT_TRUE(plain.most_members.empty() && plain.barred.empty() && plain.unserved.empty());
    test::add_row(s.allocation.most_members, "2025-07-01", {no_cap, 4, 0});
    test::add_row(s.allocation.barred, "2025-07-01", {no_cap, 1, 0, no_cap, 1, 0});
    test::add_row(s.allocation.unserved, "2025-07-01", {0, 0, 0, 1, 0, 0});
    const Rules june = rules_in_force(s, make_month(2025, 6)), july = rules_in_force(s, make_month(2025, 7));
    EXPECT_TRUE(june.most_members.empty() && june.barred.empty() && june.unserved.empty());
    EXPECT_THAT(july.most_members, ElementsAre(std::numeric_limits<int>::max(), 4, 0));
    EXPECT_THAT(july.barred, ElementsAre(0, 1, 0, 0, 1, 0)) << "region by region, the origins of each";
    EXPECT_THAT(july.unserved, ElementsAre(0, 0, 0, 1, 0, 0)) << "region by region, the needs of each";
}

}  // namespace
}  // namespace qonys
