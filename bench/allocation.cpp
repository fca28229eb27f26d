// Allocation of one month: families waiting for places in ten regions, with places for half of the persons.
#include "allocation/allocation.hpp"

#include <algorithm>
#include <numeric>

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
    }
    return requests;
}

void allocate_month(benchmark::State& state, const char* name) {
    const Mechanism allocate = mechanism(name);
    const std::vector<Request> requests = waiting_families(static_cast<std::size_t>(state.range(0)));
    std::int64_t waiting = 0;
    for (const Request& r : requests) waiting += r.members;
    const std::vector<std::int64_t> places(region_count, waiting / 2 / static_cast<std::int64_t>(region_count));
    SameAnswer same(state);
    for (auto _ : state) {
        const std::vector<Placement> placements = allocate(requests, places);
        std::vector<std::int64_t> used(region_count, 0);
        Digest answer;
        for (std::size_t i = 0; i < placements.size(); ++i) {
            answer.add(static_cast<std::uint64_t>(placements[i].region + 1));
            if (placements[i].region >= 0) used[static_cast<std::size_t>(placements[i].region)] += requests[i].members;
        }
        // Single persons are many, so that with more waiting than places every region must be full.
        if (used != places) state.SkipWithError("places are left, or given twice");
        same.check(answer.value());
    }
    state.SetItemsProcessed(state.iterations() * state.range(0));
}

BENCHMARK_CAPTURE(allocate_month, first_come_first_served, "first_come_first_served")
    ->Name("allocation/first_come_first_served")
    ->ArgName("families")
    ->Arg(200)
    ->Arg(2'000)
    ->Arg(20'000)
    ->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(allocate_month, lottery, "lottery")
    ->Name("allocation/lottery")
    ->ArgName("families")
    ->Arg(200)
    ->Arg(2'000)
    ->Arg(20'000)
    ->Unit(benchmark::kMicrosecond);

}  // namespace

}  // namespace qonys::bench
