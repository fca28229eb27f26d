// With A, B and E the outputs of a base row's points (E: those of A with one input of B), V(.) a sample variance (n - 1), m(.) a
// mean over the n base rows and S(.) a sum over them, all after centring by the mean of all outputs:
//   Jansen    first 1 - S((E - B)^2) / ((2n - 1) V(A))          total S((E - A)^2) / ((2n - 1) V(A))
//   Saltelli  first (S(E B) / (n - 1) - m(A) m(B)) / V(A)       total (m(A)^2 + V(A) - S(E A) / (n - 1)) / V(A)
//   Martinez  first correlation(B, E)                           total 1 - correlation(A, E)
//   Saltelli and Jansen  first S(B (E - A)) / (n V(A and B))    total S((E - A)^2) / (2n V(A and B))
// The first three are the conventions of OpenTURNS 1.20, whose variance is that of the A rows alone; the same formulas are used
// with noise taken out, so that both agree where there is none. OpenTURNS counts the E rows twice in the centring when there are
// exactly two inputs, which moves Saltelli's indices in the third digit; that is not followed.
//
// Noise is taken out by replacing every product of two outputs by its mean over pairs of different replicates (mean_product).
// The intervals come from resampled base rows with the same replicates; with three or more, the part that hangs on the replicates
// is added (with_replicates).
#include "sensitivity/sobol_indices.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>

#include "base/problems.hpp"
#include "sensitivity/resample.hpp"

