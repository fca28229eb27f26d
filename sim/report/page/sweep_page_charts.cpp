// Which parameters matter, what each does, and pairs of them.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>

#include "report/page/chart_parts.hpp"
#include "report/page/charts.hpp"
#include "report/page/sweep_page_parts.hpp"

namespace qonys {

using nlohmann::json;

namespace {

constexpr std::size_t most_pair_parameters = 4, most_cell_rows = 2500;

PageControl choose_measure(const SweepView& view) {
    return {PageControl::Kind::choose_value, "chosen_measure", view.texts("comparison.measure"), "measure", {},
            view.looks[0].full_title()};
}

bool is_morris(const SweepView& view) {
    return view.header().design == "morris";
}

PageChart influence_chart(const SweepView& view) {
    const PageTexts& texts = view.texts;
    using Kind = PageColumnKind;
    const std::string& design = view.header().design;
    PageChart chart;
    chart.id = "influence";
    chart.title = texts("sweep.influence_title");
    chart.unit = texts(is_morris(view) ? "sweep.influence_unit_morris" : "sweep.influence_unit");
    chart.reading = texts(design == "sobol" ? "sweep.influence_reading_sobol"
                          : is_morris(view) ? "sweep.influence_reading_morris"
                                            : "sweep.influence_reading");
    if (design != "sobol" && !is_morris(view))
        chart.reading += " " + texts(chance_stays_in_shares(view.content) ? "sweep.chance_stays_in" : "sweep.chance_taken_off");
    chart.source = view.source;
    const Kind kind = is_morris(view) ? Kind::change : Kind::number;
    chart.table.columns = {{"measure", texts("comparison.measure"), "", Kind::text},
                           {"parameter", texts("sweep.parameter"), "", Kind::text},
                           {"kind", texts("sweep.estimate"), "", Kind::text},
                           {"value", texts("sweep.value"), "", kind, 3},
                           {"low", texts("comparison.low"), "", kind, 3},
                           {"high", texts("comparison.high"), "", kind, 3}};
    for (std::size_t i = 0; i < view.looks.size(); ++i)
        for (const Influence& influence : view.influences[i]) {
            const bool shown = std::find(view.shown_parameters.begin(), view.shown_parameters.end(), influence.parameter) !=
                               view.shown_parameters.end();
            if (!shown) continue;
            chart.table.rows.push_back({view.looks[i].full_title(), view.label(influence.parameter), influence.kind,
                                        cell(influence.estimate.value, 4), cell(influence.estimate.low, 4),
                                        cell(influence.estimate.high, 4)});
        }
    const bool intervals = has_numbers(chart.table, "low");
    chart.spec = intervals_spec({"parameter", ""}, {"value", texts("sweep.value")}, intervals ? "low" : "value",
                                intervals ? "high" : "value", "kind", true, texts);
    add_choice(chart.spec, "chosen_measure", "measure", view.looks[0].full_title());
    chart.controls = {choose_measure(view)};
    return chart;
}

// What the lowest and the highest value of a parameter add to the mean of the measure.
struct Swing {
    std::string from, to;  // the values
    double low = 0, high = 0;
};

std::optional<Swing> swing_of(const SweepView& view, const SweepLook& look, std::size_t p) {
    const SweptParameter& parameter = view.parameter(p);
    if (is_unordered(parameter)) return std::nullopt;
    constexpr std::size_t whatever = static_cast<std::size_t>(-1);
    const std::vector<SweepLevel> levels = levels_of(view.content, p, look.series.figures, whatever, 2);
    if (levels.size() < 2) return std::nullopt;
    Swing swing{level_in_words(parameter, levels.front(), view.texts), level_in_words(parameter, levels.back(), view.texts), 0,
                0};
    if (is_balanced(view.content)) {
        swing.low = figure_of(view.content, look, p, levels.front()).mean - look.mean;
        swing.high = figure_of(view.content, look, p, levels.back()).mean - look.mean;
        return swing;
    }
    // Elsewhere few points stand at the ends, and the others differ too: a line through all of them.
    if (p >= look.coefficients.size() || !std::isfinite(look.coefficients[p])) return std::nullopt;
    double n = 0, mean = 0, squares = 0, squares_y = 0;
    for (const SweepLevel& level : levels)
        for (const std::size_t point : level.points) {
            const double off = level.low - mean;
            mean += off / ++n;
            squares += off * (level.low - mean);
            squares_y += std::pow(look.series.figures[point].mean - look.mean, 2);
        }
    const double slope = look.coefficients[p] * std::sqrt(squares_y / squares);
    swing.low = slope * (levels.front().low - mean);
    swing.high = slope * (levels.back().low - mean);
    return swing;
}

// Longest bars first.
PageChart swing_chart(const SweepView& view) {
    const PageTexts& texts = view.texts;
    using Kind = PageColumnKind;
    PageChart chart;
    chart.id = "swing";
    chart.title = texts("sweep.swing_title");
    chart.unit = texts("sweep.swing_unit");
    chart.reading = texts(is_balanced(view.content) ? "sweep.swing_reading_grid" : "sweep.swing_reading");
    chart.source = view.source;
    chart.table.columns = {
        {"measure", texts("comparison.measure"), "", Kind::text},  {"parameter", texts("sweep.parameter"), "", Kind::text},
        {"from", texts("sweep.lowest_level"), "", Kind::text},     {"to", texts("sweep.highest_level"), "", Kind::text},
        {"at_low", texts("sweep.at_lowest"), "", Kind::change, 3}, {"at_high", texts("sweep.at_highest"), "", Kind::change, 3}};
    for (const SweepLook& look : view.looks) {
        std::vector<std::pair<double, json>> rows;
        for (const std::size_t p : view.shown_parameters) {
            const std::optional<Swing> swing = swing_of(view, look, p);
            if (!swing) continue;
            const double low = swing->low * look.factor, high = swing->high * look.factor;
            rows.emplace_back(std::max(std::abs(low), std::abs(high)),
                              json{look.full_title(), view.label(p), swing->from, swing->to, cell(low, 4), cell(high, 4)});
        }
        std::stable_sort(rows.begin(), rows.end(), [](const auto& a, const auto& b) { return a.first > b.first; });
        for (auto& [size, row] : rows) chart.table.rows.push_back(std::move(row));
    }
    chart.spec =
        tornado_spec({"parameter", ""}, {"at_low", texts("sweep.at_lowest")}, {"at_high", texts("sweep.at_highest")}, texts);
    chart.spec["height"] = {{"step", 34}, {"for", "position"}};
    add_choice(chart.spec, "chosen_measure", "measure", view.looks[0].full_title());
    chart.controls = {choose_measure(view)};
    return chart;
}

PageChart curves_chart(const SweepView& view, bool words) {
    const PageTexts& texts = view.texts;
    using Kind = PageColumnKind;
    PageChart chart;
    chart.id = words ? "response-words" : "response";
    chart.title = texts(words ? "sweep.curves_title_words" : "sweep.curves_title");
    chart.unit = texts("comparison.years_unit");
    chart.reading = texts(is_balanced(view.content)            ? "sweep.curves_reading_grid"
                          : observations_of(view.header()) > 1 ? "sweep.curves_reading"
                                                               : "sweep.curves_reading_one");
    chart.source = view.source;
    chart.table.columns = {{"measure", texts("comparison.measure"), "", Kind::text},
                           {"parameter", texts("sweep.parameter"), "", Kind::text},
                           {"level", texts("sweep.level"), "", Kind::text},
                           {"x", texts("sweep.mean_value"), "", Kind::number, 4, !words},
                           {"mean", texts("sweep.mean"), "", Kind::mixed, 3},
                           {"low", texts("comparison.low"), "", Kind::number, 3},
                           {"high", texts("comparison.high"), "", Kind::number, 3},
                           {"points", texts("sweep.points"), "", Kind::number, 0},
                           {"counts", texts("sweep.counts"), "", Kind::text, 0, false}};
    for (const SweepLook& look : view.looks)
        for (const std::size_t p : view.shown_parameters) {
            const SweptParameter& parameter = view.parameter(p);
            if (parameter.words.empty() == words) continue;
            for (const SweepLevel& level : levels_of(view.content, p, look.series.figures, 8, 8)) {
                const LevelFigure f = figure_of(view.content, look, p, level);
                chart.table.rows.push_back({look.full_title(), view.label(p), level_in_words(parameter, level, texts),
                                            cell(f.x, 6), cell(f.mean * look.factor, 4), cell(f.low * look.factor, 4),
                                            cell(f.high * look.factor, 4), level.points.size(), look.counts});
            }
        }
    if (chart.table.rows.empty()) return chart;
    const std::string first = chart.table.rows[0][1];
    const ChartAxis mean{"mean", texts("sweep.mean"), "", false};
    const bool intervals = has_numbers(chart.table, "low");
    if (words)
        chart.spec =
            intervals_spec({"level", ""}, mean, intervals ? "low" : "mean", intervals ? "high" : "mean", "", false, texts);
    else
        chart.spec = lines_spec({"x", texts("sweep.value_of_parameter"), "", false}, false, mean, intervals ? "low" : "",
                                intervals ? "high" : "", {"", ""}, texts);
    add_choice(chart.spec, "chosen_parameter", "parameter", first);
    add_choice(chart.spec, "chosen_measure", "measure", view.looks[0].full_title());
    chart.controls = {choose_measure(view),
                      {PageControl::Kind::choose_value, "chosen_parameter", texts("sweep.parameter"), "parameter", {}, first}};
    return chart;
}

// Means over the points of the cells of two parameters; [look] NaN for cells without a point with a figure.
std::vector<double> cell_means(const SweepView& view, const SweepLevel& a, const SweepLevel& b, std::size_t& points) {
    std::vector<std::size_t> both;
    for (const std::size_t point : a.points)
        if (std::find(b.points.begin(), b.points.end(), point) != b.points.end()) both.push_back(point);
    points = both.size();
    std::vector<double> means;
    for (const SweepLook& look : view.looks) {
        double sum = 0, count = 0;
        for (const std::size_t point : both)
            if (const double value = look.series.figures[point].mean; !std::isnan(value)) {
                sum += value;
                ++count;
            }
        means.push_back(count > 0 ? sum / count * look.factor : std::nan(""));
    }
    return means;
}

// Every point that did not fail counts for the cells, whatever measures it has.
std::vector<PointFigure> finished(const SweepContent& content) {
    std::vector<PointFigure> figures(content.size());
    for (std::size_t point = 0; point < content.size(); ++point)
        figures[point].mean = content.failures[point].empty() ? 0 : std::nan("");
    return figures;
}

std::vector<std::size_t> pair_parameters(const SweepView& view) {
    std::vector<std::size_t> chosen = view.shown_parameters;
    if (chosen.size() > most_pair_parameters) chosen.resize(most_pair_parameters);
    std::sort(chosen.begin(), chosen.end());
    return chosen;
}

// Empty cells too: the axes have the values in the order of the rows.
void add_pair_rows(const SweepView& view, std::size_t first, std::size_t second, json& rows) {
    const SweptParameter &a = view.parameter(first), &b = view.parameter(second);
    const std::vector<PointFigure> all = finished(view.content);
    const std::vector<SweepLevel> across = levels_of(view.content, first, all, 8, 6),
                                  up = levels_of(view.content, second, all, 8, 6);
    const std::string pair = view.label(first) + " × " + view.label(second);
    if (rows.size() + across.size() * up.size() > most_cell_rows) return;
    for (auto level = up.rbegin(); level != up.rend(); ++level)
        for (const SweepLevel& column : across) {
            std::size_t points = 0;
            const std::vector<double> means = cell_means(view, column, *level, points);
            json row = {pair, level_in_words(a, column, view.texts), level_in_words(b, *level, view.texts), points};
            for (const double mean : means) row.push_back(cell(mean, 4));
            rows.push_back(std::move(row));
        }
}

// Vega-Lite drops marks without a value before it takes the axes from them: these are drawn unseen.
void keep_empty_cells(json& spec, const std::string& title) {
    spec["transform"] = {{{"calculate", "datum[measure]"}, {"as", "shown"}},
                         {{"calculate", "isValid(datum.shown) ? format(datum.shown, ',~f') : '–'"}, {"as", "shown_text"}}};
    spec["mark"]["invalid"] = nullptr;
    spec["encoding"]["opacity"] = {{"condition", {{"test", "isValid(datum.shown)"}, {"value", 1}}}, {"value", 0}};
    spec["encoding"]["tooltip"].back() = tip("shown_text", "nominal", title, "");
}

PageChart cells_chart(const SweepView& view) {
    const PageTexts& texts = view.texts;
    using Kind = PageColumnKind;
    PageChart chart;
    chart.id = "two-parameters";
    chart.title = texts("sweep.cells_title");
    chart.unit = texts("comparison.years_unit");
    chart.reading = texts("sweep.cells_reading");
    if (!is_balanced(view.content)) chart.note = texts("sweep.cells_note");
    chart.source = view.source;
    chart.table.columns = {{"pair", texts("sweep.pair"), "", Kind::text},
                           {"across", texts("sweep.first_parameter"), "", Kind::text},
                           {"up", texts("sweep.second_parameter"), "", Kind::text},
                           {"points", texts("sweep.points"), "", Kind::number, 0}};
    std::vector<std::string> keys;
    for (const SweepLook& look : view.looks) {
        chart.table.columns.push_back({look.key, look.title, look.unit, look.kind, look.decimals});
        keys.push_back(look.key);
    }
    const std::vector<std::size_t> chosen = pair_parameters(view);
    for (std::size_t i = 0; i < chosen.size(); ++i)
        for (std::size_t j = i + 1; j < chosen.size(); ++j) add_pair_rows(view, chosen[i], chosen[j], chart.table.rows);
    if (chart.table.rows.empty()) return chart;
    const std::string first = chart.table.rows[0][0];
    chart.spec = heat_map_spec({"across", texts("sweep.first_parameter")}, {"up", texts("sweep.second_parameter")},
                               {"shown", texts("sweep.mean"), "", false});
    keep_empty_cells(chart.spec, texts("sweep.mean"));
    add_choice(chart.spec, "chosen_pair", "pair", first);
    chart.spec["params"].push_back({{"name", "measure"}, {"value", keys[0]}});
    chart.controls = {{PageControl::Kind::choose_column, "measure", texts("comparison.measure"), "", keys, keys[0]},
                      {PageControl::Kind::choose_value, "chosen_pair", texts("sweep.pair"), "pair", {}, first}};
    return chart;
}

}  // namespace

PageSection sweep_influence_section(const SweepView& view) {
    PageSection section{"influence", view.texts("sweep.influence")};
    if (PageChart chart = influence_chart(view); !chart.table.rows.empty()) section.charts.push_back(std::move(chart));
    if (PageChart chart = swing_chart(view); !chart.table.rows.empty()) section.charts.push_back(std::move(chart));
    if (section.charts.empty()) section.paragraphs.push_back(view.texts("sweep.influence_nothing"));
    return section;
}

PageSection sweep_curves_section(const SweepView& view) {
    PageSection section{"response", view.texts("sweep.curves")};
    for (const bool words : {false, true})
        if (PageChart chart = curves_chart(view, words); !chart.table.rows.empty()) section.charts.push_back(std::move(chart));
    if (view.header().parameters.size() > view.shown_parameters.size())
        section.paragraphs.push_back(view.texts(
            "sweep.shown_parameters",
            {{"shown", view.number(view.shown_parameters.size())}, {"all", view.number(view.header().parameters.size())}}));
    return section;
}

PageSection sweep_cells_section(const SweepView& view) {
    PageSection section{"two-parameters", view.texts("sweep.cells")};
    const std::string& design = view.header().design;
    const bool joint = design != "morris" && design != "one_at_a_time" && view.header().parameters.size() > 1;
    if (joint)
        if (PageChart chart = cells_chart(view); !chart.table.rows.empty()) section.charts.push_back(std::move(chart));
    if (section.charts.empty()) section.paragraphs.push_back(view.texts("sweep.cells_nothing"));
    return section;
}

}  // namespace qonys
