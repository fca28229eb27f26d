// Where the lives of one family under two policies part, and which rule parted them.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "life/follow.hpp"
#include "scenario/read.hpp"

namespace qonys {

// The first event that is not the same. A side without an event: the life went on without one, or the family never came.
struct Parting {
    bool parts = false;
    std::size_t at = 0;  // position in both lists of events
    int month = 0;       // the earlier of the two
};
Parting parting(const Life& a, const Life& b);

enum class Cause {
    own_rule,  // a rule that parts the lives alone, and that the event that differs rests on with another value
    unlisted,  // a rule that parts them alone, but none listed beside the event differs by it: which way it came is not known
    together,  // no rule does so alone
};

// A field in which the two policies differ.
struct RuleDifference {
    std::string path;
    std::vector<std::string> changes;      // "benefits.relocation_mrp.2015-01-01 = 100"
    Month from;                            // from when it differs
    bool tested = false, possible = true;  // possible: the first policy may have this value, all else equal
    bool alone = false;                    // parts the lives at the same event in the same way
    bool needed = false;                   // without it the second policy does not; only tested when no rule does so alone
    bool own = false;                      // listed beside the event, with different values under both policies
};

struct PartingCause {
    Cause cause = Cause::together;
    std::vector<RuleDifference> rules;  // those in force by the month of the parting first
    std::size_t tested = 0;
};

// Why a family that sets out under the first policy does not under the second: the offer, or the number that sets out.
std::string why_absent(const LoadedScenario& first, const LoadedScenario& second, const Life& life, DrawKey key);

// The world of a scenario in the replicate.
using WorldOfScenario = std::function<std::shared_ptr<const World>(const LoadedScenario&)>;

constexpr std::size_t most_rules_tested = 12;

// Simulates the first policy with each field of the second in turn. Both lives are of the same family.
PartingCause cause_of(const LoadedScenario& first, const LoadedScenario& second, const Life& a, const Life& b,
                      const WorldOfScenario& world_of, DrawKey key, const std::atomic<bool>* stop = nullptr);

}  // namespace qonys
