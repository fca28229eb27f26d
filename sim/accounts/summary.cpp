#include "accounts/summary.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "accounts/kaplan_meier.hpp"
#include "accounts/summary_rows.hpp"
#include "base/problems.hpp"

namespace qonys {

namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

// Gini coefficient of settlers per inhabitant over regions, each region one observation.
double gini_of_load(const PeriodSums& p, const std::vector<double>& population, std::size_t stream) {
    std::vector<double> load;
    for (std::size_t r = 0; r < population.size(); ++r) {
        SummaryCell at;
        at.area = r;
        at.stream = stream;
        load.push_back(p.sum(M::settled, at) / population[r]);
    }
    std::sort(load.begin(), load.end());
    const double total = std::accumulate(load.begin(), load.end(), 0.0);
    if (total <= 0) return nan;
    double weighted = 0;
    for (std::size_t i = 0; i < load.size(); ++i) weighted += static_cast<double>(2 * (i + 1)) * load[i];
    const double n = static_cast<double>(load.size());
    return weighted / (n * total) - (n + 1) / n;
}

const std::vector<std::string> horizons = {"12", "24", "36", "60"};  // months since settling

Axis axis_named(const std::string& name, const RunAxes& axes) {
    if (name == "horizon") return {"horizon", horizons};
    if (name != "area") return axes.find(name);
    Axis area{"area", axes.region.labels};
    area.labels.push_back("KZ");
    return area;
}

// The cells of a table in row-major order of its axes, the year excluded.
std::vector<SummaryCell> cells_of(const SummaryTable& table, const RunAxes& axes) {
    const std::size_t first = table.period == Period::year ? 1 : 0;
    std::vector<SummaryCell> cells(first == 0 ? table.cells() : table.cells() / table.axes[0].size());
    for (std::size_t cell = 0; cell < cells.size(); ++cell) {
        SummaryCell& at = cells[cell];
        std::size_t rest = cell;
        for (std::size_t i = table.axes.size(); i-- > first;) {
            const std::size_t position = rest % table.axes[i].size();
            rest /= table.axes[i].size();
            const std::string& name = table.axes[i].name;
            if (name == "area") at.area = position < axes.region.size() ? position : all;
            if (name == "origin") at.origin = position;
            if (name == "stream") at.stream = position;
            if (name == "inflow") at.inflow = position;
            if (name == "instrument") at.instrument = position;
            if (name == "component") at.component = position;
            if (name == "cohort") at.cohort = position;
        }
    }
    return cells;
}

// Families still in their first region after each horizon, by Kaplan-Meier; NaN when no cohort was followed so long.
std::vector<double> retained_after(const Tallies& tallies, const RunAxes& axes, std::size_t area, std::size_t stream) {
    const std::size_t regions = axes.region.size(), streams = axes.stream.size(), months = axes.months_since.size();
    const auto& risk_cells = tallies.cells[static_cast<std::size_t>(M::family_at_risk)];
    const auto& left_cells = tallies.cells[static_cast<std::size_t>(M::family_left)];
    std::vector<std::int64_t> at_risk(months), left(months);
    for (std::size_t k = 0; k < months; ++k)
        for (std::size_t r = area == all ? 0 : area; r < (area == all ? regions : area + 1); ++r) {
            const std::size_t cell = (k * regions + r) * streams + stream;
            at_risk[k] += risk_cells[cell];
            left[k] += left_cells[cell];
        }
    const std::vector<double> curve = kaplan_meier(at_risk, left);
    std::vector<double> shares;
    for (const std::string& horizon : horizons) {
        const auto month = static_cast<std::size_t>(std::stoi(horizon));
        shares.push_back(month < months ? curve[month] : nan);
    }
    return shares;
}

}  // namespace

std::size_t SummaryTable::cells() const {
    std::size_t number = 1;
    for (const Axis& axis : axes) number *= axis.size();
    return number;
}

TableBuilder::TableBuilder(std::vector<SummaryTable> layout, std::int64_t replicates_per_draw, bool uncertain_parameters)
    : layout_(std::move(layout)), replicates_per_draw_(replicates_per_draw), uncertain_(uncertain_parameters) {
    if (replicates_per_draw < 1) throw BrokenInvariant("summary: no replicates in a draw of the parameters");
    std::size_t cells = 0;
    for (const SummaryTable& table : layout_) cells += table.cells();
    spreads_.resize(cells);
}

void TableBuilder::add(const std::vector<double>& values) {
    if (values.size() != spreads_.size()) throw BrokenInvariant("summary: a replicate has the wrong number of cells");
    const bool next_draw = uncertain_ && replicates_ > 0 && replicates_ % replicates_per_draw_ == 0;
    ++replicates_;
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (next_draw) close_draw(spreads_[i]);
        if (!std::isnan(values[i])) qonys::add(spreads_[i], values[i]);
    }
}

