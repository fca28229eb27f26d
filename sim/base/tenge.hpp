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

// amount x factor, half up. The product may be wider than 64 bits, its ten-thousandth is not.
constexpr Tenge times(Tenge amount, TenThousandths factor) {
    __extension__ using Wide = __int128;
    return static_cast<Tenge>((static_cast<Wide>(amount) * factor + 5000) / 10000);
}

}  // namespace qonys
