#include "report/run_sections.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "report/figures.hpp"
#include "scenario/streams.hpp"

namespace qonys {
namespace {

using Labels = std::vector<std::string>;
constexpr const char* country = "KZ";
constexpr double million = 1e-6, thousand = 1e-3, percent = 100;
constexpr std::size_t page = 130;  // columns

std::string name_of(const RunReport& report, const std::string& area) {
    if (area == country) return "Kazakhstan";
    const auto position = report.region_names.axis.find(area);
    return position ? report.region_names.texts.at(*position) : area;
}

std::vector<std::string> names_of(const RunReport& report, const Labels& areas) {
    std::vector<std::string> names;
    for (const std::string& area : areas) names.push_back(name_of(report, area));
    return names;
}

// For the heading of a column: "kandas_quota" -> "quota".
std::string short_name(const std::string& stream) {
    if (stream.starts_with("kandas_")) return stream.substr(7);
    std::string text = stream;
    std::replace(text.begin(), text.end(), '_', ' ');
    return text;
}

// Who has the places of a stream.
std::string holders(const std::string& stream) {
    if (stream == "kandas_quota") return "kandas";
    return stream == "internal" ? "internal migrants" : short_name(stream);
}

bool is_programme(const std::string& stream) {
    return std::any_of(streams.begin(), streams.end(),
                       [&](const StreamRow& row) { return row.label == stream && row.programme; });
}

Labels country_too(Labels areas) {
    areas.emplace_back(country);
    return areas;
}

// Is a measure of the whole run above nought anywhere, for the given labels after area?
bool any(const RunReport& report, const std::string& measure, const Labels& more = {}) {
    Labels labels = {country};
    labels.insert(labels.end(), more.begin(), more.end());
    return figure(report.summary.find(measure, Period::whole_run), labels).mean > 0;
}

// Streams with places, or that placed somebody.
Labels programmes(const RunReport& report) {
    Labels with_places;
    for (const std::string& stream : report.axes.stream.labels)
        if (is_programme(stream) && (any(report, "quota", {stream}) || any(report, "placed", {stream})))
            with_places.push_back(stream);
    return with_places;
}

// Builds the columns of a table whose rows are areas, or years of the country.
class Columns {
public:
    Columns(const RunReport& report, Period period, Labels rows) : report_(report), period_(period), rows_(std::move(rows)) {}

