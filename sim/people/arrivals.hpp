// Who arrives: numbers, families and their members. Blind to quotas and money, so that policies are compared on the same people.
#pragma once

#include <cstdint>
#include <vector>

#include "base/month.hpp"
#include "people/population.hpp"
#include "scenario/scenario.hpp"

namespace qonys {

// Tables of the scenario in the form that drawing needs; shared by all replicates.
struct ArrivalTables {
    std::vector<std::uint32_t> origin_tag;                   // [origin]
    std::vector<double> mean_size;                           // [origin] persons per family
    std::vector<std::vector<double>> size_cumulative;        // [origin][size]
    std::vector<double> retired_head, spouse, child, elder;  // [origin]
    std::vector<double> head_age_cumulative;                 // [adult age group]
    std::vector<int> head_age_start, head_age_width;         // [adult age group] years
    double female_head = 0;
    std::vector<int> education_years;                       // ascending
    std::vector<std::vector<double>> education_cumulative;  // [year][education]
    int pension_age[2] = {0, 0};                            // [sex] years
};
ArrivalTables arrival_tables(const Scenario& scenario);

// Expected persons by month and origin of one replicate: the yearly total x season x origin shares. From
// arrivals.uncertain_from on, total and shares carry the replicate's own deviations, which persist from year to year.
std::vector<std::vector<double>> expected_arrivals(const Scenario& scenario, Month first, Month last, DrawKey key);

// Draws the families of one month and origin and adds them, as applicants, to the population; `now` counts from the start of the
// warm-up and stands in the columns; `month` is the calendar month and stands in the key. Returns the persons added.
std::int64_t add_arrivals(Population& population, const ArrivalTables& tables, std::size_t origin, double expected_persons,
                          Month month, std::int16_t now, DrawKey key);

// Adds a family without members, as an applicant. Returns its row.
std::uint32_t add_family(Population& population, Agent agent, std::size_t origin, std::int16_t now, DrawKey key);

// Adds one member to a family: on arrival, or at birth with age 0. Adults stand as inactive until the family settles.
void add_member(Population& population, std::uint32_t family, Sex sex, int age_months, std::size_t education,
                const int pension_age[2], std::int16_t now, DrawKey key);

constexpr int adult_age = 18;

// Index of an outcome: the first whose cumulative share exceeds u.
std::size_t pick(const std::vector<double>& cumulative, double u);

}  // namespace qonys
