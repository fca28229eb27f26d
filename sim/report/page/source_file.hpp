// A result file that is being read for its page: says what is wrong with it under its name.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/table.hpp"
#include "results/read.hpp"

namespace qonys {

class SourceFile {
public:
    // `kind`: "run", "comparison". Throws FileTrouble when the file is missing, damaged or of another kind.
    SourceFile(const std::string& path, const std::string& kind);

    const ResultFile& file() const { return file_; }
    std::string name() const;                            // without folders
    std::string text_attribute(const char* name) const;  // empty when there is none
    std::int64_t whole_attribute(const char* name) const;
    std::string program() const;

    // All that follow throw FileTrouble when the part is missing or of another shape.
    const StoredObject& part(const std::string& path) const;
    std::string text(const std::string& path) const;  // one text
    std::vector<std::string> texts(const std::string& path, std::size_t length) const;
    std::vector<double> figures(const std::string& path, const std::vector<std::size_t>& shape) const;
    // The labels of an axis, of which the scale stands at `path`; months as "2025-03".
    Axis axis(const std::string& path) const;

    [[noreturn]] void damaged(const std::string& what) const;

private:
    std::string path_, kind_;
    ResultFile file_;
};

inline constexpr std::size_t most_cells_read = 40'000'000;  // of one variable or table: 320 MB

// "0.6.0 (abc1234)"; without the brackets when there is no commit.
std::string version_and_commit(const std::string& version, const std::string& commit);
std::vector<std::string> lines_of(const std::string& text);  // without empty ones

}  // namespace qonys
