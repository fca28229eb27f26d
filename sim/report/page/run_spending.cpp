#include "report/page/charts.hpp"
#include "report/page/names.hpp"
#include "report/page/run_parts.hpp"

namespace qonys {

using nlohmann::json;

namespace {

// Paid in a year by one replicate, for one instrument, or for all (position = number of instruments).
double paid_in(const RunFile& run, std::size_t replicate, std::size_t year, std::size_t instrument) {
    double sum = 0;
    for (std::size_t m = 0; m < run.month.size(); ++m) {
        if (run.year_of_month[m] != year) continue;
        for (std::size_t s = 0; s < run.stream.size(); ++s)
            for (std::size_t i = 0; i < run.instrument.size(); ++i)
                if (instrument == run.instrument.size() || i == instrument) sum += run.spending.at(replicate, {m, s, i});
    }
    return sum;
}

RunFigure paid_figure(const RunFile& run, std::size_t year, std::size_t instrument) {
    std::vector<double> values;
    for (std::size_t r = 0; r < run.replicates; ++r) values.push_back(paid_in(run, r, year, instrument) / million);
    return figure_of(values, run);
}

PageTable money_table(const RunView& view, bool with_instruments) {
    const PageTexts& texts = view.texts;
    PageTable table;
    table.columns = {{"year", texts("run.year"), "", PageColumnKind::year}};
    if (with_instruments) table.columns.push_back({"instrument", texts("run.instrument"), "", PageColumnKind::text});
    table.columns.push_back({"paid", texts("run.paid"), texts("run.millions"), PageColumnKind::money, 1});
    if (!view.intervals()) return table;
    table.columns.push_back({"low", texts("run.low"), texts("run.millions"), PageColumnKind::money, 1});
    table.columns.push_back({"high", texts("run.high"), texts("run.millions"), PageColumnKind::money, 1});
    return table;
}

void add_money(const RunView& view, const RunFigure& figure, json& row) {
    row.push_back(rounded(figure.mean, 1));
    if (!view.intervals()) return;
    row.push_back(rounded(figure.low, 1));
    row.push_back(rounded(figure.high, 1));
}

// Mean of a table of the file for the country, over all its labels beyond the area.
double yearly(const RunTable& table, const std::string& year) {
    std::vector<std::string> labels = {year, "KZ"};
    if (table.axes.size() == 2) return table.mean.at(table.cell(labels));
    double sum = 0;
    for (const std::string& label : table.axes.at(2).labels) sum += table.mean.at(table.cell({year, "KZ", label}));
    return sum;
}

PageTableBlock other_table(const RunView& view) {
    const PageTexts& texts = view.texts;
    struct Row {
        const char* key;
        const char* table;
        const char* unit;
        double factor;
    };
    constexpr Row rows[] = {{"claims_waiting", "yearly/claims_waiting", "run.claims", 1},
                            {"claims_refused", "yearly/claims_refused", "run.claims", 1},
                            {"certificates", "yearly/certificates", "run.families", 1},
                            {"breaches", "yearly/breaches", "run.families", 1},
                            {"clawback_due", "yearly/clawback_due", "run.millions", million},
                            {"clawback_received", "yearly/clawback_received", "run.millions", million}};
    PageTableBlock block{
        "obligations", texts("run.obligations_title"), view.by_spread("run.obligations_reading"), {}, view.source};
    block.table.columns = {{"year", texts("run.year"), "", PageColumnKind::year}};
    for (const Row& row : rows)
        block.table.columns.push_back({row.key, texts(std::string("run.") + row.key), texts(row.unit),
                                       row.factor == million ? PageColumnKind::money : PageColumnKind::count, 1});
    for (const std::string& year : view.run.years) {
        json cells = {std::stoi(year)};
        for (const Row& row : rows) cells.push_back(rounded(yearly(view.run.table(row.table), year) / row.factor, 1));
        block.table.rows.push_back(cells);
    }
    return block;
}

}  // namespace

PageSection spending_section(const RunView& view) {
    const RunFile& run = view.run;
    const PageTexts& texts = view.texts;
    PageSection section{"spending", texts("run.spending")};
    PageChart chart;
    chart.id = "spending";
    chart.title = texts("run.spending_title");
    chart.unit = view.by_spread("run.spending_unit");
    chart.reading = texts(view.intervals() ? "run.spending_reading" : "run.spending_reading_one");
    chart.table = money_table(view, true);
    PageTableBlock totals{"spending-by-year", texts("run.totals_title"), view.by_spread("run.totals_reading"),
                          money_table(view, false), view.source};
    for (std::size_t y = 0; y < run.years.size(); ++y) {
        const int year = std::stoi(run.years[y]);
        for (std::size_t i = 0; i < run.instrument.size(); ++i) {
            json row = {year, name_of(texts, "instrument", run.instrument.labels[i])};
            add_money(view, paid_figure(run, y, i), row);
            chart.table.rows.push_back(std::move(row));
        }
        json row = {year};
        add_money(view, paid_figure(run, y, run.instrument.size()), row);
        totals.table.rows.push_back(std::move(row));
    }
    chart.spec =
        stacked_bars_spec({"year", texts("run.year")}, {"paid", texts("run.millions")}, {"instrument", texts("run.instrument")});
    chart.source = view.source;
    section.charts.push_back(chart);
    section.tables = {totals, other_table(view)};
    return section;
}

}  // namespace qonys
