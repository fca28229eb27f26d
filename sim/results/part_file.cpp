#include "results/part_file.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>

#include "base/problems.hpp"

namespace qonys {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void fail(const std::string& path, const std::string& what) {
    throw FileTrouble(path + ": " + what);
}

std::string folder_of(const std::string& path) {
    const std::string folder = fs::path(path).parent_path().string();
    return folder.empty() ? "." : folder;
}

// The real name to write. Devices and folders are refused here, because the final rename would put a file in their place.
std::string checked(const std::string& path) {
    if (path.empty()) fail("output", "the name of the result file is empty");
    std::error_code trouble;
    std::string real = path;
    for (int links = 0; fs::is_symlink(real, trouble); ++links) {
        const fs::path target = fs::read_symlink(real, trouble);
        if (trouble || links == 40) fail(path, "the symbolic link cannot be followed");
        real = (fs::path(real).parent_path() / target).lexically_normal().string();  // an absolute target replaces the folder
    }
    const fs::file_status there = fs::status(real, trouble);
    if (fs::is_directory(there)) fail(path, "is a folder; name a file, such as " + (fs::path(path) / "result.h5").string());
    if (fs::exists(there) && !fs::is_regular_file(there)) fail(path, "is not an ordinary file");
    const std::string folder = folder_of(real);
    if (!fs::exists(folder, trouble)) fail(path, "the folder " + folder + " does not exist; make it first: mkdir -p " + folder);
    if (!fs::is_directory(folder, trouble)) fail(path, folder + " is not a folder");
    if (real.ends_with('/')) fail(path, "names no file");
    return real;
}

void sync(const std::string& name, int flags, const std::string& path) {
    const int descriptor = ::open(name.c_str(), flags | O_CLOEXEC);
    if (descriptor < 0) fail(path, std::string("cannot be synced to disk (") + std::strerror(errno) + ")");
    const int failed = ::fsync(descriptor) == 0 ? 0 : errno;
    ::close(descriptor);
    // EINVAL: a file system that cannot sync folders
    if (failed != 0 && failed != EINVAL) fail(path, std::string("cannot be synced to disk (") + std::strerror(failed) + ")");
}

}  // namespace

PartFile::PartFile(const std::string& path) : path_(checked(path)) {
    // A part left by a killed process may carry our process number: take the next free name.
    for (int attempt = 0; attempt < 100; ++attempt) {
        part_ = path_ + "." + std::to_string(::getpid()) + (attempt == 0 ? "" : "-" + std::to_string(attempt)) + ".part";
        const int descriptor = ::open(part_.c_str(), O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0666);
        if (descriptor >= 0) {
            ::close(descriptor);
            return;
        }
        if (errno != EEXIST) break;
    }
    fail(path, std::string("cannot be written (") + std::strerror(errno) + ")");
}

PartFile::~PartFile() {
    if (!published_) ::unlink(part_.c_str());
}

void PartFile::publish() {
    sync(part_, O_RDONLY, path_);
    if (std::rename(part_.c_str(), path_.c_str()) != 0)
        fail(path_, std::string("the finished file cannot be renamed to this name (") + std::strerror(errno) + ")");
    published_ = true;
    sync(folder_of(path_), O_RDONLY | O_DIRECTORY, path_);
}

}  // namespace qonys
