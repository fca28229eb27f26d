// The measures at the end of a run of the whole model equal a plain recount from the columns of families and persons.
#include <gtest/gtest.h>

#include <numeric>

#include "support/small_scenario.hpp"

namespace qonys {
namespace {

using Cells = std::vector<std::int64_t>;

struct FinishedRun {
    Scenario s = test::baseline("2025-06");
    World world = make_world(s);
    State state = test::run_to_end(world, {7, 0});
    const Families& f = state.population.families;
    const Persons& p = state.population.persons;

    FinishedRun() = default;
    FinishedRun(const FinishedRun&) = delete;
    FinishedRun& operator=(const FinishedRun&) = delete;

    Cells last_month(M m) const {
        const std::size_t i = static_cast<std::size_t>(m);
        return {state.tallies.cells[i].end() - static_cast<std::ptrdiff_t>(world.widths[i][0]), state.tallies.cells[i].end()};
    }
    bool settled(std::uint32_t person) const {
        return p.labour[person] != Labour::dead && f.status[p.family[person]] == FamilyStatus::settled;
    }
    std::size_t cell(std::uint32_t family) const {  // [region, origin, stream]
        return (f.region[family] * world.origins + f.origin[family]) * stream_count + static_cast<std::size_t>(f.stream[family]);
    }
    // Settled persons for whom `keep` holds, by region, origin and stream.
    template <typename Keep>
    Cells persons(Keep keep) const {
        Cells cells(world.regions * world.origins * stream_count, 0);
        for (std::uint32_t person = 0; person < p.size(); ++person)
            if (settled(person) && keep(person)) ++cells[cell(p.family[person])];
        return cells;
    }
    // The same without origin.
    template <typename Keep>
    Cells by_region(Keep keep) const {
        Cells cells(world.regions * stream_count, 0);
        for (std::uint32_t person = 0; person < p.size(); ++person) {
            const std::uint32_t family = p.family[person];
            if (settled(person) && keep(person))
                ++cells[f.region[family] * stream_count + static_cast<std::size_t>(f.stream[family])];
        }
        return cells;
    }
};

const FinishedRun& run() {
    static const FinishedRun one;
    return one;
}

TEST(recount, of_settlers_workers_and_the_retained_agrees_with_the_measures) {
    const FinishedRun& r = run();
    const auto labour = [&](std::uint32_t person) { return r.p.labour[person]; };
    EXPECT_EQ(r.last_month(M::stock), r.persons([](std::uint32_t) { return true; }));
    EXPECT_EQ(r.last_month(M::working_age), r.persons([&](std::uint32_t i) { return of_working_age(labour(i)); }));
    EXPECT_EQ(r.last_month(M::employed), r.persons([&](std::uint32_t i) { return labour(i) == Labour::employed; }));
    EXPECT_EQ(r.last_month(M::self_employed), r.by_region([&](std::uint32_t i) { return labour(i) == Labour::self_employed; }));
    EXPECT_EQ(r.last_month(M::retained),
              r.by_region([&](std::uint32_t i) { return r.f.here_since[r.p.family[i]] == r.f.settled[r.p.family[i]]; }));
    EXPECT_GT(test::total_in(r.state, M::employed, 17), 1000);
}

TEST(recount, of_settlers_agrees_with_the_growth_of_kin) {
    const FinishedRun& r = run();
    Cells settlers(r.world.origins * r.world.regions, 0);
    for (std::uint32_t person = 0; person < r.p.size(); ++person) {
        const std::uint32_t family = r.p.family[person];
        if (r.settled(person)) ++settlers[r.state.cell(r.f.origin[family], r.f.region[family])];
    }
    for (std::size_t cell = 0; cell < settlers.size(); ++cell)
        EXPECT_NEAR(r.state.kin[cell] - r.s.origins.kin_stock.cells[cell], static_cast<double>(settlers[cell]), 1e-6) << cell;
}

TEST(recount, of_who_waits_agrees_with_the_measure) {
    const FinishedRun& r = run();
    const std::size_t inflows = r.world.axes.inflow.size();
    Cells waiting(r.world.origins * inflows, 0), abroad(r.world.origins, 0);
    for (std::uint32_t person = 0; person < r.p.size(); ++person) {
        const std::uint32_t family = r.p.family[person];
        const std::size_t inflow = r.f.stream[family] == Stream::kandas_free ? 0 : 1;
        if (r.f.status[family] == FamilyStatus::waiting) ++waiting[r.f.origin[family] * inflows + inflow];
        if (r.f.status[family] == FamilyStatus::abroad) ++abroad[r.f.origin[family]];
    }
    EXPECT_EQ(r.last_month(M::waiting), waiting);
    EXPECT_EQ(r.last_month(M::embassy_waiting), abroad);
    EXPECT_GT(test::total_in(r.state, M::embassy_waiting, 17), 100);
}

TEST(recount, of_flows_since_the_first_reported_month_agrees_with_their_sums) {
    const FinishedRun& r = run();
    const auto reported = [&](std::int16_t month) { return month != no_month && month >= r.world.warm_up; };
    std::int64_t settled = 0, placed = 0, placed_persons = 0, returned = 0, refused = 0, withdrawn = 0, arrived = 0,
                 pensioners = 0;
    for (std::uint32_t i = 0; i < r.f.size(); ++i) {
        settled += reported(r.f.settled[i]);
        if (reported(r.f.settled[i]) && in_programme(r.f, i)) {
            ++placed;
            placed_persons += r.f.size_when_placed[i];
        }
        if (!reported(r.f.left[i])) continue;
        (r.f.status[i] == FamilyStatus::refused     ? refused
         : r.f.status[i] == FamilyStatus::withdrawn ? withdrawn
                                                    : returned) += r.f.members[i];
    }
    for (std::uint32_t person = 0; person < r.p.size(); ++person) {
        const std::uint32_t family = r.p.family[person];
        const bool born_here = r.f.settled[family] != no_month && r.p.born[person] >= r.f.settled[family];
        arrived += reported(r.f.arrived[family]) && r.f.status[family] != FamilyStatus::abroad && !born_here;
        pensioners += r.p.labour[person] == Labour::pensioner;
    }
    EXPECT_EQ(test::total(r.state.tallies, M::settled_families), settled);
    EXPECT_EQ(test::total(r.state.tallies, M::placed_families), placed);
    EXPECT_EQ(test::total(r.state.tallies, M::placed), placed_persons);
    EXPECT_EQ(test::total(r.state.tallies, M::returned), returned);
    EXPECT_EQ(test::total(r.state.tallies, M::refused), refused);
    EXPECT_EQ(test::total(r.state.tallies, M::withdrawn), withdrawn);
    EXPECT_GT(withdrawn, 0);
    EXPECT_EQ(test::total(r.state.tallies, M::arrivals), arrived);
    EXPECT_GT(returned, 0);
    EXPECT_GT(refused, 0);
    EXPECT_GT(pensioners, 0);
}

TEST(recount, of_money_agrees_between_families_ledger_and_measures) {
    const FinishedRun& r = run();
    Tenge by_families = 0, by_entries = 0, to_employers = 0, before = 0;
    std::int64_t certificates = 0, grants = 0;
    for (Tenge paid : r.f.paid) by_families += paid;
    for (const Entry& e : r.state.ledger.entries) {
        if (e.kind != EntryKind::paid) continue;
        by_entries += e.amount;
        if (e.instrument == Instrument::employer) to_employers += e.amount;
        if (e.month < r.world.warm_up) {
            before += e.amount;
            continue;
        }
        certificates += e.instrument == Instrument::certificate;
        grants += e.instrument == Instrument::relocation;
    }
    EXPECT_EQ(by_families + to_employers, by_entries);
    EXPECT_GT(to_employers, 0);
    EXPECT_EQ(test::total(r.state.tallies, M::spending), by_entries - before);
    EXPECT_EQ(test::total(r.state.tallies, M::certificates), certificates);
    EXPECT_EQ(test::total(r.state.tallies, M::placed_families), grants);
    EXPECT_GT(before, 0);
    EXPECT_GT(certificates, 100);
}

// By year of the place, region and stream; and what was paid for nobody of a cohort was paid for families of the warm-up.
TEST(recount, of_cohorts_agrees_with_persons_and_payments) {
    const FinishedRun& r = run();
    const std::size_t cells = r.world.regions * stream_count;
    const auto cell_of = [&](std::uint32_t family) {
        const Month placed = r.world.start + r.f.settled[family];
        const std::string year = to_string(placed).substr(0, 4);
        return r.world.axes.cohort.find(year).value() * cells + r.f.first_region[family] * stream_count +
               static_cast<std::size_t>(r.f.stream[family]);
    };
    const auto counts = [&](std::uint32_t family) {
        return in_programme(r.f, family) && r.f.settled[family] != no_month && r.f.settled[family] >= r.world.warm_up;
    };
    Cells retained(r.world.axes.cohort.size() * cells, 0), paid(retained.size() * instrument_count, 0);
    for (std::uint32_t person = 0; person < r.p.size(); ++person) {
        const std::uint32_t family = r.p.family[person];
        if (r.settled(person) && counts(family) && in_first_region(r.f, family)) ++retained[cell_of(family)];
    }
    Tenge of_warm_up = 0;
    for (const Entry& e : r.state.ledger.entries) {
        if (e.kind != EntryKind::paid || e.month < r.world.warm_up) continue;
        if (counts(e.family))
            paid[cell_of(e.family) * instrument_count + static_cast<std::size_t>(e.instrument)] += e.amount;
        else
            of_warm_up += e.amount;
    }
    const auto& tallies = r.state.tallies.cells;
    EXPECT_EQ(tallies[static_cast<std::size_t>(M::cohort_retained)], retained);
    EXPECT_EQ(tallies[static_cast<std::size_t>(M::cohort_spending)], paid);
    EXPECT_EQ(test::total(r.state.tallies, M::cohort_spending) + of_warm_up, test::total(r.state.tallies, M::spending));
    EXPECT_GT(of_warm_up, 0);
    EXPECT_GE(r.world.axes.cohort.size(), 2U);
    for (std::size_t cohort = 0; cohort < r.world.axes.cohort.size(); ++cohort)
        EXPECT_GT(std::accumulate(retained.begin() + static_cast<std::ptrdiff_t>(cohort * cells),
                                  retained.begin() + static_cast<std::ptrdiff_t>((cohort + 1) * cells), std::int64_t{0}),
                  50)
            << cohort;
}

TEST(recount, of_families_in_their_first_region_agrees_with_those_at_risk) {
    const FinishedRun& r = run();
    std::int64_t there = 0;
    for (std::uint32_t i = 0; i < r.f.size(); ++i) there += r.f.status[i] == FamilyStatus::settled && in_first_region(r.f, i);
    std::int64_t cohorts = 0;
    for (std::int64_t families : r.state.in_first_region) cohorts += families;
    EXPECT_EQ(there, cohorts);
    EXPECT_GT(test::total(r.state.tallies, M::family_left), 50);
}

}  // namespace
}  // namespace qonys
