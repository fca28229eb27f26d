#include <cmath>

#include "accounts/cumulative_incidence.hpp"
#include "report/page/charts.hpp"
#include "report/page/pathway_parts.hpp"

namespace qonys {

using nlohmann::json;

namespace {

// Mean over the replicates.
double mean_at(const RunCube& cube, std::size_t replicates, std::size_t month, std::size_t programme) {
    double sum = 0;
    for (std::size_t r = 0; r < replicates; ++r) sum += cube.at(r, {month, programme});
    return sum / static_cast<double>(replicates);
}

// One curve of shares for each programme: `shares` gives those of a replicate by months.
using Shares = std::vector<double> (*)(const PathwayFile& run, std::size_t replicate, std::size_t programme);

std::vector<double> in_programme(const PathwayFile& run, std::size_t replicate, std::size_t programme) {
    std::vector<double> shares;
    for (std::size_t n = 0; n < run.months_since.size(); ++n)
        shares.push_back(ratio(run.still_in.at(replicate, {n, programme}), run.followed.at(replicate, {n, programme})));
    return shares;
}

std::vector<double> not_left(const PathwayFile& run, std::size_t replicate, std::size_t programme) {
    std::vector<std::int64_t> followed, at_risk, left, still_in;
    for (std::size_t n = 0; n < run.months_since.size(); ++n) {
        followed.push_back(std::llround(run.followed.at(replicate, {n, programme})));
        still_in.push_back(std::llround(run.still_in.at(replicate, {n, programme})));
        at_risk.push_back(std::llround(run.at_risk.at(replicate, {n, programme})));
        left.push_back(std::llround(run.left.at(replicate, {n, programme})));
    }
    return share_not_left(followed, at_risk, left, still_in);
}

PageChart curves(const PathwayView& view, const std::string& id, const std::string& key, Shares shares_of) {
    const PathwayFile& run = view.run;
    const PageTexts& texts = view.texts;
    const std::size_t replicates = run.head.replicates;
    const bool of_left = shares_of == not_left;
    PageChart chart;
    chart.id = id;
    chart.title = texts(key + "_title");
    chart.unit = texts(key + "_unit");
    chart.reading = view.by_spread(of_left ? "pathway.not_left_reading" : "pathway.in_share_reading");
    chart.table.columns = {view.programme_column(), {"months", texts("pathway.months_since"), "", PageColumnKind::number}};
    add_quantile_columns(chart.table, texts(key + "_share"), "", PageColumnKind::share, 1, view.head);
    // Counts behind the shares: --suppress-below leaves a share out where one of them is small.
    const std::string persons = texts("run.persons");
    chart.table.columns.push_back(
        {"followed", texts(of_left ? "pathway.at_risk" : "pathway.followed"), persons, PageColumnKind::count, 1});
    chart.table.columns.push_back(
        {"gone", texts(of_left ? "pathway.left_so_far" : "pathway.not_in"), persons, PageColumnKind::count, 1});
    for (std::size_t p = 0; p < run.programme.size(); ++p) {
        std::vector<std::vector<double>> by_replicate;
        for (std::size_t r = 0; r < replicates; ++r) by_replicate.push_back(shares_of(run, r, p));
        double left_so_far = 0;
        for (std::size_t n = 0; n < run.months_since.size(); ++n) {
            left_so_far += mean_at(run.left, replicates, n, p);
            std::vector<double> values;
            for (const std::vector<double>& shares : by_replicate) values.push_back(shares[n]);
            const RunFigure figure = figure_of(values, run.head);
            if (figure.count == 0) continue;
            json row = {view.programme(p), std::stoi(run.months_since.labels[n])};
            add_quantile_cells(row, figure, 4, view.head);
            const double followed = mean_at(of_left ? run.at_risk : run.followed, replicates, n, p);
            row.push_back(rounded(followed, 1));
            row.push_back(rounded(of_left ? left_so_far : followed - mean_at(run.still_in, replicates, n, p), 1));
            chart.table.rows.push_back(std::move(row));
        }
    }
    if (chart.table.rows.empty()) return chart;
    const std::string first = chart.table.rows[0][0].get<std::string>();
    chart.spec = fan_spec({"months", texts("pathway.months_since")}, false, {"p50", texts(key + "_share"), ".0%", !of_left},
                          texts, view.head.spread());
    add_choice(chart.spec, "chosen", "programme", first);
    view.choose_programme(first, chart);
    chart.note =
        sentences({texts(key + "_note"), view.rests_on(of_left ? std::vector<std::string>{"leave", "next"}
                                                               : std::vector<std::string>{"stages.days", "next", "leave"})});
    chart.source = view.head.source;
    return chart;
}

}  // namespace

PageSection pathway_stays_section(const PathwayView& view) {
    PageSection section{"stays", view.texts("pathway.stays")};
    for (PageChart chart :
         {curves(view, "in-programme", "pathway.in_share", in_programme), curves(view, "not-left", "pathway.not_left", not_left)})
        if (!chart.table.rows.empty()) section.charts.push_back(std::move(chart));
    return section;
}

}  // namespace qonys
