// What must hold in every run, and that a run which breaks it stops with both figures.
#include "accounts/identities.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/problems.hpp"
#include "laws/lively_scenario.hpp"
#include "month/month.hpp"
#include "run.hpp"

namespace qonys {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::ThrowsMessage;

TEST(identities, hold_in_the_baseline_and_in_the_lively_scenario) {
    for (const Scenario& s : {test::baseline("2025-06"), test::lively_scenario()}) {
        const World world = make_world(s);
        for (std::uint32_t replicate = 0; replicate < 3; ++replicate) EXPECT_NO_THROW((void)run_replicate(world, {5, replicate}));
    }
}

// A run of the lively scenario that stands before its last month, December.
struct LastMonth {
    Scenario s = test::lively_scenario();
    World world = make_world(s);
    State state = make_state(world, {1, 0});
    LastMonth() { test::run_until(state, world.months - 1); }
    LastMonth(const LastMonth&) = delete;
    LastMonth& operator=(const LastMonth&) = delete;

    Families& families() { return state.population.families; }
    std::uint32_t settled_family(Stream stream) {
        for (std::uint32_t i = 0; i < families().size(); ++i)
            if (families().status[i] == FamilyStatus::settled && families().stream[i] == stream && families().members[i] > 1)
                return i;
        throw std::logic_error("no settled family");
    }
    void stops_with(const testing::Matcher<std::string>& message) {
        std::string said = "nothing";
        try {
            simulate_month(state);
        } catch (const BrokenInvariant& e) {
            said = e.what();
        }
        EXPECT_THAT(said, message);
    }
};

TEST(identities, hold_when_nothing_is_wrong) {
    LastMonth m;
    EXPECT_NO_THROW(simulate_month(m.state));
    EXPECT_NO_THROW(check_tallies(m.state.tallies, m.state.ledger, m.world.axes, 0));
}

TEST(broken_identity, of_a_person_who_came_from_nowhere_stops_the_run) {
    LastMonth m;
    m.state.persons_in += 3;
    m.stops_with(AllOf(HasSubstr("2026-12"), HasSubstr("persons in"), HasSubstr("differ")));
}

TEST(broken_identity, names_both_figures) {
    EXPECT_THAT([] { require_equal("2026-12", "apples and pears", 17, -4); },
                ThrowsMessage<BrokenInvariant>(HasSubstr("2026-12: apples and pears differ: 17 and -4")));
    EXPECT_NO_THROW(require_equal("2026-12", "apples and pears", 17, 17));
}

TEST(broken_identity, of_a_wrong_number_of_members_stops_the_run) {
    LastMonth m;
    ++m.families().members[m.settled_family(Stream::kandas_free)];
    m.stops_with(HasSubstr("members of families in the country and persons recounted differ"));
}

TEST(broken_identity, of_a_wrong_number_of_workers_stops_the_run) {
    LastMonth m;
    ++m.families().self_employed[m.settled_family(Stream::kandas_free)];
    m.stops_with(HasSubstr("workers by family and workers recounted differ"));
}

TEST(broken_identity, of_a_wrong_number_of_working_age_stops_the_run) {
    LastMonth m;
    ++m.families().working_age[m.settled_family(Stream::kandas_free)];
    m.stops_with(HasSubstr("persons of working age by family and recounted differ"));
}

TEST(broken_identity, of_deaths_and_departures_not_counted_stops_the_run) {
    LastMonth deaths, departures;
    --deaths.state.persons_dead;
    deaths.stops_with(HasSubstr("deaths counted and dead persons differ"));
    ++departures.state.persons_left;
    departures.stops_with(HasSubstr("departures counted and persons who left differ"));
}

TEST(broken_identity, of_a_quota_place_used_by_nobody_stops_the_run) {
    LastMonth m;
    m.state.quota_used[0] += 1;
    m.stops_with(HasSubstr("quota used and persons placed in the calendar year differ"));
}

TEST(broken_identity, of_a_free_settler_who_was_paid_stops_the_run) {
    LastMonth m;
    m.families().paid[m.settled_family(Stream::kandas_free)] = 1;
    m.stops_with(HasSubstr("without a quota place was paid"));
}

TEST(broken_identity, of_an_entry_that_by_passes_the_ledger_stops_the_run) {
    LastMonth m;
    Entry entry = m.state.ledger.entries.front();
    entry.amount = 777;
    m.state.ledger.entries.push_back(entry);
    const Tenge total = m.state.ledger.total[0];
    EXPECT_THAT([&] { check_ledger(m.state.ledger, "2026-12"); },
                ThrowsMessage<BrokenInvariant>(AllOf(HasSubstr("ledger total and sum of its entries differ"),
                                                     HasSubstr(std::to_string(total) + " and " + std::to_string(total + 777)))));
    m.stops_with(HasSubstr("ledger total"));
}

TEST(broken_identity, of_a_negative_entry_stops_the_run) {
    LastMonth m;
    m.state.ledger.post({-5, 3, 0, 0, 0, Instrument::rent, EntryKind::paid});
    m.stops_with(AllOf(HasSubstr("negative entry"), HasSubstr("-5")));
}

TEST(broken_identity, of_more_repaid_than_due_stops_the_run) {
    LastMonth m;
    Ledger& ledger = m.state.ledger;
    const Tenge due = ledger.total[1], received = ledger.total[2];
    ledger.post({due - received, 3, 22, 0, 0, Instrument::rent, EntryKind::received});
    EXPECT_NO_THROW(check_ledger(ledger, "2026-12"));
    ledger.post({1, 3, 22, 0, 0, Instrument::rent, EntryKind::received});
    EXPECT_THAT([&] { check_ledger(ledger, "2026-12"); },
                ThrowsMessage<BrokenInvariant>(HasSubstr(fmt::format("{} KZT received, only {} KZT due", due + 1, due))));
}

TEST(broken_identity, of_a_second_grant_or_certificate_stops_the_run) {
    for (Instrument instrument : {Instrument::relocation, Instrument::certificate}) {
        LastMonth m;
        const std::uint32_t family = m.settled_family(Stream::kandas_quota);
        for (int i = 0; i < 2; ++i)
            m.state.ledger.post({1, family, 5, m.families().first_region[family], 0, instrument, EntryKind::paid});
        m.stops_with(instrument == Instrument::relocation ? HasSubstr("relocation grant twice") : HasSubstr("two certificates"));
    }
}

TEST(broken_identity, of_rent_beyond_the_maximum_stops_the_run) {
    LastMonth m;
    const std::uint32_t family = m.settled_family(Stream::kandas_quota);
    for (int i = 0; i < 13; ++i)
        m.state.ledger.post({1, family, 5, m.families().first_region[family], 0, Instrument::rent, EntryKind::paid});
    m.stops_with(HasSubstr("drew rent support longer than the rule allows"));
}

TEST(broken_identity, of_payment_after_leaving_or_elsewhere_stops_the_run) {
    LastMonth left, elsewhere;
    std::uint32_t gone = 0;
    while (left.families().status[gone] != FamilyStatus::returned || left.families().stream[gone] != Stream::kandas_quota ||
           left.families().left[gone] >= 22)
        ++gone;
    left.state.ledger.post({1, gone, 22, left.families().first_region[gone], 0, Instrument::rent, EntryKind::paid});
    left.stops_with(HasSubstr("was paid after leaving the country"));
    const std::uint32_t family = elsewhere.settled_family(Stream::kandas_quota);
    const auto other = static_cast<std::uint8_t>(2 - elsewhere.families().first_region[family]);
    elsewhere.state.ledger.post({1, family, 23, other == 1 ? std::uint8_t{2} : other, 0, Instrument::rent, EntryKind::paid});
    elsewhere.stops_with(HasSubstr("was paid outside the region of its quota place"));
}

TEST(broken_identity, of_measures_that_do_not_follow_from_the_ledger_stops_the_run) {
    LastMonth m;
    simulate_month(m.state);
    for (M measure : {M::spending, M::clawback_due, M::clawback_received}) {
        Tallies wrong = m.state.tallies;
        ++wrong.cells[static_cast<std::size_t>(measure)][0];
        EXPECT_THAT([&] { check_tallies(wrong, m.state.ledger, m.world.axes, 0); },
                    ThrowsMessage<BrokenInvariant>(AllOf(HasSubstr("and the ledger differ"), HasSubstr("whole run"))));
    }
}

TEST(broken_identity, of_a_stock_that_does_not_close_stops_the_run) {
    LastMonth m;
    simulate_month(m.state);
    for (M measure : {M::stock, M::settled, M::births, M::deaths, M::moved_on, M::moved_in, M::returned}) {
        Tallies wrong = m.state.tallies;
        const std::size_t i = static_cast<std::size_t>(measure);
        ++wrong.cells[i][5 * m.world.widths[i][0] + m.world.widths[i][0] / 3];  // June, second region
        EXPECT_THAT([&] { check_tallies(wrong, m.state.ledger, m.world.axes, 0); },
                    ThrowsMessage<BrokenInvariant>(AllOf(HasSubstr("2025-06"), HasSubstr("stock of SO"))))
            << measures()[i].name;
    }
}

}  // namespace
}  // namespace qonys
