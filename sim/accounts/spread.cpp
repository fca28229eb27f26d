#include "accounts/spread.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace qonys {

namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

SpreadEstimate of_one_draw(const Spread& s) {
    const double n = static_cast<double>(s.count);
    SpreadEstimate e{s.mean, nan, nan, 0, s.count};
    if (s.count == 0) e.mean = e.sd_parameters = nan;
    if (s.count < 2) return e;
    e.se = std::sqrt(s.squares / (n - 1) / n);
    e.sd_monte_carlo = std::sqrt(s.squares / (n - 1));
    return e;
}

}  // namespace

void add(OneDraw& s, double value) {
    const double before = value - s.mean;
    if (before == 0) {  // most cells never change
        ++s.count;
        return;
    }
    s.mean += before / static_cast<double>(++s.count);
    s.squares += before * (value - s.mean);
}

void close_draw(Spread& s) {
    if (s.count == 0) return;
    const double n = static_cast<double>(s.count), old_total = static_cast<double>(s.total);
    const double before = s.mean - s.grand_mean;
    s.grand_mean += before * n / (old_total + n);
    s.between += before * before * n * old_total / (old_total + n);
    s.within += s.squares;
    s.weight += n * n;
    const double off = s.mean - s.weighted_mean;
    s.weighted_mean += off * n * n / s.weight;
    s.weighted_squares += n * n * off * (s.mean - s.weighted_mean);
    s.total += s.count;
    ++s.draws;
    s.count = 0;
    s.mean = s.squares = 0;
}

SpreadEstimate estimate(Spread s, bool uncertain_parameters) {
    if (!uncertain_parameters) return of_one_draw(s);
    close_draw(s);
    SpreadEstimate e{s.grand_mean, nan, nan, nan, s.total};
    if (s.total == 0) e.mean = nan;
    const double n = static_cast<double>(s.total), draws = static_cast<double>(s.draws);
    if (s.draws >= 2) {
        // Draws are independent, replicates of one draw are not: squares of (replicates x deviation of the draw's mean).
        const double shift = s.weighted_mean - s.grand_mean;
        e.se = std::sqrt((s.weighted_squares + s.weight * shift * shift) * draws / (draws - 1)) / n;
    }
    if (s.total <= s.draws) return e;
    const double chance = s.within / (n - draws);
    e.sd_monte_carlo = std::sqrt(chance);
    if (s.draws < 2) return e;
    const double replicates = (n - s.weight / n) / (draws - 1);  // in a draw, when counts differ
    e.sd_parameters = std::sqrt(std::max(0.0, (s.between / (draws - 1) - chance) / replicates));
    return e;
}

}  // namespace qonys
