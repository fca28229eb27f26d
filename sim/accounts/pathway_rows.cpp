#include "accounts/pathway_rows.hpp"

#include <algorithm>
#include <array>
#include <limits>

#include "accounts/cumulative_incidence.hpp"
#include "accounts/pathway_summary.hpp"

namespace qonys {

namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr std::size_t completed_kind = 0;  // on the axis of kinds
constexpr std::array exit_kinds = {"completed", "transferred", "custody", "left", "died"};
constexpr std::array<std::size_t, 5> horizons = {1, 3, 6, 12, 24};  // months since arrival

using Cell = PathwayCell;

double ratio(double a, double b) {
    return b > 0 ? a / b : nan;
}

bool is_meant(std::size_t programme, const Cell& c) {
    return c.programme == all || c.programme == programme;
}

// Whether one of the programmes meant has it. kinds: [programme, …], empty where it has not.
bool any_has(const PathwayPeriod& p, const Cell& c, const std::vector<std::string>& kinds, std::size_t position) {
    const std::size_t programmes = p.axes.programme.size(), width = kinds.size() / programmes;
    for (std::size_t i = 0; i < programmes; ++i)
        if (is_meant(i, c) && !kinds[i * width + position].empty()) return true;
    return false;
}

bool has_stage(const PathwayPeriod& p, const Cell& c) {
    return c.stage == all || any_has(p, c, p.facts.stage_kind, c.stage);
}

double posts_per_person(const PathwayPeriod& p, std::size_t programme, std::size_t stage, std::size_t service) {
    return p.facts.posts_per_person[(programme * p.axes.stage.size() + stage) * p.axes.service.size() + service];
}

bool has_service(const PathwayPeriod& p, const Cell& c) {
    for (std::size_t i = 0; i < p.axes.programme.size(); ++i)
        for (std::size_t s = 0; s < p.axes.stage.size(); ++s)
            if (is_meant(i, c) && posts_per_person(p, i, s, c.service) > 0) return true;
    return false;
}

template <PathwayM m>
double of_programme(const PathwayPeriod& p, const Cell& c) {
    return p.of(m, {c.programme});
}

template <PathwayM m>
double of_stage(const PathwayPeriod& p, const Cell& c) {
    return has_stage(p, c) ? p.of(m, {c.programme, c.stage}) : nan;
}

template <PathwayM m>
double of_stage_and_group(const PathwayPeriod& p, const Cell& c) {
    return has_stage(p, c) ? p.of(m, {c.programme, c.stage, c.group}) : nan;
}

template <PathwayM m>
double of_room(const PathwayPeriod& p, const Cell& c) {
    return p.of(m, {c.room});
}

template <PathwayM m>
double per_entry(const PathwayPeriod& p, const Cell& c) {
    return ratio(of_stage<m>(p, c), of_stage_and_group<PathwayM::entered>(p, c));
}

double arrived(const PathwayPeriod& p, const Cell& c) {
    return p.of(PathwayM::arrivals, {c.programme, c.group});
}

double ended(const PathwayPeriod& p, const Cell& c) {
    return any_has(p, c, p.facts.exit_kind, c.exit) ? p.of(PathwayM::exits, {c.programme, c.exit, c.group}) : nan;
}

double ended_by_kind(const PathwayPeriod& p, const Cell& c) {
    for (std::size_t i = 0; i < p.axes.programme.size(); ++i)
        for (std::size_t exit = 0; exit < p.axes.exit.size(); ++exit)
            if (is_meant(i, c) && p.facts.exit_kind[i * p.axes.exit.size() + exit] == exit_kinds[c.exit_kind])
                return p.exits_by_kind.at({c.programme, c.exit_kind, c.group});
    return nan;
}

double present_at_end(const PathwayPeriod& p, const Cell& c) {
    return has_stage(p, c) ? p.of(PathwayM::present, {c.programme, c.stage, all}) : nan;
}

double completed(const PathwayPeriod& p, const Cell& c) {
    return p.exits_by_kind.at({c.programme, completed_kind, c.group});
}

// Also those who wait outside for the first stage.
double in_programme_at_end(const PathwayPeriod& p, const Cell& c) {
    return arrived(p, c) - p.of(PathwayM::exits, {c.programme, all, c.group});
}

double in_follow_up_at_end(const PathwayPeriod& p, const Cell& c) {
    double persons = 0;
    for (std::size_t i = 0; i < p.axes.programme.size(); ++i)
        for (std::size_t s = 0; s < p.axes.stage.size(); ++s)
            if (is_meant(i, c) && p.facts.stage_kind[i * p.axes.stage.size() + s] == "follow_up")
                persons += p.of(PathwayM::present, {i, s, all});
    return persons;
}

double spending(const PathwayPeriod& p, const Cell& c) {
    return p.of(PathwayM::spending, {c.programme, all});
}

double peak_posts(const PathwayPeriod& p, const Cell& c) {
    return has_service(p, c) ? p.of(PathwayM::posts, {c.programme, c.service}) : nan;
}

double post_days(const PathwayPeriod& p, const Cell& c) {
    if (!has_service(p, c)) return nan;
    double days = 0;
    for (std::size_t i = 0; i < p.axes.programme.size(); ++i)
        for (std::size_t s = 0; s < p.axes.stage.size(); ++s)
            if (is_meant(i, c)) days += p.of(PathwayM::person_days, {i, s}) * posts_per_person(p, i, s, c.service);
    return days;
}

double in_programme_share(const PathwayPeriod& p, const Cell& c) {
    const std::size_t month = horizons[c.horizon];
    if (month >= p.axes.months_since.size()) return nan;
    return ratio(p.of(PathwayM::still_in, {month, c.programme, all}), p.of(PathwayM::followed, {month, c.programme, all}));
}

// Month 0 is the arrival itself, and month n ends n months after it.
double retained_share(const PathwayPeriod& p, const Cell& c) {
    const std::size_t months = horizons[c.horizon] + 1;
    if (months > p.axes.months_since.size()) return nan;
    const auto column = [&](PathwayM m) {
        std::vector<std::int64_t> persons;
        for (std::size_t k = 0; k < months; ++k) persons.push_back(static_cast<std::int64_t>(p.of(m, {k, c.programme, all})));
        return persons;
    };
    using enum PathwayM;
    return share_not_left(column(followed), column(at_risk), column(left), column(still_in)).back();
}

// The cells of a measure in some steps, without the date.
std::vector<std::int64_t> over_steps(PathwayM m, const std::vector<std::int64_t>& cells, std::size_t steps,
                                     const std::vector<bool>& taken) {
    using enum PathwayM;
    const std::size_t width = cells.size() / steps;
    std::vector<std::int64_t> result(width, 0);
    for (std::size_t step = 0; step < steps; ++step) {
        if (!taken[step]) continue;
        for (std::size_t i = 0; i < width; ++i) {
            const std::int64_t cell = cells[step * width + i];
            if (m == present || m == waiting || m == occupied || m == under_obligation)
                result[i] = cell;
            else
                result[i] = m == posts ? std::max(result[i], cell) : result[i] + cell;
        }
    }
    return result;
}

bool is_needed(PathwayM m, bool whole_run) {
    using enum PathwayM;
    if (!whole_run) return m == arrivals || m == exits || m == spending || m == breaches;
    return m != moves && m != waiting && m != occupied && m != under_obligation;
}

SummedCells by_kind(const PathwayAxes& axes, const PathwayFacts& facts, const std::vector<std::int64_t>& exit_cells) {
    const std::size_t programmes = axes.programme.size(), exits = axes.exit.size(), groups = axes.group.size();
    std::vector<std::int64_t> cells(programmes * exit_kinds.size() * groups, 0);
    for (std::size_t p = 0; p < programmes; ++p)
        for (std::size_t exit = 0; exit < exits; ++exit) {
            const auto at = std::find(exit_kinds.begin(), exit_kinds.end(), facts.exit_kind[p * exits + exit]);
            if (at == exit_kinds.end()) continue;
            const auto kind = static_cast<std::size_t>(at - exit_kinds.begin());
            for (std::size_t g = 0; g < groups; ++g)
                cells[(p * exit_kinds.size() + kind) * groups + g] += exit_cells[(p * exits + exit) * groups + g];
        }
    return {{programmes, exit_kinds.size(), groups}, cells};
}

PathwayPeriod period_of(const Tallies& tallies, const PathwayAxes& axes, const PathwayFacts& facts,
                        const std::vector<bool>& taken, bool whole_run) {
    PathwayPeriod period{axes, facts, {}, {}};
    for (std::size_t i = 0; i < tallies.cells.size(); ++i) {
        const auto m = static_cast<PathwayM>(i);
        period.measures.emplace_back();
        if (!is_needed(m, whole_run)) continue;
        const std::vector<std::string>& names = measure(m).axes;
        const bool by_step = names.front() == "date";
        std::vector<std::size_t> sizes;
        for (std::size_t axis = by_step ? 1 : 0; axis < names.size(); ++axis) sizes.push_back(axes.find(names[axis]).size());
        const std::vector<std::int64_t> cells =
            by_step ? over_steps(m, tallies.cells[i], axes.date.size(), taken) : tallies.cells[i];
        if (m == PathwayM::exits) period.exits_by_kind = by_kind(axes, facts, cells);
        period.measures.back() = SummedCells(std::move(sizes), cells);
    }
    return period;
}

}  // namespace

