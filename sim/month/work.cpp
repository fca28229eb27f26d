// Jobs found and lost, businesses started: one hazard clock for each person in the labour force.
#include "month/month.hpp"

namespace qonys {

namespace {

// Monthly hazard of finding a job, by region and education, outside adaptation centres.
std::vector<float> find_hazards(const State& state) {
    const World& w = *state.world;
    const Work& work = state.scenario().work;
    const double season = work.season.at(static_cast<std::size_t>(state.month().month_of_year()));
    std::vector<float> hazards;
    for (std::size_t r = 0; r < w.regions; ++r)
        for (double education : work.education_factor.cells)
            hazards.push_back(static_cast<float>(work.find_hazard * education * season * w.find_factor[r]));
    return hazards;
}

// Hazards of finding work, the same for all who search in a month.
struct Search {
    std::vector<float> find;  // [region, education]
    std::size_t educations = 0;
    float business = 0, centre = 0;
};

void look_for_work(State& state, std::uint32_t person, const Search& search) {
    const Families& f = state.population.families;
    Persons& p = state.population.persons;
    const std::uint32_t family = p.family[person];
    if (f.status[family] != FamilyStatus::settled || f.settled[family] == state.now) return;
    const bool in_centre = f.centre_until[family] != no_month && state.now < f.centre_until[family];
    const float job =
        search.find[f.region[family] * search.educations + p.education[person]] * (in_centre ? search.centre : 1.0f);
    if ((p.work_clock[person] -= job + search.business) > 0) return;
    const Agent agent = person_agent(f.agent[family], p.member[person]);
    const double u = uniform(state.key, agent, p.work_ordinal[person], Purpose::work_kind);
    const bool own = u * (job + search.business) < search.business;
    set_labour(state, person, own ? Labour::self_employed : Labour::employed);
    start_work_clock(state, person);
}

}  // namespace

void work(State& state) {
    const Work& w = state.scenario().work;
    Persons& p = state.population.persons;
    const Search search{find_hazards(state), w.education_factor.cells.size(), static_cast<float>(w.business_hazard),
                        static_cast<float>(w.centre_factor)};
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
}

}  // namespace qonys
