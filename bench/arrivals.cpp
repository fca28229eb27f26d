// Population synthesis: all kandas families that arrive in the baseline, with their members.
#include "people/arrivals.hpp"

#include "support.hpp"

namespace qonys::bench {

namespace {

void synthesise(benchmark::State& state) {
    const Scenario scenario = scaled_baseline(static_cast<double>(state.range(0)));
    const ArrivalTables tables = arrival_tables(scenario);
    const Month first = scenario.run.first_month - static_cast<int>(scenario.run.warm_up_months);
    const auto expected = expected_arrivals(scenario, Stream::kandas_free, first, scenario.run.last_month, key_of_benchmarks);
    SameAnswer same(state);
    std::int64_t families = 0, persons = 0;
    for (auto _ : state) {
        Population population;
        for (std::size_t now = 0; now < expected.size(); ++now)
            for (std::size_t origin = 0; origin < expected[now].size(); ++origin)
                add_arrivals(population, tables,
                             {Stream::kandas_free, origin, expected[now][origin], 1, 1, first + static_cast<int>(now),
                              static_cast<std::int16_t>(now)},
                             key_of_benchmarks);
        Digest people;
        for (std::size_t i = 0; i < population.persons.size(); ++i)
            people.add(population.persons.family[i] ^ static_cast<std::uint64_t>(population.persons.born[i]) << 40);
        same.check(people.value());
        families += static_cast<std::int64_t>(population.families.size());
        persons += static_cast<std::int64_t>(population.persons.size());
    }
    state.SetItemsProcessed(persons);
    state.counters["families_per_second"] = benchmark::Counter(static_cast<double>(families), benchmark::Counter::kIsRate);
    state.counters["persons"] = static_cast<double>(persons) / static_cast<double>(state.iterations());
}

BENCHMARK(synthesise)->Name("arrivals/synthesis")->ArgName("times")->Arg(1)->Arg(4)->Unit(benchmark::kMillisecond);

}  // namespace

}  // namespace qonys::bench
