#include "accounts/decomposition.hpp"

#include <array>
#include <cmath>

#include "base/problems.hpp"

namespace qonys {
namespace {

constexpr std::size_t factors = 3;
using Factors = std::array<double, factors>;  // places, placed over places, total over placed

// The total of one cohort, region and stream as a product, and what is no product: a place carried over from a year before, say.
struct Product {
    Factors factor{};
    std::array<bool, factors> known{};
    double rest = 0;
};

Product as_product(double places, double placed, double total) {
    Product p;
    p.factor[0] = places;
    p.known[0] = true;
    if (!(places > 0)) {
        p.rest = total;  // persons placed without a place cannot be a share of places
        return p;
    }
    p.factor[1] = placed / places;
    p.known[1] = true;
    if (placed > 0) {
        p.factor[2] = total / placed;
        p.known[2] = true;
    } else {
        p.rest = total;
    }
    return p;
}

// A factor that one side cannot tell is taken from the other: who had no places would have filled and kept them as the other.
void lend(Product& to, const Product& from) {
    for (std::size_t i = 0; i < factors; ++i)
        if (!to.known[i] && from.known[i]) to.factor[i] = from.factor[i];
}

// What each factor's change adds to a product of three, averaged over the six orders (Shapley 1953): a change of one factor
// counts 1/3 with both others old, 1/3 with both new, 1/6 with either one new.
Factors shapley(const Factors& old, const Factors& now) {
    Factors terms{};
    for (std::size_t i = 0; i < factors; ++i) {
        const std::size_t j = (i + 1) % factors, k = (i + 2) % factors;
        terms[i] = (now[i] - old[i]) * ((old[j] * old[k] + now[j] * now[k]) / 3 + (old[j] * now[k] + now[j] * old[k]) / 6);
    }
    return terms;
}

// Has any arm places of this stream, or placed anybody in it?
bool has_places(const PairedSummary& summary, const std::string& stream) {
    for (const char* name : {"quota", "placed"}) {
        const PairedTable& table = summary.find(name, Period::whole_run);
        const std::size_t cell = table.cell({"KZ", stream});
        for (std::size_t arm = 0; arm < summary.arms.size(); ++arm)
            if (table.mean.at(table.at(arm, cell)) > 0) return true;
    }
    return false;
}

double mean_of(const PairedTable& table, std::size_t arm, const std::vector<std::string>& labels) {
    return table.mean.at(table.at(arm, table.cell(labels)));
}

// Sums over cohorts, regions and streams for one total of the cohorts.
struct Sums {
    Factors terms{};
    double rest = 0, difference = 0;
    double size = 0;  // of all totals, to judge rounding by
};

// `last` are the labels of the table of the cohorts after cohort, area and stream.
Sums add_up(const PairedSummary& summary, std::size_t arm, const PairedTable& cohorts, const std::vector<std::string>& last) {
    const PairedTable& quota = summary.find("quota", Period::year);
    const PairedTable& placed = summary.find("placed", Period::year);
    Sums sums;
    for (const std::string& year : quota.axes.at(0).labels)
        for (const std::string& area : quota.axes.at(1).labels) {
            if (area == "KZ") continue;
            for (const std::string& stream : quota.axes.at(2).labels) {
                std::vector<std::string> labels = {year, area, stream};
                labels.insert(labels.end(), last.begin(), last.end());
                const auto side = [&](std::size_t of) {
                    return as_product(mean_of(quota, of, {year, area, stream}), mean_of(placed, of, {year, area, stream}),
                                      mean_of(cohorts, of, labels));
                };
                Product old = side(0), now = side(arm);
                lend(old, now);
                lend(now, old);
                const Factors terms = shapley(old.factor, now.factor);
                for (std::size_t i = 0; i < factors; ++i) sums.terms[i] += terms[i];
                sums.rest += now.rest - old.rest;
                const double old_total = mean_of(cohorts, 0, labels), now_total = mean_of(cohorts, arm, labels);
                sums.difference += now_total - old_total;
                sums.size += std::abs(old_total) + std::abs(now_total);
            }
        }
    return sums;
}

// Rounding goes to the last term, so that the printed column adds up.
void close(Decomposition& d, double size) {
    double left = d.difference;
    for (const Decomposition::Term& term : d.terms) left -= term.amount;
    if (!(std::abs(left) <= 1e-9 * size))
        throw BrokenInvariant("decomposition of " + d.measure + ": the terms do not sum to the difference");
    d.terms.back().amount += left;
}

const char* const rest_name = "not through places";

Decomposition of_retained(const PairedSummary& summary, std::size_t arm) {
    const PairedTable& retained = summary.find("retained", Period::whole_run);
    const Sums sums = add_up(summary, arm, summary.find("cohort_retained", Period::whole_run), {});
    Decomposition d{"retained", retained.measure.unit, 0, 0, {}};
    double size = sums.size;
    for (const std::string& stream : retained.axes.at(1).labels) {
        if (!has_places(summary, stream)) continue;
        const double old = mean_of(retained, 0, {"KZ", stream}), now = mean_of(retained, arm, {"KZ", stream});
        d.reference += old;
        d.difference += now - old;
        size += old + now;
    }
    d.terms = {{"places", sums.terms[0]},
               {"fill", sums.terms[1]},
               {"retention", sums.terms[2]},
               {rest_name, sums.rest + d.difference - sums.difference}};
    close(d, size);
    return d;
}

Decomposition of_spending(const PairedSummary& summary, std::size_t arm) {
    const PairedTable& paid = summary.find("spending_total", Period::whole_run);
    const PairedTable& cohorts = summary.find("cohort_spending", Period::whole_run);
    const double old = mean_of(paid, 0, {"KZ"}), now = mean_of(paid, arm, {"KZ"});
    Decomposition d{"spending", paid.measure.unit, old, now - old, {{"places", 0}, {"fill", 0}}};
    double rest = d.difference, size = old + now;
    for (const std::string& instrument : cohorts.axes.at(3).labels) {
        const Sums sums = add_up(summary, arm, cohorts, {instrument});
        if (sums.size == 0) continue;  // nobody was paid it
        d.terms[0].amount += sums.terms[0];
        d.terms[1].amount += sums.terms[1];
        d.terms.push_back({"price: " + instrument, sums.terms[2]});
        rest += sums.rest - sums.difference;
        size += sums.size;
    }
    d.terms.push_back({rest_name, rest});
    close(d, size);
    return d;
}

}  // namespace

std::vector<Decomposition> decompose(const PairedSummary& summary, std::size_t arm) {
    if (arm >= summary.arms.size()) throw BrokenInvariant("decomposition: no such arm");
    return {of_retained(summary, arm), of_spending(summary, arm)};
}

}  // namespace qonys
