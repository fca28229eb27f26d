// End of the month: repayments come in, kin stocks move, measures are taken, identities are checked.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

#include "accounts/identities.hpp"
#include "base/problems.hpp"
#include "month/month.hpp"
#include "people/kin.hpp"

namespace qonys {

namespace {

void receive_repayments(State& state) {
    for (const Entry& entry : state.receipts[static_cast<std::size_t>(state.now)]) state.ledger.post(entry);
    state.receipts[static_cast<std::size_t>(state.now)].clear();
}

void move_kin(State& state) {
    for (std::size_t cell = 0; cell < state.kin.size(); ++cell) {
        state.kin[cell] = std::max(0.0, state.kin[cell] + state.kin_change[cell]);
        state.kin_change[cell] = 0;
    }
}

M measure_of_repayment(const Entry& e) {
    if (e.instrument == Instrument::employer) return e.kind == EntryKind::due ? M::subsidy_due : M::subsidy_received;
    return e.kind == EntryKind::due        ? M::clawback_due
           : e.kind == EntryKind::received ? M::clawback_received
                                           : M::clawback_written_off;
}

void measure_ledger(State& state) {
    for (; state.ledger_read < state.ledger.entries.size(); ++state.ledger_read) {
        const Entry& e = state.ledger.entries[state.ledger_read];
        const std::size_t instrument = static_cast<std::size_t>(e.instrument);
        if (e.kind == EntryKind::paid) {
            state.count(M::spending, e.region, e.stream, instrument, e.amount);
            state.count(M::spending_by_origin, e.origin, instrument, e.amount);
        } else if (e.instrument != Instrument::employer || e.kind != EntryKind::written_off) {
            state.count(measure_of_repayment(e), e.region, e.amount);
        }
    }
}

void measure_stocks(State& state) {
    const Families& f = state.population.families;
    const std::size_t month = static_cast<std::size_t>(state.now - state.world->warm_up);
    const auto cells = [&](M m) {  // of this month
        const std::size_t i = static_cast<std::size_t>(m);
        return state.tallies.cells[i].data() + month * state.world->widths[i][0];
    };
    std::int64_t *stock = cells(M::stock), *working_age = cells(M::working_age), *employed = cells(M::employed);
    std::int64_t *self_employed = cells(M::self_employed), *retained = cells(M::retained);
    for (std::uint32_t family = 0; family < f.size(); ++family) {
        if (f.status[family] != FamilyStatus::settled) continue;
        const std::size_t region = f.region[family], stream = static_cast<std::size_t>(f.stream[family]);
        const std::size_t cell = (region * state.world->origins + f.origin[family]) * stream_count + stream;
        stock[cell] += f.members[family];
        working_age[cell] += f.working_age[family];
        employed[cell] += f.employed[family];
        self_employed[region * stream_count + stream] += f.self_employed[family];
        if (in_first_region(f, family)) retained[region * stream_count + stream] += f.members[family];
    }
    for (const Waiting& waiting : state.queue)
        state.count(M::waiting, f.origin[waiting.family], inflow_at(state, waiting.family), f.members[waiting.family]);
    for (std::size_t o = 0; o < state.world->origins; ++o) state.count(M::embassy_waiting, o, state.persons_abroad[o]);
}

// Sum of a measure of the month over all its axes but the first, region.
std::int64_t in_region(const State& state, M measure, std::size_t region) {
    const World& w = *state.world;
    const std::size_t m = static_cast<std::size_t>(measure), width = w.widths[m][2] * w.widths[m][3];
    const std::size_t first = static_cast<std::size_t>(state.now - w.warm_up) * w.widths[m][0] + region * width;
    const auto cells = state.tallies.cells[m].begin() + static_cast<std::ptrdiff_t>(first);
    return std::accumulate(cells, cells + static_cast<std::ptrdiff_t>(width), std::int64_t{0});
}

// Settlers and the jobs they hold, by region: what rents, home prices and the search for work answer to in the next month.
void count_settlers(State& state) {
    const Families& f = state.population.families;
    const std::size_t regions = state.world->regions;
    state.settlers.assign(regions, 0);
    state.jobs_taken.assign(regions, 0);
    if (state.reported()) {
        for (std::size_t r = 0; r < regions; ++r) {
            state.settlers[r] = static_cast<double>(in_region(state, M::stock, r));
            state.jobs_taken[r] = in_region(state, M::employed, r);
        }
        return;
    }
    for (std::size_t family = 0; family < f.size(); ++family) {
        if (f.status[family] != FamilyStatus::settled) continue;
        state.settlers[f.region[family]] += f.members[family];
        state.jobs_taken[f.region[family]] += f.employed[family];
    }
}

void measure_regions(State& state) {
    const World& w = *state.world;
    const Scenario& s = state.scenario();
    for (std::size_t r = 0; r < w.regions; ++r) {
        for (std::size_t stream = 0; stream < stream_count; ++stream) {
            const std::int64_t quota = state.rules().quota[stream][r];  // without those carried over, which were counted before
            state.count(M::quota, r, stream, quota);
            state.count(M::quota_left, r, stream, std::max<std::int64_t>(0, quota - state.quota_used[stream][r]));
        }
        constexpr double most = 1e15;  // tenge, so that it is a whole number of 64 bits
        const double rent = s.places.rent.at(r) * std::pow(state.crowding[r], s.housing.rent_elasticity);
        state.count(M::rent_level, r, std::llround(std::min(most, rent)));
        state.count(M::home_price_level, r, std::llround(std::min(most, typical_home_price(state, r, 0) / s.housing.home_area)));
    }
    for (std::size_t r = 0; r < w.regions; ++r)
        state.count(M::free_jobs, r,
                    std::max<std::int64_t>(0, static_cast<std::int64_t>(open_jobs(state, r)) - state.jobs_taken[r]));
    for (const Claim& claim : state.claims_waiting)
        state.count(M::claims_waiting, claim.region, static_cast<std::size_t>(claim.instrument), 1);
    const std::vector<Tenge>& caps = state.rules().caps;
    for (std::size_t cell = 0; cell < caps.size(); ++cell)
        if (caps[cell] >= 0)
            state.count(M::budget_left, cell % w.regions, cell / w.regions,
                        std::max<Tenge>(0, caps[cell] - state.budget_spent[cell]));
}

// Groups of families joined by ties, once.
void measure_kin(State& state) {
    const std::vector<std::int64_t> groups = kin_components(state.population.families);
    state.tallies.cells[static_cast<std::size_t>(M::kin_components)] = groups;
}

// What has become of the families placed in each calendar year, once. A cohort is told by the month in which its place was
// given, so that persons and payments stand against the persons placed in that year and region.
void measure_cohorts(State& state) {
    const World& w = *state.world;
    const Families& f = state.population.families;
    const std::size_t streams_of_cohort = w.regions * stream_count;
    const int first_year = (w.start + w.warm_up).year();
    std::vector<std::size_t> cohort_of_month;  // from the start of the warm-up
    for (int month = 0; month < w.months; ++month)
        cohort_of_month.push_back(month < w.warm_up ? 0 : static_cast<std::size_t>((w.start + month).year() - first_year));
    const auto has_cohort = [&](std::uint32_t family) {
        return f.settled[family] != no_month && f.settled[family] >= w.warm_up && in_programme(f, family);
    };
    const auto cell_of = [&](std::uint32_t family) {
        return cohort_of_month[static_cast<std::size_t>(f.settled[family])] * streams_of_cohort +
               f.first_region[family] * stream_count + static_cast<std::size_t>(f.stream[family]);
    };
    std::vector<std::int64_t>& retained = state.tallies.cells[static_cast<std::size_t>(M::cohort_retained)];
    std::vector<std::int64_t>& spending = state.tallies.cells[static_cast<std::size_t>(M::cohort_spending)];
    for (std::uint32_t family = 0; family < f.size(); ++family)
        if (has_cohort(family) && f.status[family] == FamilyStatus::settled && in_first_region(f, family))
            retained[cell_of(family)] += f.members[family];
    for (const Entry& e : state.ledger.entries)
        if (e.kind == EntryKind::paid && has_cohort(e.family))  // nobody is paid before the placement
            spending[cell_of(e.family) * instrument_count + static_cast<std::size_t>(e.instrument)] += e.amount;
}

// Persons and workers of the family columns, recounted from the person columns.
void check_counts(const State& state) {
    const Families& f = state.population.families;
    const Persons& p = state.population.persons;
    const std::string when = to_string(state.month());
    std::int64_t in_families = 0, dead = 0, left = 0, alive_in_country = 0, working_families = 0, working = 0, adult_families = 0,
                 adults = 0;
    for (std::uint32_t family = 0; family < f.size(); ++family) {
        if (!in_country(f.status[family])) continue;
        in_families += f.members[family];
        working_families += f.employed[family] + f.self_employed[family];
        adult_families += f.working_age[family];
    }
    for (std::uint32_t person = 0; person < p.size(); ++person) {
        if (f.status[p.family[person]] == FamilyStatus::abroad) continue;  // not arrived yet
        if (p.labour[person] == Labour::dead) {
            ++dead;
        } else if (in_country(f.status[p.family[person]])) {
            ++alive_in_country;
            working += works(p.labour[person]);
            adults += of_working_age(p.labour[person]);
        } else {
            ++left;
        }
    }
    require_equal(when, "persons in (arrived + born) and persons present + left + dead", state.persons_in + state.persons_born,
                  alive_in_country + left + dead);
    require_equal(when, "members of families in the country and persons recounted", in_families, alive_in_country);
    require_equal(when, "workers by family and workers recounted", working_families, working);
    require_equal(when, "persons of working age by family and recounted", adult_families, adults);
    require_equal(when, "deaths counted and dead persons", state.persons_dead, dead);
    require_equal(when, "departures counted and persons who left", state.persons_left, left);
}

// The cohorts behind the retention curve.
void check_cohorts(const State& state) {
    const Families& f = state.population.families;
    std::int64_t recounted = 0, counted = 0;
    for (std::uint32_t family = 0; family < f.size(); ++family)
        recounted += f.status[family] == FamilyStatus::settled && in_first_region(f, family);
    for (std::int64_t families : state.in_first_region) counted += families;
    require_equal(to_string(state.month()), "families in their first region by cohort and recounted", counted, recounted);
}

void check_quota(const State& state) {
    const Families& f = state.population.families;
    const int january = state.now - state.month().month_of_year();
    std::array<std::int64_t, stream_count> placed{};
    for (std::uint32_t family = 0; family < f.size(); ++family) {
        if (f.settled[family] == no_month || !in_programme(f, family)) {
            if (f.paid[family] != 0)
                throw BrokenInvariant(to_string(state.month()) + ": a family without a quota place was paid");
            continue;
        }
        if (f.settled[family] >= january) placed[static_cast<std::size_t>(f.stream[family])] += f.size_when_placed[family];
    }
    for (std::size_t s = 0; s < stream_count; ++s) {
        std::int64_t used = 0;
        for (std::int64_t persons : state.quota_used[s]) used += persons;
        require_equal(to_string(state.month()),
                      std::string("quota used and persons placed in the calendar year, ") + streams[s].label, used, placed[s]);
    }
}

// Money promised is paid, claimed and waiting for budget, or still to fall due.
void check_commitments(const State& state) {
    Tenge paid = state.ledger.total[static_cast<int>(EntryKind::paid)], open = 0;
    for (const Claim& claim : state.claims_waiting) open += claim.amount;
    for (const RentSupport& support : state.drawing_rent) open += support.promised * support.payments_left;
    require_equal(to_string(state.month()), "money committed and money paid or still to be paid", state.committed, paid + open);
}

// No benefit beyond its maximum, and nobody is paid after leaving the region of placement.
void check_payments(const State& state) {
    const Families& f = state.population.families;
    int most_rent = 0;
    for (const Rules& rules : state.world->rules) most_rent = std::max(most_rent, rules.rent_months);
    std::vector<std::array<int, instrument_count>> payments(f.size());
    std::vector<Tenge> paid(f.size());
    const auto stop = [](std::uint32_t family, const char* what) {
        throw BrokenInvariant(fmt::format("family {} {}", family, what));
    };
    for (const Entry& e : state.ledger.entries) {
        if (e.kind != EntryKind::paid) continue;
        if (e.instrument == Instrument::employer) continue;
        paid[e.family] += e.amount;
        ++payments[e.family][static_cast<std::size_t>(e.instrument)];
        if (f.left[e.family] != no_month && e.month > f.left[e.family]) stop(e.family, "was paid after leaving the country");
        if (e.region != f.first_region[e.family]) stop(e.family, "was paid outside the region of its quota place");
    }
    for (std::uint32_t family = 0; family < f.size(); ++family) {
        if (payments[family][0] > 1) stop(family, "was paid the relocation grant twice");
        if (payments[family][1] > most_rent) stop(family, "drew rent support longer than the rule allows");
        if (payments[family][2] > 1) stop(family, "was given two certificates");
        if (paid[family] != f.paid[family]) stop(family, "was paid another sum than the ledger says");
    }
}

// Arrivals are limited by the reader; births, over decades at a fertility far above any on record, are limited here.
void check_size(const State& state) {
    constexpr std::size_t most_persons = 60'000'000;  // about 4 GB of columns
    if (state.population.persons.size() <= most_persons) return;
    Problems problems;
    problems.add({}, "demography.fertility",
                 fmt::format("by {} more than {} persons would have been simulated", to_string(state.month()), most_persons),
                 "lower it or the arrivals, or simulate fewer years");
    throw BadInput(std::move(problems));
}

}  // namespace

void account(State& state) {
    check_size(state);
    receive_repayments(state);
    move_kin(state);
    measure_ledger(state);
    if (state.reported()) measure_stocks(state);
    count_settlers(state);
    if (state.reported()) measure_regions(state);
    // The recount reads every person: once a year and at the end is enough to find a leak, and costs little.
    if (state.month().month_of_year() == 11 || state.now + 1 == state.world->months) {
        check_counts(state);
        check_quota(state);
        check_cohorts(state);
        check_commitments(state);
        check_ledger(state.ledger, to_string(state.month()));
    }
    if (state.now + 1 == state.world->months) {
        measure_kin(state);
        measure_cohorts(state);
        check_payments(state);
    }
}

}  // namespace qonys
