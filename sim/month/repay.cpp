// Repayment of support: due when an obligation or a lock is broken and this comes to light; paid in part without a suit and in
// part after one; the rest is written off.
#include "month/month.hpp"

namespace qonys {

namespace {

void post_later(State& state, Entry entry, std::int64_t month, EntryKind kind, Tenge amount) {
    if (amount <= 0 || month >= state.world->months) return;
    entry.amount = amount;
    entry.kind = kind;
    entry.month = static_cast<std::int16_t>(month);
    state.receipts[static_cast<std::size_t>(month)].push_back(entry);
}

}  // namespace

bool demand_repayment(State& state, std::uint32_t family, std::size_t region, Tenge due, bool abroad, std::uint32_t ordinal) {
    const Families& f = state.population.families;
    const Clawback& c = state.scenario().clawback;
    if (due <= 0 || state.rules().clawback == ClawbackRule::none ||
        uniform(state.key, f.agent[family], ordinal, Purpose::detection) >= state.rules().detected)
        return false;
    const Entry entry{due,
                      family,
                      state.now16(),
                      static_cast<std::uint8_t>(region),
                      f.origin[family],
                      static_cast<std::uint8_t>(f.stream[family]),
                      Instrument::relocation,
                      EntryKind::due};
    state.ledger.post(entry);
    const double reach = abroad ? c.abroad_factor : 1;
    const std::int64_t pretrial = state.now + c.pretrial_months, end = pretrial + c.court_months;
    const Tenge paid = times(due, ten_thousandths(c.pretrial_recovered * reach));
    const Tenge in_court = times(due - paid, ten_thousandths(c.court_share));
    const Tenge won = times(in_court, ten_thousandths(c.court_recovered * reach));
    post_later(state, entry, pretrial, EntryKind::received, paid);
    post_later(state, entry, pretrial, EntryKind::written_off, due - paid - in_court);
    post_later(state, entry, end, EntryKind::received, won);
    post_later(state, entry, end, EntryKind::written_off, in_court - won);
    return true;
}

}  // namespace qonys
