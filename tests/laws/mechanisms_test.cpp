// What holds for every instance of a mechanism: against brute force, and the theorems of those who proposed it.
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>

#include "allocation/allocation.hpp"
#include "allocation/bound.hpp"
#include "allocation/diagnostics.hpp"
#include "base/draws.hpp"

namespace qonys {
namespace {

using Regions = std::vector<std::uint8_t>;
using Places = std::vector<std::int64_t>;

// Draws of one wave.
struct Wave {
    std::uint32_t number = 0;
    double draw(std::uint32_t family, std::uint32_t ordinal) const {
        return uniform({17, number}, {family, 0}, ordinal, Purpose::region_taste);
    }
    int below(int limit, std::uint32_t family, std::uint32_t ordinal) const {
        return static_cast<int>(limit * draw(family, ordinal));
    }
};

Regions shuffled_regions(const Wave& wave, std::uint32_t family, std::uint8_t regions) {
    Regions list;
    for (std::uint8_t r = 0; r < regions; ++r) list.push_back(r);
    for (std::uint8_t r = regions; r > 1; --r)
        std::swap(list[r - 1U], list[static_cast<std::size_t>(wave.below(r, family, 100U + r))]);
    return list;
}

// Sizes up to `largest`, lists of at least one region, all different scores.
std::vector<Request> random_families(const Wave& wave, std::uint32_t count, std::uint8_t regions, int largest) {
    std::vector<Request> requests;
    for (std::uint32_t i = 0; i < count; ++i) {
        Request r{i, 1 + wave.below(largest, i, 0), wave.draw(i, 1), wave.draw(i, 2), shuffled_regions(wave, i, regions)};
        r.regions.resize(static_cast<std::size_t>(1 + wave.below(regions, i, 3)));
        for (std::uint8_t region : r.regions) r.scores.push_back(r.members * wave.draw(i, 10U + region));
        requests.push_back(r);
    }
    return requests;
}

// Calls `visit` with every placement that keeps within places and lists: position in the list, or its length when not placed.
void for_all_placements(const std::vector<Request>& requests, const Places& places,
                        const std::function<void(const std::vector<std::size_t>&, const Places&)>& visit) {
    std::vector<std::size_t> chosen(requests.size());
    Places left = places;
    const std::function<void(std::size_t)> go_on = [&](std::size_t i) {
        if (i == requests.size()) {
            visit(chosen, left);
            return;
        }
        for (std::size_t k = 0; k <= requests[i].regions.size(); ++k) {
            chosen[i] = k;
            if (k == requests[i].regions.size()) {
                go_on(i + 1);
                continue;
            }
            std::int64_t& room = left[requests[i].regions[k]];
            if (room < requests[i].members) continue;
            room -= requests[i].members;
            go_on(i + 1);
            room += requests[i].members;
        }
    };
    go_on(0);
}

double greatest_score(const std::vector<Request>& requests, const Places& places) {
    double greatest = 0;
    for_all_placements(requests, places, [&](const auto& chosen, const Places&) {
        double sum = 0;
        for (std::size_t i = 0; i < requests.size(); ++i)
            if (chosen[i] < requests[i].regions.size()) sum += requests[i].scores[chosen[i]];
        greatest = std::max(greatest, sum);
    });
    return greatest;
}

TEST(every_mechanism, stays_below_the_greatest_score_found_by_brute_force) {
    for (std::uint32_t number = 1; number <= 200; ++number) {
        const Wave wave{number};
        const auto requests = random_families(wave, 6, 3, 4);
        const Places places{wave.below(7, 90, 0), wave.below(7, 90, 1), wave.below(7, 90, 2)};
        const double greatest = greatest_score(requests, places);
        EXPECT_GE(flow_bound(requests, places).score, greatest - 1e-4);
        for (const char* name : {"first_come_first_served", "lottery", "proportional", "serial_dictatorship",
                                 "deferred_acceptance", "rotation", "min_cost_flow", "bid_price", "balanced", "hindsight"})
            EXPECT_LE(score_of(requests, mechanism(name)({requests, places}).placements), greatest + 1e-9) << name << number;
    }
}

// Any price between what one more place would bring and what the last one brings is right. Half-way nobody is indifferent: at the
// least prices the best of the families left out would be taken if they came early.
std::vector<double> middle_prices(const std::vector<Request>& requests, const Places& places) {
    const Bound bound = flow_bound(requests, places);
    std::vector<double> prices = bound.prices;
    for (std::size_t r = 0; r < places.size(); ++r) {
        if (places[r] == 0) {
            prices[r] += 0.01;  // there is no last one: any price above is right
            continue;
        }
        Places fewer = places;
        --fewer[r];
        prices[r] = (prices[r] + bound.score - flow_bound(requests, fewer).score) / 2;
    }
    return prices;
}

// Whether a family gains as much in one region as in another, or as by waiting.
bool somebody_is_indifferent(const std::vector<Request>& requests, const std::vector<double>& prices) {
    return std::any_of(requests.begin(), requests.end(), [&](const Request& r) {
        std::vector<double> net = {0};
        for (std::size_t k = 0; k < r.regions.size(); ++k) net.push_back(r.scores[k] - r.members * prices[r.regions[k]]);
        std::sort(net.rbegin(), net.rend());
        return net[0] - net[1] < 1e-4;
    });
}

TEST(bid_price, with_the_right_prices_is_the_best_when_families_are_single_persons_who_know_what_they_want) {
    double greedy = 0, best = 0;
    int decided = 0;
    for (std::uint32_t number = 1; number <= 300; ++number) {
        const Wave wave{number};
        const auto requests = random_families(wave, 6, 3, 1);
        const Places places{wave.below(3, 90, 0), wave.below(3, 90, 1), wave.below(3, 90, 2)};
        Sitting sitting{requests, places};
        const double greatest = greatest_score(requests, places);
        greedy += score_of(requests, bid_price(sitting).placements);
        best += greatest;
        sitting.prices = middle_prices(requests, places);
        if (somebody_is_indifferent(requests, sitting.prices)) continue;
        ++decided;
        EXPECT_NEAR(score_of(requests, bid_price(sitting).placements), greatest, 1e-9) << number;
    }
    EXPECT_GT(decided, 200);
    EXPECT_LT(greedy / best, 0.9);
}

// With sizes the last places of a region may fit nobody, so that single instances can be far from the best.
TEST(bid_price, with_the_right_prices_is_near_the_best_on_the_whole_and_never_above) {
    double best = 0, by_price = 0, greedy = 0;
    for (std::uint32_t number = 1; number <= 300; ++number) {
        const Wave wave{number};
        const auto requests = random_families(wave, 6, 3, 2);
        const Places places{2 + wave.below(3, 90, 0), 1 + wave.below(3, 90, 1), wave.below(3, 90, 2)};
        Sitting sitting{requests, places};
        greedy += score_of(requests, bid_price(sitting).placements);
        sitting.prices = middle_prices(requests, places);
        const double score = score_of(requests, bid_price(sitting).placements), greatest = greatest_score(requests, places);
        EXPECT_LE(score, greatest + 1e-9) << number;
        best += greatest;
        by_price += score;
    }
    EXPECT_GT(by_price / best, 0.90);
    EXPECT_LT(greedy / best, 0.85);
}

// Theorem 1 of Andersson, Ehlers and Martinello, at every arrival: no region envies another by more than one family, counting
// those that it wants less those that it does not; and a family wanted somewhere never goes where it is not wanted.
TEST(rotation, keeps_envy_at_one_family_at_most_over_all_sittings) {
    constexpr std::uint8_t regions = 5;
    std::int64_t greatest = 0;
    for (std::uint32_t number = 1; number <= 200; ++number) {
        const Wave wave{number};
        std::vector<std::vector<std::int64_t>> balance(regions, std::vector<std::int64_t>(regions, 0));
        Rotation order{shuffled_regions(wave, 900, regions), shuffled_regions(wave, 901, regions)};
        for (std::uint32_t month = 0; month < 3; ++month) {
            std::vector<Request> requests;
            for (std::uint32_t i = 40 * month; i < 40 * (month + 1); ++i) {
                Request r{i, 1 + wave.below(4, i, 0), i + 0.5, 0, shuffled_regions(wave, i, regions)};
                const double likely = wave.draw(i, 1) < 0.4 ? 0.05 : 0.6;
                for (std::uint8_t region : r.regions) r.scores.push_back(wave.draw(i, 10U + region) < likely ? r.members : 0);
                requests.push_back(r);
            }
            Sitting sitting{requests, Places(regions, 10'000)};
            sitting.rotation = order;
            const Allotment allotment = rotation(sitting);
            order = allotment.rotation;
            for (std::size_t i = 0; i < requests.size(); ++i) {
                const Request& r = requests[i];
                const auto receiver = static_cast<std::size_t>(allotment.placements[i].region);
                const bool wanted = *std::max_element(r.scores.begin(), r.scores.end()) > 0;
                EXPECT_EQ(score_at(r, static_cast<int>(receiver)) > 0, wanted) << number;
                for (std::size_t k = 0; k < regions; ++k) balance[r.regions[k]][receiver] += r.scores[k] > 0 ? 1 : -1;
                for (std::size_t a = 0; a < regions; ++a)
                    for (std::size_t b = 0; b < regions; ++b) greatest = std::max(greatest, balance[a][b] - balance[a][a]);
            }
        }
    }
    EXPECT_EQ(greatest, 1);
}

TEST(deferred_acceptance, is_stable_when_families_are_of_one_size) {
    for (int size = 1; size <= 3; ++size)
        for (std::uint32_t number = 1; number <= 100; ++number) {
            const Wave wave{number};
            auto requests = random_families(wave, 10, 3, 1);
            for (Request& r : requests) r.members = size;
            const Places places{wave.below(9, 90, 0), wave.below(9, 90, 1), wave.below(9, 90, 2)};
            const auto placements = deferred_acceptance({requests, places}).placements;
            Places left = places;
            for (std::size_t i = 0; i < requests.size(); ++i)
                if (placements[i].region >= 0) left[static_cast<std::size_t>(placements[i].region)] -= size;
            for (std::size_t i = 0; i < requests.size(); ++i) {
                const auto& listed = requests[i].regions;
                const std::size_t better =
                    placements[i].rank > 0 ? static_cast<std::size_t>(placements[i].rank) - 1 : listed.size();
                for (std::size_t k = 0; k < better; ++k) {
                    EXPECT_LT(left[listed[k]], size) << number;
                    for (std::size_t j = 0; j < requests.size(); ++j)
                        EXPECT_FALSE(placements[j].region == listed[k] &&
                                     score_at(requests[j], listed[k]) < score_at(requests[i], listed[k]))
                            << number << ": family " << j << " is kept before family " << i;
                }
            }
        }
}

// Every list of some of three regions, in every order.
std::vector<Regions> all_lists() {
    std::vector<Regions> lists = {{}};
    for (std::uint8_t a = 0; a < 3; ++a) {
        lists.push_back({a});
        for (std::uint8_t b = 0; b < 3; ++b) {
            if (b == a) continue;
            lists.push_back({a, b});
            lists.push_back({a, b, static_cast<std::uint8_t>(3 - a - b)});
        }
    }
    return lists;
}

TEST(deferred_acceptance, gives_no_family_a_reason_to_lie_when_families_are_single_persons) {
    const auto lists = all_lists();
    ASSERT_EQ(lists.size(), 16U);
    int gained = 0, lost = 0;
    for (std::uint32_t number = 1; number <= 200; ++number) {
        const Wave wave{number};
        const auto truth = random_families(wave, 4, 3, 1);
        const Places places{1, wave.below(2, 90, 0), 1 + wave.below(2, 90, 1)};
        const auto place_of = [&](std::size_t liar, const Regions& list) {
            auto requests = truth;
            requests[liar].regions = list;
            requests[liar].scores.clear();
            for (std::uint8_t region : list) requests[liar].scores.push_back(wave.draw(requests[liar].family, 10U + region));
            const int region = deferred_acceptance({requests, places}).placements[liar].region;
            const auto& honest = truth[liar].regions;
            const auto at = std::find(honest.begin(), honest.end(), region);
            // Worse than not being placed: a region that it would not really accept.
            if (region >= 0 && at == honest.end()) return honest.size() + 1;
            return static_cast<std::size_t>(at - honest.begin());
        };
        for (std::size_t liar = 0; liar < truth.size(); ++liar) {
            const std::size_t honest = place_of(liar, truth[liar].regions);
            for (const Regions& list : lists) {
                gained += place_of(liar, list) < honest;
                lost += place_of(liar, list) > honest;
            }
        }
    }
    EXPECT_EQ(gained, 0);
    EXPECT_GT(lost, 1000) << "lies that change nothing prove nothing";
}

TEST(deferred_acceptance, respects_a_minimum_whenever_that_is_possible_for_single_persons) {
    int possible = 0, moved = 0;
    for (std::uint32_t number = 1; number <= 300; ++number) {
        const Wave wave{number};
        const auto requests = random_families(wave, 6, 3, 1);
        const Places places{2 + wave.below(4, 90, 0), 1 + wave.below(3, 90, 1), 1 + wave.below(3, 90, 2)};
        const Places minimum{wave.below(3, 91, 0), wave.below(3, 91, 1), wave.below(4, 91, 2)};
        bool feasible = false;
        for_all_placements(requests, places, [&](const auto&, const Places& left) {
            feasible = feasible || (places[0] - left[0] >= minimum[0] && places[1] - left[1] >= minimum[1] &&
                                    places[2] - left[2] >= minimum[2]);
        });
        if (!feasible) continue;
        ++possible;
        Sitting sitting{requests, places};
        const auto without = deferred_acceptance(sitting).placements;
        sitting.minimum = minimum;
        const auto with = deferred_acceptance(sitting).placements;
        Places used(3, 0);
        int placed_without = 0, placed_with = 0;
        for (std::size_t i = 0; i < requests.size(); ++i) {
            placed_without += without[i].region >= 0;
            placed_with += with[i].region >= 0;
            moved += with[i].region != without[i].region;
            if (with[i].region >= 0) ++used[static_cast<std::size_t>(with[i].region)];
        }
        for (std::size_t r = 0; r < 3; ++r) EXPECT_GE(used[r], minimum[r]) << number << ", region " << r;
        EXPECT_GE(placed_with, placed_without) << number;
    }
    EXPECT_GT(possible, 100);
    EXPECT_GT(moved, 30);
}

// Families of several sizes: never below where it was possible without moving anyone, and never beyond the places.
TEST(deferred_acceptance, with_a_minimum_lowers_no_region_that_was_at_its_own) {
    for (std::uint32_t number = 1; number <= 200; ++number) {
        const Wave wave{number};
        const auto requests = random_families(wave, 10, 3, 4);
        const Places places{4 + wave.below(9, 90, 0), 4 + wave.below(9, 90, 1), 4 + wave.below(9, 90, 2)};
        const Places minimum{places[0] / 2, places[1] / 2, places[2] / 2};
        const auto used = [&](const std::vector<Placement>& placements) {
            Places sum(3, 0);
            for (std::size_t i = 0; i < requests.size(); ++i)
                if (placements[i].region >= 0) sum[static_cast<std::size_t>(placements[i].region)] += requests[i].members;
            return sum;
        };
        Sitting sitting{requests, places};
        const Places without = used(deferred_acceptance(sitting).placements);
        sitting.minimum = minimum;
        const Places with = used(deferred_acceptance(sitting).placements);
        for (std::size_t r = 0; r < 3; ++r) {
            EXPECT_LE(with[r], places[r]) << number;
            EXPECT_GE(with[r], std::min(without[r], minimum[r])) << number;
        }
    }
}

SittingRecord random_record(const Wave& wave) {
    SittingRecord record;
    record.requests = random_families(wave, 12, 3, 4);
    const int most = 1 + wave.below(40, 92, 0);  // from none to more than enough
    record.places = {wave.below(most, 90, 0), wave.below(most, 90, 1), wave.below(most, 90, 2)};
    record.year = record.order = record.places;
    record.groups.resize(record.requests.size());
    record.placements = lottery({record.requests, record.places}).placements;
    return record;
}

TEST(diagnostics, agree_with_the_flow_where_they_do_without_it) {
    int free = 0, full = 0;
    for (std::uint32_t number = 1; number <= 300; ++number) {
        const SittingRecord record = random_record({number});
        const SittingDiagnostics d = diagnose(record);
        const Bound bound = flow_bound(record.requests, record.places);
        EXPECT_NEAR(d.best, bound.score, 1e-4) << number;
        for (std::size_t r = 0; r < 3; ++r) EXPECT_NEAR(d.shadow_price[r], bound.prices[r], 1e-5) << number;
        EXPECT_LE(d.score, d.best + 1e-4) << number;
        free += d.best > 0 && *std::max_element(d.shadow_price.begin(), d.shadow_price.end()) == 0;
        full += d.best == 0;
    }
    EXPECT_GT(free, 5);
    EXPECT_GT(full, 5);
}

TEST(diagnostics, count_the_envious_like_a_comparison_of_all_pairs) {
    std::int64_t all = 0;
    for (std::uint32_t number = 1; number <= 300; ++number) {
        const SittingRecord record = random_record({number});
        std::int64_t envious = 0;
        for (std::size_t i = 0; i < record.requests.size(); ++i) {
            const Request& r = record.requests[i];
            bool envies = false;
            for (std::size_t k = 0; k < r.regions.size() && r.regions[k] != record.placements[i].region; ++k)
                for (std::size_t j = 0; j < record.requests.size(); ++j)
                    envies = envies || (record.placements[j].region == r.regions[k] && record.requests[j].applied > r.applied &&
                                        record.requests[j].members <= r.members);
            envious += envies;
        }
        EXPECT_EQ(diagnose(record).envious, envious) << number;
        all += envious;
    }
    EXPECT_GT(all, 300);
}

}  // namespace
}  // namespace qonys
