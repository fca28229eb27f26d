#include "experiment/remake.hpp"

#include <fmt/format.h>

#include "experiment/compare.hpp"
#include "experiment/run_scenario.hpp"
#include "results/labels.hpp"
#include "scenario/comparison.hpp"
#include "scenario/differences.hpp"

namespace qonys {

namespace {

constexpr const char* format_version = "2";
constexpr std::int64_t most_replicates = 1'000'000;

[[noreturn]] void damaged(const std::string& path, const std::string& what) {
    throw FileTrouble(path + ": the result is damaged: " + what);
}

std::vector<std::string> texts_in(const std::string& path, const ResultFile& file, const std::string& variable) {
    if (!file.has(variable)) damaged(path, "it lacks " + variable);
    return file.texts(variable);
}

// --until-ci takes more replicates than the scenarios say, and an interrupted comparison fewer.
std::int64_t replicates_of(const std::string& path, const ResultFile& file) {
    if (!file.has("replicates/replicate")) damaged(path, "it lacks replicates/replicate");
    const auto there = static_cast<std::int64_t>(file.integers("replicates/replicate").size());
    if (attribute_text(file.find(""), "replicates") != std::to_string(there) || there < 1 || there > most_replicates)
        damaged(path, "its number of replicates is not that of its figures");
    return there;
}

Comparison comparison_in(const std::string& path, const ResultFile& file) {
    const std::vector<std::string> names = texts_in(path, file, "arms/arm"), texts = texts_in(path, file, "arms/scenario_yaml"),
                                   inputs = texts_in(path, file, "arms/inputs");
    if (names.size() < 2 || texts.size() != names.size() || inputs.size() != names.size())
        damaged(path, "its arms do not fit together");
    Comparison comparison;
    for (std::size_t i = 0; i < names.size(); ++i) {
        LoadedScenario loaded = load_scenario_text(path + ":arms/scenario_yaml[" + names[i] + "]", texts[i]);
        loaded.inputs = inputs_in(inputs[i]);
        comparison.arms.push_back({names[i], std::move(loaded), {}, {}, false});
    }
    std::vector<ArmRead> arms;
    for (const Arm& arm : comparison.arms) arms.push_back({arm.name, &arm.loaded});
    refuse_unlike(arms);
    const LoadedScenario& first = comparison.arms.front().loaded;
    comparison.question = first.scenario.question;
    for (Arm& arm : comparison.arms) {
        ScenarioDifference apart = difference(first, arm.loaded);
        arm.same = apart.changes.empty();
        arm.changes = std::move(apart.changes);
        arm.differs_from = apart.from;
    }
    return comparison;
}

}  // namespace

ResultKind kind_of_result(const std::string& path, const ResultFile& file) {
    const StoredObject& root = file.find("");
    const std::string version = attribute_text(root, "format_version"), kind = attribute_text(root, "kind");
    if (version.empty() || attribute_text(root, "program_version").empty())
        throw FileTrouble(path + ": is no result of qonys: it does not say which version made it");
    if (version != format_version)
        throw FileTrouble(fmt::format("{}: has format_version {}, and this qonys reads {}", path, version, format_version));
    if (kind.empty() && file.has("scenario_yaml")) return ResultKind::run;
    if (kind == "comparison") return ResultKind::comparison;
    if (kind == "sweep") return ResultKind::sweep;
    damaged(path, kind.empty() ? "it lacks scenario_yaml" : "it is of an unknown kind, \"" + kind + "\"");
}

std::string text_in(const std::string& path, const ResultFile& file, const std::string& variable) {
    const std::vector<std::string> texts = texts_in(path, file, variable);
    if (texts.size() != 1) damaged(path, variable + " is not one text");
    return texts.front();
}

std::vector<InputFile> inputs_in(const std::string& lines) {
    std::vector<InputFile> inputs;
    for (const auto& [name, checksum] : checksums_of(lines)) inputs.push_back({name, checksum});
    return inputs;
}

void remake_run(const std::string& path, const RemakeOptions& options, const std::atomic<bool>& stop) {
    const ResultFile file(path);
    LoadedScenario loaded = load_scenario_text(path + ":scenario_yaml", text_in(path, file, "scenario_yaml"));
    loaded.inputs = inputs_in(text_in(path, file, "inputs"));
    RunOptions run{options.output, "", options.threads, file.has("microdata"), options.progress};
    run_scenario(loaded, run, stop);
}

void remake_comparison(const std::string& path, const RemakeOptions& options, const std::atomic<bool>& stop) {
    const ResultFile file(path);
    Comparison comparison = comparison_in(path, file);
    const std::int64_t replicates = replicates_of(path, file);
    for (Arm& arm : comparison.arms) arm.loaded.scenario.run.replicates = replicates;
    CompareOptions compare_options;
    compare_options.output = options.output;
    compare_options.threads = options.threads;
    compare_options.progress = options.progress;
    if (compare(comparison, compare_options, stop).interrupted) throw Interrupted("nothing was compared");
}

}  // namespace qonys
