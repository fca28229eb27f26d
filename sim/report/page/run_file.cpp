#include "report/page/run_file.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/problems.hpp"
#include "report/page/source_file.hpp"
#include "results/labels.hpp"
#include "scenario/read.hpp"

namespace qonys {

namespace {

constexpr std::size_t cells_at_once = 4'000'000;

// Tables that are shown as they stand in the file.
constexpr const char* tables_needed[] = {"yearly/breaches",       "yearly/certificates",   "yearly/claims_refused",
                                         "yearly/claims_waiting", "yearly/clawback_due",   "yearly/clawback_received",
                                         "yearly/fill_rate",      "whole_run/spending_usd"};

Axis full_axis(const SourceFile& source, const std::string& path) {
    Axis axis = source.axis(path);
    if (axis.labels.empty()) source.damaged(path + " is empty");
    return axis;
}

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

// One sum over a variable. by_replicate: a table for each of them; otherwise one for all, times `factor`.
struct Sum {
    RunCube* cube;
    std::vector<std::string> keep;
    bool by_replicate = true;
    double factor = 1;
};

// Adds to the cubes, so that several variables may be summed into one.
void read_sums(const SourceFile& source, const RunFile& run, const std::string& name, const std::vector<Sum>& sums) {
    const StoredObject& object = source.part(name);
    if (object.axes.empty() || object.axes[0] != "replicate" || object.shape[0] != run.replicates)
        source.damaged(name + " has no replicates");
    std::size_t cells = 1;
    for (std::size_t i = 1; i < object.shape.size(); ++i) {
        if (object.shape[i] == 0 || cells > most_cells_read / object.shape[i]) source.damaged(name + " is empty or too large");
        cells *= object.shape[i];
    }
    std::vector<std::vector<std::uint32_t>> targets;
    for (const Sum& sum : sums) {
        targets.push_back(targets_of(object, sum.keep, *sum.cube, source));
        if (sum.by_replicate && sum.cube->size > 2 * most_cells_read / run.replicates) source.damaged(name + " is too large");
        sum.cube->cells.resize(sum.cube->size * (sum.by_replicate ? run.replicates : 1), 0);
    }
    const std::size_t at_once = std::max<std::size_t>(1, cells_at_once / cells);
    for (std::size_t first = 0; first < run.replicates; first += at_once) {
        const std::size_t count = std::min(at_once, run.replicates - first);
        const std::vector<std::int64_t> values = source.file().integers(name, first, count);
        for (std::size_t s = 0; s < sums.size(); ++s)
            for (std::size_t r = 0; r < count; ++r) {
                double* const to = sums[s].cube->cells.data() + (sums[s].by_replicate ? (first + r) * sums[s].cube->size : 0);
                for (std::size_t c = 0; c < cells; ++c)
                    to[targets[s][c]] += static_cast<double>(values[r * cells + c]) * sums[s].factor;
            }
    }
}

void read_cubes(const SourceFile& source, RunFile& run) {
    const double mean = 1.0 / static_cast<double>(run.replicates);
    const std::vector<std::string> by_inflow = {"month", "inflow"}, by_stream = {"month", "stream"},
                                   by_region = {"month", "region"}, places = {"month", "region", "stream"},
                                   flows = {"region", "origin", "stream"}, curves = {"months_since", "region", "stream"};
    read_sums(source, run, "arrivals", {{&run.arrivals, by_inflow}});
    read_sums(source, run, "waiting", {{&run.waiting, by_inflow}});
    read_sums(source, run, "placed", {{&run.placed, places}, {&run.mean_placed, flows, false, mean}});
    read_sums(source, run, "settled", {{&run.mean_settled, flows, false, mean}});
    read_sums(source, run, "quota", {{&run.quota, places}});
    read_sums(source, run, "quota_left", {{&run.quota_left, places}});
    read_sums(source, run, "stock", {{&run.stock, by_stream}, {&run.mean_stock, by_region, false, mean}});
    read_sums(source, run, "working_age", {{&run.working_age, by_stream}, {&run.mean_working_age, by_region, false, mean}});
    for (const char* name : {"employed", "self_employed"})
        read_sums(source, run, name, {{&run.working, by_stream}, {&run.mean_working, by_region, false, mean}});
    read_sums(source, run, "retained", {{&run.retained, by_stream}});
    read_sums(source, run, "spending",
              {{&run.spending, {"month", "stream", "instrument"}}, {&run.mean_spending, by_region, false, mean}});
    read_sums(source, run, "family_at_risk", {{&run.family_at_risk, curves, false}});
    read_sums(source, run, "family_left", {{&run.family_left, curves, false}});

    const StoredObject& share = source.part("retained_share");
    const std::size_t lengths[] = {run.months_since.size(), run.stream.size()};
    if (share.shape != std::vector<std::size_t>{run.replicates, lengths[0], lengths[1]})
        source.damaged("retained_share has another shape");
    run.retained_share = {{lengths[0], lengths[1]}, lengths[0] * lengths[1], source.file().reals("retained_share")};
}

void check_shapes(const SourceFile& source, const RunFile& run) {
    const std::size_t months = run.month.size(), regions = run.region.size(), streams = run.stream.size();
    const auto expect = [&](const RunCube& cube, const std::vector<std::size_t>& shape, const char* name) {
        if (cube.shape != shape) source.damaged(std::string(name) + " has another shape");
    };
    expect(run.arrivals, {months, run.inflow.size()}, "arrivals");
    expect(run.waiting, {months, run.inflow.size()}, "waiting");
    for (const auto& [cube, name] : {std::pair{&run.placed, "placed"}, {&run.quota, "quota"}, {&run.quota_left, "quota_left"}})
        expect(*cube, {months, regions, streams}, name);
    for (const auto& [cube, name] : {std::pair{&run.stock, "stock"},
                                     {&run.working_age, "working_age"},
                                     {&run.working, "employed"},
                                     {&run.retained, "retained"}})
        expect(*cube, {months, streams}, name);
    for (const auto& [cube, name] : {std::pair{&run.mean_stock, "stock"},
                                     {&run.mean_working_age, "working_age"},
                                     {&run.mean_working, "employed"},
                                     {&run.mean_spending, "spending"}})
        expect(*cube, {months, regions}, name);
    expect(run.spending, {months, streams, run.instrument.size()}, "spending");
    for (const auto& [cube, name] : {std::pair{&run.mean_placed, "placed"}, {&run.mean_settled, "settled"}})
        expect(*cube, {regions, run.origin.size(), streams}, name);
    for (const auto& [cube, name] : {std::pair{&run.family_at_risk, "family_at_risk"}, {&run.family_left, "family_left"}})
        expect(*cube, {run.months_since.size(), regions, streams}, name);
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

// Names and inhabitants. A scenario that this program does not read leaves codes, and nothing per inhabitant.
void read_scenario(const SourceFile& source, RunFile& run) {
    try {
        const LoadedScenario loaded = load_scenario_text("scenario_yaml", source.text("scenario_yaml"));
        const Places& places = loaded.scenario.places;
        for (std::size_t i = 0; i < places.name.texts.size(); ++i)
            run.region_names[places.name.axis.labels[i]] = places.name.texts[i];
        for (std::size_t i = 0; i < places.population.cells.size(); ++i)
            run.population[places.population.axes[0].labels[i]] = places.population.cells[i];
        const Names& origins = loaded.scenario.origins.name;
        for (std::size_t i = 0; i < origins.texts.size(); ++i) run.origin_names[origins.axis.labels[i]] = origins.texts[i];
    } catch (const BadInput&) {
        run.region_names.clear();
    }
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

}  // namespace

double RunCube::at(std::size_t replicate, std::initializer_list<std::size_t> where) const {
    std::size_t cell = 0, axis = 0;
    for (const std::size_t each : where) cell = cell * shape[axis++] + each;
    return cells[replicate * size + cell];
}

std::size_t RunTable::cell(const std::vector<std::string>& labels) const {
    std::size_t cell = 0;
    for (std::size_t i = 0; i < axes.size(); ++i) {
        const auto position = i < labels.size() ? axes[i].find(labels[i]) : std::nullopt;
        if (!position)
            throw FileTrouble("a table of the result has no " + axes[i].name + (i < labels.size() ? " " + labels[i] : ""));
        cell = cell * axes[i].size() + *position;
    }
    return cell;
}

std::size_t RunFile::observations() const {
    return uncertain.empty() ? replicates : (replicates + replicates_per_draw - 1) / replicates_per_draw;
}

RunFile read_run(const std::string& path) {
    const SourceFile source(path, "run");
    RunFile run;
    run.path = path;
    read_head(source, run);
    for (Axis* const axis : {&(run.month = {"month", {}}), &(run.region = {"region", {}}), &(run.origin = {"origin", {}}),
                             &(run.stream = {"stream", {}}), &(run.inflow = {"inflow", {}}),
                             &(run.instrument = {"instrument", {}}), &(run.months_since = {"months_since", {}})})
        *axis = full_axis(source, axis->name);
    for (const std::string& month : run.month.labels) {
        const std::string year = month.substr(0, 4);
        if (run.years.empty() || run.years.back() != year) run.years.push_back(year);
        run.year_of_month.push_back(run.years.size() - 1);
    }
    read_scenario(source, run);
    read_cubes(source, run);
    check_shapes(source, run);
    for (const char* const name : tables_needed) run.tables[name] = table_of(source, name);
    return run;
}

}  // namespace qonys
