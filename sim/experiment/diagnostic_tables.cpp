#include "experiment/diagnostic_tables.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <span>
#include <string>

#include "allocation/diagnostics.hpp"
#include "scenario/fields.hpp"

namespace qonys {

namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

struct Row {
    const char *name, *unit, *long_name;
    std::vector<std::string> axes;
};

const std::vector<Row>& monthly_rows() {
    static const std::vector<Row> rows = {
        {"asked", "persons", "Persons in families at the sitting that name the region first", {"region", "stream"}},
        {"turned_away",
         "persons",
         "Persons in families that accept the region and were placed nowhere at the sitting",
         {"region", "stream"}},
        {"quota_bound",
         "1 or 0",
         "A family that accepts the region was placed nowhere, because too few places were left there",
         {"region", "stream"}},
        {"shadow_price", "score", "What one more place would bring, were the sitting decided for the best", {"region", "stream"}},
        {"spill_over",
         "persons",
         "Persons who settled freely after waiting in vain, by the first region of their list",
         {"region", "stream"}},
    };
    return rows;
}

const std::vector<Row>& yearly_rows() {
    static const std::vector<Row> rows = {
        {"allocation_score", "score", "Sum of the scores of placements", {"stream"}},
        {"hindsight_score", "score", "Upper bound with all families of each year known in January", {"stream"}},
        {"regret", "score", "Upper bound less what was reached", {"stream"}},
        {"ratio_to_hindsight", "share", "What was reached over the upper bound", {"stream"}},
        {"envious_share",
         "share",
         "Families at sittings that prefer a region where a later and no larger family was placed",
         {"stream"}},
        {"distance_from_key",
         "share",
         "Half the sum over regions of the differences between shares of persons placed and of places",
         {"stream"}},
    };
    return rows;
}

const std::vector<Row>& run_rows() {
    static const std::vector<Row> rows = {
        {"bound_months", "months", "Months in which the quota bound", {"area", "stream"}},
        {"mean_shadow_price", "score", "Mean shadow price over months with a sitting", {"area", "stream"}},
        {"placed_share_by_origin", "share", "Families placed over families that asked", {"origin", "stream"}},
        {"placed_share_by_education", "share", "Likewise, by the highest education of an adult", {"education", "stream"}},
        {"placed_share_by_household", "share", "Likewise, by members", {"household", "stream"}},
        {"value_by_origin", "score per person", "Score of placements over persons who asked", {"origin", "stream"}},
        {"value_by_education",
         "score per person",
         "Likewise, by the highest education of an adult of the family",
         {"education", "stream"}},
        {"value_by_household", "score per person", "Likewise, by members", {"household", "stream"}},
        {"group_gap_origin", "score per person", "Greatest less least value of a group, groups of ten families on", {"stream"}},
        {"group_gap_education", "score per person", "Likewise, by education", {"stream"}},
        {"group_gap_household", "score per person", "Likewise, by members", {"stream"}},
        {"least_value_origin", "score per person", "Least value of a group (MaxMin), groups of ten families on", {"stream"}},
        {"least_value_education", "score per person", "Likewise, by education", {"stream"}},
        {"least_value_household", "score per person", "Likewise, by members", {"stream"}},
    };
    return rows;
}

Axis axis_named(const std::string& name, const RunAxes& axes) {
    if (name == "education" || name == "household") return {name, axis_labels(name)};
    if (name != "area") return axes.find(name);
    Axis area{"area", axes.region.labels};
    area.labels.push_back("KZ");
    return area;
}

int year_of(const World& world, int month) {
    return (world.start + month).year();
}

// The values of one replicate, table by table.
struct Values {
    const World& world;
    std::size_t streams, regions;
    std::vector<double> cells;

