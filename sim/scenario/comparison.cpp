#include "scenario/comparison.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "scenario/differences.hpp"
#include "scenario/layers.hpp"
#include "scenario/overlay.hpp"

namespace qonys {

namespace {

constexpr std::size_t most_arms = 24;
constexpr std::size_t most_name_bytes = 60;

[[noreturn]] void refuse(const Mark& mark, const std::string& path, const std::string& what, const std::string& hint) {
    Problems problems;
    problems.add(mark, path, what, hint);
    throw BadInput(std::move(problems));
}

Comparison arms_of_one_file(const std::string& file, const std::vector<std::string>& sets) {
    Problems problems;
    Layers base = layers_or_problems(file, sets, problems);
    if (base.tree.find("arms") == nullptr)
        refuse({file, 0, 0}, "arms", "one file, and it has no arms to compare",
               "name two scenario files, or write arms: with a name and the changed values for each (docs/compare.md)");
    Comparison comparison;
    for (ArmLayers& arm : take_arms(base, problems)) {
        try {
            comparison.arms.push_back({arm.name, read_scenario(std::move(arm.layers), file, {}), {}, {}, false});
        } catch (const BadInput& bad) {
            add_new(problems, bad.problems);
        }
    }
    if (!problems.empty()) throw BadInput(std::move(problems));
    comparison.question = comparison.arms.front().loaded.scenario.question;
    return comparison;
}

Comparison arms_of_files(const std::vector<std::string>& files, const std::vector<std::string>& sets) {
    if (files.size() > most_arms)
        refuse({}, "", fmt::format("{} files, at most {} can be compared at once", files.size(), most_arms), "leave some out");
    Comparison comparison;
    Problems problems;
    for (const std::string& file : files) {
        std::string name = std::filesystem::path(file).stem().string();
        const auto taken = std::count_if(comparison.arms.begin(), comparison.arms.end(),
                                         [&](const Arm& arm) { return arm.name == name || arm.name.starts_with(name + " ("); });
        if (taken > 0) name += fmt::format(" ({})", taken + 1);
        try {
            comparison.arms.push_back({name, load_scenario(file, sets), {}, {}, false});
        } catch (const BadInput& bad) {
            add_new(problems, bad.problems);
        }
    }
    if (!problems.empty()) throw BadInput(std::move(problems));
    comparison.question = comparison.arms.front().loaded.scenario.question;
    return comparison;
}

// What makes the axes of the results of pathway programmes, in words.
struct NamesOfPathways {
    std::vector<std::string> programmes, rooms, services;
    std::vector<std::vector<std::string>> stages, exits;  // of each programme
};

NamesOfPathways names_of(const Pathways& pathways) {
    NamesOfPathways names;
    for (const SharedCentre& centre : pathways.centres) names.rooms.push_back(centre.name);
    for (const Programme& programme : pathways.programmes) {
        names.programmes.push_back(programme.name);
        names.exits.push_back(programme.exits.axis.labels);
        names.stages.emplace_back();
        for (const Stage& stage : programme.stages) {
            names.stages.back().push_back(stage.name);
            if (stage.centre.empty()) names.rooms.push_back(programme.name + "." + stage.name);
            if (stage.staff.axes.empty()) continue;
            for (const std::string& service : stage.staff.axes[0].labels)
                if (std::find(names.services.begin(), names.services.end(), service) == names.services.end())
                    names.services.push_back(service);
        }
    }
    return names;
}

void refuse_other_names(const ArmRead& first, const ArmRead& arm, const std::string& file, Problems& problems) {
    const NamesOfPathways a = names_of(first.loaded->scenario.pathways), b = names_of(arm.loaded->scenario.pathways);
    const auto check = [&](const std::string& what, const std::string& path, const std::vector<std::string>& in_first,
                           const std::vector<std::string>& here) {
        if (in_first == here) return;
        const auto text = [](const std::vector<std::string>& names) {
            return names.empty() ? "none" : fmt::format("{}", fmt::join(names, ", "));
        };
        problems.add(
            {file, 0, 0}, path,
            fmt::format("the arm {} has other {} than {}: {}, not {}", arm.name, what, first.name, text(here), text(in_first)),
            "give all arms the same names in the same order; what they say of them may differ");
    };
    check("programmes", "programmes", a.programmes, b.programmes);
    if (a.programmes != b.programmes) return;
    for (std::size_t p = 0; p < a.programmes.size(); ++p) {
        check("stages", "programmes." + a.programmes[p] + ".stages", a.stages[p], b.stages[p]);
        check("exits", "programmes." + a.programmes[p] + ".exits", a.exits[p], b.exits[p]);
    }
    if (a.stages == b.stages) check("rooms (centres, and stages that use none)", "centres", a.rooms, b.rooms);
    check("services", "programmes", a.services, b.services);
}

}  // namespace

void add_new(Problems& to, const Problems& from) {
    for (const Problem& problem : from.list) {
        const auto same = [&](const Problem& p) {
            return p.path == problem.path && p.what == problem.what && p.mark.file == problem.mark.file &&
                   p.mark.line == problem.mark.line && p.mark.column == problem.mark.column;
        };
        if (std::none_of(to.list.begin(), to.list.end(), same)) to.list.push_back(problem);
    }
}

std::vector<ArmLayers> take_arms(Layers& base, Problems& problems) {
    const auto at = std::find_if(base.tree.entries.begin(), base.tree.entries.end(),
                                 [](const TreeEntry& entry) { return entry.key == "arms"; });
    if (at == base.tree.entries.end()) return {};
    const TreeEntry arms = std::move(*at);
    base.tree.entries.erase(at);
    if (!arms.tree.is_map() || arms.tree.entries.size() < 2 || arms.tree.entries.size() > most_arms)
        refuse(arms.mark, "arms",
               arms.tree.is_map() ? fmt::format("{} arms, a comparison has 2 to {} arms", arms.tree.entries.size(), most_arms)
                                  : fmt::format("this is no map; a comparison has 2 to {} arms", most_arms),
               "write arms: {reference: {}, other: {quotas: {mechanism: lottery}}}");
    std::vector<ArmLayers> result;
    for (const TreeEntry& entry : arms.tree.entries) {
        const auto unprintable = [](unsigned char c) { return c < 0x20 || c == 0x7F; };
        if (entry.key.find_first_not_of(' ') == std::string::npos || entry.key.size() > most_name_bytes ||
            std::any_of(entry.key.begin(), entry.key.end(), unprintable))
            problems.add(entry.mark, "arms", fmt::format("{} is no name for an arm", shown(entry.key)),
                         fmt::format("use 1 to {} printable characters", most_name_bytes));
        if (!entry.tree.empty && !entry.tree.is_map()) {
            problems.add(entry.tree.mark, "arms." + entry.key, "an arm is a map of the values that it changes",
                         "write {} for an arm that changes nothing");
            continue;
        }
        if (entry.tree.find("extends") != nullptr) {
            problems.add(entry.tree.mark, "arms." + entry.key + ".extends", "an arm does not extend files",
                         "let the comparison extend the base, or compare scenario files");
            continue;
        }
        Layers layers = base;
        if (entry.tree.is_map()) lay_over(layers.tree, entry.tree);
        result.push_back({entry.key, std::move(layers)});
    }
    return result;
}

void refuse_unlike(const std::vector<ArmRead>& arms) {
    const ArmRead& first = arms.front();
    const Scenario& a = first.loaded->scenario;
    Problems problems;
    for (const ArmRead& arm : arms) {
        const Scenario& b = arm.loaded->scenario;
        const std::string file = arm.loaded->inputs.empty() ? "" : arm.loaded->inputs.front().name;
        if (is_pathway_scenario(a) != is_pathway_scenario(b)) {
            const auto kind = [](const Scenario& s) {
                return is_pathway_scenario(s) ? "pathway programmes" : "settlement under quotas";
            };
            problems.add({file, 0, 0}, "programmes",
                         fmt::format("the arm {} simulates {}, and {} {}", arm.name, kind(b), first.name, kind(a)),
                         "compare scenarios of one kind");
            continue;
        }
        const auto check = [&](bool same, const char* path, const std::string& in_first, const std::string& here) {
            if (!same)
                problems.add({file, 0, 0}, path,
                             fmt::format("is {} in the arm {} and {} in {}", here, arm.name, in_first, first.name),
                             fmt::format("give all arms the same: --set {}=…", path));
        };
        const auto number = [](std::int64_t n) { return std::to_string(n); };
        check(a.run.first_month == b.run.first_month, "run.first_month", to_string(a.run.first_month),
              to_string(b.run.first_month));
        check(a.run.last_month == b.run.last_month, "run.last_month", to_string(a.run.last_month), to_string(b.run.last_month));
        check(a.run.warm_up_months == b.run.warm_up_months, "run.warm_up_months", number(a.run.warm_up_months),
              number(b.run.warm_up_months));
        check(a.run.seed == b.run.seed, "run.seed", number(a.run.seed), number(b.run.seed));
        check(a.run.replicates == b.run.replicates, "run.replicates", number(a.run.replicates), number(b.run.replicates));
        check(a.run.replicates_per_draw == b.run.replicates_per_draw, "run.replicates_per_draw",
              number(a.run.replicates_per_draw), number(b.run.replicates_per_draw));
        if (a.places.name.axis.labels != b.places.name.axis.labels || a.origins.name.axis.labels != b.origins.name.axis.labels)
            problems.add({file, 0, 0}, "places.name", fmt::format("the arm {} has other regions or origins", arm.name),
                         "compare scenarios of the same regions and origins");
        if (is_pathway_scenario(a)) refuse_other_names(first, arm, file, problems);
    }
    if (!problems.empty()) throw BadInput(std::move(problems));
}

Comparison load_comparison(const std::vector<std::string>& files, const std::vector<std::string>& sets) {
    Comparison comparison = files.size() == 1 ? arms_of_one_file(files.front(), sets) : arms_of_files(files, sets);
    std::vector<ArmRead> arms;
    for (const Arm& arm : comparison.arms) arms.push_back({arm.name, &arm.loaded});
    refuse_unlike(arms);
    const LoadedScenario& first = comparison.arms.front().loaded;
    for (Arm& arm : comparison.arms) {
        ScenarioDifference apart = difference(first, arm.loaded);
        arm.same = apart.changes.empty();
        arm.changes = std::move(apart.changes);
        arm.differs_from = apart.from;
    }
    return comparison;
}

}  // namespace qonys