namespace qonys {
namespace {

[[noreturn]] void refuse(std::string what, std::string hint) {
    Problems problems;
    problems.add({}, "", std::move(what), std::move(hint));
    throw BadInput(std::move(problems));
}

struct BaseRows {
    std::vector<std::vector<std::size_t>> points;  // [row][role]
    std::size_t dropped = 0;
};

BaseRows base_rows(const DesignSample& sample) {
    const std::string no_design = "Sobol' indices need a sobol design";
    const std::string hint = "sweep with `design: sobol`, or use the regression coefficients, which any design allows";
    if (sample.role.empty() || sample.block.empty()) refuse(no_design + "; these points have no base rows", hint);
    const std::size_t roles = sample.width() + 2, missing = sample.points;
    std::map<std::int32_t, std::vector<std::size_t>> blocks;  // by number: the order of the points does not matter
    for (std::size_t p = 0; p < sample.points; ++p) {
        auto& points = blocks.try_emplace(sample.block[p], roles, missing).first->second;
        const auto role = static_cast<std::size_t>(sample.role[p]);
        if (sample.role[p] < 0 || role >= roles || points[role] != missing) {
            refuse(fmt::format("{}; base row {} has no or several points of one kind", no_design, sample.block[p]), hint);
        }
        points[role] = p;
    }
    BaseRows rows;
    bool any_complete = false;
    for (auto& [number, points] : blocks) {
        const bool complete = std::find(points.begin(), points.end(), missing) == points.end();
        any_complete = any_complete || complete;
        const bool whole = complete && std::all_of(points.begin(), points.end(), [&](std::size_t p) {
                               const double* y = sample.y.data() + p * sample.replicates;
                               return std::all_of(y, y + sample.replicates, [](double v) { return std::isfinite(v); });
                           });
        if (whole) {
            rows.points.push_back(std::move(points));
        } else {
            ++rows.dropped;
        }
    }
    if (!any_complete) refuse(no_design + "; no base row has A, B and one point for each parameter", hint);
    if (rows.points.size() < 2) {
        refuse(fmt::format("Sobol' indices need at least 2 base rows in which every run has a value; {} of {} have",
                           rows.points.size(), blocks.size()),
               "see why runs failed, or sweep more points");
    }
    return rows;
}

// What the formulas need of each base row, in columns whose sums over rows are all that an estimate takes: a resample is then a
// weighted sum. Columns: A and B by replicate, A A, B B, then for each parameter E B, E A, E E and E by replicate; for Jansen
// (E - B)^2 and (E - A)^2 take the place of E B and E A, for Saltelli and Jansen B (E - A) and (E - A)^2.
struct Terms {
    SobolEstimator estimator{};
    std::size_t rows = 0, width = 0, replicates = 1;
    double least_variance = 0;  // below it a variance is a rounding error
    std::vector<double> value;  // (row, column)
    std::size_t parameter_columns() const { return 3 + replicates; }
    std::size_t first_column(std::size_t parameter) const { return 2 * replicates + 2 + parameter * parameter_columns(); }
    std::size_t columns() const { return first_column(width); }
};

void add_parameter(const Terms& terms, std::span<const double> a, std::span<const double> b, std::span<const double> e,
                   double* column) {
    std::vector<double> from_b(e.size()), from_a(e.size());
    for (std::size_t r = 0; r < e.size(); ++r) {
        from_b[r] = e[r] - b[r];
        from_a[r] = e[r] - a[r];
    }
    if (terms.estimator == SobolEstimator::jansen) {
        column[0] = mean_product(from_b, from_b);
        column[1] = mean_product(from_a, from_a);
    } else if (terms.estimator == SobolEstimator::saltelli_jansen) {
        column[0] = mean_product(b, from_a);
        column[1] = mean_product(from_a, from_a);
    } else {
        column[0] = mean_product(e, b);
        column[1] = mean_product(e, a);
    }
    column[2] = mean_product(e, e);
    std::copy(e.begin(), e.end(), column + 3);
}

// values: (base row and role, replicate).
Terms terms_of(const CentredValues& values, std::size_t width, SobolEstimator estimator) {
    Terms terms{estimator, values.rows / (width + 2), width, values.replicates, 0, {}};
    double squares = 0;
    for (const double y : values.y) squares += y * y;
    terms.least_variance = 1e-13 * squares / static_cast<double>(values.y.size());
    terms.value.resize(terms.rows * terms.columns());
    for (std::size_t row = 0; row < terms.rows; ++row) {
        const auto a = values.at(row * (width + 2)), b = values.at(row * (width + 2) + 1);
        double* column = terms.value.data() + row * terms.columns();
        std::copy(a.begin(), a.end(), column);
        std::copy(b.begin(), b.end(), column + terms.replicates);
        column[2 * terms.replicates] = mean_product(a, a);
        column[2 * terms.replicates + 1] = mean_product(b, b);
        for (std::size_t i = 0; i < width; ++i) {
            add_parameter(terms, a, b, values.at(row * (width + 2) + 2 + i), column + terms.first_column(i));
        }
    }
    return terms;
}

struct Indices {
    double variance = 0;
    std::vector<double> first, total;
};

// sums: of the columns over n rows.
Indices indices_of(const Terms& terms, std::span<const double> sums) {
    const std::size_t replicates = terms.replicates;
    const auto n = static_cast<double>(terms.rows);
    const auto sum_a = sums.subspan(0, replicates), sum_b = sums.subspan(replicates, replicates);
    const auto covariance = [&](double products, std::span<const double> x, std::span<const double> y) {
        return (products - mean_product(x, y) / n) / (n - 1);
    };
    const double of_a = covariance(sums[2 * replicates], sum_a, sum_a);
    const double of_b = covariance(sums[2 * replicates + 1], sum_b, sum_b);
    Indices indices{of_a, std::vector<double>(terms.width, no_estimate), std::vector<double>(terms.width, no_estimate)};
    if (terms.estimator == SobolEstimator::saltelli_jansen) {
        std::vector<double> both(replicates);
        for (std::size_t r = 0; r < replicates; ++r) both[r] = sum_a[r] + sum_b[r];
        indices.variance = (sums[2 * replicates] + sums[2 * replicates + 1] - mean_product(both, both) / (2 * n)) / (2 * n - 1);
    }
    if (!(std::min(of_a, indices.variance) > terms.least_variance)) return indices;
    for (std::size_t i = 0; i < terms.width; ++i) {
        const auto column = sums.subspan(terms.first_column(i), terms.parameter_columns());
        const auto sum_e = column.subspan(3);
        switch (terms.estimator) {
            case SobolEstimator::saltelli_jansen:
                indices.first[i] = column[0] / (n * indices.variance);
                indices.total[i] = column[1] / (2 * n * indices.variance);
                break;
            case SobolEstimator::jansen:
                indices.first[i] = 1 - column[0] / ((2 * n - 1) * of_a);
                indices.total[i] = column[1] / ((2 * n - 1) * of_a);
                break;
            case SobolEstimator::saltelli:
                indices.first[i] = (column[0] / (n - 1) - mean_product(sum_a, sum_b) / (n * n)) / of_a;
                indices.total[i] = (mean_product(sum_a, sum_a) / (n * n) + of_a - column[1] / (n - 1)) / of_a;
                break;
            case SobolEstimator::martinez: {
                const double of_e = covariance(column[2], sum_e, sum_e);
                if (!(of_e > terms.least_variance)) break;
                if (of_b > terms.least_variance) indices.first[i] = covariance(column[0], sum_e, sum_b) / std::sqrt(of_b * of_e);
                indices.total[i] = 1 - covariance(column[1], sum_e, sum_a) / std::sqrt(of_a * of_e);
            }
        }
    }
    return indices;
}

double sum_of(const std::vector<double>& values) {
    return std::accumulate(values.begin(), values.end(), 0.0);
}

// Estimates of all indices, of so many resamples or replicates left out.
struct Several {
    std::vector<std::vector<double>> first, total;  // [parameter]
    std::vector<double> first_sum;
    explicit Several(std::size_t width) : first(width), total(width) {}
    void add(const Indices& indices) {
        for (std::size_t i = 0; i < first.size(); ++i) {
            first[i].push_back(indices.first[i]);
            total[i].push_back(indices.total[i]);
        }
        first_sum.push_back(sum_of(indices.first));
    }
};

struct Estimated {
    double variance = 0;
    std::vector<Estimate> first, total;
    Estimate first_sum;
};

Indices indices_of_rows(const Terms& terms, const std::vector<std::uint32_t>& times) {
    std::vector<double> sums(terms.columns());
    for (std::size_t row = 0; row < terms.rows; ++row) {
        if (times[row] == 0) continue;
        const double* value = terms.value.data() + row * terms.columns();
        for (std::size_t c = 0; c < sums.size(); ++c) sums[c] += times[row] * value[c];
    }
    return indices_of(terms, sums);
}

Indices whole_indices(const Terms& terms) {
    return indices_of_rows(terms, std::vector<std::uint32_t>(terms.rows, 1));
}

Estimated estimated(const Terms& terms, const ResampleOptions& options) {
    const Indices whole = whole_indices(terms);
    Several parts(terms.width);
    for (int resample = 0; resample < options.resamples; ++resample) {
        parts.add(indices_of_rows(terms, resampled(terms.rows, options.seed, static_cast<std::uint32_t>(resample))));
    }
    Estimated result;
    result.variance = whole.variance;
    for (std::size_t i = 0; i < terms.width; ++i) {
        result.first.push_back(with_interval(whole.first[i], std::move(parts.first[i]), options.level));
        result.total.push_back(with_interval(whole.total[i], std::move(parts.total[i]), options.level));
    }
    result.first_sum = with_interval(sum_of(whole.first), std::move(parts.first_sum), options.level);
    return result;
}

void widen(Estimated& estimated, const CentredValues& runs, std::size_t width, SobolEstimator estimator, double level) {
    Several parts(width);
    for (std::size_t r = 0; r < runs.replicates; ++r) {
        parts.add(whole_indices(terms_of(without(runs, r), width, estimator)));
    }
    for (std::size_t i = 0; i < width; ++i) {
        estimated.first[i] = with_replicates(estimated.first[i], parts.first[i], level);
        estimated.total[i] = with_replicates(estimated.total[i], parts.total[i], level);
    }
    estimated.first_sum = with_replicates(estimated.first_sum, parts.first_sum, level);
}

}  // namespace

SobolIndices sobol_indices(const DesignSample& sample, SobolEstimator estimator, const ResampleOptions& options) {
    check_shape(sample);
    const BaseRows rows = base_rows(sample);
    std::vector<double> y;
    for (const auto& row : rows.points) {
        for (const std::size_t point : row) {
            y.insert(y.end(), sample.y.begin() + static_cast<std::ptrdiff_t>(point * sample.replicates),
                     sample.y.begin() + static_cast<std::ptrdiff_t>((point + 1) * sample.replicates));
        }
    }
    const CentredValues runs = centred(rows.points.size() * (sample.width() + 2), sample.replicates, std::move(y));

    SobolIndices indices;
    indices.rows = rows.points.size();
    indices.dropped = rows.dropped;
    indices.noise_removed = sample.replicates >= 2;
    Estimated raw = estimated(terms_of(means_of(runs), sample.width(), estimator), options);
    indices.first_raw = raw.first;
    indices.total_raw = raw.total;
    if (indices.noise_removed) raw = estimated(terms_of(runs, sample.width(), estimator), options);
    indices.replicates_in_intervals = sample.replicates >= fewest_to_jackknife;
    if (indices.replicates_in_intervals) widen(raw, runs, sample.width(), estimator, options.level);
    indices.first = std::move(raw.first);
    indices.total = std::move(raw.total);
    indices.first_sum = raw.first_sum;
    indices.variance = raw.variance;
    return indices;
}

}  // namespace qonys
