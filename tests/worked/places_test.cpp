// Distances: known pairs of capitals, and ways over the borders of a small country.
#include "places/places.hpp"

#include <gtest/gtest.h>

#include <numbers>

#include "support/small_scenario.hpp"

namespace qonys {
namespace {

constexpr double degree_km = 6371.0 * std::numbers::pi / 180;  // of a great circle: 111.195 km

TEST(great_circle, is_a_degree_along_meridian_and_equator) {
    EXPECT_NEAR(great_circle_km(10, 20, 11, 20), degree_km, 1e-6);
    EXPECT_NEAR(great_circle_km(0, 179.5, 0, -179.5), degree_km, 1e-6) << "over the date line";
    EXPECT_NEAR(great_circle_km(90, 0, -90, 77), 180 * degree_km, 1e-6);
    EXPECT_EQ(great_circle_km(43, 76, 43, 76), 0);
}

TEST(great_circle, of_known_capitals_is_right_within_a_percent) {
    // Coordinates of the regions' capitals from params/places.yaml; distances as computed by others.
    const Scenario s = test::baseline("2024-01");
    const struct {
        const char *from, *to;
        double km;
    } pairs[] = {{"KZ-10", "KZ-11", 810},  {"KZ-71", "KZ-75", 981}, {"KZ-75", "KZ-79", 609}, {"KZ-23", "KZ-27", 460},
                 {"KZ-47", "KZ-63", 2474}, {"KZ-61", "KZ-79", 153}, {"KZ-35", "KZ-71", 190}, {"KZ-15", "KZ-39", 549}};
    for (const auto& pair : pairs) {
        const std::size_t a = *s.places.name.axis.find(pair.from), b = *s.places.name.axis.find(pair.to);
        const double km =
            great_circle_km(s.places.latitude.at(a), s.places.longitude.at(a), s.places.latitude.at(b), s.places.longitude.at(b));
        EXPECT_NEAR(km, pair.km, pair.km * 0.01) << pair.from << " to " << pair.to;
    }
}

// Five regions on the equator and off it: A - B - C in a line with a bulge at B, D beside C, E an island.
struct Map {
    Scenario s = test::small_scenario();
    Map() {
        const std::vector<std::string> labels = {"A", "B", "C", "D", "E"};
        s.places.name = {{"region", labels}, labels};
        s.places.latitude = test::row("region", labels, {0, 3, 0, 0, 0});
        s.places.longitude = test::row("region", labels, {0, 4, 8, 10, 20});
        s.places.border_km = {{{"region", labels}, {"region_b", labels}}, std::vector<double>(25, 0.0)};
        for (const auto& [a, b] : {std::pair{0, 1}, {1, 2}, {2, 3}}) {
            s.places.border_km.cells[static_cast<std::size_t>(a * 5 + b)] = 10;
            s.places.border_km.cells[static_cast<std::size_t>(b * 5 + a)] = 10;
        }
        s.origins.gateway = {{{"origin", {"AAA", "BBB"}}, {"region", labels}}, {1, 0, 0, 1, 0, 0, 0, 1, 0, 0}};
    }
};

TEST(travel, follows_shared_borders_from_capital_to_capital) {
    const Map m;
    const Travel t = travel(m.s.places, m.s.origins);
    const double leg = great_circle_km(0, 0, 3, 4);  // about 5 degrees: Pythagoras
    EXPECT_NEAR(leg, 5 * degree_km, 1);
    EXPECT_NEAR(t.between(0, 1), leg, 1e-9);
    EXPECT_NEAR(t.between(0, 2), 2 * leg, 1e-6) << "by way of B, not 8 degrees straight";
    EXPECT_NEAR(t.between(0, 3), 2 * leg + 2 * degree_km, 1e-6);
    EXPECT_NEAR(t.between(3, 0), t.between(0, 3), 1e-9);
    EXPECT_EQ(t.between(2, 2), 0);
}

TEST(travel, to_a_region_without_neighbours_is_straight) {
    const Map m;
    const Travel t = travel(m.s.places, m.s.origins);
    EXPECT_NEAR(t.between(3, 4), 10 * degree_km, 1e-6);
    EXPECT_NEAR(t.between(4, 0), 20 * degree_km, 1e-6);
}

TEST(gateways, are_counted_from_the_nearest) {
    const Map m;  // AAA enters through A and D, BBB through C
    const Travel t = travel(m.s.places, m.s.origins);
    const auto from = [&](std::size_t origin, std::size_t region) { return t.gateway_km[origin * 5 + region]; };
    EXPECT_EQ(from(0, 0), 0);
    EXPECT_NEAR(from(0, 1), t.between(0, 1), 1e-9);
    EXPECT_NEAR(from(0, 2), 2 * degree_km, 1e-6) << "from D";
    EXPECT_NEAR(from(1, 0), t.between(2, 0), 1e-9);
    EXPECT_EQ(from(1, 2), 0);
}

}  // namespace
}  // namespace qonys
