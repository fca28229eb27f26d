#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "base/problems.hpp"
#include "report/page/chart_parts.hpp"

namespace qonys {

using nlohmann::json;

namespace {

constexpr double label_height = 14;      // pixels
constexpr double thin = 8;               // pixels: the label of a thinner node stands above it, not on it
constexpr double gap = 4;                // pixels between nodes
constexpr double smallest_height = 280;  // pixels
constexpr double per_node_height = 24;   // pixels
constexpr double least_share = 0.004;    // of the total: smaller nodes are joined, for drawing alone
constexpr double bar_width = 0.02;       // of the chart's width

struct Node {
    std::string name;
    double total = 0;
    double top = 0;  // pixels from above
    double middle_of_label = 0;
    double used = 0;  // pixels of the bands drawn so far
};

Node& node_of(std::vector<Node>& nodes, const std::string& name) {
    const auto found = std::find_if(nodes.begin(), nodes.end(), [&](const Node& each) { return each.name == name; });
    if (found != nodes.end()) return *found;
    nodes.push_back({name});
    return nodes.back();
}

// Pixels that a node of this width takes, with its label.
double slot(double width) {
    return std::max(width, label_height + std::min(width, thin));
}

double slots(const std::vector<Node>& nodes, double scale) {
    double height = gap * static_cast<double>(nodes.size() - 1);
    for (const Node& each : nodes) height += slot(each.total * scale);
    return height;
}

void stack(std::vector<Node>& nodes, double scale, double height) {
    double top = (height - slots(nodes, scale)) / 2;
    for (Node& each : nodes) {
        const double width = each.total * scale, room = slot(width);
        each.top = top + (width < thin ? label_height : (room - width) / 2);
        each.middle_of_label = width < thin ? top + label_height / 2 : each.top + width / 2;
        top += room + gap;
    }
}

// Nodes of next to nothing under one name, which comes last; a single one keeps its own.
std::vector<FlowBand> with_small_joined(std::vector<FlowBand> bands, std::string FlowBand::*end, double least,
                                        const std::string& other) {
    std::map<std::string, double> totals;
    for (const FlowBand& each : bands) totals[each.*end] += each.value;
    if (std::count_if(totals.begin(), totals.end(), [&](const auto& each) { return each.second < least; }) < 2) return bands;
    for (FlowBand& each : bands)
        if (totals[each.*end] < least) each.*end = other;
    return bands;
}

std::vector<FlowBand> joined(const std::vector<FlowBand>& given, const std::string& other) {
    double total = 0;
    std::vector<FlowBand> bands;
    for (const FlowBand& each : given) {
        if (!(each.value >= 0) || !std::isfinite(each.value))
            throw BrokenInvariant("flow chart: a band is negative or no number");
        if (each.value == 0) continue;
        bands.push_back(each);
        total += each.value;
    }
    bands = with_small_joined(bands, &FlowBand::from, least_share * total, other);
    bands = with_small_joined(bands, &FlowBand::to, least_share * total, other);
    std::vector<FlowBand> sums;
    for (const FlowBand& each : bands) {
        const auto same = [&](const FlowBand& b) { return b.from == each.from && b.to == each.to; };
        const auto found = std::find_if(sums.begin(), sums.end(), same);
        if (found == sums.end())
            sums.push_back(each);
        else
            found->value += each.value;
    }
    return sums;
}

std::vector<Node> nodes_of(const std::vector<FlowBand>& bands, std::string FlowBand::*end, const std::string& other) {
    std::vector<Node> nodes;
    for (const FlowBand& each : bands) node_of(nodes, each.*end).total += each.value;
    std::stable_partition(nodes.begin(), nodes.end(), [&](const Node& each) { return each.name != other; });
    return nodes;
}

// Pixels per unit with which both columns fit.
double fitting_scale(const std::vector<Node>& left, const std::vector<Node>& right, double height) {
    double total = 0;
    for (const Node& each : left) total += each.total;
    double low = 0, high = height / total;
    for (int i = 0; i < 60; ++i) {
        const double middle = (low + high) / 2;
        (std::max(slots(left, middle), slots(right, middle)) <= height ? low : high) = middle;
    }
    return low;
}

double tenth(double pixels) {
    return std::round(pixels * 10) / 10;
}

json node_rows(const std::vector<Node>& nodes, bool left, double scale) {
    json rows = json::array();
    for (const Node& each : nodes)
        rows.push_back({{"name", each.name},
                        {"value", each.total},
                        {"x0", left ? 0 : 1 - bar_width},
                        {"x1", left ? bar_width : 1},
                        {"top", tenth(each.top)},
                        {"bottom", tenth(each.top + each.total * scale)},
                        {"middle", tenth(each.middle_of_label)}});
    return rows;
}

json hidden(const char* field, double high, bool downwards) {
    json scale = {{"domain", {0, high}}, {"nice", false}, {"zero", false}};
    if (downwards) scale["reverse"] = true;
    return {{"field", field}, {"type", "quantitative"}, {"scale", scale}, {"axis", nullptr}};
}

json node_layers(const json& rows, bool left, double height, const std::string& unit, const PageTexts& texts) {
    const json tips = {tip("name", "nominal", texts(left ? "chart.from" : "chart.to"), ""),
                       tip("value", "quantitative", unit, "")};
    json bars = {{"data", {{"values", rows}}},
                 {"mark", {{"type", "rect"}, {"opacity", 1}}},
                 {"encoding",
                  {{"x", hidden("x0", 1, false)},
                   {"x2", {{"field", "x1"}}},
                   {"y", hidden("top", height, true)},
                   {"y2", {{"field", "bottom"}}},
                   {"tooltip", tips}}}};
    if (!left) bars["mark"]["color"] = "gray";
    if (left) bars["encoding"]["color"] = {{"field", "name"}, {"type", "nominal"}, {"sort", nullptr}, {"legend", nullptr}};
    const json half = {{"expr", "width * 0.46"}};  // so that names of both sides never overlap; the tip has them whole
    json labels = {
        {"data", {{"values", rows}}},
        {"mark",
         {{"type", "text"}, {"align", left ? "left" : "right"}, {"baseline", "middle"}, {"dx", left ? 4 : -4}, {"limit", half}}},
        {"encoding",
         {{"x", hidden(left ? "x1" : "x0", 1, false)},
          {"y", hidden("middle", height, true)},
          {"text", {{"field", "name"}, {"type", "nominal"}}},
          {"tooltip", tips}}}};
    return json::array({bars, labels});
}

// One flow laid out: rows of the bands and of the nodes on both sides.
struct Layout {
    json bands = json::array(), left = json::array(), right = json::array();
};

Layout layout_of(const std::vector<FlowBand>& bands, double height, const std::string& other) {
    Layout layout;
    if (bands.empty()) return layout;
    std::vector<Node> left = nodes_of(bands, &FlowBand::from, other), right = nodes_of(bands, &FlowBand::to, other);
    const double scale = fitting_scale(left, right, height);
    stack(left, scale, height);
    stack(right, scale, height);
    // Bands leave and enter a node in the order of the nodes on the other side, so that they cross as little as may be.
    for (Node& from : left)
        for (Node& to : right) {
            const auto found = std::find_if(bands.begin(), bands.end(),
                                            [&](const FlowBand& each) { return each.from == from.name && each.to == to.name; });
            if (found == bands.end()) continue;
            const double start = from.top + from.used, end = to.top + to.used, width = found->value * scale;
            from.used += width;
            to.used += width;
            layout.bands.push_back({{"from", from.name},
                                    {"to", to.name},
                                    {"value", found->value},
                                    {"top", {tenth(start), tenth(end)}},
                                    {"bottom", {tenth(start + width), tenth(end + width)}}});
        }
    layout.left = node_rows(left, true, scale);
    layout.right = node_rows(right, false, scale);
    return layout;
}

double height_of_flow(const std::vector<FlowBand>& bands, const std::string& other) {
    const std::size_t rows =
        std::max(nodes_of(bands, &FlowBand::from, other).size(), nodes_of(bands, &FlowBand::to, other).size());
    return std::max(smallest_height, per_node_height * static_cast<double>(rows));
}

json band_layer(const json& rows, double height, const std::string& unit, const PageTexts& texts) {
    const auto bent = [](const char* key) {
        return fmt::format("[datum.{0}[0], datum.{0}[0], datum.{0}[1], datum.{0}[1]]", key);
    };
    const json steps = {{{"calculate", fmt::format("[{0}, 0.3, 0.7, 1 - {0}]", bar_width)}, {"as", "x"}},
                        {{"calculate", bent("top")}, {"as", "y0"}},
                        {{"calculate", bent("bottom")}, {"as", "y1"}},
                        {{"flatten", {"x", "y0", "y1"}}}};
    const json tips = {tip("from", "nominal", texts("chart.from"), ""), tip("to", "nominal", texts("chart.to"), ""),
                       tip("value", "quantitative", unit, "")};
    return {{"data", {{"values", rows}}},
            {"transform", steps},
            {"mark", {{"type", "area"}, {"interpolate", "monotone"}, {"opacity", 0.4}}},
            {"encoding",
             {{"x", hidden("x", 1, false)},
              {"y", hidden("y0", height, true)},
              {"y2", {{"field", "y1"}}},
              {"color", {{"field", "from"}, {"type", "nominal"}, {"sort", nullptr}, {"legend", nullptr}}},
              {"detail", {{"field", "to"}, {"type", "nominal"}}},
              {"tooltip", tips}}}};
}

json spec_of(const Layout& layout, double height, const std::string& unit, const PageTexts& texts) {
    json layers = json::array({band_layer(layout.bands, height, unit, texts)});
    for (const json& layer : node_layers(layout.left, true, height, unit, texts)) layers.push_back(layer);
    for (const json& layer : node_layers(layout.right, false, height, unit, texts)) layers.push_back(layer);
    return {{"height", height}, {"view", {{"stroke", nullptr}}}, {"layer", layers}};
}

}  // namespace

json flow_choice_spec(const std::vector<FlowChoice>& choices, const std::string& signal, const std::string& unit,
                      const PageTexts& texts) {
    const std::string other = texts("chart.other");
    double height = 0;
    for (const FlowChoice& choice : choices) height = std::max(height, height_of_flow(joined(choice.bands, other), other));
    Layout all;
    for (const FlowChoice& choice : choices) {
        const Layout layout = layout_of(joined(choice.bands, other), height, other);
        for (const auto part : {&Layout::bands, &Layout::left, &Layout::right})
            for (json row : layout.*part) {
                row["choice"] = choice.name;
                (all.*part).push_back(std::move(row));
            }
    }
    json spec = spec_of(all, height, unit, texts);
    spec["params"] = json::array({{{"name", signal}, {"value", choices.empty() ? "" : choices.front().name}}});
    for (json& layer : spec["layer"]) {  // each has rows of its own
        if (!layer.contains("transform")) layer["transform"] = json::array();
        layer["transform"].insert(layer["transform"].begin(), json{{"filter", "datum.choice == " + signal}});
    }
    return spec;
}

}  // namespace qonys
