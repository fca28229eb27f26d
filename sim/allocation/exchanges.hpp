// Local search on a placement of whole families: exchanges of families between regions that raise the total value.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace qonys {

struct WholeFamilies {
    std::size_t regions = 0;          // the region after the last stands for "not placed"
    std::vector<int> members;         // [family], in order of id
    std::vector<std::int64_t> value;  // [family][region] >= 0; -1: not accepted
    std::vector<std::size_t> at;      // [family] region
    std::vector<std::int64_t> room;   // [region] places left

    std::int64_t value_at(std::size_t family, std::size_t region) const {
        return region == regions ? 0 : value[family * regions + region];
    }
};

// Moves up to two families from each of two or three regions round a circle, as long as that raises the sum of the values. "Not
// placed" counts as a region with room for all, so that entering, leaving and giving way are exchanges too. Families keep within
// the room; ties go to the lower region and family. What it does depends on nothing but its argument.
void exchange(WholeFamilies& families);

}  // namespace qonys
