// What suppress.cpp and suppress_sums.cpp share.
#pragma once

#include <initializer_list>
#include <string>
#include <vector>

#include "report/page/page.hpp"

namespace qonys {

enum class CellState : char { yes, small, left_out };

// A table while cells are taken out of it.
struct Cells {
    PageTable& table;
    double below;
    std::vector<double> values;    // (row, column); NaN where there is no number
    std::vector<CellState> shown;  // likewise
    std::vector<bool> counts;      // by row: whether its mixed columns are counts

    std::size_t columns() const { return table.columns.size(); }
    std::size_t rows() const { return table.rows.size(); }
    const PageColumn& column(std::size_t i) const { return table.columns[i]; }
    double value(std::size_t row, std::size_t column) const { return values[row * columns() + column]; }
    CellState& state(std::size_t row, std::size_t column) { return shown[row * columns() + column]; }
};

struct CellPlace {
    std::size_t row, column;
};

// Cells of which the first is the sum of the others.
using Sum = std::vector<CellPlace>;

// "placed_p05" -> "placed", "p05".
struct KeyParts {
    std::string stem, statistic;
};
KeyParts parts_of(const std::string& key);

bool is_label(const PageColumn& column);
std::size_t index_of(const PageTable& table, const std::string& key);  // number of columns: there is none
bool is_count(const Cells& cells, std::size_t row, std::size_t column);

// Columns of these kinds that are figures, medians or means.
std::vector<std::size_t> central(const PageTable& table, std::initializer_list<PageColumnKind> kinds);
std::vector<std::size_t> central_counts(const PageTable& table);

// All that are found in the table.
std::vector<Sum> sums_in(const Cells& cells);

}  // namespace qonys
