#include <algorithm>

#include "report/page/charts.hpp"
#include "report/page/run_parts.hpp"

namespace qonys {

using nlohmann::json;

namespace {

double cell_of(const RunCube& cube, std::size_t region, std::size_t origin, const std::vector<std::size_t>& streams) {
    double sum = 0;
    for (const std::size_t s : streams) sum += cube.at(0, {region, origin, s});
    return sum;
}

struct Flow {
    std::size_t origin, region;
    double settled, placed;
};

// Largest origins first, and within an origin the largest regions.
std::vector<Flow> flows_of(const RunFile& run, const std::vector<std::size_t>& streams) {
    std::vector<Flow> flows;
    std::vector<double> by_origin(run.origin.size(), 0), by_region(run.region.size(), 0);
    for (std::size_t o = 0; o < run.origin.size(); ++o)
        for (std::size_t g = 0; g < run.region.size(); ++g) {
            const double settled = cell_of(run.mean_settled, g, o, streams), placed = cell_of(run.mean_placed, g, o, streams);
            by_origin[o] += settled;
            by_region[g] += settled;
            if (settled > 0 || placed > 0) flows.push_back({o, g, settled, placed});
        }
    std::stable_sort(flows.begin(), flows.end(), [&](const Flow& a, const Flow& b) {
        if (a.origin != b.origin)
            return by_origin[a.origin] != by_origin[b.origin] ? by_origin[a.origin] > by_origin[b.origin] : a.origin < b.origin;
        return by_region[a.region] > by_region[b.region];
    });
    return flows;
}

}  // namespace

PageSection flow_section(const RunView& view) {
    const RunFile& run = view.run;
    const PageTexts& texts = view.texts;
    PageSection section{"flows", texts("run.flows")};
    PageChart chart;
    chart.id = "flows";
    chart.title = texts("run.flows_title");
    chart.unit = view.by_spread("run.flows_unit");
    chart.reading = texts("run.flows_reading");
    chart.table.columns = {{"stream", texts("run.stream"), "", PageColumnKind::text},
                           {"origin_code", texts("run.origin_code"), "", PageColumnKind::text, 0, false},
                           {"origin", texts("run.origin"), "", PageColumnKind::text},
                           {"region", texts("run.code"), "", PageColumnKind::text, 0, false},
                           {"name", texts("run.region"), "", PageColumnKind::text},
                           {"settled", texts("run.settled"), texts("run.persons"), PageColumnKind::count, 1},
                           {"placed", texts("run.placed"), texts("run.persons"), PageColumnKind::count, 1}};
    std::vector<FlowChoice> choices;
    const auto add = [&](const std::string& name, const std::vector<std::size_t>& streams) {
        FlowChoice choice{name, {}};
        for (const Flow& flow : flows_of(run, streams)) {
            const std::string &from = run.origin.labels[flow.origin], &to = run.region.labels[flow.region];
            const json settled = rounded(flow.settled, 1);
            chart.table.rows.push_back({name, from, view.origin(from), to, view.region(to), settled, rounded(flow.placed, 1)});
            choice.bands.push_back({view.short_origin(from), view.region(to), settled.get<double>()});
        }
        if (!choice.bands.empty()) choices.push_back(choice);
    };
    const std::vector<std::size_t> streams = lively_streams(run);
    if (streams.size() > 1) add(texts("run.all_streams"), streams);
    for (const std::size_t s : streams) add(view.stream(s), {s});
    if (choices.empty()) {
        section.paragraphs.push_back(texts("run.nobody"));
        return section;
    }
    chart.spec = flow_choice_spec(choices, "chosen", texts("run.persons"), texts);
    chart.controls = {{PageControl::Kind::choose_value, "chosen", texts("run.stream"), "stream", {}, choices.front().name}};
    chart.note = texts("run.flows_note");
    chart.source = view.source;
    section.charts.push_back(chart);
    return section;
}

}  // namespace qonys
