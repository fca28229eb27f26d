// What no single value can show: that the arrivals, stages, centres and published totals of pathway programmes fit each other.
#pragma once

#include "base/problems.hpp"
#include "scenario/cross_checks.hpp"
#include "scenario/scenario.hpp"

namespace qonys {

// names_refused: of programmes, arrivals or stages; then what is missing may be what was refused.
void cross_check_pathways(const Scenario& scenario, const FieldsRead& read, bool names_refused, Problems& problems);

// Women, men, children (orphans included) of an arrival, as travellers count them.
std::int64_t persons_of(const ManifestRow& arrival);

// Of the children of an arrival: without a parent on the flight.
std::int64_t unaccompanied_of(const ManifestRow& arrival);

// Persons of an arrival whom a published total of its programme counts.
std::int64_t counted_by(const PublishedTotal& total, const ManifestRow& arrival);

// What a stage draws places from: its centre, itself, or nothing that is limited.
enum class Room { centre, own, unlimited };
Room room_of(const Stage& stage);

}  // namespace qonys
