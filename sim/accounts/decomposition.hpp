// Why the totals of two arms differ.
#pragma once

#include <string>
#include <vector>

#include "accounts/paired.hpp"

namespace qonys {

// A total of programme settlers is, cohort by cohort (the calendar year of the placement), region by region and stream by stream,
// places x fill x yield: persons placed in the year over its places, and what has become of those placed, or has been paid for
// them, by the end of the run over persons placed. Each term is what the change of that factor adds, averaged over the orders in
// which the factors may be changed (Shapley); the terms sum to the difference of the means exactly.
struct Decomposition {
    std::string measure, unit;  // "retained", "spending"
    double reference = 0, difference = 0;
    struct Term {
        std::string name;  // "places", "fill", "retention", "price: relocation", …, "not through places"
        double amount = 0;
    };
    std::vector<Term> terms;  // the last one is what the total has beyond the cohorts: settlers of the warm-up, say
};

// Of the arm against the reference: persons retained at the end, of streams with places in any arm, and spending by instrument.
std::vector<Decomposition> decompose(const PairedSummary& summary, std::size_t arm);

}  // namespace qonys
