#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>

#include "report/page/pathway_parts.hpp"

namespace qonys {

namespace {

RunFigure over_replicates(const PathwayView& view, const std::function<double(std::size_t)>& value) {
    std::vector<double> values;
    for (std::size_t r = 0; r < view.run.head.replicates; ++r) values.push_back(value(r));
    return figure_of(values, view.run.head);
}

// Persons who ended the programme in a replicate, by exits that are of the kind `completed` or are not.
double ended(const PathwayFile& run, std::size_t replicate, bool completed) {
    double sum = 0;
    for (std::size_t p = 0; p < run.programme.size(); ++p) {
        const Names& exits = run.programmes()[p].exits;
        for (std::size_t i = 0; i < exits.texts.size(); ++i)
            if ((exits.texts[i] == "completed") == completed)
                sum += run.exits.at(replicate, {p, *run.exit.find(exits.axis.labels[i])});
    }
    return sum;
}

// Without intervals where all replicates say the same.
PageCard card_if_varied(const PathwayView& view, const std::string& label, RunFigure figure,
                        const std::function<std::string(double)>& words, const std::string& note) {
    if (!(figure.low < figure.high)) figure.low = figure.high = std::numeric_limits<double>::quiet_NaN();
    if (!(figure.p05 < figure.p95)) figure.count = 0;
    return card_of(view.head, label, figure, words, note);
}

void add_persons(const PathwayView& view, const char* key, const std::function<double(std::size_t)>& value,
                 std::vector<PageCard>& cards) {
    const auto persons = [&](double number) {
        return view.texts("run.persons_number", {{"number", view.texts.number(number, 0)}});
    };
    const RunFigure figure = over_replicates(view, value);
    cards.push_back(card_if_varied(view, view.texts(std::string("pathway.") + key), figure, persons,
                                   view.texts.or_else(std::string("pathway.") + key + "_note", "")));
    cards.back().count = figure.mean;
}

void add_waits(const PathwayView& view, std::vector<PageCard>& cards) {
    const PathwayFile& run = view.run;
    const auto days = [&](double number) {
        return view.texts("pathway.days_number", {{"number", view.texts.number(number, 0)}});
    };
    const auto longest = [&](std::size_t r) {
        double most = 0;
        for (std::size_t c = 0; c < run.longest_wait.size; ++c)
            most = std::max(most, run.longest_wait.cells[r * run.longest_wait.size + c]);
        return most;
    };
    const bool anybody = std::any_of(run.waiting.cells.begin(), run.waiting.cells.end(), [](double x) { return x > 0; });
    cards.push_back(card_if_varied(view, view.texts("pathway.longest_wait"), over_replicates(view, longest), days,
                                   view.texts(anybody ? "pathway.longest_wait_note" : "pathway.nobody_waits")));
}

void add_money(const PathwayView& view, std::vector<PageCard>& cards) {
    const PathwayFile& run = view.run;
    const auto words = [&](double tenge) { return money_words(tenge, view.texts); };
    const RunTable& usd = run.table("spending_usd");
    double dollars = 0;
    for (const std::string& programme : run.programme.labels) dollars += mean_of_table(usd, {programme});
    cards.push_back(card_if_varied(view, view.texts("pathway.cost_total"),
                                   over_replicates(view, [&](std::size_t r) { return total(run.spending, r); }), words,
                                   sentences({view.texts("run.in_usd", {{"number", view.texts.number(dollars / million, 2)}}),
                                              view.rests_on({"cost_per_day", "cost_on_entry"})})));
    cards.push_back(card_if_varied(
        view, view.texts("pathway.cost_per_arrival"),
        over_replicates(view, [&](std::size_t r) { return ratio(total(run.spending, r), total(run.arrivals, r)); }), words, ""));
}

}  // namespace

PageSection pathway_headlines(const PathwayView& view) {
    const PathwayFile& run = view.run;
    const PageTexts& texts = view.texts;
    PageSection section{"headlines", texts("run.headlines")};
    const Run& months = run.loaded.scenario.run;
    section.paragraphs.push_back(texts("run.period", {{"first", texts.month(to_string(months.first_month))},
                                                      {"last", texts.month(to_string(months.last_month))}}));
    std::string names;
    for (std::size_t p = 0; p < run.programme.size(); ++p) names += (p == 0 ? "" : "; ") + view.programme(p);
    section.paragraphs.push_back(texts("pathway.programmes_are", {{"names", names}}));
    section.paragraphs.push_back(how_sure(view.head));
    std::vector<PageCard>& cards = section.cards;
    add_persons(
        view, "arrived", [&](std::size_t r) { return total(run.arrivals, r); }, cards);
    add_persons(
        view, "completed", [&](std::size_t r) { return ended(run, r, true); }, cards);
    add_persons(
        view, "ended_otherwise", [&](std::size_t r) { return ended(run, r, false); }, cards);
    add_persons(
        view, "in_programme", [&](std::size_t r) { return total(run.arrivals, r) - total(run.exits, r); }, cards);
    add_waits(view, cards);
    add_money(view, cards);
    return section;
}

}  // namespace qonys
