// What holds in every run of pathway programmes, whatever the file says.
#include "pathways/pathways.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>
#include <thread>

#include "support/pathway_run.hpp"

namespace qonys::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using M = PathwayM;

constexpr const char* east = R"(  east:
    title: East
    arrivals:
      flight: {date: 2026-01-12, from: SYR, persons: {women: 20, men: 3, children: 61, orphans: 4}}
      later: {date: 2026-03-01, until: 2026-09-01, flights: 5, delay_days: 12, from: IRQ, persons: {women: 31, children: 70, orphans: 5}}
    exits: {settled: completed, again: left, held: custody, dead: died}
    obligation_days: 200
    stages:
      reception:
        kind: reception
        places: 30
        days: 6
        cost_per_day: 150
        next: {women: {home: 0.8, held: 0.2}, men: {home: 0.5, held: 0.5}, unaccompanied_children: {home: 1}}
        leave: {again: 0.1}
      home: {kind: centre, centre: house, days: 25, days_shape: gamma, days_cv: 0.7, cost_per_day: 100, cost_on_entry: 77,
             staff: {doctor: 0.05}, next: {flat: 0.7, follow_up: 0.3}, leave: {dead: 0.02}}
      flat: {kind: placement, places: 20, days: 20, days_shape: exponential, cost_per_day: 20, next: {follow_up: 1}}
      follow_up: {kind: follow_up, days: 90, days_shape: lognormal, days_cv: 1.2, cost_per_day: 3, next: {settled: 0.9, home: 0.1},
                  leave: {again: 0.05, held: 0.01}}
)";
constexpr const char* west = R"(  west:
    title: West
    arrivals:
      stream: {date: 2026-02-01, until: 2026-11-01, pattern: singly, from: AFG, persons: {women: 20, men: 15, children: 50, orphans: 6}}
    exits: {settled: completed, away: transferred}
    stages:
      home: {kind: centre, centre: house, days: 40, cost_per_day: 90, next: {settled: 0.6, away: 0.4}}
)";
constexpr const char* south = R"(  south:
    title: South
    arrivals:
      stream: {date: 2026-01-05, until: 2026-10-01, pattern: singly, from: AFG, persons: {women: 30, children: 80, orphans: 6}}
      flight: {date: 2026-05-05, from: AFG, persons: {women: 9, children: 20}}
    exits: {settled: completed, again: left}
    stages:
      hall: {kind: reception, places: 25, days: 9, days_shape: exponential, cost_per_day: 90, next: {settled: 0.6, home: 0.4}}
      home: {kind: centre, places: 40, days: 30, cost_per_day: 90, next: {settled: 1}, leave: {again: 0.2}}
)";
constexpr const char* houses = "centres: {house: {title: House, places: 45}}\n";

std::string all_three(const std::string& time_step = "week") {
    return pathway_text(std::string(east) + west + south + houses, "2027-12", time_step);
}

std::vector<std::int64_t> cells_of(const Tallies& tallies, M m) {
    return tallies.cells[static_cast<std::size_t>(m)];
}

// ---- Persons ----

// The first stages are entered by nobody from another stage, so that all who wait for them wait outside.
TEST(persons_in_pathways, are_in_the_programme_or_out_of_it_by_group) {
    const PathwayRuns runs(all_three());
    const PathwayAxes& axes = runs.world().axes;
    const std::map<std::string, std::string> first{{"east", "reception"}, {"west", "home"}, {"south", "hall"}};
    for (std::uint32_t replicate = 0; replicate < 5; ++replicate) {
        const Tallies tallies = runs.run(replicate).tallies;
        std::int64_t waited = 0;
        for (const auto& [programme, stage] : first)
            for (const std::string& group : axes.group.labels) {
                const Where who{{"programme", programme}, {"group", group}};
                const Where outside{{"programme", programme}, {"group", group}, {"stage", stage}};
                const auto by_date = [&](M m, const Where& where) { return pathway_sums(axes, tallies, m, "date", where); };
                const std::vector<std::int64_t> arrivals = by_date(M::arrivals, who), exits = by_date(M::exits, who);
                const std::vector<std::int64_t> present = by_date(M::present, who), waiting = by_date(M::waiting, outside);
                std::int64_t in = 0, out = 0;
                for (std::size_t t = 0; t < arrivals.size(); ++t) {
                    in += arrivals[t];
                    out += exits[t];
                    waited += waiting[t];
                    ASSERT_EQ(in, present[t] + waiting[t] + out) << axes.date.labels[t] << programme << group;
                }
            }
        EXPECT_GT(waited, 0);
    }
}

