#include "sweep/merge.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <map>
#include <memory>

#include "base/problems.hpp"
#include "experiment/run_scenario.hpp"
#include "results/read.hpp"
#include "results/read_sweep.hpp"
#include "results/write_sweep.hpp"
#include "sweep/journal.hpp"
#include "sweep/output.hpp"

namespace qonys {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t most_open_files = 200;     // a process may often have 1,024
constexpr std::size_t most_values = 16'000'000;  // in memory at once, of all shards: 128 MB

// What is kept of a shard while the others are read.
struct Part {
    std::string file;
    SweepHeader header;
    SweepPoints points;
    std::vector<std::string> failures;
};

// Texts are those of the first part: with the same fingerprint they are the same.
Part read_part(const std::string& file, bool first) {
    const SweepFileReader reader(file);
    Part part{file, reader.header(), reader.points(), reader.failures()};
    if (first) return part;
    for (SweptArm& arm : part.header.arms) arm.scenario_text = "";
    part.header.assumed = part.header.sweep_text = "";
    return part;
}

// Reads those that are results of sweeps; a missing or damaged file throws FileTrouble.
std::vector<Part> read_parts(const std::vector<std::string>& files, Problems& problems) {
    std::vector<Part> parts;
    for (const std::string& file : files) {
        if (is_sweep_result(file)) {
            parts.push_back(read_part(file, parts.empty()));
            std::error_code ignored;
            if (fs::exists(journal_path(file), ignored))
                problems.add({file}, "", "is older than the sweep that is under way there (" + journal_path(file) + ")",
                             "let that shard end first, with the command that it was started with");
            continue;
        }
        const ResultFile other(file);  // or FileTrouble
        problems.add({file}, "", "is not the result of a sweep", "name the files that the shards of one sweep wrote");
    }
    return parts;
}

std::string shortened(const std::string& fingerprint) {
    return fingerprint.substr(0, 12);
}

bool same_sweep(const SweepHeader& a, const SweepHeader& b) {
    return a.fingerprint == b.fingerprint && a.design == b.design && a.levels == b.levels && a.seed == b.seed &&
           a.replicates_per_draw == b.replicates_per_draw && a.points == b.points && a.replicates == b.replicates &&
           a.arms.size() == b.arms.size() && a.parameters.size() == b.parameters.size() && a.measures.size() == b.measures.size();
}

// Those that belong to the sweep of the first shard.
std::vector<const Part*> check_sweeps(const std::vector<Part>& parts, Problems& problems) {
    std::vector<const Part*> together;
    for (const Part& part : parts) {
        const SweepHeader& own = part.header;
        const Part& first = together.empty() ? part : *together[0];
        if (own.shards == 1)
            problems.add({part.file}, "", "holds a whole sweep, not a shard of one; there is nothing to merge",
                         "name only files that were written with --shard");
        else if (!same_sweep(own, first.header))
            problems.add({part.file}, "",
                         fmt::format("belongs to another sweep than {} (fingerprints {}… and {}…)", first.file,
                                     shortened(own.fingerprint), shortened(first.header.fingerprint)),
                         "shards belong together when the same program ran the same sweep file with the same options");
        else if (own.shards != first.header.shards)
            problems.add(
                {part.file}, "",
                fmt::format("is shard {} of {}, but {} is one of {}", own.shard, own.shards, first.file, first.header.shards),
                "run all shards with the same number of them");
        else
            together.push_back(&part);
    }
    return together;
}

// "2, 5, 7 of 8"; the first few where many are missing.
std::string listed(const std::vector<int>& numbers, int count) {
    constexpr std::size_t most = 20;
    std::string text;
    for (std::size_t i = 0; i < std::min(numbers.size(), most); ++i) text += (i == 0 ? "" : ", ") + std::to_string(numbers[i]);
    if (numbers.size() > most) text += fmt::format(" and {} more", numbers.size() - most);
    return fmt::format("{} of {}", text, count);
}

void check_shards(const std::vector<const Part*>& parts, Problems& problems) {
    std::map<int, const Part*> by_number;
    for (const Part* part : parts) {
        const auto [at, is_new] = by_number.try_emplace(part->header.shard, part);
        if (!is_new)
            problems.add({part->file}, "", fmt::format("is shard {} again, after {}", part->header.shard, at->second->file),
                         "name each shard once");
    }
    const int count = parts[0]->header.shards;
    std::vector<int> missing;
    for (int number = 1; number <= count; ++number)
        if (by_number.count(number) == 0) missing.push_back(number);
    if (missing.empty()) return;
    std::size_t held = 0;
    for (const auto& [number, part] : by_number) held += part->points.number.size();
    problems.add({}, "",
                 fmt::format("{} missing: {} ({} of {} points are there)",
                             missing.size() == 1 ? "a shard is" : fmt::format("{} shards are", missing.size()),
                             listed(missing, count), held, parts[0]->header.points),
                 fmt::format("run the same sweep with --shard {}/{}, or name the file", missing[0], count));
}

// Where a point of the whole sweep is found.
struct Place {
    std::int32_t point = 0;
    std::uint32_t part = 0, row = 0;
};

std::vector<Place> all_points(const std::vector<Part>& parts, Problems& problems) {
    std::vector<Place> places;
    for (std::size_t p = 0; p < parts.size(); ++p)
        for (std::size_t row = 0; row < parts[p].points.number.size(); ++row)
            places.push_back({parts[p].points.number[row], static_cast<std::uint32_t>(p), static_cast<std::uint32_t>(row)});
    std::sort(places.begin(), places.end(), [](const Place& a, const Place& b) { return a.point < b.point; });
    for (std::size_t i = 0; i < places.size(); ++i) {
        const bool twice = i > 0 && places[i].point == places[i - 1].point;
        if (!twice && places[i].point == static_cast<std::int64_t>(i)) continue;
        problems.add({parts[places[i].part].file}, "",
                     twice ? fmt::format("holds point {}, which {} holds too", places[i].point, parts[places[i - 1].part].file)
                           : fmt::format("holds point {}, and none holds point {}", places[i].point, i),
                     "run the shards again with one program");
        return places;
    }
    const std::int64_t wanted = parts[0].header.points;
    if (static_cast<std::int64_t>(places.size()) != wanted)
        problems.add({}, "", fmt::format("the shards hold {} points, the sweep has {}", places.size(), wanted),
                     "run the shards again with one program");
    return places;
}

SweepPoints joined(const std::vector<Part>& parts, const std::vector<Place>& places) {
    SweepPoints all;
    const auto parameters = static_cast<std::ptrdiff_t>(parts[0].header.parameters.size());
    for (const Place& place : places) {
        const SweepPoints& from = parts[place.part].points;
        const auto first = static_cast<std::ptrdiff_t>(place.row) * parameters;
        all.number.push_back(place.point);
        all.values.insert(all.values.end(), from.values.begin() + first, from.values.begin() + first + parameters);
        all.unit.insert(all.unit.end(), from.unit.begin() + first, from.unit.begin() + first + parameters);
        all.block.push_back(from.block[place.row]);
        all.role.push_back(from.role[place.row]);
    }
    return all;
}

// Hands out the results of the shards, each of which is read from its start to its end, some points at a time.
class Results {
public:
    Results(const std::vector<Part>& parts) : parts_(parts), shelves_(parts.size()) {
        const SweepHeader& header = parts[0].header;
        const std::size_t of_point =
            std::max<std::size_t>(1, header.arms.size() * header.measures.size() * static_cast<std::size_t>(header.replicates));
        rows_ = std::max<std::size_t>(1, most_values / of_point / parts.size());
    }

