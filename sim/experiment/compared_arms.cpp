#include "experiment/compared_arms.hpp"

#include <memory>

#include "accounts/pathway_summary.hpp"
#include "experiment/diagnostic_tables.hpp"
#include "experiment/pathway_replicates.hpp"
#include "experiment/replicates.hpp"

namespace qonys {

namespace {

struct SettlementArms {
    std::vector<WorldOf> worlds;
    std::vector<SummaryBuilder> summaries;  // only for their values
    std::vector<int> forks;                 // month from the start of the warm-up from which the arm is on its own
    std::uint32_t seed = 0;
    bool same_score = true;
};

// Of one world for all replicates, or of one for each draw of the uncertain parameters.
WorldOf worlds_of(const LoadedScenario& loaded) {
    const auto worlds = std::make_shared<Worlds>(loaded);
    if (!loaded.uncertain.empty()) return [worlds](std::int64_t replicate) { return worlds->of(replicate); };
    return [world = worlds->first(), worlds](std::int64_t) { return world; };
}

ComparedReplicate run_settlement(const SettlementArms& arms, std::int64_t replicate, const std::atomic<bool>& stop) {
    std::vector<std::shared_ptr<const World>> held;
    std::vector<const World*> worlds;
    for (const auto& of_arm : arms.worlds) {
        held.push_back(of_arm(replicate));
        worlds.push_back(held.back().get());
    }
    ComparedReplicate one;
    one.values.resize(worlds.size());
    const auto take = [&](std::size_t arm, const ReplicateResult& result) {
        one.values[arm] = arms.summaries[arm].values(result.tallies);
        const std::vector<double> diagnostics = diagnostic_values(*worlds[arm], result, arms.same_score);
        one.values[arm].insert(one.values[arm].end(), diagnostics.begin(), diagnostics.end());
        one.person_months += result.person_months;
    };
    one.months_shared = run_arms(worlds, arms.forks, {arms.seed, static_cast<std::uint32_t>(replicate)}, take, &stop);
    return one;
}

}  // namespace

ComparedArms settlement_arms(const Comparison& comparison, bool share_history) {
    const std::shared_ptr<const World> first = Worlds(comparison.arms.front().loaded).first();
    ComparedArms compared;
    compared.months = first->months;
    const auto arms = std::make_shared<SettlementArms>();
    arms->seed = static_cast<std::uint32_t>(comparison.arms.front().loaded.scenario.run.seed);
    for (const Arm& arm : comparison.arms) {
        const Scenario& s = arm.loaded.scenario;
        arms->worlds.push_back(worlds_of(arm.loaded));
        arms->same_score = arms->same_score && scores_alike(make_world(arm.loaded.scenario), first->rules.front());
        arms->summaries.emplace_back(first->axes, s.money.usd_per_kzt, s.places.population.cells, s.run.replicates_per_draw,
                                     !arm.loaded.uncertain.empty());
        arms->forks.push_back(share_history ? arm.differs_from - first->start : 0);
        const bool shares = &arm != &comparison.arms.front() && arm.differs_from > first->start;
        compared.shared_until.push_back(shares ? to_string(arm.differs_from + -1) : "");
    }
    compared.same_score = arms->same_score;
    compared.layout = arms->summaries.front().layout();
    for (SummaryTable& table : diagnostic_layout(*first)) compared.layout.push_back(std::move(table));
    compared.run = [arms](std::int64_t replicate, const std::atomic<bool>& stop) {
        return run_settlement(*arms, replicate, stop);
    };
    return compared;
}

ComparedArms pathway_arms(const Comparison& comparison) {
    const Run& run = comparison.arms.front().loaded.scenario.run;
    const auto worlds = std::make_shared<std::vector<PathwayWorlds>>();
    for (const Arm& arm : comparison.arms) worlds->emplace_back(arm.loaded);
    ComparedArms compared;
    compared.months = run.last_month - run.first_month + 1;
    compared.shared_until.resize(comparison.arms.size());
    compared.layout = pathway_layout(worlds->front().of(0)->axes);
    compared.run = [worlds](std::int64_t replicate, const std::atomic<bool>& stop) {
        ComparedReplicate one;
        for (const PathwayWorlds& of_arm : *worlds) {
            PathwayReplicate result = run_pathway_replicate(of_arm, replicate, stop);
            one.values.push_back(std::move(result.values));
            one.person_months += person_months_of(result.person_days);
        }
        return one;
    };
    return compared;
}

}  // namespace qonys
