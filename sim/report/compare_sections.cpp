#include "report/compare_sections.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

#include "report/compare_units.hpp"
#include "report/figures.hpp"

namespace qonys {
namespace {

using Labels = std::vector<std::string>;
constexpr const char* country = "KZ";
constexpr std::size_t page = 130;  // columns

std::string name_in(const Names& names, const std::string& code) {
    if (code == country) return "Kazakhstan";
    const auto position = names.axis.find(code);
    return position ? names.texts.at(*position) : code;
}

// An origin is a country, or a region that internal migrants left.
std::string origin_name(const CompareReport& report, const std::string& code) {
    return report.origin_names.axis.find(code) ? name_in(report.origin_names, code) : name_in(report.region_names, code);
}

std::string holders(const std::string& stream) {
    if (stream == "kandas_quota") return "kandas";
    if (stream == "internal") return "internal migrants";
    return stream;
}

const PairedTable* table_of(const CompareReport& report, const std::string& name) {
    return report.summary.has(name, Period::whole_run) ? &report.summary.find(name, Period::whole_run) : nullptr;
}

// Labels of the axis in a table, none when there is no such table.
Labels labels_of(const CompareReport& report, const std::string& name, std::size_t axis) {
    const PairedTable* const table = table_of(report, name);
    return table == nullptr ? Labels{} : table->axes.at(axis).labels;
}

bool any_above_nought(const CompareReport& report, const PairedTable& table, const Labels& labels) {
    const std::size_t cell = table.cell(labels);
    for (std::size_t arm = 0; arm < report.summary.arms.size(); ++arm)
        if (table.mean.at(table.at(arm, cell)) > 0) return true;
    return false;
}

// Streams with places, or that placed somebody, in any arm.
Labels programmes(const CompareReport& report) {
    Labels streams;
    for (const std::string& stream : labels_of(report, "placed", 1))
        for (const char* name : {"quota", "placed"})
            if (const PairedTable* table = table_of(report, name); table && any_above_nought(report, *table, {country, stream})) {
                streams.push_back(stream);
                break;
            }
    return streams;
}

// What rows of people or regions are compared in: a table, and its labels after the row's.
struct Measure {
    std::string heading, table;
    Labels more;
};

// Reference and difference for each row that differs in anything; sorted by the difference in the first measure, gains first.
class Differences {
public:
    Differences(const CompareReport& report, std::size_t arm, std::vector<Measure> measures) : report_(report), arm_(arm) {
        for (Measure& measure : measures)
            if (table_of(report, measure.table) != nullptr) measures_.push_back(std::move(measure));
    }

    void add(const std::string& name, const std::string& label, bool always = false) {
        std::vector<Cell> cells;
        bool differs = always;
        for (const Measure& measure : measures_) {
            const PairedTable& table = *table_of(report_, measure.table);
            Labels labels = {label};
            labels.insert(labels.end(), measure.more.begin(), measure.more.end());
            if (!table.axes.at(0).find(label)) {
                cells.push_back({{nan, nan, 0, 0}, {nan, nan, 0, 0}});
                continue;
            }
            const double factor = shown_as(table.measure.unit).factor;
            const std::size_t cell = table.cell(labels);
            cells.push_back({mean_of(table, 0, cell, factor), difference_of(table, arm_, cell, factor)});
            if (std::abs(cells.back().difference.mean) > 0) differs = true;
        }
        if (differs) rows_.push_back({name, std::move(cells)});
    }
    void sort() {
        if (measures_.empty()) return;
        std::stable_sort(rows_.begin(), rows_.end(), [](const Row& a, const Row& b) {
            const double x = a.cells[0].difference.mean, y = b.cells[0].difference.mean;
            return std::isnan(x) || std::isnan(y) ? !std::isnan(x) && std::isnan(y) : x > y;
        });
    }
    bool empty() const { return rows_.empty() || measures_.empty(); }

