#include "scenario/fields.hpp"

#include <limits>

namespace qonys {

namespace {

constexpr double inf = std::numeric_limits<double>::infinity();

using Axes = std::vector<std::string>;

struct Limits {
    double minimum, maximum;
};
constexpr Limits share{0, 1}, hazard{0, 10}, factor{0, 100}, any{-1e9, 1e9}, weight{-20, 20}, tenge{0, 1e12}, persons{0, 1e9};

// A number or a table of numbers, with its provenance in params/.
Field fact(std::string path, std::string unit, Axes axes, Limits limits, std::string doc, std::function<Slot(Scenario&)> slot) {
    Field f;
    f.path = std::move(path);
    f.unit = std::move(unit);
    f.doc = std::move(doc);
    f.axes = std::move(axes);
    f.minimum = limits.minimum;
    f.maximum = limits.maximum;
    f.slot = std::move(slot);
    return f;
}

Field choice(std::string path, std::string unit, Limits limits, std::string doc, std::function<Slot(Scenario&)> slot) {
    Field f = fact(std::move(path), std::move(unit), {}, limits, std::move(doc), std::move(slot));
    f.kind = ValueKind::choice;
    return f;
}

Field word(std::string path, std::vector<std::string> words, std::string doc, std::function<Slot(Scenario&)> slot) {
    Field f = choice(std::move(path), "word", {-inf, inf}, std::move(doc), std::move(slot));
    f.choices = std::move(words);
    return f;
}

Field shares(Field f) {
    f.sums_to_one = true;
    return f;
}

Field whole(Field f) {
    f.whole = true;
    return f;
}

Field sparse(Field f) {
    f.absent_is_zero = true;
    return f;
}

#define AT(member) [](Scenario& s) -> Slot { return &s.member; }

void add_run(std::vector<Field>& t) {
    t.push_back(word("question", {}, "The question that this scenario answers.", AT(question)));
    t.push_back(choice("run.first_month", "month", {-inf, inf}, "First month reported, written 2024-01.", AT(run.first_month)));
    t.push_back(choice("run.last_month", "month", {-inf, inf}, "Last month reported, included.", AT(run.last_month)));
    t.push_back(choice(
        "run.warm_up_months", "months", {0, 240},
        "Months simulated before the first month so that families on rent support and in the queue are there; not reported.",
        AT(run.warm_up_months)));
    t.push_back(choice("run.seed", "seed", {0, 4294967295.0}, "Seed of every keyed draw.", AT(run.seed)));
    t.push_back(
        choice("run.replicates", "replicates", {1, 100000}, "Independent repetitions with other draws.", AT(run.replicates)));
}

void add_money(std::vector<Field>& t) {
    t.push_back(whole(
        fact("money.mrp", "KZT", {"date"}, {1, 1e6}, "Monthly calculation index (MRP) in force from the date.", AT(money.mrp))));
    t.push_back(fact("money.usd_per_kzt", "USD per KZT", {}, {1e-9, 1}, "Exchange rate used to report in US dollars.",
                     AT(money.usd_per_kzt)));
}

void add_places(std::vector<Field>& t) {
    t.push_back(fact("places.name", "text", {"region"}, any, "The regions, by ISO 3166-2 code, with their English names.",
                     AT(places.name)));
    t.push_back(fact("places.population", "persons", {"region"}, {1, 1e9}, "Average population.", AT(places.population)));
    t.push_back(fact("places.kazakh_share", "share", {"region"}, share, "Share of ethnic Kazakhs in the population.",
                     AT(places.kazakh_share)));
    t.push_back(fact("places.wage", "KZT per month", {"region"}, {1, 1e9}, "Mean monthly nominal wage.", AT(places.wage)));
    t.push_back(fact("places.rent", "KZT per m2 and month", {"region"}, {1, 1e8}, "Rent of a home in the capital of the region.",
                     AT(places.rent)));
    t.push_back(fact("places.home_price", "KZT per m2", {"region"}, {1, 1e8}, "Price of a home in the capital of the region.",
                     AT(places.home_price)));
    t.push_back(fact("places.unemployment", "share", {"region"}, {1e-4, 1}, "Unemployment rate.", AT(places.unemployment)));
    t.push_back(fact("places.january_temperature", "degrees C", {"region"}, {-60, 40}, "Mean January temperature of the capital.",
                     AT(places.january_temperature)));
    t.push_back(fact("places.latitude", "degrees north", {"region"}, {-90, 90}, "Latitude of the capital.", AT(places.latitude)));
    t.push_back(
        fact("places.longitude", "degrees east", {"region"}, {-180, 180}, "Longitude of the capital.", AT(places.longitude)));
    t.push_back(fact("places.city_share", "share", {"region"}, share,
                     "Share of newcomer families that settle in a city rather than a village.", AT(places.city_share)));
    t.push_back(sparse(fact("places.border_km", "km", {"region", "region_b"}, {0, 1e5},
                            "Length of the shared border; neighbours are joined in the travel graph.", AT(places.border_km))));
    t.push_back(fact("origins.name", "text", {"origin"}, any, "The countries of origin, by code, with their English names.",
                     AT(origins.name)));
    t.push_back(sparse(fact("origins.gateway", "1 or 0", {"origin", "region"}, share,
                            "Regions in which people from the origin enter the country.", AT(origins.gateway))));
    t.push_back(fact("origins.january_temperature", "degrees C", {"origin"}, {-60, 40},
                     "Mean January temperature where the families come from.", AT(origins.january_temperature)));
    t.push_back(sparse(
        fact("origins.kin_stock", "persons", {"origin", "region"}, persons,
             "Settlers since 1991 before the first simulated month, by origin and region; the same table whenever a run starts.",
             AT(origins.kin_stock))));
}

void add_quotas(std::vector<Field>& t) {
    t.push_back(whole(sparse(fact(
        "quotas.kandas", "persons", {"date", "region"}, {0, 1e7},
        "Places for kandas in the calendar year, by the order in force from the date. A later order of the same year revises the "
        "year's total, and a year without an order keeps the last one.",
        AT(quotas.kandas)))));
    t.push_back(word("quotas.policy", {"table"}, "How places are set by region and year; table: the orders in quotas.kandas.",
                     AT(quotas.policy)));
    t.push_back(word("quotas.mechanism", {"first_come_first_served", "lottery"},
                     "How waiting families are given the places left in a month.", AT(quotas.mechanism)));
}

void add_arrivals(std::vector<Field>& t) {
    t.push_back(
        fact("arrivals.total", "persons", {"year"}, {0, 5e6}, "Kandas arriving in the year, quota or not.", AT(arrivals.total)));
    t.push_back(shares(fact("arrivals.origin_shares", "share", {"year", "origin"}, share, "Origins of the year's arrivals.",
                            AT(arrivals.origin_shares))));
    t.push_back(shares(fact("arrivals.season", "share", {"calendar_month"}, share, "Share of the year's arrivals in each month.",
                            AT(arrivals.season))));
    t.push_back(choice("arrivals.uncertain_from", "year", {1900, 2200},
                       "First year whose total and origin shares differ between replicates; years before are taken as known.",
                       AT(arrivals.uncertain_from)));
    t.push_back(fact("arrivals.total_spread", "log units", {}, {0, 2},
                     "Standard deviation of the log of the yearly total between replicates.", AT(arrivals.total_spread)));
    t.push_back(fact("arrivals.origin_spread", "log units", {"origin"}, {0, 3},
                     "Standard deviation of the log of each origin's weight between replicates.", AT(arrivals.origin_spread)));
    t.push_back(fact("arrivals.persistence", "correlation", {}, {0, 0.999},
                     "Correlation of one year's deviation with the next year's.", AT(arrivals.persistence)));
}

void add_people(std::vector<Field>& t) {
    t.push_back(shares(fact("people.family_size", "share", {"origin", "size"}, share, "Families by number of members at arrival.",
                            AT(people.family_size))));
    t.push_back(fact("people.retired_head", "share", {"origin"}, share, "Share of families whose head is of pension age.",
                     AT(people.retired_head)));
    t.push_back(fact("people.spouse", "share", {"origin"}, share,
                     "Share of families of two or more in which the second member is the head's spouse.", AT(people.spouse)));
    t.push_back(fact("people.child", "share", {"origin"}, share, "Share of members other than head and spouse who are under 18.",
                     AT(people.child)));
    t.push_back(fact("people.elder", "share", {"origin"}, share,
                     "Share of adult members other than head and spouse who are of pension age.", AT(people.elder)));
    t.push_back(shares(fact("people.head_age", "share", {"adult_age"}, share,
                            "Members of working age other than spouses, by five-year age group.", AT(people.head_age))));
    t.push_back(fact("people.female_head", "share", {}, share, "Share of family heads who are women.", AT(people.female_head)));
    t.push_back(shares(fact("people.education", "share", {"year", "education"}, share, "Education of adults, by year of arrival.",
                            AT(people.education))));
    t.push_back(whole(fact("people.pension_age", "years", {"sex"}, {40, 100}, "Age at which a person counts as a pensioner.",
                           AT(people.pension_age))));
    t.push_back(fact("demography.mortality", "deaths per person-year", {"year", "sex", "age_start"}, {0, 50},
                     "Mortality by age group, in force from the year on.", AT(demography.mortality)));
    t.push_back(sparse(fact("demography.fertility", "births per woman and year", {"year", "mother_age"}, {0, 2},
                            "Age-specific fertility, in force from the year on.", AT(demography.fertility))));
    t.push_back(fact("demography.boys_per_girl", "ratio", {}, {0.01, 100}, "Sex ratio at birth.", AT(demography.boys_per_girl)));
}

void add_status(std::vector<Field>& t) {
    t.push_back(fact("status.commission_share", "share", {}, share,
                     "Share of families heard by the ethnicity commission for lack of documents.", AT(status.commission_share)));
    t.push_back(fact("status.approval_share", "share", {}, share, "Share of families heard that are approved.",
                     AT(status.approval_share)));
    t.push_back(fact("status.decision_days", "working days", {"date"}, {0, 2000},
                     "Time to the decision on kandas status, by the rule in force.", AT(status.decision_days)));
    t.push_back(fact("status.working_days_per_month", "working days", {}, {1, 31}, "Turns working days into months.",
                     AT(status.working_days_per_month)));
    t.push_back(fact("status.term_months", "months", {}, {0, 120},
                     "Term of kandas status; families not placed settle freely at its end.", AT(status.term_months)));
    t.push_back(fact("status.citizenship_hazard", "per month", {}, hazard, "Rate at which kandas families become citizens.",
                     AT(status.citizenship_hazard)));
    t.push_back(fact("application.propensity", "share", {"origin"}, share,
                     "Share of families of the origin's mean size that ask for a quota place.", AT(application.propensity)));
    t.push_back(fact("application.size_elasticity", "elasticity", {}, {-5, 5},
                     "Elasticity of the odds of asking for a quota place to family size.", AT(application.size_elasticity)));
    t.push_back(fact("application.regions_ranked", "regions", {}, {1, 1000},
                     "How many reception regions a family is ready to accept, best first.", AT(application.regions_ranked)));
}

void add_behaviour(std::vector<Field>& t) {
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
    t.push_back(fact("choice.region_constant", "utility", {"region"}, weight,
                     "What makes a region attractive beyond the columns above.", AT(choice.region_constant)));
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
    t.push_back(fact("work.loss_hazard", "per month", {}, hazard, "Rate of losing a job.", AT(work.loss_hazard)));
    t.push_back(fact("work.business_hazard", "per month", {}, hazard, "Rate at which job-seekers start a business of their own.",
                     AT(work.business_hazard)));
    t.push_back(whole(sparse(fact("work.centre_places", "persons", {"date", "region"}, persons,
                                  "Places in the adaptation centre from the date on.", AT(work.centre_places)))));
    t.push_back(fact("work.centre_factor", "factor", {}, factor, "Adaptation centre: on the rate of finding a job.",
                     AT(work.centre_factor)));
    t.push_back(fact("work.centre_months", "months", {}, {0, 120}, "Adaptation centre: how long a family keeps its place.",
                     AT(work.centre_months)));
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
    t.push_back(fact("leaving.obligation_factor", "factor", {}, factor, "While the obligation to stay is in force.",
                     AT(leaving.obligation_factor)));
    t.push_back(fact("leaving.obligation_end_factor", "factor", {}, factor, "In the six months after the obligation ends.",
                     AT(leaving.obligation_end_factor)));
    t.push_back(fact("leaving.abroad", "share", {"origin"}, share,
                     "Share of leavers who go abroad rather than to another region.", AT(leaving.abroad)));
}

void add_benefits(std::vector<Field>& t) {
    t.push_back(fact("benefits.relocation_mrp", "MRP", {"date"}, {0, 1e4},
                     "Relocation grant per family member, once, to families placed under the quota.",
                     AT(benefits.relocation_mrp)));
    t.push_back(fact("benefits.rent_mrp", "MRP", {"date", "settlement", "household"}, {0, 1e3},
                     "Rent and utilities support per family and month.", AT(benefits.rent_mrp)));
    t.push_back(whole(fact("benefits.rent_months", "months", {"date"}, {0, 120}, "Monthly payments of rent support at most.",
                           AT(benefits.rent_months))));
    t.push_back(fact("benefits.rent_take_up", "share", {}, share, "Share of quota families that draw rent support.",
                     AT(benefits.rent_take_up)));
    t.push_back(fact("benefits.certificate_share", "share", {"date"}, share,
                     "Certificate of economic mobility: share of the home's price that it pays.",
                     AT(benefits.certificate_share)));
    t.push_back(fact("benefits.certificate_cap_mrp", "MRP", {"date"}, {0, 1e5},
                     "Certificate of economic mobility: most that it pays.", AT(benefits.certificate_cap_mrp)));
    t.push_back(whole(fact("benefits.lock_months", "months", {"date"}, {0, 1200},
                           "A home bought with a certificate is not sold for so long.", AT(benefits.lock_months))));
    t.push_back(whole(fact("benefits.obligation_months", "months", {"date"}, {0, 1200},
                           "Stay in the region required of families placed from the date on.", AT(benefits.obligation_months))));
    t.push_back(word("benefits.clawback", {"full", "pro_rata"},
                     "Repayment when a family leaves early: all it was paid, or the share of the obligation not served.",
                     AT(benefits.clawback)));
    t.push_back(fact("benefits.clawback_recovered", "share", {}, share,
                     "Share of an amount due that is received from families in the country.", AT(benefits.clawback_recovered)));
    t.push_back(fact("benefits.clawback_recovered_abroad", "share", {}, share,
                     "Share of an amount due that is received from families abroad.", AT(benefits.clawback_recovered_abroad)));
    t.push_back(fact("benefits.clawback_delay_months", "months", {}, {0, 240}, "Months from departure to receipt.",
                     AT(benefits.clawback_delay_months)));
    t.push_back(fact("housing.purchase_hazard", "per month", {}, hazard,
                     "Rate of buying with a certificate, quota families with a member in work.", AT(housing.purchase_hazard)));
    t.push_back(fact("housing.region_factor", "factor", {"region"}, factor, "On the rate of buying.", AT(housing.region_factor)));
    t.push_back(fact("housing.home_area", "m2", {}, {1, 10000}, "Size of the home bought.", AT(housing.home_area)));
    t.push_back(fact("housing.village_price", "share", {}, {0.001, 10},
                     "Price per m2 in a village over the price in the regional capital.", AT(housing.village_price)));
    t.push_back(fact("housing.price_spread", "log units", {}, {0, 2}, "Standard deviation of the log price between homes.",
                     AT(housing.price_spread)));
    t.push_back(fact("housing.price_growth", "per year", {}, {-0.5, 1}, "Growth of home prices.", AT(housing.price_growth)));
    t.push_back(
        fact("housing.price_base", "month", {}, {-inf, inf}, "Month to which places.home_price refers.", AT(housing.price_base)));
}

void add_targets(std::vector<Field>& t) {
    t.push_back(
        shares(fact("targets.region_shares", "share", {"region"}, share, "Free settlers by region.", AT(targets.region_shares))));
    t.push_back(fact("targets.quota_by_origin", "persons", {"origin"}, persons, "Persons placed under the kandas quota in 2024.",
                     AT(targets.quota_by_origin)));
    t.push_back(
        shares(fact("targets.age_shares", "share", {"year", "age_class"}, share, "Age of arrivals.", AT(targets.age_shares))));
    t.push_back(fact("targets.employed_share", "share", {}, share,
                     "Employed among working-age programme arrivals of 2024, end of 2024.", AT(targets.employed_share)));
    t.push_back(fact("targets.business_share", "share", {}, share,
                     "Own business among working-age programme arrivals of 2024, end of 2024.", AT(targets.business_share)));
    t.push_back(fact("targets.left_share", "share", {}, share, "Programme settlers of about five years who have left the region.",
                     AT(targets.left_share)));
    t.push_back(fact("targets.certificates_per_family", "certificates", {}, {0, 10},
                     "Certificates by October 2024 per programme family since March 2023.", AT(targets.certificates_per_family)));
    t.push_back(
        fact("targets.rent_share", "share", {}, share, "Supported kandas whose rent was paid, 2023.", AT(targets.rent_share)));
    t.push_back(fact("targets.arrivals", "persons", {"date"}, persons,
                     "Kandas status granted in the calendar year before the date.", AT(targets.arrivals)));
    t.push_back(fact("targets.placed", "persons", {"date"}, persons,
                     "Kandas settled under the quota in the calendar year before the date.", AT(targets.placed)));
    t.push_back(fact("targets.east_kazakhstan_spending_per_person", "KZT", {}, tenge,
                     "Spending per kandas in East Kazakhstan, 2024.", AT(targets.east_kazakhstan_spending_per_person)));
    t.push_back(fact("targets.plan_per_place", "KZT", {}, tenge, "Planned spending per quota place, 2023 to 2025.",
                     AT(targets.plan_per_place)));
}

#undef AT

}  // namespace

const std::vector<Field>& fields() {
    static const std::vector<Field> table = [] {
        std::vector<Field> t;
        add_run(t);
        add_money(t);
        add_places(t);
        add_quotas(t);
        add_arrivals(t);
        add_people(t);
        add_status(t);
        add_behaviour(t);
        add_benefits(t);
        add_targets(t);
        return t;
    }();
    return table;
}

std::vector<std::string> axis_labels(const std::string& axis) {
    const auto numbers = [](int first, int last, int step) {
        std::vector<std::string> labels;
        for (int i = first; i <= last; i += step) labels.push_back(std::to_string(i));
        return labels;
    };
    if (axis == "sex") return {"female", "male"};
    if (axis == "education") return {"higher", "specialised_secondary", "general_secondary", "none"};
    if (axis == "settlement") return {"city", "village"};
    if (axis == "household") return {"1", "2-4", "5+"};
    if (axis == "age_class") return {"working_age", "minor", "pension_age"};
    if (axis == "size") return numbers(1, 10, 1);
    if (axis == "calendar_month") return numbers(1, 12, 1);
    if (axis == "adult_age") return {"18-19", "20-24", "25-29", "30-34", "35-39", "40-44", "45-49", "50-54", "55-59", "60-62"};
    if (axis == "age_start")
        return {"0",  "1",  "5",  "10", "15", "20", "25", "30", "35", "40", "45",
                "50", "55", "60", "65", "70", "75", "80", "85", "90", "95", "100"};
    if (axis == "mother_age") return {"10-14", "15-19", "20-24", "25-29", "30-34", "35-39", "40-44", "45-49", "50-54"};
    return {};
}

}  // namespace qonys
