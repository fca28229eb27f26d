// What the result file of a sweep says (docs/output_format.md, "Sweeps").
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace qonys {

constexpr int most_shards = 100'000;

struct SweptParameter {
    std::string name, unit, doc;
    std::string text;                // how its values are spread, for people: "uniform(0.5, 2)"
    std::vector<std::string> words;  // when values are positions in this list
    double base = 0;                 // NaN: none
};

struct SweptMeasure {
    std::string name;  // the spec of the headline: "spending.internal@KZ-55"
    std::string unit, title;
    int better = 0;  // 1: more is better, -1: less is, 0: neither
};

struct SweptArm {
    std::string name;  // empty when the sweep has no arms
    std::string scenario_text;
    std::vector<std::pair<std::string, std::string>> inputs;  // name, sha256
};

struct SweepHeader {
    std::string question, design, sweep_text;  // design: its word; sweep_text: vary, design, points and measures as YAML
    std::vector<SweptArm> arms;                // one without a name when there are none
    std::vector<SweptParameter> parameters;
    std::vector<SweptMeasure> measures;
    std::int64_t points = 0;  // of the whole sweep
    std::int64_t replicates = 0, replicates_per_draw = 1, seed = 0;
    std::int64_t levels = 0;         // of a morris design
    std::string assumed, uncertain;  // lines, as in other results
    std::string fingerprint;         // sha256 of all that the figures follow from, the program's version too
    int shard = 1, shards = 1;
    bool pathways = false;  // of pathway programmes
    bool has_arms() const { return arms.size() > 1; }
};

// The points that a file holds: all, or those of a shard.
struct SweepPoints {
    std::vector<std::int32_t> number;       // ascending
    std::vector<double> values, unit;       // (point, parameter)
    std::vector<std::int32_t> block, role;  // see sweep/design.hpp
};

// The runs of one point.
struct PointResult {
    std::string failure;         // of its first run that failed; empty: none
    std::vector<double> values;  // (arm, replicate, measure); NaN: no meaning; all NaN when one of its runs failed
};

}  // namespace qonys
