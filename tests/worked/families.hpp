// Families added by hand, and cells of measures, for the worked tests on the small scenario.
#pragma once

#include <initializer_list>
#include <vector>

#include "support/small_scenario.hpp"

namespace qonys::test {

constexpr std::size_t north = 0, south = 1, west = 2;  // regions of the small scenario
constexpr float never = 1e9F;                          // a clock that does not run out

// A dated rule with two values.
inline Table changing(double before, const char* date, double after) {
    return row("date", {"2015-01-01", date}, {before, after});
}

// A table by region that is dated 2015.
inline void set_row(Table& dated, std::vector<double> cells) {
    dated.axes[0].labels = {"2015-01-01"};
    dated.cells = std::move(cells);
}

// A second row for a dated table, which has one so far.
inline void add_row(Table& dated, const char* date, std::vector<double> cells) {
    dated.axes[0].labels.emplace_back(date);
    dated.cells.insert(dated.cells.end(), cells.begin(), cells.end());
}

// Origin 1 becomes the region SO, from which internal migrants come.
inline void let_south_be_left(Scenario& s) {
    s.origins.name.axis.labels[1] = "SO";
    s.origins.name.texts[1] = "South";
    s.origins.gateway.cells = {0, 1, 0, 0, 1, 0};
}

// A family of men of 30 with general secondary education, as an applicant; not yet counted as arrived.
inline std::uint32_t add_men_of(State& state, Stream stream, std::size_t origin, int members) {
    const Agent agent{static_cast<std::uint32_t>(state.population.families.size() + 1) << 8, 1};
    const std::uint32_t family = add_family(state.population, agent, stream, origin, state.now16(), state.key);
    for (int member = 0; member < members; ++member)
        add_member(state.population, family, Sex::male, 30 * 12, 2, state.world->arrivals.pension_age, state.now16(), state.key);
    return family;
}

// One that arrives in the coming month by the door of its stream; a family of kandas with its status decided.
inline std::uint32_t add_arriving(State& state, Stream stream, std::size_t origin, int members) {
    const std::uint32_t family = add_men_of(state, stream, origin, members);
    state.population.families.status[family] = FamilyStatus::abroad;
    state.persons_abroad[origin] += members;
    state.from_embassies[static_cast<std::size_t>(state.now)].push_back(family);
    return family;
}

// One that waits for a quota place for the given number of months and does not give up before.
inline std::uint32_t add_waiting(State& state, Stream stream, std::size_t origin, int members, std::vector<std::uint8_t> regions,
                                 int months = 12) {
    const std::uint32_t family = add_men_of(state, stream, origin, members);
    Families& f = state.population.families;
    f.status[family] = FamilyStatus::waiting;
    f.granted[family] = state.now16();
    state.persons_in += members;
    state.queue.push_back({family, static_cast<double>(state.now), std::move(regions), state.now + months, never});
    return family;
}

// A cell of a measure of the months: month, then its other axes in order.
inline std::int64_t cell(const State& state, M m, int month, std::initializer_list<std::size_t> at) {
    const std::size_t i = static_cast<std::size_t>(m);
    const auto& width = state.world->widths[i];
    std::size_t position = 0, axis = 1;
    for (std::size_t index : at) position = position * width[axis++] + index;
    return state.tallies.cells[i].at(static_cast<std::size_t>(month) * width[0] + position);
}

// Sums of a measure over all but the month, of the first months.
inline std::vector<std::int64_t> by_month(const State& state, M m, int months) {
    std::vector<std::int64_t> sums;
    for (int month = 0; month < months; ++month) sums.push_back(total_in(state, m, month));
    return sums;
}

// What was paid under an instrument in a month.
inline Tenge paid(const State& state, Instrument instrument, int month) {
    Tenge sum = 0;
    for (std::size_t r = 0; r < state.world->regions; ++r)
        for (std::size_t s = 0; s < stream_count; ++s)
            sum += cell(state, M::spending, month, {r, s, static_cast<std::size_t>(instrument)});
    return sum;
}

// Index of a member's row, counted from 0: members that came together stand together.
inline std::uint32_t person_of(const State& state, std::uint32_t family, std::uint32_t member = 0) {
    return state.population.families.first_person[family] + member;
}

}  // namespace qonys::test
