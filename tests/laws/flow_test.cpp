// Laws of the flow relaxation, of its prices, and of the whole families that come of it, on random instances.
#include "allocation/flow.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "allocation/bound.hpp"
#include "support/random_families.hpp"

namespace qonys {
namespace {

using test::chance;
using test::random_families;
using test::random_places;

// Of 1 to 8 types and 1 to 6 regions; few worths with many ties, or many worths; places for a part of the persons up to too many.
Transport small_transport(std::uint32_t seed) {
    const std::int64_t most = seed % 3 == 0 ? 4 : seed % 3 == 1 ? 1'000 : 100'000'000'000'000;
    return test::random_transport(seed, 1 + test::whole(seed, 0, 5000, 8), 1 + test::whole(seed, 0, 5001, 6),
                                  test::whole(seed, 0, 5002, 9), most, 0.2 + 1.3 * chance(seed, 0, 5003));
}

void expect_feasible(const Transport& transport, const Flow& flow, std::uint32_t seed) {
    std::vector<std::int64_t> left = transport.capacity, unplaced = transport.supply;
    std::int64_t worth = 0;
    for (std::size_t a = 0; a < flow.persons.size(); ++a) {
        ASSERT_GE(flow.persons[a], 0) << seed;
        left[static_cast<std::size_t>(transport.arcs[a].region)] -= flow.persons[a];
        unplaced[static_cast<std::size_t>(transport.arcs[a].type)] -= flow.persons[a];
        worth += flow.persons[a] * transport.arcs[a].worth;
    }
    for (std::int64_t l : left) ASSERT_GE(l, 0) << seed;
    for (std::int64_t u : unplaced) ASSERT_GE(u, 0) << seed;
    ASSERT_EQ(worth, flow.worth) << seed;
}

TEST(flow, is_feasible_and_worth_the_same_with_both_engines) {
    int worth_something = 0;
    for (std::uint32_t seed = 0; seed < 600; ++seed) {
        const Transport transport = small_transport(seed);
        const Flow boost = flow_by_boost(transport), lemon = flow_by_lemon(transport);
        expect_feasible(transport, boost, seed);
        expect_feasible(transport, lemon, seed);
        ASSERT_EQ(boost.worth, lemon.worth) << seed;
        worth_something += boost.worth > 0;
    }
    EXPECT_GT(worth_something, 350);
}

TEST(flow, is_proved_optimal_by_its_prices) {
    for (std::uint32_t seed = 0; seed < 600; ++seed) {
        const Transport transport = small_transport(seed);
        Flow flow = flow_by_boost(transport);
        ASSERT_TRUE(is_optimal(transport, flow, place_prices(transport, flow))) << seed;
        // one person less, of those worth something, is not the optimum
        const auto placed = std::find_if(flow.persons.begin(), flow.persons.end(), [](std::int64_t n) { return n > 0; });
        if (placed == flow.persons.end() || transport.arcs[static_cast<std::size_t>(placed - flow.persons.begin())].worth == 0)
            continue;
        --*placed;
        ASSERT_FALSE(is_optimal(transport, flow, place_prices(transport, flow))) << seed;
    }
}

TEST(prices, are_what_the_optimum_gains_from_one_more_place) {
    int above_zero = 0;
    for (std::uint32_t seed = 0; seed < 400; ++seed) {
        Transport transport = small_transport(seed);
        const Flow boost = flow_by_boost(transport), lemon = flow_by_lemon(transport);
        const auto by_boost = place_prices(transport, boost), by_lemon = place_prices(transport, lemon);
        ASSERT_EQ(by_boost, by_lemon) << seed;
        for (std::size_t r = 0; r < transport.capacity.size(); ++r) {
            ++transport.capacity[r];
            ASSERT_EQ(by_boost[r], flow_by_boost(transport).worth - boost.worth) << seed << " region " << r;
            ASSERT_EQ(by_lemon[r], flow_by_lemon(transport).worth - lemon.worth) << seed << " region " << r;
            --transport.capacity[r];
            above_zero += by_boost[r] > 0;
        }
    }
    EXPECT_GT(above_zero, 300);
}

// 6,000 types take the way over prices of a sample, which is every fourth type. Few worths make ties; a worth that grows with the
// type, and families that want other regions than those of the sample, make its prices bad.
TEST(flow, of_very_many_types_is_worth_what_lemon_finds) {
    for (std::uint32_t seed = 0; seed < 7; ++seed) {
        Transport transport = test::random_transport(seed, 6'000, 8, 7, seed % 2 ? 5 : 1'000'000'000, 0.4 + 0.15 * seed);
        for (Transport::Arc& arc : transport.arcs) {
            if (seed % 3 == 2) arc.worth += 30'000 * arc.type;
            if (seed == 6) arc.worth += (arc.type % 4 == 0) == (arc.region == 0) ? 1'000'000'000 : 0;
        }
        if (seed == 6) std::fill(transport.capacity.begin() + 1, transport.capacity.end(), 500);
        const Flow flow = greatest_flow(transport);
        expect_feasible(transport, flow, seed);
        EXPECT_EQ(flow.worth, flow_by_lemon(transport).worth) << seed;
    }
}

// Greatest score of whole families, by trying everything.
double brute_force(const std::vector<Request>& requests, std::vector<std::int64_t>& places, std::size_t i = 0) {
    if (i == requests.size()) return 0;
    const Request& r = requests[i];
    double best = brute_force(requests, places, i + 1);
    for (std::size_t k = 0; k < r.regions.size(); ++k) {
        std::int64_t& left = places[r.regions[k]];
        if (left < r.members) continue;
        left -= r.members;
        best = std::max(best, r.scores[k] + brute_force(requests, places, i + 1));
        left += r.members;
    }
    return best;
}

// 885 of the 900 are solved to the best; without exchanges of two families at once, or of more than one round, fewer than 98 in
// 100.
TEST(min_cost_flow, lies_under_the_best_of_all_placements_and_that_under_the_bound) {
    int instances = 0, best_found = 0, below_bound = 0;
    for (std::uint32_t seed = 0; seed < 900; ++seed) {
        const auto requests = random_families(seed, 3 + seed % 4, 3, 5, seed % 3 == 0 ? 3 : 0);
        auto places = random_places(seed, requests, 3, 0.3 + 0.7 * chance(seed, 0, 5000));
        const double best = brute_force(requests, places);
        const double bound = flow_bound(requests, places).score;
        const double reached = score_of(requests, min_cost_flow({requests, places}).placements);
        ASSERT_LE(best, bound * (1 + 1e-14)) << seed;  // the sum of the scores is itself rounded
        ASSERT_LE(reached, best * (1 + 1e-14)) << seed;
        ++instances;
        best_found += reached >= best * (1 - 1e-9);
        below_bound += best < bound * (1 - 1e-9);
    }
    EXPECT_GE(best_found, 0.98 * instances);
    EXPECT_GT(below_bound, 100);  // the instances are not trivial
}

void expect_whole_and_full(const std::vector<Request>& requests, const std::vector<std::int64_t>& places,
                           const Allotment& allotment) {
    ASSERT_EQ(allotment.placements.size(), requests.size());
    std::vector<std::int64_t> left = places;
    for (std::size_t i = 0; i < requests.size(); ++i) {
        const Placement& p = allotment.placements[i];
        ASSERT_EQ(p.family, requests[i].family);
        ASSERT_EQ(p.reason == Reason::placed, p.region >= 0);
        if (p.region < 0) continue;
        left[static_cast<std::size_t>(p.region)] -= requests[i].members;
        ASSERT_EQ(requests[i].regions.at(static_cast<std::size_t>(p.rank - 1)), p.region);
    }
    for (std::int64_t l : left) ASSERT_GE(l, 0);
    for (std::size_t i = 0; i < requests.size(); ++i)
        for (std::uint8_t region : requests[i].regions)
            ASSERT_TRUE(allotment.placements[i].region >= 0 || left[region] < requests[i].members)
                << "family " << i << " would fit";
}

TEST(min_cost_flow, keeps_families_whole_within_the_places_and_leaves_no_room_to_one_that_fits) {
    for (std::uint32_t seed = 0; seed < 300; ++seed) {
        auto requests = random_families(seed, 20 + 10 * (seed % 7), 1 + seed % 6, seed % 5 == 4 ? 80 : 7, seed % 4);
        if (seed % 3 == 1)
            for (Request& r : requests) r.scores.clear();
        if (seed % 3 == 2)
            for (Request& r : requests) std::fill(r.scores.begin(), r.scores.end(), 0.0);
        const auto places = random_places(seed, requests, 1 + seed % 6, 0.2 + chance(seed, 0, 5000));
        SCOPED_TRACE(seed);
        expect_whole_and_full(requests, places, min_cost_flow({requests, places}));
    }
}

TEST(min_cost_flow, comes_close_to_the_bound_when_families_are_many) {
    for (std::uint32_t seed = 0; seed < 10; ++seed) {
        const auto requests = random_families(seed, 400, 6, 7, seed % 2 ? 3 : 0);
        const auto places = random_places(seed, requests, 6, 0.6);
        const double reached = score_of(requests, min_cost_flow({requests, places}).placements);
        EXPECT_GE(reached, 0.999 * flow_bound(requests, places).score) << seed;
    }
}

TEST(min_cost_flow, answers_the_same_whatever_the_order_of_the_requests) {
    for (std::uint32_t seed = 0; seed < 40; ++seed) {
        // few sizes and scores: many ties
        const auto requests = random_families(seed, 30, 4, 3, 2);
        const auto places = random_places(seed, requests, 4, 0.5);
        const auto expected = min_cost_flow({requests, places}).placements;
        const Bound bound = flow_bound(requests, places);
        std::vector<std::size_t> order(requests.size());
        std::iota(order.begin(), order.end(), std::size_t{0});
        std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
            return chance(seed, static_cast<std::uint32_t>(a), 6000) < chance(seed, static_cast<std::uint32_t>(b), 6000);
        });
        std::vector<Request> shuffled;
        for (std::size_t i : order) shuffled.push_back(requests[i]);
        const auto placements = min_cost_flow({shuffled, places}).placements;
        for (std::size_t i = 0; i < order.size(); ++i) ASSERT_EQ(placements[i].region, expected[order[i]].region) << seed;
        const Bound again = flow_bound(shuffled, places);
        ASSERT_EQ(again.score, bound.score);
        ASSERT_EQ(again.prices, bound.prices);
    }
}

