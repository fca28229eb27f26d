#include "accounts/measures.hpp"

#include "base/problems.hpp"

namespace qonys {

const std::vector<Measure>& measures() {
    using enum CellType;
    static const std::vector<Measure> table = {
        {"arrivals", "persons", "Persons whose family arrived in the month", {"month", "origin"}, count},
        {"status_granted", "persons", "Persons whose family was granted kandas status in the month", {"month", "origin"}, count},
        {"refused",
         "persons",
         "Persons whose family was refused kandas status in the month and left",
         {"month", "origin"},
         count},
        {"waiting",
         "persons",
         "Persons in families waiting for a quota place at the end of the month",
         {"month", "origin"},
         count},
        {"not_placed",
         "persons",
         "Persons whose family gave up waiting for a quota place in the month and settled freely",
         {"month", "origin"},
         count},
        {"quota", "persons", "Places for the calendar year, by the order in force in the month", {"month", "region"}, count},
        {"quota_left", "persons", "Places of the calendar year not used by the end of the month", {"month", "region"}, count},
        {"placed", "persons", "Persons given a quota place in the month", {"month", "region", "origin"}, count},
        {"placed_families", "families", "Families given a quota place in the month", {"month", "region"}, count},
        {"preference_rank",
         "ranks",
         "Sum over families placed in the month of the rank of their region in their own list (1 = first)",
         {"month", "region"},
         count},
        {"settled",
         "persons",
         "Persons who settled for the first time in the month",
         {"month", "region", "origin", "stream"},
         count},
        {"settled_families",
         "families",
         "Families that settled for the first time in the month",
         {"month", "region", "stream"},
         count},
        {"stock",
         "persons",
         "Simulated settlers living in the region at the end of the month",
         {"month", "region", "origin", "stream"},
         count},
        {"working_age",
         "persons",
         "Settlers of working age at the end of the month",
         {"month", "region", "origin", "stream"},
         count},
        {"employed",
         "persons",
         "Settlers of working age in a job at the end of the month",
         {"month", "region", "origin", "stream"},
         count},
        {"self_employed",
         "persons",
         "Settlers of working age with a business of their own at the end of the month",
         {"month", "region", "stream"},
         count},
        {"retained",
         "persons",
         "Settlers whose family has not moved on since it first settled, at the end of the month",
         {"month", "region", "stream"},
         count},
        {"births", "persons", "Births in settled families in the month", {"month", "region", "stream"}, count},
        {"deaths", "persons", "Deaths in settled families in the month", {"month", "region", "stream"}, count},
        {"moved_on",
         "persons",
         "Persons who left the region for another region in the month",
         {"month", "region", "stream"},
         count},
        {"moved_in",
         "persons",
         "Persons who came to the region from another region in the month",
         {"month", "region", "stream"},
         count},
        {"moves",
         "persons",
         "Persons who moved from one region to another in the whole run",
         {"region", "region_to", "stream"},
         count},
        {"returned", "persons", "Persons who left the region to go abroad in the month", {"month", "region", "stream"}, count},
        {"citizens", "persons", "Persons whose family became citizens in the month", {"month", "region"}, count},
        {"certificates",
         "families",
         "Families that bought a home with a certificate in the month",
         {"month", "region", "origin"},
         count},
        {"lock_broken", "families", "Families that left a home under the no-sale lock in the month", {"month", "region"}, count},
        {"rent_families", "families", "Families paid rent support in the month", {"month", "region"}, count},
        {"centre_turned_away",
         "persons",
         "Adults for whom the adaptation centre had no place on settling in the month",
         {"month", "region"},
         count},
        {"spending", "KZT", "Paid in the month", {"month", "region", "origin", "instrument"}, tenge},
        {"clawback_due", "KZT", "Repayment that fell due in the month, by the region left", {"month", "region"}, tenge},
        {"clawback_received", "KZT", "Repayment received in the month, by the region left", {"month", "region"}, tenge},
        {"family_at_risk",
         "families",
         "Families that lived in their first region at the start of the n-th month after settling",
         {"months_since", "region", "stream"},
         count},
        {"family_left",
         "families",
         "Families that left their first region in the n-th month after settling",
         {"months_since", "region", "stream"},
         count},
    };
    return table;
}

const Axis& RunAxes::find(const std::string& name) const {
    for (const Axis* axis : {&month, &months_since, &region, &origin, &stream, &instrument})
        if (axis->name == name) return *axis;
    if (name == "region_to") return region;
    throw BrokenInvariant("no axis named " + name);
}

Tallies make_tallies(const RunAxes& axes) {
    Tallies tallies;
    for (const Measure& m : measures()) {
        std::size_t cells = 1;
        for (const std::string& axis : m.axes) cells *= axes.find(axis).size();
        tallies.cells.emplace_back(cells, 0);
    }
    return tallies;
}

}  // namespace qonys
