#include "sensitivity/discovery.hpp"

#include <algorithm>
#include <boost/math/distributions/binomial.hpp>
#include <cmath>
#include <optional>

#include "base/problems.hpp"
#include "sensitivity/resample.hpp"

namespace qonys {
namespace {

constexpr double infinite = std::numeric_limits<double>::infinity();

struct Bounds {
    std::vector<double> low, high;  // [parameter] inclusive; infinite: not restricted
};

struct Search {
    const DesignSample& sample;
    const std::vector<int>& cases;
    const PrimOptions& options;
    std::vector<std::size_t> usable;  // parameters with a value at every point
    std::size_t all_points = 0, all_cases = 0;

    double x(std::size_t point, std::size_t parameter) const { return sample.x[point * sample.width() + parameter]; }
    bool inside(std::size_t point, const Bounds& bounds) const {
        return std::all_of(usable.begin(), usable.end(),
                           [&](std::size_t i) { return x(point, i) >= bounds.low[i] && x(point, i) <= bounds.high[i]; });
    }
    std::size_t cases_among(const std::vector<std::size_t>& points) const {
        return static_cast<std::size_t>(
            std::count_if(points.begin(), points.end(), [&](std::size_t p) { return cases[p] == 1; }));
    }
    double density(const std::vector<std::size_t>& points) const {
        return points.empty() ? 0 : static_cast<double>(cases_among(points)) / static_cast<double>(points.size());
    }
};

// Points in a box, and by parameter those that only its bounds keep out.
struct Surroundings {
    std::vector<std::size_t> inside;
    std::vector<std::vector<std::size_t>> kept_out;  // [parameter]
};

Surroundings surroundings(const Search& search, const std::vector<std::size_t>& among, const Bounds& bounds) {
    Surroundings found{{}, std::vector<std::vector<std::size_t>>(search.sample.width())};
    std::vector<std::size_t> restricted;
    for (const std::size_t i : search.usable) {
        if (std::isfinite(bounds.low[i]) || std::isfinite(bounds.high[i])) restricted.push_back(i);
    }
    for (const std::size_t p : among) {
        std::size_t reasons = 0, by = 0;
        for (std::size_t at = 0; at < restricted.size() && reasons < 2; ++at) {
            const double value = search.x(p, restricted[at]);
            if (value >= bounds.low[restricted[at]] && value <= bounds.high[restricted[at]]) continue;
            by = restricted[at];
            ++reasons;
        }
        if (reasons == 0) found.inside.push_back(p);
        if (reasons == 1) found.kept_out[by].push_back(p);
    }
    return found;
}

// Probability of at least so many cases among n points when each is one with that probability.
double upper_tail(std::size_t cases, std::size_t n, double probability) {
    if (cases == 0 || probability >= 1) return 1;
    if (probability <= 0) return 0;
    const boost::math::binomial_distribution<double> draws(static_cast<double>(n), probability);
    return boost::math::cdf(boost::math::complement(draws, static_cast<double>(cases) - 1));
}

DiscoveredBox described(const Search& search, const std::vector<std::size_t>& among, const Bounds& bounds) {
    const Surroundings around = surroundings(search, among, bounds);
    const std::vector<std::size_t>& points = around.inside;
    DiscoveredBox box;
    box.points = points.size();
    box.cases = search.cases_among(points);
    box.density = search.density(points);
    box.mass = static_cast<double>(box.points) / static_cast<double>(search.all_points);
    box.coverage = search.all_cases == 0 ? no_estimate : static_cast<double>(box.cases) / static_cast<double>(search.all_cases);
    for (const std::size_t i : search.usable) {
        BoxLimit limit;
        limit.parameter = i;
        limit.restricts_low = bounds.low[i] > -infinite;
        limit.restricts_high = bounds.high[i] < infinite;
        if (!limit.restricts_low && !limit.restricts_high) continue;
        limit.low = infinite;
        limit.high = -infinite;
        const auto widen = [&](std::size_t p) {
            limit.low = std::min(limit.low, search.x(p, i));
            limit.high = std::max(limit.high, search.x(p, i));
        };
        std::for_each(points.begin(), points.end(), widen);
        const BoxLimit in_box = limit;
        for (std::size_t p = 0; p < search.sample.points; ++p) {
            if (search.cases[p] >= 0) widen(p);
        }
        if (limit.restricts_low) limit.low = in_box.low;
        if (limit.restricts_high) limit.high = in_box.high;
        const auto with = static_cast<double>(box.points + around.kept_out[i].size());
        const double density = static_cast<double>(box.cases + search.cases_among(around.kept_out[i])) / with;
        limit.quasi_p = upper_tail(box.cases, box.points, density);
        box.limits.push_back(limit);
    }
    return box;
}

// The new bound when the share of points is peeled off at one end: whole values, at least one of them.
double peeled_bound(std::vector<double> values, std::size_t off, bool from_below) {
    const auto before = [&](double a, double b) { return from_below ? a < b : a > b; };
    std::nth_element(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(off), values.end(), before);
    const double bound = values[off];
    const double end = *std::min_element(values.begin(), values.end(), before);
    if (bound != end) return bound;
    double next = from_below ? infinite : -infinite;
    for (const double v : values) {
        if (v != end && before(v, next)) next = v;
    }
    return next;  // infinite: there is one value only
}

struct Peel {
    Bounds bounds;
    std::vector<std::size_t> points;
};

// The peel that raises the density most per point taken off. Where each takes off the same number that is the densest rest, as
// with Friedman and Fisher; dividing keeps a list of few values, where one value is many points, from always winning (Kwakkel and
// Jaxa-Rozen 2016). Of equals the first parameter, its lower end first.
std::optional<Peel> best_peel(const Search& search, const Bounds& bounds, const std::vector<std::size_t>& points,
                              double least_points) {
    const auto n = static_cast<double>(points.size());
    const auto off = std::min(points.size() - 1, std::max<std::size_t>(1, static_cast<std::size_t>(search.options.peel * n)));
    const double density = search.density(points);
    double best_gain = -infinite, best_bound = 0;
    std::size_t best_parameter = 0;
    bool best_from_below = true;
    std::vector<double> values(points.size());
    for (const std::size_t i : search.usable) {
        for (std::size_t at = 0; at < points.size(); ++at) values[at] = search.x(points[at], i);
        for (const bool from_below : {true, false}) {
            const double bound = peeled_bound(values, off, from_below);
            if (!std::isfinite(bound)) continue;
            std::size_t left = 0, cases = 0;
            for (std::size_t at = 0; at < points.size(); ++at) {
                if (from_below ? values[at] < bound : values[at] > bound) continue;
                ++left;
                cases += search.cases[points[at]] == 1;
            }
            const auto rest = static_cast<double>(left);
            if (left == 0 || rest < least_points) continue;
            const double gain = (static_cast<double>(cases) / rest - density) / (n - rest);
            if (gain <= best_gain) continue;
            best_gain = gain;
            best_bound = bound;
            best_parameter = i;
            best_from_below = from_below;
        }
    }
    if (best_gain == -infinite) return {};
    Peel best{bounds, {}};
    (best_from_below ? best.bounds.low : best.bounds.high)[best_parameter] = best_bound;
    for (const std::size_t p : points) {
        const double value = search.x(p, best_parameter);
        if (best_from_below ? value >= best_bound : value <= best_bound) best.points.push_back(p);
    }
    return best;
}

// Takes back, at one end after the other, the values next to the box, as long as its density does not fall.
Bounds pasted(const Search& search, const std::vector<std::size_t>& among, Bounds bounds) {
    for (bool grown = true; grown;) {
        grown = false;
        const Surroundings around = surroundings(search, among, bounds);
        const std::vector<std::size_t>& points = around.inside;
        const std::size_t cases = search.cases_among(points);
        const auto n = static_cast<double>(points.size());
        for (std::size_t end = 0; end < 2 * search.usable.size() && !grown; ++end) {
            const std::size_t i = search.usable[end / 2];
            const bool below = end % 2 == 0;
            double& bound = (below ? bounds.low : bounds.high)[i];
            if (!std::isfinite(bound)) continue;
            std::vector<double> beyond;  // values next to this end, nearest first
            for (const std::size_t p : around.kept_out[i]) {
                const double v = search.x(p, i);
                if (below ? v < bound : v > bound) beyond.push_back(v);
            }
            const auto back = std::max<std::size_t>(1, static_cast<std::size_t>(search.options.paste * n));
            std::sort(beyond.begin(), beyond.end(), [&](double a, double b) { return below ? a > b : a < b; });
            const double wider = back < beyond.size() ? beyond[back - 1] : (below ? -infinite : infinite);
            std::size_t more = 0, more_cases = 0;
            for (const std::size_t p : around.kept_out[i]) {
                const double v = search.x(p, i);
                if (below ? v >= bound || v < wider : v <= bound || v > wider) continue;
                ++more;
                more_cases += search.cases[p] == 1;
            }
            // No fewer cases per point than before, without division.
            if (static_cast<double>(more_cases) * n < static_cast<double>(cases) * static_cast<double>(more)) continue;
            bound = wider;
            grown = true;
        }
    }
    return bounds;
}

struct FoundBox {
    std::vector<DiscoveredBox> trajectory;
    std::vector<Bounds> bounds;
    std::size_t chosen = 0;
};

std::size_t chosen_step(const std::vector<DiscoveredBox>& trajectory, double wanted_density) {
    std::size_t densest = 0;
    for (std::size_t step = 0; step < trajectory.size(); ++step) {
        if (trajectory[step].density >= wanted_density) return step;
        if (trajectory[step].density > trajectory[densest].density) densest = step;
    }
    return densest;
}

FoundBox found_box(const Search& search, const std::vector<std::size_t>& among) {
    const double least_points = search.options.least_mass * static_cast<double>(search.all_points);
    FoundBox found;
    const std::size_t width = search.sample.width();
    Peel now{{std::vector<double>(width, -infinite), std::vector<double>(width, infinite)}, among};
    for (;;) {
        found.trajectory.push_back(described(search, among, now.bounds));
        found.bounds.push_back(now.bounds);
        if (found.trajectory.back().density >= 1) break;
        std::optional<Peel> next = best_peel(search, now.bounds, now.points, least_points);
        if (!next) break;
        now = std::move(*next);
    }
    found.chosen = chosen_step(found.trajectory, search.options.wanted_density);
    Bounds& bounds = found.bounds[found.chosen];
    bounds = pasted(search, among, std::move(bounds));
    found.trajectory[found.chosen] = described(search, among, bounds);
    return found;
}

}  // namespace

Discovery discover(const DesignSample& sample, const std::vector<int>& cases, const PrimOptions& options) {
    if (cases.size() != sample.points || sample.x.size() != sample.points * sample.width()) {
        throw BrokenInvariant("scenario discovery: not one case and one row of values for each point");
    }
    Search search{sample, cases, options, {}, 0, 0};
    std::vector<std::size_t> left;
    for (std::size_t p = 0; p < sample.points; ++p) {
        if (cases[p] >= 0) left.push_back(p);
    }
    for (std::size_t i = 0; i < sample.width(); ++i) {
        if (std::all_of(left.begin(), left.end(), [&](std::size_t p) { return std::isfinite(search.x(p, i)); })) {
            search.usable.push_back(i);
        }
    }
    search.all_points = left.size();
    search.all_cases = search.cases_among(left);
    Discovery result;
    result.points = search.all_points;
    result.cases = search.all_cases;
    result.dropped = sample.points - search.all_points;
    const double density = search.density(left);
    for (int box = 0; box < options.most_boxes; ++box) {
        if (search.cases_among(left) == 0) break;
        FoundBox found = found_box(search, left);
        const DiscoveredBox& chosen = found.trajectory[found.chosen];
        // A box without limits is all that is left: nothing was found, or everything is a case.
        if (chosen.limits.empty() || chosen.density <= std::max(search.density(left), density)) break;
        const Bounds bounds = found.bounds[found.chosen];
        result.trajectories.push_back(std::move(found.trajectory));
        result.chosen.push_back(found.chosen);
        std::erase_if(left, [&](std::size_t p) { return search.inside(p, bounds); });
    }
    return result;
}

}  // namespace qonys
