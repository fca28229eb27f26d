// The order of a month, dates of rules, the year of a quota.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "month/month.hpp"
#include "support/small_scenario.hpp"

namespace qonys {
namespace {

using testing::ElementsAre;

constexpr std::size_t north = 0, south = 1;

Table quotas(std::vector<std::string> dates, std::vector<double> cells) {
    return {{{"date", std::move(dates)}, {"region", {"NO", "SO", "WE"}}}, std::move(cells)};
}

TEST(month_order, reads_as_the_model_says) {
    std::vector<std::string> names;
    for (const Process& process : month_order()) names.emplace_back(process.name);
    EXPECT_THAT(names, ElementsAre("policy", "arrive", "grant_status", "apply", "allocate", "settle", "rent", "work", "house",
                                   "pay", "move_on", "naturalise", "age", "account"));
}

TEST(rule_dates, are_in_force_from_the_first_whole_month) {
    EXPECT_EQ(first_whole_month(*parse_date("2024-08-24")), make_month(2024, 9));
    EXPECT_EQ(first_whole_month(*parse_date("2020-04-01")), make_month(2020, 4));
    EXPECT_EQ(first_whole_month(*parse_date("2024-12-02")), make_month(2025, 1));
    EXPECT_EQ(first_whole_month(*parse_date("2024-12-31")), make_month(2025, 1));
    EXPECT_EQ(first_whole_month(*parse_date("2024-02-29")), make_month(2024, 3));
}

TEST(rules_in_force, change_with_the_first_whole_month) {
    Scenario s = test::small_scenario();
    s.money.mrp = test::row("date", {"2015-01-01", "2020-04-01", "2024-08-24"}, {1000, 2000, 3000});
    s.quotas.kandas = quotas({"2024-01-01", "2024-08-24"}, {10, 20, 0, 15, 5, 1});
    EXPECT_EQ(rules_in_force(s, make_month(2020, 3)).mrp, 1000);
    EXPECT_EQ(rules_in_force(s, make_month(2020, 4)).mrp, 2000);
    EXPECT_EQ(rules_in_force(s, make_month(2024, 8)).mrp, 2000);
    EXPECT_EQ(rules_in_force(s, make_month(2024, 9)).mrp, 3000);
    EXPECT_THAT(rules_in_force(s, make_month(2023, 12)).quota[0], ElementsAre(0, 0, 0)) << "no order, no places";
    EXPECT_THAT(rules_in_force(s, make_month(2024, 8)).quota[0], ElementsAre(10, 20, 0));
    EXPECT_THAT(rules_in_force(s, make_month(2024, 9)).quota[0], ElementsAre(15, 5, 1));
    EXPECT_THAT(rules_in_force(s, make_month(2027, 1)).quota[0], ElementsAre(15, 5, 1))
        << "a year without an order keeps the last";
}

// Ten families of three wait for a place in NO from June 2025 on.
struct Waiters {
    Scenario s = test::empty_scenario();
    World world;
    State state;

    explicit Waiters(Table orders) {
        s.run = {make_month(2025, 6), make_month(2026, 12), 0, 1, 1};
        s.quotas.kandas = std::move(orders);
        s.status.term_months.cells = {120};
        world = make_world(s);
        state = make_state(world, {1, 0});
        for (int i = 0; i < 10; ++i) test::add_waiting_family(state, 0, 3, {north});
        test::run_until(state, world.months);
    }
    std::vector<std::int64_t> by_month(M m) const {
        std::vector<std::int64_t> sums;
        for (int month = 0; month < 9; ++month) sums.push_back(test::total_in(state, m, month));
        return sums;
    }
};

TEST(quota, is_used_up_and_starts_anew_in_january) {
    const Waiters w(quotas({"2015-01-01"}, {10, 0, 0}));
    // June: three families of three fill 9 of 10 places; January is the eighth month.
    EXPECT_THAT(w.by_month(M::placed), ElementsAre(9, 0, 0, 0, 0, 0, 0, 9, 0));
    EXPECT_THAT(w.by_month(M::quota), ElementsAre(10, 10, 10, 10, 10, 10, 10, 10, 10));
    EXPECT_THAT(w.by_month(M::quota_left), ElementsAre(1, 1, 1, 1, 1, 1, 1, 1, 1));
    EXPECT_THAT(w.by_month(M::waiting), ElementsAre(21, 21, 21, 21, 21, 21, 21, 12, 12));
}

TEST(quota, raised_in_mid_year_adds_places_from_the_next_whole_month) {
    const Waiters w(quotas({"2015-01-01", "2025-08-24"}, {10, 0, 0, 19, 0, 0}));
    EXPECT_THAT(w.by_month(M::placed), ElementsAre(9, 0, 0, 9, 0, 0, 0, 12, 0)) << "September: 19 - 9 = 10 places";
    EXPECT_THAT(w.by_month(M::quota), ElementsAre(10, 10, 10, 19, 19, 19, 19, 19, 19));
}

TEST(quota, lowered_below_what_is_used_places_nobody_and_takes_nothing_back) {
    const Waiters w(quotas({"2015-01-01", "2025-07-01"}, {10, 0, 0, 4, 0, 0}));
    EXPECT_THAT(w.by_month(M::placed), ElementsAre(9, 0, 0, 0, 0, 0, 0, 3, 0));
    EXPECT_THAT(w.by_month(M::quota_left), ElementsAre(1, 0, 0, 0, 0, 0, 0, 1, 1));
}

TEST(quota_of_another_region, is_of_no_use_to_a_family_that_does_not_accept_it) {
    const Waiters w(quotas({"2015-01-01"}, {0, 100, 0}));
    EXPECT_EQ(test::total(w.state.tallies, M::placed), 0);
    EXPECT_EQ(w.state.quota_used[0][south], 0);
}

}  // namespace
}  // namespace qonys
