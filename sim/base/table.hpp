// A dense table of numbers with named axes: the form of every parameter that is more than one number.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace qonys {

struct Axis {
    std::string name;                 // "region", "origin", "date", …
    std::vector<std::string> labels;  // in order; dates and years ascend

    std::optional<std::size_t> find(std::string_view label) const {
        for (std::size_t i = 0; i < labels.size(); ++i)
            if (labels[i] == label) return i;
        return std::nullopt;
    }
    std::size_t size() const { return labels.size(); }
};

// Cells are row-major: the last axis runs fastest.
struct Table {
    std::vector<Axis> axes;
    std::vector<double> cells;

    double at(std::size_t i) const { return cells[i]; }
    double at(std::size_t i, std::size_t j) const { return cells[i * axes[1].size() + j]; }
    double at(std::size_t i, std::size_t j, std::size_t k) const { return cells[(i * axes[1].size() + j) * axes[2].size() + k]; }
};

// One text per label of one axis (region names, names of origins).
struct Names {
    Axis axis;
    std::vector<std::string> texts;
};

}  // namespace qonys
