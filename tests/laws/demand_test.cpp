// Arrivals that respond to the money offered: one stream of potential families, from which a better offer draws more.
#include <gtest/gtest.h>

#include <cmath>
#include <map>

#include "laws/compare_records.hpp"
#include "laws/lively_scenario.hpp"

namespace qonys {
namespace {

// What a family is before any policy has reached it: origin, month in which it set out, and its members at arrival.
using Family = std::vector<double>;

struct Arrived {
    std::map<test::FamilyKey, Family> kandas, others;
};

Arrived arrived(double relocation_mrp, double elasticity) {
    Scenario s = test::lively_scenario();
    test::set_cells(s.demography.mortality, 0);
    test::set_cells(s.demography.fertility, 0);
    s.demand.arrivals_elasticity = elasticity;
    s.benefits.relocation_mrp.cells = {relocation_mrp};
    const World world = make_world(s);
    const State state = test::run_to_end(world, {3, 0});
    const Families& f = state.population.families;
    const Persons& p = state.population.persons;
    Arrived result;
    std::vector<Family> families;
    for (std::size_t i = 0; i < f.size(); ++i)
        families.push_back({static_cast<double>(f.origin[i]), static_cast<double>(f.arrived[i])});
    for (std::size_t i = 0; i < p.size(); ++i)
        for (double what : {static_cast<double>(p.born[i]), static_cast<double>(p.sex[i]), static_cast<double>(p.education[i])})
            families[p.family[i]].push_back(what);
    for (std::size_t i = 0; i < f.size(); ++i) {
        const bool kandas = f.stream[i] == Stream::kandas_free || f.stream[i] == Stream::kandas_quota;
        (kandas ? result.kandas : result.others)[{f.agent[i].low, f.agent[i].high}] = families[i];
    }
    return result;
}

TEST(a_better_offer, only_adds_families_and_those_who_come_anyway_are_the_same) {
    const Arrived poor = arrived(35, 0.5), usual = arrived(70, 0.5), rich = arrived(200, 0.5);
    const auto only_adds = [](const Arrived& less, const Arrived& more) {
        for (const auto& [key, family] : less.kandas) {
            const auto same = more.kandas.find(key);
            ASSERT_NE(same, more.kandas.end());
            ASSERT_EQ(same->second, family);
        }
        EXPECT_GT(more.kandas.size(), less.kandas.size() + 50);
        EXPECT_EQ(more.others, less.others) << "internal migrants and card holders look at other things";
        EXPECT_GT(less.others.size(), 100U);
    };
    only_adds(poor, usual);
    only_adds(usual, rich);
    // Offered to a family of three: 3 x grant + 0.6 x 12 x 21.5 MRP of rent, over 468.
    const double ratio = std::sqrt((3 * 200 + 154.8) / (3 * 70 + 154.8));
    const double found = static_cast<double>(rich.kandas.size()) / static_cast<double>(usual.kandas.size());
    EXPECT_NEAR(found, ratio, 0.1);
}

TEST(arrivals_that_do_not_respond, are_the_same_families_under_every_offer) {
    EXPECT_EQ(arrived(35, 0).kandas, arrived(200, 0).kandas);
}

}  // namespace
}  // namespace qonys