TEST(persons_in_pathways, never_wait_where_places_have_no_limit) {
    std::string text = all_three();
    for (const char* limit : {"places: 30\n", "places: 20, ", "places: 25, ", "places: 40, ", "centre: house, "})
        for (std::size_t at; (at = text.find(limit)) != std::string::npos;)
            text.replace(at, std::string(limit).size(), limit == std::string("places: 30\n") ? "title: Any\n" : "");
    const PathwayTry t(text);
    EXPECT_GT(t(M::exits), 0);
    for (const M m : {M::waiting, M::waiting_days, M::waited, M::longest_wait, M::peak_waiting, M::days_full})
        EXPECT_EQ(t(m, m == M::days_full ? Where{{"room", "house"}} : Where{}), 0) << measure(m).name;
}

TEST(persons_in_pathways, never_exceed_the_places) {
    const PathwayRuns runs(all_three("day"));
    const Tallies tallies = runs.run(3).tallies;
    const std::vector<std::int64_t> places = cells_of(tallies, M::places), peak = cells_of(tallies, M::peak_occupied);
    const std::vector<std::int64_t> p95 = cells_of(tallies, M::p95_occupied);
    for (std::size_t r = 0; r < places.size(); ++r) {
        EXPECT_LE(p95[r], peak[r]);
        if (places[r] > 0) {
            EXPECT_LE(peak[r], places[r]) << runs.world().axes.room.labels[r];
        }
    }
}

// ---- Days ----

std::int64_t moment(const std::vector<std::int64_t>& by_day) {
    std::int64_t sum = 0;
    for (std::size_t day = 0; day < by_day.size(); ++day) sum += static_cast<std::int64_t>(day) * by_day[day];
    return sum;
}

// Days in the stage are days of leaving less days of entering, summed over persons; days of waiting likewise. Little's law is
// the same sum divided by the days of the run.
TEST(person_days, are_the_sum_of_stays_and_waiting_days_that_of_waits) {
    for (const std::string shape : {"days_shape: exponential", "days_shape: lognormal, days_cv: 0.8", "days_shape: fixed"}) {
        const PathwayTry t(pathway_text(one_stage("a: {date: 2026-01-10, until: 2026-06-01, pattern: singly, from: SYR, persons: "
                                                  "{women: 40, children: 90, men: 20}}",
                                                  "places: 20, cost_per_day: 0, days: 15, " + shape),
                                        "2028-12"));
        ASSERT_EQ(t(M::exits), t(M::arrivals));  // all are out: no sum is cut off
        const std::int64_t entered = moment(t.by_date(M::entered));
        EXPECT_EQ(t(M::person_days), moment(t.by_date(M::exits)) - entered);
        EXPECT_EQ(t(M::waiting_days), entered - moment(t.by_date(M::arrivals)));
        EXPECT_GT(t(M::waiting_days), 0);
        if (shape == "days_shape: fixed") {
            EXPECT_EQ(t(M::person_days), 15 * t(M::entered));
        }
    }
}

