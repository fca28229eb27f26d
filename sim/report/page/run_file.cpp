#include "report/page/run_file.hpp"

#include "base/problems.hpp"
#include "report/page/run_reading.hpp"
#include "scenario/read.hpp"

namespace qonys {

namespace {

// Tables that are shown as they stand in the file.
constexpr const char* tables_needed[] = {"yearly/breaches",       "yearly/certificates",   "yearly/claims_refused",
                                         "yearly/claims_waiting", "yearly/clawback_due",   "yearly/clawback_received",
                                         "yearly/fill_rate",      "whole_run/spending_usd"};

void read_cubes(const SourceFile& source, RunFile& run) {
    const std::size_t replicates = run.replicates;
    const double mean = 1.0 / static_cast<double>(run.replicates);
    const std::vector<std::string> by_inflow = {"month", "inflow"}, by_stream = {"month", "stream"},
                                   by_region = {"month", "region"}, places = {"month", "region", "stream"},
                                   flows = {"region", "origin", "stream"}, curves = {"months_since", "region", "stream"};
    read_sums(source, replicates, "arrivals", {{&run.arrivals, by_inflow}});
    read_sums(source, replicates, "waiting", {{&run.waiting, by_inflow}});
    read_sums(source, replicates, "placed", {{&run.placed, places}, {&run.mean_placed, flows, false, mean}});
    read_sums(source, replicates, "settled", {{&run.mean_settled, flows, false, mean}});
    read_sums(source, replicates, "quota", {{&run.quota, places}});
    read_sums(source, replicates, "quota_left", {{&run.quota_left, places}});
    read_sums(source, replicates, "stock", {{&run.stock, by_stream}, {&run.mean_stock, by_region, false, mean}});
    read_sums(source, replicates, "working_age",
              {{&run.working_age, by_stream}, {&run.mean_working_age, by_region, false, mean}});
    for (const char* name : {"employed", "self_employed"})
        read_sums(source, replicates, name, {{&run.working, by_stream}, {&run.mean_working, by_region, false, mean}});
    read_sums(source, replicates, "retained", {{&run.retained, by_stream}});
    read_sums(source, replicates, "spending",
              {{&run.spending, {"month", "stream", "instrument"}}, {&run.mean_spending, by_region, false, mean}});
    read_sums(source, replicates, "family_at_risk", {{&run.family_at_risk, curves, false}});
    read_sums(source, replicates, "family_left", {{&run.family_left, curves, false}});

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
