#include "accounts/paired.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

#include "accounts/spread.hpp"
#include "accounts/student.hpp"
#include "base/problems.hpp"

namespace qonys {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr double infinite = std::numeric_limits<double>::infinity();

std::size_t product(const std::vector<Axis>& axes) {
    std::size_t cells = 1;
    for (const Axis& axis : axes) cells *= axis.size();
    return cells;
}

// 97.5 % quantiles of Student's t by degrees of freedom; few different ones occur.
class Quantiles {
public:
    double of(std::int64_t freedom) {
        const auto [at, is_new] = known_.try_emplace(freedom, 0.0);
        if (is_new) at->second = student_975(freedom);
        return at->second;
    }

private:
    std::map<std::int64_t, double> known_;
};

// Variance of one replicate, or of one draw where these are the independent observations, from the error of the mean.
double variance(const SpreadEstimate& e) {
    return e.se * e.se * static_cast<double>(e.count);
}

// Differences of shares that are the same in every replicate differ in the last digits.
double variance_reduction(const SpreadEstimate& reference, const SpreadEstimate& arm, const SpreadEstimate& difference) {
    constexpr double rounding = 1e-13;
    const double apart = variance(reference) + variance(arm), paired = variance(difference);
    if (std::isnan(apart) || std::isnan(paired)) return nan;
    const double noise = rounding * (std::abs(reference.mean) + std::abs(arm.mean));
    const bool constant = paired <= noise * noise;
    if (apart <= noise * noise) return constant ? nan : 0;
    return constant ? infinite : apart / paired;
}

// What all replicates but the current draw of the parameters came to is kept apart: most runs have no uncertain parameters, and
// the cells that every replicate touches stay small.
struct Cell {
    OneDraw own, difference;
    double higher = 0;  // replicates in which the arm is above the reference; ties count half
};
struct ClosedDraws {
    Spread own, difference;
};

Spread with(const std::vector<ClosedDraws>& closed, std::size_t cell, const OneDraw& now, Spread ClosedDraws::*which) {
    Spread spread;
    if (!closed.empty()) spread = closed[cell].*which;
    static_cast<OneDraw&>(spread) = now;
    return spread;
}

std::int64_t freedom(const Spread& spread, bool uncertain) {
    if (!uncertain) return spread.count - 1;
    return spread.draws + (spread.count > 0 ? 1 : 0) - 1;
}

PairedTable empty_table(const SummaryTable& layout, std::size_t arms) {
    PairedTable table;
    table.measure = layout.measure;
    table.period = layout.period;
    table.axes = layout.axes;
    const std::size_t cells = arms * product(layout.axes);
    for (std::vector<double>* figures : {&table.mean, &table.se, &table.difference, &table.difference_se, &table.low, &table.high,
                                         &table.probability_higher, &table.variance_reduction})
        figures->resize(cells, nan);
    return table;
}

}  // namespace

struct PairedBuilder::State {
    std::vector<std::string> arms;
    std::vector<SummaryTable> layout;
    std::int64_t per_draw = 1;
    bool uncertain = false;
    std::int64_t replicates = 0;
    std::size_t cells = 0;                             // of one arm
    std::vector<Cell> running;                         // [arm x cell]
    std::vector<ClosedDraws> closed;                   // likewise; empty when parameters are certain
    std::vector<std::vector<std::vector<double>>> of;  // [replicate][arm] cells of the whole-run tables

    void close_draws();
    std::vector<double> whole_run(const std::vector<double>& values) const;
    void estimate_cell(PairedTable& table, std::size_t place, std::size_t arm, std::size_t cell, const SpreadEstimate& reference,
                       Quantiles& quantiles) const;
    void copy_replicates(PairedTable& table, std::size_t first) const;
};

PairedBuilder::PairedBuilder(std::vector<std::string> arms, std::vector<SummaryTable> layout, std::int64_t replicates_per_draw,
                             bool uncertain_parameters)
    : state_(std::make_unique<State>()) {
    if (arms.empty()) throw BrokenInvariant("comparison: no arms");
    if (replicates_per_draw < 1) throw BrokenInvariant("comparison: no replicates in a draw of the parameters");
    State& s = *state_;
    s.arms = std::move(arms);
    s.layout = std::move(layout);
    s.per_draw = replicates_per_draw;
    s.uncertain = uncertain_parameters;
    for (const SummaryTable& table : s.layout) s.cells += product(table.axes);
    s.running.resize(s.arms.size() * s.cells);
    if (s.uncertain) s.closed.resize(s.running.size());
}

PairedBuilder::~PairedBuilder() = default;
PairedBuilder::PairedBuilder(PairedBuilder&&) noexcept = default;

std::int64_t PairedBuilder::replicates() const {
    return state_->replicates;
}

void PairedBuilder::State::close_draws() {
    for (std::size_t i = 0; i < running.size(); ++i) {
        for (const auto& [now, which] :
             {std::pair{&running[i].own, &ClosedDraws::own}, {&running[i].difference, &ClosedDraws::difference}}) {
            Spread& spread = closed[i].*which;
            static_cast<OneDraw&>(spread) = *now;
            close_draw(spread);
            *now = {};
        }
    }
}

std::vector<double> PairedBuilder::State::whole_run(const std::vector<double>& values) const {
    std::vector<double> kept;
    auto from = values.begin();
    for (const SummaryTable& table : layout) {
        const auto end = from + static_cast<std::ptrdiff_t>(product(table.axes));
        if (table.period == Period::whole_run) kept.insert(kept.end(), from, end);
        from = end;
    }
    return kept;
}