TEST(more_places, never_make_for_more_waiting) {
    std::int64_t before = std::numeric_limits<std::int64_t>::max(), longest = before;
    for (const int places : {6, 12, 13, 15, 20, 30, 45, 60, 100, 1000}) {
        const PathwayTry t(pathway_text(one_stage("a: {date: 2026-01-10, until: 2026-12-01, pattern: singly, from: SYR, persons: "
                                                  "{women: 60, children: 160, men: 20}}, "
                                                  "b: {date: 2026-04-10, from: SYR, persons: {women: 10, children: 33}}",
                                                  fmt::format("cost_per_day: 0, days: 21, places: {}", places)),
                                        "2034-12"));
        ASSERT_EQ(t(M::exits), t(M::arrivals));
        EXPECT_LE(t(M::waiting_days), before);
        EXPECT_LE(t(M::longest_wait), longest);
        before = t(M::waiting_days);
        longest = t(M::longest_wait);
    }
    EXPECT_EQ(before, 0);
}

TEST(shorter_stays, never_cost_more) {
    for (const std::string shape : {"fixed", "exponential", "gamma, days_cv: 0.9", "lognormal, days_cv: 2"})
        for (const std::string leave : {"", ", leave: {gone: 0.2}"}) {
            std::int64_t dearest = std::numeric_limits<std::int64_t>::max();
            for (const int days : {90, 60, 59, 30, 10, 1}) {
                const PathwayTry t(pathway_text(fmt::format(R"(  example:
    title: Example
    arrivals: {{a: {{date: 2026-01-02, until: 2026-06-30, pattern: singly, from: SYR, persons: {{women: 60, children: 160}}}}}}
    exits: {{done: completed, gone: left}}
    stages:
      home: {{kind: centre, places: 1000, cost_per_day: 10, cost_on_entry: 3, next: {{done: 1}}, days: {}, days_shape: {}{}}}
)",
                                                            days, shape, leave),
                                                "2027-12", "week"));
                EXPECT_LE(t(M::spending), dearest) << shape;
                dearest = t(M::spending);
            }
        }
}

// ---- Keyed draws ----

// Cells of one programme, by measure and by the labels of the other axes.
std::map<std::string, std::int64_t> cells_of_programme(const PathwayTry& t, const std::string& programme) {
    std::map<std::string, std::int64_t> cells;
    for (const Measure& m : pathway_measures()) {
        const std::vector<std::int64_t> all = t.result().tallies.cells[static_cast<std::size_t>(&m - pathway_measures().data())];
        if (std::find(m.axes.begin(), m.axes.end(), "programme") == m.axes.end()) continue;
        for (std::size_t cell = 0; cell < all.size(); ++cell) {
            std::string name = m.name;
            bool mine = false;
            std::size_t rest = cell;
            for (std::size_t i = m.axes.size(); i-- > 0;) {
                const Axis& axis = t.axes().find(m.axes[i]);
                const std::string& label = axis.labels[rest % axis.size()];
                mine = mine || (m.axes[i] == "programme" && label == programme);
                name += " " + label;
                rest /= axis.size();
            }
            if (mine && all[cell] != 0) cells[name] = all[cell];
        }
    }
    return cells;
}

TEST(programme, is_not_changed_by_another_one_that_shares_no_house) {
    const PathwayTry alone(pathway_text(south, "2027-12", "week"));
    const std::map<std::string, std::int64_t> cells = cells_of_programme(alone, "south");
    EXPECT_GT(cells.size(), 200U);
    EXPECT_EQ(cells, cells_of_programme(PathwayTry(all_three()), "south"));
}

constexpr const char* open_programme = R"(  open:
    title: Open
    arrivals: {ARRIVALS}
    exits: {done: completed, gone: left, held: custody}
    stages:
      CHECKhome: {kind: centre, days: 30, days_shape: gamma, days_cv: 0.5, cost_per_day: 10, next: {women: {after: 0.8, held: 0.2},
        men: {after: 1}, unaccompanied_children: {after: 1}}, leave: {gone: 0.1, held: 0.1}}
      after: {kind: follow_up, days: 50, days_shape: exponential, cost_per_day: 3, next: {done: 0.7, home: 0.3}}
)";

