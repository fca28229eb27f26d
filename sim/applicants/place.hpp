// Real applicants, known from files, to the places that officials have to give. Pure: nothing is read or written here.
#pragma once

#include <cstdint>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "allocation/allocation.hpp"

namespace qonys {

struct Applicant {
    std::string name;
    int persons = 0;
    double applied = 0;                     // earlier comes first: days, or any number
    double priority = 0;                    // higher chooses earlier
    bool prefers = false;                   // whether preferences are stated
    std::vector<std::uint8_t> preferences;  // places accepted, best first
    std::size_t row = 0;                    // in the file, from 0: the order of the answer, nothing else
};

struct ReceivingPlace {
    std::string name;
    std::int64_t capacity = 0;  // persons
    std::int64_t used = 0;      // of them by families placed earlier
    std::int64_t minimum = 0;   // persons that deferred_acceptance tries to bring there, with those placed earlier
};

// In the order of their names, so that the order of rows decides nothing.
struct ApplicantFamilies {
    std::vector<Applicant> list;
    std::vector<double> scores;  // [family][place]; closed: NaN. Without a file of scores empty: a point for each person placed
};

inline constexpr double closed_pair = std::numeric_limits<double>::quiet_NaN();

using FamilyPlace = std::pair<std::uint32_t, std::uint8_t>;

struct Applicants {
    std::vector<ReceivingPlace> places;  // in the order of the file: the earlier of two equally good places comes first
    ApplicantFamilies families;
    ApplicantFamilies past;              // from whom prices are learnt; may be empty
    std::vector<int> locked;             // [family] place where an official put it, or -1
    std::vector<FamilyPlace> forbidden;  // ascending: pairs that an official closed
    bool scored = false, has_applied = false, has_priority = false;
    std::vector<std::string> notes;  // what officials should know about the files
};

struct PlacingOptions {
    std::string mechanism;
    std::uint32_t seed = 1;
    double load_weight = 1;  // balanced
};

struct FamilyAnswer {
    int place = -1;    // -1: not placed
    double score = 0;  // 0 when not placed, or locked into a pair without a score
    Reason reason = Reason::no_place_large_enough;
    int rank = 0;  // of the place in the family's list, from 1; 0: not in it
    bool locked = false;
    std::vector<std::uint8_t> forbidden;  // closed by officials, though otherwise open to the family
    double override_cost = 0;
};

struct PlaceAnswer {
    std::int64_t used = 0, left = 0;  // after the placements
    double shadow_price = 0;          // score that one more place would bring
    double price = 0;                 // what bid_price and balanced ask for a place of one person
};

struct Outcome {
    std::int64_t families = 0, persons = 0;  // placed
    double score = 0;
    double bound = 0;  // no placement of whole families reaches more
};

struct Answer {
    std::vector<FamilyAnswer> families;  // as in Applicants
    std::vector<Request> requests;       // list of each family, best first, after forbidden pairs
    std::vector<PlaceAnswer> places;
    Outcome outcome;
    Outcome without_overrides;  // the same mechanism without a locked family or forbidden pair
    bool overridden = false;    // whether there is any
    std::vector<std::string> notes;
};

Answer place_applicants(const Applicants& applicants, const PlacingOptions& options);

// Score of the pair: NaN when closed, the number of persons when there are no scores.
double pair_score(const ApplicantFamilies& families, std::size_t family, std::size_t place, std::size_t places);

}  // namespace qonys
