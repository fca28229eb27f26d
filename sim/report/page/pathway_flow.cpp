#include <algorithm>

#include "report/page/charts.hpp"
#include "report/page/pathway_parts.hpp"

namespace qonys {

using nlohmann::json;

namespace {

// Steps of a programme: arrival, its stages and its exits in the order of the file.
struct Step {
    std::string label;
    bool is_exit = false;
};

std::vector<Step> steps_of(const Programme& programme) {
    std::vector<Step> steps = {{"arrival"}};
    for (const Stage& stage : programme.stages) steps.push_back({stage.name});
    for (const std::string& exit : programme.exits.axis.labels) steps.push_back({exit, true});
    return steps;
}

double moved(const PathwayFile& run, std::size_t programme, const Step& from, const Step& to) {
    const auto i = run.step_from.find(from.label);
    const auto j = run.step_to.find(to.label);
    return i && j && !from.is_exit ? run.moves.at(0, {programme, *i, *j}) : 0;
}

void add_moves(const PathwayView& view, std::size_t programme, PageTable& table, StepFlow& flow) {
    const std::vector<Step> steps = steps_of(view.run.programmes()[programme]);
    for (const Step& step : steps) flow.steps.push_back(view.step(programme, step.label));
    for (std::size_t i = 0; i < steps.size(); ++i) {
        double all = 0;
        for (const Step& to : steps) all += moved(view.run, programme, steps[i], to);
        for (std::size_t j = 0; j < steps.size(); ++j) {
            const double persons = moved(view.run, programme, steps[i], steps[j]);
            if (persons <= 0) continue;
            table.rows.push_back({flow.name, flow.steps[i], flow.steps[j], rounded(persons, 1), rounded(persons / all, 4)});
            const double drawn = rounded(persons, 1).get<double>();
            if (i < j && drawn > 0) flow.bands.push_back({i, j, drawn});
        }
    }
}

}  // namespace

PageSection stage_flow_section(const PathwayView& view) {
    const PageTexts& texts = view.texts;
    PageSection section{"flow", texts("pathway.flow")};
    PageChart chart;
    chart.id = "flow";
    chart.title = texts("pathway.flow_title");
    chart.unit = view.by_spread("pathway.flow_unit");
    chart.reading = texts("pathway.flow_reading");
    chart.table.columns = {view.programme_column(),
                           {"step_from", texts("chart.from"), "", PageColumnKind::text},
                           {"step_to", texts("chart.to"), "", PageColumnKind::text},
                           {"persons", texts("pathway.persons"), texts("run.persons"), PageColumnKind::count, 1},
                           {"share", texts("pathway.share_of_moves"), "", PageColumnKind::share, 1}};
    std::vector<StepFlow> flows;
    for (std::size_t p = 0; p < view.run.programme.size(); ++p) {
        StepFlow flow{view.programme(p), {}, {}};
        add_moves(view, p, chart.table, flow);
        if (!flow.bands.empty()) flows.push_back(std::move(flow));
    }
    if (flows.empty()) return section;
    chart.spec = step_flow_spec(flows, "chosen", texts);
    view.choose_programme(flows.front().name, chart);
    chart.note = sentences({texts("pathway.flow_note"), view.rests_on({"next", "leave", "stages.days"}), view.put_in()});
    chart.source = view.head.source;
    section.charts.push_back(std::move(chart));
    return section;
}

}  // namespace qonys
