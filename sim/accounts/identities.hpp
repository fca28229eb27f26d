// Identities that stop a run when broken: the program is wrong, not the input.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "accounts/ledger.hpp"
#include "accounts/measures.hpp"

namespace qonys {

// Throws BrokenInvariant with both figures when they differ.
void require_equal(std::string_view when, std::string_view what, std::int64_t a, std::int64_t b);

// Totals by kind equal the sum of the entries; no amount is negative; what is received does not exceed what was due.
void check_ledger(const Ledger& ledger, std::string_view when);

// Spending by instrument in the tallies equals the ledger over the reported months; repayments likewise; stock closes:
// what the measures say of persons who came, moved, were born, died and left adds up to the stock, region by region.
void check_tallies(const Tallies& tallies, const Ledger& ledger, const RunAxes& axes, int first_reported);

}  // namespace qonys
