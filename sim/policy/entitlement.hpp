// What a family is entitled to under the rules in force in a month: the calculator behind `qonys explain --benefits`. Amounts
// come from rules.hpp, as those that the simulation pays.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "policy/rules.hpp"
#include "scenario/scenario.hpp"
#include "scenario/streams.hpp"

namespace qonys {

struct EntitledFamily {
    int members = 1;
    Settlement settlement = Settlement::city;
    Month month;  // in which it is placed, buys a home, finds work and starts a business
    Stream stream = Stream::kandas_quota;
    std::optional<Tenge> home_price, rent;      // KZT; rent a month
    std::optional<std::size_t> region, origin;  // positions on the scenario's axes
    int hired = 0;                              // members hired by employers
    bool business = false;                      // a member starts one
};

enum class PaidTo { family, seller, employer, nobody };

// A value of the scenario that a line rests on: "benefits.rent_mrp", "2017-01-01.city.5+", 30.
struct RuleUsed {
    std::string path, cell, value;  // value: a number or a word
    bool operator==(const RuleUsed&) const = default;
};

struct MonthlyPayment {
    Month month;
    Tenge amount = 0;
};

struct Entitlement {
    std::string benefit;
    PaidTo to = PaidTo::family;
    std::string why_not;          // empty: it applies
    std::string how;              // "5 members x 70 MRP x 3,932 KZT"
    std::optional<Tenge> amount;  // none where it depends on what was not said, or is no money
    std::vector<std::string> conditions, obligations;
    std::vector<RuleUsed> rules;
    std::vector<MonthlyPayment> payments;  // of rent support, by the rules of each month
    Tenge promised = 0;                    // of rent support, by the rules of the first month

    bool applies() const { return why_not.empty(); }
};

struct Entitlements {
    std::vector<std::string> place;  // conditions of the quota place that the lines but the adaptation centre hang on
    std::vector<Entitlement> lines;
    Tenge to_family = 0;    // cash: grant, rent support, business grant
    Tenge certificate = 0;  // to the seller of the home
    Tenge to_employers = 0;
    std::vector<std::string> notes;  // what holds for several lines
};

// The rules of the scenario reach back to different dates: the first month in which all of them are known.
Month first_month_with_rules(const Scenario& scenario);

// The month is not before first_month_with_rules().
Entitlements entitlements(const Scenario& scenario, const EntitledFamily& family);

}  // namespace qonys
