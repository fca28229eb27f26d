#include "month/month.hpp"

namespace qonys {

std::span<const Process> month_order() {
    static constexpr Process order[] = {
        {"policy", policy},              // rules in force: MRP, benefits, quota of the year
        {"arrive", arrive},              // families set out, apply at embassies, arrive as applicants
        {"grant_status", grant_status},  // decisions on kandas status and eligibility fall due
        {"apply", apply_for_place},      // who asks for a quota place, and where
        {"allocate", allocate},          // the commission places waiting families
        {"settle", settle},              // placed and free families settle; relocation grant falls due
        {"rent", pay_rent},              // rent and utilities support falls due
        {"work", work},                  // jobs found and lost, businesses started, subsidised jobs ended
        {"house", house},                // homes bought with the certificate; homes under the lock given up
        {"pay", pay},                    // claims of the month paid within the budgets
        {"move_on", move_on},            // onward moves and returns; clawback
        {"naturalise", naturalise},      // kandas and card holders become citizens
        {"age", age},                    // births, deaths, coming of age, pensions
        {"account", account},            // ledger, measures, identities
    };
    return order;
}

void simulate_month(State& state) {
    for (const Process& process : month_order()) process.step(state);
}

}  // namespace qonys
