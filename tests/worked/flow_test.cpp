// The flow relaxation by hand, and the whole families that come of it.
#include "allocation/flow.hpp"

#include <gtest/gtest.h>

#include "allocation/bound.hpp"

namespace qonys {
namespace {

using Regions = std::vector<std::uint8_t>;
using Numbers = std::vector<std::int64_t>;

std::vector<int> regions_of(const Allotment& allotment) {
    std::vector<int> regions;
    for (const Placement& p : allotment.placements) regions.push_back(p.region);
    return regions;
}

Request family(std::uint32_t id, int members, Regions regions, std::vector<double> scores) {
    Request r;
    r.family = id;
    r.members = members;
    r.regions = std::move(regions);
    r.scores = std::move(scores);
    return r;
}

// Three types of 4, 3 and 2 persons; two regions with 4 and 3 places. Worth by type: 5 and 1; 4 and 3; 2 and 2. Four of the first
// type fill region 0 (20), three of the second region 1 (9): 29. Any of the second type in region 0 would push one of the first
// to region 1 (-4) or out (-5) and gain 1.
const Transport by_hand{{4, 3, 2}, {4, 3}, {{0, 0, 5}, {0, 1, 1}, {1, 0, 4}, {1, 1, 3}, {2, 0, 2}, {2, 1, 2}}};

TEST(flow, of_the_case_by_hand_is_worth_29_with_both_engines) {
    for (const auto engine : {flow_by_boost, flow_by_lemon, greatest_flow}) {
        const Flow flow = engine(by_hand);
        EXPECT_EQ(flow.worth, 29);
        EXPECT_EQ(flow.persons, (Numbers{4, 0, 0, 3, 0, 0}));
    }
}

// One more place in region 0: one of the second type goes there (+1), and one of the third takes the place left in region 1 (+2);
// the third type in region 0 brings only 2. One more in region 1: the third type, +2.
TEST(flow, of_the_case_by_hand_gives_prices_3_and_2) {
    for (const auto engine : {flow_by_boost, flow_by_lemon}) EXPECT_EQ(place_prices(by_hand, engine(by_hand)), (Numbers{3, 2}));
}

// As in a DIMACS file of the assignment problem "p asn 6 9": three persons, three posts, worth 7 5 11 / 5 4 1 / 9 3 2. The best
// assignment is 11 + 4 + 9 = 24.
TEST(flow, solves_an_assignment_of_three_to_three) {
    const Transport assignment{
        {1, 1, 1},
        {1, 1, 1},
        {{0, 0, 7}, {0, 1, 5}, {0, 2, 11}, {1, 0, 5}, {1, 1, 4}, {1, 2, 1}, {2, 0, 9}, {2, 1, 3}, {2, 2, 2}}};
    for (const auto engine : {flow_by_boost, flow_by_lemon}) {
        EXPECT_EQ(engine(assignment).worth, 24);
        EXPECT_EQ(engine(assignment).persons, (Numbers{0, 0, 1, 0, 1, 0, 1, 0, 0}));
        EXPECT_EQ(place_prices(assignment, engine(assignment)),
                  (Numbers{1, 0, 0}));  // the second person would change to a second post 0
    }
}

TEST(flow, of_nothing_is_nothing) {
    const Transport nobody{{}, {3, 4}, {}}, nowhere{{2, 5}, {}, {}}, nobody_in_types{{0, 0}, {1, 1}, {{0, 0, 5}, {1, 1, 5}}},
        no_places{{2, 5}, {0, 0}, {{0, 0, 9}, {1, 1, 8}, {1, 0, 7}}}, no_arcs{{2}, {2}, {}};
    for (const auto engine : {flow_by_boost, flow_by_lemon, greatest_flow})
        for (const Transport& t : {nobody, nowhere, nobody_in_types, no_places, no_arcs}) {
            const Flow flow = engine(t);
            EXPECT_EQ(flow.worth, 0);
            EXPECT_EQ(flow.persons, Numbers(t.arcs.size(), 0));
        }
    // but a place would be worth something to the two types that want one
    EXPECT_EQ(place_prices(no_places, flow_by_boost(no_places)), (Numbers{9, 8}));
    EXPECT_EQ(place_prices(no_places, flow_by_lemon(no_places)), (Numbers{9, 8}));
}

TEST(flow, is_not_proved_optimal_by_prices_that_do_not_fit) {
    const Flow best = flow_by_boost(by_hand);
    EXPECT_TRUE(is_optimal(by_hand, best, {3, 2}));
    EXPECT_FALSE(is_optimal(by_hand, best, {1, 2}));  // the second type would rather be in region 0
    EXPECT_FALSE(is_optimal(by_hand, best, {6, 5}));  // nobody placed would want to be
    EXPECT_FALSE(is_optimal(by_hand, best, {2, 1}));  // the third type would pay more than 1 for region 1
    Flow other{{4, 0, 0, 2, 0, 0}, 26};
    EXPECT_FALSE(is_optimal(by_hand, other, {3, 2}));  // room in region 1
    other.persons = {5, 0, 0, 3, 0, 0};
    EXPECT_FALSE(is_optimal(by_hand, other, {3, 2}));  // more persons than there are, in more places
}

// A family of 2 and one of 3 for 3 places; 3 per member against 2: the flow takes the 2 and a third of the 3 (6 + 1 x 2), whole
// families at most 6 (either alone).
TEST(bound, counts_the_score_of_parts_of_families) {
    const std::vector<Request> requests = {family(1, 2, {0}, {6}), family(2, 3, {0}, {6})};
    const Bound bound = flow_bound(requests, {3});
    EXPECT_DOUBLE_EQ(bound.score, 8);
    ASSERT_EQ(bound.prices.size(), 1U);
    EXPECT_DOUBLE_EQ(bound.prices[0], 2);
}

TEST(families, of_the_same_size_regions_and_scores_are_one_type_whatever_the_order_of_their_lists) {
    const std::vector<Request> requests = {family(9, 2, {0, 1}, {6, 4}), family(4, 2, {1, 0}, {4, 6}),
                                           family(5, 2, {0, 1}, {4, 6}), family(6, 2, {0}, {6}), family(7, 3, {0, 1}, {9, 6})};
    const TypedFamilies types = families_by_type(requests, {5, 5});
    EXPECT_EQ(types.type_of, (std::vector<int>{0, 0, 1, 2, 3}));
    EXPECT_EQ(types.members, (std::vector<int>{2, 2, 2, 3}));
    EXPECT_EQ(types.transport.supply, (Numbers{4, 2, 2, 3}));
    EXPECT_EQ(types.first_arc, (std::vector<std::size_t>{0, 2, 4, 5, 7}));
    EXPECT_EQ(static_cast<double>(types.transport.arcs[0].worth) * types.unit, 3);
}

TEST(families, that_list_a_region_twice_have_the_first_score_there) {
    const std::vector<Request> requests = {family(1, 1, {0, 0}, {4, 6})};
    EXPECT_EQ(flow_bound(requests, {1}).score, 4);
    EXPECT_EQ(score_of(requests, min_cost_flow({requests, {1}}).placements), 4);
}

TEST(score, is_that_of_the_region_and_0_for_those_without) {
    const std::vector<Request> requests = {family(1, 2, {1, 0}, {6, 4}), family(2, 2, {0}, {}), family(3, 1, {0}, {7})};
    EXPECT_EQ(score_at(requests[0], 0), 4);
    EXPECT_EQ(score_at(requests[0], 1), 6);
    EXPECT_EQ(score_at(requests[0], -1), 0);
    EXPECT_EQ(score_at(requests[1], 0), 0);
    const std::vector<Placement> placements = {
        {1, 1, 1, Reason::placed}, {2, 0, 1, Reason::placed}, {3, -1, 0, Reason::others_first}};
    EXPECT_EQ(score_of(requests, placements), 6);
}

// The first to apply would take the place that is the only one for the second.
TEST(min_cost_flow, leaves_a_region_to_the_family_that_needs_it) {
    const std::vector<Request> requests = {family(1, 2, {0, 1}, {5, 4}), family(2, 2, {0}, {5})};
    EXPECT_EQ(regions_of(min_cost_flow({requests, {2, 2}})), (std::vector<int>{1, 0}));
}

// The flow takes the 2 and a third of the 3; whole families: the 3 (score 7) rather than the 2 (6).
TEST(min_cost_flow, gives_up_the_better_score_per_member_for_the_better_sum) {
    const std::vector<Request> requests = {family(1, 2, {0}, {6}), family(2, 3, {0}, {7})};
    EXPECT_EQ(regions_of(min_cost_flow({requests, {3}})), (std::vector<int>{-1, 0}));
}

TEST(min_cost_flow, places_as_many_persons_as_it_can_when_there_are_no_scores) {
    // 5 places: 3 + 2, not 4 + 1 alone; then region 1 takes the 4
    const std::vector<Request> requests = {family(1, 4, {0, 1}, {}), family(2, 3, {0}, {}), family(3, 2, {0}, {0})};
    EXPECT_EQ(regions_of(min_cost_flow({requests, {5, 4}})), (std::vector<int>{1, 0, 0}));
}

TEST(min_cost_flow, says_rank_and_reason) {
    const std::vector<Request> requests = {family(1, 2, {1, 0}, {5, 5}), family(2, 2, {0, 1}, {5, 9}), family(3, 2, {0}, {1}),
                                           family(4, 3, {0, 1}, {50, 50}), family(5, 1, {}, {})};
    Sitting sitting{requests, {2, 2}};
    sitting.rotation.wanting = {1, 0};
    const Allotment allotment = min_cost_flow(sitting);
    const auto& p = allotment.placements;
    EXPECT_EQ(regions_of(allotment), (std::vector<int>{0, 1, -1, -1, -1}));
    EXPECT_EQ(p[0].rank, 2);
    EXPECT_EQ(p[1].rank, 2);
    EXPECT_EQ(p[2].rank, 0);
    EXPECT_EQ(p[1].reason, Reason::placed);
    EXPECT_EQ(p[2].reason, Reason::others_first);
    EXPECT_EQ(p[3].reason, Reason::no_place_large_enough);
    EXPECT_EQ(p[4].reason, Reason::no_region_open);
    for (std::size_t i = 0; i < p.size(); ++i) EXPECT_EQ(p[i].family, requests[i].family);
    EXPECT_EQ(allotment.rotation.wanting, (Regions{1, 0}));
}

TEST(min_cost_flow, of_nobody_is_empty) {
    EXPECT_TRUE(min_cost_flow({{}, {3, 4}}).placements.empty());
    EXPECT_TRUE(min_cost_flow({{}, {}}).placements.empty());
}

}  // namespace
}  // namespace qonys
