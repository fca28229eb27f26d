// The figures that a comparison is read by, and how they are named on the command line.
#pragma once

#include <string>
#include <vector>

#include "accounts/paired.hpp"
#include "base/problems.hpp"

namespace qonys {

enum class Better { more, less, neither };

// A cell of a whole-run table. Spec: NAME[.STREAM][@AREA], "retained_36m", "spending.internal", "placed@KZ-55"; those of pathway
// programmes: pathway_headlines.hpp.
struct Headline {
    std::string spec, title, unit;  // title for the console
    std::string table;              // summary table
    std::vector<std::string> labels;
    Better better = Better::neither;
};

// The headlines printed for every comparison.
std::vector<Headline> headlines(const PairedSummary& summary);

// Of settlement: the headlines that need no sittings, whether they say something or not; for sweeps that name no measures.
std::vector<Headline> plain_headlines(const PairedSummary& layout);

// Adds a problem with the names there are when the spec is none of them. `mark` is where it was written.
Headline parse_headline(const std::string& spec, const PairedSummary& layout, const Mark& mark, Problems& problems);

// "retained_36m:0.5%" or "placed:20": the half-width of the 95 % interval of every arm's difference, in percent of the
// reference's mean or in the unit of the measure.
struct Precision {
    Headline headline;
    double width = 0;
    bool percent = false;
};
Precision parse_precision(const std::string& text, const PairedSummary& layout, Problems& problems);
bool reached(const Precision& precision, const PairedSummary& summary);

}  // namespace qonys
