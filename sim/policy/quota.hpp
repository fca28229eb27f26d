// Quota policies: a national total becomes places by region and year. Pure functions of dated parameters.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/month.hpp"
#include "scenario/scenario.hpp"
#include "scenario/streams.hpp"

namespace qonys {

// One column of a key: a weight >= 0 for each region, in any unit.
//   population      inhabitants
//   wage_sum        wage x inhabitants, in the place of the tax base of the Koenigstein key
//   equal           1
//   labour_deficit  jobs open to settlers over the unemployment rate; jobs: work.open_places, and work.new_places for each
//   calendar
//                   year since the first one simulated
//   inverse_stock   inhabitants / (1 + kandas settled since 1991 per inhabitant over the national mean)
//   capacity        the lesser of the region's shares of the country's jobs open to settlers and of its homes for sale
std::vector<double> key_column(const Scenario& scenario, const std::string& key, Month month);

// The paths of the values that a column is made from.
std::vector<std::string> key_inputs(const std::string& key);

// The columns that a policy uses in the month: none for table, those with a weight for weighted_key, otherwise its own.
std::vector<std::string> keys_of(const Scenario& scenario, const std::string& policy, Month month);

// Regions that a key gives places to in the month: quotas.reception, otherwise those with places in the order in force.
std::vector<bool> receiving_regions(const Scenario& scenario, const StreamRow& stream, Month month);

// quotas.total, otherwise that of the order in force.
std::int64_t national_total(const Scenario& scenario, const StreamRow& stream, Month month);

// [region] places for the calendar year under the policy in force in the month, without those carried over; all 0 for a stream
// without a quota. They sum to the total in force, or to as much of it as the ceilings let through.
std::vector<std::int64_t> places_of_year(const Scenario& scenario, const StreamRow& stream, Month month);

// Of the places of a year, those released by the month: all of them, or the parts of the year that have begun, rounded down.
std::int64_t released(std::int64_t places, const std::string& release, Month month);

}  // namespace qonys
