#include "scenario/value.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "scenario/number.hpp"
#include "scenario/overlay.hpp"

namespace qonys {

namespace {

constexpr std::size_t most_labels = 2000;  // of one axis
constexpr double sum_tolerance = 1e-6;

bool is_open(const std::string& axis) {
    return axis == "date" || axis == "year";
}

std::string readable(const std::string& axis) {
    if (axis == "region_b") return "region";
    std::string name = axis;
    std::replace(name.begin(), name.end(), '_', ' ');
    return name;
}

bool is_year(const std::string& text) {
    return text.size() == 4 && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; }) &&
           text >= "1900" && text <= "2199";
}

bool is_label(const std::string& text) {
    return !text.empty() && text.size() <= 32 && std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '_' || c == '+';
    });
}

// The sentence of what a table needs: "one value per date, settlement (city, village) and household (1, 2-4, 5+)".
std::string needs(const Field& field, std::size_t from, const AxisLabels& labels) {
    std::string text = "one value per ";
    for (std::size_t i = from; i < field.axes.size(); ++i) {
        text += readable(field.axes[i]);
        const auto known = labels.find(field.axes[i]);
        if (known != labels.end() && !is_open(field.axes[i])) text += " (" + listed(known->second, 4) + ")";
        if (i + 2 < field.axes.size()) text += ", ";
        if (i + 2 == field.axes.size()) text += " and ";
    }
    return text;
}

class ValueReader {
public:
    ValueReader(const Field& field, const Slot& slot, const AxisLabels& labels, Problems& problems)
        : field_(field), why_certain_(why_certain(field, slot)), labels_(labels), problems_(problems) {}

    bool ok = true;
    UncertainCells uncertain;

    void refuse(const Mark& mark, const std::string& path, std::string what, std::string hint = {}) {
        ok = false;
        problems_.add(mark, path, std::move(what), std::move(hint));
    }

    void check_limits(double value, const Tree& node, const std::string& path) {
        if (value >= field_.minimum && value <= field_.maximum) return;
        if (value < 0 && field_.minimum == 0)
            refuse(node.mark, path, fmt::format("{} is negative, it must be 0 or more", node.text));
        else if (value < field_.minimum)
            refuse(node.mark, path, fmt::format("{} is below {}, the least it can be", node.text, number_text(field_.minimum)));
        else
            refuse(node.mark, path, fmt::format("{} is above {}, the most it can be", node.text, number_text(field_.maximum)),
                   field_.unit == "share" ? "a share goes from 0 to 1: write 0.33, not 33" : "");
    }

    double number(const Tree& node, const std::string& path, std::size_t cell) {
        if (!field_.choices.empty()) return position_of_word(node, path);
        if (field_.unit == "1 or 0") return one_or_zero(node, path);
        if (field_.whole) return static_cast<double>(whole_number(node, path));
        if (names_distribution(node)) return mean_of_distribution(node, path, cell);
        const auto read = read_number(node);
        if (!read.ok())
            refuse(node.mark, path, read.what, read.hint.empty() ? distribution_meant(node) : read.hint);
        else
            check_limits(read.value, node, path);
        return read.value;
    }

    std::int64_t whole_number(const Tree& node, const std::string& path) {
        if (refuse_distribution(node, path)) return 0;
        const auto read = read_whole_number(node);
        if (!read.ok())
            refuse(node.mark, path, read.what, read.hint);
        else
            check_limits(static_cast<double>(read.value), node, path);
        return read.value;
    }

    Month month(const Tree& node, const std::string& path) {
        if (refuse_distribution(node, path)) return {};
        const auto read = read_text(node);
        const auto value = read.ok() ? parse_month(read.value) : std::nullopt;
        if (!read.ok())
            refuse(node.mark, path, "there is no single month here", "write a month such as 2024-01");
        else if (!value)
            refuse(node.mark, path, fmt::format("{} is not a month of 1900 to 2199", shown(read.value)),
                   "write a month such as 2024-01");
        return value.value_or(Month{});
    }

