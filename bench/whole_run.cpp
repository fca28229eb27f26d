// One replicate of the baseline, population synthesis included; also with 4 and 16 times the persons, places, jobs and homes; and
// of the part of the model that the NumPy twin has.
#include <malloc.h>

#include <algorithm>

#include "month/month.hpp"
#include "run.hpp"
#include "support.hpp"

namespace qonys::bench {

namespace {

double live_bytes() {
    const auto heap = mallinfo2();
    return static_cast<double>(heap.uordblks + heap.hblkhd);
}

// Largest growth of the heap at the end of a month of one replicate: columns, ledger, queues and tallies.
double peak_bytes(const World& world) {
    const double before = live_bytes();
    State state = make_state(world, key_of_benchmarks);
    double peak = 0;
    for (state.now = 0; state.now < world.months; ++state.now) {
        simulate_month(state);
        peak = std::max(peak, live_bytes() - before);
    }
    return peak;
}

void one_replicate(benchmark::State& state, const Scenario& scenario) {
    const World world = make_world(scenario);
    SameAnswer same(state);
    std::int64_t person_months = 0;
    double persons = 0, column_bytes = 0;
    for (auto _ : state) {
        const ReplicateResult result = run_replicate(world, key_of_benchmarks);
        same.check(digest(result.tallies));
        person_months += result.person_months;
        persons = static_cast<double>(result.population.persons.size());
        column_bytes = static_cast<double>(memory_bytes(result.population));
    }
    const double months = static_cast<double>(person_months);
    state.SetItemsProcessed(person_months);  // person-months
    state.counters["runs_per_second"] = benchmark::Counter(static_cast<double>(state.iterations()), benchmark::Counter::kIsRate);
    state.counters["per_person_month"] = benchmark::Counter(months, benchmark::Counter::kIsRate | benchmark::Counter::kInvert);
    state.counters["persons"] = persons;
    state.counters["column_bytes_per_person"] = column_bytes / persons;
    state.counters["peak_bytes_per_person"] = peak_bytes(world) / persons;
}

void baseline_times(benchmark::State& state) {
    one_replicate(state, scaled_baseline(static_cast<double>(state.range(0))));
}
BENCHMARK(baseline_times)->Name("whole_run/baseline")->ArgName("times")->Arg(1)->Arg(4)->Arg(16)->Unit(benchmark::kMillisecond);

void without_feedback(benchmark::State& state) {
    one_replicate(state, trunk().scenario);
}
BENCHMARK(without_feedback)->Name("whole_run/trunk")->Unit(benchmark::kMillisecond);

void prepare(benchmark::State& state) {
    SameAnswer same(state);
    for (auto _ : state) same.check(static_cast<std::uint64_t>(make_world(baseline().scenario).months));
}

BENCHMARK(prepare)->Name("whole_run/make_world")->Unit(benchmark::kMillisecond);

}  // namespace

}  // namespace qonys::bench
