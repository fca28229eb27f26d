// Who asks, who goes where: shares in the model against the closed forms of the logit.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "chance/z.hpp"
#include "month/month.hpp"
#include "support/small_scenario.hpp"

namespace qonys {
namespace {

using test::too_far;

constexpr std::size_t regions = 3;

// About 30,000 families of three come in January 2025 and settle at once; regions differ in everything that choice looks at.
Scenario many_at_once() {
    Scenario s = test::small_scenario();
    s.run.last_month = make_month(2025, 3);
    s.arrivals.kandas.season.cells.assign(12, 0.0);
    s.arrivals.kandas.season.cells[0] = 1;
    s.arrivals.kandas.total.cells.assign(s.arrivals.kandas.total.cells.size(), 90000.0);
    s.quotas.kandas.cells = {0, 0, 0};
    s.places.wage.cells = {300000, 400000, 500000};
    s.places.rent.cells = {2000, 5000, 1500};
    s.places.kazakh_share.cells = {0.4, 0.7, 0.9};
    s.origins.kin_stock.cells = {4e9, 1e9, 2e9, 1e9, 1e9, 5e9};  // so many that newcomers make no difference
    s.choice.kin = 0.6;
    s.choice.wage = 0.8;
    s.choice.rent = -0.5;
    s.choice.kazakh_share = 1.0;
    s.choice.cold = -0.02;
    s.choice.distance = -0.5;
    s.choice.region_constant.cells = {0.4, 0.1, -0.5};
    return s;
}

// Utility of a region for an origin, with the distance from where the family comes.
double utility(const Scenario& s, std::size_t origin, std::size_t region, double km) {
    const Choice& c = s.choice;
    const double cold = std::max(0.0, s.origins.january_temperature.at(origin) - s.places.january_temperature.at(region));
    return c.kin * std::log(s.origins.kin_stock.at(origin, region)) + c.wage * std::log(s.places.wage.at(region)) +
           c.rent * std::log(s.places.rent.at(region)) + c.kazakh_share * s.places.kazakh_share.at(region) + c.cold * cold +
           c.distance * km / 1000 + c.region_constant.at(region);
}

std::vector<double> logit(const std::vector<double>& utilities) {
    double sum = 0;
    std::vector<double> shares;
    for (double u : utilities) sum += std::exp(u);
    for (double u : utilities) shares.push_back(std::exp(u) / sum);
    return shares;
}

// Ways in the small scenario: NO - SO - WE share borders; AAA enters through SO, BBB through WE.
double leg(const Scenario& s, std::size_t a, std::size_t b) {
    return great_circle_km(s.places.latitude.at(a), s.places.longitude.at(a), s.places.latitude.at(b), s.places.longitude.at(b));
}
double way(const Scenario& s, std::size_t a, std::size_t b) {
    if (a == b) return 0;
    return a + b == 2 ? leg(s, 0, 1) + leg(s, 1, 2) : leg(s, a, b);
}

std::vector<double> expected_shares(const Scenario& s, std::size_t origin) {
    std::vector<double> utilities;
    for (std::size_t r = 0; r < regions; ++r) utilities.push_back(utility(s, origin, r, way(s, origin == 0 ? 1 : 2, r)));
    return logit(utilities);
}

TEST(free_settlers, choose_regions_by_the_multinomial_logit) {
    const Scenario s = many_at_once();
    const World world = make_world(s);
    State state = make_state(world, {21, 0});
    test::run_until(state, 1);
    const Families& f = state.population.families;
    for (std::size_t origin : {0U, 1U}) {
        std::vector<double> counts(regions, 0.0);
        for (std::size_t i = 0; i < f.size(); ++i)
            if (f.origin[i] == origin) ++counts[f.region[i]];
        EXPECT_LT(std::abs(test::z_of_table(counts, expected_shares(s, origin))), too_far) << origin;
        for (double Choice::*weight :
             {&Choice::kin, &Choice::wage, &Choice::rent, &Choice::kazakh_share, &Choice::cold, &Choice::distance}) {
            Scenario wrong = s;
            wrong.choice.*weight = 0;
            EXPECT_GT(std::abs(test::z_of_table(counts, expected_shares(wrong, origin))), too_far) << "a weight left out";
        }
    }
}

TEST(movers, choose_another_region_by_the_logit_with_the_distance_from_the_one_left) {
    Scenario s = many_at_once();
    s.leaving.free_hazard = 1e3;
    s.leaving.back.cells = {0, 0};
    const World world = make_world(s);
    State state = make_state(world, {21, 0});
    test::run_until(state, 1);
    const std::vector<std::uint8_t> from = state.population.families.region;
    test::run_until(state, 2);
    const Families& f = state.population.families;
    for (std::size_t left = 0; left < regions; ++left) {
        std::vector<std::size_t> others;
        for (std::size_t r = 0; r < regions; ++r)
            if (r != left) others.push_back(r);
        const auto shares = [&](const Scenario& scenario) {
            return logit({utility(scenario, 1, others[0], way(scenario, left, others[0])),
                          utility(scenario, 1, others[1], way(scenario, left, others[1]))});
        };
        std::vector<double> counts(2, 0.0);
        for (std::size_t i = 0; i < f.size(); ++i) {
            if (f.origin[i] != 1 || from[i] != left) continue;
            ASSERT_NE(f.region[i], left);
            ++counts[f.region[i] == others[1]];
        }
        const double n = counts[0] + counts[1];
        EXPECT_LT(std::abs(test::z_of_share(counts[0], n, shares(s)[0])), too_far) << left;
        Scenario wrong = s;
        wrong.choice.region_constant.cells = {0, 0, 0};
        EXPECT_GT(std::abs(test::z_of_share(counts[0], n, shares(wrong)[0])), too_far) << left;
    }
}

TEST(movers, choose_anew_each_time) {
    Scenario s = many_at_once();
    s.leaving.free_hazard = 1e3;
    s.leaving.back.cells = {0, 0};
    s.choice = {0, 0, 0, 0, 0, 0, 0, 0, s.choice.region_constant};
    s.choice.region_constant.cells = {0, 0, 0};  // all regions alike: half of the movers go back to where they were before
    const World world = make_world(s);
    State state = make_state(world, {27, 0});
    test::run_until(state, 1);
    const std::vector<std::uint8_t> first = state.population.families.region;
    test::run_until(state, 3);
    const Families& f = state.population.families;
    double back = 0;
    for (std::size_t i = 0; i < f.size(); ++i) back += f.region[i] == first[i];
    const double n = static_cast<double>(f.size());
    EXPECT_LT(std::abs(test::z_of_share(back, n, 0.5)), too_far);
    EXPECT_GT(std::abs(test::z_of_share(back, n, 2.0 / 3)), too_far) << "so many go back when tastes are drawn once";
}

TEST(leavers, go_abroad_in_the_share_of_their_origin) {
    Scenario s = many_at_once();
    s.leaving.free_hazard = 1e3;
    s.leaving.back.cells = {0.3, 0.6};
    const World world = make_world(s);
    State state = make_state(world, {22, 0});
    test::run_until(state, 2);
    const Families& f = state.population.families;
    for (std::size_t origin : {0U, 1U}) {
        double n = 0, abroad = 0;
        for (std::size_t i = 0; i < f.size(); ++i) {
            if (f.origin[i] != origin) continue;
            ++n;
            abroad += f.status[i] == FamilyStatus::returned;
        }
        EXPECT_LT(std::abs(test::z_of_share(abroad, n, s.leaving.back.at(origin))), too_far);
        EXPECT_GT(std::abs(test::z_of_share(abroad, n, s.leaving.back.at(1 - origin))), too_far);
    }
}

// Families of 1, 2, 4 and 8; a quota for all.
TEST(families, ask_for_a_place_with_odds_that_grow_with_their_size) {
    Scenario s = many_at_once();
    s.quotas.kandas.cells = {1e6, 1e6, 1e6};
    s.application.propensity.cells = {0.3, 0.1};
    s.application.size_elasticity = 0.8;
    s.people.family_size.cells.assign(20, 0.0);
    for (std::size_t size : {1U, 2U, 4U, 8U})
        s.people.family_size.cells[size - 1] = s.people.family_size.cells[10 + size - 1] = 0.25;
    const World world = make_world(s);
    State state = make_state(world, {23, 0});
    test::run_until(state, 1);
    const Families& f = state.population.families;
    for (std::size_t origin : {0U, 1U})
        for (int size : {1, 2, 4, 8}) {
            double n = 0, asked = 0;
            for (std::size_t i = 0; i < f.size(); ++i) {
                if (f.origin[i] != origin || f.members[i] != size) continue;
                ++n;
                asked += f.stream[i] == Stream::kandas_quota;
            }
            const double p = s.application.propensity.at(origin), odds = p / (1 - p) * std::pow(size / 3.75, 0.8);
            EXPECT_LT(std::abs(test::z_of_share(asked, n, odds / (1 + odds))), too_far) << origin << " " << size;
            EXPECT_GT(std::abs(test::z_of_share(asked, n, p)), size == 4 ? 0 : too_far) << "odds that ignore size";
        }
}

// Applicants race over the regions with a quota only; benefits are the same everywhere in cities, less in villages.
TEST(applicants, rank_regions_by_utility_with_the_benefits_on_offer) {
    Scenario s = many_at_once();
    s.quotas.kandas.cells = {1e6, 1e6, 0};
    s.application.propensity.cells = {1, 1};
    s.application.regions_ranked = 1;
    s.choice.benefit = 2;
    s.places.city_share.cells = {1, 0.2, 1};
    s.benefits.rent_take_up = 0.5;
    const World world = make_world(s);
    State state = make_state(world, {24, 0});
    test::run_until(state, 1);
    const Families& f = state.population.families;
    // Three members: rent 25 MRP in a city, 18 in a village; 12 months, drawn by half of the families, MRP 3,932. The grant is
    // the same in both regions.
    const auto million = [](double city) { return 0.5 * 12 * 3932 * (25 * city + 18 * (1 - city)) / 1e6; };
    std::vector<double> counts(2, 0.0);
    for (std::size_t i = 0; i < f.size(); ++i)
        if (f.origin[i] == 0) ++counts[f.region[i]];
    const auto share = [&](double benefit) {
        return logit({utility(s, 0, 0, way(s, 1, 0)) + benefit * million(1), utility(s, 0, 1, 0) + benefit * million(0.2)})[0];
    };
    EXPECT_LT(std::abs(test::z_of_share(counts[0], counts[0] + counts[1], share(2))), too_far);
    EXPECT_GT(std::abs(test::z_of_share(counts[0], counts[0] + counts[1], share(0))), too_far);
}

// 2,000 families of three wait for 3,000 places. Of the first thousand in the queue, how many get one?
double placed_of_the_first_half(const char* mechanism, int year) {
    Scenario s = test::empty_scenario();
    s.run.first_month = make_month(year, 12);
    s.run.last_month = make_month(year + 1, 1);
    s.status.term_months.cells = {12};
    s.quotas.kandas.cells = {3000, 0, 0};
    s.quotas.mechanism = test::rule(mechanism_words, mechanism);
    const World world = make_world(s);
    State state = make_state(world, {26, 0});
    for (int i = 0; i < 2000; ++i) test::add_waiting_family(state, 0, 3, {0});
    test::run_until(state, 1);
    const auto& status = state.population.families.status;
    EXPECT_EQ(std::count(status.begin(), status.end(), FamilyStatus::settled), 1000);
    return static_cast<double>(std::count(status.begin(), status.begin() + 1000, FamilyStatus::settled));
}

TEST(lottery, is_fair_and_drawn_anew_each_month) {
    const double deviation = std::sqrt(1000 * 0.25 * 1000 / 1999.0);  // hypergeometric
    const double one = placed_of_the_first_half("lottery", 2024), other = placed_of_the_first_half("lottery", 2025);
    EXPECT_LT(std::abs(one - 500) / deviation, too_far);
    EXPECT_LT(std::abs(other - 500) / deviation, too_far);
    EXPECT_NE(one, other);
    EXPECT_EQ(placed_of_the_first_half("first_come_first_served", 2024), 1000) << "the first half applied first";
}

TEST(shares_of_refusals_cities_and_rent_support, are_those_of_the_scenario) {
    Scenario s = many_at_once();
    s.quotas.kandas.cells = {1e6, 1e6, 1e6};
    s.application.propensity.cells = {1, 1};
    s.status.commission_share = 0.2;
    s.status.approval_share = 0.7;
    s.status.decision_days.cells = {30};  // of 21 a month: one month, or two with probability 30 / 21 - 1
    s.places.city_share.cells = {0.6, 0.6, 0.6};
    s.benefits.rent_take_up = 0.33;
    const World world = make_world(s);
    const State state = test::run_to_end(world, {25, 0});
    const Families& f = state.population.families;
    double n = static_cast<double>(f.size()), refused = 0, later = 0, settled = 0, village = 0, rent = 0;
    for (std::size_t i = 0; i < f.size(); ++i) {
        refused += f.status[i] == FamilyStatus::refused;
        later += f.decision_due[i] == 2;
        if (f.status[i] != FamilyStatus::settled) continue;
        ++settled;
        village += f.village[i];
        rent += f.rent_payments_left[i] > 0;
    }
    EXPECT_LT(std::abs(test::z_of_share(refused, n, 0.06)), too_far);
    EXPECT_LT(std::abs(test::z_of_share(later, n, 30.0 / 21 - 1)), too_far);
    EXPECT_LT(std::abs(test::z_of_share(village, settled, 0.4)), too_far);
    EXPECT_LT(std::abs(test::z_of_share(rent, settled, 0.33)), too_far);
    EXPECT_GT(std::abs(test::z_of_share(refused, n, 0.2 * 0.7)), too_far);
    EXPECT_GT(std::abs(test::z_of_share(later, n, 0.5)), too_far);
    EXPECT_GT(std::abs(test::z_of_share(settled - village, settled, 0.4)), too_far);
    EXPECT_GT(std::abs(test::z_of_share(settled - rent, settled, 0.33)), too_far);
}

}  // namespace
}  // namespace qonys
