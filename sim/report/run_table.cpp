#include "report/run_table.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "report/run_machine.hpp"
#include "report/run_sections.hpp"

namespace qonys {
namespace {

std::string shortened(const std::string& value) {
    constexpr std::size_t most = 60;
    std::string text;
    for (const char c : value) {
        const bool starts_character = (static_cast<unsigned char>(c) & 0xC0) != 0x80;
        if (starts_character && width(text) == most) return text + "…";
        text += c == '\n' ? ' ' : c;
    }
    return text;
}

bool is_set_by_scenario(const ValueNote& note) {
    return note.status == "scenario" && note.path != "question";
}

std::string notes_for(const RunReport& report, bool (*wanted)(const ValueNote&), const std::string& title) {
    std::string lines;
    std::size_t number = 0;
    for (const ValueNote& note : report.notes) {
        if (!wanted(note)) continue;
        const bool changes = wanted == is_set_by_scenario && !note.changed.empty();
        lines +=
            fmt::format("  {}{}{}{}{}{}\n", note.path, changes && note.changed.find(" = ") != std::string::npos ? ": " : " = ",
                        shortened(changes ? note.changed : note.value), note.unit.empty() ? "" : " " + note.unit,
                        note.range.empty() ? "" : " [" + note.range + "]",
                        changes && note.outside_range ? " (outside the plausible range)" : "");
        ++number;
    }
    return number == 0 ? "" : fmt::format("\n{} ({})\n{}", title, number, lines);
}

std::string uncertain_inputs(const RunReport& report) {
    const std::vector<std::string> lines = uncertain_lines(report);
    std::string text = fmt::format("\nUncertain inputs ({})\n", lines.size());
    for (const std::string& line : lines) text += "  " + line + "\n";
    return lines.empty() ? "" : text;
}

std::string for_people(const RunReport& report) {
    const auto& months = report.axes.month.labels;
    std::string draws;
    if (!report.uncertain.empty())
        draws = report.replicates_per_draw == 1
                    ? ", each with its own draw of the uncertain inputs"
                    : fmt::format(", {} for each draw of the uncertain inputs", report.replicates_per_draw);
    std::string text = fmt::format("{}\n{} to {}, {} replicate{}{}, seed {}; {}\n", report.question, months.front(),
                                   months.back(), report.replicates, report.replicates == 1 ? "" : "s", draws, report.seed,
                                   report.replicates == 1 ? "one replicate tells no error" : "± standard error of the mean");
    std::vector<std::string> sections = programme_sections(report);
    for (auto* section : {settlers_section, years_section, repayments_section, budgets_section, headline_section})
        sections.push_back(section(report));
    for (const std::string& section : sections)
        if (!section.empty()) text += "\n" + section;
    text += uncertain_inputs(report);
    text += notes_for(report, rests_on_assumption, "Values without a source that the result rests on");
    text += notes_for(report, is_set_by_scenario, "Set by the scenario");
    if (!report.output_path.empty()) text += "\nWritten to " + report.output_path + "\n";
    return text;
}

}  // namespace

std::vector<std::string> uncertain_lines(const RunReport& report) {
    std::vector<std::string> lines;
    for (std::size_t start = 0; start < report.uncertain.size();) {
        const std::size_t end = std::min(report.uncertain.find('\n', start), report.uncertain.size());
        lines.push_back(report.uncertain.substr(start, end - start));
        start = end + 1;
    }
    return lines;
}

std::string report_run(const RunReport& report, Format format) {
    switch (format) {
        case Format::csv:
            return run_as_csv(report);
        case Format::json:
            return run_as_json(report);
        case Format::table:
            break;
    }
    return for_people(report);
}

}  // namespace qonys
