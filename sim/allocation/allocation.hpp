// Who gets the quota places of a month: requests and places in, placements and reasons out. Nothing is changed here.
#pragma once

#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <vector>

namespace qonys {

// A waiting family. Regions by index, best first; a region not listed is not accepted, or closed to the family.
struct Request {
    std::uint32_t family = 0;
    int members = 0;
    double applied = 0;  // months, with the day as a fraction: earlier comes first
    double lot = 0;      // keyed uniform number of the month, for lotteries
    std::vector<std::uint8_t> regions;
    std::vector<double> scores = {};  // of a placement in each of `regions`, for the whole family, >= 0; empty: all 0
    double priority = 0;              // serial_dictatorship: higher chooses earlier
    double draw = 0;                  // a second keyed uniform number, for `proportional`
};

enum class Reason : std::uint8_t {
    placed,
    locked,                 // placed by an official
    no_region_open,         // accepts no region, or all are closed to it
    no_place_large_enough,  // no accepted region has places left for all members
    others_first,           // would fit by itself, but the places went to families that use them better
    kept_for_later,         // bid prices: the places are expected to be worth more to families still to come
};
const char* word_of(Reason reason);

struct Placement {
    std::uint32_t family = 0;
    int region = -1;  // -1: not placed
    int rank = 0;     // of the region in the family's list, from 1
    Reason reason = Reason::no_place_large_enough;
};

// Regions in the order in which their turn comes, and how they have fared so far (rotation).
struct Rotation {
    std::vector<std::uint8_t> wanting;   // for families that several regions want
    std::vector<std::uint8_t> refusing;  // for families that no region wants
    // [region, other] families placed in the other that the region wanted, less those that it did not; empty: all 0
    std::vector<std::int32_t> balance = {};
};

// All that a mechanism may know.
struct Sitting {
    std::span<const Request> requests;
    std::vector<std::int64_t> places;        // left, by region
    std::vector<std::int64_t> minimum = {};  // deferred_acceptance: persons that each region should get now; empty: none
    std::vector<double> prices = {};         // bid_price, balanced: score that a place must bring, by region; empty: 0
    std::vector<double> ahead = {};          // balanced: share of the year's places used less share of the year gone, by region
    double load_weight = 0;                  // balanced
    Rotation rotation = {};                  // empty: in order of region
};

struct Allotment {
    std::vector<Placement> placements;  // in the order of the requests
    Rotation rotation = {};             // for the next sitting
};

// A family is never split. Ties are broken by family id, so that the order of the requests does not matter.
//
// In turn; each family takes the first region of its list with places for all its members; one that fits nowhere is passed over.
Allotment first_come_first_served(const Sitting& sitting);  // by application
Allotment lottery(const Sitting& sitting);                  // by lot (random serial dictatorship)
Allotment serial_dictatorship(const Sitting& sitting);      // by priority, then by lot
// By lot; the region is drawn in proportion to the places left among those accepted that have room: no regard to preference.
Allotment proportional(const Sitting& sitting);
// Families propose in the order of their lists; a region keeps those with the highest score per member that fit (then by
// application). Then regions below their minimum are filled as far as families that accept them can be moved from regions that
// stay at or above theirs, or are unplaced (Gale and Shapley 1962; minimum after Fragiadakis and Troyan 2017).
Allotment deferred_acceptance(const Sitting& sitting);
// Order mechanism of Andersson, Ehlers and Martinello: in order of application; a region wants a family when its score per member
// is at least the mean over all requests and regions listed. Wanted by several: the first of them in `wanting`, which goes to the
// end; by none: the first in `refusing`, which goes to the end. In the other list it moves up before the first region that now
// envies it (refusing) or that it now envies (wanting). Only regions accepted and with room count.
Allotment rotation(const Sitting& sitting);
// Greatest sum of scores: flow bound, whole families recovered by rounding and swaps (flow.hpp).
Allotment min_cost_flow(const Sitting& sitting);
// In order of application; the region with the greatest score - members x price; none when that is below 0 everywhere.
Allotment bid_price(const Sitting& sitting);
// As bid_price, with price + load_weight x mean score per member x ahead in place of the price.
Allotment balanced(const Sitting& sitting);

using Mechanism = Allotment (*)(const Sitting& sitting);

// By the name used in scenarios; nullptr when there is none. `hindsight` is min_cost_flow on all families of a year at once.
Mechanism mechanism(const std::string& name);

// Whether the mechanism reads scores, or prices learnt from earlier requests.
bool reads_scores(const std::string& name);
bool reads_prices(const std::string& name);

}  // namespace qonys
