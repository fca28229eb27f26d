// Mechanisms that decide family by family, in order of application, with no regard to those still to come but through prices.
#include <algorithm>
#include <numeric>

#include "allocation/allocation.hpp"
#include "allocation/turns.hpp"

namespace qonys {

namespace {

using List = std::vector<std::uint8_t>;

// Orders of Andersson, Ehlers and Martinello ("Dynamic Refugee Matching", definition of rotation): one that has just got a family
// goes to the end of the list that gave it, and moves up in the other one if envy would otherwise grow beyond one family.
class Orders {
public:
    Orders(Rotation rotation, std::size_t regions) : now_(std::move(rotation)), regions_(regions) {
        for (List* list : {&now_.wanting, &now_.refusing})
            if (list->empty()) {
                list->resize(regions);
                std::iota(list->begin(), list->end(), std::uint8_t{0});
            }
        now_.balance.resize(regions * regions, 0);
    }

    void count(std::size_t region, std::size_t receiver, bool wanted) {
        now_.balance[region * regions_ + receiver] += wanted ? 1 : -1;
    }
    void after_wanted_by_several(std::uint8_t receiver) {
        to_end(now_.wanting, receiver);
        move_up(now_.refusing, receiver, [&](std::uint8_t other) { return envies(other, receiver); });
    }
    void after_wanted_by_none(std::uint8_t receiver) {
        to_end(now_.refusing, receiver);
        move_up(now_.wanting, receiver, [&](std::uint8_t other) { return envies(receiver, other); });
    }
    const Rotation& now() const { return now_; }

private:
    bool envies(std::size_t region, std::size_t other) const {
        return now_.balance[region * regions_ + region] < now_.balance[region * regions_ + other];
    }
    static void to_end(List& list, std::uint8_t region) {
        const auto at = std::find(list.begin(), list.end(), region);
        std::rotate(at, at + 1, list.end());
    }
    template <typename Test>
    static void move_up(List& list, std::uint8_t region, Test test) {
        const auto at = std::find(list.begin(), list.end(), region);
        const auto before = std::find_if(list.begin(), at, test);
        std::rotate(before, at, at + 1);
    }

    Rotation now_;
    std::size_t regions_;
};

// Position in the family's list of the first region of `order` for which `wanted` is as asked, among those with room.
std::size_t first_in(const List& order, const Request& request, const std::vector<std::int64_t>& left,
                     const std::vector<bool>& wanted, bool as_asked) {
    for (std::uint8_t r : order) {
        const auto listed = std::find(request.regions.begin(), request.regions.end(), r);
        const auto k = static_cast<std::size_t>(listed - request.regions.begin());
        if (k < request.regions.size() && left[r] >= request.members && wanted[k] == as_asked) return k;
    }
    return request.regions.size();
}

Allotment by_net_value(const Sitting& sitting, const std::vector<std::uint32_t>& turns, const std::vector<double>& prices) {
    Allotment allotment{std::vector<Placement>(sitting.requests.size()), sitting.rotation};
    std::vector<std::int64_t> left = sitting.places;
    for (std::uint32_t i : turns) {
        const Request& request = sitting.requests[i];
        std::size_t best = request.regions.size();
        double most = 0;
        for (std::size_t k = 0; k < request.regions.size(); ++k) {
            if (left[request.regions[k]] < request.members) continue;
            const double net = score_per_member(request, k) - prices[request.regions[k]];
            if (best < request.regions.size() && net <= most) continue;
            best = k;
            most = net;
        }
        // Prices are rounded in a far digit, or averaged: a family worth just the price must not wait for that.
        if (best == request.regions.size()) {
            allotment.placements[i] = not_placed(request, Reason::no_place_large_enough);
        } else if (most < -1e-6 * score_per_member(request, best)) {
            allotment.placements[i] = not_placed(request, Reason::kept_for_later);
        } else {
            left[request.regions[best]] -= request.members;
            allotment.placements[i] = placed_at(request, best);
        }
    }
    return allotment;
}

std::vector<double> prices_or_none(const Sitting& sitting) {
    return sitting.prices.empty() ? std::vector<double>(sitting.places.size(), 0.0) : sitting.prices;
}

}  // namespace

Allotment rotation(const Sitting& sitting) {
    const auto turns = turns_by_application(sitting.requests);
    // A hair below the mean, so that all are wanted when all scores are the same, whatever the rounding of the mean.
    const double enough = mean_score_per_member(sitting.requests, turns) * (1 - 1e-9);
    Orders orders(sitting.rotation, sitting.places.size());
    std::vector<std::int64_t> left = sitting.places;
    Allotment allotment{std::vector<Placement>(sitting.requests.size()), {}};
    std::vector<bool> wanted;
    for (std::uint32_t i : turns) {
        const Request& request = sitting.requests[i];
        const std::size_t listed = request.regions.size();
        wanted.assign(listed, false);
        std::size_t open = 0, wanting = 0;
        for (std::size_t k = 0; k < listed; ++k) {
            wanted[k] = score_per_member(request, k) >= enough;
            if (left[request.regions[k]] < request.members) continue;
            ++open;
            wanting += wanted[k];
        }
        if (open == 0) {
            allotment.placements[i] = not_placed(request, Reason::no_place_large_enough);
            continue;
        }
        const List& order = wanting > 0 ? orders.now().wanting : orders.now().refusing;
        const std::size_t k = first_in(order, request, left, wanted, wanting > 0);
        const std::uint8_t region = request.regions[k];
        left[region] -= request.members;
        allotment.placements[i] = placed_at(request, k);
        for (std::size_t other = 0; other < listed; ++other) orders.count(request.regions[other], region, wanted[other]);
        if (wanting > 1) orders.after_wanted_by_several(region);
        if (wanting == 0) orders.after_wanted_by_none(region);
    }
    allotment.rotation = orders.now();
    return allotment;
}

Allotment bid_price(const Sitting& sitting) {
    return by_net_value(sitting, turns_by_application(sitting.requests), prices_or_none(sitting));
}

Allotment balanced(const Sitting& sitting) {
    const auto turns = turns_by_application(sitting.requests);
    const double load = sitting.load_weight * mean_score_per_member(sitting.requests, turns);
    std::vector<double> prices = prices_or_none(sitting);
    for (std::size_t r = 0; r < sitting.ahead.size(); ++r) prices[r] += load * sitting.ahead[r];
    return by_net_value(sitting, turns, prices);
}

}  // namespace qonys
