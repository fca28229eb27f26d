#include <algorithm>

#include "report/page/charts.hpp"
#include "report/page/run_parts.hpp"

namespace qonys {

using nlohmann::json;

namespace {

// A region, stream and year: how the places were used.
struct YearOfPlaces {
    double quota = 0, placed = 0;  // means over replicates
    double used_up = 0;            // share of replicates with places in which none was left at the end
    bool any = false;              // places in some replicate
    std::string month;             // median of the months from which on none was left, over those in which they were used up
};

std::vector<std::size_t> months_of(const RunFile& run, std::size_t year) {
    std::vector<std::size_t> months;
    for (std::size_t m = 0; m < run.month.size(); ++m)
        if (run.year_of_month[m] == year) months.push_back(m);
    return months;
}

YearOfPlaces year_of(const RunFile& run, std::size_t year, std::size_t region, std::size_t stream) {
    const std::vector<std::size_t> months = months_of(run, year);
    YearOfPlaces places;
    std::vector<std::size_t> ends;
    double with_places = 0;
    const auto replicates = static_cast<double>(run.replicates);
    for (std::size_t r = 0; r < run.replicates; ++r) {
        const double quota = run.quota.at(r, {months.back(), region, stream});
        places.quota += quota / replicates;
        for (const std::size_t m : months) places.placed += run.placed.at(r, {m, region, stream}) / replicates;
        if (quota <= 0) continue;
        ++with_places;
        std::size_t end = months.size();
        while (end > 0 && run.quota_left.at(r, {months[end - 1], region, stream}) <= 0) --end;
        if (end < months.size()) ends.push_back(months[end]);
    }
    places.any = with_places > 0;
    places.used_up = ratio(static_cast<double>(ends.size()), with_places);
    if (ends.empty()) return places;
    std::sort(ends.begin(), ends.end());
    places.month = run.month.labels[ends[(ends.size() - 1) / 2]];
    return places;
}

// A region without places of a stream in all months stands in no row.
bool has_places(const RunFile& run, std::size_t region, std::size_t stream) {
    for (std::size_t r = 0; r < run.replicates; ++r)
        for (std::size_t m = 0; m < run.month.size(); ++m)
            if (run.quota.at(r, {m, region, stream}) > 0 || run.placed.at(r, {m, region, stream}) > 0) return true;
    return false;
}

const char* state_key(const YearOfPlaces& places) {
    if (!places.any) return "run.no_places";
    return places.used_up > 0.5 ? "run.used_up" : "run.places_left";
}

// Of one replicate there is no share of replicates.
json row_of(const RunView& view, std::size_t year, std::size_t region, std::size_t stream) {
    const RunFile& run = view.run;
    const YearOfPlaces places = year_of(run, year, region, stream);
    const std::string& code = run.region.labels[region];
    const RunTable& fill = run.table("yearly/fill_rate");
    const double share = fill.mean.at(fill.cell({run.years[year], code, run.stream.labels[stream]}));
    json row = {view.stream(stream), std::stoi(run.years[year]),   code,
                view.region(code),   rounded(places.quota, 0),     rounded(places.placed, 0),
                rounded(share, 4),   view.texts(state_key(places))};
    if (view.spread()) row.push_back(rounded(places.used_up, 2));
    row.push_back(places.month.empty() ? json() : json(places.month));
    return row;
}

PageTable calendar_table(const RunView& view, const std::vector<std::size_t>& programmes) {
    const RunFile& run = view.run;
    const PageTexts& texts = view.texts;
    PageTable table;
    table.columns = {{"stream", texts("run.stream"), "", PageColumnKind::text},
                     {"year", texts("run.year"), "", PageColumnKind::year},
                     {"region", texts("run.code"), "", PageColumnKind::text, 0, false},
                     {"name", texts("run.region"), "", PageColumnKind::text},
                     {"quota", texts("run.places"), texts("run.persons"), PageColumnKind::count},
                     {"placed", texts("run.placed"), texts("run.persons"), PageColumnKind::count},
                     {"fill_share", texts("run.fill"), "", PageColumnKind::share, 1},
                     {"state", texts("run.state"), "", PageColumnKind::text}};
    if (view.spread()) table.columns.push_back({"used_up_share", texts("run.used_up_share"), "", PageColumnKind::share});
    table.columns.push_back({"month", view.by_spread("run.used_up_month"), "", PageColumnKind::month});
    for (const std::size_t s : programmes)
        for (std::size_t g = 0; g < run.region.size(); ++g)
            for (std::size_t y = 0; y < run.years.size() && has_places(run, g, s); ++y)
                table.rows.push_back(row_of(view, y, g, s));
    return table;
}

}  // namespace

PageSection calendar_section(const RunView& view) {
    const RunFile& run = view.run;
    const PageTexts& texts = view.texts;
    PageSection section{"quotas", texts("run.quotas")};
    const std::vector<std::size_t> programmes = programme_streams(run);
    if (programmes.empty()) {
        section.paragraphs.push_back(texts("run.no_quota"));
        return section;
    }
    PageChart chart;
    chart.id = "quotas";
    chart.title = texts("run.quotas_title");
    chart.unit = view.by_spread("run.quotas_unit");
    chart.reading = view.by_spread("run.quotas_reading");
    chart.table = calendar_table(view, programmes);
    const std::string first = view.stream(programmes.front());
    chart.spec = heat_map_spec({"year", texts("run.year")}, {"name", ""}, {"fill_share", texts("run.fill"), ".0%"});
    chart.spec["encoding"]["tooltip"].push_back({{"field", "state"}, {"type", "nominal"}, {"title", texts("run.state")}});
    add_choice(chart.spec, "chosen", "stream", first);
    chart.controls = {{PageControl::Kind::choose_value, "chosen", texts("run.stream"), "stream", {}, first}};
    chart.note = texts("run.quotas_note");
    chart.source = view.source;
    section.charts.push_back(chart);
    return section;
}

}  // namespace qonys
