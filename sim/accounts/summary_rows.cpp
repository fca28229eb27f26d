#include "accounts/summary_rows.hpp"

#include <algorithm>

#include "base/problems.hpp"

namespace qonys {

namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

// How a measure of the months becomes one of a year, and years one of the run.
enum class Over { sum, last, last_then_sum };

Over over_months(M m) {
    switch (m) {
        case M::embassy_waiting:
        case M::waiting:
        case M::stock:
        case M::working_age:
        case M::employed:
        case M::self_employed:
        case M::free_jobs:
        case M::rent_level:
        case M::home_price_level:
        case M::claims_waiting:
        case M::budget_left:
            return Over::last;
        case M::quota:
        case M::quota_left:
            return Over::last_then_sum;
        default:
            return Over::sum;
    }
}

// In the order of PeriodSums::Cube.
constexpr std::array axis_names = {"region", "origin", "stream", "inflow", "instrument", "component", "cohort"};

double ratio(double a, double b) {
    return b > 0 ? a / b : nan;
}

template <M m>
double total_of(const PeriodSums& p, const SummaryCell& c) {
    return p.sum(m, c);
}

// Rents and prices of regions cannot be added up.
template <M m>
double of_region(const PeriodSums& p, const SummaryCell& c) {
    return c.area == all ? nan : p.sum(m, c);
}

double fill_rate(const PeriodSums& p, const SummaryCell& c) {
    return ratio(p.sum(M::quota, c) - p.sum(M::quota_left, c), p.sum(M::quota, c));
}

double employed_share(const PeriodSums& p, const SummaryCell& c) {
    return ratio(p.sum(M::employed, c) + p.sum(M::self_employed, c), p.sum(M::working_age, c));
}

// Of a stream without places and payments, anywhere in the period, there is no programme to speak of.
bool has_programme(const PeriodSums& p, const SummaryCell& c) {
    SummaryCell country;
    country.stream = c.stream;
    return p.sum(M::quota, country) > 0 || p.sum(M::placed, country) > 0 || p.sum(M::spending, country) > 0;
}

double per_settler_year(const PeriodSums& p, const SummaryCell& c) {
    return has_programme(p, c) ? ratio(p.sum(M::spending, c), p.sum(M::retained, c) / 12) : nan;
}

using Rows = std::vector<SummaryRow>;

Rows entry_rows() {
    return {
        {{"embassy_applied", "persons", "Persons whose family applied at an embassy", {"origin"}}, total_of<M::embassy_applied>},
        {{"embassy_waiting", "persons", "Persons who have applied at an embassy and not arrived by the end", {"origin"}},
         total_of<M::embassy_waiting>},
        {{"arrivals", "persons", "Persons whose family arrived, or asked to be moved", {"origin", "inflow"}},
         total_of<M::arrivals>},
        {{"arrivals_total", "persons", "Persons whose family arrived, or asked to be moved", {"inflow"}}, total_of<M::arrivals>},
        {{"status_granted", "persons", "Persons granted kandas status", {"origin"}}, total_of<M::status_granted>},
        {{"refused", "persons", "Persons refused kandas status, or eligibility as internal migrants", {"origin", "inflow"}},
         total_of<M::refused>},
        {{"extended", "persons", "Persons whose family had its kandas status extended", {"origin"}}, total_of<M::extended>},
        {{"not_placed", "persons", "Persons who waited for a quota place in vain and settled freely", {"origin", "inflow"}},
         total_of<M::not_placed>},
        {{"withdrawn", "persons", "Persons who waited for a quota place in vain and left, or stayed", {"origin", "inflow"}},
         total_of<M::withdrawn>},
        {{"waiting", "persons", "Persons waiting for a quota place at the end", {"origin", "inflow"}}, total_of<M::waiting>},
        {{"waiting_total", "persons", "Persons waiting for a quota place at the end", {"inflow"}}, total_of<M::waiting>},
        {{"placed_by_origin", "persons", "Persons given a quota place", {"origin"}}, total_of<M::placed>},
        {{"spending_by_origin", "KZT", "Paid", {"origin"}}, total_of<M::spending_by_origin>},
        {{"quota", "persons", "Places, by the last order of each year", {"area", "stream"}}, total_of<M::quota>},
        {{"placed", "persons", "Persons given a quota place", {"area", "stream"}}, total_of<M::placed>},
        {{"placed_total", "persons", "Persons given a quota place", {"area"}}, total_of<M::placed>},
        {{"placed_families", "families", "Families given a quota place", {"area", "stream"}}, total_of<M::placed_families>},
        {{"fill_rate", "share", "Places used since January, also before the reported months, over places", {"area", "stream"}},
         fill_rate},
        {{"mean_preference_rank",
          "rank",
          "Mean rank of the region in the list of the families placed (1 = first)",
          {"area", "stream"}},
         [](const PeriodSums& p, const SummaryCell& c) {
             return ratio(p.sum(M::preference_rank, c), p.sum(M::placed_families, c));
         }},
    };
}

Rows life_rows() {
    return {
        {{"settled", "persons", "Persons who settled for the first time", {"area", "stream"}}, total_of<M::settled>},
        {{"settled_families", "families", "Families that settled for the first time", {"area", "stream"}},
         total_of<M::settled_families>},
        {{"tied_families", "families", "Of these, families tied to a family settled before", {"area", "stream"}},
         total_of<M::tied_families>},
        {{"stock", "persons", "Settlers living there at the end", {"area", "stream"}}, total_of<M::stock>},
        {{"retained", "persons", "Persons whose family has not moved on since it first settled, at the end", {"area", "stream"}},
         [](const PeriodSums& p, const SummaryCell& c) { return p.retained(c); }},
        {{"employed_share", "share", "Employed or self-employed over settlers of working age, at the end", {"area", "stream"}},
         employed_share},
        {{"moved_on", "persons", "Persons who left for another region", {"area", "stream"}}, total_of<M::moved_on>},
        {{"moved_in", "persons", "Persons who came from another region", {"area", "stream"}}, total_of<M::moved_in>},
        {{"returned", "persons", "Persons who left to go abroad", {"area", "stream"}}, total_of<M::returned>},
        {{"births", "persons", "Births in settled families", {"area", "stream"}}, total_of<M::births>},
        {{"deaths", "persons", "Deaths in settled families", {"area", "stream"}}, total_of<M::deaths>},
        {{"citizens", "persons", "Persons who became citizens", {"area", "stream"}}, total_of<M::citizens>},
        {{"hired", "persons", "Settlers who found a job", {"area", "stream"}}, total_of<M::hired>},
        {{"free_jobs", "persons", "Jobs open to settlers and not taken at the end", {"area"}}, total_of<M::free_jobs>},
        {{"subsidised_hires", "persons", "Hires for which the employer was granted a subsidy", {"area"}},
         total_of<M::subsidised_hires>},
        {{"subsidies_broken", "persons", "Subsidised jobs that ended early", {"area"}}, total_of<M::subsidies_broken>},
        {{"business_grants", "persons", "Business grants given", {"area"}}, total_of<M::business_grants>},
        {{"centre_turned_away", "persons", "Adults for whom the adaptation centre had no place", {"area"}},
         total_of<M::centre_turned_away>},
        {{"rent_level", "KZT per m2 and month", "Rent with the effect of settlers, in the last month", {"area"}},
         of_region<M::rent_level>},
        {{"home_price_level", "KZT per m2", "Home price with growth and the effect of settlers, in the last month", {"area"}},
         of_region<M::home_price_level>},
        {{"certificates", "families", "Homes bought with a certificate", {"area"}}, total_of<M::certificates>},
        {{"mortgages", "families", "Of these, with a mortgage", {"area"}}, total_of<M::mortgages>},
        {{"no_seller", "family-months", "Months in which a family ready to buy found no seller", {"area"}},
         total_of<M::no_seller>},
        {{"lock_broken", "families", "Families that sold, gave away or left a home under the lock", {"area"}},
         total_of<M::lock_broken>},
        {{"lock_transferred", "families", "Of these, families that gave it to close relatives", {"area"}},
         total_of<M::lock_transferred>},
        {{"rent_families", "family-months", "Monthly payments of rent support", {"area"}}, total_of<M::rent_families>},
        {{"breaches", "families", "Families that left against their obligation to stay", {"area"}}, total_of<M::breaches>},
        {{"exempt_departures", "families", "Families that left under an exception from the obligation", {"area"}},
         total_of<M::exempt_departures>},
    };
}

Rows money_rows() {
    return {
        {{"spending", "KZT", "Paid", {"area", "stream", "instrument"}}, total_of<M::spending>},
        {{"spending_total", "KZT", "Paid", {"area"}}, total_of<M::spending>},
        {{"spending_by_stream", "KZT", "Paid", {"area", "stream"}}, total_of<M::spending>},
        {{"spending_per_placed", "KZT per person", "Paid over persons placed", {"area", "stream"}},
         [](const PeriodSums& p, const SummaryCell& c) { return ratio(p.sum(M::spending, c), p.sum(M::placed, c)); }},
        {{"spending_per_retained_settler_year",
          "KZT per person-year",
          "Paid over person-years of programme settlers living in their first region",
          {"area", "stream"}},
         per_settler_year},
        {{"spending_usd", "USD", "Paid, at the scenario's exchange rate", {"area"}}, total_of<M::spending>},
        {{"committed", "KZT", "Promised, less promises released", {"area", "instrument"}}, total_of<M::committed>},
        {{"claims_waiting", "claims", "Claims that wait for budget at the end", {"area", "instrument"}},
         total_of<M::claims_waiting>},
        {{"claims_refused",
          "claims",
          "Claims that lapsed, or were cut, for lack of budget, or because the family left or the hire ended",
          {"area", "instrument"}},
         total_of<M::claims_refused>},
        {{"budget_left",
          "KZT",
          "Budget of the last calendar year left at the end; 0 where there is no cap",
          {"area", "instrument"}},
         total_of<M::budget_left>},
        {{"clawback_due", "KZT", "Repayment by families that fell due", {"area"}}, total_of<M::clawback_due>},
        {{"clawback_received", "KZT", "Repayment by families received", {"area"}}, total_of<M::clawback_received>},
        {{"clawback_written_off", "KZT", "Repayment by families given up", {"area"}}, total_of<M::clawback_written_off>},
        {{"subsidy_due", "KZT", "Repayment by employers that fell due", {"area"}}, total_of<M::subsidy_due>},
        {{"subsidy_received", "KZT", "Repayment by employers received", {"area"}}, total_of<M::subsidy_received>},
    };
}

Rows other_rows() {
    return {
        {{"gini_load", "coefficient", "Gini coefficient over regions of persons settled per inhabitant", {"stream"}}, nullptr},
        {{"kin_components",
          "components",
          "Groups of settled families joined by ties at the end, by number of families",
          {"component"}},
         total_of<M::kin_components>,
         false},
        {{"cohort_retained",
          "persons",
          "Persons in families placed in the calendar year that have not moved on by the end of the run",
          {"cohort", "area", "stream"}},
         total_of<M::cohort_retained>,
         false},
        {{"cohort_spending",
          "KZT",
          "Paid for families placed in the calendar year, by the region of their place",
          {"cohort", "area", "stream", "instrument"}},
         total_of<M::cohort_spending>,
         false},
        {{"retained_share",
          "share",
          "Families still in their first region so many months after settling (Kaplan-Meier)",
          {"area", "stream", "horizon"}},
         nullptr,
         false},
    };
}

// Months of each period added up, or the last one: [year …, whole run][cell after the axis month].
std::vector<std::vector<std::int64_t>> by_period(const std::vector<std::int64_t>& cells, Over over,
                                                 const std::vector<int>& year_of_month) {
    const std::size_t months = year_of_month.size(), inner = cells.size() / months;
    const std::size_t years = static_cast<std::size_t>(year_of_month.back()) + 1;
    std::vector<std::vector<std::int64_t>> periods(years + 1, std::vector<std::int64_t>(inner, 0));
    for (std::size_t month = 0; month < months; ++month) {
        const bool last = month + 1 == months || year_of_month[month + 1] != year_of_month[month];
        if (over != Over::sum && !last) continue;
        auto& year = periods[static_cast<std::size_t>(year_of_month[month])];
        for (std::size_t i = 0; i < inner; ++i) year[i] += cells[month * inner + i];
    }
    for (std::size_t year = over == Over::last ? years - 1 : 0; year < years; ++year)
        for (std::size_t i = 0; i < inner; ++i) periods[years][i] += periods[year][i];
    return periods;
}

SummedMeasure without_figures(const std::vector<std::string>& names, const RunAxes& axes) {
    SummedMeasure made;
    std::size_t size = 1;
    for (std::size_t i = names.size(); i-- > 0;) {
        if (names[i] == "month") continue;
        const auto kind =
            static_cast<std::size_t>(std::find(axis_names.begin(), axis_names.end(), names[i]) - axis_names.begin());
        made.kinds.insert(made.kinds.begin(), kind);
        made.stride.at(kind) = size;
        made.size[kind] = axes.find(names[i]).size();
        size *= made.size[kind] + 1;
    }
    made.cells.assign(size, 0);
    return made;
}

// Adds each cell to its own place and to every sum that it is part of.
void fill(SummedMeasure& to, const std::vector<std::int64_t>& cells) {
    for (std::size_t cell = 0; cell < cells.size(); ++cell) {
        if (cells[cell] == 0) continue;
        std::size_t rest = cell, own = 0;
        std::array<std::size_t, 7> step{};  // from the cell to the sum along each axis
        for (std::size_t i = to.kinds.size(); i-- > 0;) {
            const std::size_t labels = to.size[to.kinds[i]], stride = to.stride[to.kinds[i]], position = rest % labels;
            rest /= labels;
            own += position * stride;
            step[i] = (labels - position) * stride;
        }
        for (std::size_t summed = 0; summed < std::size_t{1} << to.kinds.size(); ++summed) {
            std::size_t place = own;
            for (std::size_t i = 0; i < to.kinds.size(); ++i)
                if (summed >> i & 1) place += step[i];
            to.cells[place] += cells[cell];
        }
    }
}

double cell_of(const SummedMeasure& of, const SummaryCell& at) {
    const std::array position = {at.area, at.origin, at.stream, at.inflow, at.instrument, at.component, at.cohort};
    std::size_t cell = 0;
    for (std::size_t i = 0; i < position.size(); ++i) cell += std::min(position[i], of.size[i]) * of.stride[i];
    return static_cast<double>(of.cells.at(cell));
}

}  // namespace