void PairedBuilder::add(const std::vector<std::vector<double>>& values) {
    State& s = *state_;
    if (values.size() != s.arms.size()) throw BrokenInvariant("comparison: a replicate lacks arms");
    for (const std::vector<double>& arm : values)
        if (arm.size() != s.cells) throw BrokenInvariant("comparison: a replicate has the wrong number of cells");
    if (s.uncertain && s.replicates > 0 && s.replicates % s.per_draw == 0) s.close_draws();
    ++s.replicates;
    s.of.emplace_back();
    const double* const reference = values[0].data();
    for (std::size_t arm = 0; arm < values.size(); ++arm) {
        Cell* const cells = s.running.data() + arm * s.cells;
        for (std::size_t i = 0; i < s.cells; ++i) {
            const double value = values[arm][i];
            if (std::isnan(value)) continue;
            qonys::add(cells[i].own, value);
            if (arm == 0 || std::isnan(reference[i])) continue;
            qonys::add(cells[i].difference, value - reference[i]);
            cells[i].higher += value > reference[i] ? 1 : value < reference[i] ? 0 : 0.5;
        }
        s.of.back().push_back(s.whole_run(values[arm]));
    }
}

// The reference differs from itself by nothing, wherever it has a meaning.
void PairedBuilder::State::estimate_cell(PairedTable& table, std::size_t place, std::size_t arm, std::size_t cell,
                                         const SpreadEstimate& reference, Quantiles& quantiles) const {
    const std::size_t i = arm * cells + cell;
    const SpreadEstimate own = estimate(with(closed, i, running[i].own, &ClosedDraws::own), uncertain);
    table.mean[place] = own.mean;
    table.se[place] = own.se;
    if (own.count == 0) return;
    if (arm == 0) {
        table.difference[place] = table.difference_se[place] = table.low[place] = table.high[place] = 0;
        table.probability_higher[place] = 0.5;
        table.variance_reduction[place] = own.se > 0 ? infinite : nan;
        return;
    }
    const Spread both = with(closed, i, running[i].difference, &ClosedDraws::difference);
    const SpreadEstimate difference = estimate(both, uncertain);
    if (difference.count == 0) return;
    table.difference[place] = difference.mean;
    table.difference_se[place] = difference.se;
    table.probability_higher[place] = running[i].higher / static_cast<double>(difference.count);
    table.variance_reduction[place] = variance_reduction(reference, own, difference);
    const std::int64_t free = freedom(both, uncertain);
    if (free < 1) return;
    const double half = quantiles.of(free) * difference.se;
    table.low[place] = difference.mean - half;
    table.high[place] = difference.mean + half;
}

// first: of the table's cells among those of all whole-run tables.
void PairedBuilder::State::copy_replicates(PairedTable& table, std::size_t first) const {
    const std::size_t own = table.cells();
    table.replicates.reserve(arms.size() * of.size() * own);
    for (std::size_t arm = 0; arm < arms.size(); ++arm)
        for (const std::vector<std::vector<double>>& replicate : of) {
            const auto from = replicate[arm].begin() + static_cast<std::ptrdiff_t>(first);
            table.replicates.insert(table.replicates.end(), from, from + static_cast<std::ptrdiff_t>(own));
        }
}

PairedSummary PairedBuilder::finish() const {
    const State& s = *state_;
    PairedSummary summary{s.arms, s.replicates, {}};
    Quantiles quantiles;
    std::size_t first = 0, first_of_run = 0;
    for (const SummaryTable& layout : s.layout) {
        PairedTable table = empty_table(layout, s.arms.size());
        const std::size_t own = table.cells();
        for (std::size_t cell = 0; cell < own; ++cell) {
            const std::size_t at = first + cell;
            const SpreadEstimate reference = estimate(with(s.closed, at, s.running[at].own, &ClosedDraws::own), s.uncertain);
            for (std::size_t arm = 0; arm < s.arms.size(); ++arm)
                s.estimate_cell(table, table.at(arm, cell), arm, at, reference, quantiles);
        }
        if (table.period == Period::whole_run) {
            s.copy_replicates(table, first_of_run);
            first_of_run += own;
        }
        first += own;
        summary.tables.push_back(std::move(table));
    }
    return summary;
}

std::size_t PairedTable::cells() const {
    return product(axes);
}

std::size_t PairedTable::cell(const std::vector<std::string>& labels) const {
    if (labels.size() != axes.size()) throw BrokenInvariant("comparison: table " + measure.name + " has other axes");
    std::size_t cell = 0;
    for (std::size_t i = 0; i < labels.size(); ++i) {
        const auto position = axes[i].find(labels[i]);
        if (!position) throw BrokenInvariant("comparison: table " + measure.name + " lacks " + labels[i]);
        cell = cell * axes[i].size() + *position;
    }
    return cell;
}

bool PairedSummary::has(const std::string& name, Period period) const {
    return std::any_of(tables.begin(), tables.end(),
                       [&](const PairedTable& table) { return table.measure.name == name && table.period == period; });
}

const PairedTable& PairedSummary::find(const std::string& name, Period period) const {
    for (const PairedTable& table : tables)
        if (table.measure.name == name && table.period == period) return table;
    throw BrokenInvariant("no table of the comparison named " + name);
}

}  // namespace qonys