SummedCells::SummedCells(std::vector<std::size_t> sizes, const std::vector<std::int64_t>& cells) : sizes_(std::move(sizes)) {
    std::size_t number = 1;
    for (const std::size_t size : sizes_) number *= size + 1;
    cells_.assign(number, 0);
    std::vector<std::size_t> position(sizes_.size(), 0);
    for (const std::int64_t cell : cells) {
        // into the cell itself and into the sums along every choice of axes
        for (std::size_t summed = 0; cell != 0 && summed < std::size_t{1} << sizes_.size(); ++summed) {
            std::size_t at = 0;
            for (std::size_t i = 0; i < sizes_.size(); ++i)
                at = at * (sizes_[i] + 1) + ((summed >> i & 1) != 0 ? sizes_[i] : position[i]);
            cells_[at] += cell;
        }
        for (std::size_t i = sizes_.size(); i-- > 0 && ++position[i] == sizes_[i];) position[i] = 0;
    }
}

double SummedCells::at(std::initializer_list<std::size_t> positions) const {
    std::size_t at = 0, axis = 0;
    for (const std::size_t position : positions) {
        const std::size_t size = sizes_.at(axis++);
        at = at * (size + 1) + (position == all ? size : position);
    }
    return static_cast<double>(cells_.at(at));
}

