// Parts of what `qonys sweep` prints for people, each ready to print; empty when it has nothing to say.
#pragma once

#include <string>
#include <vector>

#include "report/sweep_labels.hpp"

namespace qonys {

// One measure as it is looked at: with arms the reference's own figures, or the paired difference of an arm from it.
struct SweepSeries {
    std::size_t measure = 0;
    Lens lens;
    std::vector<double> y;             // (point, replicate)
    std::vector<PointFigure> figures;  // [point]
};
std::vector<Lens> lenses(const SweepHeader& header);

// "persons placed" or "persons placed, key less order".
std::string series_title(const SweepContent& content, const SweepSeries& series, std::size_t columns);

// Points with a mean, lowest first; equal ones in their order.
std::vector<std::size_t> by_mean(const SweepSeries& series);

std::string failures_section(const SweepContent& content);

// Best and worst points with their paired distance from the best.
std::string points_section(const SweepContent& content, const SweepSeries& series);
// Means at the levels of each parameter, and pairs of parameters that act together.
std::string effects_section(const SweepContent& content, const SweepSeries& series);

}  // namespace qonys
