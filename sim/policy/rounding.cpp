#include "policy/rounding.hpp"

#include <algorithm>
#include <cmath>
#include <queue>

namespace qonys {

namespace {

using Places = std::vector<std::int64_t>;

struct Split {
    std::vector<double> quotas;  // of the total, not rounded; between floor and ceiling
    std::vector<bool> held;      // by a floor or a ceiling
};

// Shares of the total in proportion to the weights, as far as floors and ceilings let them. As long as clamping adds to the
// sum, shares below their floor are held there (all others can only shrink), otherwise those above their ceiling.
Split split(std::span<const double> weights, std::int64_t total, const Places& floors, const Places& ceilings) {
    const std::size_t n = weights.size();
    Split s{std::vector<double>(n, 0.0), std::vector<bool>(n, false)};
    for (bool settled = false; !settled;) {
        std::int64_t rest = total;
        double weight = 0, added = 0;
        for (std::size_t i = 0; i < n; ++i)
            if (s.held[i])
                rest -= std::llround(s.quotas[i]);
            else
                weight += weights[i];
        std::vector<double> clamped(n, 0.0);
        for (std::size_t i = 0; i < n; ++i) {
            if (s.held[i]) continue;
            s.quotas[i] = weight > 0 && rest > 0 ? weights[i] * static_cast<double>(rest) / weight : 0;
            clamped[i] = std::clamp(s.quotas[i], static_cast<double>(floors[i]), static_cast<double>(ceilings[i]));
            added += clamped[i] - s.quotas[i];
        }
        settled = true;
        for (std::size_t i = 0; i < n; ++i) {
            if (s.held[i] || clamped[i] == s.quotas[i]) continue;
            if ((added > 0) != (clamped[i] > s.quotas[i]) && added != 0) continue;
            s.quotas[i] = clamped[i];
            s.held[i] = true;
            settled = false;
        }
    }
    return s;
}

struct Candidate {
    double claim;
    std::size_t share;
    bool operator<(const Candidate& other) const {  // the top of the heap has the greatest claim, then the earliest share
        return claim != other.claim ? claim < other.claim : share > other.share;
    }
};

Places by_largest_remainder(const Split& s, std::int64_t total) {
    Places places;
    std::vector<Candidate> remainders;
    for (std::size_t i = 0; i < s.quotas.size(); ++i) {
        const double whole = std::floor(s.quotas[i]);
        places.push_back(static_cast<std::int64_t>(whole));
        total -= places[i];
        if (!s.held[i] && s.quotas[i] > whole) remainders.push_back({s.quotas[i] - whole, i});
    }
    std::sort(remainders.rbegin(), remainders.rend());
    for (std::size_t i = 0; i < remainders.size() && total > 0; ++i, --total) ++places[remainders[i].share];
    return places;
}

// Every share starts safely below what it will get (a divisor method leaves its exact quota by less than half a place for each
// share), so that only the last places are given one by one, each to the greatest weight per divisor.
Places by_divisors(std::span<const double> weights, const Split& s, std::int64_t total, double offset, const Places& floors,
                   const Places& ceilings) {
    const std::size_t n = weights.size();
    const auto slack = static_cast<std::int64_t>(n / 2 + 2);
    Places places;
    for (std::size_t i = 0; i < n; ++i) {
        const auto start = static_cast<std::int64_t>(std::floor(s.quotas[i])) - slack;
        places.push_back(std::clamp(start, floors[i], ceilings[i]));
        total -= places[i];
    }
    std::priority_queue<Candidate> heap;
    const auto stand = [&](std::size_t i) {
        if (weights[i] > 0 && places[i] < ceilings[i]) heap.push({weights[i] / (static_cast<double>(places[i]) + offset), i});
    };
    for (std::size_t i = 0; i < n; ++i) stand(i);
    for (; total > 0 && !heap.empty(); --total) {
        const std::size_t i = heap.top().share;
        heap.pop();
        ++places[i];
        stand(i);
    }
    return places;
}

}  // namespace

std::vector<std::int64_t> round_shares(std::span<const double> weights, std::int64_t total, Rounding rounding,
                                       std::span<const std::int64_t> floors, std::span<const std::int64_t> ceilings) {
    Places least(weights.size(), 0), most(weights.size(), std::max<std::int64_t>(total, 0));
    for (std::size_t i = 0; i < floors.size(); ++i) least[i] = floors[i];
    for (std::size_t i = 0; i < weights.size(); ++i)
        most[i] = std::max(least[i], i < ceilings.size() ? std::min(ceilings[i], most[i]) : most[i]);
    const Split shares = split(weights, total, least, most);
    if (rounding == Rounding::largest_remainder) return by_largest_remainder(shares, total);
    return by_divisors(weights, shares, total, rounding == Rounding::dhondt ? 1 : 0.5, least, most);
}

}  // namespace qonys
