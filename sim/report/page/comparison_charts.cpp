// Differences of the headlines, by year and on the map.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "report/page/charts.hpp"
#include "report/page/comparison_parts.hpp"

namespace qonys {

using nlohmann::json;

namespace {

constexpr const char* country = "KZ";
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
             {"before_number", view.reference(), "", Kind::number, 6, false},
             {"after_number", texts("comparison.in_arm"), "", Kind::number, 6, false},
             {"difference_number", texts("comparison.difference"), "", Kind::number, 6, false},
             {"low_number", texts("comparison.low"), "", Kind::number, 6, false},
             {"high_number", texts("comparison.high"), "", Kind::number, 6, false}})
        columns.push_back(column);
    return columns;
}

// Too large to be drawn beside the others.
bool too_wide(const Effect& effect) {
    return std::abs(effect.relative(effect.difference)) > widest_drawn ||
           std::abs(effect.relative(effect.low)) > 2 * widest_drawn || std::abs(effect.relative(effect.high)) > 2 * widest_drawn;
}

json effect_row(const ComparisonView& view, const Effect& effect) {
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
          json(texts(certainty_keys[static_cast<int>(effect.certainty)])), too_wide(effect) ? json(nullptr) : cell(relative, 5),
          json(effect.shown.unit)})
        row.push_back(value);
    for (const double value : {effect.before, effect.after, effect.difference, effect.low, effect.high})
        row.push_back(cell(value * effect.shown.factor, 6));
    return row;
}

// A measure of which areas of the country differ, in the year and over the whole run.
struct MapMeasure {
    const char* key;  // of the column; shares end in "share" so that the map writes them in percent
    const char* spec;
    const char* table;
    const char* stream;  // empty: the table has none
};

constexpr std::array map_measures = {
    MapMeasure{"placed", "placed", "placed_total", ""},
    MapMeasure{"retained", "retained.kandas", "retained", "kandas_quota"},
    MapMeasure{"retained_internal", "retained.internal", "retained", "internal"},
    MapMeasure{"spending", "spending", "spending_total", ""},
    MapMeasure{"employed_share", "employed_share.kandas", "employed_share", "kandas_quota"},
    MapMeasure{"stock_free", "stock.kandas_free", "stock", "kandas_free"},
};

// The cell of an area, in a year where the table is yearly; none when the table has no such label.
std::optional<std::size_t> area_cell(const PairedTable& table, const std::string& year, const std::string& area,
                                     const std::string& stream) {
    std::vector<std::string> labels;
    for (const Axis& axis : table.axes) {
        const std::string& label = axis.name == "year" ? year : axis.name == "stream" ? stream : area;
        if (!axis.find(label)) return std::nullopt;
        labels.push_back(label);
    }
    return table.cell(labels);
}

bool differs(const PairedTable& table) {
    return std::any_of(table.difference.begin(), table.difference.end(), [](double d) { return d != 0 && !std::isnan(d); });
}

std::vector<MapMeasure> differing_measures(const ComparisonView& view, Period period) {
    std::vector<MapMeasure> measures;
    for (const MapMeasure& measure : map_measures) {
        const PairedTable* const table = view.file.table(measure.table, period);
        if (table == nullptr || table->axes.empty() || !differs(*table)) continue;
        const bool has_area = std::any_of(table->axes.begin(), table->axes.end(), [](const Axis& a) { return a.name == "area"; });
        const auto stream =
            std::find_if(table->axes.begin(), table->axes.end(), [](const Axis& a) { return a.name == "stream"; });
        const bool streams_agree = measure.stream[0] == '\0' ? stream == table->axes.end() : stream != table->axes.end();
        if (has_area && streams_agree && (measure.stream[0] == '\0' || stream->find(measure.stream))) measures.push_back(measure);
    }
    return measures;
}

const Axis* axis_named(const PairedTable* table, const char* name) {
    if (table == nullptr) return nullptr;
    for (const Axis& axis : table->axes)
        if (axis.name == name) return &axis;
    return nullptr;
}

