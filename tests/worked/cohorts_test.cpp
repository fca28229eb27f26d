// What has become of the families placed in each calendar year, and what was paid for them, by hand.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "accounts/summary.hpp"
#include "base/problems.hpp"
#include "worked/families.hpp"

namespace qonys {
namespace {

using test::cell;
using test::north;
using test::south;
using testing::ElementsAre;

constexpr std::size_t quota = static_cast<std::size_t>(Stream::kandas_quota),
                      free_kandas = static_cast<std::size_t>(Stream::kandas_free);
constexpr int cohort_2024 = 0, cohort_2025 = 1;

// Reported from 2024-11 to 2025-10, after two months of warm-up. Months below count from the start of the warm-up.
struct Cohorts {
    Scenario s = test::empty_scenario();
    World world;
    State state;
    std::uint32_t before = 0, leaver = 0, mother = 0, later = 0, settler = 0;

    Cohorts() {
        s.run.first_month = make_month(2024, 11);
        s.run.last_month = make_month(2025, 10);
        s.run.warm_up_months = 2;
        s.quotas.kandas.cells = {100, 100, 0};
        s.leaving.quota_hazard = s.leaving.free_hazard = 0.01;
        s.leaving.back.cells = {0, 0};  // who leaves goes on to another region
        for (double& rate : s.demography.fertility.cells) rate = 0.012;
        world = make_world(s);
        state = make_state(world, {1, 0});
        before = add(0, Stream::kandas_quota, 2, {north});
        leaver = add(2, Stream::kandas_quota, 3, {north});
        mother = add_couple(3);
        settler = add(3, Stream::kandas_free, 5, {});
        later = add(4, Stream::kandas_quota, 4, {south});
        test::run_until(state, 5);  // 2025-02
        state.population.families.leaving_clock[leaver] = 1e-6F;
        state.population.persons.birth_clock[test::person_of(state, mother, 1)] = 1e-6F;
        test::run_until(state, 6);
        state.population.persons.birth_clock[test::person_of(state, mother, 1)] = test::never;
        test::run_until(state, world.months);
    }
    std::uint32_t add(int month, Stream stream, int members, std::vector<std::uint8_t> regions) {
        test::run_until(state, month);
        const std::uint32_t family = stream == Stream::kandas_free ? test::add_settling_family(state, 0, members)
                                                                   : test::add_waiting(state, stream, 0, members, regions);
        state.population.families.leaving_clock[family] = test::never;
        return family;
    }
    // A man and a woman, placed in NO.
    std::uint32_t add_couple(int month) {
        const std::uint32_t family = add(month, Stream::kandas_quota, 1, {north});
        add_member(state.population, family, Sex::female, 30 * 12, 2, world.arrivals.pension_age, state.now16(), state.key);
        state.persons_in += 1;
        state.population.persons.birth_clock[test::person_of(state, family, 1)] = test::never;
        return family;
    }
    Tenge paid(int cohort, std::size_t region, Instrument instrument) const {
        return cell(state, M::cohort_spending, cohort, {region, quota, static_cast<std::size_t>(instrument)});
    }
};

TEST(cohorts, are_the_calendar_years_of_the_reported_months) {
    const Cohorts c;
    EXPECT_THAT(c.world.axes.cohort.labels, ElementsAre("2024", "2025"));
    EXPECT_EQ(c.world.axes.find("cohort").name, "cohort");
}

TEST(cohort_retained, counts_who_has_not_moved_on_by_year_of_the_place) {
    const Cohorts c;
    ASSERT_EQ(test::total(c.state.tallies, M::births), 1);
    ASSERT_NE(c.state.population.families.here_since[c.leaver], c.state.population.families.settled[c.leaver]);
    EXPECT_EQ(cell(c.state, M::cohort_retained, cohort_2024, {north, quota}), 3) << "the couple with its child";
    EXPECT_EQ(cell(c.state, M::cohort_retained, cohort_2025, {south, quota}), 4);
    EXPECT_EQ(test::total(c.state.tallies, M::cohort_retained), 7) << "nobody of the warm-up and no free settler";
    EXPECT_EQ(cell(c.state, M::retained, 11, {north, quota}), 5) << "with the two of the warm-up";
}

TEST(cohort_spending, is_what_was_paid_in_any_year_for_those_placed_in_one) {
    const Cohorts c;
    EXPECT_EQ(c.paid(cohort_2024, north, Instrument::relocation), 1292200);  // (3 + 2) x 70 x 3,692
    EXPECT_EQ(c.paid(cohort_2025, south, Instrument::relocation), 1100960);  // 4 x 70 x 3,932
    // Families of two to four: 25 MRP a month. The leaver, gone at the end of February, from November to February; the couple
    // from December to October.
    EXPECT_EQ(c.paid(cohort_2024, north, Instrument::rent), (2 + 1) * 25 * 3692 + (2 + 10) * 25 * 3932);
    EXPECT_EQ(c.paid(cohort_2025, south, Instrument::rent), 10 * 25 * 3932);
    const Tenge cohorts = 1292200 + 1100960 + 3 * 25 * 3692 + 22 * 25 * 3932;
    EXPECT_EQ(test::total(c.state.tallies, M::cohort_spending), cohorts);
    // The two of the warm-up draw rent support for ten months more, from November to August.
    EXPECT_EQ(test::total(c.state.tallies, M::spending), cohorts + 2 * 25 * 3692 + 8 * 25 * 3932);
    EXPECT_EQ(cell(c.state, M::cohort_spending, cohort_2024, {north, free_kandas, 0}), 0);
}

// Whole-run tables over the cohort, with the country.
TEST(cohort_tables, add_up_to_the_country_and_have_no_years) {
    const Cohorts c;
    SummaryBuilder builder(c.world.axes, c.s.money.usd_per_kzt, c.s.places.population.cells, 1, false);
    builder.add(c.state.tallies);
    const Summary summary = builder.finish();
    const SummaryTable& retained = summary.find("cohort_retained", Period::whole_run);
    ASSERT_EQ(retained.axes.size(), 3U);
    EXPECT_EQ(retained.axes[0].name, "cohort");
    const auto at = [&](std::size_t cohort, std::size_t area) { return (cohort * 4 + area) * stream_count + quota; };
    EXPECT_EQ(retained.mean[at(0, north)], 3);
    EXPECT_EQ(retained.mean[at(0, 3)], 3) << "the country";
    EXPECT_EQ(retained.mean[at(1, north)], 0);
    EXPECT_EQ(retained.mean[at(1, south)], 4);
    const SummaryTable& paid = summary.find("cohort_spending", Period::whole_run);
    EXPECT_EQ(paid.mean[at(1, 3) * instrument_count], 1100960);
    EXPECT_EQ(paid.mean[at(0, north) * instrument_count + 1], 3 * 25 * 3692 + 12 * 25 * 3932);
    EXPECT_THROW(summary.find("cohort_retained", Period::year), BrokenInvariant);
    EXPECT_THROW(summary.find("cohort_spending", Period::year), BrokenInvariant);
}

}  // namespace
}  // namespace qonys
