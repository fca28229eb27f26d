// Births, deaths, coming of age and pensions in settled families.
#include <algorithm>

#include "month/month.hpp"

namespace qonys {

namespace {

std::size_t row_of_year(const std::vector<int>& years, int year) {
    std::size_t row = 0;
    while (row + 1 < years.size() && years[row + 1] <= year) ++row;
    return row;
}

void die(State& state, std::uint32_t person) {
    Families& f = state.population.families;
    const std::uint32_t family = state.population.persons.family[person];
    set_labour(state, person, Labour::dead);
    state.persons_dead++;
    state.kin_change[state.cell(f.origin[family], f.region[family])] -= 1;
    state.count(M::deaths, f.region[family], static_cast<std::size_t>(f.stream[family]), 1);
    if (--f.members[family] > 0) return;
    f.status[family] = FamilyStatus::extinct;
    if (in_first_region(f, family))
        --state.in_first_region[(static_cast<std::size_t>(f.settled[family]) * state.world->regions + f.region[family]) *
                                    stream_count +
                                static_cast<std::size_t>(f.stream[family])];
}

void give_birth(State& state, std::uint32_t mother) {
    Families& f = state.population.families;
    Persons& p = state.population.persons;
    const std::uint32_t family = p.family[mother];
    const Agent mother_agent = person_agent(f.agent[family], p.member[mother]);
    const std::uint32_t ordinal = ++p.birth_ordinal[mother];
    p.birth_clock[mother] = unit_exponential(state.key, mother_agent, ordinal, Purpose::birth_clock);
    if (f.next_member[family] >= most_members) return;
    const double ratio = state.scenario().demography.boys_per_girl;
    const bool boy = uniform(state.key, mother_agent, ordinal, Purpose::child_sex) < ratio / (1 + ratio);
    // Schooling that the child will have as an adult: as the mother's.
    add_member(state.population, family, boy ? Sex::male : Sex::female, 0, p.education[mother], state.world->arrivals.pension_age,
               state.now16(), state.key);
    state.persons_born++;
    state.kin_change[state.cell(f.origin[family], f.region[family])] += 1;
    state.count(M::births, f.region[family], static_cast<std::size_t>(f.stream[family]), 1);
}

}  // namespace

void age(State& state) {
    const World& w = *state.world;
    const std::vector<float>& deaths = w.monthly_deaths[row_of_year(w.death_years, state.month().year())];
    const std::vector<float>& births = w.monthly_births[row_of_year(w.birth_years, state.month().year())];
    Persons& p = state.population.persons;
    const int adult = adult_age * 12, pension[2] = {w.arrivals.pension_age[0] * 12, w.arrivals.pension_age[1] * 12};

    // First the clocks of all, without branches on sex and age, which the processor could not guess; then those whose
    // month it is.
    const FamilyStatus* status = state.population.families.status.data();
    const Labour* labour = p.labour.data();
    const std::uint32_t* family = p.family.data();
    const std::int16_t* born = p.born.data();
    const Sex* sexes = p.sex.data();
    float *death_clock = p.death_clock.data(), *birth_clock = p.birth_clock.data();
    std::vector<std::uint32_t> due(p.size());
    std::size_t due_count = 0;
    for (std::uint32_t person = 0; person < due.size(); ++person) {
        if ((labour[person] == Labour::dead) | (status[family[person]] != FamilyStatus::settled)) continue;
        const bool woman = sexes[person] == Sex::female;
        const int age_months = state.now - born[person];
        const std::size_t at =
            static_cast<std::size_t>(std::clamp(age_months - 1, 0, oldest_months - 1));  // age as the month began
        const std::size_t sex = static_cast<std::size_t>(sexes[person]);
        death_clock[person] -= deaths[sex * oldest_months + at];
        birth_clock[person] -= births[at] * static_cast<float>(woman);
        const bool birth = woman & (birth_clock[person] <= 0), birthday = (age_months == adult) | (age_months == pension[sex]);
        due[due_count] = person;
        due_count += (death_clock[person] <= 0) | birth | birthday;
    }
    due.resize(due_count);
    for (std::uint32_t person : due) {
        if (p.death_clock[person] <= 0) {
            die(state, person);
            continue;
        }
        const int age_months = state.now - p.born[person];
        if (p.sex[person] == Sex::female && p.birth_clock[person] <= 0) give_birth(state, person);
        if (age_months == adult || age_months == pension[static_cast<std::size_t>(p.sex[person])])
            update_labour_for_age(state, person, age_months);
    }
}

}  // namespace qonys
