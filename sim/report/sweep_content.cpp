#include "report/sweep_content.hpp"

#include <algorithm>
#include <cmath>

#include "accounts/spread.hpp"
#include "accounts/student.hpp"

namespace qonys {
namespace {

// (point, draw) of (point, replicate): means of what a draw has, NaN without any.
std::vector<double> means_of_draws(const SweepHeader& header, const std::vector<double>& y) {
    const auto replicates = static_cast<std::size_t>(header.replicates),
               per_draw = static_cast<std::size_t>(header.replicates_per_draw);
    std::vector<double> means;
    for (std::size_t point = 0; point < y.size(); point += replicates)
        for (std::size_t first = 0; first < replicates; first += per_draw) {
            OneDraw draw;
            for (std::size_t r = first; r < std::min(first + per_draw, replicates); ++r)
                if (!std::isnan(y[point + r])) add(draw, y[point + r]);
            means.push_back(draw.count > 0 ? draw.mean : std::nan(""));
        }
    return means;
}

}  // namespace

SweepContent content_of(const SweepFileReader& result) {
    return {result.header(), result.points(), result.failures(),
            [&result](std::size_t measure) { return result.values(measure); },
            [&result](std::size_t first, std::size_t last) { return result.results(first, last); }};
}

std::vector<double> seen_through(const Lens& lens, const SweepContent& content, const std::vector<double>& values) {
    const std::size_t arms = content.header.arms.size(), replicates = static_cast<std::size_t>(content.header.replicates);
    std::vector<double> y;
    y.reserve(content.size() * replicates);
    for (std::size_t point = 0; point < content.size(); ++point) {
        const double* const reference = values.data() + point * arms * replicates;
        const double* const arm = reference + lens.arm * replicates;
        for (std::size_t r = 0; r < replicates; ++r) y.push_back(lens.difference ? arm[r] - reference[r] : arm[r]);
    }
    return y;
}

std::vector<PointFigure> point_figures(const SweepHeader& header, const std::vector<double>& y) {
    const bool uncertain = !header.uncertain.empty();
    const std::size_t replicates = static_cast<std::size_t>(header.replicates);
    const std::size_t per_draw = static_cast<std::size_t>(header.replicates_per_draw);
    std::vector<PointFigure> figures;
    figures.reserve(y.size() / replicates);
    std::int64_t known_freedom = -1;
    double quantile = 0;
    for (std::size_t at = 0; at < y.size(); at += replicates) {
        Spread spread;
        for (std::size_t r = 0; r < replicates; ++r) {
            if (uncertain && r > 0 && r % per_draw == 0) close_draw(spread);
            if (!std::isnan(y[at + r])) add(spread, y[at + r]);
        }
        if (uncertain) close_draw(spread);
        const SpreadEstimate e = estimate(spread, uncertain);
        const std::int64_t freedom = (uncertain ? spread.draws : spread.count) - 1;
        if (freedom != known_freedom) quantile = student_975(known_freedom = freedom);
        figures.push_back({e.mean, e.se, e.se * quantile, freedom + 1});
    }
    return figures;
}

std::size_t observations_of(const SweepHeader& header) {
    const auto replicates = static_cast<std::size_t>(header.replicates),
               per_draw = static_cast<std::size_t>(header.replicates_per_draw);
    return header.uncertain.empty() ? replicates : (replicates + per_draw - 1) / per_draw;
}

bool rows_share_values(const SweepHeader& header) {
    return header.design == "sobol" || header.design == "morris";
}

bool is_unordered(const SweptParameter& parameter) {
    return parameter.words.size() > 2;
}

DesignSample sample_of(const SweepContent& content, std::vector<double> y) {
    DesignSample sample;
    sample.points = content.size();
    sample.replicates = observations_of(content.header);
    for (const SweptParameter& parameter : content.header.parameters) {
        sample.parameters.push_back(parameter.name);
        sample.ordered.push_back(!is_unordered(parameter));
    }
    sample.x = content.points.values;
    for (std::size_t i = 0; i < sample.x.size(); ++i)
        if (std::isnan(sample.x[i])) sample.x[i] = content.header.parameters[i % sample.width()].base;
    sample.unit = content.points.unit;
    sample.y = content.header.uncertain.empty() ? std::move(y) : means_of_draws(content.header, y);
    sample.block = content.points.block;
    sample.role = content.points.role;
    return sample;
}

std::vector<std::size_t> failed_points(const SweepContent& content) {
    std::vector<std::size_t> failed;
    for (std::size_t point = 0; point < content.failures.size(); ++point)
        if (!content.failures[point].empty()) failed.push_back(point);
    return failed;
}

}  // namespace qonys
