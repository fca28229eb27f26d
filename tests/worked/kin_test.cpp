// Ties between families: pull, leaving, where they lead, and the groups that they join.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "people/kin.hpp"
#include "worked/families.hpp"

namespace qonys {
namespace {

using test::cell, test::north, test::south, test::west;
using testing::ElementsAre;

constexpr DrawKey key{1, 0};

struct Kin {
    Scenario s = test::empty_scenario();
    World world;
    State state;

    Kin() { s.quotas.kandas.cells = {100, 100, 100}; }
    void start() {
        world = make_world(s);
        state = make_state(world, key);
    }
    Families& families() { return state.population.families; }
};

TEST(tie, multiplies_the_odds_of_its_region_by_exp_of_its_weight) {
    Kin k;
    k.s.choice.tie = 0.7;
    k.start();
    const auto family = test::add_settling_family(k.state, 0, 3);
    for (std::size_t r : {north, south, west}) EXPECT_EQ(tie_inverse(k.state, family, r), 1);
    k.families().tie_region[family] = south;
    EXPECT_NEAR(tie_inverse(k.state, family, south), 0.4965853, 1e-7);  // exp(-0.7)
    EXPECT_EQ(tie_inverse(k.state, family, north), 1);
    EXPECT_EQ(tie_inverse(k.state, family, west), 1);
}

// All regions are alike. A family takes the region with the least unit exponential, that of the tie being multiplied by
// exp(-tie): so it takes the region of its tie once the weight exceeds the log of that exponential over the least of the others.
double weight_needed(const State& state, std::uint32_t family, std::size_t tie, const std::vector<std::size_t>& others,
                     Purpose purpose, std::uint32_t departures) {
    const Agent agent = state.population.families.agent[family];
    const auto race = [&](std::size_t r) {
        return static_cast<double>(unit_exponential(key, agent, state.world->region_tag[r] + departures, purpose));
    };
    double least = 1e9;
    for (std::size_t r : others) least = std::min(least, race(r));
    return std::log(race(tie) / least);
}

TEST(tie, draws_free_and_placed_families_when_its_weight_is_just_enough) {
    int flipped = 0;
    for (bool placed : {false, true})
        for (std::uint8_t tie = 0; tie < 3; ++tie) {
            Kin k;
            k.s.application.propensity.cells = {placed ? 1.0 : 0.0, 0};
            k.s.choice.kin = 0;
            std::vector<std::size_t> others;
            for (std::size_t r : {north, south, west})
                if (r != tie) others.push_back(r);
            k.start();
            const auto probe = test::add_arriving(k.state, Stream::kandas_free, 0, 3);
            const double needed = weight_needed(k.state, probe, tie, others, Purpose::region_taste, 0);
            if (needed <= 0.01) continue;  // it goes there anyway
            for (double weight : {needed - 0.001, needed + 0.001}) {
                k.s.choice.tie = weight;
                k.start();
                const auto family = test::add_arriving(k.state, Stream::kandas_free, 0, 3);
                k.families().tie_region[family] = tie;
                test::run_until(k.state, 1);
                ASSERT_EQ(k.families().status[family], FamilyStatus::settled);
                EXPECT_EQ(k.families().stream[family] == Stream::kandas_quota, placed);
                EXPECT_EQ(k.families().region[family] == tie, weight > needed);
            }
            ++flipped;
        }
    EXPECT_EQ(flipped, 4) << "two of three regions, for the free and the placed";
}

TEST(tie, draws_families_that_move_on) {
    int flipped = 0;
    for (std::uint8_t tie = 1; tie < 3; ++tie) {
        Kin k;
        k.s.leaving.quota_hazard = 1;
        k.s.leaving.back.cells = {0, 0};
        double needed = 0;
        for (int run = 0; run < 3; ++run) {
            k.s.choice.tie = run == 0 ? 0 : needed + (run == 1 ? -0.001 : 0.001);
            k.start();
            const auto family = test::add_waiting(k.state, Stream::kandas_free, 0, 3, {north});
            k.families().leaving_clock[family] = 0.5F;
            k.families().tie_region[family] = tie;
            needed = weight_needed(k.state, family, tie, {tie == 1 ? west : south}, Purpose::onward_taste, 1);  // first departure
            if (needed <= 0.01) break;
            test::run_until(k.state, 2);
            ASSERT_EQ(k.families().here_since[family], 1);
            EXPECT_EQ(k.families().region[family] == tie, run == 2);
            flipped += run == 2;
        }
    }
    EXPECT_EQ(flipped, 1) << "one of the two regions is taken without a tie";
}

// A family placed in NO and another one, placed in SO, that is tied to it.
struct Tied : Kin {
    std::uint32_t kin = 0, family = 0;
    Tied() {
        s.run.last_month = make_month(2026, 12);
        s.leaving.quota_hazard = 0.01;
        s.benefits.rent_take_up = 0;
        s.leaving.back.cells = {0, 1};  // those of AAA move on, those of BBB go abroad
    }
    void settle_both(std::size_t kin_origin = 0) {
        start();
        kin = test::add_waiting(state, Stream::kandas_free, kin_origin, 2, {north});
        family = test::add_waiting(state, Stream::kandas_free, 0, 2, {south});
        test::run_until(state, 1);
        families().tie[family] = kin;
        families().tie_region[family] = north;
        families().leaving_clock[kin] = families().leaving_clock[family] = 8;
    }
    // What the family's clock loses in the coming month.
    double lost() {
        const float before = families().leaving_clock[family];
        test::run_until(state, state.now + 1);
        return static_cast<double>(before) - static_cast<double>(families().leaving_clock[family]);
    }
};

TEST(tie, leads_to_where_the_other_family_lives_now) {
    Tied t;
    t.settle_both();
    test::run_until(t.state, 3);
    EXPECT_EQ(t.families().tie_region[t.family], north);
    t.families().leaving_clock[t.kin] = 1e-9F;
    test::run_until(t.state, 4);
    ASSERT_EQ(t.families().here_since[t.kin], 3);
    EXPECT_NE(t.families().region[t.kin], north);
    EXPECT_EQ(t.families().tie_region[t.family], t.families().region[t.kin]) << "in the month of the move";
    EXPECT_EQ(t.families().tie[t.family], t.kin);
}

TEST(tie, leads_families_that_still_wait_too) {
    Tied t;
    t.settle_both();
    const auto waiting = test::add_waiting(t.state, Stream::kandas_free, 0, 90, {});
    t.families().tie[waiting] = t.kin;
    t.families().tie_region[waiting] = north;
    t.families().leaving_clock[t.kin] = 1e-9F;
    test::run_until(t.state, 2);
    EXPECT_EQ(t.families().tie_region[waiting], t.families().region[t.kin]);
}

TEST(tie, ends_when_the_other_family_goes_abroad) {
    Tied t;
    t.settle_both(1);
    t.families().leaving_clock[t.kin] = 1e-9F;
    test::run_until(t.state, 2);
    ASSERT_EQ(t.families().status[t.kin], FamilyStatus::returned);
    EXPECT_EQ(t.families().tie[t.family], no_family);
    EXPECT_EQ(t.families().tie_region[t.family], no_region);
}

TEST(tie, ends_when_the_other_family_has_died_out) {
    Tied t;
    t.s.demography.mortality.cells.assign(t.s.demography.mortality.cells.size(), 12.0);  // a hazard of 1 a month
    t.s.leaving.quota_hazard = 0;
    t.start();
    t.kin = test::add_waiting(t.state, Stream::kandas_free, 0, 2, {north});
    t.family = test::add_waiting(t.state, Stream::kandas_free, 0, 2, {south});
    auto& clocks = t.state.population.persons.death_clock;
    for (std::uint32_t m = 0; m < 2; ++m) {
        clocks[test::person_of(t.state, t.kin, m)] = 2.5F;  // March
        clocks[test::person_of(t.state, t.family, m)] = test::never;
    }
    t.families().tie[t.family] = t.kin;
    t.families().tie_region[t.family] = north;
    test::run_until(t.state, 2);
    EXPECT_EQ(t.families().tie[t.family], t.kin);
    test::run_until(t.state, 4);
    ASSERT_EQ(t.families().status[t.kin], FamilyStatus::extinct);
    EXPECT_EQ(t.families().tie[t.family], no_family);
    EXPECT_EQ(t.families().tie_region[t.family], no_region);
}

TEST(tie, to_kin_settled_before_the_run_stays) {
    Tied t;
    t.settle_both();
    t.families().tie[t.family] = no_family;
    test::run_until(t.state, 12);
    EXPECT_EQ(t.families().tie_region[t.family], north);
}

TEST(leaving_clock, loses_less_where_kin_live_and_more_where_they_live_elsewhere) {
    constexpr double near = 2e-6;
    Tied t;
    t.s.leaving.tie_here_factor = 0.4;
    t.s.leaving.tie_elsewhere_factor = 1.7;
    t.settle_both();
    EXPECT_NEAR(t.lost(), 0.017, near) << "in NO, the family lives in SO";
    t.families().tie[t.family] = no_family;
    t.families().tie_region[t.family] = south;
    EXPECT_NEAR(t.lost(), 0.004, near);
    t.families().tie_region[t.family] = no_region;
    EXPECT_NEAR(t.lost(), 0.01, near);
    t.families().tie_region[t.family] = west;
    EXPECT_NEAR(t.lost(), 0.017, near);
}

// 1,200 persons of AAA and BBB come in 2025, all to free choice, everyone with a tie.
Scenario everyone_tied() {
    Scenario s = test::small_scenario();
    s.application.propensity.cells = {0, 0};
    s.networks.tie_share.cells = {1, 1};
    return s;
}

TEST(ties_on_arrival, lead_to_where_co_ethnics_live) {
    Scenario s = everyone_tied();
    s.origins.kin_stock.cells = {0, 1e6, 0, 0, 0, 1e6};  // AAA in SO, BBB in WE, far more than will come
    s.networks.tie_share.cells = {1, 0};
    const World world = make_world(s);
    State state = make_state(world, key);
    test::run_until(state, 1);
    const Families& f = state.population.families;
    ASSERT_GT(f.size(), 20U);
    std::int64_t tied = 0;
    for (std::uint32_t family = 0; family < f.size(); ++family) {
        EXPECT_EQ(f.tie_region[family], f.origin[family] == 0 ? south : no_region);
        EXPECT_EQ(f.tie[family], no_family) << "to kin who settled before the run";
        tied += f.origin[family] == 0;
    }
    EXPECT_EQ(test::total_in(state, M::tied_families, 0), tied);
    EXPECT_GT(tied, 5);
}

TEST(ties_on_arrival, are_impossible_where_nobody_of_the_origin_lives) {
    Scenario s = everyone_tied();
    s.origins.kin_stock.cells = {0, 0, 0, 0, 0, 0};
    const World world = make_world(s);
    State state = make_state(world, key);
    test::run_until(state, 1);
    EXPECT_EQ(test::total_in(state, M::tied_families, 0), 0);
    for (std::uint8_t region : state.population.families.tie_region) EXPECT_EQ(region, no_region);
}

TEST(ties_on_arrival, lead_to_the_only_family_of_the_origin_when_there_is_one) {
    Scenario s = everyone_tied();
    s.origins.kin_stock.cells = {0, 0, 0, 0, 0, 0};
    s.arrivals.kandas.season.cells = {0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};  // all in February
    const World world = make_world(s);
    State state = make_state(world, key);
    const auto first = test::add_waiting_family(state, 0, 3, {north});
    test::run_until(state, 2);
    const Families& f = state.population.families;
    ASSERT_GT(f.size(), 300U);
    for (std::uint32_t family = first + 1; family < f.size(); ++family) {
        EXPECT_EQ(f.tie[family], f.origin[family] == 0 ? first : no_family);
        EXPECT_EQ(f.tie_region[family], f.origin[family] == 0 ? north : no_region);
    }
}

TEST(ties_on_arrival, lead_to_simulated_families_by_their_share_of_the_co_ethnics) {
    Scenario s = everyone_tied();
    s.origins.kin_stock.cells = {7, 0, 0, 0, 0, 0};
    s.arrivals.kandas.season.cells = {0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};  // all in February
    const World world = make_world(s);
    State state = make_state(world, key);
    const auto first = test::add_waiting_family(state, 0, 3, {north});  // three of the ten in NO by February
    test::run_until(state, 2);
    const Families& f = state.population.families;
    int to_family = 0;
    for (std::uint32_t family = first + 1; family < f.size(); ++family) {
        if (f.origin[family] != 0) continue;
        const bool tied = uniform(key, f.agent[family], 0, Purpose::tie_family) < 0.3;
        EXPECT_EQ(f.tie[family], tied ? first : no_family);
        EXPECT_EQ(f.tie_region[family], north);
        to_family += tied;
    }
    EXPECT_GT(to_family, 30);
}

// Settled families with ties given by pairs.
Families joined(std::size_t families, const std::vector<std::pair<std::uint32_t, std::uint32_t>>& ties) {
    Population population;
    for (std::uint32_t i = 0; i < families; ++i) {
        add_family(population, Agent{(i + 1) << 8, 1}, Stream::kandas_free, 0, 0, key);
        population.families.status[i] = FamilyStatus::settled;
    }
    for (const auto& [from, to] : ties) population.families.tie[from] = to;
    return population.families;
}

TEST(kin_components, are_groups_joined_directly_or_through_others) {
    EXPECT_THAT(component_sizes(), ElementsAre("1", "2", "3-5", "6-10", "11+"));
    EXPECT_THAT(kin_components(Families{}), ElementsAre(0, 0, 0, 0, 0));
    EXPECT_THAT(kin_components(joined(4, {})), ElementsAre(4, 0, 0, 0, 0));
    // 0 - 1 - 2, 3 - 4, 5 alone
    EXPECT_THAT(kin_components(joined(6, {{1, 0}, {2, 1}, {4, 3}})), ElementsAre(1, 1, 1, 0, 0));
    // two families tied to each other are one group of two
    EXPECT_THAT(kin_components(joined(2, {{1, 0}, {0, 1}})), ElementsAre(0, 1, 0, 0, 0));
    // 1 to 4 tied to 0: five; 6 to 10 tied to 5: six; 12 to 20 tied to 11: ten; 22 to 31 tied to 21: eleven
    std::vector<std::pair<std::uint32_t, std::uint32_t>> ties;
    const std::uint32_t first[] = {0, 5, 11, 21, 32};
    for (std::size_t group = 0; group < 4; ++group)
        for (std::uint32_t family = first[group] + 1; family < first[group + 1]; ++family)
            ties.emplace_back(family, first[group]);
    EXPECT_THAT(kin_components(joined(32, ties)), ElementsAre(0, 0, 1, 2, 1));
}

TEST(kin_components, count_settled_families_only) {
    Families f = joined(6, {{1, 0}, {2, 1}, {3, 1}, {5, 4}});  // 0 - 1 - 2 and 3, 4 - 5
    f.status[1] = FamilyStatus::returned;                      // what joined three of them
    f.status[5] = FamilyStatus::waiting;
    EXPECT_THAT(kin_components(f), ElementsAre(4, 0, 0, 0, 0));
}

TEST(kin_components, are_measured_at_the_end_of_the_run) {
    Tied t;
    t.s.run.last_month = make_month(2025, 3);
    t.settle_both();
    test::add_waiting(t.state, Stream::kandas_free, 1, 1, {north});
    test::run_until(t.state, t.world.months);
    const auto& cells = t.state.tallies.cells[static_cast<std::size_t>(M::kin_components)];
    EXPECT_THAT(cells, ElementsAre(1, 1, 0, 0, 0));
}

}  // namespace
}  // namespace qonys
