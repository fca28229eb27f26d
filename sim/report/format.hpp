// How tables are printed: for people, for spreadsheets or for programs.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace qonys {

enum class Format { table, csv, json };

// "table", "csv" or "json".
std::optional<Format> parse_format(std::string_view text);

// One field of a CSV line: in quotes when it holds a comma, a quote, a line break, or spaces at its ends.
std::string csv_field(std::string_view text);

// Columns that a text takes on a terminal, taking each character for one column.
std::size_t width(std::string_view text);

// Filled with spaces to a width; a longer text stays as it is.
std::string padded(std::string_view text, std::size_t columns);

}  // namespace qonys
