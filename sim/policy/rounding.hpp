// From shares of a total to whole places that sum to it.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace qonys {

enum class Rounding { largest_remainder, sainte_lague, dhondt };  // as rounding_words

// Places for each share (any non-negative weights), between floor and ceiling; the sum is the total, or as near to it as floors,
// ceilings and weights of 0 allow: a share of weight 0 gets its floor and no more. No floors or ceilings (empty): none.
// Ties go to the earlier share.
//   largest_remainder  Hamilton: whole parts first, then the largest fractions of the shares that no floor or ceiling holds
//   sainte_lague       Webster: divisors 1, 3, 5, …, from the floor up to the ceiling
//   dhondt             Jefferson: divisors 1, 2, 3, …, likewise
std::vector<std::int64_t> round_shares(std::span<const double> weights, std::int64_t total, Rounding rounding,
                                       std::span<const std::int64_t> floors, std::span<const std::int64_t> ceilings);

}  // namespace qonys
