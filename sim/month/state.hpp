// What the processes of a month read and change.
#pragma once

#include <array>
#include <cstdint>
#include <unordered_map>
#include <vector>

#include "accounts/ledger.hpp"
#include "accounts/measures.hpp"
#include "allocation/allocation.hpp"
#include "allocation/sitting_record.hpp"
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
    std::vector<std::array<std::size_t, 5>> widths;  // [measure] cells a month, then the sizes of the axes after "month"
    Month start;                                     // first month of the warm-up
    int warm_up = 0, months = 0;                     // months simulated before the first reported one; all months simulated
    std::size_t regions = 0, origins = 0;
    std::vector<std::uint32_t> region_tag;                     // [region]
    std::vector<std::size_t> regions_by_tag;                   // regions in the order of their tags
    std::array<std::size_t, stream_count> inflow_of_stream{};  // position on the axis "inflow"
    std::vector<std::uint8_t> home_region;  // [origin] the region that internal migrants come from, or no_region
    Travel travel;
    ArrivalTables arrivals;
    std::vector<Rules> rules;           // [month]
    std::vector<Mechanism> mechanisms;  // as mechanism_words

    // Region choice, as factors exp(-utility): the family takes the region with the least factor x unit exponential, which is
    // the multinomial logit. Parts that do not change in a run:
    std::vector<double> pull_inverse;     // [origin, region] columns, cold and constant
    std::vector<double> gateway_inverse;  // [origin, region] distance from the border
    std::vector<double> travel_inverse;   // [region, region] distance from the region left
    double tie_inverse = 1;               // in the region of the family that one is tied to

    std::vector<double> cold_leaving;                // [origin, region] factor on the leaving hazard
    std::vector<float> settling;                     // [months here] factor on the leaving hazard
    std::vector<double> find_factor;                 // [region] unemployment and language
    std::vector<double> home_price;                  // [region, settlement] KZT, in the base month, without settlers
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
    int until = 0;                      // month in which its term ends
    float patience = 0;                 // clock to giving up before
    bool extended = false;
};

// What a family asked for, kept when it waits no more: commissions expect next year's applicants to be like this year's.
struct PastRequest {
    std::uint32_t family;
    std::int16_t month;
    std::vector<std::uint8_t> regions;
};

// Rent support being drawn.
struct RentSupport {
    std::uint32_t family;
    Tenge promised;     // for each payment left
    int payments_left;  // when it stops early, so many promises are released
};

// An amount that a rule grants, until it is paid.
struct Claim {
    Tenge amount = 0;
    std::uint32_t family = 0;
    std::uint32_t person = 0;  // hired, for the subsidy to an employer
    Instrument instrument = Instrument::relocation;
    std::uint8_t region = 0;
    std::uint16_t ordinal = 0;  // of the person's labour states when hired
};

// A job that must last for the subsidy to be kept.
struct SubsidisedJob {
    std::uint32_t person = 0;
    std::uint16_t ordinal = 0;  // of the person's labour states: changes when the job ends
    std::int16_t until = 0;
    Tenge amount = 0;
    std::uint8_t region = 0;
};

// A home bought with a certificate, under the lock.
struct LockedHome {
    std::uint32_t family = 0;
    float clock = 0;  // to selling it or giving it away
};

