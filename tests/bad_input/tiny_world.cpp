#include "bad_input/tiny_world.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "scenario/read.hpp"

namespace qonys::test {

namespace {

std::vector<std::string> labels_of(const std::string& axis) {
    if (axis == "region" || axis == "region_b") return {"A", "B"};
    if (axis == "origin") return {"X", "Y", "B"};
    if (axis == "date") return {"2000-01-01", "2001-01-01"};
    if (axis == "year") return {"2000", "2001", "2002"};
    return axis_labels(axis);
}

std::string flow(const Field& field, std::size_t depth, double number) {
    if (depth == field.axes.size()) return field.choices.empty() ? fmt::format("{}", number) : field.choices.front();
    std::string text;
    const auto labels = labels_of(field.axes[depth]);
    const bool share = field.sums_to_one && depth + 1 == field.axes.size();
    const double below = share ? 1.0 / static_cast<double>(labels.size()) : number;
    for (const std::string& label : labels)
        text += fmt::format("{}{}: {}", text.empty() ? "" : ", ", label, flow(field, depth + 1, below));
    return "{" + text + "}";
}

std::string origins(const std::string& shares) {
    std::string text;
    for (const std::string& year : labels_of("year")) text += (text.empty() ? "" : ", ") + year + ": " + shares;
    return "{" + text + "}";
}

std::string choice_value(const Field& field, const Slot& slot) {
    if (field.path == "run.first_month") return "2000-04";
    if (field.path == "run.last_month") return "2002-12";
    if (field.path == "run.replicates_per_draw") return "1";
    if (field.absent_is_none) return "{2000-01-01: {}, 2001-01-01: {}}";
    if (std::holds_alternative<Table*>(slot)) return flow(field, 0, std::max(0.0, field.minimum));
    if (!field.choices.empty()) return field.choices.front();
    if (std::holds_alternative<std::string*>(slot)) return "Does it read?";
    return fmt::format("{}", std::max(field.minimum, 3.0));
}

std::string fact_value(const Field& field, const Slot& slot) {
    if (field.path == "places.name") return "{A: Alpha, B: Beta}";
    if (field.path == "origins.name") return "{X: Xland, Y: Yland, B: Beta}";
    if (field.path == "origins.gateway") return "{X: {A: 1}, Y: {A: 1, B: 1}, B: {}}";
    if (field.path == "origins.january_temperature") return "{X: 1, Y: 1}";
    if (field.path == "budgets.caps") return "{2000-01-01: {}, 2001-01-01: {rent: {A: 1}}}";
    if (field.path == "arrivals.kandas_origins" || field.path == "arrivals.ata_zholy_origins") return origins("{X: 0.5, Y: 0.5}");
    if (field.path == "arrivals.internal_origins") return origins("{B: 1}");
    if (field.path == "places.border_km") return "{A: {B: 7}, B: {A: 7}}";
    if (std::holds_alternative<Month*>(slot)) return "2000-01";
    return flow(field, 0, std::clamp(1.0, field.minimum, field.maximum));
}

std::string provenance(const Field& field, const Slot& slot, const std::string& left_out_key) {
    std::string text;
    const auto add = [&](const char* key, const std::string& value) {
        if (key != left_out_key) text += fmt::format(", {}: {}", key, value);
    };
    add("unit", "\"" + field.unit + "\"");
    add("date", "2000");
    add("source", "a test");
    add("status", "assumed");
    if (std::holds_alternative<Month*>(slot))
        add("range", "[1999-01, 2001-12]");
    else if (!std::holds_alternative<Names*>(slot))
        add("range", "[-1e9, 1e9]");
    return text;
}

}  // namespace

std::string tiny_world(const std::string& left_out_key) {
    std::string text, section;
    Scenario scratch;
    for (const Field& field : fields()) {
        const Slot slot = field.slot(scratch);
        const std::size_t dot = field.path.find('.');
        const bool nested = dot != std::string::npos;
        if (nested && field.path.substr(0, dot) != section) text += (section = field.path.substr(0, dot)) + ":\n";
        text += (nested ? "  " + field.path.substr(dot + 1) : field.path) + ": ";
        if (field.kind == ValueKind::choice)
            text += choice_value(field, slot) + "\n";
        else
            text += "{value: " + fact_value(field, slot) + provenance(field, slot, left_out_key) + "}\n";
    }
    return text;
}

std::string complaints(const std::string& file, const std::vector<std::string>& sets) {
    try {
        load_scenario(file, sets);
        return {};
    } catch (const BadInput& bad) {
        return bad.what();
    }
}

}  // namespace qonys::test
