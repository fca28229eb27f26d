// A scenario small enough to check by hand: three regions, two origins, one year, no uncertainty. Tests change what they need.
#pragma once

#include <algorithm>
#include <array>
#include <string_view>

#include "month/state.hpp"
#include "scenario/scenario.hpp"

namespace qonys::test {

// Regions NO (reception, 100 places), SO, WE; origins AAA, BBB; 2025-01 to 2025-12, no warm-up; 1,200 persons a year, half from
// each origin, the same number every month; families of exactly three; all behaviour weights 0, so that all regions are alike;
// nobody finds work, leaves, dies or is born; MRP 3,692 in 2024, 3,932 in 2025 and 4,325 from 2026; benefits as in the law of
// 2025 and 2026.
Scenario small_scenario();

Table row(std::string axis, std::vector<std::string> labels, std::vector<double> cells);

// A rule given by a word of a list (mechanism_words, clawback_words, exhausted_words), in force from 2015.
template <std::size_t words_count>
Table rule(const std::array<const char*, words_count>& words, std::string_view word) {
    const auto at = std::find(words.begin(), words.end(), word);
    return row("date", {"2015-01-01"}, {static_cast<double>(at - words.begin())});
}

// Nobody arrives and nobody asks for a quota place: for families added by hand.
Scenario empty_scenario();

// A scenario of the repository, cut to the months from first_month to `last_month`, with settings as on the command line.
Scenario baseline(const std::string& last_month, std::vector<std::string> settings = {});

// Runs months until the state stands after the last month of the run.
State run_to_end(const World& world, DrawKey key = {1, 0});

// Simulates the months before `month`, counted from the start of the warm-up; the state then stands at its beginning.
void run_until(State& state, int month);

// The sum of a measure over all its cells, and over the cells of one of its months.
std::int64_t total(const Tallies& tallies, M m);
std::int64_t total_in(const State& state, M m, int month);

// Adds a family of men of 30 that waits for a quota place in one of the regions, best first: for worlds in which nobody arrives.
std::uint32_t add_waiting_family(State& state, std::size_t origin, int members, std::vector<std::uint8_t> regions);

// Adds a family of men of 30 that settles freely in the coming month.
std::uint32_t add_settling_family(State& state, std::size_t origin, int members);

}  // namespace qonys::test
