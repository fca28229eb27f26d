// Yearly and whole-run tables: made from the tallies of each replicate, then mean and Monte-Carlo standard error over replicates.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "accounts/measures.hpp"

namespace qonys {

enum class Period { year, whole_run };

struct SummaryMeasure {
    std::string name, unit, long_name;
    std::vector<std::string> axes;  // of "area" (regions, then "KZ" for the country), "origin", "stream", "instrument", "horizon"
};

// One table over replicates; cells are row-major over (year, for Period::year), axes…
// A cell without meaning (0 / 0) is NaN in that replicate and left out of the mean.
struct SummaryTable {
    SummaryMeasure measure;
    Period period = Period::whole_run;
    std::vector<Axis> axes;           // "year" first for Period::year
    std::vector<double> mean, se;     // se is NaN with fewer than two replicates
    std::vector<std::int64_t> count;  // replicates in which the cell has a meaning
};

struct Summary {
    std::vector<SummaryTable> tables;
    const SummaryTable& find(const std::string& name, Period period) const;
};

// Adds replicates one by one, in replicate order, and keeps only means and squares (Welford).
class SummaryBuilder {
public:
    // population: persons by region, for loads per inhabitant.
    SummaryBuilder(RunAxes axes, double usd_per_kzt, std::vector<double> population);
    void add(const Tallies& tallies);
    Summary finish() const;

private:
    RunAxes axes_;
    double usd_per_kzt_;
    std::vector<double> population_;
    std::vector<int> year_of_month_;    // [month] row of the year axis
    std::vector<SummaryTable> tables_;  // se holds the sum of squared deviations until finish()
};

}  // namespace qonys
