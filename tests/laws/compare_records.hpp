// Lives of families by key, for comparing two runs in which rows differ.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <utility>
#include <vector>

#include "month/state.hpp"

namespace qonys::test {

using FamilyKey = std::pair<std::uint32_t, std::uint32_t>;
using PersonKey = std::array<std::uint32_t, 3>;
using Record = std::vector<double>;

// All columns of each family but its row numbers; regions and origins by label tag, so that their order does not matter.
inline std::map<FamilyKey, Record> family_records(const State& state) {
    const Families& f = state.population.families;
    const auto region = [&](std::uint8_t r) { return r == no_region ? -1.0 : static_cast<double>(state.world->region_tag[r]); };
    const auto agent_word = [&](std::uint32_t family, bool high) {
        if (family == no_family) return -1.0;
        return static_cast<double>(high ? f.agent[family].high : f.agent[family].low);
    };
    std::map<FamilyKey, Record> records;
    for (std::size_t i = 0; i < f.size(); ++i)
        records[{f.agent[i].low, f.agent[i].high}] = {
            static_cast<double>(state.world->arrivals.origin_tag[f.origin[i]]),
            static_cast<double>(f.status[i]),
            static_cast<double>(f.stream[i]),
            region(f.region[i]),
            region(f.first_region[i]),
            region(f.tie_region[i]),
            agent_word(f.tie[i], false),
            agent_word(f.tie[i], true),
            static_cast<double>(f.village[i]),
            static_cast<double>(f.citizen[i]),
            static_cast<double>(f.owner[i]),
            static_cast<double>(f.next_member[i]),
            static_cast<double>(f.members[i]),
            static_cast<double>(f.working_age[i]),
            static_cast<double>(f.employed[i]),
            static_cast<double>(f.self_employed[i]),
            static_cast<double>(f.size_when_placed[i]),
            static_cast<double>(f.rent_payments_left[i]),
            static_cast<double>(f.leaving_ordinal[i]),
            static_cast<double>(f.arrived[i]),
            static_cast<double>(f.decision_due[i]),
            static_cast<double>(f.granted[i]),
            static_cast<double>(f.settled[i]),
            static_cast<double>(f.here_since[i]),
            static_cast<double>(f.left[i]),
            static_cast<double>(f.rent_ended[i]),
            static_cast<double>(f.obligation_end[i]),
            static_cast<double>(f.lock_end[i]),
            static_cast<double>(f.centre_until[i]),
            static_cast<double>(f.leaving_clock[i]),
            static_cast<double>(f.purchase_clock[i]),
            static_cast<double>(f.citizenship_clock[i]),
            static_cast<double>(f.paid[i]),
        };
    return records;
}

inline std::map<PersonKey, Record> person_records(const State& state) {
    const Persons& p = state.population.persons;
    const Families& f = state.population.families;
    std::map<PersonKey, Record> records;
    for (std::size_t i = 0; i < p.size(); ++i)
        records[{f.agent[p.family[i]].low, f.agent[p.family[i]].high, p.member[i]}] = {
            static_cast<double>(p.sex[i]),           static_cast<double>(p.education[i]),
            static_cast<double>(p.labour[i]),        static_cast<double>(p.work_ordinal[i]),
            static_cast<double>(p.birth_ordinal[i]), static_cast<double>(p.born[i]),
            static_cast<double>(p.work_clock[i]),    static_cast<double>(p.death_clock[i]),
            static_cast<double>(p.birth_clock[i]),
        };
    return records;
}

}  // namespace qonys::test
