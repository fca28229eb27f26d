#include "policy/rules.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "policy/dated.hpp"
#include "policy/quota.hpp"

namespace qonys {

namespace {

// Grant and expected rent support of a family under the rules of the month, in MRP, halfway between city and village.
double money_offered_mrp(const Scenario& scenario, Month month) {
    const Benefits& b = scenario.benefits;
    const double size = scenario.demand.family_size;
    const std::size_t grid = row_in_force(b.rent_mrp, month);
    const std::size_t household = household_class(static_cast<int>(std::lround(size)));
    const double rent = (b.rent_mrp.at(grid, 0, household) + b.rent_mrp.at(grid, 1, household)) / 2;
    return value_in_force(b.relocation_mrp, month) * size + b.rent_take_up * value_in_force(b.rent_months, month) * rent;
}

std::vector<Tenge> caps_in_force(const Table& caps, Month month) {
    const std::size_t row = row_in_force(caps, month), width = caps.axes[1].size() * caps.axes[2].size();
    std::vector<Tenge> result;
    bool any = false;
    for (std::size_t i = 0; i < width; ++i) {
        const double cap = caps.at(row * width + i);
        result.push_back(cap < 0 ? -1 : std::llround(cap));
        any = any || cap >= 0;
    }
    return any ? result : std::vector<Tenge>{};
}

void set_doors(Rules& rules, const Scenario& s, Month month) {
    rules.decision_months = value_in_force(s.status.decision_days, month) / s.status.working_days_per_month;
    rules.term_months = count_in_force(s.status.term_months, month);
    rules.extension_months = count_in_force(s.status.extension_months, month);
    const std::size_t origins = s.origins.name.axis.size(), row = row_in_force(s.embassy.share, month);
    for (std::size_t o = 0; o < origins; ++o) rules.embassy_share.push_back(s.embassy.share.at(row, o));
    rules.job_seekers_only = switched_on(s.internal.job_seekers_only, month);
    rules.registration_months = count_in_force(s.internal.registration_months, month);
    const std::size_t calendar = row_in_force(s.quotas.sittings, month);
    rules.commissions_sit = s.quotas.sittings.at(calendar, static_cast<std::size_t>(month.month_of_year())) > 0;
    rules.mechanism = word_in_force(s.quotas.mechanism, month);
    for (std::size_t i = 0; i < stream_count; ++i) rules.quota[i] = places_of_year(s, streams[i], month);
}

// Cells of the row in force; empty when none is 1.
std::vector<char> marks_in_force(const Table& table, Month month) {
    const std::size_t width = table.axes[1].size() * table.axes[2].size(), row = row_in_force(table, month);
    std::vector<char> marks;
    for (std::size_t i = 0; i < width; ++i) marks.push_back(table.at(row * width + i) > 0);
    return std::find(marks.begin(), marks.end(), 1) == marks.end() ? std::vector<char>{} : marks;
}

std::vector<int> limits_in_force(const Table& most, Month month) {
    const std::size_t row = row_in_force(most, month);
    std::vector<int> limits;
    bool any = false;
    for (std::size_t r = 0; r < most.axes[1].size(); ++r) {
        const double limit = most.at(row, r);
        limits.push_back(limit == no_cap ? std::numeric_limits<int>::max() : static_cast<int>(limit));
        any = any || limit != no_cap;
    }
    return any ? limits : std::vector<int>{};
}

void set_commission(Rules& rules, const Scenario& s, Month month) {
    rules.release = word_in_force(s.quotas.release, month);
    rules.carry_over = value_in_force(s.quotas.carry_over, month);
    const Allocation& a = s.allocation;
    rules.score = word_in_force(a.score, month);
    rules.aggregator = word_in_force(a.aggregator, month);
    rules.priority = word_in_force(a.priority, month);
    rules.horizon = count_in_force(a.horizon, month);
    rules.load_weight = value_in_force(a.load_weight, month);
    rules.minimum_fill = value_in_force(a.minimum_fill, month);
    rules.most_members = limits_in_force(a.most_members, month);
    rules.barred = marks_in_force(a.barred, month);
    rules.unserved = marks_in_force(a.unserved, month);
}

}  // namespace

// Families come and ask for other reasons too: no offer is worth less than this share of the reference.
constexpr double least_offer = 0.05;

Rules rules_in_force(const Scenario& scenario, Month month) {
    const Benefits& benefits = scenario.benefits;
    Rules rules;
    rules.mrp = std::llround(value_in_force(scenario.money.mrp, month));
    const auto in_mrp = [&](double count) { return times(rules.mrp, ten_thousandths(count)); };
    rules.relocation_per_member = in_mrp(value_in_force(benefits.relocation_mrp, month));
    const std::size_t grid = row_in_force(benefits.rent_mrp, month);
    for (std::size_t s = 0; s < 2; ++s)
        for (std::size_t h = 0; h < household_classes; ++h) rules.rent[s][h] = in_mrp(benefits.rent_mrp.at(grid, s, h));
    rules.rent_months = count_in_force(benefits.rent_months, month);
    rules.certificate_share = ten_thousandths(value_in_force(benefits.certificate_share, month));
    rules.certificate_cap = in_mrp(value_in_force(benefits.certificate_cap_mrp, month));
    rules.lock_months = count_in_force(benefits.lock_months, month);
    rules.obligation_months = count_in_force(benefits.obligation_months, month);
    rules.lock_on_transfer = switched_on(benefits.lock_on_transfer, month);
    rules.employer_subsidy = in_mrp(value_in_force(scenario.employers.subsidy_mrp, month));
    rules.kept_months = count_in_force(scenario.employers.kept_months, month);
    rules.business_grant = in_mrp(value_in_force(scenario.employers.grant_mrp, month));
    rules.clawback = static_cast<ClawbackRule>(value_in_force(scenario.clawback.rule, month));
    rules.detected = value_in_force(scenario.clawback.detected, month);
    rules.caps = caps_in_force(scenario.budgets.caps, month);
    rules.when_exhausted = static_cast<Exhausted>(value_in_force(scenario.budgets.when_exhausted, month));
    rules.money_offered = std::max(least_offer, money_offered_mrp(scenario, month) / scenario.demand.reference_mrp);
    set_doors(rules, scenario, month);
    set_commission(rules, scenario, month);
    rules.centre_places = regional_row(scenario.work.centre_places, month);
    return rules;
}

}  // namespace qonys
