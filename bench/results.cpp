// Results: replicates into the HDF5 file and into the summary tables.
#include <unistd.h>

#include <filesystem>

#include "results/write.hpp"
#include "run.hpp"
#include "support.hpp"

namespace qonys::bench {

namespace {

constexpr int replicates_an_iteration = 10;

struct Sample {
    World world = make_world(baseline().scenario);
    Tallies tallies = run_replicate(world, key_of_benchmarks).tallies;
};
const Sample& sample() {
    static const Sample made;
    return made;
}

SummaryBuilder summary_builder() {
    const Scenario& scenario = baseline().scenario;
    return {sample().world.axes, scenario.money.usd_per_kzt, scenario.places.population.cells, 1, false};
}

std::size_t bytes_in_file(const Tallies& tallies) {
    std::size_t bytes = 0;
    for (std::size_t m = 0; m < tallies.cells.size(); ++m)
        bytes += tallies.cells[m].size() * (measures()[m].type == CellType::count ? 4 : 8);
    return bytes;
}

void write_replicates(benchmark::State& state) {
    const std::string path =
        (std::filesystem::temp_directory_path() / ("qonys_bench_" + std::to_string(getpid()) + ".h5")).string();
    SummaryBuilder builder = summary_builder();
    for (int r = 0; r < replicates_an_iteration; ++r) builder.add(sample().tallies);
    const Summary summary = builder.finish();
    const ResultHeader header{"", baseline().resolved_text, {}, "", 0, replicates_an_iteration};
    const RunInfo info{"2025-01-01T00:00:00Z", "2025-01-01T00:00:00Z", "bench", "bench", 1, 0};
    SameAnswer same(state);
    for (auto _ : state) {
        ResultWriter writer(path, header, sample().world.axes);
        for (int r = 0; r < replicates_an_iteration; ++r) writer.add(sample().tallies);
        writer.finish(summary, nullptr, info);
        same.check(std::filesystem::file_size(path));
    }
    const auto count = static_cast<double>(state.iterations() * replicates_an_iteration);
    state.SetItemsProcessed(state.iterations() * replicates_an_iteration);
    state.SetBytesProcessed(static_cast<std::int64_t>(count * static_cast<double>(bytes_in_file(sample().tallies))));
    state.counters["per_replicate"] = benchmark::Counter(count, benchmark::Counter::kIsRate | benchmark::Counter::kInvert);
    state.counters["file_bytes_per_replicate"] = static_cast<double>(std::filesystem::file_size(path)) / replicates_an_iteration;
    std::filesystem::remove(path);
}

void summarise(benchmark::State& state) {
    SameAnswer same(state);
    for (auto _ : state) {
        SummaryBuilder builder = summary_builder();
        for (int r = 0; r < replicates_an_iteration; ++r) builder.add(sample().tallies);
        const Summary summary = builder.finish();
        double sum = 0;
        for (const SummaryTable& table : summary.tables)
            for (std::size_t i = 0; i < table.mean.size(); ++i)
                if (table.count[i] > 0) sum += table.mean[i];
        std::int64_t arrivals = 0;
        for (std::int64_t cell : sample().tallies.cells[static_cast<std::size_t>(M::arrivals)]) arrivals += cell;
        if (sum < static_cast<double>(arrivals)) state.SkipWithError("the summary lacks persons");
        same.check(static_cast<std::uint64_t>(sum));
    }
    state.SetItemsProcessed(state.iterations() * replicates_an_iteration);
}

BENCHMARK(write_replicates)->Name("results/write_file_of_10_replicates")->Unit(benchmark::kMillisecond);
BENCHMARK(summarise)->Name("results/summary_of_10_replicates")->Unit(benchmark::kMillisecond);

}  // namespace

}  // namespace qonys::bench
