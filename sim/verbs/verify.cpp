// `qonys verify`: a result made again from the texts in it, and compared with the file.
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <optional>

#include "base/clock.hpp"
#include "base/problems.hpp"
#include "base/sha256.hpp"
#include "commit.hpp"
#include "experiment/remake.hpp"
#include "report/figures.hpp"
#include "report/progress.hpp"
#include "results/compare.hpp"
#include "results/labels.hpp"
#include "sweep/remake.hpp"
#include "verbs/shared.hpp"
#include "verbs/verbs.hpp"

namespace qonys {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t most_told = 20;  // differences
constexpr const char* kind_words[] = {"run", "comparison", "sweep"};

// Of this program alone; removed with all it holds, after an interruption too.
class PrivateFolder {
public:
    PrivateFolder() {
        std::error_code trouble;
        std::string name = (fs::temp_directory_path(trouble) / "qonys-verify-XXXXXX").string();
        if (trouble || ::mkdtemp(name.data()) == nullptr)
            throw FileTrouble(
                fmt::format("{}: no folder for the new result can be made there ({}); set TMPDIR to one that exists",
                            fs::path(name).parent_path().string(), trouble ? trouble.message() : std::strerror(errno)));
        path_ = name;
    }
    ~PrivateFolder() {
        std::error_code ignored;
        fs::remove_all(path_, ignored);
    }
    PrivateFolder(const PrivateFolder&) = delete;
    PrivateFolder& operator=(const PrivateFolder&) = delete;
    const std::string& path() const { return path_; }

private:
    std::string path_;
};

void refuse_sample(const VerifyArguments& a, ResultKind kind) {
    if (!a.sample) return;
    Problems problems;
    if (kind != ResultKind::sweep)
        problems.add({"--sample", 0, 0}, "",
                     fmt::format("{} is the result of a {}, which has no points", a.result, kind_words[static_cast<int>(kind)]),
                     "leave it out");
    else if (*a.sample < 1)
        problems.add({"--sample", 0, 0}, "", fmt::format("{} points are no sample", *a.sample), "take 1 or more");
    if (!problems.empty()) throw BadInput(std::move(problems));
}

// Where the scenario, the first of the inputs, stands: beside the result, here, or in the project; nothing when it was not found.
std::optional<fs::path> folder_of_inputs(const std::string& result, const std::vector<InputFile>& inputs) {
    std::error_code trouble;
    const fs::path scenarios = fs::path(QONYS_SOURCE_FOLDER) / "scenarios";
    std::vector<fs::path> folders{fs::path(result).parent_path(), ".", scenarios};
    for (fs::recursive_directory_iterator at(scenarios, trouble), end; !trouble && at != end; at.increment(trouble))
        if (at->is_directory(trouble)) folders.push_back(at->path());
    for (const fs::path& folder : folders)
        if (!inputs.empty() && fs::is_regular_file(folder / inputs.front().name, trouble)) return folder;
    return std::nullopt;
}

std::string some_of(const std::vector<std::string>& names) {
    constexpr std::size_t most_named = 4;
    std::string text;
    for (std::size_t i = 0; i < std::min(most_named, names.size()); ++i) text += (i == 0 ? "" : ", ") + names[i];
    return names.size() > most_named ? fmt::format("{} and {} more", text, names.size() - most_named) : text;
}

// Which of the files read then are on disk as they were: for information, as the texts in the result are what counts.
std::string inputs_text(const std::string& result, const std::vector<std::vector<InputFile>>& lists) {
    std::size_t same = 0;
    std::vector<std::string> seen, changed, missing;
    for (const std::vector<InputFile>& inputs : lists) {
        const std::optional<fs::path> folder = folder_of_inputs(result, inputs);
        for (const InputFile& input : inputs) {
            const std::string key = input.sha256 + input.name;
            if (std::find(seen.begin(), seen.end(), key) != seen.end()) continue;
            seen.push_back(key);
            std::ifstream file(folder ? *folder / input.name : fs::path(), std::ios::binary);
            if (!folder || !file) {
                missing.push_back(input.name);
                continue;
            }
            const std::string bytes{std::istreambuf_iterator<char>(file), {}};
            if (sha256(bytes) == input.sha256)
                ++same;
            else
                changed.push_back(input.name);
        }
    }
    std::string text = fmt::format("inputs: {} of {} files stand on this disk as they were read", same, seen.size());
    if (!changed.empty()) text += "; changed since: " + some_of(changed);
    if (!missing.empty()) text += "; not found: " + some_of(missing);
    return text + "\n";
}

// What the file says of itself, and how the program that reads it differs from the one that made it.
std::string introduction(const VerifyArguments& a, const ResultFile& file, ResultKind kind) {
    const StoredObject& root = file.find("");
    const std::string version = attribute_text(root, "program_version"), commit = attribute_text(root, "program_commit");
    std::string text = fmt::format("{}: a {}, made by qonys {} ({}); made again by qonys {} ({})\n", a.result,
                                   kind_words[static_cast<int>(kind)], version, commit, QONYS_VERSION, QONYS_COMMIT);
    if (version != QONYS_VERSION || commit != QONYS_COMMIT)
        text += "warning: another version of the program may give other figures without either being wrong\n";
    const bool of_arms = file.has("arms/inputs");
    std::vector<std::vector<InputFile>> inputs;
    if (file.has(of_arms ? "arms/inputs" : "inputs"))
        for (const std::string& lines : file.texts(of_arms ? "arms/inputs" : "inputs")) inputs.push_back(inputs_in(lines));
    return text + inputs_text(a.result, inputs);
}

void remake(const VerifyArguments& a, ResultKind kind, const std::string& folder, const std::string& output) {
    std::optional<Progress> progress;
    progress.emplace(std::cerr, progress_target(a.quiet), kind == ResultKind::sweep ? "runs" : "replicates", 0, steady_seconds);
    const RemakeOptions options{output, a.threads, [&](std::int64_t done, std::int64_t total) {
                                    progress->expect(total);
                                    progress->done(done);
                                }};
    try {
        if (kind == ResultKind::run) remake_run(a.result, options, stop_asked);
        if (kind == ResultKind::comparison) remake_comparison(a.result, options, stop_asked);
        if (kind == ResultKind::sweep) remake_sweep(a.result, folder, a.sample, options, stop_asked);
    } catch (const Interrupted&) {
        throw Interrupted("nothing was compared");
    }
}

std::string sources_text(const std::string& old_file, const std::string& new_file) {
    const auto fingerprint = [](const std::string& path) { return attribute_text(ResultFile(path).find(""), "fingerprint"); };
    return fingerprint(old_file) == fingerprint(new_file)
               ? ""
               : "warning: the fingerprint is another one: the program or what is listed as read is not the same\n";
}

std::string outcome_text(const VerifyArguments& a, const Differences& found) {
    const std::string sample = a.sample ? " in the points of the sample" : "";
    if (found.lines.empty())
        return fmt::format("the same{}: {} variables, {} cells\n", sample, found.variables,
                           with_separators(static_cast<double>(found.cells), 0));
    std::string text = fmt::format("NOT the same{}: {} of {} variables or attributes differ; file -> made again\n", sample,
                                   found.lines.size(), found.variables);
    for (std::size_t i = 0; i < std::min(most_told, found.lines.size()); ++i) text += "  " + found.lines[i] + "\n";
    if (found.lines.size() > most_told) text += fmt::format("  … and {} more\n", found.lines.size() - most_told);
    return text;
}

}  // namespace

bool verify(const VerifyArguments& a) {
    ResultKind kind{};
    {
        const ResultFile file(a.result);
        kind = kind_of_result(a.result, file);
        refuse_sample(a, kind);
        if (!a.quiet) print(introduction(a, file, kind));
    }
    const PrivateFolder folder;
    const std::string output = folder.path() + "/again.h5";
    remake(a, kind, folder.path(), output);
    DifferenceOptions options;
    options.tolerance = 0;
    options.labels = true;
    options.points_of_new = a.sample.has_value();
    options.also_left_out = {"@program_version", "@fingerprint"};
    options.without_places = {"message"};
    const Differences found = compare_results(a.result, output, options);
    if (!a.quiet) print((kind == ResultKind::sweep ? sources_text(a.result, output) : "") + outcome_text(a, found));
    return found.lines.empty();
}

}  // namespace qonys
