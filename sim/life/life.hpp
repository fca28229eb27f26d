// The life of one family as a run made it: what happened in which month, and the rules that it rested on.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "accounts/ledger.hpp"
#include "base/draws.hpp"
#include "base/month.hpp"
#include "base/tenge.hpp"

namespace qonys {

// A parameter as it was in force for the family in the month.
struct LifeRule {
    std::string path, value;          // "benefits.rent_mrp", "city, 2-4: 25 MRP"
    std::vector<std::string> labels;  // of the cell, besides the date; none: the whole row
    bool idle = false;                // read, and without effect here: not printed, but another policy may part the life by it
};

struct LifeEvent {
    int month = 0;            // from the start of the warm-up
    std::size_t process = 0;  // in month_order()
    std::string kind;         // "rent_paid"
    std::string what;         // a sentence without numbers that depend on other families
    std::string because;
    std::optional<Tenge> amount = {};
    std::vector<LifeRule> rules = {};
};

// The same thing happened; why, may differ.
bool same_event(const LifeEvent& a, const LifeEvent& b);

struct LifeMember {
    int number = 0;  // within the family
    std::string sex, education;
    int born = 0;  // month from the start of the warm-up
};

// How the family stood at the end of a month.
struct LifeState {
    std::string status;  // "settled in Pavlodar under the quota"
    bool settled = false;
    int members = 0, in_work = 0;
    Tenge paid = 0;  // to the family so far
};

struct Life {
    bool found = false;
    std::uint32_t row = 0;
    Agent agent;  // the same family under every policy
    Month start;  // month 0
    int months = 0;
    std::string origin, inflow;       // origin: name of the country or region
    std::vector<LifeMember> arrived;  // who set out
    std::vector<LifeEvent> events;
    int first_month = 0;            // in which it appeared
    std::vector<LifeState> states;  // [month - first_month]
    Tenge paid[instrument_count] = {};
    Tenge due = 0, received = 0, written_off = 0;   // of repayments by the family
    Tenge employer_due = 0, employer_received = 0;  // of repayments by employers of its members

    Tenge paid_to_family() const;
    Tenge owed() const { return due - received - written_off; }
};

}  // namespace qonys
