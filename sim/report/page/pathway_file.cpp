#include "report/page/pathway_file.hpp"

#include <algorithm>

#include "base/month.hpp"
#include "base/problems.hpp"
#include "report/page/run_reading.hpp"
#include "results/labels.hpp"
#include "results/result_form.hpp"

namespace qonys {

namespace {

constexpr const char* tables_needed[] = {"arrivals",
                                         "breaches",
                                         "completed",
                                         "entered",
                                         "exits",
                                         "exits_by_kind",
                                         "in_follow_up_at_end",
                                         "in_programme_at_end",
                                         "longest_wait",
                                         "mean_stay",
                                         "mean_wait",
                                         "peak_waiting",
                                         "peak_present",

                                         "peak_occupied",
                                         "p95_occupied",
                                         "days_full",
                                         "places",
                                         "peak_posts",
                                         "spending",
                                         "spending_usd",
                                         "spending_per_arrival",
                                         "spending_per_completed",
                                         "waited_share"};

std::vector<std::string> read_dates(const SourceFile& source) {
    const StoredObject& scale = source.part("date");
    if (scale.shape.size() != 1 || scale.kind != CellKind::integer) source.damaged("date is no axis");
    std::vector<std::string> dates;
    for (const std::int64_t day : source.file().integers("date")) {
        if (day < first_readable_day || day > last_readable_day) source.damaged("date holds no dates");
        dates.push_back(to_string(Date{static_cast<std::int32_t>(day)}));
    }
    if (dates.empty()) source.damaged("date is empty");
    return dates;
}

void read_scenario(const SourceFile& source, PathwayFile& run) {
    run.scenario_text = source.text("scenario_yaml");
    try {
        run.loaded = load_scenario_text("scenario_yaml", run.scenario_text);
    } catch (const BadInput&) {
        source.damaged("this version does not read its scenario_yaml");
    }
    const std::vector<Programme>& programmes = run.programmes();
    bool fits = programmes.size() == run.programme.size();
    for (std::size_t p = 0; fits && p < programmes.size(); ++p) {
        fits = programmes[p].name == run.programme.labels[p];
        for (const Stage& stage : programmes[p].stages) fits = fits && run.stage.find(stage.name);
        for (const std::string& exit : programmes[p].exits.axis.labels) fits = fits && run.exit.find(exit);
    }
    if (!fits) source.damaged("its axes are not those of its scenario_yaml");
}

void read_cubes(const SourceFile& source, PathwayFile& run) {
    const std::size_t n = run.head.replicates;
    const double mean = 1.0 / static_cast<double>(n);
    const std::vector<std::string> by_stage = {"date", "programme", "stage"}, since = {"months_since", "programme"};
    read_sums(source, n, "arrivals", {{&run.arrivals, {"programme"}}});
    read_sums(source, n, "exits", {{&run.exits, {"programme", "exit"}}});
    read_sums(source, n, "spending", {{&run.spending, {"programme"}}});
    read_sums(source, n, "longest_wait", {{&run.longest_wait, {"programme", "stage"}}});
    read_sums(source, n, "occupied", {{&run.occupied, {"date", "room"}}});
    read_sums(source, n, "followed", {{&run.followed, since}});
    read_sums(source, n, "still_in", {{&run.still_in, since}});
    read_sums(source, n, "at_risk", {{&run.at_risk, since}});
    read_sums(source, n, "left", {{&run.left, since}});
    read_sums(source, n, "present", {{&run.present, by_stage, false, mean}});
    read_sums(source, n, "waiting", {{&run.waiting, by_stage, false, mean}});
    read_sums(source, n, "moves", {{&run.moves, {"programme", "step_from", "step_to"}, false, mean}});
}

// Shares are made of these columns.
void check_followed(const SourceFile& source, const PathwayFile& run) {
    const double most = *std::max_element(run.arrivals.cells.begin(), run.arrivals.cells.end());
    for (std::size_t i = 0; i < run.followed.cells.size(); ++i) {
        const double followed = run.followed.cells[i], at_risk = run.at_risk.cells[i], left = run.left.cells[i],
                     still_in = run.still_in.cells[i];
        if (!(at_risk >= 0 && left >= 0 && still_in >= 0 && at_risk <= followed && followed <= most))
            source.damaged("followed, at_risk, left and still_in are no counts of those who arrived");
        if (left + still_in > at_risk) source.damaged("left and still_in are more persons than were at_risk");
    }
}

void check_shapes(const SourceFile& source, const PathwayFile& run) {
    const std::size_t dates = run.dates.size(), programmes = run.programme.size(), stages = run.stage.size(),
                      months = run.months_since.size();
    const auto expect = [&](const RunCube& cube, const std::vector<std::size_t>& shape, const char* name) {
        if (cube.shape != shape) source.damaged(std::string(name) + " has another shape");
    };
    expect(run.arrivals, {programmes}, "arrivals");
    expect(run.exits, {programmes, run.exit.size()}, "exits");
    expect(run.spending, {programmes}, "spending");
    expect(run.longest_wait, {programmes, stages}, "longest_wait");
    expect(run.occupied, {dates, run.room.size()}, "occupied");
    expect(run.present, {dates, programmes, stages}, "present");
    expect(run.waiting, {dates, programmes, stages}, "waiting");
    expect(run.moves, {programmes, run.step_from.size(), run.step_to.size()}, "moves");
    for (const auto& [cube, name] :
         {std::pair{&run.followed, "followed"}, {&run.still_in, "still_in"}, {&run.at_risk, "at_risk"}, {&run.left, "left"}})
        expect(*cube, {months, programmes}, name);
}

}  // namespace

bool is_about_pathways(const std::string& path) {
    const ResultFile file(path);
    return attribute_text(file.find(""), "subject") == pathway_subject;
}

PathwayFile read_pathways(const std::string& path) {
    const SourceFile source(path, "run");
    PathwayFile run;
    run.head.path = path;
    read_head(source, run.head);
    run.dates = read_dates(source);
    for (const auto& [axis, name] : {std::pair{&run.programme, "programme"},
                                     {&run.stage, "stage"},
                                     {&run.exit, "exit"},
                                     {&run.room, "room"},
                                     {&run.service, "service"},
                                     {&run.step_from, "step_from"},
                                     {&run.step_to, "step_to"},
                                     {&run.months_since, "months_since"}})
        *axis = full_axis(source, name);
    read_scenario(source, run);
    read_cubes(source, run);
    check_shapes(source, run);
    check_followed(source, run);
    for (const char* const name : tables_needed) run.tables[name] = table_of(source, std::string("whole_run/") + name);
    run.tables["yearly/spending"] = table_of(source, "yearly/spending");
    return run;
}

}  // namespace qonys
