// The streams of settlers. Adding one: its arrivals (and quota) in scenario.hpp, a row here, a file of numbers in params/.
// Fields, checks, measures and the months follow from the row.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "scenario/scenario.hpp"

namespace qonys {

enum class Stream : std::uint8_t { kandas_quota = 0, kandas_free = 1, internal = 2, ata_zholy = 3 };
constexpr std::size_t stream_count = 4;

enum class Admission : std::uint8_t { kandas_status, eligibility, at_once };  // what comes before a family may settle
enum class Asks : std::uint8_t { by_propensity, always, never };              // for a quota place
enum class Unplaced : std::uint8_t { settles_freely, stays_home };            // when the wait for a place is over
enum class Citizenship : std::uint8_t { kandas, card, has };                  // which rate, or citizen already

struct StreamRow {
    const char* label;           // on the axis "stream" of results
    const char* inflow;          // arrivals.<inflow>, quotas.<inflow>; null: nobody arrives in it, it is reached by a quota place
    const char* who;             // what arrivals.<inflow> counts
    Inflow Arrivals::*arrivals;  // null: as `inflow`
    Table Quotas::*quota;        // orders on places for families that end up in this stream; null: none
    Table Quotas::*policy;       // from the national total to the regions; null: no quota
    std::size_t quota_at;        // on the axis "quota", where there is one
    Stream with_place;           // stream of a family once it holds a quota place
    Admission admission;
    Asks asks;
    Unplaced unplaced;
    Citizenship citizenship;
    bool from_regions;  // of the country, rather than from other countries
    bool programme;     // supported and obliged
    bool centres;       // may use adaptation centres
    bool livelihood;    // the head comes with a business or to a job
};

constexpr std::array<StreamRow, stream_count> streams{{
    {"kandas_quota", nullptr, nullptr, nullptr, &Quotas::kandas, &Quotas::kandas_policy, 0, Stream::kandas_quota,
     Admission::kandas_status, Asks::by_propensity, Unplaced::settles_freely, Citizenship::kandas, false, true, true, false},
    {"kandas_free", "kandas", "Kandas setting out in the year, quota or not", &Arrivals::kandas, nullptr, nullptr, 0,
     Stream::kandas_quota, Admission::kandas_status, Asks::by_propensity, Unplaced::settles_freely, Citizenship::kandas, false,
     false, true, false},
    {"internal", "internal", "Citizens asking in the year to be moved under the quota", &Arrivals::internal, &Quotas::internal,
     &Quotas::internal_policy, 1, Stream::internal, Admission::eligibility, Asks::always, Unplaced::stays_home, Citizenship::has,
     true, true, true, false},
    {"ata_zholy", "ata_zholy", "Holders of the card and their families arriving in the year", &Arrivals::ata_zholy, nullptr,
     nullptr, 0, Stream::ata_zholy, Admission::at_once, Asks::never, Unplaced::settles_freely, Citizenship::card, false, false,
     false, true},
}};

constexpr const StreamRow& row_of(Stream stream) {
    return streams[static_cast<std::size_t>(stream)];
}

}  // namespace qonys
