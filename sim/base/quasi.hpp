// Sequences that fill the unit cube more evenly than random points, scrambled by keyed draws.
#pragma once

#include <cstdint>
#include <vector>

#include "base/draws.hpp"

namespace qonys {

constexpr std::size_t most_sobol_dimensions = 3667;  // direction numbers of Boost

// Row-major (point, dimension), each in [0, 1). Sobol' sequence of Boost.Random from its zero point on, every dimension with a
// nested uniform scramble (Owen, by hashing; Laine and Karras 2011, Burley 2020): each dyadic interval keeps its share of points.
std::vector<double> scrambled_sobol(std::int64_t points, std::size_t dimensions, DrawKey key);

// Halton sequence in the first primes, digits permuted by keyed draws.
std::vector<double> scrambled_halton(std::int64_t points, std::size_t dimensions, DrawKey key);

}  // namespace qonys
