// Reading the baseline: YAML files of params/, overlays, checks, resolved text.
#include "support.hpp"

namespace qonys::bench {

namespace {

void read_baseline(benchmark::State& state) {
    SameAnswer same(state);
    for (auto _ : state) {
        const LoadedScenario loaded = load_scenario(baseline_path(), {});
        Digest text;
        for (char c : loaded.resolved_text) text.add(static_cast<unsigned char>(c));
        same.check(text.value());
        state.counters["values"] = static_cast<double>(loaded.notes.size());
    }
}

BENCHMARK(read_baseline)->Name("scenario/load_baseline")->Unit(benchmark::kMillisecond);

}  // namespace

}  // namespace qonys::bench
