#include "month/month.hpp"

namespace qonys {

std::span<const Process> month_order() {
    static constexpr Process order[] = {
        {"policy", policy},              // rules in force: MRP, benefits, quota of the year
        {"arrive", arrive},              // families arrive as applicants
        {"grant_status", grant_status},  // decisions on kandas status fall due
        {"apply", apply_for_place},      // who asks for a quota place, and where
        {"allocate", allocate},          // the commission places waiting families
        {"settle", settle},              // placed and free families settle; relocation grant
        {"rent", pay_rent},              // rent and utilities support
        {"work", work},                  // jobs found and lost, businesses started
        {"house", house},                // homes bought with the certificate
        {"move_on", move_on},            // onward moves and returns; clawback
        {"naturalise", naturalise},      // kandas become citizens
        {"age", age},                    // births, deaths, coming of age, pensions
        {"account", account},            // ledger, measures, identities
    };
    return order;
}

void simulate_month(State& state) {
    for (const Process& process : month_order()) process.step(state);
}

}  // namespace qonys
