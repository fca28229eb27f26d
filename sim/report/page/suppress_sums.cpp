// Which cells of a table are sums of others.
#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "report/page/suppress_parts.hpp"

namespace qonys {

using nlohmann::json;

namespace {

bool is_central(const PageColumn& column) {
    const std::string statistic = parts_of(column.key).statistic;
    return statistic.empty() || statistic == "p50" || statistic == "median" || statistic == "mean";
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

// Counts all, or changes all.
bool alike(const Cells& cells, const Sum& sum) {
    const auto is_change = [&](const CellPlace& p) { return cells.column(p.column).kind == PageColumnKind::change; };
    return std::all_of(sum.begin(), sum.end(), is_change) ||
           std::all_of(sum.begin(), sum.end(), [&](const CellPlace& p) { return is_count(cells, p.row, p.column); });
}

// The sum in each row, when it holds in all of them.
void add_if_everywhere(const Cells& cells, std::size_t total, const std::vector<std::size_t>& parts, std::vector<Sum>& sums) {
    std::vector<Sum> found;
    for (std::size_t row = 0; row < cells.rows(); ++row) {
        Sum sum = {{row, total}};
        for (std::size_t part : parts) sum.push_back({row, part});
        if (has_no_number(cells, sum) || !alike(cells, sum)) continue;
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

// Texts that are the unit of a row, or a figure in words.
bool says_no_place(const PageTable& table, const PageColumn& column) {
    return column.key == "counts" || column.key == "unit" || column.key == "interval" ||
           index_of(table, column.key + "_number") < table.columns.size();
}

json cells_in(const json& row, const std::vector<std::size_t>& columns) {
    json cells = json::array();
    for (std::size_t i : columns) cells.push_back(row[i]);
    return cells;
}

// Columns that tell which row it is: the first that tell all rows apart, and those that go with one of them. Others say something
// about the row, such as a verdict.
std::vector<std::size_t> labels_of(const PageTable& table) {
    std::vector<std::size_t> labels;
    bool apart = false;
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
        if (!is_label(table.columns[i]) || says_no_place(table, table.columns[i])) continue;
        if (apart && std::none_of(labels.begin(), labels.end(), [&](std::size_t l) { return goes_with(table, l, i); })) continue;
        labels.push_back(i);
        if (apart) continue;
        std::set<json> seen;
        for (const json& row : table.rows) seen.insert(cells_in(row, labels));
        apart = seen.size() == table.rows.size();
    }
    return labels;
}

// Rows of one unit that differ by the labels of `along` alone.
std::vector<std::vector<std::size_t>> groups_along(const PageTable& table, const std::vector<std::size_t>& labels,
                                                   std::size_t along) {
    std::vector<std::size_t> fixed;
    for (std::size_t i : labels)
        if (i != along && !goes_with(table, along, i)) fixed.push_back(i);
    for (const char* key : {"counts", "unit"})
        if (const std::size_t i = index_of(table, key); i < table.columns.size()) fixed.push_back(i);
    std::map<json, std::vector<std::size_t>> groups;
    for (std::size_t row = 0; row < table.rows.size(); ++row) groups[cells_in(table.rows[row], fixed)].push_back(row);
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

// Sums that are found in several groups of rows, by the labels of their rows: kept where they hold in all groups.
class SumsByLabel {
public:
    void look_at(const Cells& cells, const json& labels, Sum sum, bool surely) {
        if (!alike(cells, sum)) return;
        if (!surely && (has_no_number(cells, sum) || !adds_up(cells, sum)))
            refuted_.insert(labels);
        else if (!refuted_.contains(labels))
            found_[labels].push_back(std::move(sum));
    }
    void add_to(std::vector<Sum>& sums) const {
        for (const auto& [labels, found] : found_)
            if (!refuted_.contains(labels)) sums.insert(sums.end(), found.begin(), found.end());
    }

private:
    std::map<json, std::vector<Sum>> found_;
    std::set<json> refuted_;
};

// Rows of mixed figures that are the sum of two others: those of two streams, among other measures.
void sums_of_two(const Cells& cells, const std::vector<std::size_t>& rows, std::size_t along, std::size_t column,
                 SumsByLabel& sums) {
    constexpr std::size_t most_rows = 40;
    if (cells.column(column).kind != PageColumnKind::mixed || rows.size() < 4 || rows.size() > most_rows) return;
    const auto label = [&](std::size_t row) { return cells.table.rows[row][along]; };
    for (std::size_t total : rows)
        for (std::size_t i = 0; i < rows.size(); ++i)
            for (std::size_t j = i + 1; j < rows.size(); ++j) {
                if (rows[i] == total || rows[j] == total) continue;
                sums.look_at(cells, {label(total), label(rows[i]), label(rows[j])},
                             {{total, column}, {rows[i], column}, {rows[j], column}}, false);
            }
}

// Rows that are the sum of all rows that differ by one label alone, with the same label in each group; the country always is.
void sums_in_columns(const Cells& cells, std::vector<Sum>& sums) {
    const PageTable& table = cells.table;
    const std::vector<std::size_t> labels = labels_of(table);
    for (std::size_t along : labels) {
        const auto groups = groups_along(table, labels, along);
        for (std::size_t column : central(table, {PageColumnKind::count, PageColumnKind::mixed, PageColumnKind::change})) {
            SumsByLabel by_label;
            for (const auto& rows : groups) {
                sums_of_two(cells, rows, along, column, by_label);
                for (std::size_t row : rows) {
                    if (rows.size() < 3) continue;
                    const json& label = table.rows[row][along];
                    by_label.look_at(cells, label, sum_of_rows(rows, row, column), label == "KZ");
                }
            }
            by_label.add_to(sums);
        }
    }
}

}  // namespace

KeyParts parts_of(const std::string& key) {
    static const std::set<std::string> statistics = {"p05", "p25",  "p50", "p75",    "p95", "mean",
                                                     "low", "high", "se",  "median", "sd"};
    const std::size_t line = key.rfind('_');
    if (statistics.contains(key)) return {"", key};
    if (line != std::string::npos && statistics.contains(key.substr(line + 1)))
        return {key.substr(0, line), key.substr(line + 1)};
    return {key, ""};
}

bool is_label(const PageColumn& column) {
    return column.kind == PageColumnKind::text || column.kind == PageColumnKind::month || column.kind == PageColumnKind::year;
}

std::size_t index_of(const PageTable& table, const std::string& key) {
    const auto found =
        std::find_if(table.columns.begin(), table.columns.end(), [&](const PageColumn& c) { return c.key == key; });
    return static_cast<std::size_t>(found - table.columns.begin());
}

std::vector<std::size_t> central(const PageTable& table, std::initializer_list<PageColumnKind> kinds) {
    std::vector<std::size_t> found;
    for (std::size_t i = 0; i < table.columns.size(); ++i)
        if (std::find(kinds.begin(), kinds.end(), table.columns[i].kind) != kinds.end() && is_central(table.columns[i]))
            found.push_back(i);
    return found;
}

std::vector<std::size_t> central_counts(const PageTable& table) {
    return central(table, {PageColumnKind::count, PageColumnKind::mixed});
}

bool is_count(const Cells& cells, std::size_t row, std::size_t column) {
    const PageColumnKind kind = cells.column(column).kind;
    return kind == PageColumnKind::count || (kind == PageColumnKind::mixed && cells.counts[row]);
}

std::vector<Sum> sums_in(const Cells& cells) {
    std::vector<Sum> sums;
    sums_in_rows(cells, sums);
    sums_in_columns(cells, sums);
    return sums;
}

}  // namespace qonys
