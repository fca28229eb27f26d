#include "sweep/point_runs.hpp"

#include <algorithm>
#include <filesystem>

#include "accounts/paired.hpp"
#include "accounts/pathway_headlines.hpp"
#include "accounts/pathway_summary.hpp"
#include "experiment/diagnostic_tables.hpp"
#include "scenario/differences.hpp"

namespace qonys {

namespace {

SummaryBuilder summary_of(const Scenario& s, const World& world, bool uncertain) {
    return {world.axes, s.money.usd_per_kzt, s.places.population.cells, s.run.replicates_per_draw, uncertain};
}

std::size_t cell_of(const Headline& headline, const std::vector<SummaryTable>& layout, const PairedSummary& summary) {
    std::size_t before = 0;
    for (const SummaryTable& table : layout) {
        if (table.measure.name == headline.table && table.period == Period::whole_run)
            return before + summary.find(headline.table, Period::whole_run).cell(headline.labels);
        before += table.cells();
    }
    throw BrokenInvariant("sweep: a measure without a table");
}

PairedSummary without_figures(const std::vector<SummaryTable>& layout) {
    return PairedBuilder({"base"}, layout, 1, false).finish();
}

// Those that the file names, or the headlines; layout: the tables of the summary.
SweepMeasures settlement_measures(const Sweep& sweep, std::vector<SummaryTable>& layout) {
    SweepMeasures measures;
    measures.base = Worlds(sweep.arms.front().base).first();
    layout = summary_of(sweep.arms.front().base.scenario, *measures.base, false).layout();
    for (const SummaryTable& table : layout) measures.summary_cells += table.cells();
    if (sweep.measures.empty()) measures.headlines = plain_headlines(without_figures(layout));
    for (SummaryTable& table : diagnostic_layout(*measures.base)) layout.push_back(std::move(table));
    return measures;
}

SweepMeasures pathway_measures_of(const Sweep& sweep, std::vector<SummaryTable>& layout) {
    const LoadedScenario& base = sweep.arms.front().base;
    const std::shared_ptr<const PathwayWorld> world = PathwayWorlds(base).of(0);
    SweepMeasures measures;
    measures.pathways = true;
    layout = pathway_layout(world->axes);
    for (const SummaryTable& table : layout) measures.summary_cells += table.cells();
    if (!sweep.measures.empty()) return measures;
    const PairedSummary tables = without_figures(layout);
    const auto& programmes = base.scenario.pathways.programmes;
    const bool any_obligation =
        std::any_of(programmes.begin(), programmes.end(), [](const Programme& p) { return p.obligation_days > 0; });
    Problems none;
    for (const std::string& spec : pathway_headline_specs(world->axes, world->facts, any_obligation))
        measures.headlines.push_back(parse_headline(spec, tables, {}, none));
    return measures;
}

}  // namespace

SweepMeasures measures_of(const Sweep& sweep) {
    std::vector<SummaryTable> layout;
    SweepMeasures measures = is_pathway_scenario(sweep.arms.front().base.scenario) ? pathway_measures_of(sweep, layout)
                                                                                   : settlement_measures(sweep, layout);
    const PairedSummary all = without_figures(layout);
    Problems problems;
    for (const SweepMeasureSpec& measure : sweep.measures)
        measures.headlines.push_back(parse_headline(measure.spec, all, measure.mark, problems));
    if (!problems.empty()) throw BadInput(std::move(problems));
    for (const Headline& headline : measures.headlines) {
        measures.cells.push_back(cell_of(headline, layout, all));
        measures.sittings = measures.sittings || measures.cells.back() >= measures.summary_cells;
    }
    return measures;
}

std::string refusal_text(const Problems& problems) {
    std::string text;
    for (Problem problem : problems.list) {
        problem.mark.file = std::filesystem::path(problem.mark.file).filename().string();
        text += (text.empty() ? "" : "\n") + to_string(problem);
    }
    return text;
}

PointGroup::PointGroup(const Sweep& sweep, const Design& design, const SweepMeasures& measures, std::int64_t first,
                       std::int64_t last, bool share_history)
    : measures_(measures), first_(first), seed_(static_cast<std::uint32_t>(sweep.arms.front().base.scenario.run.seed)) {
    for (std::int64_t number = first; number < last; ++number) build(points_.emplace_back(), number, sweep, design);
    find_forks(share_history);
}

void PointGroup::build(Point& point, std::int64_t number, const Sweep& sweep, const Design& design) {
    try {
        for (std::size_t arm = 0; arm < sweep.arms.size(); ++arm) {
            auto made = std::make_unique<Case>();
            made->arm = arm;
            made->loaded = scenario_at(sweep, arm, design.at(number));
            if (measures_.pathways) {
                made->pathways = std::make_unique<PathwayWorlds>(made->loaded);
                point.cases.push_back(std::move(made));
                continue;
            }
            const bool uncertain = !made->loaded.uncertain.empty();
            made->worlds = std::make_unique<Worlds>(made->loaded);
            const std::shared_ptr<const World> world = made->worlds->first();
            if (!uncertain) made->world = world;
            made->summary = std::make_unique<SummaryBuilder>(summary_of(made->loaded.scenario, *world, uncertain));
            point.cases.push_back(std::move(made));
        }
    } catch (const BadInput& bad) {
        point.refusal = refusal_text(bad.problems);
    } catch (const BrokenInvariant& broken) {
        point.refusal = broken.what();
    }
    if (!point.refusal.empty()) point.cases.clear();
}

void PointGroup::find_forks(bool share_history) {
    if (measures_.pathways) return;  // they share nothing
    const Case* first = nullptr;
    for (const Point& point : points_)
        for (const auto& one : point.cases) {
            if (first == nullptr) first = one.get();
            const Run& run = one->loaded.scenario.run;
            const Month start = run.first_month - static_cast<int>(run.warm_up_months);
            one->fork = !share_history       ? 0
                        : one.get() == first ? run.last_month + 1 - start
                                             : difference(first->loaded, one->loaded).from - start;
        }
}

bool PointGroup::shares_history() const {
    std::size_t shared = 0;
    for (const Point& point : points_)
        for (const auto& one : point.cases) shared += one->fork > 0 ? 1 : 0;
    return shared > 1;  // the first case shares only with others
}

std::vector<double> PointGroup::figures(const Case& of, const World& world, const ReplicateResult& result) const {
    std::vector<double> all = of.summary->values(result.tallies);
    check_tables(all);
    if (measures_.sittings) {
        const std::vector<double> of_sittings =
            diagnostic_values(world, result, scores_alike(world, measures_.base->rules.front()));
        all.insert(all.end(), of_sittings.begin(), of_sittings.end());
    }
    return kept_of(all);
}

void PointGroup::check_tables(const std::vector<double>& values) const {
    if (values.size() != measures_.summary_cells)
        throw BrokenInvariant("sweep: the tables of a point differ from those of the base");
}

std::vector<double> PointGroup::kept_of(const std::vector<double>& all) const {
    std::vector<double> kept;
    for (const std::size_t cell : measures_.cells) kept.push_back(all.at(cell));
    return kept;
}

PointGroup::Months PointGroup::run_pathways(const std::vector<std::int64_t>& points, std::int64_t replicate, const Take& take,
                                            const std::atomic<bool>& stop) const {
    Months months;
    for (const std::int64_t number : points) {
        FinishedRun run{number, replicate, "", {}};
        for (const auto& one : points_[static_cast<std::size_t>(number - first_)].cases) {
            const PathwayReplicate result = run_pathway_replicate(*one->pathways, replicate, stop);
            check_tables(result.values);
            const std::vector<double> kept = kept_of(result.values);
            run.values.insert(run.values.end(), kept.begin(), kept.end());
            const Run& of_arm = one->loaded.scenario.run;
            months.all += of_arm.last_month - of_arm.first_month + 1;
        }
        take(std::move(run));
    }
    return months;
}

// Throws what any of the points throws.
PointGroup::Months PointGroup::run(const std::vector<std::int64_t>& points, std::int64_t replicate, const Take& take,
                                   const std::atomic<bool>& stop) const {
    if (measures_.pathways) return run_pathways(points, replicate, take, stop);
    struct UnderWay {
        FinishedRun run;
        std::size_t arms_left = 0;
    };
    std::vector<UnderWay> runs;
    std::vector<const Case*> cases;
    std::vector<std::size_t> run_of;  // [case]
    std::vector<std::shared_ptr<const World>> held;
    std::vector<const World*> worlds;
    std::vector<int> forks;
    for (const std::int64_t number : points) {
        const Point& point = points_[static_cast<std::size_t>(number - first_)];
        const std::size_t arms = point.cases.size();
        runs.push_back({{number, replicate, "", std::vector<double>(arms * measures_.cells.size())}, arms});
        for (const auto& one : point.cases) {
            cases.push_back(one.get());
            run_of.push_back(runs.size() - 1);
            held.push_back(one->world ? one->world : one->worlds->of(replicate));
            worlds.push_back(held.back().get());
            // Two that agree with the group's first case for so long agree with each other.
            forks.push_back(std::min(one->fork, cases.front()->fork));
        }
    }
    const auto take_case = [&](std::size_t i, const ReplicateResult& result) {
        UnderWay& point = runs[run_of[i]];
        const std::vector<double> kept = figures(*cases[i], *worlds[i], result);
        std::copy(kept.begin(), kept.end(), point.run.values.begin() + static_cast<std::ptrdiff_t>(cases[i]->arm * kept.size()));
        if (--point.arms_left == 0) take(std::move(point.run));
    };
    const DrawKey key{seed_, static_cast<std::uint32_t>(replicate)};
    const std::int64_t shared = run_arms(worlds, forks, key, take_case, &stop, measures_.sittings);
    return {static_cast<std::int64_t>(cases.size()) * worlds.front()->months, shared};
}

PointGroup::Months PointGroup::simulate(std::vector<std::int64_t> points, std::int64_t replicate, const Take& take,
                                        const std::atomic<bool>& stop) const {
    std::erase_if(points, [&](std::int64_t number) {
        const std::string& refusal = points_[static_cast<std::size_t>(number - first_)].refusal;
        if (!refusal.empty()) take({number, replicate, refusal, {}});
        return !refusal.empty();
    });
    if (points.empty()) return {};
    const auto take_and_forget = [&](FinishedRun run) {
        const std::int64_t number = run.point;
        take(std::move(run));
        std::erase(points, number);
    };
    Months months;
    const auto failed = [&](const std::string& why) {
        if (points.size() == 1) return take({points.front(), replicate, why, {}});
        // Which of those that are left it was is found by simulating each alone.
        for (const std::int64_t number : points) months.all += simulate({number}, replicate, take, stop).all;
    };
    try {
        months = run(std::vector(points), replicate, take_and_forget, stop);
    } catch (const BadInput& bad) {  // a draw of uncertain parameters
        failed(refusal_text(bad.problems));
    } catch (const BrokenInvariant& broken) {
        failed(broken.what());
    }
    return months;
}

}  // namespace qonys
