#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>

#include "report/page/suppress_parts.hpp"

namespace qonys {

using nlohmann::json;

namespace {

bool is_small(const Cells& cells, double value) {
    return value > 0 && value < cells.below;
}

Cells cells_of(PageTable& table, int below) {
    Cells cells{table, static_cast<double>(below), {}, {}, {}};
    const std::size_t counts = index_of(table, "counts");
    for (const json& row : table.rows) {
        cells.counts.push_back(counts < row.size() && row[counts] == true);
        for (const json& cell : row)
            cells.values.push_back(cell.is_number() ? cell.get<double>() : std::numeric_limits<double>::quiet_NaN());
    }
    cells.shown.assign(cells.values.size(), CellState::yes);
    return cells;
}

bool leave_out_small(Cells& cells) {
    bool any = false;
    for (std::size_t row = 0; row < cells.rows(); ++row)
        for (std::size_t column = 0; column < cells.columns(); ++column) {
            if (!is_count(cells, row, column) || !is_small(cells, cells.value(row, column))) continue;
            cells.state(row, column) = CellState::small;
            any = true;
        }
    return any;
}

// Returns whether the cell was shown so far.
bool leave_out(Cells& cells, std::size_t row, std::size_t column) {
    if (cells.state(row, column) != CellState::yes || std::isnan(cells.value(row, column))) return false;
    cells.state(row, column) = CellState::left_out;
    return true;
}

// What a column is a figure of: "placed" of "placed_before" and "placed_low"; nothing where the table has one measure.
std::string measure_of(std::string key) {
    if (key.ends_with("_number")) key.resize(key.size() - std::string("_number").size());
    for (const std::string word : {"before", "after", "difference"}) {
        if (key == word) return "";
        if (key.ends_with("_" + word)) return key.substr(0, key.size() - word.size() - 1);
    }
    return parts_of(key).stem;
}

bool of_one_measure(const PageColumn& a, const PageColumn& b) {
    const std::string first = measure_of(a.key), second = measure_of(b.key);
    return first.empty() || second.empty() || first == second;
}

// Whether a change of the row must go: beside a count that is left out, beside another change that is, or because it makes a
// small count of one that is shown.
bool gives_away(Cells& cells, std::size_t row, const std::vector<std::size_t>& counts, std::size_t change) {
    const double by = cells.value(row, change);
    return std::any_of(counts.begin(), counts.end(), [&](std::size_t count) {
        const double value = cells.value(row, count);
        return is_count(cells, row, count) && of_one_measure(cells.column(count), cells.column(change)) &&
               (cells.state(row, count) != CellState::yes || is_small(cells, value + by) || is_small(cells, value - by));
    });
}

bool leave_out_changes(Cells& cells) {
    std::vector<std::size_t> changes;
    for (std::size_t i = 0; i < cells.columns(); ++i)
        if (cells.column(i).kind == PageColumnKind::change) changes.push_back(i);
    const std::vector<std::size_t> counts = central_counts(cells.table);
    bool any = false;
    for (std::size_t row = 0; row < cells.rows(); ++row)
        for (std::size_t change : changes)
            if (cells.state(row, change) != CellState::yes || gives_away(cells, row, counts, change))
                for (std::size_t other : changes)
                    if (of_one_measure(cells.column(change), cells.column(other))) any |= leave_out(cells, row, other);
    return any;
}

// Quantiles, errors and bounds of a figure that is left out, and shares in its row, which would give it away.
void leave_out_companions(Cells& cells) {
    const auto& columns = cells.table.columns;
    static constexpr auto figures = {PageColumnKind::count, PageColumnKind::mixed, PageColumnKind::change};
    const bool one_family = std::any_of(columns.begin(), columns.end(),
                                        [](const PageColumn& c) { return !is_label(c) && parts_of(c.key).stem.empty(); });
    for (std::size_t row = 0; row < cells.rows(); ++row)
        for (std::size_t hidden : central(cells.table, figures)) {
            if (cells.state(row, hidden) == CellState::yes) continue;
            for (std::size_t i = 0; i < columns.size(); ++i) {
                const KeyParts parts = parts_of(columns[i].key);
                const bool companion = !parts.statistic.empty() && !is_label(columns[i]) &&
                                       (one_family || parts.stem == parts_of(columns[hidden].key).stem);
                if (companion || columns[i].kind == PageColumnKind::share || columns[i].key.starts_with("per_") ||
                    columns[i].key.starts_with("cost"))
                    leave_out(cells, row, i);
            }
        }
}

// How far the cells of a sum that are left out, apart from small ones, exceed the limit.
struct Slack {
    double all = 0, greatest = 0;
    bool any_hidden = false, any_small = false;

