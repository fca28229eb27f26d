#include "report/pathway_table.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "report/note_lines.hpp"
#include "report/pathway_grounds.hpp"
#include "report/pathway_machine.hpp"
#include "report/pathway_sections.hpp"

namespace qonys {
namespace {

// Those that are assumed stand with their distributions among the assumed values.
std::string uncertain_lines_of(const PathwayReport& report) {
    std::vector<std::string> others;
    std::size_t assumed = 0;
    for (const std::string& line : split_lines(report.uncertain)) {
        const auto covers = [&](const ValueNote& note) {
            return rests_on_assumption(note) && (line.starts_with(note.path + " ") || line.starts_with(note.path + "."));
        };
        if (std::any_of(report.notes.begin(), report.notes.end(), covers))
            ++assumed;
        else
            others.push_back(line);
    }
    const std::string drawn = assumed == 0
                                  ? ""
                                  : fmt::format("\n{} uncertain inputs are drawn anew; {} of them {} among the assumed values\n",
                                                assumed + others.size(), assumed, assumed == 1 ? "is" : "are");
    return drawn + uncertain_note_lines(others);
}

// Lines that are too long go on in the next one, set in further.
std::string within_page(const std::string& text) {
    std::string all;
    for (const std::string& line : split_lines(text)) {
        const std::size_t start = std::min(line.find_first_not_of(' '), line.size());
        if (width(line) <= pathway_page)
            all += line + "\n";
        else
            all += std::string(start, ' ') + in_lines_of(line.substr(start), pathway_page - start, start + 4);
    }
    return all;
}

std::string for_people(const PathwayReport& report) {
    const Run& run = report.scenario.run;
    std::string text =
        fmt::format("{}\n{} to {}, {}\n", report.question, to_string(run.first_month), to_string(run.last_month),
                    replicates_in_words(report.replicates, report.replicates_per_draw, report.seed, !report.uncertain.empty()));
    for (auto* section : {programmes_section, stages_section, centres_section, exits_section, stays_section, posts_section,
                          why_they_vary_section, manifest_section})
        if (const std::string lines = section(report); !lines.empty()) text += "\n" + lines;
    text += uncertain_lines_of(report);
    text +=
        note_lines(report.notes, rests_on_assumption, "The result rests on assumed values, which no source gives in full", false);
    text += note_lines(report.notes, is_without_source, "Given by the scenario without a source", false);
    if (!report.output_path.empty()) text += "\nWritten to " + report.output_path + "\n";
    return within_page(text);
}

}  // namespace

std::string report_pathways(const PathwayReport& report, Format format) {
    switch (format) {
        case Format::csv:
            return pathways_as_csv(report);
        case Format::json:
            return pathways_as_json(report);
        case Format::table:
            break;
    }
    return for_people(report);
}

}  // namespace qonys
