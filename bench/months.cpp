// Each process of the month, timed inside whole replicates of the baseline.
#include "month/month.hpp"

#include <time.h>

#include <string>

#include "run.hpp"
#include "support.hpp"

namespace qonys::bench {

namespace {

constexpr int replicates_timed = 7;

struct Timings {
    std::vector<std::vector<double>> seconds;  // [replicate][process]
    std::int64_t person_months = 0;            // of one replicate
    bool as_in_a_run = true;                   // the timed loop gave the tallies of run_replicate
};

// Of this thread: what others do on the machine counts less than in the time of day.
double cpu_seconds() {
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

Timings time_processes() {
    const World world = make_world(baseline().scenario);
    const ReplicateResult expected = run_replicate(world, key_of_benchmarks);
    const auto order = month_order();
    Timings timings;
    timings.person_months = expected.person_months;
    for (int i = 0; i < replicates_timed; ++i) {
        auto& seconds = timings.seconds.emplace_back(order.size(), 0.0);
        State state = make_state(world, key_of_benchmarks);
        for (state.now = 0; state.now < world.months; ++state.now)
            for (std::size_t p = 0; p < order.size(); ++p) {
                const double start = cpu_seconds();
                order[p].step(state);
                seconds[p] += cpu_seconds() - start;
            }
        timings.as_in_a_run = timings.as_in_a_run && digest(state.tallies) == digest(expected.tallies);
    }
    return timings;
}

// Every process is timed in the same replicates, made when the first benchmark asks.
const Timings& timings() {
    static const Timings taken = time_processes();
    return taken;
}

void one_process(benchmark::State& state, std::size_t process) {
    const Timings& taken = timings();
    if (!taken.as_in_a_run) state.SkipWithError("the timed months gave other results than a run");
    std::size_t replicate = 0;
    for (auto _ : state) state.SetIterationTime(taken.seconds[replicate++][process]);
    const double months = static_cast<double>(state.iterations()) * static_cast<double>(taken.person_months);
    state.SetItemsProcessed(static_cast<std::int64_t>(months));
    state.counters["per_person_month"] = benchmark::Counter(months, benchmark::Counter::kIsRate | benchmark::Counter::kInvert);
}

int add_processes() {
    const auto order = month_order();
    for (std::size_t p = 0; p < order.size(); ++p)
        benchmark::RegisterBenchmark((std::string("months/") + order[p].name).c_str(),
                                     [p](benchmark::State& state) { one_process(state, p); })
            ->UseManualTime()
            ->Iterations(replicates_timed)
            ->Unit(benchmark::kMillisecond);
    return static_cast<int>(order.size());
}
[[maybe_unused]] const int processes_added = add_processes();

}  // namespace

}  // namespace qonys::bench
