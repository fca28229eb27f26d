#include "scenario/fields_pathways.hpp"

#include <span>

#include "scenario/field_builders.hpp"

namespace qonys {

using namespace field;

namespace {

constexpr Limits days{1, 36500}, money{0, 1e9}, monthly_rate{0, 10};

std::vector<std::string> texts(std::span<const char* const> words) {
    return {words.begin(), words.end()};
}

class Rows {
public:
    explicit Rows(const std::string& path) : path_(path) {}

    Field& required(Field f) { return add(std::move(f), false); }
    Field& optional(Field f) { return add(std::move(f), true); }
    std::vector<PathwayField> rows;

private:
    Field& add(Field f, bool optional) {
        f.path = path_ + "." + f.path;
        f.may_be_bare = f.kind == ValueKind::fact;
        rows.push_back({std::move(f), optional});
        return rows.back().field;
    }
    const std::string& path_;
};

Field text(std::string name, std::string doc, std::function<Slot(Scenario&)> slot) {
    return word(std::move(name), {}, std::move(doc), std::move(slot));
}

Field day(std::string name, std::string doc, std::function<Slot(Scenario&)> slot) {
    Field f = text(std::move(name), std::move(doc), std::move(slot));
    f.unit = "date";
    return f;
}

}  // namespace

std::vector<PathwayField> programme_fields(const std::string& path, std::size_t p, const std::string& exit_axis) {
    Rows t(path);
    const auto at = [p](auto Programme::*member) {
        return [p, member](Scenario& s) -> Slot { return &(s.pathways.programmes[p].*member); };
    };
    t.required(text("title", "Name of the programme for readers.", at(&Programme::title)));
    Field exits = word("exits", texts(exit_kind_words),
                       "How persons end the programme, each with its kind: completed; transferred to another country's or body's "
                       "care; custody; left before the end; died.",
                       at(&Programme::exits));
    exits.axes = {exit_axis};
    t.required(std::move(exits));
    t.optional(whole(fact("obligation_days", "days", {}, {0, 36500},
                          "From arrival; who leaves before that breaks the obligation.", at(&Programme::obligation_days))));
    t.optional(
        text("obligation", "What is owed in that time, such as taking part in the follow-up.", at(&Programme::obligation)));
    return std::move(t.rows);
}

std::vector<PathwayField> arrival_fields(const std::string& path, std::size_t p, std::size_t a) {
    Rows t(path);
    const auto at = [p, a](auto ManifestRow::*member) {
        return [p, a, member](Scenario& s) -> Slot { return &(s.pathways.programmes[p].arrivals[a].*member); };
    };
    t.required(day("date", "Day of the flight, or first day of a planned stream.", at(&ManifestRow::date)));
    t.optional(day("until", "Last day of a planned stream.", at(&ManifestRow::until)));
    t.optional(word("pattern", texts(arrival_pattern_words),
                    "Of a planned stream: in flights at equal intervals, or singly: party by party on random days, their number "
                    "Poisson.",
                    at(&ManifestRow::pattern)));
    t.optional(whole(choice("flights", "flights", {1, 1000}, "Into which the persons of a planned stream are divided.",
                            at(&ManifestRow::flights))));
    t.optional(fact("delay_days", "days", {}, {0, 3650}, "A flight comes up to so many days late, each delay equally likely.",
                    at(&ManifestRow::delay_days)));
    t.required(text("from", "Country that the persons come from, code of ISO 3166-1.", at(&ManifestRow::from)));
    t.required(whole(
        sparse(fact("persons", "persons", {"traveller"}, {0, 1e6},
                    "On the flight or in the stream; orphans are counted among the children.", at(&ManifestRow::persons)))));
    t.optional(
        whole(fact("unaccompanied", "persons", {}, {0, 1e6},
                   "Of the children: without a parent on the flight. Without it: the orphans, or all where no woman flies.",
                   at(&ManifestRow::unaccompanied))));
    t.optional(
        word("confidence", texts(confidence_words), "In the numbers of the row, by its sources.", at(&ManifestRow::confidence)));
    return std::move(t.rows);
}

std::vector<PathwayField> stage_fields(const std::string& path, std::size_t p, std::size_t stage,
                                       std::vector<std::string> next_axes, const std::string& exit_axis,
                                       const std::string& service_axis) {
    Rows t(path);
    const auto at = [p, stage](auto Stage::*member) {
        return [p, stage, member](Scenario& s) -> Slot { return &(s.pathways.programmes[p].stages[stage].*member); };
    };
    t.optional(text("title", "Name of the stage for readers.", at(&Stage::title)));
    t.required(word("kind", texts(stage_kind_words), "What the stage is for.", at(&Stage::kind)));
    t.optional(text("centre", "Centre whose places the stage uses.", at(&Stage::centre)));
    t.optional(whole(fact("places", "persons", {}, {1, 1e6}, "Places of the stage's own; without them or a centre all find room.",
                          at(&Stage::places))));
    t.required(fact("days", "days", {}, days, "Mean length of stay.", at(&Stage::days)));
    t.optional(word("days_shape", texts(stay_shape_words), "How stays differ between parties.", at(&Stage::days_shape)));
    t.optional(fact("days_cv", "ratio", {}, {0.01, 10}, "Standard deviation over mean of stays, gamma and lognormal.",
                    at(&Stage::days_cv)));
    t.required(fact("cost_per_day", "KZT per person-day", {}, money,
                    "Paid for each person and day in the stage, those included who wait there for the next one.",
                    at(&Stage::cost_per_day)));
    t.optional(
        fact("cost_on_entry", "KZT per person", {}, money, "Paid once for each person who enters.", at(&Stage::cost_on_entry)));
    t.optional(fact("staff", "posts per person", {service_axis}, {0, 10}, "Full-time posts needed per person present.",
                    at(&Stage::staff)));
    Field next = sparse(shares(fact("next", "share", std::move(next_axes), share,
                                    "Shares that go on to each stage or exit, of all parties or by party.", at(&Stage::next))));
    t.required(std::move(next));
    t.optional(sparse(fact("leave", "per month", {exit_axis}, monthly_rate,
                           "Rate at which parties leave from the stage by each exit before its end.", at(&Stage::leave))));
    return std::move(t.rows);
}

std::vector<PathwayField> centre_fields(const std::string& path, std::size_t c) {
    Rows t(path);
    const auto at = [c](auto SharedCentre::*member) {
        return [c, member](Scenario& s) -> Slot { return &(s.pathways.centres[c].*member); };
    };
    t.required(text("title", "Name of the centre for readers.", at(&SharedCentre::title)));
    t.required(whole(
        fact("places", "persons", {}, {1, 1e6}, "Persons that the centre can house at a time.", at(&SharedCentre::places))));
    return std::move(t.rows);
}

std::vector<PathwayField> published_fields(const std::string& path, std::size_t n) {
    Rows t(path);
    const auto at = [n](auto PublishedTotal::*member) {
        return [n, member](Scenario& s) -> Slot { return &(s.pathways.published[n].*member); };
    };
    t.required(
        text("programmes", "Whose arrivals the total counts, names separated by blanks.", at(&PublishedTotal::programmes)));
    t.optional(day("until", "The total counts arrivals up to this day; without it all.", at(&PublishedTotal::until)));
    t.optional(word("who", texts(traveller_words), "Whom the total counts; without it all persons.", at(&PublishedTotal::who)));
    t.required(whole(fact("persons", "persons", {}, {0, 1e6}, "The published total.", at(&PublishedTotal::persons))));
    t.optional(whole(choice("difference", "persons", {-1e6, 1e6}, "The published total less the sum of the arrivals.",
                            at(&PublishedTotal::difference))));
    t.optional(text("reason", "Why they differ.", at(&PublishedTotal::reason)));
    return std::move(t.rows);
}

Field time_step_field() {
    return word("run.time_step", texts(time_step_words), "Step of the time axis of results; days are simulated.",
                [](Scenario& s) -> Slot { return &s.pathways.time_step; });
}

}  // namespace qonys
