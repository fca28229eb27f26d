#include <algorithm>
#include <array>
#include <cmath>

#include "report/page/comparison_parts.hpp"
#include "report/page/pathway_words.hpp"
#include "report/sweep_labels.hpp"

namespace qonys {
namespace {

constexpr std::size_t most_effects = 6;

// Told first, whatever their size: what people ask of a policy.
bool asked_first(const Headline& headline) {
    constexpr std::array specs = {"placed", "retained.kandas", "employed_share.kandas", "spending"};
    return std::any_of(specs.begin(), specs.end(), [&](const char* spec) { return headline.spec == spec; });
}

// Of how places are given, in units of the model's own: readers look for people and money first.
bool of_the_procedure(const Headline& headline) {
    constexpr std::array tables = {"allocation_score",  "ratio_to_hindsight",   "regret",        "gini_load",
                                   "distance_from_key", "mean_preference_rank", "envious_share", "hindsight_score"};
    return std::any_of(tables.begin(), tables.end(), [&](const char* table) { return headline.table == table; });
}

double size_of(const Effect& effect) {
    const double relative = std::abs(effect.relative(effect.difference));
    return std::isnan(relative) ? HUGE_VAL : relative;  // from nothing to something
}

}  // namespace

Certainty certainty_of(const ComparisonView& view, const PairedTable& table, std::size_t arm, std::size_t cell) {
    const std::size_t at = table.at(arm, cell);
    const double difference = table.difference.at(at), low = table.low.at(at), high = table.high.at(at);
    if (std::isnan(difference) || std::isnan(low) || std::isnan(high)) return Certainty::unknown;
    if (difference == 0 && low == 0 && high == 0) return Certainty::same;
    constexpr std::int64_t few = 4;
    if (low == high && view.file.summary.replicates < few) return Certainty::unknown;
    return low > 0 || high < 0 ? Certainty::certain : Certainty::open;
}

double Effect::relative(double value) const {
    return before == 0 ? std::nan("") : value / std::abs(before);
}

int Effect::better() const {
    if (certainty != Certainty::certain || headline.better == Better::neither) return 0;
    return (difference > 0) == (headline.better == Better::more) ? 1 : -1;
}

Effect effect_of(const ComparisonView& view, const Headline& headline, std::size_t arm) {
    const PairedTable& table = view.file.summary.find(headline.table, Period::whole_run);
    const std::size_t cell = table.cell(headline.labels), at = table.at(arm, cell);
    Effect effect;
    effect.headline = headline;
    effect.arm = arm;
    effect.title = view.is_settlement() ? measure_title(view.texts, headline.spec, headline.title)
                                        : pathway_measure_words(view.file.pathways, headline.spec, headline.title, view.texts);
    effect.before = table.mean.at(table.at(0, cell));
    effect.after = table.mean.at(at);
    effect.difference = table.difference.at(at);
    effect.low = table.low.at(at);
    effect.high = table.high.at(at);
    effect.higher = table.probability_higher.at(at);
    effect.certainty = certainty_of(view, table, arm, cell);
    effect.shown = shown_measure(headline.unit, view.texts);
    // The title says what it is per.
    if (headline.unit.starts_with("KZT per person")) effect.shown.unit = effect.shown.apart = view.texts("shown.thousand");
    if (headline.unit == "score per person") effect.shown.unit = effect.shown.apart = view.texts("shown.score");
    double apart = std::abs(effect.difference);
    if (const double half = (effect.high - effect.low) / 2; half > 0) apart = apart > 0 ? std::min(apart, half) : half;
    const double size = std::max(std::abs(effect.before), std::abs(effect.after));
    effect.decimals = decimals_to_tell_apart((std::isnan(size) ? 0 : size) * effect.shown.factor, apart * effect.shown.factor);
    if (effect.shown.kind == PageColumnKind::count && size >= 100) effect.decimals = apart >= 10 || !(apart > 0) ? 0 : 1;
    return effect;
}

std::string amount_of(const Effect& effect, double value, const PageTexts& texts) {
    return with_unit(texts.number(std::abs(value) * effect.shown.factor, effect.decimals), effect.shown.apart);
}

std::string interval_of(const Effect& effect, const PageTexts& texts) {
    if (std::isnan(effect.low) || std::isnan(effect.high)) return texts("comparison.no_interval");
    double low = effect.low, high = effect.high;
    if (high < 0) {
        low = -effect.high;
        high = -effect.low;
    }
    const auto number = [&](double value) { return texts.number(value * effect.shown.factor, effect.decimals); };
    return texts("comparison.interval", {{"low", number(low)}, {"high", with_unit(number(high), effect.shown.apart)}});
}

std::string level_of(const Effect& effect, double value, const PageTexts& texts) {
    if (effect.shown.share) return texts.percent(value, std::clamp(effect.decimals, 1, 2));
    return with_unit(texts.number(value * effect.shown.factor, effect.decimals), effect.shown.unit);
}

std::vector<Effect> largest_effects(const ComparisonView& view, std::size_t arm) {
    std::vector<Effect> people, procedure;
    for (const Headline& headline : headlines(view.file.summary)) {
        const Effect effect = effect_of(view, headline, arm);
        if (effect.certainty == Certainty::certain) (of_the_procedure(headline) ? procedure : people).push_back(effect);
    }
    const auto larger = [](const Effect& a, const Effect& b) {
        const bool first = asked_first(a.headline), second = asked_first(b.headline);
        return first != second ? first : size_of(a) > size_of(b);
    };
    std::stable_sort(people.begin(), people.end(), larger);
    std::stable_sort(procedure.begin(), procedure.end(), larger);
    if (procedure.size() > 1) procedure.resize(1);
    people.resize(std::min(people.size(), most_effects - procedure.size()));
    people.insert(people.end(), procedure.begin(), procedure.end());
    std::vector<Effect> chosen;
    for (const Headline& headline : headlines(view.file.summary))
        for (const Effect& effect : people)
            if (effect.headline.spec == headline.spec) chosen.push_back(effect);
    return chosen;
}

}  // namespace qonys
