#include "base/quasi.hpp"

#include <algorithm>
#include <boost/random/sobol.hpp>
#include <cmath>
#include <numeric>
#include <span>
#include <stdexcept>

namespace qonys {

namespace {

std::uint32_t reversed_bits(std::uint32_t x) {
    x = (x >> 1 & 0x55555555u) | (x & 0x55555555u) << 1;
    x = (x >> 2 & 0x33333333u) | (x & 0x33333333u) << 2;
    x = (x >> 4 & 0x0f0f0f0fu) | (x & 0x0f0f0f0fu) << 4;
    x = (x >> 8 & 0x00ff00ffu) | (x & 0x00ff00ffu) << 8;
    return x >> 16 | x << 16;
}

// Each bit is flipped or not by a hash of the bits above it: in reversed order a product carries only upwards. The constants are
// those of Burley (2020).
std::uint32_t nested_uniform_scramble(std::uint32_t x, std::uint32_t seed) {
    x = reversed_bits(x) + seed;
    for (const std::uint32_t factor : {0x6c50b47cu, 0xb82f1e52u, 0xc7afe638u, 0x8d22f6e6u}) x ^= x * factor;
    return reversed_bits(x);
}

std::vector<std::uint32_t> first_primes(std::size_t count) {
    std::vector<std::uint32_t> primes;
    for (std::uint32_t n = 2; primes.size() < count; ++n)
        if (std::none_of(primes.begin(), primes.end(), [&](std::uint32_t p) { return n % p == 0; })) primes.push_back(n);
    return primes;
}

// The digits of one dimension, each with a permutation of its own, as many as a double can tell apart.
struct PermutedDigits {
    std::uint32_t base = 2;
    std::vector<std::uint32_t> to;  // (digit's place, digit)
    std::size_t places = 0;
};

PermutedDigits permuted_digits(std::uint32_t base, std::size_t dimension, DrawKey key) {
    PermutedDigits digits{base, {}, static_cast<std::size_t>(50 / std::log2(base))};
    digits.to.resize(digits.places * base);
    for (std::size_t place = 0; place < digits.places; ++place) {
        const std::span<std::uint32_t> row(digits.to.data() + place * base, base);
        std::iota(row.begin(), row.end(), 0u);
        for (std::uint32_t i = base - 1; i > 0; --i) {
            const double u = uniform(key, {static_cast<std::uint32_t>(dimension), static_cast<std::uint32_t>(place)}, i,
                                     Purpose::halton_digits);
            std::swap(row[i], row[static_cast<std::uint32_t>(u * (i + 1.0))]);
        }
    }
    return digits;
}

double radical_inverse(const PermutedDigits& digits, std::uint64_t n) {
    std::uint64_t mirrored = 0, whole = 1;
    for (std::size_t place = 0; place < digits.places; ++place) {
        mirrored = mirrored * digits.base + digits.to[place * digits.base + n % digits.base];
        n /= digits.base;
        whole *= digits.base;
    }
    return (static_cast<double>(mirrored) + 0.5) / static_cast<double>(whole);  // below 2^51, so never rounded up to 1
}

}  // namespace

std::vector<double> scrambled_sobol(std::int64_t points, std::size_t dimensions, DrawKey key) {
    if (points <= 0 || dimensions == 0) return {};
    if (dimensions > most_sobol_dimensions) throw std::invalid_argument("more dimensions than there are direction numbers");
    std::vector<std::uint32_t> seeds;
    for (std::size_t d = 0; d < dimensions; ++d)
        seeds.push_back(random_words(key, {static_cast<std::uint32_t>(d), 0}, 0, Purpose::sobol_scramble)[0]);
    std::vector<double> result;
    result.reserve(static_cast<std::size_t>(points) * dimensions);
    boost::random::sobol sequence(dimensions);
    for (std::int64_t i = 0; i < points; ++i)
        for (std::size_t d = 0; d < dimensions; ++d) {
            // Boost starts after the point zero, without which 2^m points are no digital net.
            const auto top = i == 0 ? 0u : static_cast<std::uint32_t>(sequence() >> 32);
            result.push_back((nested_uniform_scramble(top, seeds[d]) + 0.5) * 0x1p-32);
        }
    return result;
}

std::vector<double> scrambled_halton(std::int64_t points, std::size_t dimensions, DrawKey key) {
    if (points <= 0 || dimensions == 0) return {};
    const std::vector<std::uint32_t> primes = first_primes(dimensions);
    std::vector<double> result(static_cast<std::size_t>(points) * dimensions);
    for (std::size_t d = 0; d < dimensions; ++d) {
        const PermutedDigits digits = permuted_digits(primes[d], d, key);
        for (std::size_t i = 0; i < static_cast<std::size_t>(points); ++i)
            result[i * dimensions + d] = radical_inverse(digits, i);
    }
    return result;
}

}  // namespace qonys
