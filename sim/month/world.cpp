#include <algorithm>
#include <cmath>

#include "base/problems.hpp"
#include "month/state.hpp"
#include "people/kin.hpp"
#include "scenario/fields.hpp"

namespace qonys {

namespace {

// The inflow whose families come to a stream by a quota place.
const char* inflow_to(Stream with_place) {
    for (const StreamRow& row : streams)
        if (row.inflow && row.with_place == with_place) return row.inflow;
    throw BrokenInvariant(std::string("nobody arrives for the stream ") + row_of(with_place).label);
}

RunAxes run_axes(const Scenario& s, int months_simulated) {
    RunAxes axes;
    axes.month.name = "month";
    axes.cohort.name = "cohort";
    for (Month m = s.run.first_month; m <= s.run.last_month; m = m + 1) {
        axes.month.labels.push_back(to_string(m));
        const std::string year = axes.month.labels.back().substr(0, 4);
        if (axes.cohort.labels.empty() || axes.cohort.labels.back() != year) axes.cohort.labels.push_back(year);
    }
    axes.months_since.name = "months_since";
    for (int k = 0; k < months_simulated; ++k) axes.months_since.labels.push_back(std::to_string(k));
    axes.region = s.places.name.axis;
    axes.origin = s.origins.name.axis;
    axes.stream.name = "stream";
    axes.inflow.name = "inflow";
    for (const StreamRow& row : streams) {
        axes.stream.labels.emplace_back(row.label);
        if (row.inflow) axes.inflow.labels.emplace_back(row.inflow);
    }
    axes.instrument = {"instrument", axis_labels("instrument")};
    axes.component = {"component", component_sizes()};
    return axes;
}

std::vector<std::array<std::size_t, 5>> measure_widths(const RunAxes& axes) {
    std::vector<std::array<std::size_t, 5>> widths;
    for (const Measure& m : measures()) {
        auto& row = widths.emplace_back(std::array<std::size_t, 5>{1, 1, 1, 1, 1});
        for (std::size_t i = 1; i < m.axes.size(); ++i) row[0] *= row[i] = axes.find(m.axes[i]).size();
    }
    return widths;
}

double weighted_mean(const Table& values, const Table& weights) {
    double sum = 0, weight = 0;
    for (std::size_t i = 0; i < values.cells.size(); ++i) {
        sum += values.at(i) * weights.at(i);
        weight += weights.at(i);
    }
    return sum / weight;
}

// Degrees by which January in the region is colder than at the origin.
double cold_contrast(const World& w, std::size_t origin, std::size_t region) {
    const Scenario& s = *w.scenario;
    const double there = w.home_region[origin] == no_region ? s.origins.january_temperature.at(origin)
                                                            : s.places.january_temperature.at(w.home_region[origin]);
    return std::max(0.0, there - s.places.january_temperature.at(region));
}

void prepare_choice(World& w) {
    const Scenario& s = *w.scenario;
    const Choice& c = s.choice;
    for (std::size_t o = 0; o < w.origins; ++o) {
        std::vector<double> utility;
        for (std::size_t r = 0; r < w.regions; ++r) {
            const double cold = cold_contrast(w, o, r);
            utility.push_back(c.wage * std::log(s.places.wage.at(r)) + c.rent * std::log(s.places.rent.at(r)) +
                              c.kazakh_share * s.places.kazakh_share.at(r) + c.cold * cold + c.region_constant.at(r));
            w.gateway_inverse.push_back(std::exp(-c.distance * w.travel.gateway_km[o * w.regions + r] / 1000));
            w.cold_leaving.push_back(std::exp(s.leaving.cold * cold));
        }
        // Only differences between regions count; taken from the best region, no factor gets too small for a number.
        const double best = *std::max_element(utility.begin(), utility.end());
        for (double u : utility) w.pull_inverse.push_back(std::exp(best - u));
    }
    w.tie_inverse = std::exp(-c.tie);
    for (double km : w.travel.km) w.travel_inverse.push_back(std::exp(-c.distance * km / 1000));
}

void prepare_work_and_homes(World& w) {
    const Scenario& s = *w.scenario;
    const double unemployment = weighted_mean(s.places.unemployment, s.places.population);
    const double kazakh_share = weighted_mean(s.places.kazakh_share, s.places.population);
    for (std::size_t r = 0; r < w.regions; ++r) {
        // Without Kazakhs anywhere the language environment is the same everywhere.
        const double language = kazakh_share > 0 ? std::max(s.places.kazakh_share.at(r), 1e-6) / kazakh_share : 1;
        w.find_factor.push_back(std::pow(s.places.unemployment.at(r) / unemployment, -s.work.unemployment_elasticity) *
                                std::pow(language, s.work.kazakh_share_elasticity));
        const double city = s.places.home_price.at(r) * s.housing.home_area;
        w.home_price.push_back(city);
        w.home_price.push_back(city * s.housing.village_price);
    }
    for (int k = 0; k < w.months; ++k) {
        const double floor = s.leaving.settled_floor;
        w.settling.push_back(static_cast<float>(floor + (1 - floor) * std::exp(-k / s.leaving.settling_months)));
    }
}

void prepare_demography(World& w) {
    const Demography& d = w.scenario->demography;
    const auto& ages = d.mortality.axes[2].labels;
    constexpr std::size_t months = oldest_months;
    for (std::size_t y = 0; y < d.mortality.axes[0].size(); ++y) {
        w.death_years.push_back(std::stoi(d.mortality.axes[0].labels[y]));
        std::vector<float>& row = w.monthly_deaths.emplace_back(2 * months);
        for (std::size_t sex = 0; sex < 2; ++sex)
            for (std::size_t group = 0; group < ages.size(); ++group)
                for (std::size_t a = 12 * static_cast<std::size_t>(std::stoi(ages[group])); a < months; ++a)
                    row[sex * months + a] = static_cast<float>(d.mortality.at(y, sex, group) / 12);
    }
    const auto& mothers = d.fertility.axes[1].labels;  // "15-19": five-year groups
    for (std::size_t y = 0; y < d.fertility.axes[0].size(); ++y) {
        w.birth_years.push_back(std::stoi(d.fertility.axes[0].labels[y]));
        std::vector<float>& row = w.monthly_births.emplace_back(months);
        for (std::size_t group = 0; group < mothers.size(); ++group) {
            const std::size_t start = 12 * static_cast<std::size_t>(std::stoi(mothers[group]));
            for (std::size_t a = start; a < start + 60; ++a) row[a] = static_cast<float>(d.fertility.at(y, group) / 12);
        }
    }
}

// Odds of asking for a place by family size: the origin's odds at its mean size, times (size / mean) ^ elasticity.
void prepare_propensity(World& w) {
    const Application& a = w.scenario->application;
    for (std::size_t o = 0; o < w.origins; ++o)
        for (int size = 1; size <= 10; ++size) {
            const double p = std::min(a.propensity.at(o), 1 - 1e-12);
            w.propensity_odds.push_back(p / (1 - p) * std::pow(size / w.arrivals.mean_size[o], a.size_elasticity));
        }
}

}  // namespace

World make_world(const Scenario& scenario) {
    World w;
    w.scenario = &scenario;
    w.warm_up = static_cast<int>(scenario.run.warm_up_months);
    w.start = scenario.run.first_month - w.warm_up;
    w.months = scenario.run.last_month - w.start + 1;
    w.regions = scenario.places.name.axis.size();
    w.origins = scenario.origins.name.axis.size();
    w.axes = run_axes(scenario, w.months);
    w.widths = measure_widths(w.axes);
    for (const std::string& region : w.axes.region.labels) w.region_tag.push_back(tag(region));
    for (std::size_t r = 0; r < w.regions; ++r) w.regions_by_tag.push_back(r);
    std::sort(w.regions_by_tag.begin(), w.regions_by_tag.end(),
              [&](std::size_t a, std::size_t b) { return w.region_tag[a] < w.region_tag[b]; });
    for (const std::string& origin : w.axes.origin.labels) {
        const auto region = w.axes.region.find(origin);
        w.home_region.push_back(region ? static_cast<std::uint8_t>(*region) : no_region);
    }
    for (std::size_t s = 0; s < stream_count; ++s)  // both streams of kandas come in the same way
        w.inflow_of_stream[s] = *w.axes.inflow.find(streams[s].inflow ? streams[s].inflow : inflow_to(streams[s].with_place));
    w.travel = travel(scenario.places, scenario.origins);
    w.arrivals = arrival_tables(scenario);
    for (int m = 0; m < w.months; ++m) w.rules.push_back(rules_in_force(scenario, w.start + m));
    for (const char* name : mechanism_words) {
        w.mechanisms.push_back(mechanism(name));
        if (!w.mechanisms.back()) throw BrokenInvariant(std::string("no allocation mechanism ") + name);
    }
    prepare_choice(w);
    prepare_work_and_homes(w);
    prepare_demography(w);
    prepare_propensity(w);
    return w;
}

}  // namespace qonys