double PeriodSums::sum(M m, const SummaryCell& at) const {
    return cell_of(measures[static_cast<std::size_t>(m)], at);
}

double PeriodSums::retained(const SummaryCell& at) const {
    return cell_of(retained_at_end, at);
}

std::vector<PeriodSums> sums_by_period(const Tallies& tallies, const RunAxes& axes, const std::vector<int>& year_of_month) {
    const std::size_t years = static_cast<std::size_t>(year_of_month.back()) + 1;
    std::vector<PeriodSums> result(years + 1);
    for (std::size_t m = 0; m < measures().size(); ++m) {
        const std::vector<std::string>& names = measures()[m].axes;
        const bool monthly = names[0] == "month";
        const bool of_run = names[0] == "component" || names[0] == "cohort";  // not curves and moves
        const SummedMeasure empty = monthly || of_run ? without_figures(names, axes) : SummedMeasure{};
        for (PeriodSums& period : result) period.measures.push_back(empty);
        if (monthly) {
            const auto periods = by_period(tallies.cells[m], over_months(static_cast<M>(m)), year_of_month);
            for (std::size_t p = 0; p <= years; ++p) fill(result[p].measures.back(), periods[p]);
        }
        if (of_run) fill(result[years].measures.back(), tallies.cells[m]);
    }
    const auto at_end = by_period(tallies.cells[static_cast<std::size_t>(M::retained)], Over::last, year_of_month);
    for (std::size_t p = 0; p <= years; ++p) {
        result[p].retained_at_end = without_figures(measure(M::retained).axes, axes);
        fill(result[p].retained_at_end, at_end[p]);
    }
    return result;
}

const std::vector<SummaryRow>& summary_rows() {
    static const std::vector<SummaryRow> table = [] {
        Rows rows;
        for (const Rows& part : {entry_rows(), life_rows(), money_rows(), other_rows()})
            rows.insert(rows.end(), part.begin(), part.end());
        return rows;
    }();
    return table;
}

}  // namespace qonys