TEST(bound, and_prices_and_placements_follow_the_scale_of_the_scores) {
    for (double scale : {1e-12, 0.5, 1000.0, 1e12}) {
        for (std::uint32_t seed = 0; seed < 20; ++seed) {
            const auto requests = random_families(seed, 30, 4, 5, 0);
            auto scaled = requests;
            for (Request& r : scaled)
                for (double& score : r.scores) score *= scale;
            const auto places = random_places(seed, requests, 4, 0.6);
            const Bound bound = flow_bound(requests, places), other = flow_bound(scaled, places);
            ASSERT_NEAR(other.score, scale * bound.score, 1e-11 * scale * bound.score);
            for (std::size_t r = 0; r < places.size(); ++r) ASSERT_NEAR(other.prices[r], scale * bound.prices[r], 1e-9 * scale);
            const auto a = min_cost_flow({requests, places}).placements, b = min_cost_flow({scaled, places}).placements;
            for (std::size_t i = 0; i < a.size(); ++i) ASSERT_EQ(a[i].region, b[i].region) << seed;
        }
    }
}

TEST(bound, never_falls_when_there_are_more_places_and_gains_no_more_than_their_price) {
    for (std::uint32_t seed = 0; seed < 100; ++seed) {
        const auto requests = random_families(seed, 15, 3, 5, seed % 3);
        auto places = random_places(seed, requests, 3, 0.5);
        const Bound bound = flow_bound(requests, places);
        const std::int64_t more = 1 + static_cast<std::int64_t>(seed % 4);
        for (std::size_t r = 0; r < places.size(); ++r) {
            places[r] += more;
            const double gain = flow_bound(requests, places).score - bound.score;
            ASSERT_GE(gain, 0);
            ASSERT_LE(gain, static_cast<double>(more) * bound.prices[r] + 1e-9);
            if (more == 1) {
                ASSERT_NEAR(gain, bound.prices[r], 1e-9);
            }
            places[r] -= more;
        }
    }
}

