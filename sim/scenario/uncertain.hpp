// Uncertain inputs: a number that the scenario gives as a distribution, and the value that each draw of the parameters takes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "scenario/number.hpp"
#include "scenario/scenario.hpp"
#include "scenario/tree.hpp"

namespace qonys {

struct LoadedScenario;

enum class Shape { normal, uniform, triangular, beta, empirical };

struct Distribution {
    Shape shape = Shape::normal;
    std::vector<double> numbers;  // as written: [mean, sd], [low, high], [low, mode, high], [a, b] or [a, b, low, high], values
};

// The cells of one value that are uncertain; the Scenario has their means.
using UncertainCells = std::map<std::size_t, Distribution>;

struct UncertainValue {
    std::string path;       // with the labels of the cell: "benefits.rent_mrp.2025-01-01.city.1"
    std::size_t field = 0;  // in the form
    std::size_t cell = 0;   // of its table; 0 of a single number
    Distribution distribution;
};

// A normal distribution is cut off so many standard deviations from its mean, so that hard limits can be guaranteed.
constexpr double normal_reach = 6;

// {triangular: [1, 2, 4]}: a value and no section or labels.
bool is_distribution(const Tree& tree);

// A map that has the name of a distribution among its keys, right or wrong.
bool names_distribution(const Tree& tree);

// A hint for a map that is no number and has no such name; empty when it does not look like a distribution.
std::string distribution_meant(const Tree& tree);

// Refused: another count or order of numbers, and what reaches beyond the limits.
NumberRead<Distribution> read_distribution(const Tree& tree, double minimum, double maximum);

double mean_of(const Distribution& distribution);

// Least and greatest value that can be drawn.
double lowest(const Distribution& distribution);
double highest(const Distribution& distribution);

// The value below which the share u of all draws lies, 0 < u < 1: never falls as u rises.
double value_at(const Distribution& distribution, double u);

// "triangular(1, 2, 4)", for people, and {triangular: [1, 2, 4]}, for files.
std::string shown(const Distribution& distribution);
std::string yaml(const Distribution& distribution);

// The scenario with each uncertain value drawn. A value depends on seed, draw and its path, not on what else is uncertain.
Scenario drawn(const LoadedScenario& loaded, std::uint32_t seed, std::uint32_t draw);

}  // namespace qonys
