// Mechanisms without scores, and the list of all by name.
#include "allocation/allocation.hpp"

#include <algorithm>

#include "allocation/turns.hpp"

namespace qonys {

namespace {

// Each family in its turn takes the first region of its list with places for all its members.
Allotment in_turn(const Sitting& sitting, const std::vector<std::uint32_t>& turns) {
    Allotment allotment{std::vector<Placement>(sitting.requests.size()), sitting.rotation};
    std::vector<std::int64_t> left = sitting.places;
    for (std::uint32_t i : turns) {
        const Request& request = sitting.requests[i];
        Placement& placement = allotment.placements[i];
        placement = not_placed(request, Reason::no_place_large_enough);
        for (std::size_t k = 0; k < request.regions.size(); ++k) {
            if (left[request.regions[k]] < request.members) continue;
            left[request.regions[k]] -= request.members;
            placement = placed_at(request, k);
            break;
        }
    }
    return allotment;
}

// Position in the list of the region that `draw` falls on when each with room takes its share of the places left; the length of
// the list when none has room. Regions by index, not in the order of the list: what a family wishes must not matter.
std::size_t drawn_region(const Request& request, const std::vector<std::int64_t>& left) {
    std::int64_t sum = 0;
    for (std::uint8_t r : request.regions)
        if (left[r] >= request.members) sum += left[r];
    double rest = request.draw * static_cast<double>(sum);
    std::size_t drawn = request.regions.size();
    for (std::size_t r = 0; r < left.size(); ++r) {
        if (left[r] < request.members) continue;
        const auto listed = std::find(request.regions.begin(), request.regions.end(), r);
        if (listed == request.regions.end()) continue;
        drawn = static_cast<std::size_t>(listed - request.regions.begin());
        rest -= static_cast<double>(left[r]);
        if (rest < 0) break;
    }
    return drawn;
}

struct Row {
    const char* name;
    Mechanism mechanism;
    bool reads_scores, reads_prices;
};

constexpr Row table[] = {
    {"first_come_first_served", first_come_first_served, false, false},
    {"lottery", lottery, false, false},
    {"proportional", proportional, false, false},
    {"serial_dictatorship", serial_dictatorship, false, false},
    {"deferred_acceptance", deferred_acceptance, true, false},
    {"rotation", rotation, true, false},
    {"min_cost_flow", min_cost_flow, true, false},
    {"bid_price", bid_price, true, true},
    {"balanced", balanced, true, true},
    {"hindsight", min_cost_flow, true, false},
};

const Row* row_named(const std::string& name) {
    const auto row = std::find_if(std::begin(table), std::end(table), [&](const Row& r) { return name == r.name; });
    return row == std::end(table) ? nullptr : row;
}

}  // namespace

const char* word_of(Reason reason) {
    switch (reason) {
        case Reason::placed:
            return "placed";
        case Reason::locked:
            return "locked";
        case Reason::no_region_open:
            return "no_region_open";
        case Reason::no_place_large_enough:
            return "no_place_large_enough";
        case Reason::others_first:
            return "others_first";
        case Reason::kept_for_later:
            return "kept_for_later";
    }
    return "";
}

Allotment first_come_first_served(const Sitting& sitting) {
    return in_turn(sitting, turns_by_application(sitting.requests));
}

Allotment lottery(const Sitting& sitting) {
    return in_turn(sitting, turns_by(sitting.requests, [](const Request& r) { return std::pair(r.lot, 0.0); }));
}

Allotment serial_dictatorship(const Sitting& sitting) {
    return in_turn(sitting, turns_by(sitting.requests, [](const Request& r) { return std::pair(-r.priority, r.lot); }));
}

Allotment proportional(const Sitting& sitting) {
    Allotment allotment{std::vector<Placement>(sitting.requests.size()), sitting.rotation};
    std::vector<std::int64_t> left = sitting.places;
    for (std::uint32_t i : turns_by(sitting.requests, [](const Request& r) { return std::pair(r.lot, 0.0); })) {
        const Request& request = sitting.requests[i];
        const std::size_t drawn = drawn_region(request, left);
        if (drawn == request.regions.size()) {
            allotment.placements[i] = not_placed(request, Reason::no_place_large_enough);
        } else {
            left[request.regions[drawn]] -= request.members;
            allotment.placements[i] = placed_at(request, drawn);
        }
    }
    return allotment;
}

Mechanism mechanism(const std::string& name) {
    const Row* row = row_named(name);
    return row ? row->mechanism : nullptr;
}

bool reads_scores(const std::string& name) {
    const Row* row = row_named(name);
    return row && row->reads_scores;
}

bool reads_prices(const std::string& name) {
    const Row* row = row_named(name);
    return row && row->reads_prices;
}

}  // namespace qonys
