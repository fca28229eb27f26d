#include "life/watch.hpp"

#include <algorithm>

namespace qonys {

namespace {

template <class Item>
std::vector<Item> of_family(const std::vector<Item>& items, std::uint32_t family) {
    std::vector<Item> own;
    for (const Item& item : items)
        if (item.family == family) own.push_back(item);
    return own;
}

Tenge amount_in(const std::unordered_map<std::uint32_t, Tenge>& amounts, std::uint32_t family) {
    const auto at = amounts.find(family);
    return at == amounts.end() ? 0 : at->second;
}

void look_at_columns(const Families& f, std::uint32_t family, Seen& seen) {
    seen.status = f.status[family];
    seen.stream = f.stream[family];
    seen.region = f.region[family];
    seen.tie_region = f.tie_region[family];
    seen.village = f.village[family] != 0;
    seen.citizen = f.citizen[family] != 0;
    seen.owner = f.owner[family] != 0;
    seen.members = f.members[family];
    seen.working_age = f.working_age[family];
    seen.in_work = f.employed[family] + f.self_employed[family];
    seen.rent_payments_left = f.rent_payments_left[family];
    seen.size_when_placed = f.size_when_placed[family];
    seen.granted = f.granted[family];
    seen.settled = f.settled[family];
    seen.here_since = f.here_since[family];
    seen.rent_ended = f.rent_ended[family];
    seen.obligation_end = f.obligation_end[family];
    seen.lock_end = f.lock_end[family];
    seen.centre_until = f.centre_until[family];
    seen.decision_due = f.decision_due[family];
    seen.purchase_clock = f.purchase_clock[family];
    seen.leaving_ordinal = f.leaving_ordinal[family];
    seen.paid = f.paid[family];
}

}  // namespace

Seen look_at(const State& state, std::uint32_t family, const std::vector<SeenPerson>& known, std::size_t persons_known) {
    const Persons& p = state.population.persons;
    Seen seen;
    look_at_columns(state.population.families, family, seen);
    for (const SeenPerson& person : known) seen.persons.push_back({person.row, p.labour[person.row], p.work_ordinal[person.row]});
    for (std::size_t row = persons_known; row < p.size(); ++row)
        if (p.family[row] == family)
            seen.persons.push_back({static_cast<std::uint32_t>(row), p.labour[row], p.work_ordinal[row]});
    const auto waiting =
        std::find_if(state.queue.begin(), state.queue.end(), [&](const Waiting& w) { return w.family == family; });
    if (waiting != state.queue.end()) seen.waiting = *waiting;
    seen.claims = of_family(state.claims, family);
    seen.claims_waiting = of_family(state.claims_waiting, family);
    for (const SubsidisedJob& job : state.subsidised_jobs)
        if (p.family[job.person] == family) seen.subsidised.push_back(job);
    seen.locked = !of_family(state.locked_homes, family).empty();
    seen.reclaimed = amount_in(state.reclaimed, family);
    seen.certificate = amount_in(state.certificates, family);
    seen.entries = state.ledger.entries.size();
    return seen;
}

}  // namespace qonys
