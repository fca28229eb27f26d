#include "base/draws.hpp"

#include <boost/random/gamma_distribution.hpp>
#include <boost/random/normal_distribution.hpp>
#include <boost/random/poisson_distribution.hpp>

namespace qonys {

std::int64_t poisson(double mean, DrawKey key, Agent agent, std::uint32_t ordinal, Purpose purpose) {
    if (mean <= 0) return 0;
    KeyedEngine engine(key, agent, ordinal, purpose);
    return boost::random::poisson_distribution<std::int64_t>(mean)(engine);
}

double standard_normal(DrawKey key, Agent agent, std::uint32_t ordinal, Purpose purpose) {
    KeyedEngine engine(key, agent, ordinal, purpose);
    return boost::random::normal_distribution<double>()(engine);
}

double standard_gamma(double shape, DrawKey key, Agent agent, std::uint32_t ordinal, Purpose purpose) {
    KeyedEngine engine(key, agent, ordinal, purpose);
    return boost::random::gamma_distribution<double>(shape)(engine);
}

}  // namespace qonys