    std::string text(const Tree& node, const std::string& path) {
        if (refuse_distribution(node, path)) return {};
        const auto read = read_text(node);
        if (!read.ok()) {
            refuse(node.mark, path, read.what, read.hint);
        } else if (!field_.choices.empty() &&
                   std::find(field_.choices.begin(), field_.choices.end(), read.value) == field_.choices.end()) {
            const std::string near = nearest(read.value, field_.choices);
            refuse(node.mark, path, fmt::format("{} is not one of: {}", shown(read.value), listed(field_.choices)),
                   near.empty() ? "" : fmt::format("did you mean {}?", near));
        }
        return read.value;
    }

    Names names(const Tree& node, const Mark& where, std::vector<Mark>& cells) {
        Names names;
        names.axis.name = field_.axes.at(0);
        if (!node.is_map() || node.entries.empty()) {
            refuse(where, field_.path, fmt::format("it needs one name per {}", readable(names.axis.name)),
                   "write a map from code to name");
            return names;
        }
        if (node.entries.size() > most_labels) refuse(where, field_.path, fmt::format("more than {} labels", most_labels));
        for (const TreeEntry& entry : node.entries) {
            if (!is_label(entry.key))
                refuse(entry.mark, field_.path, fmt::format("{} cannot be a code", shown(entry.key)),
                       "use up to 32 letters, digits, -, _ and +");
            names.axis.labels.push_back(entry.key);
            names.texts.push_back(text(entry.tree, field_.path + "." + entry.key));
            cells.push_back(entry.tree.mark);
        }
        return names;
    }

    Table table(const Tree& node, const Mark& where, std::vector<Mark>& cells) {
        Table result;
        if (!field_.choices.empty() && node.is_scalar() && !node.empty) {
            position_of_word(node, field_.path);
            return ok ? table(from_earliest_date(node), where, cells) : result;
        }
        std::size_t count = 1;
        for (std::size_t i = 0; i < field_.axes.size(); ++i) {
            const std::string& axis = field_.axes[i];
            result.axes.push_back({axis, is_open(axis) ? open_labels(axis, node, where) : labels_.at(axis)});
            count *= result.axes.back().size();
        }
        if (count == 0) {
            if (ok) refuse_no_table(node, where, 0, field_.path);
            return result;
        }
        result.cells.assign(count, field_.absent_is_none ? no_cap : 0.0);
        cells.assign(count, Mark{});
        read_axis(result, cells, node, where, 0, 0, field_.path);
        return result;
    }

private:
    bool refuse_distribution(const Tree& node, const std::string& path) {
        if (!names_distribution(node)) return false;
        refuse(node.mark, path, why_certain_, "write one value");
        return true;
    }

    double mean_of_distribution(const Tree& node, const std::string& path, std::size_t cell) {
        if (!why_certain_.empty()) return refuse_distribution(node, path), 0;
        const auto read = read_distribution(node, field_.minimum, field_.maximum);
        if (!read.ok()) {
            refuse(node.mark, path, read.what, read.hint);
            return 0;
        }
        uncertain[cell] = read.value;
        return mean_of(read.value);
    }

    double position_of_word(const Tree& node, const std::string& path) {
        const auto found = std::find(field_.choices.begin(), field_.choices.end(), text(node, path));
        return found == field_.choices.end() ? 0 : static_cast<double>(found - field_.choices.begin());
    }

    double one_or_zero(const Tree& node, const std::string& path) {
        if (refuse_distribution(node, path)) return 0;
        const auto read = read_number(node);
        if (!read.ok())
            refuse(node.mark, path, read.what, read.hint);
        else if (read.value != 0 && read.value != 1)
            refuse(node.mark, path, fmt::format("{} is neither 1 nor 0", node.text), "write 1 for yes, 0 for no");
        return read.value;
    }

    // Something else stands where the labels of the axes from `depth` on should be.
    void refuse_no_table(const Tree& node, const Mark& where, std::size_t depth, const std::string& path) {
        if (names_distribution(node) && !why_certain_.empty()) {
            refuse_distribution(node, path);
            return;
        }
        refuse(node.empty || node.is_map() ? where : node.mark, path, "it needs " + needs(field_, depth, labels_),
               is_distribution(node) ? "a distribution stands in the place of a single number"
                                     : "write " + example_of_setting(field_, labels_));
    }

