// What the benchmarks share: the baseline, and digests, so that no work is optimised away and no wrong answer counts as fast.
#pragma once

#include <benchmark/benchmark.h>

#include <cstddef>
#include <cstdint>
#include <string>

#include "accounts/measures.hpp"
#include "base/draws.hpp"
#include "commit.hpp"
#include "scenario/read.hpp"

namespace qonys::bench {

inline std::string baseline_path() {
    return QONYS_SOURCE_FOLDER "/scenarios/baseline_2025.yaml";
}

inline const LoadedScenario& baseline() {
    static const LoadedScenario loaded = load_scenario(baseline_path(), {});
    return loaded;
}

// What the NumPy twin has as well.
inline const LoadedScenario& trunk() {
    static const LoadedScenario loaded = load_scenario(QONYS_SOURCE_FOLDER "/bench/peers/trunk.yaml", {});
    return loaded;
}

// The baseline with `times` the arrivals of every stream, and the places, jobs, homes and inhabitants that they share.
inline Scenario scaled_baseline(double times) {
    Scenario scenario = baseline().scenario;
    Arrivals& a = scenario.arrivals;
    for (Table* table :
         {&a.kandas.total, &a.internal.total, &a.ata_zholy.total, &scenario.quotas.kandas, &scenario.quotas.internal,
          &scenario.work.centre_places, &scenario.work.open_places, &scenario.work.new_places, &scenario.housing.homes_for_sale,
          &scenario.places.population, &scenario.origins.kin_stock})
        for (double& cell : table->cells) cell *= times;
    return scenario;
}

constexpr DrawKey key_of_benchmarks{2025, 0};

// FNV-1a over 64-bit words.
class Digest {
public:
    void add(std::uint64_t word) { value_ = (value_ ^ word) * 1099511628211u; }
    std::uint64_t value() const { return value_; }

private:
    std::uint64_t value_ = 14695981039346656037u;
};

inline std::uint64_t digest(const Tallies& tallies) {
    Digest all;
    for (const auto& cells : tallies.cells)
        for (std::int64_t cell : cells) all.add(static_cast<std::uint64_t>(cell));
    return all.value();
}

// Every iteration must give the first one's answer; a benchmark that does not fails.
class SameAnswer {
public:
    explicit SameAnswer(benchmark::State& state) : state_(state) {}
    void check(std::uint64_t answer) {
        if (answered_ && first_ != answer) state_.SkipWithError("two iterations gave different answers");
        first_ = answer;
        answered_ = true;
    }

private:
    benchmark::State& state_;
    bool answered_ = false;
    std::uint64_t first_ = 0;
};

}  // namespace qonys::bench
