// Makes the result of a sweep again from the texts in it, all points or a sample, for `qonys verify`.
#pragma once

#include <atomic>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "experiment/remake.hpp"

namespace qonys {

// Points of a file to be simulated again: one from each of `wanted` equal parts of the file, always the same ones for the same
// fingerprint. All of them when the file has no more.
std::vector<std::size_t> sampled_rows(std::size_t points, std::int64_t wanted, const std::string& fingerprint);

// Throws as load_sweep.
ReadAgain read_again_sweep(const std::string& file);

// `folder`: for what is needed on the way. With `sample` the new file has only so many points. A file of a shard gives the
// shard. Throws as remake_run.
void remake_sweep(const std::string& path, const std::string& folder, std::optional<std::int64_t> sample,
                  const RemakeOptions& options, const std::atomic<bool>& stop);

}  // namespace qonys
