#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <set>

#include "report/page/page.hpp"

namespace qonys {

namespace {

using nlohmann::json;

enum class Shown : char { yes, small, left_out };

// A table while cells are taken out of it.
struct Cells {
    PageTable& table;
    double below;
    std::vector<double> values;  // (row, column); NaN where there is no number
    std::vector<Shown> shown;    // likewise

    std::size_t columns() const { return table.columns.size(); }
    std::size_t rows() const { return table.rows.size(); }
    double value(std::size_t row, std::size_t column) const { return values[row * columns() + column]; }
    Shown& state(std::size_t row, std::size_t column) { return shown[row * columns() + column]; }
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

KeyParts parts_of(const std::string& key) {
    static const std::set<std::string> statistics = {"p05", "p25",  "p50", "p75",    "p95", "mean",
                                                     "low", "high", "se",  "median", "sd"};
    const std::size_t line = key.rfind('_');
    if (statistics.contains(key)) return {"", key};
    if (line != std::string::npos && statistics.contains(key.substr(line + 1)))
        return {key.substr(0, line), key.substr(line + 1)};
    return {key, ""};
}

bool is_central(const PageColumn& column) {
    const std::string statistic = parts_of(column.key).statistic;
    return statistic.empty() || statistic == "p50" || statistic == "median" || statistic == "mean";
}

bool is_label(const PageColumn& column) {
    return column.kind == PageColumnKind::text || column.kind == PageColumnKind::month || column.kind == PageColumnKind::year;
}

std::vector<std::size_t> central_counts(const PageTable& table) {
    std::vector<std::size_t> found;
    for (std::size_t i = 0; i < table.columns.size(); ++i)
        if (table.columns[i].kind == PageColumnKind::count && is_central(table.columns[i])) found.push_back(i);
    return found;
}

Cells cells_of(PageTable& table, int below) {
    Cells cells{table, static_cast<double>(below), {}, {}};
    for (const json& row : table.rows)
        for (const json& cell : row)
            cells.values.push_back(cell.is_number() ? cell.get<double>() : std::numeric_limits<double>::quiet_NaN());
    cells.shown.assign(cells.values.size(), Shown::yes);
    return cells;
}

bool leave_out_small(Cells& cells) {
    bool any = false;
    for (std::size_t row = 0; row < cells.rows(); ++row)
        for (std::size_t column = 0; column < cells.columns(); ++column) {
            const double value = cells.value(row, column);
            if (cells.table.columns[column].kind != PageColumnKind::count || !(value > 0 && value < cells.below)) continue;
            cells.state(row, column) = Shown::small;
            any = true;
        }
    return any;
}

// Quantiles, errors and bounds of a figure that is left out, and shares in its row, which would give it away.
void leave_out_companions(Cells& cells) {
    const auto& columns = cells.table.columns;
    const bool one_family = std::any_of(columns.begin(), columns.end(),
                                        [](const PageColumn& c) { return !is_label(c) && parts_of(c.key).stem.empty(); });
    for (std::size_t row = 0; row < cells.rows(); ++row)
        for (std::size_t hidden : central_counts(cells.table)) {
            if (cells.state(row, hidden) == Shown::yes) continue;
            for (std::size_t i = 0; i < columns.size(); ++i) {
                const KeyParts parts = parts_of(columns[i].key);
                const bool companion = !parts.statistic.empty() && !is_label(columns[i]) &&
                                       (one_family || parts.stem == parts_of(columns[hidden].key).stem);
                if ((companion || columns[i].kind == PageColumnKind::share) && cells.state(row, i) == Shown::yes &&
                    !std::isnan(cells.value(row, i)))
                    cells.state(row, i) = Shown::left_out;
            }
        }
}

// What rounding of the cells may make of a sum.
double tolerance(const Cells& cells, const Sum& sum) {
    double all = 1e-9;
    for (const CellPlace& place : sum)
        all += 0.5 * std::pow(10.0, -cells.table.columns[place.column].decimals) +
               1e-9 * std::abs(cells.value(place.row, place.column));
    return all;
}

bool adds_up(const Cells& cells, const Sum& sum) {
    double rest = cells.value(sum[0].row, sum[0].column);
    for (std::size_t i = 1; i < sum.size(); ++i) rest -= cells.value(sum[i].row, sum[i].column);
    return std::abs(rest) <= tolerance(cells, sum);  // not so for NaN
}

bool has_no_number(const Cells& cells, const Sum& sum) {
    return std::any_of(sum.begin(), sum.end(), [&](const CellPlace& p) { return std::isnan(cells.value(p.row, p.column)); });
}

// The sum in each row, when it holds in all of them.
void add_if_everywhere(const Cells& cells, std::size_t total, const std::vector<std::size_t>& parts, std::vector<Sum>& sums) {
    std::vector<Sum> found;
    for (std::size_t row = 0; row < cells.rows(); ++row) {
        Sum sum = {{row, total}};
        for (std::size_t part : parts) sum.push_back({row, part});
        if (has_no_number(cells, sum)) continue;
        if (!adds_up(cells, sum)) return;
        found.push_back(std::move(sum));
    }
    sums.insert(sums.end(), found.begin(), found.end());
}

// Columns that are the sum of two others, or of all others.
void sums_in_rows(const Cells& cells, std::vector<Sum>& sums) {
    const std::vector<std::size_t> counts = central_counts(cells.table);
    for (std::size_t total : counts) {
        std::vector<std::size_t> others;
        for (std::size_t column : counts)
            if (column != total) others.push_back(column);
        if (others.size() > 2) add_if_everywhere(cells, total, others, sums);
        for (std::size_t i = 0; i < others.size(); ++i)
            for (std::size_t j = i + 1; j < others.size(); ++j) add_if_everywhere(cells, total, {others[i], others[j]}, sums);
    }
}

// Labels that change with those of `column` and no faster: the name beside a code.
bool goes_with(const PageTable& table, std::size_t column, std::size_t other) {
    std::map<json, json> there, back;
    for (const json& row : table.rows)
        if (there.emplace(row[column], row[other]).first->second != row[other] ||
            back.emplace(row[other], row[column]).first->second != row[column])
            return false;
    return true;
}

// Rows that differ by the labels of `column` alone.
std::vector<std::vector<std::size_t>> groups_along(const PageTable& table, std::size_t column) {
    std::vector<std::size_t> fixed;
    for (std::size_t i = 0; i < table.columns.size(); ++i)
        if (is_label(table.columns[i]) && i != column && !goes_with(table, column, i)) fixed.push_back(i);
    std::map<json, std::vector<std::size_t>> groups;
    for (std::size_t row = 0; row < table.rows.size(); ++row) {
        json key = json::array();
        for (std::size_t i : fixed) key.push_back(table.rows[row][i]);
        groups[key].push_back(row);
    }
    std::vector<std::vector<std::size_t>> found;
    for (auto& [key, rows] : groups) found.push_back(std::move(rows));
    return found;
}

Sum sum_of_rows(const std::vector<std::size_t>& rows, std::size_t total, std::size_t column) {
    Sum sum = {{total, column}};
    for (std::size_t row : rows)
        if (row != total) sum.push_back({row, column});
    return sum;
}

// Rows that are the sum of all rows that differ by one label alone, with the same label in each group; the country always is.
void sums_in_columns(const Cells& cells, std::vector<Sum>& sums) {
    const PageTable& table = cells.table;
    for (std::size_t along = 0; along < cells.columns(); ++along) {
        if (!is_label(table.columns[along])) continue;
        const auto groups = groups_along(table, along);
        for (std::size_t column : central_counts(table)) {
            std::map<json, std::vector<Sum>> by_label;
            std::set<json> refuted;
            for (const auto& rows : groups)
                for (std::size_t row : rows) {
                    if (rows.size() < 3) continue;
                    const json& label = table.rows[row][along];
                    Sum sum = sum_of_rows(rows, row, column);
                    if (label != "KZ" && (has_no_number(cells, sum) || !adds_up(cells, sum)))
                        refuted.insert(label);
                    else if (!refuted.contains(label))
                        by_label[label].push_back(std::move(sum));
                }
            for (auto& [label, found] : by_label)
                if (!refuted.contains(label)) sums.insert(sums.end(), found.begin(), found.end());
        }
    }
}

// Leaves out more cells of a sum until what is left out, apart from small cells, exceeds the limit by at least the limit in all.
// The small ones can then be anything below it. Returns whether it left out any.
bool protect(Cells& cells, const Sum& sum) {
    double slack = 0;
    bool any_hidden = false, changed = false;
    const auto size = [&](const CellPlace& p) { return std::abs(cells.value(p.row, p.column)); };
    for (const CellPlace& place : sum) {
        const Shown state = cells.state(place.row, place.column);
        any_hidden |= state != Shown::yes;
        if (state == Shown::left_out) slack += std::max(0.0, size(place) - cells.below);
    }
    while (any_hidden && slack < cells.below) {
        const CellPlace* best = nullptr;
        // The smallest that suffices, parts before the total; else the greatest.
        const auto suffices = [&](const CellPlace& p) { return size(p) - cells.below >= cells.below - slack; };
        for (auto place = sum.rbegin(); place != sum.rend(); ++place) {
            if (cells.state(place->row, place->column) != Shown::yes || !(size(*place) > 0)) continue;
            if (!best || (suffices(*place) != suffices(*best) ? suffices(*place)
                          : suffices(*place)                  ? &*place != &sum[0] && size(*place) < size(*best)
                                                              : size(*place) > size(*best)))
                best = &*place;
        }
        if (!best) break;
        cells.state(best->row, best->column) = Shown::left_out;
        slack += std::max(0.0, size(*best) - cells.below);
        changed = true;
    }
    return changed;
}

void write_back(Cells& cells) {
    const std::string small = fmt::format("<{}", static_cast<int>(cells.below));
    for (std::size_t row = 0; row < cells.rows(); ++row)
        for (std::size_t column = 0; column < cells.columns(); ++column) {
            const Shown state = cells.state(row, column);
            if (state != Shown::yes) cells.table.rows[row][column] = state == Shown::small ? small : "×";
        }
}

// Returns whether anything was left out.
bool suppress(PageTable& table, int below) {
    Cells cells = cells_of(table, below);
    if (!leave_out_small(cells)) return false;
    std::vector<Sum> sums;
    sums_in_rows(cells, sums);
    sums_in_columns(cells, sums);
    bool changed = true;
    while (changed) {
        changed = false;
        for (const Sum& sum : sums) changed |= protect(cells, sum);
    }
    leave_out_companions(cells);
    write_back(cells);
    return true;
}

// Figures of its own, which are not those of the table.
bool has_values_of_its_own(const json& spec) {
    if (spec.is_object() && spec.contains("data") && spec["data"].is_object() && spec["data"].contains("values")) return true;
    if (!spec.is_structured()) return false;
    return std::any_of(spec.begin(), spec.end(), [](const json& part) { return has_values_of_its_own(part); });
}

}  // namespace

void suppress_small_cells(Page& page) {
    if (page.suppress_below <= 0) return;
    for (PageSource& source : page.sources)
        for (PageSection& section : source.sections) {
            for (PageTableBlock& table : section.tables) suppress(table.table, page.suppress_below);
            for (PageChart& chart : section.charts)
                if (suppress(chart.table, page.suppress_below) && has_values_of_its_own(chart.spec)) {
                    chart.spec = nullptr;
                    chart.controls.clear();
                }
        }
}

}  // namespace qonys
