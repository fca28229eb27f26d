// What must hold for every life that is told.
#include <gtest/gtest.h>

#include <map>
#include <set>

#include "laws/lively_scenario.hpp"
#include "life/part.hpp"
#include "life/worth.hpp"
#include "run.hpp"
#include "support/lives.hpp"

namespace qonys {
namespace {

constexpr DrawKey key{5, 2};

// One family for each way in which it stands at the end, and some that were paid, left or lost a job.
std::set<std::uint32_t> varied_families(const World& world) {
    std::set<std::uint32_t> rows;
    for (const FamilyKind& kind : families_worth_a_look(world, key))
        if (!kind.lines.empty()) rows.insert(kind.lines.back().row);
    EXPECT_GE(rows.size(), 5U) << "else the laws hold of nobody";
    return rows;
}

TEST(lives, are_told_without_changing_the_run) {
    const Scenario s = test::lively_scenario();
    const World world = make_world(s);
    const ReplicateResult run = run_replicate(world, key);
    const Followed followed = follow(world, key, {std::uint32_t{3}, {}});
    for (std::size_t m = 0; m < measures().size(); ++m)
        EXPECT_EQ(followed.tallies.cells[m], run.tallies.cells[m]) << measures()[m].name;
    EXPECT_EQ(followed.families, static_cast<std::int64_t>(run.population.families.size()));
    Tallies tallies;
    families_worth_a_look(world, key, &tallies);
    for (std::size_t m = 0; m < measures().size(); ++m) EXPECT_EQ(tallies.cells[m], run.tallies.cells[m]) << measures()[m].name;
}

TEST(lives, keep_to_the_months_of_the_run_and_to_the_order_of_the_month) {
    const Scenario s = test::lively_scenario();
    const World world = make_world(s);
    for (const std::uint32_t row : varied_families(world)) {
        const Life life = follow(world, key, {row, {}}).life;
        ASSERT_TRUE(life.found);
        ASSERT_FALSE(life.events.empty());
        EXPECT_EQ(life.events.front().month, life.first_month);
        std::pair<int, std::size_t> last{life.first_month, 0};
        for (const LifeEvent& event : life.events) {
            const std::pair<int, std::size_t> now{event.month, event.process};
            EXPECT_GE(now, last) << event.what;
            EXPECT_LT(event.month, world.months);
            EXPECT_FALSE(event.what.empty());
            last = now;
        }
        EXPECT_EQ(life.states.size(), static_cast<std::size_t>(world.months - life.first_month));
    }
}

TEST(lives, show_the_payments_that_the_ledger_has) {
    const Scenario s = test::lively_scenario();
    const World world = make_world(s);
    const State end = test::run_to_end(world, key);
    std::size_t paid_lives = 0, explained = 0;
    for (const std::uint32_t row : varied_families(world)) {
        const Life life = follow(world, key, {row, {}}).life;
        EXPECT_EQ(life.paid_to_family(), end.population.families.paid[row]) << row;
        std::map<std::string, Tenge> shown;
        for (const LifeEvent& event : life.events)
            if (event.kind.ends_with("_paid")) {
                shown[event.kind] += *event.amount;
                ++explained;
                EXPECT_FALSE(event.because.empty()) << event.what << " of family " << row;
            }
        Tenge ledger[instrument_count] = {}, due = 0, received = 0, written_off = 0;
        for (const Entry& e : end.ledger.entries) {
            if (e.family != row) continue;
            if (e.kind == EntryKind::paid)
                ledger[static_cast<std::size_t>(e.instrument)] += e.amount;
            else if (e.instrument != Instrument::employer)
                (e.kind == EntryKind::due ? due : e.kind == EntryKind::received ? received : written_off) += e.amount;
        }
        for (std::size_t i = 0; i < instrument_count; ++i)
            EXPECT_EQ(shown[std::string(instrument_words[i]) + "_paid"], ledger[i]) << row << " " << instrument_words[i];
        EXPECT_EQ(life.due, due);
        EXPECT_EQ(life.received, received);
        EXPECT_EQ(life.written_off, written_off);
        paid_lives += life.paid_to_family() > 0;
    }
    EXPECT_GE(paid_lives, 2u);
    EXPECT_GE(explained, 5u);
}

TEST(lives, end_as_the_columns_say) {
    const Scenario s = test::lively_scenario();
    const World world = make_world(s);
    const State end = test::run_to_end(world, key);
    for (const std::uint32_t row : varied_families(world)) {
        const Life life = follow(world, key, {row, {}}).life;
        EXPECT_EQ(life.states.back().status, standing(end, row));
        EXPECT_EQ(life.states.back().members, end.population.families.members[row]);
        EXPECT_EQ(life.agent.low, end.population.families.agent[row].low);
    }
}

TEST(lives, that_come_to_the_region_they_left_by_chance_say_so) {
    Scenario s = test::lively_scenario();
    s.leaving.back.cells.assign(s.leaving.back.cells.size(), 0.0);  // nobody is drawn to go back
    s.leaving.quota_hazard = 0.3;
    const World world = make_world(s);
    const State end = test::run_to_end(world, key);
    const Families& f = end.population.families;
    int home = 0;
    for (std::uint32_t row = 0; row < f.size() && home < 3; ++row) {
        if (f.status[row] != FamilyStatus::settled || f.region[row] != world.home_region[f.origin[row]]) continue;
        ++home;
        for (const LifeEvent& event : test::events_of(follow(world, key, {row, {}}).life, "moved"))
            EXPECT_EQ(event.because.find("back to"), std::string::npos) << event.because;
    }
    EXPECT_GT(home, 0);
}

TEST(lives, of_internal_migrants_ask_to_be_moved_and_do_not_come) {
    const Scenario s = test::lively_scenario();
    const World world = make_world(s);
    const State end = test::run_to_end(world, key);
    int asked = 0;
    for (const FamilyKind& kind : families_worth_a_look(world, key))
        for (const FamilyLine& line : kind.lines) {
            const bool internal = end.population.families.stream[line.row] == Stream::internal;
            EXPECT_EQ(line.text.find(", asked ") != std::string::npos, internal) << line.text;
            asked += internal;
        }
    EXPECT_GT(asked, 0);
}

TEST(lives, of_a_family_under_the_same_policy_do_not_part) {
    const Scenario s = test::lively_scenario();
    const World world = make_world(s), again = make_world(s);
    for (const std::uint32_t row : varied_families(world)) {
        const Life life = follow(world, key, {row, {}}).life;
        const Life twin = follow(again, key, {std::nullopt, life.agent}).life;
        EXPECT_EQ(twin.row, row);
        EXPECT_FALSE(parting(life, twin).parts) << row;
    }
}

}  // namespace
}  // namespace qonys
