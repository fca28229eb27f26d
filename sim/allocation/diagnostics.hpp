// What sittings tell about a policy: which quota bound, what one more place would have been worth, how far from the best, and who
// fared how. Pure functions of the records of one replicate.
#pragma once

#include <span>
#include <vector>

#include "allocation/sitting_record.hpp"

namespace qonys {

// Of one sitting.
struct SittingDiagnostics {
    // [region]
    std::vector<std::int64_t> asked;        // persons in families that name the region first
    std::vector<std::int64_t> turned_away;  // persons in families that accept the region and were placed nowhere
    std::vector<std::uint8_t> bound;   // 1: a family that accepts the region and was not placed found too few places left there
    std::vector<double> shadow_price;  // score that one more place would bring, were this sitting decided for the best
    double score = 0, best = 0;        // of the placements; flow bound of this sitting
    std::int64_t families = 0, placed = 0;
    std::int64_t rank_sum = 0;  // of the families placed
    std::int64_t envious = 0;   // families that prefer a region where a later applicant, no larger than they, was placed
};
SittingDiagnostics diagnose(const SittingRecord& record);

// Of all sittings of one quota in one calendar year.
struct YearDiagnostics {
    double score = 0;
    double hindsight = 0;  // flow bound with all families of the year known in January: each counts once, with the best scores
                           // and the fewest members of its sittings; places of the last order, or those given if they were more
    double distance = 0;   // from the order: sum over regions of |share of persons placed - share of places| / 2
};
YearDiagnostics diagnose_year(std::span<const SittingRecord> records);  // in order of months

// By group: families that asked (once a year), were placed, and the score per member of those placed.
struct GroupDiagnostics {
    std::vector<std::int64_t> asked, placed;  // [group] families
    std::vector<std::int64_t> members;        // [group] persons asked
    std::vector<double> score;                // [group] sum over families placed
    double value(std::size_t group) const;    // score over members asked; NaN when nobody asked
    double gap() const;                       // greatest less least value, over groups with at least `enough` families
    double least() const;                     // MaxMin: the least value, over the same groups
    static constexpr std::int64_t enough = 10;
};
enum class Grouping { origin, education, household };
GroupDiagnostics diagnose_groups(std::span<const SittingRecord> records, Grouping grouping, std::size_t groups);

}  // namespace qonys
