#include <cmath>

#include "accounts/kaplan_meier.hpp"
#include "report/page/charts.hpp"
#include "report/page/run_parts.hpp"

namespace qonys {

using nlohmann::json;

namespace {

PageChart fan_of_stays(const RunView& view, const std::vector<std::size_t>& streams) {
    const RunFile& run = view.run;
    const PageTexts& texts = view.texts;
    PageChart chart;
    chart.id = "retention";
    chart.title = texts("run.retention_title");
    chart.unit = texts("run.retention_unit");
    chart.reading = view.by_spread("run.retention_reading");
    chart.table.columns = {{"stream", texts("run.stream"), "", PageColumnKind::text},
                           {"months", texts("run.months_since"), "", PageColumnKind::number}};
    add_quantile_columns(chart.table, texts("run.retained_share"), "", PageColumnKind::share, 1, view);
    for (const std::size_t s : streams)
        for (std::size_t n = 0; n < run.months_since.size(); ++n) {
            std::vector<double> values;
            for (std::size_t r = 0; r < run.replicates; ++r) values.push_back(run.retained_share.at(r, {n, s}));
            const RunFigure figure = figure_of(values, run);
            if (figure.count == 0) continue;
            json row = {view.stream(s), std::stoi(run.months_since.labels[n])};
            add_quantile_cells(row, figure, 4, view);
            chart.table.rows.push_back(std::move(row));
        }
    const std::string first = view.stream(streams.front());
    chart.spec = fan_spec({"months", texts("run.months_since")}, false, {"p50", texts("run.retained_share"), ".0%", false}, texts,
                          view.spread());
    add_choice(chart.spec, "chosen", "stream", first);
    chart.controls = {{PageControl::Kind::choose_value, "chosen", texts("run.stream"), "stream", {}, first}};
    chart.note = texts("run.retention_note");
    chart.source = view.source;
    return chart;
}

// Counts of one stream over one region, or over all of them.
std::vector<std::int64_t> counts(const RunCube& cube, std::size_t stream, std::size_t region) {
    std::vector<std::int64_t> sums(cube.shape[0], 0);
    for (std::size_t n = 0; n < cube.shape[0]; ++n)
        for (std::size_t g = 0; g < cube.shape[1]; ++g)
            if (region == cube.shape[1] || g == region) sums[n] += std::llround(cube.at(0, {n, g, stream}));
    return sums;
}

PageChart curves_by_region(const RunView& view, const std::vector<std::size_t>& streams) {
    const RunFile& run = view.run;
    const PageTexts& texts = view.texts;
    PageChart chart;
    chart.id = "retention-by-region";
    chart.title = texts("run.regional_title");
    chart.unit = texts("run.retention_unit");
    chart.reading = view.by_spread("run.regional_reading");
    chart.table.columns = {{"region", texts("run.code"), "", PageColumnKind::text, 0, false},
                           {"name", texts("run.region"), "", PageColumnKind::text},
                           {"stream", texts("run.stream"), "", PageColumnKind::text},
                           {"months", texts("run.months_since"), "", PageColumnKind::number},
                           {"share", texts("run.retained_share"), "", PageColumnKind::share, 1},
                           {"followed", view.by_spread("run.followed"), texts("run.families"), PageColumnKind::count, 1}};
    const std::size_t country = run.region.size();
    // Every third or sixth month tells the same of a long curve.
    const std::size_t step = run.months_since.size() > 48 ? 6 : run.months_since.size() > 24 ? 3 : 1;
    for (std::size_t i = 0; i <= country; ++i) {
        const std::size_t g = i == 0 ? country : i - 1;
        const std::string code = g == country ? "KZ" : run.region.labels[g];
        for (const std::size_t s : streams) {
            const std::vector<std::int64_t> at_risk = counts(run.family_at_risk, s, g);
            const std::vector<double> share = kaplan_meier(at_risk, counts(run.family_left, s, g));
            for (std::size_t n = 0; n < share.size(); n += step) {
                if (std::isnan(share[n])) break;
                chart.table.rows.push_back({code, view.region(code), view.stream(s), std::stoi(run.months_since.labels[n]),
                                            rounded(share[n], 4),
                                            rounded(static_cast<double>(at_risk[n]) / static_cast<double>(run.replicates), 1)});
            }
        }
    }
    const std::string first = view.region("KZ");
    chart.spec = lines_spec({"months", texts("run.months_since")}, false, {"share", texts("run.retained_share"), ".0%", false},
                            "", "", {"stream", ""}, texts);
    add_choice(chart.spec, "chosen", "name", first);
    chart.controls = {{PageControl::Kind::choose_value, "chosen", texts("run.region"), "name", {}, first}};
    chart.note = texts("run.regional_note");
    chart.source = view.source;
    return chart;
}

}  // namespace

PageSection retention_section(const RunView& view) {
    PageSection section{"retention", view.texts("run.retention")};
    std::vector<std::size_t> streams;
    for (std::size_t s = 0; s < view.run.stream.size(); ++s)
        if (total_of(view.run.family_at_risk, 0, 2, s) > 0) streams.push_back(s);
    if (streams.empty())
        section.paragraphs.push_back(view.texts("run.nobody"));
    else
        section.charts = {fan_of_stays(view, streams), curves_by_region(view, streams)};
    return section;
}

}  // namespace qonys
