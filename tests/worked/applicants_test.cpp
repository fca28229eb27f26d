// Placing real applicants: two places and four families, worked by hand.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "allocation/bound.hpp"
#include "applicants/place.hpp"
#include "applicants/print.hpp"
#include "base/draws.hpp"

namespace qonys {
namespace {

using testing::Each;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::StartsWith;

//                persons   North    South
// Ablai             2       2.0      1.0
// Botagoz           2       1.8      1.6
// Daniyar           1       0.9      closed
// Erlan             4       2.0      2.4
// North has 3 places and South 4.
Applicants four_families() {
    Applicants a;
    a.places = {{"North", 3}, {"South", 4}};
    a.scored = true;
    a.has_applied = a.has_priority = true;
    const auto add = [&](const char* name, int persons, double applied, double north, double south) {
        Applicant& row = a.families.list.emplace_back();
        row.name = name;
        row.persons = persons;
        row.applied = applied;
        row.priority = -applied;
        row.row = a.families.list.size() - 1;
        a.families.scores.insert(a.families.scores.end(), {north, south});
        a.locked.push_back(-1);
    };
    add("Ablai", 2, 3, 2.0, 1.0);
    add("Botagoz", 2, 1, 1.8, 1.6);
    add("Daniyar", 1, 2, 0.9, closed_pair);
    add("Erlan", 4, 4, 2.0, 2.4);
    return a;
}

Answer placed_by(const Applicants& a, const std::string& mechanism, std::uint32_t seed = 1) {
    return place_applicants(a, {mechanism, seed});
}

std::vector<int> places_of(const Answer& answer) {
    std::vector<int> places;
    for (const FamilyAnswer& f : answer.families) places.push_back(f.place);
    return places;
}

std::vector<std::int64_t> left_of(const Answer& answer) {
    std::vector<std::int64_t> left;
    for (const PlaceAnswer& p : answer.places) left.push_back(p.left);
    return left;
}

// Botagoz takes 2 of 3 in North, Daniyar the last one there, Ablai 2 of 4 in South; Erlan needs 4.
TEST(applicants, come_in_turn_and_take_the_place_with_the_greatest_score) {
    const Answer answer = placed_by(four_families(), "first_come_first_served");
    EXPECT_THAT(places_of(answer), ElementsAre(1, 0, 0, -1));
    EXPECT_EQ(answer.families[0].rank, 2);
    EXPECT_EQ(answer.families[1].rank, 1);
    EXPECT_EQ(answer.families[3].reason, Reason::no_place_large_enough);
    EXPECT_NEAR(answer.outcome.score, 1.0 + 1.8 + 0.9, 1e-12);
    EXPECT_EQ(answer.outcome.persons, 5);
    EXPECT_EQ(answer.outcome.families, 3);
    EXPECT_THAT(left_of(answer), ElementsAre(0, 2));
}

// Persons are worth in North 1.0, 0.9, 0.9, 0.5 and in South 0.5, 0.8, -, 0.6 each. Ablai and Daniyar fill North; South takes
// two of Botagoz and two of Erlan in the bound: 2.0 + 0.9 + 1.6 + 1.2 = 5.7. One more place in North draws in a person of Botagoz
// (0.9 - 0.8), whose place a person of Erlan takes (0.6): 0.7. One more in South takes a person of Erlan: 0.6. Whole families:
// Erlan fills South and leaves Botagoz out (2.9 + 2.4 = 5.3), or Botagoz takes South and Erlan waits (4.5).
TEST(applicants, are_placed_for_the_best_with_bound_and_shadow_prices) {
    for (const char* mechanism : {"min_cost_flow", "hindsight"}) {
        const Answer answer = placed_by(four_families(), mechanism);
        EXPECT_THAT(places_of(answer), ElementsAre(0, -1, 0, 1)) << mechanism;
        EXPECT_NEAR(answer.outcome.score, 5.3, 1e-9);
        EXPECT_NEAR(answer.outcome.bound, 5.7, 1e-4);
        EXPECT_NEAR(answer.places[0].shadow_price, 0.7, 1e-5);
        EXPECT_NEAR(answer.places[1].shadow_price, 0.6, 1e-5);
        EXPECT_FALSE(answer.overridden);
        EXPECT_EQ(answer.without_overrides.score, answer.outcome.score);
    }
}

// Preferences decide whom a family accepts and in which order; a place without a score stays closed.
TEST(applicants, are_asked_for_their_preferences_before_their_scores) {
    Applicants a = four_families();
    a.families.list[1].prefers = a.families.list[2].prefers = a.families.list[3].prefers = true;
    a.families.list[1].preferences = {1, 0};
    a.families.list[2].preferences = {1};
    a.families.list[3].preferences = {0};
    const Answer answer = placed_by(a, "first_come_first_served");
    EXPECT_THAT(places_of(answer), ElementsAre(0, 1, -1, -1));
    EXPECT_EQ(answer.families[2].reason, Reason::no_region_open);
}

TEST(applicants, without_scores_count_one_for_each_person_and_take_the_places_in_their_order) {
    Applicants a = four_families();
    a.families.scores.clear();
    a.scored = false;
    const Answer answer = placed_by(a, "first_come_first_served");
    EXPECT_THAT(places_of(answer), ElementsAre(1, 0, 0, -1));
    EXPECT_EQ(answer.outcome.score, 5);
    EXPECT_NEAR(answer.outcome.bound, 7, 1e-4);  // Erlan in South and three persons in North
}

// Erlan is put in North, where only three of the four have room: refused by the reader; so put Botagoz in North instead. Left are
// 1 in North and 4 in South. Bound with it: Botagoz 1.8; Daniyar 0.9 in North (1.0 of a person of Ablai would be 1.0: he gains
// 1.0 - 0.5 there over South). By person: Ablai 1.0 or 0.5, Daniyar 0.9, Erlan 0.5 or 0.6. South is filled by Erlan's four at
// 0.6. The last place in North goes to a person of Ablai at 1.0 (0.9 for Daniyar): 1.8 + 1.0 + 2.4 = 5.2. One more in North takes
// a person of Ablai (1.0), so does the one after: price 1.0; one more in South takes the other person of Ablai at 0.5. Cost of
// Botagoz: her best net value at these prices is max(0, 1.8 - 2 x 1.0, 1.6 - 2 x 0.5) = 0.6, in North she has -0.2: 0.8. Decided
// again without her lock: 5.3. With it: South to Erlan, the last place in North to Daniyar: 1.8 + 0.9 + 2.4 = 5.1; so 0.2.
TEST(applicants, locked_by_an_official_stay_there_and_cost_what_the_prices_say) {
    Applicants a = four_families();
    a.locked[1] = 0;
    const Answer answer = placed_by(a, "min_cost_flow");
    EXPECT_THAT(places_of(answer), ElementsAre(-1, 0, 0, 1));
    EXPECT_EQ(answer.families[1].reason, Reason::locked);
    EXPECT_EQ(answer.families[1].rank, 1);
    EXPECT_NEAR(answer.outcome.bound, 5.2, 1e-4);
    EXPECT_NEAR(answer.places[0].shadow_price, 1.0, 1e-5);
    EXPECT_NEAR(answer.places[1].shadow_price, 0.5, 1e-5);
    EXPECT_NEAR(answer.families[1].override_cost, 0.8, 1e-4);
    ASSERT_TRUE(answer.overridden);
    EXPECT_NEAR(answer.without_overrides.score - answer.outcome.score, 0.2, 1e-9);
    EXPECT_EQ(answer.without_overrides.families, 3);
}

TEST(applicants, may_be_locked_where_no_score_opens_the_place) {
    Applicants a = four_families();
    a.locked[2] = 1;  // Daniyar in South
    const Answer answer = placed_by(a, "first_come_first_served");
    EXPECT_THAT(places_of(answer), ElementsAre(1, 0, 1, -1));
    EXPECT_EQ(answer.families[2].score, 0);
    EXPECT_EQ(answer.families[2].rank, 0);
    EXPECT_EQ(answer.families[2].reason, Reason::locked);
    EXPECT_THAT(left_of(answer), ElementsAre(1, 1));
    EXPECT_GT(answer.families[2].override_cost, 0);
}

// North is closed to Ablai: in South he is worth 0.5 a person, less than Erlan. Persons in North are Botagoz at 0.9 and Daniyar
// at 0.9, who fill it; South goes to Erlan: 1.8 + 0.9 + 2.4 = 5.1, in whole families. One more place in North brings a person of
// Erlan from South? 0.5 - 0.6 + 0.5 (Ablai in South) = 0.4, less than 0.5 of Erlan's, who are all placed; so 0.4. One more in
// South: 0.5. Ablai's best net value with North open is 2.0 - 2 x 0.4 = 1.2, with it closed max(0, 1.0 - 2 x 0.5) = 0: cost 1.2.
TEST(applicants, kept_out_of_a_place_cost_the_net_value_they_would_have_had_there) {
    Applicants a = four_families();
    a.forbidden = {{0, 0}};
    const Answer answer = placed_by(a, "min_cost_flow");
    EXPECT_THAT(places_of(answer), ElementsAre(-1, 0, 0, 1));
    EXPECT_THAT(answer.families[0].forbidden, ElementsAre(0));
    EXPECT_NEAR(answer.outcome.bound, 5.1, 1e-4);
    EXPECT_NEAR(answer.places[0].shadow_price, 0.4, 1e-5);
    EXPECT_NEAR(answer.places[1].shadow_price, 0.5, 1e-5);
    EXPECT_NEAR(answer.families[0].override_cost, 1.2, 1e-4);
    EXPECT_NEAR(answer.without_overrides.score - answer.outcome.score, 0.2, 1e-9);
}

TEST(applicants, kept_out_of_a_place_that_was_closed_anyway_are_no_override) {
    Applicants a = four_families();
    a.forbidden = {{2, 1}};
    EXPECT_FALSE(placed_by(a, "min_cost_flow").overridden);
}

// The past were the same families, so the prices are 0.7 in North and 0.6 in South. Now Botagoz brings 1.9 in North: she comes
// first and gains 1.9 - 1.4 there, 1.6 - 1.2 in South. Daniyar gains 0.9 - 0.7 in North. Ablai would gain 0.6 in North, which is
// full; in South he would lose 1.0 - 1.2, so the places are kept. Erlan gains nothing and loses nothing in South.
TEST(applicants, who_bring_less_than_the_price_leave_the_places_to_others) {
    Applicants a = four_families();
    a.past = a.families;
    a.families.scores[2] = 1.9;
    const Answer answer = placed_by(a, "bid_price");
    EXPECT_THAT(places_of(answer), ElementsAre(-1, 0, 0, 1));
    EXPECT_EQ(answer.families[0].reason, Reason::kept_for_later);
    EXPECT_NEAR(answer.places[0].price, 0.7, 1e-5);
    EXPECT_NEAR(answer.places[1].price, 0.6, 1e-5);
    EXPECT_THAT(answer.notes, testing::Contains(HasSubstr("learnt from past families")));
}

TEST(applicants, set_the_prices_themselves_when_no_past_is_known) {
    const Answer answer = placed_by(four_families(), "bid_price");
    EXPECT_NEAR(answer.places[0].price, 0.7, 1e-5);
    EXPECT_NEAR(answer.places[1].price, 0.6, 1e-5);
    EXPECT_THAT(answer.notes, testing::Contains(HasSubstr("from the applicants themselves")));
}

// There are 9 persons now, for 3 places in North. Of 4 past persons 2 want North, each worth 0.9: one of 3 x 4/9 places is left
// to them, so a place is worth 0.9. Of 18 past persons 5 want it: 3 x 18/9 = 6 places are more than enough.
TEST(applicants, learn_from_the_past_with_places_in_proportion_to_the_persons) {
    const auto north_price = [](int wanting, int others) {
        Applicants a = four_families();
        a.past.list.resize(2);
        a.past.list[0].persons = wanting;
        a.past.list[1].persons = others;
        a.past.scores = {0.9 * wanting, closed_pair, closed_pair, closed_pair};
        return placed_by(a, "bid_price").places[0].price;
    };
    EXPECT_NEAR(north_price(2, 2), 0.9, 1e-5);
    EXPECT_EQ(north_price(5, 13), 0);
}

// Four families of one, each 1.0 in North and 0.9 in South, two places in each; prices are 0.1 and 0. Nothing is gone: the first
// two net the same in both (0.9), a tie, and take North. With a load term the second turns to South: North is ahead by 1/2 - 1/4.
TEST(applicants, spread_over_places_when_load_counts) {
    Applicants a;
    a.places = {{"North", 4}, {"South", 4}};
    for (const char* name : {"A", "B", "C", "D"}) {
        Applicant& row = a.families.list.emplace_back();
        row.name = name;
        row.persons = 1;
        row.row = a.families.list.size() - 1;
        a.families.scores.insert(a.families.scores.end(), {1.0, 0.9});
        a.locked.push_back(-1);
    }
    a.scored = true;
    EXPECT_THAT(places_of(place_applicants(a, {"balanced", 1, 0})), Each(0));
    // Load 1 x mean 0.95. A: nothing used, North. B: North is ahead by 1/4 - 1/4 = 0, South by -1/4: 1.0 against 0.9 + 0.2375.
    // C: both 1/4 - 1/2: North. D: North 1/2 - 3/4, South 1/4 - 3/4: South.
    EXPECT_THAT(places_of(place_applicants(a, {"balanced", 1, 1})), ElementsAre(0, 1, 0, 1));
}

// Past families made the place worth 0.5. A brings 0.4 and is passed over; when B comes half of the persons are dealt with and no
// place is used: the price falls by 1/2 of the mean score of 0.4, to 0.3.
TEST(applicants, pay_less_where_places_are_used_too_slowly) {
    Applicants a;
    a.places = {{"North", 1}};
    a.scored = true;
    for (const char* name : {"A", "B"}) {
        Applicant& row = a.families.list.emplace_back();
        row.name = name;
        row.persons = 1;
        row.row = a.families.list.size() - 1;
        a.locked.push_back(-1);
    }
    a.past = a.families;
    a.past.scores = {0.5, 0.5};
    a.families.scores = {0.4, 0.4};
    EXPECT_THAT(places_of(place_applicants(a, {"balanced", 1, 0})), ElementsAre(-1, -1));
    EXPECT_THAT(places_of(place_applicants(a, {"balanced", 1, 1})), ElementsAre(-1, 0));
}

TEST(applicants, fill_a_place_up_to_its_minimum_when_others_can_spare_them) {
    Applicants a = four_families();
    a.families.list.pop_back();
    a.families.scores.resize(6);
    a.locked.pop_back();
    a.places[0].capacity = 5;
    const auto by_acceptance = [&] { return places_of(placed_by(a, "deferred_acceptance")); };
    EXPECT_THAT(by_acceptance(), ElementsAre(0, 0, 0));
    a.places[1].minimum = 2;
    const std::vector<int> filled = by_acceptance();
    EXPECT_EQ(std::count(filled.begin(), filled.end(), 1), 1);
    a.places[1].used = 2;  // by families placed earlier
    EXPECT_THAT(by_acceptance(), ElementsAre(0, 0, 0));
    a.places[1].used = 0;
    a.locked[0] = 1;  // the two persons of Ablai are the minimum
    EXPECT_THAT(by_acceptance(), ElementsAre(1, 0, 0));
}

TEST(applicants, do_not_get_places_used_earlier) {
    Applicants a = four_families();
    a.places[1].used = 1;
    const Answer answer = placed_by(a, "min_cost_flow");
    EXPECT_EQ(answer.families[3].place, -1);
    EXPECT_THAT(left_of(answer), Each(testing::Ge(0)));
    EXPECT_EQ(answer.places[1].used, 3);
}

TEST(applicants, keep_their_lots_when_another_family_joins) {
    const Applicants a = four_families();
    Applicants b = a;
    b.families.list.insert(b.families.list.begin(), b.families.list[0]);
    b.families.list[0].name = "Aaron";
    b.families.list[0].row = 4;
    b.families.scores.insert(b.families.scores.begin(), {1.0, 1.0});
    b.locked.push_back(-1);
    const Answer of_a = placed_by(a, "lottery"), of_b = placed_by(b, "lottery"), other = placed_by(a, "lottery", 2);
    for (std::size_t f = 0; f < 4; ++f) {
        EXPECT_EQ(of_a.requests[f].lot, of_b.requests[f + 1].lot);
        EXPECT_EQ(of_a.requests[f].draw, of_b.requests[f + 1].draw);
        EXPECT_NE(of_a.requests[f].lot, other.requests[f].lot);
        EXPECT_NE(of_a.requests[f].lot, of_a.requests[f].draw);
    }
}

TEST(applicants, of_no_number_need_no_room) {
    Applicants a;
    a.places = {{"North", 3}};
    for (const char* mechanism : {"first_come_first_served", "lottery", "proportional", "serial_dictatorship",
                                  "deferred_acceptance", "rotation", "min_cost_flow", "bid_price", "balanced", "hindsight"}) {
        const Answer answer = placed_by(a, mechanism);
        EXPECT_TRUE(answer.families.empty()) << mechanism;
        EXPECT_THAT(left_of(answer), ElementsAre(3)) << mechanism;
    }
}

// Random families, seven in three places, some locked, some kept out.
Applicants random_applicants(std::uint32_t instance) {
    const auto u = [&](std::uint32_t family, std::uint32_t what) {
        return uniform({instance, 0}, {family, 0}, what, Purpose::lottery);
    };
    Applicants a;
    a.places = {{"A", 5}, {"B", 4}, {"C", 3}};
    a.scored = a.has_applied = true;
    std::int64_t room = 5;  // of A, which takes the locked ones
    for (std::uint32_t f = 0; f < 7; ++f) {
        Applicant& row = a.families.list.emplace_back();
        row.name = "F" + std::to_string(f);
        row.row = f;
        row.persons = 1 + static_cast<int>(4 * u(f, 0));
        row.applied = u(f, 1);
        for (std::uint32_t p = 0; p < 3; ++p)
            a.families.scores.push_back(u(f, 2 + p) < 0.2 ? closed_pair : row.persons * u(f, 5 + p));
        const bool locked = u(f, 8) < 0.2 && room >= row.persons;
        a.locked.push_back(locked ? 0 : -1);
        if (locked) room -= row.persons;
        for (std::uint8_t p = 0; p < 3; ++p)
            if (u(f, 9 + p) < 0.15) a.forbidden.emplace_back(f, p);
    }
    return a;
}

// Dual prices with the overrides in force bound the optimum without them.
TEST(overrides, cost_together_no_less_than_the_bound_loses) {
    int overridden = 0;
    for (std::uint32_t instance = 0; instance < 300; ++instance) {
        const Answer answer = placed_by(random_applicants(instance), "first_come_first_served");
        if (!answer.overridden) continue;
        ++overridden;
        double costs = 0;
        for (const FamilyAnswer& f : answer.families) costs += f.override_cost;
        EXPECT_GE(costs + 1e-4, answer.without_overrides.bound - answer.outcome.bound) << instance;
    }
    EXPECT_GT(overridden, 100);
}

TEST(every_mechanism, keeps_to_the_places_the_locks_and_the_bound) {
    for (const char* mechanism : {"first_come_first_served", "lottery", "proportional", "serial_dictatorship",
                                  "deferred_acceptance", "rotation", "min_cost_flow", "bid_price", "balanced", "hindsight"})
        for (std::uint32_t instance = 0; instance < 60; ++instance) {
            const Applicants a = random_applicants(instance);
            const Answer answer = placed_by(a, mechanism);
            EXPECT_THAT(left_of(answer), Each(testing::Ge(0)));
            EXPECT_LE(answer.outcome.score, answer.outcome.bound + 1e-4) << mechanism << " " << instance;
            for (std::size_t f = 0; f < answer.families.size(); ++f) {
                const FamilyAnswer& family = answer.families[f];
                if (a.locked[f] >= 0) {
                    EXPECT_EQ(family.place, a.locked[f]);
                } else if (family.place >= 0) {
                    const FamilyPlace pair(static_cast<std::uint32_t>(f), static_cast<std::uint8_t>(family.place));
                    EXPECT_FALSE(std::isnan(pair_score(a.families, f, pair.second, 3)));
                    EXPECT_FALSE(std::binary_search(a.forbidden.begin(), a.forbidden.end(), pair));
                }
            }
        }
}

TEST(printed_placements, list_the_alternatives_and_put_odd_names_in_quotes) {
    Applicants a = four_families();
    a.places[0].name = "North, \"old\"";
    a.forbidden = {{1, 0}};
    const std::string csv = placements_csv(a, placed_by(a, "first_come_first_served"));
    EXPECT_THAT(csv, StartsWith("family,place,score,reason,rank,best_place,best_score,alternatives,override,override_cost\n"
                                "Ablai,\"North, \"\"old\"\"\",2,placed,1,\"North, \"\"old\"\"\",2,South=1,,\n"
                                "Botagoz,South,1.6,placed,1,South,1.6,,\"forbidden North, \"\"old\"\"\","));
    EXPECT_THAT(csv, HasSubstr("\nErlan,,,no_place_large_enough,,South,2.4,\"South=2.4;North, \"\"old\"\"=2\",,\n"));
}

}  // namespace
}  // namespace qonys
