// Who gets the quota places of a month: requests and places in, placements and reasons out. Nothing is changed here.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace qonys {

// A waiting family. Regions by index, best first; a region not listed is not accepted.
struct Request {
    std::uint32_t family = 0;
    int members = 0;
    double applied = 0;  // months, with the day as a fraction: earlier comes first
    double lot = 0;      // keyed uniform number of the month, for lotteries
    std::vector<std::uint8_t> regions;
};

enum class Reason : std::uint8_t { placed, no_place_large_enough };

struct Placement {
    std::uint32_t family = 0;
    int region = -1;  // -1: not placed
    int rank = 0;     // of the region in the family's list, from 1
    Reason reason = Reason::no_place_large_enough;
};

// Each answers in the order of the requests. A family is never split: it takes the first region of its list with places for all
// its members; one that fits nowhere is passed over and smaller families may take the places left.
std::vector<Placement> first_come_first_served(std::span<const Request> requests, std::vector<std::int64_t> places);
std::vector<Placement> lottery(std::span<const Request> requests, std::vector<std::int64_t> places);

using Mechanism = std::vector<Placement> (*)(std::span<const Request> requests, std::vector<std::int64_t> places);

// By the name used in scenarios; nullptr when there is none.
Mechanism mechanism(const std::string& name);

}  // namespace qonys
