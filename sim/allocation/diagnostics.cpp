#include "allocation/diagnostics.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <set>

#include "allocation/bound.hpp"

namespace qonys {

namespace {

std::vector<std::int64_t> places_left(const SittingRecord& record) {
    std::vector<std::int64_t> left = record.places;
    for (std::size_t i = 0; i < record.requests.size(); ++i)
        if (const int region = record.placements[i].region; region >= 0)
            left[static_cast<std::size_t>(region)] -= record.requests[i].members;
    return left;
}

// Without places the first one goes to the family with the greatest score per member.
bool no_places(const SittingRecord& record, SittingDiagnostics& d) {
    for (const Request& request : record.requests)
        for (std::uint8_t r : request.regions)
            if (record.places[r] > 0) return false;
    for (const Request& request : record.requests)
        for (std::size_t k = 0; k < request.scores.size(); ++k) {
            double& price = d.shadow_price[request.regions[k]];
            price = std::max(price, request.scores[k] / request.members);
        }
    return true;
}

// Latest application among the families placed in a region, by their size: [region][members], of this size or smaller.
std::vector<std::vector<double>> latest_placed(const SittingRecord& record) {
    int largest = 0;
    for (const Request& request : record.requests) largest = std::max(largest, request.members);
    std::vector<std::vector<double>> latest(record.places.size(), std::vector<double>(static_cast<std::size_t>(largest) + 1,
                                                                                      -std::numeric_limits<double>::infinity()));
    for (std::size_t i = 0; i < record.requests.size(); ++i) {
        if (record.placements[i].region < 0) continue;
        double& time =
            latest[static_cast<std::size_t>(record.placements[i].region)][static_cast<std::size_t>(record.requests[i].members)];
        time = std::max(time, record.requests[i].applied);
    }
    for (auto& times : latest)
        for (std::size_t m = 1; m < times.size(); ++m) times[m] = std::max(times[m], times[m - 1]);
    return latest;
}

std::int64_t envious_families(const SittingRecord& record) {
    const auto latest = latest_placed(record);
    std::int64_t envious = 0;
    for (std::size_t i = 0; i < record.requests.size(); ++i) {
        const Request& request = record.requests[i];
        // Whoever was put by an official into a region outside the list prefers all that are on it.
        const int rank = record.placements[i].rank;
        const auto end = request.regions.begin() + (rank > 0 ? rank - 1 : static_cast<std::ptrdiff_t>(request.regions.size()));
        envious += std::any_of(request.regions.begin(), end, [&](std::uint8_t r) {
            return latest[r][static_cast<std::size_t>(request.members)] > request.applied;
        });
    }
    return envious;
}

std::size_t group_of(const FamilyGroups& groups, Grouping grouping) {
    switch (grouping) {
        case Grouping::origin:
            return groups.origin;
        case Grouping::education:
            return groups.education;
        case Grouping::household:
            return groups.household;
    }
    return 0;
}

// Least and greatest value over the groups that are large enough; NaN when there is none.
std::pair<double, double> range_of(const GroupDiagnostics& d) {
    constexpr double unknown = std::numeric_limits<double>::quiet_NaN();
    std::pair<double, double> range{unknown, unknown};
    for (std::size_t g = 0; g < d.asked.size(); ++g) {
        if (d.asked[g] < GroupDiagnostics::enough) continue;
        range.first = std::fmin(range.first, d.value(g));
        range.second = std::fmax(range.second, d.value(g));
    }
    return range;
}

// Half the sum of the differences between two lists of shares. Unknown (NaN) when either list sums to 0.
double distance_between(const std::vector<std::int64_t>& a, const std::vector<std::int64_t>& b) {
    double sum_a = 0, sum_b = 0, distance = 0;
    for (std::size_t r = 0; r < a.size(); ++r) {
        sum_a += static_cast<double>(a[r]);
        sum_b += static_cast<double>(b[r]);
    }
    for (std::size_t r = 0; r < a.size(); ++r)
        distance += std::abs(static_cast<double>(a[r]) / sum_a - static_cast<double>(b[r]) / sum_b) / 2;
    return sum_a > 0 && sum_b > 0 ? distance : std::numeric_limits<double>::quiet_NaN();
}

}  // namespace

SittingDiagnostics diagnose(const SittingRecord& record) {
    const std::size_t regions = record.places.size();
    SittingDiagnostics d;
    d.asked.resize(regions);
    d.turned_away.resize(regions);
    d.bound.resize(regions);
    d.shadow_price.resize(regions);
    const auto left = places_left(record);
    for (std::size_t i = 0; i < record.requests.size(); ++i) {
        const Request& request = record.requests[i];
        const Placement& placement = record.placements[i];
        if (!request.regions.empty()) d.asked[request.regions.front()] += request.members;
        if (placement.region >= 0) {
            ++d.placed;
            d.rank_sum += placement.rank;
            continue;
        }
        for (std::uint8_t r : request.regions) {
            d.turned_away[r] += request.members;
            if (left[r] < request.members) d.bound[r] = 1;
        }
    }
    d.families = static_cast<std::int64_t>(record.requests.size());
    d.envious = envious_families(record);
    d.score = score_of(record.requests, record.placements);
    if (!no_places(record, d)) {
        Bound bound = flow_bound(record.requests, record.places);
        d.best = bound.score;
        d.shadow_price = std::move(bound.prices);
    }
    return d;
}

namespace {

// A family that asks again may be worth more or be smaller by then: the bound takes the best of all sittings.
void take_best(Request& known, const Request& again) {
    known.members = std::min(known.members, again.members);
    for (std::size_t k = 0; k < known.scores.size(); ++k)
        known.scores[k] = std::max(known.scores[k], score_at(again, known.regions[k]));
}

}  // namespace

YearDiagnostics diagnose_year(std::span<const SittingRecord> records) {
    YearDiagnostics d;
    if (records.empty()) return d;
    std::vector<std::int64_t> placed(records.back().year.size());
    std::vector<Request> all;
    std::map<std::uint32_t, std::size_t> at;  // family -> position in `all`
    for (const SittingRecord& record : records) {
        d.score += score_of(record.requests, record.placements);
        for (std::size_t i = 0; i < record.requests.size(); ++i) {
            const Request& request = record.requests[i];
            const auto [known, first_time] = at.emplace(request.family, all.size());
            if (first_time)
                all.push_back(request);
            else
                take_best(all[known->second], request);
            if (const int region = record.placements[i].region; region >= 0)
                placed[static_cast<std::size_t>(region)] += request.members;
        }
    }
    // An order that takes places back does not undo placements.
    std::vector<std::int64_t> places = records.back().year;
    for (std::size_t r = 0; r < places.size(); ++r) places[r] = std::max(places[r], placed[r]);
    d.hindsight = flow_bound(all, places).score;
    d.distance = distance_between(placed, records.back().order);
    return d;
}

double GroupDiagnostics::value(std::size_t group) const {
    return members[group] > 0 ? score[group] / static_cast<double>(members[group]) : std::numeric_limits<double>::quiet_NaN();
}

double GroupDiagnostics::gap() const {
    const auto [least, greatest] = range_of(*this);
    return greatest - least;
}

double GroupDiagnostics::least() const {
    return range_of(*this).first;
}

GroupDiagnostics diagnose_groups(std::span<const SittingRecord> records, Grouping grouping, std::size_t groups) {
    GroupDiagnostics d;
    d.asked.resize(groups);
    d.placed.resize(groups);
    d.members.resize(groups);
    d.score.resize(groups);
    std::set<std::uint32_t> seen;
    for (const SittingRecord& record : records)
        for (std::size_t i = 0; i < record.requests.size(); ++i) {
            const Request& request = record.requests[i];
            const std::size_t g = group_of(record.groups[i], grouping);
            if (seen.insert(request.family).second) {
                ++d.asked[g];
                d.members[g] += request.members;
            }
            if (record.placements[i].region < 0) continue;
            ++d.placed[g];
            d.score[g] += score_at(request, record.placements[i].region);
        }
    return d;
}

}  // namespace qonys
