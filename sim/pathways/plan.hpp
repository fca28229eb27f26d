// The scenario as the days use it: positions instead of names, whole tenge, running sums of shares.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "base/tenge.hpp"
#include "pathways/pathways.hpp"

namespace qonys {

enum class PartyKind : std::uint8_t { women, men, unaccompanied_children };          // as party_words
enum class StayShape : std::uint8_t { fixed, exponential, gamma, lognormal };        // as stay_shape_words
enum class ExitKind : std::uint8_t { completed, transferred, custody, left, died };  // as exit_kind_words
using ByGroup = std::array<std::int32_t, group_words.size()>;                        // persons

struct EarlyLeave {
    std::size_t exit = 0;       // of the programme
    double per_day = 0;         // hazard
    std::uint32_t ordinal = 0;  // of its draws
};

struct StagePlan {
    std::size_t label = 0;  // on the axis stage
    std::size_t room = 0;
    std::uint32_t ordinal = 0;  // of its draws
    double days = 0;            // mean
    StayShape shape = StayShape::fixed;
    double spread = 0;  // gamma: shape parameter; lognormal: standard deviation of the log
    Tenge cost_per_day = 0, cost_on_entry = 0;
    std::array<std::vector<double>, 3> ways;  // [PartyKind][step] running sum of the shares; steps: stages, then exits
    std::vector<EarlyLeave> leaves;
};

struct ProgrammePlan {
    std::vector<StagePlan> stages;
    std::vector<ExitKind> exits;
    std::vector<std::size_t> exit_label;  // on the axis exit
    std::int32_t obligation_days = 0;
    bool leads_back = false;  // a stage can be visited more than once
};

struct PathwayPlan {
    std::vector<ProgrammePlan> programmes;
    std::vector<std::int64_t> places;  // [room], or no_place_limit
    std::int32_t days = 0;             // simulated
};
PathwayPlan make_pathway_plan(const PathwayWorld& world);

// Months after arrival have 365.25 / 12 = 487 / 16 days. A day so many days after arrival is in month n when it is after the last
// day of month n - 1; month 0 is the day of arrival.
constexpr std::int32_t last_day_of_month_since(std::int32_t n) {
    return n * 487 / 16;
}
constexpr double days_per_month = 487.0 / 16;

}  // namespace qonys
