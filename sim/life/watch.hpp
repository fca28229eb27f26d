// What concerns one family, as it stands between two processes of a month.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "month/state.hpp"

namespace qonys {

struct SeenPerson {
    std::uint32_t row = 0;
    Labour labour = Labour::child;
    std::uint16_t ordinal = 0;  // of the labour states
};

// A family's cells of the columns, and its entries in the lists of the state.
struct Seen {
    FamilyStatus status = FamilyStatus::applicant;
    Stream stream = Stream::kandas_free;
    std::uint8_t region = no_region, tie_region = no_region;
    bool village = false, citizen = false, owner = false;
    int members = 0, working_age = 0, in_work = 0, rent_payments_left = 0, size_when_placed = 0;
    std::int16_t granted = no_month, settled = no_month, here_since = no_month, rent_ended = no_month;
    std::int16_t obligation_end = no_month, lock_end = no_month, centre_until = no_month, decision_due = no_month;
    float purchase_clock = 0;
    std::uint16_t leaving_ordinal = 0;
    Tenge paid = 0;
    std::vector<SeenPerson> persons;
    std::optional<Waiting> waiting;
    std::vector<Claim> claims;  // of the month
    std::vector<Claim> claims_waiting;
    std::vector<SubsidisedJob> subsidised;
    bool locked = false;
    Tenge reclaimed = 0, certificate = 0;
    std::size_t entries = 0;  // of the whole ledger
};

// known: members seen before; persons from row `persons_known` on are new, and looked through for members.
Seen look_at(const State& state, std::uint32_t family, const std::vector<SeenPerson>& known, std::size_t persons_known);

}  // namespace qonys
