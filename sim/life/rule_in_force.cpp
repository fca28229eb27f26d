#include "life/rule_in_force.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>

#include "base/problems.hpp"
#include "scenario/fields.hpp"

namespace qonys {

namespace {

// Rows of dates before the first one have no rule: nothing is in force.
std::optional<std::size_t> row_of_month(const Axis& dates, Month month) {
    for (std::size_t i = dates.size(); i-- > 0;)
        if (dates.name == "date" ? *parse_date(dates.labels[i]) <= first_day(month) : std::stoi(dates.labels[i]) <= month.year())
            return i;
    return std::nullopt;
}

std::string cell_of(const Field& field, double cell) {
    if (field.absent_is_none && cell == no_cap) return "none";
    const auto word = static_cast<std::size_t>(cell);
    if (!field.choices.empty() && word < field.choices.size()) return field.choices[word];
    return short_number(cell);
}

std::string row_text(const Field& field, const Table& table, std::size_t first, std::size_t width,
                     const std::vector<std::string>& labels, std::size_t axis) {
    for (const std::string& label : labels) {
        const auto at = axis < table.axes.size() ? table.axes[axis].find(label) : std::nullopt;
        if (!at) throw BrokenInvariant(fmt::format("{} has no {}", field.path, label));
        width /= table.axes[axis++].size();
        first += *at * width;
    }
    std::string text;
    for (std::size_t i = 0; i < width; ++i) text += (i ? ", " : "") + cell_of(field, table.cells[first + i]);
    return text;
}

std::string in_force(const Field& field, const Table& table, Month month, const std::vector<std::string>& labels) {
    const bool dated = table.axes[0].name == "date" || table.axes[0].name == "year";
    if (!dated) return row_text(field, table, 0, table.cells.size(), labels, 0);
    const auto row = row_of_month(table.axes[0], month);
    if (!row) return "none";
    const std::size_t width = table.cells.size() / table.axes[0].size();
    return row_text(field, table, *row * width, width, labels, 1);
}

}  // namespace

LifeRule rule_in_force(const Scenario& scenario, const std::string& path, Month month, const std::vector<std::string>& labels) {
    const auto field = std::find_if(fields().begin(), fields().end(), [&](const Field& f) { return f.path == path; });
    if (field == fields().end()) throw BrokenInvariant("there is no parameter " + path);
    const Slot slot = field->slot(const_cast<Scenario&>(scenario));  // only read
    std::string value;
    if (const auto* table = std::get_if<Table*>(&slot))
        value = in_force(*field, **table, month, labels);
    else if (const auto* real = std::get_if<double*>(&slot))
        value = short_number(**real);
    else if (const auto* whole = std::get_if<std::int64_t*>(&slot))
        value = grouped(**whole);
    else if (const auto* date = std::get_if<Month*>(&slot))
        value = to_string(**date);
    const auto& bare = {"1 or 0", "factor", "share", "elasticity"};  // say nothing that the path does not
    const bool has_unit = field->choices.empty() && value != "none" &&
                          std::none_of(bare.begin(), bare.end(), [&](const char* unit) { return field->unit == unit; });
    std::string of;
    for (const std::string& label : labels) of += (of.empty() ? "" : ", ") + label;
    return {path, (of.empty() ? "" : of + ": ") + value + (has_unit ? " " + field->unit : ""), labels};
}

std::string grouped(std::int64_t number) {
    std::string digits = std::to_string(number < 0 ? -number : number), text;
    for (std::size_t i = 0; i < digits.size(); ++i) {
        if (i > 0 && (digits.size() - i) % 3 == 0) text += ',';
        text += digits[i];
    }
    return (number < 0 ? "-" : "") + text;
}

std::string short_number(double number) {
    if (number == std::round(number) && std::fabs(number) < 1e15) return grouped(static_cast<std::int64_t>(number));
    return fmt::format("{:.4g}", number);
}

}  // namespace qonys
