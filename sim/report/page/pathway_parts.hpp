// Parts of the page of a run of pathway programmes.
#pragma once

#include <string>
#include <vector>

#include "report/page/page.hpp"
#include "report/page/pathway_file.hpp"
#include "report/page/run_parts.hpp"

namespace qonys {

struct PathwayView {
    const PathwayFile& run;
    const PageTexts& texts;
    RunView head;  // of the same run, for pieces that the pages of all runs share

    const std::string& by_spread(const std::string& key) const { return head.by_spread(key); }
    std::string programme(std::size_t position) const;                        // titles as the scenario has them
    std::string stage(std::size_t programme, const std::string& name) const;  // likewise
    std::string exit(const std::string& name) const;
    std::string room(const std::string& label) const;
    std::string step(std::size_t programme, const std::string& label) const;  // arrival, stage or exit
    PageColumn programme_column() const;                                      // in the table only where there are several
    // Where there are several programmes, lets the reader choose the one that a chart shows; its parameter is `chosen`.
    void choose_programme(const std::string& first, PageChart& chart) const;
    // Positions on the axis `stage` of the stages of a programme, in the order of the file.
    std::vector<std::size_t> stages(std::size_t programme) const;
    // "Rests on assumed values: cost per person and day (5), …", and on values without a source; empty when all have one.
    // `keys`: last words of paths, "days", or with their section, "centres.places".
    std::string rests_on(const std::vector<std::string>& keys) const;
    // That the figures of exits to which nobody knows the rates are no estimates; empty when there are none.
    std::string put_in() const;
};

// Mean with the 95 % interval of it; NaN where there is none.
struct MeanFigure {
    double mean = 0, low = 0, high = 0;
};
MeanFigure mean_figure(const RunTable& table, const std::vector<std::string>& labels, const RunFile& run);
// In some replicates, but not in all: a mean over those that it has one in.
bool has_meaning_only_at_times(const PathwayFile& run, const RunTable& table, const std::vector<std::string>& labels);
double mean_of_table(const RunTable& table, const std::vector<std::string>& labels);

// Texts after each other with a blank between them.
std::string sentences(const std::vector<std::string>& texts);

PageSection pathway_headlines(const PathwayView& view);
PageSection stage_flow_section(const PathwayView& view);
PageSection stages_over_time_section(const PathwayView& view);
PageSection occupancy_section(const PathwayView& view);  // rooms and stages: peaks, waits, stays
PageSection pathway_cost_section(const PathwayView& view);
PageSection pathway_exits_section(const PathwayView& view);
PageSection pathway_stays_section(const PathwayView& view);
PageSection posts_section(const PathwayView& view);
PageSection manifest_section(const PathwayView& view);

// The flow of the persons of a programme from step to step, downwards: rows are steps in the order given, bands go from a step to
// a later one.
struct StepBand {
    std::size_t from = 0, to = 0;  // positions among the steps; from < to
    double persons = 0;
};
struct StepFlow {
    std::string name;  // of the choice
    std::vector<std::string> steps;
    std::vector<StepBand> bands;
};
// The parameter `signal` names the flow that is shown, the first at the start. The specification has its own data.
nlohmann::json step_flow_spec(const std::vector<StepFlow>& flows, const std::string& signal, const PageTexts& texts);

PageSource pathway_page(const std::string& path, const PageTexts& texts);

}  // namespace qonys
