#include "accounts/student.hpp"

#include <boost/math/distributions/students_t.hpp>
#include <limits>

namespace qonys {

double student_975(std::int64_t freedom) {
    if (freedom < 1) return std::numeric_limits<double>::quiet_NaN();
    return boost::math::quantile(boost::math::students_t_distribution<double>(static_cast<double>(freedom)), 0.975);
}

}  // namespace qonys
