#include <cmath>

#include "report/page/names.hpp"
#include "report/page/run_parts.hpp"

namespace qonys {

namespace {

constexpr std::size_t least_for_range =
    10;  // replicates: of fewer, the ends of a 90 % range are the least and greatest, or nearly

RunFigure over_replicates(const RunView& view, const std::function<double(std::size_t)>& value) {
    std::vector<double> values;
    for (std::size_t r = 0; r < view.run.replicates; ++r) values.push_back(value(r));
    return figure_of(values, view.run);
}

double in_last_month(const RunCube& cube, std::size_t replicate) {
    double sum = 0;
    for (std::size_t s = 0; s < cube.shape[1]; ++s) sum += cube.at(replicate, {cube.shape[0] - 1, s});
    return sum;
}

void add_retained(const RunView& view, const std::vector<std::size_t>& programmes, const char* months,
                  std::vector<PageCard>& cards) {
    const auto n = view.run.months_since.find(months);
    if (!n) return;
    const auto words = [&](double share) { return view.texts.percent(share, 1); };
    PageCard card;
    for (const std::size_t s : programmes) {
        const RunFigure figure = over_replicates(view, [&](std::size_t r) { return view.run.retained_share.at(r, {*n, s}); });
        if (std::isnan(figure.mean)) continue;
        if (card.label.empty())
            card = card_of(view, view.texts("run.retained", {{"months", months}}), figure, words, view.stream(s) + ".");
        else
            card.note += " " + view.texts("run.other_stream", {{"stream", view.stream(s)}, {"value", words(figure.mean)}});
    }
    if (!card.label.empty()) cards.push_back(card);
}

void add_money(const RunView& view, const std::vector<std::size_t>& programmes, std::vector<PageCard>& cards) {
    const RunFile& run = view.run;
    const auto words = [&](double tenge) { return money_words(tenge, view.texts); };
    const RunTable& usd = run.table("whole_run/spending_usd");
    const double dollars = usd.mean.at(usd.cell({"KZ"}));
    cards.push_back(card_of(view, view.texts("run.spending_total"),
                            over_replicates(view, [&](std::size_t r) { return total(run.spending, r); }), words,
                            view.texts("run.in_usd", {{"number", view.texts.number(dollars / million, 1)}})));
    cards.push_back(
        card_of(view, view.texts("run.per_placed"),
                over_replicates(view, [&](std::size_t r) { return ratio(total(run.spending, r), total(run.placed, r)); }), words,
                view.texts("run.per_placed_note")));
    const auto per_year = [&](std::size_t r) {
        double paid = 0, person_months = 0;
        for (const std::size_t s : programmes) {
            paid += total_of(run.spending, r, 1, s);
            person_months += total_of(run.retained, r, 1, s);
        }
        return ratio(paid * 12, person_months);
    };
    cards.push_back(card_of(view, view.texts("run.per_retained_year"), over_replicates(view, per_year), words,
                            view.texts("run.per_retained_year_note")));
}

}  // namespace

PageCard card_of(const RunView& view, const std::string& label, const RunFigure& figure,
                 const std::function<std::string(double)>& words, const std::string& note) {
    const PageTexts& texts = view.texts;
    PageCard card;
    card.label = label;
    card.value = std::isnan(figure.mean) ? texts("run.no_figure") : words(figure.mean);
    if (!std::isnan(figure.low))
        card.interval = texts("run.interval", {{"low", words(figure.low)}, {"high", words(figure.high)}});
    if (figure.count >= least_for_range)
        card.note = texts("run.range_90", {{"low", words(figure.p05)}, {"high", words(figure.p95)}});
    if (!card.note.empty() && !card.note.ends_with('.')) card.note += ".";
    if (!note.empty()) card.note += (card.note.empty() ? "" : " ") + note;
    return card;
}

std::string how_sure(const RunView& view) {
    const RunFile& run = view.run;
    if (!view.spread()) return view.texts("run.one_replicate");
    const std::string about = run.uncertain.empty() ? "run.what_interval"
                              : view.intervals()    ? "run.what_interval_uncertain"
                                                    : "run.what_one_draw";
    const auto count = [&](std::size_t number) { return view.texts.number(static_cast<double>(number), 0); };
    const std::string text = view.texts(about, {{"replicates", count(run.replicates)}, {"draws", count(run.observations())}});
    if (run.replicates < least_for_range) return text;
    return text + " " + view.texts(about == "run.what_interval_uncertain" ? "run.what_range_uncertain" : "run.what_range");
}

PageSection headline_section(const RunView& view) {
    const RunFile& run = view.run;
    const PageTexts& texts = view.texts;
    PageSection section{"headlines", texts("run.headlines")};
    section.paragraphs.push_back(
        texts("run.period", {{"first", texts.month(run.month.labels.front())}, {"last", texts.month(run.month.labels.back())}}));
    section.paragraphs.push_back(how_sure(view));
    const auto persons = [&](double number) { return texts("run.persons_number", {{"number", texts.number(number, 0)}}); };
    const auto percent = [&](double share) { return texts.percent(share, 1); };
    const std::vector<std::size_t> programmes = programme_streams(run);
    std::vector<PageCard>& cards = section.cards;
    cards.push_back(card_of(view, texts("run.placed_total"),
                            over_replicates(view, [&](std::size_t r) { return total(run.placed, r); }), persons, ""));
    cards.push_back(card_of(view, texts("run.stock_end"),
                            over_replicates(view, [&](std::size_t r) { return in_last_month(run.stock, r); }), persons,
                            texts("run.stock_end_note")));
    for (const char* months : {"12", "36"}) add_retained(view, programmes, months, cards);
    const auto employed = [&](std::size_t r) { return ratio(in_last_month(run.working, r), in_last_month(run.working_age, r)); };
    cards.push_back(
        card_of(view, texts("run.employed_end"), over_replicates(view, employed), percent, texts("run.employed_note")));
    add_money(view, programmes, cards);
    return section;
}

}  // namespace qonys
