#include "policy/rules.hpp"

#include "base/problems.hpp"

namespace qonys {

namespace {

// Row of a dated table in force in the month. The reader has seen to it that there is one.
std::size_t row_in_force(const Table& table, Month month) {
    const auto& dates = table.axes[0].labels;
    const Date day = first_day(month);
    for (std::size_t i = dates.size(); i-- > 0;)
        if (*parse_date(dates[i]) <= day) return i;
    throw BrokenInvariant("no rule in force in " + to_string(month));
}

double value_in_force(const Table& table, Month month) {
    return table.at(row_in_force(table, month));
}

// Counts by region of a dated table; nothing before its first date.
std::vector<std::int64_t> regional_row(const Table& table, Month month) {
    std::vector<std::int64_t> row(table.axes[1].size(), 0);
    if (table.axes[0].labels.empty() || *parse_date(table.axes[0].labels[0]) > first_day(month)) return row;
    const std::size_t i = row_in_force(table, month);
    for (std::size_t r = 0; r < row.size(); ++r) row[r] = std::llround(table.at(i, r));
    return row;
}

}  // namespace

Rules rules_in_force(const Scenario& scenario, Month month) {
    const Benefits& benefits = scenario.benefits;
    Rules rules;
    rules.mrp = std::llround(value_in_force(scenario.money.mrp, month));
    const auto in_mrp = [&](double count) { return times(rules.mrp, ten_thousandths(count)); };
    rules.relocation_per_member = in_mrp(value_in_force(benefits.relocation_mrp, month));
    const std::size_t grid = row_in_force(benefits.rent_mrp, month);
    for (std::size_t s = 0; s < 2; ++s)
        for (std::size_t h = 0; h < household_classes; ++h) rules.rent[s][h] = in_mrp(benefits.rent_mrp.at(grid, s, h));
    rules.rent_months = static_cast<int>(value_in_force(benefits.rent_months, month));
    rules.certificate_share = ten_thousandths(value_in_force(benefits.certificate_share, month));
    rules.certificate_cap = in_mrp(value_in_force(benefits.certificate_cap_mrp, month));
    rules.lock_months = static_cast<int>(value_in_force(benefits.lock_months, month));
    rules.obligation_months = static_cast<int>(value_in_force(benefits.obligation_months, month));
    rules.decision_months = value_in_force(scenario.status.decision_days, month) / scenario.status.working_days_per_month;
    rules.quota = regional_row(scenario.quotas.kandas, month);
    rules.centre_places = regional_row(scenario.work.centre_places, month);
    return rules;
}

}  // namespace qonys
