// What the page of a sweep looks at, and how its values are written.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <optional>

#include "accounts/student.hpp"
#include "report/page/assumptions.hpp"
#include "report/page/pathway_words.hpp"
#include "report/page/sweep_page_parts.hpp"
#include "report/sweep_labels.hpp"
#include "sensitivity/effects.hpp"

namespace qonys {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

// A name without a stream means kandas, as on the command line; these two mean all streams.
std::string with_stream(const std::string& spec, const PageTexts& texts) {
    const std::size_t end = std::min(spec.find('@'), spec.size());
    const std::string name = spec.substr(0, end);
    if (name == "placed" || name == "spending" || name.find('.') != std::string::npos) return spec;
    for (const char* stream : {".kandas", ".kandas_free"})
        if (texts.has("compared." + name + stream)) return name + stream + spec.substr(end);
    return spec;
}

bool is_date(const std::string& text) {
    return text.size() == 10 && text[4] == '-' && text.find_first_not_of("0123456789-") == std::string::npos;
}

// "benefits.rent_months.2026-01-01" belongs to the field benefits.rent_months.
std::string field_path(const std::string& name) {
    for (std::size_t start = 0; start < name.size();) {
        const std::size_t end = std::min(name.find('.', start), name.size());
        if (start > 0 && is_date(name.substr(start, end - start))) return name.substr(0, start - 1);
        start = end + 1;
    }
    return name;
}

SweepLook look_at(const SweepContent& content, const Pathways& pathways, const PageTexts& texts, std::size_t measure,
                  const Lens& lens, const std::vector<double>& values) {
    const SweptMeasure& swept = content.header.measures[measure];
    SweepLook look;
    look.series = {measure, lens, seen_through(lens, content, values), {}};
    look.series.figures = point_figures(content.header, look.series.y);
    const ShownMeasure shown = shown_measure(swept.unit, texts);
    const std::string usual = swept.title.empty() ? swept.name : swept.title;
    look.title = pathways.programmes.empty() ? measure_title(texts, with_stream(swept.name, texts), usual)
                                             : pathway_measure_words(pathways, swept.name, usual, texts);
    if (content.header.has_arms()) {
        const std::string &arm = content.header.arms[lens.arm].name, &reference = content.header.arms[0].name;
        look.title = lens.difference ? texts("sweep.less", {{"measure", look.title}, {"arm", arm}, {"reference", reference}})
                                     : texts("sweep.of_reference", {{"measure", look.title}, {"reference", reference}});
    }
    look.unit = lens.difference ? shown.apart : shown.unit;
    look.factor = shown.factor;
    look.kind = shown.kind == PageColumnKind::count && lens.difference ? PageColumnKind::change : shown.kind;
    look.counts = look.kind == PageColumnKind::count;
    look.better = swept.better;
    look.lowest = look.highest = nan;
    for (const PointFigure& f : look.series.figures) {
        if (std::isnan(f.mean)) continue;
        look.lowest = std::isnan(look.lowest) ? f.mean : std::min(look.lowest, f.mean);
        look.highest = std::isnan(look.highest) ? f.mean : std::max(look.highest, f.mean);
        look.mean += (f.mean - look.mean) / static_cast<double>(++look.known);
    }
    const double size = std::max(std::abs(look.lowest), std::abs(look.highest)) * look.factor;
    if (look.known > 0) look.decimals = decimals_to_tell_apart(size, (look.highest - look.lowest) * look.factor / 10);
    return look;
}

// The other arms are looked at as differences; only their sensitivity is asked for by name.
SensitivityOptions options_of(const SweepContent& content, const SweepLook& look) {
    SensitivityOptions options;
    options.measures = {content.header.measures[look.series.measure].name};
    if (content.header.has_arms()) {
        options.arm = content.header.arms[look.series.lens.arm].name;
        options.level = !look.series.lens.difference;
    }
    return options;
}

void add_all(const std::vector<Estimate>& estimates, const std::string& kind, bool leads, bool signed_value, double factor,
             std::vector<Influence>& all) {
    for (std::size_t p = 0; p < estimates.size(); ++p) {
        const Estimate& e = estimates[p];
        if (std::isfinite(e.value))
            all.push_back({p, kind, {e.value * factor, e.low * factor, e.high * factor}, leads, signed_value, e.low > 0, false});
    }
}

constexpr double least_share = 0.005;  // less is shown as 0.00

// Shares have no interval; a regression's coefficient has one.
void tell_apart(const SweepContent& content, const std::optional<Regression>& regression, const Effects& effects,
                std::vector<Influence>& shares) {
    for (Influence& share : shares) {
        const MainEffect& effect = effects.main[share.parameter];
        const double none = chance_stays_in_shares(content) ? effect.chance : 0;
        share.above_chance = std::isfinite(effect.chance) && effect.share > none + least_share;
        if (!regression) continue;
        const Estimate& slope = regression->coefficient[share.parameter];
        share.told_apart = slope.low > 0 || slope.high < 0;  // not so for NaN
    }
}

std::vector<Influence> influences_of(const SweepContent& content, const PageTexts& texts, SweepLook& look) {
    std::vector<Influence> all;
    const SensitivityFindings findings = find_sensitivity(content, options_of(content, look));
    if (findings.measures.empty()) return all;
    const MeasureFindings& found = findings.measures[0];
    if (found.regression)
        for (const Estimate& coefficient : found.regression->coefficient) look.coefficients.push_back(coefficient.value);
    if (found.sobol) {
        add_all(found.sobol->total, texts("sweep.total_index"), true, false, 1, all);
        add_all(found.sobol->first, texts("sweep.first_index"), false, false, 1, all);
    } else if (found.morris) {
        add_all(found.morris->mu_star, texts("sweep.mu_star"), true, false, look.factor, all);
        for (Influence& size : all) {  // chance alone makes it larger than 0
            const double noise = found.morris->noise[size.parameter];
            size.told_apart = size.estimate.low > (std::isnan(noise) ? 0 : mu_star_of_noise(noise) * look.factor);
        }
    } else {
        const Effects main = effects(sample_of(content, look.series.y));
        std::vector<Estimate> shares;
        for (const MainEffect& effect : main.main) shares.push_back({effect.levels.size() > 1 ? effect.share : nan, nan, nan});
        add_all(shares, texts(chance_stays_in_shares(content) ? "sweep.share_with_chance" : "sweep.share_explained"), true, false,
                1, all);
        tell_apart(content, found.regression, main, all);
        if (found.regression) add_all(found.regression->coefficient, texts("sweep.coefficient"), false, true, 1, all);
    }
    std::vector<double> size(content.header.parameters.size(), -1);
    for (const Influence& influence : all)
        if (influence.leads) size[influence.parameter] = influence.size();
    std::stable_sort(all.begin(), all.end(),
                     [&](const Influence& a, const Influence& b) { return size[a.parameter] > size[b.parameter]; });
    return all;
}

// Strongest over all looks first, each look's largest influence counted as 1.
std::vector<std::size_t> strongest_parameters(const SweepView& view) {
    std::vector<double> size(view.header().parameters.size(), 0);
    for (const std::vector<Influence>& all : view.influences) {
        double largest = 0;
        for (const Influence& influence : leading(all)) largest = std::max(largest, influence.size());
        for (const Influence& influence : leading(all))
            if (largest > 0) size[influence.parameter] = std::max(size[influence.parameter], influence.size() / largest);
    }
    std::vector<std::size_t> order(size.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return size[a] > size[b]; });
    if (order.size() > most_shown_parameters) order.resize(most_shown_parameters);
    return order;
}

}  // namespace

