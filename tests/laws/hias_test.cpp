// A real year: HIAS, fiscal year 2016 (tests/support/hias.hpp). Skipped where the data are absent.
#include <gtest/gtest.h>

#include "allocation/bound.hpp"
#include "support/hias.hpp"

namespace qonys {
namespace {

class hias : public testing::Test {
protected:
    void SetUp() override {
        if (!test::read_hias()) GTEST_SKIP() << "the instance is not in " << test::hias_folder() << "; set QONYS_INSTANCES";
        instance = *test::read_hias();
        bound = flow_bound(instance.requests, instance.places).score;
    }
    double score(const Allotment& allotment) const { return score_of(instance.requests, allotment.placements); }

    test::HiasInstance instance;
    double bound = 0;
};

TEST_F(hias, has_499_families_of_1304_persons_and_21_places) {
    std::int64_t persons = 0;
    for (const Request& r : instance.requests) persons += r.members;
    EXPECT_EQ(instance.requests.size(), 499U);
    EXPECT_EQ(persons, 1304);
    EXPECT_EQ(instance.places.size(), 21U);
}

TEST_F(hias, is_solved_by_min_cost_flow_to_half_a_percent_of_the_bound) {
    const double reached = score(min_cost_flow({instance.requests, instance.places}));
    EXPECT_LE(reached, bound);
    EXPECT_GE(reached, 0.995 * bound);
}

// Each family in turn takes the place with its highest score.
TEST_F(hias, is_solved_badly_by_greedy_choice) {
    const double reached = score(first_come_first_served({instance.requests, instance.places}));
    EXPECT_LT(reached, 0.95 * bound);
    EXPECT_GT(reached, 0.6 * bound);
}

}  // namespace
}  // namespace qonys
