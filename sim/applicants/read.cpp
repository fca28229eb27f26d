#include "applicants/read.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <unordered_map>

#include "base/csv.hpp"
#include "base/month.hpp"

namespace qonys {
namespace {

struct TextHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
};
using NameIndex = std::unordered_map<std::string, std::uint32_t, TextHash, std::equal_to<>>;  // only looked up, never walked

// Names of one file. After a row that could not be read, a name that is not found need not be wrong.
struct Named {
    std::string file;
    NameIndex index;
    bool whole = true;

    std::optional<std::uint32_t> find(std::string_view name) const {
        const auto at = index.find(name);
        return at == index.end() ? std::nullopt : std::optional(at->second);
    }
};

struct Reading {
    Applicants found;
    Named places, families, past;
    std::vector<std::string> place_names;
    Problems problems;
};

std::string quoted(std::string_view text) {
    return "\"" + std::string(text) + "\"";
}

std::string did_you_mean(std::string_view word, const std::vector<std::string>& names, const std::string& file) {
    const std::string near = nearest(word, names);
    return near.empty() ? "write the name as it stands in " + file : "did you mean " + quoted(near) + "?";
}

// The place that a field names; an unknown one is told.
std::optional<std::uint8_t> place_in(CsvReader& csv, std::size_t column, std::string_view name, const Reading& reading) {
    if (const auto place = reading.places.find(name)) return static_cast<std::uint8_t>(*place);
    if (reading.places.whole)
        csv.add(column, quoted(name) + " is no place of " + reading.places.file,
                did_you_mean(name, reading.place_names, reading.places.file));
    return std::nullopt;
}

void read_places(const std::string& file, Reading& reading) {
    enum Column { place, capacity, minimum, used };
    reading.places.file = file;
    const std::string text = read_whole_file(file);
    CsvProblems problems(file, reading.problems);
    CsvReader csv(text, {{"place", true}, {"capacity", true}, {"minimum"}, {"used"}}, problems);
    while (csv.next()) {
        const auto name = csv.name(place);
        if (!name) {
            reading.places.whole = false;
            continue;
        }
        if (name->find(';') != std::string_view::npos)
            csv.add(place, "holds a semicolon, which separates preferences", "rename it");
        if (reading.place_names.size() == most_places) {
            csv.add(place, fmt::format("is one place more than the {} that can be told apart", most_places),
                    "place the families region by region");
            reading.places.whole = false;
            break;
        }
        if (!reading.places.index.emplace(*name, reading.place_names.size()).second) {
            csv.add(place, quoted(*name) + " stands here a second time", "keep one row for each place");
            continue;
        }
        ReceivingPlace row{std::string(*name)};
        if (const auto number = csv.whole_number(capacity, 0, most_capacity)) row.capacity = *number;
        if (csv.has(used)) row.used = csv.whole_number(used, 0, most_capacity).value_or(0);
        if (csv.has(minimum)) row.minimum = csv.whole_number(minimum, 0, most_capacity).value_or(0);
        if (problems.count() == 0 && row.used > row.capacity)
            csv.add(used, fmt::format("{} used, of {}", row.used, row.capacity), "raise the capacity or correct the number");
        if (problems.count() == 0 && row.minimum > row.capacity)
            csv.add(minimum, fmt::format("a minimum of {} persons, of {}", row.minimum, row.capacity), "lower the minimum");
        reading.place_names.push_back(row.name);
        reading.found.places.push_back(std::move(row));
    }
    reading.places.whole = reading.places.whole && csv.whole();
    if (problems.count() == 0 && reading.place_names.empty()) problems.add({}, "", "has no places", "add a row for each place");
}

enum FamilyColumn { family, persons, applied, priority, preferences };

void read_preferences(CsvReader& csv, Applicant& applicant, const Reading& reading) {
    const std::string_view text = csv.at(preferences);
    if (text.empty()) return;
    applicant.prefers = true;
    for (std::size_t start = 0; start <= text.size();) {
        const std::size_t end = std::min(text.find(';', start), text.size());
        std::string_view name = text.substr(start, end - start);
        while (name.starts_with(' ')) name.remove_prefix(1);
        while (name.ends_with(' ')) name.remove_suffix(1);
        start = end + 1;
        if (name.empty()) {
            csv.add(preferences, "an empty name in the list", "write Place A;Place B");
        } else if (const auto place = place_in(csv, preferences, name, reading)) {
            auto& list = applicant.preferences;
            if (std::find(list.begin(), list.end(), *place) == list.end())
                list.push_back(*place);
            else
                csv.add(preferences, quoted(name) + " stands twice in the list", "keep the better rank");
        }
    }
}

// All dates, or all numbers: a mixture has no order.
void read_applied(CsvReader& csv, Applicant& applicant, std::optional<bool>& dates) {
    const std::optional<Date> date = parse_date(csv.at(applied));
    const std::string_view text = csv.at(applied);
    const bool looks_like_date = text.size() > 5 && std::count(text.begin() + 1, text.end(), '-') == 2;
    if (!date && looks_like_date) {
        csv.add(applied, quoted(text) + " is no day of the calendar", "write the year, month and day: 2026-03-01");
        return;
    }
    if (date)
        applicant.applied = date->days;
    else if (const auto number = csv.number(applied, -most_number, most_number))
        applicant.applied = *number;
    else
        return;
    if (!dates) dates = date.has_value();
    if (*dates != date.has_value())
        csv.add(applied, std::string(date ? "a date" : "a number") + " after " + (date ? "numbers" : "dates"),
                "write either dates (2026-03-01) or numbers in all rows");
}

ApplicantFamilies read_families(const std::string& file, Reading& reading, bool past) {
    Named& names = past ? reading.past : reading.families;
    names.file = file;
    const std::string text = read_whole_file(file);
    CsvProblems problems(file, reading.problems);
    CsvReader csv(text, {{"family", true}, {"persons", true}, {"applied"}, {"priority"}, {"preferences"}}, problems);
    ApplicantFamilies families;
    std::optional<bool> dates;
    while (csv.next()) {
        const auto name = csv.name(family);
        if (!name) {
            names.whole = false;
            continue;
        }
        if (!names.index.emplace(*name, 0).second) {
            csv.add(family, quoted(*name) + " stands here a second time", "keep one row for each family");
            continue;
        }
        Applicant& row = families.list.emplace_back();
        row.name = *name;
        row.row = families.list.size() - 1;
        if (const auto number = csv.whole_number(persons, 1, most_persons)) row.persons = static_cast<int>(*number);
        if (csv.has(preferences)) read_preferences(csv, row, reading);
        if (past) continue;  // only their sizes, scores and places teach prices
        if (csv.has(applied)) read_applied(csv, row, dates);
        if (csv.has(priority)) row.priority = csv.number(priority, -most_number, most_number).value_or(0);
    }
    names.whole = names.whole && csv.whole();
    if (!past) reading.found.has_applied = csv.has(applied);
    if (!past) reading.found.has_priority = csv.has(priority);
    const std::size_t pairs = families.list.size() * reading.place_names.size();
    if (pairs > most_pairs)
        problems.add({}, "",
                     fmt::format("{} families and {} places are {} pairs, more than {}", families.list.size(),
                                 reading.place_names.size(), pairs, most_pairs),
                     "split the families into several sittings");
    if (problems.count() == 0 && families.list.empty()) problems.add({}, "", "has no families", "add a row for each family");
    std::sort(families.list.begin(), families.list.end(), [](const Applicant& a, const Applicant& b) { return a.name < b.name; });
    for (std::size_t i = 0; i < families.list.size(); ++i)
        names.index.find(families.list[i].name)->second = static_cast<std::uint32_t>(i);
    return families;
}

std::string unknown_family_hint(std::string_view name, const std::vector<Applicant>& list, const std::string& file) {
    constexpr std::size_t few = 2'000;  // comparing with many takes long
    std::vector<std::string> names;
    if (list.size() <= few)
        for (const Applicant& a : list) names.push_back(a.name);
    return did_you_mean(name, names, file);
}

void read_scores(const std::string& file, Reading& reading) {
    enum Column { family_column, place_column, score_column };
    const std::string text = read_whole_file(file);
    CsvProblems problems(file, reading.problems);
    CsvReader csv(text, {{"family", true}, {"place", true}, {"score", true}}, problems);
    const std::size_t width = reading.place_names.size();
    ApplicantFamilies& now = reading.found.families;
    ApplicantFamilies& past = reading.found.past;
    for (ApplicantFamilies* families : {&now, &past}) families->scores.assign(families->list.size() * width, closed_pair);
    std::string_view last;  // rows of a family mostly stand together
    std::optional<std::uint32_t> in_now, in_past;
    while (csv.next()) {
        const auto name = csv.name(family_column);
        const auto place_name = csv.name(place_column);
        const auto score = csv.number(score_column, 0, most_score);
        if (!name || !place_name) continue;
        if (*name != last) {
            in_now = reading.families.find(*name);
            in_past = reading.past.find(*name);
            last = in_now ? std::string_view(now.list[*in_now].name) : std::string_view{};
        }
        if (!in_now && !in_past && reading.families.whole && reading.past.whole)
            csv.add(family_column,
                    quoted(*name) + " is no family of " + reading.families.file +
                        (past.list.empty() ? "" : " or " + reading.past.file),
                    unknown_family_hint(*name, now.list, reading.families.file));
        const auto place = place_in(csv, place_column, *place_name, reading);
        if (!place || !score) continue;
        bool repeated = false;
        const auto note = [&](ApplicantFamilies& families, std::optional<std::uint32_t> at) {
            if (!at) return;
            double& cell = families.scores[*at * width + *place];
            repeated = repeated || !std::isnan(cell);
            cell = *score;
        };
        note(now, in_now);
        note(past, in_past);
        if (repeated)
            csv.add(place_column, quoted(*name) + " and " + quoted(*place_name) + " stand here a second time",
                    "keep one row for each pair");
    }
    reading.found.scored = true;
    if (problems.count() == 0 && csv.rows() == 0)
        problems.add({}, "", "has no scores, so that every pair is closed", "add a row for each pair, or leave out --scores");
}

// Calls `take` with each pair that names a family and a place; it adds a problem to the row when it returns a text.
template <class Take>
void read_pairs(const std::string& file, Reading& reading, Take take) {
    const std::string text = read_whole_file(file);
    CsvProblems problems(file, reading.problems);
    CsvReader csv(text, {{"family", true}, {"place", true}}, problems);
    while (csv.next()) {
        const auto name = csv.name(0);
        const auto place_name = csv.name(1);
        if (!name || !place_name) continue;
        const auto found = reading.families.find(*name);
        if (!found && reading.families.whole)
            csv.add(0, quoted(*name) + " is no family of " + reading.families.file,
                    unknown_family_hint(*name, reading.found.families.list, reading.families.file));
        const auto place = place_in(csv, 1, *place_name, reading);
        if (!found || !place) continue;
        const auto [what, hint] = take(*found, *place);
        if (!what.empty()) csv.add(1, what, hint);
    }
}

using Complaint = std::pair<std::string, std::string>;  // what is wrong, what to try; empty: nothing

void read_forbidden(const std::string& file, Reading& reading) {
    std::vector<bool> seen(reading.found.families.list.size() * reading.place_names.size());
    auto& forbidden = reading.found.forbidden;
    read_pairs(file, reading, [&](std::uint32_t f, std::uint8_t p) -> Complaint {
        const std::size_t cell = f * reading.place_names.size() + p;
        if (seen[cell]) return {"the pair stands here a second time", "keep one row for each pair"};
        seen[cell] = true;
        forbidden.emplace_back(f, p);
        return {};
    });
    std::sort(forbidden.begin(), forbidden.end());
}

void read_locked(const std::string& file, Reading& reading) {
    Applicants& a = reading.found;
    std::vector<std::int64_t> left;
    for (const ReceivingPlace& p : a.places) left.push_back(p.capacity - p.used);
    const bool places_known = reading.problems.empty();  // else the room is not known
    read_pairs(file, reading, [&](std::uint32_t f, std::uint8_t p) -> Complaint {
        if (a.locked[f] >= 0)
            return {"the family is locked a second time, first at " +
                        quoted(reading.place_names[static_cast<std::size_t>(a.locked[f])]),
                    "keep one place"};
        a.locked[f] = p;
        const std::int64_t had = left[p];
        left[p] -= a.families.list[f].persons;
        if (!places_known || left[p] >= 0) return {};
        return {fmt::format("{} has {} place{} left for this family of {}", quoted(reading.place_names[p]),
                            std::max<std::int64_t>(had, 0), had == 1 ? "" : "s", a.families.list[f].persons),
                "raise the capacity, or lock fewer families there"};
    });
}

void read_minimum(const ApplicantFiles& files, Reading& reading) {
    std::vector<bool> seen(reading.place_names.size());
    for (const std::string& setting : files.minimum) {
        const auto refuse = [&](const std::string& what, const std::string& hint) {
            reading.problems.add({"--minimum", 0, 0}, "", quoted(setting) + ": " + what, hint);
        };
        const std::size_t equals = setting.rfind('=');
        std::int64_t persons_wanted = -1;
        const char* const end = setting.data() + setting.size();
        const bool number = equals != std::string::npos &&
                            std::from_chars(setting.data() + equals + 1, end, persons_wanted).ptr == end && persons_wanted >= 0;
        if (!number) {
            refuse("is not a place and a number of persons", "write --minimum PLACE=20");
            continue;
        }
        const std::string name = setting.substr(0, equals);
        const auto place = reading.places.find(name);
        if (!place) {
            if (reading.places.whole)
                refuse("is no place of " + files.places, did_you_mean(name, reading.place_names, files.places));
        } else if (seen[*place]) {
            refuse("the place has a minimum already", "keep one");
        } else if (persons_wanted > reading.found.places[*place].capacity) {
            refuse(fmt::format("the place has {} places", reading.found.places[*place].capacity), "lower the minimum");
        } else {
            seen[*place] = true;
            reading.found.places[*place].minimum = persons_wanted;
        }
    }
    if (!files.minimum.empty() && files.mechanism != "deferred_acceptance")
        reading.problems.add({"--minimum", 0, 0}, "", files.mechanism + " knows no minimum", "use it with deferred_acceptance");
}

std::string several(std::size_t count, const char* one, const char* many) {
    return fmt::format("{} {}", count, count == 1 ? one : many);
}

void add_notes(const ApplicantFiles& files, Applicants& a) {
    const std::string& m = files.mechanism;
    const bool in_turn = m == "first_come_first_served" || m == "rotation" || m == "bid_price" || m == "balanced";
    if (in_turn && !a.has_applied) a.notes.push_back("no column \"applied\": families come in the order of their names");
    if (m == "serial_dictatorship" && !a.has_priority)
        a.notes.push_back("no column \"priority\": families choose in the order of lots");
    if (!a.scored) a.notes.push_back("no scores: each person placed counts 1");
    std::size_t without = 0, unscored = 0, closed_by_both = 0, minimum = 0;
    for (std::size_t f = 0; a.scored && f < a.families.list.size(); ++f) {
        bool open = false;
        for (std::size_t p = 0; p < a.places.size(); ++p)
            open = open || !std::isnan(pair_score(a.families, f, p, a.places.size()));
        without += !open;
        for (const std::uint8_t p : a.families.list[f].preferences)
            unscored += std::isnan(pair_score(a.families, f, p, a.places.size()));
    }
    if (without > 0)
        a.notes.push_back(several(without, "family has", "families have") + " no score at any place: closed everywhere");
    if (unscored > 0)
        a.notes.push_back(several(unscored, "preference names", "preferences name") +
                          " a place without a score for the family: closed");
    for (std::size_t f = 0; f < a.locked.size(); ++f)
        closed_by_both +=
            a.locked[f] >= 0 && std::binary_search(a.forbidden.begin(), a.forbidden.end(), FamilyPlace(f, a.locked[f]));
    if (closed_by_both > 0)
        a.notes.push_back(several(closed_by_both, "family is", "families are") +
                          " locked where the list of forbidden pairs closes the place: the lock counts");
    for (const ReceivingPlace& p : a.places) minimum += p.minimum > 0;
    if (minimum > 0 && m != "deferred_acceptance") a.notes.push_back("the column \"minimum\" is not used by " + m);
}

}  // namespace

Applicants read_applicants(const ApplicantFiles& files) {
    Reading reading;
    read_places(files.places, reading);
    reading.found.families = read_families(files.applicants, reading, false);
    if (files.learn_from) reading.found.past = read_families(*files.learn_from, reading, true);
    if (files.learn_from && !reads_prices(files.mechanism))
        reading.problems.add({"--learn-from", 0, 0}, "", files.mechanism + " learns nothing",
                             "use it with bid_price or balanced");
    const auto too_many = [&](const ApplicantFamilies& f) { return f.list.size() * reading.place_names.size() > most_pairs; };
    if (too_many(reading.found.families) || too_many(reading.found.past)) throw BadInput(std::move(reading.problems));
    reading.found.locked.assign(reading.found.families.list.size(), -1);
    if (files.scores) read_scores(*files.scores, reading);
    if (files.forbidden) read_forbidden(*files.forbidden, reading);
    if (files.locked) read_locked(*files.locked, reading);
    read_minimum(files, reading);
    if (!reading.problems.empty()) throw BadInput(std::move(reading.problems));
    add_notes(files, reading.found);
    return std::move(reading.found);
}

}  // namespace qonys