    // Dates and years come from the data. They ascend within a file; the table has those of all files ascending.
    std::vector<std::string> open_labels(const std::string& axis, const Tree& node, const Mark& where) {
        std::vector<std::string> labels;
        if (!node.is_map() || node.entries.empty() || is_distribution(node)) {
            refuse_no_table(node, where, 0, field_.path);
            return labels;
        }
        if (node.entries.size() > most_labels) refuse(where, field_.path, fmt::format("more than {} labels", most_labels));
        const TreeEntry* before = nullptr;
        for (const TreeEntry& entry : node.entries) {
            if (before && before->mark.file == entry.mark.file && entry.key < before->key && entry.mark.line > 0)
                refuse(entry.mark, field_.path, fmt::format("{} comes after {}: out of order", entry.key, before->key),
                       "write them from the earliest to the latest");
            before = &entry;
            if (axis == "date" && !parse_date(entry.key))
                refuse(entry.mark, field_.path, fmt::format("{} is not a date of 1900 to 2199", shown(entry.key)),
                       "write a date such as 2025-01-01");
            if (axis == "year" && !is_year(entry.key))
                refuse(entry.mark, field_.path, fmt::format("{} is not a year of 1900 to 2199", shown(entry.key)),
                       "write a year such as 2025");
            labels.push_back(entry.key);
        }
        std::sort(labels.begin(), labels.end());
        return labels;
    }

    // Reads the labels of one axis below `node`; `first` is the cell at which this part of the table starts.
    void read_axis(Table& table, std::vector<Mark>& cells, const Tree& node, const Mark& where, std::size_t depth,
                   std::size_t first, const std::string& path) {
        if (depth == table.axes.size()) {
            table.cells[first] = number(node, path, first);
            cells[first] = node.mark;
            return;
        }
        if (!node.is_map() || is_distribution(node)) {
            refuse_no_table(node, where, depth, path);
            return;
        }
        const Axis& axis = table.axes[depth];
        std::size_t stride = 1;
        for (std::size_t i = depth + 1; i < table.axes.size(); ++i) stride *= table.axes[i].size();
        const bool was_ok = std::exchange(ok, true);
        std::vector<bool> given(axis.size(), false);
        for (const TreeEntry& entry : node.entries) {
            const auto label = axis.find(entry.key);
            if (!label) {
                refuse_label(axis, entry, path);
                continue;
            }
            given[*label] = true;
            read_axis(table, cells, entry.tree, entry.mark, depth + 1, first + *label * stride, path + "." + entry.key);
        }
        const bool last = depth + 1 == table.axes.size();
        const bool may_be_absent = (last && field_.absent_is_zero) || (depth > 0 && field_.absent_is_none);
        if (!may_be_absent) refuse_missing(axis, given, where, path);
        if (last && field_.sums_to_one && ok) check_sum(table, cells, where, first, axis.size(), path);
        ok = ok && was_ok;
    }

    void refuse_label(const Axis& axis, const TreeEntry& entry, const std::string& path) {
        const std::string near = nearest(entry.key, axis.labels);
        refuse(entry.mark, path, fmt::format("there is no {} {}", readable(axis.name), shown(entry.key)),
               near.empty() ? fmt::format("there is {}", listed(axis.labels)) : fmt::format("did you mean {}?", near));
    }

    void refuse_missing(const Axis& axis, const std::vector<bool>& given, const Mark& where, const std::string& path) {
        std::vector<std::string> missing;
        for (std::size_t i = 0; i < axis.size(); ++i)
            if (!given[i]) missing.push_back(axis.labels[i]);
        if (!missing.empty())
            refuse(where, path, fmt::format("no value for {} {}", readable(axis.name), listed(missing)), "give every one");
    }

    void check_sum(const Table& table, const std::vector<Mark>& cells, const Mark& where, std::size_t first, std::size_t count,
                   const std::string& path) {
        double sum = 0;
        for (std::size_t i = first; i < first + count; ++i) sum += table.cells[i];
        if (std::fabs(sum - 1) <= sum_tolerance) return;
        // Points at the cell that somebody laid over the others, which is where the mistake is likely to be.
        Mark mark = where;
        for (std::size_t i = first; i < first + count; ++i)
            if (!cells[i].file.empty() && cells[i].file != where.file) mark = cells[i];
        refuse(mark, path, fmt::format("shares sum to {:.9g}, they must sum to 1", sum));
    }

