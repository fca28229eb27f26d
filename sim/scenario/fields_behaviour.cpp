#include "scenario/field_builders.hpp"

namespace qonys {

using namespace field;

namespace {

void add_application(std::vector<Field>& t) {
    t.push_back(sparse(fact("application.propensity", "share", {"origin"}, share,
                            "Share of kandas families of the origin's mean size that ask for a quota place.",
                            AT(application.propensity))));
    t.push_back(fact("application.size_elasticity", "elasticity", {}, {-5, 5},
                     "Elasticity of the odds of asking for a quota place to family size.", AT(application.size_elasticity)));
    t.push_back(fact("application.money_elasticity", "elasticity", {}, {-5, 5},
                     "Elasticity of the odds of asking for a quota place to the money offered over demand.reference_mrp.",
                     AT(application.money_elasticity)));
    t.push_back(fact("application.give_up_hazard", "per month", {}, hazard,
                     "Rate at which families in the queue stop waiting for a place before their term ends.",
                     AT(application.give_up_hazard)));
    t.push_back(fact("application.regions_ranked", "regions", {}, {1, 1000},
                     "How many reception regions a family is ready to accept, best first.", AT(application.regions_ranked)));
    t.push_back(fact("demand.arrivals_elasticity", "elasticity", {}, {0, 5},
                     "Elasticity of the arrivals of kandas to the money offered over demand.reference_mrp.",
                     AT(demand.arrivals_elasticity)));
    t.push_back(fact("demand.reference_mrp", "MRP", {}, {1, 1e6},
                     "Money offered under the rules for which the other parameters were set.", AT(demand.reference_mrp)));
    t.push_back(fact("demand.family_size", "persons", {}, {1, 10}, "Size of the family for which the money offered is counted.",
                     AT(demand.family_size)));
}

void add_choice(std::vector<Field>& t) {
    t.push_back(
        fact("choice.kin", "utility per log share", {}, weight, "Pull of co-ethnics from the same origin.", AT(choice.kin)));
    t.push_back(fact("choice.wage", "utility per log KZT", {}, weight, "Pull of the regional wage.", AT(choice.wage)));
    t.push_back(fact("choice.rent", "utility per log KZT", {}, weight,
                     "Effect of the regional rent (negative: dear regions repel).", AT(choice.rent)));
    t.push_back(fact("choice.kazakh_share", "utility per unit share", {}, weight, "Pull of a Kazakh-speaking region.",
                     AT(choice.kazakh_share)));
    t.push_back(fact("choice.cold", "utility per degree C", {}, {-2, 2},
                     "Effect of each degree by which January is colder than at the origin (negative: cold repels).",
                     AT(choice.cold)));
    t.push_back(fact("choice.distance", "utility per 1,000 km", {}, weight,
                     "Effect of the travel distance from the border, or from the region left (negative).", AT(choice.distance)));
    t.push_back(fact("choice.benefit", "utility per million KZT", {}, weight,
                     "Pull of the relocation and rent money that a family would get in a reception region.", AT(choice.benefit)));
    t.push_back(
        fact("choice.tie", "utility", {}, weight, "Pull of the region of the family that one is tied to.", AT(choice.tie)));
    t.push_back(fact("choice.region_constant", "utility", {"region"}, weight,
                     "What makes a region attractive beyond the columns above.", AT(choice.region_constant)));
}

void add_work(std::vector<Field>& t) {
    t.push_back(
        fact("work.participation", "share", {}, share, "Share of working-age adults who want work.", AT(work.participation)));
    t.push_back(fact("work.find_hazard", "per month", {}, hazard,
                     "Rate of finding a job: general secondary education, national mean region.", AT(work.find_hazard)));
    t.push_back(fact("work.education_factor", "factor", {"education"}, factor, "On the rate of finding a job.",
                     AT(work.education_factor)));
    t.push_back(fact("work.unemployment_elasticity", "elasticity", {}, {-10, 10},
                     "Finding rate falls with regional over national unemployment to this power.",
                     AT(work.unemployment_elasticity)));
    t.push_back(fact("work.kazakh_share_elasticity", "elasticity", {}, {-10, 10},
                     "Finding rate rises with regional over national Kazakh share to this power.",
                     AT(work.kazakh_share_elasticity)));
    t.push_back(fact("work.season", "factor", {"calendar_month"}, factor, "On the rate of finding a job.", AT(work.season)));
    t.push_back(fact("work.open_places", "persons", {"region"}, {0, 1e7}, "Jobs open to settlers when the simulation starts.",
                     AT(work.open_places)));
    t.push_back(fact("work.new_places", "persons per year", {"region"}, {0, 1e7}, "Further jobs that open to settlers each year.",
                     AT(work.new_places)));
    t.push_back(fact("work.tightness_elasticity", "elasticity", {}, {0, 10},
                     "Finding rate falls with the share of these places that is still free, to this power.",
                     AT(work.tightness_elasticity)));
    t.push_back(fact("work.arranged_share", "share", {}, share,
                     "Share of adults wanting work in programme families, who come to a job arranged beforehand.",
                     AT(work.arranged_share)));
    t.push_back(fact("work.loss_hazard", "per month", {}, hazard, "Rate of losing a job.", AT(work.loss_hazard)));
    t.push_back(fact("work.business_hazard", "per month", {}, hazard, "Rate at which job-seekers start a business of their own.",
                     AT(work.business_hazard)));
    t.push_back(whole(sparse(fact("work.centre_places", "persons", {"date", "region"}, persons,
                                  "Places in the adaptation centre from the date on.", AT(work.centre_places)))));
    t.push_back(fact("work.centre_factor", "factor", {}, factor, "Adaptation centre: on the rate of finding a job.",
                     AT(work.centre_factor)));
    t.push_back(fact("work.centre_months", "months", {}, {0, 120}, "Adaptation centre: how long a family keeps its place.",
                     AT(work.centre_months)));
}

void add_leaving(std::vector<Field>& t) {
    t.push_back(fact("leaving.quota_hazard", "per month", {}, hazard,
                     "Rate at which a quota family leaves its region, all factors being 1.", AT(leaving.quota_hazard)));
    t.push_back(fact("leaving.free_hazard", "per month", {}, hazard,
                     "Rate at which a freely settled family leaves its region, all factors being 1.", AT(leaving.free_hazard)));
    t.push_back(fact("leaving.settling_months", "months", {}, {0.1, 1200}, "Time constant with which the rate of leaving falls.",
                     AT(leaving.settling_months)));
    t.push_back(fact("leaving.settled_floor", "share", {}, share,
                     "Share of the starting rate that remains for families long settled.", AT(leaving.settled_floor)));
    t.push_back(fact("leaving.jobless_factor", "factor", {}, factor, "When the family has working-age adults and none has work.",
                     AT(leaving.jobless_factor)));
    t.push_back(fact("leaving.cold", "log per degree C", {}, {-1, 1},
                     "For each degree by which January is colder than at the origin.", AT(leaving.cold)));
    t.push_back(fact("leaving.rent_end_factor", "factor", {}, factor, "In the three months after rent support ends.",
                     AT(leaving.rent_end_factor)));
    t.push_back(fact("leaving.kin_elasticity", "elasticity", {}, {-5, 5},
                     "Rate falls with the region's share of co-ethnics over an even share, to this power.",
                     AT(leaving.kin_elasticity)));
    t.push_back(fact("leaving.owner_factor", "factor", {}, factor, "For families that own a home.", AT(leaving.owner_factor)));
    t.push_back(fact("leaving.obligation_factor", "factor", {}, factor,
                     "While the obligation to stay is in force, if every breach came to light and were repaid in full.",
                     AT(leaving.obligation_factor)));
    t.push_back(fact("leaving.obligation_end_factor", "factor", {}, factor, "In the six months after the obligation ends.",
                     AT(leaving.obligation_end_factor)));
    t.push_back(fact("leaving.tie_here_factor", "factor", {}, factor, "While the family that one is tied to lives in the region.",
                     AT(leaving.tie_here_factor)));
    t.push_back(fact("leaving.tie_elsewhere_factor", "factor", {}, factor, "While that family lives in another region.",
                     AT(leaving.tie_elsewhere_factor)));
    t.push_back(fact("leaving.back", "share", {"origin"}, share,
                     "Share of leavers who go back to where they came from, abroad or to the region they left.",
                     AT(leaving.back)));
    t.push_back(fact("networks.tie_share", "share", {"origin"}, share,
                     "Share of arriving families tied to a family of the same origin settled before.", AT(networks.tie_share)));
}

}  // namespace

void add_behaviour_fields(std::vector<Field>& t) {
    add_application(t);
    add_choice(t);
    add_work(t);
    add_leaving(t);
}

}  // namespace qonys
