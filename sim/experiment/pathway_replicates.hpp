// Replicates of a scenario of pathway programmes.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <vector>

#include "pathways/pathways.hpp"
#include "scenario/read.hpp"

namespace qonys {

// The worlds of its replicates: one for all when no parameter is uncertain, else made for each, which costs little. May be asked
// from several threads.
class PathwayWorlds {
public:
    explicit PathwayWorlds(const LoadedScenario& loaded);  // which must outlive this
    std::shared_ptr<const PathwayWorld> of(std::int64_t replicate) const;
    std::uint32_t seed() const;

private:
    const LoadedScenario& loaded_;
    std::shared_ptr<const PathwayWorld> certain_;
};

struct PathwayReplicate {
    Tallies tallies;
    std::vector<double> values;  // of pathway_layout()
    std::int64_t person_days = 0;
};

PathwayReplicate run_pathway_replicate(const PathwayWorlds& worlds, std::int64_t replicate, const std::atomic<bool>& stop);

// Of the mean length.
constexpr std::int64_t person_months_of(std::int64_t person_days) {
    return person_days * 16 / 487;  // 30.4375 days
}

}  // namespace qonys
