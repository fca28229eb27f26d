#include "report/sweep_paired.hpp"

#include <algorithm>
#include <cmath>

#include "accounts/student.hpp"

namespace qonys {
namespace {

constexpr double rounding = 1e-12;              // of the figure: no spread
constexpr std::int64_t few = 4;                 // of fewer observations a spread of 0 may be an accident
constexpr std::int64_t enough_that_agree = 10;  // degrees of freedom of all points together

bool spreads(const PointFigure& f) {
    return f.se > rounding * std::abs(f.mean);
}

// What the differences of all points from one say together.
struct Pooled {
    double variance = 0;  // of one observation
    std::int64_t freedom = 0;
};

// Pooling takes the differences to spread alike. They do so roughly, as all are differences of the same measure from the same
// point; where they do not, a point's own error counts when it is larger. All of them contain the replicates of `best`, whose
// variance m points do not average away: with variances alike the pooled one has the spread of 4 (R - 1) m / (m + 3) degrees of
// freedom (R - 1 for one other point, at most four times as many), not of m (R - 1).
Pooled pooled(const std::vector<PointFigure>& differences, std::size_t best) {
    Pooled result;
    double squares = 0, freedom = 0, points = 0;
    for (std::size_t p = 0; p < differences.size(); ++p) {
        const PointFigure& f = differences[p];
        if (p == best || f.observations < 2 || std::isnan(f.se)) continue;
        const double n = static_cast<double>(f.observations);
        squares += f.se * f.se * n * (n - 1);
        freedom += n - 1;
        ++points;
    }
    if (points == 0) return result;
    result.variance = squares / freedom;
    result.freedom = static_cast<std::int64_t>(4 * freedom / (points + 3));
    return result;
}

}  // namespace

std::vector<bool> believable(const std::vector<PointFigure>& figures) {
    bool any_spreads = false;
    std::int64_t freedom = 0;
    for (const PointFigure& f : figures) {
        any_spreads = any_spreads || spreads(f);
        freedom += std::max<std::int64_t>(f.observations - 1, 0);
    }
    const bool all_agree = !any_spreads && freedom >= enough_that_agree;
    std::vector<bool> result;
    for (const PointFigure& f : figures)
        result.push_back(std::isfinite(f.half_width) && (spreads(f) || f.observations >= few || all_agree));
    return result;
}

std::vector<PairedFigure> less_the_best(const SweepHeader& header, const std::vector<double>& y, std::size_t best) {
    const auto replicates = static_cast<std::size_t>(header.replicates);
    std::vector<double> apart(y.size());
    for (std::size_t i = 0; i < apart.size(); ++i) apart[i] = y[i] - y[best * replicates + i % replicates];
    std::vector<PointFigure> differences = point_figures(header, apart);
    const Pooled all = pooled(differences, best);
    const double quantile = student_975(all.freedom);
    for (PointFigure& f : differences) {
        if (f.observations < 2 || f.observations >= static_cast<std::int64_t>(enough_observations)) continue;
        f.se = std::max(f.se, std::sqrt(all.variance / static_cast<double>(f.observations)));
        f.half_width = f.se * quantile;
    }
    differences[best] = {0, 0, 0, 0};  // from itself: says nothing of the spread
    const std::vector<bool> believed = believable(differences);
    std::vector<PairedFigure> result;
    for (std::size_t p = 0; p < differences.size(); ++p) {
        const PointFigure& f = differences[p];
        PairedFigure figure{f.mean, f.half_width, Verdict::unknown};
        if (believed[p]) figure.verdict = std::abs(f.mean) <= f.half_width ? Verdict::not_apart : Verdict::apart;
        result.push_back(figure);
    }
    return result;
}

}  // namespace qonys
