// Strict reading of CSV: commas, a header, quotes as in RFC 4180. What is wrong is told with line and column; nothing is guessed.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/problems.hpp"

namespace qonys {

inline constexpr std::size_t most_csv_bytes = 512u << 20;
inline constexpr std::size_t most_csv_rows = 1'000'000;
inline constexpr std::size_t most_csv_columns = 10'000;

// The text of a file; FileTrouble when it cannot be read, BadInput when it is longer than most_csv_bytes.
std::string read_whole_file(const std::string& file);

struct CsvColumn {
    std::string_view name;
    bool required = false;
};

// Problems of one file; the first ones are kept and the others counted, so that a broken file cannot fill the memory or the
// screen.
class CsvProblems {
public:
    CsvProblems(std::string file, Problems& problems) : file_(std::move(file)), problems_(problems) {}
    ~CsvProblems();  // tells how many more there were
    CsvProblems(const CsvProblems&) = delete;
    CsvProblems& operator=(const CsvProblems&) = delete;

    bool wanted();  // whether another problem is kept; one that is not is counted here
    void add(Mark mark, std::string column, std::string what, std::string hint = {});
    const std::string& file() const { return file_; }
    std::size_t count() const { return kept_ + more_; }

private:
    static constexpr std::size_t most = 30;
    std::string file_;
    Problems& problems_;
    std::size_t kept_ = 0, more_ = 0;
};

// Row by row; each field without the spaces around it and without its quotes.
class CsvReader {
public:
    // `text` must outlive the reader. `what` names the rows, such as "families".
    CsvReader(std::string_view text, const std::vector<CsvColumn>& columns, CsvProblems& problems);

    const std::vector<std::string>& header() const { return header_; }  // all names of the first line, asked for or not
    bool has(std::size_t column) const { return field_of_[column] >= 0; }
    // Moves to the next row with as many fields as the header; others are told and skipped. False at the end.
    bool next();
    std::size_t rows() const { return rows_; }        // rows read
    bool whole() const { return usable_ && whole_; }  // no row was skipped
    // Of the row moved to: the field of a column, empty when there is no such column.
    std::string_view at(std::size_t column) const;
    void add(std::size_t column, const std::string& what, const std::string& hint = {});  // a problem of that field

    // A whole number or a decimal number within limits; what is wrong is told, with `limits` in words. Digits and a point only.
    std::optional<double> number(std::size_t column, double least, double most);
    std::optional<std::int64_t> whole_number(std::size_t column, std::int64_t least, std::int64_t most);
    // A name: printable UTF-8 of at most 200 bytes; what is wrong is told.
    std::optional<std::string_view> name(std::size_t column);

private:
    struct Field {
        std::string_view text;
        std::size_t start = 0;  // in the file
    };
    bool split_row();
    std::size_t quoted_field(Field& field);
    bool read_header(const std::vector<CsvColumn>& columns);
    Mark mark(std::size_t start) const;

    std::string_view text_;
    std::size_t next_ = 0;
    CsvProblems& problems_;
    std::vector<std::string> header_;
    std::vector<std::string> names_;  // of the columns asked for
    std::vector<int> field_of_;       // [column]
    std::vector<Field> fields_;
    std::size_t width_ = 0, rows_ = 0;
    bool usable_ = true, whole_ = true;
    std::deque<std::string> unescaped_;  // of the row: fields with doubled quotes
};

// Whether the bytes are well-formed UTF-8.
bool is_utf8(std::string_view text);

}  // namespace qonys