double Influence::size() const {
    if (std::isnan(estimate.value)) return -1;
    return signed_value ? std::abs(estimate.value) : std::max(0.0, estimate.value);  // a share below 0 is none
}

std::string SweepLook::shown(double value, const PageTexts& texts) const {
    if (unit == "%") return texts.percent(value, decimals);
    return with_unit(texts.number(value * factor, decimals), unit);
}

std::string SweepView::label(std::size_t p) const {
    const std::string& name = parameter(p).name;
    return pathways.programmes.empty() ? name : parameter_words(pathways, name, texts);
}

std::vector<Influence> leading(const std::vector<Influence>& all) {
    std::vector<Influence> some;
    std::copy_if(all.begin(), all.end(), std::back_inserter(some), [](const Influence& i) { return i.leads; });
    return some;
}

bool is_balanced(const SweepContent& content) {
    return content.header.design == "grid" && content.header.shards == 1 && failed_points(content).empty();
}

bool chance_stays_in_shares(const SweepContent& content) {
    return is_balanced(content) && observations_of(content.header) < 2;
}

SweepView sweep_view(const SweepContent& content, const PageTexts& texts) {
    SweepView view{content, texts, "", {}, {}, {}, {}, 0, {}};
    view.pathways = pathways_of(content.header.arms.at(0).scenario_text);
    for (std::size_t measure = 0; measure < content.header.measures.size(); ++measure) {
        const std::vector<double> values = content.values(measure);
        for (const Lens& lens : lenses(content.header)) {
            SweepLook look = look_at(content, view.pathways, texts, measure, lens, values);
            if (look.known == 0)
                view.no_value.push_back(look.title);
            else if (look.lowest == look.highest)
                view.constant.push_back(look.title);
            else if (view.looks.size() >= most_looks)
                ++view.left_out;
            else
                view.looks.push_back(std::move(look));
        }
    }
    for (std::size_t i = 0; i < view.looks.size(); ++i) view.looks[i].key = fmt::format("m{}", i + 1);
    for (SweepLook& look : view.looks) view.influences.push_back(influences_of(content, texts, look));
    view.shown_parameters = strongest_parameters(view);
    return view;
}

