#include "applicants/print.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <nlohmann/json.hpp>
#include <numeric>

namespace qonys {
namespace {

using Json = nlohmann::ordered_json;

std::string csv_text(std::string_view text) {
    if (text.find_first_of(",\"") == std::string_view::npos) return std::string(text);
    std::string quoted = "\"";
    for (const char c : text) quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
    return quoted + "\"";
}

// Differences of sums: what is left of them below this is rounding.
double cleaned(double value) {
    return std::abs(value) < 1e-9 ? 0 : value;
}

std::string figure(double value) {
    return fmt::format("{:.6g}", cleaned(value));
}

std::vector<std::size_t> in_file_order(const Applicants& applicants) {
    std::vector<std::size_t> order(applicants.families.list.size());
    for (std::size_t f = 0; f < order.size(); ++f) order[applicants.families.list[f].row] = f;
    return order;
}

struct Scored {
    std::uint8_t place = 0;
    double score = 0;
};

// The open places by score, best first; equal ones in the order of their file.
void by_score(const Request& request, std::vector<Scored>& list) {
    list.clear();
    for (std::size_t k = 0; k < request.regions.size(); ++k) list.push_back({request.regions[k], request.scores[k]});
    std::sort(list.begin(), list.end(),
              [](const Scored& a, const Scored& b) { return a.score != b.score ? a.score > b.score : a.place < b.place; });
}

std::string override_of(const Applicants& applicants, const FamilyAnswer& family) {
    if (family.locked) return "locked";
    std::string text;
    for (const std::uint8_t p : family.forbidden) text += (text.empty() ? "forbidden " : ";") + applicants.places[p].name;
    return text;
}

std::string name_of(const Applicants& applicants, int place) {
    return place < 0 ? "" : applicants.places[static_cast<std::size_t>(place)].name;
}

std::int64_t persons_of(const Applicants& applicants) {
    std::int64_t persons = 0;
    for (const Applicant& a : applicants.families.list) persons += a.persons;
    return persons;
}

std::array<std::int64_t, 6> count_reasons(const Answer& answer) {
    std::array<std::int64_t, 6> counts{};
    for (const FamilyAnswer& family : answer.families) ++counts.at(static_cast<std::size_t>(family.reason));
    return counts;
}

// Characters, not bytes.
std::size_t width_of(std::string_view text) {
    return static_cast<std::size_t>(
        std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

std::string padded_to(const std::string& text, std::size_t width) {
    return text + std::string(width - std::min(width, width_of(text)), ' ');
}

std::string places_text(const Applicants& applicants, const Answer& answer, bool with_prices) {
    std::size_t width = 5;
    for (const ReceivingPlace& p : applicants.places) width = std::max(width, width_of(p.name));
    std::string text = fmt::format("\n{}  capacity      used      left  shadow price{}\n", padded_to("place", width),
                                   with_prices ? "  price asked" : "");
    for (std::size_t p = 0; p < applicants.places.size(); ++p) {
        const ReceivingPlace& place = applicants.places[p];
        const PlaceAnswer& a = answer.places[p];
        text += fmt::format("{}  {:>8}  {:>8}  {:>8}  {:>12}", padded_to(place.name, width), place.capacity, a.used, a.left,
                            figure(a.shadow_price));
        if (with_prices) text += fmt::format("  {:>11}", figure(a.price));
        if (a.used < place.minimum) text += fmt::format("  {} below the minimum", place.minimum - a.used);
        text += '\n';
    }
    return text + "(shadow price: score that one more place there would bring, were all placed for the best)\n";
}

std::string overrides_text(const Applicants& applicants, const Answer& answer) {
    std::string lines;
    std::size_t count = 0;
    double sum = 0;
    for (const std::size_t f : in_file_order(applicants)) {
        const FamilyAnswer& family = answer.families[f];
        const std::string what = override_of(applicants, family);
        if (what.empty()) continue;
        ++count;
        sum += family.override_cost;
        lines += fmt::format("  {}: {}{}, cost {}\n", applicants.families.list[f].name, what,
                             family.locked ? " at " + name_of(applicants, family.place) : "", figure(family.override_cost));
    }
    if (count == 0) return "";
    const Outcome& without = answer.without_overrides;
    return fmt::format(
        "\nOverrides by officials ({}), with the cost of each at the shadow prices\n{}  one by one {}\n"
        "  all together, by deciding again without them: {} (score {} instead of {}, {} families placed instead of {})\n",
        count, lines, figure(sum), figure(without.score - answer.outcome.score), figure(without.score),
        figure(answer.outcome.score), without.families, answer.outcome.families);
}

Json family_json(const Applicants& applicants, const Answer& answer, std::size_t f, std::vector<Scored>& list) {
    const FamilyAnswer& family = answer.families[f];
    const auto place_or_null = [&](int p) { return p < 0 ? Json(nullptr) : Json(name_of(applicants, p)); };
    by_score(answer.requests[f], list);
    Json json{{"family", applicants.families.list[f].name},
              {"persons", applicants.families.list[f].persons},
              {"place", place_or_null(family.place)},
              {"score", family.score},
              {"reason", word_of(family.reason)},
              {"rank", family.rank > 0 ? Json(family.rank) : Json(nullptr)},
              {"best_place", place_or_null(list.empty() ? -1 : list[0].place)},
              {"best_score", list.empty() ? Json(nullptr) : Json(list[0].score)},
              {"alternatives", Json::array()}};
    for (const Scored& s : list)
        if (s.place != family.place)
            json["alternatives"].push_back({{"place", applicants.places[s.place].name}, {"score", s.score}});
    return json;
}

Json overrides_json(const Applicants& applicants, const Answer& answer) {
    Json list = Json::array();
    for (const std::size_t f : in_file_order(applicants)) {
        const FamilyAnswer& family = answer.families[f];
        if (!family.locked && family.forbidden.empty()) continue;
        Json json{{"family", applicants.families.list[f].name}, {"kind", family.locked ? "locked" : "forbidden"}};
        json["places"] = Json::array();
        if (family.locked) json["places"].push_back(name_of(applicants, family.place));
        for (const std::uint8_t p : family.forbidden)
            if (!family.locked) json["places"].push_back(applicants.places[p].name);
        json["cost"] = cleaned(family.override_cost);
        list.push_back(std::move(json));
    }
    return list;
}

}  // namespace

std::string placements_csv(const Applicants& applicants, const Answer& answer) {
    std::vector<std::string> names;
    for (const ReceivingPlace& p : applicants.places) names.push_back(csv_text(p.name));
    fmt::memory_buffer text;
    const auto out = std::back_inserter(text);
    fmt::format_to(out, "family,place,score,reason,rank,best_place,best_score,alternatives,override,override_cost\n");
    std::vector<Scored> list;
    std::string alternatives;
    for (const std::size_t f : in_file_order(applicants)) {
        const FamilyAnswer& family = answer.families[f];
        by_score(answer.requests[f], list);
        fmt::format_to(out, "{},", csv_text(applicants.families.list[f].name));
        if (family.place >= 0)
            fmt::format_to(out, "{},{},", names[static_cast<std::size_t>(family.place)], family.score);
        else
            fmt::format_to(out, ",,");
        fmt::format_to(out, "{},", word_of(family.reason));
        if (family.rank > 0) fmt::format_to(out, "{}", family.rank);
        if (list.empty())
            fmt::format_to(out, ",,,");
        else
            fmt::format_to(out, ",{},{},", names[list[0].place], list[0].score);
        alternatives.clear();
        for (const Scored& s : list)
            if (s.place != family.place)
                fmt::format_to(std::back_inserter(alternatives), "{}{}={}", alternatives.empty() ? "" : ";",
                               applicants.places[s.place].name, s.score);
        fmt::format_to(out, "{},", csv_text(alternatives));
        const std::string what = override_of(applicants, family);
        fmt::format_to(out, "{},{}\n", csv_text(what), what.empty() ? "" : figure(family.override_cost));
    }
    return fmt::to_string(text);
}

std::string places_csv(const Applicants& applicants, const Answer& answer) {
    std::string text = "place,capacity,used,left,shadow_price\n";
    for (std::size_t p = 0; p < applicants.places.size(); ++p)
        text += fmt::format("{},{},{},{},{}\n", csv_text(applicants.places[p].name), applicants.places[p].capacity,
                            answer.places[p].used, answer.places[p].left, cleaned(answer.places[p].shadow_price));
    return text;
}

std::string summary_text(const Applicants& applicants, const PlacingOptions& options, const Answer& answer) {
    const Outcome& o = answer.outcome;
    const double gap = o.bound - o.score;
    std::string text = fmt::format(
        "{}: {} of {} families placed, {} of {} persons\n"
        "score {}; no placement of whole families reaches more than {} (gap {}, {:.2f} %)\n",
        options.mechanism, o.families, answer.families.size(), o.persons, persons_of(applicants), figure(o.score),
        figure(o.bound), figure(gap), o.bound > 0 ? cleaned(gap / o.bound * 100) : 0.0);
    const auto counts = count_reasons(answer);
    std::string reasons;
    for (std::size_t r = 0; r < counts.size(); ++r)
        if (counts[r] > 0)
            reasons += fmt::format("{}{} {}", reasons.empty() ? "" : ", ", word_of(static_cast<Reason>(r)), counts[r]);
    text += "reasons: " + reasons + "\n";
    text += places_text(applicants, answer, reads_prices(options.mechanism));
    text += overrides_text(applicants, answer);
    if (!answer.notes.empty()) text += '\n';
    for (const std::string& note : answer.notes) text += "note: " + note + "\n";
    return text;
}

std::string answer_json(const Applicants& applicants, const PlacingOptions& options, const Answer& answer) {
    const Outcome& o = answer.outcome;
    Json json{{"mechanism", options.mechanism},
              {"seed", options.seed},
              {"summary",
               {{"families", answer.families.size()},
                {"families_placed", o.families},
                {"persons", persons_of(applicants)},
                {"persons_placed", o.persons},
                {"score", o.score},
                {"bound", o.bound},
                {"gap", cleaned(o.bound - o.score)}}}};
    const auto counts = count_reasons(answer);
    for (std::size_t r = 0; r < counts.size(); ++r) json["summary"]["reasons"][word_of(static_cast<Reason>(r))] = counts[r];
    json["families"] = Json::array();
    std::vector<Scored> list;
    for (const std::size_t f : in_file_order(applicants)) json["families"].push_back(family_json(applicants, answer, f, list));
    json["places"] = Json::array();
    for (std::size_t p = 0; p < applicants.places.size(); ++p) {
        const PlaceAnswer& a = answer.places[p];
        Json place{{"place", applicants.places[p].name},
                   {"capacity", applicants.places[p].capacity},
                   {"used", a.used},
                   {"left", a.left},
                   {"minimum", applicants.places[p].minimum},
                   {"shadow_price", cleaned(a.shadow_price)}};
        if (reads_prices(options.mechanism)) place["price_asked"] = cleaned(a.price);
        json["places"].push_back(std::move(place));
    }
    json["overrides"] = overrides_json(applicants, answer);
    json["without_overrides"] = {{"score", answer.without_overrides.score},
                                 {"families_placed", answer.without_overrides.families},
                                 {"persons_placed", answer.without_overrides.persons},
                                 {"bound", answer.without_overrides.bound},
                                 {"cost_of_all_overrides", cleaned(answer.without_overrides.score - o.score)}};
    json["notes"] = answer.notes;
    return json.dump(1) + "\n";
}

}  // namespace qonys
