#include "experiment/pathway_replicates.hpp"

#include "accounts/pathway_summary.hpp"

namespace qonys {

namespace {

std::shared_ptr<const PathwayWorld> world_of(Scenario scenario) {
    struct Made {
        Scenario scenario;
        PathwayWorld world;  // points to the scenario beside it
    };
    auto made = std::make_shared<Made>();
    made->scenario = std::move(scenario);
    made->world = make_pathway_world(made->scenario);
    return {made, &made->world};
}

}  // namespace

PathwayWorlds::PathwayWorlds(const LoadedScenario& loaded) : loaded_(loaded) {
    if (loaded.uncertain.empty()) certain_ = world_of(loaded.scenario);
}

std::shared_ptr<const PathwayWorld> PathwayWorlds::of(std::int64_t replicate) const {
    if (certain_) return certain_;
    return world_of(drawn(loaded_, seed(), static_cast<std::uint32_t>(replicate / loaded_.scenario.run.replicates_per_draw)));
}

std::uint32_t PathwayWorlds::seed() const {
    return static_cast<std::uint32_t>(loaded_.scenario.run.seed);
}

PathwayReplicate run_pathway_replicate(const PathwayWorlds& worlds, std::int64_t replicate, const std::atomic<bool>& stop) {
    const std::shared_ptr<const PathwayWorld> world = worlds.of(replicate);
    PathwayResult result = simulate_pathways(*world, {worlds.seed(), static_cast<std::uint32_t>(replicate)}, &stop);
    std::vector<double> values = pathway_values(result.tallies, world->axes, world->facts);
    return {std::move(result.tallies), std::move(values), result.person_days};
}

}  // namespace qonys
