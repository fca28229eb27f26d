#include "report/run_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "report/figures.hpp"
#include "report/run_machine.hpp"

namespace qonys {
namespace {

using Labels = std::vector<std::string>;
constexpr const char* country = "KZ";
constexpr double million = 1e-6, thousand = 1e-3, percent = 100;

std::string name_of(const RunReport& report, const std::string& area) {
    if (area == country) return "Kazakhstan";
    const auto position = report.region_names.axis.find(area);
    return position ? report.region_names.texts.at(*position) : area;
}

// Builds the columns of a table whose rows are areas, or years of the country.
class Columns {
public:
    Columns(const RunReport& report, Period period, Labels rows) : report_(report), period_(period), rows_(std::move(rows)) {}

    // `more` are the labels after area (or after year and area).
    void add(const std::string& group, const std::string& name, const std::string& measure, const Labels& more = {},
             double factor = 1, int decimals = 0) {
        const SummaryTable& table = report_.summary.find(measure, period_);
        FigureColumn column{group, name, decimals, {}};
        for (const std::string& row : rows_) {
            Labels labels = {row};
            if (period_ == Period::year) labels.push_back(country);
            labels.insert(labels.end(), more.begin(), more.end());
            column.cells.push_back(scaled(figure(table, labels), factor));
        }
        columns.push_back(column);
    }
    // Millions: tenths where all numbers are small.
    void add_millions(const std::string& group, const std::string& name, const std::string& measure, const Labels& more = {}) {
        add(group, name, measure, more, million);
        std::vector<Figure>& cells = columns.back().cells;
        if (std::all_of(cells.begin(), cells.end(), [](const Figure& f) { return !(f.mean >= 1000); }))
            columns.back().decimals = 1;
    }

