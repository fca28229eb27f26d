#include "report/page/page_words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "report/compare_units.hpp"
#include "report/page/chart_parts.hpp"

namespace qonys {

using nlohmann::json;

namespace {

constexpr const char* blank = "\u00a0";

}  // namespace

std::string measure_title(const PageTexts& texts, const std::string& spec, const std::string& fallback) {
    for (const std::string& key : {"compared." + spec, "compared." + spec + ".kandas"})
        if (texts.has(key)) return texts(key);
    if (const std::size_t at = spec.rfind('@'); at != std::string::npos) {
        const std::string before = measure_title(texts, spec.substr(0, at), "");
        return before.empty() ? fallback : before + ", " + name_of(texts, "region", spec.substr(at + 1));
    }
    if (const std::size_t point = spec.find('.'); point != std::string::npos) {
        const std::string before = "compared." + spec.substr(0, point);
        if (texts.has(before)) return texts(before) + ", " + name_of(texts, "stream", spec.substr(point + 1));
    }
    return fallback;
}

ShownMeasure shown_measure(const std::string& unit, const PageTexts& texts) {
    if (unit == "share") return {100, "%", texts("difference.percentage_points"), true, PageColumnKind::number};
    if (unit == "coefficient" || unit == "rank" || unit == "1" || unit.empty()) return {1, "", "", false, PageColumnKind::number};
    ShownMeasure shown;
    shown.kind = unit == "persons" || unit == "families" || unit == "claims" ? PageColumnKind::count : PageColumnKind::number;
    if (unit == "KZT") {
        shown.factor = 1e-6;
        shown.unit = texts("shown.million");
    } else if (unit == "KZT per person") {
        shown.factor = 1e-3;
        shown.unit = texts("shown.thousand_per_person");
    } else if (unit == "KZT per person-year") {
        shown.factor = 1e-3;
        shown.unit = texts("shown.thousand_per_year");
    } else if (unit == "KZT per m2") {
        shown.factor = 1e-3;
        shown.unit = texts("shown.thousand_per_m2");
    } else {
        shown.unit = texts.or_else("shown." + unit, texts.or_else("unit." + unit, unit));
    }
    shown.apart = shown.unit;
    return shown;
}

std::string plain_id(std::string text) {
    for (char& c : text)
        if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))) c = '-';
    return text;
}

std::string with_unit(const std::string& number, const std::string& unit) {
    return unit.empty() ? number : number + blank + unit;
}

std::string title_and_unit(const std::string& title, const std::string& unit) {
    return unit.empty() ? title : title + ", " + unit;
}

std::string signed_number(double value, int decimals, const PageTexts& texts) {
    const std::string text = texts.number(value, decimals);
    return value > 0 && text.find_first_of("123456789") != std::string::npos ? "+" + text : text;
}

bool is_whole_date(const std::string& text) {
    return text.size() == 10 && text[4] == '-' && text[7] == '-' && text.find_first_not_of("0123456789-") == std::string::npos;
}

std::string with_semicolons(const std::vector<std::string>& parts) {
    std::string text;
    for (const std::string& part : parts) text += (text.empty() ? "" : "; ") + part;
    return text;
}

std::string listed_in_words(const std::vector<std::string>& names, const PageTexts& texts) {
    std::string text;
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (i > 0) text += i + 1 == names.size() ? texts("compared.and") : texts("compared.comma");
        text += names[i];
    }
    return text;
}

json cell(double value, int decimals) {
    if (!std::isfinite(value)) return nullptr;
    const double scale = std::pow(10.0, decimals), rounded = std::round(value * scale) / scale;
    if (rounded == 0) return 0;
    if (rounded == std::trunc(rounded) && std::abs(rounded) < 9e15) return static_cast<std::int64_t>(rounded);
    return rounded;
}

bool has_numbers(const PageTable& table, const std::string& column) {
    for (std::size_t i = 0; i < table.columns.size(); ++i)
        if (table.columns[i].key == column)
            return std::any_of(table.rows.begin(), table.rows.end(), [&](const json& row) { return row.at(i).is_number(); });
    return false;
}

json bars_spec(const std::string& category, const std::string& category_title, const std::string& value,
               const std::string& value_title, const std::string& colour) {
    json bars = {{"mark", {{"type", "bar"}}},
                 {"encoding",
                  {{"x", quantitative({value, value_title}, ChartSide::below)},
                   {"tooltip", {tip(category, "nominal", category_title, ""), tip(ChartAxis{value, value_title})}}}}};
    if (!colour.empty()) bars["encoding"]["color"] = coloured({colour, ""});
    return {{"height", {{"step", 30}}},
            {"encoding", {{"y", discrete({category, category_title}, ChartSide::left)}}},
            {"layer", {bars, zero_line("x")}}};
}

void only_known(json& spec, const std::string& column) {
    if (!spec.contains("transform")) spec["transform"] = json::array();
    json& steps = spec["transform"];
    steps.insert(steps.begin(), json{{"filter", fmt::format("isValid(datum['{}'])", column)}});
}

}  // namespace qonys
