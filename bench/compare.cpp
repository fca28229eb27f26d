// One replicate of a comparison of the orders with two policies that begin in 2029, with the history before simulated once and
// with every arm simulated from the start; what the sittings of a replicate take to judge.
#include <array>

#include "experiment/diagnostic_tables.hpp"
#include "run.hpp"
#include "support.hpp"

namespace qonys::bench {

namespace {

Scenario arm(const std::string& setting) {
    return setting.empty() ? baseline().scenario : load_scenario(baseline_path(), {setting}).scenario;
}

void arms(benchmark::State& state, bool share_history) {
    const std::array<Scenario, 3> scenarios{arm(""), arm("quotas.kandas_policy.2029-01-01=labour_deficit"),
                                            arm("quotas.mechanism.2029-01-01=lottery")};
    std::vector<World> worlds;
    for (const Scenario& scenario : scenarios) worlds.push_back(make_world(scenario));
    const std::array<const World*, 3> pointers{&worlds[0], &worlds[1], &worlds[2]};
    const int fork = share_history ? make_month(2029, 1) - worlds[0].start : 0;
    const std::array<int, 3> forks{0, fork, fork};
    SameAnswer same(state);
    std::int64_t shared = 0;
    for (auto _ : state) {
        std::uint64_t answer = 0;
        shared = run_arms(pointers, forks, key_of_benchmarks,
                          [&](std::size_t, const ReplicateResult& result) { answer ^= digest(result.tallies); });
        same.check(answer);
    }
    state.counters["months_shared"] = static_cast<double>(shared);
}

void shared_history(benchmark::State& state) {
    arms(state, true);
}
BENCHMARK(shared_history)->Unit(benchmark::kMillisecond);

void separate_histories(benchmark::State& state) {
    arms(state, false);
}
BENCHMARK(separate_histories)->Unit(benchmark::kMillisecond);

void judging_the_sittings(benchmark::State& state) {
    const World world = make_world(baseline().scenario);
    const std::array<const World*, 1> worlds{&world};
    const std::array<int, 1> forks{0};
    ReplicateResult kept;
    run_arms(worlds, forks, key_of_benchmarks, [&](std::size_t, const ReplicateResult& result) { kept = result; });
    for (auto _ : state) benchmark::DoNotOptimize(diagnostic_values(world, kept, true));
}
BENCHMARK(judging_the_sittings)->Unit(benchmark::kMillisecond);

}  // namespace

}  // namespace qonys::bench
