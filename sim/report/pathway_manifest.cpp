// Who arrives, from which source, and how that fits what was published; and what the figures of a table rest on.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <sstream>

#include "report/figures.hpp"
#include "report/pathway_grounds.hpp"
#include "report/pathway_sections.hpp"
#include "scenario/pathway_checks.hpp"

namespace qonys {
namespace {

std::string flights_of(const ManifestRow& row) {
    if (row.pattern == "singly") return "singly";
    return row.until.empty() ? "" : std::to_string(row.flights);
}

std::string persons_in(const ManifestRow& row, const char* who, const char* where_none) {
    const auto at = row.persons.axes.empty() ? std::nullopt : row.persons.axes[0].find(who);
    return at && row.persons.at(*at) > 0 ? with_separators(row.persons.at(*at), 0) : where_none;
}

// Each source once, by its number in square brackets.
std::string reference_to(const std::string& source, std::vector<std::string>& sources) {
    auto at = std::find(sources.begin(), sources.end(), source);
    if (at == sources.end()) at = sources.insert(at, source);
    return fmt::format("[{}]", at - sources.begin() + 1);
}

std::string vouched_by(const PathwayReport& report, const std::string& path, std::vector<std::string>& sources) {
    const ValueNote* note = note_at(report.notes, path);
    if (note == nullptr || (note->source.empty() && note->status != "assumed")) return "no source";
    if (note->status == "scenario" && note->kept_status.empty()) return "no source";  // laid over one that had a source
    const std::string text = note->source + (note->source.empty() || note->note.empty() ? "" : "; ") + note->note;
    const std::string reference = text.empty() ? "" : reference_to(text, sources);
    if (note->status == "scenario") return "partly " + reference;
    return note->status == "sourced" ? reference : note->status + (reference.empty() ? "" : " " + reference);
}

// Of a flight: "30 to 240" where the file gives a distribution.
std::string late_of(const PathwayReport& report, const Programme& programme, const ManifestRow& row) {
    if (row.delay_days < 1) return "";
    const ValueNote* note = note_at(report.notes, "programmes." + programme.name + ".arrivals." + row.name + ".delay_days");
    const std::string span = note == nullptr ? "" : span_of_distribution(note->value);
    return span.find(" to ") == std::string::npos ? fmt::format("{:.0f}", std::floor(row.delay_days)) : span;
}

// Where the delays come from, below the sources of the arrivals.
std::string delay_lines(const PathwayReport& report, std::vector<std::string>& sources) {
    std::string text;
    for (const Programme& programme : report.scenario.pathways.programmes)
        for (const ManifestRow& row : programme.arrivals)
            if (row.delay_days >= 1)
                text += fmt::format(
                    "  late, {}: {}\n", row.name,
                    vouched_by(report, "programmes." + programme.name + ".arrivals." + row.name + ".delay_days", sources));
    return text;
}

constexpr std::array<bool, 14> is_number = {false, false, false, true, true, false, true,
                                            true,  true,  true,  true, true, false, false};
using ManifestLine = std::array<std::string, is_number.size()>;

std::vector<ManifestLine> manifest_lines(const PathwayReport& report, std::vector<std::string>& sources) {
    std::vector<ManifestLine> lines = {{"arrival", "day", "until", "flights", "late", "from", "women", "men", "children",
                                        "orphans*", "alone*", "persons", "confidence", "source"}};
    const auto& programmes = report.scenario.pathways.programmes;
    for (const Programme& programme : programmes)
        for (const ManifestRow& row : programme.arrivals)
            lines.push_back(
                {row.name.starts_with(programme.name) || programmes.size() == 1 ? row.name : programme.name + "." + row.name,
                 row.date, row.until, flights_of(row), late_of(report, programme, row), row.from, persons_in(row, "women", "0"),
                 persons_in(row, "men", "0"), persons_in(row, "children", "0"), persons_in(row, "orphans", "–"),
                 with_separators(static_cast<double>(unaccompanied_of(row)), 0),
                 with_separators(static_cast<double>(persons_of(row)), 0), row.confidence.empty() ? "not said" : row.confidence,
                 vouched_by(report, "programmes." + programme.name + ".arrivals." + row.name + ".persons", sources)});
    return lines;
}

// A column that no arrival needs has no width.
std::string print_lines(std::vector<ManifestLine> lines) {
    std::array<std::size_t, is_number.size()> widths{};
    for (const ManifestLine& line : lines)
        for (std::size_t i = 0; i < widths.size(); ++i)
            if (&line != &lines.front()) widths[i] = std::max(widths[i], width(line[i]));
    std::size_t whole = 0;
    for (std::size_t i = 0; i < widths.size(); ++i) {
        if (widths[i] > 0) widths[i] = std::max(widths[i], width(lines[0][i]));
        whole += widths[i] + (widths[i] > 0 && i > 0 ? 2 : 0);
    }
    if (whole > pathway_page) widths[0] -= std::min(widths[0] - 8, whole - pathway_page);
    for (ManifestLine& line : lines) line[0] = at_most(line[0], widths[0]);
    std::string text;
    for (std::size_t row = 0; row < lines.size(); ++row) {
        std::string printed;
        for (std::size_t i = 0; i < widths.size(); ++i) {
            const std::string& cell = lines[row][i];
            if (widths[i] == 0) continue;
            printed += (i == 0 ? "" : "  ") +
                       (is_number[i] ? std::string(widths[i] - width(cell), ' ') + cell : padded(cell, widths[i]));
        }
        const std::size_t columns = width(printed);
        printed.erase(printed.find_last_not_of(' ') + 1);
        text += printed + "\n";
        for (std::size_t i = 0; row == 0 && i < columns; ++i) text += "─";
        if (row == 0) text += "\n";
    }
    return text;
}

std::string published_line(const PathwayReport& report, const PublishedTotal& total, std::vector<std::string>& sources) {
    std::int64_t sum = 0;
    std::string absent;
    std::istringstream names(total.programmes);
    for (std::string name; names >> name;) {
        const auto& all = report.scenario.pathways.programmes;
        const auto found = std::find_if(all.begin(), all.end(), [&](const Programme& p) { return p.name == name; });
        if (found == all.end()) absent += " " + name;
        if (found != all.end())
            for (const ManifestRow& row : found->arrivals) sum += counted_by(total, row);
    }
    const auto number = [](std::int64_t persons) { return with_separators(static_cast<double>(persons), 0); };
    std::string text =
        fmt::format("  {}: {} {} published of {}{}", total.name, number(total.persons), total.who.empty() ? "persons" : total.who,
                    total.programmes, total.until.empty() ? "" : " until " + total.until);
    if (!absent.empty())
        text += "; not compared, this scenario does not simulate" + absent;
    else if (total.difference == 0)
        text += "; the arrivals add up to it";
    else
        text += fmt::format("; the arrivals add up to {}, {} {}: {}", number(sum), number(std::abs(total.difference)),
                            total.difference > 0 ? "fewer" : "more", total.reason);
    return in_lines_of(text + "; " + vouched_by(report, "published." + total.name + ".persons", sources), pathway_page, 4);
}

// "programmes.jusan.stages.centre.days" -> "stages"; of a number that stands once, such as the exchange rate: "".
std::string owner_of(const std::string& path, const std::string& key) {
    if (!path.ends_with("." + key)) return "-";
    if (path == "money." + key) return "";
    if (path.starts_with("centres.")) return "centre";
    if (!path.starts_with("programmes.")) return "-";  // published totals are what figures are compared with
    if (path.find(".stages.") != std::string::npos) return "stage";
    return path.find(".arrivals.") != std::string::npos ? "arrival" : "programme";
}

// "cost_per_day of 5 stages, places of 1 centre".
std::string counted(const PathwayReport& report, const std::vector<std::string>& keys, bool (*wanted)(const ValueNote&)) {
    std::string text;
    for (const std::string& wanted_key : keys) {
        const std::size_t blank = wanted_key.find(' ');
        const std::string key = blank == std::string::npos ? wanted_key : wanted_key.substr(blank + 1);
        std::map<std::string, int> owners;
        for (const ValueNote& note : report.notes)
            if (const std::string owner = owner_of(note.path, key); owner != "-" && wanted(note))
                if (blank == std::string::npos || owner == wanted_key.substr(0, blank)) ++owners[owner];
        for (const auto& [owner, count] : owners)
            text += fmt::format("{}{}{}", text.empty() ? "" : ", ", key,
                                owner.empty() ? "" : fmt::format(" of {} {}{}", count, owner, count == 1 ? "" : "s"));
    }
    return text;
}

}  // namespace

std::string rests_on_line(const PathwayReport& report, const std::string& lead, const std::vector<std::string>& keys) {
    const std::string assumed = counted(report, keys, rests_on_assumption);
    const std::string bare = counted(report, keys, is_without_source);
    if (assumed.empty() && bare.empty()) return "";
    std::string text = lead + " on ";
    if (!assumed.empty()) text += "assumed values: " + assumed;
    if (!bare.empty()) text += (assumed.empty() ? "" : "; and on ") + ("values given without a source: " + bare);
    return in_lines_of(text, pathway_page, 2);
}

std::string manifest_section(const PathwayReport& report) {
    std::vector<std::string> sources;
    bool late = false;
    for (const Programme& programme : report.scenario.pathways.programmes)
        for (const ManifestRow& row : programme.arrivals) late = late || row.delay_days >= 1;
    const std::string rows = print_lines(manifest_lines(report, sources));  // numbers the sources
    std::string text = "Arrivals, as the scenario has them\n" + rows +
                       in_lines_of("* counted among the children; orphans –: none given; alone: without a parent on arrival" +
                                       std::string(late ? "; late: by up to so many days, each delay equally likely" : ""),
                                   pathway_page, 2) +
                       delay_lines(report, sources);
    if (!report.scenario.pathways.published.empty()) text += "Published totals\n";
    for (const PublishedTotal& total : report.scenario.pathways.published) text += published_line(report, total, sources);
    for (std::size_t i = 0; i < sources.size(); ++i)
        text += in_lines_of(fmt::format("[{}] {}", i + 1, sources[i]), pathway_page, 4);
    return text;
}

}  // namespace qonys
