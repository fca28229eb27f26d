// What a run of pathway programmes reports, and its axes. Persons are counted at the end of each day: who enters a stage on a day
// counts in it on that day, who leaves it does not, so that a stay of n days is n person-days.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "accounts/measures.hpp"
#include "base/table.hpp"

namespace qonys {

enum class PathwayM : std::size_t {
    arrivals,          // (date, programme, group) persons who arrived in the step
    entered,           // (date, programme, stage, group) persons who entered the stage in the step
    present,           // (date, programme, stage, group) at the end of the step, those included who wait there for the next stage
    waiting,           // (date, programme, stage, group) for a place in the stage, at the end of the step
    exits,             // (date, programme, exit, group) persons who ended the programme so in the step
    spending,          // (date, programme, stage) KZT
    person_days,       // (date, programme, stage) present
    waiting_days,      // (date, programme, stage) person-days of waiting for the stage
    waited,            // (date, programme, stage) persons who entered in the step and had waited a day or more
    occupied,          // (date, room) persons at the end of the step
    posts,             // (date, programme, service) needed on the busiest day of the step, rounded up to whole posts
    under_obligation,  // (date, programme) persons at the end of the step
    breaches,          // (date, programme) persons who left in the step against the obligation
    longest_wait,      // (programme, stage) days, whether they entered, left before, or wait at the end
    peak_present,      // (programme, stage) persons on the busiest day
    p95_present,    // (programme, stage) persons: 95th percentile (nearest rank) of the days on which anybody is in the stage or
                    // waits for it; 0 when there are none
    peak_waiting,   // (programme, stage) persons on the worst day
    peak_occupied,  // (room) persons on the busiest day
    p95_occupied,   // (room) persons, as p95_present
    days_full,      // (room) days at whose end no place was free; 0 without a limit
    places,         // (room) persons; 0 without a limit
    moves,          // (programme, step_from, step_to) persons, whole run
    followed,       // (months_since, programme, group) persons whose n-th month after arrival ended within the run
    still_in,       // (months_since, programme, group) of these, those in a stage or waiting for one at its end
    at_risk,        // (months_since, programme, group) persons followed who were in the programme at the start of the month
    left,           // (months_since, programme, group) of these, those who left in it by an exit of the kind `left`
    count_
};

const std::vector<Measure>& pathway_measures();  // in the order of PathwayM
inline const Measure& measure(PathwayM m) {
    return pathway_measures()[static_cast<std::size_t>(m)];
}

struct PathwayAxes {
    Axis date;          // "2019-01-01", …: first day of each step
    Axis programme;     // as named in the scenario, in its order
    Axis stage;         // names of the stages of all programmes, each once
    Axis exit;          // names of the exits of all programmes, each once
    Axis group;         // group_words
    Axis room;          // centres, then "programme.stage" for each stage that uses no centre
    Axis service;       // of staff; one label "none" when no stage needs any
    Axis step_from;     // "arrival", then as stage
    Axis step_to;       // as stage, then as exit
    Axis months_since;  // "0", "1", … months of 365.25 / 12 days since arrival
    const Axis& find(const std::string& name) const;
};
Tallies make_pathway_tallies(const PathwayAxes& axes);

// What the tables of a summary need of the scenario besides the tallies.
struct PathwayFacts {
    std::vector<std::string> stage_kind;   // [programme, stage] of stage_kind_words; empty: the programme has no such stage
    std::vector<std::string> exit_kind;    // [programme, exit] of exit_kind_words; empty: no such exit
    std::vector<double> posts_per_person;  // [programme, stage, service]
    std::vector<std::size_t> room;         // [programme, stage] position on the axis room
    std::vector<bool> limited;             // [programme, stage] its room has a limit
    double usd_per_kzt = 0;
};

// Persons in = persons present + waiting for the first stage + out, by programme and group, at the end of every step; and what
// follows: throws BrokenInvariant where the tallies contradict themselves.
void check_pathway_tallies(const Tallies& tallies, const PathwayAxes& axes);

}  // namespace qonys
