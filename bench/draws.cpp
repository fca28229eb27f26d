// Keyed draws: words, uniform numbers, clocks, normal numbers and counts per second.
#include "base/draws.hpp"

#include <cmath>

#include "support.hpp"

namespace qonys::bench {

namespace {

constexpr std::uint32_t draws_an_iteration = 100'000;

// Calls draw(agent) for one agent after the other; the mean must lie within seven standard errors of the distribution's.
template <typename Draw>
void measure_draws(benchmark::State& state, double mean, double deviation, Draw draw) {
    SameAnswer same(state);
    for (auto _ : state) {
        double sum = 0;
        for (std::uint32_t i = 0; i < draws_an_iteration; ++i) sum += static_cast<double>(draw(Agent{i << 8, 7}));
        const double miss = std::abs(sum / draws_an_iteration - mean);
        if (miss > 7 * deviation / std::sqrt(draws_an_iteration)) state.SkipWithError("the draws have another mean");
        same.check(static_cast<std::uint64_t>(sum * 1e6));
    }
    state.SetItemsProcessed(state.iterations() * draws_an_iteration);
}

void four_words(benchmark::State& state) {
    measure_draws(state, 4 * 0.5, std::sqrt(4 / 12.0), [](Agent agent) {
        const auto words = random_words(key_of_benchmarks, agent, 0, Purpose::work_clock);
        double sum = 0;
        for (std::uint32_t word : words) sum += word * 0x1p-32;
        return sum;
    });
    state.counters["words_per_second"] =
        benchmark::Counter(static_cast<double>(state.iterations()) * draws_an_iteration * 4, benchmark::Counter::kIsRate);
}

void uniform_number(benchmark::State& state) {
    measure_draws(state, 0.5, std::sqrt(1 / 12.0),
                  [](Agent agent) { return uniform(key_of_benchmarks, agent, 0, Purpose::settlement); });
}

void hazard_clock(benchmark::State& state) {
    measure_draws(state, 1, 1, [](Agent agent) { return unit_exponential(key_of_benchmarks, agent, 0, Purpose::work_clock); });
}

void normal_number(benchmark::State& state) {
    measure_draws(state, 0, 1, [](Agent agent) { return standard_normal(key_of_benchmarks, agent, 0, Purpose::home_price); });
}

void family_count(benchmark::State& state) {
    const double mean = static_cast<double>(state.range(0));
    measure_draws(state, mean, std::sqrt(mean),
                  [mean](Agent agent) { return poisson(mean, key_of_benchmarks, agent, 0, Purpose::family_count); });
}

BENCHMARK(four_words)->Name("draws/four_words");
BENCHMARK(uniform_number)->Name("draws/uniform");
BENCHMARK(hazard_clock)->Name("draws/unit_exponential");
BENCHMARK(normal_number)->Name("draws/standard_normal");
BENCHMARK(family_count)->Name("draws/poisson")->ArgName("mean")->Arg(3)->Arg(300);

}  // namespace

}  // namespace qonys::bench
