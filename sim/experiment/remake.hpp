// Makes a result again from the texts in it, for `qonys verify`.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <string>

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

}  // namespace qonys
