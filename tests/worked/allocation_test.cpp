// The catalogue of small cases that every mechanism must get right, and what sets the mechanisms apart.
#include "allocation/allocation.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include "base/draws.hpp"
#include "scenario/scenario.hpp"

namespace qonys {
namespace {

using ::testing::ElementsAre;
using Regions = std::vector<std::uint8_t>;
using Places = std::vector<std::int64_t>;

// Regions given to the families, in the order of the requests; -1 = not placed.
std::vector<int> regions_of(const Allotment& allotment) {
    std::vector<int> regions;
    for (const Placement& p : allotment.placements) regions.push_back(p.region);
    return regions;
}

std::vector<Reason> reasons_of(const Allotment& allotment) {
    std::vector<Reason> reasons;
    for (const Placement& p : allotment.placements) reasons.push_back(p.reason);
    return reasons;
}

// Families 0, 1, … apply in this order and draw lots in the same order. A placement is worth 1 for each member.
std::vector<Request> in_line(const std::vector<std::pair<int, Regions>>& families) {
    std::vector<Request> requests;
    for (const auto& [members, regions] : families) {
        const auto family = static_cast<std::uint32_t>(requests.size());
        requests.push_back({family, members, family + 0.5, 0.01 * (family + 1), regions});
        requests.back().scores.assign(regions.size(), members);
    }
    return requests;
}

struct Case {
    const char* name;
    std::vector<std::pair<int, Regions>> families;  // members and accepted regions
    Places places;
    std::vector<int> expected;
    // Proportional shares follow the draw, which is 0 here: the first region with room. Rotation follows its own order.
    std::vector<int> without_preference = expected;
};

const std::vector<Case>& catalogue() {
    static const std::vector<Case> cases = {
        {"no requests", {}, {5, 5}, {}},
        {"no places", {{1, {0}}, {2, {0, 1}}}, {0, 0}, {-1, -1}},
        {"request below capacity", {{3, {0}}}, {5, 0}, {0}},
        {"request equal to capacity", {{3, {0}}, {2, {0}}}, {5, 0}, {0, 0}},
        {"request one above capacity", {{3, {0}}, {3, {0}}}, {5, 0}, {0, -1}},
        {"too large for any place: passed over, a smaller one takes the places", {{6, {0, 1}}, {2, {0}}}, {5, 5}, {-1, 0}},
        {"is not split over two regions", {{4, {0, 1}}}, {3, 3}, {-1}},
        {"second choice when the first is full", {{3, {0, 1}}, {3, {0, 1}}}, {4, 4}, {0, 1}},
        {"first choice when both have places", {{3, {1, 0}}}, {9, 9}, {1}, {0}},
        {"a region that is not accepted stays empty", {{3, {0}}, {3, {0}}}, {3, 9}, {0, -1}},
        {"accepts no region", {{3, {}}}, {9, 9}, {-1}},
        {"tie in everything: the lower id", {{2, {0}}, {2, {0}}, {2, {0}}}, {4, 0}, {0, 0, -1}},
        {"what is left is used to the last place", {{2, {0}}, {2, {0}}, {1, {0}}, {1, {0}}}, {5, 0}, {0, 0, 0, -1}},
        {"the larger family has the only region that is large enough", {{4, {0, 1}}, {2, {1, 0}}}, {4, 2}, {0, 1}},
    };
    return cases;
}

std::map<std::string, Mechanism> mechanisms() {
    std::map<std::string, Mechanism> all;
    for (const char* name : mechanism_words) all[name] = mechanism(name);
    return all;
}

bool is_optimal(const std::string& name) {
    return name == "min_cost_flow" || name == "hindsight";
}

bool ignores_preference(const std::string& name) {
    return name == "proportional" || name == "rotation";
}

// What no mechanism may break. The families are whole because each has one region; `used` counts all their members.
void expect_lawful(const std::vector<Request>& requests, const Places& places, const Allotment& allotment,
                   const std::string& name) {
    ASSERT_EQ(allotment.placements.size(), requests.size()) << name;
    Places used(places.size(), 0);
    for (std::size_t i = 0; i < requests.size(); ++i) {
        const Placement& p = allotment.placements[i];
        const Regions& listed = requests[i].regions;
        EXPECT_EQ(p.family, requests[i].family) << name;
        EXPECT_EQ(p.region >= 0, p.reason == Reason::placed) << name;
        if (p.region >= 0) {
            ASSERT_TRUE(p.rank >= 1 && p.rank <= static_cast<int>(listed.size())) << name;
            EXPECT_EQ(listed[static_cast<std::size_t>(p.rank) - 1], p.region) << name;
            used[static_cast<std::size_t>(p.region)] += requests[i].members;
        } else {
            EXPECT_EQ(p.rank, 0) << name;
            EXPECT_EQ(listed.empty(), p.reason == Reason::no_region_open) << name;
        }
    }
    for (std::size_t r = 0; r < places.size(); ++r) EXPECT_LE(used[r], places[r]) << name << ", region " << r;
    for (std::size_t i = 0; i < requests.size(); ++i) {
        const auto fits = [&](const Places& taken) {
            return std::any_of(requests[i].regions.begin(), requests[i].regions.end(),
                               [&](std::uint8_t r) { return requests[i].members <= places[r] - taken[r]; });
        };
        const Reason reason = allotment.placements[i].reason;
        if (reason == Reason::no_place_large_enough || reason == Reason::others_first) {
            EXPECT_FALSE(fits(used)) << name << " leaves room for family " << requests[i].family;
        }
        if (reason == Reason::others_first) {
            EXPECT_TRUE(fits(Places(places.size(), 0))) << name;
        }
    }
}

// Sizes 1 to 6, two or three of three regions in any order, few distinct dates, lots and scores, so that there are ties.
std::vector<Request> random_families(std::uint32_t wave, std::uint32_t count) {
    std::vector<Request> requests;
    for (std::uint32_t i = 0; i < count; ++i) {
        const auto draw = [&](std::uint32_t ordinal) { return uniform({4, wave}, {i, 0}, ordinal, Purpose::region_taste); };
        Request r{i, 1 + static_cast<int>(6 * draw(0)), std::floor(4 * draw(1)), std::floor(4 * draw(2)) / 4, {0, 1, 2}};
        std::swap(r.regions[0], r.regions[static_cast<std::size_t>(3 * draw(3))]);
        if (draw(4) < 0.5) r.regions.pop_back();
        for (std::uint32_t k = 0; k < r.regions.size(); ++k) r.scores.push_back(r.members * std::floor(4 * draw(5 + k)));
        r.priority = r.members;
        r.draw = draw(8);
        requests.push_back(r);
    }
    return requests;
}

TEST(mechanism, is_found_by_the_name_in_scenarios) {
    for (const auto& [name, place] : mechanisms()) EXPECT_NE(place, nullptr) << name;
    EXPECT_EQ(mechanism("first_come_first_served"), first_come_first_served);
    EXPECT_EQ(mechanism("proportional"), proportional);
    EXPECT_EQ(mechanism("balanced"), balanced);
    EXPECT_EQ(mechanism("hindsight"), min_cost_flow);
    EXPECT_EQ(mechanism("auction"), nullptr);
}

TEST(mechanism, tells_what_it_reads) {
    std::vector<std::string> scores, prices;
    for (const char* name : mechanism_words) {
        if (reads_scores(name)) scores.push_back(name);
        if (reads_prices(name)) prices.push_back(name);
    }
    EXPECT_THAT(scores, ElementsAre("deferred_acceptance", "rotation", "min_cost_flow", "bid_price", "balanced", "hindsight"));
    EXPECT_THAT(prices, ElementsAre("bid_price", "balanced"));
    EXPECT_FALSE(reads_scores("auction"));
}

TEST(mechanism, answers_the_same_when_what_it_does_not_read_changes) {
    for (const auto& [name, place] : mechanisms()) {
        auto requests = random_families(3, 12);
        const Places places{9, 8, 7};
        const auto before = regions_of(place({requests, places}));
        if (!reads_scores(name))
            for (Request& r : requests) std::reverse(r.scores.begin(), r.scores.end());
        Sitting sitting{requests, places};
        if (!reads_prices(name)) sitting.prices = {2, 0, 1};
        EXPECT_EQ(regions_of(place(sitting)), before) << name;
    }
}

TEST(reason, has_a_word) {
    EXPECT_STREQ(word_of(Reason::placed), "placed");
    EXPECT_STREQ(word_of(Reason::locked), "locked");
    EXPECT_STREQ(word_of(Reason::no_region_open), "no_region_open");
    EXPECT_STREQ(word_of(Reason::no_place_large_enough), "no_place_large_enough");
    EXPECT_STREQ(word_of(Reason::others_first), "others_first");
    EXPECT_STREQ(word_of(Reason::kept_for_later), "kept_for_later");
}

TEST(every_mechanism, solves_the_catalogue) {
    for (const auto& [name, place] : mechanisms())
        for (const Case& c : catalogue()) {
            const auto requests = in_line(c.families);
            const Allotment allotment = place({requests, c.places});
            expect_lawful(requests, c.places, allotment, name + ": " + c.name);
            if (is_optimal(name)) continue;
            EXPECT_EQ(regions_of(allotment), ignores_preference(name) ? c.without_preference : c.expected)
                << name << ": " << c.name;
        }
}

TEST(every_mechanism, places_as_many_persons_as_the_catalogue_says) {
    for (const auto& [name, place] : mechanisms())
        for (const Case& c : catalogue()) {
            const auto requests = in_line(c.families);
            const auto given = regions_of(place({requests, c.places}));
            int placed = 0, expected = 0;
            for (std::size_t i = 0; i < requests.size(); ++i) {
                placed += given[i] >= 0 ? requests[i].members : 0;
                expected += c.expected[i] >= 0 ? requests[i].members : 0;
            }
            EXPECT_EQ(placed, expected) << name << ": " << c.name;
        }
}

TEST(every_mechanism, says_why_a_family_was_not_placed) {
    for (const auto& [name, place] : mechanisms()) {
        const auto requests = in_line({{3, {1, 0}}, {3, {1, 0}}, {3, {1, 0}}, {9, {0, 1}}, {1, {}}});
        const auto reasons = reasons_of(place({requests, {3, 3}}));
        const bool weighs_all = is_optimal(name) || name == "deferred_acceptance";
        EXPECT_EQ(std::count(reasons.begin(), reasons.end(), Reason::placed), 2) << name;
        EXPECT_EQ(
            std::count(reasons.begin(), reasons.begin() + 3, weighs_all ? Reason::others_first : Reason::no_place_large_enough),
            1)
            << name;
        EXPECT_EQ(reasons[3], Reason::no_place_large_enough) << name;
        EXPECT_EQ(reasons[4], Reason::no_region_open) << name;
    }
}

TEST(every_mechanism, breaks_ties_by_family_id) {
    for (const auto& [name, place] : mechanisms()) {
        const std::vector<Request> requests = {{7, 2, 1, 0.5, {0}, {4.0}}, {3, 2, 1, 0.5, {0}, {4.0}}};
        EXPECT_THAT(regions_of(place({requests, {2}})), ElementsAre(-1, 0)) << name;
    }
}

TEST(every_mechanism, answers_the_same_whatever_the_order_of_the_requests) {
    const auto requests = random_families(1, 6);
    const Places places{6, 5, 3};
    for (const auto& [name, place] : mechanisms()) {
        const auto in = [&](const std::vector<std::uint32_t>& order) {
            std::vector<Request> shuffled;
            for (std::uint32_t i : order) shuffled.push_back(requests[i]);
            Sitting sitting{shuffled, places};
            sitting.minimum = {1, 2, 3};
            sitting.prices = {0.5, 0, 1};
            sitting.ahead = {0.1, -0.1, 0};
            sitting.load_weight = 0.3;
            const Allotment allotment = place(sitting);
            std::map<std::uint32_t, int> regions;
            for (const Placement& p : allotment.placements) regions[p.family] = p.region;
            return std::pair(regions, allotment.rotation.wanting);
        };
        std::vector<std::uint32_t> order = {0, 1, 2, 3, 4, 5};
        const auto expected = in(order);
        while (std::next_permutation(order.begin(), order.end())) ASSERT_EQ(in(order), expected) << name;
    }
}

TEST(every_mechanism, never_splits_and_stays_within_places_and_lists) {
    for (const auto& [name, place] : mechanisms())
        for (std::uint32_t wave = 1; wave <= 200; ++wave) {
            const auto requests = random_families(wave, 12);
            const Places places{11, 9, static_cast<std::int64_t>(wave % 7)};
            expect_lawful(requests, places, place({requests, places}), name + ", wave " + std::to_string(wave));
        }
}

TEST(every_mechanism, places_a_family_that_is_alone_and_fits) {
    for (const auto& [name, place] : mechanisms())
        for (int members = 1; members <= 4; ++members)
            for (const auto& scores : {std::vector<double>{}, {0, 0}, {0, 3}, {3, 1}}) {
                const std::vector<Request> requests = {{5, members, 1.5, 0.5, {1, 0}, scores}};
                const Allotment allotment = place({requests, {4, 3}});
                EXPECT_GE(allotment.placements[0].region, 0) << name << ", " << members << " members";
                expect_lawful(requests, {4, 3}, allotment, name);
            }
}

TEST(every_mechanism, leaves_the_rotation_as_it_was_unless_it_rotates) {
    const Rotation before{{1, 0}, {0, 1}, {3, 1, 2, 4}};
    for (const auto& [name, place] : mechanisms()) {
        if (name == "rotation") continue;
        const auto requests = in_line({{1, {0, 1}}, {1, {1, 0}}});
        Sitting sitting{requests, {1, 1}};
        sitting.rotation = before;
        const Rotation after = place(sitting).rotation;
        EXPECT_EQ(after.wanting, before.wanting) << name;
        EXPECT_EQ(after.refusing, before.refusing) << name;
        EXPECT_EQ(after.balance, before.balance) << name;
    }
}

// Of three families with one place, the first to apply has the worst lot, and the second the lowest priority.
const std::vector<Request> crossed = {{0, 1, 1.0, 0.9, {0}, {}, 5}, {1, 1, 2.0, 0.1, {0}, {}, 3}, {2, 1, 3.0, 0.5, {0}, {}, 5}};

TEST(first_come_first_served, follows_the_day_of_application_not_the_lot) {
    EXPECT_THAT(regions_of(first_come_first_served({crossed, {1}})), ElementsAre(0, -1, -1));
    EXPECT_THAT(regions_of(first_come_first_served({crossed, {2}})), ElementsAre(0, 0, -1));
}

TEST(lottery, follows_the_lot_not_the_day_of_application) {
    EXPECT_THAT(regions_of(lottery({crossed, {1}})), ElementsAre(-1, 0, -1));
    EXPECT_THAT(regions_of(lottery({crossed, {2}})), ElementsAre(-1, 0, 0));
}

TEST(serial_dictatorship, follows_the_priority_then_the_lot) {
    EXPECT_THAT(regions_of(serial_dictatorship({crossed, {1}})), ElementsAre(-1, -1, 0));
    EXPECT_THAT(regions_of(serial_dictatorship({crossed, {2}})), ElementsAre(0, -1, 0));
}

TEST(serial_dictatorship, is_a_lottery_when_all_have_the_same_priority) {
    for (std::uint32_t wave = 1; wave <= 50; ++wave) {
        auto requests = random_families(wave, 15);
        const Places places{12, 9, 6};
        const auto by_lot = regions_of(lottery({requests, places}));
        EXPECT_NE(regions_of(serial_dictatorship({requests, places})), by_lot) << "sizes as priorities make no difference";
        for (Request& r : requests) r.priority = 2.5;
        EXPECT_EQ(regions_of(serial_dictatorship({requests, places})), by_lot);
    }
}

TEST(proportional, gives_each_region_its_share_of_the_draw_whatever_the_family_prefers) {
    // Places 1, 2, 3, 4, of which 2, 3 and 4 are open to families of two: from 0, 2/9 and 5/9 on.
    const auto region_at = [](double draw, const Regions& list) {
        std::vector<Request> requests = {{0, 2, 1, 0.5, list}};
        requests[0].draw = draw;
        return regions_of(proportional({requests, {1, 2, 3, 4}}))[0];
    };
    for (const Regions& list : {Regions{0, 1, 2, 3}, Regions{3, 2, 1, 0}}) {
        EXPECT_EQ(region_at(0.0001, list), 1);
        EXPECT_EQ(region_at(0.2221, list), 1);
        EXPECT_EQ(region_at(0.2223, list), 2);
        EXPECT_EQ(region_at(0.5555, list), 2);
        EXPECT_EQ(region_at(0.5556, list), 3);
        EXPECT_EQ(region_at(0.9999, list), 3);
    }
    EXPECT_EQ(region_at(0.4999, {3, 0}), 3);  // alone with room
}

// The marriages of Gale and Shapley (1962), example 2, with men as families: only one set of them is stable.
TEST(deferred_acceptance, finds_the_only_stable_marriages_of_gale_and_shapley) {
    const int rank_by_region[4][4] = {{3, 3, 2, 3}, {4, 1, 3, 2}, {2, 4, 4, 1}, {1, 2, 1, 4}};  // [family][region]
    const std::vector<Regions> lists = {{0, 1, 2, 3}, {0, 3, 2, 1}, {1, 0, 2, 3}, {3, 1, 2, 0}};
    std::vector<Request> requests;
    for (std::uint32_t i = 0; i < 4; ++i) {
        requests.push_back({i, 1, i + 0.5, 0, lists[i]});
        for (std::uint8_t r : lists[i]) requests[i].scores.push_back(5 - rank_by_region[i][r]);
    }
    EXPECT_THAT(regions_of(deferred_acceptance({requests, {1, 1, 1, 1}})), ElementsAre(2, 3, 0, 1));
}

// Example 1 there: each can have the first choice, although the regions like them least.
TEST(deferred_acceptance, is_best_for_those_who_propose) {
    const std::vector<Request> requests = {
        {0, 1, 1, 0, {0, 1, 2}, {1, 2, 3}}, {1, 1, 2, 0, {1, 2, 0}, {1, 2, 3}}, {2, 1, 3, 0, {2, 0, 1}, {1, 2, 3}}};
    EXPECT_THAT(regions_of(deferred_acceptance({requests, {1, 1, 1}})), ElementsAre(0, 1, 2));
}

TEST(deferred_acceptance, keeps_the_highest_score_per_member_that_fits_then_the_first_to_apply) {
    // Per member 1.5, 2, 0.5 and 0.5: family 1 takes two of four places, family 0 no longer fits, the third is first of equals.
    const std::vector<Request> requests = {
        {0, 3, 1, 0, {0}, {4.5}}, {1, 2, 4, 0, {0}, {4.0}}, {2, 2, 2, 0, {0}, {1.0}}, {3, 2, 3, 0, {0}, {1.0}}};
    const Allotment allotment = deferred_acceptance({requests, {4}});
    EXPECT_THAT(regions_of(allotment), ElementsAre(-1, 0, 0, -1));
    EXPECT_EQ(allotment.placements[0].reason, Reason::others_first);
}

TEST(deferred_acceptance, gives_room_that_a_large_family_left_to_those_turned_down_before) {
    // Five places in region 0. The first family takes four, so that the second goes to region 2 and the third is not placed. The
    // last finds no room in region 1 and drives out the first: two places are left for the second, one in region 2 for the third.
    const std::vector<Request> requests = {
        {0, 4, 1, 0, {0}, {8.0}}, {1, 2, 2, 0, {0, 2}, {2.0, 2.0}}, {2, 2, 3, 0, {2}, {0.5}}, {3, 3, 4, 0, {1, 0}, {0.3, 9.0}}};
    EXPECT_THAT(regions_of(deferred_acceptance({requests, {5, 0, 2}})), ElementsAre(-1, 0, 2, 0));
}

std::vector<int> with_minimum(const std::vector<Request>& requests, const Places& places, const Places& minimum) {
    Sitting sitting{requests, places};
    sitting.minimum = minimum;
    return regions_of(deferred_acceptance(sitting));
}

TEST(deferred_acceptance, moves_the_last_to_apply_to_a_region_below_its_minimum) {
    const auto requests = in_line({{1, {0, 1}}, {1, {0, 1}}, {1, {0, 1}}, {1, {0}}});
    EXPECT_THAT(with_minimum(requests, {4, 4}, {0, 0}), ElementsAre(0, 0, 0, 0));
    EXPECT_THAT(with_minimum(requests, {4, 4}, {0, 2}), ElementsAre(0, 1, 1, 0));
    EXPECT_THAT(with_minimum(requests, {4, 4}, {3, 2}), ElementsAre(0, 0, 1, 0)) << "region 0 stays at its minimum";
    EXPECT_THAT(with_minimum(requests, {4, 4}, {0, 4}), ElementsAre(1, 1, 1, 0)) << "as far as families accept it";
}

TEST(deferred_acceptance, gives_the_place_of_a_family_that_was_moved_to_one_that_waits) {
    const auto requests = in_line({{2, {0, 1}}, {2, {0}}});
    EXPECT_THAT(with_minimum(requests, {2, 2}, {0, 0}), ElementsAre(0, -1));
    EXPECT_THAT(with_minimum(requests, {2, 2}, {0, 1}), ElementsAre(1, 0));
}

TEST(deferred_acceptance, fills_a_minimum_by_a_chain_of_moves) {
    // Region 2 needs one; only the family in region 1 accepts it, and region 1 must get one from region 0 instead.
    const auto requests = in_line({{1, {0, 1}}, {1, {0}}, {1, {1, 2}}});
    EXPECT_THAT(with_minimum(requests, {2, 1, 1}, {0, 0, 0}), ElementsAre(0, 0, 1));
    EXPECT_THAT(with_minimum(requests, {2, 1, 1}, {1, 1, 1}), ElementsAre(1, 0, 2));
    EXPECT_THAT(with_minimum(requests, {2, 1, 1}, {2, 1, 1}), ElementsAre(0, 0, 1)) << "nobody can be spared";
}

TEST(deferred_acceptance, gets_the_last_of_a_chain_from_those_who_wait) {
    // Region 1 gives its family to region 2 and gets the one that waits, although it would like that of region 0 better.
    const std::vector<Request> requests = {{0, 1, 1, 0, {1, 2}, {9, 1}}, {1, 1, 2, 0, {0, 1}, {5, 5}}, {2, 1, 3, 0, {1}, {2.0}}};
    EXPECT_THAT(with_minimum(requests, {1, 1, 1}, {0, 0, 0}), ElementsAre(1, 0, -1));
    EXPECT_THAT(with_minimum(requests, {1, 1, 1}, {0, 1, 1}), ElementsAre(2, 0, 1));
}

TEST(deferred_acceptance, makes_no_chain_with_a_family_too_large_for_the_place_left_to_it) {
    const auto requests = in_line({{2, {0, 1}}, {1, {1, 2}}});
    EXPECT_THAT(with_minimum(requests, {2, 1, 1}, {0, 1, 1}), ElementsAre(0, 1));
    EXPECT_THAT(with_minimum(requests, {2, 2, 1}, {0, 1, 1}), ElementsAre(1, 2));
}

// Demand rows of the regions, one column for each arrival; every family accepts every region.
std::vector<Request> arrivals(const std::vector<std::string>& rows) {
    std::vector<Request> requests;
    for (std::uint32_t i = 0; i < rows[0].size(); ++i) {
        requests.push_back({i, 1, i + 0.5, 0, {}});
        for (std::uint8_t r = 0; r < rows.size(); ++r) {
            requests[i].regions.push_back(r);
            requests[i].scores.push_back(rows[r][i] - '0');
        }
    }
    return requests;
}

// The worked example of Andersson, Ehlers and Martinello: m1 gets arrivals {1, 3, 6, 7}, m2 {2, 4, 9, 10} and m3 {5, 8}.
TEST(rotation, solves_the_ten_arrivals_of_andersson_ehlers_and_martinello) {
    const auto requests = arrivals({"0011001001", "0011001101", "0011000101"});
    const Allotment allotment = rotation({requests, {11, 11, 11}});
    EXPECT_THAT(regions_of(allotment), ElementsAre(0, 1, 0, 1, 2, 0, 0, 2, 1, 1));
}

TEST(rotation, goes_on_at_the_next_sitting_where_it_stopped) {
    const auto requests = arrivals({"0011001001", "0011001101", "0011000101"});
    const std::span<const Request> all = requests;
    const Allotment whole = rotation({all, {11, 11, 11}});
    const Allotment first = rotation({all.first(6), {11, 11, 11}});
    Sitting rest{all.subspan(6), {11, 11, 11}};
    rest.rotation = first.rotation;
    const Allotment second = rotation(rest);
    auto regions = regions_of(first);
    for (int region : regions_of(second)) regions.push_back(region);
    EXPECT_EQ(regions, regions_of(whole));
    EXPECT_EQ(second.rotation.wanting, whole.rotation.wanting);
    EXPECT_EQ(second.rotation.refusing, whole.rotation.refusing);
    EXPECT_EQ(second.rotation.balance, whole.rotation.balance);
}

// Their example 1: with two lists that know nothing of each other region 1 would get the family that nobody wants after region 0
// got the one that both want, and would envy it by two.
TEST(rotation, gives_the_unwanted_family_to_the_region_that_is_envied) {
    const auto requests = arrivals({"10", "10"});
    Sitting sitting{requests, {5, 5}};
    sitting.rotation = {{0, 1}, {1, 0}};
    const Allotment allotment = rotation(sitting);
    EXPECT_THAT(regions_of(allotment), ElementsAre(0, 0));
    EXPECT_THAT(allotment.rotation.balance, ElementsAre(0, 0, 0, 0));
}

TEST(rotation, counts_only_regions_that_the_family_accepts_and_that_have_room) {
    auto requests = arrivals({"1111", "1111", "0000"});
    requests[1].regions = {1, 2};  // does not accept region 0
    requests[1].scores = {1, 0};
    requests[3].members = 2;  // worth 1/2 per member, below the mean of 7/11: unwanted, and only region 2 has two places
    const Allotment allotment = rotation({requests, {1, 2, 2}});
    EXPECT_THAT(regions_of(allotment), ElementsAre(0, 1, 1, 2));
    EXPECT_THAT(allotment.rotation.wanting, ElementsAre(1, 2, 0)) << "only the first family was wanted by several with room";
    EXPECT_THAT(allotment.rotation.refusing, ElementsAre(0, 1, 2));
}

TEST(rotation, takes_turns_when_there_are_no_scores) {
    std::vector<Request> requests;
    for (std::uint32_t i = 0; i < 4; ++i) requests.push_back({i, 1, i + 0.5, 0, {2, 1, 0}});
    for (const std::vector<double>& scores : {std::vector<double>{}, {0.1, 0.1, 0.1}}) {
        // The mean of twelve times 0.1 is a last bit off; all regions want all families nevertheless.
        for (Request& r : requests) r.scores = scores;
        const Allotment allotment = rotation({requests, {9, 9, 9}});
        EXPECT_THAT(regions_of(allotment), ElementsAre(0, 1, 2, 0));
        EXPECT_THAT(allotment.rotation.wanting, ElementsAre(1, 2, 0));
        EXPECT_THAT(allotment.rotation.balance, ElementsAre(2, 1, 1, 2, 1, 1, 2, 1, 1));
    }
}

std::vector<Placement> at_prices(const std::vector<Request>& requests, const Places& places, const std::vector<double>& prices) {
    Sitting sitting{requests, places};
    sitting.prices = prices;
    return bid_price(sitting).placements;
}

TEST(bid_price, takes_the_region_with_the_greatest_score_above_the_price_of_its_places) {
    const std::vector<Request> one = {{0, 2, 1, 0, {0, 1}, {6.0, 5.0}}};
    EXPECT_EQ(at_prices(one, {9, 9}, {})[0].region, 0);
    EXPECT_EQ(at_prices(one, {9, 9}, {0.4, 0})[0].region, 0);  // 6 - 0.8 > 5
    EXPECT_EQ(at_prices(one, {9, 9}, {0.6, 0})[0].region, 1);  // 6 - 1.2 < 5
    EXPECT_EQ(at_prices(one, {9, 9}, {0.5, 0})[0].region, 0) << "the better rank at equal value";
    EXPECT_EQ(at_prices(one, {1, 9}, {})[0].region, 1) << "no room for two";
}

TEST(bid_price, keeps_places_for_later_when_they_are_worth_more) {
    const std::vector<Request> one = {{0, 2, 1, 0, {0, 1}, {6.0, 5.0}}};
    EXPECT_EQ(at_prices(one, {9, 9}, {3.1, 2.6})[0].reason, Reason::kept_for_later);
    EXPECT_EQ(at_prices(one, {9, 9}, {3.1, 2.5})[0].region, 1) << "worth just the price";
    EXPECT_EQ(at_prices(one, {9, 1}, {3.1, 2.5})[0].reason, Reason::kept_for_later) << "only regions with room count";
    EXPECT_EQ(at_prices(one, {1, 1}, {3.1, 2.5})[0].reason, Reason::no_place_large_enough);
}

TEST(bid_price, goes_in_order_of_application) {
    const std::vector<Request> two = {{0, 1, 2, 0, {0}, {9.0}}, {1, 1, 1, 0, {0}, {5.0}}};
    EXPECT_THAT(regions_of(bid_price({two, {1}})), ElementsAre(-1, 0));
    EXPECT_EQ(at_prices(two, {1}, {6})[0].region, 0) << "the price keeps the place for the better one";
}

TEST(bid_price, is_greedy_by_score_when_prices_are_zero) {
    for (std::uint32_t wave = 1; wave <= 50; ++wave) {
        const auto requests = random_families(wave, 15);
        Places left{12, 9, 6};
        std::vector<std::size_t> order(requests.size());
        for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
        std::stable_sort(order.begin(), order.end(),
                         [&](std::size_t a, std::size_t b) { return requests[a].applied < requests[b].applied; });
        std::vector<int> greedy(requests.size(), -1);
        for (std::size_t i : order) {
            double best = -1;
            for (std::size_t k = 0; k < requests[i].regions.size(); ++k)
                if (requests[i].scores[k] > best && left[requests[i].regions[k]] >= requests[i].members) {
                    best = requests[i].scores[k];
                    greedy[i] = requests[i].regions[k];
                }
            if (greedy[i] >= 0) left[static_cast<std::size_t>(greedy[i])] -= requests[i].members;
        }
        const auto placements = at_prices(requests, {12, 9, 6}, {0, 0, 0});
        for (std::size_t i = 0; i < greedy.size(); ++i) EXPECT_EQ(placements[i].region, greedy[i]) << wave;
    }
}

TEST(balanced, is_bid_price_when_the_load_has_no_weight) {
    for (std::uint32_t wave = 1; wave <= 50; ++wave) {
        const auto requests = random_families(wave, 15);
        Sitting sitting{requests, {12, 9, 6}};
        sitting.prices = {0.5, 1, 1.5};
        sitting.ahead = {0.5, -0.5, 0.9};
        const auto by_price = regions_of(bid_price(sitting));
        EXPECT_EQ(regions_of(balanced(sitting)), by_price);
        sitting.load_weight = 3;
        EXPECT_NE(regions_of(balanced(sitting)), by_price);
    }
}

TEST(balanced, turns_from_a_region_that_is_ahead_of_the_year) {
    // Mean score per member (3 + 2) / 2 = 2.5. Ahead by 0.3: a place costs weight x 0.75 more in region 0.
    const std::vector<Request> one = {{0, 2, 1, 0, {0, 1}, {6.0, 4.0}}};
    Sitting sitting{one, {9, 9}};
    sitting.ahead = {0.3, 0};
    sitting.load_weight = 1.3;  // 6 - 2 x 0.975 = 4.05
    EXPECT_EQ(balanced(sitting).placements[0].region, 0);
    sitting.load_weight = 1.4;  // 6 - 2 x 1.05 = 3.9
    EXPECT_EQ(balanced(sitting).placements[0].region, 1);
    sitting.ahead = {0.3, 0.9};  // and 4 - 2 x 3.15 in region 1
    EXPECT_EQ(balanced(sitting).placements[0].region, 0);
    sitting.prices = {2, 2};  // 3.9 - 4 < 0
    EXPECT_EQ(balanced(sitting).placements[0].reason, Reason::kept_for_later);
}

}  // namespace
}  // namespace qonys
