// Pathway programmes: one replicate, the run of a shipped scenario with its file, and a programme of 20,000 persons that queue.
#include <filesystem>

#include "experiment/run_scenario.hpp"
#include "pathways/pathways.hpp"
#include "support.hpp"

namespace qonys::bench {

namespace {

void one_replicate(benchmark::State& state, const Scenario& scenario) {
    const PathwayWorld world = make_pathway_world(scenario);
    SameAnswer same(state);
    std::int64_t person_days = 0;
    for (auto _ : state) {
        const PathwayResult result = simulate_pathways(world, key_of_benchmarks);
        same.check(digest(result.tallies));
        person_days += result.person_days;
    }
    state.SetItemsProcessed(person_days);
    state.counters["runs_per_second"] = benchmark::Counter(static_cast<double>(state.iterations()), benchmark::Counter::kIsRate);
}

Scenario jusan() {
    return load_scenario(QONYS_SOURCE_FOLDER "/scenarios/jusan_2019.yaml", {}).scenario;
}

void shipped(benchmark::State& state) {
    one_replicate(state, jusan());
}
BENCHMARK(shipped)->Name("pathways/replicate_of_jusan_2019")->Unit(benchmark::kMicrosecond);

// Twenty thousand persons come singly over the whole run for places of which there are too few.
void queueing(benchmark::State& state) {
    Scenario scenario = jusan();
    Programme& programme = scenario.pathways.programmes[0];
    programme.arrivals.resize(1);
    ManifestRow& stream = programme.arrivals[0];
    stream.date = to_string(first_day(scenario.run.first_month));
    stream.until = to_string(first_day(scenario.run.last_month));
    stream.pattern = "singly";
    for (double& cell : stream.persons.cells) cell = 0;
    stream.persons.cells[0] = 5000;   // women
    stream.persons.cells[2] = 15000;  // children
    one_replicate(state, scenario);
}
BENCHMARK(queueing)->Name("pathways/replicate_of_20000_persons")->Unit(benchmark::kMillisecond);

void whole_scenario(benchmark::State& state) {
    const LoadedScenario loaded = load_scenario(QONYS_SOURCE_FOLDER "/scenarios/jusan_2019.yaml", {});
    const std::string output = (std::filesystem::temp_directory_path() / "qonys_bench_pathways.h5").string();
    const std::atomic<bool> stop = false;
    for (auto _ : state) run_scenario(loaded, {output, "", 2, false, nullptr}, stop);
    std::filesystem::remove(output);
    state.SetItemsProcessed(state.iterations() * loaded.scenario.run.replicates);  // replicates
}
BENCHMARK(whole_scenario)->Name("pathways/run_of_jusan_2019")->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace

}  // namespace qonys::bench
