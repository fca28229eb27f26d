#include "results/compare.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstdint>
#include <numeric>
#include <sstream>

#include "results/labels.hpp"
#include "results/read.hpp"

namespace qonys {
namespace {

// Paths of objects, and "path@attribute". A listed group is left out with all it holds.
constexpr std::array left_out = {"run_info", "@program_commit", "@source"};
// How HDF5 ties variables to their axes; compared as StoredObject::axes.
constexpr std::array ties = {"DIMENSION_LIST", "REFERENCE_LIST"};

// What is compared, and what was found so far.
struct Comparing {
    const ResultFile &old_file, &new_file;
    const DifferenceOptions& options;
    std::vector<std::size_t> points = {};  // rows of the old file to compare, with points_of_new
    Differences found = {};

    void say(std::string line) { found.lines.push_back(std::move(line)); }
};

bool is_below(const std::string& path, const std::string& skip) {
    return path == skip || path.starts_with(skip + "/");
}

bool is_left_out(const std::string& path, const DifferenceOptions& options) {
    const auto skips = [&](const std::string& skip) { return is_below(path, skip); };
    return std::any_of(left_out.begin(), left_out.end(), skips) ||
           std::any_of(options.also_left_out.begin(), options.also_left_out.end(), skips);
}

bool is_tie(const std::string& attribute) {
    return std::find(ties.begin(), ties.end(), attribute) != ties.end();
}

bool same(std::int64_t a, std::int64_t b, double) {
    return a == b;
}
bool same(const std::string& a, const std::string& b, double) {
    return a == b;
}
bool same(double a, double b, double tolerance) {
    if (std::isnan(a) || std::isnan(b)) return std::isnan(a) && std::isnan(b);
    if (tolerance == 0) return std::bit_cast<std::uint64_t>(a) == std::bit_cast<std::uint64_t>(b);
    return a == b || std::abs(a - b) <= tolerance * std::max(std::abs(a), std::abs(b));
}

std::string shape_text(const std::vector<std::size_t>& shape) {
    std::string text;
    for (const std::size_t size : shape) text += (text.empty() ? "" : " x ") + std::to_string(size);
    return text.empty() ? "a single value" : text;
}

std::string index_text(std::size_t cell, const std::vector<std::size_t>& shape) {
    std::vector<std::size_t> index(shape.size());
    for (std::size_t i = shape.size(); i-- > 0; cell /= shape[i]) index[i] = cell % shape[i];
    std::string text;
    for (const std::size_t i : index) text += (text.empty() ? "" : ", ") + std::to_string(i);
    return "[" + text + "]";
}

template <class Number>
std::string total_text(const std::vector<Number>& old_cells, const std::vector<Number>& new_cells) {
    const auto total = [](const std::vector<Number>& cells) {
        double sum = 0;  // exact for tenge up to 9 * 10^15
        for (const Number cell : cells) sum += std::isnan(static_cast<double>(cell)) ? 0 : static_cast<double>(cell);
        return sum;
    };
    const double before = total(old_cells), after = total(new_cells);
    return fmt::format("; total {:.15g} -> {:.15g} (ratio {:.15g})", before, after, after / before);
}
std::string total_text(const std::vector<std::string>&, const std::vector<std::string>&) {
    return "";
}

std::string shown(double value) {
    return fmt::format("{}", value);
}
std::string shown(std::int64_t value) {
    return std::to_string(value);
}
std::string shown(const std::string& text) {
    return "\"" + (text.size() > 60 ? text.substr(0, 60) + "…" : text) + "\"";
}

// Documents of many lines differ in one of them: show that line.
std::string first_line_that_differs(const std::string& a, const std::string& b) {
    const auto place = static_cast<std::size_t>(std::mismatch(a.begin(), a.end(), b.begin(), b.end()).first - a.begin());
    const std::size_t before = place == 0 ? std::string::npos : a.rfind('\n', place - 1);
    const std::size_t start = before == std::string::npos ? 0 : before + 1;
    const auto line = std::count(a.begin(), a.begin() + static_cast<std::ptrdiff_t>(start), '\n') + 1;
    const auto text = [&](const std::string& whole) { return shown(whole.substr(start, whole.find('\n', start) - start)); };
    return fmt::format("{} -> {} in line {}", text(a), text(b), line);
}
template <class Value>
std::string change_text(const Value& a, const Value& b) {
    if constexpr (std::is_same_v<Value, std::string>)
        return first_line_that_differs(a, b);
    else
        return shown(a) + " -> " + shown(b);
}

// The lines of a text of problems, sorted, each without "file:line:column: ".
std::string without_places(const std::string& text) {
    std::vector<std::string> lines;
    std::istringstream stream(text);
    for (std::string line; std::getline(stream, line);) {
        const auto digits_from = [&](std::size_t at) { return line.find_first_not_of("0123456789", at); };
        for (std::size_t colon = line.find(':'); colon != std::string::npos; colon = line.find(':', colon + 1)) {
            const std::size_t second = digits_from(colon + 1),
                              third = second == std::string::npos ? second : digits_from(second + 1);
            if (third == std::string::npos || second == colon + 1 || third == second + 1) continue;
            if (line[second] != ':' || line.compare(third, 2, ": ") != 0) continue;
            line.erase(0, third + 2);
            break;
        }
        lines.push_back(line);
    }
    std::sort(lines.begin(), lines.end());
    return std::accumulate(lines.begin(), lines.end(), std::string(),
                           [](const std::string& all, const std::string& line) { return all + line + "\n"; });
}

// `place` says where a cell is.
template <class Value, class Place>
void compare_cells(Comparing& c, const std::string& path, const std::vector<Value>& old_cells,
                   const std::vector<Value>& new_cells, const Place& place) {
    std::size_t number = 0, first = 0;
    for (std::size_t i = 0; i < old_cells.size(); ++i)
        if (!same(old_cells[i], new_cells[i], c.options.tolerance) && number++ == 0) first = i;
    if (number == 0) return;
    c.say(fmt::format("{}: {} of {} cells differ, first at {}: {}{}", path, number, old_cells.size(), place(first),
                      change_text(old_cells[first], new_cells[first]), total_text(old_cells, new_cells)));
}

void compare_attributes(Comparing& c, const StoredObject& a, const StoredObject& b) {
    const auto find = [](const StoredObject& object, const std::string& name) {
        return std::find_if(object.attributes.begin(), object.attributes.end(), [&](const auto& x) { return x.name == name; });
    };
    for (const StoredAttribute& now : b.attributes)
        if (find(a, now.name) == a.attributes.end() && !is_left_out(b.path + "@" + now.name, c.options) && !is_tie(now.name))
            c.say(b.path + "@" + now.name + ": only in the new file");
    for (const StoredAttribute& old : a.attributes) {
        const std::string path = a.path + "@" + old.name;
        if (is_left_out(path, c.options) || is_tie(old.name)) continue;
        const auto now = find(b, old.name);
        if (now == b.attributes.end())
            c.say(path + ": missing from the new file");
        else if (old.type != now->type)
            c.say(path + ": type " + old.type + " -> " + now->type);
        else if (old.shape != now->shape)
            c.say(path + ": shape " + shape_text(old.shape) + " -> " + shape_text(now->shape));
        else if (old.kind == CellKind::other)
            c.say(path + ": holds what cannot be compared (" + old.type + ")");
        else
            std::visit(
                [&](const auto& cells) {
                    compare_cells(c, path, cells, std::get<std::decay_t<decltype(cells)>>(now->values),
                                  [&](std::size_t i) { return index_text(i, old.shape); });
                },
                old.values);
    }
}

bool is_over_points(const StoredObject& object) {
    return object.path == "point" || (!object.axes.empty() && object.axes[0] == "point");
}

// The rows of the points compared.
template <class Value>
std::vector<Value> rows_of(const std::vector<Value>& cells, const std::vector<std::size_t>& rows, std::size_t size) {
    const std::size_t width = size == 0 ? 0 : cells.size() / size;
    std::vector<Value> some;
    for (const std::size_t row : rows)
        some.insert(some.end(), cells.begin() + static_cast<std::ptrdiff_t>(row * width),
                    cells.begin() + static_cast<std::ptrdiff_t>((row + 1) * width));
    return some;
}

template <class Value>
void compare_values(Comparing& c, const StoredObject& old, const StoredObject& now, std::vector<Value> a, std::vector<Value> b) {
    if (c.options.points_of_new && is_over_points(old)) a = rows_of(a, c.points, old.shape[0]);
    if constexpr (std::is_same_v<Value, std::string>) {
        const auto& texts = c.options.without_places;
        if (std::find(texts.begin(), texts.end(), old.path) != texts.end())
            for (auto* cells : {&a, &b}) std::transform(cells->begin(), cells->end(), cells->begin(), without_places);
    }
    c.found.cells += a.size();
    compare_cells(c, old.path, a, b,
                  [&](std::size_t i) { return c.options.labels ? labels_text(c.new_file, now, i) : index_text(i, now.shape); });
}

void compare_objects(Comparing& c, const StoredObject& old) {
    const std::string name = old.path.empty() ? "the root group" : old.path;
    const StoredObject& now = c.new_file.find(old.path);
    if (old.is_group != now.is_group) {
        c.say(name + ": a group in one file and a variable in the other");
        return;
    }
    compare_attributes(c, old, now);
    if (old.is_group) return;
    ++c.found.variables;
    std::vector<std::size_t> shape = old.shape;
    if (c.options.points_of_new && is_over_points(old)) shape[0] = c.points.size();
    if (old.axes != now.axes) c.say(fmt::format("{}: axes {} -> {}", name, fmt::join(old.axes, ", "), fmt::join(now.axes, ", ")));
    if (old.type != now.type) c.say(name + ": type " + old.type + " -> " + now.type);
    if (shape != now.shape) c.say(name + ": shape " + shape_text(shape) + " -> " + shape_text(now.shape));
    if (old.type != now.type || shape != now.shape) return;
    const ResultFile &a = c.old_file, &b = c.new_file;
    switch (old.kind) {
        case CellKind::integer:
            return compare_values(c, old, now, a.integers(old.path), b.integers(old.path));
        case CellKind::real:
            return compare_values(c, old, now, a.reals(old.path), b.reals(old.path));
        case CellKind::text:
            return compare_values(c, old, now, a.texts(old.path), b.texts(old.path));
        case CellKind::other:
            c.say(name + ": holds what cannot be compared (" + old.type + ")");
    }
}

// Where the old file has the points of the new one.
std::vector<std::size_t> rows_of_points(const ResultFile& a, const ResultFile& b) {
    const std::vector<std::int64_t> there = a.integers("point");
    std::vector<std::size_t> rows;
    for (const std::int64_t point : b.integers("point")) {
        const auto at = std::find(there.begin(), there.end(), point);
        if (at != there.end()) rows.push_back(static_cast<std::size_t>(at - there.begin()));
    }
    return rows;
}

}  // namespace

Differences compare_results(const std::string& old_file, const std::string& new_file, const DifferenceOptions& options) {
    const ResultFile a(old_file), b(new_file);
    Comparing c{a, b, options};
    if (options.points_of_new) c.points = rows_of_points(a, b);
    for (const StoredObject& now : b.objects())
        if (!is_left_out(now.path, options) && !a.has(now.path)) c.say(now.path + ": only in the new file");
    for (const StoredObject& old : a.objects()) {
        if (is_left_out(old.path, options)) continue;
        if (b.has(old.path))
            compare_objects(c, old);
        else
            c.say(old.path + ": missing from the new file");
    }
    return std::move(c.found);
}

std::vector<std::string> differences(const std::string& old_file, const std::string& new_file) {
    return compare_results(old_file, new_file, {}).lines;
}

}  // namespace qonys
