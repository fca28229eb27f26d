// What must hold between the measures of pathway programmes, whatever happens in them.
#include <fmt/format.h>

#include <algorithm>
#include <numeric>

#include "accounts/identities.hpp"
#include "accounts/pathway_measures.hpp"
#include "base/month.hpp"
#include "base/problems.hpp"

namespace qonys {

namespace {

void require_at_most(std::string_view when, std::string_view what, std::int64_t a, std::int64_t b) {
    if (a > b) throw BrokenInvariant(fmt::format("{}: {}: {} exceeds {}", when, what, a, b));
}

struct PathwayCheckpoint {
    const Tallies& tallies;
    const PathwayAxes& axes;
    std::size_t steps, programmes, stages, exits, groups;

    PathwayCheckpoint(const Tallies& t, const PathwayAxes& a)
        : tallies(t),
          axes(a),
          steps(a.date.size()),
          programmes(a.programme.size()),
          stages(a.stage.size()),
          exits(a.exit.size()),
          groups(a.group.size()) {}

    // Sum of `count` cells from the `first` of a measure.
    std::int64_t sum(PathwayM m, std::size_t first, std::size_t count) const {
        const auto from = tallies.cells[static_cast<std::size_t>(m)].begin() + static_cast<std::ptrdiff_t>(first);
        return std::accumulate(from, from + static_cast<std::ptrdiff_t>(count), std::int64_t{0});
    }
    std::int64_t cell(PathwayM m, std::size_t i) const { return tallies.cells[static_cast<std::size_t>(m)][i]; }
    std::int64_t moves(std::size_t p, std::size_t from, std::size_t to) const {
        return cell(PathwayM::moves, (p * axes.step_from.size() + from) * axes.step_to.size() + to);
    }
    const std::string& date(std::size_t t) const { return axes.date.labels[t]; }
};

void check_signs(const PathwayCheckpoint& c) {
    for (const Measure& m : pathway_measures()) {
        const auto& cells = c.tallies.cells[static_cast<std::size_t>(&m - pathway_measures().data())];
        const auto least = std::min_element(cells.begin(), cells.end());
        if (least != cells.end()) require_at_most("whole run", "less than nothing in " + m.name, 0, *least);
    }
}

// Who waits for the first stage waits outside, or in a later stage that leads back to it.
void check_persons_of(const PathwayCheckpoint& c, std::size_t p, std::size_t g) {
    std::vector<bool> first(c.stages, false);
    bool entered = false;
    for (std::size_t s = 0; s < c.stages; ++s) entered = (first[s] = c.moves(p, 0, s) > 0) || entered;
    const std::string who = c.axes.group.labels[g] + " of " + c.axes.programme.labels[p];
    const std::string here = who + " present and out, of those who arrived";
    const std::string accounted = who + " who arrived, of those present, out and waiting";
    std::int64_t arrived = 0, out = 0;
    for (std::size_t t = 0; t < c.steps; ++t) {
        const std::size_t row = t * c.programmes + p;
        std::int64_t present = 0, waiting = 0;
        arrived += c.cell(PathwayM::arrivals, row * c.groups + g);
        for (std::size_t e = 0; e < c.exits; ++e) out += c.cell(PathwayM::exits, (row * c.exits + e) * c.groups + g);
        for (std::size_t s = 0; s < c.stages; ++s) {
            const std::size_t at = (row * c.stages + s) * c.groups + g;
            present += c.cell(PathwayM::present, at);
            if (first[s] || !entered) waiting += c.cell(PathwayM::waiting, at);
        }
        require_at_most(c.date(t), here, present + out, arrived);
        require_at_most(c.date(t), accounted, arrived, present + out + waiting);
    }
}

void check_moves_of(const PathwayCheckpoint& c, std::size_t p) {
    const std::string& name = c.axes.programme.labels[p];
    const auto over_steps = [&](PathwayM m, std::size_t of, std::size_t i) {
        std::int64_t all = 0;
        for (std::size_t t = 0; t < c.steps; ++t) all += c.sum(m, ((t * c.programmes + p) * of + i) * c.groups, c.groups);
        return all;
    };
    const auto into = [&](std::size_t to) {
        std::int64_t all = 0;
        for (std::size_t from = 0; from < c.axes.step_from.size(); ++from) all += c.moves(p, from, to);
        return all;
    };
    for (std::size_t s = 0; s < c.stages; ++s) {
        const std::string stage = c.axes.stage.labels[s] + " of " + name;
        const std::int64_t entered = over_steps(PathwayM::entered, c.stages, s);
        require_equal("whole run", "persons who entered " + stage + " and moves into it", entered, into(s));
        std::int64_t gone = 0;
        for (std::size_t to = 0; to < c.axes.step_to.size(); ++to) gone += c.moves(p, 1 + s, to);
        const std::size_t last = ((c.steps - 1) * c.programmes + p) * c.stages + s;
        require_equal("whole run", "persons present in " + stage + " at the end and moves into it less those out of it",
                      c.sum(PathwayM::present, last * c.groups, c.groups), entered - gone);
    }
    for (std::size_t e = 0; e < c.exits; ++e)
        require_equal("whole run", c.axes.exit.labels[e] + " of " + name + " and moves into it",
                      over_steps(PathwayM::exits, c.exits, e), into(c.stages + e));
}

// Persons present on the last day of a step count in its person-days; a step of one day has no others.
void check_days(const PathwayCheckpoint& c) {
    struct Stock {
        PathwayM at_end, days;
        std::string on_last_day, on_one_day;
    };
    const Stock stocks[] = {
        {PathwayM::present, PathwayM::person_days, "present of person_days", "present and person_days of one day"},
        {PathwayM::waiting, PathwayM::waiting_days, "waiting of waiting_days", "waiting and waiting_days of one day"}};
    for (std::size_t t = 0; t < c.steps; ++t) {
        const bool one_day = t + 1 < c.steps && parse_date(c.date(t))->days + 1 == parse_date(c.date(t + 1))->days;
        std::int64_t present = 0;
        for (std::size_t i = t * c.programmes * c.stages; i < (t + 1) * c.programmes * c.stages; ++i) {
            for (const Stock& stock : stocks) {
                const std::int64_t at_end = c.sum(stock.at_end, i * c.groups, c.groups), in_step = c.cell(stock.days, i);
                if (one_day)
                    require_equal(c.date(t), stock.on_one_day, at_end, in_step);
                else
                    require_at_most(c.date(t), stock.on_last_day, at_end, in_step);
            }
            require_at_most(c.date(t), "waited, of entered", c.cell(PathwayM::waited, i),
                            c.sum(PathwayM::entered, i * c.groups, c.groups));
            present += c.sum(PathwayM::present, i * c.groups, c.groups);
        }
        require_equal(c.date(t), "persons present and places occupied", present,
                      c.sum(PathwayM::occupied, t * c.axes.room.size(), c.axes.room.size()));
        for (std::size_t p = 0; p < c.programmes; ++p) {
            const std::size_t row = t * c.programmes + p;
            require_at_most(c.date(t), "breaches, of exits", c.cell(PathwayM::breaches, row),
                            c.sum(PathwayM::exits, row * c.exits * c.groups, c.exits * c.groups));
        }
    }
}

void check_months(const PathwayCheckpoint& c) {
    const std::size_t width = c.programmes * c.groups;
    for (std::size_t i = 0; i < width; ++i) {
        std::int64_t arrived = 0;
        for (std::size_t t = 0; t < c.steps; ++t) arrived += c.cell(PathwayM::arrivals, t * width + i);
        require_equal("whole run", "arrivals and those followed to the day of arrival", arrived, c.cell(PathwayM::followed, i));
    }
    for (std::size_t n = 0; n < c.axes.months_since.size(); ++n) {
        const std::string when = "month " + c.axes.months_since.labels[n] + " after arrival";
        for (std::size_t i = n * width; i < (n + 1) * width; ++i) {
            require_at_most(when, "at risk, of followed", c.cell(PathwayM::at_risk, i), c.cell(PathwayM::followed, i));
            require_at_most(when, "still in and left, of at risk", c.cell(PathwayM::still_in, i) + c.cell(PathwayM::left, i),
                            c.cell(PathwayM::at_risk, i));
            if (n > 0)
                require_at_most(when, "followed, of those followed for a month less", c.cell(PathwayM::followed, i),
                                c.cell(PathwayM::followed, i - width));
        }
    }
}

}  // namespace

void check_pathway_tallies(const Tallies& tallies, const PathwayAxes& axes) {
    const PathwayCheckpoint c(tallies, axes);
    check_signs(c);
    for (std::size_t p = 0; p < c.programmes; ++p) {
        for (std::size_t g = 0; g < c.groups; ++g) check_persons_of(c, p, g);
        check_moves_of(c, p);
    }
    check_days(c);
    check_months(c);
}

}  // namespace qonys
