#include "report/sensitivity_findings.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/problems.hpp"
#include "report/sweep_labels.hpp"

namespace qonys {
namespace {

// Means of the points that have one.
std::vector<double> known_means(const SweepHeader& header, const std::vector<double>& y) {
    std::vector<double> means;
    for (const PointFigure& f : point_figures(header, y))
        if (!std::isnan(f.mean)) means.push_back(f.mean);
    return means;
}

double mean_of_points(const std::vector<double>& means) {
    double mean = 0;
    for (std::size_t i = 0; i < means.size(); ++i) mean += (means[i] - mean) / static_cast<double>(i + 1);
    return means.empty() ? std::nan("") : mean;
}

// Whether any replicate differs between two points; (point, replicate).
bool varies(const std::vector<double>& y, std::size_t replicates) {
    std::vector<double> seen(replicates, std::nan(""));
    for (std::size_t i = 0; i < y.size(); ++i) {
        double& known = seen[i % replicates];
        if (std::isnan(y[i])) continue;
        if (std::isnan(known)) known = y[i];
        if (y[i] != known) return true;
    }
    return false;
}

// Puts why there is none into words instead, when the estimator refuses the points.
template <class Result, class Estimator>
void try_estimate(std::optional<Result>& result, std::vector<std::string>& refusals, Estimator estimator) {
    try {
        result = estimator();
    } catch (const BadInput& bad) {
        refusals.emplace_back(bad.what());
    }
}

MeasureFindings findings_of(const SweepContent& content, std::size_t measure, std::vector<double> y,
                            const SensitivityOptions& options) {
    MeasureFindings found;
    found.measure = measure;
    const std::vector<double> means = known_means(content.header, y);
    found.mean = mean_of_points(means);
    found.points = means.size();
    const DesignSample sample = sample_of(content, std::move(y));
    found.noise = noise_share(sample);
    if (content.header.design == "sobol")
        try_estimate(found.sobol, found.refusals, [&] { return sobol_indices(sample, options.estimator, options.resample); });
    if (content.header.design == "morris")
        try_estimate(found.morris, found.refusals, [&] { return elementary_effects(sample, options.resample); });
    try_estimate(found.regression, found.refusals, [&] { return standardised_regression(sample, options.resample); });
    return found;
}

bool holds(const Condition& condition, double value, double threshold) {
    switch (condition.relation) {
        case Relation::above:
            return value > threshold;
        case Relation::at_least:
            return value >= threshold;
        case Relation::below:
            return value < threshold;
        case Relation::at_most:
            break;
    }
    return value <= threshold;
}

ConditionFindings discover_where(const SweepContent& content, const Condition& condition, std::vector<double> y) {
    ConditionFindings found;
    found.condition = condition;
    found.threshold = condition.number;
    const std::vector<double> means = known_means(content.header, y);
    if (condition.percent) found.threshold *= mean_of_points(means) / 100;
    found.lowest = means.empty() ? std::nan("") : *std::min_element(means.begin(), means.end());
    found.highest = means.empty() ? std::nan("") : *std::max_element(means.begin(), means.end());
    std::vector<int> cases;
    for (const PointFigure& f : point_figures(content.header, y))
        cases.push_back(std::isnan(f.mean) ? -1 : holds(condition, f.mean, found.threshold) ? 1 : 0);
    found.discovery.points = static_cast<std::size_t>(std::count_if(cases.begin(), cases.end(), [](int c) { return c >= 0; }));
    found.discovery.cases = static_cast<std::size_t>(std::count(cases.begin(), cases.end(), 1));
    found.discovery.dropped = cases.size() - found.discovery.points;
    const bool told_apart = found.discovery.cases > 0 && found.discovery.cases < found.discovery.points;
    if (told_apart) found.discovery = discover(sample_of(content, std::move(y)), cases, {});
    return found;
}

}  // namespace

SensitivityFindings find_sensitivity(const SweepContent& content, const SensitivityOptions& options) {
    SensitivityFindings findings;
    findings.question = parse_question(content.header, options);
    const SensitivityQuestion& question = findings.question;
    const auto y_of = [&](std::size_t measure) { return seen_through(question.lens, content, content.values(measure)); };
    const auto asked = [&](std::size_t measure) {
        return std::find(question.measures.begin(), question.measures.end(), measure) != question.measures.end();
    };
    for (std::size_t measure = 0; measure < content.header.measures.size(); ++measure) {
        if (!question.measures.empty() && !asked(measure)) continue;
        std::vector<double> y = y_of(measure);
        if (std::all_of(y.begin(), y.end(), [](double value) { return std::isnan(value); }))
            findings.no_value.push_back(measure);
        else if (varies(y, static_cast<std::size_t>(content.header.replicates)))
            findings.measures.push_back(findings_of(content, measure, std::move(y), options));
        else
            findings.constant.push_back(measure);
    }
    for (const Condition& condition : question.conditions)
        findings.conditions.push_back(discover_where(content, condition, y_of(condition.measure)));
    return findings;
}

double noise_in_a_run(const NoiseShare& noise) {
    const double all = noise.parameters + noise.monte_carlo;
    return noise.known && all > 0 ? noise.monte_carlo / all : std::nan("");
}

std::string condition_text(const SweepHeader& header, const ConditionFindings& found) {
    const SweptMeasure& measure = header.measures[found.condition.measure];
    const std::string start = measure.name + " " + relation_words[static_cast<int>(found.condition.relation)] + " ";
    const std::string amount = amount_text(measure, found.threshold);
    if (!found.condition.percent) return start + amount;
    return start + fmt::format("{} % of its mean, {}", number_for_people(found.condition.number), amount);
}

std::string amount_text(const SweptMeasure& measure, double value) {
    const Shown shown = shown_as(measure.unit);
    const std::string unit = measure.unit.empty() || measure.unit == "share" ? "" : " " + measure.unit;
    const std::string raw = number_for_people(value) + unit;
    if (shown.factor == 1 || !std::isfinite(value)) return raw;
    return fmt::format("{} ({} {})", raw, number_for_people(value * shown.factor), shown.unit);
}

std::string report_sensitivity(const SweepContent& content, const SensitivityOptions& options) {
    const SensitivityFindings findings = find_sensitivity(content, options);
    switch (options.format) {
        case Format::csv:
            return sensitivity_as_csv(content, findings);
        case Format::json:
            return sensitivity_as_json(content, findings);
        case Format::table:
            break;
    }
    return sensitivity_for_people(content, findings);
}

std::string report_sensitivity(const SweepFileReader& result, const SensitivityOptions& options) {
    return report_sensitivity(content_of(result), options);
}

}  // namespace qonys
