#include "accounts/headlines.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <optional>

#include "accounts/pathway_headlines.hpp"

namespace qonys {
namespace {

constexpr const char* country = "KZ";

// A name on the command line that is not just a table.
struct Row {
    const char* name;
    const char* title;
    const char* table;        // with the stream as an axis, where there is one
    const char* all_streams;  // table without it, for a spec that names no stream; null: `stream` is meant
    const char* stream;       // when the spec names none
    const char* horizon;      // months since settling
    Better better;
};

constexpr const char* kandas = "kandas_quota";

constexpr std::array rows = {
    Row{"placed", "persons placed", "placed", "placed_total", kandas, "", Better::more},
    Row{"fill_rate", "places filled", "fill_rate", nullptr, kandas, "", Better::more},
    Row{"retained", "in first region at the end", "retained", nullptr, kandas, "", Better::more},
    Row{"retained_12m", "there after 12 months", "retained_share", nullptr, kandas, "12", Better::more},
    Row{"retained_24m", "there after 24 months", "retained_share", nullptr, kandas, "24", Better::more},
    Row{"retained_36m", "there after 36 months", "retained_share", nullptr, kandas, "36", Better::more},
    Row{"retained_60m", "there after 60 months", "retained_share", nullptr, kandas, "60", Better::more},
    Row{"employed_share", "employed at the end", "employed_share", nullptr, kandas, "", Better::more},
    Row{"settled", "persons settled", "settled", nullptr, "kandas_free", "", Better::neither},
    Row{"waiting", "waiting at the end", "waiting_total", nullptr, kandas, "", Better::less},
    Row{"certificates", "homes by certificate", "certificates", nullptr, kandas, "", Better::neither},
    Row{"spending", "paid", "spending_by_stream", "spending_total", kandas, "", Better::less},
    Row{"spending_per_placed", "paid per person placed", "spending_per_placed", nullptr, kandas, "", Better::less},
    Row{"spending_per_retained_settler_year", "paid per settler-year there", "spending_per_retained_settler_year", nullptr,
        kandas, "", Better::less},
    Row{"allocation_score", "score of the placements", "allocation_score", nullptr, kandas, "", Better::more},
    Row{"ratio_to_hindsight", "score over best in hindsight", "ratio_to_hindsight", nullptr, kandas, "", Better::more},
    Row{"regret", "score missed", "regret", nullptr, kandas, "", Better::less},
    Row{"gini_load", "Gini of load per inhabitant", "gini_load", nullptr, kandas, "", Better::less},
    Row{"distance_from_key", "distance from the key", "distance_from_key", nullptr, kandas, "", Better::less},
    Row{"mean_preference_rank", "mean preference rank", "mean_preference_rank", nullptr, kandas, "", Better::less},
    Row{"envious_share", "families that envy a later one", "envious_share", nullptr, kandas, "", Better::less},
};

// NAME[.STREAM][@AREA] in its parts; empty where nothing is said.
struct Spec {
    std::string name, stream, area;
};

Spec parts_of(const std::string& text) {
    Spec spec;
    const std::size_t at = text.find('@');
    if (at != std::string::npos) spec.area = text.substr(at + 1);
    const std::string before = text.substr(0, at);
    const std::size_t point = before.find('.');
    spec.name = before.substr(0, point);
    if (point != std::string::npos) spec.stream = before.substr(point + 1);
    if (spec.stream == "kandas") spec.stream = kandas;
    return spec;
}

const PairedTable* whole_run_table(const PairedSummary& summary, const std::string& name) {
    for (const PairedTable& table : summary.tables)
        if (table.measure.name == name && table.period == Period::whole_run) return &table;
    return nullptr;
}

bool has_axis(const PairedTable& table, const char* name) {
    return std::any_of(table.axes.begin(), table.axes.end(), [&](const Axis& axis) { return axis.name == name; });
}

// A table of which area and stream name one cell is a headline of its own name.
bool is_plain(const PairedTable& table) {
    return table.period == Period::whole_run && std::all_of(table.axes.begin(), table.axes.end(), [](const Axis& axis) {
               return axis.name == "area" || axis.name == "stream" || axis.name == "inflow";
           });
}

std::vector<std::string> known_names(const PairedSummary& summary) {
    std::vector<std::string> names;
    for (const Row& row : rows)
        if (whole_run_table(summary, row.table) != nullptr) names.emplace_back(row.name);
    for (const PairedTable& table : summary.tables)
        if (is_plain(table) && std::find(names.begin(), names.end(), table.measure.name) == names.end())
            names.push_back(table.measure.name);
    return names;
}

std::string joined(const std::vector<std::string>& names) {
    std::string text;
    for (const std::string& name : names) text += (text.empty() ? "" : ", ") + name;
    return text;
}

// Arrivals are counted before it is known which rules they will settle under.
std::string inflow_of(const std::string& stream) {
    return stream.starts_with("kandas_") ? "kandas" : stream;
}

std::string stream_title(const std::string& stream) {
    if (stream == kandas) return "kandas";
    if (stream == "kandas_free") return "kandas without quota";
    if (stream == "ata_zholy") return "ata zholy";
    return stream;
}

std::optional<WrongSpec> fill_labels(Headline& headline, const PairedTable& table, const Spec& spec, const Row& row) {
    const std::string stream = spec.stream.empty() ? row.stream : spec.stream;
    for (const Axis& axis : table.axes) {
        std::string label;
        if (axis.name == "area") label = spec.area.empty() ? country : spec.area;
        if (axis.name == "stream") label = stream;
        if (axis.name == "inflow") label = inflow_of(stream);
        if (axis.name == "horizon") label = row.horizon;
        if (!axis.find(label)) {
            const std::string& said = axis.name == "area" ? spec.area : spec.stream;
            return WrongSpec{fmt::format("\"{}\" is no {} of {}", said.empty() ? label : said, axis.name, row.name),
                             "one of " + joined(axis.labels)};
        }
        headline.labels.push_back(label);
    }
    if (!spec.area.empty() && !has_axis(table, "area"))
        return WrongSpec{fmt::format("{} is not known by area", row.name), "leave out @" + spec.area};
    if (!spec.stream.empty() && !has_axis(table, "stream") && !has_axis(table, "inflow"))
        return WrongSpec{fmt::format("{} is not known by stream", row.name), "leave out ." + spec.stream};
    return std::nullopt;
}

std::string title_of(const Row& row, const PairedTable& table, const Headline& headline, const Spec& spec) {
    std::string title = row.title;
    for (std::size_t i = 0; i < table.axes.size(); ++i)
        if (table.axes[i].name == "stream" || table.axes[i].name == "inflow") title += ", " + stream_title(headline.labels[i]);
    if (!spec.area.empty() && spec.area != country) title += ", " + spec.area;
    return title;
}

std::optional<WrongSpec> build(const std::string& text, const PairedSummary& summary, Headline& headline) {
    if (is_of_pathways(summary)) return fill_pathway_headline(text, summary, headline);
    const Spec spec = parts_of(text);
    const auto known = std::find_if(rows.begin(), rows.end(), [&](const Row& row) { return spec.name == row.name; });
    Row row = known != rows.end() ? *known : Row{spec.name.c_str(), "", spec.name.c_str(), nullptr, kandas, "", Better::neither};
    if (row.all_streams != nullptr && spec.stream.empty()) row.table = row.all_streams;
    const PairedTable* const table = whole_run_table(summary, row.table);
    if (table == nullptr || (known == rows.end() && !is_plain(*table))) {
        const std::vector<std::string> names = known_names(summary);
        const std::string near = nearest(spec.name, names);
        return WrongSpec{fmt::format("no measure is named \"{}\"", spec.name),
                         (near.empty() ? "one of " : "did you mean " + near + "? One of ") + joined(names)};
    }
    std::string plain = table->measure.name;
    std::replace(plain.begin(), plain.end(), '_', ' ');
    if (known == rows.end()) row.title = plain.c_str();
    headline.spec = text;
    headline.unit = table->measure.unit;
    headline.table = table->measure.name;
    headline.better = row.better;
    if (auto wrong = fill_labels(headline, *table, spec, row)) return wrong;
    headline.title = title_of(row, *table, headline, spec);
    return std::nullopt;
}

// Is there an arm in which the figure says something? A stream without places has nothing to tell.
bool says_something(const PairedSummary& summary, const Headline& headline) {
    const PairedTable& table = summary.find(headline.table, Period::whole_run);
    const std::size_t cell = table.cell(headline.labels);
    bool any = false;
    for (std::size_t arm = 0; arm < summary.arms.size(); ++arm) {
        const double mean = table.mean.at(table.at(arm, cell));
        const double varies = table.se.at(table.at(arm, cell));
        any = any || (!std::isnan(mean) && (mean != 0 || varies > 0));
    }
    return any;
}

// The number at the start of a text, if the text is nothing else.
std::optional<double> number(std::string_view text) {
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return value;
}

Mark until_ci() {
    return {"--until-ci", 0, 0};
}

void complain(Problems& problems, const Mark& mark, const WrongSpec& wrong) {
    problems.add(mark, "", wrong.what, wrong.hint);
}

// Printed for every comparison, as far as they say something.
constexpr std::array printed_specs = {"placed",
                                      "placed.kandas",
                                      "placed.internal",
                                      "fill_rate.kandas",
                                      "fill_rate.internal",
                                      "retained.kandas",
                                      "retained.internal",
                                      "retained_12m.kandas",
                                      "retained_24m.kandas",
                                      "retained_36m.kandas",
                                      "retained_60m.kandas",
                                      "employed_share.kandas",
                                      "settled.kandas_free",
                                      "waiting.kandas",
                                      "certificates",
                                      "spending",
                                      "spending_per_placed.kandas",
                                      "spending_per_retained_settler_year.kandas",
                                      "allocation_score.kandas",
                                      "ratio_to_hindsight.kandas",
                                      "gini_load.kandas",
                                      "distance_from_key.kandas",
                                      "mean_preference_rank.kandas",
                                      "envious_share.kandas"};

}  // namespace

std::vector<Headline> headlines(const PairedSummary& summary) {
    std::vector<Headline> printed;
    std::vector<std::string> specs{printed_specs.begin(), printed_specs.end()};
    if (is_of_pathways(summary)) specs = pathway_headline_specs(summary);
    for (const std::string& spec : specs) {
        Headline headline;
        if (!build(spec, summary, headline) && says_something(summary, headline)) printed.push_back(headline);
    }
    return printed;
}

std::vector<Headline> plain_headlines(const PairedSummary& layout) {
    std::vector<Headline> plain;
    for (const char* spec : printed_specs) {
        Headline headline;
        if (!build(spec, layout, headline)) plain.push_back(headline);
    }
    return plain;
}

Headline parse_headline(const std::string& spec, const PairedSummary& layout, const Mark& mark, Problems& problems) {
    Headline headline;
    if (const auto wrong = build(spec, layout, headline)) complain(problems, mark, *wrong);
    return headline;
}

Precision parse_precision(const std::string& text, const PairedSummary& layout, Problems& problems) {
    Precision precision;
    const std::size_t colon = text.rfind(':');
    if (colon == std::string::npos) {
        complain(problems, until_ci(),
                 {fmt::format("\"{}\" lacks a width", text),
                  is_of_pathways(layout) ? "MEASURE:WIDTH, such as completed:0.5% or spending_per_arrival:2%"
                                         : "MEASURE:WIDTH, such as retained_36m:0.5% or placed:20"});
        return precision;
    }
    precision.headline = parse_headline(text.substr(0, colon), layout, until_ci(), problems);
    std::string width = text.substr(colon + 1);
    precision.percent = width.ends_with('%');
    if (precision.percent) width.pop_back();
    const std::optional<double> value = number(width);
    if (!value || !std::isfinite(*value) || *value <= 0)
        complain(problems, until_ci(),
                 {fmt::format("\"{}\" is no width above 0", text.substr(colon + 1)),
                  "half the width of the 95 % interval, such as 0.5% or 20"});
    else
        precision.width = *value;
    return precision;
}

bool reached(const Precision& precision, const PairedSummary& summary) {
    const PairedTable& table = summary.find(precision.headline.table, Period::whole_run);
    const std::size_t cell = table.cell(precision.headline.labels);
    const double wanted = precision.percent ? precision.width / 100 * std::abs(table.mean.at(cell)) : precision.width;
    for (std::size_t arm = 1; arm < summary.arms.size(); ++arm) {
        const std::size_t at = table.at(arm, cell);
        const double half = (table.high.at(at) - table.low.at(at)) / 2;
        if (!(half <= wanted)) return false;
    }
    return true;
}

}  // namespace qonys
