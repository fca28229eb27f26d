#include "accounts/summary.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "accounts/kaplan_meier.hpp"
#include "base/problems.hpp"

namespace qonys {

namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr std::size_t all = std::numeric_limits<std::size_t>::max();

// How a measure of the months becomes one of a year, and years one of the run.
enum class Over { sum, last, last_then_sum };

Over over_months(M m) {
    switch (m) {
        case M::stock:
        case M::working_age:
        case M::employed:
        case M::self_employed:
        case M::waiting:
            return Over::last;
        case M::quota:
        case M::quota_left:
            return Over::last_then_sum;
        default:
            return Over::sum;
    }
}

// The measures of one replicate over one year, or over the run.
struct PeriodCells {
    const RunAxes* axes = nullptr;
    std::vector<std::vector<std::int64_t>> cells;  // [measure] axes after "month"

    // Sum over the cells with the given labels; `all` sums along an axis.
    double sum(M m, std::size_t region, std::size_t origin = all, std::size_t stream = all, std::size_t instrument = all) const {
        const auto& names = measure(m).axes;
        std::vector<std::size_t> sizes, wanted;
        for (std::size_t i = 1; i < names.size(); ++i) {
            sizes.push_back(axes->find(names[i]).size());
            wanted.push_back(names[i] == "region"   ? region
                             : names[i] == "origin" ? origin
                             : names[i] == "stream" ? stream
                                                    : instrument);
        }
        std::int64_t total = 0;
        const auto visit = [&](auto&& self, std::size_t axis, std::size_t offset) -> void {
            if (axis == sizes.size()) {
                total += cells[static_cast<std::size_t>(m)][offset];
                return;
            }
            const std::size_t first = wanted[axis] == all ? 0 : wanted[axis];
            const std::size_t last = wanted[axis] == all ? sizes[axis] : first + 1;
            for (std::size_t i = first; i < last; ++i) self(self, axis + 1, offset * sizes[axis] + i);
        };
        visit(visit, 0, 0);
        return static_cast<double>(total);
    }
};

// [year …, whole run]
std::vector<PeriodCells> by_period(const Tallies& tallies, const RunAxes& axes, const std::vector<int>& year_of_month) {
    const std::size_t years = static_cast<std::size_t>(year_of_month.back()) + 1;
    std::vector<PeriodCells> periods(years + 1);
    for (PeriodCells& p : periods) {
        p.axes = &axes;
        p.cells.resize(measures().size());
    }
    for (std::size_t m = 0; m < measures().size(); ++m) {
        if (measures()[m].axes[0] != "month") continue;
        const std::size_t inner = tallies.cells[m].size() / axes.month.size();
        for (PeriodCells& p : periods) p.cells[m].assign(inner, 0);
        const Over over = over_months(static_cast<M>(m));
        for (std::size_t month = 0; month < axes.month.size(); ++month) {
            auto& year = periods[static_cast<std::size_t>(year_of_month[month])].cells[m];
            for (std::size_t i = 0; i < inner; ++i) {
                const std::int64_t cell = tallies.cells[m][month * inner + i];
                year[i] = over == Over::sum ? year[i] + cell : cell;
            }
        }
        auto& run = periods[years].cells[m];
        for (std::size_t year = 0; year < years; ++year)
            for (std::size_t i = 0; i < inner; ++i)
                run[i] = over == Over::last ? periods[year].cells[m][i] : run[i] + periods[year].cells[m][i];
    }
    return periods;
}

double ratio(double a, double b) {
    return b > 0 ? a / b : nan;
}

// Gini coefficient of settlers per inhabitant over regions, each region one observation.
double gini_of_load(const PeriodCells& p, const std::vector<double>& population, std::size_t stream) {
    std::vector<double> load;
    for (std::size_t r = 0; r < population.size(); ++r) load.push_back(p.sum(M::settled, r, all, stream) / population[r]);
    std::sort(load.begin(), load.end());
    const double total = std::accumulate(load.begin(), load.end(), 0.0);
    if (total <= 0) return nan;
    double weighted = 0;
    for (std::size_t i = 0; i < load.size(); ++i) weighted += static_cast<double>(2 * (i + 1)) * load[i];
    const double n = static_cast<double>(load.size());
    return weighted / (n * total) - (n + 1) / n;
}

// Where a cell of a summary table stands: positions on its own axes, `all` for the country.
struct Cell {
    std::size_t area = all, origin = all, stream = all, instrument = all;
};

struct Row {
    SummaryMeasure measure;
    double (*value)(const PeriodCells&, const Cell&);
};

template <M m>
double total_of(const PeriodCells& p, const Cell& c) {
    return p.sum(m, c.area, c.origin, c.stream, c.instrument);
}

double spending(const PeriodCells& p, const Cell& c) {
    return p.sum(M::spending, c.area, c.origin, all, c.instrument);
}

constexpr std::size_t quota_stream = 0;

// Gini and US dollars need more than the tallies and are added by name in SummaryBuilder::add.
const std::vector<Row>& rows() {
    static const std::vector<Row> table = {
        {{"arrivals", "persons", "Persons whose family arrived", {"origin"}}, total_of<M::arrivals>},
        {{"arrivals_total", "persons", "Persons whose family arrived", {}}, total_of<M::arrivals>},
        {{"status_granted", "persons", "Persons granted kandas status", {"origin"}}, total_of<M::status_granted>},
        {{"refused", "persons", "Persons refused kandas status", {"origin"}}, total_of<M::refused>},
        {{"not_placed", "persons", "Persons who waited for a quota place in vain", {"origin"}}, total_of<M::not_placed>},
        {{"waiting", "persons", "Persons waiting for a quota place at the end", {"origin"}}, total_of<M::waiting>},
        {{"placed_by_origin", "persons", "Persons given a quota place", {"origin"}}, total_of<M::placed>},
        {{"spending_by_origin", "KZT", "Paid", {"origin"}}, spending},
        {{"quota", "persons", "Places, by the last order of each year", {"area"}}, total_of<M::quota>},
        {{"placed", "persons", "Persons given a quota place", {"area"}}, total_of<M::placed>},
        {{"fill_rate", "share", "Places used since January, also before the reported months, over places", {"area"}},
         [](const PeriodCells& p, const Cell& c) {
             return ratio(p.sum(M::quota, c.area) - p.sum(M::quota_left, c.area), p.sum(M::quota, c.area));
         }},
        {{"mean_preference_rank", "rank", "Mean rank of the region in the list of the families placed (1 = first)", {"area"}},
         [](const PeriodCells& p, const Cell& c) {
             return ratio(p.sum(M::preference_rank, c.area), p.sum(M::placed_families, c.area));
         }},
        {{"settled", "persons", "Persons who settled for the first time", {"area", "stream"}}, total_of<M::settled>},
        {{"stock", "persons", "Settlers living there at the end", {"area", "stream"}}, total_of<M::stock>},
        {{"employed_share", "share", "Employed or self-employed over settlers of working age, at the end", {"area", "stream"}},
         [](const PeriodCells& p, const Cell& c) {
             return ratio(p.sum(M::employed, c.area, all, c.stream) + p.sum(M::self_employed, c.area, all, c.stream),
                          p.sum(M::working_age, c.area, all, c.stream));
         }},
        {{"moved_on", "persons", "Persons who left for another region", {"area", "stream"}}, total_of<M::moved_on>},
        {{"moved_in", "persons", "Persons who came from another region", {"area", "stream"}}, total_of<M::moved_in>},
        {{"returned", "persons", "Persons who left to go abroad", {"area", "stream"}}, total_of<M::returned>},
        {{"births", "persons", "Births in settled families", {"area", "stream"}}, total_of<M::births>},
        {{"deaths", "persons", "Deaths in settled families", {"area", "stream"}}, total_of<M::deaths>},
        {{"citizens", "persons", "Persons who became citizens", {"area"}}, total_of<M::citizens>},
        {{"certificates", "families", "Homes bought with a certificate", {"area"}}, total_of<M::certificates>},
        {{"lock_broken", "families", "Families that left a home under the no-sale lock", {"area"}}, total_of<M::lock_broken>},
        {{"rent_families", "family-months", "Monthly payments of rent support", {"area"}}, total_of<M::rent_families>},
        {{"centre_turned_away", "persons", "Adults for whom the adaptation centre had no place", {"area"}},
         total_of<M::centre_turned_away>},
        {{"spending", "KZT", "Paid", {"area", "instrument"}}, spending},
        {{"spending_total", "KZT", "Paid", {"area"}}, spending},
        {{"spending_per_placed", "KZT per person", "Paid over persons placed", {"area"}},
         [](const PeriodCells& p, const Cell& c) { return ratio(spending(p, c), p.sum(M::placed, c.area)); }},
        {{"spending_per_retained_settler_year",
          "KZT per person-year",
          "Paid over person-years of quota settlers living in their first region",
          {"area"}},
         [](const PeriodCells& p, const Cell& c) {
             return ratio(spending(p, c), p.sum(M::retained, c.area, all, quota_stream) / 12);
         }},
        {{"clawback_due", "KZT", "Repayment that fell due", {"area"}}, total_of<M::clawback_due>},
        {{"clawback_received", "KZT", "Repayment received", {"area"}}, total_of<M::clawback_received>},
        {{"spending_usd", "USD", "Paid, at the scenario's exchange rate", {"area"}}, spending},
        {{"gini_load", "coefficient", "Gini coefficient over regions of persons settled per inhabitant", {"stream"}}, nullptr},
    };
    return table;
}

const std::vector<std::string> horizons = {"12", "24", "36", "60"};  // months since settling

Axis area_axis(const RunAxes& axes) {
    Axis area{"area", axes.region.labels};
    area.labels.push_back("KZ");
    return area;
}

Axis axis_named(const std::string& name, const RunAxes& axes) {
    if (name == "area") return area_axis(axes);
    if (name == "horizon") return {"horizon", horizons};
    return axes.find(name);
}

// Visits the cells of a table in row-major order of its axes (the year axis excluded).
template <typename F>
void each_cell(const SummaryTable& table, const RunAxes& axes, F&& use) {
    std::size_t first = table.period == Period::year ? 1 : 0, cells = 1;
    for (std::size_t i = first; i < table.axes.size(); ++i) cells *= table.axes[i].size();
    for (std::size_t cell = 0; cell < cells; ++cell) {
        Cell at;
        std::size_t rest = cell;
        for (std::size_t i = table.axes.size(); i-- > first;) {
            const std::size_t position = rest % table.axes[i].size();
            rest /= table.axes[i].size();
            const std::string& name = table.axes[i].name;
            if (name == "area") at.area = position < axes.region.size() ? position : all;
            if (name == "origin") at.origin = position;
            if (name == "stream") at.stream = position;
            if (name == "instrument") at.instrument = position;
        }
        use(cell, at);
    }
}

// Families still in their first region `horizon` months after settling, by Kaplan-Meier; NaN when no cohort was followed so long.
double retained_after(const Tallies& tallies, const RunAxes& axes, std::size_t area, std::size_t stream, std::size_t horizon) {
    const std::size_t regions = axes.region.size(), streams = axes.stream.size(), months = axes.months_since.size();
    std::vector<std::int64_t> at_risk(months), left(months);
    for (std::size_t k = 0; k < months; ++k)
        for (std::size_t r = 0; r < regions; ++r) {
            if (area != all && area != r) continue;
            const std::size_t cell = (k * regions + r) * streams + stream;
            at_risk[k] += tallies.cells[static_cast<std::size_t>(M::family_at_risk)][cell];
            left[k] += tallies.cells[static_cast<std::size_t>(M::family_left)][cell];
        }
    return horizon < months ? kaplan_meier(at_risk, left)[horizon] : nan;
}

void add_value(SummaryTable& table, std::size_t cell, double value) {  // Welford
    if (std::isnan(value)) return;
    const double count = static_cast<double>(++table.count[cell]);
    const double before = value - table.mean[cell];
    table.mean[cell] += before / count;
    table.se[cell] += before * (value - table.mean[cell]);
}

}  // namespace

