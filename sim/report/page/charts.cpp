#include "report/page/charts.hpp"

#include <fmt/format.h>

#include "report/page/chart_parts.hpp"

namespace qonys {

using nlohmann::json;

namespace {
constexpr int plot_height = 260;  // pixels
}  // namespace

void add_choice(json& spec, const std::string& signal, const std::string& column, const json& start) {
    if (!spec.contains("params")) spec["params"] = json::array();
    if (!spec.contains("transform")) spec["transform"] = json::array();
    spec["params"].push_back(json{{"name", signal}, {"value", start}});
    json& steps = spec["transform"];
    steps.insert(steps.begin(), json{{"filter", fmt::format("datum['{}'] == {}", column, signal)}});
}

// One hue: median and bands are told apart by how dense they are.
static json density(const char* name, const PageTexts& texts) {
    const json names = {texts("chart.median"), texts("chart.band_50"), texts("chart.band_90")};
    return {{"datum", texts(name)},
            {"type", "ordinal"},
            {"title", nullptr},
            {"scale", {{"domain", names}, {"range", {1, 0.4, 0.2}}}},
            {"legend", legend_below()}};
}

// A rule at the nearest position, which carries the figures.
static json pointer_layer(const json& across, const json& tips) {
    const json select = {
        {"type", "point"}, {"encodings", {"x"}}, {"nearest", true}, {"on", "pointerover"}, {"clear", "pointerout"}};
    return {{"mark", {{"type", "rule"}, {"color", "gray"}}},
            {"params", json::array({{{"name", "pointed"}, {"select", select}}})},
            {"encoding",
             {{"x", across},
              {"opacity", {{"condition", {{"param", "pointed"}, {"empty", false}, {"value", 0.8}}}, {"value", 0}}},
              {"tooltip", tips}}}};
}

json fan_spec(const ChartAxis& x, bool monthly, const ChartAxis& y, const PageTexts& texts, bool bands) {
    const json across = monthly ? month_channel(x) : quantitative(x, ChartSide::below);
    const auto upwards = [&](const char* key) {
        json channel = quantitative(y, ChartSide::left);
        channel["field"] = key;
        return channel;
    };
    const auto band = [&](const char* low, const char* high, const char* name) {
        return json{
            {"mark", {{"type", "area"}}},
            {"encoding", {{"x", across}, {"y", upwards(low)}, {"y2", {{"field", high}}}, {"opacity", density(name, texts)}}}};
    };
    json tips = json::array({monthly ? tip(month_words_key, "nominal", x.title, "") : tip(x)});
    if (!bands) tips.push_back(tip(ChartAxis{"p50", y.title, y.format}));
    for (const char* key : {"p95", "p75", "p50", "p25", "p05"})
        if (bands) tips.push_back(tip(key, "quantitative", texts(fmt::format("chart.{}", key)), y.format));
    json line = {{"mark", {{"type", "line"}, {"strokeWidth", 2}}}, {"encoding", {{"x", across}, {"y", upwards("p50")}}}};
    json spec = {{"height", plot_height}, {"layer", json::array()}};
    if (bands) {
        line["encoding"]["opacity"] = density("chart.median", texts);
        spec["layer"] = {band("p05", "p95", "chart.band_90"), band("p25", "p75", "chart.band_50")};
    }
    spec["layer"].push_back(line);
    spec["layer"].push_back(pointer_layer(across, tips));
    if (monthly) spec["transform"] = month_steps(x.key, texts);
    return spec;
}

json stacked_bars_spec(const ChartAxis& x, const ChartAxis& y, const ChartAxis& category) {
    return {{"height", plot_height},
            {"transform", {{{"window", {{{"op", "row_number"}, {"as", "row_number"}}}}}}},
            {"mark", {{"type", "bar"}}},
            {"encoding",
             {{"x", discrete(x, ChartSide::below)},
              {"y", quantitative(y, ChartSide::left)},
              {"color", coloured(category)},
              {"order", {{"field", "row_number"}, {"type", "quantitative"}}},
              {"tooltip", {tip(x.key, "nominal", x.title, ""), tip(category.key, "nominal", category.title, ""), tip(y)}}}}};
}

json intervals_spec(const ChartAxis& category, const ChartAxis& value, const std::string& low, const std::string& high,
                    const std::string& colour, bool mark_zero, const PageTexts& texts) {
    const json tips = {tip(category.key, "nominal", category.title, ""), tip(value),
                       tip(low, "quantitative", texts("chart.low"), value.format),
                       tip(high, "quantitative", texts("chart.high"), value.format)};
    const json rows = discrete(category, ChartSide::left);
    json from = quantitative(value, ChartSide::below);
    from["field"] = low;
    json interval = {{"mark", {{"type", "bar"}, {"size", 3}}},
                     {"encoding", {{"x", from}, {"y", rows}, {"x2", {{"field", high}}}, {"tooltip", tips}}}};
    json dot = {{"mark", {{"type", "point"}, {"filled", true}, {"size", 60}, {"opacity", 1}}},
                {"encoding", {{"x", quantitative(value, ChartSide::below)}, {"y", rows}, {"tooltip", tips}}}};
    if (!colour.empty())
        for (json* layer : {&interval, &dot}) (*layer)["encoding"]["color"] = coloured({colour, ""});
    json spec = {{"height", {{"step", 38}}}, {"layer", {interval, dot}}};  // names of up to three lines
    if (mark_zero) spec["layer"].insert(spec["layer"].begin(), zero_line("x"));
    return spec;
}

json lines_spec(const ChartAxis& x, bool ordinal, const ChartAxis& y, const std::string& low, const std::string& high,
                const ChartAxis& series, const PageTexts& texts) {
    const json across = ordinal ? discrete(x, ChartSide::below) : quantitative(x, ChartSide::below);
    json tips = json::array({ordinal ? tip(x.key, "nominal", x.title, "") : tip(x)});
    if (!series.key.empty()) tips.push_back(tip(series.key, "nominal", series.title, ""));
    tips.push_back(tip(y));
    if (!low.empty()) {
        tips.push_back(tip(low, "quantitative", texts("chart.low"), y.format));
        tips.push_back(tip(high, "quantitative", texts("chart.high"), y.format));
    }
    json layers = json::array();
    if (!low.empty()) {
        json y_low = quantitative(y, ChartSide::left);
        y_low["field"] = low;
        layers.push_back(
            {{"mark", {{"type", "area"}, {"opacity", 0.2}}}, {"encoding", {{"y", y_low}, {"y2", {{"field", high}}}}}});
    }
    layers.push_back({{"mark", {{"type", "line"}, {"strokeWidth", 2}}}, {"encoding", {{"y", quantitative(y, ChartSide::left)}}}});
    layers.push_back({{"mark", {{"type", "point"}, {"filled", true}}},
                      {"params",
                       {{{"name", "pointed"},
                         {"select", {{"type", "point"}, {"nearest", true}, {"on", "pointerover"}, {"clear", "pointerout"}}}}}},
                      {"encoding",
                       {{"y", quantitative(y, ChartSide::left)},
                        {"size", {{"condition", {{"param", "pointed"}, {"empty", false}, {"value", 80}}}, {"value", 16}}},
                        {"tooltip", tips}}}});
    json spec = {{"height", plot_height}, {"encoding", {{"x", across}}}, {"layer", layers}};
    if (!series.key.empty()) spec["encoding"]["color"] = coloured(series);
    return spec;
}

json heat_map_spec(const ChartAxis& x, const ChartAxis& y, const ChartAxis& value) {
    const json colour = {{"field", value.key},
                         {"type", "quantitative"},
                         {"title", nullptr},
                         {"scale", {{"nice", false}, {"zero", value.zero}}},
                         {"legend", colour_bar(value.format)}};
    // The title of the colours stands over the labels of the rows too, which leave the cells little room on a telephone.
    return {
        {"title", {{"text", in_lines(value.title)}, {"anchor", "start"}, {"frame", "bounds"}, {"fontSize", 12}, {"limit", 0}}},
        {"height", {{"step", 28}}},
        {"mark", {{"type", "rect"}}},
        {"encoding",
         {{"x", discrete(x, ChartSide::below)},
          {"y", discrete(y, ChartSide::left)},
          {"color", colour},
          {"tooltip", {tip(x.key, "nominal", x.title, ""), tip(y.key, "nominal", y.title, ""), tip(value)}}}}};
}

json tornado_spec(const ChartAxis& category, const ChartAxis& low, const ChartAxis& high, const PageTexts& texts) {
    const ChartAxis effect = {"effect", texts("chart.effect"), low.format};
    json x = quantitative(effect, ChartSide::below);
    x["axis"]["title"] = nullptr;
    x["axis"]["gridWidth"] = {{"condition", {{"test", "datum.value === 0"}, {"value", 3}}}, {"value", 1}};
    const std::string which =
        fmt::format("datum.end == '{}' ? {} : {}", low.key, json(low.title).dump(), json(high.title).dump());
    const json tips = {tip(category.key, "nominal", category.title, ""), tip("end_name", "nominal", texts("chart.at"), ""),
                       tip(effect)};
    return {
        {"height", {{"step", 34}, {"for", "position"}}},
        {"transform", {{{"fold", {low.key, high.key}}, {"as", {"end", "effect"}}}, {{"calculate", which}, {"as", "end_name"}}}},
        {"mark", {{"type", "bar"}}},
        {"encoding",
         {{"x", x},
          {"y", discrete(category, ChartSide::left)},
          {"yOffset", {{"field", "end_name"}, {"sort", nullptr}}},
          {"color", coloured({"end_name", ""})},
          {"tooltip", tips}}}};
}

}  // namespace qonys
