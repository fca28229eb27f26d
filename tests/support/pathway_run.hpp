// Runs of pathway programmes written as a user writes them, and sums over their tallies by the names of the file.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "base/problems.hpp"
#include "pathways/pathways.hpp"
#include "scenario/read.hpp"

namespace qonys::test {

// A scenario file with these programmes (and, at the end, centres), from January 2026 to `last_month`.
inline std::string pathway_text(const std::string& programmes, const std::string& last_month = "2026-03",
                                const std::string& time_step = "day") {
    return "question: \"How many places?\"\n"
           "run: {first_month: 2026-01, last_month: " +
           last_month + ", seed: 1, replicates: 1, replicates_per_draw: 1, time_step: " + time_step +
           "}\nmoney: {usd_per_kzt: {value: 0.002, unit: USD per KZT, date: 2025-04-30, source: none, status: assumed, "
           "range: [0.001, 0.003]}}\nprogrammes:\n" +
           programmes;
}

// A programme of one stage: `arrivals` as entries of the section, `stage` as what the stage has besides its kind and next.
inline std::string one_stage(const std::string& arrivals, const std::string& stage, const std::string& name = "example") {
    return "  " + name + ":\n    title: Example\n    arrivals: {" + arrivals +
           "}\n    exits: {done: completed}\n    stages:\n      home: {kind: centre, " + stage + ", next: {done: 1}}\n";
}

// Four men through a reception of two places and a home of one.
inline constexpr const char* two_stages = R"(  example:
    title: Example
    arrivals:
      a: {date: 2026-01-01, from: SYR, persons: {men: 2}}
      b: {date: 2026-01-03, from: SYR, persons: {men: 1}}
      c: {date: 2026-01-04, from: SYR, persons: {men: 1}}
    exits: {done: completed}
    stages:
      reception: {kind: reception, places: 2, days: 1, cost_per_day: 100, next: {home: 1}}
      home: {kind: centre, places: 1, days: 5, cost_per_day: 10, next: {done: 1}}
)";

class PathwayRuns {
public:
    explicit PathwayRuns(const std::string& text)
        : loaded_(load_scenario_text("test.yaml", text)), world_(make_pathway_world(loaded_.scenario)) {}
    PathwayRuns(const PathwayRuns&) = delete;
    PathwayRuns& operator=(const PathwayRuns&) = delete;

    PathwayResult run(std::uint32_t replicate = 0, const std::atomic<bool>* stop = nullptr) const {
        return simulate_pathways(world_, {7, replicate}, stop);
    }
    const PathwayWorld& world() const { return world_; }

private:
    LoadedScenario loaded_;
    PathwayWorld world_;
};

// Labels by axis; an axis that is not named is summed over.
using Where = std::map<std::string, std::string>;

// Sums by the labels of one axis.
inline std::vector<std::int64_t> pathway_sums(const PathwayAxes& axes, const Tallies& tallies, PathwayM m, const std::string& by,
                                              const Where& where = {}) {
    const Measure& row = measure(m);
    std::vector<std::size_t> sizes, wanted;
    std::size_t named = 0;
    for (const std::string& name : row.axes) {
        const Axis& axis = axes.find(name);
        const auto label = where.find(name);
        named += label != where.end();
        sizes.push_back(axis.size());
        wanted.push_back(label == where.end() ? axis.size() : axis.find(label->second).value());
    }
    if (named != where.size()) throw BrokenInvariant(row.name + " lacks an axis");
    std::vector<std::int64_t> sums(by.empty() ? 1 : axes.find(by).size(), 0);
    const std::vector<std::int64_t>& cells = tallies.cells[static_cast<std::size_t>(m)];
    for (std::size_t cell = 0; cell < cells.size(); ++cell) {
        if (cells[cell] == 0) continue;
        bool counts = true;
        std::size_t rest = cell, at = 0;
        for (std::size_t i = sizes.size(); i-- > 0;) {
            const std::size_t position = rest % sizes[i];
            counts = counts && (wanted[i] == sizes[i] || wanted[i] == position);
            if (row.axes[i] == by) at = position;
            rest /= sizes[i];
        }
        if (counts) sums[at] += cells[cell];
    }
    return sums;
}

inline std::int64_t pathway_sum(const PathwayAxes& axes, const Tallies& tallies, PathwayM m, const Where& where = {}) {
    return pathway_sums(axes, tallies, m, "", where)[0];
}

// One replicate.
class PathwayTry {
public:
    explicit PathwayTry(const std::string& text) : runs_(text), result_(runs_.run()) {}
    std::int64_t operator()(PathwayM m, const Where& where = {}) const { return pathway_sum(axes(), result_.tallies, m, where); }
    // The measure on every day (or week) of the run.
    std::vector<std::int64_t> by_date(PathwayM m, const Where& where = {}) const {
        return pathway_sums(axes(), result_.tallies, m, "date", where);
    }
    const PathwayAxes& axes() const { return runs_.world().axes; }
    const PathwayResult& result() const { return result_; }
    const PathwayWorld& world() const { return runs_.world(); }

private:
    PathwayRuns runs_;
    PathwayResult result_;
};

}  // namespace qonys::test
