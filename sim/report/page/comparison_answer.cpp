// What the arms are and what they do, in sentences.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "report/page/comparison_parts.hpp"

namespace qonys {
namespace {

std::string month_or_year(const std::string& label, const PageTexts& texts) {
    return label.size() == 7 ? texts.month(label) : label;
}

// What is compared, over which months, on how many replicates.
std::string what_is_compared(const ComparisonView& view) {
    const PageTexts& texts = view.texts;
    std::vector<std::string> others;
    for (std::size_t arm = 1; arm < view.arms().size(); ++arm) others.push_back(view.arm_name(arm));
    std::string text = texts(view.is_settlement() ? "comparison.compared" : "comparison.compared_pathways",
                             {{"arms", listed_in_words(others, texts)}, {"reference", view.arm_name(0)}});
    if (!view.file.first_month.empty())
        text += " " + texts("comparison.period", {{"first", month_or_year(view.file.first_month, texts)},
                                                  {"last", month_or_year(view.file.last_month, texts)}});
    return text;
}

std::string how_sure(const ComparisonView& view) {
    const PageTexts& texts = view.texts;
    const std::int64_t replicates = view.file.summary.replicates;
    if (replicates < 2) return texts("comparison.one_replicate");
    const bool uncertain = !view.file.arms.at(0).uncertain.empty();
    return texts(uncertain ? "comparison.how_sure_uncertain" : "comparison.how_sure",
                 {{"replicates", texts.number(static_cast<double>(replicates), 0)},
                  {"assumed", texts.number(static_cast<double>(view.file.arms.at(0).assumed.size()), 0)}});
}

std::string changes_of(const ComparisonView& view, std::size_t arm) {
    const std::vector<std::string> words = changes_in_words(view, arm);
    const std::string name = view.arm_name(arm);
    if (words.empty()) return view.texts("comparison.changes_nothing", {{"arm", name}});
    return view.texts("comparison.changes", {{"arm", name}, {"changes", with_semicolons(words)}});
}

// Scenario files have questions of their own; arms of one file share that of the file.
bool has_own_questions(const ComparisonView& view) {
    return std::any_of(view.questions.begin(), view.questions.end(),
                       [&](const std::string& question) { return question != view.questions.front(); });
}

std::string what_the_reference_is(const ComparisonView& view) {
    if (!has_own_questions(view)) return view.texts("comparison.reference_base", {{"reference", view.arm_name(0)}});
    return view.texts("comparison.reference_question", {{"reference", view.arm_name(0)}, {"question", view.questions.front()}});
}

std::string with_sign_and_unit(const Effect& effect, const PageTexts& texts) {
    return with_unit(signed_number(effect.difference * effect.shown.factor, effect.decimals, texts), effect.shown.apart);
}

// Where the persons placed more or fewer come from, unless both streams differ clearly; empty otherwise.
std::string by_stream(const ComparisonView& view, std::size_t arm) {
    const PageTexts& texts = view.texts;
    std::vector<std::string> streams;
    bool all_clear = true;
    for (const Headline& headline : headlines(view.file.summary)) {
        if (headline.spec != "placed.kandas" && headline.spec != "placed.internal") continue;
        const Effect effect = effect_of(view, headline, arm);
        all_clear = all_clear && effect.certainty == Certainty::certain;
        const std::string stream = name_of(texts, "stream", headline.labels.back());
        streams.push_back(
            texts("comparison.stream_difference", {{"stream", stream},
                                                   {"number", signed_number(effect.difference, effect.decimals, texts)},
                                                   {"verdict", texts(certainty_keys[static_cast<int>(effect.certainty)])}}));
    }
    if (all_clear || streams.size() < 2) return "";
    return texts("comparison.by_stream", {{"streams", with_semicolons(streams)}});
}

std::string sentence_of(const ComparisonView& view, const Effect& effect) {
    const PageTexts& texts = view.texts;
    const std::string way = effect.difference > 0 ? ".more" : ".less", own = "effect." + effect.headline.spec + way;
    const bool known = view.is_settlement() && texts.has(own);
    const std::string streams = effect.headline.spec == "placed" ? by_stream(view, effect.arm) : "";
    return texts(known ? own : "effect" + way,
                 {{"arm", view.arm_name(effect.arm)},
                  {"reference", view.arm_name(0)},
                  {"title", effect.title},
                  {"number", texts.number(std::abs(effect.difference) * effect.shown.factor, effect.decimals)},
                  {"amount", amount_of(effect, effect.difference, texts)},
                  {"before", level_of(effect, effect.before, texts)},
                  {"after", level_of(effect, effect.after, texts)},
                  {"interval", interval_of(effect, texts)}}) +
           (streams.empty() ? "" : " " + streams);
}

// The stream that alone differs clearly and makes up nearly all of the difference in persons placed; empty where none does.
std::string stream_of_all(const ComparisonView& view, const Effect& total) {
    constexpr double nearly_all = 0.8;
    std::string stream;
    for (const Headline& headline : headlines(view.file.summary)) {
        if (headline.spec != "placed.kandas" && headline.spec != "placed.internal") continue;
        const Effect effect = effect_of(view, headline, total.arm);
        if (effect.certainty != Certainty::certain) continue;
        if (!stream.empty()) return "";
        if (effect.difference / total.difference >= nearly_all) stream = name_of(view.texts, "stream", headline.labels.back());
    }
    return stream;
}

// The answer in one sentence: the first three clear effects, what is asked of every policy first.
std::string in_short(const ComparisonView& view, std::size_t arm, std::vector<Effect> effects) {
    constexpr std::array asked = {"placed", "retained.kandas", "spending", "employed_share.kandas"};
    constexpr std::size_t most = 3;
    const PageTexts& texts = view.texts;
    const auto rank = [&](const Effect& e) { return std::find(asked.begin(), asked.end(), e.headline.spec) - asked.begin(); };
    std::stable_sort(effects.begin(), effects.end(), [&](const Effect& a, const Effect& b) { return rank(a) < rank(b); });
    if (!effects.empty() && effects.front().headline.spec == "placed")  // its streams would say the same again
        std::erase_if(effects, [](const Effect& e) { return e.headline.spec.starts_with("placed."); });
    if (effects.size() > most) effects.resize(most);
    const std::string name = view.arm_name(arm), reference = view.arm_name(0);
    if (effects.empty()) return texts("comparison.in_short_nothing", {{"arm", name}, {"reference", reference}});
    std::vector<std::string> phrases;
    for (const Effect& effect : effects) {
        const std::string own = "short." + effect.headline.spec + (effect.difference > 0 ? ".more" : ".less");
        phrases.push_back(texts(view.is_settlement() && texts.has(own) ? own : "short.any",
                                {{"title", effect.title},
                                 {"difference", with_sign_and_unit(effect, texts)},
                                 {"number", texts.number(std::abs(effect.difference) * effect.shown.factor, effect.decimals)},
                                 {"amount", amount_of(effect, effect.difference, texts)}}));
        if (effect.headline.spec != "placed" || by_stream(view, arm).empty()) continue;
        if (const std::string stream = stream_of_all(view, effect); !stream.empty())
            phrases.back() = texts("short.nearly_all", {{"phrase", phrases.back()}, {"stream", stream}});
    }
    return texts("comparison.in_short", {{"arm", name}, {"reference", reference}, {"effects", with_semicolons(phrases)}});
}

// Of this certainty, those that no sentence has told.
std::vector<Effect> untold(const ComparisonView& view, std::size_t arm, Certainty certainty, const std::vector<Effect>& told) {
    std::vector<Effect> effects;
    for (const Headline& headline : headlines(view.file.summary)) {
        Effect effect = effect_of(view, headline, arm);
        const bool known =
            std::any_of(told.begin(), told.end(), [&](const Effect& e) { return e.headline.spec == headline.spec; });
        if (effect.certainty == certainty && !known) effects.push_back(std::move(effect));
    }
    return effects;
}

// The largest beside the reference's figure.
void add_also_certain(const ComparisonView& view, std::size_t arm, std::vector<Effect> effects,
                      std::vector<std::string>& sentences) {
    constexpr std::size_t most = 6;
    if (effects.empty()) return;
    const auto size = [](const Effect& e) {
        const double relative = std::abs(e.relative(e.difference));
        return std::isnan(relative) ? HUGE_VAL : relative;
    };
    std::stable_sort(effects.begin(), effects.end(), [&](const Effect& a, const Effect& b) { return size(a) > size(b); });
    const std::size_t more = effects.size() > most ? effects.size() - most : 0;
    std::vector<std::string> titles;
    for (const Effect& effect : effects)
        if (titles.size() < most) titles.push_back(effect.title + " (" + with_sign_and_unit(effect, view.texts) + ")");
    const std::string name = view.arm_name(arm), all = with_semicolons(titles);
    if (more == 0)
        sentences.push_back(view.texts("comparison.also_certain", {{"arm", name}, {"measures", all}}));
    else
        sentences.push_back(
            view.texts("comparison.also_certain_more", {{"arm", name}, {"measures", all}, {"count", view.number(more)}}));
}

void add_titles(const ComparisonView& view, std::size_t arm, const std::vector<Effect>& effects, const char* key,
                std::vector<std::string>& sentences) {
    if (effects.empty()) return;
    std::vector<std::string> titles;
    for (const Effect& effect : effects) titles.push_back(effect.title);
    sentences.push_back(
        view.texts(key, {{"arm", view.arm_name(arm)}, {"reference", view.arm_name(0)}, {"measures", with_semicolons(titles)}}));
}

// With one replicate: what was seen, and that it may be chance.
void add_seen(const ComparisonView& view, std::size_t arm, std::vector<std::string>& sentences) {
    constexpr std::size_t most = 6;
    std::vector<std::string> seen;
    for (const Headline& headline : headlines(view.file.summary)) {
        const Effect effect = effect_of(view, headline, arm);
        if (std::isnan(effect.difference) || effect.difference == 0 || seen.size() >= most) continue;
        seen.push_back(effect.title + ": " + with_sign_and_unit(effect, view.texts));
    }
    const std::string name = view.arm_name(arm);
    if (seen.empty())
        sentences.push_back(view.texts("comparison.seen_nothing", {{"arm", name}}));
    else
        sentences.push_back(view.texts("comparison.seen", {{"arm", name}, {"differences", with_semicolons(seen)}}));
}

std::vector<std::string> card_specs(const ComparisonView& view) {
    if (!view.is_settlement()) {
        std::vector<std::string> specs;
        for (const Headline& headline : headlines(view.file.summary))
            if (headline.spec != "arrivals") specs.push_back(headline.spec);
        specs.resize(std::min<std::size_t>(specs.size(), 8));
        return specs;
    }
    return {"placed",
            "retained.kandas",
            "retained_36m.kandas",
            "employed_share.kandas",
            "spending",
            "spending_per_placed.kandas",
            "waiting.kandas",
            "envious_share.kandas"};
}

PageCard card_of(const ComparisonView& view, const Effect& effect) {
    const PageTexts& texts = view.texts;
    PageCard card;
    card.label = effect.title;
    if (view.several_arms()) card.label = view.arms()[effect.arm] + ": " + card.label;
    card.value = with_sign_and_unit(effect, texts);
    if (!std::isnan(effect.low)) {
        const auto number = [&](double value) { return signed_number(value * effect.shown.factor, effect.decimals, texts); };
        card.interval = texts("comparison.interval", {{"low", number(effect.low)}, {"high", number(effect.high)}});
    }
    card.note = texts("comparison.card_note", {{"reference", view.reference()},
                                               {"before", level_of(effect, effect.before, texts)},
                                               {"after", level_of(effect, effect.after, texts)},
                                               {"verdict", texts(certainty_keys[static_cast<int>(effect.certainty)])}});
    if (effect.certainty == Certainty::certain || effect.certainty == Certainty::open)
        card.note += " " + (effect.headline.better == Better::less
                                ? texts("comparison.card_lower", {{"share", texts.percent(1 - effect.higher, 0)}})
                                : texts("comparison.card_higher", {{"share", texts.percent(effect.higher, 0)}}));
    card.better = effect.better();
    return card;
}

}  // namespace

PageSection answer_section(const ComparisonView& view) {
    const PageTexts& texts = view.texts;
    PageSection section{"answer", texts("comparison.answer")};
    for (std::size_t arm = 1; arm < view.arms().size(); ++arm)
        if (view.has_intervals()) section.paragraphs.push_back(in_short(view, arm, largest_effects(view, arm)));
    section.paragraphs.push_back(what_the_reference_is(view));
    section.paragraphs.push_back(what_is_compared(view));
    section.paragraphs.push_back(how_sure(view));
    for (std::size_t arm = 1; arm < view.arms().size(); ++arm) {
        std::vector<std::string>& sentences =
            section.lists.emplace_back(PageList{view.arms()[arm], {changes_of(view, arm)}}).items;
        if (has_own_questions(view))
            sentences.insert(sentences.begin(), texts("comparison.arm_question",
                                                      {{"arm", view.arm_name(arm)}, {"question", view.questions.at(arm)}}));
        if (!view.has_intervals()) {
            add_seen(view, arm, sentences);
            continue;
        }
        const std::vector<Effect> effects = largest_effects(view, arm);
        for (const Effect& effect : effects) sentences.push_back(sentence_of(view, effect));
        if (effects.empty())
            sentences.push_back(
                texts("comparison.nothing_certain", {{"arm", view.arm_name(arm)}, {"reference", view.arm_name(0)}}));
        add_also_certain(view, arm, untold(view, arm, Certainty::certain, effects), sentences);
        add_titles(view, arm, untold(view, arm, Certainty::open, effects), "comparison.not_told_apart", sentences);
        add_titles(view, arm, untold(view, arm, Certainty::same, effects), "comparison.exactly_same", sentences);
    }
    return section;
}

PageSection headline_section(const ComparisonView& view) {
    PageSection section{"headlines", view.texts("comparison.headlines")};
    constexpr std::size_t most_carded = 8;
    const std::vector<Headline> all = headlines(view.file.summary);
    const std::size_t others = view.arms().size() - 1, most = others > 4 ? 4 : card_specs(view).size();
    if (others > most_carded)
        section.paragraphs.push_back(
            view.texts("comparison.cards_of_first", {{"shown", view.number(most_carded)}, {"arms", view.number(others)}}));
    for (std::size_t arm = 1; arm <= std::min(others, most_carded); ++arm) {
        std::size_t cards = 0;
        for (const std::string& spec : card_specs(view))
            for (const Headline& headline : all)
                if (headline.spec == spec && cards < most) {
                    section.cards.push_back(card_of(view, effect_of(view, headline, arm)));
                    ++cards;
                }
    }
    if (!all.empty()) section.charts.push_back(effects_chart(view, "headline-differences", all));
    if (all.empty()) section.paragraphs.push_back(view.texts("comparison.no_headlines"));
    return section;
}

}  // namespace qonys
