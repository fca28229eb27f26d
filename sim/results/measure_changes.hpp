// Which measures moved between two results of one kind, for `qonys diff`.
#pragma once

#include <cstddef>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "results/read.hpp"

namespace qonys {

// A cell in both files; labels: "yearly/placed_mean: year 2025, area KZ-55, stream kandas_quota".
struct CellChange {
    std::string variable, labels;
    double before = 0, after = 0;
};

constexpr double no_figure = std::numeric_limits<double>::quiet_NaN();

// One measure, in comparisons and sweeps with arms one measure of one arm: a level of the reference, a difference of the others.
struct MeasureChange {
    std::string name, arm, unit;
    std::size_t cells = 0, differing = 0;  // of all tables with the measure, on common labels
    std::string figure_of;                 // what the two figures are: "KZ, sum over stream"; empty when there is none
    double before = no_figure, after = no_figure;
    double before_se = no_figure, after_se = no_figure;
    std::optional<CellChange> largest;  // largest relative move among the tables of means
    std::vector<CellChange> moved;      // all cells that differ, when asked for
    std::size_t moved_left_out = 0;     // beyond the limit of `moved`
};

struct ResultChanges {
    std::string kind;                             // run, comparison or sweep
    std::vector<MeasureChange> measures;          // of both files, by name
    std::vector<std::string> only_old, only_new;  // measures
    std::vector<std::string> warnings;            // program, seed, replicates, files read: "seed: 7 -> 8"
    std::vector<std::string> parameters;          // "benefits.relocation_mrp.2025-01-01: 70 -> 90", of an arm after its name
    std::vector<std::string> axes;                // "month: 12 labels in both files, 6 only in the new one"

    bool same() const;  // no measure differs, and both files have the same ones over the same labels
};

// Of two results of one kind. Integers exactly, reals to 1e-9 of their size. Throws FileTrouble, and BadInput
// when one is about pathway programmes and the other is not.
ResultChanges measure_changes(const ResultFile& old_result, const ResultFile& new_result, bool keep_cells);

}  // namespace qonys
