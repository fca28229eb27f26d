// Sections that every page has: what a result rests on, where it comes from, what is not modelled, licences.
#include <fmt/format.h>

#include <algorithm>

#include "report/page/assets.hpp"
#include "report/page/assumptions.hpp"
#include "report/page/markup.hpp"

namespace qonys {

namespace {

std::string section_start(const std::string& id, const std::string& title, int level) {
    return fmt::format("<section id=\"{0}\" aria-labelledby=\"{0}-title\">\n", id) +
           heading(level, title, fmt::format("id=\"{}-title\"", id));
}

std::string paragraph(const std::string& text, std::string_view attributes = {}) {
    return element("p", text, attributes) + "\n";
}

// A table in a box of its own that scrolls when it is wide or long.
std::string scroll_box(const std::string& label, const std::string& table) {
    return fmt::format("<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"{}\">\n{}</div>\n", escaped(label),
                       table);
}

std::string header_row(const std::vector<std::string>& titles) {
    std::string html = "<thead><tr>";
    for (const std::string& title : titles) html += element("th", title, "scope=\"col\"");
    return html + "</tr></thead>\n";
}

// A table of values is told by its number of cells and their span; the cells stand behind it.
std::string value_html(const AssumedValue& value, const PageTexts& texts) {
    if (value.is_empty()) return "–";
    if (value.cells == 0) return escaped(value.shown(value.value, texts));
    const std::string least = value.shown_number(value.least, texts);
    const std::string span = value.least == value.greatest
                                 ? least
                                 : texts("page.cells", {{"count", texts.number(static_cast<double>(value.cells), 0)},
                                                        {"least", least},
                                                        {"greatest", value.shown_number(value.greatest, texts)}});
    return "<details><summary>" + escaped(span) + "</summary>" + element("p", value.value, "class=\"cells\"") + "</details>";
}

std::string value_row(const std::string& line, const PageTexts& texts) {
    const AssumedValue value = parse_assumed(line);
    return "<tr><th scope=\"row\">" + escaped(value.name(texts)) + "<br>" + element("code", value.path) + "</th><td>" +
           value_html(value, texts) + "</td><td>" + escaped(value.shown_unit(texts)) + "</td><td>" +
           escaped(value.shown_range(texts)) + "</td></tr>\n";
}

std::string values_table(const std::vector<std::string>& lines, const std::string& caption, const PageTexts& texts) {
    std::string table = "<table class=\"assumed\">\n" + element("caption", caption) + "\n" +
                        header_row({texts("page.parameter"), texts("page.value"), texts("page.unit"), texts("page.range")}) +
                        "<tbody>\n";
    for (const std::string& line : lines) table += value_row(line, texts);
    return scroll_box(caption, table + "</tbody>\n</table>\n");
}

std::string scenario_html(const Page& page, const PageSource& source, const PageTexts& texts) {
    if (source.scenario_text.empty()) return "";
    if (page.suppress_below > 0) return paragraph(texts("page.scenario_left_out"));
    return "<details><summary>" + escaped(texts("page.scenario")) + "</summary>" +
           element("pre", source.scenario_text, "class=\"licence\" tabindex=\"0\"") + "</details>\n";
}

}  // namespace

std::string rests_on_sentence(const PageSource& source, const PagePlace& place, const PageTexts& texts) {
    const std::string count = texts.number(static_cast<double>(source.assumed.size()), 0);
    const std::string bare = texts.number(static_cast<double>(source.without_source.size()), 0);
    const std::string sentence = source.without_source.empty()
                                     ? texts("page.rests_sentence", {{"count", count}})
                                     : texts("page.rests_sentence_bare", {{"count", count}, {"bare", bare}});
    return fmt::format("<p class=\"rests\"><a href=\"#{}rests\">{}</a> <a href=\"#not-modelled\">{}</a></p>\n", place.prefix,
                       escaped(sentence), escaped(texts("page.not_modelled_sentence")));
}

std::string rests_on_section(const Page& page, std::size_t number, const PagePlace& place, const PageTexts& texts) {
    const PageSource& source = page.sources[number];
    const bool some_bare = !source.without_source.empty();
    std::string html = section_start(place.prefix + "rests", texts("page.rests"), place.level) +
                       paragraph(texts("page.rests_text") + (some_bare ? "" : " " + texts("page.rests_others")));
    const std::string count = texts.number(static_cast<double>(source.assumed.size()), 0);
    std::size_t same = 0;
    while (page.sources[same].assumed != source.assumed) ++same;
    if (source.assumed.empty())
        html += paragraph(texts("page.no_assumed"));
    else if (same < number)
        html += fmt::format("<p><a href=\"#r{}-rests\">{}</a></p>\n", same + 1,
                            escaped(texts("page.assumed_as_above", {{"count", count}, {"file", page.sources[same].file}})));
    else
        html += values_table(source.assumed, texts("page.assumed_caption", {{"count", count}}), texts);
    if (some_bare) {
        const std::string bare = texts.number(static_cast<double>(source.without_source.size()), 0);
        html += heading(place.level + 1, texts("page.bare")) + paragraph(texts("page.bare_text"));
        html += values_table(source.without_source, texts("page.bare_caption", {{"count", bare}}), texts);
    }
    html += heading(place.level + 1, texts("page.uncertain"));
    html += paragraph(texts(source.uncertain.empty() ? "page.no_uncertain" : "page.uncertain_text"));
    if (!source.uncertain.empty()) html += values_table(source.uncertain, texts("page.uncertain"), texts);
    return html + "</section>\n";
}

std::string origin_section(const Page& page, const PageSource& source, const PagePlace& place, const PageTexts& texts) {
    std::string html = section_start(place.prefix + "origin", texts("page.origin"), place.level) + "<dl class=\"origin\">\n";
    for (const auto& [title, text] : {std::pair{"page.file", source.file},
                                      {"page.question", source.question},
                                      {"page.program", source.program},
                                      {"page.seed", source.seed},
                                      {"page.replicates", source.replicates}})
        html += element("dt", texts(title)) + element("dd", text) + "\n";
    html += "</dl>\n<details><summary>" +
            escaped(texts("page.inputs", {{"count", texts.number(static_cast<double>(source.inputs.size()), 0)}})) +
            "</summary>\n";
    std::string table = "<table>\n" + element("caption", texts("page.inputs_caption")) + "\n" +
                        header_row({texts("page.file"), "SHA-256"}) + "<tbody>\n";
    for (const auto& [file, sha256] : source.inputs)
        table += "<tr>" + element("th", file, "scope=\"row\"") + "<td>" + element("code", sha256) + "</td></tr>\n";
    html += scroll_box(texts("page.inputs_caption"), table + "</tbody>\n</table>\n") + "</details>\n";
    return html + scenario_html(page, source, texts) + "</section>\n";
}

std::string not_modelled_section(const Page& page, const PageTexts& texts) {
    std::string html = section_start("not-modelled", texts("page.not_modelled"), 2);
    for (const auto& [subject, key] :
         {std::pair{PageSubject::settlement, "page.not_modelled"}, {PageSubject::pathways, "page.not_modelled_pathways"}}) {
        if (std::none_of(page.sources.begin(), page.sources.end(), [&](const PageSource& s) { return s.subject == subject; }))
            continue;
        html += paragraph(texts(std::string(key) + "_text")) + "<ul>\n";
        for (int i = 1; texts.has(fmt::format("{}.{}", key, i)); ++i)
            html += element("li", texts(fmt::format("{}.{}", key, i))) + "\n";
        html += "</ul>\n";
    }
    return html + "</section>\n";
}

std::string suppression_section(const Page& page, const PageTexts& texts) {
    const std::string below = texts.number(page.suppress_below, 0);
    const bool has_pathways = std::any_of(page.sources.begin(), page.sources.end(),
                                          [](const PageSource& s) { return s.subject == PageSubject::pathways; });
    return section_start("suppressed", texts("page.suppressed"), 2) +
           paragraph(texts("page.suppressed_text", {{"below", below}})) +
           (has_pathways ? paragraph(texts("page.suppressed_pathways", {{"below", below}})) : "") + "</section>\n";
}

std::string licences_section(bool has_map, const PageTexts& texts) {
    std::string html = section_start("licences", texts("page.licences"), 2);
    if (has_map)
        html += fmt::format(
            "<p>{} <a href=\"https://github.com/arodionoff/geokz\">arodionoff/geokz</a>, "
            "<a href=\"https://creativecommons.org/licenses/by/4.0/\">CC BY 4.0</a>.</p>\n",
            escaped(texts("page.map_source")));
    html += paragraph(texts("page.library"));
    for (const char* name : {"vega", "vega-lite", "vega-embed"})
        html += "<details><summary>" + escaped(name) + "</summary>" +
                element("pre", asset(std::string(name) + ".LICENSE"), "class=\"licence\" tabindex=\"0\"") + "</details>\n";
    return html + "</section>\n";
}

}  // namespace qonys
