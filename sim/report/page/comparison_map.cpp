// Differences by region on the map.
#include <algorithm>
#include <array>
#include <cmath>
#include <optional>

#include "report/page/chart_parts.hpp"
#include "report/page/comparison_parts.hpp"

namespace qonys {

using nlohmann::json;

namespace {

constexpr const char* country = "KZ";

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
        const std::string key = measure.key, name = measure_title(texts, measure.spec, key);
        const std::string title = texts("comparison.difference_in", {{"measure", name}});
        const bool counts = shown.kind == PageColumnKind::count;
        const PageColumnKind kind = shown.share ? PageColumnKind::share : counts ? PageColumnKind::change : shown.kind;
        const int decimals = shown.share ? 2 : 1;
        columns.push_back({key, title, shown.apart, kind, decimals});
        if (view.has_intervals())
            columns.push_back({key + "_verdict", title + ": " + texts("comparison.verdict"), "", PageColumnKind::text});
        if (counts) {
            columns.push_back({key + "_before", name + ": " + view.reference(), shown.unit, shown.kind, decimals, false});
            columns.push_back(
                {key + "_after", name + ": " + texts("comparison.in_arm"), shown.unit, shown.kind, decimals, false});
        }
        if (!intervals) continue;
        columns.push_back({key + "_low", title + ": " + texts("comparison.low"), shown.apart, kind, decimals, false});
        columns.push_back({key + "_high", title + ": " + texts("comparison.high"), shown.apart, kind, decimals, false});
    }
    return columns;
}

// The cells of map_columns() of one measure.
void add_map_cells(const ComparisonView& view, std::size_t arm, const std::string& year, const std::string& area,
                   const MapMeasure& measure, bool intervals, json& row) {
    const PairedTable* const table = view.file.table(measure.table, year.empty() ? Period::whole_run : Period::year);
    const ShownMeasure shown = shown_measure(view.file.table(measure.table, Period::whole_run)->measure.unit, view.texts);
    const auto at = table == nullptr ? std::nullopt : area_cell(*table, year, area, measure.stream);
    const double factor = shown.share ? 1 : shown.factor;
    const auto figure = [&](std::vector<double> PairedTable::*of, std::size_t of_arm) {
        if (!at) return json(nullptr);
        return cell((table->*of).at(table->at(of_arm, *at)) * factor, shown.share ? 5 : 2);
    };
    row.push_back(figure(&PairedTable::difference, arm));
    if (view.has_intervals()) {
        const Certainty certainty = at ? certainty_of(view, *table, arm, *at) : Certainty::unknown;
        row.push_back(row.back().is_null() ? json(nullptr) : json(view.texts(certainty_keys[static_cast<int>(certainty)])));
    }
    if (shown.kind == PageColumnKind::count) {
        row.push_back(figure(&PairedTable::mean, 0));
        row.push_back(figure(&PairedTable::mean, arm));
    }
    if (!intervals) return;
    row.push_back(figure(&PairedTable::low, arm));
    row.push_back(figure(&PairedTable::high, arm));
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
        for (const MapMeasure& measure : measures) add_map_cells(view, arm, year, area, measure, intervals, row);
        rows.push_back(std::move(row));
    }
}

// Regions whose difference is clear get a thick border, and all say how sure they are when pointed at.
void show_certainty(const ComparisonView& view, json& spec) {
    const PageTexts& texts = view.texts;
    for (json& layer : spec["layer"]) {
        if (!layer.contains("transform")) continue;
        layer["transform"].push_back(json{{"calculate", "datum[measure + '_verdict']"}, {"as", "verdict_words"}});
        const std::string clear = json(texts(certainty_keys[static_cast<int>(Certainty::certain)])).dump();
        layer["encoding"]["strokeWidth"] = {{"condition", {{"test", "datum.verdict_words == " + clear}, {"value", 2.5}}},
                                            {"value", 0.7}};
        layer["encoding"]["tooltip"].push_back(tip("verdict_words", "nominal", texts("comparison.verdict"), ""));
    }
}

}  // namespace

PageSection difference_map_section(const ComparisonView& view) {
    const PageTexts& texts = view.texts;
    PageSection section{"difference-map", texts("comparison.map")};
    const std::vector<MapMeasure> measures = differing_measures(view, Period::whole_run);
    if (measures.empty()) {
        section.paragraphs.push_back(texts("comparison.map_nothing"));
        return section;
    }
    const bool intervals = view.has_intervals() && view.arms().size() <= 5;
    PageChart chart;
    chart.id = "difference-by-region";
    chart.title = texts("comparison.map_title");
    chart.unit = texts("comparison.map_unit");
    chart.reading = texts(view.said("comparison.map_reading"), {{"reference", view.reference()}});
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
    if (view.has_intervals()) {
        show_certainty(view, chart.spec);
        chart.note = texts("comparison.many_intervals");
        if (!intervals) chart.note += " " + texts("comparison.intervals_left_out");
    }
    section.charts.push_back(std::move(chart));
    return section;
}

}  // namespace qonys
