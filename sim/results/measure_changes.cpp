#include "results/measure_changes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <set>

#include "accounts/pathway_summary.hpp"
#include "base/problems.hpp"
#include "results/labels.hpp"
#include "results/text_changes.hpp"
#include "results/variable_pairs.hpp"

namespace qonys {

namespace {

constexpr double tolerance = 1e-9;
constexpr std::size_t most_moved = 100'000;  // cells kept of a measure

bool same(double a, double b) {
    if (std::isnan(a) || std::isnan(b)) return std::isnan(a) && std::isnan(b);
    return a == b || std::abs(a - b) <= tolerance * std::max(std::abs(a), std::abs(b));
}

// Of the larger one; -1 where one has no meaning.
double relative_move(double a, double b) {
    const double size = std::max(std::abs(a), std::abs(b));
    return std::isfinite(a) && std::isfinite(b) && size > 0 ? std::abs(b - a) / size : -1;
}

std::string labels_text(const VariablePair& pair, const std::vector<std::size_t>& index, bool without_sums = false) {
    std::string text;
    for (std::size_t i = 0; i < index.size(); ++i)
        if (pair.axes[i].name != "arm" && !(without_sums && pair.axes[i].labels[index[i]] == all_label))
            text += (text.empty() ? "" : ", ") + pair.axes[i].name + " " + pair.axes[i].labels[index[i]];
    return text;
}

// One measure of one arm being put together.
struct Building {
    MeasureChange change;
    std::size_t arm = 0;  // position on the axis, where there is one
    bool reference = true;
    bool from_means = false;  // the largest move is that of a mean
    bool has_figure = false;
};

// The statistic that speaks for an arm of a comparison.
bool speaks(const VariablePair& pair, const std::vector<std::size_t>& index, const Building& to) {
    if (pair.place.arms != SpeaksFor::all_arms && (pair.place.arms == SpeaksFor::reference) != to.reference) return false;
    const std::size_t axis = pair.axis("statistic");
    return axis == pair.axes.size() || pair.axes[axis].labels[index[axis]] == (to.reference ? "mean" : "difference");
}

void note_move(Building& to, const VariablePair& pair, const std::vector<std::size_t>& index, double before, double after,
               bool keep) {
    MeasureChange& change = to.change;
    ++change.differing;
    const CellChange cell{pair.variable->path, labels_text(pair, index), before, after};
    const bool is_mean = pair.place.role == VariableRole::means && speaks(pair, index, to);
    const double move = relative_move(before, after);
    const double most = change.largest ? relative_move(change.largest->before, change.largest->after) : -2;
    const bool larger =
        move > most || (move == most && std::abs(after - before) > std::abs(change.largest->after - change.largest->before));
    if ((is_mean && !to.from_means) || (is_mean == to.from_means && larger)) {
        change.largest = cell;
        to.from_means = is_mean;
    }
    if (!keep) return;
    if (change.moved.size() < most_moved)
        change.moved.push_back(cell);
    else
        ++change.moved_left_out;
}

// Sums over streams or origins mean something for these, and nothing for shares, means and prices.
bool is_additive(const std::string& unit) {
    static const std::set<std::string> units{"persons", "families", "family-months", "claims", "KZT", "USD", "components"};
    return units.contains(unit);
}

bool holds_sums(const SharedAxis& axis) {
    return std::find(axis.labels.begin(), axis.labels.end(), all_label) != axis.labels.end();
}

// Pathway programmes have the sums over programmes, stages and groups as cells of their own.
bool is_sum(const VariablePair& pair, std::size_t cell) {
    const std::vector<std::size_t> index = pair.index_of(cell);
    for (std::size_t i = 0; i < index.size(); ++i)
        if (holds_sums(pair.axes[i]) && pair.axes[i].labels[index[i]] != all_label) return false;
    return std::any_of(pair.axes.begin(), pair.axes.end(), holds_sums);
}

// Nor have sums a meaning where the file has none, or of peaks in several places.
bool can_be_summed(const VariablePair& pair, const std::string& unit, const std::vector<std::size_t>& cells) {
    const bool has_sums = std::any_of(pair.axes.begin(), pair.axes.end(), holds_sums);
    return is_additive(unit) && (!has_sums || is_sum(pair, cells.front())) && !pair.place.measure.starts_with("peak_") &&
           !pair.place.measure.starts_with("p95_");
}

// Cells of the country figure: KZ where there is an area, the arm and its statistic; the sums, where the file has them.
std::vector<std::size_t> figure_cells(const VariablePair& pair, const Building& to) {
    const std::size_t area = pair.axis("area"), arm = pair.axis("arm"), none = pair.axes.size();
    std::vector<std::size_t> cells;
    for (std::size_t cell = 0; cell < pair.before.size(); ++cell) {
        const std::vector<std::size_t> index = pair.index_of(cell);
        if (area != none && pair.axes[area].labels[index[area]] != "KZ") continue;
        if (arm != none && index[arm] != to.arm) continue;
        if (speaks(pair, index, to)) cells.push_back(cell);
    }
    std::vector<std::size_t> sums;
    for (const std::size_t cell : cells)
        if (is_sum(pair, cell) && !std::isnan(pair.before[cell])) sums.push_back(cell);
    return sums.empty() ? cells : sums;
}

void take_figure(Building& to, const VariablePair& pair, const VariablePair* errors) {
    MeasureChange& change = to.change;
    std::vector<std::size_t> cells = figure_cells(pair, to);
    if (cells.empty()) return;
    const auto text_of = [&](std::size_t cell) {
        std::string text = labels_text(pair, pair.index_of(cell), is_sum(pair, cell));
        if (const std::size_t at = text.find("area KZ"); at != std::string::npos) text.erase(at, 5);
        return text.empty() ? "whole run" : text;
    };
    to.has_figure = true;
    const bool over_points = pair.axis("point") != pair.axes.size(), over_horizons = pair.axis("horizon") != pair.axes.size();
    if (cells.size() > 1 && !over_points && (!can_be_summed(pair, change.unit, cells) || over_horizons)) {
        const auto smaller = [&](std::size_t a, std::size_t b) {
            return relative_move(pair.before[a], pair.after[a]) < relative_move(pair.before[b], pair.after[b]);
        };
        cells = {*std::max_element(cells.begin(), cells.end(), smaller)};
    }
    if (cells.size() == 1) {
        change.before = pair.before[cells[0]];
        change.after = pair.after[cells[0]];
        change.figure_of = text_of(cells[0]);
        if (errors != nullptr && errors->before.size() == pair.before.size()) {
            change.before_se = errors->before[cells[0]];
            change.after_se = errors->after[cells[0]];
        }
        return;
    }
    change.before = change.after = 0;
    std::size_t counted = 0;
    for (const std::size_t cell : cells) {
        if (std::isnan(pair.before[cell]) || std::isnan(pair.after[cell])) continue;
        change.before += pair.before[cell];
        change.after += pair.after[cell];
        ++counted;
    }
    if (over_points) {
        change.before /= static_cast<double>(counted);
        change.after /= static_cast<double>(counted);
        change.figure_of = fmt::format("mean of {} points", counted);
        return;
    }
    std::string summed;
    for (const SharedAxis& axis : pair.axes)
        if (axis.name != "area" && axis.name != "arm" && axis.name != "statistic" && axis.labels.size() > 1 && !holds_sums(axis))
            summed += (summed.empty() ? "" : ", ") + axis.name;
    change.figure_of = (pair.axis("area") == pair.axes.size() ? "sum over " : "KZ, sum over ") + summed;
}

// The standard errors of a comparison stand beside the means on the axis of statistics.
void take_errors_of_statistics(Building& to, const VariablePair& pair) {
    const std::size_t statistic = pair.axis("statistic");
    if (statistic == pair.axes.size() || to.change.figure_of.find("sum over") != std::string::npos) return;
    for (std::size_t cell = 0; cell < pair.before.size(); ++cell) {
        const std::vector<std::size_t> index = pair.index_of(cell);
        if (pair.axes[statistic].labels[index[statistic]] != (to.reference ? "se" : "difference_se")) continue;
        std::vector<std::size_t> of_mean = index;
        const auto& labels = pair.axes[statistic].labels;
        of_mean[statistic] = static_cast<std::size_t>(
            std::find(labels.begin(), labels.end(), to.reference ? "mean" : "difference") - labels.begin());
        const std::size_t arm = pair.axis("arm"), area = pair.axis("area");
        if (arm != pair.axes.size() && index[arm] != to.arm) continue;
        if (area != pair.axes.size() && pair.axes[area].labels[index[area]] != "KZ") continue;
        std::size_t mean_cell = 0;
        for (std::size_t i = 0; i < of_mean.size(); ++i) mean_cell = mean_cell * pair.axes[i].labels.size() + of_mean[i];
        if (!same(pair.before[mean_cell], to.change.before) || !same(pair.after[mean_cell], to.change.after)) continue;
        to.change.before_se = pair.before[cell];
        to.change.after_se = pair.after[cell];
    }
}

using Measures = std::map<std::string, std::map<std::size_t, Building>>;  // [measure][arm]

Building& building_of(Measures& measures, const VariablePair& pair, std::size_t arm_axis, std::size_t arm) {
    auto& of_measure = measures[pair.place.measure];
    const auto [at, is_new] = of_measure.try_emplace(arm);
    if (is_new) {
        at->second.change.name = pair.place.measure;
        at->second.arm = arm;
        if (arm_axis < pair.axes.size()) {
            at->second.change.arm = pair.axes[arm_axis].labels[arm];
            at->second.reference = pair.axes[arm_axis].in_old[arm] == 0;
        }
    }
    std::string& unit = at->second.change.unit;  // that of the means; counts of replicates beside them have none
    if (pair.place.role == VariableRole::means || (unit.empty() && !pair.variable->path.ends_with("_count")))
        unit = unit_for_people(attribute_text(*pair.variable, "units"));
    return at->second;
}

void add_pair(Measures& measures, const VariablePair& pair, const VariablePair* errors, bool keep) {
    const std::size_t arm_axis = pair.axis("arm"), none = pair.axes.size();
    std::size_t stride = 1;  // cells of an arm that follow each other
    for (std::size_t i = arm_axis + 1; i < none; ++i) stride *= pair.axes[i].labels.size();
    const std::size_t arms = arm_axis < none ? pair.axes[arm_axis].labels.size() : 1;
    std::vector<Building*> of_arm;
    for (std::size_t arm = 0; arm < arms; ++arm) of_arm.push_back(&building_of(measures, pair, arm_axis, arm));
    for (std::size_t cell = 0; cell < pair.before.size(); ++cell) {
        Building& to = *of_arm[arms == 1 ? 0 : cell / stride % arms];
        ++to.change.cells;
        if (!same(pair.before[cell], pair.after[cell]))
            note_move(to, pair, pair.index_of(cell), pair.before[cell], pair.after[cell], keep);
    }
    if (pair.place.role != VariableRole::means || (pair.place.group != "whole_run" && !pair.place.group.empty())) return;
    for (auto& [arm, to] : measures[pair.place.measure]) {
        take_figure(to, pair, errors);
        take_errors_of_statistics(to, pair);
    }
}

// What is in the root of a run only: all that happened, a replicate.
void take_root_figure(Building& to, const VariablePair& pair) {
    const std::size_t replicate = pair.axis("replicate");
    const bool point = attribute_text(*pair.variable, "cell_methods").find("point") != std::string::npos;
    if (to.has_figure || replicate == pair.axes.size() || point || !is_additive(to.change.unit)) return;
    to.change.before = to.change.after = 0;
    for (const double x : pair.before) to.change.before += x;
    for (const double x : pair.after) to.change.after += x;
    to.change.before /= static_cast<double>(pair.axes[replicate].labels.size());
    to.change.after /= static_cast<double>(pair.axes[replicate].labels.size());
    to.change.figure_of = "sum, mean over replicates";
}

void note_axes(const VariablePair& pair, std::vector<std::string>& told) {
    for (const SharedAxis& axis : pair.axes) {
        if (axis.only_old + axis.only_new == 0) continue;
        std::string text = fmt::format("{}: {} labels in both files", axis.name, axis.labels.size());
        if (axis.only_old > 0) text += fmt::format(", {} only in the old one", axis.only_old);
        if (axis.only_new > 0) text += fmt::format(", {} only in the new one", axis.only_new);
        if (std::find(told.begin(), told.end(), text) == told.end()) told.push_back(text);
    }
}

std::set<std::string> names_in(const FileSide& side) {
    std::set<std::string> names;
    for (const auto& [path, place] : side.places) names.insert(place.measure);
    return names;
}

std::string kind_in(const ResultFile& file) {
    const std::string kind = attribute_text(file.find(""), "kind");
    return kind.empty() ? "run" : kind;
}

// Measures of the same name would be compared that have nothing in common.
void refuse_other_subject(const ResultFile& old_result, const ResultFile& new_result) {
    const auto subject = [](const ResultFile& file) {
        const std::string text = attribute_text(file.find(""), "subject");
        return text.empty() ? "settlement under quotas" : text;
    };
    if (subject(old_result) == subject(new_result)) return;
    Problems problems;
    problems.add({}, "",
                 fmt::format("the old result is about {}, and the new one about {}", subject(old_result), subject(new_result)),
                 "name two results of one kind of scenario");
    throw BadInput(std::move(problems));
}

}  // namespace

bool ResultChanges::same() const {
    return only_old.empty() && only_new.empty() && axes.empty() &&
           std::all_of(measures.begin(), measures.end(), [](const MeasureChange& m) { return m.differing == 0; });
}

ResultChanges measure_changes(const ResultFile& old_result, const ResultFile& new_result, bool keep_cells) {
    ResultChanges changes;
    changes.kind = kind_in(old_result);
    refuse_other_subject(old_result, new_result);
    FileSide a = side_of(old_result, changes.kind), b = side_of(new_result, changes.kind);
    const std::set<std::string> old_names = names_in(a), new_names = names_in(b);
    std::set_difference(old_names.begin(), old_names.end(), new_names.begin(), new_names.end(),
                        std::back_inserter(changes.only_old));
    std::set_difference(new_names.begin(), new_names.end(), old_names.begin(), old_names.end(),
                        std::back_inserter(changes.only_new));
    Measures measures;
    for (const auto& [path, place] : a.places) {
        if (!b.places.contains(path)) continue;
        const StoredObject &old = old_result.find(path), &now = new_result.find(path);
        if (old.axes != now.axes) {
            changes.axes.push_back(path + ": over other axes, not compared");
            continue;
        }
        const VariablePair pair = read_pair(a, b, old, now);
        std::optional<VariablePair> errors;
        const std::string path_of_errors = cut_ending(path, path.ends_with("_difference") ? "" : "_mean") + "_se";
        if (place.role == VariableRole::means && a.places.contains(path_of_errors) && b.places.contains(path_of_errors))
            errors = read_pair(a, b, old_result.find(path_of_errors), new_result.find(path_of_errors));
        add_pair(measures, pair, errors ? &*errors : nullptr, keep_cells);
        if (changes.kind == "run" && place.group.empty())
            for (auto& [arm, to] : measures[place.measure]) take_root_figure(to, pair);
        note_axes(pair, changes.axes);
    }
    for (auto& [name, arms] : measures)
        for (auto& [arm, to] : arms) changes.measures.push_back(std::move(to.change));
    changes.warnings = origin_changes(old_result, new_result);
    changes.parameters = parameter_changes(old_result, new_result);
    return changes;
}

}  // namespace qonys
