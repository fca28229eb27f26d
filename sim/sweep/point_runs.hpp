// Neighbouring points of a sweep made ready to be simulated, so that they share their history while their rules agree.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "accounts/headlines.hpp"
#include "accounts/summary.hpp"
#include "experiment/pathway_replicates.hpp"
#include "experiment/replicates.hpp"
#include "scenario/sweep_file.hpp"
#include "sweep/design.hpp"
#include "sweep/journal.hpp"

namespace qonys {

// The figures that are kept of each run.
struct SweepMeasures {
    std::vector<Headline> headlines;
    std::vector<std::size_t> cells;     // of each, among all figures of a run
    std::size_t summary_cells = 0;      // figures of the summary tables; those of sittings follow
    bool pathways = false;              // of pathway programmes
    bool sittings = false;              // of settlement: some need what sittings tell, and
    std::shared_ptr<const World> base;  // that of the first arm, with the scores that those of points are compared with
};

// Throws BadInput for measures that are not known.
SweepMeasures measures_of(const Sweep& sweep);

// Points first … last - 1 of a design, with all arms.
class PointGroup {
public:
    // Builds the scenarios; a point that the checker refuses is noted, not thrown.
    PointGroup(const Sweep& sweep, const Design& design, const SweepMeasures& measures, std::int64_t first, std::int64_t last,
               bool share_history);

    struct Months {
        std::int64_t all = 0, shared = 0;  // simulated, and of these not simulated again
    };
    using Take = std::function<void(FinishedRun run)>;
    // One replicate of these points of the group, each handed over when it is finished. A run that fails says so in
    // FinishedRun::failure: a draw that the checker refuses, a broken invariant. What hangs on the machine is thrown
    // (Interrupted, no memory, files).
    Months simulate(std::vector<std::int64_t> points, std::int64_t replicate, const Take& take,
                    const std::atomic<bool>& stop) const;

    bool shares_history() const;  // some month is simulated once for several points

private:
    struct Case {
        std::size_t arm = 0;
        LoadedScenario loaded;
        std::unique_ptr<PathwayWorlds> pathways;  // of pathway programmes; else what follows
        std::unique_ptr<Worlds> worlds;
        std::shared_ptr<const World> world;  // of all replicates, when no parameter is uncertain
        std::unique_ptr<SummaryBuilder> summary;
        int fork = 0;  // month from which it is on its own, against the first case of the group
    };
    struct Point {
        std::string refusal;  // empty: it can be simulated
        std::vector<std::unique_ptr<Case>> cases;
    };
    void build(Point& point, std::int64_t number, const Sweep& sweep, const Design& design);
    void find_forks(bool share_history);
    Months run(const std::vector<std::int64_t>& points, std::int64_t replicate, const Take& take,
               const std::atomic<bool>& stop) const;
    Months run_pathways(const std::vector<std::int64_t>& points, std::int64_t replicate, const Take& take,
                        const std::atomic<bool>& stop) const;
    std::vector<double> figures(const Case& of, const World& world, const ReplicateResult& result) const;
    void check_tables(const std::vector<double>& values) const;
    std::vector<double> kept_of(const std::vector<double>& all) const;

    const SweepMeasures& measures_;
    std::int64_t first_;
    std::uint32_t seed_ = 0;
    std::vector<Point> points_;
};

// Problems of a refused point without the folders of files, so that they are the same on every machine.
std::string refusal_text(const Problems& problems);

}  // namespace qonys
