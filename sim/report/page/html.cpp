// Writes the page: everything that is read stands in the document itself, the script adds charts, tables and controls.
#include <fmt/format.h>

#include <algorithm>

#include "base/problems.hpp"
#include "report/page/assets.hpp"
#include "report/page/markup.hpp"

namespace qonys {

namespace {

std::string paragraph(const std::string& text, std::string_view attributes = {}) {
    return text.empty() ? "" : element("p", text, attributes) + "\n";
}

// A long unit may stand on a line of its own.
std::string breakable(const std::string& value) {
    const std::string blank = "\u00a0";
    const std::size_t at = value.rfind(blank);
    if (at == std::string::npos || at + blank.size() == value.size()) return value;
    const char next = value[at + blank.size()];
    if ((next >= '0' && next <= '9') || next == '%') return value;
    return value.substr(0, at) + " " + value.substr(at + blank.size());
}

std::string card_html(const PageCard& card, const PageTexts& texts) {
    std::string html = "<li class=\"card\">\n" + paragraph(card.label, "class=\"card-label\"") +
                       paragraph(breakable(card.value), "class=\"card-value\"") +
                       paragraph(card.interval, "class=\"card-interval\"");
    if (card.better > 0) html += paragraph("✓ " + texts("page.better"), "class=\"verdict better\"");
    if (card.better < 0) html += paragraph("✕ " + texts("page.worse"), "class=\"verdict worse\"");
    return html + paragraph(card.note, "class=\"card-note\"") + "</li>\n";
}

std::string cards_html(const std::vector<PageCard>& cards, const PageTexts& texts) {
    if (cards.empty()) return "";
    std::string html = "<ul class=\"cards\">\n";
    for (const PageCard& card : cards) html += card_html(card, texts);
    return html + "</ul>\n";
}

std::string list_html(const PageList& list, int level) {
    std::string html = heading(level, list.title) + "<ul class=\"sentences\">\n";
    for (const std::string& item : list.items) html += element("li", item) + "\n";
    return html + "</ul>\n";
}

std::string chart_html(const PageChart& chart, const PagePlace& place, const PageTexts& texts) {
    const std::string id = escaped(place.prefix + chart.id);
    std::string html = fmt::format("<article class=\"chart\" id=\"{0}\" aria-labelledby=\"{0}-title\">\n", id);
    html += heading(place.level + 1, chart.title, fmt::format("id=\"{}-title\"", id));
    html += paragraph(chart.unit, "class=\"unit\"");
    html += paragraph(chart.reading, fmt::format("class=\"reading\" id=\"{}-reading\"", id));
    if (chart.spec.is_null()) {
        html += paragraph(texts("page.not_drawn"), "class=\"note\"");
    } else {
        html += fmt::format("<div class=\"controls\" data-controls=\"{}\"></div>\n", id);
        html += fmt::format(
            "<figure><div class=\"plot\" data-plot=\"{0}\" role=\"img\" aria-labelledby=\"{0}-title\" "
            "aria-describedby=\"{0}-reading\"></div>",
            id);
        if (shows_map(chart)) html += element("figcaption", texts("page.map_source"), "class=\"attribution\"");
        html += "</figure>\n";
    }
    html += paragraph(chart.note, "class=\"note\"");
    html += paragraph(chart.source, "class=\"source-line\"");
    return html + fmt::format("<div class=\"data\" data-table=\"{}\"></div>\n</article>\n", id);
}

std::string table_html(const PageTableBlock& table, const PagePlace& place) {
    const std::string id = escaped(place.prefix + table.id);
    return fmt::format("<article class=\"chart\" id=\"{0}\" aria-labelledby=\"{0}-title\">\n", id) +
           heading(place.level + 1, table.title, fmt::format("id=\"{}-title\"", id)) +
           paragraph(table.reading, fmt::format("class=\"reading\" id=\"{}-reading\"", id)) +
           fmt::format("<div class=\"data open\" data-table=\"{}\"></div>\n", id) +
           paragraph(table.source, "class=\"source-line\"") + "</article>\n";
}

// `rests`: stands under the cards.
std::string section_html(const PageSection& section, const PagePlace& place, const std::string& rests, const PageTexts& texts) {
    const std::string id = escaped(place.prefix + "section-" + section.id);
    std::string html = fmt::format("<section id=\"{0}\" aria-labelledby=\"{0}-title\">\n", id);
    html += heading(place.level, section.title, fmt::format("id=\"{}-title\"", id));
    for (const std::string& text : section.paragraphs) html += paragraph(text);
    for (const PageList& list : section.lists) html += list_html(list, place.level + 1);
    html += cards_html(section.cards, texts) + rests;
    for (const PageChart& chart : section.charts) html += chart_html(chart, place, texts);
    for (const PageTableBlock& table : section.tables) html += table_html(table, place);
    return html + "</section>\n";
}

std::string kind_line(const PageSource& source, const PageTexts& texts) {
    return texts("page.kind_" + source.kind) + " · " + source.file;
}

// What the figures rest on is told under the first of them.
std::string source_html(const Page& page, std::size_t number, const PageTexts& texts) {
    const bool alone = page.sources.size() == 1;
    const PageSource& source = page.sources[number];
    const PagePlace place = {fmt::format("r{}-", number + 1), alone ? 2 : 3};
    std::string html;
    if (!alone) {
        html += fmt::format("<section class=\"source\" id=\"{0}source\" aria-labelledby=\"{0}title\">\n", place.prefix);
        html += paragraph(kind_line(source, texts), "class=\"kind\"");
        html += heading(2, source.question, fmt::format("id=\"{}title\"", place.prefix));
    }
    html += paragraph(texts("page.made", {{"program", source.program}, {"seed", source.seed}, {"replicates", source.replicates}}),
                      "class=\"made\"");
    const std::string rests = rests_on_sentence(source, place, texts);
    const auto with_cards =
        std::find_if(source.sections.begin(), source.sections.end(), [](const PageSection& s) { return !s.cards.empty(); });
    if (with_cards == source.sections.end()) html += rests;
    for (auto section = source.sections.begin(); section != source.sections.end(); ++section)
        html += section_html(*section, place, section == with_cards ? rests : "", texts);
    html += rests_on_section(page, number, place, texts) + origin_section(page, source, place, texts);
    return html + (alone ? "" : "</section>\n");
}

std::string link(const std::string& id, const std::string& title) {
    return fmt::format("<li><a href=\"#{}\">{}</a>", escaped(id), escaped(title));
}

std::string contents_html(const Page& page, const PageTexts& texts) {
    std::string html = fmt::format("<nav class=\"contents\" aria-labelledby=\"contents\">\n{}<ol>\n",
                                   element("h2", texts("page.contents"), "id=\"contents\""));
    for (std::size_t i = 0; i < page.sources.size(); ++i) {
        const PageSource& source = page.sources[i];
        const std::string prefix = fmt::format("r{}-", i + 1);
        const bool alone = page.sources.size() == 1;
        if (!alone) html += link(prefix + "source", kind_line(source, texts)) + "\n<ol>\n";
        for (const PageSection& section : source.sections)
            html += link(prefix + "section-" + section.id, section.title) + "</li>\n";
        html += link(prefix + "rests", texts("page.rests")) + "</li>\n";
        html += link(prefix + "origin", texts("page.origin")) + "</li>\n";
        if (!alone) html += "</ol></li>\n";
    }
    html += link("not-modelled", texts("page.not_modelled")) + "</li>\n";
    if (page.suppress_below > 0) html += link("suppressed", texts("page.suppressed")) + "</li>\n";
    return html + link("licences", texts("page.licences")) + "</li>\n</ol>\n</nav>\n";
}

bool has_map(const Page& page) {
    for (const PageSource& source : page.sources)
        for (const PageSection& section : source.sections)
            if (std::any_of(section.charts.begin(), section.charts.end(), shows_map)) return true;
    return false;
}

// Names of maps of the source are comments to the browser's tools only, and would make them look for files.
std::string script(std::string_view code) {
    std::string text(code.substr(0, code.find("\n//# sourceMappingURL=")));
    if (text.find("</script") != std::string::npos || text.find("<!--") != std::string::npos)
        throw BrokenInvariant("a script of the page would end its element");
    return "<script>" + text + "\n</script>\n";
}

std::string head_html(const Page& page, const PageTexts& texts) {
    // Nothing is ever fetched; the chart library compiles expressions.
    return fmt::format(
               "<!DOCTYPE html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n"
               "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
               "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; script-src 'unsafe-inline' "
               "'unsafe-eval'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'\">\n"
               "<meta name=\"color-scheme\" content=\"light dark\">\n<meta name=\"generator\" content=\"qonys\">\n",
               texts.code()) +
           element("title", page.title) + "\n<link rel=\"icon\" href=\"data:,\">\n<style>\n" + std::string(asset("page.css")) +
           std::string(asset("print.css")) + "</style>\n" +
           script(
               "document.documentElement.dataset.theme = "
               "matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';") +
           "</head>\n";
}

std::string scripts_html(const Page& page, const PageTexts& texts) {
    std::string html = "<script type=\"application/json\" id=\"data\">" + json_for_script(page_data(page, texts)) + "</script>\n";
    if (has_map(page))
        html += "<script type=\"application/json\" id=\"regions\">" +
                json_for_script(nlohmann::json::parse(asset("kz_regions.geojson"))["features"]) + "</script>\n";
    for (const char* name : {"vega.min.js", "vega-lite.min.js", "vega-embed.min.js", "tables.js", "page.js"})
        html += script(asset(name));
    return html;
}

}  // namespace

std::string page_html(const Page& page, const PageTexts& texts) {
    const bool alone = page.sources.size() == 1;
    std::string html =
        head_html(page, texts) + "<body>\n" + element("a", texts("page.skip"), "class=\"skip\" href=\"#main\"") +
        "\n<header class=\"top\">\n<p class=\"brand\">qonys</p>\n<div id=\"theme\"></div>\n</header>\n<div class=\"frame\">\n" +
        contents_html(page, texts) + "<main id=\"main\" tabindex=\"-1\">\n";
    if (alone) html += paragraph(kind_line(page.sources[0], texts), "class=\"kind\"");
    html += heading(1, page.title) + "<noscript>" + element("p", texts("page.no_script"), "class=\"note\"") + "</noscript>\n";
    for (std::size_t i = 0; i < page.sources.size(); ++i) html += source_html(page, i, texts);
    html += not_modelled_section(page, texts);
    if (page.suppress_below > 0) html += suppression_section(page, texts);
    html += licences_section(has_map(page), texts);
    return html + "</main>\n</div>\n" + scripts_html(page, texts) + "</body>\n</html>\n";
}

}  // namespace qonys
