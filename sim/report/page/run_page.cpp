#include <fmt/format.h>

#include <cmath>

#include "report/page/names.hpp"
#include "report/page/pathway_parts.hpp"
#include "report/page/run_parts.hpp"

namespace qonys {

using nlohmann::json;

std::string RunView::region(const std::string& code) const {
    return name_of(texts, "region", code, run.region_names);
}

std::string RunView::origin(const std::string& code) const {
    const std::string name = name_of(texts, "origin", code, run.origin_names);
    return run.region.find(code) ? texts("run.region_left", {{"region", name}}) : name;
}

std::string RunView::short_origin(const std::string& code) const {
    const std::string name = name_of(texts, "origin", code, run.origin_names);
    return run.region.find(code) ? texts("run.region_left_short", {{"region", name}}) : name;
}

std::string RunView::stream(std::size_t position) const {
    return name_of(texts, "stream", run.stream.labels[position]);
}

const std::string& RunView::by_spread(const std::string& key) const {
    return texts(spread() ? key : key + "_one");
}

json rounded(double value, int decimals) {
    if (!std::isfinite(value)) return nullptr;
    const double scale = std::pow(10.0, decimals), number = std::round(value * scale) / scale;
    if (number == std::trunc(number) && std::abs(number) < 9e15) return static_cast<std::int64_t>(number);
    return number;
}

std::string money_words(double tenge, const PageTexts& texts) {
    if (std::abs(tenge) >= 1e9) return texts("run.billion_kzt", {{"number", texts.number(tenge / 1e9, 1)}});
    if (std::abs(tenge) >= million) return texts("run.million_kzt", {{"number", texts.number(tenge / million, 2)}});
    return texts("run.kzt", {{"number", texts.number(tenge, 0)}});
}

void add_quantile_columns(PageTable& table, const std::string& title, const std::string& unit, PageColumnKind kind, int decimals,
                          const RunView& view) {
    if (!view.spread()) {
        table.columns.push_back({"p50", title, unit, kind, decimals});
        return;
    }
    for (const char* key : {"p05", "p25", "p50", "p75", "p95"})
        table.columns.push_back({key, view.texts(fmt::format("chart.{}", key)), unit, kind, decimals});
}

void add_quantile_cells(json& row, const RunFigure& figure, int decimals, const RunView& view) {
    if (!view.spread()) {
        row.push_back(rounded(figure.p50, decimals));
        return;
    }
    for (const double each : {figure.p05, figure.p25, figure.p50, figure.p75, figure.p95}) row.push_back(rounded(each, decimals));
}

PageSource run_page(const std::string& path, const PageTexts& texts) {
    if (is_about_pathways(path)) return pathway_page(path, texts);
    const RunFile run = read_run(path);
    PageSource page;
    page.file = run.file;
    page.kind = "run";
    page.question = run.question;
    page.program = run.program;
    page.seed = std::to_string(run.seed);
    page.replicates = texts.number(static_cast<double>(run.replicates), 0);
    page.assumed = run.assumed;
    page.uncertain = run.uncertain;
    page.inputs = run.inputs;
    const std::string source = texts("run.source", {{"file", run.file}, {"seed", page.seed}, {"replicates", page.replicates}});
    const RunView view{run, texts, source};
    for (const auto section : {headline_section, map_section, people_section, spending_section, flow_section, retention_section,
                               calendar_section, work_section})
        page.sections.push_back(section(view));
    return page;
}

}  // namespace qonys
