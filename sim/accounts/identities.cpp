#include "accounts/identities.hpp"

#include <fmt/format.h>

#include <numeric>

#include "base/problems.hpp"

namespace qonys {

void require_equal(std::string_view when, std::string_view what, std::int64_t a, std::int64_t b) {
    if (a != b) throw BrokenInvariant(fmt::format("{}: {} differ: {} and {}", when, what, a, b));
}

void check_ledger(const Ledger& ledger, std::string_view when) {
    Tenge sum[entry_kinds] = {};
    for (const Entry& e : ledger.entries) {
        if (e.amount < 0)
            throw BrokenInvariant(fmt::format("{}: family {} has a negative entry of {} KZT", when, e.family, e.amount));
        sum[static_cast<int>(e.kind)] += e.amount;
    }
    for (std::size_t kind = 0; kind < entry_kinds; ++kind)
        require_equal(when, "ledger total and sum of its entries", ledger.total[kind], sum[kind]);
    const Tenge due = sum[static_cast<int>(EntryKind::due)], received = sum[static_cast<int>(EntryKind::received)];
    const Tenge written_off = sum[static_cast<int>(EntryKind::written_off)];
    if (received + written_off > due)
        throw BrokenInvariant(
            fmt::format("{}: {} KZT received and {} KZT written off, only {} KZT due", when, received, written_off, due));
}

namespace {

std::int64_t sum_of(const Tallies& tallies, M m) {
    const auto& cells = tallies.cells[static_cast<std::size_t>(m)];
    return std::accumulate(cells.begin(), cells.end(), std::int64_t{0});
}

// Sum over one month and region of a measure with axes (month, region, …).
std::int64_t at(const Tallies& tallies, M m, std::size_t month, std::size_t region, const RunAxes& axes) {
    const Measure& row = measure(m);
    std::size_t inner = 1;
    for (std::size_t i = 2; i < row.axes.size(); ++i) inner *= axes.find(row.axes[i]).size();
    const auto& cells = tallies.cells[static_cast<std::size_t>(m)];
    const std::size_t first = (month * axes.region.size() + region) * inner;
    return std::accumulate(cells.begin() + static_cast<std::ptrdiff_t>(first),
                           cells.begin() + static_cast<std::ptrdiff_t>(first + inner), std::int64_t{0});
}

}  // namespace

void check_tallies(const Tallies& tallies, const Ledger& ledger, const RunAxes& axes, int first_reported) {
    Tenge by_instrument[instrument_count] = {}, of_families[entry_kinds] = {}, of_employers[entry_kinds] = {};
    for (const Entry& e : ledger.entries) {
        if (e.month < first_reported) continue;
        if (e.kind == EntryKind::paid)
            by_instrument[static_cast<std::size_t>(e.instrument)] += e.amount;
        else
            (e.instrument == Instrument::employer ? of_employers : of_families)[static_cast<std::size_t>(e.kind)] += e.amount;
    }
    for (M m : {M::spending, M::spending_by_origin}) {
        const auto& spending = tallies.cells[static_cast<std::size_t>(m)];
        for (std::size_t i = 0; i < instrument_count; ++i) {
            Tenge measured = 0;
            for (std::size_t cell = i; cell < spending.size(); cell += instrument_count) measured += spending[cell];
            require_equal("whole run", measure(m).name + " on " + axes.instrument.labels[i] + " and the ledger", measured,
                          by_instrument[i]);
        }
    }
    const auto compare = [&](M m, const Tenge* by_kind, EntryKind kind) {
        require_equal("whole run", measure(m).name + " and the ledger", sum_of(tallies, m), by_kind[static_cast<int>(kind)]);
    };
    compare(M::clawback_due, of_families, EntryKind::due);
    compare(M::clawback_received, of_families, EntryKind::received);
    compare(M::clawback_written_off, of_families, EntryKind::written_off);
    compare(M::subsidy_due, of_employers, EntryKind::due);
    compare(M::subsidy_received, of_employers, EntryKind::received);
    for (std::size_t month = 1; month < axes.month.size(); ++month)
        for (std::size_t r = 0; r < axes.region.size(); ++r) {
            const auto flow = [&](M m) { return at(tallies, m, month, r, axes); };
            const std::int64_t change =
                flow(M::settled) + flow(M::births) + flow(M::moved_in) - flow(M::deaths) - flow(M::moved_on) - flow(M::returned);
            require_equal(axes.month.labels[month],
                          "stock of " + axes.region.labels[r] + " and last month's stock with the flows", flow(M::stock),
                          at(tallies, M::stock, month - 1, r, axes) + change);
        }
}

}  // namespace qonys
