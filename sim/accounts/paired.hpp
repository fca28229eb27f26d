// Arms of a comparison side by side: replicate r of every arm has the same draws, so the difference is taken within the
// replicate.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "accounts/summary.hpp"

namespace qonys {

// One table for all arms; cells are row-major over (arm, axes of the table …). Arm 0 is the reference, whose differences are 0.
struct PairedTable {
    SummaryMeasure measure;
    Period period = Period::whole_run;
    std::vector<Axis> axes;  // of the table, without the arm; "month" or "year" first for these periods
    std::vector<double> mean, se;
    // Arm less reference, over replicates in which both have a meaning.
    std::vector<double> difference, difference_se;
    std::vector<double> low, high;           // 95 % interval of the difference (Student's t)
    std::vector<double> probability_higher;  // share of replicates in which the arm is higher; ties count half
    // Variance of the difference between independent replicates over that between paired ones: so many times fewer replicates are
    // needed. Infinite when the difference is the same in every replicate; NaN where nothing varies.
    std::vector<double> variance_reduction;
    std::vector<double> replicates;  // (arm, replicate, cell) for Period::whole_run; empty for the others

    std::size_t cells() const;  // of one arm
    // The cell with these labels, one per axis.
    std::size_t cell(const std::vector<std::string>& labels) const;
    std::size_t at(std::size_t arm, std::size_t cell) const { return arm * cells() + cell; }
};

struct PairedSummary {
    std::vector<std::string> arms;
    std::int64_t replicates = 0;
    std::vector<PairedTable> tables;
    bool has(const std::string& name, Period period) const;
    const PairedTable& find(const std::string& name, Period period) const;  // throws BrokenInvariant when there is none
};

// Adds replicates one by one, in order.
class PairedBuilder {
public:
    // layout: tables without figures. Draws of uncertain parameters as in SummaryBuilder.
    PairedBuilder(std::vector<std::string> arms, std::vector<SummaryTable> layout, std::int64_t replicates_per_draw,
                  bool uncertain_parameters);
    ~PairedBuilder();
    PairedBuilder(PairedBuilder&&) noexcept;
    // [arm][cell of all tables in the order of the layout]; NaN has no meaning.
    void add(const std::vector<std::vector<double>>& values);
    std::int64_t replicates() const;
    PairedSummary finish() const;  // of the replicates so far

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace qonys
