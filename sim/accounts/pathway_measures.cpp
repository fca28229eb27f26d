#include "accounts/pathway_measures.hpp"

#include "base/problems.hpp"

namespace qonys {

const std::vector<Measure>& pathway_measures() {
    using enum CellType;
    static const std::vector<Measure> table = {
        {"arrivals", "persons", "Flow: persons who arrived in the step", {"date", "programme", "group"}, count},
        {"entered", "persons", "Flow: persons who entered the stage in the step", {"date", "programme", "stage", "group"}, count},
        {"present",
         "persons",
         "Stock: persons in the stage at the end of the step, those included who wait there for the next stage",
         {"date", "programme", "stage", "group"},
         count},
        {"waiting",
         "persons",
         "Stock: persons who wait for a place in the stage at the end of the step, in an earlier stage or outside",
         {"date", "programme", "stage", "group"},
         count},
        {"exits",
         "persons",
         "Flow: persons who ended the programme in the step, by exit",
         {"date", "programme", "exit", "group"},
         count},
        {"spending", "KZT", "Flow: cost of the step, by days present and on entry", {"date", "programme", "stage"}, tenge},
        {"person_days",
         "person-days",
         "Flow: persons in the stage, summed over the days of the step",
         {"date", "programme", "stage"},
         tenge},
        {"waiting_days",
         "person-days",
         "Flow: persons who wait for a place in the stage, summed over the days of the step",
         {"date", "programme", "stage"},
         tenge},
        {"waited",
         "persons",
         "Flow: persons who entered the stage in the step and had waited for it a day or more",
         {"date", "programme", "stage"},
         count},
        {"occupied", "persons", "Stock: persons who hold places at the end of the step", {"date", "room"}, count},
        {"posts",
         "posts",
         "Stock: posts needed on the busiest day of the step, rounded up to whole posts",
         {"date", "programme", "service"},
         count},
        {"under_obligation",
         "persons",
         "Stock: persons under the obligation of the programme at the end of the step",
         {"date", "programme"},
         count},
        {"breaches", "persons", "Flow: persons who left in the step against the obligation", {"date", "programme"}, count},
        {"longest_wait",
         "days",
         "Whole run: longest wait for a place in the stage, of those who entered and those who wait at the end",
         {"programme", "stage"},
         count},
        {"peak_present", "persons", "Whole run: persons in the stage on the busiest day", {"programme", "stage"}, count},
        {"p95_present",
         "persons",
         "Whole run: 95th percentile of persons in the stage, over the days on which anybody is in it or waits for it",
         {"programme", "stage"},
         count},
        {"peak_waiting",
         "persons",
         "Whole run: persons who wait for a place in the stage on the worst day",
         {"programme", "stage"},
         count},
        {"peak_occupied", "persons", "Whole run: persons who hold places on the busiest day", {"room"}, count},
        {"p95_occupied",
         "persons",
         "Whole run: 95th percentile of persons who hold places, over the days on which anybody does or waits for one",
         {"room"},
         count},
        {"days_full", "days", "Whole run: days at whose end no place was free; 0 without a limit", {"room"}, count},
        {"places", "persons", "Whole run: places; 0 without a limit", {"room"}, count},
        {"moves",
         "persons",
         "Flow of the whole run: persons who went from one step to another",
         {"programme", "step_from", "step_to"},
         tenge},
        {"followed",
         "persons",
         "Whole run: persons whose n-th month after arrival ended within the run",
         {"months_since", "programme", "group"},
         count},
        {"still_in",
         "persons",
         "Whole run: of these, persons in a stage or waiting for one at the end of that month",
         {"months_since", "programme", "group"},
         count},
        {"at_risk",
         "persons",
         "Whole run: of these, persons in the programme at the start of that month",
         {"months_since", "programme", "group"},
         count},
        {"left",
         "persons",
         "Whole run: of these, persons who left in that month by an exit of the kind left",
         {"months_since", "programme", "group"},
         count},
    };
    return table;
}

const Axis& PathwayAxes::find(const std::string& name) const {
    for (const Axis* axis : {&date, &programme, &stage, &exit, &group, &room, &service, &step_from, &step_to, &months_since})
        if (axis->name == name) return *axis;
    throw BrokenInvariant("no axis named " + name);
}

Tallies make_pathway_tallies(const PathwayAxes& axes) {
    Tallies tallies;
    for (const Measure& m : pathway_measures()) {
        std::size_t cells = 1;
        for (const std::string& axis : m.axes) cells *= axes.find(axis).size();
        tallies.cells.emplace_back(cells, 0);
    }
    return tallies;
}

}  // namespace qonys
