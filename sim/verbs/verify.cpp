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

constexpr std::size_t most_told = 20;        // differences
constexpr std::size_t most_values_told = 5;  // that were set otherwise than in the files
constexpr const char* kind_words[] = {"run", "comparison", "sweep"};

// Of this program alone; removed with all it holds, after an interruption too.
class PrivateFolder {
public:
    PrivateFolder() {
        std::error_code trouble;
        const fs::path where = fs::temp_directory_path(trouble);
        std::string name = (where / "qonys-verify-XXXXXX").string();
        if (trouble || ::mkdtemp(name.data()) == nullptr) {
            const char* const wish = std::getenv("TMPDIR");
            throw FileTrouble(
                fmt::format("{}: no folder for the new result can be made there ({}); set TMPDIR to one that exists",
                            wish ? wish : where.string(), trouble ? trouble.message() : std::strerror(errno)));
        }
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

std::string bytes_of(const fs::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

// Where the scenario, the first of the inputs, stands as it was read, or else by its name alone: beside the result, here, or in
// the project; nothing when it was not found.
std::optional<fs::path> folder_of_inputs(const std::string& result, const std::vector<InputFile>& inputs) {
    std::error_code trouble;
    const fs::path scenarios = fs::path(QONYS_SOURCE_FOLDER) / "scenarios";
    std::vector<fs::path> folders{fs::path(result).parent_path(), ".", scenarios};
    for (fs::recursive_directory_iterator at(scenarios, trouble), end; !trouble && at != end; at.increment(trouble))
        if (at->is_directory(trouble)) folders.push_back(at->path());
    std::optional<fs::path> found;
    for (const fs::path& folder : folders) {
        if (inputs.empty() || !fs::is_regular_file(folder / inputs.front().name, trouble)) continue;
        if (sha256(bytes_of(folder / inputs.front().name)) == inputs.front().sha256) return folder;
        if (!found) found = folder;
    }
    return found;
}

std::string some_of(const std::vector<std::string>& names) {
    constexpr std::size_t most_named = 4;
    std::string text;
    for (std::size_t i = 0; i < std::min(most_named, names.size()); ++i) text += (i == 0 ? "" : ", ") + names[i];
    return names.size() > most_named ? fmt::format("{} and {} more", text, names.size() - most_named) : text;
}

using InputLists = std::vector<std::vector<InputFile>>;  // of each arm

// The files read then that are on this disk.
struct InputsOnDisk {
    std::vector<std::string> scenarios;  // where the first of each list stands; one for lists that are the same
    std::vector<std::string> seen, changed, missing;
    bool unchanged() const { return !seen.empty() && changed.empty() && missing.empty(); }
};

InputsOnDisk look_for_inputs(const std::string& result, const InputLists& lists) {
    InputsOnDisk all;
    for (const std::vector<InputFile>& inputs : lists) {
        const std::optional<fs::path> folder = folder_of_inputs(result, inputs);
        const std::string scenario = folder ? (*folder / inputs.front().name).string() : "";
        if (std::find(all.scenarios.begin(), all.scenarios.end(), scenario) == all.scenarios.end())
            all.scenarios.push_back(scenario);
        for (const InputFile& input : inputs) {
            const std::string key = input.sha256 + input.name;
            if (std::find(all.seen.begin(), all.seen.end(), key) != all.seen.end()) continue;
            all.seen.push_back(key);
            const fs::path path = folder ? *folder / input.name : fs::path(input.name);
            std::error_code trouble;
            if ((!folder && !path.is_absolute()) || !fs::is_regular_file(path, trouble))
                all.missing.push_back(input.name);
            else if (sha256(bytes_of(path)) != input.sha256)
                all.changed.push_back(input.name);
        }
    }
    return all;
}

std::string inputs_text(const InputsOnDisk& on_disk) {
    std::string text = fmt::format("inputs: {} of {} files stand on this disk as they were read",
                                   on_disk.seen.size() - on_disk.changed.size() - on_disk.missing.size(), on_disk.seen.size());
    if (!on_disk.changed.empty()) text += "; changed since: " + some_of(on_disk.changed);
    if (!on_disk.missing.empty()) text += "; not found: " + some_of(on_disk.missing);
    return text + "\n";
}

// Whether the texts in the result are those that the files give. Nothing else tells of a source that was changed in the result:
// no figure rests on it.
struct TextCheck {
    std::string text;
    bool good = true;
};

TextCheck compare_texts(const std::string& result, const ReadAgain& files, const ResultFile& file, const InputLists& lists,
                        ResultKind kind) {
    const bool of_arms = file.has("arms/arm");
    const std::vector<std::string> texts = file.texts(of_arms ? "arms/scenario_yaml" : "scenario_yaml");
    const std::vector<std::string> names = of_arms ? file.texts("arms/arm") : std::vector<std::string>(texts.size());
    TextDifferences all;
    if (files.arms.size() != texts.size() || names.size() != texts.size() || lists.size() != texts.size())
        return {fmt::format("texts: NOT those of the files, which give {} policies; the result has {}\n", files.arms.size(),
                            texts.size()),
                false};
    for (std::size_t i = 0; i < texts.size(); ++i) {
        const std::string arm = names[i].empty() ? "" : names[i] + ": ";
        const auto same = [](const InputFile& a, const InputFile& b) { return a.name == b.name && a.sha256 == b.sha256; };
        if (kind == ResultKind::comparison && names[i] != files.arms[i].name)
            all.faults.push_back(fmt::format("arm: {} -> {}", files.arms[i].name, names[i]));
        if (!std::equal(lists[i].begin(), lists[i].end(), files.arms[i].inputs.begin(), files.arms[i].inputs.end(), same))
            all.faults.push_back(arm + "inputs: the list names other files than the scenario reads");
        const TextDifferences found = text_differences(files.arms[i].text, texts[i], result + ":scenario_yaml");
        for (const std::string& line : found.values) all.values.push_back(arm + line);
        for (const std::string& line : found.faults) all.faults.push_back(arm + line);
    }
    if (kind == ResultKind::sweep && files.sweep_text != file.texts("sweep_yaml").front())
        all.values.emplace_back("sweep_yaml: what is varied, the design or its points");
    const auto listed = [](const std::vector<std::string>& lines, std::size_t most) {
        std::string text;
        for (std::size_t i = 0; i < std::min(most, lines.size()); ++i) text += "  " + lines[i] + "\n";
        return lines.size() > most ? text + fmt::format("  … and {} more\n", lines.size() - most) : text;
    };
    std::string text = all.faults.empty() && all.values.empty() ? "texts: as the files give them\n" : "";
    if (!all.values.empty())
        text += fmt::format("texts: {} set otherwise than in the files, as by --set; files -> result\n",
                            all.values.size() == 1 ? "1 value is" : fmt::format("{} values are", all.values.size())) +
                listed(all.values, most_values_told);
    if (!all.faults.empty()) text += "texts: NOT those of the files; files -> result\n" + listed(all.faults, most_told);
    return {text, all.faults.empty()};
}

TextCheck check_texts(const std::string& result, const ResultFile& file, const InputsOnDisk& on_disk, const InputLists& lists,
                      ResultKind kind) {
    const auto unchecked = [](const char* why) {
        return TextCheck{fmt::format("texts: not checked, as {}: sources, notes, statuses and values that no figure reads may be "
                                     "others than those of the files\n",
                                     why),
                         true};
    };
    if (!on_disk.unchanged()) return unchecked("the files are not at hand as they were read");
    std::optional<ReadAgain> files;
    try {
        files = kind == ResultKind::run          ? read_again_run(on_disk.scenarios.front())
                : kind == ResultKind::comparison ? read_again_comparison(on_disk.scenarios)
                                                 : read_again_sweep(on_disk.scenarios.front());
    } catch (const BadInput&) {
        return unchecked("this program refuses the files without the settings of then");
    }
    return compare_texts(result, *files, file, lists, kind);
}

InputLists input_lists(const ResultFile& file) {
    const char* const variable = file.has("arms/inputs") ? "arms/inputs" : "inputs";
    InputLists lists;
    if (file.has(variable))
        for (const std::string& lines : file.texts(variable)) lists.push_back(inputs_in(lines));
    return lists;
}

// What the file says of itself, and how the program that reads it differs from the one that made it.
std::string introduction(const VerifyArguments& a, const ResultFile& file, ResultKind kind) {
    const StoredObject& root = file.find("");
    const std::string version = attribute_text(root, "program_version"), commit = attribute_text(root, "program_commit");
    std::string text = fmt::format("{}: a {}, made by qonys {} ({}); made again by qonys {} ({})\n", a.result,
                                   kind_words[static_cast<int>(kind)], version, commit, QONYS_VERSION, QONYS_COMMIT);
    if (version != QONYS_VERSION || commit != QONYS_COMMIT)
        text += "warning: another version of the program may give other figures without either being wrong\n";
    return text;
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
    const std::string sample = a.sample ? " in the points of the sample" : "",
                      rest = a.sample ? "points that are not in the sample were not looked at\n" : "";
    if (found.lines.empty())
        return fmt::format("the same{}: {} variables, {} cells\n{}", sample, found.variables,
                           with_separators(static_cast<double>(found.cells), 0), rest);
    std::string text = fmt::format("NOT the same{}: {} of {} variables or attributes differ; file -> made again\n", sample,
                                   found.lines.size(), found.variables);
    for (std::size_t i = 0; i < std::min(most_told, found.lines.size()); ++i) text += "  " + found.lines[i] + "\n";
    if (found.lines.size() > most_told) text += fmt::format("  … and {} more\n", found.lines.size() - most_told);
    return text + rest;
}

}  // namespace

bool verify(const VerifyArguments& a) {
    ResultKind kind{};
    TextCheck texts;
    {
        const ResultFile file(a.result);
        kind = kind_of_result(a.result, file);
        refuse_sample(a, kind);
        const InputLists lists = input_lists(file);
        const InputsOnDisk on_disk = look_for_inputs(a.result, lists);
        if (!a.quiet) print(introduction(a, file, kind) + inputs_text(on_disk));
        texts = check_texts(a.result, file, on_disk, lists, kind);
        if (!a.quiet) print(texts.text);
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
    return found.lines.empty() && texts.good;
}

}  // namespace qonys
