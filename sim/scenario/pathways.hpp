// Pathway programmes: humanitarian returns as arrivals, stages in order, and exits. A scenario that has programmes simulates
// these and no settlement under quotas. Filled only by the reader; what has a default here may be left out of a file.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "base/table.hpp"

namespace qonys {

inline constexpr std::array<const char*, 4> traveller_words{"women", "men", "children", "orphans"};  // axis "traveller"
// Those who move through a programme together; axis "party". Women go with their children.
inline constexpr std::array<const char*, 3> party_words{"women", "men", "unaccompanied_children"};
// Persons as results count them; axis "group". The first children came with a parent.
inline constexpr std::array<const char*, 4> group_words{"women", "men", "children", "unaccompanied_children"};
inline constexpr std::array<const char*, 5> stage_kind_words{"reception", "check", "centre", "placement", "follow_up"};
inline constexpr std::array<const char*, 5> exit_kind_words{"completed", "transferred", "custody", "left", "died"};
inline constexpr std::array<const char*, 4> stay_shape_words{"fixed", "exponential", "gamma", "lognormal"};
inline constexpr std::array<const char*, 2> arrival_pattern_words{"flights", "singly"};
inline constexpr std::array<const char*, 2> time_step_words{"day", "week"};
inline constexpr std::array<const char*, 3> confidence_words{"high", "medium", "low"};

constexpr std::int64_t no_place_limit = -1;  // of places
constexpr std::int64_t not_said = -1;

// A row of the manifest, or a stream that is planned.
struct ManifestRow {
    std::string name;                 // its key in the file
    std::string date;                 // of the flight, or the first day of the stream: "2019-05-07"
    std::string until = {};           // last day of a stream; empty: everybody on `date`
    std::string pattern = "flights";  // of arrival_pattern_words: in flights at equal intervals, or party by party at random
    std::int64_t flights = 1;         // into which the persons of the stream are divided
    double delay_days = 0;            // a flight comes up to so many days late, each delay equally likely
    std::string from;                 // country, code of ISO 3166-1
    Table persons;                    // [traveller]; orphans are counted among the children
    std::int64_t unaccompanied = not_said;  // of the children: without a parent on the flight
    std::string confidence = {};            // of confidence_words; empty: not said
};

// One step of a programme.
struct Stage {
    std::string name, title;
    std::string kind;                      // of stage_kind_words
    std::string centre = {};               // whose places it uses, with other stages and programmes; empty: its own
    std::int64_t places = no_place_limit;  // of its own, persons
    double days = 0;                       // mean length of stay
    std::string days_shape = "fixed";      // of stay_shape_words
    double days_cv = 0;                    // standard deviation over mean, of gamma and lognormal
    double cost_per_day = 0;               // KZT per person-day, waiting for the next stage included
    double cost_on_entry = 0;              // KZT per person
    Table staff = {};                      // [service] full-time posts per person present; no axes: none said
    Table next = {};                       // [step] or [party, step] share that goes on to a stage or exit
    Table leave = {};                      // [exit] rate per month at which parties leave early; no axes: none said
};

struct Programme {
    std::string name, title;
    std::vector<ManifestRow> arrivals;
    std::vector<Stage> stages;         // arrivals enter the first
    Names exits;                       // kind of each exit, of exit_kind_words
    std::int64_t obligation_days = 0;  // from arrival: who leaves before breaks the obligation
    std::string obligation = {};       // what is owed
};

// Places that several stages and programmes share.
struct SharedCentre {
    std::string name, title;
    std::int64_t places = 0;  // persons
};

// A total that somebody published, and which arrivals it is about.
struct PublishedTotal {
    std::string name;
    std::string programmes;  // names, separated by blanks
    std::string until = {};  // arrivals up to this day; empty: all
    std::string who = {};    // of traveller_words; empty: all persons
    std::int64_t persons = 0;
    std::int64_t difference = 0;  // published less the sum of the arrivals
    std::string reason = {};      // for the difference
};

struct Pathways {
    std::string time_step;  // of results
    std::vector<Programme> programmes;
    std::vector<SharedCentre> centres;
    std::vector<PublishedTotal> published;
};

}  // namespace qonys
