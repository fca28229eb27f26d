#include "policy/quota.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <string_view>

#include "base/problems.hpp"
#include "policy/dated.hpp"
#include "policy/rounding.hpp"

namespace qonys {

namespace {

using Weights = std::vector<double>;

double sum(const Weights& weights) {
    return std::accumulate(weights.begin(), weights.end(), 0.0);
}

// Whole years, so that the places of a year do not change with its months.
Weights open_jobs(const Scenario& s, Month month) {
    const int first = (s.run.first_month - static_cast<int>(s.run.warm_up_months)).year();
    const double years = std::max(0, month.year() - first);
    Weights jobs;
    for (std::size_t r = 0; r < s.work.open_places.cells.size(); ++r)
        jobs.push_back(s.work.open_places.at(r) + s.work.new_places.at(r) * years);
    return jobs;
}

// Kandas who came from abroad before the run; origins that are regions of the country are left out.
Weights settled_stock(const Scenario& s) {
    const Table& kin = s.origins.kin_stock;
    Weights stock(s.places.name.axis.size(), 0.0);
    for (std::size_t o = 0; o < kin.axes[0].size(); ++o)
        for (std::size_t r = 0; r < stock.size() && !s.places.name.axis.find(s.origins.name.axis.labels[o]); ++r)
            stock[r] += kin.at(o, r);
    return stock;
}

Weights inverse_stock(const Scenario& s) {
    const Weights stock = settled_stock(s), &people = s.places.population.cells;
    const double national = sum(stock) / sum(people);
    Weights column;
    for (std::size_t r = 0; r < people.size(); ++r)
        column.push_back(people[r] / (1 + (national > 0 ? stock[r] / people[r] / national : 0)));
    return column;
}

Weights capacity(const Scenario& s, Month month) {
    const Weights jobs = open_jobs(s, month), &homes = s.housing.homes_for_sale.cells;
    const double all_jobs = sum(jobs), all_homes = sum(homes);
    Weights column(jobs.size(), 0.0);
    if (all_jobs <= 0 || all_homes <= 0) return column;
    for (std::size_t r = 0; r < column.size(); ++r) column[r] = std::min(jobs[r] / all_jobs, homes[r] / all_homes);
    return column;
}

// Regions that receive nobody have weight 0.
Weights among(Weights column, const std::vector<bool>& receiving) {
    for (std::size_t r = 0; r < column.size(); ++r)
        if (!receiving[r]) column[r] = 0;
    return column;
}

// Each column counts by the region's share of its sum over the receiving regions.
Weights weighted_key(const Scenario& s, Month month, const std::vector<bool>& receiving) {
    const Table& weights = s.quotas.key_weights;
    Weights key(receiving.size(), 0.0);
    for (const std::string& name : keys_of(s, "weighted_key", month)) {
        const double weight = weights.at(row_in_force(weights, month), *weights.axes[1].find(name));
        const Weights column = among(key_column(s, name, month), receiving);
        const double all = sum(column);
        for (std::size_t r = 0; r < key.size() && all > 0; ++r) key[r] += weight * column[r] / all;
    }
    return key;
}

// [region] of the row in force, with `absent` where the scenario leaves the region out.
std::vector<std::int64_t> bounds(const Table& table, const StreamRow& stream, Month month, std::int64_t absent) {
    const std::size_t row = row_in_force(table, month);
    std::vector<std::int64_t> result;
    for (std::size_t r = 0; r < table.axes[2].size(); ++r) {
        const double bound = table.at(row, stream.quota_at, r);
        result.push_back(bound == no_cap ? absent : std::llround(bound));
    }
    return result;
}

}  // namespace

std::vector<double> key_column(const Scenario& scenario, const std::string& key, Month month) {
    const std::size_t regions = scenario.places.name.axis.size();
    const Weights& people = scenario.places.population.cells;
    if (key == "population") return people;
    if (key == "equal") return Weights(regions, 1.0);
    if (key == "inverse_stock") return inverse_stock(scenario);
    if (key == "capacity") return capacity(scenario, month);
    Weights column;
    if (key == "wage_sum") {
        for (std::size_t r = 0; r < regions; ++r) column.push_back(scenario.places.wage.at(r) * people[r]);
    } else if (key == "labour_deficit") {
        column = open_jobs(scenario, month);
        for (std::size_t r = 0; r < regions; ++r) column[r] /= scenario.places.unemployment.at(r);
    } else {
        throw BrokenInvariant("there is no key " + key);
    }
    return column;
}

std::vector<std::string> key_inputs(const std::string& key) {
    if (key == "population") return {"places.population"};
    if (key == "wage_sum") return {"places.wage", "places.population"};
    if (key == "labour_deficit") return {"work.open_places", "work.new_places", "places.unemployment"};
    if (key == "inverse_stock") return {"places.population", "origins.kin_stock"};
    if (key == "capacity") return {"work.open_places", "work.new_places", "housing.homes_for_sale"};
    return {};
}

std::vector<std::string> keys_of(const Scenario& scenario, const std::string& policy, Month month) {
    if (policy == "table") return {};
    if (policy != "weighted_key") return {policy};
    const Table& weights = scenario.quotas.key_weights;
    std::vector<std::string> keys;
    for (std::size_t k = 0; k < key_words.size(); ++k)
        if (weights.at(row_in_force(weights, month), k) > 0) keys.emplace_back(key_words[k]);
    return keys;
}

std::vector<bool> receiving_regions(const Scenario& scenario, const StreamRow& stream, Month month) {
    const Table& reception = scenario.quotas.reception;
    const std::size_t row = row_in_force(reception, month);
    const std::vector<std::int64_t> order = regional_row(scenario.quotas.*stream.quota, month);
    std::vector<bool> receiving;
    for (std::size_t r = 0; r < order.size(); ++r) {
        const double said = reception.at(row, r);
        receiving.push_back(said == no_cap ? order[r] > 0 : said > 0);
    }
    return receiving;
}

std::int64_t national_total(const Scenario& scenario, const StreamRow& stream, Month month) {
    const Table& totals = scenario.quotas.total;
    const double said = totals.at(row_in_force(totals, month), stream.quota_at);
    if (said != no_cap) return std::llround(said);
    const std::vector<std::int64_t> order = regional_row(scenario.quotas.*stream.quota, month);
    return std::accumulate(order.begin(), order.end(), std::int64_t{0});
}

std::vector<std::int64_t> places_of_year(const Scenario& scenario, const StreamRow& stream, Month month) {
    if (!stream.quota) return std::vector<std::int64_t>(scenario.places.name.axis.size(), 0);
    const Quotas& quotas = scenario.quotas;
    const std::string policy = quota_policy_words[word_in_force(quotas.*stream.policy, month)];
    Weights weights;
    if (policy == "table") {
        const std::vector<std::int64_t> order = regional_row(quotas.*stream.quota, month);
        weights.assign(order.begin(), order.end());
    } else {
        const std::vector<bool> receiving = receiving_regions(scenario, stream, month);
        weights = policy == "weighted_key" ? weighted_key(scenario, month, receiving)
                                           : among(key_column(scenario, policy, month), receiving);
    }
    return round_shares(weights, national_total(scenario, stream, month),
                        static_cast<Rounding>(word_in_force(quotas.rounding, month)), bounds(quotas.floors, stream, month, 0),
                        bounds(quotas.ceilings, stream, month, std::numeric_limits<std::int64_t>::max()));
}

std::int64_t released(std::int64_t places, const std::string& release, Month month) {
    const int parts = release == "month" ? 12 : release == "quarter" ? 4 : release == "half_year" ? 2 : 1;
    const int begun = month.month_of_year() * parts / 12 + 1;
    return places * begun / parts;
}

}  // namespace qonys
