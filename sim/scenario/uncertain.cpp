#include "scenario/uncertain.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <boost/math/distributions/beta.hpp>
#include <boost/math/distributions/normal.hpp>
#include <cmath>
#include <numeric>

#include "base/draws.hpp"
#include "scenario/form.hpp"
#include "scenario/read.hpp"

namespace qonys {

namespace {

struct ShapeRow {
    Shape shape;
    const char* name;
    const char* form;  // of its numbers
};

constexpr std::array<ShapeRow, 5> shapes{{{Shape::normal, "normal", "[mean, sd]"},
                                          {Shape::uniform, "uniform", "[low, high]"},
                                          {Shape::triangular, "triangular", "[low, mode, high]"},
                                          {Shape::beta, "beta", "[a, b] or [a, b, low, high]"},
                                          {Shape::empirical, "empirical", "[value, value, …]"}}};

// The inverse of the beta distribution is reliable between these.
constexpr double least_beta = 0.05, most_beta = 1e5;

const ShapeRow* row_named(const std::string& name) {
    const auto row = std::find_if(shapes.begin(), shapes.end(), [&](const ShapeRow& r) { return name == r.name; });
    return row == shapes.end() ? nullptr : &*row;
}

const ShapeRow& row_of(const Distribution& d) {
    return *std::find_if(shapes.begin(), shapes.end(), [&](const ShapeRow& r) { return r.shape == d.shape; });
}

bool right_count(const Distribution& d) {
    const std::size_t n = d.numbers.size();
    switch (d.shape) {
        case Shape::normal:
        case Shape::uniform:
            return n == 2;
        case Shape::triangular:
            return n == 3;
        case Shape::beta:
            return n == 2 || n == 4;
        case Shape::empirical:
            break;
    }
    return n >= 2;
}

// Why the numbers make no such distribution; empty when they do.
std::string fault(const Distribution& d) {
    const std::vector<double>& x = d.numbers;
    switch (d.shape) {
        case Shape::normal:
            return x[1] > 0 ? "" : "the standard deviation must be above 0";
        case Shape::uniform:
            return x[0] < x[1] ? "" : "low must be below high";
        case Shape::triangular:
            return x[0] <= x[1] && x[1] <= x[2] && x[0] < x[2] ? "" : "low, mode and high must ascend";
        case Shape::beta:
            if (std::min(x[0], x[1]) < least_beta || std::max(x[0], x[1]) > most_beta)
                return fmt::format("a and b must be from {} to {}", number_text(least_beta), number_text(most_beta));
            return x.size() == 2 || x[2] < x[3] ? "" : "low must be below high";
        case Shape::empirical:
            break;
    }
    return "";
}

// Without promotion to long double: the same bits on machines whose long double differs.
using Policy = boost::math::policies::policy<boost::math::policies::promote_double<false>>;

double triangular_at(double low, double mode, double high, double u) {
    const double below = (mode - low) / (high - low);  // share of draws below the mode
    if (u < below) return low + std::sqrt(u * (high - low) * (mode - low));
    return high - std::sqrt((1 - u) * (high - low) * (high - mode));
}

double empirical_at(std::vector<double> values, double u) {
    std::sort(values.begin(), values.end());
    const auto at = static_cast<std::size_t>(u * static_cast<double>(values.size()));
    return values[std::min(at, values.size() - 1)];
}

}  // namespace

bool is_distribution(const Tree& tree) {
    return tree.is_map() && tree.entries.size() == 1 && tree.entries[0].tree.is_list() && row_named(tree.entries[0].key);
}

std::string distribution_meant(const Tree& tree) {
    std::vector<std::string> names;
    for (const ShapeRow& row : shapes) names.emplace_back(row.name);
    if (tree.entries.size() != 1 || !tree.entries[0].tree.is_list()) return "";
    const std::string near = nearest(tree.entries[0].key, names);
    return near.empty() ? "a distribution is normal, uniform, triangular, beta or empirical" : "did you mean " + near + "?";
}

bool names_distribution(const Tree& tree) {
    return tree.is_map() &&
           std::any_of(tree.entries.begin(), tree.entries.end(), [](const TreeEntry& e) { return row_named(e.key) != nullptr; });
}

NumberRead<Distribution> read_distribution(const Tree& tree, double minimum, double maximum) {
    if (tree.entries.size() != 1)
        return {{}, "a distribution has one name", "write one of normal, uniform, triangular, beta, empirical"};
    const TreeEntry& entry = tree.entries[0];
    const ShapeRow& row = *row_named(entry.key);
    const std::string hint = fmt::format("write {{{}: {}}}", row.name, row.form);
    if (!entry.tree.is_list()) return {{}, fmt::format("the numbers of {} must be a list", row.name), hint};
    Distribution d;
    d.shape = row.shape;
    for (const Tree& item : entry.tree.items) {
        const auto number = read_number(item);
        if (!number.ok()) return {{}, number.what, number.hint.empty() ? hint : number.hint};
        d.numbers.push_back(number.value);
    }
    if (!right_count(d))
        return {{},
                fmt::format("{} {} not what {} needs", d.numbers.size(), d.numbers.size() == 1 ? "number is" : "numbers are",
                            row.name),
                hint};
    if (const std::string what = fault(d); !what.empty()) return {{}, fmt::format("{}: {}", shown(d), what), hint};
    if (lowest(d) >= minimum && highest(d) <= maximum) return {d, {}, {}};
    const bool normal = d.shape == Shape::normal;
    return {{},
            fmt::format("{} reaches from {:.6g} to {:.6g}{}, it must stay from {} to {}", shown(d), lowest(d), highest(d),
                        normal ? " (mean ± 6 sd)" : "", number_text(minimum), number_text(maximum)),
            normal ? "use triangular or beta, which end where you say" : "narrow it"};
}

double mean_of(const Distribution& d) {
    const std::vector<double>& x = d.numbers;
    switch (d.shape) {
        case Shape::normal:
            return x[0];
        case Shape::uniform:
            return (x[0] + x[1]) / 2;
        case Shape::triangular:
            return (x[0] + x[1] + x[2]) / 3;
        case Shape::beta:
            return lowest(d) + (highest(d) - lowest(d)) * x[0] / (x[0] + x[1]);
        case Shape::empirical:
            break;
    }
    return std::accumulate(x.begin(), x.end(), 0.0) / static_cast<double>(x.size());
}

double lowest(const Distribution& d) {
    if (d.shape == Shape::normal) return d.numbers[0] - normal_reach * d.numbers[1];
    if (d.shape == Shape::beta) return d.numbers.size() == 4 ? d.numbers[2] : 0;
    return *std::min_element(d.numbers.begin(), d.numbers.end());
}

double highest(const Distribution& d) {
    if (d.shape == Shape::normal) return d.numbers[0] + normal_reach * d.numbers[1];
    if (d.shape == Shape::beta) return d.numbers.size() == 4 ? d.numbers[3] : 1;
    return *std::max_element(d.numbers.begin(), d.numbers.end());
}

double value_at(const Distribution& d, double u) {
    const std::vector<double>& x = d.numbers;
    const double low = lowest(d), high = highest(d);
    double value = 0;
    switch (d.shape) {
        case Shape::normal:
            value = x[0] + x[1] * quantile(boost::math::normal_distribution<double, Policy>(0, 1), u);
            break;
        case Shape::uniform:
            value = low + u * (high - low);
            break;
        case Shape::triangular:
            value = triangular_at(x[0], x[1], x[2], u);
            break;
        case Shape::beta:
            value = low + (high - low) * quantile(boost::math::beta_distribution<double, Policy>(x[0], x[1]), u);
            break;
        case Shape::empirical:
            value = empirical_at(x, u);
            break;
    }
    return std::clamp(value, low, high);
}

std::string shown(const Distribution& d) {
    return fmt::format("{}({})", row_of(d).name, fmt::join(d.numbers, ", "));
}

std::string yaml(const Distribution& d) {
    return fmt::format("{{{}: [{}]}}", row_of(d).name, fmt::join(d.numbers, ", "));
}

Scenario drawn(const LoadedScenario& loaded, std::uint32_t seed, std::uint32_t draw) {
    Scenario scenario = loaded.scenario;
    for (const UncertainValue& value : loaded.uncertain) {
        const double u = uniform({seed, draw}, {tag(value.path), 0}, 0, Purpose::parameter);
        const Slot slot = loaded.form->fields[value.field].slot(scenario);
        double& number =
            std::holds_alternative<Table*>(slot) ? std::get<Table*>(slot)->cells[value.cell] : *std::get<double*>(slot);
        number = value_at(value.distribution, u);
    }
    return scenario;
}

}  // namespace qonys
