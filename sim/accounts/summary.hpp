// Yearly and whole-run tables: made from the tallies of each replicate, then mean and spread over replicates.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "accounts/measures.hpp"
#include "accounts/spread.hpp"

namespace qonys {

enum class Period { month, year, whole_run };  // month: only in comparisons

struct SummaryMeasure {
    std::string name, unit, long_name;
    // of "area" (regions, then "KZ" for the country), "origin", "stream", "inflow", "instrument", "component", "horizon"; those
    // of pathway programmes: pathway_summary.hpp
    std::vector<std::string> axes;
};

// One table over replicates; cells are row-major over (year, for Period::year), axes…
// A cell without meaning (0 / 0) is NaN in that replicate and left out of the mean.
struct SummaryTable {
    SummaryMeasure measure;
    Period period = Period::whole_run;
    std::vector<Axis> axes;           // "year" first for Period::year
    std::vector<double> mean, se;     // standard error of the mean; NaN with fewer than two replicates or draws of parameters
    std::vector<std::int64_t> count;  // replicates in which the cell has a meaning
    // Standard deviations: of replicates with the same parameters, and of the expected value over the uncertain parameters
    // (0 when all are certain). NaN where they cannot be told apart.
    std::vector<double> sd_monte_carlo = {}, sd_parameters = {};

    std::size_t cells() const;  // of its axes
};

struct Summary {
    std::vector<SummaryTable> tables;
    const SummaryTable& find(const std::string& name, Period period) const;
};

// Figures of tables over replicates, which are added one by one, in replicate order; keeps only means and squares.
class TableBuilder {
public:
    // layout: tables without figures. With uncertain parameters each run of `replicates_per_draw` neighbouring replicates shares
    // one draw of them; when all are certain the number means nothing.
    TableBuilder(std::vector<SummaryTable> layout, std::int64_t replicates_per_draw, bool uncertain_parameters);
    void add(const std::vector<double>& values);  // the cells of all tables in the order of the layout; NaN has no meaning
    Summary finish() const;
    const std::vector<SummaryTable>& layout() const { return layout_; }

private:
    std::vector<SummaryTable> layout_;
    std::int64_t replicates_per_draw_, replicates_ = 0;
    bool uncertain_;
    std::vector<Spread> spreads_;  // of all cells
};

// The tables of settlement from the tallies of its replicates.
class SummaryBuilder {
public:
    // population: persons by region, for loads per inhabitant. The other parameters are those of TableBuilder.
    SummaryBuilder(RunAxes axes, double usd_per_kzt, std::vector<double> population, std::int64_t replicates_per_draw,
                   bool uncertain_parameters);
    ~SummaryBuilder();
    SummaryBuilder(SummaryBuilder&&) noexcept;
    void add(const Tallies& tallies);
    Summary finish() const;
    // The tables without figures, and what one replicate says: the cells of all tables in that order; NaN has no meaning.
    std::vector<SummaryTable> layout() const;
    std::vector<double> values(const Tallies& tallies) const;

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace qonys
