// Work on all cores whose results are handed over in order.
#pragma once

#include <algorithm>
#include <condition_variable>
#include <cstdint>
#include <exception>
#include <mutex>
#include <system_error>
#include <thread>
#include <vector>

namespace qonys {

// Calls work(i) for i = first … last - 1 on several threads and sink(i, result) once for each, in ascending order and never from
// two threads at a time, so that what the sink builds does not depend on the number of threads. At most one finished result a
// thread is held in memory. Throws what a call threw first.
template <class Work, class Sink>
void in_order(std::int64_t first, std::int64_t last, int threads, const Work& work, const Sink& sink) {
    struct Queue {
        std::mutex mutex;
        std::condition_variable turn_changed;
        std::int64_t next = 0;  // to start
        std::int64_t turn = 0;  // to hand over
        std::exception_ptr failure;
    } queue;
    queue.next = queue.turn = first;
    const auto run = [&] {
        for (;;) {
            std::int64_t number = 0;
            {
                const std::lock_guard lock(queue.mutex);
                if (queue.failure || queue.next >= last) return;
                number = queue.next++;
            }
            try {
                const auto result = work(number);
                std::unique_lock lock(queue.mutex);
                queue.turn_changed.wait(lock, [&] { return queue.failure || queue.turn == number; });
                if (queue.failure) return;
                lock.unlock();  // the turn keeps the others out of the sink; they may start new work meanwhile
                sink(number, result);
                lock.lock();
                ++queue.turn;
                queue.turn_changed.notify_all();
            } catch (...) {
                const std::lock_guard lock(queue.mutex);
                if (!queue.failure) queue.failure = std::current_exception();
                queue.turn_changed.notify_all();
                return;
            }
        }
    };
    const auto workers = std::clamp<std::int64_t>(threads, 1, std::max<std::int64_t>(1, last - first));
    std::vector<std::thread> pool;
    pool.reserve(static_cast<std::size_t>(workers));
    try {
        for (std::int64_t i = 1; i < workers; ++i) pool.emplace_back(run);
    } catch (const std::system_error&) {
        // The system gives no more threads: those at work do the rest, with the same results.
    }
    run();
    for (std::thread& thread : pool) thread.join();
    if (queue.failure) std::rethrow_exception(queue.failure);
}

}  // namespace qonys
