#include "report/sweep_labels.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "report/note_lines.hpp"
#include "report/pathway_grounds.hpp"

namespace qonys {
namespace {

constexpr std::size_t widest_column_name = 14, widest_name_of_all = 60;

std::vector<std::string> characters(const std::string& text) {
    std::vector<std::string> list;
    for (const char c : text) {
        if ((static_cast<unsigned char>(c) & 0xC0) != 0x80 || list.empty()) list.emplace_back();
        list.back() += c;
    }
    return list;
}

std::string shortened_end(const std::string& text, std::size_t columns) {
    const std::vector<std::string> list = characters(text);
    if (list.size() <= columns) return text;
    std::string result;
    for (std::size_t i = 0; i + 1 < columns; ++i) result += list[i];
    return result + "…";
}

// Of a line "path = …".
bool is_varied(const SweepHeader& header, const std::string& line) {
    const std::string path = line.substr(0, line.find(" = "));
    return std::any_of(header.parameters.begin(), header.parameters.end(), [&](const SweptParameter& p) {
        return p.name == path || path.starts_with(p.name + ".") || p.name.starts_with(path + ".");
    });
}

// A heading, the first lines of a text, and how many more there are.
std::string first_lines(const std::string& lines, const std::string& title, std::size_t told = 4) {
    std::string text;
    std::size_t number = 0;
    for (std::size_t start = 0; start < lines.size(); ++number) {
        const std::size_t end = std::min(lines.find('\n', start), lines.size());
        std::string line = shortened_end(lines.substr(start, end - start), sweep_page_width - 2);
        line.erase(line.find_last_not_of(' ') + 1);
        if (number < told) text += "  " + line + "\n";
        start = end + 1;
    }
    if (number == 0) return "";
    if (number > told) text += fmt::format("  ... ({} more; the file has them all)\n", number - told);
    return fmt::format("\n{} ({})\n{}", title, number, text);
}

}  // namespace

std::string shortened_middle(const std::string& text, std::size_t columns) {
    const std::vector<std::string> list = characters(text);
    if (list.size() <= columns) return text;
    const std::size_t back = (columns - 1) / 2, front = columns - 1 - back;
    std::string result;
    for (std::size_t i = 0; i < front; ++i) result += list[i];
    result += "…";
    for (std::size_t i = list.size() - back; i < list.size(); ++i) result += list[i];
    return result;
}

std::string one_line(const std::string& text, const std::string& between) {
    std::string line;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool breaks = text[i] == '\n' || text[i] == '\r' || text[i] == '\t';
        if (!breaks)
            line += text[i];
        else if (i + 1 < text.size())
            line += between;
    }
    return line;
}

std::string row_name(const std::vector<SweptParameter>& parameters, std::size_t parameter, std::size_t columns) {
    const std::string name = one_line(parameters[parameter].name);
    if (width(name) <= columns) return name;
    const std::string number = fmt::format("p{} ", parameter + 1);
    return number + shortened_middle(name, columns - width(number));
}

std::vector<std::string> column_names(const std::vector<SweptParameter>& parameters) {
    std::vector<std::string> names;
    for (const SweptParameter& parameter : parameters)
        names.push_back(width(parameter.name) <= widest_column_name ? parameter.name : fmt::format("p{}", names.size() + 1));
    return names;
}

std::string number_for_people(double value) {
    if (!std::isfinite(value)) return "–";
    const double size = std::abs(value);
    if (const std::string exact = fmt::format("{}", value);
        size < 1e4 && exact.size() <= 6 && exact.find('e') == std::string::npos)
        return with_separators(value,
                               exact.find('.') == std::string::npos ? 0 : static_cast<int>(exact.size() - exact.find('.') - 1));
    if (size >= 1e12 || size < 1e-3) return value == 0 ? "0" : fmt::format("{:.3e}", value);
    return with_separators(value, size >= 1000 ? 0 : size >= 100 ? 1 : size >= 10 ? 2 : size >= 1 ? 3 : size >= 0.1 ? 4 : 5);
}

std::string value_for_people(const SweptParameter& parameter, double value) {
    if (std::isnan(value)) return "base";
    if (parameter.words.empty()) return number_for_people(value);
    const double last = static_cast<double>(parameter.words.size() - 1);
    return shortened_middle(parameter.words[static_cast<std::size_t>(std::clamp(value, 0.0, last))], 24);
}

std::string value_for_programs(const SweptParameter& parameter, double value) {
    if (std::isnan(value)) return "";
    if (parameter.words.empty()) return exact_number(value);
    const double last = static_cast<double>(parameter.words.size() - 1);
    return parameter.words[static_cast<std::size_t>(std::clamp(value, 0.0, last))];
}

nlohmann::ordered_json value_json(const SweptParameter& parameter, double value) {
    if (parameter.words.empty() || std::isnan(value)) return json_number(value);
    return value_for_programs(parameter, value);
}

std::string exact_number(double value) {
    return std::isfinite(value) ? fmt::format("{}", value) : "";
}

nlohmann::ordered_json json_number(double value) {
    if (!std::isfinite(value)) return nullptr;
    return value;
}

