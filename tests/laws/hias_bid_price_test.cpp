// Bid prices on a year of real placements: learnt on one half of the families, applied to the other as it arrives.
#include <gtest/gtest.h>

#include "allocation/bound.hpp"
#include "support/hias.hpp"

namespace qonys {
namespace {

// Every other family of the file, and half of the places for either half.
std::vector<Request> half_of(const test::HiasInstance& instance, std::size_t which) {
    std::vector<Request> half;
    for (std::size_t i = which; i < instance.requests.size(); i += 2) half.push_back(instance.requests[i]);
    return half;
}

TEST(bid_price, learnt_on_one_half_of_a_real_year_comes_near_the_best_of_the_other_and_greedy_does_not) {
    const auto instance = test::read_hias();
    if (!instance) GTEST_SKIP() << "no instance in " << test::hias_folder();
    std::vector<std::int64_t> places = instance->places;
    for (std::int64_t& p : places) p /= 2;
    for (std::size_t which : {0U, 1U}) {
        const auto past = half_of(*instance, which), now = half_of(*instance, 1 - which);
        const double hindsight = flow_bound(now, places).score;
        Sitting sitting{now, places};
        const double greedy = score_of(now, bid_price(sitting).placements);
        sitting.prices = flow_bound(past, places).prices;
        const double by_price = score_of(now, bid_price(sitting).placements);
        RecordProperty("by_price_" + std::to_string(which), std::to_string(by_price / hindsight));
        RecordProperty("greedy_" + std::to_string(which), std::to_string(greedy / hindsight));
        EXPECT_LE(by_price, hindsight + 1e-3);
        EXPECT_GE(by_price, 0.95 * hindsight) << "half " << which;
        EXPECT_LE(greedy, 0.90 * hindsight) << "half " << which;
    }
}

}  // namespace
}  // namespace qonys
