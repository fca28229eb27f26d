#include "experiment/replicates.hpp"

#include <algorithm>
#include <condition_variable>
#include <exception>
#include <mutex>
#include <system_error>
#include <thread>
#include <vector>

#include "base/problems.hpp"

namespace qonys {

namespace {

// Shared by the workers of one call.
struct Queue {
    std::mutex mutex;
    std::condition_variable turn_changed;
    std::int64_t next = 0;  // replicate to start
    std::int64_t turn = 0;  // replicate to hand over
    std::exception_ptr failure;
};

}  // namespace

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
    Queue queue;
    const auto fail = [&](std::exception_ptr failure) {
        const std::lock_guard lock(queue.mutex);
        if (!queue.failure) queue.failure = failure;
        queue.turn_changed.notify_all();
    };
    const auto work = [&] {
        for (;;) {
            std::int64_t replicate = 0;
            {
                const std::lock_guard lock(queue.mutex);
                if (queue.failure || queue.next == count) return;
                replicate = queue.next++;
            }
            try {
                std::shared_ptr<const World> world = world_of(replicate);
                const ReplicateResult result = run_replicate(*world, {seed, static_cast<std::uint32_t>(replicate)}, &stop);
                world.reset();
                std::unique_lock lock(queue.mutex);
                queue.turn_changed.wait(lock, [&] { return queue.failure || queue.turn == replicate; });
                if (queue.failure) return;
                lock.unlock();  // the turn keeps the others out of the sink; they may start new replicates meanwhile
                sink(replicate, result);
                lock.lock();
                ++queue.turn;
                queue.turn_changed.notify_all();
            } catch (...) {
                fail(std::current_exception());
                return;
            }
        }
    };
    const int workers = static_cast<int>(std::clamp<std::int64_t>(threads, 1, count));
    std::vector<std::thread> pool;
    try {
        for (int i = 1; i < workers; ++i) pool.emplace_back(work);
    } catch (const std::system_error&) {
        // The system gives no more threads: those at work do the rest, with the same results.
    }
    work();
    for (std::thread& thread : pool) thread.join();
    if (queue.failure) std::rethrow_exception(queue.failure);
}

}  // namespace qonys
