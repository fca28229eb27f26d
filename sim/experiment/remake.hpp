// Makes a result again from the texts in it, for `qonys verify`.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "results/read.hpp"
#include "scenario/read.hpp"

namespace qonys {

enum class ResultKind { run, comparison, sweep };

struct RemakeOptions {
    std::string output;  // path of the new file
    int threads = 1;
    std::function<void(std::int64_t done, std::int64_t total)> progress;
};

// Throws FileTrouble when the file is no result of qonys, or one of another format.
ResultKind kind_of_result(const std::string& path, const ResultFile& file);

// The one text of a variable. Throws FileTrouble.
std::string text_in(const std::string& path, const ResultFile& file, const std::string& variable);

// The new files list the inputs of the old ones: what was read then is in the texts. Throw BadInput when this program refuses a
// scenario in the file, FileTrouble when the file lacks something, Interrupted.
void remake_run(const std::string& path, const RemakeOptions& options, const std::atomic<bool>& stop);
void remake_comparison(const std::string& path, const RemakeOptions& options, const std::atomic<bool>& stop);

// As the file lists them.
std::vector<InputFile> inputs_in(const std::string& lines);

// What the files of a result say when they are read today, without settings.
struct ReadAgain {
    struct OfArm {
        std::string name;  // empty where there are no arms
        std::string text;
        std::vector<InputFile> inputs;
    };
    std::vector<OfArm> arms;  // one for a run
    std::string sweep_text;
};
// Throw as load_scenario and load_comparison.
ReadAgain read_again_run(const std::string& file);
ReadAgain read_again_comparison(const std::vector<std::string>& files);

// Where the text of a scenario in a result is not the one that its files give; each as "path: in the files -> in the result".
struct TextDifferences {
    std::vector<std::string> values;  // set otherwise, and marked so: as --set does
    std::vector<std::string>
        faults;  // what no --set leaves behind: another source, note, unit or date, a status that claims more
};
// `name`: what messages call the text in the result. Throws BadInput when that is no YAML.
TextDifferences text_differences(const std::string& in_files, const std::string& in_result, const std::string& name);

}  // namespace qonys