    // Small cells can then be anything below the limit; without them, no cell is known from the others.
    bool is_enough(double below) const { return !any_hidden || (any_small ? all : all - greatest) >= below; }
    void add(double excess) {
        all += excess;
        greatest = std::max(greatest, excess);
        any_hidden = true;
    }
};

// A change may have either sign: any one more will do.
double excess_of(const Cells& cells, const CellPlace& p) {
    if (cells.column(p.column).kind == PageColumnKind::change) return cells.below;
    return std::max(0.0, std::abs(cells.value(p.row, p.column)) - cells.below);
}

// Leaves out more cells of a sum until that is enough. Returns whether it left out any.
bool protect(Cells& cells, const Sum& sum) {
    Slack slack;
    bool changed = false;
    const auto size = [&](const CellPlace& p) { return std::abs(cells.value(p.row, p.column)); };
    for (const CellPlace& place : sum) {
        const CellState state = cells.state(place.row, place.column);
        if (state == CellState::left_out) slack.add(excess_of(cells, place));
        if (state == CellState::small) slack.any_small = slack.any_hidden = true;
    }
    while (!slack.is_enough(cells.below)) {
        const CellPlace* best = nullptr;
        // The smallest that suffices, parts before the total; else the greatest.
        const auto suffices = [&](const CellPlace& p) {
            Slack more = slack;
            more.add(excess_of(cells, p));
            return more.is_enough(cells.below);
        };
        for (auto place = sum.rbegin(); place != sum.rend(); ++place) {
            if (cells.state(place->row, place->column) != CellState::yes || !(size(*place) > 0)) continue;
            if (!best || (suffices(*place) != suffices(*best) ? suffices(*place)
                          : suffices(*place)                  ? &*place != &sum[0] && size(*place) < size(*best)
                                                              : size(*place) > size(*best)))
                best = &*place;
        }
        if (!best) break;
        cells.state(best->row, best->column) = CellState::left_out;
        slack.add(excess_of(cells, *best));
        changed = true;
    }
    return changed;
}

// Also into texts that say the same.
void write_back(Cells& cells) {
    const std::string small = fmt::format("<{}", static_cast<int>(cells.below));
    const auto& columns = cells.table.columns;
    for (std::size_t column = 0; column < cells.columns(); ++column) {
        const std::size_t number =
            is_label(columns[column])
                ? index_of(cells.table, columns[column].key == "interval" ? "low_number" : columns[column].key + "_number")
                : column;
        for (std::size_t row = 0; row < cells.rows() && number < cells.columns(); ++row)
            if (const CellState state = cells.state(row, number); state != CellState::yes)
                cells.table.rows[row][column] = state == CellState::small ? small : "×";
    }
}

// Returns whether anything was left out.
bool suppress(PageTable& table, int below) {
    Cells cells = cells_of(table, below);
    bool changed = leave_out_small(cells);
    changed |= leave_out_changes(cells);
    if (!changed) return false;
    const std::vector<Sum> sums = sums_in(cells);
    while (changed) {
        changed = false;
        for (const Sum& sum : sums) changed |= protect(cells, sum);
        changed |= leave_out_changes(cells);
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

// Cards as the cells of one row, so that none can be worked out from the others.
void suppress_cards(std::vector<PageCard>& cards, int below) {
    PageTable table;
    table.rows.push_back(json::array());
    std::vector<PageCard*> counted;
    for (PageCard& card : cards) {
        if (std::isnan(card.count)) continue;
        table.columns.push_back({fmt::format("c{}", counted.size()), "", "", PageColumnKind::count, 0});
        table.rows[0].push_back(std::round(card.count));
        counted.push_back(&card);
    }
    if (!suppress(table, below)) return;
    for (std::size_t i = 0; i < counted.size(); ++i)
        if (const json& cell = table.rows[0][i]; cell.is_string()) {
            counted[i]->value = cell.get<std::string>();
            counted[i]->interval.clear();
            counted[i]->note.clear();
        }
}

// "programmes.jusan.arrivals.jusan_1.persons = {women: 12, …} persons" without the value.
void leave_out_arrivals(std::vector<std::string>& lines) {
    for (std::string& line : lines) {
        const std::size_t sign = line.find(" = ");
        if (line.starts_with("programmes.") && line.substr(0, sign).find(".arrivals.") != std::string::npos)
            line = line.substr(0, sign) + " = ×";
    }
}

// Sources of arrivals, and reasons for differences, tell how many came: those with a digit go.
void leave_out_numbers_in_words(PageTable& table) {
    for (const char* key : {"source", "note", "reason"}) {
        const std::size_t column = index_of(table, key);
        if (column == table.columns.size()) continue;
        for (json& row : table.rows)
            if (row[column].is_string() && row[column].get<std::string>().find_first_of("0123456789") != std::string::npos)
                row[column] = "×";
    }
}

// Women, men and children of a published total can be subtracted from it, and from other totals of the same arrivals: where one
// of them is small, all go.
void leave_out_parts_of_totals(PageTable& table) {
    if (index_of(table, "who") == table.columns.size()) return;
    const std::size_t programmes = index_of(table, "programmes"), until = index_of(table, "until");
    const std::size_t figures[] = {index_of(table, "published"), index_of(table, "simulated"), index_of(table, "difference")};
    std::set<json> with_small;
    for (const json& row : table.rows)
        for (const std::size_t figure : figures)
            if (row[figure].is_string()) with_small.insert(json::array({row[programmes], row[until]}));
    for (json& row : table.rows)
        for (const std::size_t figure : figures)
            if (row[figure].is_number() && with_small.contains(json::array({row[programmes], row[until]}))) row[figure] = "×";
}

}  // namespace

void suppress_small_cells(Page& page) {
    if (page.suppress_below <= 0) return;
    for (PageSource& source : page.sources) {
        leave_out_arrivals(source.assumed);
        leave_out_arrivals(source.uncertain);
        leave_out_arrivals(source.without_source);
        for (PageSection& section : source.sections) {
            suppress_cards(section.cards, page.suppress_below);
            for (PageTableBlock& table : section.tables) {
                suppress(table.table, page.suppress_below);
                if (source.subject != PageSubject::pathways) continue;
                leave_out_parts_of_totals(table.table);
                leave_out_numbers_in_words(table.table);
            }
            for (PageChart& chart : section.charts)
                if (suppress(chart.table, page.suppress_below) && has_values_of_its_own(chart.spec)) {
                    chart.spec = nullptr;
                    chart.controls.clear();
                }
        }
    }
}

}  // namespace qonys