std::string open_text(const std::string& arrivals, const std::string& check = "") {
    std::string text = open_programme;
    text.replace(text.find("ARRIVALS"), 8, arrivals);
    return pathway_text(text.replace(text.find("CHECK"), 5, check), "2029-12", "week");
}

// Where nobody waits nobody is in another's way: two flights are the sum of each.
TEST(flight, is_not_changed_by_another_one_where_nobody_waits) {
    const std::string a = "a: {date: 2026-01-10, from: SYR, persons: {women: 30, children: 80, men: 9, orphans: 7}}";
    const std::string b =
        "b: {date: 2026-03-01, until: 2026-08-01, flights: 4, delay_days: 20, from: SYR, persons: {women: 25, children: 55}}";
    std::map<std::string, std::int64_t> one = cells_of_programme(PathwayTry(open_text(a)), "open");
    const std::map<std::string, std::int64_t> two = cells_of_programme(PathwayTry(open_text(b)), "open");
    const std::map<std::string, std::int64_t> both = cells_of_programme(PathwayTry(open_text(b + ", " + a)), "open");
    for (const auto& [name, count] : two) one[name] += count;
    for (const auto& [name, count] : both)
        if (!name.starts_with("peak") && !name.starts_with("p95")) {
            EXPECT_EQ(count, one[name]) << name;
        }
    EXPECT_GT(both.size(), 200U);
}

// A stage put before moves everybody by its days, and decides nothing anew.
TEST(stage, that_is_added_changes_no_draw_of_the_others) {
    const std::string a = "a: {date: 2026-01-10, from: SYR, persons: {women: 30, children: 80, men: 9, orphans: 7}}";
    const PathwayTry without(open_text(a));
    const PathwayTry with(open_text(a, "check: {kind: check, days: 14, cost_per_day: 0, next: {home: 1}}\n      "));
    ASSERT_EQ(without(M::exits), without(M::arrivals));
    ASSERT_EQ(with(M::exits), with(M::arrivals));
    for (const std::string stage : {"home", "after"}) {
        const std::vector<std::int64_t> before = without.by_date(M::entered, {{"stage", stage}});
        std::vector<std::int64_t> after = with.by_date(M::entered, {{"stage", stage}});
        EXPECT_TRUE(std::equal(before.begin(), before.end() - 2, after.begin() + 2));
        EXPECT_EQ(without(M::person_days, {{"stage", stage}}), with(M::person_days, {{"stage", stage}}));
        EXPECT_EQ(without(M::moves, {{"step_from", stage}, {"step_to", "held"}}),
                  with(M::moves, {{"step_from", stage}, {"step_to", "held"}}));
    }
}

TEST(replicate, has_the_same_bits_under_many_threads_and_again) {
    const PathwayRuns runs(all_three());
    constexpr std::uint32_t replicates = 12;
    std::vector<Tallies> one(replicates), many(replicates);
    for (std::uint32_t r = 0; r < replicates; ++r) one[r] = runs.run(r).tallies;
    std::vector<std::thread> threads;
    for (std::uint32_t first = 0; first < 4; ++first)
        threads.emplace_back([&, first] {
            for (std::uint32_t r = first; r < replicates; r += 4) many[replicates - 1 - r] = runs.run(replicates - 1 - r).tallies;
        });
    for (std::thread& thread : threads) thread.join();
    for (std::uint32_t r = 0; r < replicates; ++r) EXPECT_EQ(one[r].cells, many[r].cells);
    EXPECT_NE(one[0].cells, one[1].cells);
}

// ---- Steps ----