    // `more` are the labels after area (or after year and area).
    void add(const std::string& group, const std::string& name, const std::string& measure, const Labels& more = {},
             double factor = 1, int decimals = 0) {
        const SummaryTable& table = report_.summary.find(measure, period_);
        const bool of_areas = !table.measure.axes.empty() && table.measure.axes[0] == "area";
        FigureColumn column{group, name, decimals, {}};
        for (const std::string& row : rows_) {
            Labels labels = {row};
            if (period_ == Period::year && of_areas) labels.push_back(country);
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

std::string programme_section(const RunReport& report, const std::string& stream) {
    Labels areas;
    for (const std::string& region : report.axes.region.labels) {
        const auto has = [&](const char* measure) {
            return figure(report.summary.find(measure, Period::whole_run), {region, stream}).mean > 0;
        };
        if (has("quota") || has("placed")) areas.push_back(region);
    }
    areas = country_too(areas);
    Columns people(report, Period::whole_run, areas);
    people.add("places", "quota", "quota", {stream});
    people.add("places", "placed", "placed", {stream});
    people.add("places", "fill %", "fill_rate", {stream}, percent, 1);
    people.add("at the end", "persons", "stock", {stream});
    people.add("at the end", "employed %", "employed_share", {stream}, percent, 1);
    for (const char* months : {"12", "24", "60"})
        people.add("% of families still there after", std::string(months) + " months", "retained_share", {stream, months},
                   percent, 1);
    Columns money(report, Period::whole_run, areas);
    for (const std::string& instrument : report.axes.instrument.labels) {
        const bool seldom = instrument == "employer" || instrument == "business";
        if (!seldom || any(report, "spending", {stream, instrument}))
            money.add_millions("million KZT", instrument, "spending", {stream, instrument});
    }
    money.add_millions("million KZT", "total", "spending_by_stream", {stream});
    money.add("thousand KZT per", "person placed", "spending_per_placed", {stream}, thousand);
    money.add("thousand KZT per", "settler-year*", "spending_per_retained_settler_year", {stream}, thousand);
    const std::vector<std::string> names = names_of(report, areas);
    return print_within({"Settled under the quota: " + holders(stream), "region", names, people.columns, true}, page) + "\n" +
           print_within({"Paid for them", "region", names, money.columns, true}, page);
}

}  // namespace

std::vector<std::string> programme_sections(const RunReport& report) {
    std::vector<std::string> sections;
    for (const std::string& stream : programmes(report)) sections.push_back(programme_section(report, stream));
    if (!sections.empty())
        sections.back() +=
            "* year that a settler of the programme lives in the region of first settlement; compare only runs of the same "
            "months "
            "and warm-up\n";
    return sections;
}

std::string settlers_section(const RunReport& report) {
    const Labels areas = country_too(report.axes.region.labels);
    Labels present;
    for (const std::string& stream : report.axes.stream.labels)
        if (any(report, "settled", {stream}) || any(report, "stock", {stream})) present.push_back(stream);
    if (present.empty()) return "";
    Columns table(report, Period::whole_run, areas);
    for (const auto& [group, measure] : {std::pair{"settled", "settled"},
                                         {"living there at the end", "stock"},
                                         {"moved to another region", "moved_on"},
                                         {"left the country", "returned"}})
        for (const std::string& stream : present) table.add(group, short_name(stream), measure, {stream});
    for (const std::string& stream : present) table.add("employed %", short_name(stream), "employed_share", {stream}, percent, 1);
    return print_within(
        {"All settlers by stream, persons (quota and free: kandas)", "region", names_of(report, areas), table.columns, true},
        page);
}

std::string years_section(const RunReport& report) {
    const Labels& years = report.summary.find("quota", Period::year).axes.at(0).labels;
    const Labels with_places = programmes(report);
    Columns table(report, Period::year, years);
    for (const std::string& inflow : report.axes.inflow.labels)
        if (figure(report.summary.find("arrivals_total", Period::whole_run), {inflow}).mean > 0)
            table.add("arrivals", short_name(inflow), "arrivals_total", {inflow});
    for (const auto& [group, measure] : {std::pair{"quota", "quota"}, {"placed", "placed"}})
        for (const std::string& stream : with_places) table.add(group, holders(stream), measure, {stream});
    for (const std::string& stream : with_places) table.add("fill %", holders(stream), "fill_rate", {stream}, percent, 1);
    for (const std::string& stream : report.axes.stream.labels)
        if (!is_programme(stream) && any(report, "settled", {stream}))
            table.add("settled free", stream == "kandas_free" ? "kandas" : short_name(stream), "settled", {stream});
    table.add("", "certificates", "certificates");
    table.add("", "rent payments", "rent_families");
    table.add_millions("", "million KZT", "spending_total");
    table.add("", "million USD", "spending_usd", {}, million, 2);
    return print_within({"Year by year, Kazakhstan", "year", years, table.columns, false}, page);
}

std::string repayments_section(const RunReport& report) {
    const bool employers = any(report, "subsidy_due");
    if (!employers && !any(report, "clawback_due") && !any(report, "breaches")) return "";
    Labels areas;
    for (const std::string& region : report.axes.region.labels)
        for (const char* measure : {"clawback_due", "subsidy_due", "breaches"})
            if (figure(report.summary.find(measure, Period::whole_run), {region}).mean > 0) {
                areas.push_back(region);
                break;
            }
    areas = country_too(areas);
    Columns table(report, Period::whole_run, areas);
    table.add("families that left", "in breach", "breaches");
    table.add("families that left", "exempt", "exempt_departures");
    table.add("locks", "broken", "lock_broken");
    table.add_millions("by families, million KZT", "due", "clawback_due");
    table.add_millions("by families, million KZT", "received", "clawback_received");
    table.add_millions("by families, million KZT", "written off", "clawback_written_off");
    if (employers) {
        table.add_millions("by employers, million KZT", "due", "subsidy_due");
        table.add_millions("by employers, million KZT", "received", "subsidy_received");
    }
    return print_within({"Repayments", "region left", names_of(report, areas), table.columns, true}, page);
}

// Claims of families that left are refused without a cap too, hence this look at the caps themselves.
bool has_cap(const RunReport& report, const std::string& instrument) {
    const auto is_caps = [](const ValueNote& note) { return note.path == "budgets.caps"; };
    const auto caps = std::find_if(report.notes.begin(), report.notes.end(), is_caps);
    return caps == report.notes.end() || caps->value.find(instrument + ": {") != std::string::npos;
}

std::string budgets_section(const RunReport& report) {
    const std::vector<std::string> measures = {"budget_left", "claims_waiting", "claims_refused"};
    Labels capped;
    for (const std::string& instrument : report.axes.instrument.labels) {
        bool has = false;  // in any year: a budget may be used up, and its claims gone, by the end of the run
        for (const std::string& measure : measures) {
            const SummaryTable& table = report.summary.find(measure, Period::year);
            for (const std::string& year : table.axes.at(0).labels)
                has = has || figure(table, {year, country, instrument}).mean > 0;
        }
        if (has && has_cap(report, instrument)) capped.push_back(instrument);
    }
    if (capped.empty()) return "";
    FigureTable table{
        "Budgets: promised in the whole country and run, left where there are caps", "instrument", capped, {}, false};
    const auto add = [&](const std::string& group, const std::string& name, const std::string& measure, double factor,
                         int digits) {
        FigureColumn column{group, name, digits, {}};
        for (const std::string& instrument : capped)
            column.cells.push_back(
                scaled(figure(report.summary.find(measure, Period::whole_run), {country, instrument}), factor));
        table.columns.push_back(column);
    };
    add("million KZT", "promised", "committed", million, 1);
    add("million KZT", "left of the last year", "budget_left", million, 1);
    add("claims", "waiting at the end", "claims_waiting", 1, 0);
    add("claims", "refused or cut", "claims_refused", 1, 0);
    return print_within(table, page);
}

std::string headline_section(const RunReport& report) {
    if (report.uncertain.empty()) return "";
    std::vector<std::array<std::string, 5>> lines = {{"", "mean", "± error", "sd by chance", "sd by uncertain inputs"}};
    const auto add = [&](const std::string& name, const std::string& measure, const Labels& more, double factor, int decimals) {
        Labels labels = {country};
        labels.insert(labels.end(), more.begin(), more.end());
        const Figure f = scaled(figure(report.summary.find(measure, Period::whole_run), labels), factor);
        if (std::isnan(f.mean)) return;
        const auto text = [&](double value) { return with_separators(value, decimals); };
        lines.push_back({name, text(f.mean), text(f.se), text(f.sd_monte_carlo), text(f.sd_parameters)});
    };
    const Labels with_places = programmes(report);
    for (const std::string& stream : with_places) add("placed, " + holders(stream), "placed", {stream}, 1, 0);
    for (const std::string& stream : report.axes.stream.labels)
        if (any(report, "stock", {stream})) {
            std::string name = stream;
            std::replace(name.begin(), name.end(), '_', ' ');
            add("living there at the end, " + name, "stock", {stream}, 1, 0);
        }
    for (const std::string& stream : with_places) {
        add("employed %, " + holders(stream), "employed_share", {stream}, percent, 1);
        for (const char* months : {"12", "60"})
            add(fmt::format("still there after {} months %, {}", months, holders(stream)), "retained_share", {stream, months},
                percent, 1);
    }
    add("paid, million KZT", "spending_total", {}, million, 1);
    std::array<std::size_t, 5> widths{};
    for (const auto& line : lines)
        for (std::size_t i = 0; i < line.size(); ++i) widths[i] = std::max(widths[i], width(line[i]));
    std::string text = "Kazakhstan: by how much results vary, and why\n";
    for (const auto& line : lines) {
        text += padded(line[0], widths[0]);
        for (std::size_t i = 1; i < line.size(); ++i) text += "  " + std::string(widths[i] - width(line[i]), ' ') + line[i];
        text += "\n";
    }
    if (report.replicates_per_draw < 2)
        text += "– cannot be told: each replicate draws its own inputs (run.replicates_per_draw)\n";
    return text;
}

}  // namespace qonys
