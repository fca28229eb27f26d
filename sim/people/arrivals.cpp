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

[[noreturn]] void refuse_families(Month month) {
    Problems problems;
    problems.add({}, "arrivals", "more than 4 million families of one origin could set out in " + to_string(month),
                 "lower the arrivals, or demand.arrivals_elasticity");
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

namespace {

// Deviations of one replicate from the yearly totals and origin shares, as unit-variance processes.
struct Deviations {
    double total = 0;
    std::vector<double> origin;
};

void next_year(Deviations& d, const Scenario& scenario, int year, DrawKey key) {
    const Arrivals& a = scenario.arrivals;
    const double innovation = std::sqrt(1 - a.persistence * a.persistence);
    const auto next = [&](double deviation, std::uint32_t what, Purpose purpose) {
        const double z = standard_normal(key, Agent{what, static_cast<std::uint32_t>(year)}, 0, purpose);
        return year == a.uncertain_from ? z : a.persistence * deviation + innovation * z;
    };
    d.total = next(d.total, 0, Purpose::yearly_total);
    for (std::size_t o = 0; o < d.origin.size(); ++o)
        d.origin[o] = next(d.origin[o], tag(scenario.origins.name.axis.labels[o]), Purpose::yearly_origin);
}

}  // namespace

std::vector<std::vector<double>> expected_arrivals(const Scenario& scenario, Stream stream, Month first, Month last,
                                                   DrawKey key) {
    const Arrivals& a = scenario.arrivals;
    const Inflow& inflow = scenario.arrivals.*row_of(stream).arrivals;
    const std::size_t origins = scenario.origins.name.axis.size();
    const bool varies = stream == Stream::kandas_free;
    Deviations deviations{0, std::vector<double>(origins, 0.0)};
    std::vector<double> weight(origins);
    std::vector<std::vector<double>> expected;
    // Deviations run from uncertain_from even when the run starts later, so that a year has the same value in every run.
    const int first_year = varies ? std::min(first.year(), static_cast<int>(a.uncertain_from)) : first.year();
    for (int year = first_year; year <= last.year(); ++year) {
        const bool uncertain = varies && year >= a.uncertain_from;
        if (uncertain) next_year(deviations, scenario, year, key);
        if (year < first.year()) continue;
        const std::string label = std::to_string(year);
        const std::size_t row = *inflow.total.axes[0].find(label), shares_row = *inflow.origins.axes[0].find(label);
        // The half variance keeps the mean of the lognormal at the scenario's total.
        const double spread = uncertain ? a.total_spread : 0;
        const double total = inflow.total.at(row) * std::exp(spread * deviations.total - spread * spread / 2);
        double sum = 0;
        for (std::size_t o = 0; o < origins; ++o)
            sum += weight[o] =
                inflow.origins.at(shares_row, o) * (uncertain ? std::exp(a.origin_spread.at(o) * deviations.origin[o]) : 1);
        for (int m = 0; m < 12; ++m) {
            const Month month = make_month(year, m + 1);
            if (month < first || month > last) continue;
            std::vector<double>& row_of_month = expected.emplace_back(origins);
            for (std::size_t o = 0; o < origins; ++o)
                row_of_month[o] = total * inflow.season.at(static_cast<std::size_t>(m)) * weight[o] / sum;
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

std::uint32_t add_family(Population& population, Agent agent, Stream stream, std::size_t origin, std::int16_t now, DrawKey key) {
    Families& f = population.families;
    f.agent.push_back(agent);
    f.first_person.push_back(static_cast<std::uint32_t>(population.persons.size()));
    f.origin.push_back(static_cast<std::uint8_t>(origin));
    f.status.push_back(FamilyStatus::applicant);
    f.stream.push_back(stream);
    f.tie.push_back(no_family);
    f.tie_region.push_back(no_region);
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

void add_arrivals(Population& population, const ArrivalTables& tables, const Arrival& a, DrawKey key) {
    if (a.expected_persons <= 0) return;
    // Streams number their families apart, so that a month and origin may have several: 22 bits for each.
    const std::uint32_t first = a.stream == Stream::kandas_free ? 0 : static_cast<std::uint32_t>(a.stream) << 22;
    const std::uint32_t high = static_cast<std::uint32_t>(a.month.index) << 16 | tables.origin_tag[a.origin];
    const std::int64_t families =
        poisson(a.expected_persons * a.most / tables.mean_size[a.origin], key, Agent{first << 8, high}, 0, Purpose::family_count);
    if (families >= 1 << 22) refuse_families(a.month);
    const std::size_t row = education_row(tables, a.month.year());
    for (std::int64_t k = 0; k < families; ++k) {
        const Agent agent{(first + static_cast<std::uint32_t>(k + 1)) << 8, high};
        if (a.come < a.most && uniform(key, agent, 0, Purpose::arrival_thinning) * a.most >= a.come) continue;
        const std::size_t size = pick(tables.size_cumulative[a.origin], uniform(key, agent, 0, Purpose::family_size)) + 1;
        const std::uint32_t family = add_family(population, agent, a.stream, a.origin, a.now, key);
        add_members(population, family, a.origin, size, row, tables, a.now, key);
    }
}

}  // namespace qonys
