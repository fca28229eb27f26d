// The value of a parameter in force in a month, as text.
#pragma once

#include <string>
#include <vector>

#include "base/month.hpp"
#include "life/life.hpp"
#include "scenario/scenario.hpp"

namespace qonys {

// labels: of the axes but the date, of one cell; none for the whole row. Throws BrokenInvariant when there is no such field.
LifeRule rule_in_force(const Scenario& scenario, const std::string& path, Month month,
                       const std::vector<std::string>& labels = {});

// 1376200 is "1,376,200".
std::string grouped(std::int64_t number);

// "70" or "0.35": as short as says the same.
std::string short_number(double number);

}  // namespace qonys
