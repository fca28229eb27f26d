#include "people/arrivals.hpp"

#include <algorithm>
#include <cmath>

#include "base/problems.hpp"

namespace qonys {

namespace {

std::vector<double> cumulative_row(const Table& table, std::size_t row) {
    const std::size_t width = table.axes.back().size();
    std::vector<double> sums(width);
    double sum = 0;
    for (std::size_t i = 0; i < width; ++i) sums[i] = sum += table.cells[row * width + i];
    sums.back() = 1;  // shares sum to 1 within 1e-6 only
    return sums;
}

// "20-24" is 20 and 5 years.
void parse_age_group(const std::string& label, int& start, int& width) {
    const std::size_t dash = label.find('-');
    start = std::stoi(label.substr(0, dash));
    width = std::stoi(label.substr(dash + 1)) - start + 1;
}

enum class AgeClass { minor, working, retired };

// Age in months. Minors and pensioners are spread evenly; the retired over the twenty years after the pension age.
int draw_age_months(AgeClass age_class, Sex sex, const ArrivalTables& tables, DrawKey key, Agent person) {
    const double u = uniform(key, person, 0, Purpose::member_age);
    if (age_class == AgeClass::minor) return static_cast<int>(u * adult_age * 12);
    if (age_class == AgeClass::retired) return tables.pension_age[static_cast<int>(sex)] * 12 + static_cast<int>(u * 20 * 12);
    const std::size_t group = pick(tables.head_age_cumulative, uniform(key, person, 0, Purpose::head_age));
    const int age = tables.head_age_start[group] * 12 + static_cast<int>(u * tables.head_age_width[group] * 12);
    return std::min(age, tables.pension_age[static_cast<int>(sex)] * 12 - 1);
}

std::size_t education_row(const ArrivalTables& tables, int year) {
    std::size_t row = 0;
    while (row + 1 < tables.education_years.size() && tables.education_years[row + 1] <= year) ++row;
    return row;
}

// The code of the origin stands in the key of every draw, shortened to 16 bits.
[[noreturn]] void refuse_tag(const std::string& origin) {
    Problems problems;
    problems.add({}, "origins.name." + origin, "has the same key for its draws as an origin before it",
                 "change the code, if only by a letter");
    throw BadInput(std::move(problems));
}

}  // namespace

std::size_t pick(const std::vector<double>& cumulative, double u) {
    const auto at = std::upper_bound(cumulative.begin(), cumulative.end(), u);
    return std::min(static_cast<std::size_t>(at - cumulative.begin()), cumulative.size() - 1);
}

ArrivalTables arrival_tables(const Scenario& scenario) {
    const People& people = scenario.people;
    ArrivalTables t;
    const auto& origins = scenario.origins.name.axis.labels;
    for (std::size_t o = 0; o < origins.size(); ++o) {
        t.origin_tag.push_back(tag(origins[o]) & 0xffffu);
        if (std::count(t.origin_tag.begin(), t.origin_tag.end(), t.origin_tag.back()) > 1) refuse_tag(origins[o]);
        double mean = 0;
        for (std::size_t s = 0; s < people.family_size.axes[1].size(); ++s)
            mean += people.family_size.at(o, s) * static_cast<double>(s + 1);
        t.mean_size.push_back(mean);
        t.size_cumulative.push_back(cumulative_row(people.family_size, o));
    }
    t.retired_head = people.retired_head.cells;
    t.spouse = people.spouse.cells;
    t.child = people.child.cells;
    t.elder = people.elder.cells;
    t.head_age_cumulative = cumulative_row(people.head_age, 0);
    for (const std::string& label : people.head_age.axes[0].labels)
        parse_age_group(label, t.head_age_start.emplace_back(), t.head_age_width.emplace_back());
    t.female_head = people.female_head;
    for (std::size_t y = 0; y < people.education.axes[0].size(); ++y) {
        t.education_years.push_back(std::stoi(people.education.axes[0].labels[y]));
        t.education_cumulative.push_back(cumulative_row(people.education, y));
    }
    for (std::size_t s = 0; s < 2; ++s) t.pension_age[s] = static_cast<int>(people.pension_age.at(s));
    return t;
}

std::vector<std::vector<double>> expected_arrivals(const Scenario& scenario, Month first, Month last, DrawKey key) {
    const Arrivals& a = scenario.arrivals;
    const auto& origins = scenario.origins.name.axis.labels;
    const double innovation = std::sqrt(1 - a.persistence * a.persistence);
    double total_deviation = 0;  // of a stationary process with unit variance
    std::vector<double> origin_deviation(origins.size(), 0.0), weight(origins.size());
    std::vector<std::vector<double>> expected;
    // Deviations run from uncertain_from even when the run starts later, so that a year has the same value in every run.
    const int first_year = std::min(first.year(), static_cast<int>(a.uncertain_from));
    for (int year = first_year; year <= last.year(); ++year) {
        if (year >= a.uncertain_from) {
            const bool begins = year == a.uncertain_from;
            const auto next = [&](double deviation, std::uint32_t what, Purpose purpose) {
                const double z = standard_normal(key, Agent{what, static_cast<std::uint32_t>(year)}, 0, purpose);
                return begins ? z : a.persistence * deviation + innovation * z;
            };
            total_deviation = next(total_deviation, 0, Purpose::yearly_total);
            for (std::size_t o = 0; o < origins.size(); ++o)
                origin_deviation[o] = next(origin_deviation[o], tag(origins[o]), Purpose::yearly_origin);
        }
        if (year < first.year()) continue;
        const std::string label = std::to_string(year);
        const std::size_t row = *a.total.axes[0].find(label), shares_row = *a.origin_shares.axes[0].find(label);
        // The half variance keeps the mean of the lognormal at the scenario's total.
        const double spread = year >= a.uncertain_from ? a.total_spread : 0;
        const double total = a.total.at(row) * std::exp(spread * total_deviation - spread * spread / 2);
        double sum = 0;
        for (std::size_t o = 0; o < origins.size(); ++o)
            sum += weight[o] = a.origin_shares.at(shares_row, o) * std::exp(a.origin_spread.at(o) * origin_deviation[o]);
        for (int m = 0; m < 12; ++m) {
            const Month month = make_month(year, m + 1);
            if (month < first || month > last) continue;
            std::vector<double>& row_of_month = expected.emplace_back(origins.size());
            for (std::size_t o = 0; o < origins.size(); ++o)
                row_of_month[o] = total * a.season.at(static_cast<std::size_t>(m)) * weight[o] / sum;
        }
    }
    return expected;
}

void add_member(Population& population, std::uint32_t family, Sex sex, int age_months, std::size_t education,
                const int pension_age[2], std::int16_t now, DrawKey key) {
    Families& f = population.families;
    Persons& p = population.persons;
    const std::uint8_t member = f.next_member[family]++;
    const Agent agent = person_agent(f.agent[family], member);
    Labour labour = Labour::inactive;  // becomes searching or stays so on settling
    if (age_months < adult_age * 12) labour = Labour::child;
    if (age_months >= pension_age[static_cast<int>(sex)] * 12) labour = Labour::pensioner;
    p.family.push_back(family);
    p.member.push_back(member);
    p.sex.push_back(sex);
    p.education.push_back(static_cast<std::uint8_t>(education));
    p.labour.push_back(labour);
    p.work_ordinal.push_back(0);
    p.birth_ordinal.push_back(0);
    p.born.push_back(static_cast<std::int16_t>(now - age_months));
    p.work_clock.push_back(0);
    p.death_clock.push_back(unit_exponential(key, agent, 0, Purpose::death_clock));
    p.birth_clock.push_back(sex == Sex::female ? unit_exponential(key, agent, 0, Purpose::birth_clock) : 0);
    f.members[family]++;
    f.working_age[family] = static_cast<std::uint8_t>(f.working_age[family] + of_working_age(labour));
}

std::uint32_t add_family(Population& population, Agent agent, std::size_t origin, std::int16_t now, DrawKey key) {
    Families& f = population.families;
    f.agent.push_back(agent);
    f.first_person.push_back(static_cast<std::uint32_t>(population.persons.size()));
    f.origin.push_back(static_cast<std::uint8_t>(origin));
    f.status.push_back(FamilyStatus::applicant);
    f.stream.push_back(Stream::kandas_free);
    f.region.push_back(no_region);
    f.first_region.push_back(no_region);
    for (auto* zero : {&f.village, &f.citizen, &f.owner, &f.members, &f.working_age, &f.employed, &f.self_employed,
                       &f.size_when_placed, &f.rent_payments_left})
        zero->push_back(0);
    f.leaving_ordinal.push_back(0);
    f.next_member.push_back(1);
    f.arrived.push_back(now);
    for (auto* never : {&f.decision_due, &f.granted, &f.settled, &f.here_since, &f.left, &f.rent_ended, &f.obligation_end,
                        &f.lock_end, &f.centre_until})
        never->push_back(no_month);
    f.leaving_clock.push_back(unit_exponential(key, agent, 0, Purpose::leaving_clock));
    f.purchase_clock.push_back(unit_exponential(key, agent, 0, Purpose::purchase_clock));
    f.citizenship_clock.push_back(unit_exponential(key, agent, 0, Purpose::citizenship_clock));
    f.paid.push_back(0);
    return static_cast<std::uint32_t>(f.size() - 1);
}

namespace {

// Members in the order head, second member, others (docs/model.md, composition of families).
void add_members(Population& population, std::uint32_t family, std::size_t origin, std::size_t size, std::size_t education_row,
                 const ArrivalTables& t, std::int16_t now, DrawKey key) {
    const Agent family_agent = population.families.agent[family];
    const auto draw = [&](std::size_t member, Purpose purpose) {
        return uniform(key, person_agent(family_agent, static_cast<std::uint8_t>(member)), 0, purpose);
    };
    Sex head_sex = Sex::female;
    int head_age = 0;
    AgeClass head_class = AgeClass::working;
    for (std::size_t member = 1; member <= size; ++member) {
        Sex sex = draw(member, Purpose::member_sex) < 0.5 ? Sex::female : Sex::male;
        AgeClass age_class = AgeClass::working;
        bool spouse = false;
        if (member == 1) {
            sex = draw(1, Purpose::head_sex) < t.female_head ? Sex::female : Sex::male;
            if (draw(1, Purpose::head_class) < t.retired_head[origin]) age_class = AgeClass::retired;
            head_sex = sex;
            head_class = age_class;
        } else if (member == 2 && draw(2, Purpose::second_member) < t.spouse[origin]) {
            spouse = true;
            sex = head_sex == Sex::female ? Sex::male : Sex::female;
            age_class = head_class;
        } else if (const double u = draw(member, Purpose::member_class); u < t.child[origin]) {
            age_class = AgeClass::minor;
        } else if ((u - t.child[origin]) < (1 - t.child[origin]) * t.elder[origin]) {
            age_class = AgeClass::retired;
        }
        const Agent person = person_agent(family_agent, static_cast<std::uint8_t>(member));
        int age = draw_age_months(age_class, sex, t, key, person);
        if (spouse) {  // within three years of the head, in the head's age class
            age = head_age + static_cast<int>((draw(2, Purpose::spouse_age_gap) - 0.5) * 6 * 12);
            const int pension = t.pension_age[static_cast<int>(sex)] * 12;
            age = head_class == AgeClass::retired ? std::max(age, pension) : std::clamp(age, adult_age * 12, pension - 1);
        }
        if (member == 1) head_age = age;
        const std::size_t education = pick(t.education_cumulative[education_row], draw(member, Purpose::education));
        add_member(population, family, sex, age, education, t.pension_age, now, key);
    }
}

}  // namespace

std::int64_t add_arrivals(Population& population, const ArrivalTables& tables, std::size_t origin, double expected_persons,
                          Month month, std::int16_t now, DrawKey key) {
    const std::uint32_t high = static_cast<std::uint32_t>(month.index) << 16 | tables.origin_tag[origin];
    const std::int64_t families =
        poisson(expected_persons / tables.mean_size[origin], key, Agent{0, high}, 0, Purpose::family_count);
    const std::size_t row = education_row(tables, month.year());
    std::int64_t persons = 0;
    for (std::int64_t k = 0; k < families; ++k) {
        const Agent agent{static_cast<std::uint32_t>(k + 1) << 8, high};
        const std::size_t size = pick(tables.size_cumulative[origin], uniform(key, agent, 0, Purpose::family_size)) + 1;
        const std::uint32_t family = add_family(population, agent, origin, now, key);
        add_members(population, family, origin, size, row, tables, now, key);
        persons += static_cast<std::int64_t>(size);
    }
    return persons;
}

}  // namespace qonys
