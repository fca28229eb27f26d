// The rules in force in a month, and what they pay: pure functions of dated parameters, no draws.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "base/month.hpp"
#include "base/tenge.hpp"
#include "scenario/scenario.hpp"
#include "scenario/streams.hpp"

namespace qonys {

enum class ClawbackRule { full, pro_rata, none };  // as clawback_words
enum class Exhausted { queue, lapse, pro_rata };   // as exhausted_words

enum class Settlement : std::uint8_t { city = 0, village = 1 };
constexpr std::size_t household_classes = 3;  // "1", "2-4", "5+" members
constexpr std::size_t household_class(int members) {
    return members <= 1 ? 0 : members <= 4 ? 1 : 2;
}

// A rule dated D is in force from the first month that starts on or after D.
struct Rules {
    Tenge mrp = 0;
    Tenge relocation_per_member = 0;
    std::array<std::array<Tenge, household_classes>, 2> rent{};  // [settlement][household]
    int rent_months = 0;
    TenThousandths certificate_share = 0;
    Tenge certificate_cap = 0;
    int lock_months = 0;
    bool lock_on_transfer = false;
    int obligation_months = 0;
    Tenge employer_subsidy = 0;
    int kept_months = 0;  // a subsidised job must last so long
    Tenge business_grant = 0;
    ClawbackRule clawback = ClawbackRule::full;
    double detected = 0;      // share of breaches of an obligation or a lock
    std::vector<Tenge> caps;  // [instrument, region] in the calendar year; negative: no cap. Empty: no cap at all
    Exhausted when_exhausted = Exhausted::queue;
    double decision_months = 0;  // mean time to the decision on kandas status
    int term_months = 0, extension_months = 0;
    std::vector<double> embassy_share;  // [origin]
    bool job_seekers_only = false;
    int registration_months = 0;
    bool commissions_sit = true;
    std::size_t mechanism = 0;                                    // position in mechanism_words
    std::array<std::vector<std::int64_t>, stream_count> quota{};  // [stream][region] persons in the calendar year
    std::size_t release = 0;                                      // position in release_words: see released() in quota.hpp
    double carry_over = 0;                                        // share of the places unused in a year
    // What the commission goes by: see Allocation. Words are positions in their lists.
    std::size_t score = 0, aggregator = 0, priority = 0;
    int horizon = 0;
    double load_weight = 0, minimum_fill = 0;
    std::vector<int> most_members;            // [region]; empty: no limit anywhere
    std::vector<char> barred;                 // [region, origin]; empty: nobody
    std::vector<char> unserved;               // [region, need]; empty: nobody
    std::vector<std::int64_t> centre_places;  // [region] persons
    double money_offered = 0;                 // over demand.reference_mrp, at least 0.05
};

Rules rules_in_force(const Scenario& scenario, Month month);

// Relocation grant of a family: once, per member.
constexpr Tenge relocation_grant(const Rules& rules, int members) {
    return rules.relocation_per_member * members;
}

// One month of rent and utilities support.
inline Tenge rent_support(const Rules& rules, Settlement settlement, int members) {
    return rules.rent[static_cast<std::size_t>(settlement)][household_class(members)];
}

// Certificate of economic mobility: the share of the price that the rule pays (half up), at most the cap.
constexpr Tenge certificate_amount(const Rules& rules, Tenge price) {
    const Tenge part = times(price, rules.certificate_share);
    return part < rules.certificate_cap ? part : rules.certificate_cap;
}

constexpr int obligation_end_window = 6;  // months after an obligation in which more families leave

// How far an obligation holds a family back: by the share of breaches that come to light, and pro rata by the share of the
// obligation that is left and would have to be repaid.
constexpr double deterrence(const Rules& rules, int months_left, int obliged) {
    if (rules.clawback == ClawbackRule::none || obliged <= 0) return 0;
    return rules.clawback == ClawbackRule::full ? rules.detected : rules.detected * months_left / obliged;
}

// What a family that leaves after `served` of `obliged` months owes of the `paid` amount. Pro rata: the share not served, half
// up.
constexpr Tenge clawback_due(ClawbackRule rule, Tenge paid, int served, int obliged) {
    if (served >= obliged || obliged <= 0 || rule == ClawbackRule::none) return 0;
    if (rule == ClawbackRule::full) return paid;
    return (paid * 2 * (obliged - served) + obliged) / (2 * static_cast<Tenge>(obliged));
}

}  // namespace qonys
