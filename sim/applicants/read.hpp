// The files of officials: read, checked, and put into an order that does not depend on theirs.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "applicants/place.hpp"

namespace qonys {

inline constexpr std::size_t most_places = 250;        // a place is one byte in a request
inline constexpr std::size_t most_pairs = 20'000'000;  // of a family and a place, by memory
inline constexpr std::int64_t most_persons = 1'000;    // in a family
inline constexpr std::int64_t most_capacity = 1'000'000'000;
inline constexpr double most_score = 1e6;   // keeps sums exact in the whole numbers of the flow
inline constexpr double most_number = 1e9;  // applied, priority

struct ApplicantFiles {
    std::string applicants, places;
    std::optional<std::string> scores, locked, forbidden, learn_from;
    std::vector<std::string> minimum;  // PLACE=NUMBER, over the column of the places
    std::string mechanism;             // what it does not use is refused, or noted
};

// Throws BadInput with every problem found, or FileTrouble when a file cannot be read.
Applicants read_applicants(const ApplicantFiles& files);

}  // namespace qonys
