#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <filesystem>

#include "base/problems.hpp"
#include "report/page/pathway_words.hpp"
#include "report/page/sweep_page_parts.hpp"
#include "report/sweep_labels.hpp"
#include "report/sweep_paired.hpp"
#include "results/labels.hpp"

namespace qonys {

using nlohmann::json;

namespace {

constexpr std::size_t each_end = 5, most_beside = 8;

std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> lines;
    for (std::size_t start = 0; start < text.size();) {
        const std::size_t end = std::min(text.find('\n', start), text.size());
        if (end > start) lines.push_back(text.substr(start, end - start));
        start = end + 1;
    }
    return lines;
}

std::string joined(const std::vector<std::string>& parts) {
    std::string all;
    for (const std::string& part : parts) all += (all.empty() ? "" : "; ") + part;
    return all;
}

// What was varied, in which design, and what of it this file holds.
void add_what_was_varied(const SweepView& view, std::vector<std::string>& paragraphs) {
    const PageTexts& texts = view.texts;
    const SweepHeader& header = view.header();
    const std::size_t failed = failed_points(view.content).size();
    paragraphs.push_back(texts("sweep.varied", {{"parameters", view.number(header.parameters.size())},
                                                {"points", view.number(static_cast<std::size_t>(header.points))},
                                                {"design", texts.or_else("sweep.design." + header.design, header.design)},
                                                {"replicates", view.number(static_cast<std::size_t>(header.replicates))}}));
    if (header.shards > 1)
        paragraphs.push_back(texts("sweep.shard", {{"shard", std::to_string(header.shard)},
                                                   {"shards", std::to_string(header.shards)},
                                                   {"points", view.number(view.content.size())},
                                                   {"all", view.number(static_cast<std::size_t>(header.points))}}));
    if (failed > 0)
        paragraphs.push_back(
            texts("sweep.failed", {{"failed", view.number(failed)}, {"points", view.number(view.content.size())}}));
    if (header.has_arms()) {
        std::vector<std::string> others;
        for (std::size_t arm = 1; arm < header.arms.size(); ++arm) others.push_back(header.arms[arm].name);
        paragraphs.push_back(texts("sweep.arms", {{"reference", header.arms[0].name}, {"arms", listed_in_words(others, texts)}}));
    }
}

std::string program_of(const std::string& path) {
    const ResultFile file(path);
    const std::string version = attribute_text(file.find(""), "program_version"),
                      commit = attribute_text(file.find(""), "program_commit");
    return commit.empty() ? version : version + " (" + commit + ")";
}

// "0.53 (0.21 to 0.87)"
std::string estimate_in_words(const Influence& influence, const PageTexts& texts) {
    const std::string value = texts.number(influence.estimate.value, 2);
    if (!std::isfinite(influence.estimate.low)) return value;
    return value + " (" +
           texts("comparison.interval",
                 {{"low", texts.number(influence.estimate.low, 2)}, {"high", texts.number(influence.estimate.high, 2)}}) +
           ")";
}

// With one parameter alone there is nothing to rank.
std::string influence_sentence(const SweepView& view, std::size_t look, ParameterNames& named) {
    const PageTexts& texts = view.texts;
    const std::vector<Influence> order = leading(view.influences[look]);
    if (order.size() < 2) return "";
    const auto lead = std::find_if(order.begin(), order.end(), [](const Influence& i) { return i.told_apart || i.above_chance; });
    if (lead == order.end()) return texts("sweep.no_parameter");
    const Influence& first = *lead;
    std::string text =
        texts(first.told_apart ? "sweep.matters_most" : "sweep.explains_most",
              {{"parameter", named(first.parameter)}, {"kind", first.kind}, {"value", estimate_in_words(first, texts)}});
    const auto next = lead + 1;
    if (next != order.end() && (next->told_apart || std::isfinite(next->estimate.low))) {
        const Influence& second = *next;
        const bool intervals = std::isfinite(first.estimate.low) && std::isfinite(second.estimate.high);
        const char* const key = !intervals                                  ? "sweep.second"
                                : first.estimate.low > second.estimate.high ? "sweep.second_apart"
                                                                            : "sweep.second_near";
        text += " " + texts(key, {{"parameter", named(second.parameter)}, {"value", estimate_in_words(second, texts)}});
    }
    return text;
}

// Best first: more is better, or less is; measures that are neither are ordered from the highest.
std::vector<std::size_t> best_first(const SweepLook& look) {
    std::vector<std::size_t> order = by_mean(look.series);
    if (look.better >= 0) std::reverse(order.begin(), order.end());
    return order;
}

// The values of the parameters that matter most for the look.
std::string point_in_words(const SweepView& view, std::size_t look, std::size_t point, ParameterNames& named) {
    std::vector<std::string> values;
    std::vector<std::size_t> order;
    for (const Influence& influence : leading(view.influences[look])) order.push_back(influence.parameter);
    for (const std::size_t p : view.shown_parameters)
        if (std::find(order.begin(), order.end(), p) == order.end()) order.push_back(p);
    for (std::size_t i = 0; i < order.size() && i < 4; ++i) {
        const std::size_t p = order[i];
        values.push_back(named(p) + " = " + value_in_words(view.parameter(p), view.content.parameter(point, p), view.texts));
    }
    return joined(values);
}

std::string best_sentence(const SweepView& view, std::size_t number, ParameterNames& named) {
    const PageTexts& texts = view.texts;
    const SweepLook& look = view.looks[number];
    const std::vector<std::size_t> order = best_first(look);
    if (look.better == 0 || order.size() < 2) return "";
    const std::size_t best = order[0];
    std::string text = texts("sweep.best", {{"point", std::to_string(view.content.points.number[best])},
                                            {"values", point_in_words(view, number, best, named)},
                                            {"mean", look.shown(look.series.figures[best].mean, texts)}});
    if (observations_of(view.header()) < 2) return text + " " + texts("sweep.best_one_replicate");
    std::size_t apart = 0;
    for (const PairedFigure& f : less_the_best(view.header(), look.series.y, best))
        if (f.verdict == Verdict::apart) ++apart;
    return text + " " + texts("sweep.best_apart", {{"apart", view.number(apart)}, {"others", view.number(order.size() - 1)}});
}

// What the parameters do to each measure.
PageList by_measure(const SweepView& view) {
    PageList list{view.texts("sweep.by_measure"), {}};
    ParameterNames named(view.header(), view.texts);
    for (std::size_t i = 0; i < view.looks.size(); ++i) {
        const SweepLook& look = view.looks[i];
        std::string text = view.texts("sweep.range", {{"measure", look.title},
                                                      {"low", look.shown(look.lowest, view.texts)},
                                                      {"high", look.shown(look.highest, view.texts)}});
        for (const std::string& more : {influence_sentence(view, i, named), best_sentence(view, i, named)})
            if (!more.empty()) text += " " + more;
        list.items.push_back(text);
    }
    return list;
}

PageTableBlock varied_table(const SweepView& view) {
    const PageTexts& texts = view.texts;
    using Kind = PageColumnKind;
    PageTableBlock block{"varied", texts("sweep.varied_title"), texts("sweep.varied_reading"), {}, view.source};
    block.table.columns = {{"parameter", texts("sweep.parameter"), "", Kind::text},
                           {"meaning", texts("sweep.meaning"), "", Kind::text},
                           {"spread", texts("sweep.spread"), "", Kind::text},
                           {"unit", texts("comparison.unit"), "", Kind::text},
                           {"base", texts("sweep.base"), "", Kind::text}};
    for (const SweptParameter& p : view.header().parameters)
        block.table.rows.push_back({p.name, meaning_of(p, texts) + owner_words(view.pathways, p.name, texts), one_line(p.text),
                                    texts.or_else("unit." + p.unit, p.unit),
                                    std::isnan(p.base) ? "–" : value_in_words(p, p.base, texts)});
    return block;
}

PageTableBlock points_table(const SweepView& view, const SweepLook& look) {
    const PageTexts& texts = view.texts;
    using Kind = PageColumnKind;
    PageTableBlock block{plain_id("points-" + look.key),
                         texts("sweep.points_title", {{"measure", look.full_title()}}),
                         texts(look.better == 0 ? "sweep.points_reading_neither" : "sweep.points_reading"),
                         {},
                         view.source};
    block.table.columns = {{"point", texts("sweep.point"), "", Kind::text}};
    const std::size_t beside = std::min(view.shown_parameters.size(), most_beside);
    for (std::size_t i = 0; i < beside; ++i)
        block.table.columns.push_back({fmt::format("p{}", i + 1), view.label(view.shown_parameters[i]), "", Kind::text});
    const int fine = std::min(look.decimals + 1, 4);
    for (const PageColumn& column : std::initializer_list<PageColumn>{
             {"mean", texts("sweep.mean"), look.unit, look.kind, look.decimals},
             {"less_best", texts(look.better == 0 ? "sweep.less_highest" : "sweep.less_best"), look.unit, Kind::change, fine},
             {"low", texts("comparison.low"), look.unit, Kind::change, fine},
             {"high", texts("comparison.high"), look.unit, Kind::change, fine},
             {"verdict", texts("sweep.told_apart"), "", Kind::text}})
        block.table.columns.push_back(column);
    const std::vector<std::size_t> order = best_first(look);
    const std::vector<PairedFigure> apart = less_the_best(view.header(), look.series.y, order[0]);
    constexpr const char* verdicts[] = {"sweep.apart", "sweep.not_apart", "comparison.unknown"};
    for (std::size_t i = 0; i < order.size(); ++i) {
        if (order.size() > 2 * each_end && i >= each_end && i + each_end < order.size()) continue;
        const std::size_t point = order[i];
        json row = {std::to_string(view.content.points.number[point])};
        for (std::size_t k = 0; k < beside; ++k) {
            const std::size_t p = view.shown_parameters[k];
            row.push_back(value_in_words(view.parameter(p), view.content.parameter(point, p), texts));
        }
        const PairedFigure& f = apart[point];
        const auto shown = [&](double value) { return i == 0 ? json(nullptr) : cell(value * look.factor, fine + 1); };
        row.push_back(cell(look.series.figures[point].mean * look.factor, look.decimals + 1));
        for (const double value : {f.mean, f.mean - f.half_width, f.mean + f.half_width}) row.push_back(shown(value));
        row.push_back(i == 0 ? std::string() : texts(verdicts[static_cast<int>(f.verdict)]));
        block.table.rows.push_back(std::move(row));
    }
    return block;
}

}  // namespace

