// Sweeps made by hand, and sweep files over the tiny world.
#pragma once

#include <string>
#include <vector>

#include "bad_input/tiny_world.hpp"
#include "scenario/sweep_file.hpp"
#include "support/process.hpp"

namespace qonys::test {

inline SweepParameter varied_list(std::vector<double> values, double base = 0) {
    SweepParameter p;
    p.name = "list" + std::to_string(values.size());
    p.values = std::move(values);
    p.base = base;
    return p;
}

inline SweepParameter varied_range(double low, double high, std::int64_t steps = 0, bool whole = false) {
    SweepParameter p;
    p.name = "range";
    p.spread = ValueSpread::range;
    p.distribution = {Shape::uniform, {low, high}};
    p.steps = steps;
    p.whole = whole;
    return p;
}

inline SweepParameter varied_shape(Distribution distribution, std::int64_t steps = 0) {
    SweepParameter p;
    p.name = "shape";
    p.spread = ValueSpread::distribution;
    p.distribution = std::move(distribution);
    p.steps = steps;
    return p;
}

inline Sweep sweep_of(DesignKind design, std::int64_t points, std::vector<SweepParameter> parameters) {
    Sweep sweep;
    sweep.file = "sweep.yaml";
    sweep.design = design;
    sweep.points = points;
    sweep.parameters = std::move(parameters);
    return sweep;
}

// Ranges from 0 to 1: values are the shares themselves.
inline Sweep unit_sweep(DesignKind design, std::int64_t points, std::size_t width) {
    return sweep_of(design, points, std::vector<SweepParameter>(width, varied_range(0, 1)));
}

// A folder with the tiny world as base.yaml and a sweep over it, in sweep.yaml from its line 3 on.
struct SweepFile {
    TempFolder folder;
    std::string base, file;
    explicit SweepFile(const std::string& text, const std::string& extra_base = "")
        : base(folder.write("base.yaml", tiny_world() + extra_base).string()),
          file(folder.write("sweep.yaml", "question: Which?\nextends: base.yaml\n" + text).string()) {}
    Sweep load(const std::vector<std::string>& sets = {}, const SweepOverrides& overrides = {}) const {
        return load_sweep(file, sets, overrides);
    }
};

}  // namespace qonys::test
