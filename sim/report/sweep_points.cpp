#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "report/sweep_paired.hpp"
#include "report/sweep_sections.hpp"
#include "sensitivity/effects.hpp"

namespace qonys {
namespace {

constexpr std::size_t each_end = 5;                // best and worst points shown
constexpr std::size_t most_parameter_columns = 8;  // beside a point
constexpr std::size_t most_main_effects = 8, most_interactions = 5;
constexpr std::size_t widest_title = 46;

// Figures of a table that shows only some of the points: one number of decimals for all.
int decimals_of(const SweepSeries& series, const std::vector<std::size_t>& order, double factor) {
    const double low = series.figures[order.front()].mean * factor, high = series.figures[order.back()].mean * factor;
    double apart = high - low;
    for (const std::size_t point : order)
        if (const double half = series.figures[point].half_width * factor; half > 0) apart = std::min(apart, half);
    return decimals_to_tell_apart(std::max(std::abs(low), std::abs(high)), apart);
}

bool varies(const SweepSeries& series, const std::vector<std::size_t>& order) {
    return !order.empty() && series.figures[order.front()].mean != series.figures[order.back()].mean;
}

constexpr const char* verdict_words[] = {"", "not told apart", "error unknown"};

std::string number_of(std::size_t n) {
    return with_separators(static_cast<double>(n), 0);
}

// How many points are told apart from the first.
std::string verdict_text(const SweepHeader& header, const std::vector<std::size_t>& order,
                         const std::vector<PairedFigure>& apart) {
    const std::size_t observations = observations_of(header), others = order.size() - 1;
    const std::string what = header.uncertain.empty() ? "replicate" : "draw of the uncertain inputs";
    if (observations == 1) return fmt::format("One {}: no error is known, so no point is told apart from the first.\n", what);
    const auto with = [&](Verdict verdict) {
        return static_cast<std::size_t>(
            std::count_if(order.begin() + 1, order.end(), [&](std::size_t point) { return apart[point].verdict == verdict; }));
    };
    const std::size_t told = with(Verdict::apart), near = with(Verdict::not_apart), unknown = with(Verdict::unknown);
    std::string text;
    if (told == others)
        text += others == 1
                    ? "The other is told apart from the first by the paired difference."
                    : fmt::format("All {} others are told apart from the first by the paired difference.", number_of(others));
    if (near > 0 && near == others)
        text += others == 1 ? "The other is not told apart from the first: the 95 % interval of the paired difference holds 0."
                            : fmt::format(
                                  "None of the {} others is told apart from the first: the 95 % intervals of the paired "
                                  "differences hold 0.",
                                  number_of(others));
    else if (near > 0)
        text += fmt::format("{} of the {} not told apart from the first: the 95 % interval of the paired difference holds 0.",
                            number_of(near), counted(others, "other") + (near == 1 ? " is" : " are"));
    if (unknown > 0)
        text += fmt::format("{}Of {} the error is unknown: too few runs, or so few that they may agree by accident.",
                            text.empty() ? "" : " ", number_of(unknown));
    if (observations < enough_observations && unknown < others)
        text += fmt::format(" With {} the error is the larger of the point's own and that of all points together.",
                            counted(observations, header.uncertain.empty() ? "replicate" : "draw"));
    return wrapped(text);
}

// All parameters, or those with the largest main effects, in their order.
std::vector<std::size_t> parameters_beside_points(const SweepContent& content, const SweepSeries& series) {
    std::vector<std::size_t> chosen(content.header.parameters.size());
    std::iota(chosen.begin(), chosen.end(), std::size_t{0});
    if (chosen.size() <= most_parameter_columns) return chosen;
    const Effects found = effects(sample_of(content, series.y));
    const auto share = [&](std::size_t p) { return std::isnan(found.main[p].share) ? -1 : found.main[p].share; };
    std::stable_sort(chosen.begin(), chosen.end(), [&](std::size_t a, std::size_t b) { return share(a) > share(b); });
    chosen.resize(most_parameter_columns);
    std::sort(chosen.begin(), chosen.end());
    return chosen;
}

// The ends of the order; an empty row of the table stands for those between.
constexpr std::size_t gap = static_cast<std::size_t>(-1);
std::vector<std::size_t> shown_points(const std::vector<std::size_t>& order) {
    if (order.size() <= 2 * each_end + 1) return order;
    std::vector<std::size_t> shown(order.begin(), order.begin() + each_end);
    shown.push_back(gap);
    shown.insert(shown.end(), order.end() - each_end, order.end());
    return shown;
}

// Differences may be smaller than the figures that they are of.
int decimals_of(const std::vector<std::size_t>& shown, const std::vector<PairedFigure>& apart, double factor) {
    double least = 0;
    for (const std::size_t point : shown)
        if (const double half = point == gap ? 0 : apart[point].half_width * factor; half > 0)
            least = least > 0 ? std::min(least, half) : half;
    return decimals_to_tell_apart(0, least);
}

FigureTable points_table(const SweepContent& content, const SweepSeries& series, const std::vector<std::size_t>& order,
                         const std::vector<PairedFigure>& apart) {
    const SweepHeader& header = content.header;
    const double factor = shown_as(header.measures[series.measure].unit).factor;
    const int decimals = decimals_of(series, order, factor);
    const int fine = std::max(decimals, decimals_of(shown_points(order), apart, factor));
    const std::vector<std::string> names = column_names(header.parameters);
    FigureTable table{"", "point", {}, {}, false};
    for (const std::size_t p : parameters_beside_points(content, series)) {
        FigureColumn column{"", names[p], 0, {}, {}};
        for (const std::size_t point : shown_points(order))
            column.texts.push_back(point == gap ? "" : value_for_people(header.parameters[p], content.parameter(point, p)));
        table.columns.push_back(std::move(column));
    }
    std::vector<ShownFigure> means, differences;
    std::vector<std::string> notes;
    for (const std::size_t point : shown_points(order)) {
        table.rows.push_back(point == gap ? "…" : fmt::format("{}", content.points.number[point]));
        const PointFigure mean = point == gap ? PointFigure{} : series.figures[point];
        const PairedFigure difference = point == gap ? PairedFigure{} : apart[point];
        means.push_back({scaled({mean.mean, mean.half_width, 0, 0}, factor), decimals, false});
        differences.push_back({scaled({difference.mean, difference.half_width, 0, 0}, factor), fine, true});
        const bool tells = point != gap && point != order.front() && observations_of(header) > 1;
        notes.push_back(tells ? verdict_words[static_cast<int>(difference.verdict)] : "");
    }
    const auto spreads = [](const ShownFigure& shown) { return shown.figure.se > 0; };
    const bool any =
        std::any_of(means.begin(), means.end(), spreads) || std::any_of(differences.begin(), differences.end(), spreads);
    const std::string group = any ? "± half the 95 % interval" : "";
    const int better = header.measures[series.measure].better;
    table.columns.push_back({group, "mean", 0, {}, figure_texts(means)});
    table.columns.push_back({group, better == 0 ? "less the highest" : "less the best", 0, {}, figure_texts(differences)});
    for (std::size_t i = 0; i < table.rows.size(); ++i) {
        auto &mean = table.columns.rbegin()[1].texts[i], &difference = table.columns.rbegin()[0].texts[i];
        if (table.rows[i] == "…") mean = difference = "";
        if (i == 0) difference = "";
    }
    if (std::any_of(notes.begin(), notes.end(), [](const std::string& note) { return !note.empty(); }))
        table.columns.push_back({"", "", 0, {}, notes});
    return table;
}

std::string level_text(const std::string& name, const SweptParameter& parameter, const EffectLevel& level) {
    if (level.low == level.high || std::isnan(level.low)) return name + " = " + value_for_people(parameter, level.low);
    return fmt::format("{} {} to {}", name, value_for_people(parameter, level.low), value_for_people(parameter, level.high));
}

std::string percent(double share) {
    return with_separators(share * 100, 1);
}

std::vector<std::size_t> by_share(const Effects& found) {
    std::vector<std::size_t> order;
    for (std::size_t p = 0; p < found.main.size(); ++p)
        if (!std::isnan(found.main[p].share) && found.main[p].levels.size() > 1) order.push_back(p);
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return found.main[a].share > found.main[b].share; });
    return order;
}

