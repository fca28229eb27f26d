// Mechanisms that draw: against the shares that they must follow.
#include "allocation/allocation.hpp"

#include <gtest/gtest.h>

#include "base/draws.hpp"
#include "chance/z.hpp"

namespace qonys {
namespace {

using test::too_far;
using test::z_of_table;

std::vector<Request> families(std::uint32_t count, std::uint32_t wave, int members) {
    std::vector<Request> requests(count);
    for (std::uint32_t i = 0; i < count; ++i) {
        requests[i] = {i, members, 0, uniform({41, wave}, {i, 0}, 0, Purpose::lottery), {2, 0, 3, 1}};
        requests[i].draw = uniform({41, wave}, {i, 0}, 1, Purpose::lottery);
    }
    return requests;
}

std::vector<double> counts_of(const std::vector<Placement>& placements) {
    std::vector<double> counts(4, 0);
    for (const Placement& p : placements) counts[static_cast<std::size_t>(p.region)] += 1;
    return counts;
}

// Places so many that those given do not change the shares.
TEST(proportional, places_families_in_proportion_to_the_places) {
    const std::int64_t unit = 1'000'000'000;
    const auto requests = families(40'000, 0, 1);
    const auto counts = counts_of(proportional({requests, {1 * unit, 2 * unit, 3 * unit, 4 * unit}}).placements);
    EXPECT_LT(std::abs(z_of_table(counts, {0.1, 0.2, 0.3, 0.4})), too_far);
    // Controls: the same in each region, and shares in the order of the list instead of that of the regions.
    EXPECT_GT(std::abs(z_of_table(counts, {0.25, 0.25, 0.25, 0.25})), too_far);
    EXPECT_GT(std::abs(z_of_table(counts, {0.2, 0.4, 0.1, 0.3})), too_far);
    const auto by_preference = counts_of(lottery({requests, {unit, unit, unit, unit}}).placements);
    EXPECT_GT(std::abs(z_of_table(by_preference, {0.1, 0.2, 0.3, 0.4})), too_far);
}

TEST(proportional, leaves_out_regions_without_room) {
    const auto requests = families(20'000, 1, 3);
    const std::int64_t unit = 1'000'000'000;
    const auto counts = counts_of(proportional({requests, {2, 2 * unit, 3 * unit, 0}}).placements);
    EXPECT_LT(std::abs(z_of_table(counts, {0, 0.4, 0.6, 0})), too_far);
    EXPECT_GT(std::abs(z_of_table(counts, {0, 0.5, 0.5, 0})), too_far);
}

// Without replacement: whoever comes fifth finds places in the proportions of the start, as each place is as likely to be his.
TEST(proportional, is_fair_to_those_who_come_late) {
    std::vector<double> last(4, 0);
    for (std::uint32_t wave = 0; wave < 20'000; ++wave) {
        auto requests = families(5, wave, 1);
        for (std::uint32_t i = 0; i < 5; ++i) requests[i].lot = 0.1 * i;
        last[static_cast<std::size_t>(proportional({requests, {1, 2, 3, 4}}).placements[4].region)] += 1;
    }
    EXPECT_LT(std::abs(z_of_table(last, {0.1, 0.2, 0.3, 0.4})), too_far);
    EXPECT_GT(std::abs(z_of_table(last, {0.12, 0.2, 0.3, 0.38})), too_far);
}

// One place for the first of three families: each has the lowest lot in a third of the waves.
TEST(lottery, gives_each_family_the_same_chance) {
    std::vector<double> first(3, 0);
    for (std::uint32_t wave = 0; wave < 20'000; ++wave) {
        const auto requests = families(3, wave, 1);
        const auto placements = lottery({requests, {0, 0, 1, 0}}).placements;
        for (std::size_t i = 0; i < 3; ++i) first[i] += placements[i].region == 2;
    }
    EXPECT_LT(std::abs(z_of_table(first, {1.0 / 3, 1.0 / 3, 1.0 / 3})), too_far);
    EXPECT_GT(std::abs(z_of_table(first, {0.36, 0.32, 0.32})), too_far);
}

}  // namespace
}  // namespace qonys