// One replicate in a month.
struct State {
    const World* world = nullptr;
    DrawKey key;
    int now = 0;  // month from the start of the warm-up
    Population population;
    std::array<std::vector<std::vector<double>>, stream_count> expected_arrivals;  // [stream][month][origin] persons
    std::vector<std::vector<std::uint32_t>> from_embassies;                        // [month] families that arrive
    std::vector<std::int64_t> persons_abroad;                                      // [origin] applied at embassies
    std::vector<std::vector<std::uint32_t>> decisions;                             // [month] families whose decision falls due
    std::vector<std::uint32_t> granted_now;                                        // families admitted this month
    std::vector<Waiting> queue;                                                    // in order of application
    std::vector<Placement> placed_now;                                             // this month's placements, queue order
    std::vector<std::uint32_t> free_now;                                           // families that settle freely this month
    std::array<std::vector<std::int64_t>, stream_count> quota_used;                // [stream][region] persons, this calendar year
    std::array<std::vector<std::int64_t>, stream_count> carried_over;  // [stream][region] places, on top of this year's
    std::array<std::vector<PastRequest>, stream_count> applications;   // [stream] of the last twelve months, in order of month
    std::array<Rotation, stream_count> rotation;                       // [stream] whose turn it is
    bool keep_sittings = false;                                        // for comparisons
    std::array<std::vector<SittingRecord>, stream_count> sittings;     // [stream] in order of month
    std::vector<SpillOver> spill_over;
    std::vector<std::vector<std::int64_t>> centre_freed;  // [month][region] places in the adaptation centre that become free
    std::vector<std::int64_t> centre_taken;               // [region] persons
    std::vector<RentSupport> drawing_rent;                // families with rent payments left
    std::vector<std::uint32_t> without_home;              // quota families in their region without a certificate so far
    std::vector<std::int64_t> in_first_region;            // [month of settling, region, stream] families that have not moved on
    std::vector<LockedHome> locked_homes;
    std::unordered_map<std::uint32_t, Tenge> certificates;  // [family] paid so far
    std::unordered_map<std::uint32_t, Tenge> reclaimed;     // [family] certificates that were to be repaid before it left
    std::vector<Claim> claims;                              // of this month
    std::vector<Claim> claims_waiting;                      // for budget, oldest first
    std::vector<Tenge> budget_spent;                        // [instrument, region] this calendar year
    Tenge committed = 0;                                    // promised and not released, since the start
    std::vector<SubsidisedJob> subsidised_jobs;
    std::vector<std::vector<Entry>> receipts;            // [month] repayments and write-offs to come
    std::vector<std::vector<std::uint32_t>> settled_at;  // [origin, region] families that settled there, to be tied to
    std::vector<double> settlers;                        // [region] persons, at the start of the month
    std::vector<std::int64_t> jobs_taken;                // [region] at the start of the month
    std::vector<double> crowding;                        // [region] (inhabitants + settlers) / inhabitants
    std::vector<double> kin;                             // [origin, region] co-ethnics at the start of the month
    std::vector<double> kin_change;                      // [origin, region] of this month, applied by `account`
    std::vector<double> kin_pull_inverse;                // [origin, region] pull_inverse with this month's kin
    std::vector<double> kin_cumulative;                  // [origin, region by tag] shares of co-ethnics, summed up
    std::vector<float> leaving_hazard;                   // [stream, origin, region] this month, tenure 0
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
    void count(M m, std::size_t i, std::size_t j, std::size_t k, std::size_t l, std::int64_t amount) {
        const auto& width = world->widths[static_cast<std::size_t>(m)];
        count(m, ((i * width[2] + j) * width[3] + k) * width[4] + l, amount);
    }
};

State make_state(const World& world, DrawKey key);

// Changes that several processes make: one place for each.
void set_labour(State& state, std::uint32_t person, Labour labour);
void start_work_clock(State& state, std::uint32_t person);
// Takes a job or starts a business, with the subsidy or grant that may come with it.
void begin_work(State& state, std::uint32_t person, Labour labour);
// Child, adult or pensioner, by the age in months; an adult who wants work starts to look for it once the family has settled.
void update_labour_for_age(State& state, std::uint32_t person, int age_months);
int months_in_force(int from, int months);  // end month of a term, capped to the column's range
// A family stops being in the country or on its way, or asking to be moved.
void depart(State& state, std::uint32_t family, FamilyStatus status);
std::size_t stream_of(const State& state, std::uint32_t family);  // position on the axis "stream"
std::size_t inflow_at(const State& state, std::uint32_t family);  // position on the axis "inflow"
// Promises money under an instrument; `pay` pays it within the budget.
void claim(State& state, const Claim& claim);
void commit(State& state, Instrument instrument, std::size_t region, Tenge amount);
// Paid of the certificate of a family so far.
Tenge certificate_paid(const State& state, std::uint32_t family);
// What is left of the calendar year's budget, claims not paid yet taken out; a very large amount where there is no cap.
Tenge budget_left(const State& state, Instrument instrument, std::size_t region);
// Repayment by a family: due now, paid in part, the rest written off (repay.cpp). False when the breach does not come to light or
// nothing is due.
bool demand_repayment(State& state, std::uint32_t family, std::size_t region, Tenge due, bool abroad, std::uint32_t ordinal);
// Jobs open to settlers in the region this month, taken or free.
double open_jobs(const State& state, std::size_t region);
// Monthly hazard of finding a job in the region, general secondary education.
double job_finding(const State& state, std::size_t region, double season = 1);
// Places of the calendar year in the region under a quota, with those carried over.
std::int64_t places_of_year(const State& state, std::size_t quota, std::size_t region);
// Chance that a family that may choose asks for a quota place.
double asking_chance(const State& state, std::uint32_t family);
// Whether a holder of an academic degree may leave without repaying; ordinal: of the departure.
bool is_exempt(const State& state, std::uint32_t family, std::uint32_t ordinal);
// Price of the home that the family finds in the month.
Tenge home_price(const State& state, std::uint32_t family);
bool takes_mortgage(const State& state, std::uint32_t family);
// What the certificate pays for that home; a mortgage needs only the down payment.
Tenge certificate_for(const State& state, std::uint32_t family, bool mortgage);
// Median price of a home in the month, tenge.
double typical_home_price(const State& state, std::size_t region, std::size_t settlement);
// Utility factor exp(-utility) of a region for the family's tie.
double tie_inverse(const State& state, std::uint32_t family, std::size_t region);

}  // namespace qonys
