#include <fmt/format.h>

#include "report/page/chart_parts.hpp"

namespace qonys {

using nlohmann::json;

json region_map_spec(const std::string& time_key, const json& first_time, const std::string& first_measure, bool diverging,
                     const PageTexts& texts) {
    // Shares have keys that end in "share".
    const std::string percent = "test(/share$/, measure)";
    json scale = {{"type", "linear"},
                  {"domainMin", {{"expr", "measure_low"}}},
                  {"domainMax", {{"expr", "measure_high"}}},
                  {"nice", false},
                  {"zero", false},
                  {"clamp", true}};
    if (diverging) {
        scale["domainMin"] = {{"expr", "-max(abs(measure_low), abs(measure_high))"}};
        scale["domainMax"] = {{"expr", "max(abs(measure_low), abs(measure_high))"}};
        scale["range"] = "diverging";
    } else {
        scale["range"] = "ramp";
    }
    json legend = colour_bar("");
    legend["title"] = nullptr;
    legend["labelExpr"] = fmt::format("format(datum.value, {} ? '.1%' : ',~f')", percent);
    const json steps = {
        {{"filter", fmt::format("datum['{}'] == time", time_key)}},
        {{"lookup", "region"}, {"from", {{"data", {{"name", "regions"}}}, {"key", "properties.code"}}}, {"as", "shape"}},
        {{"filter", "isValid(datum.shape)"}},
        {{"calculate", "datum[measure]"}, {"as", "value"}},
        {{"calculate", fmt::format("isValid(datum.value) ? format(datum.value, {} ? '.1%' : ',~f') : {}", percent,
                                   json(texts("chart.no_data")).dump())},
         {"as", "value_words"}}};
    // All regions first: those without a value stay grey.
    const json ground = {{"data", {{"name", "regions"}}},
                         {"mark", {{"type", "geoshape"}, {"fill", "#8884"}, {"stroke", "#888"}}}};
    const json shapes = {
        {"data", {{"name", "rows"}}},
        {"transform", steps},
        {"mark", {{"type", "geoshape"}, {"stroke", "#888"}, {"strokeWidth", 0.7}, {"invalid", nullptr}}},
        {"encoding",
         {{"shape", {{"field", "shape"}, {"type", "geojson"}}},
          {"color",
           {{"condition",
             {{"test", "isValid(datum.value)"},
              {"field", "value"},
              {"type", "quantitative"},
              {"scale", scale},
              {"legend", legend}}},
            {"value", "#8884"}}},
          {"tooltip",
           {tip("name", "nominal", texts("chart.region"), ""), tip("value_words", "nominal", texts("chart.value"), "")}}}}};
    return {{"title", {{"text", {{"expr", "measure_title"}}}, {"anchor", "start"}, {"limit", 0}}},
            {"params",
             {{{"name", "measure"}, {"value", first_measure}},
              {{"name", "measure_low"}, {"value", 0}},
              {{"name", "measure_high"}, {"value", 1}},
              {{"name", "measure_title"}, {"value", ""}},
              {{"name", "time"}, {"value", first_time}}}},
            {"height", 460},
            {"projection", {{"type", "conicEqualArea"}, {"parallels", {43, 52}}, {"rotate", {-67, 0}}}},
            {"layer", {ground, shapes}}};
}

}  // namespace qonys
