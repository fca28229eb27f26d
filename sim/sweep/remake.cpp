#include "sweep/remake.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <limits>
#include <numeric>

#include "base/sha256.hpp"
#include "experiment/in_order.hpp"
#include "experiment/run_scenario.hpp"
#include "results/read_sweep.hpp"
#include "results/write_sweep.hpp"
#include "scenario/comparison.hpp"
#include "sweep/header.hpp"
#include "sweep/point_runs.hpp"
#include "sweep/run_sweep.hpp"

namespace qonys {

namespace {

constexpr const char* list_start = "design: {list: ";

void write_file(const std::string& path, const std::string& text) {
    std::ofstream file(path, std::ios::binary);
    file << text;
    file.close();
    if (!file) throw FileTrouble(path + ": cannot be written (disk full?)");
}

std::string csv_quoted(const std::string& text) {
    std::string result = "\"";
    for (const char c : text) result += c == '"' ? "\"\"" : std::string(1, c);
    return result + "\"";
}

// The file of points was not kept, but the values of its points were. A shard lacks those of the others, which are not simulated:
// they stand as in the base.
std::string listed_points(const SweepFileReader& file) {
    const SweepHeader& header = file.header();
    const SweepPoints& points = file.points();
    const std::size_t width = header.parameters.size();
    std::vector<std::string> rows(static_cast<std::size_t>(header.points));
    std::string text, base;
    for (std::size_t p = 0; p < width; ++p) {
        text += (p == 0 ? "" : ",") + csv_quoted(header.parameters[p].name);
        base += (p == 0 ? "\"\"" : ",\"\"");
    }
    std::fill(rows.begin(), rows.end(), base);
    for (std::size_t i = 0; i < points.number.size(); ++i) {
        std::string row;
        for (std::size_t p = 0; p < width; ++p) {
            const double value = points.values[i * width + p];
            const std::vector<std::string>& words = header.parameters[p].words;
            const std::string cell = std::isnan(value) ? ""
                                     : words.empty()   ? fmt::format("{}", value)
                                                       : words.at(static_cast<std::size_t>(value));
            row += (p == 0 ? "" : ",") + csv_quoted(cell);
        }
        rows[static_cast<std::size_t>(points.number[i])] = row;
    }
    for (const std::string& row : rows) text += "\n" + row;
    return text + "\n";
}

// What is varied, below the scenario of the first arm; the design `list` reads points.csv beside it.
std::string write_sweep_text(const SweepFileReader& file, const std::string& folder) {
    std::string text = file.header().sweep_text;
    if (const std::size_t at = ("\n" + text).find(std::string("\n") + list_start); at != std::string::npos) {
        const std::size_t end = std::min(text.find('\n', at), text.size());
        text.replace(at, end - at, std::string(list_start) + "points.csv}");
        write_file(folder + "/points.csv", listed_points(file));
    }
    const std::string path = folder + "/sweep.yaml";
    write_file(path, file.header().arms.front().scenario_text + text);
    return path;
}

// Problems name the result rather than a file that is gone when they are read.
[[noreturn]] void tell_of(const std::string& path, BadInput bad) {
    for (Problem& problem : bad.problems.list) problem.mark = {path + ":sweep_yaml", problem.mark.line, problem.mark.column};
    throw BadInput(std::move(bad.problems));
}

Sweep sweep_in(const std::string& path, const SweepFileReader& file, const std::string& folder) {
    const SweepHeader& header = file.header();
    Sweep sweep;
    try {
        sweep = load_sweep(write_sweep_text(file, folder), {}, {});
    } catch (BadInput& bad) {
        tell_of(path, std::move(bad));
    }
    sweep.arms.clear();
    std::vector<ArmRead> arms;
    for (const SweptArm& arm : header.arms) {
        const std::string name = path + ":scenario_yaml" + (arm.name.empty() ? "" : "[" + arm.name + "]");
        Problems problems;
        Layers layers = layers_of_text(name, arm.scenario_text, {}, problems);
        LoadedScenario base = read_scenario(layers, name, std::move(problems));
        sweep.arms.push_back({arm.name, std::move(layers), std::move(base)});
    }
    for (const SweepArm& arm : sweep.arms) arms.push_back({arm.name, &arm.base});
    refuse_unlike(arms);
    if (sweep.design == DesignKind::list) sweep.text = header.sweep_text;
    sweep.inputs.clear();
    for (const auto& [name, checksum] : header.arms.front().inputs) sweep.inputs.push_back({name, checksum});
    return sweep;
}

// All replicates of one point, as the result file wants them.
PointResult simulate_point(const Sweep& sweep, const Design& design, const SweepMeasures& measures, std::int64_t point,
                           std::int64_t replicates, const std::atomic<bool>& stop) {
    const PointGroup group(sweep, design, measures, point, point + 1, false);
    const std::size_t arms = sweep.arms.size(), width = measures.headlines.size();
    PointResult result;
    result.values.assign(arms * static_cast<std::size_t>(replicates) * width, std::numeric_limits<double>::quiet_NaN());
    std::vector<double> nothing = result.values;
    for (std::int64_t r = 0; r < replicates; ++r)
        group.simulate(
            {point}, r,
            [&](const FinishedRun& run) {
                if (result.failure.empty()) result.failure = run.failure;
                for (std::size_t arm = 0; arm < arms && run.failure.empty(); ++arm)
                    std::copy_n(run.values.begin() + static_cast<std::ptrdiff_t>(arm * width), width,
                                result.values.begin() +
                                    static_cast<std::ptrdiff_t>(
                                        (arm * static_cast<std::size_t>(replicates) + static_cast<std::size_t>(r)) * width));
            },
            stop);
    if (!result.failure.empty()) result.values = std::move(nothing);
    return result;
}

SweepPoints rows_of(const SweepPoints& all, const std::vector<std::size_t>& rows) {
    SweepPoints some;
    const std::size_t width = all.number.empty() ? 0 : all.values.size() / all.number.size();
    for (const std::size_t row : rows) {
        some.number.push_back(all.number[row]);
        some.block.push_back(all.block[row]);
        some.role.push_back(all.role[row]);
        for (std::size_t p = 0; p < width; ++p) {
            some.values.push_back(all.values[row * width + p]);
            some.unit.push_back(all.unit[row * width + p]);
        }
    }
    return some;
}

void remake_sample(const Sweep& sweep, const Design& design, const SweepHeader& header, const SweepPoints& points,
                   const RemakeOptions& options, const std::atomic<bool>& stop) {
    const SweepMeasures measures = measures_of(sweep);
    std::vector<PointResult> results;
    const auto size = static_cast<std::int64_t>(points.number.size());
    in_order(
        0, size, options.threads,
        [&](std::int64_t i) {
            return simulate_point(sweep, design, measures, points.number[static_cast<std::size_t>(i)], header.replicates, stop);
        },
        [&](std::int64_t i, const PointResult& result) {
            results.push_back(result);
            if (options.progress) options.progress((i + 1) * header.replicates, size * header.replicates);
        });
    write_sweep(
        options.output, header, points, [&](std::size_t i) { return results.at(i); }, run_info_at_start("", options.threads));
}

}  // namespace

std::vector<std::size_t> sampled_rows(std::size_t points, std::int64_t wanted, const std::string& fingerprint) {
    const std::size_t parts = static_cast<std::uint64_t>(wanted) < points ? static_cast<std::size_t>(wanted) : points;
    std::vector<std::size_t> rows;
    for (std::size_t i = 0; i < parts; ++i) {
        const std::size_t first = i * points / parts, size = (i + 1) * points / parts - first;
        const std::string digits = sha256(fmt::format("{} {}", fingerprint, i)).substr(0, 15);
        rows.push_back(first + static_cast<std::size_t>(std::stoull(digits, nullptr, 16) % size));
    }
    return rows;
}

ReadAgain read_again_sweep(const std::string& file) {
    const Sweep sweep = load_sweep(file, {}, {});
    ReadAgain again{{}, sweep.text};
    for (const SweepArm& arm : sweep.arms) again.arms.push_back({arm.name, arm.base.resolved_text, sweep.inputs});
    return again;
}

void remake_sweep(const std::string& path, const std::string& folder, std::optional<std::int64_t> sample,
                  const RemakeOptions& options, const std::atomic<bool>& stop) {
    const SweepFileReader file(path);
    const Sweep sweep = sweep_in(path, file, folder);
    const Design design = make_design(sweep, static_cast<std::uint32_t>(sweep.arms.front().base.scenario.run.seed));
    const Shard shard{file.header().shard, file.header().shards};
    if (design.points != file.header().points)
        throw FileTrouble(fmt::format("{}: the result is damaged: its texts give {} points, and it says {}", path, design.points,
                                      file.header().points));
    if (sample) {
        SweepHeader header = header_of(sweep, design, measures_of(sweep));
        header.shard = shard.number;
        header.shards = shard.count;
        const SweepPoints points = points_of_shard(design, shard);
        remake_sample(sweep, design, header,
                      rows_of(points, sampled_rows(points.number.size(), *sample, file.header().fingerprint)), options, stop);
        return;
    }
    SweepOptions sweep_options;
    sweep_options.output = options.output;
    sweep_options.shard = shard;
    sweep_options.threads = options.threads;
    if (options.progress)
        sweep_options.progress = [&](std::int64_t done, std::int64_t total, std::int64_t) { options.progress(done, total); };
    run_sweep(sweep, design, sweep_options, stop);
}

}  // namespace qonys
