#include <fmt/format.h>

#include "base/problems.hpp"
#include "report/sensitivity_findings.hpp"
#include "report/sweep_labels.hpp"
#include "scenario/number.hpp"
#include "scenario/value.hpp"

namespace qonys {
namespace {

std::vector<std::string> names_of(const std::vector<SweptMeasure>& measures) {
    std::vector<std::string> names;
    for (const SweptMeasure& measure : measures) names.push_back(measure.name);
    return names;
}

std::string hint_for(const std::string& word, const std::vector<std::string>& names, const std::string& there_are) {
    const std::string near = nearest(word, names), all = there_are + listed(names, 40);
    return near.empty() ? all : fmt::format("did you mean {}? {}", near, all);
}

std::optional<std::size_t> position(const std::vector<std::string>& names, const std::string& name) {
    for (std::size_t i = 0; i < names.size(); ++i)
        if (names[i] == name) return i;
    return std::nullopt;
}

std::optional<std::size_t> find_measure(const SweepHeader& header, const std::string& name, const char* option,
                                        Problems& problems) {
    const std::vector<std::string> names = names_of(header.measures);
    const auto found = position(names, name);
    if (!found)
        problems.add({option, 0, 0}, "", fmt::format("{} is no measure of this sweep", shown(name)),
                     hint_for(name, names, "it has "));
    return found;
}

Lens find_lens(const SweepHeader& header, const SensitivityOptions& options, Problems& problems) {
    if (!header.has_arms()) {
        for (const auto& [given, option] : {std::pair{options.arm.has_value(), "--arm"}, std::pair{options.level, "--level"}})
            if (given) problems.add({option, 0, 0}, "", "this sweep has no arms", std::string("leave out ") + option);
        return {};
    }
    Lens lens{1, !options.level};
    if (!options.arm) return lens;
    std::vector<std::string> names;
    for (const SweptArm& arm : header.arms) names.push_back(arm.name);
    const auto found = position(names, *options.arm);
    if (!found) {
        problems.add({"--arm", 0, 0}, "", fmt::format("{} is no arm of this sweep", shown(*options.arm)),
                     hint_for(*options.arm, names, "it has "));
    } else if (*found == 0 && !options.level) {
        problems.add({"--arm", 0, 0}, "",
                     fmt::format("{} is the reference, and its difference from itself is 0", shown(*options.arm)),
                     "add --level for its own figures, or name another arm");
    } else {
        lens.arm = *found;
    }
    return lens;
}

std::string trimmed(const std::string& text) {
    const std::size_t first = text.find_first_not_of(" \t"), last = text.find_last_not_of(" \t");
    return first == std::string::npos ? "" : text.substr(first, last - first + 1);
}

constexpr const char* form =
    "write MEASURE > NUMBER, for example \"spending > 2000000\" or \"placed < 95%\" of its mean; also >=, <=";

std::optional<Condition> parse_condition(const SweepHeader& header, const std::string& text, Problems& problems) {
    const auto complain = [&](const std::string& what, const std::string& hint) {
        problems.add({"--discover", 0, 0}, "", what, hint);
        return std::nullopt;
    };
    const std::size_t at = text.find_first_of("<>");
    if (at == std::string::npos) return complain(fmt::format("{} has none of >, >=, <, <=", shown(text)), form);
    const bool equal = at + 1 < text.size() && text[at + 1] == '=';
    const std::string name = trimmed(text.substr(0, at));
    std::string number = trimmed(text.substr(at + (equal ? 2 : 1)));
    if (name.empty()) return complain(fmt::format("{} names no measure", shown(text)), form);
    Condition condition;
    if (text[at] == '>')
        condition.relation = equal ? Relation::at_least : Relation::above;
    else
        condition.relation = equal ? Relation::at_most : Relation::below;
    condition.percent = number.ends_with('%');
    if (condition.percent) number = trimmed(number.substr(0, number.size() - 1));
    const auto measure = find_measure(header, name, "--discover", problems);
    Tree node;
    node.text = number;
    node.empty = number.empty();
    const NumberRead<double> read = read_number(node);
    if (!read.ok()) return complain(fmt::format("{}: {}", shown(text), read.what), read.hint.empty() ? form : read.hint);
    if (!measure) return std::nullopt;
    if (condition.percent && header.measures[*measure].unit == "share")
        return complain(fmt::format("{}: this measure is itself a share, and a percentage would be one of its mean", shown(text)),
                        fmt::format("write {}", exact_number(read.value / 100)));
    condition.measure = *measure;
    condition.number = read.value;
    return condition;
}

}  // namespace

SensitivityQuestion parse_question(const SweepHeader& header, const SensitivityOptions& options) {
    Problems problems;
    SensitivityQuestion question;
    question.lens = find_lens(header, options, problems);
    for (const std::string& name : options.measures)
        if (const auto found = find_measure(header, name, "--measure", problems)) question.measures.push_back(*found);
    for (const std::string& text : options.discover)
        if (const auto condition = parse_condition(header, text, problems)) question.conditions.push_back(*condition);
    if (!problems.empty()) throw BadInput(std::move(problems));
    return question;
}

}  // namespace qonys