std::vector<PathwayPeriod> pathway_periods(const Tallies& tallies, const PathwayAxes& axes, const PathwayFacts& facts,
                                           const std::vector<std::size_t>& year_of_step) {
    std::vector<PathwayPeriod> periods;
    const std::size_t years = year_of_step.empty() ? 0 : year_of_step.back() + 1;
    for (std::size_t year = 0; year <= years; ++year) {
        std::vector<bool> taken;
        for (const std::size_t of_step : year_of_step) taken.push_back(year == years || of_step == year);
        periods.push_back(period_of(tallies, axes, facts, taken, year == years));
    }
    return periods;
}

Axis pathway_table_axis(const std::string& name, const PathwayAxes& axes) {
    Axis axis{name, {}};
    if (name == "exit_kind") {
        axis.labels.assign(exit_kinds.begin(), exit_kinds.end());
    } else if (name == "horizon") {
        for (const std::size_t months : horizons) axis.labels.push_back(std::to_string(months));
    } else {
        axis.labels = axes.find(name).labels;
        if (name == "programme" || name == "stage" || name == "group") axis.labels.emplace_back(all_label);
    }
    return axis;
}

const std::vector<PathwayRow>& pathway_rows() {
    using P = PathwayM;
    using Axes = std::vector<std::string>;
    const Axes by_group = {"programme", "group"}, by_stage = {"programme", "stage"}, by_programme = {"programme"},
               by_room = {"room"}, by_service = {"programme", "service"}, by_horizon = {"programme", "horizon"};
    // Sums along programmes or stages have no meaning where these are false.
    constexpr bool yearly = true, whole = false, programmes = true, stages = true;
    static const std::vector<PathwayRow> rows = {
        {{"arrivals", "persons", "Arrived", by_group}, arrived, yearly},
        {{"completed", "persons", "Ended the programme by an exit of the kind completed", by_group}, completed, yearly},
        {{"exits", "persons", "Ended the programme by the exit", {"programme", "exit", "group"}}, ended, yearly},
        {{"spending", "KZT", "Cost by days present and on entry", by_stage}, of_stage<P::spending>, yearly},
        {{"breaches", "persons", "Left against the obligation of the programme", by_programme},
         of_programme<P::breaches>,
         yearly},
        {{"entered", "persons", "Entered the stage, each time they did", {"programme", "stage", "group"}},
         of_stage_and_group<P::entered>,
         whole,
         programmes,
         !stages},
        {{"exits_by_kind", "persons", "Ended the programme by an exit of the kind", {"programme", "exit_kind", "group"}},
         ended_by_kind},
        {{"present_at_end", "persons", "In the stage at the end", by_stage}, present_at_end},
        {{"in_programme_at_end", "persons", "In a stage or waiting for the first one at the end", by_group}, in_programme_at_end},
        {{"in_follow_up_at_end", "persons", "In a stage of the kind follow_up at the end", by_programme}, in_follow_up_at_end},
        {{"mean_wait", "days", "Days of waiting for the stage, of those too who wait at the end, over entries", by_stage},
         per_entry<P::waiting_days>,
         whole,
         programmes,
         !stages},
        {{"waited_share", "share", "Entries after a day or more of waiting, over entries", by_stage},
         per_entry<P::waited>,
         whole,
         programmes,
         !stages},
        {{"longest_wait", "days", "Longest wait for the stage, of those too who left before they entered or wait at the end",
          by_stage},
         of_stage<P::longest_wait>,
         whole,
         !programmes,
         !stages},
        {{"peak_waiting", "persons", "Waiting for the stage on the worst day", by_stage},
         of_stage<P::peak_waiting>,
         whole,
         !programmes,
         !stages},
        {{"mean_stay", "days", "Days in the stage until the end of the run, waiting for the next one too, over entries",
          by_stage},
         per_entry<P::person_days>,
         whole,
         programmes,
         !stages},
        {{"peak_present", "persons", "In the stage on the busiest day", by_stage},
         of_stage<P::peak_present>,
         whole,
         !programmes,
         !stages},
        {{"p95_present", "persons", "In the stage: 95th percentile of the days on which anybody is in it or waits for it",
          by_stage},
         of_stage<P::p95_present>,
         whole,
         !programmes,
         !stages},
        {{"peak_occupied", "persons", "Holding places on the busiest day", by_room}, of_room<P::peak_occupied>},
        {{"p95_occupied", "persons", "Holding places: 95th percentile of the days on which anybody does or waits for one",
          by_room},
         of_room<P::p95_occupied>},
        {{"days_full", "days", "Days at whose end no place was free; 0 without a limit", by_room}, of_room<P::days_full>},
        {{"places", "persons", "Places; 0 without a limit", by_room}, of_room<P::places>},
        {{"person_days", "person-days", "Persons in the stage, summed over the days", by_stage}, of_stage<P::person_days>},
        {{"spending_usd", "USD", "Cost in dollars", by_programme},
         [](const PathwayPeriod& p, const Cell& c) { return spending(p, c) * p.facts.usd_per_kzt; }},
        {{"spending_per_arrival", "KZT per person", "Cost over persons arrived", by_programme},
         [](const PathwayPeriod& p, const Cell& c) { return ratio(spending(p, c), arrived(p, c)); }},
        {{"spending_per_completed", "KZT per person", "Cost over persons who completed the programme", by_programme},
         [](const PathwayPeriod& p, const Cell& c) { return ratio(spending(p, c), completed(p, c)); }},
        {{"peak_posts", "posts", "Whole posts needed on the busiest day", by_service}, peak_posts, whole, !programmes},
        {{"post_days", "post-days", "Full-time posts needed, summed over the days", by_service}, post_days},
        {{"in_programme_share", "share", "In the programme so many months after arrival, of those followed so long", by_horizon},
         in_programme_share},
        {{"retained_share", "share", "Have not left by an exit of the kind left so many months after arrival (Aalen-Johansen)",
          by_horizon},
         retained_share},
    };
    return rows;
}

}  // namespace qonys
