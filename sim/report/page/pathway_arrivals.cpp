// Who arrives by the scenario, from which sources, and how that fits what was published.
#include <algorithm>
#include <cmath>
#include <sstream>

#include "report/page/names.hpp"
#include "report/page/pathway_parts.hpp"
#include "report/pathway_grounds.hpp"
#include "scenario/pathway_checks.hpp"

namespace qonys {

using nlohmann::json;

namespace {

std::string source_words(const PathwayView& view, const std::string& path) {
    const ValueNote* note = note_at(view.run.loaded.notes, path);
    if (note == nullptr || (note->source.empty() && note->status != "assumed")) return view.texts("pathway.no_source");
    if (is_without_source(*note)) return view.texts("pathway.replaced", {{"source", note->source}});
    const std::string status = rests_on_assumption(*note)  ? view.texts("pathway.assumed")
                               : note->status == "derived" ? view.texts("pathway.derived")
                                                           : "";
    return status + (status.empty() || note->source.empty() ? "" : ": ") + note->source;
}

std::string with_blanks(std::string text) {
    std::replace(text.begin(), text.end(), '_', ' ');
    return text;
}

// Dates that do not break at their hyphens.
std::string unbroken(const std::string& date) {
    std::string text;
    for (const char c : date) text += c == '-' ? std::string("\u2011") : std::string(1, c);
    return text;
}

// "30 to 240" where the file gives a distribution.
std::string late_words(const PathwayView& view, const std::string& arrival, const ManifestRow& row) {
    const ValueNote* note = note_at(view.run.loaded.notes, arrival + ".delay_days");
    const std::string span = note == nullptr ? "" : span_of_distribution(note->value);
    const std::size_t to = span.find(" to ");
    if (to == std::string::npos) return view.texts("pathway.late", {{"days", view.texts.number(std::floor(row.delay_days), 0)}});
    return view.texts("pathway.late_span", {{"from", span.substr(0, to)}, {"to", span.substr(to + 4)}});
}

std::string days_in_words(const PathwayView& view, const std::string& arrival, const ManifestRow& row) {
    std::string days = unbroken(row.date);
    if (!row.until.empty()) {
        days = view.texts("pathway.from_until", {{"from", days}, {"until", unbroken(row.until)}}) + ", ";
        days += row.pattern == "singly" ? view.texts("pathway.singly")
                                        : view.texts("pathway.flights", {{"count", std::to_string(row.flights)}});
    }
    if (row.delay_days >= 1) days += ", " + late_words(view, arrival, row);
    return days;
}

json persons_in(const ManifestRow& row, const char* who, json where_none) {
    const auto at = row.persons.axes.empty() ? std::nullopt : row.persons.axes[0].find(who);
    return at && row.persons.at(*at) > 0 ? rounded(row.persons.at(*at), 0) : where_none;
}

std::string path_of(const PathwayView& view, std::size_t programme, const ManifestRow& row) {
    return "programmes." + view.run.programme.labels[programme] + ".arrivals." + row.name;
}

// What the scenario notes beside the numbers of an arrival and its delay.
std::string notes_beside(const PathwayView& view, const std::string& arrival) {
    std::vector<std::string> all;
    for (const char* value : {".persons", ".delay_days"})
        if (const ValueNote* note = note_at(view.run.loaded.notes, arrival + value)) all.push_back(note->note);
    return sentences(all);
}

PageTableBlock manifest_table(const PathwayView& view) {
    const PageTexts& texts = view.texts;
    PageTableBlock block{"manifest", texts("pathway.manifest_table"), texts("pathway.manifest_reading"), {}, view.head.source};
    block.table.columns = {view.programme_column(),
                           {"arrival", texts("pathway.arrival"), "", PageColumnKind::text},
                           {"date", texts("pathway.date"), "", PageColumnKind::text},
                           {"from", texts("chart.from"), "", PageColumnKind::text},
                           {"confidence", texts("pathway.confidence"), "", PageColumnKind::text}};
    for (const char* who : {"women", "men", "children"})
        block.table.columns.push_back(
            {who, texts(std::string("pathway.traveller.") + who), texts("run.persons"), PageColumnKind::count, 0});
    block.table.columns.push_back({"all", texts("pathway.all"), texts("run.persons"), PageColumnKind::count, 0});
    for (const char* who : {"orphans", "unaccompanied"})
        block.table.columns.push_back(
            {who, texts(std::string("pathway.traveller.") + who), texts("run.persons"), PageColumnKind::count, 0});
    for (std::size_t p = 0; p < view.run.programme.size(); ++p)
        for (const ManifestRow& row : view.run.programmes()[p].arrivals) {
            block.table.rows.push_back({view.programme(p), with_blanks(row.name), days_in_words(view, path_of(view, p, row), row),
                                        name_of(texts, "origin", row.from),
                                        row.confidence.empty() ? "–" : texts("pathway.confidence." + row.confidence),
                                        persons_in(row, "women", 0), persons_in(row, "men", 0), persons_in(row, "children", 0),
                                        persons_of(row), persons_in(row, "orphans", nullptr), unaccompanied_of(row)});
        }
    return block;
}

PageTableBlock sources_table(const PathwayView& view) {
    const PageTexts& texts = view.texts;
    PageTableBlock block{
        "arrival-sources", texts("pathway.sources_table"), texts("pathway.sources_reading"), {}, view.head.source};
    block.table.columns = {view.programme_column(),
                           {"arrival", texts("pathway.arrival"), "", PageColumnKind::text},
                           {"source", texts("pathway.source"), "", PageColumnKind::text},
                           {"note", texts("pathway.note"), "", PageColumnKind::text}};
    for (std::size_t p = 0; p < view.run.programme.size(); ++p)
        for (const ManifestRow& row : view.run.programmes()[p].arrivals)
            block.table.rows.push_back({view.programme(p), with_blanks(row.name),
                                        source_words(view, path_of(view, p, row) + ".persons"),
                                        notes_beside(view, path_of(view, p, row))});
    return block;
}

PageTableBlock published_table(const PathwayView& view) {
    const PageTexts& texts = view.texts;
    PageTableBlock block{"published", texts("pathway.published_table"), texts("pathway.published_reading"), {}, view.head.source};
    block.table.columns = {{"total", texts("pathway.total"), "", PageColumnKind::text},
                           {"programmes", texts("pathway.programmes"), "", PageColumnKind::text},
                           {"until", texts("pathway.until"), "", PageColumnKind::text},
                           {"who", texts("pathway.who"), "", PageColumnKind::text},
                           {"published", texts("pathway.published"), texts("run.persons"), PageColumnKind::count, 0},
                           {"simulated", texts("pathway.sum_of_arrivals"), texts("run.persons"), PageColumnKind::count, 0},
                           {"difference", texts("pathway.difference"), texts("run.persons"), PageColumnKind::change, 0},
                           {"reason", texts("pathway.reason"), "", PageColumnKind::text},
                           {"source", texts("pathway.source"), "", PageColumnKind::text}};
    for (const PublishedTotal& total : view.run.loaded.scenario.pathways.published) {
        std::int64_t sum = 0;
        bool all = true;
        std::string titles;
        std::istringstream names(total.programmes);
        for (std::string name; names >> name;) {
            const auto p = view.run.programme.find(name);
            titles += (titles.empty() ? "" : "; ") + (p ? view.programme(*p) : name);
            all = all && p;
            if (p)
                for (const ManifestRow& row : view.run.programmes()[*p].arrivals) sum += counted_by(total, row);
        }
        block.table.rows.push_back({with_blanks(total.name), titles, total.until.empty() ? "–" : total.until,
                                    texts(total.who.empty() ? "pathway.everybody" : "pathway.traveller." + total.who),
                                    total.persons, all ? json(sum) : json(nullptr), all ? json(total.difference) : json(nullptr),
                                    all ? total.reason : texts("pathway.not_simulated"),
                                    source_words(view, "published." + total.name + ".persons")});
    }
    return block;
}

}  // namespace

PageSection manifest_section(const PathwayView& view) {
    PageSection section{"manifest", view.texts("pathway.manifest")};
    section.tables = {manifest_table(view), sources_table(view)};
    if (PageTableBlock published = published_table(view); !published.table.rows.empty())
        section.tables.push_back(std::move(published));
    return section;
}

}  // namespace qonys