// In a whole grid of one replicate noise stays in the shares; elsewhere what it explains on average has been taken off.
bool chance_stays_in(const SweepContent& content) {
    return content.header.design == "grid" && observations_of(content.header) == 1 && failed_points(content).empty();
}

std::string main_effects_table(const SweepContent& content, const SweepSeries& series, const Effects& found,
                               const std::vector<std::size_t>& order) {
    const std::vector<SweptParameter>& parameters = content.header.parameters;
    const double factor = shown_as(content.header.measures[series.measure].unit).factor;
    const int decimals = decimals_of(series, by_mean(series), factor);
    FigureTable table{series_title(content, series, widest_title) + ": main effects", "level", {}, {}, false};
    FigureColumn points{"", "points", 0, {}, {}}, share{"% of variance", "explained", 0, {}, {}},
        chance{"% of variance", "by chance", 0, {}, {}};
    std::vector<ShownFigure> means;
    for (std::size_t i = 0; i < std::min(order.size(), most_main_effects); ++i) {
        const MainEffect& effect = found.main[order[i]];
        for (const EffectLevel& level : effect.levels) {
            means.push_back({scaled({level.mean, level.se, 0, 0}, factor), decimals, false});
            points.texts.push_back(with_separators(static_cast<double>(level.points), 0));
            share.texts.push_back(&level == &effect.levels.front() ? percent(effect.share) : "");
            chance.texts.push_back(&level == &effect.levels.front() ? percent(effect.chance) : "");
        }
    }
    table.columns = {{"", "mean ± se over points", 0, {}, figure_texts(means)}, points, share};
    if (chance_stays_in(content)) table.columns.push_back(chance);
    for (const std::size_t name_columns : {36, 30, 26}) {  // names as long as the page allows
        table.rows.clear();
        for (std::size_t i = 0; i < std::min(order.size(), most_main_effects); ++i)
            for (const EffectLevel& level : found.main[order[i]].levels)
                table.rows.push_back(level_text(row_name(parameters, order[i], name_columns), parameters[order[i]], level));
        if (columns_of(print(table)) <= sweep_page_width) break;
    }
    std::string text = print_within(table, sweep_page_width);
    if (order.size() > most_main_effects)
        text += fmt::format("{} more parameters explain at most {} % each.\n", order.size() - most_main_effects,
                            percent(std::max(0.0, found.main[order[most_main_effects]].share)));
    return text;
}