    std::vector<FigureColumn> columns;

private:
    const RunReport& report_;
    Period period_;
    Labels rows_;
};

std::vector<std::string> names_of(const RunReport& report, const Labels& areas) {
    std::vector<std::string> names;
    for (const std::string& area : areas) names.push_back(name_of(report, area));
    return names;
}

std::string programme_table(const RunReport& report) {
    Labels areas;
    for (const std::string& region : report.axes.region.labels) {
        const auto has = [&](const char* measure) {
            return figure(report.summary.find(measure, Period::whole_run), {region}).mean > 0;
        };
        if (has("quota") || has("placed")) areas.push_back(region);
    }
    areas.emplace_back(country);
    Columns people(report, Period::whole_run, areas);
    people.add("places", "quota", "quota");
    people.add("places", "placed", "placed");
    people.add("places", "fill %", "fill_rate", {}, percent, 1);
    people.add("at the end", "persons", "stock", {"kandas_quota"});
    people.add("at the end", "employed %", "employed_share", {"kandas_quota"}, percent, 1);
    for (const char* months : {"12", "24", "60"})
        people.add("% of families still there after", std::string(months) + " months", "retained_share", {"kandas_quota", months},
                   percent, 1);
    Columns money(report, Period::whole_run, areas);
    money.add_millions("million KZT", "relocation", "spending", {"relocation"});
    money.add_millions("million KZT", "rent", "spending", {"rent"});
    money.add_millions("million KZT", "certificates", "spending", {"certificate"});
    money.add_millions("million KZT", "total", "spending_total");
    money.add("thousand KZT per", "person placed", "spending_per_placed", {}, thousand);
    money.add("thousand KZT per", "settler-year*", "spending_per_retained_settler_year", {}, thousand);
    const std::vector<std::string> names = names_of(report, areas);
    return print({"Settled under the quota", "region", names, people.columns, true}) + "\n" +
           print({"Paid for them", "region", names, money.columns, true}) +
           "* year that a quota settler lives in the region of first settlement; compare only runs of the same months and "
           "warm-up\n";
}

std::string settlers_table(const RunReport& report) {
    Labels areas = report.axes.region.labels;
    areas.emplace_back(country);
    Columns table(report, Period::whole_run, areas);
    for (const auto& [group, measure] : {std::pair{"settled", "settled"},
                                         {"living there at the end", "stock"},
                                         {"moved to another region", "moved_on"},
                                         {"left the country", "returned"}}) {
        table.add(group, "quota", measure, {"kandas_quota"});
        table.add(group, "free", measure, {"kandas_free"});
    }
    table.add("employed %", "quota", "employed_share", {"kandas_quota"}, percent, 1);
    table.add("employed %", "free", "employed_share", {"kandas_free"}, percent, 1);
    return print({"All kandas, under the quota and free, persons", "region", names_of(report, areas), table.columns, true});
}

// All origins together: a table of its own where the summary has one, otherwise a sum, whose error is not known.
FigureColumn arrivals(const RunReport& report, const Labels& years) {
    FigureColumn column{"", "arrivals", 0, {}};
    const auto& tables = report.summary.tables;
    const bool has_total =
        std::any_of(tables.begin(), tables.end(), [](const SummaryTable& t) { return t.measure.name == "arrivals_total"; });
    for (const std::string& year : years) {
        if (has_total) {
            column.cells.push_back(figure(report.summary.find("arrivals_total", Period::year), {year}));
            continue;
        }
        Figure sum{0, std::nan("")};
        for (const std::string& origin : report.axes.origin.labels)
            sum.mean += figure(report.summary.find("arrivals", Period::year), {year, origin}).mean;
        column.cells.push_back(sum);
    }
    return column;
}

std::string years_table(const RunReport& report) {
    const Labels& years = report.summary.find("quota", Period::year).axes.at(0).labels;
    Columns table(report, Period::year, years);
    table.columns.push_back(arrivals(report, years));
    table.add("", "settled free", "settled", {"kandas_free"});
    table.add("", "quota", "quota");
    table.add("", "placed", "placed");
    table.add("", "fill %", "fill_rate", {}, percent, 1);
    table.add("", "certificates", "certificates");
    table.add("", "rent payments", "rent_families");
    table.add_millions("", "million KZT", "spending_total");
    table.add("", "million USD", "spending_usd", {}, million, 2);
    return print({"Year by year, Kazakhstan", "year", years, table.columns, false});
}

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

bool is_set_by_scenario(const ValueNote& note) {
    return note.status == "scenario" && note.path != "question";
}

std::string notes_for(const RunReport& report, bool (*wanted)(const ValueNote&), const std::string& title) {
    std::string lines;
    std::size_t number = 0;
    for (const ValueNote& note : report.notes) {
        if (!wanted(note)) continue;
        const bool changes = wanted == is_set_by_scenario && !note.changed.empty();
        lines +=
            fmt::format("  {}{}{}{}{}{}\n", note.path, changes && note.changed.find(" = ") != std::string::npos ? ": " : " = ",
                        shortened(changes ? note.changed : note.value), note.unit.empty() ? "" : " " + note.unit,
                        note.range.empty() ? "" : " [" + note.range + "]",
                        changes && note.outside_range ? " (outside the plausible range)" : "");
        ++number;
    }
    return number == 0 ? "" : fmt::format("\n{} ({})\n{}", title, number, lines);
}

std::string for_people(const RunReport& report) {
    const Labels& months = report.axes.month.labels;
    std::string text = fmt::format("{}\n{} to {}, {} replicate{}, seed {}; {}\n", report.question, months.front(), months.back(),
                                   report.replicates, report.replicates == 1 ? "" : "s", report.seed,
                                   report.replicates == 1 ? "one replicate tells no error" : "± standard error of the mean");
    text += "\n" + programme_table(report) + "\n" + settlers_table(report) + "\n" + years_table(report);
    text += notes_for(report, rests_on_assumption, "Values without a source that the result rests on");
    text += notes_for(report, is_set_by_scenario, "Set by the scenario");
    if (!report.output_path.empty()) text += "\nWritten to " + report.output_path + "\n";
    return text;
}

}  // namespace

std::string report_run(const RunReport& report, Format format) {
    switch (format) {
        case Format::csv:
            return run_as_csv(report);
        case Format::json:
            return run_as_json(report);
        case Format::table:
            break;
    }
    return for_people(report);
}

}  // namespace qonys
