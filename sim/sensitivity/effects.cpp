#include "sensitivity/effects.hpp"

#include <algorithm>
#include <boost/math/distributions/fisher_f.hpp>
#include <cmath>
#include <numeric>
#include <span>

#include "sensitivity/least_squares.hpp"
#include "sensitivity/resample.hpp"

namespace qonys {
namespace {

// Numbers things by the order of their keys, from 0; NaN, "as in the base", comes last as one value.
std::vector<std::size_t> numbered(const std::vector<double>& x, std::size_t& count) {
    std::vector<double> values;
    std::copy_if(x.begin(), x.end(), std::back_inserter(values), [](double v) { return !std::isnan(v); });
    const bool any_nan = values.size() < x.size();
    std::sort(values.begin(), values.end());
    values.erase(std::unique(values.begin(), values.end()), values.end());
    std::vector<std::size_t> number;
    for (const double v : x) {
        number.push_back(std::isnan(v)
                             ? values.size()
                             : static_cast<std::size_t>(std::lower_bound(values.begin(), values.end(), v) - values.begin()));
    }
    count = values.size() + (any_nan ? 1 : 0);
    return number;
}

// Level of each point: its value, or its third by rank, equal values together.
std::vector<std::size_t> levels_of(const std::vector<double>& x, std::size_t most_levels, std::size_t& count) {
    std::vector<std::size_t> level = numbered(x, count);
    if (count <= std::max<std::size_t>(most_levels, 1)) return level;
    std::vector<double> sorted;
    std::copy_if(x.begin(), x.end(), std::back_inserter(sorted), [](double v) { return !std::isnan(v); });
    std::sort(sorted.begin(), sorted.end());
    const double one = sorted[sorted.size() / 3], two = sorted[2 * sorted.size() / 3];
    std::vector<double> third;
    for (const double v : x) third.push_back(std::isnan(v) ? v : v < one ? 0 : v < two ? 1 : 2);
    return numbered(third, count);
}

std::vector<EffectLevel> described(const std::vector<double>& x, const std::vector<std::size_t>& level, std::size_t count,
                                   const std::vector<double>& y) {
    std::vector<EffectLevel> levels(count);
    for (std::size_t p = 0; p < x.size(); ++p) {
        EffectLevel& l = levels[level[p]];
        l.low = l.points == 0 ? x[p] : std::min(l.low, x[p]);
        l.high = l.points == 0 ? x[p] : std::max(l.high, x[p]);
        l.mean += y[p];
        ++l.points;
    }
    for (EffectLevel& l : levels) l.mean /= static_cast<double>(l.points);
    for (std::size_t p = 0; p < x.size(); ++p) {
        levels[level[p]].se += (y[p] - levels[level[p]].mean) * (y[p] - levels[level[p]].mean);
    }
    for (EffectLevel& l : levels) {
        const auto n = static_cast<double>(l.points);
        l.se = l.points < 2 ? no_estimate : std::sqrt(l.se / (n * (n - 1)));
    }
    return levels;
}

// Every combination of the parameters' values occurs equally often.
bool is_balanced_grid(const std::vector<std::vector<double>>& x, std::size_t points) {
    std::vector<std::size_t> cell(points);
    std::size_t cells = 1;
    for (const auto& column : x) {
        std::size_t count = 0;
        const auto number = numbered(column, count);
        cells *= count;
        if (cells > points || count == 0) return false;
        for (std::size_t p = 0; p < points; ++p) cell[p] = cell[p] * count + number[p];
    }
    std::vector<std::size_t> times(cells);
    for (const std::size_t c : cell) ++times[c];
    return std::all_of(times.begin(), times.end(), [&](std::size_t t) { return t == times[0]; });
}

// Sums of y by cell, of the cells that have points.
struct Cells {
    std::vector<std::size_t> first, second, points;
    std::vector<std::vector<double>> sum;  // [cell][replicate]
};

Cells cells_of(const CentredValues& values, const std::vector<std::size_t>& first, const std::vector<std::size_t>& second) {
    const auto levels = [](const std::vector<std::size_t>& of) {
        return of.empty() ? 0 : 1 + *std::max_element(of.begin(), of.end());
    };
    const std::size_t across = levels(second), none = values.rows;
    std::vector<std::size_t> place(levels(first) * across, none);
    Cells cells;
    for (std::size_t p = 0; p < values.rows; ++p) {
        std::size_t& at = place[first[p] * across + second[p]];
        if (at == none) {
            at = cells.points.size();
            cells.first.push_back(first[p]);
            cells.second.push_back(second[p]);
            cells.points.push_back(0);
            cells.sum.emplace_back(values.replicates);
        }
        ++cells.points[at];
        for (std::size_t r = 0; r < values.replicates; ++r) cells.sum[at][r] += values.at(p)[r];
    }
    return cells;
}

double squares_between(const Cells& cells) {
    double sum = 0;
    for (std::size_t c = 0; c < cells.points.size(); ++c) {
        sum += mean_product(cells.sum[c], cells.sum[c]) / static_cast<double>(cells.points[c]);
    }
    return sum;
}

// Coordinates of what the sum of one effect of each parameter explains: the cells' means projected, weighted by their points. In
// a grid its squares are the sum of what each explains alone; elsewhere the two overlap, and their sum would show interactions
// that are none.
struct Additive {
    std::vector<std::vector<double>> along;  // [coordinate][replicate]
};

Additive additive(const Cells& cells, std::size_t replicates) {
    const std::size_t n = cells.points.size();
    std::vector<std::vector<double>> columns;
    for (const auto* level : {&cells.first, &cells.second}) {
        const std::size_t levels = 1 + *std::max_element(level->begin(), level->end());
        const std::size_t before = columns.size();
        columns.resize(before + levels, std::vector<double>(n));
        for (std::size_t c = 0; c < n; ++c) columns[before + (*level)[c]][c] = std::sqrt(static_cast<double>(cells.points[c]));
    }
    Additive result;
    for (const auto& q : orthonormal_basis(n, columns).q) {
        std::vector<double> along(replicates);
        for (std::size_t c = 0; c < n; ++c) {
            const double weight = q[c] / std::sqrt(static_cast<double>(cells.points[c]));
            for (std::size_t r = 0; r < replicates; ++r) along[r] += weight * cells.sum[c][r];
        }
        result.along.push_back(std::move(along));
    }
    return result;
}

// Of what replicates have beyond the sum of one effect of each parameter.
struct Replicated {
    double squares = 0;     // products of different replicates: without noise
    double of_means = 0;    // noise and all
    double directions = 1;  // in how many the noise lies, as if it were alike in each: from 1 to the free cells
};

// Noise that replicates share between points may be a smooth shape, and then lies in one direction rather than in all. The number
// is that of Box (1954) with estimates for expected values, as of Greenhouse and Geisser (1959): of the replicates' covariance
// the square of the trace over the trace of the square. Products of replicates have the same traces as products of cells.
Replicated replicated(const Cells& cells, const Additive& sum, std::size_t replicates) {
    std::vector<double> product(replicates * replicates), mean(replicates);
    const auto add = [&](const std::vector<double>& y, double weight) {
        for (std::size_t r = 0; r < replicates; ++r) {
            for (std::size_t s = 0; s < replicates; ++s) product[r * replicates + s] += weight * y[r] * y[s];
        }
    };
    for (std::size_t c = 0; c < cells.points.size(); ++c) add(cells.sum[c], 1 / static_cast<double>(cells.points[c]));
    for (const auto& along : sum.along) add(along, -1);
    const auto n = static_cast<double>(replicates);
    Replicated result;
    double same = 0;
    for (std::size_t r = 0; r < replicates; ++r) {
        for (std::size_t s = 0; s < replicates; ++s) mean[r] += product[r * replicates + s] / n;
        result.of_means += mean[r] / n;
        same += product[r * replicates + r];
    }
    result.squares = replicates < 2 ? result.of_means : (result.of_means * n * n - same) / (n * (n - 1));
    double trace = 0, square = 0;
    for (std::size_t r = 0; r < replicates; ++r) {
        for (std::size_t s = 0; s < replicates; ++s) {
            const double about_means = product[r * replicates + s] - mean[r] - mean[s] + result.of_means;
            square += about_means * about_means;
            if (r == s) trace += about_means;
        }
    }
    if (trace > 0 && square > 0) result.directions = std::max(1.0, trace * trace / square);
    return result;
}

// What the shares are computed from: the runs of whole points, or the means where noise is not known.
struct Squares {
    CentredValues values;
    double total = 0;     // of the points' means
    double expected = 0;  // the same without noise
    bool grid = false;

