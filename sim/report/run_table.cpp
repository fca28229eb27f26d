#include "report/run_table.hpp"

#include <fmt/format.h>

#include "report/note_lines.hpp"
#include "report/run_machine.hpp"
#include "report/run_sections.hpp"

namespace qonys {
namespace {

std::string for_people(const RunReport& report) {
    const auto& months = report.axes.month.labels;
    std::string text =
        fmt::format("{}\n{} to {}, {}\n", report.question, months.front(), months.back(),
                    replicates_in_words(report.replicates, report.replicates_per_draw, report.seed, !report.uncertain.empty()));
    std::vector<std::string> sections = programme_sections(report);
    for (auto* section : {settlers_section, years_section, repayments_section, budgets_section, headline_section})
        sections.push_back(section(report));
    for (const std::string& section : sections)
        if (!section.empty()) text += "\n" + section;
    text += uncertain_note_lines(uncertain_lines(report));
    text += note_lines(report.notes, rests_on_assumption, "Values without a source that the result rests on", false);
    text += note_lines(report.notes, is_set_by_scenario, "Set by the scenario", true);
    if (!report.output_path.empty()) text += "\nWritten to " + report.output_path + "\n";
    return text;
}

}  // namespace

std::vector<std::string> uncertain_lines(const RunReport& report) {
    return split_lines(report.uncertain);
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
