#include "verbs/shared.hpp"

#include <algorithm>
#include <cstdio>
#include <filesystem>

#include "base/problems.hpp"
#include "base/sha256.hpp"
#include "commit.hpp"
#include "verbs/verbs.hpp"

namespace qonys {

std::atomic<bool> stop_asked{false};
extern "C" void ask_to_stop(int) {
    stop_asked = true;
}

namespace {
std::string without_controls(std::string text) {
    const auto is_control = [](unsigned char c) { return (c < 0x20 && c != '\n' && c != '\t' && c != '\r') || c == 0x7f; };
    std::replace_if(text.begin(), text.end(), is_control, '?');
    return text;
}
}  // namespace

void complain(const std::string& text) {
    std::fputs((without_controls(text) + "\n").c_str(), stderr);
}

void print(const std::string& with_controls) {
    const std::string text = without_controls(with_controls);
    if (std::fwrite(text.data(), 1, text.size(), stdout) != text.size() || std::fflush(stdout) != 0)
        throw FileTrouble("standard output: cannot be written (disk full, or a closed pipe)");
}

std::string in_outputs(std::string name, const std::vector<std::string>& settings) {
    std::string changes;
    for (const std::string& setting : settings) changes += setting + "\n";
    if (!changes.empty()) name += "_" + sha256(changes).substr(0, 8);
    const std::filesystem::path folder = std::filesystem::path(QONYS_SOURCE_FOLDER) / "outputs";
    std::error_code ignored;
    std::filesystem::create_directories(folder, ignored);  // the writer says what is wrong with it
    return std::filesystem::relative(folder / (name + ".h5"), ignored).string();
}

void refuse_pathways(const LoadedScenario& loaded, const std::string& file, const std::string& instead) {
    if (!is_pathway_scenario(loaded.scenario)) return;
    Problems problems;
    problems.add({file, 0, 0}, "programmes", "this is a scenario of pathway programmes, and this command is about settlement",
                 instead);
    throw BadInput(std::move(problems));
}

void refuse_to_overwrite_inputs(const std::string& output, const std::string& scenario, const std::vector<InputFile>& inputs) {
    const std::filesystem::path folder = std::filesystem::path(scenario).parent_path();
    std::error_code ignored;
    for (const InputFile& input : inputs)
        if (std::filesystem::equivalent(output, folder / input.name, ignored)) {
            Problems problems;
            problems.add({output, 0, 0}, "", "is read by the scenario and would be overwritten", "choose another name for -o");
            throw BadInput(std::move(problems));
        }
}

}  // namespace qonys
