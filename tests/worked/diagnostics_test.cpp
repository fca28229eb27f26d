// What sittings tell, worked by hand.
#include "allocation/diagnostics.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

namespace qonys {
namespace {

using ::testing::DoubleNear;
using ::testing::ElementsAre;

constexpr double close = 1e-6;

Placement placed(std::uint32_t family, int region, int rank) {
    return {family, region, rank, Reason::placed};
}

Placement waits(std::uint32_t family) {
    return {family, -1, 0, Reason::no_place_large_enough};
}

// Three families for three places in region 0 and two in region 1. Per member: 2 and 1, 3 and 1, 1.5.
SittingRecord three_families() {
    SittingRecord record;
    record.places = {3, 2};
    record.year = record.order = {6, 4};
    record.requests = {{0, 3, 1, 0, {0, 1}, {6, 3}}, {1, 2, 2, 0, {0, 1}, {6, 2}}, {2, 1, 3, 0, {0}, {1.5}}};
    record.groups = {{0, 1, 0}, {1, 1, 0}, {0, 0, 0}};
    record.placements = {placed(0, 0, 1), placed(1, 1, 2), waits(2)};
    return record;
}

TEST(a_sitting, tells_who_asked_who_was_turned_away_and_which_quota_bound) {
    const SittingDiagnostics d = diagnose(three_families());
    EXPECT_THAT(d.asked, ElementsAre(6, 0));        // all name region 0 first
    EXPECT_THAT(d.turned_away, ElementsAre(1, 0));  // the third
    EXPECT_THAT(d.bound, ElementsAre(1, 0));
    EXPECT_EQ(d.families, 3);
    EXPECT_EQ(d.placed, 2);
    EXPECT_EQ(d.rank_sum, 3);
    EXPECT_DOUBLE_EQ(d.score, 8);  // 6 + 2
}

// Best, person by person: both of family 1 in region 0 (6), one of family 0 there (2) and two in region 1 (2). One more place in
// region 0 goes to family 2 (1.5). One more in region 1 takes the person of family 0 from region 0 (-1), where family 2 comes in.
TEST(a_sitting, has_a_best_and_prices_of_one_more_place) {
    const SittingDiagnostics d = diagnose(three_families());
    EXPECT_NEAR(d.best, 10, close);
    EXPECT_THAT(d.shadow_price, ElementsAre(DoubleNear(1.5, close), DoubleNear(0.5, close)));
}

TEST(a_sitting, needs_no_further_place_when_all_can_have_their_best) {
    SittingRecord record = three_families();
    record.places = {6, 0};
    record.requests[1].scores = {6, 7};  // best in region 1, which has no places
    EXPECT_NEAR(diagnose(record).best, 13.5, close);
    EXPECT_THAT(diagnose(record).shadow_price, ElementsAre(DoubleNear(0, close), DoubleNear(0.5, close)));
    record.places = {4, 2};
    EXPECT_NEAR(diagnose(record).best, 14.5, close);  // 6 + 7 + 1.5, whatever the placements
    EXPECT_THAT(diagnose(record).shadow_price, ElementsAre(DoubleNear(0, close), DoubleNear(0, close)));
    EXPECT_DOUBLE_EQ(diagnose(record).score, 13);  // 6 + 7
}

TEST(a_sitting, without_places_prices_them_at_the_greatest_score_per_member) {
    SittingRecord record = three_families();
    record.places = {0, 0};
    record.placements = {waits(0), waits(1), waits(2)};
    const SittingDiagnostics d = diagnose(record);
    EXPECT_NEAR(d.best, 0, close);
    EXPECT_THAT(d.shadow_price, ElementsAre(DoubleNear(3, close), DoubleNear(1, close)));
    EXPECT_THAT(d.turned_away, ElementsAre(6, 5));
    EXPECT_THAT(d.bound, ElementsAre(1, 1));
}

TEST(a_quota, does_not_bind_when_the_family_would_have_fitted) {
    SittingRecord record = three_families();
    record.places = {4, 2};  // one place is left for the third, whom the commission kept waiting
    record.placements[2] = {2, -1, 0, Reason::kept_for_later};
    EXPECT_THAT(diagnose(record).bound, ElementsAre(0, 0));
    EXPECT_THAT(diagnose(record).turned_away, ElementsAre(1, 0));
    record.requests[2].members = 2;
    EXPECT_THAT(diagnose(record).bound, ElementsAre(1, 0));
}

TEST(envy, is_of_a_later_applicant_no_larger_than_oneself_in_a_region_one_prefers) {
    SittingRecord record = three_families();
    EXPECT_EQ(diagnose(record).envious, 0) << "family 0 applied before all";
    record.requests[0].applied = 9;
    EXPECT_EQ(diagnose(record).envious, 0) << "it is larger than those who would rather be there";
    record.requests[0].members = 2;
    EXPECT_EQ(diagnose(record).envious, 1) << "family 1 is as large, and in the region of its second choice";
    record.requests[0].members = 1;
    EXPECT_EQ(diagnose(record).envious, 2) << "family 2 as well, which was not placed";
    record.requests[1].regions = {1, 0};
    record.placements[1].rank = 1;
    EXPECT_EQ(diagnose(record).envious, 1) << "family 1 now has its first choice";
    record.requests[2].applied = 9;
    EXPECT_EQ(diagnose(record).envious, 0) << "applied on the same day";
}

// Family 2 waits in January, when it is worth 1.5, and is placed in region 0 in February, worth 4; family 3 comes too late.
std::vector<SittingRecord> two_sittings() {
    SittingRecord january = three_families(), february;
    february.month = 1;
    february.places = {1, 0};
    february.year = february.order = {4, 2};
    february.requests = {{2, 1, 3, 0, {0}, {4}}, {3, 1, 4, 0, {0}, {2}}};
    february.groups = {{0, 0, 0}, {1, 0, 0}};
    february.placements = {placed(2, 0, 1), waits(3)};
    return {january, february};
}

TEST(a_year, counts_each_family_once_in_hindsight_with_its_best_scores) {
    const auto records = two_sittings();
    const YearDiagnostics d = diagnose_year(records);
    EXPECT_DOUBLE_EQ(d.score, 12);  // 6 + 2 + 4
    // Places 4 and 2 of the last order: family 1 in region 0 (6), family 2 as in February (4), two of family 0 in region 1 (2);
    // for the last place of region 0 the third of family 0, or family 3 (2).
    EXPECT_NEAR(d.hindsight, 14, close);
    // Placed 4 of 6 and 2 of 6, places 4 of 6 and 2 of 6.
    EXPECT_DOUBLE_EQ(d.distance, 0);
}

TEST(a_year, whose_order_takes_places_back_bounds_what_was_reached_before) {
    auto records = two_sittings();
    records[1].year = records[1].order = {1, 0};
    const YearDiagnostics d = diagnose_year(records);
    EXPECT_GE(d.hindsight, d.score);
    EXPECT_NEAR(d.hindsight, 14, close);  // the places that were given: 4 and 2
}

TEST(a_year, is_as_far_from_the_key_as_the_share_of_persons_in_the_wrong_region) {
    auto records = two_sittings();
    records[1].year = records[1].order = {2, 4};  // placed: 4/6 and 2/6; places: 2/6 and 4/6
    EXPECT_NEAR(diagnose_year(records).distance, 1.0 / 3, 1e-12);
    for (SittingRecord& record : records)
        for (Placement& p : record.placements) p = waits(p.family);
    EXPECT_TRUE(std::isnan(diagnose_year(records).distance)) << "unknown when nobody is placed";
    EXPECT_EQ(diagnose_year({}).score, 0);
}

TEST(a_group, counts_its_families_once_and_their_score_where_they_were_placed) {
    const auto records = two_sittings();
    const GroupDiagnostics origin = diagnose_groups(records, Grouping::origin, 2);
    EXPECT_THAT(origin.asked, ElementsAre(2, 2));  // families 0 and 2, 1 and 3
    EXPECT_THAT(origin.placed, ElementsAre(2, 1));
    EXPECT_THAT(origin.members, ElementsAre(4, 3));  // 3 + 1, 2 + 1
    EXPECT_THAT(origin.score, ElementsAre(10, 2));   // 6 + 4, 2
    EXPECT_DOUBLE_EQ(origin.value(0), 2.5);
    EXPECT_DOUBLE_EQ(origin.value(1), 2.0 / 3);
    const GroupDiagnostics education = diagnose_groups(records, Grouping::education, 3);
    EXPECT_THAT(education.asked, ElementsAre(2, 2, 0));    // families 2 and 3, 0 and 1
    EXPECT_THAT(education.members, ElementsAre(2, 5, 0));  // 1 + 1, 3 + 2
    EXPECT_TRUE(std::isnan(education.value(2)));
    EXPECT_THAT(diagnose_groups(records, Grouping::household, 1).asked, ElementsAre(4));
}

TEST(the_gap_between_groups, is_of_those_with_enough_families) {
    GroupDiagnostics d;
    d.asked = {10, 9, 30, 10};
    d.placed = {5, 9, 30, 0};
    d.members = {20, 20, 60, 10};
    d.score = {10, 200, 90, 4};  // 0.5, (10), 1.5, 0.4
    EXPECT_DOUBLE_EQ(d.gap(), 1.1);
    EXPECT_DOUBLE_EQ(d.least(), 0.4);
    d.asked = {9, 9, 9, 9};
    EXPECT_TRUE(std::isnan(d.gap()));
    EXPECT_TRUE(std::isnan(d.least()));
}

}  // namespace
}  // namespace qonys