std::string title_with_unit(const SweptMeasure& measure, std::size_t columns) {
    const std::string unit = shown_as(measure.unit).unit;
    const std::string title = one_line(measure.title.empty() ? measure.name : measure.title);
    if (unit.empty() || title.find(unit) != std::string::npos) return shortened_middle(title, columns);
    const std::size_t taken = width(unit) + 2;
    return shortened_middle(title, columns > taken + 12 ? columns - taken : 12) + ", " + unit;
}

int decimals_to_tell_apart(double size, double apart) {
    const int decimals = decimals_for(size);
    if (!(apart > 0)) return decimals;
    const int needed = apart >= 10 ? 0 : apart >= 1 ? 1 : apart >= 0.1 ? 2 : 3;
    return std::max(decimals, needed);
}

std::vector<std::string> figure_texts(const std::vector<ShownFigure>& figures) {
    constexpr double rounding = 1e-12;
    std::vector<std::string> texts, errors;
    std::size_t wide = 0;
    for (const ShownFigure& f : figures) {
        texts.push_back(f.with_sign ? with_sign(f.figure.mean, f.decimals) : with_separators(f.figure.mean, f.decimals));
        errors.push_back(f.figure.se > rounding * std::abs(f.figure.mean) ? " ±" + with_separators(f.figure.se, f.decimals) : "");
        wide = std::max(wide, width(errors.back()));
    }
    for (std::size_t i = 0; i < texts.size(); ++i) texts[i] += padded(errors[i], wide);
    return texts;
}

std::string wrapped(const std::string& sentence) {
    std::string text, line;
    for (std::size_t start = 0; start < sentence.size();) {
        const std::size_t end = std::min(sentence.find(' ', start), sentence.size());
        const std::string word = sentence.substr(start, end - start);
        if (!line.empty() && width(line) + 1 + width(word) > sweep_page_width) {
            text += line + "\n";
            line.clear();
        }
        line += (line.empty() ? "" : " ") + word;
        start = end + 1;
    }
    return text + line + "\n";
}

std::string counted(std::size_t number, const std::string& noun) {
    return with_separators(static_cast<double>(number), 0) + " " + noun + (number == 1 ? "" : "s");
}

std::string sweep_head(const SweepContent& content, const std::string& reading) {
    const SweepHeader& h = content.header;
    std::string part;
    if (h.shards > 1)
        part = fmt::format("shard {} of {}: {} of ", h.shard, h.shards, with_separators(static_cast<double>(content.size()), 0));
    return wrapped(one_line(h.question)) +
           fmt::format("{}{} of design {} over {}, {}, seed {}; {}\n", part, counted(static_cast<std::size_t>(h.points), "point"),
                       h.design, counted(h.parameters.size(), "parameter"),
                       counted(static_cast<std::size_t>(h.replicates), "replicate"), h.seed, reading);
}

std::string varied_section(const SweepContent& content) {
    const std::vector<SweptParameter>& parameters = content.header.parameters;
    const std::vector<std::string> names = column_names(parameters);
    std::string text = "\nVaried\n";
    for (std::size_t i = 0; i < parameters.size(); ++i) {
        const SweptParameter& p = parameters[i];
        std::string line = names[i] == p.name ? p.name : names[i] + "  " + shortened_middle(one_line(p.name), widest_name_of_all);
        line += ": " + one_line(p.text) + (p.unit.empty() ? "" : " " + p.unit);
        if (!std::isnan(p.base)) line += "; base " + value_for_people(p, p.base);
        text += "  " + (width(line) > sweep_page_width - 2 ? shortened_middle(line, sweep_page_width - 2) : line) + "\n";
    }
    return text;
}

std::string uncertain_beside_varied(const SweepHeader& header) {
    std::string text;
    for (const std::string& line : split_lines(header.uncertain))
        if (!is_varied(header, line)) text += line + "\n";
    return text;
}

std::string assumed_beside_varied(const SweepHeader& header) {
    if (!header.pathways) return header.assumed;
    const auto is_varied_whole = [&](const std::string& line) {  // of a table with one varied cell the others are still assumed
        const std::string path = line.substr(0, line.find(" = "));
        return std::any_of(header.parameters.begin(), header.parameters.end(),
                           [&](const SweptParameter& p) { return p.name == path || path.starts_with(p.name + "."); });
    };
    std::string text;
    for (const std::string& line : split_lines(header.assumed))
        if (!is_varied_whole(line)) text += line + "\n";
    return text;
}

std::vector<std::string> without_source_in(const SweepHeader& header) {
    std::vector<std::string> all;
    if (!header.pathways) return all;
    for (const SweptArm& arm : header.arms)
        for (const std::string& line : values_without_source(arm.scenario_text))
            if (!is_varied(header, line) && std::find(all.begin(), all.end(), line) == all.end()) all.push_back(line);
    return all;
}

std::string rests_in_short(const SweepHeader& header) {
    return header.pathways ? rests_in_short(split_lines(assumed_beside_varied(header)).size(), without_source_in(header).size())
                           : "";
}

std::string assumed_and_uncertain(const SweepHeader& header) {
    std::string bare;
    for (const std::string& line : without_source_in(header)) bare += line + "\n";
    return first_lines(assumed_beside_varied(header), header.pathways
                                                          ? "The result rests on assumed values, which no source gives in full"
                                                          : "Values without a source that the result rests on") +
           first_lines(bare, "Given by the scenario without a source", 30) +
           first_lines(uncertain_beside_varied(header), "Uncertain inputs");
}

}  // namespace qonys
