// What the arms are and what they do, in sentences.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "report/page/comparison_parts.hpp"

namespace qonys {
namespace {

// "2025-01-01" as dates are written in the language.
std::string date_in_words(const std::string& date, const PageTexts& texts) {
    if (date.size() != 10 || date[4] != '-' || date[7] != '-') return date;
    return texts("comparison.date", {{"year", date.substr(0, 4)}, {"month", date.substr(5, 2)}, {"day", date.substr(8, 2)}});
}

bool is_date(const std::string& text) {
    return text.size() == 10 && text.find_first_not_of("0123456789-") == std::string::npos;
}

std::string month_or_year(const std::string& label, const PageTexts& texts) {
    return label.size() == 7 ? texts.month(label) : label;
}

std::string arm_name(const std::string& arm, const PageTexts& texts) {
    return texts("comparison.arm_name", {{"arm", arm}});
}

// What is compared, over which months, on how many replicates.
std::string what_is_compared(const ComparisonView& view) {
    const PageTexts& texts = view.texts;
    std::vector<std::string> others;
    for (std::size_t arm = 1; arm < view.arms().size(); ++arm) others.push_back(arm_name(view.arms()[arm], texts));
    std::string text = texts("comparison.compared",
                             {{"arms", listed_in_words(others, texts)}, {"reference", arm_name(view.reference(), texts)}});
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
    std::vector<std::string> words;
    const std::string& lines = view.file.arms.at(arm).changes;
    for (std::size_t start = 0; start < lines.size();) {
        const std::size_t end = std::min(lines.find('\n', start), lines.size());
        if (end > start) words.push_back(change_in_words(view, lines.substr(start, end - start)));
        start = end + 1;
    }
    const std::string name = arm_name(view.arms()[arm], view.texts);
    if (words.empty()) return view.texts("comparison.changes_nothing", {{"arm", name}});
    std::string all;
    for (const std::string& word : words) all += (all.empty() ? "" : "; ") + word;
    return view.texts("comparison.changes", {{"arm", name}, {"changes", all}});
}

std::string sentence_of(const ComparisonView& view, const Effect& effect) {
    const PageTexts& texts = view.texts;
    const std::string way = effect.difference > 0 ? ".more" : ".less", own = "effect." + effect.headline.spec + way;
    const bool known = texts.has(own);
    return texts(known ? own : "effect" + way,
                 {{"arm", arm_name(view.arms()[effect.arm], texts)},
                  {"reference", arm_name(view.reference(), texts)},
                  {"title", effect.title},
                  {"number", texts.number(std::abs(effect.difference) * effect.shown.factor, effect.decimals)},
                  {"amount", amount_of(effect, effect.difference, texts)},
                  {"before", level_of(effect, effect.before, texts)},
                  {"after", level_of(effect, effect.after, texts)},
                  {"interval", interval_of(effect, texts)}});
}

// Headlines of this certainty that no sentence has told.
void add_titles(const ComparisonView& view, std::size_t arm, Certainty certainty, const char* key,
                const std::vector<Effect>& told, std::vector<std::string>& sentences) {
    std::vector<std::string> titles;
    for (const Headline& headline : headlines(view.file.summary)) {
        const Effect effect = effect_of(view, headline, arm);
        const bool known =
            std::any_of(told.begin(), told.end(), [&](const Effect& e) { return e.headline.spec == headline.spec; });
        if (effect.certainty != certainty || known) continue;
        const std::string number = signed_number(effect.difference * effect.shown.factor, effect.decimals, view.texts);
        const bool says = certainty == Certainty::certain;
        titles.push_back(says ? effect.title + " (" + with_unit(number, effect.shown.apart) + ")" : effect.title);
    }
    if (titles.empty()) return;
    std::string all;
    for (const std::string& title : titles) all += (all.empty() ? "" : "; ") + title;
    sentences.push_back(view.texts(key, {{"arm", arm_name(view.arms()[arm], view.texts)},
                                         {"reference", arm_name(view.reference(), view.texts)},
                                         {"measures", all}}));
}

// With one replicate: what was seen, and that it may be chance.
void add_seen(const ComparisonView& view, std::size_t arm, std::vector<std::string>& sentences) {
    std::string all;
    std::size_t told = 0;
    for (const Headline& headline : headlines(view.file.summary)) {
        const Effect effect = effect_of(view, headline, arm);
        if (std::isnan(effect.difference) || effect.difference == 0 || ++told > 6) continue;
        const std::string number = signed_number(effect.difference * effect.shown.factor, effect.decimals, view.texts);
        all += (all.empty() ? "" : "; ") + effect.title + ": " + with_unit(number, effect.shown.apart);
    }
    const std::string name = arm_name(view.arms()[arm], view.texts);
    sentences.push_back(all.empty() ? view.texts("comparison.seen_nothing", {{"arm", name}})
                                    : view.texts("comparison.seen", {{"arm", name}, {"differences", all}}));
}

std::vector<std::string> card_specs() {
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
    card.value = with_unit(signed_number(effect.difference * effect.shown.factor, effect.decimals, texts), effect.shown.apart);
    if (!std::isnan(effect.low)) {
        const auto number = [&](double value) { return signed_number(value * effect.shown.factor, effect.decimals, texts); };
        card.interval = texts("comparison.interval", {{"low", number(effect.low)}, {"high", number(effect.high)}});
    }
    card.note = texts("comparison.card_note", {{"reference", view.reference()},
                                               {"before", level_of(effect, effect.before, texts)},
                                               {"after", level_of(effect, effect.after, texts)},
                                               {"verdict", texts(certainty_keys[static_cast<int>(effect.certainty)])}});
    if (effect.certainty == Certainty::certain || effect.certainty == Certainty::open)
        card.note += " " + texts("comparison.card_higher", {{"share", texts.percent(effect.higher, 0)}});
    card.better = effect.better();
    return card;
}

}  // namespace

std::string change_in_words(const ComparisonView& view, const std::string& line) {
    const PageTexts& texts = view.texts;
    const std::size_t equals = line.find(" = ");
    if (equals == std::string::npos) return line;
    std::string path = line.substr(0, equals), date, region;
    const std::string value = line.substr(equals + 3);
    for (std::size_t start = 0, end = 0; start < path.size(); start = end + 1) {
        end = std::min(path.find('.', start), path.size());
        if (start == 0 || !is_date(path.substr(start, end - start))) continue;
        date = path.substr(start, end - start);
        region = end < path.size() ? path.substr(end + 1) : "";
        path.resize(start - 1);
        break;
    }
    const std::string key = "change." + path + (date.empty() ? "" : ".from") + (region.empty() ? "" : ".region");
    if (!texts.has(key)) return line;
    return texts(key, {{"date", date_in_words(date, texts)},
                       {"region", view.region(region)},
                       {"value", texts.or_else("change.value." + value, value)}});
}

PageSection answer_section(const ComparisonView& view) {
    const PageTexts& texts = view.texts;
    PageSection section{"answer", texts("comparison.answer")};
    section.paragraphs = {what_is_compared(view), how_sure(view)};
    for (std::size_t arm = 1; arm < view.arms().size(); ++arm) {
        std::vector<std::string>& sentences =
            section.lists.emplace_back(PageList{view.arms()[arm], {changes_of(view, arm)}}).items;
        if (view.file.summary.replicates < 2) {
            add_seen(view, arm, sentences);
            continue;
        }
        const std::vector<Effect> effects = largest_effects(view, arm);
        for (const Effect& effect : effects) sentences.push_back(sentence_of(view, effect));
        if (effects.empty())
            sentences.push_back(texts("comparison.nothing_certain", {{"arm", arm_name(view.arms()[arm], texts)},
                                                                     {"reference", arm_name(view.reference(), texts)}}));
        add_titles(view, arm, Certainty::certain, "comparison.also_certain", effects, sentences);
        add_titles(view, arm, Certainty::open, "comparison.not_told_apart", effects, sentences);
        add_titles(view, arm, Certainty::same, "comparison.exactly_same", effects, sentences);
    }
    return section;
}

PageSection headline_section(const ComparisonView& view) {
    PageSection section{"headlines", view.texts("comparison.headlines")};
    const std::vector<Headline> all = headlines(view.file.summary);
    const std::size_t others = view.arms().size() - 1, most = others > 4 ? 4 : card_specs().size();
    for (std::size_t arm = 1; arm <= std::min<std::size_t>(others, 8); ++arm) {
        std::size_t cards = 0;
        for (const std::string& spec : card_specs())
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
