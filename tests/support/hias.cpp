#include "support/hias.hpp"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <map>
#include <sstream>
#include <stdexcept>
#include <utility>

#include "commit.hpp"

namespace qonys::test {

namespace {

using Row = std::vector<std::string>;

// Rows after the first, which must be `header`. The files have no quoted cells.
std::vector<Row> rows_of(const std::filesystem::path& file, const std::string& header) {
    std::ifstream in(file);
    std::string line;
    const auto next_line = [&] {
        if (!std::getline(in, line)) return false;
        if (!line.empty() && line.back() == '\r') line.pop_back();
        return true;
    };
    if (!next_line() || line != header) throw std::runtime_error(file.string() + ": does not start with " + header);
    const auto columns = std::count(header.begin(), header.end(), ',') + 1;
    std::vector<Row> rows;
    while (next_line()) {
        if (line.empty()) continue;
        Row cells;
        std::istringstream words(line);
        for (std::string cell; std::getline(words, cell, ',');) cells.push_back(cell);
        if (static_cast<std::ptrdiff_t>(cells.size()) != columns)
            throw std::runtime_error(file.string() + ": odd number of cells in " + line);
        rows.push_back(std::move(cells));
    }
    return rows;
}

}  // namespace

std::filesystem::path hias_folder() {
    const char* chosen = std::getenv("QONYS_INSTANCES");
    const std::filesystem::path folder = chosen != nullptr ? chosen : QONYS_SOURCE_FOLDER "/../shared/instances";
    return folder / "hias_fy16";
}

std::optional<HiasInstance> read_hias() {
    const std::filesystem::path folder = hias_folder();
    if (!std::filesystem::is_directory(folder)) return std::nullopt;
    HiasInstance instance;
    std::map<std::string, std::uint8_t> region_of;
    for (const Row& row : rows_of(folder / "places.csv", "place,capacity,capacity_actual")) {
        region_of[row[0]] = static_cast<std::uint8_t>(instance.names.size());
        instance.names.push_back(row[0]);
        instance.places.push_back(std::stoll(row[2]));
    }
    std::map<std::string, std::vector<std::pair<double, std::uint8_t>>>
        scores;  // less the score, so that the highest comes first
    for (const Row& row : rows_of(folder / "scores.csv", "family,place,score"))
        scores[row[0]].emplace_back(-std::stod(row[2]), region_of.at(row[1]));
    const std::vector<Row> families = rows_of(folder / "applicants.csv", "family,persons,children,adults,seniors");
    for (std::size_t i = 0; i < families.size(); ++i) {
        Request request;
        request.family = static_cast<std::uint32_t>(std::stoul(families[i][0]));
        request.members = std::stoi(families[i][1]);
        request.applied = static_cast<double>(i);
        request.lot = (static_cast<double>(i) + 0.5) / static_cast<double>(families.size());
        auto& found = scores[families[i][0]];
        std::sort(found.begin(), found.end());
        for (const auto& [less, region] : found) {
            request.regions.push_back(region);
            request.scores.push_back(-less);
        }
        instance.requests.push_back(std::move(request));
    }
    return instance;
}

}  // namespace qonys::test
