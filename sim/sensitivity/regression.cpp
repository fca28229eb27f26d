#include "sensitivity/regression.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "base/draws.hpp"
#include "base/problems.hpp"
#include "sensitivity/least_squares.hpp"
#include "sensitivity/resample.hpp"

namespace qonys {
namespace {

// The parameters of which more means something, that have a value at every used point and are not the same everywhere.
std::vector<std::size_t> varying(const DesignSample& sample, const std::vector<std::size_t>& points) {
    std::vector<std::size_t> parameters;
    for (std::size_t i = 0; i < sample.width() && !points.empty(); ++i) {
        const auto x = [&](std::size_t p) { return sample.x[p * sample.width() + i]; };
        const bool everywhere = std::all_of(points.begin(), points.end(), [&](std::size_t p) { return std::isfinite(x(p)); });
        const bool differs = std::any_of(points.begin(), points.end(), [&](std::size_t p) { return x(p) != x(points[0]); });
        const bool ordered = sample.ordered.empty() || sample.ordered[i];
        if (ordered && everywhere && differs) parameters.push_back(i);
    }
    return parameters;
}

// Which block each used point belongs to, numbered from 0 in the order of the block numbers; each point its own without blocks.
struct Blocks {
    std::vector<std::size_t> of;
    std::size_t count = 0;
};

// So many sums of groups are kept and added up in every resample: 16 MB and a second or two in all, more beyond 250 parameters.
constexpr double most_sums = 2e6;
constexpr std::size_t fewest_groups = 64;

// Solving takes the cube of the columns in every resample; so much of it is some ten seconds.
int affordable(int resamples, std::size_t columns) {
    constexpr double most_work = 5e9;
    constexpr int fewest = 50;
    const auto wide = static_cast<double>(std::max<std::size_t>(columns, 1));
    const double affordable = std::max<double>(fewest, most_work / (wide * wide * wide));
    return affordable < resamples ? static_cast<int>(affordable) : resamples;
}

Blocks blocks_of(const DesignSample& sample, const std::vector<std::size_t>& points) {
    std::map<std::int64_t, std::size_t> number;
    const auto name = [&](std::size_t p) { return sample.block.empty() ? static_cast<std::int64_t>(p) : sample.block[p]; };
    for (const std::size_t p : points) number[name(p)] = 0;
    Blocks blocks;
    for (auto& [block, place] : number) place = blocks.count++;
    for (const std::size_t p : points) blocks.of.push_back(number[name(p)]);
    return blocks;
}

// Too many blocks for a resample of each: they are joined at random into fewer groups, which are then resampled whole. That is as
// right as long as there are many.
Blocks joined(Blocks blocks, std::size_t columns, std::uint32_t seed) {
    const auto wide = static_cast<double>(columns + 1);
    const auto most = std::max(fewest_groups, static_cast<std::size_t>(most_sums / (wide * wide / 2)));
    if (blocks.count <= most) return blocks;
    std::vector<std::pair<double, std::size_t>> order;
    for (std::size_t b = 0; b < blocks.count; ++b) {
        order.emplace_back(uniform({seed, 0}, {static_cast<std::uint32_t>(b), 0}, 1, Purpose::resample), b);
    }
    std::sort(order.begin(), order.end());
    std::vector<std::size_t> group(blocks.count);
    for (std::size_t i = 0; i < order.size(); ++i) group[order[i].second] = i % most;
    for (std::size_t& block : blocks.of) block = group[block];
    blocks.count = most;
    return blocks;
}

// Weighted sums of squares and products about the weighted means, of the basis' columns and of y.
struct Moments {
    std::vector<std::vector<double>> qq;
    std::vector<double> qy;
    double yy = 0;
};

// Sums over the points of each group that moments are made of: how many, the basis' columns and y, and the lower triangle of
// their products.
struct GroupSums {
    std::size_t groups = 0, columns = 0;  // y last
    std::vector<double> value;            // (group, sum)
    std::size_t width() const { return 1 + columns + columns * (columns + 1) / 2; }
};

GroupSums group_sums(const OrthonormalBasis& basis, const std::vector<double>& y, const std::vector<std::size_t>& group,
                     std::size_t groups) {
    GroupSums sums{groups, basis.q.size() + 1, {}};
    sums.value.resize(groups * sums.width());
    std::vector<double> row(sums.columns);
    for (std::size_t p = 0; p < y.size(); ++p) {
        for (std::size_t i = 0; i + 1 < sums.columns; ++i) row[i] = basis.q[i][p];
        row.back() = y[p];
        double* sum = sums.value.data() + group[p] * sums.width();
        *sum++ += 1;
        for (const double value : row) *sum++ += value;
        for (std::size_t i = 0; i < row.size(); ++i) {
            for (std::size_t j = 0; j <= i; ++j) *sum++ += row[i] * row[j];
        }
    }
    return sums;
}

Moments moments(const GroupSums& sums, const std::vector<std::uint32_t>& times) {
    std::vector<double> all(sums.width());
    for (std::size_t group = 0; group < sums.groups; ++group) {
        if (times[group] == 0) continue;
        const double* value = sums.value.data() + group * sums.width();
        for (std::size_t i = 0; i < all.size(); ++i) all[i] += times[group] * value[i];
    }
    const std::size_t columns = sums.columns;
    Moments m{std::vector<std::vector<double>>(columns, std::vector<double>(columns)), {}, 0};
    const double* product = all.data() + 1 + columns;
    for (std::size_t i = 0; i < columns; ++i) {
        for (std::size_t j = 0; j <= i; ++j) m.qq[i][j] = m.qq[j][i] = *product++ - all[1 + i] * all[1 + j] / all[0];
    }
    m.yy = m.qq.back().back();
    m.qy.assign(m.qq.back().begin(), m.qq.back().end() - 1);
    m.qq.pop_back();
    for (auto& row : m.qq) row.pop_back();
    return m;
}

// The same of other values y, centred, at the same points, each once.
Moments with_values(Moments m, const OrthonormalBasis& basis, const std::vector<double>& y) {
    for (std::size_t i = 0; i < basis.q.size(); ++i) m.qy[i] = dot(basis.q[i], y);
    m.yy = dot(y, y);
    return m;
}

// L of a symmetric matrix = L L'; empty when it is not positive definite. That of a resample is near a multiple of the unit
// matrix, so that solving by it loses nothing.
std::vector<std::vector<double>> cholesky(const std::vector<std::vector<double>>& a) {
    std::vector<std::vector<double>> l(a.size(), std::vector<double>(a.size()));
    for (std::size_t i = 0; i < a.size(); ++i) {
        for (std::size_t j = 0; j <= i; ++j) {
            double rest = a[i][j];
            for (std::size_t k = 0; k < j; ++k) rest -= l[i][k] * l[j][k];
            if (i == j && !(rest > 1e-10)) return {};
            l[i][j] = i == j ? std::sqrt(rest) : rest / l[j][j];
        }
    }
    return l;
}

// z is zero before `from`.
std::vector<double> forward(const std::vector<std::vector<double>>& lower, std::vector<double> z, std::size_t from = 0) {
    for (std::size_t i = from; i < z.size(); ++i) {
        for (std::size_t k = from; k < i; ++k) z[i] -= lower[i][k] * z[k];
        z[i] /= lower[i][i];
    }
    return z;
}

std::vector<double> backward(const std::vector<std::vector<double>>& lower, std::vector<double> z) {
    for (std::size_t i = z.size(); i-- > 0;) {
        z[i] /= lower[i][i];
        for (std::size_t k = 0; k < i; ++k) z[k] -= lower[i][k] * z[i];
    }
    return z;
}

struct Fit {
    std::vector<double> coefficient, partial_r2;  // [column of the regression]
    double r2 = no_estimate;
};

// With S the weighted squares of the basis Q, of X = Q R: (X'X)^-1 = R^-1 S^-1 R'^-1.
Fit fit(const OrthonormalBasis& basis, const Moments& m, double least_yy) {
    const std::size_t columns = basis.identified.size();
    Fit result{std::vector<double>(columns, no_estimate), std::vector<double>(columns, no_estimate), no_estimate};
    const auto l = cholesky(m.qq);
    if (!(m.yy > least_yy) || l.size() != basis.q.size()) return result;
    const std::vector<double> in_q = backward(l, forward(l, m.qy));
    const std::vector<double> in_x = back_substituted(basis, in_q);
    const double explained = dot(in_q, m.qy);
    result.r2 = explained / m.yy;
    for (std::size_t j = 0; j < basis.kept.size(); ++j) {
        const std::size_t column = basis.kept[j];
        if (!basis.identified[column]) continue;
        std::vector<double> spread(j + 1);  // its square is that of the column about its mean: R' S R, S = L L'
        for (std::size_t b = 0; b <= j; ++b) {
            for (std::size_t a = 0; a <= b; ++a) spread[a] += l[b][a] * basis.r[j][b];
        }
        std::vector<double> unit(basis.kept.size());
        unit[j] = 1;
        for (std::size_t i = j; i < unit.size(); ++i) {  // R' v = e_j; r[i] is column i of R, so row i of R'
            for (std::size_t k = j; k < i; ++k) unit[i] -= basis.r[i][k] * unit[k];
            unit[i] /= basis.r[i][i];
        }
        const std::vector<double> v = forward(l, unit, j);
        const double gain = in_x[j] * in_x[j] / dot(v, v);  // rise of the squares left when the column is dropped
        const double left = std::max(0.0, m.yy - explained) + gain;
        result.coefficient[column] = in_x[j] * std::sqrt(dot(spread, spread) / m.yy);
        if (left > 1e-12 * m.yy) result.partial_r2[column] = gain / left;
    }
    return result;
}

void check_enough(std::size_t points, std::size_t parameters) {
    if (points >= parameters + 2) return;
    Problems problems;
    problems.add({}, "",
                 fmt::format("a regression on {} parameters that vary needs at least {} points with a value; there are {}",
                             parameters, parameters + 2, points),
                 "sweep more points, or vary fewer parameters");
    throw BadInput(std::move(problems));
}

std::vector<double> column(const DesignSample& sample, const std::vector<std::size_t>& points, std::size_t parameter) {
    std::vector<double> x;
    for (const std::size_t p : points) x.push_back(sample.x[p * sample.width() + parameter]);
    x = centred(points.size(), 1, std::move(x)).y;
    const double length = std::sqrt(dot(x, x));
    for (double& value : x) value /= length;
    return x;
}

// Of several resamples, or of what is left without each replicate.
struct Several {
    std::vector<std::vector<double>> coefficient, partial_r2;  // [column of the regression]
    std::vector<double> r2;
    explicit Several(std::size_t columns) : coefficient(columns), partial_r2(columns) {}
    void add(const Fit& fit) {
        for (std::size_t j = 0; j < coefficient.size(); ++j) {
            coefficient[j].push_back(fit.coefficient[j]);
            partial_r2[j].push_back(fit.partial_r2[j]);
        }
        r2.push_back(fit.r2);
    }
};

// Means over the other replicates. A point that has no other keeps its value.
std::vector<double> means_without(const DesignSample& sample, const PointValues& values, std::size_t replicate) {
    std::vector<double> mean = values.mean;
    for (std::size_t i = 0; i < mean.size(); ++i) {
        const double* y = sample.y.data() + values.point[i] * sample.replicates;
        const auto count = std::count_if(y, y + sample.replicates, [](double v) { return std::isfinite(v); });
        if (!std::isfinite(y[replicate]) || count < 2) continue;
        mean[i] += (mean[i] - y[replicate]) / static_cast<double>(count - 1);
    }
    return centred(values.mean.size(), 1, std::move(mean)).y;
}

}  // namespace

Regression standardised_regression(const DesignSample& sample, const ResampleOptions& options) {
    check_shape(sample);
    const PointValues values = point_values(sample);
    const std::vector<std::size_t> parameters = varying(sample, values.point);
    check_enough(values.point.size(), parameters.size());
    Regression result;
    result.used = values.point.size();
    result.dropped = values.dropped;
    result.replicates_in_intervals = values.noise_known() && sample.replicates >= fewest_to_jackknife;
    result.r2_possible = no_estimate;
    if (values.noise_known()) {
        const double of_means = sum_of_squares(means_of(values.runs));
        if (of_means > 0) result.r2_possible = std::max(0.0, sum_of_squares(values.runs) / of_means);
    }

    std::vector<std::vector<double>> columns;
    for (const std::size_t i : parameters) columns.push_back(column(sample, values.point, i));
    const OrthonormalBasis basis = orthonormal_basis(values.point.size(), columns);
    const std::vector<double> y = centred(values.mean.size(), 1, values.mean).y;
    const double least_yy = 1e-13 * dot(y, y);
    const Blocks blocks = joined(blocks_of(sample, values.point), parameters.size(), options.seed);
    const GroupSums sums = group_sums(basis, y, blocks.of, blocks.count);
    const Moments of_all = moments(sums, std::vector<std::uint32_t>(blocks.count, 1));
    const Fit whole = fit(basis, of_all, least_yy);
    Several resamples(parameters.size()), without_each(parameters.size());
    result.resamples = affordable(options.resamples, parameters.size());
    for (int b = 0; b < result.resamples; ++b) {
        resamples.add(fit(basis, moments(sums, resampled(blocks.count, options.seed, static_cast<std::uint32_t>(b))), least_yy));
    }
    for (std::size_t r = 0; result.replicates_in_intervals && r < sample.replicates; ++r) {
        without_each.add(fit(basis, with_values(of_all, basis, means_without(sample, values, r)), least_yy));
    }
    const auto estimate = [&](double value, std::vector<double> of_resamples, const std::vector<double>& without) {
        const Estimate from_rows = with_interval(value, std::move(of_resamples), options.level);
        return result.replicates_in_intervals ? with_replicates(from_rows, without, options.level) : from_rows;
    };
    const Estimate none{no_estimate, no_estimate, no_estimate};
    result.coefficient.assign(sample.width(), none);
    result.partial_r2.assign(sample.width(), none);
    for (std::size_t j = 0; j < parameters.size(); ++j) {
        result.coefficient[parameters[j]] =
            estimate(whole.coefficient[j], std::move(resamples.coefficient[j]), without_each.coefficient[j]);
        result.partial_r2[parameters[j]] =
            estimate(whole.partial_r2[j], std::move(resamples.partial_r2[j]), without_each.partial_r2[j]);
    }
    result.r2 = estimate(whole.r2, std::move(resamples.r2), without_each.r2);
    const auto spare = static_cast<double>(result.used) - 1 - static_cast<double>(basis.q.size());
    result.r2_adjusted = 1 - (1 - whole.r2) * static_cast<double>(result.used - 1) / spare;
    return result;
}

}  // namespace qonys
