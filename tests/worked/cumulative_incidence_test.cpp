// Shares of persons who have not left, worked by hand.
#include "accounts/cumulative_incidence.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "base/problems.hpp"

namespace qonys {
namespace {

using testing::DoubleEq;
using testing::ElementsAre;
using Column = std::vector<std::int64_t>;

TEST(share_not_left, counts_those_who_completed_as_not_left) {
    // 110 arrive; 100 complete in month 2; of the other 10 all leave in month 4. 10 of 110 have left, not everybody.
    const auto share = share_not_left(Column{110, 110, 110, 110, 110}, Column{110, 110, 110, 10, 10}, Column{0, 0, 0, 0, 10},
                                      Column{110, 110, 10, 10, 0});
    EXPECT_THAT(share, ElementsAre(1, 1, 1, 1, DoubleEq(100.0 / 110)));
}

TEST(share_not_left, takes_those_followed_for_less_time_as_long_as_they_were) {
    // Month 1: 4 of 20 leave. Month 2: only the first 10 are followed, of whom 8 are still there; 2 leave: 0.2 + 0.8 x 2 / 8.
    const auto share = share_not_left(Column{20, 20, 10}, Column{20, 20, 8}, Column{0, 4, 2}, Column{20, 16, 6});
    EXPECT_THAT(share, ElementsAre(1, DoubleEq(0.8), DoubleEq(0.6)));
}

TEST(share_not_left, keeps_its_value_when_everybody_is_out_and_has_none_when_nobody_is_followed) {
    const auto share = share_not_left(Column{5, 5, 5, 0}, Column{5, 5, 0, 0}, Column{0, 2, 0, 0}, Column{5, 0, 0, 0});
    EXPECT_DOUBLE_EQ(share[1], 0.6);
    EXPECT_DOUBLE_EQ(share[2], 0.6);
    EXPECT_TRUE(std::isnan(share[3]));
}

TEST(share_not_left, refuses_more_persons_than_were_at_risk) {
    EXPECT_THROW(share_not_left(Column{5}, Column{5}, Column{3}, Column{3}), BrokenInvariant);
    EXPECT_THROW(share_not_left(Column{5}, Column{5}, Column{-1}, Column{3}), BrokenInvariant);
    EXPECT_THROW(share_not_left(Column{5}, Column{5, 5}, Column{1}, Column{3}), BrokenInvariant);
}

}  // namespace
}  // namespace qonys
