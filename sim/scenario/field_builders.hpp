// How the rows of the field table are written.
#pragma once

#include <limits>
#include <span>

#include "scenario/fields.hpp"

namespace qonys::field {

constexpr double inf = std::numeric_limits<double>::infinity();

using Axes = std::vector<std::string>;

struct Limits {
    double minimum, maximum;
};
constexpr Limits share{0, 1}, hazard{0, 10}, factor{0, 100}, any{-1e9, 1e9}, weight{-20, 20}, tenge{0, 1e12}, persons{0, 1e9};

// A number or a table of numbers, with its provenance in params/.
inline Field fact(std::string path, std::string unit, Axes axes, Limits limits, std::string doc,
                  std::function<Slot(Scenario&)> slot) {
    Field f;
    f.path = std::move(path);
    f.unit = std::move(unit);
    f.doc = std::move(doc);
    f.axes = std::move(axes);
    f.minimum = limits.minimum;
    f.maximum = limits.maximum;
    f.slot = std::move(slot);
    return f;
}

// A number, or a table of them, that policy sets: a choice, without provenance.
inline Field lever(std::string path, std::string unit, Axes axes, Limits limits, std::string doc,
                   std::function<Slot(Scenario&)> slot) {
    Field f = fact(std::move(path), std::move(unit), std::move(axes), limits, std::move(doc), std::move(slot));
    f.kind = ValueKind::choice;
    return f;
}

inline Field choice(std::string path, std::string unit, Limits limits, std::string doc, std::function<Slot(Scenario&)> slot) {
    return lever(std::move(path), std::move(unit), {}, limits, std::move(doc), std::move(slot));
}

// A word for each date.
inline Field words(std::string path, std::span<const char* const> words, std::string doc, std::function<Slot(Scenario&)> slot) {
    Field f = choice(std::move(path), "word", {-inf, inf}, std::move(doc), std::move(slot));
    f.axes = {"date"};
    f.choices.assign(words.begin(), words.end());
    return f;
}

inline Field word(std::string path, std::vector<std::string> words, std::string doc, std::function<Slot(Scenario&)> slot) {
    Field f = choice(std::move(path), "word", {-inf, inf}, std::move(doc), std::move(slot));
    f.choices = std::move(words);
    return f;
}

inline Field shares(Field f) {
    f.sums_to_one = true;
    return f;
}

inline Field whole(Field f) {
    f.whole = true;
    return f;
}

inline Field sparse(Field f) {
    f.absent_is_zero = true;
    return f;
}

// Labels left out, of any axis but the first, count as no_cap.
inline Field optional(Field f) {
    f.absent_is_none = true;
    return f;
}

// The place of a value in the Scenario.
#define AT(member) [](Scenario& s) -> Slot { return &s.member; }

}  // namespace qonys::field

namespace qonys {

void add_world_fields(std::vector<Field>& t);      // run, money, places, origins, arrivals, people, targets
void add_behaviour_fields(std::vector<Field>& t);  // application, choice, work, leaving, networks, demand
void add_rule_fields(std::vector<Field>& t);       // quotas, status, benefits, obligations, budgets, homes

}  // namespace qonys
