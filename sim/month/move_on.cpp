// Families leave their region, for another one or abroad; those who break an obligation owe what they were paid.
#include <limits>

#include "month/month.hpp"

namespace qonys {

namespace {

constexpr int rent_end_window = 3;        // months after the last rent payment
constexpr int obligation_end_window = 6;  // months after the obligation

bool has_obligation(const Families& f, std::uint32_t family, int now) {
    return f.obligation_end[family] != no_month && in_first_region(f, family) && now < f.obligation_end[family];
}

// Factors that follow from the benefits and obligations of a quota family, on top of `factor`.
float quota_factor(const State& state, std::uint32_t family, float factor) {
    const Families& f = state.population.families;
    const Leaving& l = state.scenario().leaving;
    if (f.owner[family]) factor *= static_cast<float>(l.owner_factor);
    if (has_obligation(f, family, state.now))
        factor *= static_cast<float>(l.obligation_factor);
    else if (f.obligation_end[family] > f.settled[family] && in_first_region(f, family) &&
             state.now < f.obligation_end[family] + obligation_end_window)
        factor *= static_cast<float>(l.obligation_end_factor);
    if (f.rent_ended[family] != no_month && state.now > f.rent_ended[family] &&
        state.now <= f.rent_ended[family] + rent_end_window)
        factor *= static_cast<float>(l.rent_end_factor);
    return factor;
}

void claw_back(State& state, std::uint32_t family, bool abroad) {
    Families& f = state.population.families;
    const Benefits& b = state.scenario().benefits;
    const int obliged = f.obligation_end[family] - f.settled[family], served = state.now - f.settled[family];
    const Tenge due = clawback_due(state.world->clawback, f.paid[family], served, obliged);
    if (due <= 0) return;
    Entry entry{due, family, state.now16(), f.region[family], f.origin[family], Instrument::relocation, EntryKind::due};
    state.ledger.post(entry);
    entry.kind = EntryKind::received;
    entry.amount = times(due, ten_thousandths(abroad ? b.clawback_recovered_abroad : b.clawback_recovered));
    const std::int64_t month = state.now + b.clawback_delay_months;
    if (entry.amount <= 0 || month >= state.world->months) return;
    entry.month = static_cast<std::int16_t>(month);
    state.receipts[static_cast<std::size_t>(month)].push_back(entry);
}

// Logit over the other regions, by kin, columns and distance from the region left (a race of exponentials, state.hpp).
std::size_t next_region(const State& state, std::uint32_t family) {
    const World& w = *state.world;
    const Families& f = state.population.families;
    const std::size_t from = f.region[family];
    std::size_t best = from;
    double least = std::numeric_limits<double>::infinity();
    for (std::size_t r = 0; r < w.regions; ++r) {
        if (r == from) continue;
        const std::uint32_t ordinal = w.region_tag[r] + f.leaving_ordinal[family];
        const double race = unit_exponential(state.key, f.agent[family], ordinal, Purpose::onward_taste);
        const double cost =
            race * state.kin_pull_inverse[state.cell(f.origin[family], r)] * w.travel_inverse[from * w.regions + r];
        if (cost < least) {
            least = cost;
            best = r;
        }
    }
    return best;
}

// In the new region everybody looks for work again; benefits of the old one end.
void arrive_in(State& state, std::uint32_t family, std::size_t to) {
    Families& f = state.population.families;
    f.region[family] = static_cast<std::uint8_t>(to);
    f.here_since[family] = state.now16();
    f.owner[family] = 0;
    f.rent_ended[family] = no_month;
    f.centre_until[family] = no_month;
    const double u = uniform(state.key, f.agent[family], 1u + f.leaving_ordinal[family], Purpose::settlement);
    f.village[family] = u >= state.scenario().places.city_share.at(to);
    state.kin_change[state.cell(f.origin[family], to)] += f.members[family];
}

// Returns whether the family lives in another region now, not abroad.
bool leave(State& state, std::uint32_t family) {
    Families& f = state.population.families;
    const std::size_t from = f.region[family], stream = static_cast<std::size_t>(f.stream[family]);
    const std::uint32_t ordinal = f.leaving_ordinal[family]++;
    const double u = uniform(state.key, f.agent[family], ordinal, Purpose::goes_abroad);
    const bool abroad = state.world->regions < 2 || u < state.scenario().leaving.abroad.at(f.origin[family]);
    if (has_obligation(f, family, state.now)) claw_back(state, family, abroad);
    if (f.owner[family] && f.lock_end[family] != no_month && state.now < f.lock_end[family]) state.count(M::lock_broken, from, 1);
    f.rent_payments_left[family] = 0;
    state.kin_change[state.cell(f.origin[family], from)] -= f.members[family];
    f.leaving_clock[family] = unit_exponential(state.key, f.agent[family], f.leaving_ordinal[family], Purpose::leaving_clock);
    if (abroad) {
        f.status[family] = FamilyStatus::returned;
        f.left[family] = state.now16();
        state.persons_left += f.members[family];
        state.count(M::returned, from, stream, f.members[family]);
        return false;
    }
    const std::size_t to = next_region(state, family);
    state.count(M::moved_on, from, stream, f.members[family]);
    state.count(M::moved_in, to, stream, f.members[family]);
    if (state.reported())
        state.tallies.cells[static_cast<std::size_t>(M::moves)][(from * state.world->regions + to) * stream_count + stream] +=
            f.members[family];
    arrive_in(state, family, to);
    return true;
}

void give_up_job(State& state, std::uint32_t person) {
    if (!works(state.population.persons.labour[person])) return;
    set_labour(state, person, Labour::searching);
    start_work_clock(state, person);
}

// Jobs end with the move.
void give_up_jobs(State& state, const std::vector<std::uint32_t>& moved) {
    const Families& f = state.population.families;
    const Persons& p = state.population.persons;
    for (std::uint32_t family : moved)
        for (std::uint32_t person = f.first_person[family]; person < p.size() && p.family[person] == family; ++person)
            give_up_job(state, person);
    if (moved.empty() || state.now < adult_age * 12) return;
    // Members born in the run stand apart in the columns, and by now the first of them are of age.
    for (std::uint32_t person = 0; person < p.size(); ++person) {
        const std::uint32_t family = p.family[person];
        if (p.born[person] >= 0 && f.here_since[family] == state.now && f.settled[family] != state.now)
            give_up_job(state, person);
    }
}

// Families of each cohort (month of settling) that still live in their first region are at risk in this month.
void tally_at_risk(State& state) {
    if (!state.reported()) return;
    const std::size_t width = state.world->regions * stream_count;
    auto& at_risk = state.tallies.cells[static_cast<std::size_t>(M::family_at_risk)];
    for (std::size_t settled = 0; settled <= static_cast<std::size_t>(state.now); ++settled)
        for (std::size_t i = 0; i < width; ++i)
            at_risk[(static_cast<std::size_t>(state.now) - settled) * width + i] += state.in_first_region[settled * width + i];
}

void tally_left(State& state, std::uint32_t family) {
    const Families& f = state.population.families;
    const std::size_t width = state.world->regions * stream_count;
    const std::size_t cell = f.first_region[family] * stream_count + static_cast<std::size_t>(f.stream[family]);
    const std::size_t settled = static_cast<std::size_t>(f.settled[family]);
    --state.in_first_region[settled * width + cell];
    if (state.reported())
        ++state.tallies
              .cells[static_cast<std::size_t>(M::family_left)][(static_cast<std::size_t>(state.now) - settled) * width + cell];
}

}  // namespace

void move_on(State& state) {
    const World& w = *state.world;
    Families& f = state.population.families;
    tally_at_risk(state);
    // Plain pointers: the compiler cannot know that writing a clock leaves the columns where they are.
    const FamilyStatus* status = f.status.data();
    const Stream* stream = f.stream.data();
    const std::uint8_t *origin = f.origin.data(), *region = f.region.data(), *working_age = f.working_age.data();
    const std::uint8_t *employed = f.employed.data(), *self_employed = f.self_employed.data();
    const std::int16_t *settled = f.settled.data(), *here_since = f.here_since.data();
    const float *regional = state.leaving_hazard.data(), *settling = w.settling.data();
    float* clock = f.leaving_clock.data();
    const float jobless_factor[2] = {1, static_cast<float>(state.scenario().leaving.jobless_factor)};
    std::vector<std::uint32_t> moved;
    const std::uint32_t families = static_cast<std::uint32_t>(f.size());
    for (std::uint32_t family = 0; family < families; ++family) {
        if ((status[family] != FamilyStatus::settled) | (settled[family] == state.now))
            continue;  // nobody leaves in the month of settling
        const std::size_t cell =
            (static_cast<std::size_t>(stream[family]) * w.origins + origin[family]) * w.regions + region[family];
        const bool jobless = (working_age[family] > 0) & (employed[family] + self_employed[family] == 0);
        float factor = jobless_factor[jobless];
        if (stream[family] == Stream::kandas_quota) factor = quota_factor(state, family, factor);
        const float hazard = regional[cell] * settling[state.now - here_since[family]] * factor;
        if ((clock[family] -= hazard) > 0) continue;
        if (in_first_region(f, family)) tally_left(state, family);
        if (leave(state, family)) moved.push_back(family);
    }
    give_up_jobs(state, moved);
}

}  // namespace qonys
