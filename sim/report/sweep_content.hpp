// What the reports of sweeps need of a result: one measure, or some points, in memory at a time.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "report/figures.hpp"
#include "results/read_sweep.hpp"
#include "sensitivity/sample.hpp"

namespace qonys {

struct SweepContent {
    SweepHeader header;
    SweepPoints points;
    std::vector<std::string> failures;                                                     // [point] empty: none
    std::function<std::vector<double>(std::size_t measure)> values;                        // (point, arm, replicate)
    std::function<std::vector<PointResult>(std::size_t first, std::size_t last)> results;  // of the points first … last - 1

    std::size_t size() const { return points.number.size(); }
    double parameter(std::size_t point, std::size_t parameter) const {
        return points.values[point * header.parameters.size() + parameter];
    }
};

// Of a file; the reader must outlive it.
SweepContent content_of(const SweepFileReader& result);

// Which figures of a measure are looked at: those of an arm, or its paired difference from the reference.
struct Lens {
    std::size_t arm = 0;
    bool difference = false;
};
// (point, replicate) of a measure's values.
std::vector<double> seen_through(const Lens& lens, const SweepContent& content, const std::vector<double>& values);

// Mean over the replicates of a point, NaN ones left out, with its standard error and half the width of its 95 % interval
// (Student's t; draws of uncertain parameters are the independent observations).
struct PointFigure {
    double mean = 0, se = 0, half_width = 0;  // NaN where unknown
    std::int64_t observations = 0;            // replicates, or draws, with a value
};
std::vector<PointFigure> point_figures(const SweepHeader& header, const std::vector<double>& y);  // y: (point, replicate)

// Independent observations at a point: its replicates, or draws of uncertain inputs, whose replicates share values.
std::size_t observations_of(const SweepHeader& header);
// Points of sobol and morris designs share values, so that cells of two parameters differ without any interaction.
bool rows_share_values(const SweepHeader& header);
// A word of more than two values: its position in the list says nothing of more or less.
bool is_unordered(const SweptParameter& parameter);

// For the estimators: the points with these y. Values left as in the base take the base's, where it has one. With uncertain
// inputs the replicates of a draw are averaged and count as one: they are no independent replicates.
DesignSample sample_of(const SweepContent& content, std::vector<double> y);

// Indices of the points that failed.
std::vector<std::size_t> failed_points(const SweepContent& content);

}  // namespace qonys