    // A table over (…, stream) starts here.
    std::size_t start(std::size_t rows) {
        const std::size_t at = cells.size();
        cells.resize(at + rows * streams, nan);
        return at;
    }
};

struct OfStream {
    std::size_t stream;
    std::span<const SittingRecord> records;    // in order of month
    std::vector<SittingDiagnostics> sittings;  // [record]
};

void add_monthly(Values& v, const std::vector<OfStream>& all, const std::vector<SpillOver>& spill_over) {
    const std::size_t months = v.world.axes.month.size(), size = months * v.regions;
    std::array<std::size_t, 5> at{};
    for (std::size_t& table : at) table = v.start(size);
    const auto cell = [&](std::size_t table, int month, std::size_t region, std::size_t stream) -> double& {
        const auto reported = static_cast<std::size_t>(month - v.world.warm_up);
        return v.cells[at[table] + (reported * v.regions + region) * v.streams + stream];
    };
    for (const OfStream& own : all) {
        for (int month = v.world.warm_up; month < v.world.months; ++month)
            for (std::size_t r = 0; r < v.regions; ++r) cell(4, month, r, own.stream) = 0;
        for (std::size_t i = 0; i < own.records.size(); ++i) {
            if (own.records[i].month < v.world.warm_up) continue;
            const SittingDiagnostics& d = own.sittings[i];
            for (std::size_t r = 0; r < v.regions; ++r) {
                cell(0, own.records[i].month, r, own.stream) = static_cast<double>(d.asked[r]);
                cell(1, own.records[i].month, r, own.stream) = static_cast<double>(d.turned_away[r]);
                cell(2, own.records[i].month, r, own.stream) = d.bound[r];
                cell(3, own.records[i].month, r, own.stream) = d.shadow_price[r];
            }
        }
    }
    for (const SpillOver& s : spill_over)
        if (s.month >= v.world.warm_up) cell(4, s.month, s.wished, s.quota) += s.members;
}

// Of the sittings of one year, or of the run.
struct PeriodFigures {
    double score = 0, hindsight = 0, distance = 0;
    std::int64_t families = 0, envious = 0;
    std::int64_t years = 0, with_distance = 0;  // with sittings; of these, in which somebody was placed
};

void add(PeriodFigures& to, const PeriodFigures& from) {
    to.score += from.score;
    to.hindsight += from.hindsight;
    to.distance += from.distance;
    to.families += from.families;
    to.envious += from.envious;
    to.years += from.years;
    to.with_distance += from.with_distance;
}

// [year of the reported months] of one stream. A year of which a part is not reported has no figures: places were given before.
std::vector<PeriodFigures> by_year(const World& world, const OfStream& own) {
    const int first = year_of(world, world.warm_up), last = year_of(world, world.months - 1);
    std::vector<PeriodFigures> years(static_cast<std::size_t>(last - first + 1));
    const int first_whole = world.warm_up % 12 == 0 ? first : first + 1;  // the simulation starts in January
    for (int year = first_whole; year <= last; ++year) {
        std::size_t from = own.records.size(), number = 0;
        PeriodFigures& figures = years[static_cast<std::size_t>(year - first)];
        for (std::size_t i = 0; i < own.records.size(); ++i) {
            if (year_of(world, own.records[i].month) != year) continue;
            from = std::min(from, i);
            ++number;
            figures.families += own.sittings[i].families;
            figures.envious += own.sittings[i].envious;
        }
        if (number == 0) continue;
        const YearDiagnostics d = diagnose_year(own.records.subspan(from, number));
        figures.score = d.score;
        figures.hindsight = d.hindsight;
        figures.years = 1;
        figures.with_distance = !std::isnan(d.distance);
        figures.distance = figures.with_distance ? d.distance : 0;
    }
    return years;
}

void fill_period(Values& v, const std::array<std::size_t, 6>& at, std::size_t row, std::size_t stream, const PeriodFigures& f) {
    if (f.years == 0) return;
    const std::array<double, 6> figures{f.score,
                                        f.hindsight,
                                        f.hindsight - f.score,
                                        f.hindsight > 0 ? f.score / f.hindsight : nan,
                                        f.families > 0 ? static_cast<double>(f.envious) / static_cast<double>(f.families) : nan,
                                        f.with_distance > 0 ? f.distance / static_cast<double>(f.with_distance) : nan};
    for (std::size_t t = 0; t < at.size(); ++t) v.cells[at[t] + row * v.streams + stream] = figures[t];
}

void add_periods(Values& v, const std::vector<OfStream>& all) {
    const auto years = static_cast<std::size_t>(year_of(v.world, v.world.months - 1) - year_of(v.world, v.world.warm_up) + 1);
    std::array<std::size_t, 6> yearly{}, whole{};
    for (std::size_t& table : yearly) table = v.start(years);
    for (std::size_t& table : whole) table = v.start(1);
    for (const OfStream& own : all) {
        PeriodFigures sum;
        const std::vector<PeriodFigures> figures = by_year(v.world, own);
        for (std::size_t y = 0; y < years; ++y) {
            fill_period(v, yearly, y, own.stream, figures[y]);
            add(sum, figures[y]);
        }
        fill_period(v, whole, 0, own.stream, sum);
    }
}

void add_bound(Values& v, const std::vector<OfStream>& all) {
    const std::size_t months = v.start(v.regions + 1), price = v.start(v.regions + 1);
    for (const OfStream& own : all) {
        for (std::size_t r = 0; r <= v.regions; ++r) {
            double bound = 0, sum = 0, sittings = 0;
            for (std::size_t i = 0; i < own.records.size(); ++i) {
                if (own.records[i].month < v.world.warm_up) continue;
                const SittingDiagnostics& d = own.sittings[i];
                sittings += 1;
                // The country: somewhere bound, and the best price.
                bound += r < v.regions ? d.bound[r] : *std::max_element(d.bound.begin(), d.bound.end());
                sum += r < v.regions ? d.shadow_price[r] : *std::max_element(d.shadow_price.begin(), d.shadow_price.end());
            }
            v.cells[months + r * v.streams + own.stream] = bound;
            v.cells[price + r * v.streams + own.stream] = sittings > 0 ? sum / sittings : nan;
        }
    }
}

void add_groups(Values& v, const std::vector<OfStream>& all) {
    struct By {
        Grouping grouping;
        std::size_t groups;
    };
    const std::array<By, 3> by{{{Grouping::origin, v.world.origins},
                                {Grouping::education, axis_labels("education").size()},
                                {Grouping::household, axis_labels("household").size()}}};
    std::array<std::size_t, 3> share{}, value{}, gap{}, least{};
    for (std::size_t i = 0; i < by.size(); ++i) share[i] = v.start(by[i].groups);
    for (std::size_t i = 0; i < by.size(); ++i) value[i] = v.start(by[i].groups);
    for (std::size_t& table : gap) table = v.start(1);
    for (std::size_t& table : least) table = v.start(1);
    for (const OfStream& own : all) {
        std::size_t before = 0;  // sittings of the warm-up
        while (before < own.records.size() && own.records[before].month < v.world.warm_up) ++before;
        for (std::size_t i = 0; i < by.size(); ++i) {
            const GroupDiagnostics d = diagnose_groups(own.records.subspan(before), by[i].grouping, by[i].groups);
            for (std::size_t g = 0; g < by[i].groups; ++g) {
                if (d.asked[g] > 0)
                    v.cells[share[i] + g * v.streams + own.stream] =
                        static_cast<double>(d.placed[g]) / static_cast<double>(d.asked[g]);
                v.cells[value[i] + g * v.streams + own.stream] = d.value(g);
            }
            v.cells[gap[i] + own.stream] = d.gap();
            v.cells[least[i] + own.stream] = d.least();
        }
    }
}

// Person-months and wages, or months of one adult and of many, cannot be set against each other.
void forget_scores(const World& world, std::vector<double>& cells) {
    std::size_t at = 0;
    for (const SummaryTable& table : diagnostic_layout(world)) {
        std::size_t number = 1;
        for (const Axis& axis : table.axes) number *= axis.size();
        const bool of_scores = table.measure.unit.starts_with("score") || table.measure.name == "ratio_to_hindsight";
        if (of_scores) std::fill_n(cells.begin() + static_cast<std::ptrdiff_t>(at), number, nan);
        at += number;
    }
}

}  // namespace

