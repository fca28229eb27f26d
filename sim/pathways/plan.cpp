#include "pathways/plan.hpp"

#include <algorithm>
#include <cmath>

#include "base/problems.hpp"

namespace qonys {

namespace {

template <class Words>
std::size_t position(const Words& words, const std::string& word) {
    const auto found = std::find(words.begin(), words.end(), word);
    if (found == words.end()) throw BrokenInvariant("no word " + word);
    return static_cast<std::size_t>(found - words.begin());
}

// Position among the stages, then the exits, of the programme.
std::size_t step_named(const Programme& programme, const std::string& name) {
    for (std::size_t s = 0; s < programme.stages.size(); ++s)
        if (programme.stages[s].name == name) return s;
    const auto exit = programme.exits.axis.find(name);
    if (!exit) throw BrokenInvariant(programme.name + " has no stage or exit " + name);
    return programme.stages.size() + *exit;
}

std::array<std::vector<double>, 3> ways_of(const Programme& programme, const Table& next) {
    const std::size_t steps = programme.stages.size() + programme.exits.axis.size();
    const bool by_party = next.axes.size() == 2;
    const std::vector<std::string>& names = next.axes.back().labels;
    std::array<std::vector<double>, 3> ways;
    for (std::size_t kind = 0; kind < ways.size(); ++kind) {
        ways[kind].assign(steps, 0);
        const auto row = by_party ? next.axes[0].find(party_words[kind]) : 0;
        if (!row) throw BrokenInvariant("no shares for " + std::string(party_words[kind]));
        for (std::size_t i = 0; i < names.size(); ++i)
            ways[kind][step_named(programme, names[i])] = by_party ? next.at(*row, i) : next.at(i);
        double sum = 0;
        for (double& share : ways[kind]) share = sum += share;
    }
    return ways;
}

double spread_of(StayShape shape, double cv) {
    if (shape == StayShape::gamma) return 1 / (cv * cv);
    if (shape == StayShape::lognormal) return std::sqrt(std::log1p(cv * cv));
    return 0;
}

StagePlan plan_of(const PathwayWorld& world, const Programme& programme, std::size_t p, const Stage& stage) {
    StagePlan plan;
    plan.label = *world.axes.stage.find(stage.name);
    plan.room = world.facts.room[p * world.axes.stage.size() + plan.label];
    plan.ordinal = tag(stage.name);
    plan.days = stage.days;
    plan.shape = static_cast<StayShape>(position(stay_shape_words, stage.days_shape));
    plan.spread = spread_of(plan.shape, stage.days_cv);
    plan.cost_per_day = std::llround(stage.cost_per_day);
    plan.cost_on_entry = std::llround(stage.cost_on_entry);
    plan.ways = ways_of(programme, stage.next);
    if (stage.leave.axes.empty()) return plan;
    const std::vector<std::string>& exits = stage.leave.axes[0].labels;
    for (std::size_t i = 0; i < exits.size(); ++i)
        if (stage.leave.at(i) > 0)
            plan.leaves.push_back({step_named(programme, exits[i]) - programme.stages.size(), stage.leave.at(i) / days_per_month,
                                   tag(stage.name + "." + exits[i])});
    return plan;
}

// Whether a way leads from a stage to itself or to one before it on some path: stages that no way enters are taken away until
// none is left, or only circles.
bool leads_back(const ProgrammePlan& programme) {
    const std::size_t stages = programme.stages.size();
    std::vector<bool> gone(stages, false);
    const auto leads_to = [&](std::size_t from, std::size_t to) {
        return std::any_of(programme.stages[from].ways.begin(), programme.stages[from].ways.end(),
                           [&](const auto& sums) { return sums[to] > (to == 0 ? 0 : sums[to - 1]); });
    };
    for (std::size_t left = stages; left > 0; --left) {
        std::size_t s = 0;
        const auto entered = [&](std::size_t to) {
            for (std::size_t from = 0; from < stages; ++from)
                if (!gone[from] && leads_to(from, to)) return true;
            return false;
        };
        while (s < stages && (gone[s] || entered(s))) ++s;
        if (s == stages) return true;
        gone[s] = true;
    }
    return false;
}

}  // namespace

PathwayPlan make_pathway_plan(const PathwayWorld& world) {
    const Pathways& pathways = world.scenario->pathways;
    PathwayPlan plan;
    plan.days = world.last_day.days - world.first_day.days + 1;
    plan.places.assign(world.axes.room.size(), no_place_limit);
    for (std::size_t c = 0; c < pathways.centres.size(); ++c) plan.places[c] = pathways.centres[c].places;
    for (std::size_t p = 0; p < pathways.programmes.size(); ++p) {
        const Programme& programme = pathways.programmes[p];
        ProgrammePlan& row = plan.programmes.emplace_back();
        for (const Stage& stage : programme.stages) {
            row.stages.push_back(plan_of(world, programme, p, stage));
            if (stage.centre.empty()) plan.places[row.stages.back().room] = stage.places;
        }
        for (std::size_t e = 0; e < programme.exits.axis.size(); ++e) {
            row.exits.push_back(static_cast<ExitKind>(position(exit_kind_words, programme.exits.texts[e])));
            row.exit_label.push_back(*world.axes.exit.find(programme.exits.axis.labels[e]));
        }
        row.obligation_days = static_cast<std::int32_t>(programme.obligation_days);
        row.leads_back = leads_back(row);
    }
    return plan;
}

}  // namespace qonys
