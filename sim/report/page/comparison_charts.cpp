// Differences of the headlines, over the whole run and by year.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "report/page/charts.hpp"
#include "report/page/comparison_parts.hpp"

namespace qonys {

using nlohmann::json;

namespace {

constexpr double widest_drawn = 1;  // of the reference: a difference beyond would flatten the others

std::vector<PageColumn> effect_columns(const ComparisonView& view) {
    const PageTexts& texts = view.texts;
    using Kind = PageColumnKind;
    std::vector<PageColumn> columns;
    if (view.several_arms()) columns.push_back({"arm", texts("comparison.arm"), "", Kind::text});
    const std::string of_reference = texts("comparison.of_reference");
    for (const PageColumn& column : std::initializer_list<PageColumn>{
             {"measure", texts("comparison.measure"), "", Kind::text},
             {"before", view.reference(), "", Kind::text},
             {"after", view.several_arms() ? texts("comparison.in_arm") : view.arms()[1], "", Kind::text},
             {"difference", texts("comparison.difference"), "", Kind::text},
             {"interval", texts("comparison.interval_title"), "", Kind::text},
             {"relative", texts("comparison.relative"), of_reference, Kind::share, 1},
             {"relative_low", texts("comparison.low"), of_reference, Kind::share, 1, false},
             {"relative_high", texts("comparison.high"), of_reference, Kind::share, 1, false},
             {"higher", texts("comparison.higher"), texts("comparison.of_replicates"), Kind::share, 0},
             {"verdict", texts("comparison.verdict"), "", Kind::text},
             {"drawn", texts("comparison.relative"), of_reference, Kind::share, 2, false},
             {"unit", texts("comparison.unit"), "", Kind::text, 0, false},
             {"counts", texts("comparison.counts"), "", Kind::text, 0, false},
             {"before_number", view.reference(), "", Kind::mixed, 6, false},
             {"after_number", texts("comparison.in_arm"), "", Kind::mixed, 6, false},
             {"difference_number", texts("comparison.difference"), "", Kind::change, 6, false},
             {"low_number", texts("comparison.low"), "", Kind::change, 6, false},
             {"high_number", texts("comparison.high"), "", Kind::change, 6, false}})
        columns.push_back(column);
    return columns;
}

double half_range(const Effect& effect) {
    return effect.relative((effect.high - effect.low) / 2);
}

// Half the width of the usual interval; NaN where there are too few to say.
double usual_half_range(const std::vector<Effect>& effects) {
    constexpr std::size_t fewest = 5;
    std::vector<double> halves;
    for (const Effect& effect : effects)
        if (half_range(effect) > 0) halves.push_back(half_range(effect));
    if (halves.size() < fewest) return std::nan("");
    const auto middle = halves.begin() + static_cast<std::ptrdiff_t>(halves.size() / 2);
    std::nth_element(halves.begin(), middle, halves.end());
    return *middle;
}

// Too large to be drawn beside the others. A clear effect is drawn however wide its interval: it is what was found.
bool too_wide(const Effect& effect, double usual_half) {
    constexpr double most_usual = 5;
    return std::abs(effect.relative(effect.difference)) > widest_drawn ||
           std::abs(effect.relative(effect.low)) > 2 * widest_drawn ||
           std::abs(effect.relative(effect.high)) > 2 * widest_drawn ||
           (effect.certainty != Certainty::certain && half_range(effect) > most_usual * usual_half);
}

json effect_row(const ComparisonView& view, const Effect& effect, bool drawn) {
    const PageTexts& texts = view.texts;
    json row = json::array();
    if (view.several_arms()) row.push_back(view.arms()[effect.arm]);
    const std::string number = signed_number(effect.difference * effect.shown.factor, effect.decimals, texts);
    const auto end = [&](double value) { return signed_number(value * effect.shown.factor, effect.decimals, texts); };
    const std::string interval =
        std::isnan(effect.low) ? "–" : texts("comparison.interval", {{"low", end(effect.low)}, {"high", end(effect.high)}});
    const double relative = effect.relative(effect.difference);
    for (const json& value :
         {json(effect.title), json(level_of(effect, effect.before, texts)), json(level_of(effect, effect.after, texts)),
          json(with_unit(number, effect.shown.apart)), json(interval), cell(relative, 5), cell(effect.relative(effect.low), 5),
          cell(effect.relative(effect.high), 5), cell(effect.higher, 4),
          json(texts(certainty_keys[static_cast<int>(effect.certainty)])), drawn ? cell(relative, 5) : json(nullptr),
          json(effect.shown.unit), json(effect.shown.kind == PageColumnKind::count ? "true" : "false")})
        row.push_back(value);
    for (const double value : {effect.before, effect.after, effect.difference, effect.low, effect.high})
        row.push_back(cell(value * effect.shown.factor, 6));
    return row;
}

// What the words mean that these figures are named by.
std::string meanings(const ComparisonView& view, const std::vector<Headline>& of) {
    std::string text;
    const auto any = [&](const auto& fits) { return std::any_of(of.begin(), of.end(), fits); };
    const auto add = [&](const char* word) { text += " " + view.texts(std::string("comparison.means.") + word); };
    if (any([](const Headline& h) { return h.unit.starts_with("score") || h.table == "ratio_to_hindsight"; })) add("score");
    for (const char* word : {"ratio_to_hindsight", "gini_load", "distance_from_key", "envious_share"})
        if (any([&](const Headline& h) { return h.table == word; })) add(word);
    return text;
}

constexpr std::array yearly_specs = {"placed",          "placed.kandas",     "placed.internal",
                                     "retained.kandas", "retained.internal", "employed_share.kandas",
                                     "waiting.kandas",  "spending"};

// The table by year that the headline has over the whole run, and the cell of a year.
struct YearlyMeasure {
    Headline headline;
    const PairedTable* table;
    std::string title;
    ShownMeasure shown;
};

std::vector<YearlyMeasure> yearly_measures(const ComparisonView& view) {
    std::vector<YearlyMeasure> measures;
    for (const char* spec : yearly_specs)
        for (const Headline& headline : headlines(view.file.summary)) {
            const PairedTable* const table = view.file.table(headline.table, Period::year);
            if (headline.spec != spec || table == nullptr || table->axes.empty() || table->axes[0].name != "year") continue;
            if (table->axes.size() != headline.labels.size() + 1) continue;
            bool has = true;
            for (std::size_t i = 0; i < headline.labels.size(); ++i)
                has = has && table->axes[i + 1].find(headline.labels[i]).has_value();
            const ShownMeasure shown = shown_measure(headline.unit, view.texts);
            const std::string title = title_and_unit(measure_title(view.texts, spec, headline.title), shown.apart);
            if (has) measures.push_back({headline, table, title, shown});
        }
    return measures;
}

void add_year_rows(const ComparisonView& view, const YearlyMeasure& measure, std::size_t arm, json& rows) {
    for (const std::string& year : measure.table->axes[0].labels) {
        std::vector<std::string> labels = {year};
        labels.insert(labels.end(), measure.headline.labels.begin(), measure.headline.labels.end());
        const std::size_t index = measure.table->cell(labels), at = measure.table->at(arm, index);
        const double factor = measure.shown.factor;
        const auto figure = [&](double value) { return cell(value * factor, 2); };
        rows.push_back({measure.title, view.arms()[arm], year, figure(measure.table->mean.at(measure.table->at(0, index))),
                        figure(measure.table->mean.at(at)), figure(measure.table->difference.at(at)),
                        figure(measure.table->low.at(at)), figure(measure.table->high.at(at)),
                        view.texts(certainty_keys[static_cast<int>(certainty_of(view, *measure.table, arm, index))]),
                        measure.shown.kind == PageColumnKind::count ? "true" : "false"});
    }
}

}  // namespace

void choose_arm(const ComparisonView& view, PageChart& chart, bool with_reference) {
    if (!view.several_arms() && !with_reference) return;
    const std::string first = view.arms().at(with_reference ? 0 : 1);
    add_choice(chart.spec, "chosen_arm", "arm", first);
    chart.controls.insert(chart.controls.begin(),
                          {PageControl::Kind::choose_value, "chosen_arm", view.texts("comparison.arm"), "arm", {}, first});
}

json differences_spec(const ComparisonView& view, const PageTable& table, const std::string& category, const ChartAxis& value,
                      const std::string& low, const std::string& high) {
    const bool known = has_numbers(table, low);
    json spec =
        intervals_spec({category, ""}, value, known ? low : value.key, known ? high : value.key, "verdict", true, view.texts);
    if (known) return spec;
    json layers = json::array();
    for (json layer : spec["layer"]) {
        if (!layer.contains("encoding") || !layer["encoding"].contains("tooltip")) {
            layers.push_back(layer);
        } else if (!layer["encoding"].contains("x2")) {  // the dots; of name and difference alone
            json& tips = layer["encoding"]["tooltip"];
            tips.erase(tips.begin() + 2, tips.end());
            layers.push_back(layer);
        }
    }
    spec["layer"] = layers;
    return spec;
}

PageChart effects_chart(const ComparisonView& view, const std::string& id, const std::vector<Headline>& of) {
    const PageTexts& texts = view.texts;
    PageChart chart;
    chart.id = id;
    chart.title = texts(view.said("comparison.effects_chart"));
    chart.unit = texts("comparison.effects_unit", {{"reference", view.reference()}});
    chart.reading = texts(view.said("comparison.effects_reading"), {{"reference", view.reference()}}) + meanings(view, of);
    chart.source = view.source;
    chart.table.columns = effect_columns(view);
    for (std::size_t arm = 1; arm < view.arms().size(); ++arm) {
        std::vector<Effect> effects;
        for (const Headline& headline : of) {
            Effect effect = effect_of(view, headline, arm);
            if (!std::isnan(effect.before) || !std::isnan(effect.after)) effects.push_back(std::move(effect));
        }
        const double usual = usual_half_range(effects);
        std::vector<std::string> left_out;
        for (const Effect& effect : effects) {
            const bool drawn = !too_wide(effect, usual);
            chart.table.rows.push_back(effect_row(view, effect, drawn));
            if (!drawn) left_out.push_back(effect.title);
        }
        if (left_out.empty()) continue;
        chart.note +=
            (chart.note.empty() ? "" : " ") +
            texts(view.said("comparison.left_out"), {{"arm", view.arm_name(arm)}, {"measures", with_semicolons(left_out)}});
    }
    chart.spec = differences_spec(view, chart.table, "measure", {"drawn", texts("comparison.relative_of_reference"), "+.1%"},
                                  "relative_low", "relative_high");
    only_known(chart.spec, "drawn");
    choose_arm(view, chart);
    return chart;
}

PageSection years_section(const ComparisonView& view) {
    const PageTexts& texts = view.texts;
    using Kind = PageColumnKind;
    PageSection section{"by-year", texts("comparison.years")};
    const std::vector<YearlyMeasure> measures = yearly_measures(view);
    if (measures.empty()) {
        section.paragraphs.push_back(texts("comparison.years_nothing"));
        return section;
    }
    PageChart chart;
    chart.id = "difference-by-year";
    chart.title = texts("comparison.years_title", {{"reference", view.reference()}});
    chart.unit = texts("comparison.years_unit");
    chart.reading = texts(view.said("comparison.years_reading"));
    chart.source = view.source;
    chart.table.columns = {{"measure", texts("comparison.measure"), "", Kind::text},
                           {"arm", texts("comparison.arm"), "", Kind::text},
                           {"year", texts("comparison.year"), "", Kind::text},
                           {"before", view.reference(), "", Kind::mixed, 2},
                           {"after", texts("comparison.in_arm"), "", Kind::mixed, 2},
                           {"difference", texts("comparison.difference"), "", Kind::change, 2},
                           {"low", texts("comparison.low"), "", Kind::change, 2},
                           {"high", texts("comparison.high"), "", Kind::change, 2},
                           {"verdict", texts("comparison.verdict"), "", Kind::text},
                           {"counts", texts("comparison.counts"), "", Kind::text, 0, false}};
    for (const YearlyMeasure& measure : measures)
        for (std::size_t arm = 1; arm < view.arms().size(); ++arm) add_year_rows(view, measure, arm, chart.table.rows);
    const bool many = view.arms().size() > 6;
    const bool intervals = has_numbers(chart.table, "low");
    chart.spec = lines_spec({"year", texts("comparison.year")}, true, {"difference", texts("comparison.difference")},
                            intervals ? "low" : "", intervals ? "high" : "", {"arm", ""}, texts);
    if (many) choose_arm(view, chart);
    add_choice(chart.spec, "chosen_measure", "measure", measures[0].title);
    chart.controls.insert(
        chart.controls.begin(),
        {PageControl::Kind::choose_value, "chosen_measure", texts("comparison.measure"), "measure", {}, measures[0].title});
    section.charts.push_back(std::move(chart));
    return section;
}

}  // namespace qonys
