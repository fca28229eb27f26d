// The flow relaxation by both engines, and min_cost_flow whole, for the families of a month and for those of many years.
#include "allocation/flow.hpp"

#include <cstddef>

#include "allocation/bound.hpp"
#include "support.hpp"

namespace qonys::bench {

namespace {

double chance(std::uint32_t row, std::uint32_t column) {
    return uniform(key_of_benchmarks, {row, column}, 0, Purpose::lottery);
}

// Families of 1 to 7 of `types` different kinds; a fifth of the regions is closed to a kind.
std::vector<Request> families(std::uint32_t count, std::uint32_t regions, std::uint32_t types) {
    std::vector<Request> requests(count);
    for (std::uint32_t i = 0; i < count; ++i) {
        const std::uint32_t kind = i % types;
        requests[i].family = i;
        requests[i].members = 1 + static_cast<int>(7 * chance(kind, 1000));
        for (std::uint32_t r = 0; r < regions; ++r) {
            if (chance(kind, r) < 0.2) continue;
            requests[i].regions.push_back(static_cast<std::uint8_t>(r));
            requests[i].scores.push_back(36 * chance(kind, 2000 + r) * requests[i].members);
        }
    }
    return requests;
}

// Places for half of the persons.
std::vector<std::int64_t> half_places(const std::vector<Request>& requests, std::uint32_t regions) {
    std::int64_t persons = 0;
    for (const Request& r : requests) persons += r.members;
    std::vector<std::int64_t> places;
    for (std::uint32_t r = 0; r < regions; ++r)
        places.push_back(static_cast<std::int64_t>((0.5 + chance(r, 3000)) * static_cast<double>(persons) / 2 / regions));
    return places;
}

// Arguments: families, regions, types.
void flow_of_types(benchmark::State& state, Flow (*engine)(const Transport&)) {
    const auto regions = static_cast<std::uint32_t>(state.range(1));
    const auto requests =
        families(static_cast<std::uint32_t>(state.range(0)), regions, static_cast<std::uint32_t>(state.range(2)));
    const TypedFamilies types = families_by_type(requests, half_places(requests, regions));
    SameAnswer same(state);
    for (auto _ : state) {
        const Flow flow = engine(types.transport);
        if (!is_optimal(types.transport, flow, place_prices(types.transport, flow)))
            state.SkipWithError("the flow is not optimal");
        same.check(static_cast<std::uint64_t>(flow.worth));
    }
}

void bound_and_prices(benchmark::State& state) {
    const auto regions = static_cast<std::uint32_t>(state.range(1));
    const auto requests =
        families(static_cast<std::uint32_t>(state.range(0)), regions, static_cast<std::uint32_t>(state.range(2)));
    const auto places = half_places(requests, regions);
    SameAnswer same(state);
    for (auto _ : state) same.check(static_cast<std::uint64_t>(flow_bound(requests, places).score * 1e3));
}

void whole_families(benchmark::State& state) {
    const auto regions = static_cast<std::uint32_t>(state.range(1));
    const auto requests =
        families(static_cast<std::uint32_t>(state.range(0)), regions, static_cast<std::uint32_t>(state.range(2)));
    const auto places = half_places(requests, regions);
    const double bound = flow_bound(requests, places).score;
    double score = 0;
    SameAnswer same(state);
    for (auto _ : state) {
        const Allotment allotment = min_cost_flow({requests, places});
        score = score_of(requests, allotment.placements);
        if (score > bound || score < 0.999 * bound) state.SkipWithError("the score is not within 0.1 % of the bound");
        same.check(static_cast<std::uint64_t>(score * 1e3));
    }
    state.counters["of_bound"] = score / bound;
    state.SetItemsProcessed(state.iterations() * state.range(0));
}

BENCHMARK_CAPTURE(flow_of_types, boost, flow_by_boost)
    ->Name("flow/boost")
    ->ArgNames({"families", "regions", "types"})
    ->Args({2'000, 10, 25})
    ->Args({2'000, 10, 50})
    ->Args({2'000, 10, 100})
    ->Args({2'000, 10, 200})
    ->Args({2'000, 10, 400})
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(flow_of_types, lemon, flow_by_lemon)
    ->Name("flow/lemon")
    ->ArgNames({"families", "regions", "types"})
    ->Args({2'000, 10, 25})
    ->Args({2'000, 10, 100})
    ->Args({2'000, 10, 400})
    ->Args({2'000, 10, 2'000})
    ->Args({20'000, 20, 20'000})
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(flow_of_types, chosen, greatest_flow)
    ->Name("flow/chosen")
    ->ArgNames({"families", "regions", "types"})
    ->Args({20'000, 20, 20'000})
    ->Unit(benchmark::kMillisecond);
BENCHMARK(bound_and_prices)
    ->Name("flow/bound_and_prices")
    ->ArgNames({"families", "regions", "types"})
    ->Args({2'000, 10, 100})
    ->Args({2'000, 10, 400})
    ->Args({2'000, 10, 2'000})
    ->Unit(benchmark::kMillisecond);
BENCHMARK(whole_families)
    ->Name("allocation/min_cost_flow")
    ->ArgNames({"families", "regions", "types"})
    ->Args({2'000, 10, 100})
    ->Args({2'000, 10, 400})
    ->Args({2'000, 10, 2'000})
    ->Args({20'000, 20, 400})
    ->Args({20'000, 20, 20'000})
    ->Unit(benchmark::kMillisecond);

}  // namespace

}  // namespace qonys::bench
