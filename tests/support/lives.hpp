// Lives for tests: families found by what became of them.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "life/follow.hpp"
#include "scenario/read.hpp"
#include "support/small_scenario.hpp"

namespace qonys::test {

// The first family of the finished run that has a property; no_family without.
inline std::uint32_t first_family(const State& end, const std::function<bool(const Families&, std::uint32_t)>& has) {
    const Families& f = end.population.families;
    for (std::uint32_t family = 0; family < f.size(); ++family)
        if (has(f, family)) return family;
    return no_family;
}

inline bool is_placed(const Families& f, std::uint32_t family) {
    return f.settled[family] != no_month && in_programme(f, family);
}

inline std::vector<LifeEvent> events_of(const Life& life, const std::string& kind) {
    std::vector<LifeEvent> events;
    for (const LifeEvent& event : life.events)
        if (event.kind == kind) events.push_back(event);
    return events;
}

inline std::vector<std::string> kinds_of(const Life& life) {
    std::vector<std::string> kinds;
    for (const LifeEvent& event : life.events) kinds.push_back(event.kind);
    return kinds;
}

// "benefits.relocation_mrp = 70 MRP"
inline std::vector<std::string> rules_of(const LifeEvent& event) {
    std::vector<std::string> rules;
    for (const LifeRule& rule : event.rules) rules.push_back(rule.path + " = " + rule.value);
    return rules;
}

// A world that owns its scenario.
inline std::shared_ptr<const World> owned_world(const Scenario& scenario) {
    struct Owned {
        Scenario scenario;
        World world;
    };
    auto owned = std::make_shared<Owned>();
    owned->scenario = scenario;
    owned->world = make_world(owned->scenario);
    return {owned, &owned->world};
}

inline LoadedScenario loaded_from(const Scenario& scenario) {
    LoadedScenario loaded;
    loaded.scenario = scenario;
    return loaded;
}

}  // namespace qonys::test
