// A comparison of made-up numbers, set by table, arm, replicate and labels.
#pragma once

#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "accounts/paired.hpp"
#include "base/problems.hpp"

namespace qonys::test {

constexpr double no_meaning = std::numeric_limits<double>::quiet_NaN();

struct SmallComparison {
    std::vector<std::string> arms;
    std::vector<SummaryTable> layout;
    std::vector<std::vector<std::vector<double>>> values;  // [replicate][arm][cell]; 0 unless set

    SmallComparison(std::vector<std::string> names, std::size_t replicates)
        : arms(std::move(names)), values(replicates, std::vector<std::vector<double>>(arms.size())) {}

    void add_table(const SummaryMeasure& measure, Period period, const std::vector<Axis>& axes) {
        layout.push_back({measure, period, axes, {}, {}, {}});
        for (auto& replicate : values)
            for (auto& arm : replicate) arm.resize(arm.size() + cells_of(layout.back()), 0);
    }
    double& at(std::size_t replicate, std::size_t arm, const std::string& table, const std::vector<std::string>& labels,
               Period period = Period::whole_run) {
        std::size_t first = 0;
        for (const SummaryTable& candidate : layout) {
            if (candidate.measure.name == table && candidate.period == period) {
                std::size_t cell = 0;
                for (std::size_t i = 0; i < labels.size(); ++i)
                    cell = cell * candidate.axes[i].size() + candidate.axes[i].find(labels[i]).value();
                return values.at(replicate).at(arm).at(first + cell);
            }
            first += cells_of(candidate);
        }
        throw BrokenInvariant("small comparison: no table " + table);
    }
    // The same number in every replicate.
    void set(std::size_t arm, const std::string& table, const std::vector<std::string>& labels, double value) {
        for (std::size_t replicate = 0; replicate < values.size(); ++replicate) at(replicate, arm, table, labels) = value;
    }
    PairedSummary summary(std::int64_t replicates_per_draw = 1, bool uncertain = false) const {
        PairedBuilder builder(arms, layout, replicates_per_draw, uncertain);
        for (const auto& replicate : values) builder.add(replicate);
        return builder.finish();
    }

private:
    static std::size_t cells_of(const SummaryTable& table) {
        std::size_t cells = 1;
        for (const Axis& axis : table.axes) cells *= axis.size();
        return cells;
    }
};

}  // namespace qonys::test
