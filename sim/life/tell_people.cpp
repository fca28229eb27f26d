// Work, births, deaths and ages of the members.
#include <fmt/format.h>

#include <algorithm>

#include "life/telling.hpp"

namespace qonys {

namespace {

// Persons stand in the same order before and now; those born come last.
template <class Tell>
void each_change(const Telling& t, const Tell& tell) {
    for (std::size_t i = 0; i < t.before.persons.size(); ++i)
        if (t.before.persons[i].labour != t.now.persons[i].labour)
            tell(t.now.persons[i].row, t.before.persons[i].labour, t.now.persons[i].labour);
}

std::vector<LifeRule> search_rules(const Telling& t, std::uint32_t person) {
    const Axis& education = t.scenario().work.education_factor.axes[0];
    std::vector<LifeRule> rules = t.rules_of({"work.find_hazard"});
    rules.push_back(t.rule("work.education_factor", {education.labels[t.state.population.persons.education[person]]}));
    if (t.now.centre_until != no_month && t.state.now < t.now.centre_until) rules.push_back(t.rule("work.centre_factor"));
    if (row_of(t.now.stream).programme && t.now.here_since == t.now.settled && t.rules().employer_subsidy > 0)
        rules.push_back(t.rule("employers.find_factor"));
    return rules;
}

std::string education_of(const Telling& t, std::uint32_t person) {
    std::string label = t.scenario().work.education_factor.axes[0].labels[t.state.population.persons.education[person]];
    std::replace(label.begin(), label.end(), '_', ' ');
    return label == "none" ? "no schooling" : label;
}

void tell_kept_jobs(const Telling& t) {
    for (const SubsidisedJob& job : t.before.subsidised) {
        const bool gone_on = std::any_of(t.now.subsidised.begin(), t.now.subsidised.end(), [&](const SubsidisedJob& j) {
            return j.person == job.person && j.ordinal == job.ordinal;
        });
        if (!gone_on && t.state.now >= job.until)
            t.add("subsidy_kept", fmt::format("the subsidised job of member {} has lasted long enough", t.member_of(job.person)),
                  "nothing is to be repaid", t.rules_of({"employers.kept_months"}));
    }
}

}  // namespace

void tell_work(const Telling& t) {
    each_change(t, [&](std::uint32_t person, Labour was, Labour is) {
        const int member = t.member_of(person);
        if (is == Labour::employed)
            t.add("job_found", fmt::format("member {} finds a job in {}", member, t.region(t.now.region)),
                  fmt::format("searched; {}", education_of(t, person)), search_rules(t, person));
        else if (is == Labour::self_employed)
            t.add("business_started", fmt::format("member {} starts a business", member), "searched for work",
                  t.rules_of({"work.business_hazard"}));
        else if (is == Labour::searching && works(was))
            t.add("job_lost",
                  fmt::format("member {} {}", member, was == Labour::employed ? "loses the job" : "closes the business"),
                  "looks for work again", t.rules_of({"work.loss_hazard"}));
    });
    tell_kept_jobs(t);
}

void tell_births_deaths(const Telling& t) {
    each_change(t, [&](std::uint32_t person, Labour was, Labour is) {
        const int member = t.member_of(person), years = (t.state.now - t.state.population.persons.born[person]) / 12;
        if (is == Labour::dead)
            t.add("death", fmt::format("member {} dies, aged {}", member, years), "", {});
        else if (is == Labour::pensioner)
            t.add("pension", fmt::format("member {} reaches pension age", member), "", t.rules_of({"people.pension_age"}));
        else if (was == Labour::child)
            t.add("of_age",
                  fmt::format("member {} comes of age and {}", member,
                              is == Labour::searching ? "looks for work" : "does not look for work"),
                  "", t.rules_of({"work.participation"}));
    });
    for (std::size_t i = t.before.persons.size(); i < t.now.persons.size(); ++i) {
        const std::uint32_t person = t.now.persons[i].row;
        t.add("birth",
              fmt::format("a {} is born: member {}", t.state.population.persons.sex[person] == Sex::female ? "girl" : "boy",
                          t.member_of(person)),
              "", {});
    }
    if (t.before.status != FamilyStatus::extinct && t.now.status == FamilyStatus::extinct)
        t.add("extinct", "the last member has died", "", {});
}

}  // namespace qonys
