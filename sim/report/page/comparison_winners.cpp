// Who gains and who loses, and why the totals differ.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "report/page/charts.hpp"
#include "report/page/comparison_parts.hpp"

namespace qonys {

using nlohmann::json;

namespace {

constexpr const char* country = "KZ";

// Rows of one axis, by the difference in one measure.
struct Ranking {
    std::string id, spec, table;
    std::string stream;     // empty: the table has none
    std::string axis;       // "area", "origin"
    std::string kind;       // of names: "region", "origin"
    std::string title_key;  // with {measure} and {reference}
};

std::string row_name(const ComparisonView& view, const Ranking& ranking, const std::string& label) {
    return ranking.kind == "origin" ? view.origin(label) : view.region(label);
}

struct RankedRow {
    std::string label;
    std::size_t cell;
    double difference;
};

// Gains first; rows without a figure, and those that are nought in every arm, are left out.
std::vector<RankedRow> ranked(const ComparisonView& view, const PairedTable& table, const Ranking& ranking, std::size_t arm) {
    std::vector<RankedRow> rows;
    const Axis& axis = table.axes.at(0);
    for (const std::string& label : axis.labels) {
        if (label == country) continue;
        std::vector<std::string> labels = {label};
        if (!ranking.stream.empty()) labels.push_back(ranking.stream);
        const std::size_t cell = table.cell(labels);
        const double difference = table.difference.at(table.at(arm, cell));
        bool anything = false;
        for (std::size_t a = 0; a < view.arms().size(); ++a) anything = anything || table.mean.at(table.at(a, cell)) != 0;
        if (anything && !std::isnan(difference)) rows.push_back({label, cell, difference});
    }
    std::stable_sort(rows.begin(), rows.end(),
                     [](const RankedRow& a, const RankedRow& b) { return a.difference > b.difference; });
    return rows;
}

bool fits(const PairedTable* table, const Ranking& ranking) {
    if (table == nullptr || table->axes.empty() || table->axes[0].name != ranking.axis) return false;
    if (ranking.stream.empty()) return table->axes.size() == 1;
    return table->axes.size() == 2 && table->axes[1].find(ranking.stream).has_value();
}

PageChart ranking_chart(const ComparisonView& view, const Ranking& ranking, const PairedTable& table) {
    const PageTexts& texts = view.texts;
    const ShownMeasure shown = shown_measure(table.measure.unit, texts);
    const int decimals = shown.kind == PageColumnKind::count ? 1 : 2;
    const std::string measure = measure_title(texts, ranking.spec, table.measure.long_name);
    PageChart chart;
    chart.id = ranking.id;
    chart.title = texts(ranking.title_key, {{"measure", measure}});
    chart.unit = texts("comparison.less_reference", {{"unit", shown.apart}, {"reference", view.reference()}});
    chart.reading = texts(view.said("comparison.winners_reading"));
    if (view.has_intervals()) chart.note = texts("comparison.many_intervals");
    chart.source = view.source;
    chart.table.columns = {
        {"arm", texts("comparison.arm"), "", PageColumnKind::text, 0, view.several_arms()},
        {"code", texts("comparison.code"), "", PageColumnKind::text, 0, false},
        {"name", texts(ranking.kind == "origin" ? "comparison.origin" : "comparison.region"), "", PageColumnKind::text},
        {"before", view.reference(), shown.apart, shown.kind, decimals},
        {"after", texts("comparison.in_arm"), shown.apart, shown.kind, decimals},
        {"difference", texts("comparison.difference"), shown.apart, PageColumnKind::change, decimals},
        {"low", texts("comparison.low"), shown.apart, PageColumnKind::change, decimals},
        {"high", texts("comparison.high"), shown.apart, PageColumnKind::change, decimals},
        {"verdict", texts("comparison.verdict"), "", PageColumnKind::text}};
    for (std::size_t arm = 1; arm < view.arms().size(); ++arm)
        for (const RankedRow& row : ranked(view, table, ranking, arm)) {
            const std::size_t at = table.at(arm, row.cell);
            const auto figure = [&](double value) { return cell(value * shown.factor, decimals); };
            chart.table.rows.push_back({view.arms()[arm], row.label, row_name(view, ranking, row.label),
                                        figure(table.mean.at(table.at(0, row.cell))), figure(table.mean.at(at)),
                                        figure(row.difference), figure(table.low.at(at)), figure(table.high.at(at)),
                                        texts(certainty_keys[static_cast<int>(certainty_of(view, table, arm, row.cell))])});
        }
    chart.spec = differences_spec(view, chart.table, "name",
                                  {"difference", title_and_unit(texts("comparison.difference"), shown.apart)}, "low", "high");
    choose_arm(view, chart);
    return chart;
}

// Who gains and loses most for certain, in one sentence.
std::string winners_sentence(const ComparisonView& view, const Ranking& ranking, const PairedTable& table, std::size_t arm) {
    constexpr std::size_t named = 3;
    const ShownMeasure shown = shown_measure(table.measure.unit, view.texts);
    std::vector<std::string> gain, lose;
    std::vector<RankedRow> rows = ranked(view, table, ranking, arm);
    const auto told = [&](const RankedRow& row) {
        const std::string number = signed_number(row.difference * shown.factor, 0, view.texts);
        return row_name(view, ranking, row.label) + " (" + number + ")";
    };
    const auto certain = [&](const RankedRow& row) { return certainty_of(view, table, arm, row.cell) == Certainty::certain; };
    for (const RankedRow& row : rows)
        if (certain(row) && row.difference > 0 && gain.size() < named) gain.push_back(told(row));
    std::reverse(rows.begin(), rows.end());
    for (const RankedRow& row : rows)
        if (certain(row) && row.difference < 0 && lose.size() < named) lose.push_back(told(row));
    if (gain.empty() && lose.empty()) return view.texts("comparison.winners_none", {{"arm", view.arms()[arm]}});
    std::string text;
    if (!gain.empty())
        text = view.texts("comparison.winners_gain", {{"arm", view.arms()[arm]}, {"regions", listed_in_words(gain, view.texts)}});
    if (!lose.empty())
        text +=
            (text.empty() ? "" : " ") +
            view.texts("comparison.winners_lose", {{"arm", view.arms()[arm]}, {"regions", listed_in_words(lose, view.texts)}});
    return text;
}

// "price: rent" is the price of an instrument.
std::string term_name(const std::string& term, const PageTexts& texts) {
    constexpr const char* price = "price: ";
    if (term.starts_with(price))
        return texts("term.price", {{"instrument", name_of(texts, "instrument", term.substr(std::string(price).size()))}});
    std::string key = "term." + term;
    std::replace(key.begin(), key.end(), ' ', '_');
    return texts.or_else(key, term);
}

PageChart terms_chart(const ComparisonView& view, std::size_t total) {
    const PageTexts& texts = view.texts;
    const Decomposition& first = view.file.decompositions.at(0).at(total);
    const ShownMeasure shown = shown_measure(first.unit, texts);
    const int decimals = shown.kind == PageColumnKind::count ? 0 : 1;
    PageChart chart;
    chart.id = "why-" + first.measure;
    chart.title = texts("comparison.why_" + first.measure);
    chart.unit = texts("comparison.less_reference", {{"unit", shown.apart}, {"reference", view.reference()}});
    chart.reading = texts("comparison.why_reading");
    chart.note = texts("comparison.why_note");
    chart.source = view.source;
    chart.table.columns = {{"arm", texts("comparison.arm"), "", PageColumnKind::text, 0, view.several_arms()},
                           {"term", texts("comparison.because_of"), "", PageColumnKind::text},
                           {"amount", texts("comparison.part"), shown.apart, PageColumnKind::number, decimals},
                           {"what", texts("comparison.kind_of_row"), "", PageColumnKind::text, 0, false}};
    for (std::size_t arm = 1; arm < view.arms().size(); ++arm) {
        const Decomposition& d = view.file.decompositions.at(arm - 1).at(total);
        for (const Decomposition::Term& term : d.terms)
            chart.table.rows.push_back(
                {view.arms()[arm], term_name(term.name, texts), cell(term.amount * shown.factor, 4), texts("comparison.part")});
        chart.table.rows.push_back({view.arms()[arm], texts("comparison.total_difference"), cell(d.difference * shown.factor, 4),
                                    texts("comparison.total_difference")});
    }
    chart.spec = bars_spec("term", texts("comparison.because_of"), "amount",
                           title_and_unit(texts("comparison.part_of_difference"), shown.apart), "what");
    choose_arm(view, chart);
    return chart;
}

// "Of the difference of -839 persons -1,061 come from places, +171 from retention …"
std::string terms_sentence(const ComparisonView& view, const Decomposition& d, std::size_t arm) {
    const PageTexts& texts = view.texts;
    const ShownMeasure shown = shown_measure(d.unit, texts);
    std::vector<Decomposition::Term> terms = d.terms;
    std::stable_sort(terms.begin(), terms.end(),
                     [](const auto& a, const auto& b) { return std::abs(a.amount) > std::abs(b.amount); });
    std::vector<std::string> parts;
    for (const Decomposition::Term& term : terms) {
        const std::string number = signed_number(term.amount * shown.factor, 0, texts);
        if (parts.size() < 3 && number != "0") parts.push_back(term_name(term.name, texts) + " (" + number + ")");
    }
    if (parts.empty()) return "";
    return texts("comparison.why_sentence",
                 {{"arm", view.arms()[arm]},
                  {"total", texts("comparison.why_total_" + d.measure)},
                  {"difference", with_unit(signed_number(d.difference * shown.factor, 0, texts), shown.apart)},
                  {"parts", listed_in_words(parts, texts)}});
}

}  // namespace

PageSection winners_section(const ComparisonView& view) {
    PageSection section{"winners", view.texts("comparison.winners")};
    std::vector<Ranking> rankings = {
        {"regions-by-placed", "placed", "placed_total", "", "area", "region", "comparison.winners_regions"}};
    for (const std::string& stream : programme_streams(view))
        rankings.push_back({"regions-by-retained-" + (stream == "kandas_quota" ? std::string("kandas") : stream),
                            "retained." + (stream == "kandas_quota" ? std::string("kandas") : stream), "retained", stream, "area",
                            "region", "comparison.winners_regions"});
    rankings.push_back({"regions-by-spending", "spending", "spending_total", "", "area", "region", "comparison.winners_regions"});
    rankings.push_back({"origins-by-placed", "placed", "placed_by_origin", "", "origin", "origin", "comparison.winners_origins"});
    for (Ranking& ranking : rankings) {
        ranking.id = plain_id(ranking.id);
        const PairedTable* table = view.file.table(ranking.table, Period::whole_run);
        if (ranking.table == "placed_total" && table == nullptr) {  // files without streams
            ranking.table = "placed";
            table = view.file.table(ranking.table, Period::whole_run);
        }
        if (!fits(table, ranking)) continue;
        if (ranking.id == "regions-by-placed" && view.file.summary.replicates > 1)
            for (std::size_t arm = 1; arm < view.arms().size(); ++arm)
                section.paragraphs.push_back(winners_sentence(view, ranking, *table, arm));
        PageChart chart = ranking_chart(view, ranking, *table);
        if (!chart.table.rows.empty()) section.charts.push_back(std::move(chart));
    }
    if (section.charts.empty()) section.paragraphs.push_back(view.texts("comparison.winners_nothing"));
    return section;
}

PageSection decomposition_section(const ComparisonView& view) {
    PageSection section{"why", view.texts("comparison.why")};
    if (view.file.decompositions.empty() || view.file.decompositions[0].empty()) {
        section.paragraphs.push_back(view.texts("comparison.why_nothing"));
        return section;
    }
    section.paragraphs.push_back(view.texts("comparison.why_text"));
    for (std::size_t arm = 1; arm < view.arms().size(); ++arm)
        for (const Decomposition& d : view.file.decompositions[arm - 1])
            if (const std::string sentence = terms_sentence(view, d, arm); !sentence.empty())
                section.paragraphs.push_back(sentence);
    for (std::size_t total = 0; total < view.file.decompositions[0].size(); ++total)
        section.charts.push_back(terms_chart(view, total));
    return section;
}

}  // namespace qonys
