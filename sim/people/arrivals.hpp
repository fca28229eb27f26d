// Who arrives: numbers, families and their members. Blind to quotas and to money, but for a share of families that come by what
// is offered, so that policies are compared on the same people.
#pragma once

#include <cstdint>
#include <vector>

#include "base/month.hpp"
#include "people/population.hpp"
#include "scenario/scenario.hpp"
#include "scenario/streams.hpp"

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

// Expected persons by month and origin of one replicate: the yearly total x season x origin shares. For kandas, from
// arrivals.uncertain_from on, total and shares carry the replicate's own deviations, which persist from year to year.
std::vector<std::vector<double>> expected_arrivals(const Scenario& scenario, Stream stream, Month first, Month last, DrawKey key);

// Who sets out in one month from one origin in one stream.
struct Arrival {
    Stream stream = Stream::kandas_free;
    std::size_t origin = 0;
    double expected_persons = 0;  // of the families that could come
    double most = 1, come = 1;    // each of them comes with probability come / most, decided by a draw of its own
    Month month;                  // stands in the key
    std::int16_t now = 0;         // counts from the start of the warm-up, stands in the columns
};

// Draws the families of one month, origin and stream and adds them, as applicants, to the population. Potential families number
// `most` times those expected, so that a family that comes under two policies is the same family.
void add_arrivals(Population& population, const ArrivalTables& tables, const Arrival& arrival, DrawKey key);

// Adds a family without members, as an applicant. Returns its row.
std::uint32_t add_family(Population& population, Agent agent, Stream stream, std::size_t origin, std::int16_t now, DrawKey key);

// Adds one member to a family: on arrival, or at birth with age 0. Adults stand as inactive until the family settles.
void add_member(Population& population, std::uint32_t family, Sex sex, int age_months, std::size_t education,
                const int pension_age[2], std::int16_t now, DrawKey key);

constexpr int adult_age = 18;

// Index of an outcome: the first whose cumulative share exceeds u.
std::size_t pick(const std::vector<double>& cumulative, double u);

}  // namespace qonys