std::vector<SummaryTable> diagnostic_layout(const World& world) {
    const Axis years{"year", [&] {
                         std::vector<std::string> labels;
                         for (int y = year_of(world, world.warm_up); y <= year_of(world, world.months - 1); ++y)
                             labels.push_back(std::to_string(y));
                         return labels;
                     }()};
    std::vector<SummaryTable> layout;
    const auto add_rows = [&](const std::vector<Row>& rows, Period period) {
        for (const Row& row : rows) {
            SummaryTable& table = layout.emplace_back();
            table.measure = {row.name, row.unit, row.long_name, row.axes};
            table.period = period;
            if (period == Period::month) table.axes.push_back(world.axes.month);
            if (period == Period::year) table.axes.push_back(years);
            for (const std::string& axis : row.axes) table.axes.push_back(axis_named(axis, world.axes));
        }
    };
    add_rows(monthly_rows(), Period::month);
    add_rows(yearly_rows(), Period::year);
    add_rows(yearly_rows(), Period::whole_run);
    add_rows(run_rows(), Period::whole_run);
    return layout;
}

std::vector<double> diagnostic_values(const World& world, const ReplicateResult& result, bool same_score) {
    std::vector<OfStream> all;
    for (std::size_t s = 0; s < stream_count; ++s) {
        OfStream own{s, result.sittings[s], {}};
        if (own.records.empty()) continue;
        for (const SittingRecord& record : own.records) own.sittings.push_back(diagnose(record));
        all.push_back(std::move(own));
    }
    Values v{world, world.axes.stream.size(), world.regions, {}};
    add_monthly(v, all, result.spill_over);
    add_periods(v, all);
    add_bound(v, all);
    add_groups(v, all);
    if (!same_score) forget_scores(world, v.cells);
    return std::move(v.cells);
}

bool scores_alike(const World& world, const Rules& rules) {
    return std::all_of(world.rules.begin(), world.rules.end(), [&](const Rules& of_month) {
        return of_month.score == rules.score && of_month.aggregator == rules.aggregator && of_month.horizon == rules.horizon;
    });
}

}  // namespace qonys
