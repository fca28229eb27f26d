#include "scenario/differences.hpp"

#include <algorithm>
#include <map>
#include <optional>

#include "scenario/form.hpp"
#include "scenario/resolved.hpp"
#include "scenario/value.hpp"

namespace qonys {

namespace {

// One field of the two scenarios, with the distributions of its cells.
struct Pair {
    const Field& field;
    Slot a, b;
    UncertainCells uncertain_a, uncertain_b;
};

std::string text_of(const Field& field, const Slot& slot, std::size_t cell, const UncertainCells& uncertain) {
    const auto* texts = std::get_if<std::string*>(&slot);
    return texts ? **texts : cell_text(field, slot, cell, uncertain);
}

bool same_distribution(const UncertainCells& a, std::size_t cell_a, const UncertainCells& b, std::size_t cell_b) {
    const auto in_a = a.find(cell_a), in_b = b.find(cell_b);
    if (in_a == a.end() || in_b == b.end()) return in_a == a.end() && in_b == b.end();
    return in_a->second.shape == in_b->second.shape && in_a->second.numbers == in_b->second.numbers;
}

bool is_dated(const Field& field) {
    return !field.axes.empty() && field.axes[0] == "date";
}

// The row of a dated table that is in force on a day; nothing before the first date.
std::optional<std::size_t> row_on(const Table& table, Date day) {
    const auto& dates = table.axes[0].labels;
    for (std::size_t i = dates.size(); i-- > 0;)
        if (*parse_date(dates[i]) <= day) return i;
    return std::nullopt;
}

std::size_t row_width(const Table& table) {
    return table.axes[0].size() == 0 ? 0 : table.cells.size() / table.axes[0].size();
}

// Cells of a row of b that differ from the row of a.
std::vector<std::size_t> differing_cells(const Pair& pair, std::optional<std::size_t> row_a, std::optional<std::size_t> row_b) {
    const Table &a = *std::get<Table*>(pair.a), &b = *std::get<Table*>(pair.b);
    std::vector<std::size_t> cells;
    if (!row_a && !row_b) return cells;
    const std::size_t width = row_width(row_b ? b : a);
    for (std::size_t i = 0; i < width; ++i) {
        const std::size_t cell_a = row_a.value_or(0) * width + i, cell_b = row_b.value_or(0) * width + i;
        bool same = row_a && row_b && a.cells[cell_a] == b.cells[cell_b] &&
                    same_distribution(pair.uncertain_a, cell_a, pair.uncertain_b, cell_b);
        // Draws go by the path of a cell: the same distribution under another date is another draw.
        if (same && pair.uncertain_a.contains(cell_a)) same = a.axes[0].labels[*row_a] == b.axes[0].labels[*row_b];
        if (!same) cells.push_back(row_b ? cell_b : cell_a);
    }
    return cells;
}

void compare_dated(const Pair& pair, Month start, Month end, ScenarioDifference& result) {
    const Table &a = *std::get<Table*>(pair.a), &b = *std::get<Table*>(pair.b);
    for (Month m = start; m < result.from && m < end; m = m + 1)
        if (!differing_cells(pair, row_on(a, first_day(m)), row_on(b, first_day(m))).empty()) result.from = m;
    std::vector<std::string> dates = b.axes[0].labels;
    for (const std::string& date : a.axes[0].labels)
        if (!b.axes[0].find(date)) dates.push_back(date);
    std::sort(dates.begin(), dates.end());
    for (const std::string& date : dates) {
        const auto row_a = row_on(a, *parse_date(date)), row_b = row_on(b, *parse_date(date));
        const bool own_date = b.axes[0].find(date).has_value();
        const std::vector<std::size_t> cells = differing_cells(pair, row_a, row_b);
        if (cells.empty()) continue;
        if (!own_date) {
            result.changes.push_back(pair.field.path + "." + date + ": stays as before");
            continue;
        }
        for (const std::size_t cell : cells)
            result.changes.push_back(pair.field.path + "." + cell_path(pair.b, cell) + " = " +
                                     text_of(pair.field, pair.b, cell, pair.uncertain_b));
    }
}

void compare_undated(const Pair& pair, Month start, ScenarioDifference& result) {
    const auto* table_a = std::get_if<Table*>(&pair.a);
    const auto* table_b = std::get_if<Table*>(&pair.b);
    const std::size_t before = result.changes.size();
    const bool same_labels = !table_a || [&] {
        if ((*table_a)->axes.size() != (*table_b)->axes.size()) return false;
        for (std::size_t i = 0; i < (*table_a)->axes.size(); ++i)
            if ((*table_a)->axes[i].labels != (*table_b)->axes[i].labels) return false;
        return true;
    }();
    if (!same_labels) {
        result.changes.push_back(pair.field.path + " = " + value_text(pair.field, pair.b, pair.uncertain_b));
    } else if (std::holds_alternative<Names*>(pair.b)) {
        if (value_text(pair.field, pair.a) != value_text(pair.field, pair.b))
            result.changes.push_back(pair.field.path + " = " + value_text(pair.field, pair.b));
    } else {
        const std::size_t cells = table_b ? (*table_b)->cells.size() : 1;
        for (std::size_t cell = 0; cell < cells; ++cell) {
            const std::string text = text_of(pair.field, pair.b, cell, pair.uncertain_b);
            if (text_of(pair.field, pair.a, cell, pair.uncertain_a) == text) continue;
            const std::string labels = cell_path(pair.b, cell);
            result.changes.push_back(pair.field.path + (labels.empty() ? "" : "." + labels) + " = " + text);
        }
    }
    if (result.changes.size() > before) result.from = start;
}

UncertainCells uncertain_cells(const LoadedScenario& loaded, std::size_t field) {
    UncertainCells cells;
    for (const UncertainValue& value : loaded.uncertain)
        if (value.field == field) cells.emplace(value.cell, value.distribution);
    return cells;
}

std::map<std::string, std::size_t> places_of(const std::vector<Field>& fields) {
    std::map<std::string, std::size_t> places;
    for (std::size_t i = 0; i < fields.size(); ++i) places.emplace(fields[i].path, i);
    return places;
}

}  // namespace

ScenarioDifference difference(const LoadedScenario& first, const LoadedScenario& second) {
    Scenario a = first.scenario, b = second.scenario;
    const Month start = a.run.first_month - static_cast<int>(a.run.warm_up_months), end = a.run.last_month + 1;
    ScenarioDifference result{{}, end};
    const std::vector<Field>&in_a = first.form->fields, &in_b = second.form->fields;
    const auto places_in_a = places_of(in_a), places_in_b = places_of(in_b);
    for (std::size_t i = 0; i < in_b.size(); ++i) {
        const Field& field = in_b[i];
        if (field.path.starts_with("targets.") || field.path == "question") continue;
        const auto found = places_in_a.find(field.path);
        if (found == places_in_a.end()) {
            result.changes.push_back(field.path + " = " + value_text(field, field.slot(b), uncertain_cells(second, i)));
            result.from = start;
            continue;
        }
        const std::size_t other = found->second;
        const Pair pair{field, in_a[other].slot(a), field.slot(b), uncertain_cells(first, other), uncertain_cells(second, i)};
        if (is_dated(field))
            compare_dated(pair, start, end, result);
        else
            compare_undated(pair, start, result);
    }
    for (const Field& field : in_a)
        if (!places_in_b.contains(field.path)) {
            result.changes.push_back(field.path + ": left out");
            result.from = start;
        }
    return result;
}

}  // namespace qonys
