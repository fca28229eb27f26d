// Levers of quota policy and placement in whole runs: release by parts of the year, places carried over, closed regions, minimum
// fill.
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "laws/lively_scenario.hpp"
#include "month/month.hpp"
#include "month/score.hpp"
#include "run.hpp"
#include "worked/families.hpp"

namespace qonys {
namespace {

using test::lively_scenario;
using test::north;

constexpr std::size_t kandas = static_cast<std::size_t>(Stream::kandas_quota);

std::int64_t used(const State& state, std::size_t quota) {
    std::int64_t sum = 0;
    for (const std::int64_t persons : state.quota_used[quota]) sum += persons;
    return sum;
}

// Places used by the end of each month of 2025.
std::vector<std::int64_t> used_by_month(const Scenario& s) {
    const World world = make_world(s);
    State state = make_state(world, {1, 0});
    std::vector<std::int64_t> result;
    for (state.now = 0; state.now < 12; ++state.now) {
        simulate_month(state);
        result.push_back(used(state, kandas));
    }
    return result;
}

TEST(places_released_by_quarter, are_never_used_before_and_all_used_in_the_end) {
    Scenario s = test::small_scenario();  // 100 persons ask each month, 100 places in one region
    s.application.propensity.cells.assign(s.application.propensity.cells.size(), 1.0);
    s.quotas.kandas.cells = {120, 0, 0};
    s.quotas.release = test::rule(release_words, "quarter");
    const std::vector<std::int64_t> by_quarter = used_by_month(s);
    for (std::size_t month = 0; month < 12; ++month) EXPECT_LE(by_quarter[month], 30 * static_cast<std::int64_t>(month / 3 + 1));
    EXPECT_EQ(by_quarter[0], 30);
    EXPECT_EQ(by_quarter[3], 60);
    EXPECT_EQ(by_quarter[11], 120);
    s.quotas.release = test::rule(release_words, "year");
    EXPECT_GT(used_by_month(s)[2], 30);
}

TEST(unused_places, are_carried_over_by_the_share_of_the_rule_and_once) {
    Scenario s = test::empty_scenario();
    s.run.last_month = make_month(2028, 12);
    s.quotas.kandas.cells = {101, 7, 0};
    s.quotas.carry_over = test::row("date", {"2015-01-01", "2026-01-01", "2028-01-01"}, {0, 0.5, 0});
    const World world = make_world(s);
    State state = make_state(world, {1, 0});
    std::vector<std::int64_t> january;
    for (state.now = 0; state.now < world.months; ++state.now) {
        if (state.now == 1) test::add_waiting_family(state, 0, 5, {north});
        simulate_month(state);
        if (state.month().month_of_year() == 0) january.push_back(places_of_year(state, kandas, north));
    }
    // 2026: half of the 96 left; 2027: half of 149; 2028: the rule ended
    EXPECT_EQ(january, (std::vector<std::int64_t>{101, 101 + 48, 101 + 74, 101}));
}

TEST(carried_places, let_more_be_placed_and_break_no_identity) {
    Scenario s = lively_scenario();
    const auto placed = [](const Scenario& of) {
        const World world = make_world(of);
        return test::total(run_replicate(world, {1, 0}).tallies, M::placed);
    };
    const std::int64_t before = placed(s);
    test::set_cells(s.quotas.carry_over, 1);
    EXPECT_GE(placed(s), before);
}

// Members of every family placed in the north, and whether it has children.
struct InNorth {
    int most_members = 0;
    bool children = false;
    std::set<int> origins;
};

InNorth placed_in_north(const Scenario& s) {
    const World world = make_world(s);
    State state = make_state(world, {1, 0});
    InNorth result;
    for (state.now = 0; state.now < world.months; ++state.now) {
        simulate_month(state);
        for (const Placement& p : state.placed_now) {
            if (p.region != static_cast<int>(north)) continue;
            const Families& f = state.population.families;
            result.most_members = std::max(result.most_members, static_cast<int>(f.size_when_placed[p.family]));
            result.children = result.children || adults_of(state, p.family).children;
            result.origins.insert(f.origin[p.family]);
        }
    }
    return result;
}

TEST(regions, take_no_family_that_they_are_closed_to) {
    Scenario s = lively_scenario();
    const InNorth open = placed_in_north(s);
    ASSERT_GT(open.most_members, 2);
    ASSERT_TRUE(open.children);
    ASSERT_TRUE(open.origins.contains(0));
    s.allocation.most_members.cells[north] = 2;
    EXPECT_LE(placed_in_north(s).most_members, 2);
    s = lively_scenario();
    s.allocation.unserved.cells[north * need_words.size()] = 1;
    EXPECT_FALSE(placed_in_north(s).children);
    s = lively_scenario();
    s.allocation.barred.cells[north * s.origins.name.axis.size()] = 1;  // origin 0
    EXPECT_FALSE(placed_in_north(s).origins.contains(0));
    EXPECT_FALSE(placed_in_north(s).origins.empty());
}

TEST(a_minimum_fill, moves_families_to_the_region_that_is_behind) {
    Scenario s = test::empty_scenario();
    s.quotas.kandas.cells = {10, 10, 0};
    s.quotas.mechanism = test::rule(mechanism_words, "deferred_acceptance");
    const auto in_south = [](const Scenario& of) {
        const World world = make_world(of);
        State state = make_state(world, {1, 0});
        for (int i = 0; i < 3; ++i) test::add_waiting_family(state, 0, 2, {north, test::south});
        simulate_month(state);
        return state.quota_used[kandas][test::south];
    };
    EXPECT_EQ(in_south(s), 0);
    test::set_cells(s.allocation.minimum_fill, 0.4);
    EXPECT_EQ(in_south(s), 2);  // 4 places to fill in each: 6 persons are there, two families stay in the north
}

TEST(bid_prices, are_learnt_from_the_families_of_last_year) {
    // Places for all last year, when large families that work asked in every month, and ten this year; in March a family asks in
    // which one of three can work.
    Scenario s = test::empty_scenario();
    s.run.last_month = make_month(2026, 12);
    s.quotas.kandas.cells = {100, 0, 0};
    test::add_row(s.quotas.kandas, "2026-01-01", {10, 0, 0});
    s.quotas.mechanism = test::rule(mechanism_words, "bid_price");
    s.work.participation = 1;
    s.work.find_hazard = 0.5;
    s.work.education_factor.cells.assign(4, 1.0);
    const auto placed = [&](bool others_last_year) {
        const World world = make_world(s);
        State state = make_state(world, {1, 0});
        std::uint32_t family = 0;
        for (state.now = 0; state.now < 15; ++state.now) {
            if (others_last_year && state.now < 12 && state.now > 2) {
                const std::uint32_t past = test::add_waiting_family(state, 0, 5, {north});
                state.applications[kandas].push_back({past, state.now16(), {static_cast<std::uint8_t>(north)}});
            }
            if (state.now == 14) {
                family = test::add_waiting_family(state, 0, 3, {north});
                Persons& p = state.population.persons;
                for (std::uint32_t i = state.population.families.first_person[family] + 1; i < p.size(); ++i)
                    set_labour(state, i, Labour::pensioner);  // one of three can work
            }
            simulate_month(state);
        }
        return state.population.families.region[family] == north;
    };
    EXPECT_TRUE(placed(false));
    EXPECT_FALSE(placed(true));
}

}  // namespace
}  // namespace qonys
