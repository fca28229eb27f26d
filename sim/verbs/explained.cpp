#include "verbs/explained.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <filesystem>

#include "accounts/summary.hpp"
#include "commit.hpp"
#include "scenario/value.hpp"
#include "verbs/shared.hpp"

namespace qonys {

namespace {

constexpr const char* no_lives = "families of settlers have lives to tell; qonys report shows the ways through a programme";

[[noreturn]] void refuse(const std::string& file, const std::string& path, const std::string& what, const std::string& hint) {
    Problems problems;
    problems.add({file, 0, 0}, path, what, hint);
    throw BadInput(std::move(problems));
}

const StoredAttribute* attribute(const ResultFile& file, const std::string& name) {
    if (!file.has("")) return nullptr;
    for (const StoredAttribute& a : file.find("").attributes)
        if (a.name == name) return &a;
    return nullptr;
}

std::string text_attribute(const ResultFile& file, const std::string& name) {
    const StoredAttribute* a = attribute(file, name);
    const auto* texts = a ? std::get_if<std::vector<std::string>>(&a->values) : nullptr;
    return texts && !texts->empty() ? texts->front() : "";
}

std::int64_t replicates_of(const std::string& path, const ResultFile& file) {
    const StoredAttribute* a = attribute(file, "replicates");
    const auto* numbers = a ? std::get_if<std::vector<std::int64_t>>(&a->values) : nullptr;
    if (numbers == nullptr || numbers->size() != 1 || numbers->front() < 1)
        throw FileTrouble(path + ": the result is damaged: it does not say how many replicates it has");
    return numbers->front();
}

std::size_t cells_per_replicate(const StoredObject& data, std::size_t first_axis) {
    std::size_t cells = 1;
    for (std::size_t i = first_axis; i < data.shape.size(); ++i) cells *= data.shape[i];
    return cells;
}

// Names of measures that say otherwise.
std::vector<std::string> differing_tallies(const ResultFile& file, std::int64_t replicate, const Tallies& tallies) {
    std::vector<std::string> names;
    for (std::size_t m = 0; m < measures().size(); ++m) {
        const std::string& name = measures()[m].name;
        const std::size_t row = static_cast<std::size_t>(replicate);
        bool same = file.has(name) && cells_per_replicate(file.find(name), 1) == tallies.cells[m].size() &&
                    file.find(name).shape[0] > row;
        same = same && file.integers(name, row, 1) == tallies.cells[m];
        if (!same) names.push_back(name);
    }
    return names;
}

bool same_figure(double a, double b) {
    return (std::isnan(a) && std::isnan(b)) || std::fabs(a - b) <= 1e-9 * std::max(1.0, std::fabs(a));
}

// A comparison keeps the tables over the whole run of each replicate.
std::vector<std::string> differing_tables(const ExplainedPolicy& policy, const World& world, std::int64_t replicate,
                                          const Tallies& tallies) {
    const Scenario& s = policy.loaded.scenario;
    const SummaryBuilder builder(world.axes, s.money.usd_per_kzt, s.places.population.cells, s.run.replicates_per_draw,
                                 !policy.loaded.uncertain.empty());
    const std::vector<double> values = builder.values(tallies);
    std::vector<std::string> names;
    std::size_t at = 0;
    for (const SummaryTable& table : builder.layout()) {
        std::size_t cells = 1;
        for (const Axis& axis : table.axes) cells *= axis.size();
        const std::string path = "replicates/" + table.measure.name;
        if (table.period == Period::whole_run) {
            bool same = policy.result->has(path) && cells_per_replicate(policy.result->find(path), 2) == cells;
            if (same) {
                const std::vector<double> stored = policy.result->reals(path);
                const std::size_t replicates = policy.result->find(path).shape[1];
                const std::size_t first = (*policy.arm * replicates + static_cast<std::size_t>(replicate)) * cells;
                for (std::size_t i = 0; i < cells && same; ++i)
                    same = first + i < stored.size() && same_figure(values[at + i], stored[first + i]);
            }
            if (!same) names.push_back(table.measure.name);
        }
        at += cells;
    }
    return names;
}

}  // namespace

ExplainedResult open_explained(const std::string& file) {
    static const std::vector<std::string> tables{"whole_run", "yearly", "monthly", "decomposition", "microdata"};
    ExplainedResult opened{file, std::make_shared<const ResultFile>(file, tables), {}, 0};
    const ResultFile& result = *opened.result;
    const std::string kind = text_attribute(result, "kind");
    if (kind == "sweep" || result.has("points"))
        refuse(file, "", "is the result of a sweep, which tells of no single run",
               "run one of its points (qonys run … --set), and explain that result");
    if (text_attribute(result, "program_version").empty() || (!result.has("scenario_yaml") && !result.has("arms/scenario_yaml")))
        refuse(file, "", "is no result of `qonys run` or `qonys compare`", "name such a file");
    if (result.has("arms/scenario_yaml")) opened.arms = result.texts("arms/arm");
    opened.replicates = replicates_of(file, result);
    return opened;
}

ExplainedPolicy policy_of(const ExplainedResult& result, const std::optional<std::string>& arm) {
    ExplainedPolicy policy;
    policy.file = result.file;
    policy.result = result.result;
    policy.replicates = result.replicates;
    if (result.arms.empty()) {
        if (arm) refuse(result.file, "--arm", "is a run, which has no arms", "leave out --arm");
        policy.name = std::filesystem::path(result.file).stem().string();
        const std::vector<std::string> texts = result.result->texts("scenario_yaml");
        if (texts.empty()) refuse(result.file, "scenario_yaml", "has no scenario in it", "make the file again");
        policy.loaded = load_scenario_text(result.file + " (scenario_yaml)", texts.front());
        refuse_pathways(policy.loaded, result.file, no_lives);
        return policy;
    }
    const auto at = arm ? std::find(result.arms.begin(), result.arms.end(), *arm) : result.arms.begin();
    if (at == result.arms.end()) {
        const std::string meant = nearest(*arm, result.arms);
        refuse(result.file, "--arm", fmt::format("has no arm {}; there is {}", *arm, listed(result.arms, result.arms.size())),
               meant.empty() ? "name one of these" : "did you mean " + meant + "?");
    }
    policy.arm = static_cast<std::size_t>(at - result.arms.begin());
    policy.name = *at;
    const std::vector<std::string> texts = result.result->texts("arms/scenario_yaml");
    if (*policy.arm >= texts.size()) refuse(result.file, "arms/scenario_yaml", "has no scenario in it", "make the file again");
    policy.loaded = load_scenario_text(fmt::format("{} (scenario_yaml of {})", result.file, policy.name), texts[*policy.arm]);
    refuse_pathways(policy.loaded, result.file, no_lives);
    return policy;
}

std::string difference_from_file(const ExplainedPolicy& policy, const World& world, std::int64_t replicate,
                                 const Tallies& tallies) {
    const std::vector<std::string> names =
        policy.arm ? differing_tables(policy, world, replicate, tallies) : differing_tallies(*policy.result, replicate, tallies);
    if (names.empty()) return "";
    return fmt::format(
        "this program ({} {}) does not make the replicate that is in {} (written by {} {}): {} tables differ, "
        "first {}. The life told may not be the one behind the file.",
        QONYS_VERSION, QONYS_COMMIT, policy.file, text_attribute(*policy.result, "program_version"),
        text_attribute(*policy.result, "program_commit"), names.size(), names.front());
}

}  // namespace qonys
