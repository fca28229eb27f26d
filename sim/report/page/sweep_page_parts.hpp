// Parts of the page of a sweep.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "report/page/page.hpp"
#include "report/page/page_words.hpp"
#include "report/sensitivity_findings.hpp"
#include "report/sweep_content.hpp"
#include "report/sweep_sections.hpp"
#include "scenario/pathways.hpp"

namespace qonys {

// One measure as it is looked at (the reference's own figures, or the difference of an arm from it), in words.
struct SweepLook {
    SweepSeries series;
    std::string key;          // column of tables: "m1"
    std::string title, unit;  // unit: of the figures as shown
    double factor = 1;        // to show them
    PageColumnKind kind = PageColumnKind::number;
    int decimals = 0;
    std::size_t known = 0;  // points with a figure
    double mean = 0, lowest = 0, highest = 0;
    int better = 0;
    bool counts = false;               // persons, families or claims, and no difference of them
    std::vector<double> coefficients;  // [parameter] standardised, of a regression; empty where there is none

    std::string full_title() const { return title_and_unit(title, unit); }
    std::string shown(double value, const PageTexts& texts) const;
};

// What a parameter does to a measure, as the design can tell it.
struct Influence {
    std::size_t parameter = 0;
    std::string kind;    // text of what is estimated
    Estimate estimate;   // low and high are NaN where no interval is known
    bool leads = false;  // of the kind that parameters are ordered by
    bool signed_value = false;
    bool told_apart = false;    // from no effect: its interval leaves out 0
    bool above_chance = false;  // explains more than chance does on average, which is no test
    double size() const;
};

struct SweepView {
    const SweepContent& content;
    const PageTexts& texts;
    std::string source;
    std::vector<SweepLook> looks;                    // those that vary
    std::vector<std::string> constant, no_value;     // titles of the others
    std::vector<std::vector<Influence>> influences;  // [look], strongest first
    std::size_t left_out = 0;                        // looks beyond most_looks
    std::vector<std::size_t> shown_parameters;       // strongest over all looks first, at most most_parameters
    Pathways pathways = {};                          // of the scenario; without programmes: it is about settlement

    const SweepHeader& header() const { return content.header; }
    const SweptParameter& parameter(std::size_t p) const { return content.header.parameters.at(p); }
    // For charts: the name, or of pathway programmes words, as their names are long.
    std::string label(std::size_t p) const;
    std::string number(std::size_t value) const { return texts.number(static_cast<double>(value), 0); }
};
constexpr std::size_t most_looks = 16, most_shown_parameters = 12;

// Every combination is there, so that all other parameters are alike at every level of one.
bool is_balanced(const SweepContent& content);
// What chance explains is not taken off the shares of variance: nothing tells how much it is in a whole grid of one replicate.
bool chance_stays_in_shares(const SweepContent& content);

SweepView sweep_view(const SweepContent& content, const PageTexts& texts);

// Influences of one look that stand for each parameter: the kind that leads.
std::vector<Influence> leading(const std::vector<Influence>& all);

// A value of a parameter in the language of the page: a word, or a number with few figures.
std::string value_in_words(const SweptParameter& parameter, double value, const PageTexts& texts);
// What the parameter is; its name where nothing is known of it.
std::string meaning_of(const SweptParameter& parameter, const PageTexts& texts);

// Names parameters in sentences, with what they are where they are first spoken of: "benefits.rent_months (months of rent paid)".
class ParameterNames {
public:
    ParameterNames(const SweepHeader& header, const PageTexts& texts) : header_(header), texts_(texts) {}
    std::string operator()(std::size_t parameter);

private:
    const SweepHeader& header_;
    const PageTexts& texts_;
    std::set<std::size_t> spoken_of_;
};

// Levels of a parameter: its values when there are few of them or they are words, otherwise ranges with about equally many
// points.
struct SweepLevel {
    double low = 0, high = 0;  // equal for a single value
    std::vector<std::size_t> points;
};
std::vector<SweepLevel> levels_of(const SweepContent& content, std::size_t parameter, const std::vector<PointFigure>& figures,
                                  std::size_t most_values, std::size_t ranges);
std::string level_in_words(const SweptParameter& parameter, const SweepLevel& level, const PageTexts& texts);

// Mean over the points of a level. In a whole grid all other parameters are balanced, and the interval is that of chance between
// replicates; elsewhere the others differ from point to point, and the interval holds that too (with one replicate that alone).
struct LevelFigure {
    double x = 0, mean = 0, low = 0, high = 0;  // x: mean value of the parameter
};
LevelFigure figure_of(const SweepContent& content, const SweepLook& look, std::size_t parameter, const SweepLevel& level);

PageSection sweep_answer_section(const SweepView& view);
PageSection sweep_influence_section(const SweepView& view);
PageSection sweep_curves_section(const SweepView& view);
PageSection sweep_cells_section(const SweepView& view);
PageSection sweep_points_section(const SweepView& view);

}  // namespace qonys
