#include "sweep/output.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <filesystem>

#include "base/problems.hpp"
#include "results/part_file.hpp"
#include "results/read_sweep.hpp"

namespace qonys {

namespace {

namespace fs = std::filesystem;

[[noreturn]] void refuse(const std::string& output, const std::string& what) {
    Problems problems;
    problems.add({output, 0, 0}, "", what, "name another output with -o, or remove the file; qonys sweep --fresh replaces it");
    throw BadInput(std::move(problems));
}

// HDF5 holds a lock on a file that it writes, which ends with the process.
bool is_being_written(const std::string& part) {
    const int descriptor = ::open(part.c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0) return true;
    const bool held = ::flock(descriptor, LOCK_EX | LOCK_NB) != 0;
    ::close(descriptor);
    return held;
}

}  // namespace

bool holds_result(const std::string& output, const SweepHeader& header) {
    std::error_code ignored;
    if (!fs::exists(output, ignored)) return false;
    if (!fs::is_regular_file(output, ignored)) const PartFile refused(output);  // says what it is
    if (!is_sweep_result(output)) refuse(output, "is there already, and is no result of a sweep");
    const SweepFileReader there(output);
    if (there.header().fingerprint != header.fingerprint)
        refuse(output, "holds a finished sweep of other content, or of another version of the program");
    if (there.header().shard != header.shard || there.header().shards != header.shards)
        refuse(output, fmt::format("holds shard {} of {} of this sweep, not {} of {}", there.header().shard,
                                   there.header().shards, header.shard, header.shards));
    return true;
}

void remove_left_parts(const std::string& output) {
    std::error_code ignored;
    const fs::path file = fs::weakly_canonical(fs::absolute(output, ignored), ignored);
    const std::string start = file.filename().string() + ".", end = ".part";
    for (const fs::directory_entry& entry : fs::directory_iterator(file.parent_path(), ignored)) {
        const std::string name = entry.path().filename().string();
        if (!name.starts_with(start) || !name.ends_with(end) || name.size() <= start.size() + end.size()) continue;
        const std::string process = name.substr(start.size(), name.size() - start.size() - end.size());  // "812" or "812-1"
        if (process.find_first_not_of("0123456789-") == std::string::npos && !is_being_written(entry.path().string()))
            fs::remove(entry.path(), ignored);
    }
}

}  // namespace qonys
