// Parts of the page of a comparison.
#pragma once

#include <string>
#include <vector>

#include "accounts/headlines.hpp"
#include "report/compare_units.hpp"
#include "report/page/charts.hpp"
#include "report/page/comparison_file.hpp"
#include "report/page/page.hpp"
#include "report/page/page_words.hpp"

namespace qonys {

// What all parts need. `source` stands under every chart.
struct ComparisonView {
    const ComparisonFile& file;
    const PageTexts& texts;
    std::string source;
    std::vector<std::string> questions = {};  // of each arm's scenario
    std::string reference_scenario = {};      // YAML

    const std::vector<std::string>& arms() const { return file.summary.arms; }
    const std::string& reference() const { return arms().at(0); }
    std::string region(const std::string& code) const { return name_of(texts, "region", code, file.region_names); }
    // An origin is a country, or a region that internal migrants left.
    std::string origin(const std::string& code) const {
        return file.origin_names.count(code) > 0 ? name_of(texts, "origin", code, file.origin_names)
                                                 : name_of(texts, "origin", code, file.region_names);
    }
    bool is_settlement() const { return file.pathways.programmes.empty(); }
    bool several_arms() const { return arms().size() > 2; }  // beside the reference
    bool has_intervals() const { return file.summary.replicates > 1; }
    std::string arm_name(std::size_t arm) const { return texts("comparison.arm_name", {{"arm", arms().at(arm)}}); }
    std::string number(std::size_t value) const { return texts.number(static_cast<double>(value), 0); }
    // Key of a text that speaks of no intervals where there are none.
    std::string said(const std::string& key) const {
        return !has_intervals() && texts.has(key + ".single") ? key + ".single" : key;
    }
};

// certain: the 95 % interval leaves out 0. open: it does not. same: no replicate differs. unknown: no figure, one replicate, or
// so few that they may agree by accident.
enum class Certainty { certain, open, same, unknown };
Certainty certainty_of(const ComparisonView& view, const PairedTable& table, std::size_t arm, std::size_t cell);
constexpr const char* certainty_keys[] = {"comparison.certain", "comparison.open", "comparison.same", "comparison.unknown"};

// A figure that arms are compared by, as one arm has it against the reference, in the unit of the file.
struct Effect {
    Headline headline;
    std::size_t arm = 0;
    std::string title;
    double before = 0, after = 0, difference = 0, low = 0, high = 0, higher = 0;  // higher: share of replicates
    Certainty certainty = Certainty::unknown;
    ShownMeasure shown;
    int decimals = 0;  // that tell the ends of its interval apart

    double relative(double value) const;  // over the reference; NaN where that is 0
    int better() const;                   // 1: certainly for the better, -1: for the worse, 0: neither
};
Effect effect_of(const ComparisonView& view, const Headline& headline, std::size_t arm);

// "631 persons", "7.3 percentage points": sizes without a sign.
std::string amount_of(const Effect& effect, double value, const PageTexts& texts);
// "458 to 804 persons" of the size of a difference; "−20 to 310 persons" where it holds 0.
std::string interval_of(const Effect& effect, const PageTexts& texts);
// "56,562 persons", "85.6%".
std::string level_of(const Effect& effect, double value, const PageTexts& texts);

// At most six certain effects of the arm, in the order of the headlines: persons placed, staying and at work, and spending; then
// those largest beside the reference's figure. One of them at most is of how places are given.
std::vector<Effect> largest_effects(const ComparisonView& view, std::size_t arm);

// What the settings of the arm mean, one text for each, or one for many values of one table.
std::vector<std::string> changes_in_words(const ComparisonView& view, std::size_t arm);

// Dots with intervals, which are left out of the picture and of what it says where no row has any.
nlohmann::json differences_spec(const ComparisonView& view, const PageTable& table, const std::string& category,
                                const ChartAxis& value, const std::string& low, const std::string& high);

// The table of a chart whose rows are effects in units of their own, and the chart of the relative differences.
PageChart effects_chart(const ComparisonView& view, const std::string& id, const std::vector<Headline>& headlines);

PageSection answer_section(const ComparisonView& view);
PageSection headline_section(const ComparisonView& view);
PageSection difference_map_section(const ComparisonView& view);
PageSection years_section(const ComparisonView& view);
PageSection winners_section(const ComparisonView& view);
PageSection decomposition_section(const ComparisonView& view);
PageSection stays_and_money_section(const ComparisonView& view);
PageSection calendar_section(const ComparisonView& view);
PageSection fairness_section(const ComparisonView& view);

// Streams that placed anybody or had places, in any arm.
std::vector<std::string> programme_streams(const ComparisonView& view);

// Adds a choice of the arm where there are several, which starts at the first beside the reference. with_reference: at the
// reference.
void choose_arm(const ComparisonView& view, PageChart& chart, bool with_reference = false);

}  // namespace qonys
