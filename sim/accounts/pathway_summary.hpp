// Yearly and whole-run tables of pathway programmes, from the tallies of one replicate.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "accounts/pathway_measures.hpp"
#include "accounts/summary.hpp"

namespace qonys {

// Label of the sum over programmes, stages or groups; no programme, stage or exit may have it as a name.
constexpr const char* all_label = "all";

// Axes of tables: "programme", "stage" and "group", each with "all" at its end, "exit", "exit_kind", "room", "service", "horizon"
// (months since arrival: 1, 3, 6, 12, 24), "year".
// yearly and whole run: arrivals (programme, group) · completed (programme, group) · exits (programme, exit, group) ·
//   spending (programme, stage) · breaches (programme)
// whole run: entered (programme, stage, group) · exits_by_kind (programme, exit_kind, group) ·
//   present_at_end (programme, stage) · in_programme_at_end (programme, group) · in_follow_up_at_end (programme) ·
//   mean_wait (programme, stage) days per person who entered · waited_share (programme, stage) · longest_wait (programme, stage)
//   · peak_waiting (programme, stage) · mean_stay (programme, stage) · peak_present (programme, stage) · p95_present (programme,
//   stage) · peak_occupied (room) · p95_occupied (room) · days_full (room) · places (room) · person_days (programme, stage) ·
//   spending_usd (programme) · spending_per_arrival (programme) · spending_per_completed (programme) · peak_posts (programme,
//   service) · post_days (programme, service) · in_programme_share (programme, horizon) · retained_share (programme, horizon),
//   who have not left (accounts/cumulative_incidence.hpp)
// Cells of stages, exits and services that a programme does not have, and 0 / 0, have no meaning (NaN); nor has "all" where sums
// mean nothing: stages of entries, waits, stays and peaks, and several programmes of peaks and longest waits.
std::vector<SummaryTable> pathway_layout(const PathwayAxes& axes);
std::vector<double> pathway_values(const Tallies& tallies, const PathwayAxes& axes, const PathwayFacts& facts);

// Whether "all" has a meaning on the axis `axis` of the table `table`, with so many programmes.
bool all_has_meaning(const std::string& table, const std::string& axis, std::size_t programmes);

}  // namespace qonys
