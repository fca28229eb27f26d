#include "report/figures.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "base/problems.hpp"
#include "report/format.hpp"

namespace qonys {
namespace {

std::string right(const std::string& text, std::size_t columns) {
    const std::size_t has = width(text);
    return std::string(has < columns ? columns - has : 0, ' ') + text;
}

std::string centred(const std::string& text, std::size_t columns) {
    const std::size_t has = width(text), room = has < columns ? columns - has : 0;
    return std::string(room / 2, ' ') + text + std::string(room - room / 2, ' ');
}

// The texts of a column, all of one width. A column whose numbers are the same in every replicate shows no error.
struct Printed {
    std::vector<std::string> cells;
    std::size_t columns = 0;
};

Printed printed_texts(const FigureColumn& column) {
    Printed result{column.texts, width(column.name)};
    for (const std::string& text : column.texts) result.columns = std::max(result.columns, width(text));
    for (std::string& text : result.cells) text = right(text, result.columns);
    return result;
}

Printed printed(const FigureColumn& column) {
    if (!column.texts.empty()) return printed_texts(column);
    std::vector<std::string> values, errors;
    const bool show_errors = std::any_of(column.cells.begin(), column.cells.end(), [](const Figure& f) { return f.se > 0; });
    std::size_t value_width = 0, error_width = 0;
    for (const Figure& f : column.cells) {
        values.push_back(with_separators(f.mean, column.decimals));
        const bool nothing = f.mean == 0 && f.se == 0;  // a region without places
        errors.push_back(!show_errors || nothing || std::isnan(f.se) ? "" : " ±" + with_separators(f.se, column.decimals));
        if (f.marked) errors.back() += "*";
        value_width = std::max(value_width, width(values.back()));
        error_width = std::max(error_width, width(errors.back()));
    }
    Printed result{{}, std::max(value_width + error_width, width(column.name))};
    for (std::size_t i = 0; i < values.size(); ++i)
        result.cells.push_back(right(right(values[i], value_width) + padded(errors[i], error_width), result.columns));
    return result;
}

// One heading over each run of columns of the same group; a column makes room for a heading that is wider than its run.
std::string group_line(const FigureTable& table, std::vector<Printed>& columns, std::size_t indent) {
    std::string line(indent, ' ');
    for (std::size_t i = 0; i < columns.size();) {
        const std::string& group = table.columns[i].group;
        std::size_t next = i, wide = 0;
        for (; next < columns.size() && table.columns[next].group == group; ++next)
            wide += columns[next].columns + (next == i ? 0 : 2);
        if (width(group) > wide) {
            columns[i].columns += width(group) - wide;
            for (std::string& cell : columns[i].cells) cell = right(cell, columns[i].columns);
            wide = width(group);
        }
        line += "  " + centred(group, wide);
        i = next;
    }
    return line;
}

}  // namespace

std::size_t columns_of(const std::string& text) {
    std::size_t widest = 0;
    for (std::size_t start = 0; start < text.size();) {
        const std::size_t end = std::min(text.find('\n', start), text.size());
        widest = std::max(widest, width(std::string_view(text).substr(start, end - start)));
        start = end + 1;
    }
    return widest;
}

Figure figure(const SummaryTable& table, const std::vector<std::string>& labels) {
    if (labels.size() != table.axes.size()) throw BrokenInvariant("report: table " + table.measure.name + " has other axes");
    std::size_t cell = 0;
    for (std::size_t i = 0; i < labels.size(); ++i) {
        const auto position = table.axes[i].find(labels[i]);
        if (!position) throw BrokenInvariant("report: table " + table.measure.name + " lacks " + labels[i]);
        cell = cell * table.axes[i].size() + *position;
    }
    return {table.mean.at(cell), table.se.at(cell), table.sd_monte_carlo.at(cell), table.sd_parameters.at(cell),
            table.count.at(cell)};
}

Figure scaled(Figure figure, double factor) {
    figure.mean *= factor;
    figure.se *= factor;
    figure.sd_monte_carlo *= factor;
    figure.sd_parameters *= factor;
    return figure;
}

std::string with_separators(double value, int decimals) {
    if (std::isnan(value)) return "–";
    std::string text = fmt::format("{:.{}f}", std::abs(value), decimals);
    const bool negative = value < 0 && text.find_first_of("123456789") != std::string::npos;
    std::size_t point = std::min(text.find('.'), text.size());
    while (point > 3) text.insert(point -= 3, ",");
    return negative ? "−" + text : text;
}

std::string print(const FigureTable& table) {
    std::size_t name_width = width(table.row_heading);
    for (const std::string& row : table.rows) name_width = std::max(name_width, width(row));
    std::vector<Printed> columns;
    for (const FigureColumn& column : table.columns) columns.push_back(printed(column));
    std::vector<std::string> lines = {table.title};
    const std::string groups = group_line(table, columns, name_width);
    if (groups.find_first_not_of(' ') != std::string::npos) lines.push_back(groups);
    std::size_t whole = name_width;
    for (const Printed& column : columns) whole += 2 + column.columns;
    lines.push_back(padded(table.row_heading, name_width));
    for (std::size_t i = 0; i < columns.size(); ++i) lines.back() += "  " + right(table.columns[i].name, columns[i].columns);
    std::string rule;
    for (std::size_t i = 0; i < whole; ++i) rule += "─";
    lines.push_back(rule);
    for (std::size_t row = 0; row < table.rows.size(); ++row) {
        if (table.totals && row + 1 == table.rows.size()) lines.push_back(rule);
        lines.push_back(padded(table.rows[row], name_width));
        for (const Printed& column : columns) lines.back() += "  " + column.cells[row];
    }
    std::string text;
    for (std::string& line : lines) {
        line.erase(line.find_last_not_of(' ') + 1);
        text += line + "\n";
    }
    return text;
}

std::string print_within(const FigureTable& table, std::size_t columns) {
    std::string text;
    FigureTable part = table;
    part.columns.clear();
    for (std::size_t i = 0; i < table.columns.size();) {
        const std::string& group = table.columns[i].group;
        std::size_t next = i + 1;  // end of the group; columns without one may be parted anywhere
        while (!group.empty() && next < table.columns.size() && table.columns[next].group == group) ++next;
        FigureTable wider = part;
        for (; i < next; ++i) wider.columns.push_back(table.columns[i]);
        if (!part.columns.empty() && columns_of(print(wider)) > columns) {
            text += print(part) + "\n";
            wider.columns.erase(wider.columns.begin(), wider.columns.begin() + static_cast<std::ptrdiff_t>(part.columns.size()));
            wider.title = table.title + " (continued)";
        }
        part = std::move(wider);
    }
    return text + print(part);
}

}  // namespace qonys
