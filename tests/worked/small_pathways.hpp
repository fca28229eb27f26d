// Two programmes that share a centre, and tables of made-up numbers about them.
#pragma once

#include <limits>
#include <string>
#include <vector>

#include "accounts/pathway_summary.hpp"
#include "base/problems.hpp"
#include "report/pathway_table.hpp"

namespace qonys::test {

inline constexpr const char* two_programmes_yaml = R"(
question: How many places do two returns need?
run: {first_month: 2019-05, last_month: 2020-04, seed: 7, replicates: 4, replicates_per_draw: 1, time_step: week}
money:
  usd_per_kzt: {value: 0.0026, unit: USD per KZT, date: 2019-05-07, source: National Bank, status: sourced, range: [0.002, 0.003]}
programmes:
  east:
    title: Eastern return
    arrivals:
      first: {date: 2019-05-07, from: SYR, confidence: high,
              persons: {value: {women: 67, men: 8, children: 156, orphans: 18}, unit: persons, date: 2019-05-07,
                        source: Committee of the east, status: sourced, range: [0, 300]}}
      second: {date: 2019-06-01, until: 2019-09-01, flights: 3, from: IRQ,
               persons: {value: {women: 20, children: 40}, unit: persons, date: 2019-05-07, source: none found, status: assumed,
                         range: [0, 100]}}
    exits: {settled: completed, convicted: custody, left_again: left}
    obligation_days: 365
    stages:
      reception:
        title: Reception and checks
        kind: reception
        places: 250
        days: 5
        cost_per_day: {value: 15000, unit: KZT per person-day, date: 2019-05-07, source: none found, status: assumed, range: [1, 30000]}
        next: {women: {rest: 0.95, convicted: 0.05}, men: {convicted: 1}, unaccompanied_children: {rest: 1}}
      rest:
        kind: centre
        centre: hills
        days: {value: 30, unit: days, date: 2019-05-07, source: none found, status: assumed, range: [20, 90]}
        cost_per_day: {value: 20000, unit: KZT per person-day, date: 2019-05-07, source: none found, status: assumed, range: [1, 40000]}
        staff: {psychologist: 0.05}
        next: {settled: 1}
        leave: {left_again: 0.001}
  west:
    title: Western return
    arrivals:
      only: {date: 2019-07-01, from: IRQ, persons: {children: 14, orphans: 14}}
    exits: {settled: completed}
    stages:
      rest: {title: Rest by the sea, kind: centre, centre: hills, days: 60, cost_per_day: 1000, next: {settled: 1}}
centres:
  hills: {title: House in the hills, places: 200}
published:
  by_autumn: {programmes: east west, until: 2019-09-01, persons: 314, difference: 9, reason: nine were counted twice}
  men_by_autumn: {programmes: east west, until: 2019-09-01, who: men, persons: 8}
)";

// The tables of a run of these programmes: 0 without error unless set.
struct SmallPathways {
    PathwayReport report;

    SmallPathways() {
        LoadedScenario loaded = load_scenario_text("two_programmes.yaml", two_programmes_yaml);
        report.question = loaded.scenario.question;
        report.notes = loaded.notes;
        report.scenario = std::move(loaded.scenario);
        report.seed = report.scenario.run.seed;
        report.replicates = report.scenario.run.replicates;
        PathwayAxes& axes = report.axes;
        axes.date = {"date", {"2019-05-01"}};
        axes.programme = {"programme", {"east", "west"}};
        axes.stage = {"stage", {"reception", "rest"}};
        axes.exit = {"exit", {"settled", "convicted", "left_again"}};
        axes.group = {"group", {"women", "men", "children", "unaccompanied_children"}};
        axes.room = {"room", {"hills", "east.reception"}};
        axes.service = {"service", {"psychologist"}};
        const Axis programmes = with_all(axes.programme), stages = with_all(axes.stage), groups = with_all(axes.group),
                   horizons = {"horizon", {"1", "3", "6", "12", "24"}},
                   kinds = {"exit_kind", {"completed", "transferred", "custody", "left", "died"}};
        add("arrivals", "persons", {programmes, groups});
        add("completed", "persons", {programmes, groups});
        add("exits", "persons", {programmes, axes.exit, groups});
        add("exits_by_kind", "persons", {programmes, kinds, groups});
        add("in_programme_at_end", "persons", {programmes, groups});
        add("spending", "KZT", {programmes, stages});
        add("entered", "persons", {programmes, stages, groups});
        for (const char* one_number :
             {"breaches", "in_follow_up_at_end", "spending_usd", "spending_per_arrival", "spending_per_completed"})
            add(one_number, "1", {programmes});
        for (const char* of_stages : {"mean_wait", "longest_wait", "peak_waiting", "mean_stay", "peak_present", "p95_present"})
            add(of_stages, "1", {programmes, stages});
        for (const char* of_rooms : {"places", "peak_occupied", "p95_occupied", "days_full"}) add(of_rooms, "1", {axes.room});
        add("peak_posts", "posts", {programmes, axes.service});
        for (const char* of_months : {"in_programme_share", "retained_share"}) add(of_months, "1", {programmes, horizons});
    }

    void set(const std::string& name, const std::vector<std::string>& labels, double mean, double se = 0) {
        for (SummaryTable& table : report.summary.tables) {
            if (table.measure.name != name) continue;
            std::size_t cell = 0;
            for (std::size_t i = 0; i < labels.size(); ++i)
                cell = cell * table.axes.at(i).size() + table.axes[i].find(labels[i]).value();
            table.mean.at(cell) = mean;
            table.se.at(cell) = se;
            return;
        }
        throw BrokenInvariant("small pathways: no table " + name);
    }

private:
    static Axis with_all(Axis axis) {
        axis.labels.emplace_back(all_label);
        return axis;
    }
    void add(const std::string& name, const std::string& unit, const std::vector<Axis>& axes) {
        SummaryTable table{{name, unit, "made up", {}}, Period::whole_run, axes, {}, {}, {}};
        std::size_t cells = 1;
        for (const Axis& axis : axes) {
            cells *= axis.size();
            table.measure.axes.push_back(axis.name);
        }
        for (std::vector<double>* values : {&table.mean, &table.se, &table.sd_monte_carlo, &table.sd_parameters})
            values->assign(cells, 0);
        table.count.assign(cells, 4);
        report.summary.tables.push_back(std::move(table));
    }
};

}  // namespace qonys::test
