#include "report/parameters.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>

#include "report/summary_machine.hpp"

namespace qonys {

namespace {

constexpr std::size_t most_cells_whole = 12;  // a table of more cells is cut
constexpr std::size_t widest_value = 60, widest_source = 80;
constexpr std::size_t room_for_count = 16;  // behind a table that is cut

bool starts_cell(const std::string& value, std::size_t at) {
    return value[at] == ':' && at + 2 < value.size() && value[at + 1] == ' ' && value[at + 2] != '{';
}

// Walks a value in YAML flow style outside quotes and calls `at_cell` with the position of the colon of each cell.
template <class AtCell>
void for_each_cell(const std::string& value, AtCell at_cell) {
    bool in_quotes = false;
    for (std::size_t i = 0; i < value.size(); ++i) {
        if (in_quotes && value[i] == '\\')
            ++i;
        else if (value[i] == '"')
            in_quotes = !in_quotes;
        else if (!in_quotes && starts_cell(value, i))
            at_cell(i);
    }
}

std::size_t open_braces(const std::string& text) {
    const auto count = [&](char c) { return std::count(text.begin(), text.end(), c); };
    return static_cast<std::size_t>(count('{') - count('}'));
}

// A table of more than a few cells, cut after the cells that fit, with the number of all.
std::string abbreviated(const std::string& value) {
    if (!value.starts_with('{')) return value;
    std::size_t cells = 0, cut = 0;
    for_each_cell(value, [&](std::size_t at) {
        if (++cells > 1 && (cut == 0 || at + room_for_count <= widest_value)) cut = value.rfind(", ", at);
    });
    if (cells <= most_cells_whole) return value;
    const std::string start = value.substr(0, cut);
    return fmt::format("{}, …{} {} cells", start, std::string(open_braces(start), '}'), cells);
}

std::string cut_to(const std::string& text, std::size_t columns) {
    if (width(text) <= columns) return text;
    std::size_t bytes = 0, has = 0;
    while (bytes < text.size() && has < columns - 1) {
        ++bytes;
        while (bytes < text.size() && (static_cast<unsigned char>(text[bytes]) & 0xC0) == 0x80) ++bytes;
        ++has;
    }
    return text.substr(0, bytes) + "…";
}

std::string set_where(const ValueNote& note) {
    if (note.set_at.line == 0) return note.set_at.file;
    return fmt::format("{}:{}", note.set_at.file, note.set_at.line);
}

std::string one_line(std::string text) {
    std::replace_if(
        text.begin(), text.end(), [](char c) { return c == '\n' || c == '\t' || c == '\r'; }, ' ');
    return text;
}

using Row = std::vector<std::string>;

// Columns as wide as their widest cell, but for cells so wide that they would push all others off the screen. The last column
// is not filled up.
std::string aligned(const std::vector<Row>& rows) {
    std::vector<std::size_t> widths;
    for (const Row& row : rows) {
        widths.resize(std::max(widths.size(), row.size()));
        for (std::size_t i = 0; i + 1 < row.size(); ++i) widths[i] = std::max(widths[i], std::min(width(row[i]), widest_value));
    }
    std::string text;
    for (const Row& row : rows) {
        for (std::size_t i = 0; i < row.size(); ++i) text += i + 1 < row.size() ? padded(row[i], widths[i]) + "  " : row[i];
        text += "\n";
    }
    return text;
}

std::string parameters_table(const std::vector<ValueNote>& notes) {
    std::vector<Row> rows{{"parameter", "value", "unit", "status", "range", "date", "source"}};
    std::map<std::string, int> by_status;
    for (const ValueNote& note : notes) {
        rows.push_back({note.path, cut_to(one_line(abbreviated(note.value)), widest_value), note.unit, note.status, note.range,
                        note.date, cut_to(one_line(note.source), widest_source)});
        ++by_status[note.status];
    }
    std::string counts;
    for (const auto& [status, count] : by_status) counts += fmt::format("{}{} {}", counts.empty() ? "" : ", ", count, status);
    return aligned(rows) + fmt::format("{} parameters: {}\n", notes.size(), counts);
}

std::string parameters_csv(const std::vector<ValueNote>& notes) {
    std::string text = "parameter,value,unit,status,low,high,date,source,note\n";
    for (const ValueNote& note : notes) {
        const std::string low = note.has_range ? fmt::format("{}", note.low) : "",
                          high = note.has_range ? fmt::format("{}", note.high) : "";
        for (const std::string& field : {note.path, note.value, note.unit, note.status, low, high, note.date, note.source})
            text += csv_field(field) + ",";
        text += csv_field(note.note) + "\n";
    }
    return text;
}

std::string parameters_json(const std::vector<ValueNote>& notes) {
    auto list = nlohmann::ordered_json::array();
    for (const ValueNote& note : notes) {
        nlohmann::ordered_json row{{"parameter", note.path}, {"value", note.value},   {"unit", note.unit},
                                   {"status", note.status},  {"low", nullptr},        {"high", nullptr},
                                   {"date", note.date},      {"source", note.source}, {"note", note.note}};
        if (note.has_range) {
            row["low"] = note.low;
            row["high"] = note.high;
        }
        if (!note.own_ranges.empty()) row["own_ranges"] = own_ranges_as_json(note);
        list.push_back(std::move(row));
    }
    return list.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

}  // namespace

std::string print_check(const LoadedScenario& loaded) {
    std::string text = loaded.scenario.question + "\n\n";
    std::vector<Row> rows{{"path", "value", "unit", "status", "source"}};
    for (const ValueNote& note : loaded.notes) {
        if (note.path == "question") continue;
        const bool set_by_user = (note.status == "scenario" || note.status == "default") && !note.set_at.file.empty();
        rows.push_back({note.path, one_line(abbreviated(note.value)), note.unit, note.status,
                        set_by_user ? set_where(note) : one_line(note.source)});
    }
    text += aligned(rows);
    std::string changes;
    for (const ValueNote& note : loaded.notes)
        if (!note.changed.empty())
            changes +=
                fmt::format("  {}{}{}{}\n", note.path, note.changed.find(" = ") == std::string::npos ? " = " : ": ", note.changed,
                            note.outside_range ? fmt::format(" (outside the plausible range {})", ranges_in_words(note)) : "");
    if (!changes.empty()) text += "\nchanged by the scenario, against params/:\n" + changes;
    text += "\nfiles read:\n";
    for (const InputFile& input : loaded.inputs) text += fmt::format("  {}  {}\n", input.sha256, input.name);
    return text;
}

std::string print_parameters(const std::vector<ValueNote>& notes, Format format) {
    if (format == Format::csv) return parameters_csv(notes);
    if (format == Format::json) return parameters_json(notes);
    return parameters_table(notes);
}

}  // namespace qonys
