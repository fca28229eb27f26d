// Money is whole tenge. Rules in MRP and shares are turned into integers once, so that amounts never pass through floating point.
#pragma once

#include <cmath>
#include <cstdint>

namespace qonys {

using Tenge = std::int64_t;

// Parts per ten thousand: enough for any share or MRP multiple that a rule states.
using TenThousandths = std::int64_t;
inline TenThousandths ten_thousandths(double value) {
    return std::llround(value * 10000.0);
}

// amount x factor, half up. Amounts below 9e14 KZT times factors below 1 do not overflow; factors are MRP counts or shares.
constexpr Tenge times(Tenge amount, TenThousandths factor) {
    return (amount * factor + 5000) / 10000;
}

}  // namespace qonys
