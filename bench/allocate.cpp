// Real applicants from files: 20,000 families and the scores of each in 20 places, with places for nine persons in ten.
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "applicants/place.hpp"
#include "applicants/print.hpp"
#include "applicants/read.hpp"
#include "base/draws.hpp"
#include "support.hpp"

namespace qonys::bench {

namespace {

// Written once and removed at the end of the program.
class Files {
public:
    Files(std::size_t families, std::size_t places)
        : folder_(std::filesystem::temp_directory_path() / ("qonys_bench_allocate_" + std::to_string(::getpid()))) {
        std::filesystem::create_directories(folder_);
        paths.applicants = (folder_ / "applicants.csv").string();
        paths.places = (folder_ / "places.csv").string();
        paths.scores = (folder_ / "scores.csv").string();
        std::ofstream applicants(paths.applicants), scores(*paths.scores), capacities(paths.places);
        applicants << "family,persons,applied\n";
        scores << "family,place,score\n";
        capacities << "place,capacity\n";
        std::int64_t persons = 0;
        for (std::uint32_t f = 0; f < families; ++f) {
            const Agent agent{f, 0};
            const auto u = [&](std::uint32_t ordinal, Purpose purpose) {
                return uniform(key_of_benchmarks, agent, ordinal, purpose);
            };
            const int members = 1 + static_cast<int>(6 * u(0, Purpose::family_size));
            persons += members;
            applicants << "family " << f << ',' << members << ',' << static_cast<int>(365 * u(0, Purpose::application_day))
                       << '\n';
            for (std::uint32_t p = 0; p < places; ++p)
                scores << "family " << f << ",place " << p << ',' << members * u(p, Purpose::region_taste) << '\n';
        }
        for (std::size_t p = 0; p < places; ++p)
            capacities << "place " << p << ',' << persons * 9 / 10 / static_cast<std::int64_t>(places) << '\n';
    }
    ~Files() {
        std::error_code ignored;
        std::filesystem::remove_all(folder_, ignored);
    }
    Files(const Files&) = delete;
    Files& operator=(const Files&) = delete;
    ApplicantFiles paths;

private:
    std::filesystem::path folder_;
};

const ApplicantFiles& files() {
    static const Files all(20'000, 20);
    return all.paths;
}

std::uint64_t digest_of(const std::string& text) {
    Digest digest;
    for (const char c : text) digest.add(static_cast<unsigned char>(c));
    return digest.value();
}

// All that `qonys allocate` does: reading, placing, bound, shadow prices and the text of the answer.
void allocate_files(benchmark::State& state, const char* mechanism) {
    ApplicantFiles given = files();
    given.mechanism = mechanism;
    SameAnswer same(state);
    for (auto _ : state) {
        const PlacingOptions options{mechanism};
        const Applicants applicants = read_applicants(given);
        const Answer answer = place_applicants(applicants, options);
        const std::string text = placements_csv(applicants, answer);
        if (answer.outcome.score > answer.outcome.bound * (1 + 1e-9)) state.SkipWithError("better than the bound");
        same.check(digest_of(text) + digest_of(summary_text(applicants, options, answer)));
    }
    state.SetItemsProcessed(state.iterations() * 20'000);
}

void read_files(benchmark::State& state) {
    ApplicantFiles given = files();
    given.mechanism = "min_cost_flow";
    for (auto _ : state)
        if (read_applicants(given).families.scores.size() != 400'000) state.SkipWithError("scores are missing");
    state.SetItemsProcessed(state.iterations() * 400'000);
}

BENCHMARK(read_files)->Name("allocate/read_400000_scores")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(allocate_files, first_come, "first_come_first_served")
    ->Name("allocate/first_come_first_served/20000x20")
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(allocate_files, flow, "min_cost_flow")->Name("allocate/min_cost_flow/20000x20")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(allocate_files, bid_price, "bid_price")->Name("allocate/bid_price/20000x20")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(allocate_files, balanced, "balanced")->Name("allocate/balanced/20000x20")->Unit(benchmark::kMillisecond);

}  // namespace

}  // namespace qonys::bench
