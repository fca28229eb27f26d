// Figures of the summary tables, and columns of them for the console.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "accounts/summary.hpp"

namespace qonys {

// A mean over replicates with its standard error, and where its spread comes from; NaN where there is none.
struct Figure {
    double mean = 0, se = 0, sd_monte_carlo = 0, sd_parameters = 0;
    std::int64_t count = 0;  // replicates in which it has a meaning
    bool marked = false;     // with a * behind it
};

// The cell with these labels, one per axis of the table (year first for Period::year).
Figure figure(const SummaryTable& table, const std::vector<std::string>& labels);

Figure scaled(Figure figure, double factor);

// "12,345.6"; "–" for NaN.
std::string with_separators(double value, int decimals);

// A table for people. The first column holds names, the others figures in the form `2,309 ±12`, aligned at the point.
struct FigureColumn {
    std::string group, name;  // columns side by side of the same group share one heading
    int decimals = 0;
    std::vector<Figure> cells;
    std::vector<std::string> texts = {};  // instead of cells, where rows differ in kind
};
struct FigureTable {
    std::string title;
    std::string row_heading;
    std::vector<std::string> rows;
    std::vector<FigureColumn> columns;
    bool totals = false;  // the last row is set off by a line
};
std::string print(const FigureTable& table);
std::size_t columns_of(const std::string& text);  // its widest line
// In as few tables under each other as keep to the width; columns of one group stay together where they fit.
std::string print_within(const FigureTable& table, std::size_t columns);

}  // namespace qonys