TEST(bound, stands_scores_of_a_thousand_million_and_of_nothing) {
    std::vector<Request> requests = random_families(1, 500, 5, 7, 0);
    for (Request& r : requests) std::fill(r.scores.begin(), r.scores.end(), 1e9);
    for (Request& r : requests) ASSERT_FALSE(r.regions.empty());
    const std::vector<std::int64_t> places(5, 5'000);  // room for all
    const Bound bound = flow_bound(requests, places);
    EXPECT_GE(bound.score, 500e9);
    EXPECT_LE(bound.score, 500e9 * (1 + 1e-9));
    EXPECT_NEAR(score_of(requests, min_cost_flow({requests, places}).placements), 500e9, 1);
    for (Request& r : requests) std::fill(r.scores.begin(), r.scores.end(), 0.0);
    EXPECT_EQ(flow_bound(requests, places).score, 0);
    EXPECT_EQ(flow_bound(requests, std::vector<std::int64_t>(5, 0)).prices, std::vector<double>(5, 0));
    EXPECT_EQ(flow_bound({}, places).score, 0);
    // one large among small ones: the small ones still count, each person to 2^-9
    for (Request& r : requests) std::fill(r.scores.begin(), r.scores.end(), 1.0);
    std::fill(requests[0].scores.begin(), requests[0].scores.end(), 1e9);
    EXPECT_NEAR(flow_bound(requests, places).score, 1e9 + 499, 5);
}

}  // namespace
}  // namespace qonys
