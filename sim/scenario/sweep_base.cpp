// What a sweep says, against the scenario that it varies and the file that lists its points.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <limits>
#include <map>
#include <set>

#include "base/csv.hpp"
#include "base/sha256.hpp"
#include "scenario/comparison.hpp"
#include "scenario/number.hpp"
#include "scenario/sweep_parameters.hpp"
#include "scenario/value.hpp"

namespace qonys {

namespace {

constexpr double none = std::numeric_limits<double>::quiet_NaN();

std::pair<double, double> ends_of(const SweepParameter& p) {
    if (p.spread == ValueSpread::range || p.spread == ValueSpread::distribution)
        return {lowest(p.distribution), highest(p.distribution)};
    if (p.values.empty()) return {1, 1};
    const auto [low, high] = std::minmax_element(p.values.begin(), p.values.end());
    return {*low, *high};
}

// One thing wrong with the numbers of a path is enough.
void check_scaled(const SweepParameter& p, const SweepTarget& target, SweepArm& arm, Problems& problems) {
    const auto [low, high] = ends_of(p);
    std::size_t numbers = 0;
    std::string fault, hint;
    for (const SweptCell& cell : cells_under(*arm.base.form, target.path, p.mark, problems)) {
        const Field& field = *cell.field;
        const auto take = [&](Tree& node) {
            const auto number = read_number(node);
            if (!node.is_scalar() && fault.empty()) {
                fault = fmt::format("{} is a distribution in the base, which cannot be scaled", field.path);
                hint = "vary it by a path of its own";
            }
            if (!number.ok()) return;
            ++numbers;
            if (!fault.empty()) return;
            if (field.sums_to_one) {
                fault = fmt::format("the shares of {} must sum to 1, so they cannot be scaled", field.path);
                hint = "write paths: with what each share becomes, for example {a: {}, b: {times: -1, plus: 1}}";
            } else if (field.unit == "1 or 0") {
                fault = fmt::format("{} is 1 or 0, so it cannot be scaled", field.path);
                hint = "vary one cell by the list [0, 1]";
            } else {
                fault = outside_limits(field, number.value * low);
                if (fault.empty()) fault = outside_limits(field, number.value * high);
                hint = "narrow the values";
            }
        };
        each_value(arm.layers.tree, cell, take);
    }
    if (numbers == 0 && fault.empty()) {
        fault = fmt::format("there are no numbers under {} to be scaled", target.path);
        hint = "name a path of which the scenario has numbers";
    }
    if (!fault.empty()) problems.add(p.mark, p.name, fault, hint);
}

// A new row of a table needs every cell, but for those that count as 0 or as no cap when they are left out.
void check_new_rows(const std::vector<ReadParameter>& parameters, Scenario& scenario, Problems& problems) {
    struct Row {
        std::set<std::vector<std::string>> cells;
        const SweepParameter* parameter = nullptr;
    };
    std::map<std::pair<std::string, std::string>, Row> rows;  // by field and label
    std::map<std::string, const Field*> field_of;
    for (const ReadParameter& read : parameters)
        for (const SweptCell& cell : read.cells) {
            const Field& field = *cell.field;
            if (!read.usable || field.axes.size() < 2 || field.absent_is_none) continue;
            if (field.absent_is_zero && field.axes.size() == 2) continue;
            const auto label = new_row(cell, scenario);
            if (!label) continue;
            Row& row = rows[{field.path, *label}];
            row.cells.insert(cell.labels);
            row.parameter = &read.parameter;
            field_of[field.path] = &field;
        }
    for (const auto& [key, row] : rows) {
        const Field& field = *field_of[key.first];
        const Slot slot = field.slot(scenario);
        const Table& table = *std::get<Table*>(slot);
        const std::size_t width = table.cells.size() / std::max<std::size_t>(table.axes[0].size(), 1);
        if (row.cells.size() == width) continue;
        problems.add(
            row.parameter->mark, row.parameter->name,
            fmt::format("the scenario has no row {} of {}, and a new row needs all its {} cells", key.second, key.first, width),
            fmt::format("vary a row that is there ({}), or write the row into the sweep file first",
                        listed(table.axes[0].labels)));
    }
}

double position_of(const SweepParameter& p, const std::string& word) {
    const auto found = std::find(p.words.begin(), p.words.end(), word);
    return found == p.words.end() ? none : static_cast<double>(found - p.words.begin());
}

bool is_word(const ReadParameter& read) {
    return !read.cells.empty() && kind_of(*read.cells[0].field) != TargetKind::number;
}

// The value at which all that is written is what stands in the base; none where there is no such value.
double base_of(const ReadParameter& read, Scenario& scenario) {
    const SweepParameter& p = read.parameter;
    if (read.cells.empty()) return 1;
    std::vector<BaseValue> there;
    std::size_t steepest = 0;
    for (std::size_t i = 0; i < read.cells.size(); ++i) {
        const auto value = base_value(read.cells[i], scenario);
        if (!value) return none;
        there.push_back(*value);
        if (std::fabs(p.targets[i].times) > std::fabs(p.targets[steepest].times)) steepest = i;
    }
    if (is_word(read)) {
        const auto same = [&](const BaseValue& value) { return value.word == there[0].word; };
        return std::all_of(there.begin(), there.end(), same) ? position_of(p, there[0].word) : none;
    }
    const double base = (there[steepest].number - p.targets[steepest].plus) / p.targets[steepest].times;
    for (std::size_t i = 0; i < there.size(); ++i) {
        double written = p.targets[i].plus + p.targets[i].times * base;
        if (is_whole(*read.cells[i].field)) written = std::round(written);
        if (!(std::fabs(written - there[i].number) <= 1e-9 * std::max(1.0, std::fabs(there[i].number)))) return none;
    }
    return base == 0 ? 0 : base;  // not -0
}

double listed_word(ReadParameter& read, bool declared, CsvReader& reader, std::size_t column) {
    SweepParameter& p = read.parameter;
    const auto word = reader.name(column);
    if (!word) return none;
    const std::string text(*word);
    if (const double position = position_of(p, text); !std::isnan(position)) return position;
    if (declared) {
        reader.add(column, fmt::format("{} is not among the words that vary: names", shown(text)), "there is " + listed(p.words));
        return none;
    }
    for (const SweptCell& cell : read.cells) {
        const std::vector<std::string>& choices = cell.field->choices;
        const bool good =
            choices.empty() ? parse_month(text).has_value() : std::find(choices.begin(), choices.end(), text) != choices.end();
        if (good) continue;
        reader.add(column, fmt::format("{} cannot stand there", shown(text)),
                   choices.empty() ? "write a month such as 2024-01" : "one of " + listed(choices, choices.size()));
        return none;
    }
    p.words.push_back(text);
    p.values.push_back(static_cast<double>(p.values.size()));
    return p.values.back();
}

double listed_number(const ReadParameter& read, CsvReader& reader, std::size_t column) {
    const SweepParameter& p = read.parameter;
    constexpr double most = std::numeric_limits<double>::max();
    const auto number = reader.number(column, -most, most);
    if (!number) return none;
    if (p.whole && *number != std::round(*number)) {
        reader.add(column, fmt::format("{} is not a whole number", number_text(*number)));
        return none;
    }
    for (std::size_t i = 0; i < read.cells.size(); ++i) {
        const std::string fault = outside_limits(*read.cells[i].field, p.targets[i].plus + p.targets[i].times * *number);
        if (fault.empty()) continue;
        reader.add(column, fault);
        return none;
    }
    return *number;
}

// Matches header and parameters; false when the rows cannot be read.
bool match_header(const ScenarioForm& form, const std::vector<std::string>& header, const std::string& file,
                  std::vector<ReadParameter>& parameters, Problems& problems) {
    const std::size_t before = problems.list.size();
    if (header.size() > most_parameters) {
        problems.add({file, 1, 1}, "",
                     fmt::format("{} columns, more than the {} parameters a sweep may have", header.size(), most_parameters));
        return false;
    }
    for (const ReadParameter& read : parameters)
        if (std::find(header.begin(), header.end(), read.parameter.name) == header.end())
            problems.add(read.parameter.mark, read.parameter.name, fmt::format("{} has no column of that name", file),
                         "add the column, or take the parameter out of vary:");
    for (std::size_t i = 0; i < header.size(); ++i) {
        const std::string& name = header[i];
        const auto has_name = [&](const ReadParameter& read) { return read.parameter.name == name; };
        if (std::any_of(parameters.begin(), parameters.end(), has_name)) continue;
        if (name.empty())
            problems.add({file, 1, 1}, "", fmt::format("column {} has no name", i + 1),
                         "name each column by the path that it varies");
        else
            parameters.push_back(parameter_of_path(form, name, {file, 1, 1}, problems));
    }
    return problems.list.size() == before &&
           std::all_of(parameters.begin(), parameters.end(), [](const ReadParameter& read) { return read.usable; });
}

}  // namespace

void check_against_base(std::vector<ReadParameter>& parameters, std::vector<SweepArm>& arms, Problems& problems) {
    for (SweepArm& arm : arms) {
        Problems found;
        for (ReadParameter& read : parameters) {
            if (!read.usable) continue;
            const SweepParameter& p = read.parameter;
            for (std::size_t i = 0; i < read.cells.size(); ++i)
                read.usable = check_single(read.cells[i], p.targets[i].path, &arm.base.scenario, p.mark, found) && read.usable;
            for (const SweepTarget& target : p.targets)
                if (target.scales) check_scaled(p, target, arm, found);
        }
        check_new_rows(parameters, arm.base.scenario, found);
        add_new(problems, found);
    }
    for (ReadParameter& read : parameters)
        if (read.usable) read.parameter.base = base_of(read, arms.front().base.scenario);
}

void refuse_overlaps(const std::vector<ReadParameter>& parameters, Problems& problems) {
    std::vector<std::pair<std::string, const SweepParameter*>> paths;
    for (const ReadParameter& read : parameters)
        for (const SweepTarget& target : read.parameter.targets) paths.emplace_back(target.path + ".", &read.parameter);
    const auto order = [](const auto& a, const auto& b) {
        return a.first < b.first || (a.first == b.first && a.second < b.second);
    };
    std::sort(paths.begin(), paths.end(), order);
    std::size_t root = 0;  // the last path that is not below another
    for (std::size_t i = 1; i < paths.size(); ++i) {
        if (!paths[i].first.starts_with(paths[root].first)) {
            root = i;
            continue;
        }
        const auto& [path, p] = paths[i];
        problems.add(p->mark, p->name,
                     fmt::format("{} is written by {} as well", path.substr(0, path.size() - 1),
                                 p == paths[root].second ? "another path of it" : paths[root].second->name),
                     "vary each value once");
    }
}

void read_listed_points(const std::string& file, const std::string& name, const Mark& mark,
                        std::vector<ReadParameter>& parameters, Sweep& sweep, Problems& problems) {
    std::error_code error;
    const bool regular = std::filesystem::is_regular_file(file, error);
    std::string text;
    try {
        if (!regular) throw FileTrouble(file + " is no file that can be read");
        text = read_whole_file(file);
    } catch (const FileTrouble& trouble) {
        problems.add(mark, "design.list", trouble.what(), "paths are relative to the file that says list:");
        return;
    }
    sweep.inputs.push_back({name, sha256(text)});
    CsvProblems told(file, problems);
    const std::vector<std::string> header = CsvReader(text, {}, told).header();
    if (told.count() > 0) return;
    std::vector<bool> declared;
    for (const ReadParameter& read : parameters) declared.push_back(read.parameter.spread == ValueSpread::words);
    if (!match_header(*sweep.form, header, file, parameters, problems)) return;
    declared.resize(parameters.size(), false);
    std::vector<CsvColumn> columns;
    for (const ReadParameter& read : parameters) columns.push_back({read.parameter.name, true});
    CsvReader reader(text, columns, told);
    while (reader.next()) {
        if (static_cast<double>(sweep.listed.size() + columns.size()) > most_design_cells) {
            problems.add({file, 0, 0}, "", fmt::format("more than {:.0f} values", most_design_cells), "split the file");
            return;
        }
        for (std::size_t c = 0; c < columns.size(); ++c)
            sweep.listed.push_back(reader.at(c).empty()     ? none
                                   : is_word(parameters[c]) ? listed_word(parameters[c], declared[c], reader, c)
                                                            : listed_number(parameters[c], reader, c));
    }
    for (ReadParameter& read : parameters)
        if (is_word(read)) read.parameter.spread = ValueSpread::words;
    if (sweep.listed.empty() && told.count() == 0)
        problems.add({file, 0, 0}, "", "there are no points", "write a row of values for each point below the names");
}

}  // namespace qonys
