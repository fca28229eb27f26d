#include "report/life_words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "life/process_names.hpp"
#include "life/rule_in_force.hpp"
#include "life/telling.hpp"

namespace qonys {

namespace {

constexpr std::array<const char*, instrument_count> instrument_names{"relocation grant", "rent support", "home certificate",
                                                                     "subsidies to employers", "business grants"};

std::string in_words(std::string label) {
    std::replace(label.begin(), label.end(), '_', ' ');
    return label == "none" ? "no schooling" : label;
}

std::string money(Tenge amount) {
    return grouped(amount) + " KZT";
}

std::string listed_changes(const std::vector<std::string>& changes) {
    constexpr std::size_t most = 3;
    std::string text;
    for (std::size_t i = 0; i < std::min(most, changes.size()); ++i) text += (i ? "; " : "") + changes[i];
    if (changes.size() > most) text += fmt::format("; … ({} changes in all)", changes.size());
    return text;
}

std::string names_of(const std::vector<const RuleDifference*>& rules) {
    std::string text;
    for (const RuleDifference* rule : rules) text += (text.empty() ? "" : ", ") + rule->path;
    return text;
}

template <class Wanted>
std::vector<const RuleDifference*> those(const PartingCause& cause, const Wanted& wanted) {
    std::vector<const RuleDifference*> rules;
    for (const RuleDifference& rule : cause.rules)
        if (wanted(rule)) rules.push_back(&rule);
    return rules;
}

void add_together(const PartingCause& cause, std::vector<std::string>& text) {
    const auto needed = those(cause, [](const RuleDifference& rule) { return rule.needed; });
    if (needed.empty()) {
        text.push_back(
            fmt::format("No single one of the {} settings tested parts the lives so, and none of them is needed for it: "
                        "they act together, or through other families.",
                        cause.tested));
        return;
    }
    text.push_back(fmt::format("No single setting parts the lives so: they act together. Needed for it: {}.", names_of(needed)));
    for (const RuleDifference* rule : needed) text.push_back("  " + listed_changes(rule->changes));
}

}  // namespace

std::string process_name(std::size_t process) {
    return process_names().at(process);
}

std::string life_month(const Life& life, int month) {
    return to_string(life.start + month);
}

std::string amount_text(const LifeEvent& event) {
    return event.amount ? money(*event.amount) : "";
}

std::string who(const Life& life) {
    const auto members = static_cast<std::int64_t>(life.arrived.size());
    std::string text = fmt::format("{} from {}: ", counted(members, "member", "members"), life.origin);
    for (const LifeMember& member : life.arrived) {
        const int years = (life.first_month - member.born) / 12;
        const bool female = member.sex == "female", child = years < 18;
        text += fmt::format("{}{}: {} {}", member.number > 1 ? ", " : "", member.number,
                            child ? (female ? "girl" : "boy") : (female ? "woman" : "man"), years);
        if (!child) text += fmt::format(" ({})", in_words(member.education));
    }
    return text;
}

std::string state_text(const Life& life, int month) {
    if (!life.found || month < life.first_month) return "not there";
    const auto at = std::min(static_cast<std::size_t>(month - life.first_month), life.states.size() - 1);
    const LifeState& state = life.states[at];
    const std::string in_work = state.settled ? fmt::format(", {} in work", state.in_work) : "";
    return fmt::format("{}; {}{}; {} paid so far", state.status, counted(state.members, "member", "members"), in_work,
                       money(state.paid));
}

std::string end_text(const Life& life) {
    return state_text(life, life.months - 1);
}

std::vector<std::string> totals(const Life& life) {
    std::vector<std::string> lines;
    std::string paid;
    for (std::size_t i = 0; i < instrument_count; ++i)
        if (life.paid[i] > 0 && static_cast<Instrument>(i) != Instrument::employer)
            paid += fmt::format("{}{} {}", paid.empty() ? "" : ", ", instrument_names[i], money(life.paid[i]));
    lines.push_back(paid.empty() ? "Nothing was paid to the family."
                                 : fmt::format("Paid to the family: {} ({}).", money(life.paid_to_family()), paid));
    const Tenge employers = life.paid[static_cast<std::size_t>(Instrument::employer)];
    if (employers > 0)
        lines.push_back(fmt::format("Paid to employers of its members: {}; owed back {}, received {}.", money(employers),
                                    money(life.employer_due), money(life.employer_received)));
    if (life.due > 0)
        lines.push_back(fmt::format("Owed back by the family: {}; received {}, written off {}, open at the end {}.",
                                    money(life.due), money(life.received), money(life.written_off), money(life.owed())));
    return lines;
}

std::string event_sentence(const LifeUnder& side, std::size_t at) {
    if (!side.life.found) return "the family never comes";
    if (at >= side.life.events.size()) return "nothing more until the end";
    const LifeEvent& event = side.life.events[at];
    const std::string amount = amount_text(event);
    return fmt::format("{}, {}: {}{}{}", life_month(side.life, event.month), process_name(event.process), event.what,
                       amount.empty() ? "" : ", " + amount, event.because.empty() ? "" : " (" + event.because + ")");
}

std::vector<std::string> cause_sentences(const LifeReport& report) {
    std::vector<std::string> text;
    const PartingCause& cause = *report.cause;
    const auto direct = those(cause, [](const RuleDifference& rule) { return rule.alone && rule.own; });
    const auto indirect = those(cause, [](const RuleDifference& rule) { return rule.alone && !rule.own; });
    if (cause.rules.empty()) text.emplace_back("The policies differ in no setting.");
    for (const RuleDifference* rule : direct)
        text.push_back(
            fmt::format("Which rule: {}. Changed alone, it parts the life at the same event in the same way, and the "
                        "event rests on it: {}.",
                        rule->path, listed_changes(rule->changes)));
    for (const RuleDifference* rule : indirect) {
        text.push_back(fmt::format("Which rule: {}. Changed alone, it parts the life at the same event in the same way: {}.",
                                   rule->path, listed_changes(rule->changes)));
        text.emplace_back(
            "No rule listed beside this event differs by it; it may have worked through the queue, the places, kin or other "
            "families.");
    }
    if (direct.empty() && indirect.empty() && !cause.rules.empty()) add_together(cause, text);
    if (cause.tested < cause.rules.size())
        text.push_back(
            fmt::format("{} of {} settings that differ were tested, those in force first.", cause.tested, cause.rules.size()));
    else if (!cause.rules.empty())
        text.push_back(fmt::format("{} that {} tested alone.",
                                   counted(static_cast<std::int64_t>(cause.rules.size()), "setting", "settings"),
                                   cause.rules.size() == 1 ? "differs was" : "differ were"));
    const auto impossible = those(cause, [](const RuleDifference& rule) { return rule.tested && !rule.possible; });
    if (!impossible.empty())
        text.push_back("Not possible alone, as the scenario would contradict itself: " + names_of(impossible) + ".");
    return text;
}

std::vector<std::string> wrapped(const std::string& text, std::size_t columns) {
    std::vector<std::string> lines{""};
    for (std::size_t start = 0; start < text.size();) {
        std::size_t end = std::min(text.find(' ', start), text.size());
        if (text.compare(end, 2, " %") == 0) end = std::min(text.find(' ', end + 1), text.size());
        const std::string word = text.substr(start, end - start);
        if (!lines.back().empty() && width(lines.back()) + 1 + width(word) > columns) lines.emplace_back();
        lines.back() += (lines.back().empty() ? "" : " ") + word;
        start = end + 1;
    }
    return lines;
}

}  // namespace qonys
