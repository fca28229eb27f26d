// Laws of quota policies and roundings, on random instances made from keyed draws.
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <numeric>

#include "base/draws.hpp"
#include "commit.hpp"
#include "policy/quota.hpp"
#include "policy/rounding.hpp"
#include "scenario/read.hpp"
#include "support/small_scenario.hpp"

namespace qonys {
namespace {

using Places = std::vector<std::int64_t>;

constexpr std::array<Rounding, 3> roundings{Rounding::largest_remainder, Rounding::sainte_lague, Rounding::dhondt};
constexpr std::array<double, 3> offsets{0, 0.5, 1};  // of the divisors, by rounding; none for the first

std::int64_t sum(const Places& places) {
    return std::accumulate(places.begin(), places.end(), std::int64_t{0});
}

// Weights, a total, floors and ceilings; floors sum to no more and ceilings to no less than the total. Every third instance has
// small whole weights, so that there are ties; some weights are 0.
struct Instance {
    std::vector<double> weights;
    std::int64_t total = 0;
    Places floors, ceilings;

    Instance(std::uint32_t number, std::size_t most_shares, double most_total) {
        std::uint32_t ordinal = 0;
        const auto draw = [&] { return uniform({2024, 0}, {number, 0}, ordinal++, Purpose::lottery); };
        const std::size_t n = 2 + static_cast<std::size_t>(draw() * static_cast<double>(most_shares - 1));
        total = static_cast<std::int64_t>(draw() * most_total);
        for (std::size_t i = 0; i < n; ++i) {
            const double weight = number % 3 == 0 ? std::floor(draw() * 5) : std::exp(6 * draw());
            weights.push_back(i > 0 && draw() < 0.1 ? 0 : weight + (i == 0));
            floors.push_back(0);
            ceilings.push_back(total);
        }
        std::int64_t held = 0;
        for (std::size_t i = 0; i < n && number % 2 == 0; ++i) {
            if (draw() < 0.3) floors[i] = static_cast<std::int64_t>(draw() * static_cast<double>(total - held) / 2);
            held += floors[i];
            // the first share has no ceiling, so that the total is always reached
            if (i > 0 && draw() < 0.3)
                ceilings[i] = floors[i] + static_cast<std::int64_t>(draw() * static_cast<double>(total) / 5);
        }
    }

