// The figures by which pathway programmes are compared, and how they are named: NAME[.PROGRAMME][@PLACE], where the place is a
// stage, room, exit, kind of exit, service or horizon, whichever the table has. Left out: all programmes and stages together
// where that has a meaning, and 12 months.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "accounts/headlines.hpp"
#include "accounts/pathway_measures.hpp"

namespace qonys {

bool is_of_pathways(const PairedSummary& summary);

// What is wrong with a spec, for the caller to put into words of the command line.
struct WrongSpec {
    std::string what, hint;
};
std::optional<WrongSpec> fill_pathway_headline(const std::string& spec, const PairedSummary& summary, Headline& headline);

// The specs that say the most: of a comparison with its figures, and of a sweep, whose tables have none yet. Waits and peaks are
// those of stages whose room has a limit.
std::vector<std::string> pathway_headline_specs(const PairedSummary& summary);
std::vector<std::string> pathway_headline_specs(const PathwayAxes& axes, const PathwayFacts& facts, bool any_obligation);

}  // namespace qonys