TEST(weeks, hold_the_sums_of_their_days) {
    const PathwayTry days(all_three("day")), weeks(all_three("week"));
    for (const Measure& m : pathway_measures()) {
        const M id = static_cast<M>(&m - pathway_measures().data());
        const std::vector<std::int64_t> by_day = cells_of(days.result().tallies, id),
                                        by_week = cells_of(weeks.result().tallies, id);
        if (m.axes[0] != "date") {
            EXPECT_EQ(by_day, by_week) << m.name;
            continue;
        }
        const bool stock = m.long_name.starts_with("Stock");
        const std::size_t width = by_day.size() / days.axes().date.size(), n = days.axes().date.size();
        std::vector<std::int64_t> joined(by_week.size(), 0);
        std::size_t week = 0;
        for (std::size_t day = 0; day < n; ++day) {
            const std::vector<std::string>& starts = weeks.axes().date.labels;
            if (week + 1 < starts.size() && days.axes().date.labels[day] >= starts[week + 1]) ++week;
            for (std::size_t i = 0; i < width; ++i) {
                std::int64_t& cell = joined[week * width + i];
                const std::int64_t value = by_day[day * width + i];
                cell = id == M::posts ? std::max(cell, value) : stock ? value : cell + value;
            }
        }
        EXPECT_EQ(joined, by_week) << m.name;
    }
    EXPECT_EQ(days.result().person_days, weeks.result().person_days);
}

TEST(simulation_of_pathways, stops_at_the_end_of_a_day_when_asked) {
    const PathwayRuns runs(all_three());
    const std::atomic<bool> stop = true;
    EXPECT_THROW((void)runs.run(0, &stop), Interrupted);
    EXPECT_EQ(runs.run(0).person_days, runs.run(0, nullptr).person_days);
}

TEST(simulation_of_pathways, stands_many_persons_and_programmes_that_lead_back) {
    const PathwayRuns runs(pathway_text(R"(  many:
    title: Many
    arrivals: {a: {date: 2026-01-01, until: 2027-12-31, flights: 700, from: SYR, persons: {women: 40000, men: 30000, children: 130000, orphans: 5000}}}
    exits: {done: completed}
    stages:
      home: {kind: centre, places: 9000, days: 30, cost_per_day: 10, next: {after: 1}}
      after: {kind: follow_up, days: 2, days_shape: exponential, cost_per_day: 3, next: {done: 0.1, after: 0.9}}
)",
                                        "2035-12", "week"));
    const PathwayResult result = runs.run();
    EXPECT_EQ(pathway_sum(runs.world().axes, result.tallies, M::arrivals), 200'000);
    EXPECT_GT(pathway_sum(runs.world().axes, result.tallies, M::moves), 1'000'000);
}

// ---- What contradicts itself ----

std::int64_t& cell_of(Tallies& tallies, const PathwayAxes& axes, M m, const Where& where) {
    std::size_t cell = 0;
    for (const std::string& axis : measure(m).axes)
        cell = cell * axes.find(axis).size() + axes.find(axis).find(where.at(axis)).value();
    return tallies.cells[static_cast<std::size_t>(m)][cell];
}

std::string said_of(const Tallies& tallies, const PathwayAxes& axes) {
    try {
        check_pathway_tallies(tallies, axes);
    } catch (const BrokenInvariant& e) {
        return e.what();
    }
    return "nothing";
}

struct Planted {
    M measure;
    Where where;
    std::int64_t by;
    std::string says;
};