PageSection sweep_answer_section(const SweepView& view) {
    const PageTexts& texts = view.texts;
    PageSection section{"answer", texts("sweep.answer")};
    add_what_was_varied(view, section.paragraphs);
    if (view.looks.empty()) section.paragraphs.push_back(texts("sweep.nothing_varies"));
    if (!view.constant.empty()) section.paragraphs.push_back(texts("sweep.constant", {{"measures", joined(view.constant)}}));
    if (!view.no_value.empty()) section.paragraphs.push_back(texts("sweep.no_value", {{"measures", joined(view.no_value)}}));
    if (view.left_out > 0)
        section.paragraphs.push_back(
            texts("sweep.left_out", {{"shown", view.number(view.looks.size())}, {"more", view.number(view.left_out)}}));
    section.paragraphs.push_back(texts(observations_of(view.header()) > 1 ? "sweep.how_sure" : "sweep.how_sure_one"));
    if (!view.looks.empty()) section.lists.push_back(by_measure(view));
    section.tables.push_back(varied_table(view));
    return section;
}

PageSection sweep_points_section(const SweepView& view) {
    PageSection section{"points", view.texts("sweep.points_section")};
    for (const SweepLook& look : view.looks) section.tables.push_back(points_table(view, look));
    return section;
}

PageSource sweep_page(const std::string& path, const PageTexts& texts) {
    const SweepFileReader reader(path);
    const SweepContent content = content_of(reader);
    const SweepHeader& header = content.header;
    if (header.arms.empty() || header.replicates < 1) throw FileTrouble(path + ": the result of a sweep is damaged");
    SweepView view = sweep_view(content, texts);
    PageSource page;
    page.file = std::filesystem::path(path).filename().string();
    page.kind = "sweep";
    page.question = header.question;
    if (header.pathways) page.subject = PageSubject::pathways;
    page.seed = std::to_string(header.seed);
    page.replicates = texts.number(static_cast<double>(header.replicates), 0);
    page.program = program_of(path);
    page.assumed = lines_of(assumed_beside_varied(header));
    page.uncertain = lines_of(uncertain_beside_varied(header));
    page.without_source = without_source_in(header);
    for (const SweptArm& arm : header.arms)
        for (const auto& input : arm.inputs)
            if (std::find(page.inputs.begin(), page.inputs.end(), input) == page.inputs.end()) page.inputs.push_back(input);
    view.source = texts("comparison.source", {{"file", page.file}, {"seed", page.seed}, {"replicates", page.replicates}});
    page.sections.push_back(sweep_answer_section(view));
    if (!view.looks.empty())
        for (const auto section : {sweep_influence_section, sweep_curves_section, sweep_cells_section, sweep_points_section})
            page.sections.push_back(section(view));
    return page;
}

}  // namespace qonys
