#include "process.hpp"

#include <sys/wait.h>

#include <cstdlib>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <system_error>

namespace qonys::test {

ProcessResult run(const std::string& command_line) {
    const TempFolder scratch;
    const auto out = scratch.path() / "out";
    const auto err = scratch.path() / "err";
    // The braces must not swallow a trailing comment or here-document, hence the line break.
    const std::string whole =
        "{ " + command_line + "\n} </dev/null >" + shell_quoted(out.string()) + " 2>" + shell_quoted(err.string());
    const int status = std::system(whole.c_str());  // NOLINT(concurrency-mt-unsafe)
    if (status == -1) throw std::system_error(errno, std::generic_category(), "cannot start a shell");
    ProcessResult result;
    result.exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    result.out = read_text(out);
    result.err = read_text(err);
    return result;
}

std::string shell_quoted(std::string_view argument) {
    std::string text = "'";
    for (const char letter : argument) {
        if (letter == '\'') {
            text += "'\\''";
        } else {
            text += letter;
        }
    }
    return text + "'";
}

std::string wait_for(const std::string& pattern) {
    return "tries=0; until ls -d " + pattern +
           " >/dev/null 2>&1; do tries=$((tries + 1)); [ $tries -lt 2000 ] || { kill -KILL $pid; exit 99; }; sleep 0.05; done\n";
}

TempFolder::TempFolder() {
    std::string name = (std::filesystem::temp_directory_path() / "qonys_test_XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr) throw std::system_error(errno, std::generic_category(), "cannot make " + name);
    path_ = name;
}

TempFolder::~TempFolder() {
    std::error_code ignored;  // a folder left behind must not fail a test
    std::filesystem::remove_all(path_, ignored);
}

std::filesystem::path TempFolder::write(const std::filesystem::path& name, std::string_view text) const {
    const auto file = path_ / name;
    std::filesystem::create_directories(file.parent_path());
    std::ofstream stream(file, std::ios::binary);
    stream << text;
    stream.close();
    if (!stream) throw std::runtime_error("cannot write " + file.string());
    return file;
}

std::string read_text(const std::filesystem::path& file) {
    std::ifstream stream(file, std::ios::binary);
    if (!stream) throw std::runtime_error("cannot read " + file.string());
    std::ostringstream text;
    text << stream.rdbuf();
    return text.str();
}

}  // namespace qonys::test