std::vector<PageColumn> map_columns(const ComparisonView& view, const std::vector<MapMeasure>& measures, bool intervals) {
    const PageTexts& texts = view.texts;
    std::vector<PageColumn> columns;
    if (view.several_arms()) columns.push_back({"arm", texts("comparison.arm"), "", PageColumnKind::text});
    columns.push_back({"time", texts("comparison.time"), "", PageColumnKind::text});
    columns.push_back({"region", texts("comparison.code"), "", PageColumnKind::text, 0, false});
    columns.push_back({"name", texts("comparison.region"), "", PageColumnKind::text});
    for (const MapMeasure& measure : measures) {
        const ShownMeasure shown = shown_measure(view.file.table(measure.table, Period::whole_run)->measure.unit, texts);
        const std::string title =
            texts("comparison.difference_in", {{"measure", measure_title(texts, measure.spec, measure.key)}});
        const PageColumnKind kind = shown.share ? PageColumnKind::share : shown.kind;
        const int decimals = shown.share ? 2 : 1;
        columns.push_back({measure.key, title, shown.apart, kind, decimals});
        if (!intervals) continue;
        columns.push_back(
            {fmt::format("{}_low", measure.key), title + ": " + texts("comparison.low"), shown.apart, kind, decimals, false});
        columns.push_back(
            {fmt::format("{}_high", measure.key), title + ": " + texts("comparison.high"), shown.apart, kind, decimals, false});
    }
    return columns;
}

// Rows of one arm at one time: `year` empty for the whole run.
void add_map_rows(const ComparisonView& view, std::size_t arm, const std::string& year, const std::string& time,
                  const std::vector<MapMeasure>& measures, bool intervals, json& rows) {
    const Axis* const areas = axis_named(view.file.table(measures[0].table, Period::whole_run), "area");
    for (const std::string& area : areas->labels) {
        if (area == country) continue;
        json row = json::array();
        if (view.several_arms()) row.push_back(view.arms()[arm]);
        for (const std::string& text : {time, area, view.region(area)}) row.push_back(text);
        for (const MapMeasure& measure : measures) {
            const PairedTable* const table = view.file.table(measure.table, year.empty() ? Period::whole_run : Period::year);
            const auto at = table == nullptr ? std::nullopt : area_cell(*table, year, area, measure.stream);
            const ShownMeasure shown = at ? shown_measure(table->measure.unit, view.texts) : ShownMeasure{};
            const double factor = shown.share ? 1 : shown.factor;
            const auto figure = [&](const std::vector<double>& of) {
                return at ? cell(of.at(table->at(arm, *at)) * factor, shown.share ? 5 : 2) : json(nullptr);
            };
            row.push_back(at ? figure(table->difference) : json(nullptr));
            if (!intervals) continue;
            row.push_back(at ? figure(table->low) : json(nullptr));
            row.push_back(at ? figure(table->high) : json(nullptr));
        }
        rows.push_back(std::move(row));
    }
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
                        figure(measure.table->difference.at(at)), figure(measure.table->low.at(at)),
                        figure(measure.table->high.at(at)),
                        view.texts(certainty_keys[static_cast<int>(certainty_of(view, *measure.table, arm, index))])});
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

