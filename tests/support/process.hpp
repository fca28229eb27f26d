#pragma once
// Running programs and making scratch folders in tests.
#include <filesystem>
#include <string>
#include <string_view>

namespace qonys::test {

struct ProcessResult {
    int exit_code = 0;  // 128 + signal number when the program was killed by a signal, as in a shell
    std::string out;
    std::string err;
};

// Runs a command line with /bin/sh, without standard input, and waits for it.
[[nodiscard]] ProcessResult run(const std::string& command_line);

// One argument, quoted so that the shell hands it on unchanged.
[[nodiscard]] std::string shell_quoted(std::string_view argument);

// Shell commands that wait until the process $pid has made a file whose name fits the pattern. After two minutes the process is
// killed and the shell ends with 99.
[[nodiscard]] std::string wait_for(const std::string& pattern);

// A new folder that is removed with all it holds at the end of the scope.
class TempFolder {
public:
    TempFolder();
    ~TempFolder();
    TempFolder(const TempFolder&) = delete;
    TempFolder& operator=(const TempFolder&) = delete;
    [[nodiscard]] const std::filesystem::path& path() const { return path_; }
    // Writes a text file below the folder, with the folders it needs, and says where.
    std::filesystem::path write(const std::filesystem::path& name, std::string_view text) const;

private:
    std::filesystem::path path_;
};

[[nodiscard]] std::string read_text(const std::filesystem::path& file);

}  // namespace qonys::test
