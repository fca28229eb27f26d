#include "results/result_form.hpp"

#include <algorithm>
#include <array>

#include "accounts/cumulative_incidence.hpp"
#include "accounts/kaplan_meier.hpp"

namespace qonys {
namespace {

// The other measures of a month are sums over the month.
constexpr std::array end_of_month = {M::embassy_waiting, M::waiting,          M::quota,          M::quota_left, M::stock,
                                     M::working_age,     M::employed,         M::self_employed,  M::retained,   M::free_jobs,
                                     M::rent_level,      M::home_price_level, M::claims_waiting, M::budget_left};

std::string methods_of_month(std::size_t number) {
    const std::vector<std::string>& axes = measures()[number].axes;
    if (std::find(axes.begin(), axes.end(), "month") == axes.end()) return "";
    const bool stock = std::find(end_of_month.begin(), end_of_month.end(), static_cast<M>(number)) != end_of_month.end();
    return stock ? "month: point" : "month: sum";
}

std::string methods_of_step(std::size_t number) {
    using enum PathwayM;
    const auto m = static_cast<PathwayM>(number);
    if (measure(m).axes.front() != "date") return "";
    if (m == posts) return "date: maximum";
    return m == present || m == waiting || m == occupied || m == under_obligation ? "date: point" : "date: sum";
}

// Curves of retention over (months, column), from cells over (months, summed, column).
std::vector<double> retention(const std::vector<std::int64_t>& at_risk, const std::vector<std::int64_t>& left, std::size_t months,
                              std::size_t summed, std::size_t columns) {
    std::vector<double> shares(months * columns);
    for (std::size_t column = 0; column < columns; ++column) {
        std::vector<std::int64_t> risk_sum(months, 0), left_sum(months, 0);
        for (std::size_t month = 0; month < months; ++month)
            for (std::size_t i = 0; i < summed; ++i) {
                const std::size_t cell = (month * summed + i) * columns + column;
                risk_sum[month] += at_risk.at(cell);
                left_sum[month] += left.at(cell);
            }
        const std::vector<double> curve = kaplan_meier(risk_sum, left_sum);
        for (std::size_t month = 0; month < months; ++month) shares[month * columns + column] = curve[month];
    }
    return shares;
}

const std::vector<std::int64_t>& cells_of(const Tallies& tallies, M m) {
    return tallies.cells.at(static_cast<std::size_t>(m));
}

// Of all groups together, over (months, programme).
std::vector<double> not_left(const Tallies& tallies, std::size_t months, std::size_t programmes, std::size_t groups) {
    std::vector<double> shares(months * programmes);
    for (std::size_t programme = 0; programme < programmes; ++programme) {
        const auto column = [&](PathwayM m) {
            const std::vector<std::int64_t>& cells = tallies.cells.at(static_cast<std::size_t>(m));
            std::vector<std::int64_t> sums(months, 0);
            for (std::size_t month = 0; month < months; ++month)
                for (std::size_t g = 0; g < groups; ++g) sums[month] += cells.at((month * programmes + programme) * groups + g);
            return sums;
        };
        using enum PathwayM;
        const std::vector<double> curve = share_not_left(column(followed), column(at_risk), column(left), column(still_in));
        for (std::size_t month = 0; month < months; ++month) shares[month * programmes + programme] = curve[month];
    }
    return shares;
}

}  // namespace

ResultForm run_form(const RunAxes& axes) {
    ResultForm form;
    form.title = "Simulated resettlement in Kazakhstan: ";
    form.axes = {{axes.month, AxisKind::months, "First day of the month"},
                 {axes.months_since, AxisKind::whole_numbers, "Months since the family settled", "months"},
                 {axes.region, AxisKind::words, "Region of Kazakhstan, code of ISO 3166-2"},
                 {{"region_to", axes.region.labels}, AxisKind::words, "Region moved to, code of ISO 3166-2"},
                 {axes.origin, AxisKind::words, "Country the family came from, code of ISO 3166-1, or region that it left"},
                 {axes.stream, AxisKind::words, "By which programme and under which rules the family settled"},
                 {axes.inflow, AxisKind::words, "In which stream the family arrived"},
                 {axes.instrument, AxisKind::words, "Benefit paid"},
                 {axes.component, AxisKind::words, "Families in a group joined by ties"},
                 {axes.cohort, AxisKind::whole_numbers, "Calendar year in which the family was placed"}};
    form.measures = measures();
    for (std::size_t i = 0; i < form.measures.size(); ++i) form.cell_methods.push_back(methods_of_month(i));
    const std::size_t months = axes.months_since.size(), regions = axes.region.size(), streams = axes.stream.size();
    form.derived = {{"retained_share",
                     "1",
                     "Share of families still in their first region after the n-th month since settling (Kaplan-Meier)",
                     {"months_since", "stream"},
                     [=](const Tallies& tallies) {
                         return retention(cells_of(tallies, M::family_at_risk), cells_of(tallies, M::family_left), months,
                                          regions, streams);
                     }}};
    return form;
}

ResultForm pathway_form(const PathwayAxes& axes, const std::vector<std::string>& programme_titles) {
    ResultForm form;
    form.title = "Simulated pathway programmes: ";
    form.subject = pathway_subject;
    form.axes = {{axes.date, AxisKind::days, "First day of the step"},
                 {axes.programme, AxisKind::words, "Programme, by its name in the scenario"},
                 {axes.stage, AxisKind::words, "Stage of a programme"},
                 {axes.exit, AxisKind::words, "How a programme is ended"},
                 {axes.group, AxisKind::words, "Persons; children came with a parent, or without one"},
                 {axes.room, AxisKind::words, "Centre, or programme.stage of a stage that has places of its own or no limit"},
                 {axes.service, AxisKind::words, "Staff needed"},
                 {axes.step_from, AxisKind::words, "Stage that persons came from, or their arrival"},
                 {axes.step_to, AxisKind::words, "Stage or exit that persons went to"},
                 {axes.months_since, AxisKind::whole_numbers, "Months of 365.25 / 12 days since arrival", "months"}};
    form.texts = {{"programme_title", "Title of the programme", "programme", programme_titles}};
    form.measures = pathway_measures();
    for (std::size_t i = 0; i < form.measures.size(); ++i) form.cell_methods.push_back(methods_of_step(i));
    const std::size_t months = axes.months_since.size(), programmes = axes.programme.size(), groups = axes.group.size();
    form.derived = {{"retained_share",
                     "1",
                     "Share of persons who have not left by an exit of the kind left after the n-th month since arrival "
                     "(Aalen-Johansen)",
                     {"months_since", "programme"},
                     [=](const Tallies& tallies) { return not_left(tallies, months, programmes, groups); }}};
    form.cells_of_chunk = 8192;
    return form;
}

}  // namespace qonys
