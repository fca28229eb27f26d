// Tables of the page of pathway programmes: rooms, stages, exits and staff.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "accounts/pathway_summary.hpp"
#include "report/page/pathway_parts.hpp"
#include "report/page/pathway_words.hpp"

namespace qonys {

using nlohmann::json;

namespace {

std::string users_of(const PathwayView& view, const std::string& centre) {
    std::string users;
    for (std::size_t p = 0; p < view.run.programme.size(); ++p)
        for (const Stage& stage : view.run.programmes()[p].stages)
            if (stage.centre == centre)
                users += (users.empty() ? "" : "; ") + view.programme(p) + ": " + view.stage(p, stage.name);
    return users;
}

PageTableBlock rooms_table(const PathwayView& view) {
    const PathwayFile& run = view.run;
    const PageTexts& texts = view.texts;
    PageTableBlock block{"rooms",
                         texts("pathway.rooms_table"),
                         sentences({view.by_spread("pathway.rooms_reading"),
                                    view.rests_on({"stages.places", "centres.places", "stages.days", "arrivals.persons"})}),
                         {},
                         view.head.source};
    block.table.columns = {{"room", texts("pathway.room"), "", PageColumnKind::text},
                           {"used_by", texts("pathway.used_by"), "", PageColumnKind::text},
                           {"places", texts("pathway.places"), texts("run.persons"), PageColumnKind::number, 0},
                           {"most", texts("pathway.peak"), texts("run.persons"), PageColumnKind::count, 1},
                           {"usual_most", texts("pathway.usual_peak"), texts("run.persons"), PageColumnKind::count, 1},
                           {"days_full", texts("pathway.days_full"), texts("pathway.days"), PageColumnKind::number, 1}};
    for (const std::string& room : run.room.labels) {
        const double places = mean_of_table(run.table("places"), {room}),
                     most = mean_of_table(run.table("peak_occupied"), {room});
        if (!(most > 0) && !(places > 0)) continue;
        const bool shared = room.find('.') == std::string::npos;
        block.table.rows.push_back({view.room(room), shared ? users_of(view, room) : texts("pathway.its_own"),
                                    places > 0 ? rounded(places, 0) : json(nullptr), rounded(most, 1),
                                    rounded(mean_of_table(run.table("p95_occupied"), {room}), 1),
                                    places > 0 ? rounded(mean_of_table(run.table("days_full"), {room}), 1) : json(nullptr)});
    }
    return block;
}

PageTableBlock stages_table(const PathwayView& view) {
    const PathwayFile& run = view.run;
    const PageTexts& texts = view.texts;
    PageTableBlock block{"stages",
                         texts("pathway.stages_table"),
                         sentences({view.by_spread("pathway.stages_reading"),
                                    view.rests_on({"stages.places", "centres.places", "stages.days", "days_cv", "next",
                                                   "arrivals.persons", "delay_days"})}),
                         {},
                         view.head.source};
    const std::string days = texts("pathway.days"), persons = texts("run.persons");
    block.table.columns = {view.programme_column(),
                           {"stage", texts("pathway.stage_title"), "", PageColumnKind::text},
                           {"kind", texts("pathway.kind"), "", PageColumnKind::text},
                           {"entered", texts("pathway.entered"), persons, PageColumnKind::count, 1},
                           {"most", texts("pathway.peak"), persons, PageColumnKind::count, 1},
                           {"per_person_stay", texts("pathway.mean_stay"), days, PageColumnKind::number, 1},
                           {"waited", texts("pathway.waited_share"), "", PageColumnKind::share, 1},
                           {"per_person_wait", texts("pathway.mean_wait"), days, PageColumnKind::number, 1},
                           {"per_person_longest_wait", texts("pathway.longest_wait"), days, PageColumnKind::number, 1},
                           {"most_waiting", texts("pathway.most_waiting"), persons, PageColumnKind::count, 1}};
    bool again = false, at_times = false;
    for (std::size_t p = 0; p < run.programme.size(); ++p)
        for (const Stage& stage : run.programmes()[p].stages) {
            const std::string& programme = run.programme.labels[p];
            const auto mean = [&](const char* table, int decimals) {
                return rounded(mean_of_table(run.table(table), {programme, stage.name}), decimals);
            };
            for (const char* table : {"mean_stay", "mean_wait", "waited_share"})
                at_times = at_times || has_meaning_only_at_times(run, run.table(table), {programme, stage.name});
            again = again || mean_of_table(run.table("entered"), {programme, stage.name, all_label}) >
                                 mean_of_table(run.table("arrivals"), {programme, all_label}) + 1e-6;
            block.table.rows.push_back({view.programme(p), view.stage(p, stage.name), texts("pathway.kind." + stage.kind),
                                        rounded(mean_of_table(run.table("entered"), {programme, stage.name, all_label}), 1),
                                        mean("peak_present", 1), mean("mean_stay", 1), mean("waited_share", 4),
                                        mean("mean_wait", 1), mean("longest_wait", 1), mean("peak_waiting", 1)});
        }
    block.reading = sentences({block.reading, again ? texts("pathway.again") : "", at_times ? texts("pathway.at_times") : ""});
    return block;
}

// Persons by group in the order of the columns, and all.
void add_groups(json& row, const std::function<double(const std::string&)>& persons) {
    for (const char* group : group_words) row.push_back(rounded(persons(group), 1));
    row.push_back(rounded(persons(all_label), 1));
}

void add_exits_of(const PathwayView& view, std::size_t p, PageTable& table) {
    const PathwayFile& run = view.run;
    const PageTexts& texts = view.texts;
    const std::string& programme = run.programme.labels[p];
    const auto of = [&](const char* name) {
        return [&run, &programme, name](const std::string& group) { return mean_of_table(run.table(name), {programme, group}); };
    };
    json arrived = {view.programme(p), texts("pathway.arrived"), ""};
    add_groups(arrived, of("arrivals"));
    table.rows.push_back(std::move(arrived));
    const Names& exits = run.programmes()[p].exits;
    for (std::size_t i = 0; i < exits.texts.size(); ++i) {
        json row = {view.programme(p), view.exit(exits.axis.labels[i]), texts("pathway.exit_kind." + exits.texts[i])};
        add_groups(row, [&](const std::string& group) {
            return mean_of_table(run.table("exits"), {programme, exits.axis.labels[i], group});
        });
        table.rows.push_back(std::move(row));
    }
    json inside = {view.programme(p), texts("pathway.in_programme"), ""};
    add_groups(inside, of("in_programme_at_end"));
    table.rows.push_back(std::move(inside));
}

}  // namespace

PageSection occupancy_section(const PathwayView& view) {
    PageSection section{"occupancy", view.texts("pathway.occupancy")};
    for (PageTableBlock block : {stages_table(view), rooms_table(view)})
        if (!block.table.rows.empty()) section.tables.push_back(std::move(block));
    return section;
}

PageSection pathway_exits_section(const PathwayView& view) {
    const PageTexts& texts = view.texts;
    PageSection section{"exits", texts("pathway.exits")};
    PageTableBlock block{
        "exits",
        texts("pathway.exits_table"),
        sentences({view.by_spread("pathway.exits_reading"), view.rests_on({"next", "leave", "unaccompanied"}), view.put_in()}),
        {},
        view.head.source};
    block.table.columns = {view.programme_column(),
                           {"exit", texts("pathway.exit_title"), "", PageColumnKind::text},
                           {"kind", texts("pathway.kind"), "", PageColumnKind::text}};
    for (const char* group : group_words)
        block.table.columns.push_back(
            {group, texts(std::string("pathway.group.") + group), texts("run.persons"), PageColumnKind::count, 1});
    block.table.columns.push_back({"all", texts("pathway.all"), texts("run.persons"), PageColumnKind::count, 1});
    for (std::size_t p = 0; p < view.run.programme.size(); ++p) add_exits_of(view, p, block.table);
    section.tables.push_back(std::move(block));

    const RunTable& breaches = view.run.table("breaches");
    PageTableBlock broken{"breaches",
                          texts("pathway.breaches_table"),
                          sentences({view.by_spread("pathway.breaches_reading"),
                                     view.rests_on({"obligation_days", "leave", "next", "stages.days"})}),
                          {},
                          view.head.source};
    broken.table.columns = {view.programme_column(),
                            {"days", texts("pathway.obligation_days"), texts("pathway.days"), PageColumnKind::number, 0},
                            {"obligation", texts("pathway.obligation"), "", PageColumnKind::text},
                            {"breaches", texts("pathway.breaches"), texts("run.persons"), PageColumnKind::count, 1}};
    for (std::size_t p = 0; p < view.run.programme.size(); ++p) {
        const Programme& programme = view.run.programmes()[p];
        if (programme.obligation_days == 0) continue;
        broken.table.rows.push_back({view.programme(p), programme.obligation_days, programme.obligation,
                                     rounded(mean_of_table(breaches, {programme.name}), 1)});
    }
    if (!broken.table.rows.empty()) section.tables.push_back(std::move(broken));
    return section;
}

PageSection posts_section(const PathwayView& view) {
    const PathwayFile& run = view.run;
    const PageTexts& texts = view.texts;
    PageSection section{"staff", texts("pathway.staff")};
    PageTableBlock block{
        "staff",
        texts("pathway.staff_table"),
        sentences({view.by_spread("pathway.staff_reading"), view.rests_on({"staff", "stages.days", "arrivals.persons"})}),
        {},
        view.head.source};
    block.table.columns = {view.programme_column(),
                           {"service", texts("pathway.service_title"), "", PageColumnKind::text},
                           {"posts", texts("pathway.posts"), texts("pathway.full_time"), PageColumnKind::number, 1}};
    const bool intervals = view.head.intervals();
    if (intervals)
        for (const char* end : {"low", "high"})
            block.table.columns.push_back({std::string("posts_") + end, texts(std::string("chart.") + end),
                                           texts("pathway.full_time"), PageColumnKind::number, 1});
    for (std::size_t p = 0; p < run.programme.size(); ++p)
        for (const std::string& service : run.service.labels) {
            const MeanFigure posts = mean_figure(run.table("peak_posts"), {run.programme.labels[p], service}, run.head);
            if (!(posts.mean > 0)) continue;
            json row = {view.programme(p), service_words(service, texts), rounded(posts.mean, 1)};
            if (intervals) {
                row.push_back(rounded(posts.low, 1));
                row.push_back(rounded(posts.high, 1));
            }
            block.table.rows.push_back(std::move(row));
        }
    if (!block.table.rows.empty()) section.tables.push_back(std::move(block));
    return section;
}

}  // namespace qonys
