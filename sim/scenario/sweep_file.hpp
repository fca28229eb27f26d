// A sweep file: a scenario, or a comparison with arms, and the values that are varied over it.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "scenario/layers.hpp"
#include "scenario/read.hpp"
#include "scenario/uncertain.hpp"

namespace qonys {

// grid: every combination. lhs: Latin hypercube, the most spread out of many. sobol: the matrices A, B and AB_i of Saltelli from
// a scrambled Sobol' sequence, for Sobol' indices. sobol_sequence, halton: scrambled sequences that fill the space. morris:
// trajectories. one_at_a_time: the base, then each value alone. list: the points of a CSV file.
enum class DesignKind { grid, lhs, sobol, sobol_sequence, halton, morris, one_at_a_time, list };
constexpr std::array<const char*, 8> design_words{"grid",   "lhs",    "sobol",         "sobol_sequence",
                                                  "halton", "morris", "one_at_a_time", "list"};

// How many points there are is said by the file, and does not follow from the values.
constexpr bool needs_points(DesignKind kind) {
    return kind != DesignKind::grid && kind != DesignKind::one_at_a_time && kind != DesignKind::list;
}

// Where the value x of a varied parameter goes.
struct SweepTarget {
    std::string path;            // of one number or word of the scenario; with `scales` of any part of it
    double times = 1, plus = 0;  // times x + plus is written there
    bool scales = false;         // instead, every number of the base under the path is multiplied by x
};

enum class ValueSpread { values, words, range, distribution };  // how the values of a parameter are given

struct SweepParameter {
    std::string name;  // a path of the scenario, or a name of its own with paths: or scales:
    std::string unit, doc;
    ValueSpread spread = ValueSpread::values;
    std::vector<double> values;        // ValueSpread::values, as listed; ValueSpread::words: 0, 1, …
    std::vector<std::string> words;    // ValueSpread::words; a point's value is the position here
    Distribution distribution;         // ValueSpread::distribution, and ValueSpread::range as a uniform one
    std::int64_t steps = 0;            // of a range in a grid, or of a range or distribution one at a time; 0: not said
    bool whole = false;                // drawn values are whole numbers
    std::vector<SweepTarget> targets;  // at least one
    double base = 0;   // in the base scenario: a number, the position of a word, 1 where all targets scale; NaN: none
    std::string text;  // the values as the file says them, for people: "50, 70, 90" or "uniform(0.5, 2)"
    Mark mark;
};

// The value at the share u of the parameter's distribution, 0 <= u < 1: lists are cut in equal parts.
double value_at(const SweepParameter& parameter, double u);
// As a point's table shows it: a word, or the shortest text of the number; "base" for NaN.
std::string value_text(const SweepParameter& parameter, double value);

struct SweepArm {
    std::string name;     // empty when there are no arms
    Layers layers;        // without the points' values
    LoadedScenario base;  // as it stands without them
};

struct SweepMeasureSpec {
    std::string spec;  // a headline's, "retained_36m" or "spending.internal@KZ-55"
    Mark mark;
};

struct Sweep {
    std::string file, question;
    std::shared_ptr<const ScenarioForm> form;  // of the base
    std::vector<SweepArm> arms;                // the first is the reference; one without a name when there are none
    std::vector<SweepParameter> parameters;
    DesignKind design = DesignKind::grid;
    std::int64_t points = 0;     // as said by the file or the command line: points, base rows (sobol) or trajectories (morris)
    std::int64_t levels = 4;     // of morris
    std::vector<double> listed;  // DesignKind::list: (point, parameter); NaN: as in the base
    std::vector<SweepMeasureSpec> measures;  // empty: the headlines
    std::vector<InputFile> inputs;           // the sweep file, what it extends, the CSV of points
    std::string text;                        // vary, design, points, measures as YAML, in a fixed form
    bool has_arms() const { return arms.size() > 1; }
};

struct SweepOverrides {
    std::optional<std::string> points;  // as typed
};

constexpr std::int64_t most_points = 1'000'000;
constexpr std::size_t most_parameters = 200;
constexpr double most_design_cells = 2e7;  // points x parameters

// The keys of a sweep file beside those of a scenario and `arms`: vary, design, points, replicates, measures.
// `sets` are laid over first, as in load_scenario. Throws BadInput with every problem, or FileTrouble.
Sweep load_sweep(const std::string& file, const std::vector<std::string>& sets, const SweepOverrides& overrides);

// One arm of one point; values: one per parameter, NaN leaves the base. Throws BadInput when the checker refuses it.
LoadedScenario scenario_at(const Sweep& sweep, std::size_t arm, std::span<const double> values);

}  // namespace qonys
