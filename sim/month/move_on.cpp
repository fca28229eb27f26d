// Families leave their region, for another one or abroad; those who break an obligation or a lock owe support that they were
// paid.
#include <limits>

#include "month/leaving_factors.hpp"
#include "month/month.hpp"

namespace qonys {

namespace {

ProgrammeTerms terms_of(const Families& f, std::uint32_t family) {
    return {f.owner[family] != 0, in_first_region(f, family), f.settled[family], f.obligation_end[family], f.rent_ended[family]};
}

// Factors that follow from the benefits and obligations of a programme family, on top of `factor`.
float programme_factor(const State& state, std::uint32_t family, float factor) {
    each_programme_factor(state, terms_of(state.population.families, family), [&](Holds, float by) { factor *= by; });
    return factor;
}

bool has_higher_education(const State& state, std::uint32_t family) {
    const Persons& p = state.population.persons;
    constexpr std::uint8_t higher = 0;
    for (std::uint32_t person = state.population.families.first_person[family]; person < p.size() && p.family[person] == family;
         ++person)
        if (p.education[person] == higher && of_working_age(p.labour[person])) return true;
    return false;
}

// What a family that leaves has to repay: by the rule what it was paid, and the whole certificate while the lock is in force.
void claw_back(State& state, std::uint32_t family, bool obliged, bool locked, bool abroad, std::uint32_t ordinal) {
    const Families& f = state.population.families;
    const std::size_t region = f.region[family];
    if (obliged && is_exempt(state, family, ordinal)) {
        state.count(M::exempt_departures, region, 1);
        return;
    }
    if (obliged) state.count(M::breaches, region, 1);
    const Tenge certificate = locked ? certificate_paid(state, family) : 0;
    Tenge due = certificate;
    if (obliged) {
        const int months = f.obligation_end[family] - f.settled[family], served = state.now - f.settled[family];
        const auto reclaimed = state.reclaimed.find(family);
        const Tenge before = reclaimed == state.reclaimed.end() ? 0 : reclaimed->second;
        due += clawback_due(state.rules().clawback, f.paid[family] - certificate - before, served, months);
    }
    demand_repayment(state, family, region, due, abroad, ordinal);
}

// Logit over the other regions, by kin, columns and distance from the region left (a race of exponentials: World in state.hpp).
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
        const double cost = race * state.kin_pull_inverse[state.cell(f.origin[family], r)] *
                            w.travel_inverse[from * w.regions + r] * tie_inverse(state, family, r);
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
    state.settled_at[state.cell(f.origin[family], to)].push_back(family);
}

void move_within(State& state, std::uint32_t family, std::size_t to) {
    const Families& f = state.population.families;
    const std::size_t from = f.region[family], stream = stream_of(state, family);
    state.count(M::moved_on, from, stream, f.members[family]);
    state.count(M::moved_in, to, stream, f.members[family]);
    if (state.reported())
        state.tallies.cells[static_cast<std::size_t>(M::moves)][(from * state.world->regions + to) * stream_count + stream] +=
            f.members[family];
    arrive_in(state, family, to);
}

// Back to the country or the region it came from, or on to another region. Returns whether it lives in another region now.
bool leave(State& state, std::uint32_t family) {
    const World& w = *state.world;
    Families& f = state.population.families;
    const std::size_t from = f.region[family], home = w.home_region[f.origin[family]];
    const std::uint32_t ordinal = f.leaving_ordinal[family]++;
    const bool back =
        uniform(state.key, f.agent[family], ordinal, Purpose::goes_abroad) < state.scenario().leaving.back.at(f.origin[family]);
    const bool abroad = w.regions < 2 || (back && home == no_region);
    const bool locked = f.owner[family] && f.lock_end[family] != no_month && state.now < f.lock_end[family];
    if (locked) state.count(M::lock_broken, from, 1);
    const bool obliged = terms_of(f, family).has_obligation(state.now);
    if (obliged || locked) claw_back(state, family, obliged, locked, abroad, ordinal);
    f.rent_payments_left[family] = 0;
    state.kin_change[state.cell(f.origin[family], from)] -= f.members[family];
    f.leaving_clock[family] = unit_exponential(state.key, f.agent[family], f.leaving_ordinal[family], Purpose::leaving_clock);
    if (abroad) {
        state.count(M::returned, from, stream_of(state, family), f.members[family]);
        depart(state, family, FamilyStatus::returned);
        return false;
    }
    move_within(state, family, back && home != no_region && home != from ? home : next_region(state, family));
    return true;
}

// Ties lead to where the other family lives now, and end when it has left or died out.
void follow_ties(State& state) {
    Families& f = state.population.families;
    const std::uint32_t families = static_cast<std::uint32_t>(f.size());
    for (std::uint32_t family = 0; family < families; ++family) {
        const std::uint32_t kin = f.tie[family];
        if (kin == no_family) continue;
        if (f.status[kin] == FamilyStatus::settled) {
            f.tie_region[family] = f.region[kin];
        } else {
            f.tie[family] = no_family;
            f.tie_region[family] = no_region;
        }
    }
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

// Holders of an academic degree may move for research.
bool is_exempt(const State& state, std::uint32_t family, std::uint32_t ordinal) {
    return uniform(state.key, state.population.families.agent[family], ordinal, Purpose::exemption) <
               state.scenario().clawback.exempt_share &&
           has_higher_education(state, family);
}

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
    const Leaving& leaving = state.scenario().leaving;
    const float jobless_factor[2] = {1, static_cast<float>(leaving.jobless_factor)};
    const float tie_factor[3] = {1, static_cast<float>(leaving.tie_here_factor),
                                 static_cast<float>(leaving.tie_elsewhere_factor)};
    const std::uint8_t* tie_region = f.tie_region.data();
    bool programme[stream_count];
    for (std::size_t s = 0; s < stream_count; ++s) programme[s] = streams[s].programme;
    std::vector<std::uint32_t> moved;
    const std::uint32_t families = static_cast<std::uint32_t>(f.size());
    for (std::uint32_t family = 0; family < families; ++family) {
        if ((status[family] != FamilyStatus::settled) | (settled[family] == state.now))
            continue;  // nobody leaves in the month of settling
        const std::size_t cell =
            (static_cast<std::size_t>(stream[family]) * w.origins + origin[family]) * w.regions + region[family];
        const bool jobless = (working_age[family] > 0) & (employed[family] + self_employed[family] == 0);
        const std::size_t tie = (tie_region[family] != no_region) * (1U + (tie_region[family] != region[family]));
        float factor = jobless_factor[jobless] * tie_factor[tie];
        if (programme[static_cast<std::size_t>(stream[family])]) factor = programme_factor(state, family, factor);
        const float hazard = regional[cell] * settling[state.now - here_since[family]] * factor;
        if ((clock[family] -= hazard) > 0) continue;
        if (in_first_region(f, family)) tally_left(state, family);
        if (leave(state, family)) moved.push_back(family);
    }
    give_up_jobs(state, moved);
    follow_ties(state);
}

}  // namespace qonys
