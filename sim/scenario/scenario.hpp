// Everything a run depends on, as plain values. Filled only by the reader (read.hpp) from YAML that the field table
// (fields.hpp) describes; no value has a default here, because every number lives in params/ with its source.
#pragma once

#include <cstdint>
#include <string>

#include "base/month.hpp"
#include "base/table.hpp"

namespace qonys {

struct Run {
    Month first_month, last_month;    // reported months, both inclusive
    std::int64_t warm_up_months = 0;  // simulated before first_month, not reported
    std::int64_t seed = 0;            // 0 to 2^32 - 1
    std::int64_t replicates = 1;
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
    Names name;                 // [origin] defines the origin axis
    Table gateway;              // [origin, region] 1 where people from the origin enter the country
    Table january_temperature;  // [origin] degrees C
    Table kin_stock;            // [origin, region] persons settled since 1991, before the run
};

struct Quotas {
    Table kandas;           // [date, region] places for persons in the calendar year, by order in force
    std::string policy;     // "table"
    std::string mechanism;  // "first_come_first_served" or "lottery"
};

struct Arrivals {
    Table total;                      // [year] persons
    Table origin_shares;              // [year, origin]
    Table season;                     // [calendar_month] share of the year
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
    std::int64_t term_months = 0;   // kandas status; unplaced families wait for a quota place at most so long
    double citizenship_hazard = 0;  // per month
};

struct Application {
    Table propensity;                 // [origin] share of families of mean size that ask for a quota place
    double size_elasticity = 0;       // of the odds, to family size
    std::int64_t regions_ranked = 0;  // how many reception regions a family is ready to accept
};

struct Choice {
    double kin = 0;           // per unit of the log share of co-ethnics from the same origin
    double wage = 0;          // per unit of log wage
    double rent = 0;          // per unit of log rent (negative: dear regions repel)
    double kazakh_share = 0;  // per unit of the share
    double cold = 0;          // per degree C colder in January than the origin (negative)
    double distance = 0;      // per 1,000 km from the gateway, or from the region left
    double benefit = 0;       // per million tenge of benefits on offer in a reception region
    Table region_constant;    // [region]
};

struct Work {
    double participation = 0;            // share of working-age adults who want work
    double find_hazard = 0;              // per month, general secondary education, region of mean unemployment
    Table education_factor;              // [education]
    double unemployment_elasticity = 0;  // finding hazard ~ (regional / national unemployment) ^ -elasticity
    double kazakh_share_elasticity = 0;  // finding hazard ~ (regional / national Kazakh share) ^ elasticity
    Table season;                        // [calendar_month] factor
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
    Table abroad;                      // [origin] share of leavers who go abroad
};

struct Benefits {
    Table relocation_mrp;           // [date] per family member, once
    Table rent_mrp;                 // [date, settlement, household] per family and month
    Table rent_months;              // [date] payments at most
    double rent_take_up = 0;        // share of quota families that draw rent support
    Table certificate_share;        // [date] of the home's price
    Table certificate_cap_mrp;      // [date]
    Table lock_months;              // [date] a home bought with the certificate is not sold so long
    Table obligation_months;        // [date] stay required of placed families
    std::string clawback;           // "full" or "pro_rata"
    double clawback_recovered = 0;  // share of the amount due that is received, if the family is in the country
    double clawback_recovered_abroad = 0;
    std::int64_t clawback_delay_months = 0;
};

struct Housing {
    double purchase_hazard = 0;  // per month, quota families with a member in work
    Table region_factor;         // [region] on the purchase hazard
    double home_area = 0;        // m2
    double village_price = 0;    // price in a village as a share of the city price
    double price_spread = 0;     // standard deviation of the log price
    double price_growth = 0;     // per year, from the date of places.home_price
    Month price_base;            // month to which places.home_price refers
};

// What the calibration aims at and the validation compares with. Not read by the simulation itself.
struct Targets {
    Table region_shares;                 // [region] share of free settlers by region, working targets
    Table quota_by_origin;               // [origin] persons placed in 2024
    Table age_shares;                    // [year, age_class] share of arrivals
    double employed_share = 0;           // of working-age programme arrivals of 2024, at the end of 2024
    double business_share = 0;           // own business, same group
    double left_share = 0;               // of programme settlers of five years, who have left the region
    double certificates_per_family = 0;  // certificates by October 2024 per programme family since March 2023
    double rent_share = 0;               // of supported families that had rent paid
    Table arrivals;                      // [date] status granted in the calendar year up to the date, persons
    Table placed;                        // [date] settled under the quota in the calendar year up to the date, persons
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
    Arrivals arrivals;
    People people;
    Demography demography;
    Status status;
    Application application;
    Choice choice;
    Work work;
    Leaving leaving;
    Benefits benefits;
    Housing housing;
    Targets targets;
};

}  // namespace qonys
