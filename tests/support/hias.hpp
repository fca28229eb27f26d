// One year of real placements of a resettlement agency (HIAS, fiscal year 2016), read from outside the project: 499 families,
// 1,304 persons, 21 places, and the expected employment of each family at each place that may take it. The data have no licence
// and are not part of the project; they stand in the folder named by the environment variable QONYS_INSTANCES, or beside the
// project.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "allocation/allocation.hpp"

namespace qonys::test {

struct HiasInstance {
    // In the order of the file. `regions` hold the places that may take the family, highest score first (ties by position in the
    // file); families have the numbers of the file; `applied` and `lot` follow the order of the file.
    std::vector<Request> requests;
    std::vector<std::int64_t> places;  // persons really received that year
    std::vector<std::string> names;    // of the places
};

// The folder hias_fy16, whether it is there or not.
std::filesystem::path hias_folder();

// Nothing when the folder is absent; throws std::runtime_error when a file in it cannot be understood.
std::optional<HiasInstance> read_hias();

}  // namespace qonys::test
