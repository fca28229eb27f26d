#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "report/sensitivity_findings.hpp"
#include "report/sweep_labels.hpp"

namespace qonys {
namespace {

constexpr std::size_t most_steps = 10;  // of a trajectory

std::string percent(double share) {
    return with_separators(share * 100, 0);
}

std::string words_between(const SweptParameter& parameter, double low, double high) {
    std::vector<std::string> words;
    for (std::size_t w = 0; w < parameter.words.size(); ++w)
        if (static_cast<double>(w) >= low && static_cast<double>(w) <= high) words.push_back(parameter.words[w]);
    std::string text;
    for (std::size_t i = 0; i < words.size(); ++i) text += (i == 0 ? "" : i + 1 == words.size() ? " or " : ", ") + words[i];
    return text;
}

// "rent_level of 1.42 or more"
std::string limit_words(const std::vector<SweptParameter>& parameters, const BoxLimit& limit) {
    const SweptParameter& parameter = parameters[limit.parameter];
    const std::string name = row_name(parameters, limit.parameter, 50);
    if (!parameter.words.empty()) return name + " = " + words_between(parameter, limit.low, limit.high);
    const std::string low = number_for_people(limit.low), high = number_for_people(limit.high);
    if (limit.restricts_low && limit.restricts_high) return fmt::format("{} from {} to {}", name, low, high);
    return limit.restricts_low ? fmt::format("{} of {} or more", name, low) : fmt::format("{} of {} or less", name, high);
}

// A box is sought among the points outside those before it, and its figures count only these.
std::string box_sentence(const SweepContent& content, const DiscoveredBox& box, std::size_t boxes_before) {
    std::string where;
    for (std::size_t i = 0; i < box.limits.size(); ++i) {
        where += i == 0 ? "" : i + 1 == box.limits.size() ? " and " : ", ";
        where += limit_words(content.header.parameters, box.limits[i]);
    }
    const std::string outside = boxes_before == 0 ? ""
                                : boxes_before == 1
                                    ? ", outside box 1"
                                    : fmt::format(", outside boxes 1 {} {}", boxes_before == 2 ? "and" : "to", boxes_before);
    return fmt::format("It holds in {} % of the {} with {}{} (that is {} % of all cases).", percent(box.density),
                       counted(box.points, "point"), where, outside, percent(box.coverage));
}

std::string quasi_p_text(double p) {
    if (std::isnan(p)) return "–";
    return p < 0.001 ? "< 0.001" : with_separators(p, 3);
}

std::string limits_table(const SweepContent& content, const DiscoveredBox& box) {
    FigureTable table{"Its limits", "parameter", {}, {}, false};
    FigureColumn from{"", "from", 0, {}, {}}, to{"", "to", 0, {}, {}}, p{"", "quasi-p", 0, {}, {}};
    for (const BoxLimit& limit : box.limits) {
        const SweptParameter& parameter = content.header.parameters[limit.parameter];
        table.rows.push_back(row_name(content.header.parameters, limit.parameter));
        from.texts.push_back(limit.restricts_low ? value_for_people(parameter, limit.low) : "–");
        to.texts.push_back(limit.restricts_high ? value_for_people(parameter, limit.high) : "–");
        p.texts.push_back(quasi_p_text(limit.quasi_p));
    }
    table.columns = {from, to, p};
    return print_within(table, sweep_page_width);
}

// First, last, chosen and evenly some between.
std::vector<std::size_t> shown_steps(std::size_t steps, std::size_t chosen) {
    std::vector<std::size_t> shown;
    for (std::size_t i = 0; i < std::min(steps, most_steps); ++i)
        shown.push_back(steps <= most_steps ? i : i * (steps - 1) / (most_steps - 1));
    shown.push_back(chosen);
    std::sort(shown.begin(), shown.end());
    shown.erase(std::unique(shown.begin(), shown.end()), shown.end());
    return shown;
}

std::string trajectory_table(const std::vector<DiscoveredBox>& trajectory, std::size_t chosen) {
    FigureTable table{fmt::format("How it was found: {} of peeling", counted(trajectory.size(), "step")), "step", {}, {}, false};
    FigureColumn mass{"", "mass, %", 0, {}, {}}, coverage{"", "coverage, %", 0, {}, {}}, density{"", "density, %", 0, {}, {}},
        restricted{"", "restricted", 0, {}, {}}, mark{"", "", 0, {}, {}};
    for (const std::size_t step : shown_steps(trajectory.size(), chosen)) {
        const DiscoveredBox& box = trajectory[step];
        table.rows.push_back(fmt::format("{}", step + 1));
        mass.texts.push_back(percent(box.mass));
        coverage.texts.push_back(percent(box.coverage));
        density.texts.push_back(percent(box.density));
        restricted.texts.push_back(fmt::format("{}", box.limits.size()));
        mark.texts.push_back(step == chosen ? "chosen" : "");
    }
    table.columns = {mass, coverage, density, restricted, mark};
    return print_within(table, sweep_page_width);
}

// Why there is nothing to look for: perhaps the number was meant in the unit of the tables.
std::string range_text(const SweptMeasure& measure, const ConditionFindings& found) {
    const Shown shown = shown_as(measure.unit);
    const auto range = [&](double factor, const char* between) {
        return number_for_people(found.lowest * factor) + between + number_for_people(found.highest * factor);
    };
    std::string text = fmt::format("The points lie between {} {}", range(shown.factor, " and "), shown.unit);
    if (text.ends_with(' ')) text.pop_back();
    if (shown.factor != 1 && !found.condition.percent)
        text += fmt::format("; write the number {}: {}", measure.unit == "share" ? "as a share" : "in " + measure.unit,
                            range(1, " to "));
    return wrapped(text + ".");
}

std::string unordered_text(const SweepHeader& header) {
    std::string names;
    for (std::size_t p = 0; p < header.parameters.size(); ++p)
        if (is_unordered(header.parameters[p])) names += (names.empty() ? "" : ", ") + row_name(header.parameters, p);
    if (names.empty()) return "";
    return wrapped("A box takes words that stand next to each other in the sweep file, whatever they mean: " + names + ".");
}

}  // namespace

std::string discovery_section(const SweepContent& content, const Lens& lens, const ConditionFindings& found) {
    const SweepHeader& header = content.header;
    const Discovery& discovery = found.discovery;
    const SweptMeasure& measure = header.measures[found.condition.measure];
    std::string text = "Where " + condition_text(header, found);
    if (header.has_arms()) text += ": " + lens_words(header, lens);
    text = wrapped(text);
    text += header.replicates == 1 ? "Taken on the points' only replicate: "
                                   : fmt::format("Taken on the points' means over {} replicates: ", header.replicates);
    if (discovery.points == 0) return text + "no point has a value.\n";
    const std::string points = counted(discovery.points, "point");
    if (discovery.cases == 0) return text + fmt::format("it holds at none of the {}.\n", points) + range_text(measure, found);
    if (discovery.cases == discovery.points)
        return text + fmt::format("it holds at all {}: nothing tells them apart.\n", points) + range_text(measure, found);
    text += fmt::format("it holds at {} of {} ({} %), the cases.\n", with_separators(static_cast<double>(discovery.cases), 0),
                        counted(discovery.points, "point"),
                        percent(static_cast<double>(discovery.cases) / static_cast<double>(discovery.points)));
    if (discovery.dropped > 0)
        text += fmt::format("{} left out: a run failed or has no value.\n", counted(discovery.dropped, "point"));
    std::size_t told = 0;
    for (std::size_t b = 0; b < discovery.trajectories.size(); ++b) {
        const DiscoveredBox& box = discovery.trajectories[b].at(discovery.chosen[b]);
        if (box.limits.empty()) continue;
        text += fmt::format("\nBox {}: coverage {} %, density {} %, mass {} % ({}, {})\n", ++told, percent(box.coverage),
                            percent(box.density), percent(box.mass), counted(box.points, "point"), counted(box.cases, "case"));
        text += wrapped(box_sentence(content, box, told - 1));
        text += "\n" + limits_table(content, box) + "\n" + trajectory_table(discovery.trajectories[b], discovery.chosen[b]);
    }
    if (told == 0) return text + "No box of the parameters holds more of them than chance.\n";
    return text + "\n" + unordered_text(header) +
           wrapped(
               "Coverage: share of all cases in the box. Density: share of its points that are cases. quasi-p: how likely chance "
               "gives such a density when the restriction is dropped; the limits were chosen on the same points, so it is too "
               "low.");
}

}  // namespace qonys
