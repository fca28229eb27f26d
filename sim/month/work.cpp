// Jobs found and lost, businesses started: one hazard clock for each person in the labour force. Subsidised jobs that end early.
#include <algorithm>
#include <cmath>

#include "month/month.hpp"

namespace qonys {

namespace {

// Finding work takes longer where settlers have filled the jobs that are open to them.
double tightness(const State& state, std::size_t region) {
    const Work& work = state.scenario().work;
    const double places = open_jobs(state, region);
    const double free = std::max(0.0, places - static_cast<double>(state.jobs_taken[region]));
    return places > 0 ? std::pow(free / places, work.tightness_elasticity) : std::pow(0.0, work.tightness_elasticity);
}

// Monthly hazard of finding a job, by region and education, outside adaptation centres.
std::vector<float> find_hazards(const State& state) {
    const World& w = *state.world;
    const Work& work = state.scenario().work;
    const double season = work.season.at(static_cast<std::size_t>(state.month().month_of_year()));
    std::vector<float> hazards;
    for (std::size_t r = 0; r < w.regions; ++r) {
        const double here = job_finding(state, r, season);
        for (double education : work.education_factor.cells) hazards.push_back(static_cast<float>(here * education));
    }
    return hazards;
}

// Hazards of finding work, the same for all who search in a month.
struct Search {
    std::vector<float> find;  // [region, education]
    std::size_t educations = 0;
    float business = 0, centre = 0, programme = 1;
};

void look_for_work(State& state, std::uint32_t person, const Search& search) {
    const Families& f = state.population.families;
    Persons& p = state.population.persons;
    const std::uint32_t family = p.family[person];
    if (f.status[family] != FamilyStatus::settled || f.settled[family] == state.now) return;
    const bool in_centre = f.centre_until[family] != no_month && state.now < f.centre_until[family];
    const float job = search.find[f.region[family] * search.educations + p.education[person]] *
                      (in_centre ? search.centre : 1.0f) *
                      (in_programme(f, family) && in_first_region(f, family) ? search.programme : 1.0f);
    if ((p.work_clock[person] -= job + search.business) > 0) return;
    const Agent agent = person_agent(f.agent[family], p.member[person]);
    const double u = uniform(state.key, agent, p.work_ordinal[person], Purpose::work_kind);
    const bool own = u * (job + search.business) < search.business;
    begin_work(state, person, own ? Labour::self_employed : Labour::employed);
}

void end_subsidy(State& state, const SubsidisedJob& job) {
    const Persons& p = state.population.persons;
    const std::uint32_t family = p.family[job.person];
    const Families& f = state.population.families;
    state.count(M::subsidies_broken, job.region, 1);
    Entry entry{job.amount,           family,           state.now16(),
                job.region,           f.origin[family], static_cast<std::uint8_t>(f.stream[family]),
                Instrument::employer, EntryKind::due};
    state.ledger.post(entry);
    entry.kind = EntryKind::received;
    entry.amount = times(job.amount, ten_thousandths(state.scenario().employers.recovered));
    if (entry.amount > 0) state.ledger.post(entry);
    entry.kind = EntryKind::written_off;
    entry.amount = job.amount - entry.amount;
    if (entry.amount > 0) state.ledger.post(entry);
}

void watch_subsidised_jobs(State& state) {
    const Persons& p = state.population.persons;
    const Families& f = state.population.families;
    std::size_t kept = 0;
    for (const SubsidisedJob& job : state.subsidised_jobs) {
        // Kept long enough; death and retirement break nothing.
        if (state.now >= job.until || p.labour[job.person] == Labour::dead || p.labour[job.person] == Labour::pensioner) continue;
        const bool goes_on = p.labour[job.person] == Labour::employed && p.work_ordinal[job.person] == job.ordinal &&
                             f.status[p.family[job.person]] == FamilyStatus::settled;
        if (goes_on)
            state.subsidised_jobs[kept++] = job;
        else
            end_subsidy(state, job);
    }
    state.subsidised_jobs.resize(kept);
}

}  // namespace

double job_finding(const State& state, std::size_t region, double season) {
    return state.scenario().work.find_hazard * season * state.world->find_factor[region] * tightness(state, region);
}

double open_jobs(const State& state, std::size_t region) {
    const Work& work = state.scenario().work;
    return work.open_places.at(region) + work.new_places.at(region) * state.now / 12.0;
}

void begin_work(State& state, std::uint32_t person, Labour labour) {
    Families& f = state.population.families;
    Persons& p = state.population.persons;
    const std::uint32_t family = p.family[person];
    const std::uint16_t ordinal = p.work_ordinal[person];
    set_labour(state, person, labour);
    start_work_clock(state, person);
    const bool hired = labour == Labour::employed;
    if (hired) state.count(M::hired, f.region[family], stream_of(state, family), 1);
    if (!in_programme(f, family) || !in_first_region(f, family)) return;
    const Employers& e = state.scenario().employers;
    const Agent agent = person_agent(f.agent[family], p.member[person]);
    const Tenge amount = hired ? state.rules().employer_subsidy : state.rules().business_grant;
    if (amount <= 0 || uniform(state.key, agent, ordinal, hired ? Purpose::employer_subsidy : Purpose::business_grant) >=
                           (hired ? e.share : e.grant_share))
        return;
    claim(state, {amount, family, person, hired ? Instrument::employer : Instrument::business, f.region[family],
                  p.work_ordinal[person]});
}

void work(State& state) {
    const Work& w = state.scenario().work;
    Persons& p = state.population.persons;
    const Search search{find_hazards(state), w.education_factor.cells.size(), static_cast<float>(w.business_hazard),
                        static_cast<float>(w.centre_factor),
                        state.rules().employer_subsidy > 0 ? static_cast<float>(state.scenario().employers.find_factor) : 1.0f};
    const float loss = static_cast<float>(w.loss_hazard);

    // First the clocks of all who work. The labour status has no pattern that the processor could guess, hence raw pointers and
    // arithmetic in place of branches. Then those whose clock has run out, and those who search.
    const FamilyStatus* status = state.population.families.status.data();
    const std::uint32_t* family = p.family.data();
    const Labour* labour = p.labour.data();
    float* clock = p.work_clock.data();
    std::vector<std::uint32_t> due(p.size());
    std::size_t due_count = 0;
    for (std::uint32_t person = 0; person < due.size(); ++person) {
        const bool working = works(labour[person]) & (status[family[person]] == FamilyStatus::settled);
        clock[person] -= static_cast<float>(working) * loss;
        due[due_count] = person;
        due_count += (labour[person] == Labour::searching) | (working & (clock[person] <= 0));
    }
    due.resize(due_count);
    for (std::uint32_t person : due) {
        if (labour[person] == Labour::searching) {
            look_for_work(state, person, search);
        } else {
            set_labour(state, person, Labour::searching);
            start_work_clock(state, person);
        }
    }
    watch_subsidised_jobs(state);
}

}  // namespace qonys
