// What the processes of a month read and change.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "accounts/ledger.hpp"
#include "accounts/measures.hpp"
#include "allocation/allocation.hpp"
#include "people/arrivals.hpp"
#include "people/population.hpp"
#include "places/places.hpp"
#include "policy/rules.hpp"
#include "scenario/scenario.hpp"

namespace qonys {

constexpr int oldest_months = 101 * 12;  // hazards of the last month of life go on from here

// Everything that all replicates share: the scenario in the form the month loop reads. Built once, then constant.
struct World {
    const Scenario* scenario = nullptr;
    RunAxes axes;
    std::vector<std::array<std::size_t, 4>> widths;  // [measure] cells a month, then the sizes of the axes after "month"
    Month start;                                     // first month of the warm-up
    int warm_up = 0, months = 0;                     // months simulated before the first reported one; all months simulated
    std::size_t regions = 0, origins = 0;
    std::vector<std::uint32_t> region_tag;  // [region]
    Travel travel;
    ArrivalTables arrivals;
    std::vector<Rules> rules;  // [month]
    Mechanism mechanism = nullptr;
    ClawbackRule clawback = ClawbackRule::full;

    // Region choice, as factors exp(-utility): the family takes the region with the least factor x unit exponential, which is
    // the multinomial logit. Parts that do not change in a run:
    std::vector<double> pull_inverse;     // [origin, region] columns, cold and constant
    std::vector<double> gateway_inverse;  // [origin, region] distance from the border
    std::vector<double> travel_inverse;   // [region, region] distance from the region left

    std::vector<double> cold_leaving;                // [origin, region] factor on the leaving hazard
    std::vector<float> settling;                     // [months here] factor on the leaving hazard
    std::vector<double> find_factor;                 // [region] unemployment and language
    std::vector<std::int64_t> home_price;            // [region, settlement] KZT, in the base month
    std::vector<std::vector<float>> monthly_deaths;  // [year row][sex x age in months] hazard a month
    std::vector<std::vector<float>> monthly_births;  // [year row][age in months] hazard a month
    std::vector<int> death_years, birth_years;       // first year of each row, ascending
    std::vector<double> propensity_odds;             // [origin, family size 1..10]
};

World make_world(const Scenario& scenario);

// A family in the queue for a quota place.
struct Waiting {
    std::uint32_t family;
    double applied;                     // months from the start of the warm-up, day as fraction
    std::vector<std::uint8_t> regions;  // accepted, best first
};

// One replicate in a month.
struct State {
    const World* world = nullptr;
    DrawKey key;
    int now = 0;  // month from the start of the warm-up
    Population population;
    std::vector<std::vector<double>> expected_arrivals;   // [month][origin] persons
    std::vector<std::vector<std::uint32_t>> decisions;    // [month] families whose decision falls due
    std::vector<std::uint32_t> granted_now;               // families granted status this month
    std::vector<Waiting> queue;                           // in order of application
    std::vector<Placement> placed_now;                    // this month's placements, queue order
    std::vector<std::uint32_t> free_now;                  // families that settle freely this month
    std::vector<std::int64_t> quota_used;                 // [region] persons, this calendar year
    std::vector<std::vector<std::int64_t>> centre_freed;  // [month][region] places in the adaptation centre that become free
    std::vector<std::int64_t> centre_taken;               // [region] persons
    std::vector<std::uint32_t> drawing_rent;              // families with rent payments left
    std::vector<std::uint32_t> without_home;              // quota families in their region without a certificate so far
    std::vector<std::int64_t> in_first_region;            // [month of settling, region, stream] families that have not moved on
    std::vector<std::vector<Entry>> receipts;             // [month] repayments to come
    std::vector<double> kin;                              // [origin, region] co-ethnics at the start of the month
    std::vector<double> kin_change;                       // [origin, region] of this month, applied by `account`
    std::vector<double> kin_pull_inverse;                 // [origin, region] pull_inverse with this month's kin
    std::vector<float> leaving_hazard;                    // [stream, origin, region] this month, tenure 0
    Ledger ledger;
    std::size_t ledger_read = 0;  // entries already in the tallies
    Tallies tallies;
    std::int64_t persons_in = 0, persons_born = 0, persons_dead = 0, persons_left = 0;

    const Scenario& scenario() const { return *world->scenario; }
    const Rules& rules() const { return world->rules[static_cast<std::size_t>(now)]; }
    Month month() const { return world->start + now; }
    bool reported() const { return now >= world->warm_up; }
    std::int16_t now16() const { return static_cast<std::int16_t>(now); }
    std::size_t cell(std::size_t origin, std::size_t region) const { return origin * world->regions + region; }

    // Adds to a measure of the current month, when it is reported. Indices in the order of the measure's axes after "month".
    void count(M m, std::size_t i, std::int64_t amount) {
        if (!reported()) return;
        const std::size_t measure = static_cast<std::size_t>(m);
        tallies.cells[measure][static_cast<std::size_t>(now - world->warm_up) * world->widths[measure][0] + i] += amount;
    }
    void count(M m, std::size_t i, std::size_t j, std::int64_t amount) {
        count(m, i * world->widths[static_cast<std::size_t>(m)][2] + j, amount);
    }
    void count(M m, std::size_t i, std::size_t j, std::size_t k, std::int64_t amount) {
        const auto& width = world->widths[static_cast<std::size_t>(m)];
        count(m, (i * width[2] + j) * width[3] + k, amount);
    }
};

State make_state(const World& world, DrawKey key);

// Changes that several processes make: one place for each.
void set_labour(State& state, std::uint32_t person, Labour labour);
void start_work_clock(State& state, std::uint32_t person);
// Child, adult or pensioner, by the age in months; an adult who wants work starts to look for it once the family has settled.
void update_labour_for_age(State& state, std::uint32_t person, int age_months);
int months_in_force(int from, int months);  // end month of a term, capped to the column's range

}  // namespace qonys