PageChart effects_chart(const ComparisonView& view, const std::string& id, const std::vector<Headline>& of) {
    const PageTexts& texts = view.texts;
    PageChart chart;
    chart.id = id;
    chart.title = texts("comparison.effects_chart");
    chart.unit = texts("comparison.effects_unit", {{"reference", view.reference()}});
    chart.reading = texts("comparison.effects_reading", {{"reference", view.reference()}});
    chart.source = view.source;
    chart.table.columns = effect_columns(view);
    std::vector<std::string> left_out;
    for (std::size_t arm = 1; arm < view.arms().size(); ++arm)
        for (const Headline& headline : of) {
            const Effect effect = effect_of(view, headline, arm);
            if (std::isnan(effect.before) && std::isnan(effect.after)) continue;
            chart.table.rows.push_back(effect_row(view, effect));
            const bool listed = std::find(left_out.begin(), left_out.end(), effect.title) != left_out.end();
            if (too_wide(effect) && !listed) left_out.push_back(effect.title);
        }
    const bool known = has_numbers(chart.table, "relative_low");
    chart.spec = intervals_spec({"measure", ""}, {"drawn", texts("comparison.relative_of_reference"), "+.1%"},
                                known ? "relative_low" : "drawn", known ? "relative_high" : "drawn", "verdict", true, texts);
    only_known(chart.spec, "drawn");
    choose_arm(view, chart);
    if (!left_out.empty()) {
        std::string all;
        for (const std::string& title : left_out) all += (all.empty() ? "" : "; ") + title;
        chart.note = texts("comparison.left_out", {{"measures", all}});
    }
    return chart;
}

PageSection difference_map_section(const ComparisonView& view) {
    const PageTexts& texts = view.texts;
    PageSection section{"difference-map", texts("comparison.map")};
    const std::vector<MapMeasure> measures = differing_measures(view, Period::whole_run);
    if (measures.empty()) {
        section.paragraphs.push_back(texts("comparison.map_nothing"));
        return section;
    }
    const bool intervals = view.arms().size() <= 5;
    PageChart chart;
    chart.id = "difference-by-region";
    chart.title = texts("comparison.map_title");
    chart.unit = texts("comparison.map_unit");
    chart.reading = texts("comparison.map_reading", {{"reference", view.reference()}});
    chart.source = view.source;
    chart.table.columns = map_columns(view, measures, intervals);
    const Axis* const years = axis_named(view.file.table(measures[0].table, Period::year), "year");
    const std::string whole = texts("comparison.whole_run");
    for (std::size_t arm = 1; arm < view.arms().size(); ++arm) {
        if (years != nullptr)
            for (const std::string& year : years->labels)
                add_map_rows(view, arm, year, year, measures, intervals, chart.table.rows);
        add_map_rows(view, arm, "", whole, measures, intervals, chart.table.rows);
    }
    chart.spec = region_map_spec("time", whole, measures[0].key, true, texts);
    std::vector<std::string> keys;
    for (const MapMeasure& measure : measures) keys.emplace_back(measure.key);
    chart.controls = {{PageControl::Kind::choose_column, "measure", texts("comparison.measure"), "", keys, measures[0].key},
                      {PageControl::Kind::slider, "time", texts("comparison.time"), "time", {}, whole}};
    if (view.several_arms()) {
        // The rows come in inside the layer of the shapes: the choice of the arm stands there too.
        json choice = {{"transform", json::array()}};
        add_choice(choice, "chosen_arm", "arm", view.arms()[1]);
        for (json& layer : chart.spec["layer"])
            if (layer.contains("transform")) layer["transform"].insert(layer["transform"].begin(), choice["transform"][0]);
        chart.spec["params"].push_back(choice["params"][0]);
        chart.controls.insert(
            chart.controls.begin(),
            {PageControl::Kind::choose_value, "chosen_arm", texts("comparison.arm"), "arm", {}, view.arms()[1]});
    }
    chart.note = texts("comparison.many_intervals");
    section.charts.push_back(std::move(chart));
    return section;
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
    chart.reading = texts("comparison.years_reading");
    chart.source = view.source;
    chart.table.columns = {{"measure", texts("comparison.measure"), "", Kind::text},
                           {"arm", texts("comparison.arm"), "", Kind::text},
                           {"year", texts("comparison.year"), "", Kind::text},
                           {"before", view.reference(), "", Kind::number, 2},
                           {"difference", texts("comparison.difference"), "", Kind::number, 2},
                           {"low", texts("comparison.low"), "", Kind::number, 2},
                           {"high", texts("comparison.high"), "", Kind::number, 2},
                           {"verdict", texts("comparison.verdict"), "", Kind::text}};
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
