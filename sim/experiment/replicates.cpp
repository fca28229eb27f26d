#include "experiment/replicates.hpp"

#include "experiment/in_order.hpp"

namespace qonys {

Worlds::Worlds(const LoadedScenario& loaded)
    : loaded_(loaded),
      per_draw_(loaded.uncertain.empty() ? loaded.scenario.run.replicates : loaded.scenario.run.replicates_per_draw) {}

std::shared_ptr<const World> Worlds::of(std::int64_t replicate) {
    const std::int64_t number = replicate / per_draw_;
    std::shared_ptr<Draw> draw;
    {
        const std::lock_guard lock(mutex_);
        std::shared_ptr<Draw>& place = draws_[number];
        if (!place) place = std::make_shared<Draw>();
        draw = place;
        if (++draw->asked == per_draw_) draws_.erase(number);
    }
    return built(*draw, number);
}

std::shared_ptr<const World> Worlds::first() {
    std::shared_ptr<Draw> draw;
    {
        const std::lock_guard lock(mutex_);
        std::shared_ptr<Draw>& place = draws_[0];
        if (!place) place = std::make_shared<Draw>();
        draw = place;
    }
    return built(*draw, 0);
}

std::size_t Worlds::held() const {
    const std::lock_guard lock(mutex_);
    return draws_.size();
}

std::shared_ptr<const World> Worlds::built(Draw& draw, std::int64_t number) {
    struct Drawn {
        Scenario scenario;
        World world;  // points to the scenario beside it
    };
    const std::lock_guard lock(draw.mutex);  // threads that need the same world wait for it, others do not
    if (!draw.world) {
        const auto seed = static_cast<std::uint32_t>(loaded_.scenario.run.seed);
        auto made = std::make_shared<Drawn>();
        made->scenario = drawn(loaded_, seed, static_cast<std::uint32_t>(number));
        made->world = make_world(made->scenario);
        draw.world = std::shared_ptr<const World>(made, &made->world);
    }
    return draw.world;
}

void run_replicates(const World& world, std::uint32_t seed, std::int64_t count, int threads, const std::atomic<bool>& stop,
                    const Sink& sink) {
    const std::shared_ptr<const World> not_owned(std::shared_ptr<const World>(), &world);
    run_replicates([&](std::int64_t) { return not_owned; }, seed, count, threads, stop, sink);
}

void run_replicates(const WorldOf& world_of, std::uint32_t seed, std::int64_t count, int threads, const std::atomic<bool>& stop,
                    const Sink& sink) {
    const auto one = [&](std::int64_t replicate) {
        const std::shared_ptr<const World> world = world_of(replicate);
        return run_replicate(*world, {seed, static_cast<std::uint32_t>(replicate)}, &stop);
    };
    in_order(0, count, threads, one, sink);
}

}  // namespace qonys