Summary TableBuilder::finish() const {
    Summary summary;
    auto spread = spreads_.begin();
    for (SummaryTable table : layout_) {
        for (const std::size_t end = table.cells(); table.mean.size() < end; ++spread) {
            const SpreadEstimate e = estimate(*spread, uncertain_);
            table.mean.push_back(e.mean);
            table.se.push_back(e.se);
            table.count.push_back(e.count);
            table.sd_monte_carlo.push_back(e.sd_monte_carlo);
            table.sd_parameters.push_back(e.sd_parameters);
        }
        summary.tables.push_back(std::move(table));
    }
    return summary;
}

struct SummaryBuilder::State {
    RunAxes axes;
    double usd_per_kzt;
    std::vector<double> population;
    std::vector<int> year_of_month;  // [month] row of the year axis
    struct Building {
        const SummaryRow* row;
        Period period;
        std::vector<SummaryCell> cells;  // of a year, or of the run
        std::size_t number = 0;          // of cells, over all years
    };
    std::vector<Building> tables;
    std::unique_ptr<TableBuilder> figures;

    SummaryTable add_table(const SummaryRow& row, Period period, const Axis& years);
    void append_values(const Building& of, const std::vector<PeriodSums>& periods, std::vector<double>& values) const;
    void append_retained(const Building& of, const Tallies& tallies, std::vector<double>& values) const;
};

SummaryTable SummaryBuilder::State::add_table(const SummaryRow& row, Period period, const Axis& years) {
    SummaryTable table;
    table.measure = row.measure;
    table.period = period;
    if (period == Period::year) table.axes.push_back(years);
    for (const std::string& axis : row.measure.axes) table.axes.push_back(axis_named(axis, axes));
    tables.push_back({&row, period, cells_of(table, axes), table.cells()});
    return table;
}

void SummaryBuilder::State::append_values(const Building& of, const std::vector<PeriodSums>& periods,
                                          std::vector<double>& values) const {
    const std::size_t years = periods.size() - 1;
    const std::size_t first = of.period == Period::year ? 0 : years;
    const double scale = of.row->measure.unit == "USD" ? usd_per_kzt : 1;
    for (std::size_t i = 0; i < of.number; ++i) {
        const PeriodSums& period = periods[first + i / of.cells.size()];
        const SummaryCell& at = of.cells[i % of.cells.size()];
        values.push_back(of.row->value ? of.row->value(period, at) * scale : gini_of_load(period, population, at.stream));
    }
}

void SummaryBuilder::State::append_retained(const Building& of, const Tallies& tallies, std::vector<double>& values) const {
    for (std::size_t i = 0; i < of.number; i += horizons.size()) {
        const std::vector<double> shares = retained_after(tallies, axes, of.cells[i].area, of.cells[i].stream);
        values.insert(values.end(), shares.begin(), shares.end());
    }
}

SummaryBuilder::SummaryBuilder(RunAxes axes, double usd_per_kzt, std::vector<double> population, std::int64_t replicates_per_draw,
                               bool uncertain_parameters)
    : state_(std::make_unique<State>()) {
    State& s = *state_;
    s.axes = std::move(axes);
    s.usd_per_kzt = usd_per_kzt;
    s.population = std::move(population);
    Axis years{"year", {}};
    for (const std::string& month : s.axes.month.labels) {
        if (years.labels.empty() || years.labels.back() != month.substr(0, 4)) years.labels.push_back(month.substr(0, 4));
        s.year_of_month.push_back(static_cast<int>(years.size()) - 1);
    }
    std::vector<SummaryTable> layout;
    for (const SummaryRow& row : summary_rows()) {
        if (row.yearly) layout.push_back(s.add_table(row, Period::year, years));
        layout.push_back(s.add_table(row, Period::whole_run, years));
    }
    s.figures = std::make_unique<TableBuilder>(std::move(layout), replicates_per_draw, uncertain_parameters);
}

SummaryBuilder::~SummaryBuilder() = default;
SummaryBuilder::SummaryBuilder(SummaryBuilder&&) noexcept = default;

std::vector<double> SummaryBuilder::values(const Tallies& tallies) const {
    const State& s = *state_;
    const std::vector<PeriodSums> periods = sums_by_period(tallies, s.axes, s.year_of_month);
    std::vector<double> values;
    for (const State::Building& of : s.tables) {
        if (of.row->measure.name == "retained_share")
            s.append_retained(of, tallies, values);
        else
            s.append_values(of, periods, values);
    }
    return values;
}

void SummaryBuilder::add(const Tallies& tallies) {
    state_->figures->add(values(tallies));
}

std::vector<SummaryTable> SummaryBuilder::layout() const {
    return state_->figures->layout();
}

Summary SummaryBuilder::finish() const {
    return state_->figures->finish();
}

const SummaryTable& Summary::find(const std::string& name, Period period) const {
    for (const SummaryTable& table : tables)
        if (table.measure.name == name && table.period == period) return table;
    throw BrokenInvariant("no summary table named " + name);
}

}  // namespace qonys
