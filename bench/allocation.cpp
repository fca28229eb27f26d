// Allocation of one month by the mechanisms that need no flow: families waiting for places in ten regions, with places for half
// of the persons; and what is told of a sitting. The flow is in flow.cpp.
#include "allocation/allocation.hpp"

#include <algorithm>
#include <numeric>

#include "allocation/diagnostics.hpp"
#include "base/draws.hpp"
#include "support.hpp"

namespace qonys::bench {

namespace {

constexpr std::size_t region_count = 10;

std::vector<Request> waiting_families(std::size_t count) {
    std::vector<Request> requests(count);
    for (std::uint32_t family = 0; family < count; ++family) {
        const Agent agent{family << 8, 0};
        Request& r = requests[family];
        r.family = family;
        r.members = 1 + static_cast<int>(6 * uniform(key_of_benchmarks, agent, 0, Purpose::family_size));
        r.applied = 12 * uniform(key_of_benchmarks, agent, 0, Purpose::application_day);
        r.lot = uniform(key_of_benchmarks, agent, 0, Purpose::lottery);
        r.regions.resize(region_count);
        std::iota(r.regions.begin(), r.regions.end(), std::uint8_t{0});
        const auto taste = [&](std::uint32_t region) {
            return unit_exponential(key_of_benchmarks, agent, region, Purpose::region_taste);
        };
        std::sort(r.regions.begin(), r.regions.end(), [&](std::uint8_t a, std::uint8_t b) { return taste(a) < taste(b); });
        for (std::uint32_t region : r.regions)
            r.scores.push_back(r.members * uniform(key_of_benchmarks, agent, region, Purpose::work_clock));
        r.priority = r.members;
        r.draw = uniform(key_of_benchmarks, agent, 1, Purpose::lottery);
    }
    return requests;
}

std::vector<std::int64_t> places_for_half(const std::vector<Request>& requests) {
    std::int64_t waiting = 0;
    for (const Request& r : requests) waiting += r.members;
    return std::vector<std::int64_t>(region_count, waiting / 2 / static_cast<std::int64_t>(region_count));
}

void allocate_month(benchmark::State& state, const char* name, double minimum_fill) {
    const Mechanism allocate = mechanism(name);
    const std::vector<Request> requests = waiting_families(static_cast<std::size_t>(state.range(0)));
    Sitting sitting{requests, places_for_half(requests)};
    sitting.prices.assign(region_count, 0.1);
    sitting.ahead.assign(region_count, 0.05);
    sitting.load_weight = 0.5;
    if (minimum_fill > 0)  // places for all twice over, so that there are families to move
        for (std::int64_t& p : sitting.places) {
            p *= 4;
            sitting.minimum.push_back(static_cast<std::int64_t>(minimum_fill * static_cast<double>(p)));
        }
    SameAnswer same(state);
    for (auto _ : state) {
        const std::vector<Placement> placements = allocate(sitting).placements;
        std::vector<std::int64_t> used(region_count, 0);
        Digest answer;
        for (std::size_t i = 0; i < placements.size(); ++i) {
            answer.add(static_cast<std::uint64_t>(placements[i].region + 1));
            if (placements[i].region >= 0) used[static_cast<std::size_t>(placements[i].region)] += requests[i].members;
        }
        // Single persons are many, so that with more waiting than places every region must be full.
        if (minimum_fill == 0 && used != sitting.places) state.SkipWithError("places are left, or given twice");
        for (std::size_t r = 0; r < sitting.minimum.size(); ++r)
            if (used[r] < sitting.minimum[r]) state.SkipWithError("a region is below its minimum");
        same.check(answer.value());
    }
    state.SetItemsProcessed(state.iterations() * state.range(0));
}

void diagnose_month(benchmark::State& state) {
    SittingRecord record;
    record.requests = waiting_families(static_cast<std::size_t>(state.range(0)));
    record.places = record.year = places_for_half(record.requests);
    record.placements = first_come_first_served({record.requests, record.places}).placements;
    SameAnswer same(state);
    for (auto _ : state) {
        const SittingDiagnostics d = diagnose(record);
        Digest answer;
        answer.add(static_cast<std::uint64_t>(d.envious));
        answer.add(static_cast<std::uint64_t>(1e6 * d.best));
        same.check(answer.value());
    }
    state.SetItemsProcessed(state.iterations() * state.range(0));
}

void sizes(benchmark::internal::Benchmark* b) {
    b->ArgName("families")->Arg(200)->Arg(2'000)->Arg(20'000)->Unit(benchmark::kMicrosecond);
}

BENCHMARK_CAPTURE(allocate_month, first_come_first_served, "first_come_first_served", 0)
    ->Name("allocation/first_come_first_served")
    ->Apply(sizes);
BENCHMARK_CAPTURE(allocate_month, lottery, "lottery", 0)->Name("allocation/lottery")->Apply(sizes);
BENCHMARK_CAPTURE(allocate_month, proportional, "proportional", 0)->Name("allocation/proportional")->Apply(sizes);
BENCHMARK_CAPTURE(allocate_month, serial_dictatorship, "serial_dictatorship", 0)
    ->Name("allocation/serial_dictatorship")
    ->Apply(sizes);
BENCHMARK_CAPTURE(allocate_month, deferred_acceptance, "deferred_acceptance", 0)
    ->Name("allocation/deferred_acceptance")
    ->Apply(sizes);
BENCHMARK_CAPTURE(allocate_month, minimum, "deferred_acceptance", 0.48)
    ->Name("allocation/deferred_acceptance_minimum")
    ->Apply(sizes);
BENCHMARK_CAPTURE(allocate_month, rotation, "rotation", 0)->Name("allocation/rotation")->Apply(sizes);
BENCHMARK_CAPTURE(allocate_month, bid_price, "bid_price", 0)->Name("allocation/bid_price")->Apply(sizes);
BENCHMARK_CAPTURE(allocate_month, balanced, "balanced", 0)->Name("allocation/balanced")->Apply(sizes);
BENCHMARK(diagnose_month)->Name("allocation/diagnose")->Apply(sizes);

}  // namespace

}  // namespace qonys::bench
