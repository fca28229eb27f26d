#include "support/small_scenario.hpp"

#include <numeric>

#include "commit.hpp"
#include "month/month.hpp"
#include "scenario/fields.hpp"
#include "scenario/read.hpp"

namespace qonys::test {

Table row(std::string axis, std::vector<std::string> labels, std::vector<double> cells) {
    return {{{std::move(axis), std::move(labels)}}, std::move(cells)};
}

namespace {

const std::vector<std::string> regions = {"NO", "SO", "WE"}, origins = {"AAA", "BBB"};

Table by_region(std::vector<double> cells) {
    return row("region", regions, std::move(cells));
}
Table by_origin(std::vector<double> cells) {
    return row("origin", origins, std::move(cells));
}
Table from_2015(double value) {
    return row("date", {"2015-01-01"}, {value});
}

Table two_axes(std::string a, std::vector<std::string> a_labels, std::string b, std::vector<std::string> b_labels,
               std::vector<double> cells) {
    return {{{std::move(a), std::move(a_labels)}, {std::move(b), std::move(b_labels)}}, std::move(cells)};
}

void fill_places(Scenario& s) {
    s.places.name = {{"region", regions}, {"North", "South", "West"}};
    s.places.population = by_region({1e6, 1e6, 2e6});
    s.places.kazakh_share = by_region({0.5, 0.5, 0.5});
    s.places.wage = by_region({3e5, 3e5, 3e5});
    s.places.rent = by_region({2000, 2000, 2000});
    s.places.home_price = by_region({4e5, 4e5, 4e5});
    s.places.unemployment = by_region({0.05, 0.05, 0.05});
    s.places.january_temperature = by_region({-15, 0, -5});
    s.places.latitude = by_region({54, 43, 44});
    s.places.longitude = by_region({69, 70, 51});
    s.places.city_share = by_region({1, 1, 1});
    s.places.border_km = two_axes("region", regions, "region_b", regions, {0, 100, 0, 100, 0, 50, 0, 50, 0});
    s.origins.name = {{"origin", origins}, {"Aland", "Bland"}};
    s.origins.gateway = two_axes("origin", origins, "region", regions, {0, 1, 0, 0, 0, 1});
    s.origins.january_temperature = by_origin({0, 0});
    s.origins.kin_stock = two_axes("origin", origins, "region", regions, {1000, 1000, 1000, 1000, 1000, 1000});
}

void fill_people(Scenario& s) {
    std::vector<double> size(20, 0.0);
    size[2] = size[12] = 1;
    s.people.family_size = two_axes("origin", origins, "size", axis_labels("size"), size);
    s.people.retired_head = by_origin({0, 0});
    s.people.spouse = by_origin({1, 1});
    s.people.child = by_origin({1, 1});
    s.people.elder = by_origin({0, 0});
    s.people.head_age = row("adult_age", axis_labels("adult_age"), {0, 0, 0, 1, 0, 0, 0, 0, 0, 0});
    s.people.female_head = 0.5;
    s.people.education = two_axes("year", {"2020"}, "education", axis_labels("education"), {0, 0, 1, 0});
    s.people.pension_age = row("sex", {"female", "male"}, {61, 63});
    const std::size_t ages = axis_labels("age_start").size(), mothers = axis_labels("mother_age").size();
    s.demography.mortality = {{{"year", {"2020"}}, {"sex", {"female", "male"}}, {"age_start", axis_labels("age_start")}},
                              std::vector<double>(2 * ages, 0.0)};
    s.demography.fertility =
        two_axes("year", {"2020"}, "mother_age", axis_labels("mother_age"), std::vector<double>(mothers, 0.0));
    s.demography.boys_per_girl = 1;
}

void fill_behaviour(Scenario& s) {
    s.status.approval_share = 1;
    s.status.decision_days = from_2015(0);
    s.status.working_days_per_month = 21;
    s.status.term_months = from_2015(12);
    s.status.extension_months = from_2015(0);
    s.embassy.share = two_axes("date", {"2015-01-01"}, "origin", origins, {0, 0});
    s.application.propensity = by_origin({0.5, 0.5});
    s.application.regions_ranked = 3;
    s.internal.job_seekers_only = from_2015(1);
    s.internal.seeker_share = 1;
    s.internal.registration_months = from_2015(0);
    s.internal.registration_mean = 240;
    s.internal.waiting_months = 12;
    s.demand.reference_mrp = 468;  // 3 x 70 MRP and 12 payments of (25 + 18) / 2 MRP: what is offered
    s.demand.family_size = 3;
    s.networks.tie_share = by_origin({0, 0});
    s.choice.region_constant = by_region({0, 0, 0});
    s.work.participation = 1;
    s.work.education_factor = row("education", axis_labels("education"), {1, 1, 1, 1});
    s.work.season = row("calendar_month", axis_labels("calendar_month"), std::vector<double>(12, 1.0));
    s.work.centre_places = two_axes("date", {"2015-01-01"}, "region", regions, {0, 0, 0});
    s.work.centre_factor = 1;
    s.leaving.settling_months = 24;
    s.leaving.settled_floor = 1;
    s.leaving.jobless_factor = s.leaving.rent_end_factor = s.leaving.owner_factor = s.leaving.obligation_factor = 1;
    s.leaving.obligation_end_factor = s.leaving.tie_here_factor = s.leaving.tie_elsewhere_factor = 1;
    s.leaving.back = by_origin({1, 1});
    s.work.open_places = s.work.new_places = by_region({1000, 1000, 1000});
}

void fill_money(Scenario& s) {
    s.money.mrp = row("date", {"2024-01-01", "2025-01-01", "2026-01-01"}, {3692, 3932, 4325});
    s.money.usd_per_kzt = 0.00192;
    s.benefits.relocation_mrp = from_2015(70);
    s.benefits.rent_mrp = {
        {{"date", {"2015-01-01"}}, {"settlement", {"city", "village"}}, {"household", axis_labels("household")}},
        {20, 25, 30, 15, 18, 21}};
    s.benefits.rent_months = from_2015(12);
    s.benefits.rent_take_up = 1;
    s.benefits.certificate_share = row("date", {"2015-01-01", "2026-01-01"}, {0.5, 1});
    s.benefits.certificate_cap_mrp = row("date", {"2015-01-01", "2026-01-01"}, {1160, 1625});
    s.benefits.lock_months = from_2015(60);
    s.benefits.obligation_months = from_2015(60);
    s.benefits.lock_on_transfer = from_2015(1);
    s.employers.subsidy_mrp = s.employers.grant_mrp = from_2015(400);
    s.employers.kept_months = from_2015(24);
    s.employers.find_factor = 1;
    s.clawback.rule = from_2015(0);
    s.clawback.detected = from_2015(1);
    s.clawback.pretrial_recovered = 0.2;
    s.clawback.pretrial_months = 3;
    const std::vector<std::string> instruments = axis_labels("instrument");
    s.budgets.caps = {{{"date", {"2015-01-01"}}, {"instrument", instruments}, {"region", regions}},
                      std::vector<double>(instruments.size() * regions.size(), no_cap)};
    s.budgets.when_exhausted = from_2015(0);
    s.housing.homes_for_sale = by_region({1000, 1000, 1000});
    s.housing.reference_share = 1;
    s.housing.region_factor = by_region({1, 1, 1});
    s.housing.home_area = 50;
    s.housing.village_price = 0.5;
    s.housing.price_base = make_month(2025, 1);
}

// As in params/allocation.yaml.
void fill_levers(Scenario& s) {
    const auto by_region_and = [](std::string axis, const std::vector<std::string>& labels) {
        return Table{{{"date", {"2015-01-01"}}, {"region", regions}, {axis, labels}},
                     std::vector<double>(regions.size() * labels.size(), no_cap)};
    };
    const std::vector<std::string> quotas = axis_labels("quota");
    s.quotas.kandas_policy = s.quotas.internal_policy = rule(quota_policy_words, "table");
    s.quotas.total = two_axes("date", {"2015-01-01"}, "quota", quotas, {no_cap, no_cap});
    s.quotas.rounding = rule(rounding_words, "largest_remainder");
    s.quotas.key_weights = two_axes("date", {"2015-01-01"}, "key", axis_labels("key"), {1.0 / 3, 2.0 / 3, 0, 0, 0, 0});
    s.quotas.reception = two_axes("date", {"2015-01-01"}, "region", regions, {no_cap, no_cap, no_cap});
    s.quotas.floors = s.quotas.ceilings = {{{"date", {"2015-01-01"}}, {"quota", quotas}, {"region", regions}},
                                           std::vector<double>(quotas.size() * regions.size(), no_cap)};
    s.quotas.release = rule(release_words, "year");
    s.quotas.carry_over = from_2015(0);
    s.quotas.mechanism = rule(mechanism_words, "first_come_first_served");
    s.allocation.score = rule(score_words, "employed_retained");
    s.allocation.aggregator = rule(aggregator_words, "sum");
    s.allocation.horizon = from_2015(36);
    s.allocation.priority = rule(priority_words, "members");
    s.allocation.load_weight = from_2015(1);
    s.allocation.minimum_fill = from_2015(0);
    s.allocation.most_members = s.quotas.reception;
    s.allocation.barred = by_region_and("origin", origins);
    s.allocation.unserved = by_region_and("need", axis_labels("need"));
}

}  // namespace

Scenario small_scenario() {
    Scenario s;
    s.question = "Does it add up?";
    s.run = {make_month(2025, 1), make_month(2025, 12), 0, 1, 1};
    fill_places(s);
    s.quotas.kandas = two_axes("date", {"2015-01-01"}, "region", regions, {100, 0, 0});
    s.quotas.internal = two_axes("date", {"2015-01-01"}, "region", regions, {0, 0, 0});
    s.quotas.sittings =
        two_axes("date", {"2015-01-01"}, "calendar_month", axis_labels("calendar_month"), std::vector<double>(12, 1.0));
    fill_levers(s);
    std::vector<std::string> years;
    for (int y = 2020; y <= 2040; ++y) years.push_back(std::to_string(y));
    s.arrivals.kandas.total = row("year", years, std::vector<double>(years.size(), 1200.0));
    s.arrivals.kandas.origins = two_axes("year", years, "origin", origins, std::vector<double>(2 * years.size(), 0.5));
    s.arrivals.kandas.season = row("calendar_month", axis_labels("calendar_month"), std::vector<double>(12, 1.0 / 12));
    s.arrivals.internal = s.arrivals.ata_zholy = s.arrivals.kandas;
    for (Table* total : {&s.arrivals.internal.total, &s.arrivals.ata_zholy.total}) total->cells.assign(years.size(), 0.0);
    s.arrivals.uncertain_from = 2100;
    s.arrivals.origin_spread = by_origin({0, 0});
    fill_people(s);
    fill_behaviour(s);
    fill_money(s);
    return s;
}

Scenario empty_scenario() {
    Scenario s = small_scenario();
    s.arrivals.kandas.total.cells.assign(s.arrivals.kandas.total.cells.size(), 0.0);
    s.application.propensity.cells.assign(s.application.propensity.cells.size(), 0.0);
    return s;
}

Scenario baseline(const std::string& last_month, std::vector<std::string> settings) {
    settings.insert(settings.begin(), "run.last_month=" + last_month);
    return load_scenario(QONYS_SOURCE_FOLDER "/scenarios/baseline_2025.yaml", settings).scenario;
}

State run_to_end(const World& world, DrawKey key) {
    State state = make_state(world, key);
    for (state.now = 0; state.now < world.months; ++state.now) simulate_month(state);
    --state.now;
    return state;
}

void run_until(State& state, int month) {
    for (; state.now < month; ++state.now) simulate_month(state);
}

std::int64_t total(const Tallies& tallies, M m) {
    const auto& cells = tallies.cells[static_cast<std::size_t>(m)];
    return std::accumulate(cells.begin(), cells.end(), std::int64_t{0});
}

std::int64_t total_in(const State& state, M m, int month) {
    const std::size_t i = static_cast<std::size_t>(m), width = state.world->widths[i][0];
    const auto first = state.tallies.cells[i].begin() + static_cast<std::ptrdiff_t>(month) * static_cast<std::ptrdiff_t>(width);
    return std::accumulate(first, first + static_cast<std::ptrdiff_t>(width), std::int64_t{0});
}

namespace {

std::uint32_t add_men(State& state, std::size_t origin, int members) {
    const Agent agent{static_cast<std::uint32_t>(state.population.families.size() + 1) << 8, 1};
    const std::uint32_t family = add_family(state.population, agent, Stream::kandas_free, origin, state.now16(), state.key);
    for (int member = 0; member < members; ++member)
        add_member(state.population, family, Sex::male, 30 * 12, 2, state.world->arrivals.pension_age, state.now16(), state.key);
    state.persons_in += members;
    return family;
}

}  // namespace

std::uint32_t add_waiting_family(State& state, std::size_t origin, int members, std::vector<std::uint8_t> accepted) {
    Families& f = state.population.families;
    const std::uint32_t family = add_men(state, origin, members);
    f.status[family] = FamilyStatus::waiting;
    f.granted[family] = state.now16();
    state.queue.push_back(
        {family, static_cast<double>(state.now), std::move(accepted), state.now + state.rules().term_months, 1});
    return family;
}

std::uint32_t add_settling_family(State& state, std::size_t origin, int members) {
    const std::uint32_t family = add_men(state, origin, members);
    state.decisions[static_cast<std::size_t>(state.now)].push_back(family);  // granted at once, asks for no place
    return family;
}

}  // namespace qonys::test
