// The runs of a shard, and which of them are finished.
#pragma once

#include <cstdint>
#include <vector>

#include "sweep/shard.hpp"

namespace qonys {

// The points of a shard: a block of neighbours, so that they can share their history.
struct PointBlock {
    std::int64_t first = 0, last = 0;
    std::int64_t size() const { return last - first; }
};

inline PointBlock block_of(const Shard& shard, std::int64_t points) {
    return {points * (shard.number - 1) / shard.count, points * shard.number / shard.count};
}

// Which runs are finished.
class FinishedRuns {
public:
    FinishedRuns(PointBlock block, std::int64_t replicates)
        : block_(block),
          replicates_(replicates),
          runs_(static_cast<std::size_t>(block.size() * replicates)),
          failed_(static_cast<std::size_t>(block.size())) {}
    // Whether such a run belongs to this shard at all.
    bool fits(std::int64_t point, std::int64_t replicate) const {
        return point >= block_.first && point < block_.last && replicate >= 0 && replicate < replicates_;
    }
    void add(std::int64_t point, std::int64_t replicate, bool failed) {
        runs_[index(point, replicate)] = true;
        ++number_;
        if (failed && !failed_[static_cast<std::size_t>(point - block_.first)]) {
            failed_[static_cast<std::size_t>(point - block_.first)] = true;
            ++failed_points_;
        }
    }
    bool has(std::int64_t point, std::int64_t replicate) const { return runs_[index(point, replicate)]; }
    std::int64_t number() const { return number_; }
    std::int64_t failed_points() const { return failed_points_; }

private:
    std::size_t index(std::int64_t point, std::int64_t replicate) const {
        return static_cast<std::size_t>((point - block_.first) * replicates_ + replicate);
    }
    PointBlock block_;
    std::int64_t replicates_;
    std::vector<bool> runs_, failed_;
    std::int64_t number_ = 0, failed_points_ = 0;
};

}  // namespace qonys
