#include "report/page/charts.hpp"
#include "report/page/run_parts.hpp"

namespace qonys {

using nlohmann::json;

namespace {

// Sum over replicates and streams, as a mean over replicates.
double mean_over_streams(const RunView& view, const RunCube& cube, std::size_t month, std::size_t region) {
    double sum = 0;
    for (std::size_t r = 0; r < view.run.replicates; ++r)
        for (std::size_t s = 0; s < cube.shape[2]; ++s) sum += cube.at(r, {month, region, s});
    return sum / static_cast<double>(view.run.replicates);
}

PageTable map_table(const RunView& view) {
    const RunFile& run = view.run;
    const PageTexts& texts = view.texts;
    const bool per_inhabitants = !run.population.empty();
    PageTable table;
    table.columns = {{"region", texts("run.code"), "", PageColumnKind::text, 0, false},
                     {"name", texts("run.region"), "", PageColumnKind::text},
                     {"month", texts("run.month"), "", PageColumnKind::month},
                     {"stock", texts("run.stock"), texts("run.persons"), PageColumnKind::count},
                     {"placed", texts("run.placed_so_far"), texts("run.persons"), PageColumnKind::count},
                     {"employed", texts("run.employed"), texts("run.persons"), PageColumnKind::count, 1, false},
                     {"employed_share", texts("run.employed_share"), "", PageColumnKind::share, 1},
                     {"spending", texts("run.spending_so_far"), texts("run.millions"), PageColumnKind::money, 1},
                     {"quota_left", texts("run.quota_left"), texts("run.persons"), PageColumnKind::count}};
    if (per_inhabitants)
        table.columns.push_back({"per_1000", texts("run.per_1000"), texts("run.persons"), PageColumnKind::number, 2});
    std::vector<double> placed(run.region.size(), 0), spent(run.region.size(), 0);
    for (std::size_t m = 0; m < run.month.size(); ++m)
        for (std::size_t g = 0; g < run.region.size(); ++g) {
            const std::string& code = run.region.labels[g];
            placed[g] += mean_over_streams(view, run.placed, m, g);
            spent[g] += run.mean_spending.at(0, {m, g});
            const double stock = run.mean_stock.at(0, {m, g}), employed = run.mean_working.at(0, {m, g});
            json row = {code,
                        view.region(code),
                        run.month.labels[m],
                        rounded(stock, 0),
                        rounded(placed[g], 0),
                        rounded(employed, 1),
                        rounded(ratio(employed, run.mean_working_age.at(0, {m, g})), 4),
                        rounded(spent[g] / million, 1),
                        rounded(mean_over_streams(view, run.quota_left, m, g), 0)};
            if (per_inhabitants) {
                const auto inhabitants = run.population.find(code);
                row.push_back(inhabitants == run.population.end() ? json()
                                                                  : rounded(ratio(1000 * stock, inhabitants->second), 2));
            }
            table.rows.push_back(std::move(row));
        }
    return table;
}

}  // namespace

PageSection map_section(const RunView& view) {
    const PageTexts& texts = view.texts;
    PageSection section{"map", texts("run.map")};
    PageChart chart;
    chart.id = "map";
    chart.title = texts("run.map_title");
    chart.unit = view.by_spread("run.map_unit");
    chart.reading = texts("run.map_reading");
    chart.table = map_table(view);
    const std::string& last = view.run.month.labels.back();
    chart.spec = region_map_spec("month", last, "stock", false, texts);
    PageControl measure{PageControl::Kind::choose_column, "measure", texts("run.measure"), "", {}, "stock"};
    for (std::size_t i = 3; i < chart.table.columns.size(); ++i)
        if (chart.table.columns[i].in_table) measure.columns.push_back(chart.table.columns[i].key);
    chart.controls = {measure, {PageControl::Kind::slider, "time", texts("run.month"), "month", {}, last}};
    chart.note = texts("run.map_note");
    chart.source = view.source;
    section.charts.push_back(chart);
    return section;
}

}  // namespace qonys
