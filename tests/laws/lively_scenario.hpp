// The small scenario with every process at work, for laws about whole runs.
#pragma once

#include "support/small_scenario.hpp"

namespace qonys::test {

// 24 months; scarce places in NO and SO; families of one to six; work, homes, moves, births and deaths; status decisions with
// delay and refusals. Choice and leaving do not depend on kin, and centres have room for all, so that families do not compete
// but for places.
inline Scenario lively_scenario() {
    Scenario s = small_scenario();
    s.run.last_month = make_month(2026, 12);
    s.quotas.kandas.cells = {150, 60, 0};
    s.people.family_size.cells.assign(20, 0.0);
    for (std::size_t origin = 0; origin < 2; ++origin)
        for (std::size_t size = 0; size < 6; ++size) s.people.family_size.cells[origin * 10 + size] = 1.0 / 6;
    s.people.spouse.cells = {0.7, 0.7};
    s.people.child.cells = {0.5, 0.6};
    s.people.elder.cells = {0.2, 0.1};
    s.people.head_age.cells.assign(s.people.head_age.cells.size(), 1.0 / static_cast<double>(s.people.head_age.cells.size()));
    s.people.education.cells = {0.2, 0.3, 0.3, 0.2};
    s.demography.mortality.cells.assign(s.demography.mortality.cells.size(), 0.05);
    s.demography.fertility.cells.assign(s.demography.fertility.cells.size(), 0.2);
    s.status.commission_share = 0.3;
    s.status.approval_share = 0.7;
    s.status.decision_days.cells = {30};
    s.status.term_months = 6;
    s.status.citizenship_hazard = 0.1;
    s.application.size_elasticity = 0.5;
    s.choice.region_constant.cells = {0.3, 0, -0.3};
    s.choice.distance = -0.5;
    s.choice.cold = -0.02;
    s.places.city_share.cells = {0.7, 0.5, 0.3};
    s.work.participation = 0.9;
    s.work.find_hazard = 0.15;
    s.work.loss_hazard = 0.05;
    s.work.business_hazard = 0.02;
    s.work.education_factor.cells = {1.3, 1.1, 1, 0.8};
    s.work.centre_places.cells = {10000, 10000, 10000};
    s.work.centre_factor = 1.5;
    s.work.centre_months = 6;
    s.leaving.quota_hazard = 0.02;
    s.leaving.free_hazard = 0.03;
    s.leaving.settled_floor = 0.3;
    s.leaving.jobless_factor = 1.8;
    s.leaving.rent_end_factor = 1.5;
    s.leaving.owner_factor = 0.3;
    s.leaving.obligation_factor = 0.6;
    s.leaving.abroad.cells = {0.5, 0.3};
    s.benefits.rent_take_up = 0.6;
    s.benefits.clawback_recovered_abroad = 0.1;
    s.housing.purchase_hazard = 0.1;
    s.housing.price_spread = 0.2;
    return s;
}

}  // namespace qonys::test
