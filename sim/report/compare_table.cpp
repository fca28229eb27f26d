#include "report/compare_table.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "accounts/pathway_headlines.hpp"
#include "report/compare_machine.hpp"
#include "report/compare_sections.hpp"
#include "report/note_lines.hpp"
#include "report/pathway_grounds.hpp"
#include "report/pathway_sections.hpp"

namespace qonys {
namespace {

// Tables as values would fill the page; the file holds them whole.
std::string shortened(const std::string& line) {
    constexpr std::size_t most = 120;
    std::string text;
    for (const char c : line) {
        const bool starts_character = (static_cast<unsigned char>(c) & 0xC0) != 0x80;
        if (starts_character && width(text) == most) return text + "…";
        text += c;
    }
    return text;
}

std::string assumed_section(const std::string& lines, const std::string& title, std::size_t told) {
    std::string text;
    std::size_t number = 0;
    for (std::size_t start = 0; start < lines.size(); ++number) {
        const std::size_t end = std::min(lines.find('\n', start), lines.size());
        if (number < told) text += "  " + shortened(lines.substr(start, end - start)) + "\n";
        start = end + 1;
    }
    if (number == 0) return "";
    if (number > told) text += fmt::format("  ... ({} more; the file has them all)\n", number - told);
    return fmt::format("\n{} ({})\n", title, number) + text;
}

std::string question_lines(const CompareReport& report) {
    return is_of_pathways(report.summary) ? in_lines_of(report.question, pathway_page, 0) : report.question + "\n";
}

std::string for_people(const CompareReport& report) {
    const std::int64_t replicates = report.summary.replicates;
    std::string text = fmt::format("{}{} to {}, {} paired replicate{}, seed {}; {}\n", question_lines(report), report.first_month,
                                   report.last_month, replicates, replicates == 1 ? "" : "s", report.seed,
                                   replicates == 1                  ? "one replicate tells no error"
                                   : is_of_pathways(report.summary) ? "± standard error; the same persons arrive in every arm"
                                                                    : "± standard error; the same families arrive in every arm");
    if (!report.arm_notes.empty()) text += "\nArms\n";
    for (const std::string& note : report.arm_notes) text += "  " + note + "\n";
    if (!report.precision_note.empty()) text += "\n" + report.precision_note + "\n";
    std::vector<std::string> sections = {headlines_section(report)};
    if (is_of_pathways(report.summary))
        sections[0] += rests_in_short(split_lines(report.assumed).size(), split_lines(report.without_source).size());
    const auto add = [&](const std::vector<std::string>& more) { sections.insert(sections.end(), more.begin(), more.end()); };
    const bool settlement = !is_of_pathways(report.summary);
    for (std::size_t arm = 1; arm < report.summary.arms.size() && settlement; ++arm) add(winners_sections(report, arm));
    add(decomposition_sections(report));
    if (settlement) add(places_sections(report));
    if (settlement) add(fairness_sections(report));
    for (const std::string& section : sections)
        if (!section.empty()) text += "\n" + section;
    text += assumed_section(report.assumed,
                            settlement ? "Values without a source that the result rests on"
                                       : "The result rests on assumed values, which no source gives in full",
                            4);
    text += assumed_section(report.without_source, "Given by the scenario without a source", 30);
    if (!report.output_path.empty()) text += "\nWritten to " + report.output_path + "\n";
    return text;
}

}  // namespace

std::string report_comparison(const CompareReport& report, Format format) {
    switch (format) {
        case Format::csv:
            return comparison_as_csv(report);
        case Format::json:
            return comparison_as_json(report);
        case Format::table:
            break;
    }
    return for_people(report);
}

}  // namespace qonys
