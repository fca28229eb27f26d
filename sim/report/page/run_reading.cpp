#include "report/page/run_reading.hpp"

#include <algorithm>

#include "results/labels.hpp"

namespace qonys {

namespace {

constexpr std::size_t cells_at_once = 4'000'000;

// Which cell of a sum over the other axes each cell of one replicate goes to.
std::vector<std::uint32_t> targets_of(const StoredObject& object, const std::vector<std::string>& keep, RunCube& cube,
                                      const SourceFile& source) {
    std::vector<std::size_t> factor(object.axes.size(), 0);
    cube.size = 1;
    cube.shape.assign(keep.size(), 0);
    for (std::size_t k = keep.size(); k-- > 0;) {
        const auto axis = std::find(object.axes.begin() + 1, object.axes.end(), keep[k]);
        if (axis == object.axes.end()) source.damaged(object.path + " has no axis " + keep[k]);
        const auto i = static_cast<std::size_t>(axis - object.axes.begin());
        factor[i] = cube.size;
        cube.shape[k] = object.shape[i];
        cube.size *= object.shape[i];
    }
    std::size_t cells = 1;
    for (std::size_t i = 1; i < object.shape.size(); ++i) cells *= object.shape[i];
    std::vector<std::uint32_t> targets(cells);
    for (std::size_t c = 0; c < cells; ++c) {
        std::size_t rest = c, target = 0;
        for (std::size_t i = object.shape.size(); i-- > 1;) {
            target += rest % object.shape[i] * factor[i];
            rest /= object.shape[i];
        }
        targets[c] = static_cast<std::uint32_t>(target);
    }
    return targets;
}

}  // namespace

Axis full_axis(const SourceFile& source, const std::string& path) {
    Axis axis = source.axis(path);
    if (axis.labels.empty()) source.damaged(path + " is empty");
    return axis;
}

void read_sums(const SourceFile& source, std::size_t replicates, const std::string& name, const std::vector<CubeSum>& sums) {
    const StoredObject& object = source.part(name);
    if (object.axes.empty() || object.axes[0] != "replicate" || object.shape[0] != replicates)
        source.damaged(name + " has no replicates");
    std::size_t cells = 1;
    for (std::size_t i = 1; i < object.shape.size(); ++i) {
        if (object.shape[i] == 0 || cells > most_cells_read / object.shape[i]) source.damaged(name + " is empty or too large");
        cells *= object.shape[i];
    }
    std::vector<std::vector<std::uint32_t>> targets;
    for (const CubeSum& sum : sums) {
        targets.push_back(targets_of(object, sum.keep, *sum.cube, source));
        if (sum.by_replicate && sum.cube->size > 2 * most_cells_read / replicates) source.damaged(name + " is too large");
        sum.cube->cells.resize(sum.cube->size * (sum.by_replicate ? replicates : 1), 0);
    }
    const std::size_t at_once = std::max<std::size_t>(1, cells_at_once / cells);
    for (std::size_t first = 0; first < replicates; first += at_once) {
        const std::size_t count = std::min(at_once, replicates - first);
        const std::vector<std::int64_t> values = source.file().integers(name, first, count);
        for (std::size_t s = 0; s < sums.size(); ++s)
            for (std::size_t r = 0; r < count; ++r) {
                double* const to = sums[s].cube->cells.data() + (sums[s].by_replicate ? (first + r) * sums[s].cube->size : 0);
                for (std::size_t c = 0; c < cells; ++c)
                    to[targets[s][c]] += static_cast<double>(values[r * cells + c]) * sums[s].factor;
            }
    }
}

RunTable table_of(const SourceFile& source, const std::string& path) {
    RunTable table;
    const StoredObject& object = source.part(path + "_mean");
    std::size_t cells = 1;
    for (const std::string& axis : object.axes) {
        table.axes.push_back(full_axis(source, path.substr(0, path.find('/') + 1) + axis));
        cells *= table.axes.back().size();
        if (cells > most_cells_read) source.damaged(path + " is too large");
    }
    for (const auto& [part, to] : {std::pair{"_mean", &table.mean}, {"_se", &table.se}, {"_count", &table.count}}) {
        source.part(path + part);
        *to = source.file().reals(path + part);
        if (to->size() != cells) source.damaged(path + part + " has another shape");
    }
    return table;
}

void read_head(const SourceFile& source, RunFile& run) {
    run.file = source.name();
    run.question = source.text_attribute("question");
    run.program = source.program();
    run.seed = source.whole_attribute("seed");
    const std::int64_t replicates = source.whole_attribute("replicates"),
                       per_draw = source.whole_attribute("replicates_per_draw");
    if (replicates < 1 || replicates > 10'000'000 || per_draw < 1) source.damaged("it has no replicates");
    run.replicates = static_cast<std::size_t>(replicates);
    run.replicates_per_draw = static_cast<std::size_t>(per_draw);
    run.assumed = lines_of(source.text("assumed"));
    run.uncertain = lines_of(source.text_attribute("uncertain"));
    run.inputs = checksums_of(source.text("inputs"));
}

}  // namespace qonys
