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

void run_replicates(const World& world, std::uint32_t seed, std::int64_t count, int threads, const std::atomic<bool>& stop,
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
                const ReplicateResult result = run_replicate(world, {seed, static_cast<std::uint32_t>(replicate)}, &stop);
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