std::string interactions_text(const SweepContent& content, const Effects& found) {
    const std::vector<SweptParameter>& parameters = content.header.parameters;
    if (rows_share_values(content.header))
        return wrapped(
            fmt::format("Shares are rough and pairs are left out, as points of a {} design share values; ./qonys "
                        "sensitivity has its indices.",
                        content.header.design));
    if (found.pairs == 0) return "";
    const std::string tried = counted(found.pairs, "pair") + " tried";
    if (found.interactions.empty())
        return fmt::format("Acting together, beyond the sum of their own effects: none above chance ({}).\n", tried);
    std::string text = fmt::format("Acting together, beyond the sum of their own effects ({}; those above chance)\n", tried);
    for (std::size_t i = 0; i < std::min(found.interactions.size(), most_interactions); ++i) {
        const Interaction& pair = found.interactions[i];
        text += fmt::format("  {} x {}: {} % of variance\n", row_name(parameters, pair.first), row_name(parameters, pair.second),
                            percent(pair.share));
    }
    if (found.interactions.size() > most_interactions)
        text += fmt::format("  ... ({} more; --format json has all)\n", found.interactions.size() - most_interactions);
    return text;
}

std::string noise_text(const SweepContent& content, const Effects& found, const std::vector<std::size_t>& order) {
    const bool below = std::any_of(order.begin(), order.end(), [&](std::size_t p) { return found.main[p].share <= -0.0005; });
    const char* const none = below ? "; a share a little below 0 is none" : "";
    if (std::isfinite(found.noise))
        return wrapped(fmt::format("Monte-Carlo noise, {} % of the variance between the points' means, is taken off{}.",
                                   percent(found.noise), none));
    return chance_stays_in(content) ? "" : fmt::format("What chance explains on average is taken off{}.\n", none);
}

}  // namespace

std::string series_title(const SweepContent& content, const SweepSeries& series, std::size_t columns) {
    const SweepHeader& header = content.header;
    std::string more;
    if (series.lens.difference)
        more = fmt::format(", {} less {}", header.arms[series.lens.arm].name, header.arms[0].name);
    else if (header.has_arms())
        more = ", " + header.arms[series.lens.arm].name;
    const std::size_t taken = width(more);
    return title_with_unit(header.measures[series.measure], columns > taken + 30 ? columns - taken : 30) + more;
}

std::string points_section(const SweepContent& content, const SweepSeries& series) {
    std::vector<std::size_t> order = by_mean(series);
    const std::string title = series_title(content, series, widest_title);
    if (order.empty()) return title + ": no point has a value\n";
    if (!varies(series, order)) return title + ": the same at every point\n";
    const int better = content.header.measures[series.measure].better;
    if (better >= 0)  // highest first, equal ones in the order of points
        std::stable_sort(order.begin(), order.end(),
                         [&](std::size_t a, std::size_t b) { return series.figures[a].mean > series.figures[b].mean; });
    const std::vector<PairedFigure> apart = less_the_best(content.header, series.y, order.front());
    FigureTable table = points_table(content, series, order, apart);
    table.title = title + (better == 0  ? ": highest and lowest points"
                           : better > 0 ? ": best and worst points (more is better)"
                                        : ": best and worst points (less is better)");
    std::string text = print_within(table, sweep_page_width) + verdict_text(content.header, order, apart);
    if (content.header.parameters.size() > most_parameter_columns)
        text += fmt::format("Of {} parameters the {} with the largest main effects; --format csv has all.\n",
                            content.header.parameters.size(), most_parameter_columns);
    return text;
}

std::string effects_section(const SweepContent& content, const SweepSeries& series) {
    if (!varies(series, by_mean(series))) return "";
    const Effects found = effects(sample_of(content, series.y));
    const std::vector<std::size_t> order = by_share(found);
    if (order.empty()) return "";
    return main_effects_table(content, series, found, order) + interactions_text(content, found) +
           noise_text(content, found, order);
}

}  // namespace qonys
