#include "report/note_lines.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "report/format.hpp"

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

}  // namespace

std::vector<std::string> split_lines(const std::string& text) {
    std::vector<std::string> lines;
    for (std::size_t start = 0; start < text.size();) {
        const std::size_t end = std::min(text.find('\n', start), text.size());
        lines.push_back(text.substr(start, end - start));
        start = end + 1;
    }
    return lines;
}

bool is_set_by_scenario(const ValueNote& note) {
    return note.status == "scenario" && note.path != "question";
}

std::string note_lines(const std::vector<ValueNote>& notes, bool (*wanted)(const ValueNote&), const std::string& title,
                       bool changes) {
    std::string lines;
    std::size_t number = 0;
    for (const ValueNote& note : notes) {
        if (!wanted(note)) continue;
        const bool changed = changes && !note.changed.empty();
        lines +=
            fmt::format("  {}{}{}{}{}{}\n", note.path, changed && note.changed.find(" = ") != std::string::npos ? ": " : " = ",
                        shortened(changed ? note.changed : note.value), note.unit.empty() ? "" : " " + note.unit,
                        note.range.empty() ? "" : " [" + ranges_in_words(note) + "]",
                        changed && note.outside_range ? " (outside the plausible range)" : "");
        ++number;
    }
    return number == 0 ? "" : fmt::format("\n{} ({})\n{}", title, number, lines);
}

std::string uncertain_note_lines(const std::vector<std::string>& lines) {
    std::string text = fmt::format("\nUncertain inputs ({})\n", lines.size());
    for (const std::string& line : lines) text += "  " + line + "\n";
    return lines.empty() ? "" : text;
}

std::string replicates_in_words(std::int64_t replicates, std::int64_t replicates_per_draw, std::int64_t seed, bool uncertain) {
    std::string draws;
    if (uncertain)
        draws = replicates_per_draw == 1 ? ", each with its own draw of the uncertain inputs"
                                         : fmt::format(", {} for each draw of the uncertain inputs", replicates_per_draw);
    return fmt::format("{} replicate{}{}, seed {}; {}", replicates, replicates == 1 ? "" : "s", draws, seed,
                       replicates == 1 ? "one replicate tells no error" : "± standard error of the mean");
}

}  // namespace qonys