    bool noise_known() const { return values.replicates > 1; }
    double by_chance(const Cells& cells, std::size_t free) const {
        const std::size_t left = values.rows - cells.points.size();
        // Rounding alone leaves some 1e-16 within cells; below zero is chance.
        const double within = std::max(0.0, expected - squares_between(cells));
        return grid || left == 0 ? 0 : static_cast<double>(free) * within / static_cast<double>(left);
    }
    double share(double explained, const Cells& cells, std::size_t free) const {
        return total > 0 ? (explained - by_chance(cells, free)) / total : no_estimate;
    }
    double chance(std::size_t free) const {
        return values.rows < 2 ? no_estimate : static_cast<double>(free) / static_cast<double>(values.rows - 1);
    }
};

std::vector<double> column(const DesignSample& sample, const std::vector<std::size_t>& points, std::size_t parameter) {
    std::vector<double> x;
    for (const std::size_t p : points) x.push_back(sample.x[p * sample.width() + parameter]);
    return x;
}

Squares squares_of(const DesignSample& sample, const PointValues& values) {
    const auto& points = values.noise_known() ? values.whole : values.point;
    Squares squares;
    squares.values = values.noise_known() ? values.runs : centred(values.mean.size(), 1, values.mean);
    squares.total = sum_of_squares(means_of(squares.values));
    squares.expected = sum_of_squares(squares.values);
    std::vector<std::vector<double>> x;
    for (std::size_t i = 0; i < sample.width(); ++i) x.push_back(column(sample, points, i));
    squares.grid = is_balanced_grid(x, points.size());
    return squares;
}

// What the levels of two parameters explain beyond one effect of each.
struct Beyond {
    std::size_t first = 0, second = 0, free = 0, left = 0;  // left: points more than cells
    Replicated squares;
    double by_chance = 0;  // of the squares without noise, from the points' spread within cells
    double within = 0;     // mean square within cells, of the means
};

Beyond beyond(const Squares& squares, std::size_t i, std::size_t j, const std::vector<std::vector<std::size_t>>& level) {
    const std::size_t replicates = squares.values.replicates;
    const Cells cells = cells_of(squares.values, level[i], level[j]);
    const Additive sum = additive(cells, replicates);
    Beyond pair{i, j, cells.points.size() - sum.along.size(), squares.values.rows - cells.points.size(), {}, 0, 0};
    pair.squares = replicated(cells, sum, replicates);
    pair.by_chance = squares.by_chance(cells, pair.free);
    double between = 0;  // of the means
    for (std::size_t c = 0; c < cells.points.size(); ++c) {
        const double all = std::accumulate(cells.sum[c].begin(), cells.sum[c].end(), 0.0) / static_cast<double>(replicates);
        between += all * all / static_cast<double>(cells.points[c]);
    }
    if (pair.left > 0) pair.within = std::max(0.0, squares.total - between) / static_cast<double>(pair.left);
    return pair;
}

double upper_quantile(double free, double left, double alpha) {
    const boost::math::fisher_f_distribution<double> f(free, left);
    return boost::math::quantile(boost::math::complement(f, alpha));
}

// Mean square of what neither one nor two parameters explain in a grid with one replicate.
struct Rest {
    double mean_square = 0;
    std::size_t free = 0;
};

// The share that a pair must exceed, as a bound of F for the squares of the means. In a grid their error is the noise: what the
// replicates differ in these very cells, which is also right when a replicate has interactions of its own at all points; with one
// replicate it is the rest. Elsewhere it is the spread within cells, which holds what the other parameters do and noise that is
// not shared by points; noise that is shared comes on top as a bound of its own.
double limit_of(const Squares& squares, const Beyond& pair, const Rest& rest, double alpha) {
    double bound = no_estimate;
    const auto free = static_cast<double>(pair.free);
    if (squares.grid && !squares.noise_known() && rest.free > 0) {
        bound = free * rest.mean_square * upper_quantile(free, static_cast<double>(rest.free), alpha);
    }
    if (!squares.grid && pair.left > 0) {
        bound = free * pair.within * upper_quantile(free, static_cast<double>(pair.left), alpha);
    }
    const double noise = std::max(0.0, pair.squares.of_means - pair.squares.squares);
    if (squares.noise_known()) {
        const double ways = std::min(free, pair.squares.directions);
        const double of_noise = noise * upper_quantile(ways, ways * static_cast<double>(squares.values.replicates - 1), alpha);
        bound = std::isnan(bound) ? of_noise : std::max(bound, of_noise);
    }
    return (bound - noise - pair.by_chance) / squares.total;
}

void add_interactions(Effects& result, const Squares& squares, const std::vector<std::vector<std::size_t>>& level) {
    std::vector<Beyond> pairs;
    double explained = 0;
    Rest rest{0, squares.values.rows - 1};
    for (std::size_t i = 0; i < level.size(); ++i) {
        explained += result.main[i].share * squares.total;
        rest.free -= std::min(rest.free, result.main[i].levels.size() - 1);
        for (std::size_t j = i + 1; j < level.size(); ++j) {
            pairs.push_back(beyond(squares, i, j, level));
            explained += pairs.back().squares.squares;
            rest.free -= std::min(rest.free, pairs.back().free);
        }
    }
    std::erase_if(pairs, [&](const Beyond& pair) {
        // Nothing but these two varies, or the others do alike in every cell: all that is unknown is noise.
        const bool exact = squares.grid || (pair.left == 0 && level.size() == 2);
        return pair.free == 0 || (pair.left == 0 && !exact);
    });
    result.pairs = pairs.size();
    if (rest.free > 0) rest.mean_square = std::max(0.0, squares.total - explained) / static_cast<double>(rest.free);
    const double alpha = 1 - std::pow(0.95, 1 / static_cast<double>(std::max<std::size_t>(1, pairs.size())));  // Sidak
    for (const Beyond& pair : pairs) {
        const double share = (pair.squares.squares - pair.by_chance) / squares.total;
        const double limit = limit_of(squares, pair, rest, alpha);
        result.interactions.push_back({pair.first, pair.second, share, squares.chance(pair.free), limit});
    }
    std::stable_sort(result.interactions.begin(), result.interactions.end(),
                     [](const Interaction& a, const Interaction& b) { return a.share > b.share; });
}

}  // namespace

Effects effects_of_all_pairs(const DesignSample& sample, std::size_t most_levels) {
    check_shape(sample);
    const PointValues values = point_values(sample);
    const Squares squares = squares_of(sample, values);
    const std::size_t width = sample.width(), rows = squares.values.rows;
    const bool shared = std::any_of(sample.role.begin(), sample.role.end(), [](std::int32_t role) { return role != 0; });
    Effects result;
    result.noise = values.noise_known() && squares.total > 0 ? std::min(1.0, 1 - squares.expected / squares.total) : no_estimate;

    std::vector<std::vector<std::size_t>> level(width);  // [parameter][row]
    const std::vector<std::size_t> none(rows);
    for (std::size_t i = 0; i < width; ++i) {
        std::size_t count = 0;
        const std::vector<double> x = column(sample, values.point, i);
        const bool ordered = sample.ordered.empty() || sample.ordered[i];
        const std::vector<std::size_t> of_point = levels_of(x, ordered ? most_levels : x.size(), count);
        MainEffect effect;
        effect.levels = described(x, of_point, count, values.mean);
        for (std::size_t p = 0, row = 0; p < of_point.size() && row < rows; ++p) {
            if (values.noise_known() && values.point[p] != values.whole[row]) continue;
            level[i].push_back(of_point[p]);
            ++row;
        }
        const Cells cells = cells_of(squares.values, level[i], none);
        const std::size_t free = cells.points.empty() ? 0 : cells.points.size() - 1;
        effect.share = squares.share(squares_between(cells), cells, free);
        effect.chance = shared ? no_estimate : squares.chance(free);
        result.main.push_back(std::move(effect));
    }
    if (!shared && rows > 1 && squares.total > 0) add_interactions(result, squares, level);
    return result;
}

Effects effects(const DesignSample& sample, std::size_t most_levels) {
    Effects result = effects_of_all_pairs(sample, most_levels);
    std::erase_if(result.interactions, [](const Interaction& pair) {
        constexpr double rounding = 1e-12;
        return pair.share <= rounding || pair.share <= pair.limit;
    });
    return result;
}

}  // namespace qonys