    Places rounded(Rounding rounding) const { return round_shares(weights, total, rounding, floors, ceilings); }
};

TEST(rounding, sums_to_the_total_between_floors_and_ceilings) {
    for (std::uint32_t number = 0; number < 3000; ++number) {
        const Instance x(number, 25, number % 5 == 0 ? 1e7 : 3000);
        for (const Rounding rounding : roundings) {
            const Places places = x.rounded(rounding);
            ASSERT_EQ(sum(places), x.total) << number;
            for (std::size_t i = 0; i < places.size(); ++i) {
                ASSERT_GE(places[i], x.floors[i]) << number;
                ASSERT_LE(places[i], x.ceilings[i]) << number;
                ASSERT_TRUE(x.weights[i] > 0 || places[i] == x.floors[i]) << number;
            }
        }
    }
}

TEST(rounding, does_not_depend_on_the_unit_of_the_weights) {
    for (std::uint32_t number = 0; number < 500; ++number) {
        Instance x(number, 12, 3000), scaled = x;
        for (double& weight : scaled.weights) weight *= 1024;
        for (const Rounding rounding : roundings) EXPECT_EQ(x.rounded(rounding), scaled.rounded(rounding)) << number;
    }
}

// Places one by one, each to the greatest weight per divisor among the shares below their ceiling, from the floors on.
Places seat_by_seat(const Instance& x, double offset) {
    Places places = x.floors;
    for (std::int64_t left = x.total - sum(places); left > 0; --left) {
        std::size_t best = x.weights.size();
        const auto claim = [&](std::size_t i) { return x.weights[i] / (static_cast<double>(places[i]) + offset); };
        for (std::size_t i = 0; i < x.weights.size(); ++i)
            if (x.weights[i] > 0 && places[i] < x.ceilings[i] && (best == x.weights.size() || claim(i) > claim(best))) best = i;
        ++places[best];
    }
    return places;
}

TEST(divisor_methods, equal_the_count_seat_by_seat) {
    for (std::uint32_t number = 0; number < 1500; ++number) {
        const Instance x(number, 20, 1500);
        for (const std::size_t method : {1, 2})
            ASSERT_EQ(x.rounded(roundings[method]), seat_by_seat(x, offsets[method])) << number;
    }
}

TEST(divisor_methods, take_no_place_from_anybody_when_the_total_grows) {
    for (std::uint32_t number = 1; number < 400; number += 2) {  // without floors and ceilings
        Instance x(number, 8, 200);
        for (const std::size_t method : {1, 2}) {
            Places before(x.weights.size(), 0);
            for (x.total = 1; x.total < 60; ++x.total) {
                x.ceilings.assign(x.weights.size(), x.total);
                const Places now = x.rounded(roundings[method]);
                for (std::size_t i = 0; i < now.size(); ++i) ASSERT_GE(now[i], before[i]) << number;
                before = now;
            }
        }
    }
}

TEST(largest_remainder, gives_each_share_its_quota_rounded_down_or_up) {
    for (std::uint32_t number = 1; number < 2000; number += 2) {  // without floors and ceilings
        const Instance x(number, 25, 5000);
        const double all = std::accumulate(x.weights.begin(), x.weights.end(), 0.0);
        const Places places = x.rounded(Rounding::largest_remainder);
        for (std::size_t i = 0; i < places.size(); ++i)
            ASSERT_LT(std::fabs(static_cast<double>(places[i]) - x.weights[i] * static_cast<double>(x.total) / all), 1) << number;
    }
}

double squared_distance(const Places& places, const std::vector<double>& quotas) {
    double distance = 0;
    for (std::size_t i = 0; i < places.size(); ++i) distance += std::pow(static_cast<double>(places[i]) - quotas[i], 2);
    return distance;
}

// All ways to split a total over the shares, by brute force.
double least_distance(const std::vector<double>& quotas, Places& places, std::size_t at, std::int64_t left) {
    if (at + 1 == quotas.size()) {
        places[at] = left;
        return squared_distance(places, quotas);
    }
    double least = std::numeric_limits<double>::infinity();
    for (places[at] = 0; places[at] <= left; ++places[at])
        least = std::min(least, least_distance(quotas, places, at + 1, left - places[at]));
    return least;
}

TEST(largest_remainder, is_nearest_to_the_exact_shares) {
    for (std::uint32_t number = 1; number < 600; number += 2) {
        const Instance x(number, 4, 14);
        const double all = std::accumulate(x.weights.begin(), x.weights.end(), 0.0);
        std::vector<double> quotas;
        for (const double weight : x.weights) quotas.push_back(weight * static_cast<double>(x.total) / all);
        Places places(quotas.size(), 0);
        EXPECT_NEAR(squared_distance(x.rounded(Rounding::largest_remainder), quotas), least_distance(quotas, places, 0, x.total),
                    1e-9)
            << number;
    }
}

TEST(rounding, never_gives_a_share_fewer_places_for_a_greater_weight) {
    for (std::uint32_t number = 0; number < 1500; ++number) {
        const Instance x(number, 12, 400);
        for (const Rounding rounding : roundings) {
            const Places before = x.rounded(rounding);
            Instance more = x;
            const std::size_t i = number % x.weights.size();
            more.weights[i] *= 1 + 0.01 * (1 + number % 50);
            ASSERT_GE(more.rounded(rounding)[i], before[i]) << number;
        }
    }
}

// Random inputs of the keys on three regions that all receive.
Scenario random_world(std::uint32_t number) {
    Scenario s = test::small_scenario();
    std::uint32_t ordinal = 0;
    const auto draw = [&] { return uniform({7, 0}, {number, 0}, ordinal++, Purpose::lottery); };
    s.quotas.reception.cells = {1, 1, 1};
    s.quotas.total.cells = {std::floor(draw() * 3000), std::floor(draw() * 9000)};
    s.quotas.rounding.cells = {static_cast<double>(number % rounding_words.size())};
    for (std::size_t r = 0; r < 3; ++r) {
        s.places.population.cells[r] = 1e5 + 2e6 * draw();
        s.places.wage.cells[r] = 1e5 + 4e5 * draw();
        s.places.unemployment.cells[r] = 0.01 + 0.1 * draw();
        s.work.open_places.cells[r] = 100 + 2e4 * draw();
        s.housing.homes_for_sale.cells[r] = 1 + 100 * draw();
        for (std::size_t o = 0; o < 2; ++o) s.origins.kin_stock.cells[o * 3 + r] = 1e5 * draw();
        if (number % 2 == 0) s.quotas.ceilings.cells[r] = std::floor(s.quotas.total.at(0) * (0.34 + draw()));
    }
    double rest = 1;
    for (std::size_t k = 0; k + 1 < key_words.size(); ++k) rest -= s.quotas.key_weights.cells[k] = rest * draw();
    s.quotas.key_weights.cells.back() = rest;
    return s;
}

Places places_under(Scenario s, const char* policy) {
    s.quotas.kandas_policy = test::rule(quota_policy_words, policy);
    return places_of_year(s, streams[0], make_month(2025, 1));
}

TEST(every_policy, gives_out_the_whole_total) {
    for (std::uint32_t number = 0; number < 200; ++number) {
        Scenario s = random_world(number);
        s.quotas.kandas.cells = {30, 20, 50};
        for (const char* policy : quota_policy_words)
            ASSERT_EQ(static_cast<double>(sum(places_under(s, policy))), s.quotas.total.at(0)) << policy << ", " << number;
    }
}

// The flaw that Grech (2017) found in the key of the European Union: a country may get less because it has less unemployment.
TEST(labour_deficit, never_gives_a_region_fewer_places_for_less_unemployment_or_more_jobs) {
    int more = 0;
    for (std::uint32_t number = 0; number < 400; ++number) {
        const Scenario s = random_world(number);
        const std::size_t r = number % 3;
        const std::int64_t before = places_under(s, "labour_deficit")[r];
        Scenario less_unemployment = s, more_jobs = s;
        less_unemployment.places.unemployment.cells[r] *= 0.9;
        more_jobs.work.open_places.cells[r] *= 1.1;
        for (const Scenario& better : {less_unemployment, more_jobs}) {
            const std::int64_t after = places_under(better, "labour_deficit")[r];
            ASSERT_GE(after, before) << number;
            more += after > before;
        }
    }
    EXPECT_GT(more, 500);
}

TEST(inverse_stock, falls_with_the_stock) {
    int fewer = 0;
    for (std::uint32_t number = 0; number < 400; ++number) {
        const Scenario s = random_world(number);
        Scenario settled = s;
        const std::size_t r = number % 3;
        settled.origins.kin_stock.cells[r] += 20000;
        EXPECT_LT(key_column(settled, "inverse_stock", make_month(2025, 1))[r],
                  key_column(s, "inverse_stock", make_month(2025, 1))[r]);
        const std::int64_t before = places_under(s, "inverse_stock")[r], after = places_under(settled, "inverse_stock")[r];
        ASSERT_LE(after, before) << number;
        fewer += after < before;
    }
    EXPECT_GT(fewer, 250);
}

TEST(weighted_key, with_one_column_is_the_policy_of_that_name) {
    for (std::uint32_t number = 0; number < 60; ++number) {
        Scenario s = random_world(number);
        for (const char* policy : quota_policy_words) {
            const auto column = s.quotas.key_weights.axes[1].find(policy);
            if (!column) continue;
            s.quotas.key_weights.cells.assign(key_words.size(), 0.0);
            s.quotas.key_weights.cells[*column] = 1;
            EXPECT_EQ(places_under(s, "weighted_key"), places_under(s, policy)) << policy << ", " << number;
        }
    }
}

TEST(shipped_orders, are_given_out_exactly_under_every_rounding) {
    for (const char* rounding : rounding_words) {
        const Scenario s = test::baseline("2026-12", {std::string("quotas.rounding=") + rounding});
        for (Month month = make_month(2023, 1); month <= s.run.last_month; month = month + 1)
            for (const StreamRow& stream : streams) {
                if (!stream.quota) continue;
                const Table& orders = s.quotas.*stream.quota;
                std::size_t row = 0;
                while (row + 1 < orders.axes[0].size() && *parse_date(orders.axes[0].labels[row + 1]) <= first_day(month)) ++row;
                const Places places = places_of_year(s, stream, month);
                for (std::size_t r = 0; r < places.size(); ++r)
                    ASSERT_EQ(static_cast<double>(places[r]), orders.at(row, r)) << stream.label << " " << to_string(month);
            }
    }
}

TEST(release, never_shrinks_within_a_year_and_ends_with_all_places) {
    for (const char* word : release_words)
        for (const std::int64_t places : {0, 1, 11, 12, 977}) {
            std::int64_t before = 0;
            for (int month = 1; month <= 12; ++month) {
                const std::int64_t now = released(places, word, make_month(2026, month));
                EXPECT_GE(now, before);
                EXPECT_LE(now, places);
                before = now;
            }
            EXPECT_EQ(before, places);
        }
}

}  // namespace
}  // namespace qonys