    const Field& field_;
    const std::string why_certain_;
    const AxisLabels& labels_;
    Problems& problems_;
};

template <class... Functions>
struct Overloaded : Functions... {
    using Functions::operator()...;
};

}  // namespace

std::string listed(const std::vector<std::string>& words, std::size_t most) {
    std::string text;
    for (std::size_t i = 0; i < words.size() && i < most; ++i) text += (i > 0 ? ", " : "") + words[i];
    if (words.size() > most) text += fmt::format(" and {} more", words.size() - most);
    return text;
}

std::string example_of_setting(const Field& field, const AxisLabels& labels) {
    std::string text = field.path;
    for (const std::string& axis : field.axes) {
        const auto known = labels.find(axis);
        if (axis == "date")
            text += ".2025-01-01";
        else if (axis == "year")
            text += ".2025";
        else
            text += "." + (known == labels.end() || known->second.empty() ? "…" : known->second.front());
    }
    return text + "=…";
}

std::string why_certain(const Field& field, const Slot& slot) {
    if (field.kind == ValueKind::choice) return "a choice of the scenario's cannot be a distribution";
    if (field.whole || std::holds_alternative<std::int64_t*>(slot)) return "a whole number cannot be a distribution";
    if (!std::holds_alternative<double*>(slot) && !std::holds_alternative<Table*>(slot))
        return "only a number can be a distribution";
    if (field.sums_to_one) return "shares that must sum to 1 cannot be distributions one by one";
    if (field.path.starts_with("targets.") || field.path == "money.usd_per_kzt")
        return "the simulation does not use this value, so it cannot be a distribution";
    if (field.path == "places.population") return "loads per inhabitant are taken over one value, so it cannot be a distribution";
    if (field.path == "places.border_km") return "only whether regions touch counts, so it cannot be a distribution";
    return "";
}

ValueRead read_value(const Field& field, const Tree& node, const Mark& where, const AxisLabels& labels, const Slot& slot,
                     Problems& problems) {
    ValueRead read;
    read.where = where;
    ValueReader reader(field, slot, labels, problems);
    const auto one_cell = [&] { read.cells.push_back(node.mark); };
    std::visit(Overloaded{[&](double* to) { *to = reader.number(node, field.path, 0), one_cell(); },
                          [&](std::int64_t* to) { *to = reader.whole_number(node, field.path), one_cell(); },
                          [&](Month* to) { *to = reader.month(node, field.path), one_cell(); },
                          [&](std::string* to) { *to = reader.text(node, field.path), one_cell(); },
                          [&](Table* to) {
                              *to = reader.table(node, where, read.cells);
                              if (!to->axes.empty()) read.first_labels = to->axes[0].labels;
                          },
                          [&](Names* to) {
                              *to = reader.names(node, where, read.cells);
                              read.first_labels = to->axis.labels;
                          }},
               slot);
    read.ok = reader.ok;
    read.uncertain = std::move(reader.uncertain);
    return read;
}

std::vector<double> numbers_of(const Slot& slot) {
    return std::visit(
        Overloaded{[](const double* from) { return std::vector<double>{*from}; },
                   [](const std::int64_t* from) { return std::vector<double>{static_cast<double>(*from)}; },
                   [](const Month* from) { return std::vector<double>{static_cast<double>(from->index)}; },
                   [](const Table* from) { return from->cells; }, [](const auto*) { return std::vector<double>{}; }},
        slot);
}

std::string cell_path(const Slot& slot, std::size_t cell) {
    if (const auto* names = std::get_if<Names*>(&slot)) return (*names)->axis.labels[cell];
    const auto* table = std::get_if<Table*>(&slot);
    if (!table) return "";
    std::string path;
    for (std::size_t i = (*table)->axes.size(); i-- > 0;) {
        const std::vector<std::string>& labels = (*table)->axes[i].labels;
        path = labels[cell % labels.size()] + (path.empty() ? "" : ".") + path;
        cell /= labels.size();
    }
    return path;
}

}  // namespace qonys
