// What a placement is worth to the commission: by hand where all rates are simple, and against what families then really do.
#include "month/score.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <map>

#include "month/month.hpp"
#include "worked/families.hpp"

namespace qonys {
namespace {

using test::north;

// The state at the start of the first month, after its rules are known.
State first_month(const World& world) {
    State state = make_state(world, {1, 0});
    policy(state);
    return state;
}

Scenario with_score(const char* score, const char* aggregator, int horizon) {
    Scenario s = test::empty_scenario();
    s.allocation.score = test::rule(score_words, score);
    s.allocation.aggregator = test::rule(aggregator_words, aggregator);
    s.allocation.horizon = test::row("date", {"2015-01-01"}, {static_cast<double>(horizon)});
    s.work.participation = 0.5;
    s.leaving.settling_months = 1;
    s.leaving.settled_floor = 1;
    return s;
}

double score_of(const Scenario& s, const FamilyAdults& adults, int members) {
    const World world = make_world(s);
    State state = first_month(world);
    const std::uint32_t family = test::add_waiting_family(state, 0, members, {north});
    const ScoreTables tables = score_tables(state, static_cast<std::size_t>(Stream::kandas_quota));
    return placement_score(state, tables, family, adults, north);
}

FamilyAdults adults_with(std::array<std::uint8_t, education_count> by_education) {
    FamilyAdults adults;
    adults.by_education = by_education;
    for (const std::uint8_t number : by_education) adults.adults += number;
    return adults;
}

TEST(the_score, without_leaving_is_members_times_the_horizon) {
    EXPECT_DOUBLE_EQ(score_of(with_score("retained", "sum", 36), adults_with({2, 0, 0, 0}), 3), 3 * 36);
    EXPECT_DOUBLE_EQ(score_of(with_score("retained", "sum", 10), adults_with({2, 0, 0, 0}), 3),
                     3 * 10);  // the last step is shorter
}

TEST(the_score, of_work_found_at_once_is_adults_who_want_it_times_the_horizon) {
    Scenario s = with_score("employed", "sum", 12);
    s.work.find_hazard = 1000;
    s.work.education_factor.cells.assign(4, 1.0);
    EXPECT_NEAR(score_of(s, adults_with({1, 0, 2, 0}), 5), 3 * 0.5 * 12, 0.05);
    s.allocation.score = test::rule(score_words, "earnings");
    EXPECT_NEAR(score_of(s, adults_with({1, 0, 2, 0}), 5), 3 * 0.5 * 12 * s.places.wage.at(north),
                0.05 * s.places.wage.at(north));
}

TEST(the_score, follows_jobs_found_and_lost) {
    Scenario s = with_score("employed", "sum", 1);  // one step, at the end of month 1
    s.work.find_hazard = 0.2;
    s.work.loss_hazard = 0.1;
    s.work.arranged_share = 0.25;
    s.work.education_factor.cells.assign(4, 1.0);
    const double in_the_end = 0.2 / 0.3, share = in_the_end + (0.25 - in_the_end) * std::exp(-0.3);
    EXPECT_NEAR(score_of(s, adults_with({0, 0, 1, 0}), 1), 0.5 * share, 1e-6);
}

TEST(aggregators, are_those_of_the_definitions) {
    const auto with = [](const char* aggregator) {
        Scenario s = with_score("employed", aggregator, 1);
        s.work.find_hazard = 1000;
        s.work.education_factor.cells = {1, 1, 1, 0};  // without education nobody finds work
        return s;
    };
    const FamilyAdults adults = adults_with({1, 0, 1, 1});  // chances 1/2, 1/2, 0
    EXPECT_NEAR(score_of(with("sum"), adults, 4), 1, 1e-6);
    EXPECT_NEAR(score_of(with("any_employed"), adults, 4), 0.75, 1e-6);
    EXPECT_NEAR(score_of(with("mean"), adults, 4), 1 / 3.0, 1e-6);
    EXPECT_NEAR(score_of(with("min"), adults, 4), 0, 1e-6);
    EXPECT_NEAR(score_of(with("min"), adults_with({1, 0, 1, 0}), 4), 0.5, 1e-6);
    for (const char* aggregator : aggregator_words)
        EXPECT_EQ(score_of(with(aggregator), adults_with({0, 0, 0, 0}), 4), 0) << aggregator;
}

TEST(the_score, of_staying_falls_with_the_rate_of_leaving_and_an_obligation_holds_back) {
    Scenario s = with_score("retained", "sum", 1);
    s.leaving.quota_hazard = 0.1;
    s.benefits.obligation_months.cells.assign(s.benefits.obligation_months.cells.size(), 0.0);
    const double free = score_of(s, adults_with({1, 0, 0, 0}), 1);
    EXPECT_NEAR(free, std::exp(-0.1), 1e-6);
    s.benefits.obligation_months.cells.assign(s.benefits.obligation_months.cells.size(), 60.0);
    s.leaving.obligation_factor = 0.5;  // every breach comes to light
    EXPECT_NEAR(score_of(s, adults_with({1, 0, 0, 0}), 1), std::exp(-0.05), 1e-6);
}

// Person-months worked in the first region by programme families placed in the months from..until, up to `horizon` months after.
struct Outcome {
    double expected = 0, real = 0;
    int families = 0;
};

Outcome follow(const Scenario& s, std::size_t quota, int from, int until, int horizon) {
    const World world = make_world(s);
    State state = make_state(world, {3, 0});
    state.keep_sittings = true;
    std::map<std::uint32_t, int> placed;  // month
    Outcome outcome;
    for (state.now = 0; state.now < world.months; ++state.now) {
        simulate_month(state);
        const Families& f = state.population.families;
        if (!state.sittings[quota].empty() && state.sittings[quota].back().month == state.now && state.now >= from &&
            state.now < until) {
            const SittingRecord& record = state.sittings[quota].back();
            for (std::size_t i = 0; i < record.placements.size(); ++i) {
                const Placement& p = record.placements[i];
                if (p.region < 0) continue;
                placed[p.family] = state.now;
                outcome.expected += record.requests[i].scores[static_cast<std::size_t>(p.rank) - 1];
                ++outcome.families;
            }
        }
        for (const auto& [family, month] : placed)
            if (state.now > month && state.now <= month + horizon && f.status[family] == FamilyStatus::settled &&
                in_first_region(f, family))
                outcome.real += f.employed[family] + f.self_employed[family];
    }
    return outcome;
}

TEST(the_score, foretells_what_families_of_the_baseline_do) {
    const Scenario s = test::baseline("2027-12");
    for (const Stream stream : {Stream::kandas_quota, Stream::internal}) {
        const Outcome outcome = follow(s, static_cast<std::size_t>(stream), 12, 24, 36);
        EXPECT_GT(outcome.families, 500);
        EXPECT_NEAR(outcome.expected / outcome.real, 1, 0.08) << outcome.expected << " expected, " << outcome.real << " lived";
    }
}

}  // namespace
}  // namespace qonys
