// What a run reports. Each measure is one row of a table; lookup, HDF5 layout and docs follow from it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "base/table.hpp"

namespace qonys {

enum class CellType { count, tenge };  // 32-bit and 64-bit integers in the file

// One measure of the months (or of the months since settlement) of one replicate.
struct Measure {
    std::string name;               // HDF5 dataset
    std::string unit;               // "persons", "families", "KZT", …
    std::string long_name;          // one sentence, says whether a flow in the month or a stock at its end
    std::vector<std::string> axes;  // of "month", "months_since", "region", "region_to", "origin", "stream", "inflow",
                                    // "instrument", "component", "cohort"
    CellType type = CellType::count;
};

enum class M : std::size_t {
    embassy_applied,
    embassy_waiting,
    arrivals,
    status_granted,
    refused,
    waiting,
    extended,
    not_placed,
    withdrawn,
    quota,
    quota_left,
    placed,
    placed_families,
    preference_rank,
    settled,
    settled_families,
    tied_families,
    stock,
    working_age,
    employed,
    self_employed,
    retained,
    births,
    deaths,
    moved_on,
    moved_in,
    moves,
    returned,
    citizens,
    hired,
    free_jobs,
    subsidised_hires,
    subsidies_broken,
    business_grants,
    centre_turned_away,
    rent_level,
    home_price_level,
    certificates,
    mortgages,
    no_seller,
    lock_broken,
    lock_transferred,
    rent_families,
    spending,
    spending_by_origin,
    committed,
    claims_waiting,
    claims_refused,
    budget_left,
    breaches,
    exempt_departures,
    clawback_due,
    clawback_received,
    clawback_written_off,
    subsidy_due,
    subsidy_received,
    family_at_risk,
    family_left,
    kin_components,
    cohort_retained,
    cohort_spending,
    count_
};

const std::vector<Measure>& measures();  // in the order of M
inline const Measure& measure(M m) {
    return measures()[static_cast<std::size_t>(m)];
}

// Labels of every axis of a run: replicate excluded.
struct RunAxes {
    Axis month;         // "2024-01", …
    Axis months_since;  // "0", "1", … months since settlement
    Axis region, origin;
    Axis stream;      // of settlers: "kandas_quota", "kandas_free", …
    Axis inflow;      // of arrivals: "kandas", "internal", …
    Axis instrument;  // "relocation", "rent", "certificate", …
    Axis component;   // families in a kin component: "1", "2", …
    Axis cohort;      // calendar years of the reported months, as years of placement: "2024", …
    const Axis& find(const std::string& name) const;
};

// All measures of one replicate; cells[m] is row-major over measures()[m].axes.
struct Tallies {
    std::vector<std::vector<std::int64_t>> cells;
};
Tallies make_tallies(const RunAxes& axes);

}  // namespace qonys
