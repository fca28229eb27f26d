#include "report/run_machine.hpp"

#include <nlohmann/json.hpp>

#include "report/summary_machine.hpp"

namespace qonys {

std::string run_as_csv(const RunReport& report) {
    return summary_as_csv(report.summary,
                          {"year", "area", "origin", "stream", "inflow", "instrument", "component", "cohort", "horizon"});
}

std::string run_as_json(const RunReport& report) {
    nlohmann::ordered_json json{{"question", report.question},
                                {"first_month", report.axes.month.labels.front()},
                                {"last_month", report.axes.month.labels.back()},
                                {"replicates", report.replicates},
                                {"replicates_per_draw", report.replicates_per_draw},
                                {"seed", report.seed},
                                {"output", report.output_path}};
    for (std::size_t i = 0; i < report.region_names.texts.size(); ++i)
        json["regions"][report.region_names.axis.labels.at(i)] = report.region_names.texts[i];
    json["tables"] = summary_as_json(report.summary);
    json["assumed"] = notes_as_json(report.notes, rests_on_assumption);
    json["uncertain"] = uncertain_lines(report);
    json["set_by_scenario"] = notes_as_json(report.notes, [](const ValueNote& note) { return note.status == "scenario"; });
    return json.dump(1, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

}  // namespace qonys
