#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "accounts/student.hpp"
#include "report/page/pathway_parts.hpp"
#include "report/page/pathway_words.hpp"
#include "report/pathway_grounds.hpp"

namespace qonys {

namespace {

// "programmes.jusan.stages.centre.days" and "centres.north.places": the section that holds what the number is about.
std::string section_of(const std::string& path) {
    if (path.starts_with("programmes."))
        for (const char* section : {"stages", "arrivals"})
            if (path.find(fmt::format(".{}.", section)) != std::string::npos) return section;
    return path.substr(0, path.find('.'));
}

bool is_meant(const std::string& path, const std::string& key) {
    const std::size_t point = key.find('.');
    const std::string last = point == std::string::npos ? key : key.substr(point + 1);
    if (!path.ends_with("." + last) || path.starts_with("published.")) return false;
    return point == std::string::npos || section_of(path) == key.substr(0, point);
}

// "cost per person and day (5), length of stay (3)"
std::string counted(const PathwayView& view, const std::vector<std::string>& keys, bool (*wanted)(const ValueNote&)) {
    std::string text;
    for (const std::string& key : keys) {
        const auto& notes = view.run.loaded.notes;
        const auto count = std::count_if(notes.begin(), notes.end(),
                                         [&](const ValueNote& note) { return is_meant(note.path, key) && wanted(note); });
        if (count == 0) continue;
        const std::string number = view.texts.number(static_cast<double>(count), 0);
        text += fmt::format("{}{} ({})", text.empty() ? "" : ", ", view.texts("pathway.value." + key), number);
    }
    return text;
}

}  // namespace

std::string PathwayView::programme(std::size_t position) const {
    return programme_words(run.loaded.scenario.pathways, position, texts);
}

std::string PathwayView::stage(std::size_t programme, const std::string& name) const {
    return stage_words(run.programmes()[programme], name, texts);
}

std::string PathwayView::exit(const std::string& name) const {
    return exit_words(name, texts);
}

std::string PathwayView::room(const std::string& label) const {
    return room_words(run.loaded.scenario.pathways, label, texts);
}

std::string PathwayView::step(std::size_t programme, const std::string& label) const {
    if (label == "arrival") return texts("pathway.arrival");
    return run.stage.find(label) ? stage(programme, label) : exit(label);
}

PageColumn PathwayView::programme_column() const {
    return {"programme", texts("pathway.programme"), "", PageColumnKind::text, 0, run.programme.size() > 1};
}

void PathwayView::choose_programme(const std::string& first, PageChart& chart) const {
    if (run.programme.size() > 1)
        chart.controls = {{PageControl::Kind::choose_value, "chosen", texts("pathway.programme"), "programme", {}, first}};
}

std::vector<std::size_t> PathwayView::stages(std::size_t programme) const {
    std::vector<std::size_t> positions;
    for (const Stage& stage : run.programmes()[programme].stages) positions.push_back(*run.stage.find(stage.name));
    return positions;
}

std::string PathwayView::rests_on(const std::vector<std::string>& keys) const {
    const std::string assumed = counted(*this, keys, rests_on_assumption);
    const std::string bare = counted(*this, keys, is_without_source);
    std::vector<std::string> all;
    if (!assumed.empty()) all.push_back(texts("pathway.rests_on_assumed", {{"list", assumed}}));
    if (!bare.empty()) all.push_back(texts("pathway.rests_on_bare", {{"list", bare}}));
    return sentences(all);
}

std::string PathwayView::put_in() const {
    std::string names;
    for (std::size_t p = 0; p < run.programme.size(); ++p)
        for (const std::string& name : exits_as_put_in(run.programmes()[p], run.loaded.notes)) {
            const std::string words = exit(name) + (run.programme.size() > 1 ? " (" + programme(p) + ")" : "");
            names += (names.empty() ? "" : ", ") + words;
        }
    return names.empty() ? "" : texts("pathway.put_in", {{"exits", names}});
}

bool has_meaning_only_at_times(const PathwayFile& run, const RunTable& table, const std::vector<std::string>& labels) {
    const double count = table.count.at(table.cell(labels));
    return count > 0 && count < static_cast<double>(run.head.replicates);
}

std::string sentences(const std::vector<std::string>& texts) {
    std::string all;
    for (const std::string& text : texts)
        if (!text.empty()) all += (all.empty() ? "" : " ") + text;
    return all;
}

double mean_of_table(const RunTable& table, const std::vector<std::string>& labels) {
    return table.mean.at(table.cell(labels));
}

MeanFigure mean_figure(const RunTable& table, const std::vector<std::string>& labels, const RunFile& run) {
    const std::size_t cell = table.cell(labels), observations = run.observations();
    const double se = table.se.at(cell), nan = std::numeric_limits<double>::quiet_NaN();
    MeanFigure figure{table.mean.at(cell), nan, nan};
    if (observations < 2 || !(se > 0)) return figure;
    const double half = student_975(observations - 1) * se;
    figure.low = figure.mean - half;
    figure.high = figure.mean + half;
    return figure;
}

PageSource pathway_page(const std::string& path, const PageTexts& texts) {
    const PathwayFile run = read_pathways(path);
    PageSource page;
    page.file = run.head.file;
    page.kind = "run";
    page.subject = PageSubject::pathways;
    page.question = run.head.question;
    page.program = run.head.program;
    page.seed = std::to_string(run.head.seed);
    page.replicates = texts.number(static_cast<double>(run.head.replicates), 0);
    page.assumed = run.head.assumed;
    page.without_source = values_without_source(run.loaded);
    page.uncertain = run.head.uncertain;
    page.inputs = run.head.inputs;
    page.scenario_text = run.scenario_text;
    const std::string source = texts("run.source", {{"file", page.file}, {"seed", page.seed}, {"replicates", page.replicates}});
    const PathwayView view{run, texts, {run.head, texts, source}};
    for (const auto section :
         {pathway_headlines, stage_flow_section, stages_over_time_section, occupancy_section, pathway_cost_section,
          pathway_exits_section, pathway_stays_section, posts_section, manifest_section})
        if (PageSection made = section(view); !made.charts.empty() || !made.tables.empty() || !made.cards.empty())
            page.sections.push_back(std::move(made));
    return page;
}

}  // namespace qonys