    PointResult at(const Place& place) {
        Shelf& shelf = shelves_[place.part];
        if (place.row < shelf.first || place.row >= shelf.first + shelf.results.size()) fill(shelf, place);
        return std::move(shelf.results[place.row - shelf.first]);
    }

private:
    struct Shelf {
        std::unique_ptr<SweepFileReader> reader;
        std::size_t first = 0;
        std::vector<PointResult> results;
    };

    void fill(Shelf& shelf, const Place& place) {
        const Part& part = parts_[place.part];
        if (!shelf.reader) shelf.reader = std::make_unique<SweepFileReader>(part.file);
        if (shelf.reader->header().fingerprint != part.header.fingerprint || shelf.reader->points().number != part.points.number)
            throw FileTrouble(part.file + ": was exchanged while it was merged");
        shelf.first = place.row;
        shelf.results = shelf.reader->results(place.row, std::min(part.points.number.size(), place.row + rows_));
        if (parts_.size() > most_open_files) shelf.reader.reset();
    }

    const std::vector<Part>& parts_;
    std::vector<Shelf> shelves_;
    std::size_t rows_ = 1;
};

void refuse_own_output(const std::vector<std::string>& files, const std::string& output, Problems& problems) {
    for (const std::string& file : files) {
        std::error_code ignored;
        if (fs::equivalent(file, output, ignored))
            problems.add({file}, "", "would be overwritten by the merged file " + output, "give another name with -o");
    }
}

}  // namespace

MergeOutcome merge_shards(const std::vector<std::string>& files, const std::string& output, const std::string& command) {
    const auto started = std::chrono::steady_clock::now();
    RunInfo info = run_info_at_start(command, 1);
    Problems problems;
    if (files.empty()) problems.add({}, "", "no files to merge", "name the files that the shards of one sweep wrote");
    refuse_own_output(files, output, problems);
    const std::vector<Part> parts = read_parts(files, problems);
    const std::vector<const Part*> together = check_sweeps(parts, problems);
    if (!together.empty()) check_shards(together, problems);
    if (!problems.empty()) throw BadInput(std::move(problems));
    const std::vector<Place> places = all_points(parts, problems);
    if (!problems.empty()) throw BadInput(std::move(problems));

    MergeOutcome outcome{static_cast<std::int64_t>(places.size()), 0};
    for (const Part& part : parts)
        outcome.failed += std::count_if(part.failures.begin(), part.failures.end(), [](const auto& f) { return !f.empty(); });
    SweepHeader header = parts[0].header;
    header.shard = header.shards = 1;
    std::error_code ignored;
    if (fs::exists(journal_path(output), ignored))
        throw FileTrouble(output + ": a sweep is under way there (" + journal_path(output) + "); name another output with -o");
    holds_result(output, header);  // or refused
    Results results(parts);
    const auto end = [&] {
        finish_run_info(info, std::chrono::duration<double>(std::chrono::steady_clock::now() - started).count());
    };
    if (places.empty()) end();
    const auto result_of = [&](std::size_t i) {
        if (i + 1 == places.size()) end();  // the writer reads it after the last point
        return results.at(places[i]);
    };
    write_sweep(output, header, joined(parts, places), result_of, info);
    return outcome;
}

}  // namespace qonys
