// The small scenario with every process at work, for laws about whole runs.
#pragma once

#include <string>
#include <variant>

#include "scenario/fields.hpp"
#include "support/small_scenario.hpp"

namespace qonys::test {

// Adds the region WE to the origins, for internal migrants; its cells are copies of those of BBB until they are set.
inline void add_origin_we(Scenario& s) {
    for (const Field& field : fields()) {
        const Slot slot = field.slot(s);
        Table* const* table = std::get_if<Table*>(&slot);
        if (!table || !*table) continue;
        std::size_t inner = 1;
        for (std::size_t a = (*table)->axes.size(); a-- > 0; inner *= (*table)->axes[a].size()) {
            Axis& axis = (*table)->axes[a];
            if (axis.name != "origin") continue;
            std::vector<double>& cells = (*table)->cells;
            const std::size_t block = inner * axis.size();
            for (std::size_t end = cells.size(); end > 0; end -= block) {
                const std::vector<double> last(cells.begin() + static_cast<std::ptrdiff_t>(end - inner),
                                               cells.begin() + static_cast<std::ptrdiff_t>(end));
                cells.insert(cells.begin() + static_cast<std::ptrdiff_t>(end), last.begin(), last.end());
            }
            axis.labels.push_back("WE");
            break;
        }
    }
    s.origins.name.axis.labels.push_back("WE");
    s.origins.name.texts.push_back("West");
    s.origins.gateway.cells = {0, 1, 0, 0, 0, 1, 0, 0, 0};  // a region is its own gateway
}

inline void set_origins(Inflow& inflow, const std::vector<double>& shares) {
    inflow.origins.cells.clear();
    for (std::size_t year = 0; year < inflow.total.cells.size(); ++year)
        inflow.origins.cells.insert(inflow.origins.cells.end(), shares.begin(), shares.end());
}

inline void set_cells(Table& table, double value) {
    table.cells.assign(table.cells.size(), value);
}

inline void lively_people(Scenario& s) {
    s.people.family_size.cells.assign(30, 0.0);
    for (std::size_t origin = 0; origin < 3; ++origin)
        for (std::size_t size = 0; size < 6; ++size) s.people.family_size.cells[origin * 10 + size] = 1.0 / 6;
    s.people.spouse.cells = {0.7, 0.7, 0.9};
    s.people.child.cells = {0.5, 0.6, 0.5};
    s.people.elder.cells = {0.2, 0.1, 0.1};
    set_cells(s.people.head_age, 1.0 / static_cast<double>(s.people.head_age.cells.size()));
    s.people.education.cells = {0.2, 0.3, 0.3, 0.2};
    set_cells(s.demography.mortality, 0.05);
    set_cells(s.demography.fertility, 0.2);
}

inline void lively_doors(Scenario& s) {
    s.quotas.kandas.cells = {150, 60, 0};
    s.quotas.internal.cells = {40, 60, 0};
    set_cells(s.arrivals.internal.total, 400);
    set_cells(s.arrivals.ata_zholy.total, 200);
    set_origins(s.arrivals.kandas, {0.5, 0.5, 0});
    set_origins(s.arrivals.internal, {0, 0, 1});
    set_origins(s.arrivals.ata_zholy, {0.3, 0.7, 0});
    s.status.commission_share = 0.3;
    s.status.approval_share = 0.7;
    s.status.decision_days.cells = {30};
    s.status.term_months.cells = {6};
    s.status.extension_months.cells = {3};
    s.status.extension_share = 0.5;
    s.status.leave_share = 0.3;
    s.status.citizenship_hazard = 0.1;
    s.embassy.share.cells = {0.4, 0, 0};
    s.embassy.delay_months = 2;
    s.internal.seeker_share = 0.9;
    s.internal.registration_months.cells = {12};
    s.internal.registration_mean = 60;
    s.internal.decision_months = 1;
    s.internal.waiting_months = 5;
    s.ata_zholy.business_share = 0.4;
    s.ata_zholy.citizenship_hazard = 0.05;
    s.application.size_elasticity = 0.5;
    s.networks.tie_share.cells = {0.4, 0.3, 0.2};
}

inline void lively_behaviour(Scenario& s) {
    s.choice.region_constant.cells = {0.3, 0, -0.3};
    s.choice.distance = -0.5;
    s.choice.cold = -0.02;
    s.choice.tie = 1.5;
    s.places.city_share.cells = {0.7, 0.5, 0.3};
    s.work.participation = 0.9;
    s.work.find_hazard = 0.15;
    s.work.loss_hazard = 0.05;
    s.work.business_hazard = 0.02;
    s.work.arranged_share = 0.2;
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
    s.leaving.tie_here_factor = 0.7;
    s.leaving.tie_elsewhere_factor = 1.4;
    s.leaving.back.cells = {0.5, 0.3, 0.4};
}

inline void lively_money(Scenario& s) {
    s.benefits.rent_take_up = 0.6;
    s.employers.share = 0.3;
    s.employers.find_factor = 1.2;
    s.employers.recovered = 0.8;
    s.employers.grant_share = 0.5;
    s.clawback.detected.cells = {0.9};
    s.clawback.exempt_share = 0.3;
    s.clawback.court_share = 0.6;
    s.clawback.court_months = 4;
    s.clawback.court_recovered = 0.5;
    s.clawback.abroad_factor = 0.5;
    s.housing.purchase_hazard = 0.1;
    s.housing.price_spread = 0.2;
    s.housing.money_elasticity = 0.5;
    s.housing.reference_share = 0.35;
    s.housing.mortgage_share = 0.3;
    s.housing.down_payment = 0.1;
    s.housing.breach_hazard = 0.02;
    s.housing.transfer_share = 0.4;
}

// 24 months; scarce places in NO and SO; families of one to six from two countries, and from the region WE under the quota for
// internal migrants; every stream, door, benefit and process at work. Homes, jobs and centres have room for all, nobody looks
// at kin or rents, and there are no budgets: families compete for nothing but quota places. Ties to kin still join families.
inline Scenario lively_scenario() {
    Scenario s = small_scenario();
    add_origin_we(s);
    s.run.last_month = make_month(2026, 12);
    lively_people(s);
    lively_doors(s);
    lively_behaviour(s);
    lively_money(s);
    return s;
}

// The lively scenario with every feedback: families compete for jobs, homes, centres and budgets, follow kin, and respond to
// money and rents; arrivals vary and respond to the offer.
inline Scenario crowded_scenario() {
    Scenario s = lively_scenario();
    s.places.population.cells = {20000, 30000, 50000};
    s.places.wage.cells = {3e5, 2e5, 4e5};
    s.origins.kin_stock.cells = {500, 30, 2000, 100, 900, 10, 300, 300, 0};
    s.arrivals.uncertain_from = 2025;
    s.arrivals.total_spread = 0.2;
    s.arrivals.origin_spread.cells = {0.3, 0.2, 0};
    s.arrivals.persistence = 0.5;
    s.application.money_elasticity = 0.3;
    s.demand.arrivals_elasticity = 0.4;
    s.demand.reference_mrp = 400;
    s.choice.kin = 0.6;
    s.choice.wage = 0.5;
    s.choice.rent = -0.5;
    s.choice.benefit = 0.3;
    s.leaving.kin_elasticity = 0.3;
    s.work.open_places.cells = {60, 60, 60};
    s.work.new_places.cells = {100, 100, 100};
    s.work.tightness_elasticity = 1;
    s.work.centre_places.cells = {30, 20, 10};
    s.housing.rent_elasticity = 2;
    s.housing.price_elasticity = 1.5;
    s.housing.price_growth = 0.05;
    s.housing.homes_for_sale.cells = {0.7, 0.4, 0.2};
    s.housing.breach_hazard = 0.1;
    const auto cap = [&](std::size_t instrument, std::vector<double> by_region) {
        std::copy(by_region.begin(), by_region.end(), s.budgets.caps.cells.begin() + static_cast<std::ptrdiff_t>(instrument * 3));
    };
    cap(0, {30e6, no_cap, no_cap});
    cap(1, {15e6, 8e6, no_cap});
    cap(2, {20e6, no_cap, no_cap});
    cap(3, {no_cap, 3e6, no_cap});
    cap(4, {2e6, 2e6, no_cap});
    return s;
}

}  // namespace qonys::test
