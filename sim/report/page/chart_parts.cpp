#include "report/page/chart_parts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <sstream>

namespace qonys {

using nlohmann::json;

namespace {

// Labels that are not cut: lines of up to `label_width` characters, which the page sets by its width. Two or three lines stand
// around the middle of the row.
constexpr const char* wrapped_label =
    R"(split(replace(replace(datum.label, regexp('(.{1,' + label_width + '})( +|$)', 'g'), '$1\n'), /\n$/, ''), '\n'))";
constexpr const char* is_long_label = "length(datum.value) > label_width";
constexpr const char* has_three_lines = "length(datum.value) > 2 * label_width - 2";

// Numbers are rounded in the table already: show what stands there.
// Shares have more digits than their axis needs.
std::string tip_format(const std::string& format) {
    if (format == ".0%") return ".2%";
    if (format == "+.1%") return "+.2%";
    return format.empty() ? ",~f" : format;
}

// A title over the axis reads better than one on its side, and may be longer than the axis.
json axis_of(const ChartAxis& axis, ChartSide side) {
    constexpr int line = 14;  // pixels
    json all = {{"title", nullptr}, {"titleLimit", 0}, {"labelLimit", 0}};
    if (!axis.title.empty()) all["title"] = in_lines(axis.title);
    if (side == ChartSide::left) {
        const int lines = all["title"].is_array() ? static_cast<int>(all["title"].size()) : 1;
        all["titleAngle"] = 0;
        all["titleAlign"] = "left";
        all["titleBaseline"] = "bottom";
        all["titleX"] = 0;
        all["titleY"] = -8 - line * (lines - 1);
        all["titleLineHeight"] = line;
    }
    return all;
}

}  // namespace

json quantitative(const ChartAxis& axis, ChartSide side) {
    json all = axis_of(axis, side);
    if (!axis.format.empty()) all["format"] = axis.format;
    all["labelOverlap"] = true;
    all["labelFlush"] = true;
    return {{"field", axis.key}, {"type", "quantitative"}, {"scale", {{"zero", axis.zero}}}, {"axis", all}};
}

json discrete(const ChartAxis& axis, ChartSide side) {
    json all = axis_of(axis, side);
    if (side == ChartSide::left) {
        all["labelExpr"] = wrapped_label;
        all["labelOverlap"] = false;  // every row has its name
        all["labelOffset"] = {{"condition", {{"test", has_three_lines}, {"value", -7}}}, {"value", 0}};
        all["labelBaseline"] = {{"condition", {{"test", is_long_label}, {"value", "bottom"}}}, {"value", "middle"}};
    } else {
        all["labelAngle"] = 0;
        all["labelOverlap"] = true;
    }
    return {{"field", axis.key}, {"type", "nominal"}, {"sort", nullptr}, {"axis", all}};
}

json month_channel(const ChartAxis& axis) {
    json all = axis_of(axis, ChartSide::below);
    all["labelOverlap"] = true;
    all["labelFlush"] = true;
    all["labelExpr"] = "utcFormat(datum.value, utcmonth(datum.value) == 0 ? '%Y' : '%m.%Y')";
    return {{"field", month_start_key}, {"type", "temporal"}, {"scale", {{"type", "utc"}}}, {"axis", all}};
}

json month_steps(const std::string& key, const PageTexts& texts) {
    const std::string year = fmt::format("slice(datum['{}'], 0, 4)", key);
    const std::string month = fmt::format("(+slice(datum['{}'], 5, 7) - 1)", key);
    json names = json::array();
    for (int i = 1; i <= 12; ++i) names.push_back(texts(fmt::format("month.{:02}", i)));
    const json pattern = texts("common.month");
    return {{{"calculate", fmt::format("utc(+{}, {})", year, month)}, {"as", month_start_key}},
            {{"calculate", fmt::format("replace(replace({}, '{{year}}', {}), '{{month}}', {}[{}])", pattern.dump(), year,
                                       names.dump(), month)},
             {"as", month_words_key}}};
}

json legend_below() {
    return {{"orient", "bottom"}, {"labelLimit", 0}, {"titleLimit", 0}, {"columns", 1}, {"labelExpr", wrapped_label}};
}

json in_lines(const std::string& title) {
    json lines = json::array();
    std::string line;
    std::size_t characters = 0;
    std::istringstream words(title);
    for (std::string word; words >> word;) {
        const auto length = static_cast<std::size_t>(
            std::count_if(word.begin(), word.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
        if (!line.empty() && characters + 1 + length > 26) {
            lines.push_back(line);
            line.clear();
            characters = 0;
        }
        line += (line.empty() ? "" : " ") + word;
        characters += length + (characters == 0 ? 0 : 1);
    }
    lines.push_back(line);
    return lines.size() == 1 ? lines[0] : lines;
}

json colour_bar(const std::string& format) {
    json all = {{"orient", "top"},
                {"direction", "horizontal"},
                {"titleLimit", 0},
                {"titleOrient", "top"},
                {"tickCount", 4},
                {"labelOverlap", "greedy"},
                {"gradientLength", {{"expr", "min(width, 240)"}}}};
    if (!format.empty()) all["format"] = format;
    return all;
}

json coloured(const ChartAxis& category) {
    json all = {{"field", category.key}, {"type", "nominal"}, {"sort", nullptr}, {"legend", legend_below()}};
    all["legend"]["symbolOpacity"] = 1;
    all["title"] = category.title.empty() ? json(nullptr) : in_lines(category.title);
    return all;
}

json tip(const std::string& key, const std::string& type, const std::string& title, const std::string& format) {
    json line = {{"field", key}, {"type", type}, {"title", title}};
    if (type == "quantitative") line["format"] = tip_format(format);
    return line;
}

json tip(const ChartAxis& axis) {
    return tip(axis.key, "quantitative", axis.title, axis.format);
}

json zero_line(const std::string& channel) {
    return {{"mark", {{"type", "rule"}, {"color", "gray"}, {"strokeWidth", 2}, {"strokeDash", {6, 3}}}},
            {"encoding", {{channel, {{"datum", 0}, {"type", "quantitative"}}}}}};
}

}  // namespace qonys
