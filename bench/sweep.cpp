// A sweep's own work beside that of its runs: scheduling and committing, preparing a point, designs, and a sweep that is done.
#include <filesystem>
#include <fstream>
#include <memory>

#include "results/read_sweep.hpp"
#include "support.hpp"
#include "sweep/point_runs.hpp"
#include "sweep/run_sweep.hpp"

namespace qonys::bench {

namespace {

const std::atomic<bool> go_on{false};

// A sweep file of the baseline's years 2025 and 2026, whose runs take some fifty milliseconds, in a folder of its own.
class SweepOfRuns {
public:
    explicit SweepOfRuns(const std::string& rest) {
        std::string name = (std::filesystem::temp_directory_path() / "qonys-bench-XXXXXX").string();
        if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary folder");
        folder_ = name;
        std::ofstream(folder_ / "s.yaml") << "question: \"How long does it take?\"\nextends: "
                                          << std::filesystem::relative(baseline_path(), folder_).string()
                                          << "\nrun: {first_month: 2025-01, last_month: 2026-12, warm_up_months: 0, seed: 7}\n"
                                          << rest;
        sweep = load_sweep((folder_ / "s.yaml").string(), {}, {});
        design = make_design(sweep, 7);
    }
    ~SweepOfRuns() { std::filesystem::remove_all(folder_); }
    SweepOfRuns(const SweepOfRuns&) = delete;
    SweepOfRuns& operator=(const SweepOfRuns&) = delete;

    SweepOptions options(int threads) const {
        SweepOptions all;
        all.output = (folder_ / "r.h5").string();
        all.threads = threads;
        return all;
    }

    Sweep sweep;
    Design design;

private:
    std::filesystem::path folder_;
};

constexpr const char* sixteen_points =
    "vary: {leaving.quota_hazard: {range: [0.001, 0.01]}}\ndesign: halton\npoints: 16\nreplicates: 40\n"
    "measures: [placed, spending, retained]\n";

// What the same 640 runs take without a sweep around them; compare with sweep_of_640_runs/1.
void bare_640_runs(benchmark::State& state) {
    const SweepOfRuns runs(sixteen_points);
    const SweepMeasures measures = measures_of(runs.sweep);
    std::vector<std::unique_ptr<PointGroup>> points;
    for (std::int64_t p = 0; p < 16; ++p)
        points.push_back(std::make_unique<PointGroup>(runs.sweep, runs.design, measures, p, p + 1, false));
    for (auto _ : state)
        for (std::int64_t p = 0; p < 16; ++p)
            for (std::int64_t r = 0; r < 40; ++r)
                points[static_cast<std::size_t>(p)]->simulate(
                    {p}, r, [](const FinishedRun& run) { benchmark::DoNotOptimize(&run); }, go_on);
    state.counters["runs"] = benchmark::Counter(640, benchmark::Counter::kIsIterationInvariantRate);
}
BENCHMARK(bare_640_runs)->Unit(benchmark::kMillisecond)->UseRealTime()->Iterations(1);

void sweep_of_640_runs(benchmark::State& state) {
    const SweepOfRuns runs(sixteen_points);
    SweepOptions options = runs.options(static_cast<int>(state.range(0)));
    options.fresh = true;
    for (auto _ : state) run_sweep(runs.sweep, runs.design, options, go_on);
    state.counters["runs"] = benchmark::Counter(640, benchmark::Counter::kIsIterationInvariantRate);
}
BENCHMARK(sweep_of_640_runs)->Arg(1)->Arg(2)->Unit(benchmark::kMillisecond)->UseRealTime()->Iterations(1);

void preparing_a_point(benchmark::State& state) {
    const SweepOfRuns runs(sixteen_points);
    const SweepMeasures measures = measures_of(runs.sweep);
    for (auto _ : state) benchmark::DoNotOptimize(PointGroup(runs.sweep, runs.design, measures, 3, 4, true));
}
BENCHMARK(preparing_a_point)->Unit(benchmark::kMillisecond);

void going_on_with_a_finished_sweep(benchmark::State& state) {
    const SweepOfRuns runs(sixteen_points);
    run_sweep(runs.sweep, runs.design, runs.options(2), go_on);
    for (auto _ : state) benchmark::DoNotOptimize(run_sweep(runs.sweep, runs.design, runs.options(2), go_on).was_complete);
}
BENCHMARK(going_on_with_a_finished_sweep)->Unit(benchmark::kMillisecond);

// 1,000 points (or base rows) of twelve parameters.
void design_of(benchmark::State& state, const std::string& word) {
    std::string vary = "vary:\n";
    for (const char* path :
         {"leaving.quota_hazard", "leaving.free_hazard", "leaving.settled_floor", "leaving.jobless_factor", "leaving.cold",
          "leaving.rent_end_factor", "leaving.kin_elasticity", "leaving.owner_factor", "leaving.obligation_factor",
          "leaving.tie_here_factor", "leaving.tie_elsewhere_factor", "employers.share"})
        vary += std::string("  ") + path + ": {range: [0.1, 0.9]}\n";
    const SweepOfRuns runs(vary + "design: " + word + "\npoints: 1000\nreplicates: 2\n");
    for (auto _ : state) benchmark::DoNotOptimize(make_design(runs.sweep, 7));
}
BENCHMARK_CAPTURE(design_of, lhs, "lhs")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(design_of, sobol, "sobol")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(design_of, halton, "halton")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(design_of, morris, "morris")->Unit(benchmark::kMillisecond);

}  // namespace

}  // namespace qonys::bench
