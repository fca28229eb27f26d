// Where the lives of a family under two policies part, and which rule parted them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "commit.hpp"
#include "life/part.hpp"
#include "life/worth.hpp"
#include "report/life_table.hpp"
#include "support/lives.hpp"

namespace qonys {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;
using testing::SizeIs;

constexpr DrawKey key{1, 0};

const WorldOfScenario world_of = [](const LoadedScenario& loaded) { return test::owned_world(loaded.scenario); };

// Months of the baseline in which its rules differ by settings.
LoadedScenario loaded(std::vector<std::string> sets) {
    for (const char* setting : {"run.first_month=2024-01", "run.last_month=2024-12", "run.warm_up_months=0"})
        sets.insert(sets.begin(), setting);
    return load_scenario(QONYS_SOURCE_FOLDER "/scenarios/baseline_2025.yaml", sets);
}

struct Twins {
    LoadedScenario first, second;
    Life a, b;
    Parting parted;
    PartingCause cause;
};

Twins twins(LoadedScenario first, LoadedScenario second,
            const std::function<bool(const Families&, std::uint32_t)>& has = test::is_placed) {
    Twins t{std::move(first), std::move(second), {}, {}, {}, {}};
    const auto world = world_of(t.first);
    const std::uint32_t row = test::first_family(test::run_to_end(*world, key), has);
    EXPECT_NE(row, no_family);
    t.a = follow(*world, key, {row, {}}).life;
    t.b = follow(*world_of(t.second), key, {std::nullopt, t.a.agent}).life;
    t.parted = parting(t.a, t.b);
    t.cause = cause_of(t.first, t.second, t.a, t.b, world_of, key);
    return t;
}

std::vector<std::string> alone(const PartingCause& cause) {
    std::vector<std::string> paths;
    for (const RuleDifference& rule : cause.rules)
        if (rule.alone) paths.push_back(rule.path);
    return paths;
}

std::string table_of(const Twins& t) {
    LifeReport report;
    report.family = t.a.row;
    report.first = {"here", &t.first, t.a};
    report.twin = LifeUnder{"there", &t.second, t.b};
    report.parted = t.parted;
    if (t.parted.parts) report.cause = t.cause;
    if (!t.b.found) report.absence = why_absent(t.first, t.second, t.a, key);
    // without the lines that keep to the width of the page
    std::string text;
    for (const char c : print_life(report, Format::table))
        if (c != '\n' && (c != ' ' || !text.ends_with(' ')))
            text += c;
        else if (!text.ends_with(' '))
            text += ' ';
    return text;
}

// So that money neither draws families nor makes them ask.
const char* const no_response = "application.money_elasticity=0";

TEST(parting, by_a_higher_grant_is_at_the_grant_and_names_it) {
    const Twins t = twins(loaded({no_response, "choice.benefit=0"}),
                          loaded({no_response, "choice.benefit=0", "benefits.relocation_mrp={2024-01-01: 100}"}));
    ASSERT_TRUE(t.parted.parts);
    EXPECT_EQ(t.a.events[t.parted.at].kind, "relocation_paid");
    EXPECT_EQ(t.b.events[t.parted.at].kind, "relocation_paid");
    EXPECT_EQ(*t.a.events[t.parted.at].amount * 100, *t.b.events[t.parted.at].amount * 70) << "70 and 100 MRP";
    EXPECT_EQ(t.cause.cause, Cause::own_rule);
    EXPECT_THAT(alone(t.cause), ElementsAre("benefits.relocation_mrp"));
    EXPECT_THAT(table_of(t), HasSubstr("Which rule: benefits.relocation_mrp."));
}

TEST(parting, by_a_grant_among_other_changes_names_the_grant_alone) {
    const Twins t = twins(loaded({no_response, "choice.benefit=0"}),
                          loaded({no_response, "choice.benefit=0", "benefits.relocation_mrp={2024-01-01: 100}",
                                  "benefits.lock_months={2024-01-01: 12}", "employers.recovered=0.5"}));
    EXPECT_THAT(alone(t.cause), ElementsAre("benefits.relocation_mrp"));
    EXPECT_THAT(t.cause.rules, SizeIs(3));
    EXPECT_EQ(t.cause.tested, 3u);
    EXPECT_THAT(table_of(t), HasSubstr("3 settings that differ were tested alone."));
}

TEST(parting, by_a_quota_is_at_the_sitting) {
    Scenario s = test::small_scenario(), small = s;
    small.quotas.kandas.cells = {2, 0, 0};
    const Twins t = twins(test::loaded_from(s), test::loaded_from(small));
    ASSERT_TRUE(t.parted.parts);
    EXPECT_EQ(t.a.events[t.parted.at].kind, "placed");
    EXPECT_EQ(t.b.events[t.parted.at].kind, "not_placed");
    EXPECT_EQ(t.cause.cause, Cause::own_rule);
    EXPECT_THAT(alone(t.cause), ElementsAre("quotas.kandas"));
}

TEST(parting, through_other_families_says_that_no_rule_listed_differs) {
    Scenario s = test::small_scenario(), more = s;
    s.application.propensity.cells = {0.5, 0.01};
    more.application.propensity.cells = {0.5, 0.99};  // those from BBB take places that others had
    const auto late_place_of_aaa = [](const Families& f, std::uint32_t i) {
        return test::is_placed(f, i) && f.origin[i] == 0 && f.settled[i] >= 2;
    };
    const Twins t = twins(test::loaded_from(s), test::loaded_from(more), late_place_of_aaa);
    ASSERT_TRUE(t.parted.parts);
    EXPECT_EQ(t.a.events[t.parted.at].kind, "placed");
    EXPECT_EQ(t.b.events[t.parted.at].kind, "not_placed");
    EXPECT_EQ(t.cause.cause, Cause::unlisted);
    EXPECT_THAT(alone(t.cause), ElementsAre("application.propensity"));
    EXPECT_FALSE(t.cause.rules[0].own);
    EXPECT_THAT(table_of(t),
                HasSubstr("No rule listed beside this event differs by it; it may have worked through the queue, the places, kin "
                          "or other families."));
}

// A placed family that does not settle in the same month, or leaves in another one, under the second policy.
Twins twins_that_differ(const Scenario& s, const Scenario& other) {
    const World second = make_world(other);
    const State there = test::run_to_end(second, key);
    const Families& g = there.population.families;
    return twins(test::loaded_from(s), test::loaded_from(other), [&](const Families& f, std::uint32_t i) {
        return test::is_placed(f, i) && (f.settled[i] != g.settled[i] || f.region[i] != g.region[i] || f.left[i] != g.left[i]);
    });
}

void expect_own_rule(const Scenario& s, const Scenario& other, const std::string& path, const std::string& kind) {
    const Twins t = twins_that_differ(s, other);
    ASSERT_TRUE(t.parted.parts) << path;
    EXPECT_EQ(t.a.events[t.parted.at].kind, kind) << path;
    EXPECT_EQ(t.cause.cause, Cause::own_rule) << path;
    EXPECT_THAT(alone(t.cause), ElementsAre(path));
    EXPECT_THAT(table_of(t), Not(HasSubstr("may have worked through")));
}

TEST(parting, by_what_holds_the_family_back_names_it_though_only_one_life_has_an_event) {
    Scenario s = test::small_scenario();
    s.leaving.quota_hazard = 0.3;
    Scenario held = s;
    held.leaving.obligation_factor = 0.01;
    expect_own_rule(s, held, "leaving.obligation_factor", "returned");
    Scenario free = held, unseen = held;
    free.clawback.rule = test::rule(clawback_words, "none");
    expect_own_rule(free, held, "clawback.rule", "returned");
    unseen.clawback.detected.cells = {0};
    expect_own_rule(unseen, held, "clawback.detected", "returned");
}

TEST(parting, by_a_factor_of_a_region_on_leaving_names_it) {
    Scenario s = test::small_scenario(), other = s;
    s.leaving.quota_hazard = other.leaving.quota_hazard = 0.05;
    other.leaving.kin_elasticity = 3;  // most of them live in North, and fewer leave
    expect_own_rule(s, other, "leaving.kin_elasticity", "returned");
}

TEST(parting, by_a_region_closed_to_the_family_is_at_its_application) {
    const Scenario s = test::small_scenario();
    Scenario small = s, barred = s, unserved = s;
    small.allocation.most_members.cells[0] = 2;  // families are of three
    expect_own_rule(s, small, "allocation.most_members", "applied");
    barred.allocation.barred.cells[0] = 1;  // North, from Aland
    expect_own_rule(s, barred, "allocation.barred", "applied");
    unserved.allocation.unserved.cells[0] = 1;  // North, children
    expect_own_rule(s, unserved, "allocation.unserved", "applied");
}

TEST(parting, by_the_choice_of_regions_is_at_the_application) {
    Scenario s = test::small_scenario();
    s.quotas.kandas.cells = {100, 100, 0};
    s.application.regions_ranked = 1;
    Scenario other = s;
    other.choice.region_constant.cells = {0, 8, 0};
    expect_own_rule(s, other, "choice.region_constant", "applied");
}

TEST(parting, by_the_calendar_of_places_is_at_the_sitting) {
    const Scenario s = test::small_scenario();
    Scenario monthly = s, june = s;
    monthly.quotas.release = test::rule(release_words, "month");
    expect_own_rule(s, monthly, "quotas.release", "placed");
    june.quotas.sittings.cells.assign(12, 0.0);
    june.quotas.sittings.cells[5] = 1;
    expect_own_rule(s, june, "quotas.sittings", "placed");
}

TEST(parting, by_places_carried_over_is_at_the_sitting) {
    Scenario s = test::small_scenario();
    s.run.last_month = make_month(2026, 1);
    s.quotas.kandas.axes[0].labels = {"2025-01-01", "2026-01-01"};
    s.quotas.kandas.cells = {10'000, 0, 0, 1, 0, 0};
    Scenario carried = s;
    carried.quotas.carry_over.cells = {1};
    expect_own_rule(carried, s, "quotas.carry_over", "placed");
}

TEST(parting, by_who_chooses_first_is_at_the_sitting) {
    Scenario s = test::small_scenario();
    s.quotas.mechanism = test::rule(mechanism_words, "serial_dictatorship");
    s.allocation.priority = test::rule(priority_words, "applied");
    Scenario by_lot = s;
    by_lot.allocation.priority = test::rule(priority_words, "lot");
    expect_own_rule(s, by_lot, "allocation.priority", "placed");
}

TEST(parting, by_rules_that_act_together_names_those_needed) {
    const Scenario s = test::small_scenario();
    Scenario other = s;
    other.benefits.relocation_mrp.cells = {100};
    other.money.mrp.cells = {3692, 4000, 4325};
    other.benefits.rent_take_up = 0.999;  // as good as 1: changes nothing
    Scenario first = s;
    first.benefits.rent_months.cells = other.benefits.rent_months.cells = {0};  // rent would part the lives before the grant
    const Twins t = twins(test::loaded_from(first), test::loaded_from(other));
    ASSERT_TRUE(t.parted.parts);
    EXPECT_EQ(t.b.events[t.parted.at].amount, 1'200'000) << "3 x 100 x 4,000";
    EXPECT_EQ(t.cause.cause, Cause::together);
    std::vector<std::string> needed;
    for (const RuleDifference& rule : t.cause.rules)
        if (rule.needed) needed.push_back(rule.path);
    EXPECT_THAT(needed, testing::UnorderedElementsAre("money.mrp", "benefits.relocation_mrp"));
}

TEST(parting, does_not_happen_when_only_a_later_or_idle_rule_differs) {
    Scenario s = test::small_scenario(), other = s;
    other.employers.recovered = 0.9;  // no job is subsidised
    const Twins t = twins(test::loaded_from(s), test::loaded_from(other));
    EXPECT_FALSE(t.parted.parts);
    EXPECT_THAT(table_of(t), HasSubstr("Under there the family lives the same life to the end."));
}

TEST(parting, of_a_family_that_stays_away_from_a_lower_offer_says_so) {
    Scenario s = test::small_scenario(), other = s;
    s.demand.arrivals_elasticity = other.demand.arrivals_elasticity = 1;
    other.benefits.relocation_mrp.cells = {10};  // 30 + 258 of 468 MRP: 0.62 times the families
    const World second = make_world(other);
    const State there = test::run_to_end(second, key);
    const auto not_there = [&](const Families& f, std::uint32_t i) {
        return test::first_family(there, [&](const Families& g, std::uint32_t j) {
                   return g.agent[j].low == f.agent[i].low && g.agent[j].high == f.agent[i].high;
               }) == no_family;
    };
    const Twins t = twins(test::loaded_from(s), test::loaded_from(other), not_there);
    EXPECT_FALSE(t.b.found);
    ASSERT_TRUE(t.parted.parts);
    EXPECT_EQ(t.parted.at, 0u);
    EXPECT_THAT(alone(t.cause), ElementsAre("benefits.relocation_mrp"));
    EXPECT_THAT(why_absent(t.first, t.second, t.a, key), HasSubstr("1 times those expected under this policy and 0.615 times"));
    EXPECT_THAT(table_of(t), HasSubstr("the family never comes there"));
}

TEST(parting, that_is_followed_in_another_row_is_of_the_same_family) {
    Scenario s = test::small_scenario(), other = s;
    s.demand.arrivals_elasticity = other.demand.arrivals_elasticity = 1;
    other.benefits.relocation_mrp.cells = {60};
    const Twins t = twins(test::loaded_from(s), test::loaded_from(other),
                          [](const Families& f, std::uint32_t i) { return f.arrived[i] == 2 && test::is_placed(f, i); });
    if (!t.b.found) GTEST_FAIL() << "take a family that comes under both";
    EXPECT_NE(t.a.row, t.b.row) << "fewer come, so rows shift";
    EXPECT_EQ(t.a.agent.low, t.b.agent.low);
    EXPECT_EQ(t.a.arrived.size(), t.b.arrived.size());
    for (std::size_t i = 0; i < t.a.arrived.size(); ++i) EXPECT_EQ(t.a.arrived[i].born, t.b.arrived[i].born);
}

TEST(families_that_differ, are_those_that_a_smaller_quota_leaves_without_a_place) {
    Scenario s = test::small_scenario(), small = s;
    small.quotas.kandas.cells = {2, 0, 0};
    const World a = make_world(s), b = make_world(small);
    const auto kinds = families_that_differ(a, b, key);
    std::int64_t families = 0;
    for (const FamilyKind& kind : kinds) {
        EXPECT_THAT(kind.title, testing::StartsWith("placed under the quota and stayed -> "));
        families += kind.families;
    }
    EXPECT_EQ(families, 33) << "as many families of three as 100 places hold";
    EXPECT_THAT(families_that_differ(a, a, key), testing::IsEmpty());
}

TEST(families_worth_a_look, are_listed_by_what_became_of_them) {
    const Scenario s = test::small_scenario();
    const World world = make_world(s);
    const auto kinds = families_worth_a_look(world, key);
    ASSERT_THAT(kinds, SizeIs(8));
    EXPECT_EQ(kinds[0].title, "placed under the quota and stayed");
    EXPECT_EQ(kinds[0].families, 33);
    ASSERT_THAT(kinds[0].lines, SizeIs(lines_of_kind));
    EXPECT_THAT(kinds[0].lines[0].text,
                HasSubstr("3 members from Aland, came 2025-01, placed in North 2025-01, paid 2,005,320 KZT"));
    EXPECT_EQ(kinds[1].families, 0) << "nobody moves";
    EXPECT_EQ(kinds[2].families, 0) << "all that ask in vain still wait";
    EXPECT_EQ(kinds[3].families, 0) << "nobody is refused";
}

}  // namespace
}  // namespace qonys
