// From what a process changed of a family to events. Each process of the month has its teller.
#pragma once

#include <string>
#include <vector>

#include "life/life.hpp"
#include "life/rule_in_force.hpp"
#include "life/watch.hpp"

namespace qonys {

// An amount that a rule grants, from the month in which it fell due until it is paid or refused.
struct ClaimTold {
    Claim claim;
    std::string because;
    std::vector<LifeRule> rules;
    bool waits = false;  // has been told to wait for budget
    bool kept = false;   // stands among the claims that wait for budget after the process
};

struct Telling {
    const State& state;  // after the process
    std::uint32_t family;
    std::size_t process;
    const Seen &before, &now;
    std::vector<ClaimTold>& claims;
    Life& life;

    const Scenario& scenario() const { return state.scenario(); }
    const Rules& rules() const { return state.rules(); }
    Agent agent() const { return life.agent; }
    double draw(std::uint32_t ordinal, Purpose purpose) const { return uniform(state.key, life.agent, ordinal, purpose); }
    std::string region(std::size_t r) const { return scenario().places.name.texts[r]; }
    std::string code(std::size_t r) const { return scenario().places.name.axis.labels[r]; }
    std::string origin() const { return scenario().origins.name.texts[state.population.families.origin[family]]; }
    std::string origin_code() const { return scenario().origins.name.axis.labels[state.population.families.origin[family]]; }
    std::string month_text(int month) const { return to_string(state.world->start + month); }
    int member_of(std::uint32_t person) const { return state.population.persons.member[person]; }
    LifeRule rule(const std::string& path, const std::vector<std::string>& labels = {}) const {
        return rule_in_force(scenario(), path, state.month(), labels);
    }
    // Idle unless it acts.
    LifeRule rule_if(bool acts, const std::string& path, const std::vector<std::string>& labels = {}) const;
    std::vector<LifeRule> rules_of(const std::vector<std::string>& paths) const;
    void add(std::string kind, std::string what, std::string because, std::vector<LifeRule> rules = {},
             std::optional<Tenge> amount = {}) const;
};

// "4 members"
std::string counted(std::int64_t number, const std::string& one, const std::string& many);
std::string share_text(double share);  // "23 %"

// Rules that several events read (reads.cpp).
using LifeRules = std::vector<LifeRule>;
void add_region_choice(const Telling& t, const std::vector<std::uint8_t>& regions, LifeRules& rules);
// Of the year's places in these regions.
void add_places(const Telling& t, Stream stream, const std::vector<std::uint8_t>& regions, LifeRules& rules);
void add_sitting(const Telling& t, LifeRules& rules);
// Which of these regions are closed to the family.
void add_closures(const Telling& t, const std::vector<std::uint8_t>& regions, LifeRules& rules);

// After the process of that name.
void tell_terms(const Telling& t);          // policy: terms that end
void tell_arrival(const Telling& t);        // arrive; `before` is as `now` when the family is new
void tell_first_sight(const Telling& t);    // arrive
void tell_decision(const Telling& t);       // grant_status
void tell_application(const Telling& t);    // apply
void tell_sitting(const Telling& t);        // allocate
void tell_settling(const Telling& t);       // settle
void tell_work(const Telling& t);           // work
void tell_home(const Telling& t);           // house
void tell_leaving(const Telling& t);        // move_on
void tell_citizenship(const Telling& t);    // naturalise
void tell_births_deaths(const Telling& t);  // age

// After every process.
void note_claims(const Telling& t);  // what fell due, with the rule behind the amount
void tell_ledger(const Telling& t);  // paid, waiting, refused; repayments
void tell_rent_end(const Telling& t);

}  // namespace qonys
