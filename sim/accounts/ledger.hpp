// The ledger: every payment and repayment, in whole tenge.
#pragma once

#include <cstdint>
#include <vector>

#include "base/tenge.hpp"

namespace qonys {

// As on the axis "instrument" (axis_labels).
enum class Instrument : std::uint8_t { relocation = 0, rent = 1, certificate = 2, employer = 3, business = 4 };
constexpr std::size_t instrument_count = 5;

enum class EntryKind : std::uint8_t { paid, due, received, written_off };  // support paid; of repayments: due, received, given up
constexpr std::size_t entry_kinds = 4;

struct Entry {
    Tenge amount = 0;
    std::uint32_t family = 0;
    std::int16_t month = 0;  // from the start of the warm-up
    std::uint8_t region = 0, origin = 0, stream = 0;
    Instrument instrument = Instrument::relocation;  // of a payment; of a repayment: employer, or any other for one by a family
    EntryKind kind = EntryKind::paid;
};

struct Ledger {
    std::vector<Entry> entries;     // in order of posting
    Tenge total[entry_kinds] = {};  // by kind, kept apart from the entries to check them

    void post(const Entry& entry) {
        entries.push_back(entry);
        total[static_cast<int>(entry.kind)] += entry.amount;
    }
};

}  // namespace qonys
