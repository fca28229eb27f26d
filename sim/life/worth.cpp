#include "life/worth.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <map>
#include <string_view>
#include <unordered_map>

#include "base/problems.hpp"
#include "life/telling.hpp"
#include "month/month.hpp"

namespace qonys {

namespace {

constexpr std::size_t most_kinds_that_differ = 8;

State lived(const World& world, DrawKey key, const std::atomic<bool>* stop) {
    State state = make_state(world, key);
    for (; state.now < world.months; ++state.now) {
        simulate_month(state);
        if (stop && *stop) throw Interrupted("nothing was printed");
    }
    --state.now;
    return state;
}

std::string line_of(const State& state, std::uint32_t row) {
    const Families& f = state.population.families;
    const auto month = [&](std::int16_t m) { return to_string(state.world->start + m); };
    const auto region = [&](std::uint8_t r) { return state.scenario().places.name.texts[r]; };
    const std::string origin = state.scenario().origins.name.texts[f.origin[row]];
    std::int64_t members = 0;  // that arrived
    const Persons& p = state.population.persons;
    for (std::uint32_t person = f.first_person[row]; person < p.size() && p.family[person] == row; ++person) ++members;
    std::string text = fmt::format("{} from {}", counted(members, "member", "members"), origin);
    if (f.arrived[row] != no_month) text += (f.stream[row] == Stream::internal ? ", asked " : ", came ") + month(f.arrived[row]);
    if (f.settled[row] != no_month)
        text += fmt::format(", {} {} {}", in_programme(f, row) ? "placed in" : "settled freely in", region(f.first_region[row]),
                            month(f.settled[row]));
    if (f.region[row] != f.first_region[row]) text += ", now in " + region(f.region[row]);
    if (f.status[row] == FamilyStatus::returned) text += ", left Kazakhstan " + month(f.left[row]);
    if (f.paid[row] > 0) text += fmt::format(", paid {} KZT", grouped(f.paid[row]));
    return text;
}

// What cannot be read off the columns.
struct Marks {
    std::vector<char> repaid, subsidy_lost;  // [family]
};

Marks marks_of(const State& state) {
    const std::size_t families = state.population.families.size();
    Marks marks{std::vector<char>(families, 0), std::vector<char>(families, 0)};
    for (const Entry& e : state.ledger.entries)
        if (e.kind == EntryKind::due) (e.instrument == Instrument::employer ? marks.subsidy_lost : marks.repaid)[e.family] = 1;
    return marks;
}

// Reads like "placed under the quota and stayed", without regions.
std::string_view end_of(const Families& f, std::uint32_t row) {
    switch (f.status[row]) {
        case FamilyStatus::settled:
            if (in_programme(f, row))
                return in_first_region(f, row) ? "placed under the quota and stayed" : "placed and moved on";
            return in_first_region(f, row) ? "settled freely and stayed" : "settled freely and moved on";
        case FamilyStatus::refused:
            return "refused";
        case FamilyStatus::returned:
            return in_programme(f, row) ? "placed, then left Kazakhstan" : "settled freely, then left Kazakhstan";
        case FamilyStatus::extinct:
            return "all members died";
        case FamilyStatus::abroad:
            return "at an embassy";
        case FamilyStatus::withdrawn:
            return "waited in vain and did not settle";
        case FamilyStatus::applicant:
        case FamilyStatus::waiting:
        case FamilyStatus::settling:
            break;
    }
    return "still waiting";
}

}  // namespace

std::vector<FamilyKind> families_worth_a_look(const World& world, DrawKey key, Tallies* tallies, const std::atomic<bool>* stop) {
    const State state = lived(world, key, stop);
    if (tallies) *tallies = state.tallies;
    const Families& f = state.population.families;
    const Marks marks = marks_of(state);
    const auto ends = [&](std::uint32_t row, std::string_view end) { return end_of(f, row) == end; };
    struct Kind {
        const char* title;
        std::function<bool(std::uint32_t)> has;
    };
    const std::vector<Kind> kinds{
        {"placed under the quota and stayed",
         [&](std::uint32_t row) { return ends(row, "placed under the quota and stayed") && f.lock_end[row] == no_month; }},
        {"placed under the quota and moved on to another region",
         [&](std::uint32_t row) { return ends(row, "placed and moved on"); }},
        {"waited for a place in vain and settled freely",
         [&](std::uint32_t row) {
             return !in_programme(f, row) && f.settled[row] != no_month && f.granted[row] != no_month &&
                    f.settled[row] > f.granted[row];
         }},
        {"refused", [&](std::uint32_t row) { return ends(row, "refused"); }},
        {"left Kazakhstan after settling", [&](std::uint32_t row) { return f.status[row] == FamilyStatus::returned; }},
        {"bought a home with the certificate", [&](std::uint32_t row) { return f.lock_end[row] != no_month; }},
        {"broke an obligation or a lock and owed support back", [&](std::uint32_t row) { return marks.repaid[row] != 0; }},
        {"had a subsidised job that ended early", [&](std::uint32_t row) { return marks.subsidy_lost[row] != 0; }},
    };
    std::vector<FamilyKind> result;
    for (const Kind& kind : kinds) {
        FamilyKind& of_kind = result.emplace_back(FamilyKind{kind.title, 0, {}});
        for (std::uint32_t row = 0; row < f.size(); ++row) {
            if (!kind.has(row) || (f.arrived[row] != no_month && f.arrived[row] < world.warm_up)) continue;
            ++of_kind.families;
            if (of_kind.lines.size() < lines_of_kind) of_kind.lines.push_back({row, line_of(state, row)});
        }
    }
    return result;
}

std::vector<FamilyKind> families_that_differ(const World& first, const World& second, DrawKey key,
                                             const std::atomic<bool>* stop) {
    const State a = lived(first, key, stop), b = lived(second, key, stop);
    const Families &fa = a.population.families, &fb = b.population.families;
    const auto name = [](Agent agent) { return static_cast<std::uint64_t>(agent.high) << 32 | agent.low; };
    std::unordered_map<std::uint64_t, std::uint32_t> in_second;
    for (std::uint32_t row = 0; row < fb.size(); ++row) in_second.emplace(name(fb.agent[row]), row);
    std::map<std::string, FamilyKind> kinds;
    for (std::uint32_t row = 0; row < fa.size(); ++row) {
        const auto twin = in_second.find(name(fa.agent[row]));
        std::string there = "never comes";
        if (twin != in_second.end()) {
            there = end_of(fb, twin->second);
            const bool other_region = there == end_of(fa, row) && fa.region[row] != fb.region[twin->second];
            if (there == end_of(fa, row) && !other_region) continue;
            if (other_region) there += ", in another region";
        }
        FamilyKind& kind = kinds[std::string(end_of(fa, row)) + " -> " + there];
        ++kind.families;
        if (kind.lines.size() < lines_of_kind) kind.lines.push_back({row, line_of(a, row)});
    }
    std::vector<FamilyKind> result;
    for (auto& [title, kind] : kinds) {
        kind.title = title;
        result.push_back(std::move(kind));
    }
    std::stable_sort(result.begin(), result.end(), [](const auto& x, const auto& y) { return x.families > y.families; });
    if (result.size() > most_kinds_that_differ) result.resize(most_kinds_that_differ);
    return result;
}

}  // namespace qonys