TEST(tallies_of_pathways, that_contradict_themselves_are_refused) {
    const PathwayTry t(all_three());
    const PathwayAxes& axes = t.axes();
    EXPECT_NO_THROW(check_pathway_tallies(t.result().tallies, axes));
    const std::string day = axes.date.labels[40];
    const Where here{{"date", day}, {"programme", "east"}, {"stage", "home"}, {"group", "women"}};
    const Where place{{"date", day}, {"programme", "east"}, {"stage", "home"}};
    const auto month = [](const std::string& n) {
        return Where{{"months_since", n}, {"programme", "south"}, {"group", "women"}};
    };
    const Where exit{{"date", day}, {"programme", "east"}, {"exit", "settled"}, {"group", "men"}};
    const std::vector<Planted> plants{
        {M::arrivals, {{"date", day}, {"programme", "east"}, {"group", "men"}}, 500, "men of east who arrived, of those present"},
        {M::exits, exit, 500, "men of east present and out, of those who arrived"},
        {M::present, here, 1000, "women of east present and out"},
        {M::entered, here, 1, "persons who entered home of east and moves into it"},
        {M::moves, {{"programme", "east"}, {"step_from", "home"}, {"step_to", "settled"}}, 1, "persons present in home of east"},
        {M::moves,
         {{"programme", "east"}, {"step_from", "follow_up"}, {"step_to", "settled"}},
         1,
         "follow_up of east at the end"},
        {M::waited, place, 1000, "waited, of entered"},
        {M::person_days, place, -1000, "present of person_days"},
        {M::occupied, {{"date", day}, {"room", "house"}}, 1, "persons present and places occupied"},
        {M::breaches, {{"date", day}, {"programme", "east"}}, 1000, "breaches, of exits"},
        {M::followed, month("0"), 1, "arrivals and those followed"},
        {M::followed, month("3"), 1000, "followed, of those followed for a month less"},
        {M::at_risk, month("3"), 1000, "at risk, of followed"},
        {M::still_in, month("3"), 1000, "still in and left, of at risk"},
        {M::spending, place, -100'000'000, "less than nothing in spending"},
    };
    for (const Planted& plant : plants) {
        Tallies wrong = t.result().tallies;
        std::int64_t& value = cell_of(wrong, axes, plant.measure, plant.where);
        value = std::max<std::int64_t>(value + plant.by, plant.measure == M::spending ? -1 : 0);
        EXPECT_THAT(said_of(wrong, axes), HasSubstr(plant.says)) << measure(plant.measure).name;
    }
}

TEST(tallies_of_pathways, that_contradict_themselves_in_two_places_are_refused) {
    const PathwayTry t(all_three("day"));
    Tallies wrong = t.result().tallies;
    const auto to = [](const std::string& exit) {
        return Where{{"programme", "east"}, {"step_from", "follow_up"}, {"step_to", exit}};
    };
    --cell_of(wrong, t.axes(), M::moves, to("settled"));
    ++cell_of(wrong, t.axes(), M::moves, to("again"));
    EXPECT_THAT(said_of(wrong, t.axes()), HasSubstr("settled of east and moves into it"));
    for (const M m : {M::person_days, M::waiting_days}) {
        wrong = t.result().tallies;
        ++cell_of(wrong, t.axes(), m, {{"date", "2026-04-01"}, {"programme", "east"}, {"stage", "home"}});
        EXPECT_THAT(said_of(wrong, t.axes()), HasSubstr(measure(m).name + " of one day"));
    }
}

TEST(measures_of_pathways, say_whether_they_are_flows_or_stocks_on_axes_that_there_are) {
    const PathwayTry t(all_three());
    const PathwayAxes& axes = t.axes();
    ASSERT_EQ(pathway_measures().size(), static_cast<std::size_t>(M::count_));
    for (const Measure& m : pathway_measures()) {
        for (const std::string& axis : m.axes) EXPECT_GT(axes.find(axis).size(), 0U) << m.name;
        EXPECT_THAT(m.long_name.substr(0, 5), testing::AnyOf("Flow:", "Flow ", "Stock", "Whole"));
        EXPECT_EQ(m.unit == "KZT" || m.unit == "person-days" || m.name == "moves", m.type == CellType::tenge) << m.name;
    }
    EXPECT_THROW((void)axes.find("month"), BrokenInvariant);
    EXPECT_EQ(measure(M::left).name, "left");
    EXPECT_EQ(measure(M::p95_occupied).name, "p95_occupied");
}

}  // namespace
}  // namespace qonys::test
