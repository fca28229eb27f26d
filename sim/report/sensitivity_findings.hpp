// What `qonys sensitivity` found, before it is put into words.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "report/sensitivity_table.hpp"
#include "sensitivity/discovery.hpp"
#include "sensitivity/elementary_effects.hpp"
#include "sensitivity/regression.hpp"

namespace qonys {

enum class Relation { above, at_least, below, at_most };
constexpr const char* relation_words[] = {">", ">=", "<", "<="};

struct Condition {
    std::size_t measure = 0;
    Relation relation = Relation::above;
    double number = 0;     // as written
    bool percent = false;  // of the measure's mean over the points
};

// What the options ask for, checked against what there is.
struct SensitivityQuestion {
    Lens lens;
    std::vector<std::size_t> measures;  // empty: all that vary
    std::vector<Condition> conditions;
};
SensitivityQuestion parse_question(const SweepHeader& header, const SensitivityOptions& options);

struct MeasureFindings {
    std::size_t measure = 0;
    double mean = 0;  // of the points' means
    std::size_t points = 0;
    NoiseShare noise;
    std::optional<SobolIndices> sobol;
    std::optional<ElementaryEffects> morris;
    std::optional<Regression> regression;
    std::vector<std::string> refusals;  // why something is missing
};

struct ConditionFindings {
    Condition condition;
    double threshold = 0;            // in the unit of the measure
    double lowest = 0, highest = 0;  // of the points' means; NaN without any
    Discovery discovery;
};

struct SensitivityFindings {
    SensitivityQuestion question;
    std::vector<MeasureFindings> measures;
    std::vector<std::size_t> constant;  // measures left out because they do not vary
    std::vector<std::size_t> no_value;  // measures left out because no point has a value
    std::vector<ConditionFindings> conditions;
};
SensitivityFindings find_sensitivity(const SweepContent& content, const SensitivityOptions& options);

// "spending > 2,000,000 KZT (2.00 million KZT)" or "spending > 110 % of its mean, 2,200,000 KZT (2.20 million KZT)": in the unit
// of the measure, and in that of tables where it is another.
std::string condition_text(const SweepHeader& header, const ConditionFindings& found);
// "2,000,000 KZT (2.00 million KZT)"
std::string amount_text(const SweptMeasure& measure, double value);
// "spending > 110%", as it can be asked again.
std::string condition_for_programs(const SweepHeader& header, const ConditionFindings& found);

// The text for people, and for programs.
std::string sensitivity_for_people(const SweepContent& content, const SensitivityFindings& findings);
std::string discovery_section(const SweepContent& content, const Lens& lens, const ConditionFindings& found);
std::string lens_words(const SweepHeader& header, const Lens& lens);  // "key less order, paired"; empty without arms
std::string sensitivity_as_csv(const SweepContent& content, const SensitivityFindings& findings);
std::string sensitivity_as_json(const SweepContent& content, const SensitivityFindings& findings);

// Of a single run's variance; NaN with one replicate.
double noise_in_a_run(const NoiseShare& noise);

}  // namespace qonys
