// The family and person columns of one replicate in the form of the result file (`qonys run --microdata`).
#pragma once

#include "month/state.hpp"
#include "results/write.hpp"

namespace qonys {

// Row = family or person id. Months are offsets from the first reported month; -9999 stands for never.
Microdata microdata(const Population& population, const World& world, std::int64_t replicate);

}  // namespace qonys
