// Families and persons as columns. Row = id; rows are added and never removed or reordered.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "base/draws.hpp"
#include "base/tenge.hpp"
#include "scenario/streams.hpp"

namespace qonys {

enum class FamilyStatus : std::uint8_t {
    applicant = 0,  // waits for the decision on kandas status or eligibility
    waiting = 1,    // admitted, waits for a quota place
    settling = 2,   // settles freely in this month
    settled = 3,
    refused = 4,    // and left, or stayed at home
    returned = 5,   // left Kazakhstan after settling
    extinct = 6,    // all members dead
    abroad = 7,     // has applied at an embassy and not arrived
    withdrawn = 8,  // waited in vain and left, or stayed at home
};
constexpr bool in_country(FamilyStatus s) {
    return s <= FamilyStatus::settled;
}

enum class Labour : std::uint8_t {
    child = 0,
    searching = 1,
    employed = 2,
    self_employed = 3,
    inactive = 4,
    pensioner = 5,
    dead = 6
};
constexpr bool works(Labour l) {
    return l == Labour::employed || l == Labour::self_employed;
}
constexpr bool of_working_age(Labour l) {
    return l == Labour::searching || l == Labour::inactive || works(l);
}

enum class Sex : std::uint8_t { female = 0, male = 1 };

constexpr std::uint8_t no_region = 255;
constexpr std::uint32_t no_family = 0xffffffff;
constexpr std::int16_t no_month = 32767;  // months count from the start of the warm-up
constexpr int most_members = 254;         // member numbers are 8 bits, 0 is the family itself

struct Families {
    std::vector<Agent> agent;
    std::vector<std::uint32_t> first_person;  // row of the first member; those who arrived together stand together
    std::vector<std::uint8_t> origin;
    std::vector<FamilyStatus> status;
    std::vector<Stream> stream;
    std::vector<std::uint8_t> region, first_region;
    std::vector<std::uint32_t> tie;        // family that this one is tied to
    std::vector<std::uint8_t> tie_region;  // where that family lives, or kin settled before the run
    std::vector<std::uint8_t> village;     // 1: settles in a village
    std::vector<std::uint8_t> citizen, owner;
    std::vector<std::uint8_t> next_member;                                    // number that the next member born gets
    std::vector<std::uint8_t> members, working_age, employed, self_employed;  // alive; kept up to date at each change
    std::vector<std::uint8_t> size_when_placed;                               // quota places that the family took
    std::vector<std::uint8_t> rent_payments_left;
    std::vector<std::uint16_t> leaving_ordinal;
    std::vector<std::int16_t> arrived, decision_due, granted, settled, here_since, left;
    std::vector<std::int16_t> rent_ended, obligation_end, lock_end, centre_until;
    std::vector<float> leaving_clock, purchase_clock, citizenship_clock;
    std::vector<Tenge> paid;  // all benefits to the family so far

    std::size_t size() const { return agent.size(); }
};

struct Persons {
    std::vector<std::uint32_t> family;
    std::vector<std::uint8_t> member;  // number within the family, from 1
    std::vector<Sex> sex;
    std::vector<std::uint8_t> education;
    std::vector<Labour> labour;
    std::vector<std::uint16_t> work_ordinal, birth_ordinal;
    std::vector<std::int16_t> born;  // month from the start of the warm-up, negative for those born before
    std::vector<float> work_clock, death_clock, birth_clock;

    std::size_t size() const { return family.size(); }
};

inline bool in_programme(const Families& f, std::uint32_t family) {
    return row_of(f.stream[family]).programme;
}

// Has not moved on since it settled.
inline bool in_first_region(const Families& f, std::uint32_t family) {
    return f.here_since[family] == f.settled[family];
}

inline Agent person_agent(Agent family, std::uint8_t member) {
    return {family.low | member, family.high};
}

struct Population {
    Families families;
    Persons persons;
};

void reserve(Population& population, std::size_t families, std::size_t persons);

// Bytes held by the columns.
std::size_t memory_bytes(const Population& population);

}  // namespace qonys
