#include "report/page/pathway_words.hpp"

#include <algorithm>
#include <vector>

#include "base/problems.hpp"
#include "report/page/assumptions.hpp"
#include "scenario/read.hpp"

namespace qonys {

namespace {

std::string as_words(std::string name) {
    std::replace(name.begin(), name.end(), '_', ' ');
    if (!name.empty() && name[0] >= 'a' && name[0] <= 'z') name[0] = static_cast<char>(name[0] - 'a' + 'A');
    return name;
}

std::string title_words(const std::string& title, const PageTexts& texts) {
    return texts.or_else("pathway.title." + title, title);
}

const Programme* programme_of(const Pathways& pathways, const std::string& name) {
    const auto& all = pathways.programmes;
    const auto found = std::find_if(all.begin(), all.end(), [&](const Programme& p) { return p.name == name; });
    return found == all.end() ? nullptr : &*found;
}

std::size_t position_of(const Pathways& pathways, const Programme& programme) {
    return static_cast<std::size_t>(&programme - pathways.programmes.data());
}

bool has_stage(const Programme& programme, const std::string& name) {
    return std::any_of(programme.stages.begin(), programme.stages.end(), [&](const Stage& s) { return s.name == name; });
}

// A stage, exit, kind of exit, room, service or horizon.
std::string place_words(const Pathways& pathways, const Programme* programme, const std::string& place, const PageTexts& texts) {
    if (place.find_first_not_of("0123456789") == std::string::npos) return texts("pathway.after_months", {{"months", place}});
    for (const Programme& each : pathways.programmes)
        if (has_stage(each, place) && (programme == nullptr || programme == &each)) return stage_words(each, place, texts);
    for (const SharedCentre& centre : pathways.centres)
        if (centre.name == place) return room_words(pathways, place, texts);
    if (place.find('.') != std::string::npos) return room_words(pathways, place, texts);
    if (texts.has("pathway.exit_kind." + place)) return texts("pathway.exit_kind." + place);
    return texts.has("pathway.service." + place) ? service_words(place, texts) : exit_words(place, texts);
}

std::vector<std::string> parts_of(const std::string& path) {
    std::vector<std::string> parts;
    for (std::size_t start = 0, end = 0; start <= path.size(); start = end + 1) {
        end = std::min(path.find('.', start), path.size());
        parts.push_back(path.substr(start, end - start));
    }
    return parts;
}

}  // namespace

std::string programme_words(const Pathways& pathways, std::size_t programme, const PageTexts& texts) {
    const auto& all = pathways.programmes;
    const std::string& title = all[programme].title;
    if (title.empty()) return all[programme].name;
    const auto same = std::count_if(all.begin(), all.end(), [&](const Programme& p) { return p.title == title; });
    return title_words(title, texts) + (same > 1 ? " (" + all[programme].name + ")" : "");
}

std::string stage_words(const Programme& programme, const std::string& name, const PageTexts& texts) {
    for (const Stage& stage : programme.stages)
        if (stage.name == name && !stage.title.empty() && stage.title != name) return title_words(stage.title, texts);
    return as_words(name);
}

std::string exit_words(const std::string& name, const PageTexts& texts) {
    return texts.or_else("pathway.exit." + name, as_words(name));
}

std::string service_words(const std::string& name, const PageTexts& texts) {
    return texts.or_else("pathway.service." + name, as_words(name));
}

std::string room_words(const Pathways& pathways, const std::string& label, const PageTexts& texts) {
    for (const SharedCentre& centre : pathways.centres)
        if (centre.name == label) return centre.title.empty() ? as_words(label) : title_words(centre.title, texts);
    const std::size_t point = std::min(label.find('.'), label.size());
    const Programme* programme = programme_of(pathways, label.substr(0, point));
    if (programme == nullptr || point == label.size()) return label;
    return programme_words(pathways, position_of(pathways, *programme), texts) + ": " +
           stage_words(*programme, label.substr(point + 1), texts);
}

std::string pathway_measure_words(const Pathways& pathways, const std::string& spec, const std::string& fallback,
                                  const PageTexts& texts) {
    const std::size_t at = std::min(spec.find('@'), spec.size());
    const std::string before = spec.substr(0, at), place = at < spec.size() ? spec.substr(at + 1) : "";
    const std::size_t point = std::min(before.find('.'), before.size());
    const std::string key = "pathway.measure." + before.substr(0, point),
                      name = point < before.size() ? before.substr(point + 1) : "";
    if (!texts.has(key)) return fallback;
    const Programme* programme = programme_of(pathways, name);
    std::string words = texts(key);
    if (!place.empty() && place != "all") words += ", " + place_words(pathways, programme, place, texts);
    const bool of_months = place.empty() && (key.ends_with("in_programme_share") || key.ends_with("retained_share"));
    if (of_months) words += ", " + place_words(pathways, programme, "12", texts);
    if (programme != nullptr && pathways.programmes.size() > 1)
        words += ", " + programme_words(pathways, position_of(pathways, *programme), texts);
    return words;
}

std::string owner_words(const Pathways& pathways, const std::string& path, const PageTexts& texts) {
    const std::vector<std::string> parts = parts_of(path);
    if (parts.size() >= 3 && parts[0] == "centres") return ", " + room_words(pathways, parts[1], texts);
    const Programme* programme = parts.size() >= 3 && parts[0] == "programmes" ? programme_of(pathways, parts[1]) : nullptr;
    if (programme == nullptr) return "";
    std::string words;
    if (parts.size() >= 5 && parts[2] == "stages") words = ", " + stage_words(*programme, parts[3], texts);
    if (parts.size() >= 5 && parts[2] == "arrivals") words = ", " + as_words(parts[3]);
    if (pathways.programmes.size() > 1 || words.empty())
        words += ", " + programme_words(pathways, position_of(pathways, *programme), texts);
    return words;
}

std::string parameter_words(const Pathways& pathways, const std::string& path, const PageTexts& texts) {
    const Field* field = field_of(path);
    if (field == nullptr) return path;
    const std::size_t own = parts_of(field->path).size();
    const std::vector<std::string> parts = parts_of(path), pattern = parts_of(field->path);
    const std::string last = pattern.back(), section = pattern.size() > 2 ? pattern[pattern.size() - 3] + "." + last : last;
    for (const std::string& key : {"pathway.value." + section, "pathway.value." + last}) {
        if (!texts.has(key)) continue;
        std::string words = texts(key);
        for (std::size_t i = own; i < parts.size(); ++i) words += ", " + place_words(pathways, nullptr, parts[i], texts);
        return words + owner_words(pathways, path, texts);
    }
    return path;
}

Pathways pathways_of(const std::string& scenario_text) {
    try {
        return load_scenario_text("scenario_yaml", scenario_text).scenario.pathways;
    } catch (const BadInput&) {
        return {};
    }
}

}  // namespace qonys