SummaryBuilder::SummaryBuilder(RunAxes axes, double usd_per_kzt, std::vector<double> population)
    : axes_(std::move(axes)), usd_per_kzt_(usd_per_kzt), population_(std::move(population)) {
    Axis years{"year", {}};
    for (const std::string& month : axes_.month.labels) {
        if (years.labels.empty() || years.labels.back() != month.substr(0, 4)) years.labels.push_back(month.substr(0, 4));
        year_of_month_.push_back(static_cast<int>(years.size()) - 1);
    }
    const auto add_table = [&](const SummaryMeasure& measure, Period period) {
        SummaryTable table;
        table.measure = measure;
        table.period = period;
        if (period == Period::year) table.axes.push_back(years);
        for (const std::string& axis : measure.axes) table.axes.push_back(axis_named(axis, axes_));
        std::size_t cells = 1;
        for (const Axis& axis : table.axes) cells *= axis.size();
        table.mean.assign(cells, 0);
        table.se.assign(cells, 0);
        table.count.assign(cells, 0);
        tables_.push_back(std::move(table));
    };
    for (const Row& row : rows())
        for (Period period : {Period::year, Period::whole_run}) add_table(row.measure, period);
    add_table({"retained_share",
               "share",
               "Families still in their first region so many months after settling (Kaplan-Meier)",
               {"area", "stream", "horizon"}},
              Period::whole_run);
}

