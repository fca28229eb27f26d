// Student's t distribution, for 95 % intervals of means.
#pragma once

#include <cstdint>

namespace qonys {

// 97.5 % quantile with so many degrees of freedom; NaN below 1.
double student_975(std::int64_t freedom);

}  // namespace qonys
