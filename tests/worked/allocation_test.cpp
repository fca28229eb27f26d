// The catalogue of small cases that every mechanism must get right, and what sets the mechanisms apart.
#include "allocation/allocation.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>

namespace qonys {
namespace {

using Regions = std::vector<std::uint8_t>;

// Regions given to families 0, 1, …; -1 = not placed.
std::vector<int> regions_of(const std::vector<Placement>& placements) {
    std::vector<int> regions;
    for (const Placement& p : placements) regions.push_back(p.region);
    return regions;
}

// Families 0, 1, … apply in this order and draw lots in the same order, so that both mechanisms agree.
std::vector<Request> in_line(const std::vector<std::pair<int, Regions>>& families) {
    std::vector<Request> requests;
    for (const auto& [members, regions] : families) {
        const auto family = static_cast<std::uint32_t>(requests.size());
        requests.push_back({family, members, family + 0.5, 0.01 * (family + 1), regions});
    }
    return requests;
}

struct Case {
    const char* name;
    std::vector<std::pair<int, Regions>> families;  // members and accepted regions
    std::vector<std::int64_t> places;
    std::vector<int> expected;
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
        {"first choice when both have places", {{3, {1, 0}}}, {9, 9}, {1}},
        {"a region that is not accepted stays empty", {{3, {0}}, {3, {0}}}, {3, 9}, {0, -1}},
        {"accepts no region", {{3, {}}}, {9, 9}, {-1}},
        {"tie in everything: the lower id", {{2, {0}}, {2, {0}}, {2, {0}}}, {4, 0}, {0, 0, -1}},
        {"what is left is used to the last place", {{2, {0}}, {2, {0}}, {1, {0}}, {1, {0}}}, {5, 0}, {0, 0, 0, -1}},
    };
    return cases;
}

const std::map<std::string, Mechanism>& mechanisms() {
    static const std::map<std::string, Mechanism> all = {{"first_come_first_served", mechanism("first_come_first_served")},
                                                         {"lottery", mechanism("lottery")}};
    return all;
}

TEST(mechanism, is_found_by_the_name_in_scenarios) {
    EXPECT_EQ(mechanism("first_come_first_served"), first_come_first_served);
    EXPECT_EQ(mechanism("lottery"), lottery);
    EXPECT_EQ(mechanism("auction"), nullptr);
}

TEST(every_mechanism, solves_the_catalogue) {
    for (const auto& [name, place] : mechanisms())
        for (const Case& c : catalogue())
            EXPECT_EQ(regions_of(place(in_line(c.families), c.places)), c.expected) << name << ": " << c.name;
}

TEST(every_mechanism, says_who_was_placed_where_at_which_rank_and_why_not) {
    for (const auto& [name, place] : mechanisms()) {
        const auto p = place(in_line({{3, {1, 0}}, {3, {1, 0}}, {3, {1, 0}}}), {3, 3});
        ASSERT_EQ(p.size(), 3U) << name;
        for (std::size_t i = 0; i < 3; ++i) EXPECT_EQ(p[i].family, i) << name;
        EXPECT_EQ(p[0].rank, 1) << name;
        EXPECT_EQ(p[1].rank, 2) << name;
        EXPECT_EQ(p[2].rank, 0) << name;
        EXPECT_EQ(p[1].reason, Reason::placed) << name;
        EXPECT_EQ(p[2].reason, Reason::no_place_large_enough) << name;
    }
}

TEST(every_mechanism, breaks_ties_by_family_id) {
    for (const auto& [name, place] : mechanisms()) {
        const std::vector<Request> requests = {{7, 2, 1, 0.5, {0}}, {3, 2, 1, 0.5, {0}}};
        EXPECT_EQ(regions_of(place(requests, {2})), (std::vector<int>{-1, 0})) << name;
    }
}

TEST(every_mechanism, answers_the_same_whatever_the_order_of_the_requests) {
    std::vector<Request> requests;
    for (std::uint32_t i = 0; i < 7; ++i)  // sizes 1 to 5, ties in the date of application and in the lot
        requests.push_back({i, 1 + static_cast<int>(i * 3 % 5), static_cast<double>(i / 2), 0.1 * (i * 5 % 4 + 1),
                            i % 2 ? Regions{0, 1} : Regions{1}});
    for (const auto& [name, place] : mechanisms()) {
        std::map<std::uint32_t, int> expected;
        for (const Placement& p : place(requests, {5, 6})) expected[p.family] = p.region;
        std::vector<std::uint32_t> order = {0, 1, 2, 3, 4, 5, 6};
        while (std::next_permutation(order.begin(), order.end())) {
            std::vector<Request> shuffled;
            for (std::uint32_t i : order) shuffled.push_back(requests[i]);
            for (const Placement& p : place(shuffled, {5, 6}))
                ASSERT_EQ(p.region, expected[p.family]) << name << ", family " << p.family;
        }
    }
}

TEST(every_mechanism, never_gives_more_places_than_there_are) {
    for (const auto& [name, place] : mechanisms())
        for (std::uint32_t seed = 1; seed <= 200; ++seed) {
            std::vector<Request> requests;
            std::uint32_t x = seed * 2654435761U;
            for (std::uint32_t i = 0; i < 12; ++i) {
                x = x * 1664525U + 1013904223U;
                requests.push_back({i,
                                    1 + static_cast<int>(x >> 29),
                                    static_cast<double>(x >> 20 & 31),
                                    (x >> 8 & 1023) / 1024.0,
                                    {static_cast<std::uint8_t>(x >> 6 & 1), static_cast<std::uint8_t>(~x >> 6 & 1)}});
            }
            std::int64_t used[2] = {0, 0};
            const auto placements = place(requests, {11, 9});
            for (std::size_t i = 0; i < 12; ++i)
                if (placements[i].region >= 0) used[placements[i].region] += requests[i].members;
            EXPECT_LE(used[0], 11) << name << seed;
            EXPECT_LE(used[1], 9) << name << seed;
        }
}

// Of three families with one place, the first to apply has the worst lot.
const std::vector<Request> crossed = {{0, 1, 1.0, 0.9, {0}}, {1, 1, 2.0, 0.1, {0}}, {2, 1, 3.0, 0.5, {0}}};

TEST(first_come_first_served, follows_the_day_of_application_not_the_lot) {
    EXPECT_EQ(regions_of(first_come_first_served(crossed, {1})), (std::vector<int>{0, -1, -1}));
    EXPECT_EQ(regions_of(first_come_first_served(crossed, {2})), (std::vector<int>{0, 0, -1}));
}

TEST(lottery, follows_the_lot_not_the_day_of_application) {
    EXPECT_EQ(regions_of(lottery(crossed, {1})), (std::vector<int>{-1, 0, -1}));
    EXPECT_EQ(regions_of(lottery(crossed, {2})), (std::vector<int>{-1, 0, 0}));
}

}  // namespace
}  // namespace qonys