void SummaryBuilder::add(const Tallies& tallies) {
    const std::vector<PeriodCells> periods = by_period(tallies, axes_, year_of_month_);
    const std::size_t years = periods.size() - 1;
    std::size_t next = 0;
    for (const Row& row : rows())
        for (Period period : {Period::year, Period::whole_run}) {
            SummaryTable& table = tables_[next++];
            const std::size_t first = period == Period::year ? 0 : years, last = period == Period::year ? years : years + 1;
            const std::size_t width = table.mean.size() / (last - first);
            const double scale = row.measure.unit == "USD" ? usd_per_kzt_ : 1;
            each_cell(table, axes_, [&](std::size_t cell, const Cell& at) {
                for (std::size_t p = first; p < last; ++p) {
                    const double value =
                        row.value ? row.value(periods[p], at) * scale : gini_of_load(periods[p], population_, at.stream);
                    add_value(table, (p - first) * width + cell, value);
                }
            });
        }
    SummaryTable& retained = tables_[next];
    each_cell(retained, axes_, [&](std::size_t cell, const Cell& at) {
        const std::size_t horizon = static_cast<std::size_t>(std::stoi(horizons[cell % horizons.size()]));
        add_value(retained, cell, retained_after(tallies, axes_, at.area, at.stream, horizon));
    });
}

Summary SummaryBuilder::finish() const {
    Summary summary{tables_};
    for (SummaryTable& table : summary.tables)
        for (std::size_t i = 0; i < table.mean.size(); ++i) {
            const double n = static_cast<double>(table.count[i]);
            if (table.count[i] == 0) table.mean[i] = nan;
            table.se[i] = table.count[i] < 2 ? nan : std::sqrt(table.se[i] / (n - 1) / n);
        }
    return summary;
}

const SummaryTable& Summary::find(const std::string& name, Period period) const {
    for (const SummaryTable& table : tables)
        if (table.measure.name == name && table.period == period) return table;
    throw BrokenInvariant("no summary table named " + name);
}

}  // namespace qonys
