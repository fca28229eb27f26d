// What must hold in every run, and that a run which breaks it stops with both figures.
#include "accounts/identities.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "base/problems.hpp"
#include "laws/lively_scenario.hpp"
#include "month/month.hpp"
#include "run.hpp"

namespace qonys {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::ThrowsMessage;

TEST(identities, hold_in_the_baseline_and_in_scenarios_with_everything) {
    for (const Scenario& s : {test::baseline("2025-06"), test::lively_scenario(), test::crowded_scenario()}) {
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
    m.state.quota_used[0][0] += 1;
    m.stops_with(HasSubstr("quota used and persons placed in the calendar year, kandas_quota differ"));
}

TEST(broken_identity, of_a_free_settler_who_was_paid_stops_the_run) {
    LastMonth m;
    m.families().paid[m.settled_family(Stream::kandas_free)] = 1;
    m.stops_with(HasSubstr("without a quota place was paid"));
}

TEST(broken_identity, of_a_family_paid_another_sum_than_the_ledger_says_stops_the_run) {
    LastMonth m;
    const std::uint32_t family = m.settled_family(Stream::kandas_quota);
    ++m.families().paid[family];
    m.stops_with(HasSubstr(fmt::format("family {} was paid another sum than the ledger says", family)));
}

TEST(broken_identity, of_money_promised_and_forgotten_stops_the_run) {
    LastMonth m;
    m.state.committed += 9;
    m.stops_with(HasSubstr("money committed and money paid or still to be paid differ"));
}

TEST(broken_identity, of_a_cohort_with_a_family_too_many_stops_the_run) {
    LastMonth m;
    ++m.state.in_first_region[3];
    m.stops_with(HasSubstr("families in their first region by cohort and recounted differ"));
}

// Mechanisms that break the rules of the commission.
Allotment all_to_the_last_region(const Sitting& sitting) {
    std::vector<Placement> placements;
    for (const Request& r : sitting.requests) placements.push_back({r.family, 2, 1, Reason::placed});
    return {placements};
}
Allotment all_to_their_first_choice(const Sitting& sitting) {
    std::vector<Placement> placements;
    for (const Request& r : sitting.requests) placements.push_back({r.family, r.regions[0], 1, Reason::placed});
    return {placements};
}
Allotment another_family(const Sitting& sitting) {
    std::vector<Placement> placements(sitting.requests.size());
    placements[0] = {sitting.requests[1].family, sitting.requests[1].regions[0], 1, Reason::placed};
    return {placements};
}

TEST(broken_identity, of_a_mechanism_that_breaks_the_rules_stops_the_run) {
    const struct {
        Mechanism mechanism;
        const char* message;
    } cases[] = {{all_to_the_last_region, "2025-01: a family was placed in a region that it does not accept"},
                 {all_to_their_first_choice, "2025-01: more places given than left in NO"},
                 {another_family, "2025-01: a family was placed in a region that it does not accept"}};
    for (const auto& c : cases) {
        Scenario s = test::empty_scenario();
        s.quotas.kandas.cells = {5, 5, 5};
        World world = make_world(s);
        world.mechanisms = {c.mechanism};
        State state = make_state(world, {1, 0});
        for (int i = 0; i < 2; ++i) test::add_waiting_family(state, 0, 3, {0, 1});
        EXPECT_THAT([&] { simulate_month(state); }, ThrowsMessage<BrokenInvariant>(HasSubstr(c.message)));
    }
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
    m.state.committed -= 5;
    m.state.ledger.post({-5, 3, 0, 0, 0, 0, Instrument::rent, EntryKind::paid});
    m.stops_with(AllOf(HasSubstr("negative entry"), HasSubstr("-5")));
}

TEST(broken_identity, of_more_repaid_than_due_stops_the_run) {
    LastMonth m;
    Ledger& ledger = m.state.ledger;
    const Tenge due = ledger.total[1], received = ledger.total[2], written_off = ledger.total[3];
    ledger.post({due - received - written_off, 3, 22, 0, 0, 0, Instrument::rent, EntryKind::received});
    EXPECT_NO_THROW(check_ledger(ledger, "2026-12"));
    ledger.post({1, 3, 22, 0, 0, 0, Instrument::rent, EntryKind::received});
    EXPECT_THAT([&] { check_ledger(ledger, "2026-12"); },
                ThrowsMessage<BrokenInvariant>(HasSubstr(fmt::format("{} KZT received and {} KZT written off, only {} KZT due",
                                                                     due - written_off + 1, written_off, due))));
}

// A payment that was promised.
void pay(State& state, const Entry& entry) {
    state.ledger.post(entry);
    state.committed += entry.amount;
}

// Posts one payment after the other until the family has `count` of the instrument.
void pay_until(LastMonth& m, std::uint32_t family, Instrument instrument, std::ptrdiff_t count) {
    const Ledger& ledger = m.state.ledger;
    std::ptrdiff_t paid = std::count_if(ledger.entries.begin(), ledger.entries.end(), [&](const Entry& e) {
        return e.family == family && e.kind == EntryKind::paid && e.instrument == instrument;
    });
    for (; paid < count; ++paid) {
        pay(m.state, {1, family, 5, m.families().first_region[family], 0, 0, instrument, EntryKind::paid});
        ++m.families().paid[family];
    }
}

TEST(broken_identity, of_a_second_grant_or_certificate_stops_the_run) {
    for (Instrument instrument : {Instrument::relocation, Instrument::certificate}) {
        LastMonth once, twice;
        const std::uint32_t family = once.settled_family(Stream::kandas_quota);
        once.families().purchase_clock[family] = 1e6F;  // buys none in the last month
        pay_until(once, family, instrument, 1);
        EXPECT_NO_THROW(simulate_month(once.state));
        pay_until(twice, family, instrument, 2);
        twice.stops_with(instrument == Instrument::relocation ? HasSubstr("relocation grant twice")
                                                              : HasSubstr("two certificates"));
    }
}

TEST(broken_identity, of_rent_beyond_the_maximum_stops_the_run) {
    LastMonth most, more;
    const std::uint32_t family = most.settled_family(Stream::kandas_quota);
    most.families().rent_payments_left[family] = more.families().rent_payments_left[family] = 0;
    pay_until(most, family, Instrument::rent, 12);
    EXPECT_NO_THROW(simulate_month(most.state));
    pay_until(more, family, Instrument::rent, 13);
    more.stops_with(HasSubstr("drew rent support longer than the rule allows"));
}

TEST(broken_identity, of_payment_after_leaving_or_elsewhere_stops_the_run) {
    LastMonth left, elsewhere;
    std::uint32_t gone = 0;
    while (left.families().status[gone] != FamilyStatus::returned || left.families().stream[gone] != Stream::kandas_quota ||
           left.families().left[gone] >= 22)
        ++gone;
    pay(left.state, {1, gone, 22, left.families().first_region[gone], 0, 0, Instrument::rent, EntryKind::paid});
    left.stops_with(HasSubstr("was paid after leaving the country"));
    const std::uint32_t family = elsewhere.settled_family(Stream::kandas_quota);
    const auto other = static_cast<std::uint8_t>(2 - elsewhere.families().first_region[family]);
    pay(elsewhere.state, {1, family, 23, other == 1 ? std::uint8_t{2} : other, 0, 0, Instrument::rent, EntryKind::paid});
    elsewhere.stops_with(HasSubstr("was paid outside the region of its quota place"));
}

TEST(broken_identity, of_measures_that_do_not_follow_from_the_ledger_stops_the_run) {
    LastMonth m;
    simulate_month(m.state);
    for (M measure : {M::spending, M::spending_by_origin, M::clawback_due, M::clawback_received, M::clawback_written_off,
                      M::subsidy_due, M::subsidy_received}) {
        Tallies wrong = m.state.tallies;
        ++wrong.cells[static_cast<std::size_t>(measure)][0];
        EXPECT_THAT([&] { check_tallies(wrong, m.state.ledger, m.world.axes, 0); },
                    ThrowsMessage<BrokenInvariant>(AllOf(HasSubstr("and the ledger differ"), HasSubstr("whole run"))));
    }
}

TEST(broken_identity, of_measures_stops_a_whole_run) {
    const Scenario s = test::lively_scenario();
    World world = make_world(s);
    EXPECT_NO_THROW((void)run_replicate(world, {1, 0}));
    world.widths[static_cast<std::size_t>(M::spending)][3] = 3;  // payments are counted under wrong instruments
    EXPECT_THAT([&] { (void)run_replicate(world, {1, 0}); }, ThrowsMessage<BrokenInvariant>(HasSubstr("and the ledger differ")));
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
