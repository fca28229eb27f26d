// Values of dated tables in a month: the last row dated on or before its first day.
#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "base/month.hpp"
#include "base/problems.hpp"
#include "base/table.hpp"

namespace qonys {

// The reader has seen to it that there is such a row.
inline std::size_t row_in_force(const Table& table, Month month) {
    const auto& dates = table.axes[0].labels;
    const Date day = first_day(month);
    for (std::size_t i = dates.size(); i-- > 0;)
        if (*parse_date(dates[i]) <= day) return i;
    throw BrokenInvariant("no rule in force in " + to_string(month));
}

inline double value_in_force(const Table& table, Month month) {
    return table.at(row_in_force(table, month));
}

inline std::size_t word_in_force(const Table& table, Month month) {
    return static_cast<std::size_t>(value_in_force(table, month));
}

inline bool switched_on(const Table& table, Month month) {
    return value_in_force(table, month) > 0;
}

inline int count_in_force(const Table& table, Month month) {
    return static_cast<int>(value_in_force(table, month));
}

// Counts by region; nothing before the first date.
inline std::vector<std::int64_t> regional_row(const Table& table, Month month) {
    std::vector<std::int64_t> row(table.axes[1].size(), 0);
    if (*parse_date(table.axes[0].labels[0]) > first_day(month)) return row;
    const std::size_t i = row_in_force(table, month);
    for (std::size_t r = 0; r < row.size(); ++r) row[r] = std::llround(table.at(i, r));
    return row;
}

}  // namespace qonys
