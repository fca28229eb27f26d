#include "scenario/field_builders.hpp"
#include "scenario/streams.hpp"

namespace qonys {

using namespace field;

namespace {

void add_run(std::vector<Field>& t) {
    t.push_back(word("question", {}, "The question that this scenario answers.", AT(question)));
    t.push_back(choice("run.first_month", "month", {-inf, inf}, "First month reported, written 2024-01.", AT(run.first_month)));
    t.push_back(choice("run.last_month", "month", {-inf, inf}, "Last month reported, included.", AT(run.last_month)));
    t.push_back(choice(
        "run.warm_up_months", "months", {0, 240},
        "Months simulated before the first month so that families on rent support and in the queue are there; not reported.",
        AT(run.warm_up_months)));
    t.push_back(
        choice("run.replicates_per_draw", "replicates", {1, 100000},
               "Neighbouring replicates that share one draw of the uncertain parameters; 2 or more tell the two sources of "
               "uncertainty apart.",
               AT(run.replicates_per_draw)));
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
    t.push_back(
        fact("origins.name", "text", {"origin"}, any,
             "Where settlers come from: countries, and by the code of the region the regions that internal migrants leave.",
             AT(origins.name)));
    t.push_back(whole(sparse(fact("origins.gateway", "1 or 0", {"origin", "region"}, share,
                                  "Regions in which people from the country enter; a region of origin is its own gateway.",
                                  AT(origins.gateway)))));
    t.push_back(sparse(fact("origins.january_temperature", "degrees C", {"origin"}, {-60, 40},
                            "Mean January temperature where families from the country lived; that of a region stands in places.",
                            AT(origins.january_temperature))));
    t.push_back(sparse(
        fact("origins.kin_stock", "persons", {"origin", "region"}, persons,
             "Settlers since 1991 before the first simulated month, by origin and region; the same table whenever a run starts.",
             AT(origins.kin_stock))));
}

void add_inflow(std::vector<Field>& t, const StreamRow& row) {
    Inflow Arrivals::*inflow = row.arrivals;
    const std::string path = std::string("arrivals.") + row.inflow;
    t.push_back(fact(path, "persons", {"year"}, {0, 4e6}, std::string(row.who) + ".",
                     [inflow](Scenario& s) -> Slot { return &(s.arrivals.*inflow).total; }));
    t.push_back(
        shares(sparse(fact(path + "_origins", "share", {"year", "origin"}, share, "Shares of the origins among these arrivals.",
                           [inflow](Scenario& s) -> Slot { return &(s.arrivals.*inflow).origins; }))));
    t.push_back(shares(fact(path + "_season", "share", {"calendar_month"}, share, "Share of the year's arrivals in each month.",
                            [inflow](Scenario& s) -> Slot { return &(s.arrivals.*inflow).season; })));
}

void add_arrivals(std::vector<Field>& t) {
    for (const StreamRow& row : streams)
        if (row.arrivals) add_inflow(t, row);
    t.push_back(choice("arrivals.uncertain_from", "year", {1900, 2200},
                       "First year whose total and origin shares differ between replicates; years before are taken as known.",
                       AT(arrivals.uncertain_from)));
    t.push_back(fact("arrivals.total_spread", "log units", {}, {0, 2},
                     "Standard deviation of the log of the yearly total of kandas between replicates.",
                     AT(arrivals.total_spread)));
    t.push_back(
        sparse(fact("arrivals.origin_spread", "log units", {"origin"}, {0, 3},
                    "Standard deviation of the log of each origin's weight between replicates.", AT(arrivals.origin_spread))));
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

void add_targets(std::vector<Field>& t) {
    t.push_back(
        shares(fact("targets.region_shares", "share", {"region"}, share, "Free settlers by region.", AT(targets.region_shares))));
    t.push_back(sparse(fact("targets.quota_by_origin", "persons", {"origin"}, persons,
                            "Persons placed under the kandas quota in 2024.", AT(targets.quota_by_origin))));
    t.push_back(sparse(fact("targets.internal_by_region", "persons", {"region"}, persons, "Internal migrants settled in 2024.",
                            AT(targets.internal_by_region))));
    t.push_back(fact("targets.internal", "persons", {"date"}, persons,
                     "Internal migrants settled in the calendar year before the date.", AT(targets.internal)));
    t.push_back(
        shares(fact("targets.age_shares", "share", {"year", "age_class"}, share, "Age of arrivals.", AT(targets.age_shares))));
    t.push_back(fact("targets.employed_share", "share", {}, share,
                     "Employed among working-age programme arrivals of 2024, end of 2024.", AT(targets.employed_share)));
    t.push_back(fact("targets.employed_july", "share", {}, share, "The same at 1 July 2024.", AT(targets.employed_july)));
    t.push_back(fact("targets.business_share", "share", {}, share,
                     "Own business among working-age programme arrivals of 2024, end of 2024.", AT(targets.business_share)));
    t.push_back(fact("targets.left_share", "share", {}, share, "Programme settlers of about five years who have left the region.",
                     AT(targets.left_share)));
    t.push_back(fact("targets.certificates", "homes", {}, {0, 1e6},
                     "Homes bought with a certificate from March 2023 to October 2024.", AT(targets.certificates)));
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

}  // namespace

void add_world_fields(std::vector<Field>& t) {
    add_run(t);
    add_money(t);
    add_places(t);
    add_arrivals(t);
    add_people(t);
    add_targets(t);
}

}  // namespace qonys
