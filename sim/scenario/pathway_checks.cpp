#include "scenario/pathway_checks.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <sstream>

#include "base/month.hpp"
#include "scenario/value.hpp"

namespace qonys {

namespace {

constexpr int most_pathway_months = 600;
constexpr double most_result_cells = 4e6;  // of the largest variable, in one replicate
constexpr double most_travellers = 200'000;
constexpr double most_visits = 1e9;  // of stages, by parties that go round in a circle

struct PathwayCheck {
    const Scenario& scenario;
    const FieldsRead& read;
    Problems& problems;

    // At the value, or where the nearest section that was read begins.
    Mark mark_of(std::string path) const {
        for (;;) {
            if (const auto found = read.find(path); found != read.end()) return found->second;
            Mark first;  // of what stands in the section
            for (auto at = read.lower_bound(path + "."); at != read.end() && at->first.starts_with(path + "."); ++at)
                if (first.file.empty() || (at->second.file == first.file && at->second.line < first.line)) first = at->second;
            if (!first.file.empty()) return first;
            const std::size_t dot = path.rfind('.');
            if (dot == std::string::npos) return {};
            path.resize(dot);
        }
    }
    void refuse(const std::string& path, std::string what, std::string hint = {}) const {
        problems.add(mark_of(path), path, std::move(what), std::move(hint));
    }
    bool has(const std::string& path) const { return read.contains(path); }
};

double travellers(const ManifestRow& arrival, const char* who) {
    if (arrival.persons.axes.empty()) return 0;
    const auto at = arrival.persons.axes[0].find(who);
    return at ? arrival.persons.at(*at) : 0;
}

bool check_day(const PathwayCheck& c, const std::string& path, const std::string& text) {
    if (!c.has(path)) return false;
    if (parse_date(text)) return true;
    c.refuse(path, fmt::format("{} is not a date of 1900 to 2199", text.empty() ? "this" : "\"" + text + "\""),
             "write a date such as 2019-05-07");
    return false;
}

void check_days_of(const PathwayCheck& c, const std::string& path, const ManifestRow& a) {
    const Run& run = c.scenario.run;
    const bool dated = check_day(c, path + ".date", a.date);
    const bool ends = c.has(path + ".until");
    const bool until = ends && check_day(c, path + ".until", a.until);
    if (!dated) return;
    const Date first = *parse_date(a.date), last = until ? *parse_date(a.until) : first;
    if (last < first) c.refuse(path + ".until", fmt::format("{} is before the first day, {}", a.until, a.date));
    if (!ends && (c.has(path + ".flights") || c.has(path + ".pattern")))
        c.refuse(path, "a stream of several flights needs a last day", "write until: with a date");
    if (ends && !c.has(path + ".flights") && !c.has(path + ".pattern"))
        c.refuse(path + ".until", "a stream with a last day says how people come",
                 "write flights: with their number, or pattern: singly");
    if (a.pattern == "singly" && (c.has(path + ".flights") || a.delay_days > 0))
        c.refuse(path + ".pattern", "parties that come singly come on no flight", "leave out flights and delay_days");
    if (!c.has("run.first_month") || !c.has("run.last_month")) return;
    if (first < first_day(run.first_month) || last >= first_day(run.last_month + 1))
        c.refuse(
            path + (first < first_day(run.first_month) ? ".date"
                    : until                            ? ".until"
                                                       : ".date"),
            fmt::format("arrives outside the months simulated, {} to {}", to_string(run.first_month), to_string(run.last_month)),
            "change run.first_month or run.last_month");
}

void check_persons(const PathwayCheck& c, const std::string& path, const ManifestRow& a) {
    if (!c.has(path + ".persons")) return;
    const double women = travellers(a, "women"), children = travellers(a, "children"), orphans = travellers(a, "orphans");
    if (orphans > children)
        c.refuse(path + ".persons", fmt::format("{} orphans among {} children", orphans, children),
                 "orphans are counted among the children");
    if (women + travellers(a, "men") + children == 0)
        c.refuse(path + ".persons", "nobody arrives", "write persons: {women: 20, children: 60, orphans: 4}");
    if (!c.has(path + ".unaccompanied")) return;
    const auto alone = static_cast<double>(a.unaccompanied);
    if (alone > children || alone < orphans)
        c.refuse(path + ".unaccompanied",
                 fmt::format("{} of {} children, of whom {} are orphans", a.unaccompanied, children, orphans),
                 "orphans are unaccompanied, and nobody but children is");
    else if (women == 0 && alone < children)
        c.refuse(path + ".unaccompanied", "no woman arrives with whom the other children could be",
                 "leave it out: then all children are unaccompanied");
}

void check_stage(const PathwayCheck& c, const std::string& path, const Stage& stage) {
    if (c.has(path + ".centre")) {
        const auto& centres = c.scenario.pathways.centres;
        if (std::none_of(centres.begin(), centres.end(), [&](const SharedCentre& x) { return x.name == stage.centre; })) {
            std::vector<std::string> names;
            for (const SharedCentre& centre : centres) names.push_back(centre.name);
            const std::string near = nearest(stage.centre, names);
            c.refuse(path + ".centre", fmt::format("there is no centre {}", shown(stage.centre)),
                     !near.empty()   ? fmt::format("did you mean {}?", near)
                     : names.empty() ? "write centres: with its name and places"
                                     : "there is " + listed(names));
        }
        if (c.has(path + ".places"))
            c.refuse(path + ".places", "the stage has places of its own and a centre", "keep one of them");
    }
    if (std::find(stay_shape_words.begin(), stay_shape_words.end(), stage.days_shape) == stay_shape_words.end()) return;
    const bool spread = stage.days_shape == "gamma" || stage.days_shape == "lognormal";
    if (spread && !c.has(path + ".days_cv"))
        c.refuse(path + ".days_shape", fmt::format("{} needs a spread", stage.days_shape),
                 "write days_cv: with the standard deviation over the mean, or take fixed or exponential");
    if (!spread && c.has(path + ".days_cv"))
        c.refuse(path + ".days_cv", fmt::format("stays that are {} have no spread of their own", stage.days_shape),
                 "write days_shape: gamma or lognormal");
}

// Steps reached from each stage with a share above 0, as positions: stages, then exits.
std::vector<std::set<std::size_t>> ways_of(const Programme& programme) {
    std::vector<std::set<std::size_t>> ways(programme.stages.size());
    for (std::size_t s = 0; s < ways.size(); ++s) {
        const Table& next = programme.stages[s].next;
        const std::size_t steps = next.axes.empty() ? 0 : next.axes.back().size();
        for (std::size_t cell = 0; cell < next.cells.size(); ++cell)
            if (next.cells[cell] > 0) ways[s].insert(cell % steps);
    }
    return ways;
}

void check_ways(const PathwayCheck& c, const std::string& path, const Programme& programme) {
    for (const Stage& stage : programme.stages)
        if (!c.has(path + ".stages." + stage.name + ".next")) return;
    if (!c.has(path + ".exits")) return;
    const std::vector<std::set<std::size_t>> ways = ways_of(programme);
    const std::size_t stages = ways.size();
    std::set<std::size_t> reached{0};
    for (bool more = true; more;) {
        more = false;
        for (const std::size_t s : std::set<std::size_t>(reached))
            if (s < stages)
                for (const std::size_t to : ways[s]) more = reached.insert(to).second || more;
    }
    std::set<std::size_t> ends;  // stages from which an exit can be reached
    for (bool more = true; more;) {
        more = false;
        for (std::size_t s = 0; s < stages; ++s)
            if (std::any_of(ways[s].begin(), ways[s].end(), [&](std::size_t to) { return to >= stages || ends.contains(to); }))
                more = ends.insert(s).second || more;
    }
    for (std::size_t s = 0; s < stages; ++s) {
        const std::string stage = path + ".stages." + programme.stages[s].name;
        if (!reached.contains(s))
            c.refuse(stage,
                     fmt::format("nobody comes to this stage: arrivals enter {}, the first in the file, and no way leads here",
                                 programme.stages[0].name),
                     "name it in next: of another stage, or take it out");
        else if (!ends.contains(s))
            c.refuse(stage + ".next", "no way leads from here to an exit", "let some share go on to an exit");
    }
}

// Parties wait for the next stage where they are. Two places that wait for each other could stand still for ever.
void check_no_standstill(const PathwayCheck& c) {
    std::map<std::string, std::set<std::string>> waits;  // by the name of what has the places
    const auto room_name = [](const Programme& p, const Stage& s) {
        return room_of(s) == Room::centre ? "centre " + s.centre : "stage " + p.name + "." + s.name;
    };
    for (const Programme& programme : c.scenario.pathways.programmes) {
        const std::vector<std::set<std::size_t>> ways = ways_of(programme);
        for (std::size_t s = 0; s < ways.size(); ++s)
            for (const std::size_t to : ways[s]) {
                if (to >= programme.stages.size()) continue;
                const Stage &from = programme.stages[s], &next = programme.stages[to];
                if (room_of(from) == Room::unlimited || room_of(next) == Room::unlimited) continue;
                if (room_name(programme, from) != room_name(programme, next))
                    waits[room_name(programme, from)].insert(room_name(programme, next));
            }
    }
    for (const auto& [start, unused] : waits) {
        std::set<std::string> reached;
        std::vector<std::string> open{start};
        while (!open.empty()) {
            const std::string at = open.back();
            open.pop_back();
            for (const std::string& to : waits.contains(at) ? waits.at(at) : std::set<std::string>{})
                if (reached.insert(to).second) open.push_back(to);
        }
        if (!reached.contains(start)) continue;
        c.refuse("programmes",
                 fmt::format("{} and what follows it wait for each other's places in a circle: when all are full, "
                             "nobody could move on",
                             start),
                 "let one of these stages have no limit, or lead nobody back");
        return;
    }
}

void check_programme(const PathwayCheck& c, const Programme& programme, bool names_refused) {
    const std::string path = "programmes." + programme.name;
    if (programme.arrivals.empty() && !names_refused)
        c.refuse(path, "nobody arrives", "write arrivals: with at least one flight or stream");
    if (programme.stages.empty() && !names_refused) c.refuse(path, "there are no stages", "write stages: with at least one");
    for (const ManifestRow& arrival : programme.arrivals) {
        const std::string at = path + ".arrivals." + arrival.name;
        check_days_of(c, at, arrival);
        check_persons(c, at, arrival);
        if (c.has(at + ".from") && (arrival.from.empty() || arrival.from.size() > 32))
            c.refuse(at + ".from", "this is no code of a country", "write SYR, IRQ or AFG");
    }
    for (const Stage& stage : programme.stages) check_stage(c, path + ".stages." + stage.name, stage);
    if (!programme.stages.empty()) check_ways(c, path, programme);
}

void check_published(const PathwayCheck& c, const PublishedTotal& total) {
    const std::string path = "published." + total.name;
    const bool until = c.has(path + ".until");
    if (!c.has(path + ".programmes") || !c.has(path + ".persons")) return;
    if (until && !check_day(c, path + ".until", total.until)) return;
    if (!total.who.empty() && !c.has(path + ".who")) return;
    std::int64_t sum = 0;
    std::set<std::string> counted;
    std::istringstream names(total.programmes);
    for (std::string name; names >> name;) {
        const auto& all = c.scenario.pathways.programmes;
        const auto found = std::find_if(all.begin(), all.end(), [&](const Programme& p) { return p.name == name; });
        if (found == all.end()) {
            c.refuse(path + ".programmes", fmt::format("there is no programme {}", shown(name)),
                     "a total of several programmes stands where all of them are");
            return;
        }
        if (!counted.insert(name).second) {
            c.refuse(path + ".programmes", fmt::format("{} is named twice", name), "name each programme once");
            return;
        }
        for (const ManifestRow& arrival : found->arrivals) {
            const std::string& last = arrival.until.empty() ? arrival.date : arrival.until;
            sum += counted_by(total, arrival);
            if (until && arrival.date <= total.until && last > total.until) {
                c.refuse(path + ".until", fmt::format("the arrivals {} go on until {}", arrival.name, last),
                         "take a day on which no stream is under way");
                return;
            }
        }
    }
    if (counted.empty()) {
        c.refuse(path + ".programmes", "it names no programme", "write their names, separated by blanks");
        return;
    }
    if (sum + total.difference != total.persons)
        c.refuse(path,
                 fmt::format("the arrivals add up to {}, with a declared difference of {} that is not the published {}", sum,
                             total.difference, total.persons),
                 fmt::format("correct the arrivals, or declare difference: {} with a reason", total.persons - sum));
    else if (total.difference != 0 && total.reason.empty())
        c.refuse(path, fmt::format("a difference of {} has no reason", total.difference), "write reason: and what explains it");
}

// Axes of results have the stages and exits of all programmes side by side, "arrival" before them and "all" behind.
void check_names(const PathwayCheck& c) {
    const std::vector<Programme>& programmes = c.scenario.pathways.programmes;
    const auto refuse_reserved = [&](const std::string& path, const std::string& name) {
        if (name == "all" || name == "arrival")
            c.refuse(path, fmt::format("{} has a meaning of its own in results", name), "take another name");
    };
    std::map<std::string, std::string> stage_of;  // programme by name of stage
    for (const Programme& programme : programmes) {
        refuse_reserved("programmes." + programme.name, programme.name);
        for (const Stage& stage : programme.stages) {
            refuse_reserved("programmes." + programme.name + ".stages." + stage.name, stage.name);
            stage_of.emplace(stage.name, programme.name);
        }
    }
    for (const Programme& programme : programmes) {
        const std::string path = "programmes." + programme.name + ".exits";
        if (!c.has(path)) continue;
        for (const std::string& exit : programme.exits.axis.labels) {
            refuse_reserved(path, exit);
            if (const auto found = stage_of.find(exit); found != stage_of.end())
                c.refuse(path, fmt::format("{} is a stage too, of {}", exit, found->second), "rename one");
        }
    }
}

// Stages on a circle can be visited without end.
void check_circles(const PathwayCheck& c) {
    if (!c.has("run.first_month") || !c.has("run.last_month")) return;
    const Run& run = c.scenario.run;
    const double days = first_day(run.last_month + 1).days - first_day(run.first_month).days;
    for (const Programme& programme : c.scenario.pathways.programmes) {
        const std::vector<std::set<std::size_t>> ways = ways_of(programme);
        double least = 0, persons = 0;  // shortest mean stay on a circle, if there is one
        for (std::size_t start = 0; start < ways.size(); ++start) {
            std::set<std::size_t> reached;
            std::vector<std::size_t> open{start};
            while (!open.empty()) {
                const std::size_t at = open.back();
                open.pop_back();
                for (const std::size_t to : ways[at])
                    if (to < ways.size() && reached.insert(to).second) open.push_back(to);
            }
            const double stay = std::max(1.0, programme.stages[start].days);
            if (reached.contains(start)) least = least == 0 ? stay : std::min(least, stay);
        }
        for (const ManifestRow& row : programme.arrivals) persons += static_cast<double>(persons_of(row));
        if (least > 0 && persons * days / least > most_visits)
            c.refuse("programmes." + programme.name,
                     fmt::format(
                         "{:.0f} persons who go round in a circle of stages, the shortest of {:.0f} days, for {:.0f} days make "
                         "more than {:.0f} visits, the most that are simulated",
                         persons, least, days, most_visits),
                     "lengthen the stays, or simulate fewer months or persons");
    }
}

// Results by step, programme, stage and group must fit into memory, and persons too.
void check_size(const PathwayCheck& c) {
    const Run& run = c.scenario.run;
    const Pathways& pathways = c.scenario.pathways;
    std::set<std::string> stages, exits, services;
    double persons = 0, rooms = static_cast<double>(pathways.centres.size());
    for (const Programme& programme : pathways.programmes) {
        for (const Stage& stage : programme.stages) {
            stages.insert(stage.name);
            rooms += stage.centre.empty() ? 1 : 0;
            if (!stage.staff.axes.empty()) services.insert(stage.staff.axes[0].labels.begin(), stage.staff.axes[0].labels.end());
        }
        exits.insert(programme.exits.axis.labels.begin(), programme.exits.axis.labels.end());
        for (const ManifestRow& arrival : programme.arrivals)
            persons += static_cast<double>(persons_of(arrival)) * (arrival.pattern == "singly" ? 2 : 1);
    }
    if (persons > most_travellers)
        c.refuse("programmes", fmt::format("{:.0f} persons, at most {:.0f} are simulated", persons, most_travellers));
    if (!c.has("run.first_month") || !c.has("run.last_month")) return;
    const int months = run.last_month - run.first_month + 1;
    if (months < 1) c.refuse("run.last_month", fmt::format("the last month is before the first, {}", to_string(run.first_month)));
    if (months > most_pathway_months)
        c.refuse("run.last_month", fmt::format("{} months, at most {} are simulated", months, most_pathway_months));
    const double steps = months * (pathways.time_step == "day" ? 30.4 : 4.35);
    const auto programmes = static_cast<double>(pathways.programmes.size()), groups = static_cast<double>(group_words.size());
    const auto kinds = static_cast<double>(stages.size()), ends = static_cast<double>(exits.size());
    const double cells =
        std::max({steps * programmes * kinds * groups, steps * programmes * ends * groups, steps * rooms,
                  steps * programmes * static_cast<double>(services.size()), programmes * (kinds + 1) * (kinds + ends)});
    if (months <= most_pathway_months && cells > most_result_cells)
        c.refuse("programmes",
                 fmt::format("{:.0f} figures of each kind in a replicate, at most {:.0f} are kept", cells, most_result_cells),
                 "take run.time_step: week, fewer months, fewer programmes at once, or the same names of stages in all of them");
    if (c.has("run.replicates") && c.has("run.replicates_per_draw") && run.replicates % run.replicates_per_draw != 0)
        c.refuse("run.replicates",
                 fmt::format("{} replicates are no multiple of the {} of run.replicates_per_draw", run.replicates,
                             run.replicates_per_draw),
                 fmt::format("write {}", (run.replicates / run.replicates_per_draw + 1) * run.replicates_per_draw));
}

}  // namespace

std::int64_t persons_of(const ManifestRow& arrival) {
    return static_cast<std::int64_t>(travellers(arrival, "women") + travellers(arrival, "men") + travellers(arrival, "children"));
}

std::int64_t unaccompanied_of(const ManifestRow& arrival) {
    if (arrival.unaccompanied != not_said) return arrival.unaccompanied;
    return static_cast<std::int64_t>(travellers(arrival, travellers(arrival, "women") > 0 ? "orphans" : "children"));
}

std::int64_t counted_by(const PublishedTotal& total, const ManifestRow& arrival) {
    if (!total.until.empty() && arrival.date > total.until) return 0;
    return total.who.empty() ? persons_of(arrival) : static_cast<std::int64_t>(travellers(arrival, total.who.c_str()));
}

Room room_of(const Stage& stage) {
    if (!stage.centre.empty()) return Room::centre;
    return stage.places == no_place_limit ? Room::unlimited : Room::own;
}

void cross_check_pathways(const Scenario& scenario, const FieldsRead& read, bool names_refused, Problems& problems) {
    const PathwayCheck c{scenario, read, problems};

    for (const Programme& programme : scenario.pathways.programmes) check_programme(c, programme, names_refused);
    if (scenario.pathways.programmes.empty() && !names_refused)
        problems.add({}, "programmes", "there is no programme", "name one, or leave the section out to simulate settlement");
    check_names(c);
    for (const PublishedTotal& total : scenario.pathways.published) check_published(c, total);
    if (problems.empty()) check_no_standstill(c);
    check_size(c);
    if (problems.empty()) check_circles(c);
}

}  // namespace qonys
