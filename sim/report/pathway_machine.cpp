#include "report/pathway_machine.hpp"

#include <nlohmann/json.hpp>

#include "report/note_lines.hpp"
#include "report/pathway_grounds.hpp"
#include "report/summary_machine.hpp"
#include "scenario/pathway_checks.hpp"

namespace qonys {
namespace {

using Json = nlohmann::ordered_json;

Json manifest_json(const PathwayReport& report) {
    Json rows = Json::array();
    for (const Programme& programme : report.scenario.pathways.programmes)
        for (const ManifestRow& row : programme.arrivals) {
            Json json{{"programme", programme.name}, {"arrival", row.name}, {"date", row.date},
                      {"until", row.until},          {"from", row.from},    {"persons", persons_of(row)}};
            for (std::size_t i = 0; i < row.persons.cells.size(); ++i) json[row.persons.axes[0].labels[i]] = row.persons.cells[i];
            json["unaccompanied"] = unaccompanied_of(row);
            json["confidence"] = row.confidence;
            for (const ValueNote& note : report.notes)
                if (note.path == "programmes." + programme.name + ".arrivals." + row.name + ".persons") {
                    json["source"] = is_without_source(note) && note.kept_status.empty() ? "" : note.source;
                    json["status"] = note.status;
                }
            rows.push_back(std::move(json));
        }
    return rows;
}

Json published_json(const Pathways& pathways) {
    Json rows = Json::array();
    for (const PublishedTotal& total : pathways.published)
        rows.push_back({{"name", total.name},
                        {"programmes", total.programmes},
                        {"until", total.until},
                        {"who", total.who},
                        {"persons", total.persons},
                        {"difference", total.difference},
                        {"reason", total.reason}});
    return rows;
}

}  // namespace

std::string pathways_as_csv(const PathwayReport& report) {
    return summary_as_csv(report.summary,
                          {"year", "programme", "stage", "exit", "exit_kind", "room", "service", "group", "horizon"});
}

std::string pathways_as_json(const PathwayReport& report) {
    Json json{{"question", report.question},
              {"subject", "pathway programmes"},
              {"first_month", to_string(report.scenario.run.first_month)},
              {"last_month", to_string(report.scenario.run.last_month)},
              {"replicates", report.replicates},
              {"replicates_per_draw", report.replicates_per_draw},
              {"seed", report.seed},
              {"output", report.output_path}};
    json["programmes"] = Json::object();
    for (const Programme& programme : report.scenario.pathways.programmes) json["programmes"][programme.name] = programme.title;
    json["arrivals"] = manifest_json(report);
    json["published"] = published_json(report.scenario.pathways);
    json["tables"] = summary_as_json(report.summary);
    json["assumed"] = notes_as_json(report.notes, rests_on_assumption);
    json["without_source"] = notes_as_json(report.notes, is_without_source);
    json["uncertain"] = split_lines(report.uncertain);
    json["set_by_scenario"] = notes_as_json(report.notes, is_set_by_scenario);
    return json.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace qonys