std::string value_in_words(const SweptParameter& parameter, double value, const PageTexts& texts) {
    if (std::isnan(value)) return texts("sweep.as_in_base");
    if (!parameter.words.empty()) return value_for_people(parameter, value);
    const std::string exact = fmt::format("{}", value);
    constexpr std::size_t readable = 6;
    if (exact.size() <= readable && exact.find('e') == std::string::npos && std::abs(value) < 1000)
        return texts.number(value,
                            exact.find('.') == std::string::npos ? 0 : static_cast<int>(exact.size() - exact.find('.') - 1));
    if (value == 0 || std::abs(value) >= 1000) return texts.number(value, 0);
    return texts.number(value, std::clamp(2 - static_cast<int>(std::floor(std::log10(std::abs(value)))), 0, 8));  // three figures
}

std::string meaning_of(const SweptParameter& parameter, const PageTexts& texts) {
    for (const std::string& path : {parameter.name, field_path(parameter.name)}) {
        AssumedValue value;
        value.path = path;
        if (const std::string name = value.name(texts); name != path) return name;
    }
    return parameter.doc.empty() ? parameter.name : parameter.doc;
}

std::string ParameterNames::operator()(std::size_t parameter) {
    const SweptParameter& swept = header_.parameters.at(parameter);
    std::string meaning = one_line(meaning_of(swept, texts_));
    if (meaning.ends_with('.')) meaning.pop_back();
    const bool first = spoken_of_.insert(parameter).second;
    return first && meaning != swept.name ? swept.name + " (" + meaning + ")" : swept.name;
}

std::vector<SweepLevel> levels_of(const SweepContent& content, std::size_t parameter, const std::vector<PointFigure>& figures,
                                  std::size_t most_values, std::size_t ranges) {
    const SweptParameter& swept = content.header.parameters.at(parameter);
    std::vector<std::pair<double, std::size_t>> points;
    for (std::size_t point = 0; point < content.size(); ++point) {
        double x = content.parameter(point, parameter);
        if (std::isnan(x)) x = swept.base;
        if (!std::isnan(x) && !std::isnan(figures.at(point).mean)) points.emplace_back(x, point);
    }
    std::sort(points.begin(), points.end());
    std::vector<SweepLevel> values;
    for (const auto& [x, point] : points) {
        if (values.empty() || values.back().low != x) values.push_back({x, x, {}});
        values.back().points.push_back(point);
    }
    if (values.size() <= most_values || !swept.words.empty()) return values;
    // Points of one value stay together.
    ranges = std::clamp<std::size_t>(points.size() / 5, 2, ranges);
    std::vector<SweepLevel> levels;
    std::size_t before = 0, current = 0;
    for (const SweepLevel& value : values) {
        const std::size_t range = before * ranges / points.size();
        if (levels.empty() || range > current) levels.push_back({value.low, value.high, {}});
        current = range;
        levels.back().high = value.high;
        levels.back().points.insert(levels.back().points.end(), value.points.begin(), value.points.end());
        before += value.points.size();
    }
    return levels;
}

std::string level_in_words(const SweptParameter& parameter, const SweepLevel& level, const PageTexts& texts) {
    if (level.low == level.high) return value_in_words(parameter, level.low, texts);
    return texts("comparison.interval",
                 {{"low", value_in_words(parameter, level.low, texts)}, {"high", value_in_words(parameter, level.high, texts)}});
}

LevelFigure figure_of(const SweepContent& content, const SweepLook& look, std::size_t parameter, const SweepLevel& level) {
    LevelFigure figure{0, 0, nan, nan};
    const double count = static_cast<double>(level.points.size());
    const auto replicates = static_cast<std::size_t>(content.header.replicates);
    std::vector<double> means(replicates, 0);
    for (const std::size_t point : level.points) {
        double x = content.parameter(point, parameter);
        if (std::isnan(x)) x = content.header.parameters[parameter].base;
        figure.x += x / count;
        figure.mean += look.series.figures[point].mean / count;
        for (std::size_t r = 0; r < replicates; ++r) means[r] += look.series.y[point * replicates + r] / count;
    }
    double half = point_figures(content.header, means).at(0).half_width;  // the same draws everywhere: not less with more points
    if (!is_balanced(content) && level.points.size() > 1) {
        double squares = 0;
        for (const std::size_t point : level.points) squares += std::pow(look.series.figures[point].mean - figure.mean, 2);
        const double of_points =
            student_975(static_cast<std::int64_t>(level.points.size()) - 1) * std::sqrt(squares / (count - 1) / count);
        half = std::isfinite(half) ? std::hypot(of_points, half) : of_points;
    }
    if (std::isfinite(half)) {
        figure.low = figure.mean - half;
        figure.high = figure.mean + half;
    }
    return figure;
}

}  // namespace qonys
