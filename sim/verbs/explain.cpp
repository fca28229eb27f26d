#include <fmt/format.h>

#include <limits>

#include "base/problems.hpp"
#include "life/part.hpp"
#include "life/worth.hpp"
#include "report/life_table.hpp"
#include "verbs/explained.hpp"
#include "verbs/shared.hpp"
#include "verbs/verbs.hpp"

namespace qonys {

namespace {

struct Pair {
    ExplainedPolicy first;
    std::optional<ExplainedPolicy> second;
};

[[noreturn]] void refuse(const std::string& file, const std::string& path, const std::string& what, const std::string& hint) {
    Problems problems;
    problems.add({file, 0, 0}, path, what, hint);
    throw BadInput(std::move(problems));
}

// Only what is the same makes the families twins.
void refuse_unlike(const ExplainedPolicy& first, const ExplainedPolicy& second) {
    const Scenario &a = first.loaded.scenario, &b = second.loaded.scenario;
    Problems problems;
    const auto check = [&](bool same, const char* path, const std::string& here, const std::string& there) {
        if (!same)
            problems.add({second.file, 0, 0}, path, fmt::format("is {} and {} in {}", there, here, first.file),
                         fmt::format("compare results with the same {}", path));
    };
    check(a.run.first_month == b.run.first_month, "run.first_month", to_string(a.run.first_month), to_string(b.run.first_month));
    check(a.run.last_month == b.run.last_month, "run.last_month", to_string(a.run.last_month), to_string(b.run.last_month));
    check(a.run.warm_up_months == b.run.warm_up_months, "run.warm_up_months", std::to_string(a.run.warm_up_months),
          std::to_string(b.run.warm_up_months));
    check(a.run.seed == b.run.seed, "run.seed", std::to_string(a.run.seed), std::to_string(b.run.seed));
    if (!first.loaded.uncertain.empty() || !second.loaded.uncertain.empty())
        check(a.run.replicates_per_draw == b.run.replicates_per_draw, "run.replicates_per_draw",
              std::to_string(a.run.replicates_per_draw), std::to_string(b.run.replicates_per_draw));
    if (a.places.name.axis.labels != b.places.name.axis.labels)
        problems.add({second.file, 0, 0}, "places.name", "has other regions than " + first.file,
                     "compare results of the same regions");
    if (a.origins.name.axis.labels != b.origins.name.axis.labels)
        problems.add({second.file, 0, 0}, "origins.name", "has other origins than " + first.file,
                     "compare results of the same origins");
    if (!problems.empty()) throw BadInput(std::move(problems));
}

// A comparison alone is told against its reference. --arm names the arm of the result, or of --against when only that has arms.
Pair policies(const ExplainArguments& a) {
    const ExplainedResult result = open_explained(a.result);
    Pair pair;
    if (a.against) {
        const ExplainedResult other = open_explained(*a.against);
        const bool arm_of_other = result.arms.empty() && !other.arms.empty();
        pair.first = policy_of(result, arm_of_other ? std::nullopt : a.arm);
        pair.second = policy_of(other, arm_of_other ? a.arm : std::nullopt);
        if (pair.second->name == pair.first.name) pair.second->name += " (" + *a.against + ")";
    } else if (result.arms.empty()) {
        pair.first = policy_of(result, a.arm);
    } else {
        pair.first = policy_of(result, std::nullopt);
        const std::string arm = a.arm ? *a.arm : result.arms.size() > 1 ? result.arms[1] : result.arms[0];
        ExplainedPolicy second = policy_of(result, arm);
        if (second.arm != pair.first.arm) pair.second = std::move(second);
    }
    if (pair.second) refuse_unlike(pair.first, *pair.second);
    for (const ExplainedPolicy* policy : {&pair.first, pair.second ? &*pair.second : &pair.first})
        if (a.replicate < 0 || a.replicate >= policy->replicates)
            refuse(policy->file, "--replicate", fmt::format("has no replicate {}", a.replicate),
                   fmt::format("it has the replicates 0 to {}", policy->replicates - 1));
    return pair;
}

DrawKey key_of(const ExplainedPolicy& policy, std::int64_t replicate) {
    return {static_cast<std::uint32_t>(policy.loaded.scenario.run.seed), static_cast<std::uint32_t>(replicate)};
}

void add_note(std::vector<std::string>& notes, const ExplainedPolicy& policy, const World& world, std::int64_t replicate,
              const Tallies& tallies) {
    const std::string note = difference_from_file(policy, world, replicate, tallies);
    if (!note.empty()) notes.push_back(note);
}

void tell_family(const ExplainArguments& a, const Pair& pair, const WorldOfScenario& world_of) {
    LifeReport report;
    report.family = *a.family;
    report.replicate = a.replicate;
    const DrawKey key = key_of(pair.first, a.replicate);
    const bool possible = *a.family >= 0 && *a.family <= std::numeric_limits<std::uint32_t>::max();
    const auto world = world_of(pair.first.loaded);
    const std::uint32_t row = possible ? static_cast<std::uint32_t>(*a.family) : std::numeric_limits<std::uint32_t>::max();
    Followed followed = follow(*world, key, {row, {}}, &stop_asked);
    if (!followed.life.found)
        refuse(a.result, "--family", fmt::format("replicate {} has no family {}", a.replicate, *a.family),
               fmt::format("it has {} families, 0 to {}; without --family some worth a look are listed", followed.families,
                           followed.families - 1));
    add_note(report.notes, pair.first, *world, a.replicate, followed.tallies);
    report.first = {pair.first.name, &pair.first.loaded, std::move(followed.life)};
    if (pair.second) {
        const auto other = world_of(pair.second->loaded);
        Followed twin = follow(*other, key, {std::nullopt, report.first.life.agent}, &stop_asked);
        add_note(report.notes, *pair.second, *other, a.replicate, twin.tallies);
        report.twin = LifeUnder{pair.second->name, &pair.second->loaded, std::move(twin.life)};
        const Life &here = report.first.life, &there = report.twin->life;
        report.parted = parting(here, there);
        if (report.parted.parts)
            report.cause = cause_of(pair.first.loaded, pair.second->loaded, here, there, world_of, key, &stop_asked);
        if (!there.found) report.absence = why_absent(pair.first.loaded, pair.second->loaded, here, key);
    }
    print(print_life(report, *parse_format(a.format)));
}

void list_families(const ExplainArguments& a, const Pair& pair, const WorldOfScenario& world_of) {
    const auto world = world_of(pair.first.loaded);
    const DrawKey key = key_of(pair.first, a.replicate);
    FamilyList list;
    list.policy = pair.first.name;
    list.replicate = a.replicate;
    Tallies tallies;
    list.kinds = families_worth_a_look(*world, key, &tallies, &stop_asked);
    add_note(list.notes, pair.first, *world, a.replicate, tallies);
    if (pair.second) {
        list.against = pair.second->name;
        list.differing = families_that_differ(*world, *world_of(pair.second->loaded), key, &stop_asked);
    }
    print(print_families(list, *parse_format(a.format)));
}

// An answer that leaves a flag out of account would be one to another question.
void refuse_flags_of_benefits(const ExplainArguments& a) {
    Problems problems;
    const auto check = [&](bool given, const char* flag) {
        if (given) problems.add({flag, 0, 0}, "", "belongs to --benefits", "leave it out, or add --benefits and no result");
    };
    check(!a.scenario.empty(), "--scenario");
    check(!a.sets.empty(), "--set");
    check(a.members != 0, "--members");
    check(!a.settlement.empty(), "--settlement");
    check(!a.date.empty(), "--date");
    check(a.home_price.has_value(), "--home-price");
    check(a.rent.has_value(), "--rent");
    check(a.region.has_value(), "--region");
    check(a.stream.has_value(), "--stream");
    check(a.origin.has_value(), "--origin");
    check(a.hired != 0, "--hired");
    check(a.business, "--business");
    if (!problems.empty()) throw BadInput(std::move(problems));
}

}  // namespace

void explain(const ExplainArguments& a) {
    if (a.benefits) return explain_benefits(a);
    refuse_flags_of_benefits(a);
    if (a.result.empty())
        refuse({}, "RESULT", "no result is named",
               "write qonys explain RESULT.h5 --family ID, or qonys explain --benefits --scenario FILE");
    const Pair pair = policies(a);
    const WorldOfScenario world_of = [&](const LoadedScenario& loaded) { return Worlds(loaded).of(a.replicate); };
    if (a.family)
        tell_family(a, pair, world_of);
    else
        list_families(a, pair, world_of);
}

}  // namespace qonys
