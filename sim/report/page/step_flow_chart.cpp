// A flow from step to step, downwards: every step has a row of its own, so that its name has the whole width, on a telephone too.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "base/problems.hpp"
#include "report/page/chart_parts.hpp"
#include "report/page/pathway_parts.hpp"

namespace qonys {

using nlohmann::json;

namespace {

constexpr double row_height = 58;      // pixels
constexpr double label_room = 20;      // pixels above the bar of a step
constexpr double bar_height = 12;      // pixels
constexpr double gap = 0.015;          // between bands in a row, of the chart's width
constexpr double least_width = 0.004;  // of a band that would not be seen otherwise

double thousandth(double share) {
    return std::round(share * 1e4) / 1e4;
}

// What lies in a row, from the left to the right: the step itself, then bands that only pass.
struct Row {
    double node_width = 0;
    std::map<std::size_t, double> band_at;  // by band: left end
    double width = 0;
};

// Bands that pass a row: those that end sooner to the left, and of these the ones that started last.
std::vector<std::size_t> passing(const std::vector<StepBand>& bands, std::size_t row) {
    std::vector<std::size_t> found;
    for (std::size_t b = 0; b < bands.size(); ++b)
        if (bands[b].from < row && bands[b].to > row) found.push_back(b);
    std::stable_sort(found.begin(), found.end(), [&](std::size_t a, std::size_t b) {
        return bands[a].to != bands[b].to ? bands[a].to < bands[b].to : bands[a].from > bands[b].from;
    });
    return found;
}

double width_of(const StepBand& band, double scale) {
    return std::max(band.persons * scale, least_width);
}

// Persons who came to a step, or who started there.
double persons_at(const StepFlow& flow, std::size_t step) {
    double in = 0, out = 0;
    for (const StepBand& band : flow.bands) {
        if (band.to == step) in += band.persons;
        if (band.from == step) out += band.persons;
    }
    return std::max(in, out);
}

std::vector<Row> rows_of(const StepFlow& flow, double scale) {
    std::vector<Row> rows(flow.steps.size());
    for (std::size_t s = 0; s < rows.size(); ++s) {
        double in = 0, out = 0;
        for (const StepBand& band : flow.bands) {
            if (band.to == s) in += width_of(band, scale);
            if (band.from == s) out += width_of(band, scale);
        }
        Row& row = rows[s];
        row.node_width = row.width = std::max(in, out);
        for (const std::size_t b : passing(flow.bands, s)) {
            row.band_at[b] = row.width + gap;
            row.width += gap + width_of(flow.bands[b], scale);
        }
    }
    return rows;
}

// Width per person with which the widest row fits.
double fitting_scale(const StepFlow& flow) {
    double most = 0;
    for (std::size_t s = 0; s < flow.steps.size(); ++s) most = std::max(most, persons_at(flow, s));
    double low = 0, high = 1 / most;
    for (int i = 0; i < 50; ++i) {
        const double middle = (low + high) / 2;
        double widest = 0;
        for (const Row& row : rows_of(flow, middle)) widest = std::max(widest, row.width);
        (widest <= 1 ? low : high) = middle;
    }
    return low;
}

double top_of_bar(std::size_t row) {
    return static_cast<double>(row) * row_height + label_room;
}

// Left ends of the bands where they leave their step, to the nearest step first, and where they come to one, from the nearest
// first.
std::map<std::size_t, double> ends_of(const StepFlow& flow, double scale, std::size_t StepBand::*here,
                                      std::size_t StepBand::*there, bool nearest_is_least) {
    std::vector<std::size_t> order(flow.bands.size());
    for (std::size_t b = 0; b < order.size(); ++b) order[b] = b;
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        return nearest_is_least ? flow.bands[a].*there < flow.bands[b].*there : flow.bands[a].*there > flow.bands[b].*there;
    });
    std::map<std::size_t, double> used, at;
    for (const std::size_t b : order) {
        at[b] = used[flow.bands[b].*here];
        used[flow.bands[b].*here] += width_of(flow.bands[b], scale);
    }
    return at;
}

struct Drawn {
    json bands = json::array(), nodes = json::array();
};

