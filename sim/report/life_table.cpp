#include "report/life_table.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "life/rule_in_force.hpp"
#include "life/telling.hpp"
#include "report/life_machine.hpp"
#include "report/life_words.hpp"

namespace qonys {

namespace {

constexpr std::size_t page = 130, month_width = 7, what_width = 46, amount_width = 14;
constexpr std::size_t because_width = page - month_width - what_width - amount_width - 3 * 2;

using Lines = std::vector<std::string>;

// "3, 5 to 9": of ascending and other numbers, those that follow each other by one.
std::string in_ranges(const std::vector<std::size_t>& numbers) {
    std::string text;
    for (std::size_t i = 0; i < numbers.size();) {
        std::size_t last = i;
        while (last + 1 < numbers.size() && numbers[last + 1] == numbers[last] + 1) ++last;
        if (last < i + 2) last = i;
        text += (i ? ", " : "") + std::to_string(numbers[i]) + (last > i ? " to " + std::to_string(numbers[last]) : "");
        i = last + 1;
    }
    return text;
}

// Rules in the order in which they are first cited, numbered from 1.
struct Citations {
    struct Rule {
        std::string path;
        Lines values;
    };
    std::vector<Rule> rules;

    std::string cite(const std::vector<LifeRule>& used) {
        std::vector<std::size_t> numbers;
        for (const LifeRule& rule : used) {
            if (rule.idle) continue;
            auto at = std::find_if(rules.begin(), rules.end(), [&](const Rule& r) { return r.path == rule.path; });
            if (at == rules.end()) at = rules.insert(rules.end(), Rule{rule.path, {}});
            if (std::find(at->values.begin(), at->values.end(), rule.value) == at->values.end()) at->values.push_back(rule.value);
            const auto number = static_cast<std::size_t>(at - rules.begin() + 1);
            if (std::find(numbers.begin(), numbers.end(), number) == numbers.end()) numbers.push_back(number);
        }
        return numbers.empty() ? "" : "[" + in_ranges(numbers) + "]";
    }
};

std::string without_end_blanks(std::string line) {
    return line.substr(0, line.find_last_not_of(' ') + 1);
}

std::string row_text(const std::string& month, const std::string& what, const std::string& amount, const std::string& because) {
    const Lines left = wrapped(what, what_width), right = wrapped(because, because_width);
    std::string text;
    for (std::size_t i = 0; i < std::max(left.size(), right.size()); ++i) {
        const std::string money = i == 0 ? amount : "";
        text += without_end_blanks(padded(i == 0 ? month : "", month_width) + "  " +
                                   padded(i < left.size() ? left[i] : "", what_width) + "  " +
                                   std::string(amount_width - std::min(amount_width, width(money)), ' ') + money + "  " +
                                   (i < right.size() ? right[i] : "")) +
                "\n";
    }
    return text;
}

bool goes_on(const LifeEvent& event, const LifeEvent& next) {
    return next.month == event.month + 1 && next.kind == event.kind && next.what == event.what && next.amount == event.amount &&
           next.because == event.because;
}

// Payments that follow each other month by month, with nothing in between, stand on one line.
std::string events_text(const Life& life, std::size_t from, Citations& citations) {
    std::string text = row_text("month", "what happened", "KZT", "because [rules below]");
    for (std::size_t i = from; i < life.events.size();) {
        std::size_t last = i;
        while (last + 1 < life.events.size() && goes_on(life.events[last], life.events[last + 1])) ++last;
        const LifeEvent& event = life.events[i];
        std::string what = event.what;
        if (last > i)
            what += fmt::format(", each month until {} ({} times)", life_month(life, life.events[last].month), last - i + 1);
        const std::string cited = citations.cite(event.rules);
        const std::string because = event.because + (event.because.empty() || cited.empty() ? "" : " ") + cited;
        text += row_text(life_month(life, event.month), what, event.amount ? grouped(*event.amount) : "", because);
        i = last + 1;
    }
    return text;
}

std::string paragraph(const std::string& text, const std::string& indent = "") {
    std::string lines;
    const std::size_t first = std::min(text.find_first_not_of(' '), text.size());
    for (const std::string& line : wrapped(text, page - indent.size() - first))
        lines += indent + std::string(first, ' ') + line + "\n";
    return lines;
}

std::string rules_text(const Citations& citations, const LoadedScenario& loaded) {
    constexpr std::size_t most_values = 5, most_source = 150;
    std::string text = "Rules, as in force when they mattered:\n";
    for (std::size_t i = 0; i < citations.rules.size(); ++i) {
        const Citations::Rule& rule = citations.rules[i];
        std::string values;
        for (std::size_t v = 0; v < std::min(most_values, rule.values.size()); ++v) values += (v ? "; " : "") + rule.values[v];
        if (rule.values.size() > most_values) values += "; …";
        std::string source;
        for (const ValueNote& note : loaded.notes)
            if (note.path == rule.path) {
                source = note.status;
                if (!note.source.empty() && note.source != "none") source += ", " + note.source;
            }
        if (source.size() > most_source) {
            source = source.substr(0, source.rfind(' ', most_source)) + " …";
        }
        text += paragraph(fmt::format("[{}] {} = {} ({})", i + 1, rule.path, values, source), "  ");
    }
    return text;
}

std::string end_of(const LifeUnder& side) {
    std::string text =
        paragraph(fmt::format("At the end of {}: {}.", life_month(side.life, side.life.months - 1), end_text(side.life)));
    for (const std::string& line : totals(side.life)) text += paragraph(line);
    return text;
}

std::string parting_text(const LifeReport& report, Citations& citations) {
    const LifeUnder &a = report.first, &b = *report.twin;
    if (!report.parted.parts) return paragraph(fmt::format("Under {} the family lives the same life to the end.", b.policy));
    const std::string month = life_month(a.life, report.parted.month);
    std::string text = paragraph(b.life.found && a.life.found
                                     ? fmt::format("Against {}: the lives part in {}.", b.policy, month)
                                     : fmt::format("Against {}: the family never comes there. {}", b.policy, report.absence));
    text += paragraph(fmt::format("{}: {}", a.policy, event_sentence(a, report.parted.at)), "  ");
    text += paragraph(fmt::format("{}: {}", b.policy, event_sentence(b, report.parted.at)), "  ");
    if (b.life.found) {
        text += fmt::format("At the end of {}:\n", month);
        text += paragraph(fmt::format("{}: {}", a.policy, state_text(a.life, report.parted.month)), "  ");
        text += paragraph(fmt::format("{}: {}", b.policy, state_text(b.life, report.parted.month)), "  ");
    }
    if (report.cause)
        for (const std::string& sentence : cause_sentences(report)) text += paragraph(sentence);
    if (b.life.found)
        text += fmt::format("\nUnder {} from there on:\n", b.policy) + events_text(b.life, report.parted.at, citations) + "\n" +
                end_of(b);
    return text;
}

std::string life_text(const LifeReport& report) {
    Citations citations;
    const LifeUnder& side = report.first;
    std::string text = paragraph(fmt::format("Family {} of replicate {} under {}", report.family, report.replicate, side.policy));
    text += paragraph(who(side.life) + ".");
    for (const std::string& note : report.notes) text += paragraph("Note: " + note);
    text += "\n" + events_text(side.life, 0, citations) + "\n" + end_of(side);
    if (report.twin) text += "\n" + parting_text(report, citations);
    return text + "\n" + rules_text(citations, *side.loaded);
}

std::string kinds_text(const std::vector<FamilyKind>& kinds) {
    std::string text;
    for (const FamilyKind& kind : kinds) {
        text += fmt::format("\n{} ({})\n", kind.title, counted(kind.families, "family", "families"));
        if (kind.lines.empty()) text += "  none\n";
        for (const FamilyLine& line : kind.lines) {
            const Lines lines = wrapped(line.text, page - 11);
            for (std::size_t i = 0; i < lines.size(); ++i)
                text += fmt::format("{:>9}  {}\n", i == 0 ? std::to_string(line.row) : "", lines[i]);
        }
    }
    return text;
}

}  // namespace

std::string print_life(const LifeReport& report, Format format) {
    if (format == Format::csv) return life_as_csv(report);
    if (format == Format::json) return life_as_json(report);
    return life_text(report);
}

std::string print_families(const FamilyList& list, Format format) {
    if (format == Format::csv) return families_as_csv(list);
    if (format == Format::json) return families_as_json(list);
    std::string text =
        paragraph(fmt::format("Families worth a look, replicate {} under {}. Tell one with --family ID{}.", list.replicate,
                              list.policy, list.against.empty() ? "" : " and the same --against or --arm"));
    for (const std::string& note : list.notes) text += paragraph("Note: " + note);
    text += kinds_text(list.kinds);
    if (!list.against.empty()) {
        text += "\n" + paragraph(fmt::format("Families that stand otherwise at the end under {} (ID under {}):", list.against,
                                             list.policy));
        text += list.differing.empty() ? "  none\n" : kinds_text(list.differing);
    }
    return text;
}

}  // namespace qonys
