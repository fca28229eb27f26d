// The axes of the results of pathway programmes, and what tables need to know of the scenario.
#include <algorithm>

#include "pathways/pathways.hpp"
#include "pathways/plan.hpp"

namespace qonys {

namespace {

void add_once(Axis& axis, const std::string& label) {
    if (!axis.find(label)) axis.labels.push_back(label);
}

template <class Words>
Axis axis_of(const char* name, const Words& words) {
    return {name, {words.begin(), words.end()}};
}

PathwayAxes axes_of_names(const Pathways& pathways) {
    PathwayAxes axes;
    axes.date.name = "date";
    axes.programme.name = "programme";
    axes.stage.name = "stage";
    axes.exit.name = "exit";
    axes.group = axis_of("group", group_words);
    axes.room.name = "room";
    axes.service.name = "service";
    axes.months_since.name = "months_since";
    for (const SharedCentre& centre : pathways.centres) axes.room.labels.push_back(centre.name);
    for (const Programme& programme : pathways.programmes) {
        axes.programme.labels.push_back(programme.name);
        for (const Stage& stage : programme.stages) {
            add_once(axes.stage, stage.name);
            if (stage.centre.empty()) axes.room.labels.push_back(programme.name + "." + stage.name);
            if (!stage.staff.axes.empty())
                for (const std::string& service : stage.staff.axes[0].labels) add_once(axes.service, service);
        }
        for (const std::string& exit : programme.exits.axis.labels) add_once(axes.exit, exit);
    }
    if (axes.service.labels.empty()) axes.service.labels = {"none"};
    axes.step_from = {"step_from", {"arrival"}};
    axes.step_to.name = "step_to";
    for (const std::string& stage : axes.stage.labels) {
        axes.step_from.labels.push_back(stage);
        axes.step_to.labels.push_back(stage);
    }
    axes.step_to.labels.insert(axes.step_to.labels.end(), axes.exit.labels.begin(), axes.exit.labels.end());
    return axes;
}

void set_days(PathwayWorld& world) {
    const Scenario& s = *world.scenario;
    world.first_day = first_day(s.run.first_month);
    world.last_day = {first_day(s.run.last_month + 1).days - 1};
    const std::int32_t step_days = s.pathways.time_step == "day" ? 1 : 7, days = world.last_day.days - world.first_day.days + 1;
    std::string year;
    for (std::int32_t day = 0, in_step = 0; day < days; ++day, ++in_step) {
        const std::string date = to_string(Date{world.first_day.days + day});
        const bool new_year = date.substr(0, 4) != year;  // tables by calendar year are sums of whole steps
        if (new_year || in_step == step_days) {
            world.axes.date.labels.push_back(date);
            year = date.substr(0, 4);
            in_step = 0;
        }
        world.step.push_back(world.axes.date.size() - 1);
    }
    for (std::int32_t n = 0; last_day_of_month_since(n) < days; ++n) world.axes.months_since.labels.push_back(std::to_string(n));
}

void set_facts_of_stage(PathwayFacts& facts, const PathwayAxes& axes, const Stage& stage, std::size_t cell, std::size_t& own_room,
                        const Pathways& pathways) {
    facts.stage_kind[cell] = stage.kind;
    if (stage.centre.empty()) {
        facts.room[cell] = own_room++;
        facts.limited[cell] = stage.places != no_place_limit;
    } else {
        const auto centre = std::find_if(pathways.centres.begin(), pathways.centres.end(),
                                         [&](const SharedCentre& c) { return c.name == stage.centre; });
        facts.room[cell] = static_cast<std::size_t>(centre - pathways.centres.begin());
        facts.limited[cell] = true;
    }
    if (stage.staff.axes.empty()) return;
    for (std::size_t i = 0; i < stage.staff.axes[0].size(); ++i)
        facts.posts_per_person[cell * axes.service.size() + *axes.service.find(stage.staff.axes[0].labels[i])] =
            stage.staff.at(i);
}

PathwayFacts facts_of(const Scenario& scenario, const PathwayAxes& axes) {
    const Pathways& pathways = scenario.pathways;
    PathwayFacts facts;
    const std::size_t cells = axes.programme.size() * axes.stage.size();
    facts.stage_kind.resize(cells);
    facts.exit_kind.resize(axes.programme.size() * axes.exit.size());
    facts.posts_per_person.assign(cells * axes.service.size(), 0);
    facts.room.assign(cells, 0);
    facts.limited.assign(cells, false);
    facts.usd_per_kzt = scenario.money.usd_per_kzt;
    std::size_t own_room = pathways.centres.size();
    for (std::size_t p = 0; p < pathways.programmes.size(); ++p) {
        const Programme& programme = pathways.programmes[p];
        for (const Stage& stage : programme.stages)
            set_facts_of_stage(facts, axes, stage, p * axes.stage.size() + *axes.stage.find(stage.name), own_room, pathways);
        for (std::size_t e = 0; e < programme.exits.axis.size(); ++e)
            facts.exit_kind[p * axes.exit.size() + *axes.exit.find(programme.exits.axis.labels[e])] = programme.exits.texts[e];
    }
    return facts;
}

}  // namespace

PathwayWorld make_pathway_world(const Scenario& scenario) {
    PathwayWorld world;
    world.scenario = &scenario;
    world.axes = axes_of_names(scenario.pathways);
    set_days(world);
    world.facts = facts_of(scenario, world.axes);
    return world;
}

}  // namespace qonys