Drawn drawn_of(const StepFlow& flow, const PageTexts& texts) {
    const double scale = fitting_scale(flow);
    const std::vector<Row> rows = rows_of(flow, scale);
    const auto starts = ends_of(flow, scale, &StepBand::from, &StepBand::to, true),
               arrives = ends_of(flow, scale, &StepBand::to, &StepBand::from, false);
    Drawn drawn;
    for (std::size_t b = 0; b < flow.bands.size(); ++b) {
        const StepBand& band = flow.bands[b];
        const double width = width_of(band, scale);
        json y = json::array(), left = json::array(), right = json::array();
        const auto point = [&](double height, double x) {
            y.push_back(height);
            left.push_back(thousandth(x));
            right.push_back(thousandth(x + width));
        };
        point(top_of_bar(band.from) + bar_height, starts.at(b));
        for (std::size_t s = band.from + 1; s < band.to; ++s) {
            point(top_of_bar(s), rows[s].band_at.at(b));
            point(top_of_bar(s) + bar_height, rows[s].band_at.at(b));
        }
        point(top_of_bar(band.to), arrives.at(b));
        drawn.bands.push_back({{"choice", flow.name},
                               {"band", b},
                               {"from", flow.steps[band.from]},
                               {"to", flow.steps[band.to]},
                               {"persons", band.persons},
                               {"y", y},
                               {"left", left},
                               {"right", right}});
    }
    for (std::size_t s = 0; s < flow.steps.size(); ++s) {
        const double persons = persons_at(flow, s);
        const std::string number = texts.number(persons, persons < 10 && persons != std::floor(persons) ? 1 : 0);
        drawn.nodes.push_back({{"choice", flow.name},
                               {"step", flow.steps[s]},
                               {"label", flow.steps[s] + ": " + number},
                               {"persons", persons},
                               {"start", 0},
                               {"right", thousandth(std::max(rows[s].node_width, least_width))},
                               {"top", top_of_bar(s)},
                               {"bottom", top_of_bar(s) + bar_height},
                               {"middle", top_of_bar(s) - label_room / 2}});
    }
    return drawn;
}

json hidden(const char* field, double high, bool downwards) {
    json scale = {{"domain", {0, high}}, {"nice", false}, {"zero", false}};
    if (downwards) scale["reverse"] = true;
    return {{"field", field}, {"type", "quantitative"}, {"scale", scale}, {"axis", nullptr}};
}

}  // namespace

json step_flow_spec(const std::vector<StepFlow>& flows, const std::string& signal, const PageTexts& texts) {
    std::size_t most_steps = 1;
    Drawn all;
    for (const StepFlow& flow : flows) {
        for (const StepBand& band : flow.bands)
            if (!(band.persons > 0) || band.from >= band.to || band.to >= flow.steps.size())
                throw BrokenInvariant("flow of steps: a band that is empty or goes backwards");
        most_steps = std::max(most_steps, flow.steps.size());
        const Drawn drawn = drawn_of(flow, texts);
        all.bands.insert(all.bands.end(), drawn.bands.begin(), drawn.bands.end());
        all.nodes.insert(all.nodes.end(), drawn.nodes.begin(), drawn.nodes.end());
    }
    const double height = static_cast<double>(most_steps) * row_height;
    const json chosen = {{"filter", "datum.choice == " + signal}};
    const json colour = [](const char* field) {
        return json{{"field", field}, {"type", "nominal"}, {"sort", nullptr}, {"legend", nullptr}};
    }("from");
    const json bands = {{"data", {{"values", all.bands}}},
                        {"transform", {chosen, {{"flatten", {"y", "left", "right"}}}}},
                        {"mark", {{"type", "area"}, {"orient", "horizontal"}, {"interpolate", "monotone"}, {"opacity", 0.4}}},
                        {"encoding",
                         {{"y", hidden("y", height, true)},
                          {"x", hidden("left", 1, false)},
                          {"x2", {{"field", "right"}}},
                          {"color", colour},
                          {"detail", {{"field", "band"}, {"type", "nominal"}}},
                          {"tooltip",
                           {tip("from", "nominal", texts("chart.from"), ""), tip("to", "nominal", texts("chart.to"), ""),
                            tip("persons", "quantitative", texts("run.persons"), "")}}}}};
    const json tips = {tip("step", "nominal", texts("pathway.step"), ""),
                       tip("persons", "quantitative", texts("run.persons"), "")};
    const json bars = {{"data", {{"values", all.nodes}}},
                       {"transform", {chosen}},
                       {"mark", {{"type", "rect"}, {"color", "gray"}, {"opacity", 1}}},
                       {"encoding",
                        {{"x", hidden("start", 1, false)},
                         {"x2", {{"field", "right"}}},
                         {"y", hidden("top", height, true)},
                         {"y2", {{"field", "bottom"}}},
                         {"tooltip", tips}}}};
    const json labels = {{"data", {{"values", all.nodes}}},
                         {"transform", {chosen}},
                         {"mark", {{"type", "text"}, {"align", "left"}, {"baseline", "middle"}, {"limit", {{"expr", "width"}}}}},
                         {"encoding",
                          {{"x", hidden("start", 1, false)},
                           {"y", hidden("middle", height, true)},
                           {"text", {{"field", "label"}, {"type", "nominal"}}},
                           {"tooltip", tips}}}};
    return {{"height", height},
            {"view", {{"stroke", nullptr}}},
            {"params", json::array({{{"name", signal}, {"value", flows.empty() ? "" : flows.front().name}}})},
            {"layer", {bands, bars, labels}}};
}

}  // namespace qonys
