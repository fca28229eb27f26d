// What a placement is expected to be worth to the commission: person-months over the horizon of allocation.horizon, from the
// model's own hazards as they stand in the month.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "month/state.hpp"

namespace qonys {

constexpr std::size_t education_count = 4;

// Adults of working age by education, and what the family needs.
struct FamilyAdults {
    std::array<std::uint8_t, education_count> by_education{};
    int adults = 0;
    bool children = false, pensioners = false;
};
FamilyAdults adults_of(const State& state, std::uint32_t family);

// Hazards of the month in the form in which families are scored. The horizon is cut into steps of a quarter at most; what holds
// in the middle of a step holds for all of it.
//   staying   leaving at the rate of a settled programme family with its tie and obligation; without the end of rent support, a
//             home bought, or all adults out of work
//   employed  share of an adult's months in work: arranged at the start, then found and lost at the rates of the month, without
//   season
struct ScoreTables {
    std::size_t steps = 0;
    std::vector<double> months;    // [step] how many it stands for
    std::vector<double> employed;  // [region, education, step]
    std::vector<double> staying;   // [origin, region, tie, step]; tie: none, here, elsewhere
};
ScoreTables score_tables(const State& state, std::size_t quota);

// Score of the family in the region under allocation.score and allocation.aggregator, >= 0. Person-months, or KZT for earnings;
// with any_employed months in which somebody works, with mean and min months of one adult.
double placement_score(const State& state, const ScoreTables& tables, std::uint32_t family, const FamilyAdults& adults,
                       std::size_t region);

}  // namespace qonys
