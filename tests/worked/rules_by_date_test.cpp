// Dated rules: each is in force from the first month that starts on or after its date, and not before.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>

#include "worked/families.hpp"

namespace qonys {
namespace {

using testing::Each;
using testing::ElementsAre;

// A rule with one value from 2015 and another from a date in July 2025, and where it stands among the rules in force.
struct DatedRule {
    const char* name;
    std::function<Table&(Scenario&)> table;
    double before, after;
    std::function<double(const Rules&)> read;
    double read_before, read_after;
};

double number(std::int64_t n) {
    return static_cast<double>(n);
}

// MRP 3,932 in 2025. Decisions: working days over 21 a month. Words stand as their positions.
const std::vector<DatedRule>& dated_rules() {
    static const std::vector<DatedRule> rules{
        {"benefits.lock_on_transfer", [](Scenario& s) -> Table& { return s.benefits.lock_on_transfer; }, 0, 1,
         [](const Rules& r) { return number(r.lock_on_transfer); }, 0, 1},
        {"benefits.relocation_mrp", [](Scenario& s) -> Table& { return s.benefits.relocation_mrp; }, 70, 100,
         [](const Rules& r) { return number(r.relocation_per_member); }, 275240, 393200},
        {"benefits.rent_months", [](Scenario& s) -> Table& { return s.benefits.rent_months; }, 12, 24,
         [](const Rules& r) { return number(r.rent_months); }, 12, 24},
        {"benefits.lock_months", [](Scenario& s) -> Table& { return s.benefits.lock_months; }, 0, 60,
         [](const Rules& r) { return number(r.lock_months); }, 0, 60},
        {"benefits.obligation_months", [](Scenario& s) -> Table& { return s.benefits.obligation_months; }, 36, 60,
         [](const Rules& r) { return number(r.obligation_months); }, 36, 60},
        {"employers.subsidy_mrp", [](Scenario& s) -> Table& { return s.employers.subsidy_mrp; }, 400, 250,
         [](const Rules& r) { return number(r.employer_subsidy); }, 1572800, 983000},
        {"employers.kept_months", [](Scenario& s) -> Table& { return s.employers.kept_months; }, 24, 12,
         [](const Rules& r) { return number(r.kept_months); }, 24, 12},
        {"employers.grant_mrp", [](Scenario& s) -> Table& { return s.employers.grant_mrp; }, 100, 400,
         [](const Rules& r) { return number(r.business_grant); }, 393200, 1572800},
        {"clawback.rule", [](Scenario& s) -> Table& { return s.clawback.rule; }, 1, 2,
         [](const Rules& r) {
             return number(r.clawback == ClawbackRule::none) + 10 * number(r.clawback == ClawbackRule::pro_rata);
         },
         10, 1},
        {"clawback.detected", [](Scenario& s) -> Table& { return s.clawback.detected; }, 0.25, 0.75,
         [](const Rules& r) { return r.detected; }, 0.25, 0.75},
        {"budgets.when_exhausted", [](Scenario& s) -> Table& { return s.budgets.when_exhausted; }, 1, 2,
         [](const Rules& r) {
             return number(r.when_exhausted == Exhausted::pro_rata) + 10 * number(r.when_exhausted == Exhausted::lapse);
         },
         10, 1},
        {"status.decision_days", [](Scenario& s) -> Table& { return s.status.decision_days; }, 63, 21,
         [](const Rules& r) { return r.decision_months; }, 3, 1},
        {"status.term_months", [](Scenario& s) -> Table& { return s.status.term_months; }, 12, 6,
         [](const Rules& r) { return number(r.term_months); }, 12, 6},
        {"status.extension_months", [](Scenario& s) -> Table& { return s.status.extension_months; }, 0, 6,
         [](const Rules& r) { return number(r.extension_months); }, 0, 6},
        {"internal.job_seekers_only", [](Scenario& s) -> Table& { return s.internal.job_seekers_only; }, 0, 1,
         [](const Rules& r) { return number(r.job_seekers_only); }, 0, 1},
        {"internal.registration_months", [](Scenario& s) -> Table& { return s.internal.registration_months; }, 0, 12,
         [](const Rules& r) { return number(r.registration_months); }, 0, 12},
        {"quotas.mechanism", [](Scenario& s) -> Table& { return s.quotas.mechanism; }, 0, 1,
         [](const Rules& r) { return static_cast<double>(r.mechanism); }, 0, 1},
        {"quotas.release", [](Scenario& s) -> Table& { return s.quotas.release; }, 0, 3,
         [](const Rules& r) { return static_cast<double>(r.release); }, 0, 3},
        {"quotas.carry_over", [](Scenario& s) -> Table& { return s.quotas.carry_over; }, 0.25, 0.5,
         [](const Rules& r) { return static_cast<double>(r.carry_over); }, 0.25, 0.5},
        {"allocation.score", [](Scenario& s) -> Table& { return s.allocation.score; }, 0, 2,
         [](const Rules& r) { return static_cast<double>(r.score); }, 0, 2},
        {"allocation.aggregator", [](Scenario& s) -> Table& { return s.allocation.aggregator; }, 1, 3,
         [](const Rules& r) { return static_cast<double>(r.aggregator); }, 1, 3},
        {"allocation.horizon", [](Scenario& s) -> Table& { return s.allocation.horizon; }, 36, 12,
         [](const Rules& r) { return static_cast<double>(r.horizon); }, 36, 12},
        {"allocation.priority", [](Scenario& s) -> Table& { return s.allocation.priority; }, 2, 1,
         [](const Rules& r) { return static_cast<double>(r.priority); }, 2, 1},
        {"allocation.load_weight", [](Scenario& s) -> Table& { return s.allocation.load_weight; }, 1, 0.5,
         [](const Rules& r) { return static_cast<double>(r.load_weight); }, 1, 0.5},
        {"allocation.minimum_fill", [](Scenario& s) -> Table& { return s.allocation.minimum_fill; }, 0, 0.75,
         [](const Rules& r) { return static_cast<double>(r.minimum_fill); }, 0, 0.75},
    };
    return rules;
}

TEST(dated_rule, on_the_first_of_a_month_is_in_force_in_that_month) {
    for (const DatedRule& rule : dated_rules()) {
        Scenario s = test::small_scenario();
        rule.table(s) = test::changing(rule.before, "2025-07-01", rule.after);
        EXPECT_DOUBLE_EQ(rule.read(rules_in_force(s, make_month(2025, 6))), rule.read_before) << rule.name;
        EXPECT_DOUBLE_EQ(rule.read(rules_in_force(s, make_month(2025, 7))), rule.read_after) << rule.name;
        EXPECT_DOUBLE_EQ(rule.read(rules_in_force(s, make_month(2025, 12))), rule.read_after) << rule.name;
    }
}

TEST(dated_rule, within_a_month_is_in_force_from_the_next_month) {
    for (const char* date : {"2025-07-02", "2025-07-31"})
        for (const DatedRule& rule : dated_rules()) {
            Scenario s = test::small_scenario();
            rule.table(s) = test::changing(rule.before, date, rule.after);
            EXPECT_DOUBLE_EQ(rule.read(rules_in_force(s, make_month(2025, 7))), rule.read_before) << rule.name;
            EXPECT_DOUBLE_EQ(rule.read(rules_in_force(s, make_month(2025, 8))), rule.read_after) << rule.name;
        }
}

TEST(dated_rules, by_region_origin_and_calendar_month_change_row_by_row) {
    Scenario s = test::small_scenario();
    test::add_row(s.quotas.kandas, "2025-07-01", {0, 20, 30});
    test::set_row(s.quotas.internal, {7, 8, 9});
    test::add_row(s.quotas.internal, "2025-07-01", {1, 2, 3});
    test::set_row(s.work.centre_places, {0, 0, 5});
    test::add_row(s.work.centre_places, "2025-07-01", {4, 0, 6});
    test::add_row(s.embassy.share, "2025-07-01", {0.25, 0.5});
    test::add_row(s.quotas.sittings, "2025-07-01", {1, 0, 1, 0, 1, 0, 0, 1, 0, 1, 0, 1});
    const Rules june = rules_in_force(s, make_month(2025, 6)), july = rules_in_force(s, make_month(2025, 7));
    EXPECT_THAT(june.quota[0], ElementsAre(100, 0, 0));
    EXPECT_THAT(july.quota[0], ElementsAre(0, 20, 30));
    EXPECT_THAT(june.quota[2], ElementsAre(7, 8, 9));
    EXPECT_THAT(july.quota[2], ElementsAre(1, 2, 3));
    for (std::size_t stream : {1, 3}) EXPECT_THAT(july.quota[stream], Each(0)) << "no quota is theirs";
    EXPECT_THAT(june.centre_places, ElementsAre(0, 0, 5));
    EXPECT_THAT(july.centre_places, ElementsAre(4, 0, 6));
    EXPECT_THAT(june.embassy_share, ElementsAre(0, 0));
    EXPECT_THAT(july.embassy_share, ElementsAre(0.25, 0.5));
    EXPECT_TRUE(june.commissions_sit);
    EXPECT_FALSE(july.commissions_sit);
    EXPECT_TRUE(rules_in_force(s, make_month(2025, 8)).commissions_sit);
    EXPECT_FALSE(rules_in_force(s, make_month(2025, 9)).commissions_sit);
}

TEST(tables_by_region, are_empty_before_their_first_date) {
    Scenario s = test::small_scenario();
    for (Table* table : {&s.quotas.internal, &s.quotas.kandas, &s.work.centre_places}) {
        table->axes[0].labels = {"2025-07-15"};
        table->cells = {4, 5, 6};
    }
    const Rules july = rules_in_force(s, make_month(2025, 7)), august = rules_in_force(s, make_month(2025, 8));
    EXPECT_THAT(july.quota[0], Each(0));
    EXPECT_THAT(july.quota[2], Each(0));
    EXPECT_THAT(july.centre_places, Each(0));
    EXPECT_THAT(august.quota[0], ElementsAre(4, 5, 6));
    EXPECT_THAT(august.quota[2], ElementsAre(4, 5, 6));
    EXPECT_THAT(august.centre_places, ElementsAre(4, 5, 6));
}

TEST(caps, are_by_instrument_and_region_and_may_begin_and_end) {
    Scenario s = test::small_scenario();
    std::vector<double> capped(15, no_cap);
    capped[1 * 3 + 2] = 5e6;  // rent in WE
    capped[4 * 3 + 0] = 0;    // business in NO
    test::add_row(s.budgets.caps, "2025-07-01", capped);
    test::add_row(s.budgets.caps, "2026-01-01", std::vector<double>(15, no_cap));
    EXPECT_TRUE(rules_in_force(s, make_month(2025, 6)).caps.empty());
    EXPECT_THAT(rules_in_force(s, make_month(2025, 7)).caps,
                ElementsAre(-1, -1, -1, -1, -1, 5000000, -1, -1, -1, -1, -1, -1, 0, -1, -1));
    EXPECT_TRUE(rules_in_force(s, make_month(2026, 1)).caps.empty());
}

TEST(lottery_and_first_come, follow_each_other_by_date) {
    Scenario s = test::empty_scenario();
    s.quotas.mechanism = test::changing(0, "2025-07-01", 1);
    const World world = make_world(s);
    EXPECT_EQ(world.mechanisms[world.rules[5].mechanism], mechanism("first_come_first_served"));
    EXPECT_EQ(world.mechanisms[world.rules[6].mechanism], mechanism("lottery"));
}

}  // namespace
}  // namespace qonys
