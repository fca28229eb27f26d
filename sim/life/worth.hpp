// Families of a replicate that are worth a look, so that one finds ids without the microdata.
#pragma once

#include <atomic>
#include <cstdint>
#include <string>
#include <vector>

#include "month/state.hpp"

namespace qonys {

struct FamilyLine {
    std::uint32_t row = 0;
    std::string text;  // "5 members from China; placed in Pavlodar in 2024-03"
};

struct FamilyKind {
    std::string title;
    std::int64_t families = 0;      // of this kind
    std::vector<FamilyLine> lines;  // the first of them
};

constexpr std::size_t lines_of_kind = 3;

// tallies: those of the replicate, when wanted.
std::vector<FamilyKind> families_worth_a_look(const World& world, DrawKey key, Tallies* tallies = nullptr,
                                              const std::atomic<bool>* stop = nullptr);

// Families that stand otherwise at the end under the second policy, by how they stand under both; most frequent first. Rows are
// of the first policy.
std::vector<FamilyKind> families_that_differ(const World& first, const World& second, DrawKey key,
                                             const std::atomic<bool>* stop = nullptr);

}  // namespace qonys
