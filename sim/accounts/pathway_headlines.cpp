#include "accounts/pathway_headlines.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "accounts/pathway_summary.hpp"

namespace qonys {
namespace {

constexpr const char* usual_horizon = "12";

struct Title {
    const char* name;
    const char* title;
    Better better;
};

constexpr std::array titles = {
    Title{"arrivals", "persons arrived", Better::neither},
    Title{"completed", "persons who completed", Better::more},
    Title{"exits", "persons out", Better::neither},
    Title{"exits_by_kind", "persons out", Better::neither},
    Title{"entered", "persons who entered", Better::neither},
    Title{"present_at_end", "present at the end", Better::neither},
    Title{"in_programme_at_end", "in the programme at the end", Better::neither},
    Title{"in_follow_up_at_end", "in follow-up at the end", Better::neither},
    Title{"in_programme_share", "in the programme", Better::neither},
    Title{"retained_share", "not left", Better::more},
    Title{"spending", "cost", Better::less},
    Title{"spending_usd", "cost", Better::less},
    Title{"spending_per_arrival", "cost per person arrived", Better::less},
    Title{"spending_per_completed", "cost per person completed", Better::less},
    Title{"breaches", "left against the obligation", Better::less},
    Title{"mean_wait", "mean wait", Better::less},
    Title{"waited_share", "waited a day or more", Better::less},
    Title{"longest_wait", "longest wait", Better::less},
    Title{"peak_waiting", "most waiting", Better::less},
    Title{"mean_stay", "mean stay", Better::neither},
    Title{"peak_present", "most present", Better::neither},
    Title{"p95_present", "present on 95 of 100 days at most", Better::neither},
    Title{"peak_occupied", "most places taken", Better::neither},
    Title{"p95_occupied", "places taken on 95 of 100 days at most", Better::neither},
    Title{"days_full", "days without a free place", Better::less},
    Title{"peak_posts", "most posts needed", Better::less},
    Title{"post_days", "days of posts", Better::less},
};

// The measures of a stage whose places are limited.
constexpr std::array of_limited_stages = {"mean_wait", "peak_waiting", "longest_wait", "peak_present"};

struct PathwaySpec {
    std::string name, programme, place;  // empty where nothing is said
};

PathwaySpec parts_of(const std::string& text) {
    PathwaySpec spec;
    const std::size_t at = text.find('@');
    if (at != std::string::npos) spec.place = text.substr(at + 1);
    const std::string before = text.substr(0, at);
    const std::size_t point = before.find('.');
    spec.name = before.substr(0, point);
    if (point != std::string::npos) spec.programme = before.substr(point + 1);
    return spec;
}

std::string joined(const std::vector<std::string>& names) {
    return fmt::format("{}", fmt::join(names, ", "));
}

std::size_t programmes_of(const Axis& axis) {
    return axis.size() - 1;  // the last label is that of the sum
}

std::optional<WrongSpec> no_such_measure(const std::string& name, const PairedSummary& summary) {
    std::vector<std::string> names;
    for (const PairedTable& table : summary.tables)
        if (table.period == Period::whole_run) names.push_back(table.measure.name);
    const std::string near = nearest(name, names);
    return WrongSpec{fmt::format("no measure is named \"{}\"", name),
                     (near.empty() ? "one of " : "did you mean " + near + "? One of ") + joined(names)};
}

bool is_place(const Axis& axis) {
    return axis.name != "programme" && axis.name != "group";
}

std::string words_of(const Axis& axis) {
    return axis.name == "exit_kind" ? "kind of exit" : axis.name;
}

// The label of one axis; `said` where the spec names it.
std::optional<WrongSpec> add_label(const Axis& axis, const std::string& said, const PathwaySpec& spec, std::size_t programmes,
                                   Headline& headline) {
    std::vector<std::string> labels = axis.labels;
    const bool has_all = !labels.empty() && labels.back() == all_label;
    const bool all_means = has_all && all_has_meaning(spec.name, axis.name, programmes);
    if (has_all && !all_means) labels.pop_back();
    const std::string label = !said.empty() ? said : all_means ? all_label : axis.name == "horizon" ? usual_horizon : "";
    if (label.empty())
        return WrongSpec{fmt::format("{} needs {} {}", spec.name, axis.name == "exit" ? "an" : "a", words_of(axis)),
                         axis.name == "programme" ? fmt::format("write {}.PROGRAMME with one of {}", spec.name, joined(labels))
                                                  : fmt::format("write @ and one of {} at its end", joined(labels))};
    if (std::find(labels.begin(), labels.end(), label) == labels.end())
        return WrongSpec{fmt::format("\"{}\" is no {} of {}", label, words_of(axis), spec.name), "one of " + joined(labels)};
    headline.labels.push_back(label);
    return std::nullopt;
}

std::string title_of(const PathwaySpec& spec, const PairedTable& table, const Headline& headline) {
    const auto row = std::find_if(titles.begin(), titles.end(), [&](const Title& t) { return spec.name == t.name; });
    std::string title = row != titles.end() ? row->title : spec.name;
    if (row == titles.end()) std::replace(title.begin(), title.end(), '_', ' ');
    std::string programme;
    for (std::size_t i = 0; i < table.axes.size(); ++i) {
        const Axis& axis = table.axes[i];
        const std::string& label = headline.labels[i];
        if (axis.name == "horizon")
            title += fmt::format(" after {} month{}", label, label == "1" ? "" : "s");
        else if (axis.name == "programme")
            programme = label != all_label && programmes_of(axis) > 1 ? ", " + label : "";
        else if (label != all_label)
            title += ", " + label;
    }
    return title + programme;
}

// The headlines in their order; limited: programme and stage.
std::vector<std::string> specs_of(const std::vector<std::pair<std::string, std::string>>& limited, bool any_obligation) {
    std::vector<std::string> specs = {"arrivals",       "completed", "in_programme_at_end", "in_programme_share",
                                      "retained_share", "spending",  "spending_per_arrival"};
    if (any_obligation) specs.emplace_back("breaches");
    for (const auto& [programme, stage] : limited)
        for (const char* name : of_limited_stages) specs.push_back(fmt::format("{}.{}@{}", name, programme, stage));
    return specs;
}

// In some arm.
bool is_above_zero(const PairedSummary& summary, const PairedTable& table, std::size_t cell) {
    for (std::size_t arm = 0; arm < summary.arms.size(); ++arm)
        if (table.mean.at(table.at(arm, cell)) > 0) return true;
    return false;
}

}  // namespace

bool is_of_pathways(const PairedSummary& summary) {
    return summary.has("in_programme_share", Period::whole_run);
}

std::optional<WrongSpec> fill_pathway_headline(const std::string& text, const PairedSummary& summary, Headline& headline) {
    const PathwaySpec spec = parts_of(text);
    if (!summary.has(spec.name, Period::whole_run)) return no_such_measure(spec.name, summary);
    const PairedTable& table = summary.find(spec.name, Period::whole_run);
    const auto programme =
        std::find_if(table.axes.begin(), table.axes.end(), [](const Axis& a) { return a.name == "programme"; });
    if (!spec.programme.empty() && programme == table.axes.end())
        return WrongSpec{fmt::format("{} is not known by programme", spec.name), "leave out ." + spec.programme};
    if (!spec.place.empty() && std::none_of(table.axes.begin(), table.axes.end(), is_place))
        return WrongSpec{fmt::format("{} is not known by stage, exit or another place", spec.name), "leave out @" + spec.place};
    headline.spec = text;
    headline.unit = table.measure.unit;
    headline.table = spec.name;
    for (const Axis& axis : table.axes) {
        const std::string said = axis.name == "programme" ? spec.programme : is_place(axis) ? spec.place : "";
        const std::size_t programmes = programme == table.axes.end() ? 1 : programmes_of(*programme);
        if (auto wrong = add_label(axis, said, spec, programmes, headline)) return wrong;
    }
    for (const Title& row : titles)
        if (spec.name == row.name) headline.better = row.better;
    headline.title = title_of(spec, table, headline);
    return std::nullopt;
}

std::vector<std::string> pathway_headline_specs(const PairedSummary& summary) {
    const PairedTable& present = summary.find("peak_present", Period::whole_run);
    const PairedTable& places = summary.find("places", Period::whole_run);
    const PairedTable& breaches = summary.find("breaches", Period::whole_run);
    std::vector<std::pair<std::string, std::string>> limited;
    for (const std::string& programme : present.axes.at(0).labels)
        for (const std::string& stage : present.axes.at(1).labels) {
            if (programme == all_label || stage == all_label) continue;
            if (std::isnan(present.mean.at(present.at(0, present.cell({programme, stage}))))) continue;  // has no such stage
            const std::string own_room = programme + "." + stage;  // a stage without one uses a centre
            const bool has_own = places.axes.at(0).find(own_room).has_value();
            if (!has_own || is_above_zero(summary, places, places.cell({own_room}))) limited.emplace_back(programme, stage);
        }
    return specs_of(limited, is_above_zero(summary, breaches, breaches.cell({all_label})));
}

std::vector<std::string> pathway_headline_specs(const PathwayAxes& axes, const PathwayFacts& facts, bool any_obligation) {
    std::vector<std::pair<std::string, std::string>> limited;
    for (std::size_t p = 0; p < axes.programme.size(); ++p)
        for (std::size_t s = 0; s < axes.stage.size(); ++s)
            if (const std::size_t at = p * axes.stage.size() + s; !facts.stage_kind[at].empty() && facts.limited[at])
                limited.emplace_back(axes.programme.labels[p], axes.stage.labels[s]);
    return specs_of(limited, any_obligation);
}

}  // namespace qonys
