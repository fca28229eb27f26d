#include "results/compare.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>

#include "results/read.hpp"

namespace qonys {
namespace {

// Paths of objects, and "path@attribute". A listed group is left out with all it holds.
constexpr std::array left_out = {"run_info", "@program_commit", "@source"};
constexpr double tolerance = 1e-9;
// How HDF5 ties variables to their axes; compared as StoredObject::axes.
constexpr std::array ties = {"DIMENSION_LIST", "REFERENCE_LIST"};

bool is_left_out(const std::string& path) {
    return std::any_of(left_out.begin(), left_out.end(),
                       [&](const std::string& skip) { return path == skip || path.starts_with(skip + "/"); });
}

bool is_tie(const std::string& attribute) {
    return std::find(ties.begin(), ties.end(), attribute) != ties.end();
}

bool same(std::int64_t a, std::int64_t b) {
    return a == b;
}
bool same(const std::string& a, const std::string& b) {
    return a == b;
}
bool same(double a, double b) {
    if (std::isnan(a) || std::isnan(b)) return std::isnan(a) && std::isnan(b);
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

template <class Value>
void compare_cells(const std::string& path, const std::vector<std::size_t>& shape, const std::vector<Value>& old_cells,
                   const std::vector<Value>& new_cells, std::vector<std::string>& found) {
    std::size_t number = 0, first = 0;
    for (std::size_t i = 0; i < old_cells.size(); ++i)
        if (!same(old_cells[i], new_cells[i]) && number++ == 0) first = i;
    if (number == 0) return;
    found.push_back(fmt::format("{}: {} of {} cells differ, first at {}: {}{}", path, number, old_cells.size(),
                                index_text(first, shape), change_text(old_cells[first], new_cells[first]),
                                total_text(old_cells, new_cells)));
}

void compare_attributes(const StoredObject& a, const StoredObject& b, std::vector<std::string>& found) {
    const auto find = [](const StoredObject& object, const std::string& name) {
        return std::find_if(object.attributes.begin(), object.attributes.end(), [&](const auto& x) { return x.name == name; });
    };
    for (const StoredAttribute& now : b.attributes)
        if (find(a, now.name) == a.attributes.end() && !is_left_out(b.path + "@" + now.name) && !is_tie(now.name))
            found.push_back(b.path + "@" + now.name + ": only in the new file");
    for (const StoredAttribute& old : a.attributes) {
        const std::string path = a.path + "@" + old.name;
        if (is_left_out(path) || is_tie(old.name)) continue;
        const auto now = find(b, old.name);
        if (now == b.attributes.end())
            found.push_back(path + ": missing from the new file");
        else if (old.type != now->type)
            found.push_back(path + ": type " + old.type + " -> " + now->type);
        else if (old.shape != now->shape)
            found.push_back(path + ": shape " + shape_text(old.shape) + " -> " + shape_text(now->shape));
        else if (old.kind == CellKind::other)
            found.push_back(path + ": holds what cannot be compared (" + old.type + ")");
        else
            std::visit(
                [&](const auto& cells) {
                    compare_cells(path, old.shape, cells, std::get<std::decay_t<decltype(cells)>>(now->values), found);
                },
                old.values);
    }
}

void compare_objects(const ResultFile& a, const ResultFile& b, const StoredObject& old, std::vector<std::string>& found) {
    const std::string name = old.path.empty() ? "the root group" : old.path;
    const StoredObject& now = b.find(old.path);
    if (old.is_group != now.is_group) {
        found.push_back(name + ": a group in one file and a variable in the other");
        return;
    }
    compare_attributes(old, now, found);
    if (old.is_group) return;
    if (old.axes != now.axes)
        found.push_back(fmt::format("{}: axes {} -> {}", name, fmt::join(old.axes, ", "), fmt::join(now.axes, ", ")));
    if (old.type != now.type) found.push_back(name + ": type " + old.type + " -> " + now.type);
    if (old.shape != now.shape) found.push_back(name + ": shape " + shape_text(old.shape) + " -> " + shape_text(now.shape));
    if (old.type != now.type || old.shape != now.shape) return;
    switch (old.kind) {
        case CellKind::integer:
            compare_cells(name, old.shape, a.integers(old.path), b.integers(old.path), found);
            break;
        case CellKind::real:
            compare_cells(name, old.shape, a.reals(old.path), b.reals(old.path), found);
            break;
        case CellKind::text:
            compare_cells(name, old.shape, a.texts(old.path), b.texts(old.path), found);
            break;
        case CellKind::other:
            found.push_back(name + ": holds what cannot be compared (" + old.type + ")");
    }
}

}  // namespace

std::vector<std::string> differences(const std::string& old_file, const std::string& new_file) {
    const ResultFile a(old_file), b(new_file);
    std::vector<std::string> found;
    for (const StoredObject& now : b.objects())
        if (!is_left_out(now.path) && !a.has(now.path)) found.push_back(now.path + ": only in the new file");
    for (const StoredObject& old : a.objects()) {
        if (is_left_out(old.path)) continue;
        if (b.has(old.path))
            compare_objects(a, b, old, found);
        else
            found.push_back(old.path + ": missing from the new file");
    }
    return found;
}

}  // namespace qonys
