#include "people/population.hpp"

namespace qonys {

namespace {

// Calls f on each column: the one list of columns besides the structs.
template <typename Columns, typename F>
void each_family_column(Columns& f, F&& use) {
    use(f.agent), use(f.first_person), use(f.origin), use(f.status), use(f.stream), use(f.region), use(f.first_region),
        use(f.tie), use(f.tie_region), use(f.village), use(f.citizen);
    use(f.owner), use(f.next_member), use(f.members), use(f.working_age), use(f.employed), use(f.self_employed);
    use(f.size_when_placed), use(f.rent_payments_left), use(f.leaving_ordinal), use(f.arrived), use(f.decision_due),
        use(f.granted), use(f.settled);
    use(f.here_since), use(f.left), use(f.rent_ended), use(f.obligation_end), use(f.lock_end), use(f.centre_until);
    use(f.leaving_clock), use(f.purchase_clock), use(f.citizenship_clock), use(f.paid);
}

template <typename Columns, typename F>
void each_person_column(Columns& p, F&& use) {
    use(p.family), use(p.member), use(p.sex), use(p.education), use(p.labour), use(p.work_ordinal);
    use(p.birth_ordinal), use(p.born), use(p.work_clock), use(p.death_clock), use(p.birth_clock);
}

}  // namespace

void reserve(Population& population, std::size_t families, std::size_t persons) {
    each_family_column(population.families, [&](auto& column) { column.reserve(families); });
    each_person_column(population.persons, [&](auto& column) { column.reserve(persons); });
}

std::size_t memory_bytes(const Population& population) {
    std::size_t bytes = 0;
    const auto add = [&](const auto& column) { bytes += column.capacity() * sizeof(column[0]); };
    each_family_column(population.families, add);
    each_person_column(population.persons, add);
    return bytes;
}

}  // namespace qonys
