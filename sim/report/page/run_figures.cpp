#include "report/page/run_figures.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "accounts/spread.hpp"
#include "accounts/student.hpp"

namespace qonys {

namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

bool any_in(const RunCube& cube, std::size_t axis, std::size_t position) {
    const std::size_t replicates = cube.size == 0 ? 0 : cube.cells.size() / cube.size;
    for (std::size_t r = 0; r < replicates; ++r)
        if (total_of(cube, r, axis, position) > 0) return true;
    return false;
}

}  // namespace

double quantile(const std::vector<double>& sorted, double share) {
    const double at = share * static_cast<double>(sorted.size() - 1);
    const auto below = static_cast<std::size_t>(at);
    if (below + 1 >= sorted.size()) return sorted.back();
    return sorted[below] + (at - static_cast<double>(below)) * (sorted[below + 1] - sorted[below]);
}

double ratio(double part, double whole) {
    return whole == 0 ? nan : part / whole;
}

RunFigure figure_of(const std::vector<double>& values, const RunFile& run) {
    const bool uncertain = !run.uncertain.empty();
    Spread spread;
    std::vector<double> known;
    for (std::size_t r = 0; r < values.size(); ++r) {
        if (uncertain && r > 0 && r % run.replicates_per_draw == 0) close_draw(spread);
        if (std::isnan(values[r])) continue;
        add(spread, values[r]);
        known.push_back(values[r]);
    }
    if (uncertain) close_draw(spread);
    const SpreadEstimate e = estimate(spread, uncertain);
    RunFigure figure{e.mean, nan, nan, nan, nan, nan, nan, nan, known.size()};
    if (known.empty()) return figure;
    const double half = student_975((uncertain ? spread.draws : e.count) - 1) * e.se;
    figure.low = e.mean - half;
    figure.high = e.mean + half;
    std::sort(known.begin(), known.end());
    figure.p50 = quantile(known, 0.5);
    if (known.size() < 2) return figure;
    figure.p05 = quantile(known, 0.05);
    figure.p25 = quantile(known, 0.25);
    figure.p75 = quantile(known, 0.75);
    figure.p95 = quantile(known, 0.95);
    return figure;
}

double total(const RunCube& cube, std::size_t replicate) {
    double sum = 0;
    for (std::size_t c = 0; c < cube.size; ++c) sum += cube.cells[replicate * cube.size + c];
    return sum;
}

double total_of(const RunCube& cube, std::size_t replicate, std::size_t axis, std::size_t position) {
    std::size_t inner = 1;
    for (std::size_t i = axis + 1; i < cube.shape.size(); ++i) inner *= cube.shape[i];
    double sum = 0;
    for (std::size_t c = 0; c < cube.size; ++c)
        if (c / inner % cube.shape[axis] == position) sum += cube.cells[replicate * cube.size + c];
    return sum;
}

std::vector<std::size_t> programme_streams(const RunFile& run) {
    std::vector<std::size_t> found;
    for (std::size_t s = 0; s < run.stream.size(); ++s)
        if (any_in(run.quota, 2, s) || any_in(run.placed, 2, s)) found.push_back(s);
    return found;
}

std::vector<std::size_t> lively_streams(const RunFile& run) {
    std::vector<std::size_t> found;
    for (std::size_t s = 0; s < run.stream.size(); ++s)
        if (any_in(run.stock, 1, s) || any_in(run.placed, 2, s) || any_in(run.mean_settled, 2, s)) found.push_back(s);
    return found;
}

}  // namespace qonys