    std::string print(const std::string& title, const std::string& row_heading, bool totals) const {
        FigureTable table{title, row_heading, {}, {}, totals};
        for (const Row& row : rows_) table.rows.push_back(row.name);
        for (std::size_t m = 0; m < measures_.size(); ++m) {
            const std::string unit = shown_as(table_of(report_, measures_[m].table)->measure.unit).unit;
            const bool says_unit = measures_[m].heading.find(unit) != std::string::npos || unit == "persons";
            const std::string group = measures_[m].heading + (says_unit || unit.empty() ? "" : ", " + unit);
            double size = 0, apart = 0;
            FigureColumn before{group, "reference", 0, {}, {}}, difference{group, "difference", 0, {}, {}};
            for (const Row& row : rows_) {
                before.cells.push_back(row.cells[m].before);
                difference.cells.push_back(row.cells[m].difference);
                if (std::isfinite(row.cells[m].before.mean)) size = std::max(size, std::abs(row.cells[m].before.mean));
                if (std::isfinite(row.cells[m].difference.mean)) apart = std::max(apart, std::abs(row.cells[m].difference.mean));
            }
            before.decimals = decimals_for(size);
            difference.decimals = unit == "%" ? before.decimals : std::max(before.decimals, decimals_for(apart));
            table.columns.push_back(before);
            table.columns.push_back(difference);
        }
        return print_within(table, page);
    }

private:
    static constexpr double nan = std::numeric_limits<double>::quiet_NaN();
    struct Cell {
        Figure before, difference;
    };
    struct Row {
        std::string name;
        std::vector<Cell> cells;
    };
    const CompareReport& report_;
    std::size_t arm_;
    std::vector<Measure> measures_;
    std::vector<Row> rows_;
};

std::string regions_section(const CompareReport& report, std::size_t arm) {
    std::vector<Measure> measures = {{"placed", "placed_total", {}}};
    for (const std::string& stream : programmes(report))
        measures.push_back({"in first region, " + holders(stream), "retained", {stream}});
    measures.push_back({"paid", "spending_total", {}});
    Differences regions(report, arm, measures);
    for (const std::string& area : labels_of(report, "placed_total", 0))
        if (area != country) regions.add(name_in(report.region_names, area), area);
    regions.sort();
    const std::string& name = report.summary.arms.at(arm);
    if (regions.empty()) return fmt::format("Regions: none gains or loses by {}\n", name);
    regions.add("Kazakhstan", country, true);
    return regions.print(fmt::format("Regions that gain or lose by {}, persons: gains in persons placed first", name), "region",
                         true);
}

std::string origins_section(const CompareReport& report, std::size_t arm) {
    std::vector<Measure> measures = {{"placed", "placed_by_origin", {}}};
    for (const std::string& stream : programmes(report))
        measures.push_back({"families placed %, " + holders(stream), "placed_share_by_origin", {stream}});
    Differences origins(report, arm, measures);
    for (const std::string& origin : labels_of(report, "placed_by_origin", 0)) origins.add(origin_name(report, origin), origin);
    origins.sort();
    if (origins.empty()) return "";
    return origins.print("Origins that gain or lose by " + report.summary.arms.at(arm), "origin", false);
}

std::string families_section(const CompareReport& report, std::size_t arm, const std::string& stream) {
    std::string text;
    for (const auto& [axis, heading] : {std::pair{"household", "members"}, {"education", "education"}}) {
        Differences groups(report, arm,
                           {{"families placed of those asking", std::string("placed_share_by_") + axis, {stream}},
                            {"score per person", std::string("value_by_") + axis, {stream}}});
        for (const std::string& label : labels_of(report, std::string("placed_share_by_") + axis, 0)) {
            std::string name = label;
            std::replace(name.begin(), name.end(), '_', ' ');
            groups.add(name, label);
        }
        if (groups.empty()) continue;
        text += (text.empty() ? "" : "\n") +
                groups.print(fmt::format("Families that gain or lose by {}, {}: by {}", report.summary.arms.at(arm),
                                         holders(stream), axis == std::string("household") ? "size" : "highest education"),
                             heading, false);
    }
    return text;
}

// Terms of all arms in the order in which they come up, the rest last.
Labels terms_of(const CompareReport& report, std::size_t total) {
    Labels names;
    for (const std::vector<Decomposition>& arm : report.decompositions)
        for (const Decomposition::Term& term : arm.at(total).terms)
            if (std::find(names.begin(), names.end(), term.name) == names.end()) names.push_back(term.name);
    const auto rest = std::find(names.begin(), names.end(), report.decompositions[0].at(total).terms.back().name);
    std::rotate(rest, rest + 1, names.end());
    return names;
}

std::string decomposition_section(const CompareReport& report, std::size_t total) {
    const Decomposition& first = report.decompositions[0].at(total);
    const Shown shown = shown_as(first.unit);
    const Labels terms = terms_of(report, total);
    const std::string what = first.measure == "retained" ? "Programme settlers in their first region at the end" : "Spending";
    FigureTable table{"", "because of", terms, {}, true};
    table.rows.push_back("difference");
    double size = 0;
    for (const std::vector<Decomposition>& arm : report.decompositions)
        for (const Decomposition::Term& term : arm.at(total).terms) size = std::max(size, std::abs(term.amount * shown.factor));
    const int decimals = decimals_for(size);
    for (std::size_t arm = 0; arm < report.decompositions.size(); ++arm) {
        const Decomposition& d = report.decompositions[arm].at(total);
        FigureColumn column{"", report.summary.arms.at(arm + 1), 0, {}, {}};
        for (const std::string& name : terms) {
            const auto term = std::find_if(d.terms.begin(), d.terms.end(), [&](const auto& t) { return t.name == name; });
            column.texts.push_back(with_sign(term == d.terms.end() ? 0 : term->amount * shown.factor, decimals));
        }
        column.texts.push_back(with_sign(d.difference * shown.factor, decimals));
        table.columns.push_back(column);
    }
    const double reference = first.reference * shown.factor;
    table.title =
        fmt::format("{}: why arms differ from the {} {} of {}", what,
                    with_separators(reference, decimals_for(std::abs(reference))), shown.unit, report.summary.arms.at(0));
    return print_within(table, page);
}

std::string bound_section(const CompareReport& report, const std::string& stream) {
    const PairedTable *const bound = table_of(report, "bound_months"), *const price = table_of(report, "mean_shadow_price");
    if (bound == nullptr || price == nullptr) return "";
    Labels areas;
    bool any = false;
    for (const std::string& area : bound->axes.at(0).labels) {
        const bool has = any_above_nought(report, *bound, {area, stream}) || any_above_nought(report, *price, {area, stream});
        if (has || (area == country && any)) areas.push_back(area);
        any = any || has;
    }
    if (!any) return "";
    FigureTable table{
        "Which quota bound, and what one more place was worth: " + holders(stream), "region", {}, {}, areas.back() == country};
    for (const std::string& area : areas) table.rows.push_back(name_in(report.region_names, area));
    for (const auto& [group, of] : {std::pair{"months in which the quota bound", bound}, {"mean shadow price, score", price}})
        for (std::size_t arm = 0; arm < report.summary.arms.size(); ++arm) {
            FigureColumn column{group, report.summary.arms[arm], 1, {}, {}};
            for (const std::string& area : areas) column.cells.push_back(mean_of(*of, arm, of->cell({area, stream})));
            table.columns.push_back(column);
        }
    return print_within(table, page);
}

struct Quality {
    const char *title, *table;
    bool by_area = false;
};

constexpr std::array qualities = {
    Quality{"score of the placements", "allocation_score"},
    Quality{"best in hindsight (bound)", "hindsight_score"},
    Quality{"regret: score missed", "regret"},
    Quality{"score over best in hindsight", "ratio_to_hindsight"},
    Quality{"families that envy a later one", "envious_share"},
    Quality{"gap between origins", "group_gap_origin"},
    Quality{"gap between educations", "group_gap_education"},
    Quality{"gap between family sizes", "group_gap_household"},
    Quality{"least of an origin (MaxMin)", "least_value_origin"},
    Quality{"least of an education (MaxMin)", "least_value_education"},
    Quality{"least of a family size (MaxMin)", "least_value_household"},
    Quality{"Gini of load per inhabitant", "gini_load"},
    Quality{"distance from the key", "distance_from_key"},
    Quality{"mean preference rank", "mean_preference_rank", true},
};

std::string fairness_section(const CompareReport& report, const std::string& stream) {
    FigureTable table{"How good the placement was, and for whom: " + holders(stream), "", {}, {}, false};
    for (const std::string& arm : report.summary.arms) table.columns.push_back({"", arm, 0, {}, {}});
    for (const Quality& quality : qualities) {
        const PairedTable* const of = table_of(report, quality.table);
        if (of == nullptr) continue;
        const std::size_t cell = of->cell(quality.by_area ? Labels{country, stream} : Labels{stream});
        const Shown shown = shown_as(of->measure.unit);
        double size = -1;
        for (std::size_t arm = 0; arm < report.summary.arms.size(); ++arm) {
            const double mean = of->mean.at(of->at(arm, cell));
            if (!std::isnan(mean)) size = std::max(size, std::abs(mean) * shown.factor);
        }
        if (size < 0) continue;  // nobody sat
        table.rows.push_back(quality.title + (shown.unit.empty() ? "" : ", " + shown.unit));
        for (std::size_t arm = 0; arm < report.summary.arms.size(); ++arm) {
            const Figure mean = mean_of(*of, arm, cell, shown.factor);
            const int decimals = decimals_for(size);
            table.columns[arm].texts.push_back(with_separators(mean.mean, decimals) +
                                               (mean.se > 0 ? " ±" + with_separators(mean.se, decimals) : ""));
        }
    }
    return table.rows.empty() ? "" : print_within(table, page);
}

}  // namespace

std::vector<std::string> winners_sections(const CompareReport& report, std::size_t arm) {
    std::vector<std::string> sections = {regions_section(report, arm), origins_section(report, arm)};
    for (const std::string& stream : programmes(report)) sections.push_back(families_section(report, arm, stream));
    return sections;
}

std::vector<std::string> decomposition_sections(const CompareReport& report) {
    std::vector<std::string> sections;
    for (std::size_t total = 0; !report.decompositions.empty() && total < report.decompositions[0].size(); ++total)
        sections.push_back(decomposition_section(report, total));
    return sections;
}

std::vector<std::string> places_sections(const CompareReport& report) {
    std::vector<std::string> sections;
    for (const std::string& stream : programmes(report)) sections.push_back(bound_section(report, stream));
    return sections;
}

std::vector<std::string> fairness_sections(const CompareReport& report) {
    std::vector<std::string> sections;
    for (const std::string& stream : programmes(report)) sections.push_back(fairness_section(report, stream));
    return sections;
}

}  // namespace qonys
