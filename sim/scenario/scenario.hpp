// Everything a run depends on, as plain values. Filled only by the reader (read.hpp) from YAML that the field table
// (fields.hpp) describes; no value has a default here, because every number lives in params/ with its source.
#pragma once

#include <array>
#include <cstdint>
#include <string>

#include "base/month.hpp"
#include "base/table.hpp"
#include "scenario/pathways.hpp"

namespace qonys {

// A table of words holds positions in these lists.
inline constexpr std::array<const char*, 10> mechanism_words{"first_come_first_served",
                                                             "lottery",
                                                             "proportional",
                                                             "serial_dictatorship",
                                                             "deferred_acceptance",
                                                             "rotation",
                                                             "min_cost_flow",
                                                             "bid_price",
                                                             "balanced",
                                                             "hindsight"};
inline constexpr std::array<const char*, 7> quota_policy_words{"table",          "equal",         "population", "weighted_key",
                                                               "labour_deficit", "inverse_stock", "capacity"};
inline constexpr std::array<const char*, 3> rounding_words{"largest_remainder", "sainte_lague", "dhondt"};
inline constexpr std::array<const char*, 4> release_words{"year", "half_year", "quarter", "month"};
inline constexpr std::array<const char*, 4> priority_words{"lot", "applied", "members", "working_age"};
inline constexpr std::array<const char*, 4> score_words{"employed_retained", "employed", "retained", "earnings"};
inline constexpr std::array<const char*, 4> aggregator_words{"sum", "any_employed", "mean", "min"};
inline constexpr std::array<const char*, 2> quota_words{"kandas", "internal"};  // axis "quota"
inline constexpr std::array<const char*, 6> key_words{"population",     "wage_sum",      "equal",
                                                      "labour_deficit", "inverse_stock", "capacity"};  // axis "key"
inline constexpr std::array<const char*, 2> need_words{"children", "pensioners"};                      // axis "need"
inline constexpr std::array<const char*, 3> clawback_words{"full", "pro_rata", "none"};
inline constexpr std::array<const char*, 3> exhausted_words{"queue", "lapse", "pro_rata"};
inline constexpr std::array<const char*, 5> instrument_words{"relocation", "rent", "certificate", "employer", "business"};

constexpr double no_cap = -1;  // cell of budgets.caps that the scenario leaves out

struct Run {
    Month first_month, last_month;    // reported months, both inclusive
    std::int64_t warm_up_months = 0;  // simulated before first_month, not reported
    std::int64_t seed = 0;            // 0 to 2^32 - 1
    std::int64_t replicates = 1;
    std::int64_t replicates_per_draw = 1;  // neighbouring replicates that share one draw of the uncertain parameters
};

struct Money {
    Table mrp;  // [date] KZT
    double usd_per_kzt = 0;
};

struct Places {
    Names name;                 // [region] defines the region axis
    Table population;           // [region] persons
    Table kazakh_share;         // [region]
    Table wage;                 // [region] KZT a month
    Table rent;                 // [region] KZT per m2 and month
    Table home_price;           // [region] KZT per m2
    Table unemployment;         // [region] share of the labour force
    Table january_temperature;  // [region] degrees C
    Table latitude, longitude;  // [region] degrees
    Table city_share;           // [region] share of newcomer families that settle in a city
    Table border_km;            // [region, region_b] shared border, 0 = no border
};

struct Origins {
    Names name;                 // [origin] defines the origin axis: countries, and regions that internal migrants leave
    Table gateway;              // [origin, region] 1 where people from the country enter; a region is its own gateway
    Table january_temperature;  // [origin] degrees C; that of a region stands in places
    Table kin_stock;            // [origin, region] persons settled since 1991, before the run
};

struct Quotas {
    Table kandas;                          // [date, region] places for persons in the calendar year, by order in force
    Table internal;                        // [date, region]
    Table sittings;                        // [date, calendar_month] 1 where the quota commissions sit
    Table kandas_policy, internal_policy;  // [date] of quota_policy_words: how the total becomes places by region
    Table total;                           // [date, quota] persons, or no_cap: the total of the order in force
    Table rounding;                        // [date] of rounding_words
    Table key_weights;                     // [date, key] of the columns of weighted_key
    Table reception;                       // [date, region] 1 open, 0 closed, or no_cap: as in the order in force
    Table floors, ceilings;                // [date, quota, region] persons, or no_cap
    Table release;                         // [date] of release_words: places become free in equal parts of the year
    Table carry_over;                      // [date] share of the places unused in a year that the next one gets on top
    Table mechanism;                       // [date] of mechanism_words
};

// What commissions may take into account when they place families.
struct Allocation {
    Table score;         // [date] of score_words: what a placement is worth
    Table aggregator;    // [date] of aggregator_words: from the adults of a family to the family
    Table horizon;       // [date] months after the placement that count
    Table priority;      // [date] of priority_words: who chooses first under serial_dictatorship
    Table load_weight;   // [date] of the load term of balanced
    Table minimum_fill;  // [date] share of its places that deferred_acceptance tries to fill in each region
    Table most_members;  // [date, region] largest family that the region takes, or no_cap
    Table barred;        // [date, region, origin] 1: the region takes no families of the origin (language, compatibility)
    Table unserved;      // [date, region, need] 1: the region takes no families with this need (school, care)
};

// Who sets out for a region in one stream.
struct Inflow {
    Table total;    // [year] persons
    Table origins;  // [year, origin] shares
    Table season;   // [calendar_month] share of the year
};

struct Arrivals {
    Inflow kandas, internal, ata_zholy;
    std::int64_t uncertain_from = 0;  // first year whose total and shares vary between replicates
    double total_spread = 0;          // standard deviation of the log of the yearly total
    Table origin_spread;              // [origin] standard deviation of the log of an origin's weight
    double persistence = 0;           // correlation of a year's deviation with the next year's
};

struct People {
    Table family_size;       // [origin, size] share of families
    Table retired_head;      // [origin] share of families whose head is of pension age
    Table spouse;            // [origin] share of families of two or more in which the second member is the spouse
    Table child;             // [origin] share of further members who are under 18
    Table elder;             // [origin] share of further adult members who are parents of pension age
    Table head_age;          // [adult_age] share of working-age members, spouses excepted, in each five-year group
    double female_head = 0;  // share of heads who are women
    Table education;         // [year, education] share of adults
    Table pension_age;       // [sex] years
};

struct Demography {
    Table mortality;           // [year, sex, age_start] deaths per person-year, in force from the year on
    Table fertility;           // [year, mother_age] births per woman and year, in force from the year on
    double boys_per_girl = 0;  // at birth
};

struct Status {
    double commission_share = 0;  // share of families without documents, heard by the ethnicity commission
    double approval_share = 0;    // of those heard
    Table decision_days;          // [date] working days
    double working_days_per_month = 0;
    Table term_months;              // [date] kandas status; unplaced families wait for a quota place at most so long
    Table extension_months;         // [date] once, at the end of the term
    double extension_share = 0;     // of families whose term ends unplaced
    double leave_share = 0;         // of families whose wait was in vain: leave the country
    double citizenship_hazard = 0;  // per month
};

// Applications at embassies ("one window"): decided before arrival.
struct Embassy {
    Table share;                    // [date, origin] of families that apply there
    std::int64_t delay_months = 0;  // from the application to arrival with status
};

struct Application {
    Table propensity;                 // [origin] share of families of mean size that ask for a quota place
    double size_elasticity = 0;       // of the odds, to family size
    double money_elasticity = 0;      // of the odds, to the money offered over demand.reference_mrp
    std::int64_t regions_ranked = 0;  // how many reception regions a family is ready to accept
    double give_up_hazard = 0;        // per month in the queue
};

// Citizens who ask to move from a region with too little work.
struct Internal {
    Table job_seekers_only;            // [date] 1: the head must be a registered job-seeker
    double seeker_share = 0;           // of applicant families whose head is one
    Table registration_months;         // [date] residence in the departure region required
    double registration_mean = 0;      // months that applicants have been registered, exponential
    std::int64_t waiting_months = 0;   // for a place; then the family stays at home
    std::int64_t decision_months = 0;  // from application to the decision on eligibility
};

struct AtaZholy {
    double business_share = 0;      // of card holders: own business; the others come to a job in their profession
    double citizenship_hazard = 0;  // per month
};

constexpr double most_response = 4;  // arrivals grow to this multiple at most when they respond to money

// Response of arrivals to money. The money offered is counted in MRP, so that a higher MRP alone is no better offer.
struct Demand {
    double arrivals_elasticity = 0;  // of the yearly kandas to the money offered over reference_mrp
    double reference_mrp = 0;        // money offered to a family of three under the rules that the other parameters were set for
    double family_size = 0;          // of the family for which the offer is counted
};

struct Choice {
    double kin = 0;           // per unit of the log share of co-ethnics from the same origin
    double wage = 0;          // per unit of log wage
    double rent = 0;          // per unit of log rent (negative: dear regions repel)
    double kazakh_share = 0;  // per unit of the share
    double cold = 0;          // per degree C colder in January than the origin (negative)
    double distance = 0;      // per 1,000 km from the gateway, or from the region left
    double benefit = 0;       // per million tenge of benefits on offer in a reception region
    double tie = 0;           // for the region of the family that one is tied to
    Table region_constant;    // [region]
};

struct Work {
    double participation = 0;            // share of working-age adults who want work
    double find_hazard = 0;              // per month, general secondary education, region of mean unemployment
    Table education_factor;              // [education]
    double unemployment_elasticity = 0;  // finding hazard ~ (regional / national unemployment) ^ -elasticity
    double kazakh_share_elasticity = 0;  // finding hazard ~ (regional / national Kazakh share) ^ elasticity
    Table season;                        // [calendar_month] factor
    Table open_places;                   // [region] jobs open to settlers when the simulation starts
    Table new_places;                    // [region] further ones a year
    double tightness_elasticity = 0;     // finding hazard ~ (share of the places that are free) ^ elasticity
    double arranged_share = 0;           // of adults of programme families who come to a job
    double loss_hazard = 0;              // per month
    double business_hazard = 0;          // per month, of those searching
    Table centre_places;                 // [date, region] persons an adaptation centre can serve at a time
    double centre_factor = 0;            // on the finding hazard
    std::int64_t centre_months = 0;      // how long a family keeps its place
};

struct Leaving {
    double quota_hazard = 0, free_hazard = 0;  // per month and family, at arrival, all other factors 1
    double settling_months = 0;                // the hazard falls as exp(-months here / settling_months)
    double settled_floor = 0;                  // to this share of its starting value
    double jobless_factor = 0;                 // no adult of working age has work
    double cold = 0;                           // per degree C colder in January than the origin
    double rent_end_factor = 0;                // in the three months after rent support ends
    double kin_elasticity = 0;                 // hazard ~ (share of co-ethnics here / even share) ^ -elasticity
    double owner_factor = 0;
    double obligation_factor = 0;      // while an obligation to stay is in force
    double obligation_end_factor = 0;  // in the six months after it ends
    double tie_here_factor = 0;        // lives in the region of the family that it is tied to
    double tie_elsewhere_factor = 0;   // that family lives in another region
    Table back;                        // [origin] share of leavers who go back to where they came from
};

// Ties to a family of the same origin that has settled before.
struct Networks {
    Table tie_share;  // [origin] of arriving families
};

struct Benefits {
    Table relocation_mrp;       // [date] per family member, once
    Table rent_mrp;             // [date, settlement, household] per family and month
    Table rent_months;          // [date] payments at most
    double rent_take_up = 0;    // share of quota families that draw rent support
    Table certificate_share;    // [date] of the home's price
    Table certificate_cap_mrp;  // [date]
    Table lock_months;          // [date] a home bought with the certificate is not sold so long
    Table lock_on_transfer;     // [date] 1: nor given to close relatives
    Table obligation_months;    // [date] stay required of placed families
};

// Subsidies to employers and founders of businesses.
struct Employers {
    Table subsidy_mrp;       // [date] per hire
    Table kept_months;       // [date] the job must last so long, or the subsidy is repaid
    double share = 0;        // of hires from programme families that are subsidised
    double find_factor = 0;  // on the finding hazard of programme settlers while there is a subsidy
    double recovered = 0;    // of subsidies for jobs that ended early
    Table grant_mrp;         // [date] business grant
    double grant_share = 0;  // of businesses started by programme settlers
};

struct Clawback {
    Table rule;                        // [date] of clawback_words, by the month of leaving
    Table detected;                    // [date] share of breaches that come to light
    double exempt_share = 0;           // of families with higher education: move for research with an academic degree
    std::int64_t pretrial_months = 0;  // from the breach to what is paid without a suit
    double pretrial_recovered = 0;     // share of the amount due
    double court_share = 0;            // of the rest: taken to court
    std::int64_t court_months = 0;     // from there to the last payment
    double court_recovered = 0;        // share of what was taken to court
    double abroad_factor = 0;          // on both shares recovered, for families that left the country
};

// Yearly limits of what is paid.
struct Budgets {
    Table caps;            // [date, instrument, region] KZT in the calendar year, or no_cap
    Table when_exhausted;  // [date] of exhausted_words
};

struct Housing {
    double purchase_hazard = 0;   // per month, quota families with a member in work
    Table region_factor;          // [region] on the purchase hazard
    double home_area = 0;         // m2
    double village_price = 0;     // price in a village as a share of the city price
    double price_spread = 0;      // standard deviation of the log price
    double price_growth = 0;      // per year, from the date of places.home_price
    Month price_base;             // month to which places.home_price refers
    double rent_elasticity = 0;   // of rents, to settlers per inhabitant added to one
    double price_elasticity = 0;  // of home prices, likewise
    Table homes_for_sale;         // [region] homes a month whose sellers accept a certificate
    double money_elasticity = 0;  // of the purchase hazard, to the share of a typical home that the certificate pays
    double reference_share = 0;   // that share under the rules that purchase_hazard was set for
    double mortgage_share = 0;    // of purchases: the certificate is part of a down payment
    double down_payment = 0;      // share of the price
    double breach_hazard = 0;     // per month: an owner sells or gives away a home under the lock
    double transfer_share = 0;    // of these: to close relatives
};

// What the calibration aims at and the validation compares with. Not read by the simulation itself.
struct Targets {
    Table region_shares;        // [region] share of free settlers by region, working targets
    Table quota_by_origin;      // [origin] persons placed in 2024
    Table age_shares;           // [year, age_class] share of arrivals
    Table internal_by_region;   // [region] internal migrants settled in 2024, persons
    Table internal;             // [date] settled in the calendar year up to the date, persons
    double employed_share = 0;  // of working-age programme arrivals of 2024, at the end of 2024
    double employed_july = 0;   // at 1 July 2024
    double business_share = 0;  // own business, same group
    double left_share = 0;      // of programme settlers of five years, who have left the region
    double certificates = 0;    // homes bought with one, March 2023 to October 2024
    double rent_share = 0;      // of supported families that had rent paid
    Table arrivals;             // [date] status granted in the calendar year up to the date, persons
    Table placed;               // [date] settled under the quota in the calendar year up to the date, persons
    double east_kazakhstan_spending_per_person = 0;  // KZT, 2024
    double plan_per_place = 0;                       // KZT per quota place, plan 2023-2025
};

struct Scenario {
    std::string question;
    Run run;
    Money money;
    Places places;
    Origins origins;
    Quotas quotas;
    Allocation allocation;
    Arrivals arrivals;
    People people;
    Demography demography;
    Status status;
    Embassy embassy;
    Application application;
    Internal internal;
    AtaZholy ata_zholy;
    Demand demand;
    Choice choice;
    Work work;
    Leaving leaving;
    Networks networks;
    Benefits benefits;
    Employers employers;
    Clawback clawback;
    Budgets budgets;
    Housing housing;
    Targets targets;
    Pathways pathways;  // when it has programmes, the simulation reads only these, run, and the exchange rate
};

inline bool is_pathway_scenario(const Scenario& scenario) {
    return !scenario.pathways.programmes.empty();
}

}  // namespace qonys
