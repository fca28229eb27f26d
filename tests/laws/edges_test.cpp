// At the edge of what the reader accepts the model still means what it says.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "accounts/kaplan_meier.hpp"
#include "base/problems.hpp"
#include "month/month.hpp"
#include "support/small_scenario.hpp"

namespace qonys::test {
namespace {

using testing::HasSubstr;

std::int64_t settled_in(const State& state, std::size_t region) {
    std::int64_t families = 0;
    for (std::size_t f = 0; f < state.population.families.size(); ++f)
        families += state.population.families.settled[f] != no_month && state.population.families.first_region[f] == region;
    return families;
}

TEST(utilities_far_apart, send_everybody_to_the_best_region_and_not_to_the_first) {
    Scenario s = small_scenario();
    s.application.propensity.cells = {0, 0};
    s.choice.wage = 20;
    s.places.wage.cells = {1, 1, 1e9};
    const World world = make_world(s);
    const State state = run_to_end(world);
    EXPECT_EQ(settled_in(state, 0) + settled_in(state, 1), 0);
    EXPECT_GT(settled_in(state, 2), 0);
}

TEST(a_country_without_kazakhs, has_the_same_language_environment_everywhere) {
    Scenario without = small_scenario(), equal = small_scenario();
    without.work.kazakh_share_elasticity = equal.work.kazakh_share_elasticity = 0.5;
    without.places.kazakh_share.cells = {0, 0, 0};
    EXPECT_EQ(make_world(without).find_factor, make_world(equal).find_factor);
}

TEST(rents_and_prices, beyond_all_measure_are_still_whole_numbers) {
    Scenario s = small_scenario();
    s.places.population.cells = {1, 1, 1};
    s.housing.price_elasticity = s.housing.rent_elasticity = 5;
    s.housing.price_growth = 1;
    s.housing.price_base = make_month(1900, 1);
    const World world = make_world(s);
    const State state = run_to_end(world);
    for (M level : {M::rent_level, M::home_price_level}) {
        const auto& cells = state.tallies.cells[static_cast<std::size_t>(level)];
        EXPECT_GT(*std::max_element(cells.begin(), cells.end()), std::int64_t{1} << 31) << measure(level).name;
        EXPECT_LE(*std::max_element(cells.begin(), cells.end()), 1'000'000'000'000'000) << measure(level).name;
        EXPECT_GT(*std::min_element(cells.begin(), cells.end()), 0) << measure(level).name;
        EXPECT_EQ(measure(level).type, CellType::tenge) << "64 bits in the file";
    }
}

TEST(products_of_money, may_be_wider_than_64_bits) {
    EXPECT_EQ(times(Tenge{1'000'000'000'000'000}, 10000), Tenge{1'000'000'000'000'000});
    EXPECT_EQ(times(Tenge{1'000'000'000'000'001}, 5000), Tenge{500'000'000'000'001}) << "half up";
}

TEST(retention, stays_at_nought_once_all_have_left) {
    const std::vector<std::int64_t> at_risk = {4, 2, 0, 0}, left = {2, 2, 0, 0};
    EXPECT_EQ(kaplan_meier(at_risk, left), (std::vector<double>{0.5, 0, 0, 0}));
}

Allotment everybody_to_the_first_region(const Sitting& sitting) {
    std::vector<Placement> placements;
    for (const Request& request : sitting.requests) placements.push_back({request.family, request.regions[0], 1, Reason::placed});
    return {placements};
}

TEST(a_mechanism_that_gives_more_places_than_are_left, stops_the_run) {
    Scenario s = small_scenario();
    s.quotas.kandas.cells = {5, 0, 0};
    World world = make_world(s);
    world.mechanisms = {everybody_to_the_first_region};
    try {
        run_to_end(world);
        FAIL() << "was not noticed";
    } catch (const BrokenInvariant& e) {
        EXPECT_THAT(e.what(), HasSubstr("more places given than left in NO"));
    }
}

}  // namespace
}  // namespace qonys::test
