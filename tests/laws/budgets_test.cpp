// Yearly budgets: never exceeded, and nothing promised is lost.
#include <gtest/gtest.h>

#include <limits>

#include "laws/lively_scenario.hpp"
#include "run.hpp"

namespace qonys {
namespace {

struct Budgeted {
    Scenario s = test::crowded_scenario();
    World world;
    Tallies tallies;

    explicit Budgeted(const char* rule) { s.budgets.when_exhausted = test::rule(exhausted_words, rule); }
    void run() {
        world = make_world(s);
        tallies = run_replicate(world, {1, 0}).tallies;
    }
    // Of a measure by month, region and last of all instrument, over all streams and the months from first to last.
    std::int64_t sum(M m, std::size_t region, std::size_t instrument, std::size_t first, std::size_t last) const {
        const auto& width = world.widths[static_cast<std::size_t>(m)];
        const auto& cells = tallies.cells[static_cast<std::size_t>(m)];
        std::int64_t result = 0;
        const std::size_t of_region = width[0] / 3;
        for (std::size_t month = first; month <= last; ++month)
            for (std::size_t i = instrument; i < of_region; i += instrument_count)
                result += cells[month * width[0] + region * of_region + i];
        return result;
    }
    double cap(std::size_t region, std::size_t instrument) const { return s.budgets.caps.cells[instrument * 3 + region]; }
};

TEST(payments_of_a_year, never_exceed_the_cap) {
    for (const char* rule : exhausted_words) {
        Budgeted b(rule);
        b.run();
        std::size_t reached = 0;
        for (std::size_t region = 0; region < 3; ++region)
            for (std::size_t instrument = 0; instrument < instrument_count; ++instrument) {
                if (b.cap(region, instrument) == no_cap) continue;
                for (std::size_t year = 0; year < 2; ++year) {
                    const auto paid = static_cast<double>(b.sum(M::spending, region, instrument, year * 12, year * 12 + 11));
                    EXPECT_LE(paid, b.cap(region, instrument)) << rule << region << instrument;
                    EXPECT_EQ(
                        paid + static_cast<double>(b.sum(M::budget_left, region, instrument, year * 12 + 11, year * 12 + 11)),
                        b.cap(region, instrument));
                    reached += paid > 0.8 * b.cap(region, instrument);
                }
            }
        EXPECT_GE(reached, 6U) << rule;
        EXPECT_GT(test::total(b.tallies, M::claims_refused), 0) << rule;
        EXPECT_EQ(test::total(b.tallies, M::claims_waiting) > 0, std::string(rule) == "queue");
    }
}

TEST(what_is_promised, is_in_the_end_paid_or_void_when_claims_queue) {
    Budgeted b("queue");
    b.s.run.last_month = make_month(2034, 12);
    for (Table* quota : {&b.s.quotas.kandas, &b.s.quotas.internal}) {  // nobody is placed after the second year
        quota->axes[0].labels.push_back("2027-01-01");
        quota->cells.insert(quota->cells.end(), 3, 0.0);
    }
    test::set_cells(b.s.budgets.caps, no_cap);
    for (std::size_t region = 0; region < 3; ++region) {
        b.s.budgets.caps.cells[region] = 20e6;
        b.s.budgets.caps.cells[3 + region] = 4e6;
    }
    b.run();
    const std::size_t last = b.world.axes.month.size() - 1;
    for (Instrument instrument : {Instrument::relocation, Instrument::rent}) {
        std::int64_t ever_waiting = 0;
        for (std::size_t region = 0; region < 3; ++region) {
            const auto i = static_cast<std::size_t>(instrument);
            EXPECT_EQ(b.sum(M::claims_waiting, region, i, last, last), 0);
            EXPECT_EQ(b.sum(M::committed, region, i, 0, last), b.sum(M::spending, region, i, 0, last)) << region << " " << i;
            ever_waiting += b.sum(M::claims_waiting, region, i, 0, last);
            EXPECT_EQ(b.sum(M::spending, region, i, last - 11, last), 0) << "all was done long ago";
        }
        EXPECT_GT(ever_waiting, 100);
    }
}

TEST(money_promised, is_at_each_end_of_month_paid_waiting_or_still_to_come) {
    for (const char* rule : exhausted_words) {
        Budgeted b(rule);
        b.world = make_world(b.s);
        State state = make_state(b.world, {1, 0});
        for (int month = 1; month <= b.world.months; ++month) {
            test::run_until(state, month);
            Tenge open = 0;
            for (const Claim& claim : state.claims_waiting) open += claim.amount;
            for (const RentSupport& support : state.drawing_rent) open += support.promised * support.payments_left;
            ASSERT_EQ(state.committed, state.ledger.total[static_cast<int>(EntryKind::paid)] + open) << rule << month;
            ASSERT_EQ(test::total(state.tallies, M::committed), state.committed);
        }
    }
}

TEST(a_cap_that_never_binds, equals_no_cap) {
    Scenario base = test::crowded_scenario();
    test::set_cells(base.budgets.caps, no_cap);
    const World world = make_world(base);
    const Tallies without = run_replicate(world, {1, 0}).tallies;
    for (const char* rule : exhausted_words) {
        Scenario s = base;
        test::set_cells(s.budgets.caps, 1e12);
        s.budgets.when_exhausted = test::rule(exhausted_words, rule);
        const World capped = make_world(s);
        Tallies with = run_replicate(capped, {1, 0}).tallies;
        with.cells[static_cast<std::size_t>(M::budget_left)] = without.cells[static_cast<std::size_t>(M::budget_left)];
        EXPECT_EQ(with.cells, without.cells) << rule;
    }
    Scenario lapse = base;
    lapse.budgets.when_exhausted = test::rule(exhausted_words, "lapse");
    const World lapse_world = make_world(lapse);
    EXPECT_EQ(run_replicate(lapse_world, {1, 0}).tallies.cells, without.cells) << "a rule for caps that are not there";
}

TEST(a_tighter_cap, never_pays_more) {
    for (const char* rule : exhausted_words) {
        std::int64_t before = std::numeric_limits<std::int64_t>::max();
        for (double cap : {1e9, 50e6, 20e6, 5e6, 0.0}) {
            Budgeted b(rule);
            test::set_cells(b.s.budgets.caps, no_cap);
            for (std::size_t region = 0; region < 3; ++region) b.s.budgets.caps.cells[region] = cap;
            b.run();
            std::int64_t paid = 0;
            for (std::size_t region = 0; region < 3; ++region) paid += b.sum(M::spending, region, 0, 0, 23);
            EXPECT_LE(paid, before) << rule << cap;
            before = paid;
        }
        EXPECT_EQ(before, 0) << rule;
    }
}

}  // namespace
}  // namespace qonys
