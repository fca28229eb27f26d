// What the axes of a variable say: the labels of its cells, for people.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "results/read.hpp"

namespace qonys {

// Days since 1970-01-01 that labels show as dates: 1900-01-01 to 2199-12-31.
constexpr std::int64_t first_readable_day = -25'567, last_readable_day = 84'005;

// Labels of the axis `axis` in the group of the variable at `path`; months as 2025-03, days as 2025-03-01. Numbers from 0 on
// where the file has no labels for it, or `size` does not fit them.
std::vector<std::string> axis_labels_of(const ResultFile& file, const std::string& path, const std::string& axis,
                                        std::size_t size);

// Of a cell, row-major: "replicate 0, month 2025-03, region KZ-55"; empty for a single value.
std::string labels_text(const ResultFile& file, const StoredObject& variable, std::size_t cell);

// The text of an attribute, a number as text; empty when there is none.
std::string attribute_text(const StoredObject& object, const std::string& name);

// As the attribute `units` has it. xarray takes numbers in "days" for spans of time and makes nanoseconds of them; CF reads "day"
// as well.
inline std::string unit_in_file(const std::string& unit) {
    return unit == "days" ? "day" : unit;
}
inline std::string unit_for_people(const std::string& in_file) {
    return in_file == "day" ? "days" : in_file;
}

// "sha256sum" lines as name and checksum. A line without a sum goes on with the name before it.
std::vector<std::pair<std::string, std::string>> checksums_of(const std::string& lines);

}  // namespace qonys
